"""Everything by keyboard alone, and always to be seen where one is (2.1.1, 2.1.2, 2.4.3, 2.4.7, 2.4.11, 2.4.13)."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest

from browser.kinds import chosen

PAGES = chosen(
    ["home", "issue", "issues", "found", "figures", "data", "help", "changed-issue", "difference", "missing"]
)
FOLDED = ["issue", "found", "help", "difference"]
_HERE = Path(__file__).parent
AROUND = 8  # px around an element: its ring is in there


def opened(sight: Any, name: str, width: int) -> Any:
    """A page just loaded, all that its scripts add being there, the focus still nowhere."""
    page = sight.open(PAGES[name], width=width).page
    if name == "found":
        page.wait_for_selector("[data-search-results][data-query='垃圾']", state="attached")
    return page


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("name", PAGES)
def test_the_first_stop_skips_to_the_text(sight: Any, name: str, width: int) -> None:
    """The first Tab shows the skip link; Enter puts the focus on the main part."""
    page = opened(sight, name, width)
    first = _press(page, "Tab")

    assert (first["href"], first["seen"]) == ("#main", True)

    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("name", PAGES)
def test_tab_stops_everywhere_in_order_and_back(sight: Any, name: str, width: int) -> None:
    """Tab reaches every link and control in the order of the document, Shift+Tab goes the same way back."""
    page = opened(sight, name, width)
    count = page.evaluate("probes.focusables().length")
    there = [_press(page, "Tab") for _ in range(count)]
    back = [_press(page, "Shift+Tab") for _ in range(count - 1)]

    assert count > 10
    assert [stop["place"] for stop in there] == list(range(count))
    assert [stop["place"] for stop in back] == list(reversed(range(count - 1)))
    assert [stop["name"] for stop in there + back if stop["outline"] < 2] == []
    assert [stop["name"] for stop in there + back if not stop["seen"]] == []


def _press(page: Any, key: str) -> dict[str, Any]:
    page.keyboard.press(key)
    return page.evaluate("probes.focus()")


@pytest.fixture(scope="module")
def eye(browser: Any) -> Any:
    """A page that compares pictures."""
    with browser.playwright.new_context() as context:
        page = context.new_page()
        page.goto(browser.address + "404.html")
        page.evaluate((_HERE / "pixels.js").read_text("utf-8"))
        yield page


@pytest.mark.parametrize("theme", ["", "dark", "contrast", "yellow"])
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("name", ["home", "issue", "found", "figures", "difference"])
def test_the_focus_is_seen(sight: Any, eye: Any, name: str, width: int, theme: str) -> None:
    """What the focus changes has 3 to 1 to what was there, and is as large as a line of 2 px around (2.4.13)."""
    page = opened(sight, name, width)
    page.evaluate("theme => probes.choose({ theme })", theme)
    looks, faults = set(), []
    for _ in range(page.evaluate("probes.focusables().length")):
        page.keyboard.press("Tab")
        stop = page.evaluate(f"probes.ring({AROUND})")
        if stop["look"] in looks:
            continue
        looks.add(stop["look"])
        seen = eye.evaluate("([before, after]) => pixels.changed(before, after, 3)", _before_and_after(page, stop))
        if seen < stop["least"]:
            faults.append(f"{stop['name']}: {seen} px of {stop['least']}")

    assert faults == []
    assert len(looks) > 5


def _before_and_after(page: Any, stop: dict[str, Any]) -> list[str]:
    """The surroundings of the focused element without and with the focus."""
    after = page.screenshot(clip=stop["clip"])
    page.evaluate("globalThis.focused = document.activeElement, focused.blur()")
    before = page.screenshot(clip=stop["clip"])
    page.evaluate("focused.focus({ preventScroll: true })")
    return [base64.b64encode(picture).decode() for picture in (before, after)]


@pytest.mark.parametrize("name", FOLDED)
def test_what_is_folded_opens_by_keyboard(sight: Any, name: str) -> None:
    """Enter opens what is folded, the space bar closes it again, and the focus stays."""
    page = opened(sight, name, 320)
    folded = page.locator("summary:visible")
    for place in range(folded.count()):
        one = folded.nth(place)
        one.focus()
        states = [one.evaluate("one => one.parentElement.open")]
        for key in ("Enter", "Space"):
            page.keyboard.press(key)
            states.append(one.evaluate("one => one.parentElement.open"))

        assert states == [states[0], not states[0], states[0]], one.inner_text()
        assert one.evaluate("one => one === document.activeElement")
