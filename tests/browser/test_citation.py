"""Citing and linking in a browser: today's date, copying with and without a clipboard, links of paragraphs."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import bibtexparser
import pytest
import rispy

ISSUE = "2024-xuncha/013.html"
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)
DAY = dt.datetime(2026, 11, 5, 0, 30, tzinfo=dt.timezone(dt.timedelta(hours=8)))
NO_CLIPBOARD = """
Object.defineProperty(navigator, "clipboard", { value: undefined });
document.addEventListener("copy", () => { window.copied = String(document.activeElement.value); });
"""


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A reader's page in Beijing, half an hour after midnight on 5 November 2026, under the strict policy."""
    with browser.playwright.new_context(
        timezone_id="Asia/Shanghai",
        permissions=["clipboard-read", "clipboard-write"],
        accept_downloads=True,
        reduced_motion="reduce",
    ) as context:
        made = context.new_page()
        made.clock.set_fixed_time(DAY)

        def strict(route: Any) -> None:
            answer = route.fetch()
            route.fulfill(response=answer, headers={**answer.headers, "Content-Security-Policy": CSP})

        made.route("**/*.html", strict)
        yield made


def texts(page: Any) -> dict[str, str]:
    """Every form of citation that the page shows, by its name, to a reader who comes to them."""
    page.locator(".citation").scroll_into_view_if_needed()
    page.locator(".citation button").first.wait_for()
    forms = page.locator(".citation__form").all()
    return {one.locator("summary").text_content(): one.locator("pre").text_content() for one in forms}


def test_the_day_is_the_readers_own(page: Any, browser: Any) -> None:
    """Today by the reader's clock and zone, in the shape that each form wants."""
    page.goto(browser.address + ISSUE)
    shown = texts(page)

    assert "[2026-11-05]" in shown["GB/T 7714—2025"]
    assert "[2026-11-05]" in shown["GB/T 7714—2015"]
    assert "urldate = {2026-11-05}" in shown["BibTeX"]
    assert rispy.loads(shown["RIS"])[0]["access_date"] == "2026/11/05"
    assert json.loads(shown["CSL-JSON"])[0]["accessed"]["date-parts"] == [[2026, 11, 5]]


def test_without_scripts_a_place_is_left_for_the_day(browser: Any) -> None:
    """No date that nobody chose; a word says what to put there; no buttons that do nothing."""
    with browser.playwright.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(browser.address + ISSUE)

        assert "[引用日期]" in page.locator(".citation__text").first.inner_text()
        assert "请把“引用日期”换成" in page.locator(".citation__hint").inner_text()
        assert page.locator(".citation button").count() == 0
        page.locator("summary", has_text="RIS").click()
        assert page.locator(".citation__text", has_text="TY  - ELEC").is_visible()


@pytest.mark.parametrize("name", ["GB/T 7714—2025", "GB/T 7714—2015", "一般文字", "BibTeX", "RIS", "CSL-JSON"])
def test_one_click_copies(page: Any, browser: Any, name: str) -> None:
    """The clipboard holds exactly what is shown, and a word says so."""
    page.goto(browser.address + ISSUE)
    page.locator(".citation").scroll_into_view_if_needed()
    form = page.locator(".citation__form", has=page.get_by_text(name, exact=True))
    if form.get_attribute("open") is None:
        form.locator("summary").click()
    form.get_by_role("button", name=f"复制引文（{name}）").click()
    page.get_by_role("status").filter(has_text=f"已复制{name}引文").wait_for()

    assert page.evaluate("navigator.clipboard.readText()") == texts(page)[name]


def test_copying_works_without_a_clipboard(page: Any, browser: Any) -> None:
    """Old browsers and addresses that are not trusted copy as they always did; focus stays on the button."""
    page.add_init_script(NO_CLIPBOARD)
    page.goto(browser.address + ISSUE)
    page.locator(".citation").scroll_into_view_if_needed()
    button = page.get_by_role("button", name="复制引文（GB/T 7714—2025）")
    button.click()
    page.get_by_role("status").filter(has_text="已复制").wait_for()

    assert page.evaluate("window.copied") == texts(page)["GB/T 7714—2025"]
    assert button.evaluate("one => one === document.activeElement")


