"""An old address in a browser: it leads on without scripts, and is a page for everyone while it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from outside import serving
from rectify import pipeline
from support import SITE

MOVED = "redirects:\n  - {from: old/003.html, to: 2025-xuncha/001.html, date: 2026-03-01, reason: 序号改了}\n"
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def address(project: Callable[..., Path]) -> Iterator[str]:
    """A served site one of whose pages moved."""
    root = project({"site.yaml": SITE + MOVED})
    pipeline.build(root, root / "output")
    with serving(root / "output", "/xczg/") as served:
        yield served


def test_it_leads_on_without_scripts(browser: Any, address: str) -> None:
    """The reader arrives at the page, and the button back does not trap her."""
    with browser.playwright.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{address}index.html")
        page.goto(f"{address}old/003.html")
        page.wait_for_url(f"{address}2025-xuncha/001.html")
        page.go_back()
        page.wait_for_url(f"{address}index.html")

        assert page.locator("h1").count() == 1


def test_it_is_a_page_for_everyone_while_it_stands(sight: Any, address: str) -> None:
    """Where the browser does not follow, axe finds nothing wrong, and the link leads on."""
    sight.page.route("**/2025-xuncha/001.html", lambda route: route.fulfill(status=204))
    sight.page.goto(f"{address}old/003.html", wait_until="load")
    report = sight.page.evaluate("tags => axe.run({runOnly: tags})", AXE_TAGS)
    sight.page.unroute("**/2025-xuncha/001.html")

    assert [fault["id"] for fault in report["violations"]] == []
    assert sight.page.locator("main a").get_attribute("href") == "../2025-xuncha/001.html"
