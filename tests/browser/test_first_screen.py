"""What a stranger asks first stands on the first screen of an issue's page, also on a telephone."""

from __future__ import annotations

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
