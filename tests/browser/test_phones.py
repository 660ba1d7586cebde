"""A cheap telephone on a slow line: few bytes, nothing to wait for, nothing that jumps."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from browser.kinds import KINDS, SAMPLE
from support import BuiltSite

MOST = 25 * 1024  # bytes of an issue's page and all that it loads, compressed as servers send it
MAX_BLOCKING = 1024  # bytes of script before the first paint
SCRIPT = re.compile(r"<script\b([^>]*)>")
# What a reader may have chosen on an earlier page, as the site keeps it.
STORED = {"rectify.reading": "rectify.reading size=huge theme=yellow spacing=wide pointer=big"}
SHIFTS = """
globalThis.shifts = [];
new PerformanceObserver((list) => {
  for (const one of list.getEntries().filter(({ value }) => value >= 0.001)) {
    shifts.push(`${one.value.toFixed(4)} ${one.sources.map(({ node }) => node?.className || node?.nodeName)}`);
  }
}).observe({ type: "layout-shift", buffered: true });
"""
"""Shifts of the layout; not those of a button, when the browser pauses between the buttons of a bar that ends at the right."""

PAINT = "performance.getEntriesByName('first-contentful-paint').length"


def loaded(site: dict[str, bytes], path: str) -> dict[str, int]:
    """The files that a browser loads to show *path*, each with its bytes on the line."""
    page = site[path].decode()
    used = re.findall(
        r'<link rel="(?:stylesheet|icon)" href="([^"]+)"|<script src="([^"]+)"|<img [^>]*src="([^"]+)"', page
    )
    names = [path, *(str(Path(path).parent / (style or script or image)) for style, script, image in used)]
    here = {_flat(name): site[_flat(name)] for name in names}
    return {name: len(gzip.compress(data, 9, mtime=0)) for name, data in here.items()}


def _flat(name: str) -> str:
    parts: list[str] = []
    for part in Path(name).parts:
        parts = parts[:-1] if part == ".." else [*parts, part]
    return "/".join(parts)


def test_an_issue_is_small(real_site: BuiltSite) -> None:
    """Any of the 59 issues with its style, scripts and icon comes in 25 KB."""
    site = {str(path): data for path, data in real_site.files.items()}
    issues = [entry.path for round_ in real_site.site.rounds for entry in round_.issues]
    sizes = {path: loaded(site, path) for path in issues}

    assert len(sizes) == 59
    assert {path: files for path, files in sizes.items() if sum(files.values()) > MOST} == {}


def test_what_is_counted_is_what_is_loaded(sight: Any, real_site: BuiltSite) -> None:
    """The browser asks for those files and no other."""
    kind = KINDS["issue"]
    visit = sight.open(kind)
    visit.page.wait_for_load_state("networkidle")
    site = {str(path): data for path, data in real_site.files.items()}

    assert sorted({url.removeprefix(visit.address) for url in visit.requests}) == sorted(loaded(site, kind.path))


def test_the_first_paint_waits_for_little(real_site: BuiltSite) -> None:
    """Scripts wait for the page; what must run before it is seen is at most one kilobyte."""
    site = {str(path): data for path, data in real_site.files.items()}
    faults = []
    for path, data in site.items():
        if not path.endswith(".html"):
            continue
        blocking = [said for said in SCRIPT.findall(data.decode()) if not re.search(r"\b(?:defer|async|type=)", said)]
        names = [re.search(r'src="([^"]+)"', said) for said in blocking]
        faults += [f"{path}: a script in the page" for name in names if name is None]
        base = "/xczg/" if path == "404.html" else ""
        sizes = [
            len(site[_flat(str(Path(path).parent / name[1].removeprefix(base)))]) for name in names if name is not None
        ]
        if sum(sizes) > MAX_BLOCKING:
            faults.append(f"{path}: {sum(sizes)} bytes")

    assert faults == []


@pytest.fixture(params=[False, True], ids=["new", "returning"])
def reader(browser: Any, request: pytest.FixtureRequest) -> Iterator[Any]:
    """A page for somebody who has never been here, or who has made choices."""
    with browser.playwright.new_context(locale="zh-CN") as context:
        context.add_init_script(SHIFTS)
        if request.param:
            context.add_init_script(
                f"for (const [key, value] of Object.entries({json.dumps(STORED)})) localStorage.setItem(key, value)"
            )
        yield context.new_page()


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("name", [*SAMPLE, "search", "whole", "help"])
def test_nothing_jumps(browser: Any, reader: Any, name: str, width: int) -> None:
    """What is there stays where it is while the rest comes (CLS 0)."""
    kind = KINDS[name]
    reader.set_viewport_size({"width": width, "height": 640})
    reader.goto(browser.addresses[kind.site] + kind.path, wait_until="networkidle")
    reader.wait_for_timeout(200)

    assert reader.evaluate("shifts") == []


def test_rows_stay_where_they_are_when_the_filters_come(browser: Any, reader: Any) -> None:
    """A slow line brings the list first: what is beside it may not push it."""
    address = browser.addresses[KINDS["issues"].site] + KINDS["issues"].path
    places = []
    for end in ("</ul>", ""):
        reader.set_viewport_size({"width": 1280, "height": 640})
        reader.route(
            address,
            lambda route, *, end=end: route.fulfill(body=_until(route.fetch().text(), end), content_type="text/html"),
        )
        reader.goto(address)
        places.append(reader.locator(".issue-row__status").first.bounding_box())
        reader.unroute(address)

    assert places[0] == pytest.approx(places[1], abs=1)


def _until(page: str, end: str) -> str:
    """A list's *page* as far as it has come: up to the *end* of its rows, or whole."""
    return page[: page.index(end, page.index("issue-rows"))] if end else page


def test_it_is_painted_before_its_script_comes(browser: Any) -> None:
    """A script that never comes does not keep the text back."""
    with browser.playwright.new_context() as context:
        page = context.new_page()
        page.route(re.compile(r"/site\.js$"), lambda _route: None)  # asked for, never answered
        page.goto(browser.address + KINDS["issue"].path, wait_until="commit")
        page.wait_for_function(PAINT, timeout=5000)

        assert page.locator("h1").is_visible()


def test_the_links_of_the_head_are_one_line(browser: Any) -> None:
    """On a phone of 360 pixels no link stands alone on a line of its own."""
    with browser.playwright.new_context(viewport={"width": 360, "height": 640}) as context:
        page = context.new_page()
        page.goto(browser.address + KINDS["issues"].path)
        tops = page.eval_on_selector_all(".site-header__link", "all => all.map((one) => one.offsetTop)")

    assert len(tops) == 6
    assert len(set(tops)) == 1


@pytest.mark.parametrize("settings", ["", "size=huge"])
def test_the_words_of_a_figure_have_room(browser: Any, settings: str) -> None:
    """On the smallest phone what a number counts is read in lines, not in columns of two characters."""
    with browser.playwright.new_context(viewport={"width": 320, "height": 640}) as context:
        context.add_init_script(f"localStorage.setItem('rectify.reading', 'rectify.reading {settings}')")
        page = context.new_page()
        page.goto(browser.address + KINDS["figures"].path)
        room = page.eval_on_selector_all(
            ".figure-table__cell--label",
            "all => Math.min(...all.map((one) => one.clientWidth / parseFloat(getComputedStyle(one).fontSize)))",
        )
        region = page.eval_on_selector(".figure-table", "one => one.scrollWidth - one.clientWidth")

    assert room >= 9
    assert region == 0
