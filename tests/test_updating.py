"""`update`: room for later progress, without a word of what was public being touched."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

import pytest

from bureau import Bureau
from rectify import pipeline
from rectify.ground.diagnostics import SourceError
from rectify.terminal.updating import update
from support import ISSUE, ROUND

Make = Callable[..., Path]
FILE = "content/2025-xuncha/001.yaml"
SECOND = "content/2025-xuncha/002.yaml"
OTHER = ISSUE.replace("number: 1", "number: 2")
TO_FILL = "text:  # 又做了什么，有什么结果"


def typed(root: Path, number: str = "1", round_id: str | None = None) -> int:
    """Type `update` on 5 January 2026."""
    return update(root, Namespace(number=number, round=round_id), today=lambda: "2026-01-05")


def test_an_entry_is_added_filled_in_and_public(project: Make) -> None:
    """The build asks for its text until it is written; then page and feed tell it."""
    root = project()
    before = (root / FILE).read_text("utf-8")

    assert typed(root) == 0
    text = (root / FILE).read_text("utf-8")
    assert text.startswith(before)
    with pytest.raises(SourceError) as refused:
        pipeline.build(root, root / "output")
    line = text[: text.index(TO_FILL)].count("\n") + 1
    assert [one.span.line for one in refused.value.diagnostics] == [line]
    (root / FILE).write_text(text.replace(TO_FILL, "text: 又清点一遍。"), "utf-8")
    pipeline.build(root, root / "output")
    assert "又清点一遍。" in (root / "output/2025-xuncha/001.html").read_text("utf-8")
    assert "第1号问题有新进展" in (root / "output/feed.atom").read_text("utf-8")


def test_the_next_entry_comes_after_the_last(project: Make) -> None:
    """However many there are."""
    root = project({FILE: f"{ISSUE}updates:\n  - date: 2026-01-01\n    text: 第一次。\n"})

    assert typed(root) == 0
    text = (root / FILE).read_text("utf-8")
    assert text.index("第一次。") < text.index("date: 2026-01-05")


@pytest.mark.parametrize(
    ("number", "round_id", "said"),
    [("9", None, "没有第 9 号问题"), ("x", None, "python3 build.py update 13"), ("1", "2020-x", "没有 2020-x 这一轮")],
)
def test_what_is_not_there_is_told(
    number: str, round_id: str | None, said: str, project: Make, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is written."""
    root = project()
    before = (root / FILE).read_bytes()

    assert typed(root, number, round_id) == 2
    assert said in capsys.readouterr().out
    assert (root / FILE).read_bytes() == before


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({FILE: f"{ISSUE}withdrawn: {{date: 2026-01-01, reason: 重复}}\n", SECOND: OTHER}, "已经撤下"),
        ({FILE: f"{ISSUE}draft: true\n"}, "还没有公开过"),
        ({"content/2025-xuncha/round.yaml": f"{ROUND}draft: true\n"}, "还没有公开过"),
    ],
)
def test_only_what_is_public_goes_on(
    change: dict[str, str], said: str, project: Make, capsys: pytest.CaptureFixture[str]
) -> None:
    """A draft is simply edited; what was withdrawn has no progress."""
    root = project(change)
    before = (root / FILE).read_bytes()

    assert typed(root) == 1
    assert said in capsys.readouterr().out
    assert (root / FILE).read_bytes() == before


def test_an_issue_that_the_record_does_not_know_is_not_public(
    project: Make, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Once there is a record, it decides."""
    bureau = Bureau(project(), tmp_path / "www")
    bureau.publish()
    (bureau.root / SECOND).write_text(OTHER, "utf-8")

    assert (typed(bureau.root, "2"), typed(bureau.root, "1")) == (1, 0)
    assert "还没有公开过" in capsys.readouterr().out
