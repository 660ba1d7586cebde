"""Real notices are built in many ways; of each way here is a short invented one, and what it holds."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

from golden import Golden
from imported import NOTICES, five_issues, notice_cases, source_of
from office_files import LEDGERS, PROSE, as_separated, lines_of_rows
from rectify.intake.intake import read_files
from rectify.intake.proof.report import place_of_doubt
from rectify.intake.readers.source import read_data
from rectify.intake.recognise.draft import Draft
from rectify.intake.recognise.whole import recognise
from support import SITE

TRUTH = {
    name: [tuple(issue) for issue in issues]
    for name, issues in yaml.safe_load((NOTICES / "truth.yaml").read_text("utf-8")).items()
}
PLAIN = [
    name for name in TRUTH if (NOTICES / name / "source.txt").exists() and not name.startswith(("wrapped", "tab-"))
]
"""Notices whose words alone matter; broken lines and cells between tabs are read by their form."""
WATER = TRUTH["running-numbers"]
_AROUND = {
    "table-in-an-issue",
    "form-for-each-issue",
    "form-with-title-row",
    "ledger-under-status-titles",
    "statuses-in-a-table",
}
UNLIKE = {
    **dict.fromkeys(("ods", "xls", "et"), _AROUND),
    "pdf": {"ledger"},
    "ofd": {"ledger"},
}
"""What a format cannot hold: text outside tables in a workbook; on paper, whether a line that fills its cell ends there."""


def found(draft: Draft) -> list[tuple[str, str, str | None]]:
    """The issues of a draft: title, category, status."""
    return [(one.title, one.category, one.status.value if one.status else None) for one in draft.issues]


def test_the_truth_names_every_example() -> None:
    """No example is without its truth."""
    assert sorted(TRUTH) == sorted(notice_cases())


@pytest.mark.parametrize("name", sorted(TRUTH))
def test_every_issue_is_found_and_none_invented(name: str) -> None:
    """Each structure gives its issues in their categories, and a status only where the source states it."""
    assert TRUTH[name] == found(recognise([notice_cases()[name]]))


@pytest.mark.parametrize("name", sorted(TRUTH))
def test_a_notice_becomes_these_files(name: str, tmp_path: Path, golden: Golden) -> None:
    """The files, the doubts and the unused lines of each example, to the character."""
    (tmp_path / "site.yaml").write_text(SITE, "utf-8")
    made = read_files(NOTICES.joinpath(name).glob("source.*"), tmp_path)
    draft = made.draft
    parts = [f"=== {file}\n{text}" for file, text in made.texts.items()]
    parts += ["=== 请看一看\n", *(f"{place_of_doubt(draft, d)} {d.code} {d.issue} {d.message}\n" for d in draft.doubts)]
    unused = [one for one in draft.used if one.unused]
    parts += ["=== 没有用到\n", *(f"{draft.lines[u.piece.line].place} {u.what}\n" for u in unused)]

    golden.file(NOTICES / name / "expected.txt", "".join(parts))


@pytest.mark.parametrize("kind", [*LEDGERS, "gb18030", "csv"])
def test_the_format_makes_no_difference(kind: str) -> None:
    """The same notice in every format gives the same issues with the same texts; ledgers also as workbooks."""
    cases = {name: case for name, case in notice_cases().items() if not name.startswith(("wrapped", "tab-"))}
    is_ledger = {name: any(line.cells for line in case.lines) for name, case in cases.items()}
    wanted = PLAIN if kind == "gb18030" else [name for name in cases if is_ledger[name] or kind in PROSE]
    if kind == "csv":
        wanted = ["csv-ledger", "ledger-title-row", "workbook-yes-and-no"]
    different = []
    for name in sorted(set(wanted) - UNLIKE.get(kind, set())):
        if kind == "gb18030":
            data, file = NOTICES.joinpath(name, "source.txt").read_text("utf-8").encode("gb18030"), "n.txt"
        else:
            file, write = LEDGERS.get(kind, ("n.csv", as_separated))
            data = write(cases[name])
        plain, other = recognise([cases[name]]), recognise([read_data(data, file)])
        if all_texts(plain) != all_texts(other):
            different.append(name)

    assert different == []


def all_texts(draft: Draft) -> list[tuple[object, ...]]:
    """All that the issues say."""
    return [texts(draft, place) for place in range(len(draft.issues))]


def texts(draft: Draft, place: int) -> tuple[object, ...]:
    """All that an issue says."""
    one = draft.issues[place]
    said = {name: tuple(part.before + part.text for part in parts) for name, parts in one.fields.items()}
    return one.number, one.title, one.category, one.status, said


@pytest.mark.parametrize(
    "result",
    [
        "",
        "整改结果：",
        "整改结果：立行立改",
        "整改结果：未销号",
        "整改结果：取得阶段性成效",
        "整改结果：见附件",
        "该项工作已完成验收。",
    ],
)
def test_a_status_is_never_guessed(result: str) -> None:
    """Where the source does not state a status, there is none, whatever else it says is finished."""
    text = f"1.台账不清\n整改措施：登记。\n整改情况：已完成登记，已全部整理归档。\n{result}\n2.报表迟交\n整改措施：提醒。\n整改情况：已提醒。"

    assert [issue.status for issue in recognise([source_of(text)]).issues] == [None, None]


def test_contradictory_statuses_give_none() -> None:
    """A label and a heading that disagree leave the status to a person."""
    text = "一、正在推进整改的问题\n1.台账不清\n整改情况：登记。\n整改结果：已完成\n2.报表迟交\n整改情况：提醒。\n整改结果：正在推进"
    draft = recognise([source_of(text)])

    assert [one.status.value if one.status else None for one in draft.issues] == [None, "正在推进"]
    assert [doubt.code for doubt in draft.doubts if doubt.issue == 1] == ["I103"]


def test_a_finished_issue_with_work_to_come_is_doubted() -> None:
    """已完成 beside 待批复 is told, and stays as the source says."""
    text = "1.换届不及时\n整改情况：请示已上报，待批复后召开大会。\n整改结果：已完成\n2.报表迟交\n整改情况：已提醒。\n整改结果：已完成"
    draft = recognise([source_of(text)])

    assert [(doubt.code, doubt.issue) for doubt in draft.doubts] == [("I104", 1)]


@pytest.mark.parametrize(("measures", "told"), [("制定制度，逐项登记。", []), ("已制定制度，登记了12项。", ["I121"])])
def test_measures_that_tell_what_was_done_are_doubted(measures: str, told: list[str]) -> None:
    """Once for the notice: what stands under 整改措施 is shown as something to be done."""
    text = "".join(f"{n}.第{n}处台账不清\n整改措施：{measures}\n整改情况：已登记。\n整改结果：已完成\n" for n in (1, 2))

    assert told == [doubt.code for doubt in recognise([source_of(text)]).doubts if doubt.code == "I121"]


def test_two_copies_that_differ_are_told() -> None:
    """The first copy is used; a line that the second has otherwise is a doubt."""
    text = NOTICES.joinpath("twice-with-site-around", "source.txt").read_text("utf-8")
    before, _, after = text.rpartition("下基层调研少")
    draft = recognise([source_of(f"{before}下村调研少{after}")])

    assert [doubt.code for doubt in draft.doubts if "两遍" in doubt.message] == ["I109"]
    assert [title for title, _, _ in WATER] == [one.title for one in draft.issues]


def test_a_text_without_issues_is_refused(tmp_path: Path) -> None:
    """Prose in which nothing can be told apart gives a clear message, not an invented issue."""
    path = tmp_path / "letter.txt"
    shutil.copy(NOTICES / "running-numbers" / "source.txt", path)
    path.write_text("通知\n明天上午停水，请提前储水。\n", "utf-8")

    with pytest.raises(Exception, match="没有认出一个问题"):
        read_files([path], tmp_path)


def test_issues_with_the_same_words_are_no_copies() -> None:
    """Issues whose labels all say the same are different issues, not a second copy of the text."""
    same = "责任单位：办公室\n整改措施：开展专项清理，建立长效机制，定期通报情况。\n整改情况：已开展专项清理，建立了长效机制。\n整改时限：立行立改\n整改结果：已完成\n"
    draft = recognise([source_of("".join(f"{n}.第{n}处台账登记不全。\n{same}" for n in range(1, 6)))])

    assert [one.number for one in draft.issues] == [1, 2, 3, 4, 5]
    assert [used for used in draft.used if used.unused] == []


@pytest.mark.parametrize(("span", "told"), [("", []), (' rowspan="2"', [1])])
def test_blanks_that_merged_cells_leave_are_told(span: str, told: list[int]) -> None:
    """A table within an issue whose cells span others is doubted at that issue."""
    head, progress, rest = five_issues().partition("整改进展：")
    below = "" if span else "<td>中心校</td>"
    table = f"<table><tr><td>单位</td><td>金额</td></tr><tr><td{span}>中心校</td><td>3万元</td></tr><tr>{below}<td>5万元</td></tr></table>"
    first, _, rest = rest.partition("\n")
    said = "".join(f"<p>{line}</p>" for line in f"{head}{progress}{first}".split("\n"))
    page = said + table + "".join(f"<p>{line}</p>" for line in rest.split("\n"))
    draft = recognise([read_data(f"<html><body>{page}</body></html>".encode(), "n.html")])

    assert [one.issue for one in draft.doubts if "合并的单元格" in one.message] == told


@pytest.mark.parametrize(
    ("day", "accepted", "due"),
    [
        ("2024年3月15日", "销号时间：2024年3月15日", "2023年12月底前"),
        ("2024年12月底前", "销号时间：2024年12月底前", "2023年12月底前"),
        ("/", "", "2023年12月底前"),
    ],
)
def test_the_day_of_signing_off_is_no_deadline(day: str, accepted: str, due: str) -> None:
    """销号时间 says when it was accepted, or to be, beside the deadline; a dash says nothing."""
    rows = [("序号", "问题", "整改措施", "整改时限", "整改状态", "销号时间")]
    rows += [(str(n), f"{what}不清。", "逐项登记。", due, "正在推进", day) for n, what in ((1, "台账"), (2, "账目"))]
    first = recognise([lines_of_rows(rows)]).issues[0]
    said = {name: "".join(one.before + one.text for one in texts) for name, texts in first.fields.items()}

    assert (said.get("accepted", ""), said["due"]) == (accepted, due)
    assert not {"accepted.date", "note"} & {*said}
