"""Everything by keyboard alone, and always to be seen where one is (2.1.1, 2.4.3, 2.4.7, 2.4.11, 2.4.13)."""

from __future__ import annotations

from typing import Any

import pytest

PAGES = {"home": "index.html", "issue": "2024-xuncha/021.html"}


@pytest.fixture(params=PAGES, ids=str)
def visit(sight: Any, request: pytest.FixtureRequest) -> Any:
    """A page just loaded, the focus still nowhere."""
    sight.go(PAGES[request.param])
    return sight


def test_the_first_stop_skips_to_the_text(visit: Any) -> None:
    """The first Tab shows the skip link; Enter puts the focus on the main part."""
    visit.page.keyboard.press("Tab")
    first = visit.page.evaluate("probes.focus()")

    assert (first["href"], first["seen"]) == ("#main", True)

    visit.page.keyboard.press("Enter")

    assert visit.page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("width", [320, 1280])
def test_tab_stops_everywhere_in_order(visit: Any, width: int) -> None:
    """Tab reaches every link and control in the order of the document, and each is marked and seen."""
    page = visit.look(width=width)
    stops = []
    for _ in range(page.evaluate("probes.focusables().length")):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("probes.focus()"))

    assert len(stops) > 10
    assert [stop["place"] for stop in stops] == list(range(len(stops)))
    assert [stop["name"] for stop in stops if stop["outline"] < 2] == []
    assert [stop["name"] for stop in stops if not stop["seen"]] == []
