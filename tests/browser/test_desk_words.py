"""The desk's forms in a browser, as somebody meets them who has never seen the files behind them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from browser.desks import KEPT, check, desk_over, field, opened_list, saved
from served import Served, until

ISSUE = "#/content/2025-xuncha/001.yaml"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with desk_over(tmp_path_factory.mktemp("desk") / "project") as one:
        yield one


@pytest.fixture
def page(chrome: Any, served: Served) -> Iterator[Any]:
    with opened_list(chrome, served) as one:
        yield one


def focused(page: Any) -> Any:
    """The field in which the cursor stands."""
    return page.evaluate("document.activeElement.dataset.field")


def at(page: Any, place: str) -> None:
    """Go to an address of the desk."""
    page.evaluate("(place) => { location.hash = place; }", place)


def test_an_address_leads_to_a_field(page: Any) -> None:
    """From another page, within an open form, and to what is folded away or not there at all."""
    at(page, f"{ISSUE}@result")
    until(lambda: focused(page) == "result")
    page.evaluate("document.querySelector('form.editor').dataset.mark = 'the same'")
    at(page, f"{ISSUE}@goal")
    until(lambda: focused(page) == "goal")
    at(page, f"{ISSUE}@measures.0.text")
    until(lambda: focused(page) == "text")

    assert page.evaluate("document.querySelector('form.editor').dataset.mark") == "the same"


def test_what_holds_by_default_is_shown_as_it_holds(page: Any) -> None:
    """A box that is ticked by default is ticked, is written when it is not, and is written no more when it is again."""
    at(page, "#/site.yaml@footer.error_report")
    box = page.locator("[data-field=error_report]")
    until(lambda: focused(page) == "error_report")
    assert box.is_checked()
    assert "不填就是“信息公开”" in page.text_content("div.field:has([data-field=column_type])")
    box.uncheck()
    until(lambda: page.evaluate(KEPT))
    box.check()
    until(lambda: page.evaluate("document.querySelector('[data-saved]').textContent === ''"))


def test_a_time_is_written_as_people_write_it(page: Any, served: Served) -> None:
    """Words, the calendar, and the minute that it is; the file has the form that it had."""
    at(page, "#/content/2025-xuncha/round.yaml@published")
    until(lambda: focused(page) == "published")
    time = page.locator("[data-field=published]")
    time.fill("2026年11月30日下午3点5分")
    page.keyboard.press("Tab")
    assert time.input_value() == "2026-11-30 15:05"
    picker = page.get_by_label("从日历里选")
    assert picker.input_value() == "2026-11-30T15:05"
    picker.fill("2026-12-01T09:30")
    until(lambda: page.evaluate(KEPT))
    page.keyboard.press("Control+s")
    saved(page)
    assert "published: 2026-12-01 09:30" in (served.root / "content/2025-xuncha/round.yaml").read_text("utf-8")


@pytest.mark.parametrize("place", [ISSUE, "#/content/2025-xuncha/round.yaml", "#/site.yaml"])
def test_nothing_in_a_form_speaks_of_files(page: Any, place: str) -> None:
    """Neither of YAML nor of commands nor of words that stand for a choice."""
    at(page, place)
    page.wait_for_selector("form.editor")
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    words = page.inner_text("form.editor [data-groups]")

    assert [one for one in ("build.py", ".yaml", "true", "pending", "serve", "before（") if one in words] == []


def test_what_is_written_most_is_reached_on_the_first_screen(page: Any) -> None:
    """In a window of 768 pixels: the problem and the first measure are seen, the result and an empty group are one press away."""
    page.set_viewport_size({"width": 768, "height": 900})
    at(page, ISSUE)
    page.wait_for_selector("form.editor")
    inside = "() => { const at = document.activeElement.getBoundingClientRect(); return at.top >= 0 && at.bottom <= innerHeight; }"

    for label in ("问题", "内容"):
        box = field(page, label, "textarea").bounding_box()
        assert box["y"] + box["height"] <= 900
    assert page.evaluate("document.documentElement.scrollHeight") < 2000
    rest = page.locator("[data-groups] > details:has-text('还空着的')")
    assert "7组：期限和目标" in rest.locator("summary").first.inner_text()
    page.click("[data-ways] >> text=整改结果")
    assert focused(page) == "result"
    assert page.evaluate(inside)
    page.click("[data-ways] >> text=还空着的")
    assert rest.evaluate("one => one.open")
    assert page.evaluate(inside)


def test_a_long_list_is_one_line_for_each_item(page: Any) -> None:
    """A line says what stands in it, what is added is unfolded and has the cursor, and a mistake within is marked and reached."""
    at(page, ISSUE)
    page.wait_for_selector("form.editor")
    rows = page.locator("fieldset.list:has(> legend:text-is('整改进展')) > ol > li")
    for number in range(rows.count(), 5):
        page.click("text=添一条整改进展")
        rows.nth(number).locator("textarea").fill(f"第{number}次检查。")

    assert rows.nth(1).locator("summary").first.inner_text() == "第2条：第1次检查。"
    assert not rows.nth(1).locator("textarea").is_visible()
    assert rows.nth(4).locator("textarea").is_visible()
    rows.nth(1).locator("summary").first.click()
    field(page, "日期").evaluate("one => one.closest('li').nextSibling.querySelector('[data-field=date]').focus()")
    page.keyboard.type("2025-13")
    rows.nth(1).locator("summary").first.click()
    page.wait_for_selector("details.has-faults:has-text('第1次检查')")
    page.click(".summary button:has-text('2025-13')")
    assert focused(page) == "date"
    page.click("text=放弃没保存的改动")
    until(lambda: page.evaluate("document.querySelector('[data-saved]').textContent === ''"))


def test_in_a_narrow_window_form_and_page_take_turns(page: Any) -> None:
    """The page is not a long way below the form, and one is led back."""
    page.set_viewport_size({"width": 768, "height": 900})
    at(page, ISSUE)
    page.wait_for_selector("form.editor")
    assert not page.is_visible("iframe.preview")
    page.click("text=看网页的样子")
    assert page.is_visible("iframe.preview")
    assert page.evaluate("document.querySelector('iframe.preview').getBoundingClientRect().top") < 450
    assert check(page) == []
    page.click("text=回到表单")
    assert field(page, "标题").is_visible()