def test_copying_works_from_disk(browser: Any, real_folder: Path) -> None:
    """Officials preview by double-click; the address that is copied is the one on the web."""
    with browser.playwright.new_context() as context:
        page = context.new_page()
        page.goto((real_folder / ISSUE).as_uri())
        page.locator(".citation").scroll_into_view_if_needed()
        page.get_by_role("button", name="复制引文（GB/T 7714—2025）").click()
        page.get_by_role("status").filter(has_text="已复制").wait_for()

        assert "file:" not in page.locator(".citation").inner_text()


@pytest.mark.parametrize("name", ["BibTeX", "RIS", "CSL-JSON"])
def test_saved_files_are_read_by_reference_managers(page: Any, browser: Any, name: str) -> None:
    """A file with the day of reading in it, made by the browser alone."""
    page.goto(browser.address + ISSUE)
    form = page.locator(".citation__form", has=page.get_by_text(name, exact=True))
    form.locator("summary").click()
    with page.expect_download() as saved:
        form.get_by_role("button", name=f"存成文件（{name}）").click()
    text = saved.value.path().read_text("utf-8")
    readers = {
        "BibTeX": lambda: bibtexparser.parse_string(text).entries[0]["urldate"],
        "RIS": lambda: rispy.loads(text)[0]["access_date"].replace("/", "-"),
        "CSL-JSON": lambda: "{}-{}-{:02}".format(*json.loads(text)[0]["accessed"]["date-parts"][0]),
    }
    suffix = {"BibTeX": "bib", "RIS": "ris", "CSL-JSON": "csl.json"}[name]

    assert readers[name]() == "2026-11-05"
    assert saved.value.suggested_filename == f"2024-xuncha-013.{suffix}"


def test_a_paragraph_is_linked_and_cited(page: Any, browser: Any) -> None:
    """Its number goes there and copies its address; the citation follows, and goes back to the whole page."""
    page.goto(browser.address + ISSUE)
    canonical = page.locator("link[rel=canonical]").get_attribute("href")
    number = page.get_by_role("link", name="整改措施第2段的链接")
    number.click()
    page.get_by_role("status").filter(has_text="已复制整改措施第2段的链接").wait_for()
    name = page.locator(".paragraph:target").get_attribute("id")
    cited = texts(page)

    assert page.evaluate("navigator.clipboard.readText()") == f"{canonical}#{name}"
    assert all(f"{canonical}#{name}" in text for text in cited.values())
    assert "整改措施第2段" in page.locator(".citation__hint").inner_text()
    page.get_by_role("link", name="改为引用整页").click()
    page.locator(".citation__hint", has_text="整改措施第2段").wait_for(state="detached")
    assert [text for text in texts(page).values() if f"#{name}" in text] == []


def test_an_address_by_number_still_leads_to_its_paragraph(page: Any, browser: Any) -> None:
    """Links from before paragraphs had names: the place is in view, and is cited by its name."""
    page.goto(f"{browser.address}{ISSUE}#cuoshi-2")
    paragraph = page.locator(".paragraph", has=page.locator("#cuoshi-2"))

    assert paragraph.evaluate(
        "one => { const box = one.getBoundingClientRect(); return box.top >= -30 && box.top < 300; }"
    )
    assert f"#{paragraph.get_attribute('id')}" in texts(page)["GB/T 7714—2025"]


def test_the_sign_of_a_link_is_seen_on_hover_and_focus(page: Any, browser: Any) -> None:
    """¶ comes with the mouse on the paragraph and with the keyboard on its number, and takes no room."""
    page.goto(browser.address + ISSUE)
    sign = "one => [getComputedStyle(one, '::after').content, getComputedStyle(one, '::after').opacity]"
    number = page.locator(".paragraph__number").first
    before = number.evaluate(sign)
    page.locator(".paragraph__text").first.hover()
    hovered = number.evaluate(sign)
    page.mouse.move(0, 0)
    number.focus()

    assert [before, hovered, number.evaluate(sign)] == [['"¶"', "0"], ['"¶"', "1"], ['"¶"', "1"]]


def test_paper_has_the_address_and_its_code(page: Any, browser: Any) -> None:
    """Printed: address and code, thirty millimetres wide, nothing to press. On screen: no code."""
    page.goto(browser.address + ISSUE)
    code = page.locator(".qr-code__image")
    on_screen = code.is_visible()
    page.emulate_media(media="print")

    assert not on_screen
    assert round(code.bounding_box()["width"] / 96 * 25.4) == 30
    assert page.locator(".qr-code__url").inner_text() == page.locator("link[rel=canonical]").get_attribute("href")
    assert not page.locator(".citation").is_visible()
