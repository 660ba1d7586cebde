"""Searching, as a reader does it: typing, by keyboard, with filters, by a shared link, without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "wcag2aaa", "best-practice"]
RESULT = "[data-search-results] [data-search-result]"
OPTION = ".search-box [role=option]"


def wait_for(page: Any, text: str) -> None:
    """Wait until the results of *text* are all there."""
    page.wait_for_selector(f'[data-search-results][data-query="{text}"]', state="attached")


def type_in(page: Any, text: str) -> None:
    """Put *text* into the box of the search page as an input method does, and wait for its results."""
    page.locator("#q").focus()
    page.keyboard.insert_text(text)
    wait_for(page, text)


def asked(page: Any) -> dict[str, list[str]]:
    """What the address asks for, once it is up to date."""
    page.wait_for_function(
        """() => {
            const box = document.getElementById("q");
            return !box || (new URLSearchParams(location.search).get("q") || "") === box.value;
        }"""
    )
    return parse_qs(urlsplit(page.url).query)


@pytest.fixture
def search(sight: Any) -> Any:
    """The search page, all issues shown."""
    sight.go("search.html")
    wait_for(sight.page, "")
    return sight.page


@pytest.fixture
def box(sight: Any) -> Any:
    """A page deep in the site, the focus in its search box."""
    sight.go("2024-xuncha/021.html")
    with sight.page.expect_response("**/search/all.js"):
        sight.page.keyboard.press("/")
    return sight.page


@pytest.mark.parametrize(
    ("text", "number", "marked"),
    [
        ("渣土", "004", "渣土"),
        ("zhatu", "004", "渣土"),
        ("ztc", "004", "渣土车"),
        ("22144", None, "22144"),
        ("停车场消防验收", None, "停车场"),
        ("垃圾分类电子红包", "019", "电子红包"),
    ],
)
def test_what_is_typed_is_found(search: Any, text: str, number: str | None, marked: str) -> None:
    """Words, pinyin in full and by initials, numbers, several words in one: found, marked, counted, linked."""
    type_in(search, text)
    marks = "".join(search.locator(f"{RESULT} mark").all_inner_texts())
    first = search.locator(f"{RESULT} a").first.get_attribute("href")

    assert marked in marks
    assert number is None or f"/{number}.html?q=" in first
    assert "找到" in search.get_by_role("status").first.inner_text()
    assert search.locator(RESULT).count() == int("".join(filter(str.isdigit, said_total(search))))
    assert asked(search) == {"q": [text]}


def said_total(page: Any) -> str:
    """The number that is said first."""
    said: str = page.locator("[data-search=said]").inner_text()
    return said.partition("个")[0]


def test_every_key_finds_anew(search: Any) -> None:
    """The results follow each letter; the address keeps the last state only; nothing above the results moves."""
    search.locator("#q").focus()
    entries = search.evaluate("history.length")
    places = set()
    for text in ("l", "la", "laj", "laji"):
        search.keyboard.type(text[-1])
        wait_for(search, text)
        places.add(
            str(search.locator("#q").bounding_box()) + str(search.locator(".search__columns").bounding_box()["y"])
        )

    assert len(places) == 1
    assert asked(search) == {"q": ["laji"]}
    assert search.evaluate("history.length") == entries + 1


def test_nothing_is_searched_while_an_input_method_is_composing(search: Any) -> None:
    """Half a word in pinyin is not looked for; the chosen characters are."""
    session = search.context.new_cdp_session(search)
    search.locator("#q").focus()
    session.send("Input.imeSetComposition", {"text": "zha'tu", "selectionStart": 6, "selectionEnd": 6})
    during = search.locator("[data-search-results]").get_attribute("data-query")
    session.send("Input.insertText", {"text": "渣土"})
    wait_for(search, "渣土")

    assert during == ""


def test_nothing_found_helps_on(search: Any) -> None:
    """An empty answer says so and offers what to try, and the way to all issues leads there."""
    type_in(search, "甲乙丙丁戊")

    assert "没有找到" in search.locator("[data-search=said]").inner_text()
    assert search.get_by_text("可以这样再试").is_visible()

    search.get_by_role("link", name="全部问题").click()
    wait_for(search, "")

    assert search.locator(RESULT).count() == 30


def test_more_are_shown_when_asked(search: Any) -> None:
    """Thirty at first; the rest on request, the focus on the first of them, the button gone."""
    more = search.locator("[data-search-more]")
    more.click()

    assert search.locator(RESULT).count() == 59
    assert not more.is_visible()
    assert search.evaluate("document.activeElement === document.querySelectorAll('.search-result__link')[30]")


def test_filters_narrow_and_are_in_the_address(search: Any) -> None:
    """A box narrows the results to the number beside it; a second one in the list adds; clearing brings all back."""
    labels = search.locator('[data-search-facet="c"] label')
    counts = [int(labels.nth(n).locator(".facet__count").inner_text()) for n in range(3)]
    labels.nth(1).click()
    after_one = search.locator(RESULT).count()
    address = asked(search)
    labels.nth(2).click()
    after_two = search.locator(RESULT).count()
    search.get_by_role("button", name="清除筛选").click()

    assert after_one == counts[1]
    assert list(address) == ["c"]
    assert after_two == min(30, counts[1] + counts[2])
    assert search.locator(RESULT).count() == 30
    assert asked(search) == {}


def test_filter_counts_follow_the_query(search: Any) -> None:
    """Each number beside a filter is what choosing it would leave; the filters themselves stay where they are."""
    names = search.locator(".facet__name").all_inner_texts()
    type_in(search, "渣土")
    total = search.locator(RESULT).count()
    counts = search.locator('[data-search-facet="c"] .facet__count').all_inner_texts()

    assert search.locator(".facet__name").all_inner_texts() == names
    assert sum(map(int, counts)) == total


def test_topics_narrow_what_is_found(search: Any) -> None:
    """What readers care about comes first among the filters: a topic leaves what its list has."""
    type_in(search, "车")
    facets = search.locator("[data-search-facet]:visible")
    cars = search.locator('[data-search-facet="t"] label', has_text="公车和财务")
    count = int(cars.locator(".facet__count").inner_text())
    cars.click()

    assert facets.first.get_attribute("data-search-facet") == "t"
    assert list(asked(search)) == ["q", "t"]
    assert 0 < search.locator(RESULT).count() == count


def test_filters_that_hide_everything_can_be_taken_off(search: Any) -> None:
    """Where the filters alone are to blame, one button goes without them."""
    type_in(search, "渣土")
    names = search.locator('[data-search-facet="c"] label')
    empty = next(n for n in range(names.count()) if names.nth(n).locator(".facet__count").inner_text() == "0")
    key = names.nth(empty).locator("input").get_attribute("value")
    search.goto(f"{search.url.partition('?')[0]}?q=渣土&c={key}")
    wait_for(search, "渣土")

    assert search.locator(RESULT).count() == 0

    search.get_by_role("button", name="去掉筛选").click()

    assert search.locator(RESULT).count() == 3


def test_back_and_forward(search: Any) -> None:
    """Back leads from a filter to the query, from the query to all issues; forward again."""
    type_in(search, "垃圾")
    hits = search.locator(RESULT).count()
    search.locator('[data-search-facet="c"] label').first.click()
    narrowed = search.locator(RESULT).count()
    seen = []
    for step in (search.go_back, search.go_back, search.go_forward, search.go_forward):
        step()
        wait_for(search, search.locator("#q").input_value())
        seen.append((search.locator("#q").input_value(), search.locator(RESULT).count()))

    assert narrowed < hits
    assert seen == [("垃圾", hits), ("", 30), ("垃圾", hits), ("垃圾", narrowed)]


def test_back_leads_to_what_was_just_typed(search: Any) -> None:
    """The address is written when typing pauses; who goes on before that still comes back to his question."""
    search.evaluate("const set = setTimeout; window.setTimeout = (call, wait) => wait ? 0 : set(call)")
    type_in(search, "北斗")
    search.locator(f"{RESULT} a").first.click()
    search.wait_for_selector("main mark")
    search.go_back()
    wait_for(search, "北斗")

    assert search.locator("#q").input_value() == "北斗"


def test_a_shared_link_shows_the_same(search: Any, sight: Any, browser: Any) -> None:
    """The address alone brings query, filters and results back, in another browser too."""
    type_in(search, "垃圾")
    search.locator('[data-search-facet="c"] label').first.click()
    titles = search.locator(f"{RESULT} a").all_inner_texts()
    with browser.playwright.new_context() as other:
        page = other.new_page()
        page.goto(search.url)
        wait_for(page, "垃圾")

        assert page.locator(f"{RESULT} a").all_inner_texts() == titles
        assert page.locator('[data-search-facet="c"] input').first.is_checked()
        assert page.locator("#q").input_value() == "垃圾"
    assert sight.complaints == []


def test_unknown_filters_in_an_address_are_ignored(sight: Any) -> None:
    """An old or mistyped link still shows something."""
    sight.go("search.html?q=垃圾&c=nowhere")
    wait_for(sight.page, "垃圾")

    assert sight.page.locator(RESULT).count() > 0


def test_the_slash_key_goes_to_the_box(box: Any) -> None:
    """From anywhere on the page; within a field it is a character; the help page switches it off (2.1.4)."""
    box.keyboard.type("/")
    typed = box.locator("#site-search").input_value()
    box.goto(box.url.rpartition("/2024-xuncha/")[0] + "/help.html")
    switch = box.get_by_role("button", name="停用 / 键")
    switch.click()
    box.keyboard.press("/")
    off = box.evaluate("document.activeElement.id")
    box.get_by_role("button", name="重新启用 / 键").click()
    box.keyboard.press("/")

    assert typed == "/"
    assert off == ""
    assert box.evaluate("document.activeElement.id") == "site-search"


def test_suggestions_by_keyboard(box: Any) -> None:
    """Arrows go round through the suggestions, Escape closes, Enter opens the chosen one at its paragraph."""
    combobox = box.get_by_role("combobox", name="搜索")
    before = box.locator("#main").bounding_box()
    box.keyboard.type("zhatu")
    box.wait_for_selector(OPTION)
    number = box.locator(OPTION).count()

    assert combobox.get_attribute("aria-expanded") == "true"
    assert box.locator("#main").bounding_box() == before
    assert f"{number - 1}条建议" in box.locator(".search-box [role=status]").inner_text()

    box.keyboard.press("ArrowUp")
    last = box.locator(f"{OPTION}[aria-selected=true]").get_attribute("id")
    box.keyboard.press("ArrowDown")
    at_box = combobox.get_attribute("aria-activedescendant")
    box.keyboard.press("Escape")

    assert last == box.locator(OPTION).last.get_attribute("id")
    assert at_box is None
    assert (combobox.get_attribute("aria-expanded"), combobox.input_value()) == ("false", "zhatu")

    box.keyboard.press("ArrowDown")
    box.keyboard.press("ArrowDown")
    chosen = combobox.get_attribute("aria-activedescendant")
    goal = box.locator(f"#{chosen}").get_attribute("href")
    box.keyboard.press("Enter")
    box.wait_for_url("**/00*.html?q=*")

    assert goal is not None
    assert asked(box) == {"q": ["渣土"]}
    assert set(box.locator("main mark").all_inner_texts()) == {"渣土"}


def test_enter_in_the_box_opens_the_search_page(box: Any) -> None:
    """Without a chosen suggestion the form is sent, scripts or not."""
    box.keyboard.insert_text("渣土")
    box.keyboard.press("Enter")
    wait_for(box, "渣土")

    assert box.locator("#q").input_value() == "渣土"
    assert box.locator(RESULT).count() == 3


def test_a_suggestion_can_be_clicked(box: Any) -> None:
    """The pointer works as the keys do; leaving the box closes the list."""
    box.keyboard.insert_text("渣土")
    box.locator(OPTION).first.click()
    box.wait_for_url("**/004.html?q=*")
    box.keyboard.press("/")
    box.wait_for_function("document.activeElement.id === 'site-search'")
    box.keyboard.press("ArrowDown")
    box.wait_for_selector(OPTION)
    box.keyboard.press("Tab")

    assert not box.locator(OPTION).first.is_visible()


def test_the_opened_page_is_marked_and_stands_at_its_paragraph(search: Any) -> None:
    """From a result to the paragraph with the best match, the words marked; one button takes the marks off."""
    type_in(search, "北斗")
    search.locator(f"{RESULT} a").first.click()
    search.wait_for_selector("main mark")
    target = search.locator(":target")

    assert "北斗" in target.locator("mark").all_inner_texts()
    assert 0 <= target.bounding_box()["y"] < 700

    text = search.locator(".issue").inner_text()
    search.get_by_role("button", name="去掉标记").click()

    assert search.locator("main mark").count() == 0
    assert search.locator(".issue").inner_text() == text


@pytest.mark.parametrize(
    ("query", "marked"),
    [("停车场消防验收", {"停车场", "消防验收"}), ("“渣土”", {"渣土"}), ("违規", {"违规"})],
)
def test_words_are_marked_however_they_are_written(sight: Any, query: str, marked: set[str]) -> None:
    """Words run together, in quotes, in traditional characters."""
    page = sight.page
    sight.go("index.html")
    pages = page.evaluate(
        """query => new Promise((done) => Rectify.need("search", () => Rectify.search.load((index) =>
        index.ask(query, {}, 9, (answer) => {
            done(answer.tiers.flatMap((tier) => tier.results.map((result) => result.path)));
        })
    )))""",
        query,
    )
    sight.go(f"{pages[0]}?q={query}")
    page.wait_for_selector("main mark")

    assert set(page.locator("main mark").all_inner_texts()) <= marked
    assert page.locator("main mark").count() > 0


def test_a_mark_reaches_over_a_link(sight: Any) -> None:
    """Words of which some are linked to the glossary are marked whole."""
    sight.go("2024-xuncha/004.html")
    page = sight.page
    term = page.locator(".paragraph .term").first
    around = term.evaluate("link => (link.previousSibling.data.slice(-2) + link.textContent)")
    count = page.evaluate(
        """text => new Promise((done) => Rectify.need("search", () =>
            Rectify.need("marks", () => done(Rectify.marks.highlight(text)))))""",
        around,
    )

    assert count >= 1
    assert term.locator("mark").count() == 1
    assert "".join(page.locator("main mark").all_inner_texts()).startswith(around)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_with_everything_open(sight: Any, width: int, scheme: str) -> None:
    """Results, filters and suggestions open: nothing against them, nothing sticks out, targets are large."""
    sight.go("search.html?q=垃圾")
    page = sight.look(width=width, scheme=scheme)
    wait_for(page, "垃圾")
    page.evaluate("document.querySelector('.search__facets').open = true")
    faults = page.evaluate("tags => probes.accessibility(tags)", AXE_TAGS)
    faults += page.evaluate("probes.sideways()") + page.evaluate("probes.smallTargets(24)")
    sight.go("help.html")
    page = sight.look(width=width, scheme=scheme)
    if width > 768:
        with page.expect_response("**/search/all.js"):
            page.locator("#site-search").focus()
        page.keyboard.insert_text("垃圾")
        page.wait_for_selector(OPTION)
        page.keyboard.press("ArrowDown")
        hits = page.evaluate("tags => probes.accessibility(tags)", AXE_TAGS)
        # Axe cannot tell that the list hides what it lies over, where a line ends behind it.
        faults += [fault for fault in hits if not ("-list-" in fault and "partially overlaps" in fault)]

    assert faults == [], "\n".join(faults)


def test_a_result_opens_at_the_lasting_address_of_its_paragraph(search: Any) -> None:
    """What a reader copies from the address bar leads there, too, when paragraphs were added."""
    type_in(search, "电子红包")
    search.locator(f"{RESULT} a").first.click()
    search.wait_for_selector(".paragraph:target mark")

    assert re.fullmatch("(wenti|cuoshi|jinzhan)-[a-z][a-z0-9]+", urlsplit(search.url).fragment)


def test_what_is_not_found_offers_its_words_and_no_filters(search: Any) -> None:
    """A question that nothing answers leads on by those of its words that have results."""
    type_in(search, "合同里的字我看不懂")

    assert not search.locator("[data-search-facet]:visible").count()

    search.locator("[data-search=hints] a").first.click()
    wait_for(search, "合同")

    assert search.locator(RESULT).count() > 0


def test_a_phone_reaches_the_box_in_one_tap(sight: Any) -> None:
    """The link at the top leads into the box; filters are folded until they are asked for."""
    sight.go("help.html")
    page = sight.look(width=320)
    page.locator(".site-header__find").click()
    wait_for(page, "")
    filters = page.locator('[data-search-facet="c"]')

    assert page.evaluate("document.activeElement.id") == "q"
    assert not filters.is_visible()

    page.locator("summary").click()

    assert filters.is_visible()


@pytest.mark.parametrize("width", [1024, 1280])
@pytest.mark.parametrize("size", ["", "large", "huge"])
def test_what_is_found_stands_beside_the_filters(sight: Any, width: int, size: str) -> None:
    """On wide screens, also where letters are large: below all the filters, nobody would look for it."""
    sight.go("search.html?q=垃圾")
    page = sight.look(width=width, size=size)
    wait_for(page, "垃圾")
    filters, results = (page.locator(one).bounding_box() for one in ("[data-search=side]", "[data-search-results]"))

    assert results["y"] < filters["y"] + 100
    assert results["x"] >= filters["x"] + filters["width"]


def test_it_works_from_disk(browser: Any, real_folder: Path) -> None:
    """Opened by double-click, without any server: suggestions, results, the marked page."""
    with browser.playwright.new_context() as context:
        page = context.new_page()
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto((real_folder / "2024-xuncha" / "021.html").as_uri())
        page.locator("#site-search").focus()
        page.keyboard.insert_text("渣土")
        page.wait_for_selector(OPTION)
        page.keyboard.press("Enter")
        wait_for(page, "渣土")
        page.locator(f"{RESULT} a").first.click()
        page.wait_for_selector("main mark")

        assert page.url.startswith("file:")
        assert complaints == []


def test_it_works_under_a_strict_policy(browser: Any) -> None:
    """A server that forbids everything but the site's own files: nothing is blocked."""
    policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'"
    with browser.playwright.new_context() as context:
        page = context.new_page()
        complaints: list[str] = []
        page.on("console", lambda said: complaints.append(said.text))

        def with_policy(route: Any) -> None:
            answer = route.fetch()
            route.fulfill(response=answer, headers={**answer.headers, "content-security-policy": policy})

        page.route("**/*.html*", with_policy)
        page.goto(browser.address + "search.html?q=渣土")
        wait_for(page, "渣土")
        page.locator(f"{RESULT} a").first.click()
        page.wait_for_selector("main mark")

        assert complaints == []


