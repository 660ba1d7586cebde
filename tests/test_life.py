"""The life of an issue: moved days, acceptance, evidence, returns, words of the street."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from rectify import pipeline
from rectify.field.life import Acceptance, Brief, Verdict
from rectify.field.model import FINISHED, NO_LONGER_PURSUED, UNFINISHED, Issue, Status
from rectify.field.public_text import public_text
from rectify.field.words import Line
from rectify.ground.diagnostics import Severity, SourceError
from rectify.source.decode import decode
from rectify.source.summary import life_of, summary_of
from support import ISSUE, ROUND

ISSUE_FILE = "content/2025-xuncha/001.yaml"
MOVES = "due_changes:\n  - {from: 2025-06-30, to: 2025-09-30, date: 2025-06-20, reason: 等批复}\n"
EARLIER = ROUND.replace("2025", "2023")


def issue(more: str = "") -> Issue:
    """The minimal issue with *more* fields."""
    return decode(ISSUE + more, Path(ISSUE_FILE), Issue)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("通过", Verdict.PASSED),
        ("通过验收，已销号", Verdict.PASSED),
        ("部分通过", Verdict.PARTLY),
        ("未通过", Verdict.FAILED),
        ("验收没有通过，退回重做", Verdict.FAILED),
        ("不予销号", Verdict.FAILED),
        ("待验收", None),
        ("拟于年底前通过验收", None),
        ("全部问题经审核，结论逐项告知", None),
    ],
)
def test_a_verdict_is_read_only_where_the_words_are_sure(words: str, verdict: Verdict | None) -> None:
    """A result that is only planned, or says nothing of passing, is no voice at all."""
    assert Acceptance(result=Line(words)).verdict is verdict


WRONG_LIVES = {
    "a day that is not the last": (
        MOVES + "due: 2025-12-31\n",
        "R025",
        "最后一次改到2025年9月30日，due 是2025年12月31日",
    ),
    "no day at all": (MOVES, "R025", "最后一次改到2025年9月30日，没有写 due"),
    "a gap": (
        MOVES + "  - {from: 2025-10-01, to: 2025-12-31, date: 2025-09-01, reason: 等料}\ndue: 2025-12-31\n",
        "R025",
        "上一条改到了2025年9月30日，这一条却从2025年10月1日改起",
    ),
    "an older change below": (
        MOVES + "  - {from: 2025-09-30, to: 2025-12-31, date: 2025-06-01, reason: 等料}\ndue: 2025-12-31\n",
        "R025",
        "这一条（2025年6月1日）早于上一条（2025年6月20日）",
    ),
    "a change that is none": (
        MOVES.replace("2025-09-30", "2025-06-30") + "due: 2025-06-30\n",
        "R025",
        "改前改后都是2025年6月30日",
    ),
    "evidence nowhere": ("evidence: [验收单]\n", "R026", "佐证材料“验收单”没有写在哪里"),
    "evidence that is no attachment": (
        "evidence:\n  - {title: 验收单, file: dan.txt}\n",
        "R026",
        "附件里没有 dan.txt",
    ),
    "another digest": (
        f"attachments: [{{file: dan.txt, title: 单}}]\nevidence: [{{title: 单, file: dan.txt, sha256: {'0' * 64}}}]\n",
        "R026",
        "校验码与文件不一致，文件的是 2fc0eb92399c…",
    ),
    "no digest": (
        "attachments: [{file: dan.txt, title: 验收单}]\nevidence:\n  - {title: 验收单, file: dan.txt, sha256: abc}\n",
        "R026",
        "校验码不是 SHA-256",
    ),
    "an earlier round that is none": (
        "returns: [{round: 2022-xuncha, number: 1}]\n",
        "R027",
        "没有 2022-xuncha 这一轮",
    ),
    "its own round": ("returns: [{round: 2025-xuncha, number: 1}]\n", "R027", "2025-xuncha 不是以前的一轮"),
    "an issue that is none": ("returns: [{round: 2023-xuncha, number: 7}]\n", "R027", "2023-xuncha 里没有第 7 号问题"),
}


@pytest.mark.parametrize("name", WRONG_LIVES)
def test_what_does_not_fit_together_is_an_error_at_its_place(name: str, project: Callable[..., Path]) -> None:
    """Nobody can forget a first promise, swap the evidence or point at an issue that is not there."""
    more, code, message = WRONG_LIVES[name]
    root = project(
        {
            ISSUE_FILE: ISSUE + more,
            "content/2025-xuncha/001/dan.txt": "验收单\n",
            "content/2023-xuncha/round.yaml": EARLIER,
            "content/2023-xuncha/001.yaml": ISSUE,
        }
    )
    found = _problems(root)

    assert [(code, message)] == found


@pytest.mark.parametrize("word", ["终止", "情况变化"])
def test_an_issue_that_is_given_up_needs_its_reason(word: str, project: Callable[..., Path]) -> None:
    """And a reason alone is enough."""
    given_up = ISSUE.replace("已完成", word)
    without = _problems(project({ISSUE_FILE: given_up}))
    reason = _problems(project({ISSUE_FILE: given_up + "status_reason: 楼已经拆了\n"}, folder="reason"))

    assert (without, reason) == ([("Y014", "缺少字段 status_reason（状态说明）")], [])


def test_what_is_given_up_is_never_counted_as_finished() -> None:
    """Nor as something that is still worked on."""
    assert {Status.TERMINATED, Status.CIRCUMSTANCES_CHANGED} == NO_LONGER_PURSUED
    assert not NO_LONGER_PURSUED & (FINISHED | UNFINISHED)


def test_a_first_promise_stays_known() -> None:
    """The summary has the first day beside the one in force."""
    life = life_of(summary_of(issue(MOVES + "due: 2025-09-30\n")))

    assert (life.promised, life.due, life.moves) == ("2025-06-30", "2025-09-30", 1)


def test_a_brief_is_short(project: Callable[..., Path]) -> None:
    """Forty characters, so that it fits where people look first."""
    root = project({ISSUE_FILE: ISSUE + f"brief: {{found: {'长' * 41}}}\n"})

    assert _problems(root) == [("V010", "“发现了什么”有 41 个字，太长")]


def test_an_empty_field_changes_no_public_text() -> None:
    """The record of what was published before fits for ever; a field that is filled has its line."""
    plain = issue()
    brief = replace(plain, brief=Brief(found=Line("没有人管车")))

    assert "一句话" not in public_text(plain)
    assert "一句话：没有人管车\n" in public_text(brief)


def test_a_contradiction_is_seen() -> None:
    """An issue that is reported as finished while its progress waits for something."""
    plain = issue()
    waiting = decode(ISSUE.replace("印发《", "待经费下达后再印发《"), Path(ISSUE_FILE), Issue)  # type: ignore[arg-type]

    assert tuple(life_of(summary_of(one)).is_contradicted for one in (plain, waiting)) == (False, True)


def _problems(root: Path) -> list[tuple[str, str]]:
    try:
        pipeline.read(root)
    except SourceError as error:
        return [(one.code, one.message) for one in error.diagnostics if one.severity is Severity.ERROR]
    return []
