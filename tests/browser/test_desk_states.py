"""What the desk says is true, seen in a real browser: states, new rounds, boxes that nobody has left, files just put there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from browser.desks import check, desk_over_public, go, opened_list, saved
from served import Served, until
from support import ROOT

PHOTO = ROOT / "tests/sites/bureau/project/content/2025-xuncha/001/qian.jpg"
ONE, TWO = (f"content/2025-xuncha/00{number}.yaml" for number in (1, 2))


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A desk over two issues that are public."""
    with desk_over_public(tmp_path_factory.mktemp("states"), (ONE, TWO)) as one:
        yield one


@pytest.fixture
def page(chrome: Any, served: Served) -> Iterator[Any]:
    with opened_list(chrome, served) as one:
        yield one


def test_an_issue_is_not_withdrawn_before_that_is_published(page: Any) -> None:
    """No complaint before a box is left; then the form and the list say what readers have, and the way back is there."""
    go(page, ONE)
    page.click("button:text-is('撤下')")
    until(lambda: "记下" in page.inner_text("[data-saved]"))

    assert page.locator(".faults .wrong").count() == 0
    page.keyboard.type("重复公布")
    page.keyboard.press("Control+s")
    saved(page)
    page.wait_for_selector("[data-acts]:has-text('撤下待公开。读者现在还看得到')")
    assert page.locator("[data-acts] button:text-is('回到公开的样子')").count() == 1
    assert check(page) == []
    page.click("nav >> text=一览")
    page.wait_for_selector("tr:has(td:text-is('1')) >> text=撤下待公开")
    assert "1个问题撤下待公开" in page.inner_text(".next")


def test_a_box_that_was_left_empty_is_told(page: Any) -> None:
    """Once one has gone on from it."""
    go(page, TWO)
    page.click("text=写后续进展")
    until(lambda: "记下" in page.inner_text("[data-saved]"))
    assert page.locator(".faults .wrong").count() == 0
    page.keyboard.press("Tab")

    page.wait_for_selector(".faults .wrong:has-text('内容')")
    page.click("text=放弃没保存的改动")
    page.wait_for_selector("[data-state]:has-text('上次保存的样子')")


def test_a_file_that_was_just_put_there_is_not_called_missing(page: Any) -> None:
    """Not for a moment."""
    go(page, TWO)
    page.evaluate("""() => { window.seen = [];
      new MutationObserver(() => seen.push(document.querySelector("form.editor").textContent.includes("里没有文件")))
        .observe(document.body, { childList: true, subtree: true }); }""")
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    page.set_input_files(".drop input >> nth=-2", PHOTO)
    page.wait_for_selector("[data-state]:has-text('照片放好了')")
    page.keyboard.type("院墙")
    until(lambda: "记下" in page.inner_text("[data-saved]"))

    page.wait_for_timeout(500)
    assert page.evaluate("window.seen.some(Boolean)") is False
    page.click("text=放弃没保存的改动")
    page.wait_for_selector("[data-state]:has-text('上次保存的样子')")


def test_the_page_follows_to_where_one_writes(page: Any) -> None:
    """It does not stay at its top."""
    go(page, TWO)
    page.frame_locator("iframe").locator("h1").wait_for()
    page.locator("fieldset.list:has(> legend:has-text('整改进展')) textarea").first.focus()

    until(lambda: page.evaluate("document.querySelector('iframe').contentWindow.scrollY > 100"))


def test_a_new_round_says_its_name_and_has_a_page(page: Any) -> None:
    """The address is proposed, a wrong one is told in our own words at its box, and the form has title and page."""
    page.click("summary:has-text('新开一轮')")
    page.get_by_label("新一轮的名称").fill("2026年巡察整改")
    assert page.get_by_label("网址里的名字").input_value() == "2026-xuncha"
    page.get_by_label("网址里的名字").fill("2026年")
    page.click("button:text-is('新开一轮')")
    page.wait_for_selector(".faults .wrong:has-text('只用英文小写字母')")
    assert check(page) == []
    page.get_by_label("网址里的名字").fill("2026-xuncha")
    page.click("button:text-is('新开一轮')")
    page.wait_for_selector("h1:has-text('2026年巡察整改')")

    assert page.locator(".faults .wrong").count() == 0
    page.frame_locator("iframe").locator("h1:has-text('2026年巡察整改'), h1:has-text('待填')").first.wait_for()
    page.click("text=← 一览")
    page.wait_for_selector("section:has-text('2026-xuncha') tr:has-text('（还没有标题）') >> text=草稿")
    page.click("section:has-text('2026-xuncha') >> text=（还没有标题）")
    page.wait_for_selector("h1:has-text('第1个问题（还没有标题）')")
    page.click("text=先在这一轮里写类别")
    page.wait_for_selector("h1:has-text('2026年巡察整改')")


def test_a_browser_without_the_key_is_told_what_to_do(chrome: Any, served: Served) -> None:
    """Another browser cannot get in, and reads where the address stands."""
    with chrome.new_context() as other:
        page = other.new_page()
        page.goto(f"{served.address}__rectify__/desk/")
        assert "把里面带 key= 的整个网址复制到" in page.inner_text("body")


def test_public_words_of_a_round_are_revised_by_the_same_form(page: Any, served: Served) -> None:
    """Saving asks what was changed, one act saves it and writes the entry; the same is offered above the form."""
    name = "content/2025-xuncha/round.yaml"
    go(page, name)
    page.wait_for_selector("[data-acts] summary:has-text('改正公开过的文字（修订）')")
    title = page.locator("[data-field=title]").first
    title.fill("又一个标题")
    page.keyboard.press("Control+s")
    page.wait_for_selector("h2:has-text('改的是公开过的文字')")
    assert "又一个标题" in page.inner_text("[data-notes]")
    assert check(page) == []
    page.locator("[data-notes]").get_by_label("改了什么").fill("改了标题")
    page.click("[data-notes] >> text=记下修订并保存")
    page.wait_for_selector("[data-state]:has-text('修订记录添了一条')")

    text = (served.root / name).read_text("utf-8")
    assert "又一个标题" in text
    assert "note: 改了标题" in text
    assert page.locator("[data-field=note]").first.input_value() == "改了标题"
