"""Open data: what people take away is what the pages show, in forms that every program reads."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import shutil
import subprocess
import zipfile
from pathlib import Path, PurePosixPath
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from bs4 import BeautifulSoup

from rectify import pipeline
from rectify.engine.memory import Memory
from rectify.ground.richtext import plain
from rectify.making import data
from rectify.outputs.dataset.columns import FIELDS
from rectify.outputs.dataset.fragment import KEPT, plain_html
from rectify.outputs.dataset.table import table, table_rows
from rectify.search.passages import passages_of
from rectify.site.issue_text import issue_text
from rectify.site.whole_view import is_on_one_page
from rectify.source.load import read_issue
from support import ISSUE, ROOT, ROUND, BuiltSite, lay, tree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
CORE = (
    "信息资源名称",
    "信息资源摘要",
    "信息资源提供方",
    "信息资源分类",
    "信息资源标识符",
    "元数据标识符",
    "发布日期",
    "关键字",
    "在线资源链接地址",
    "服务信息",
    "元数据维护方",
    "更新日期",
)
RICH = """\
number: 2
title: =HYPERLINK("x")
category: conduct
status: 正在推进
timeframe: 限期整改
problem: |
  第一段，见[第一段](#wenti)。

  第二段有22次检查，“引号”和,逗号。
measures:
  - {text: 立即清点。, lead: [财务科], due: 2025-12}
  - 建立台账。
progress:
  - date: 2025-07-01
    until: 2025-07-09
    text: |-
      -已清点。

      - 其一；
      - 其二。
result: 年底完成
responsible: [办公室, 局办公室]
figures: [{value: "22", unit: 次, label: 检查}]
note: 编号由本网站编写。
updates: [{date: 2026-01-03, text: 又清点一遍。, status: 正在推进}]
revisions: [{date: 2026-01-05, note: 更正日期, reason: 原来写错}]
"""


def built(root: Path, folder: Path) -> dict[str, bytes]:
    """Every file of the built project, by its path."""
    pipeline.build(root, folder)
    return {str(path): data for path, data in tree(folder).items()}


@pytest.fixture
def made(project: Any, tmp_path: Path) -> dict[str, bytes]:
    """A site of two rounds and three issues, one of them with everything that an issue can have."""
    older = ROUND.replace("2025", "2023")
    changes = {
        "content/2025-xuncha/002.yaml": RICH,
        "content/2023-xuncha/round.yaml": older,
        "content/2023-xuncha/001.yaml": ISSUE.replace("2025", "2023"),
    }
    return built(project(changes), tmp_path / "made")


def rows_of(data: bytes) -> list[dict[str, str]]:
    """A CSV file as a program reads it."""
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def sheet_of(data: bytes, title: str) -> list[list[Any]]:
    """A sheet of a workbook, head and all, by the standard library alone."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        parts = {name: ET.fromstring(book.read(name)) for name in book.namelist() if name.endswith(".xml")}
    strings = ["".join(one.itertext()) for one in parts["xl/sharedStrings.xml"]]
    titles = [one.get("name") for one in parts["xl/workbook.xml"].iter(f"{MAIN}sheet")]
    sheet = parts[f"xl/worksheets/sheet{titles.index(title) + 1}.xml"]
    return [[_value(cell, strings) for cell in row] for row in sheet.iter(f"{MAIN}row")]


def _value(cell: ET.Element, strings: list[str]) -> Any:
    value = cell.findtext(f"{MAIN}v")
    if value is None:
        return ""
    return strings[int(value)] if cell.get("t") == "s" else int(value)


# CSV (D-01).


def test_a_table_is_what_spreadsheets_and_programs_expect(made: dict[str, bytes]) -> None:
    """UTF-8 with BOM, CRLF after every row, the columns in their promised order."""
    whole = made["data/all.csv"]
    head = whole.decode("utf-8-sig").split("\r\n")[0]

    assert whole.startswith(b"\xef\xbb\xbf")
    assert whole.endswith(b"\r\n")
    assert head == ",".join(field.title for field in FIELDS)
    assert head == (
        "轮次,序号,标题,类别,状态,问题,措施,进展,结果,牵头部门,责任部门,时限,发布日期,更新日期,文件,网址,关键数字,说明,后续进展,轮次编号,责任领导,完成时限,整改目标,验收销号,照片,附件,一句话,时限变更,状态说明,回头看,曾经发现,佐证材料,验收认定,是否按期"
    )


def test_a_row_says_what_the_issue_says(made: dict[str, bytes]) -> None:
    """Every cell of an issue that has everything."""
    row = next(row for row in rows_of(made["data/2025-xuncha.csv"]) if row["序号"] == "2")

    assert row == {
        "轮次": "2025年巡察整改",
        "序号": "2",
        "标题": '\'=HYPERLINK("x")',
        "类别": "作风方面",
        "状态": "正在推进",
        "问题": "第一段，见第一段。\n第二段有22次检查，“引号”和,逗号。",
        "措施": "1. 立即清点。（牵头部门：财务科）\n2. 建立台账。",
        "进展": "1. （2025-07-01至2025-07-09）-已清点。\n其一；\n其二。",
        "结果": "年底完成",
        "牵头部门": "",
        "责任部门": "办公室",
        "时限": "限期整改；措施1：2025-12",
        "发布日期": "2025-12-02",
        "更新日期": "2026-01-05",
        "文件": "",
        "网址": "https://www.example.gov.cn/xczg/2025-xuncha/002.html",
        "关键数字": "检查：22次",
        "说明": "编号由本网站编写。",
        "后续进展": "1. （2026-01-03）又清点一遍。",
        "轮次编号": "2025-xuncha",
        "责任领导": "",
        "完成时限": "",
        "整改目标": "",
        "验收销号": "",
        "照片": "",
        "附件": "",
        "一句话": "",
        "时限变更": "",
        "状态说明": "",
        "回头看": "",
        "曾经发现": "",
        "佐证材料": "",
        "验收认定": "",
        "是否按期": "",
    }


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_becomes_a_formula(sign: str) -> None:
    """What a spreadsheet would compute gets an apostrophe; the same sign further on does not."""
    cells = next(csv.reader(io.StringIO(table_rows([[f"{sign}1", f"1{sign}", 7]]).decode(), newline="")))

    assert cells == [f"'{sign}1", f"1{sign}", "7"]


def test_quotes_commas_and_line_breaks_come_back() -> None:
    """RFC 4180: what is written is what is read."""
    cells = ['一"二', "三,四", "五\n六", " 七 "]

    assert (
        list(csv.reader(io.StringIO(b"".join(table([table_rows([cells])])).decode("utf-8-sig"), newline="")))[1]
        == cells
    )


def test_all_rounds_are_in_one_table(made: dict[str, bytes]) -> None:
    """The whole is its parts, newest round first."""
    together = rows_of(made["data/2025-xuncha.csv"]) + rows_of(made["data/2023-xuncha.csv"])

    assert rows_of(made["data/all.csv"]) == together
    assert [(row["轮次编号"], row["序号"]) for row in together] == [
        ("2025-xuncha", "1"),
        ("2025-xuncha", "2"),
        ("2023-xuncha", "1"),
    ]


# XLSX (D-02).


def test_a_workbook_holds_the_same_rows(made: dict[str, bytes]) -> None:
    """台账 is the table, without apostrophes; head frozen, filter on."""
    sheet = sheet_of(made["data/2025-xuncha.xlsx"], "台账")
    wanted = [[row[field.title].removeprefix("'") for field in FIELDS] for row in rows_of(made["data/2025-xuncha.csv"])]

    assert sheet[0] == [field.title for field in FIELDS]
    assert [[str(cell) for cell in row] for row in sheet[1:]] == wanted


def test_openpyxl_reads_the_same(made: dict[str, bytes]) -> None:
    """Another reader finds the same cells, three sheets, a head that stays, a filter, and no formula."""
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(io.BytesIO(made["data/2025-xuncha.xlsx"]))
    cells = [[cell or "" for cell in row] for row in book["台账"].iter_rows(values_only=True)]

    assert cells == sheet_of(made["data/2025-xuncha.xlsx"], "台账")
    assert book.sheetnames == ["台账", "汇总", "说明"]
    assert (book["台账"].freeze_panes, book["台账"].auto_filter.ref) == ("A2", "A1:AH3")
    assert {cell.data_type for row in book["台账"].iter_rows() for cell in row} <= {"s", "n"}


def test_a_workbook_counts(made: dict[str, bytes]) -> None:
    """汇总: each list with its statuses; the sum is last."""
    assert sheet_of(made["data/2025-xuncha.xlsx"], "汇总") == [
        ["分组", "名称", "问题数", "已完成", "正在推进"],
        ["类别", "落实决策部署方面", 1, 1, 0],
        ["类别", "作风方面", 1, 0, 1],
        ["整改状态", "已完成", 1, 1, 0],
        ["整改状态", "正在推进", 1, 0, 1],
        ["责任部门", "办公室", 2, 1, 1],
        ["责任部门", "财务科", 1, 0, 1],
        ["合计", "全部问题", 2, 1, 1],
    ]


def test_a_text_too_long_for_a_cell_is_cut_and_says_so(project: Any, tmp_path: Path) -> None:
    """Excel refuses 32,768 characters; CSV has them all."""
    long = "甲" * 7_000
    issue = ISSUE.replace("  - 建立制度。\n", f"  - {long}\n" * 5)
    files = built(project({"content/2025-xuncha/001.yaml": issue}), tmp_path / "made")
    cell = sheet_of(files["data/2025-xuncha.xlsx"], "台账")[1][6]

    assert (len(cell), cell[-17:]) == (32_767, "甲……（这一格放不下，全文见网址）")
    assert rows_of(files["data/2025-xuncha.csv"])[0]["措施"].count(long) == 5


def in_libreoffice(source: Path, *reading: str) -> bytes | None:
    """What LibreOffice shows of the file *source*, as CSV; None if it cannot open the file."""
    folder = source.with_suffix("")
    form = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,1"
    command = ["soffice", f"-env:UserInstallation={(source.parent / 'office').as_uri()}", "--headless", *reading]
    command += ["--convert-to", form, "--outdir", str(folder), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    made = next(folder.glob("*.csv"), None)
    return made and made.read_bytes()


def test_libreoffice_reads_the_same(made: dict[str, bytes], tmp_path: Path) -> None:
    """The workbook in LibreOffice, saved as CSV, is our CSV; and so is our CSV opened there."""
    if shutil.which("soffice") is None:
        pytest.skip("no LibreOffice on this computer")
    lay(
        tmp_path, {"any.csv": "1\n", **{f"{kind}.{kind}": made[f"data/2025-xuncha.{kind}"] for kind in ("xlsx", "csv")}}
    )
    reading = "--infilter=Text - txt - csv (StarCalc):44,34,76,1,,0,false,false"
    if in_libreoffice(tmp_path / "any.csv", reading) is None:
        pytest.skip("the LibreOffice on this computer has no Calc (Debian: apt-get install libreoffice-calc)")
    contents = {
        "xlsx": rows_of(in_libreoffice(tmp_path / "xlsx.xlsx") or b""),
        "csv": rows_of(in_libreoffice(tmp_path / "csv.csv", reading) or b""),
    }
    wanted = rows_of(made["data/2025-xuncha.csv"])

    assert contents["csv"] == wanted
    assert contents["xlsx"] == [{name: cell.removeprefix("'") for name, cell in row.items()} for row in wanted]


# JSON (D-03).


def test_every_json_file_keeps_to_the_published_schema(made: dict[str, bytes], real_site: BuiltSite) -> None:
    """Files of rounds, of all rounds, of each issue; of a small site with everything and of the real one."""
    for files in (made, {str(path): content for path, content in real_site.files.items()}):
        checker = jsonschema.Draft202012Validator(json.loads(files["data/schema.json"]))
        checker.check_schema(checker.schema)
        told = [name for name in files if name.endswith(".json") and b'"schema_version":"' in files[name]]
        issues = [name for name in told if re.search(r"/\d+\.json$", name)]

        assert {"data/all.json", "data/2025-xuncha.json", "data/2024-xuncha.json"} & set(told)
        assert len(issues) == len(json.loads(files["data/all.json"])["issues"])
        assert [(name, error.message) for name in told for error in checker.iter_errors(json.loads(files[name]))] == []


def test_the_schema_refuses_what_is_not_promised(made: dict[str, bytes]) -> None:
    """A missing and an unknown field are both wrong."""
    checker = jsonschema.Draft202012Validator(json.loads(made["data/schema.json"]))
    right = json.loads(made["2025-xuncha/002.json"])
    without = {**right, "issue": {name: value for name, value in right["issue"].items() if name != "status"}}

    assert [checker.is_valid(one) for one in (right, without, {**right, "more": 1})] == [True, False, False]


def test_an_issue_as_json_says_what_its_page_says(made: dict[str, bytes]) -> None:
    """Paragraphs with their anchors, days, departments by id and name, addresses."""
    told = json.loads(made["2025-xuncha/002.json"])
    issue = told["issue"]

    assert told["$schema"] == "https://www.example.gov.cn/xczg/data/schema.json"
    assert told["round"]["published"] == "2025-12-02T09:30+08:00"
    assert [paragraph["text"] for paragraph in issue["problem"]] == [
        "第一段，见第一段。",
        "第二段有22次检查，“引号”和,逗号。",
    ]
    assert (issue["measures"][0]["lead"], issue["measures"][0]["due"]) == (
        [{"id": "finance", "name": "财务科"}],
        "2025-12",
    )
    assert (issue["progress"][0]["date"], issue["progress"][0]["until"]) == ("2025-07-01", "2025-07-09")
    assert issue["responsible"] == [{"id": "office", "name": "办公室"}]
    assert issue["revisions"] == [{"date": "2026-01-05", "note": "更正日期", "reason": "原来写错"}]
    assert [(one["date"], one["text"], one["status"]) for one in issue["updates"]] == [
        ("2026-01-03", "又清点一遍。", "正在推进")
    ]
    assert (issue["finished"], issue["updated"], issue["note"]) == (False, "2026-01-05", ["编号由本网站编写。"])


def test_documents_come_with_their_numbers(made: dict[str, bytes]) -> None:
    """《…》 and its 文号."""
    assert json.loads(made["2025-xuncha/001.json"])["issue"]["documents"] == [
        {"title": "公务用车管理办法", "number": "示局发〔2025〕7号"}
    ]


def test_every_anchor_is_on_the_page(real_site: BuiltSite) -> None:
    """An address with # and an anchor leads to that paragraph, with those words."""
    wrong = []
    for issue in json.loads(real_site.files[PurePosixPath("data/all.json")])["issues"]:
        page = BeautifulSoup(
            real_site.files[PurePosixPath(f"{issue['round']}/{issue['id']}.html")].decode(), "html.parser"
        )
        for paragraph in (*issue["problem"], *issue["measures"], *issue["progress"], *issue["updates"]):
            place = page.find(id=paragraph["anchor"])
            if place is None or squeezed(paragraph["text"]) not in squeezed(place.get_text()):
                wrong.append((issue["id"], paragraph["anchor"]))

    assert wrong == []


def squeezed(text: str) -> str:
    """*text* without white space."""
    return re.sub(r"\s+", "", text)


def test_each_issue_has_the_same_record_alone_and_among_all(made: dict[str, bytes]) -> None:
    """One record, two files."""
    among = {(one["round"], one["id"]): one for one in json.loads(made["data/all.json"])["issues"]}

    assert {place: json.loads(made[f"{place[0]}/{place[1]}.json"])["issue"] for place in among} == among


def test_a_withdrawn_issue_says_only_that_it_was_withdrawn(project: Any, tmp_path: Path) -> None:
    """Its words are in no file of data, its address and the reason are."""
    gone = ISSUE.replace("number: 1", "number: 2").replace("没有建立公务用车制度", "不再公开的内容")
    gone += "withdrawn: {date: 2026-02-01, reason: 与第1号重复, into: 1}\n"
    files = built(project({"content/2025-xuncha/002.yaml": gone}), tmp_path / "made")
    told = json.loads(files["data/all.json"])

    assert [
        name for name, content in files.items() if name.startswith("data/") and "不再公开的内容".encode() in content
    ] == []
    assert "2025-xuncha/002.json" not in files
    assert told["withdrawn"] == [
        {
            "round": "2025-xuncha",
            "number": 2,
            "url": "https://www.example.gov.cn/xczg/2025-xuncha/002.html",
            "date": "2026-02-01",
            "reason": "与第1号重复",
            "into": 1,
        }
    ]
    assert (told["counts"][0]["total"], told["modified"]) == (1, "2026-02-01")


# One place for all numbers (D-04).


def test_numbers_on_pages_are_numbers_in_the_data(real_site: BuiltSite) -> None:
    """Home, the round's page and every status list agree with CSV, XLSX and JSON."""
    files = {str(path): content for path, content in real_site.files.items()}
    home = BeautifulSoup(files["index.html"].decode(), "html.parser")
    shown = {
        label: int(number)
        for number, label in (a.get_text(" ", strip=True).split() for a in home.select(".totals__figures a"))
    }
    for round_ in real_site.site.rounds[:1]:
        rows = rows_of(files[f"data/{round_.id}.csv"])
        statuses = [row["状态"] for row in rows]
        counted = {"问题总数": len(rows), **{word: statuses.count(word) for word in dict.fromkeys(statuses)}}
        told = next(one for one in json.loads(files["data/all.json"])["counts"] if one["round"] == round_.id)
        in_json = {"问题总数": told["total"], **{one["status"]: one["count"] for one in told["statuses"]}}
        sheet = sheet_of(files[f"data/{round_.id}.xlsx"], "汇总")
        in_sheet = {"问题总数": sheet[-1][2], **dict(zip(sheet[0][3:], sheet[-1][3:], strict=True))}
        summary = "，".join(f"{count}个{word}" for word, count in counted.items() if word != "问题总数")

        assert shown == counted == in_json == in_sheet
        assert (
            f"共{len(rows)}个，{summary}" in BeautifulSoup(files[f"{round_.id}/index.html"], "html.parser").get_text()
        )
        for group in (*round_.statuses, *round_.categories, *round_.departments):
            line = next(row for row in sheet if row[1] == group.title)
            page = BeautifulSoup(files[group.path].decode(), "html.parser")
            assert line[2] == len(group.issues) == len(page.select(".issue-row"))


# Catalogue and digests (G-32, C-09).


def test_the_catalogue_has_the_twelve_core_elements(made: dict[str, bytes]) -> None:
    """Of each dataset, none of them empty."""
    datasets = json.loads(made["data/catalog.json"])["dcat:dataset"]

    assert [one["@id"].partition("#")[2] for one in datasets] == ["lunci-2025-xuncha", "lunci-2023-xuncha", "quanbu"]
    assert [(one["@id"], name) for one in datasets for name in CORE if not one.get(name)] == []


def test_sizes_digests_and_places_are_those_of_the_files(made: dict[str, bytes]) -> None:
    """The catalogue, SHA256SUMS and the page tell of the files that are there."""
    page = BeautifulSoup(made["data.html"].decode(), "html.parser")
    distributions = [
        one for dataset in json.loads(made["data/catalog.json"])["dcat:dataset"] for one in dataset["dcat:distribution"]
    ]
    wrong = []
    for one in distributions:
        content = made[one["dcat:downloadURL"]["@id"].removeprefix("https://www.example.gov.cn/xczg/")]
        if (one["dcat:byteSize"], one["spdx:checksum"]["spdx:checksumValue"]) != (
            len(content),
            hashlib.sha256(content).hexdigest(),
        ):
            wrong.append(one["dct:title"])
    lines = dict(reversed(line.split("  ")) for line in made["data/SHA256SUMS"].decode().splitlines())
    below = {name.removeprefix("data/"): content for name, content in made.items() if name.startswith("data/")}

    assert wrong == []
    assert len(distributions) == 15
    assert lines == {
        name: hashlib.sha256(content).hexdigest() for name, content in below.items() if name != "SHA256SUMS"
    }
    assert {link["href"] for link in page.select(".download-list__link")} >= {f"data/{name}" for name in below}
    assert all(
        page.find(id=one["@id"].partition("#")[2]) for one in json.loads(made["data/catalog.json"])["dcat:dataset"]
    )


def test_sha256sum_agrees(made: dict[str, bytes], tmp_path: Path) -> None:
    """The command on the page does what it says."""
    tool = shutil.which("sha256sum")
    if tool is None:
        pytest.skip("no sha256sum on this computer")
    for name in ("all.csv", "SHA256SUMS"):
        (tmp_path / name).write_bytes(made[f"data/{name}"])
    done = subprocess.run(
        [tool, "--check", "--ignore-missing", "SHA256SUMS"], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout) == (0, "all.csv: OK\n")


def test_the_page_tells_machines_of_its_data(made: dict[str, bytes]) -> None:
    """A schema.org Dataset for each round and for all, with the digests of the files."""
    page = BeautifulSoup(made["data.html"].decode(), "html.parser")
    things = json.loads(page.select_one('script[type="application/ld+json"]').string)["@graph"]
    contents = {
        one["contentUrl"].rpartition("/")[2]: one["sha256"]
        for thing in things
        if thing["@type"] == "Dataset"
        for one in thing["distribution"]
    }

    assert len(contents) == 15
    assert contents == {name: hashlib.sha256(made[f"data/{name}"]).hexdigest() for name in contents}


def test_the_page_says_how_to_cite(made: dict[str, bytes]) -> None:
    """C-07: DS in the standard of 2025, DB in that of 2015; the day of reading is left to the reader."""
    text = BeautifulSoup(made["data.html"].decode(), "html.parser").get_text()
    before = "中共示例局党组. 示例局党组关于巡察整改情况的通报：逐项数据"
    url = "https://www.example.gov.cn/xczg/data/2025-xuncha.csv."

    assert f"{before}[DS/OL]. （2025-12-02）[引用日期]. {url}" in text
    assert f"{before}[DB/OL]. (2025-12-02)[引用日期]. {url}" in text


# The whole notice (F-07, W-12).


def test_the_fragment_holds_every_sentence(real_site: BuiltSite) -> None:
    """All that the issues' pages say stands in it, in order, and on the page of the whole notice."""
    round_ = real_site.site.rounds[0]
    pasted = squeezed(
        BeautifulSoup(real_site.files[PurePosixPath(f"data/{round_.id}.html.txt")], "html.parser").get_text()
    )
    whole = squeezed(
        BeautifulSoup(real_site.files[PurePosixPath(f"{round_.id}/quanwen.html")], "html.parser").get_text()
    )
    around = [plain(round_.round.introduction), plain(round_.round.closing)]
    texts = [
        [
            entry.summary.title,
            *(passage.text for passage in passages_of(issue_text(read_issue(ROOT, entry.source, None)[0]))),
        ]
        for entry in round_.issues
    ]
    missing = [
        text for told in (*texts, around) for text in told for page in (pasted, whole) if squeezed(text) not in page
    ]
    order = [
        pasted.index(squeezed(f"{entry.summary.number}. {entry.summary.title}"))
        for g in round_.categories
        for entry in g.issues
    ]

    assert missing == []
    assert order == sorted(order)


def test_the_fragment_is_plain(made: dict[str, bytes], real_site: BuiltSite) -> None:
    """Tags that an editor keeps, no attribute but full addresses, every tag closed."""
    for text in (made["data/2025-xuncha.html.txt"], real_site.files[PurePosixPath("data/2024-xuncha.html.txt")]):
        soup = BeautifulSoup(text, "html.parser")
        tags = soup.find_all(True)
        opened = re.findall(r"<([a-z0-9]+)", text.decode())
        closed = re.findall(r"</([a-z0-9]+)", text.decode())

        assert {tag.name for tag in tags} <= KEPT
        assert {name for tag in tags for name in tag.attrs} <= {"href"}
        assert [a["href"] for a in soup.find_all("a") if not a["href"].startswith("https://")] == []
        assert sorted(name for name in opened if name != "br") == sorted(closed)
        assert not soup.select("p p, p ol, p ul, p table, p h3")


def test_links_of_the_fragment_lead_back(made: dict[str, bytes]) -> None:
    """A link to a place on the issue's own page is a full address; what was reported later is there, too."""
    soup = BeautifulSoup(made["data/2025-xuncha.html.txt"], "html.parser")

    assert "https://www.example.gov.cn/xczg/2025-xuncha/002.html#wenti" in [a["href"] for a in soup.find_all("a")]
    assert "又清点一遍。" in soup.get_text()


def test_a_table_survives() -> None:
    """Our region around it goes, its cells stay."""
    html = '<div class="table-region" tabindex="0"><table><tr><th scope="col">甲</th><td>乙<br></td></tr></table></div>'

    assert plain_html(html, "https://x/") == "<table><tr><th>甲</th><td>乙<br></td></tr></table>"


def test_a_round_too_large_for_one_page_says_so(project: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No whole notice, no fragment, no workbook; CSV and JSON are there, and the page tells why."""
    monkeypatch.setattr("rectify.site.whole_view.MAX_ON_ONE_PAGE", 1)
    monkeypatch.setattr("rectify.outputs.dataset.ledger.MAX_IN_A_WORKBOOK", 1)
    files = built(project({"content/2025-xuncha/002.yaml": RICH}), tmp_path / "made")

    assert sorted(name for name in files if name.startswith("data/2025")) == [
        "data/2025-xuncha.csv",
        "data/2025-xuncha.json",
        "data/2025-xuncha_shijian.csv",
        "data/2025-xuncha_shuju.csv",
        "data/2025-xuncha_wenjian.csv",
    ]
    assert "2025-xuncha/quanwen.html" not in files
    assert "这一轮有2个问题：" in files["data.html"].decode()


# Reproducible and incremental.


def test_two_builds_are_the_same(project: Any, tmp_path: Path) -> None:
    """Also the workbooks, which are archives."""
    root = project({"content/2025-xuncha/002.yaml": RICH})

    assert built(root, tmp_path / "one") == built(root, tmp_path / "other")


def test_blocks_make_no_difference(project: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read one by one or together, the files are the same."""
    root = project({"content/2025-xuncha/002.yaml": RICH})
    together = built(root, tmp_path / "together")
    monkeypatch.setattr(data, "ISSUE_BLOCK", 1)
    monkeypatch.setattr("rectify.making.plan.ISSUE_BLOCK", 1)

    assert built(root, tmp_path / "apart") == together


def test_an_edit_reads_only_its_issue(project: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of other issues no record is made again, and the files are what a clean build makes."""
    root = project({"content/2025-xuncha/002.yaml": RICH})
    memory = Memory(root)
    pipeline.build(root, root / "output", memory).remember(memory, "")
    path = root / "content/2025-xuncha/002.yaml"
    path.write_text(path.read_text("utf-8").replace("建立台账", "改立台账"), "utf-8")
    recorded: list[str] = []
    real = data.issue_record

    def record(*given: Any, **named: Any) -> Any:
        recorded.append(given[3].path)
        return real(*given, **named)

    monkeypatch.setattr(data, "issue_record", record)
    pipeline.build(root, root / "output", Memory(root))

    assert recorded == ["2025-xuncha/002.html"]
    assert tree(root / "output") == {
        PurePosixPath(name): contents for name, contents in built(root, root / "clean").items()
    }


def test_real_rounds_are_on_one_page(real_site: BuiltSite) -> None:
    """The limit is beyond any notice that was seen."""
    assert all(is_on_one_page(round_) for round_ in real_site.site.rounds)
