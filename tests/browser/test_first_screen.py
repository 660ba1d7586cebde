"""What a stranger asks first stands on the first screen of an issue's page, also on a telephone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from outside import serving
from rectify import pipeline
from support import lay_made_site

BOTTOM = """[...document.querySelectorAll(".issue__title, .issue__brief, .fact-list--wide .fact-list__row")]
    .map((one) => Math.round(one.getBoundingClientRect().bottom))"""


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """The site of tests/sites/life on a server of this computer."""
    root = lay_made_site(tmp_path / "project", "life")
    pipeline.build(root, root / "output")
    with serving(root / "output", "/xczg/") as found:
        yield found


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1280, 720)])
def test_the_first_answers_fit_the_first_screen(browser: Any, address: str, width: int, height: int) -> None:
    """Title, brief, both voices, who, by when, who inspected, last change: even of an issue that says all of it."""
    with browser.playwright.new_context(viewport={"width": width, "height": height}) as context:
        page = context.new_page()
        page.goto(f"{address}2025-xuncha/001.html")
        bottoms = page.evaluate(BOTTOM)

    assert len(bottoms) == 10
    assert max(bottoms) <= height


SHIFTS = """Date.now = () => %d;
window.shifts = [];
new PerformanceObserver((list) => shifts.push(...list.getEntries().map((one) => one.value)))
    .observe({ type: "layout-shift", buffered: true });"""
BEIJING = dt.timezone(dt.timedelta(hours=8))


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
@pytest.mark.parametrize(
    ("now", "said"),
    [
        (dt.datetime(2026, 11, 30, 0, 10, tzinfo=BEIJING), "今天已过时限275天。"),
        (dt.datetime(2026, 2, 28, 23, 50, tzinfo=BEIJING), "今天是时限的最后一天。"),
        (dt.datetime(2026, 1, 29, 12, 0, tzinfo=BEIJING), "今天离时限还有30天。"),
    ],
)
def test_the_readers_today_is_held_against_the_promised_day(
    browser: Any, address: str, width: int, now: dt.datetime, said: str
) -> None:
    """By the day in Beijing, in a line that was kept free: nothing on the page moves."""
    with browser.playwright.new_context(viewport={"width": width, "height": 800}) as context:
        page = context.new_page()
        page.add_init_script(SHIFTS % int(now.timestamp() * 1000))
        page.goto(f"{address}2025-xuncha/001.html", wait_until="networkidle")

        assert page.locator(".fact-list__today").text_content() == said
        assert page.evaluate("shifts") == []


@pytest.mark.parametrize(("number", "lines"), [("001", 1), ("003", 0)])
def test_without_scripts_nothing_is_said_of_today(browser: Any, address: str, number: str, lines: int) -> None:
    """No empty line stands there, and none at all where the work is done."""
    with browser.playwright.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{address}2025-xuncha/{number}.html")

        assert page.locator(".fact-list__today").count() == lines
        assert page.locator(".fact-list__today:visible").count() == 0
