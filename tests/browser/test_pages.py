"""Every kind of page, as people of all kinds meet it: small windows, dark, large text, paper."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from browser.kinds import KINDS
from support import ROOT

TEXT_SPACING = """
* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-bottom: 2em !important; }
"""


@pytest.fixture(scope="module", params=KINDS, ids=str)
def visit(sight: Any, request: pytest.FixtureRequest) -> Any:
    """One of the pages, loaded once for all tests of this module."""
    return sight.open(KINDS[request.param])


@pytest.fixture
def spaced(visit: Any) -> Iterator[Any]:
    """The page while a reader spaces its text out as far as WCAG 1.4.12 says."""
    style = visit.page.add_style_tag(content=TEXT_SPACING)
    yield visit
    style.evaluate("style => style.remove()")


@pytest.fixture
def enlarged(visit: Any) -> Iterator[Any]:
    """The page while a reader has letters of twice the size."""
    visit.page.evaluate("document.documentElement.style.fontSize = '200%'")
    yield visit
    visit.page.evaluate("document.documentElement.removeAttribute('style')")


def none(faults: list[str]) -> None:
    """Fail and name every one of *faults*, if there are any."""
    assert faults == [], "\n".join(faults)


def test_every_kind_of_page_is_looked_at() -> None:
    """A page with a template of its own is in the list of kinds, but for the one that leads on at once.

    Pages that only a publication makes are looked at by tests/browser/test_record.py.
    """
    templates = {path.stem for path in (ROOT / "templates" / "pages").glob("*.html")} - {"moved"}
    templates -= {"publication", "publications", "empty"}

    assert {kind.template for kind in KINDS.values()} == templates


def test_loads_from_here_alone(visit: Any) -> None:
    """Every request goes to the site's own server and succeeds, also of photographs that are loaded late; nothing complains."""
    visit.page.wait_for_load_state("networkidle")
    own = visit.address + visit.path
    status = 404 if "no/such" in visit.path else 200
    expected = [answer for answer in visit.answers if answer[0] == 200 or answer == (404, own)]

    assert [url for url in visit.requests if not url.startswith(visit.address)] == []
    assert (status, own) in visit.answers
    assert visit.answers == expected
    assert len(visit.requests) == len(visit.answers)
    assert [said for said in visit.complaints if status == 200 or own not in said] == []


@pytest.mark.parametrize("width", [320, 640])
def test_never_scrolls_sideways(visit: Any, width: int) -> None:
    """A window of 1280 px enlarged to 400 or 200 % shows everything (1.4.10, 1.4.4)."""
    none(visit.look(width=width).evaluate("probes.sideways()"))


def test_all_that_old_eyes_choose_stays_whole(visit: Any) -> None:
    """The largest letters, wide spacing and large targets at once, on a small telephone (E-01)."""
    page = visit.look(width=320, size="huge", spacing="wide", pointer="big")

    none(page.evaluate("probes.sideways()"))
    none(page.evaluate("probes.clipped()"))


def test_large_text_never_scrolls_sideways(enlarged: Any) -> None:
    """The same with letters of twice the size (1.4.4)."""
    none(enlarged.look(width=320).evaluate("probes.sideways()"))


@pytest.mark.parametrize("width", [320, 1280])
def test_spaced_text_stays_whole(spaced: Any, width: int) -> None:
    """Text that its reader spaces out is neither cut off nor pushed out (1.4.12)."""
    page = spaced.look(width=width)

    none(page.evaluate("probes.clipped()"))
    none(page.evaluate("probes.sideways()"))


@pytest.mark.parametrize("width", [320, 1280])
def test_targets_are_large_enough(visit: Any, width: int) -> None:
    """Whatever is pressed on its own measures 24 px or more both ways (2.5.8)."""
    none(visit.look(width=width).evaluate("probes.smallTargets(24)"))


def test_lines_are_short_enough(visit: Any) -> None:
    """No line has more than 40 Chinese letters, however wide the window (1.4.8)."""
    none(visit.look(width=1280).evaluate("probes.longLines(40.5)"))


@pytest.mark.parametrize("size", ["", "huge"])
def test_lines_break_where_they_may(visit: Any, size: str) -> None:
    """On a phone no date of the page's facts comes apart, no closing mark begins a line, no table head stands upright."""
    none(visit.look(width=390, size=size).evaluate("probes.brokenLines()"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_prints_black_on_white(visit: Any, scheme: str) -> None:
    """Paper has no navigation, dark ink on white, and the address of the page (A-15)."""
    none(visit.look(media="print", scheme=scheme).evaluate("probes.paper()"))
