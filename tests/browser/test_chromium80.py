"""Chromium 80 itself: what kiosks and the browsers derived from it show (G-27)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from browser.kinds import KINDS
from browser.old import OldPage, old_browser
from outside import serving

SAID = "document.querySelector('[data-search=said]').textContent"
HEIGHT = "document.querySelector('main').getBoundingClientRect().height"
SEEN = """(() => {
  const style = (selector) => getComputedStyle(document.querySelector(selector));
  const link = document.querySelector(".site-header__home");
  link.focus();
  return {
    size: parseFloat(style("body").fontSize) >= 18,
    bar: style(".site-header__links").display,
    heading: parseFloat(style("h1").fontSize) > parseFloat(style("body").fontSize),
    ring: [getComputedStyle(link).outlineStyle, parseFloat(getComputedStyle(link).outlineWidth) >= 2],
    sideways: document.documentElement.scrollWidth > innerWidth,
  };
})()"""


@pytest.fixture(scope="module")
def old() -> Iterator[OldPage]:
    """The browser."""
    with old_browser() as page:
        yield page


@pytest.fixture(scope="module")
def addresses(real_folder: Path, full_folder: Path, bureau_folder: Path) -> Iterator[dict[str, str]]:
    """The three sites."""
    with (
        serving(real_folder, "/xczg/") as real,
        serving(full_folder, "/") as full,
        serving(bureau_folder, "/xczg/") as bureau,
    ):
        yield {"real": real, "full": full, "bureau": bureau}


def test_it_is_as_old_as_it_says(old: OldPage) -> None:
    """Chrome 80 knows no `inset` and no `:is()`."""
    assert "HeadlessChrome/80." in old.evaluate("navigator.userAgent")
    assert old.evaluate("CSS.supports('inset', '0')") is False


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("name", KINDS)
def test_every_page_is_styled_and_whole(old: OldPage, addresses: dict[str, str], name: str, width: int) -> None:
    """The sheet holds, nothing sticks out, the focus is seen, no script fails."""
    kind = KINDS[name]
    old.go(addresses[kind.site] + kind.path, width)

    assert old.evaluate(SEEN) == {
        "size": True,
        "bar": "flex",
        "heading": True,
        "ring": ["solid", True],
        "sideways": False,
    }
    assert [said for said in old.complaints if kind.status == 200] == []


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("name", ["home", "issue", "issues", "figures", "timeline", "documents", "data", "difference"])
def test_things_stand_where_they_stand_today(
    old: OldPage, sight: Any, addresses: dict[str, str], name: str, width: int
) -> None:
    """No part falls apart there: pages are as high as in a browser of today."""
    kind = KINDS[name]
    old.go(addresses[kind.site] + kind.path, width)
    today = sight.open(kind, width=width).page.evaluate(HEIGHT)

    assert old.evaluate(HEIGHT) == pytest.approx(today, rel=0.08)


def test_the_search_finds(old: OldPage, addresses: dict[str, str]) -> None:
    """Typing into the box gives results, marked."""
    old.go(f"{addresses['real']}search.html?q={quote('渣土')}", 1280)
    hits = old.evaluate(
        "new Promise((done) => { const look = () => document.querySelector('[data-search-result] mark')"
        " ? done(document.querySelectorAll('[data-search-result]').length) : setTimeout(look, 20); look(); })"
    )

    assert hits >= 3
    assert str(hits) in old.evaluate(SAID)


@pytest.mark.parametrize(("theme", "ground"), [("yellow", "rgb(0, 0, 0)"), ("light", "rgb(255, 255, 255)")])
def test_themes_work(old: OldPage, addresses: dict[str, str], theme: str, ground: str) -> None:
    """The reader's choice changes the colours, letters grow."""
    old.go(addresses["real"] + KINDS["issue"].path, 1280)
    plain = old.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
    old.evaluate(f"Object.assign(document.documentElement.dataset, {{ theme: '{theme}', size: 'huge' }}) && 0")

    assert old.evaluate("getComputedStyle(document.body).backgroundColor") == ground
    assert old.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") == pytest.approx(1.5 * plain)
