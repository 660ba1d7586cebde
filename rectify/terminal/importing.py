"""`import`: from its options to its exit code and the lines that it prints."""

from __future__ import annotations

import gc
import re
from argparse import Namespace
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

from rectify.field.words import SLUG
from rectify.ground.diagnostics import SourceError
from rectify.ground.files import write_atomically
from rectify.ground.system_errors import failure_in_words
from rectify.intake.intake import LOOKING, READING, RECOGNISING, Plan, difference, plan, read_files, write
from rectify.intake.proof.report import REPORT, as_html, claims, departments_block, place_of_doubt, status_counts
from rectify.intake.recognise.draft import Draft
from rectify.terminal import messages
from rectify.terminal.exit_codes import FAILED, FINE, WITH_DOUBTS, WRONG_USAGE
from rectify.terminal.missing import lacking_in
from rectify.terminal.progress import steps

_SHOWN: Final = 12
_ALL: Final = 16
_MAX_CHANGES: Final = 20
_FEW: Final = 1000
"""Issues of so many are read again to tell what they lack; `serve` tells it of more."""
_COMPARING: Final = "和现有文件比"
_WRITING: Final = "写文件"
_REPORTING: Final = "写校样"
_STEPS: Final = {READING: 1, RECOGNISING: 6, LOOKING: 2, _COMPARING: 2, _WRITING: 1, _REPORTING: 3}
"""The steps of an import, and what each takes of its time in a ledger of thousands of rows."""
_YEAR: Final = re.compile(r"(?<!\d)20\d\d(?=年|[-./]\d)", re.ASCII)
_UNTOUCHED: Final = "没有导入；content/ 里原来的内容没有动。"


def run(root: Path, options: Namespace) -> int:
    """Turn the files into a round's YAML files; existing ones change only with --update."""
    if not options.files:
        print("写上要导入的文件，例如：python3 build.py import 通报.docx")
        return WRONG_USAGE
    gc.disable()  # the process ends with the import; nearly a third of its time would go into collecting
    if options.round and not SLUG.match(options.round):
        print("轮次的名字要用在网址里：只用英文小写、数字和连字符，例如 --round 2024-xuncha")
        return WRONG_USAGE
    with steps(_STEPS) as enter:
        lines, code = _import(root, options, enter)
    print("\n".join(lines))
    return code


def _import(root: Path, options: Namespace, enter: Callable[[str], None]) -> tuple[Iterable[str], int]:
    """Import; what to print, and the exit code."""
    content = Path(options.content) if options.content else root / "content"
    try:
        imported = read_files([Path(name) for name in options.files], root, options.round, enter, options.called)
        if not imported.draft.round.id:
            return [f"从原文看不出是哪一年的。写上轮次再导入，例如 --round {_likely_id(imported.draft)}"], WRONG_USAGE
        enter(_COMPARING)
        planned = plan(imported, content, given_id=bool(options.round))
    except SourceError as error:
        return [messages.findings_message(error.diagnostics), _UNTOUCHED], FAILED
    except OSError as error:
        return [failure_in_words(error, "读不了", content), _UNTOUCHED], FAILED
    report = Path(options.report) if options.report else root / REPORT
    writing = not planned.existed or options.update
    enter(_WRITING)
    try:
        if writing:
            write(planned)
    except OSError as error:
        return [failure_in_words(error, "写不进", content), _UNTOUCHED], FAILED
    enter(_REPORTING)
    try:
        write_atomically(report, as_html(planned).encode())
    except OSError as error:
        done = f"已写入 {_path_words(planned.folder)}/，只是校样没有写成。" if writing else _UNTOUCHED
        return [failure_in_words(error, "写不进", report), done], FAILED
    is_doubtful = planned.draft.doubts or planned.conflicts or (planned.differs and not writing)
    return _result_lines(planned, report, written=writing), WITH_DOUBTS if is_doubtful else FINE


def _likely_id(draft: Draft) -> str:
    """A name for the round of a *draft* that does not say its year: the last year of which it speaks at all."""
    years = _YEAR.findall("\n".join(line.text for line in draft.lines))
    return f"{max(years, default='2024')}-{draft.round.kind.words.slug}"


