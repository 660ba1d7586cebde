"""What an import costs: `python benchmarks/import/speed.py`, in CPU seconds, beside another program that only reads.

A ledger of 5,000 rows (peer: openpyxl reads every cell) and a notice of about 300 pages in Word (peer: the zip is
opened and the standard library's XML parser goes through the text). Each is imported into an empty folder, then again
after every tenth issue was changed.
"""

from __future__ import annotations

import argparse
import re
import resource
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

ROOT: Final = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
GOALS: Final = {"ledger.xlsx": 10.0, "notice.docx": 5.0}
PEERS: Final = {
    "ledger.xlsx": "import openpyxl,sys; [r for s in openpyxl.load_workbook(sys.argv[1]) for r in s.values]",
    "notice.docx": (
        "import sys,zipfile,xml.etree.ElementTree as E;"
        "[''.join(p.itertext()) for p in E.fromstring(zipfile.ZipFile(sys.argv[1]).read('word/document.xml')).iter()]"
    ),
}
_PLACES: Final = ("河道巡查", "水费收缴", "公车管理", "会议活动", "干部培训", "工程招标", "档案保管", "经费支出")
_FAULTS: Final = ("记录不全", "不够及时", "制度不严", "监督不到位", "责任不清", "标准不一")
_OFFICES: Final = ("办公室", "财务科", "人事科", "工程科", "机关党委")
_STATUSES: Final = ("已完成", "正在推进", "基本完成", "长期坚持")
_HEADER: Final = ("序号", "问题类别", "具体问题", "整改措施", "整改进展", "责任部门", "整改状态")


def rows(count: int, *, changed: bool = False) -> Iterator[tuple[str, ...]]:
    """Issues as the cells of a ledger, no two alike; where *changed*, every tenth has another progress."""
    for n in range(1, count + 1):
        place, fault = _PLACES[n % len(_PLACES)], _FAULTS[n % len(_FAULTS)]
        area = f"第{n // 40 + 1}片区{n % 40 + 1}号点"
        more = f"又检查{n % 9 + 1}次。" if changed and n % 10 == 0 else ""
        yield (
            str(n),
            f"{place}方面",
            f"{area}{place}{fault}。2023年检查发现，{area}有{n % 17 + 2}处{place}{fault}，涉及{n % 23 + 1}人。",
            f"1.修订{place}办法，明确{area}的责任人和办理时限。2.每季度对{area}抽查一次，结果在科室通报。",
            f"{area}已于2024年{n % 6 + 5}月{n % 27 + 1}日完成核对，补齐材料{n % 31 + 3}份，开展培训{n % 5 + 1}次。{more}",
            _OFFICES[n % len(_OFFICES)],
            _STATUSES[n % len(_STATUSES)],
        )


def write_ledger(path: Path, count: int, *, changed: bool = False) -> None:
    """A workbook with a header and *count* rows."""
    import openpyxl  # noqa: PLC0415 - the notice does not need it

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("台账")
    sheet.append(_HEADER)
    for row in rows(count, changed=changed):
        sheet.append(row)
    book.save(path)


def write_notice(path: Path, count: int, *, changed: bool = False) -> None:
    """A Word file with *count* issues in eight chapters, about two on a page, each as four paragraphs with labels."""
    said = [
        "中共青河县水务局党组关于巡察整改情况的通报",
        "2024年3月1日至4月30日，县委第二巡察组对县水务局党组开展了巡察。6月3日，巡察组反馈了意见。现将情况公布如下。",
    ]
    for n, row in enumerate(rows(count, changed=changed)):
        if n % (count // 8) == 0:
            said.append(f"{'一二三四五六七八九'[n // (count // 8)]}、{_PLACES[n // (count // 8) % 8]}方面")
        head, _, text = row[2].partition("。")
        said += [f"{n + 1}.{head}", f"存在问题：{text}{text}", f"整改措施：{row[3]}", f"整改进展：{row[4] * 2}"]
        said.append(f"整改状态：{row[6]}")
    said += ["中共青河县水务局党组", "2024年12月2日"]
    look = '<w:rPr><w:rFonts w:eastAsia="仿宋_GB2312"/><w:sz w:val="32"/></w:rPr>'
    runs = (
        "".join(f"<w:r>{look}<w:t>{escape(part)}</w:t></w:r>" for part in re.split(r"(?<=[。：；])", text) if part)
        for text in said
    )
    body = "".join(f'<w:p w:rsidR="00A77427"><w:pPr><w:ind w:firstLine="640"/></w:pPr>{one}</w:p>' for one in runs)
    office = "http://schemas.openxmlformats.org"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{office}/package/2006/relationships"><Relationship Id="r1" Target="word/document.xml" '
            f'Type="{office}/officeDocument/2006/relationships/officeDocument"/></Relationships>',
        )
        package.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{office}/wordprocessingml/2006/main"><w:body>{body}</w:body></w:document>',
        )


def cpu_seconds(*command: str) -> tuple[float, int]:
    """The CPU seconds, user and system, of a command with its children, and its exit code."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    code = subprocess.run(command, check=False, stdout=subprocess.DEVNULL).returncode
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, code


def main() -> int:
    """Make the files, import them, and print what it cost; 1 if a goal was missed or an import failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=5000)
    parser.add_argument("--issues", type=int, default=600)
    options = parser.parse_args()
    missed = 0
    print("| | import | the same again, a tenth changed | peer | ratio |\n| --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file, write, count in (
            ("ledger.xlsx", write_ledger, options.rows),
            ("notice.docx", write_notice, options.issues),
        ):
            path = folder / file
            command = [
                sys.executable,
                str(ROOT / "build.py"),
                "import",
                str(path),
                "--round",
                "2024-xuncha",
                "--update",
            ]
            command += ["--content", str(folder / file[:3]), "--report", str(folder / "report.html")]
            write(path, count)
            peer, _ = cpu_seconds(sys.executable, "-c", PEERS[file], str(path))
            first, code = cpu_seconds(*command)
            write(path, count, changed=True)
            second, again = cpu_seconds(*command)
            missed += first > GOALS[file] or not {code, again} <= {0, 4}
            print(
                f"| {file}, {count:,} | {first:.1f} s | {second:.1f} s | {peer:.1f} s | {first / peer:.1f} |",
                flush=True,
            )
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
