"""Long tables and lists of facts are narrowed in the page; without scripts they are whole."""

from __future__ import annotations

from typing import Any

import pytest

from browser.kinds import KINDS

ITEMS = {
    "figures": ".figure-table__rows > .figure-table__row",
    "timeline": ".event-list__item",
    "documents": ".document-index__item",
}

WORDS = {"figures": "计划", "timeline": "整改", "documents": "整改"}


@pytest.mark.parametrize("name", ITEMS)
def test_only_what_holds_the_words_is_left(browser: Any, name: str) -> None:
    """Whatever its case and width; months and groups without any go; the number is said; taken back, all is there."""
    with browser.playwright.new_context() as context:
        page = context.new_page()
        page.goto(browser.addresses[KINDS[name].site] + KINDS[name].path)
        items = page.locator(ITEMS[name])
        texts = items.all_text_contents()
        wanted = [text for text in texts if WORDS[name] in text and "1" in text]
        field = page.get_by_role("searchbox", name="只看含有这些字的")
        field.click()
        page.wait_for_function("!!Rectify.narrow")
        field.fill(f"{WORDS[name]}　１")
        shown = page.locator(f"{ITEMS[name]}:visible").all_text_contents()
        status = page.locator(".narrow__told").text_content()
        empty = page.eval_on_selector_all(
            "section.block",
            f"all => all.filter((one) => one.offsetHeight && one.querySelector('{ITEMS[name]}') && !one.querySelector('{ITEMS[name]}:not(.is-left-out)')).length",
        )
        field.fill("")

        assert 0 < len(wanted) < len(texts)
        assert shown == wanted
        assert status == f"显示{len(wanted)}项，本页共{len(texts)}项。"
        assert empty == 0
        assert page.locator(f"{ITEMS[name]}:visible").count() == len(texts)
        field.fill("没有这样的字")
        assert page.locator(".narrow__told").text_content() == "这一页里没有。"


@pytest.mark.parametrize("name", ITEMS)
def test_without_scripts_the_list_is_whole_and_there_is_no_field(browser: Any, name: str) -> None:
    """No control that does nothing."""
    with browser.playwright.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(browser.addresses[KINDS[name].site] + KINDS[name].path)

        assert page.locator(".narrow").is_hidden()
        assert page.locator(f"{ITEMS[name]}:visible").count() == page.locator(ITEMS[name]).count() > 0


def test_a_narrowed_table_is_still_sorted(browser: Any) -> None:
    """Rows that are left out stay out."""
    with browser.playwright.new_context() as context:
        page = context.new_page()
        page.goto(browser.addresses[KINDS["figures"].site] + KINDS["figures"].path)
        field = page.get_by_role("searchbox", name="只看含有这些字的")
        field.fill("万")
        page.wait_for_function("!!Rectify.narrow && document.querySelector('.is-left-out')")
        before = page.locator(f"{ITEMS['figures']}:visible").count()
        page.get_by_role("button", name="单位").click()

        assert page.locator(f"{ITEMS['figures']}:visible").count() == before
