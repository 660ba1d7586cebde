"""A browser that runs no scripts still gets everywhere."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Any
from urllib.parse import urldefrag

import pytest
from bs4 import BeautifulSoup

from browser.kinds import KINDS, Kind
from support import BuiltSite

# What scripts change: the day of a citation, words said of it, the list of the search page, what is said without them.
CHANGED = (
    ".citation, .search__list, [data-search], [data-module=search-page], [data-module=record-check], .marks-note, "
    ".without-scripts, button"
)
WORDS = """(changed) => {
  for (const one of document.querySelectorAll("main details")) one.open = true;
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  const words = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!element.closest(`noscript, ${changed}`) && element.checkVisibility()) words.push(node.data);
  }
  return words.join("").replace(/\\s+/g, "");
}"""


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page of a browser with scripts switched off."""
    with browser.playwright.new_context(java_script_enabled=False) as context:
        yield context.new_page()


def test_every_issue_is_reached_from_the_home_page(page: Any, browser: Any, real_site: BuiltSite) -> None:
    """Following links that can be seen leads from the home page to every issue, three pages deep at most."""
    wanted = {
        browser.address + entry.path: entry.summary.title for round_ in real_site.site.rounds for entry in round_.issues
    }
    titles: dict[str, str] = {}
    depths = {f"{browser.address}index.html": 0}
    waiting = deque(depths)
    while waiting and not wanted.keys() <= titles.keys():
        address = waiting.popleft()
        answer = (page.request.get if address in wanted else page.goto)(address)  # an issue leads no further
        assert answer.status == 200, address
        if address in wanted:
            titles[address] = BeautifulSoup(answer.body(), "html.parser").select_one("h1").get_text()
            continue
        targets = page.locator(
            "a[href]:visible"
        ).evaluate_all(
            "links => links.map((link) => new URL(link.getAttribute('href'), link.baseURI).href)"  # those of pictures, too
        )
        for goal in (urldefrag(target).url for target in targets):
            if goal.startswith(browser.address) and goal not in depths:
                depths[goal] = depths[address] + 1
                waiting.append(goal)

    assert sorted(wanted.keys() - titles.keys()) == []
    assert [address for address, title in wanted.items() if title not in titles[address]] == []
    assert max(depths[address] for address in wanted) <= 3


def test_clicks_lead_to_an_issue_and_back(page: Any, browser: Any) -> None:
    """The way of most readers: home page, list, issue, the next issue, and home by the site's name."""
    page.goto(browser.address)
    page.get_by_role("navigation", name="主导航").get_by_role("link", name="问题清单").click()
    page.locator(".issue-row__title").first.click()
    first = page.locator("h1").inner_text()
    page.locator("a[rel=next]").click()
    second = page.locator("h1").inner_text()
    page.locator(".site-header__home").click()

    assert first != second
    assert page.url == f"{browser.address}index.html"


@pytest.fixture(scope="module")
def plain(browser: Any) -> Iterator[Any]:
    """One such page, going wherever the tests of every kind want."""
    with browser.playwright.new_context(java_script_enabled=False) as context:
        yield context.new_page()


@pytest.fixture(scope="module", params=KINDS, ids=str)
def kind(plain: Any, sight: Any, request: pytest.FixtureRequest) -> Kind:
    """Each kind of page, opened without scripts."""
    own = KINDS[request.param]
    plain.goto(sight.addresses[own.site] + own.path)
    return own


def test_nothing_is_offered_that_only_scripts_can_do(plain: Any, kind: Kind) -> None:
    """Without scripts there is no button that does nothing: what there is belongs to a form or folds a part."""
    dead = plain.locator("button:visible").evaluate_all(
        "all => all.filter((one) => !one.form || one.type !== 'submit').map((one) => one.outerHTML)"
    )

    assert plain.url.endswith(kind.path)
    assert dead == []


def test_the_text_is_the_same(plain: Any, sight: Any, kind: Kind) -> None:
    """Without scripts every page has all its text; scripts add buttons, they do not bring words."""
    enhanced = sight.open(kind).page
    enhanced.wait_for_load_state("networkidle")

    assert plain.evaluate(WORDS, CHANGED) == enhanced.evaluate(WORDS, CHANGED)


@pytest.mark.parametrize(("name", "way"), [("search", "问题都在下面"), ("missing", "上面几条路都照常能走")])
def test_what_still_works_is_said(page: Any, sight: Any, name: str, way: str) -> None:
    """Where only search would help, a sentence says that it needs scripts, and what is there without them."""
    kind = KINDS[name]
    page.goto(sight.addresses[kind.site] + kind.path)

    assert page.locator("main").get_by_text(way).is_visible()
    assert not page.locator("main form").is_visible()


def test_no_control_is_nameless(page: Any, sight: Any) -> None:
    """Checkers read what is hidden, too: every button has words, and a field with suggestions is a plain one."""
    page.goto(sight.addresses["real"] + KINDS["search"].path)
    buttons = page.locator("button").evaluate_all("all => all.filter((one) => !one.textContent.trim()).length")
    page.goto(sight.addresses["real"] + KINDS["home"].path)

    assert buttons == 0
    assert page.locator("#site-search").get_attribute("type") == "text"