def _result_lines(planned: Plan, report: Path, *, written: bool) -> Iterator[str]:
    draft = planned.draft
    yield from _recognition_lines(planned)
    if planned.existed:
        yield from _differences(planned, written=written)
    else:
        yield f"已写入 {_path_words(planned.folder)}/：round.yaml 和 {len(draft.issues)} 个问题文件。"
    if draft.doubts:
        yield f"有 {len(draft.doubts)} 处请看一看："
        yield from _doubts(planned)
    yield from _next_steps(planned, report, written=written)


def _recognition_lines(planned: Plan) -> Iterator[str]:
    draft = planned.draft
    parts = "，".join(f"{name} {count} 个" for name, count in status_counts(draft))
    categories = f"，{len(draft.round.categories)} 类" if draft.round.categories else ""
    yield f"认出 {len(draft.issues)} 个问题{categories}：{parts}。"
    for name, claim, recognised in claims(draft):
        yield f"  原文说{name} {claim} 个" + ("。" if recognised is None else f"，认出 {recognised} 个。")


def _doubts(planned: Plan) -> Iterator[str]:
    draft = planned.draft
    kinds = Counter(doubt.code for doubt in draft.doubts)
    counts: Counter[str] = Counter()
    most = len(draft.doubts) if len(draft.doubts) <= _ALL else max(2, _SHOWN // len(kinds))
    for doubt in draft.doubts:
        counts[doubt.code] += 1
        if counts[doubt.code] <= most:
            where = f"（{doubt.issue:03}.yaml）" if doubt.issue else ""
            remedy = f" → {doubt.remedy}" if doubt.remedy else ""
            yield f"  {place_of_doubt(draft, doubt)} {doubt.code} {doubt.message}{where}{remedy}"
        elif counts[doubt.code] == kinds[doubt.code]:
            yield f"  {doubt.code} 还有 {kinds[doubt.code] - most} 处，见校样"


def _differences(planned: Plan, *, written: bool) -> Iterator[str]:
    changes = [(name, one) for name, many in planned.changes.items() for one in many if one.kind != "kept"]
    if not planned.differs:
        yield f"{_path_words(planned.folder)}/ 里已经是这些内容，没有改动。"
        return
    for name, one in changes[:_MAX_CHANGES]:
        outcome = "两边都改了，没有动" if one.kind == "conflict" else "已更新" if written else "原文改了"
        yield f"{name} {one.field}（{outcome}）"
        yield from (f"    {line[:100]}" for line in difference(one).split("\n"))
    if len(changes) > _MAX_CHANGES:
        yield f"……还有 {len(changes) - _MAX_CHANGES} 处不同，见校样。"
    if planned.moved:
        names = [f"{name} → {goal}" for name, goal in planned.moved.items()]
        more = f"等 {len(names)} 个" if len(names) > _SHOWN else ""
        outcome = "照原文的次序改了编号" if written else "编号要照原文的次序改"
        yield f"{outcome}（还没有公开，您写的内容跟着走）：{'、'.join(names[:_SHOWN])}{more}"
    if planned.added:
        yield f"{'已新建' if written else '原文多出'}：{'、'.join(planned.added)}"
    if planned.gone:
        yield f"原文里已经没有的问题：{'、'.join(planned.gone)}。文件没有删，不要的自己删去。"
    if not written:
        yield f"{_path_words(planned.folder)}/ 里已经有这一轮，没有动。要按上面更新，再运行一次，加上 --update；您自己改过的地方会留着。"


def _next_steps(planned: Plan, report: Path, *, written: bool) -> Iterator[str]:
    draft = planned.draft
    if draft.departments:
        yield "site.yaml 的 departments 里要先加上这些部门（id 公开以前可以改）："
        yield departments_block(draft)
    missing = lacking_in(planned.folder.parent.parent) if written and len(draft.issues) <= _FEW else ""
    yield from [missing] * bool(missing)
    yield f"校样在 {_path_words(report)}，用浏览器打开：每个问题旁边就是它的原文，读过的打勾，最后给出批准它们的命令。"
    if {one.number for one in draft.issues} <= planned.approved:
        return
    first = "填好以后核对" if missing else "核对"
    yield f"这些都是草稿，还不公开。{first}，用 python3 build.py serve 看；"
    yield f"审好了运行 python3 build.py approve {planned.folder.name} --all，再生成网站。"


def _path_words(path: Path) -> str:
    try:
        return path.resolve().relative_to(Path.cwd().resolve()).as_posix()
    except ValueError:
        return str(path)
