"""What a notice claims holds for its day: what came later is told as later, and contradicts nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from rectify import pipeline
from support import ISSUE, ROUND

Make = Callable[..., Path]
ONE, TWO = "content/2025-xuncha/001.yaml", "content/2025-xuncha/002.yaml"
CLAIMING = ROUND + "claims: {issues: 2, unfinished: 1}\n"
OPEN = ISSUE.replace("number: 1", "number: 2").replace("已完成", "正在推进")
DONE = ISSUE.replace("number: 1", "number: 2")
ENDED = DONE + "updates:\n  - {date: 2026-02-01, text: 最后一件也办完了。, status: 已完成}\n"
ADDED = ISSUE.replace("number: 1", "number: 3") + "published: 2026-01-10 09:00\n"
WITHDRAWN = OPEN + "withdrawn: {date: 2026-01-08, reason: 另行公布}\n"
CHANGED = DONE + "revisions:\n  - {date: 2026-01-08, note: 更正状态}\n"
FIRST = {"content/2025-xuncha/versions/002.1.yaml": OPEN}


def diagnostic_lines(root: Path) -> list[str]:
    """What a build says of the totals."""
    return [one.message for one in pipeline.read(root)[1] if one.code == "R020"]


def words(root: Path, page: str) -> str:
    """The visible words of a page, without blanks."""
    if not (root / "output").exists():
        pipeline.build(root, root / "output")
    return "".join(BeautifulSoup((root / "output" / page).read_bytes(), "html.parser").get_text().split())


@pytest.mark.parametrize(
    "files",
    [
        {TWO: OPEN},
        {TWO: ENDED},
        {TWO: OPEN, "content/2025-xuncha/003.yaml": ADDED},
        {TWO: WITHDRAWN},
        {TWO: CHANGED, **FIRST},
    ],
    ids=["as claimed", "ended later", "one more later", "withdrawn later", "revised later"],
)
def test_what_came_later_contradicts_no_claim(project: Make, files: dict[str, str]) -> None:
    """Two issues, one of them open, as the notice said: whatever became of them since."""
    root = project({"content/2025-xuncha/round.yaml": CLAIMING, **files})

    assert diagnostic_lines(root) == []
    assert "不一致" not in words(root, "2025-xuncha/about.html").replace("是否一致", "")


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, ["通报称有 2 个问题，这里有 1 个", "通报称有 1 个没有完成，公布时这里有 0 个"]),
        ({TWO: DONE}, ["通报称有 1 个没有完成，公布时这里有 0 个"]),
        ({ONE: ISSUE.replace("已完成", "未完成"), TWO: OPEN}, ["通报称有 1 个没有完成，公布时这里有 2 个"]),
    ],
    ids=["one missing", "none open", "two open"],
)
def test_what_never_agreed_is_told(project: Make, files: dict[str, str], said: list[str]) -> None:
    """A mistake of the first day stays one."""
    assert diagnostic_lines(project({"content/2025-xuncha/round.yaml": CLAIMING, **files})) == said


def test_the_pages_say_what_has_changed_since(project: Make) -> None:
    """The claim, that it was right, and how things are now."""
    root = project({"content/2025-xuncha/round.yaml": CLAIMING, TWO: ENDED})
    home, about = words(root, "index.html"), words(root, "2025-xuncha/about.html")

    assert "一致。这是通报公布时的数目，后来又有变化，现在是：还没有改完的问题0个。" in home
    assert "后来又有变化，现在是：还没有改完的问题0个。" in about
    assert "还没有改完的问题11一致" in about
