"""Whatever file or page a message names is there in a project that `init` has made."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from projects import init, unpacked, wheel_of
from rectify.terminal import cli, documentation
from support import ROOT

TOP = ("site.yaml", "content", "templates", "static", "record", "program", "build.py", "README.md")
ADDED = {"content/glossary.yaml", "content/synonyms.yaml", "content/pages", "static/css/tokens.css", "static/images"}
"""What the bureau adds if it wants it; messages say so."""

_PATH = re.compile(rf"(?<![\w./-])(?:{'|'.join(TOP)})(?:/[\w.*-]+)*/?(?![\w-])", re.ASCII)
_PAGE = re.compile(r"python3? build\.py docs (\w+)(?: ([\u4e00-\u9fff]+))?")


@cache
def said() -> tuple[str, ...]:
    """Every text in the code."""
    return tuple(text for path in sorted((ROOT / "rectify").rglob("*.py")) for text in _strings(path))


def _strings(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text("utf-8"))
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # documentation
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in alone:
            yield node.value


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new project."""
    folder = tmp_path_factory.mktemp("made") / "our-site"
    assert init(folder, "--yes").returncode == 0
    return folder


def test_every_path_in_a_message_is_in_a_new_project(made: Path) -> None:
    """Or is one that the message asks for: a folder or file of its own that the bureau adds."""
    messages = (text for text in said() if re.search("[\u4e00-\u9fff]", text))
    named = {match[0].rstrip("/") for text in messages for match in _PATH.finditer(text)}

    assert "static/root" in named
    assert sorted(name for name in named if not (made / name).exists()) == sorted(ADDED & named)


def test_every_page_in_a_message_can_be_read_there(made: Path, tmp_path: Path) -> None:
    """With its section, where one is named; the program's one file brings it."""
    asked = {match.groups(default="") for text in said() for match in _PAGE.finditer(text)}
    pages = unpacked(wheel_of(made), tmp_path) / "rectify/default/docs"
    missing = [page for page, _ in asked if not (pages / f"{page}.md").is_file()]
    unknown = [
        (page, title)
        for page, title in asked
        if title and not documentation.section((pages / f"{page}.md").read_text("utf-8"), title)
    ]

    assert ("publish", "撤下和改名") in asked
    assert (missing, unknown) == ([], [])


def test_no_message_names_a_file_of_docs() -> None:
    """In a bureau's project there is no such folder: `docs` shows the pages."""
    assert [text for text in said() if re.search(r"docs/[\w-]+\.md", text)] == []


@pytest.mark.parametrize(
    ("words", "code", "shown"),
    [
        (["docs"], 0, "| 第一次：从一份通报到自己的网站 | 开始（docs start） |"),
        (["docs", "publish.md", "撤下和改名"], 0, "## 撤下和改名"),
        (["docs", "publsh"], 2, "是不是 publish？"),
        (["docs", "publish", "没有这节"], 2, "里没有“没有这节”这一节"),
    ],
)
def test_pages_are_shown_in_the_terminal(
    words: list[str], code: int, shown: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The list, a page, one section; a slip is told."""
    assert documentation.run(ROOT, cli.parse(words)) == code
    assert shown in capsys.readouterr().out


def test_a_section_ends_where_the_next_begins() -> None:
    """Headings below it belong to it."""
    text = "# 页\n\n## 甲\n一\n### 乙\n二\n## 丙\n三\n"

    assert documentation.section(text, "甲") == "## 甲\n一\n### 乙\n二\n"
    assert documentation.section(text, "丙") == "## 丙\n三\n"
