"""What records say against themselves: status, results, totals, days."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath

import pytest

from rectify.checks.consistency import issue_faults, round_faults, synonym_faults, undone_in, working_days
from rectify.checks.content import department_faults
from rectify.field.model import Issue, Round, Synonym, Synonyms, Withdrawal
from rectify.field.words import Line
from rectify.ground.dates import PartialDate
from rectify.source.decode import decode
from support import ISSUE, ROUND

AT = PurePosixPath("x.yaml")


def issue(changes: dict[str, str]) -> Issue:
    """The example issue with words exchanged."""
    text = ISSUE
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    return decode(text, AT, Issue)


def inspected(changes: dict[str, str]) -> Round:
    """The example round with words exchanged."""
    text = ROUND
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    return decode(text, AT, Round)


@pytest.mark.parametrize(
    ("progress", "words"),
    [
        ("待预算资金下达后实施。", "待预算资金下达"),
        ("待批复后开工。", "待批复后"),
        ("正在征求意见。", "正在征求意见"),
        ("拟同意实施。", "拟同意实施"),
        ("预计年底建成。", "预计年底建成"),
        ("设备尚未到货。", "尚未到货"),
        ("力争6月底前完成。", "力争6月底前完成"),
    ],
)
def test_a_finished_issue_with_something_to_come_is_doubtful(progress: str, words: str) -> None:
    """P-13: done, while the progress says that it is still to be done."""
    told = undone_in(issue({"印发《公务用车管理办法》（示局发〔2025〕7号）。": progress}))

    assert [("R030", words)] == [(one.rule, one.quoted) for one in told]


def test_a_result_that_speaks_of_something_to_come_is_doubtful_too() -> None:
    """What came of it reports the issue as finished, until an update does."""
    told = undone_in(issue({"result: 已完成": "result: 已建成3处，另1处正在建设。"}))

    assert [(one.rule, one.where, one.quoted) for one in told] == [("R030", ("result",), "正在建设")]


@pytest.mark.parametrize(("result", "rules"), [("已完成。", ["R032"]), ("已清退8辆公务用车，账目相符。", [])])
def test_a_finished_issue_says_what_was_done(result: str, rules: list[str]) -> None:
    """In its progress, or in a result that says more than that it is finished."""
    old = ISSUE[ISSUE.index("progress:") : ISSUE.index("result:")]
    told = issue_faults(issue({old: "", "result: 已完成": f"result: {result}"}), inspected({}))

    assert rules == [one.rule for one in told if one.rule == "R032"]


@pytest.mark.parametrize(
    "progress",
    [
        "认真对待群众意见，接待来访，不等待不拖延。",
        "拟定方案并印发，模拟演练。",
        "归还正在使用的车辆，清理正在营业的摊点。",
        "排查后尚未发现问题。",
        "结合正在开展“回头看”工作。",
        "提高待遇，安排待岗人员。",
    ],
)
def test_ordinary_words_are_no_doubt(progress: str) -> None:
    """Words that only look like a promise are left alone."""
    assert list(undone_in(issue({"印发《公务用车管理办法》（示局发〔2025〕7号）。": progress}))) == []


def test_words_of_offices_do_not_belong_in_a_brief() -> None:
    """What everybody reads first is said as people talk."""
    told = issue({"number: 1\n": "number: 1\nbrief: {found: 车没人管, outcome: 制度进一步落实到位}\n"})

    assert [one.quoted for one in issue_faults(told, inspected({})) if one.rule == "W113"] == ["进一步", "到位"]


def test_an_unfinished_issue_may_speak_of_what_is_to_come() -> None:
    """Where the status says that it goes on, so may the text."""
    told = issue({"status: 已完成": "status: 正在推进", "印发《公务": "正在修订《公务"})

    assert list(undone_in(told)) == []


@pytest.mark.parametrize(
    ("changes", "rule", "where"),
    [
        ({"result: 已完成": "result: 正在推进"}, "R031", ("result",)),
        ({"status: 已完成": "status: 未完成"}, "R031", ("result",)),
        ({"  - 建立制度。": "  - {text: 建立制度。, due: 2024-07}"}, "R007", ("measures", 0, "due")),
        ({"lead:": "updated: 2025-11-30\nlead:"}, "R008", ("updated",)),
        ({"date: 2025-07-01": "date: 2026-01"}, "R009", ("progress", 0, "date")),
        ({"date: 2025-07-01": "date: 2025-07-01\n    until: 2026-01-05"}, "R009", ("progress", 0, "until")),
    ],
)
def test_an_issue_that_contradicts_itself_is_told(
    changes: dict[str, str], rule: str, where: tuple[str | int, ...]
) -> None:
    """Status against result, and days out of order, each at its field."""
    assert [(rule, where)] == [(one.rule, one.where) for one in issue_faults(issue(changes), inspected({}))]


def test_a_result_without_a_way_to_it_is_told() -> None:
    """Done, and not a word about what was done."""
    bare = decode(ISSUE.split("progress:")[0] + "result: 已完成\n", AT, Issue)

    assert [one.rule for one in issue_faults(bare, inspected({}))] == ["R032"]
    gone = replace(bare, withdrawn=Withdrawal(date=PartialDate(2026), reason=Line("重复公布")))
    assert list(issue_faults(gone, inspected({}))) == []  # nobody reads it any more


def test_a_later_entry_explains_another_status() -> None:
    """The result keeps the words of the notice: an update that changes the status is what became of it."""
    later = "updates: [{date: 2026-01-05, text: 已经办完。, status: 已完成}]\nlead:"
    finished = issue({"result: 已完成": "result: 正在推进", "lead:": later})
    told_later = decode(f"{ISSUE.split('progress:')[0]}result: 已完成\n{later.removesuffix('lead:')}", AT, Issue)

    assert list(issue_faults(finished, inspected({}))) == []
    assert list(issue_faults(told_later, inspected({}))) == []


def test_numbers_that_pages_give_anyway_are_told_all_at_once() -> None:
    """Measures that count themselves; a number of something else is left alone."""
    told = issue({"  - 建立制度。": "  - 1.建立制度。\n  - （2）登记车辆。\n  - 3.5万元清退到位。\n  - 四、通报。"})

    assert [(one.rule, one.where, one.shown) for one in issue_faults(told, inspected({}))] == [
        ("R033", ("measures", 0, "text"), "整改措施里3条自己写了编号：“1.”、“（2）”、“四、”")
    ]


def test_later_progress_is_right_once_the_update_is_recorded() -> None:
    """What happened after publication was added later, and says so."""
    later = issue({"date: 2025-07-01": "date: 2026-01", "lead:": "updated: 2026-02-01\nlead:"})

    assert list(issue_faults(later, inspected({}))) == []


def test_the_example_contradicts_nothing() -> None:
    """The minimal site has no fault of this kind."""
    told = [*issue_faults(issue({}), inspected({})), *round_faults(inspected({}), frozenset(), frozenset())]

    assert told == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("反馈问题12个，细化为30个。", []),
        ("反馈了13个问题，细化成30个。", ["claims.problems"]),
        ("反馈问题12个，细化成31项。", ["claims.issues"]),
    ],
)
def test_the_introduction_says_the_claimed_totals(words: str, told: list[str]) -> None:
    """P-12: one page does not give two totals."""
    record = inspected(
        {"现将整改情况公布如下。": words, "categories:": "claims: {problems: 12, issues: 30}\ncategories:"}
    )
    faults = round_faults(record, frozenset(), frozenset())

    assert told == [one.shown.split("，")[1].split(" ")[0] for one in faults]


def test_publication_after_twenty_working_days_is_remarked() -> None:
    """G-33: 1 to 30 December 2025 are 21 working days, 20 with a day off."""
    record = inspected({"published: 2025-12-02": "published: 2025-12-30"})
    late = [(one.rule, one.shown) for one in round_faults(record, frozenset(), frozenset())]
    shifted = [one.shown for one in round_faults(record, frozenset({"2025-12-25"}), frozenset({"2025-12-27"}))]

    assert late == [("R011", "从成文到发布隔了 21 个工作日（2025年按周一至周五算，没有除去节假日）")]
    assert shifted == ["从成文到发布隔了 21 个工作日"]
    assert list(round_faults(record, frozenset({"2025-12-25"}), frozenset())) == []


@pytest.mark.parametrize(
    ("start", "end", "off", "on", "days"),
    [
        ("2025-01-03", "2025-01-06", (), (), 1),
        ("2025-01-24", "2025-02-05", ("2025-01-28", "2025-01-29", "2025-01-30", "2025-01-31"), ("2025-01-26",), 5),
        ("2025-01-03", "2025-01-03", (), (), 0),
        ("2025-01", "2025-01-06", (), (), None),
    ],
)
def test_working_days_are_counted(
    start: str, end: str, off: tuple[str, ...], on: tuple[str, ...], days: int | None
) -> None:
    """Monday to Friday, less holidays, with shifted days; nothing is counted from half a date."""
    first, last = PartialDate.parse(start), PartialDate.parse(end)

    assert days == working_days(first, last, frozenset(off), frozenset(on))


def test_a_synonym_that_leads_nowhere_is_told() -> None:
    """Whoever asks by such a word would find nothing; a removed pair leads nowhere on purpose."""
    synonyms = Synonyms(
        synonyms=(
            Synonym(word=Line("公家的车"), means=(Line("公务用车"), Line("官车"))),
            Synonym(word=Line("轿子"), means=(Line("官轿"),), remove=True),
        )
    )
    told = synonym_faults(synonyms, [issue({})])

    assert [(one.where, one.quoted) for one in told] == [(("synonyms", 0), "官车")]


@pytest.mark.parametrize(
    ("name", "said"),
    [("医务部", ""), ("财务处", "是不是“财务科”？"), ("办公事", "是不是“办公室”？"), ("局办", ""), ("信息中心", "")],
)
def test_a_department_is_meant_only_by_more_than_its_ending(name: str, said: str) -> None:
    """Most names end in 部, 科 or 处: that two do says nothing."""
    found = {
        one.where: one.remedy
        for one in department_faults([(("lead", 0), name)], frozenset({"办公室", "财务科", "财务部", "体检中心"}))
    }

    assert found[("lead", 0)].startswith(said or "新部门先登记")
