"""A gap in the numbers of a round is told, since a file may have been lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from rectify import pipeline
from rectify.engine.memory import Memory
from support import ISSUE, ROUND, lay

Make = Callable[..., Path]


def diagnostic_lines(make: Make, numbers: tuple[int, ...], statement: str = "") -> list[str]:
    """What a build says of a round with issues of these *numbers* beside the first."""
    issues = {f"content/2025-xuncha/{n:03}.yaml": ISSUE.replace("number: 1", f"number: {n}") for n in numbers}
    claims = f"claims: {{statement: {statement}}}\n" if statement else ""
    root = make({"content/2025-xuncha/round.yaml": ROUND + claims, **issues})
    return [one.message for one in pipeline.read(root)[1] if one.code == "R022"]


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ((), []),
        ((2, 3), []),
        ((3,), ["序号不连着，缺 2，共 1 个"]),
        ((4, 5, 9), ["序号不连着，缺 2–3、6–8，共 5 个"]),
        ((999999,), ["序号不连着，缺 2–999998，共 999997 个"]),
    ],
)
def test_a_gap_is_told_once(project: Make, numbers: tuple[int, ...], said: list[str]) -> None:
    """All missing numbers in one sentence; a round without gaps says nothing."""
    assert diagnostic_lines(project, numbers) == said


def test_a_gap_that_is_explained_is_none(project: Make) -> None:
    """Some notices have gaps of their own; whoever says so to the readers is not asked again."""
    assert diagnostic_lines(project, (4, 6), "通报里没有2号和3号。") == ["序号不连着，缺 5，共 1 个"]


@pytest.mark.parametrize(
    ("drafts", "said"),
    [
        ((4, 5), []),
        ((2,), ["序号不连着，缺 2，共 1 个，其中 1 个是草稿"]),
        ((2, 5), ["序号不连着，缺 2、4，共 2 个，其中 1 个是草稿"]),
    ],
)
def test_a_draft_leaves_a_gap_in_what_is_public(project: Make, drafts: tuple[int, ...], said: list[str]) -> None:
    """Drafts after the last public issue leave none; what is missing before them may be lost."""
    files = {n: ISSUE.replace("number: 1", f"number: {n}") for n in (1, 2, 3)}
    files |= {n: ISSUE.replace("number: 1", f"number: {n}") + "draft: true\n" for n in drafts}
    root = project({f"content/2025-xuncha/{n:03}.yaml": text for n, text in files.items()})

    assert [one.message for one in pipeline.read(root)[1] if one.code == "R022"] == said


def test_drafts_are_not_among_the_issues_that_a_notice_counts(project: Make) -> None:
    """The public site has fewer than its notice says; a round that is a draft as a whole is counted as it will be."""
    second = ISSUE.replace("number: 1", "number: 2") + "draft: true\n"
    claims = ROUND + "claims: {issues: 2, unfinished: 0}\n"
    root = project({"content/2025-xuncha/round.yaml": claims, "content/2025-xuncha/002.yaml": second})
    some = [one.message for one in pipeline.read(root)[1] if one.code == "R020"]
    (root / "content/2025-xuncha/round.yaml").write_text(claims + "draft: true\n", "utf-8")

    assert some == ["通报称有 2 个问题，这里有 1 个，另有 1 个草稿"]
    assert [one for one in pipeline.read(root)[1] if one.code == "R020"] == []


def test_a_last_issue_that_is_gone_is_told(project: Make) -> None:
    """No gap shows it, and no record if it was never public; one that became a draft, or left a gap, is told otherwise."""
    files = {f"content/2025-xuncha/{n:03}.yaml": ISSUE.replace("number: 1", f"number: {n}") for n in range(2, 7)}
    root = project(files)

    def build() -> list[str]:
        memory = Memory(root)
        made = pipeline.build(root, root / "output", memory)
        made.remember(memory, "built")
        return [str(one).partition(" → ")[0] for one in made.diagnostics]

    first = build()
    for number in (2, 5, 6):
        (root / f"content/2025-xuncha/{number:03}.yaml").unlink()
    lay(root, {"content/2025-xuncha/004.yaml": files["content/2025-xuncha/004.yaml"] + "draft: true\n"})

    assert first == []
    assert build() == [
        "content/2025-xuncha/005.yaml:1:1 R023 （提醒）上次生成时还有第 5、6 号问题，共 2 个，现在没有文件了",
        "content/2025-xuncha/round.yaml:1:1 R022 （提醒）序号不连着，缺 2，共 1 个",
    ]
    assert [one for one in build() if "R023" in one] == []