def test_lost_data_leaves_the_lists(browser: Any) -> None:
    """If the search data does not arrive, the page shows what it shows without scripts."""
    with browser.playwright.new_context() as context:
        page = context.new_page()
        page.route("**/search/all.js", lambda route: route.abort())
        page.goto(browser.address + "search.html?q=渣土")
        page.wait_for_selector(".issue-row")

        assert page.locator(".issue-row").count() == 59


@pytest.fixture
def plain(browser: Any) -> Iterator[Any]:
    """A page of a browser with scripts switched off."""
    with browser.playwright.new_context(java_script_enabled=False) as context:
        yield context.new_page()


def test_without_scripts_the_page_helps(plain: Any, browser: Any) -> None:
    """The form leads there; all titles are on the page, with lists by category, status, department, and a hint."""
    plain.goto(browser.address + "help.html")
    plain.locator("#site-search").fill("渣土")
    plain.locator(".search-box button").click()

    assert urlsplit(plain.url).path.endswith("/search.html")
    assert plain.locator(".issue-row__title:visible").count() == 59
    assert plain.get_by_text("在页面中查找").is_visible()
    assert not plain.locator(".search__live").is_visible()
    for title in ("类别", "整改状态", "责任部门"):
        assert plain.get_by_role("heading", name=title, exact=True).is_visible()
