"""A second opinion on WCAG AAA: HTML_CodeSniffer, which judges by other rules than axe."""

from __future__ import annotations

from typing import Any

import pytest

from browser.kinds import KINDS
from outside import npm

ASK = """() => new Promise((done, failed) => HTMLCS.process("WCAG2AAA", document, () => {
  const seen = HTMLCS.getMessages().filter((said) => said.type !== HTMLCS.NOTICE && (said.element.checkVisibility?.() ?? true));
  done(seen.map((said) => [said.type === HTMLCS.ERROR, said.code, `${said.msg} ${(said.element.outerHTML ?? "").slice(0, 200)}`]));
}, failed))"""
# Warnings are questions to a person. These were answered; the answer holds for every page.
ANSWERED = {
    "1_3_1.H48": "Three figures, each a link with its words: a list would only add 'list of three' to what is heard.",
    "1_3_1.H39.3.NoCaption": "Markdown has no captions: in a bureau's text the words before a table say what it shows.",
    "1_4_10.C32,C31,C33,C38,SCR34,G206": "test_pages.py looks for sideways scrolling at 320 px on every page.",
    "1_4_6.G17.Abs": "Words for screen readers alone are not seen; the suggestions stand on paper (test_contrast.py).",
    "1_4_6.G18.Abs": "The same for large letters.",
    "1_3_1.H85.2": "Two ways of sorting are no groups.",
    "1_1_1.H67.2": "A bureau's logo stands beside its name, which says the same.",
}


@pytest.fixture(scope="module")
def sniffer() -> str:
    """The script of the checker."""
    return npm("html_codesniffer", "build/HTMLCS.js").read_text("utf-8")


@pytest.fixture(scope="module", params=KINDS, ids=str)
def said(sight: Any, sniffer: str, request: pytest.FixtureRequest) -> list[tuple[bool, str, str]]:
    """Errors and warnings about a kind of page: whether it is an error, the rule, what and where."""
    page = sight.open(KINDS[request.param]).look()
    page.evaluate(sniffer)
    return page.evaluate(ASK)


def test_there_is_no_error(said: list[tuple[bool, str, str]]) -> None:
    """Nothing on the page breaks a rule of A, AA or AAA."""
    assert [f"{code}: {what}" for is_error, code, what in said if is_error] == []


def test_every_warning_has_been_answered(said: list[tuple[bool, str, str]]) -> None:
    """Each question that the checker leaves to people is one that somebody has looked into."""
    known = tuple(f".{rule}" for rule in ANSWERED)

    assert [f"{code}: {what}" for is_error, code, what in said if not is_error and not code.endswith(known)] == []


def test_an_error_would_be_seen(sight: Any, sniffer: str) -> None:
    """A picture without words, a button without a name."""
    sight.go("index.html")
    sight.page.set_content("<html lang=zh-CN><title>a</title><img src='data:,'><button></button>")
    sight.page.evaluate(sniffer)
    codes = [code.rpartition(".")[0] for is_error, code, _ in sight.page.evaluate(ASK) if is_error]

    assert [one for one in codes if "1_1_1" in one] != []
    assert [one for one in codes if "4_1_2" in one] != []
