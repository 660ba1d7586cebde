"""What a browser would drop from a style sheet in silence is told by file and line, and faint colours with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from rectify.checks.stylesheets import stylesheet_faults
from rectify.examination import examine
from support import ROOT, lay

Make = Callable[..., Path]
TOKENS = (ROOT / "static/css/tokens.css").read_text("utf-8")


def diagnostic_lines(root: Path, text: str) -> list[str]:
    """What is said of a sheet."""
    lay(root, {"static/css/components/card.css": text})
    return [str(one).partition("card.css:")[2] for one in stylesheet_faults(root)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            ".a { color: red;\n\n.b { margin: 0; }\n.c { margin: 0; }\n",
            "1:1 K001 .a 没有结束，第 3 行的规则成了它的一部分，不起作用 → 补上这条规则末尾的 }",
        ),
        (".a { margin: 0;\n", "1:1 K001 .a 没有结束 → 补上这条规则末尾的 }"),
        (
            "@media print {\n.a { margin: 0; }\n.b { margin: 0; }\n",
            "1:1 K001 @media print 没有结束 → 补上这条规则末尾的 }",
        ),
        (
            "@media print {\n.a { margin: 0;\n.b { margin: 0; } }\n.c { margin: 0; }\n",
            "2:1 K001 .a 没有结束，第 3 行的规则成了它的一部分，不起作用 → 补上这条规则末尾的 }",
        ),
        (
            ".a { margin: 0; }\n}\n.b { margin: 0; }\n",
            "2:1 K001 多了一个 }，后面的一条规则不起作用 → 删去它，或者补上与它配对的另一半",
        ),
        (".a {\n  margin 0;\n}\n", "2:10 K001 这一行不成一条声明 → 写成“名称: 值;”，行末的分号不能少"),
        (
            ".a {\n  width: calc(1px;\n}\n.b { margin: 0; }\n",
            "2:10 K001 括号没有成对，后面的样式不起作用 → 补上另一半括号",
        ),
        (".a {\n  content: '甲;\n}\n", "2:12 K001 引号没有成对，这一行不起作用 → 补上另一半引号"),
        (
            ".a { margin: 0; }\n/* 注释\n.b { margin: 0; }\n",
            "2:1 K001 注释没有结束，后面的样式都不起作用 → 在注释末尾补上 */",
        ),
    ],
)
def test_a_slip_is_told_once_at_its_line(tmp_path: Path, text: str, said: str) -> None:
    """Where it began, not where the parser noticed; and no word about what only follows from it."""
    assert diagnostic_lines(tmp_path, text) == [said]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "/* nothing */",
        "@charset 'utf-8';\n@page { @bottom-center { content: counter(page); } margin: 1cm; }",
        "@media screen and (min-width: 40em) { @supports (display: grid) { .a:not([x='}']) { --y: {}; z: url(a.b) } } }",
        "@keyframes in { from { opacity: 0 } to { opacity: 1 } }\n@font-face { font-family: x }",
    ],
)
def test_what_is_right_is_left_alone(tmp_path: Path, text: str) -> None:
    """Rules that hold rules, braces in quotes, a last declaration without its semicolon."""
    assert diagnostic_lines(tmp_path, text) == []


def test_the_own_sheets_have_no_faults() -> None:
    """Those of this repository."""
    assert list(stylesheet_faults(ROOT)) == []


def test_a_faint_colour_is_told_with_its_themes(tmp_path: Path) -> None:
    """Once for the pair, at the later of the two lines, with the ratio and what it should be."""
    lay(tmp_path, {"static/css/tokens.css": TOKENS.replace("--ink-soft: #4b4741", "--ink-soft: #777", 1)})
    line = TOKENS[: TOKENS.index("--ink-soft")].count("\n") + 1
    lines = [str(one) for one in stylesheet_faults(tmp_path)]

    assert [one.partition(" K002 ")[0] for one in lines] == [f"static/css/tokens.css:{line}:1"] * 2
    assert "--ink-soft（#777）和 --paper（#fff）的对比度只有 4.48，至少要 7（浅色）" in lines[0]


def test_a_colour_that_cannot_be_computed_is_told(tmp_path: Path) -> None:
    """What shows through may have any contrast."""
    lay(tmp_path, {"static/css/tokens.css": TOKENS.replace("--link: #14345f", "--link: rgba(0, 0, 0, 0.9)", 1)})

    assert all("算不出" in one.message for one in stylesheet_faults(tmp_path))
    assert list(stylesheet_faults(tmp_path)) != []


def test_check_tells_of_the_sheets(project: Make) -> None:
    """Beside everything else, as an error."""
    root = project()
    lay(root, {"static/css/components/card.css": ".a { color: red;\n"})

    assert "K001" in [one.code for one in examine(root).diagnostics]
