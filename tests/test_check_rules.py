"""The table of rules: complete, and the documentation made from it."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

import pytest

from golden import Golden
from rectify.checks.rules import RULES, Weight, explain_rule, nearest_code, page, weight_of
from rectify.ground.diagnostics import Diagnostic, Severity, Span
from support import ROOT

CODE = re.compile(r'"([A-Z]\d{3})"')


def test_every_rule_that_is_used_is_in_the_table_and_no_other() -> None:
    """Each code that a diagnostic can carry has its row, and each row is used."""
    used = {code for path in (ROOT / "rectify").rglob("*.py") for code in CODE.findall(path.read_text("utf-8"))}

    assert sorted(RULES) == sorted(used)


def test_the_page_of_rules_is_made_from_the_table(golden: Golden) -> None:
    """docs/checks.md is the table, whole."""
    golden.file(ROOT / "docs/checks.md", page())


@pytest.mark.parametrize("code", RULES)
def test_every_rule_says_what_why_and_how(code: str) -> None:
    """No rule lacks its title, reason or remedy, and none ends a cell with a full stop."""
    rule = RULES[code]

    assert [text for text in (rule.title, rule.reason, rule.remedy) if not text or text.endswith("。")] == []


def test_a_rule_is_explained_whatever_its_case() -> None:
    """The explanation has the reason, the remedy, the standard and how to waive."""
    said = explain_rule("p105") or ""

    assert said.startswith("P105（提醒）车牌号\n为什么：能查到车主和行踪。\n怎么办：")
    assert "P-05" in said
    assert "waivers" in said


def test_a_rule_about_files_cannot_be_waived() -> None:
    """The explanation of a broken file speaks of no waiver."""
    assert "waivers" not in (explain_rule("Y001") or "")


def test_an_unknown_rule_is_not_explained() -> None:
    """There is no text for it, but the nearest code is known."""
    assert (explain_rule("P19"), nearest_code("p19")) == (None, "P109")


@pytest.mark.parametrize(
    ("code", "severity", "weight"),
    [
        ("P111", Severity.WARNING, Weight.REMARK),
        ("P105", Severity.WARNING, Weight.WARNING),
        ("P131", Severity.ERROR, Weight.ERROR),
        ("Q999", Severity.WARNING, Weight.WARNING),
    ],
)
def test_what_stops_a_build_is_an_error_whatever_its_rule_says(code: str, severity: Severity, weight: Weight) -> None:
    """The weight is the rule's, unless the diagnostic stops the build."""
    diagnostic = Diagnostic(Span(PurePosixPath("a.yaml")), code, "", "", severity)

    assert weight == weight_of(diagnostic)
