"""`build.py check` from its words to its exit code."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

import pytest

from rectify.terminal import cli, commands
from support import ISSUE, ROOT

Make = Callable[..., Path]
TYPO = {"content/2025-xuncha/001.yaml": ISSUE.replace("没有建立", "没有签定")}


def options(*words: str) -> Namespace:
    """The options of a command line."""
    return cli.parse(["check", *words])


def test_warnings_pass_unless_strict(project: Make, capsys: pytest.CaptureFixture[str]) -> None:
    """A typing error does not stop publication; --strict does not let it pass."""
    root = project(TYPO)

    assert (commands.check(root, options()), commands.check(root, options("--strict"))) == (0, 1)
    assert "  5:12    W110 （提醒）疑似错别字：签定 → 改为“签订”" in capsys.readouterr().out


def test_a_copied_file_at_an_address_of_search_is_an_error(project: Make, capsys: pytest.CaptureFixture[str]) -> None:
    """A build would refuse it, although check plans no search for itself."""
    root = project({"static/root/search/words.js": "mine"})

    assert commands.check(root, options()) == 1
    assert "static/root/search/words.js\n  1:1     S008" in capsys.readouterr().out


def test_only_some_rules_count(project: Make) -> None:
    """A strict look at personal data does not see the typing error."""
    assert commands.check(project(TYPO), options("--strict", "--only", "p，H")) == 0


def test_a_report_goes_to_a_file(project: Make, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The terminal says how much was found and where the report is."""
    path = tmp_path / "report.json"
    code = commands.check(project(TYPO), options("--format", "json", "--output", str(path)))

    assert (code, json.loads(path.read_text("utf-8"))["warnings"]) == (0, 1)
    assert f"检查了 1 个问题，1 处提醒。报告在 {path}。\n" == capsys.readouterr().out


def test_a_report_that_cannot_be_written_is_told(project: Make, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder in the way is no traceback."""
    root = project()

    assert commands.check(root, options("--output", str(root))) == 1
    assert "换一个名字" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--format", "xml"), "报告没有 xml 这种格式，可以写：text、json、sarif、html。"),
        (("--only", "P,Q"), "没有 Q 开头的规则。"),
        (("--only", "Z"), "没有 Z 开头的规则。"),
        (("--only", "P1O5,w"), "没有 P1O5 开头的规则。是不是 P105？"),
        (("--explain", "P1O5"), "没有 P1O5 这条规则。"),
    ],
)
def test_wrong_words_are_told(
    project: Make, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    """What cannot be had is said with what can; the exit code is 2."""
    assert commands.check(project(), options(*words)) == 2
    assert capsys.readouterr().out.startswith(said)


def test_a_rule_is_explained(project: Make, capsys: pytest.CaptureFixture[str]) -> None:
    """`--explain` says what a rule is for and looks at nothing."""
    assert commands.check(project({"site.yaml": None}), options("--explain", "p105")) == 0
    assert capsys.readouterr().out.startswith("P105（提醒）车牌号\n")


def test_the_real_content_has_no_errors() -> None:
    """What this repository publishes passes its own check."""
    assert commands.check(ROOT, options("--format", "json")) == 0
