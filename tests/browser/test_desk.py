"""The desk in a real browser: by keyboard alone, at two widths, by day and by night, with nothing typed lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import reuse as lives
from browser.desks import KEPT, check, desk_over, field, opened_list, saved
from served import Served, until

ONE = "content/2025-xuncha/001.yaml"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A desk over a site of five issues."""
    with desk_over(tmp_path_factory.mktemp("desk") / "project") as one:
        yield one


@pytest.fixture
def page(chrome: Any, served: Served) -> Iterator[Any]:
    """The desk, just opened by the address that the terminal gave."""
    with opened_list(chrome, served) as page:
        yield page


def open_issue(page: Any) -> None:
    """Go to the form of the first issue as one does."""
    page.click("tbody a >> nth=0")
    page.wait_for_selector("form.editor textarea")


def test_what_is_typed_is_seen_kept_and_saved(page: Any, served: Served) -> None:
    """The page beside the form follows each pause; the file follows 保存; only the line of the title changes."""
    before = (served.root / ONE).read_text("utf-8")
    open_issue(page)
    title = page.get_by_label("标题", exact=False).first
    old = title.input_value()
    title.fill("车辆没有台账")
    until(lambda: page.evaluate(KEPT))
    frame = page.frame_locator("iframe")
    frame.locator("h1", has_text="车辆没有台账").wait_for()
    assert before == (served.root / ONE).read_text("utf-8")
    page.keyboard.press("Control+s")
    until(lambda: page.evaluate("document.querySelector('[data-saved]').textContent.includes('已保存')"))

    assert before.replace(old, "车辆没有台账", 1) == (served.root / ONE).read_text("utf-8")


def test_all_of_it_works_by_keyboard(page: Any, served: Served) -> None:
    """From the list to a form, a measure added, moved up and filled in, saved: with Tab, Enter and letters alone."""
    press(page, "a[href$='/001.yaml']", text="")
    page.wait_for_selector("form.editor textarea")
    press(page, "button", text="添一条整改措施")
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"
    page.keyboard.type("每季度检查一次。")
    until(lambda: page.evaluate(KEPT))
    press(page, "[data-up]", text="上移", last=True, inside="整改措施")
    assert page.evaluate("document.activeElement.textContent") == "下移"  # it is the first now
    page.keyboard.press("Control+s")
    until(lambda: "- 每季度检查一次。\n  - 建立制度。" in (served.root / ONE).read_text("utf-8"))


def press(page: Any, selector: str, *, text: str, last: bool = False, inside: str = "") -> None:
    """Come to a control by Tab alone and press Enter on it."""
    want = """([selector, text, last, inside]) => {
      const lists = [...document.querySelectorAll("fieldset")].filter(one => one.querySelector("legend").textContent.startsWith(inside));
      const root = inside ? lists[0] : document;
      const all = [...root.querySelectorAll(selector)].filter(one => one.textContent.includes(text) && !one.disabled);
      window.wanted = last ? all[all.length - 1] : all[0];
    }"""
    for _ in range(200):
        page.evaluate(want, [selector, text, last, inside])  # the list may have been drawn anew
        if page.evaluate("document.activeElement === window.wanted"):
            page.keyboard.press("Enter")
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} {text} cannot be reached")


def test_an_item_that_was_taken_away_can_be_put_back(page: Any, served: Served) -> None:
    """Where it stood, by one button, which has the focus; nothing else that was typed is given up."""
    before = (served.root / ONE).read_text("utf-8")
    open_issue(page)
    items = page.locator("fieldset.list:has(> legend:has-text('整改措施')) > ol > li")
    texts = [one.input_value() for one in items.locator("textarea").all()]
    items.locator("[data-drop]").first.click()
    until(lambda: page.evaluate(KEPT))
    assert page.evaluate("document.activeElement.textContent") == "放回来"
    page.keyboard.press("Enter")
    assert [one.input_value() for one in items.locator("textarea").all()] == texts
    until(lambda: page.evaluate("document.querySelector('[data-saved]').textContent === ''"))  # as if nothing had been
    assert before == (served.root / ONE).read_text("utf-8")


def test_a_mistake_stands_at_its_field(page: Any) -> None:
    """In the terminal's words, joined to the control for those who listen; the list above leads to it."""
    open_issue(page)
    day = page.get_by_label("日期", exact=False).first
    day.fill("2025-13")
    page.wait_for_selector("[aria-invalid=true]")
    told = page.evaluate(
        "() => { const at = document.querySelector('[aria-invalid=true]');"
        " return at.getAttribute('aria-describedby').split(' ').map(id => document.getElementById(id).textContent).join(' ') }"
    )
    assert "“日期”不是日期：2025-13" in told
    page.click(".summary button >> nth=0")
    assert page.evaluate("document.activeElement.getAttribute('aria-invalid')") == "true"
    page.click("text=放弃没保存的改动")
    until(lambda: page.evaluate("!document.querySelector('[aria-invalid]')"))


def test_a_day_may_be_typed_as_people_write_it(page: Any) -> None:
    """2025年7月 becomes what files have."""
    open_issue(page)
    day = page.get_by_label("日期", exact=False).first
    day.fill("2025年7月")
    day.blur()
    assert day.input_value() == "2025-07"
    until(lambda: page.evaluate(KEPT))
    page.click("text=放弃没保存的改动")


def test_a_closed_window_loses_nothing(page: Any) -> None:
    """Opened again, the form goes on where it was left, and says so."""
    open_issue(page)
    page.get_by_label("整改结果", exact=False).first.fill("没有来得及保存")
    until(lambda: page.evaluate(KEPT))
    page.goto("about:blank")
    page.go_back()
    page.wait_for_selector("form.editor textarea")
    assert page.get_by_label("整改结果", exact=False).first.input_value() == "没有来得及保存"
    assert "接着上次没保存的写" in page.inner_text("main")
    page.click("text=放弃没保存的改动")
    until(lambda: page.evaluate("!document.querySelector('main').innerText.includes('接着上次')"))


def test_two_edits_at_once_are_shown_to_choose_from(page: Any, served: Served) -> None:
    """The other's text is never overwritten unasked."""
    open_issue(page)
    result = page.get_by_label("整改结果", exact=False).first
    result.fill("我的结果")
    until(lambda: page.evaluate(KEPT))
    lives.rewrite(served.root / ONE, "result: ", "result: 别人的")
    page.wait_for_selector("text=在别处改过了")
    page.keyboard.press("Control+s")
    page.wait_for_selector("text=别人改的")
    assert "result: 别人的" in (served.root / ONE).read_text("utf-8")
    page.check("input[type=radio] >> nth=1")
    page.click("text=合在一起保存")
    until(lambda: page.evaluate("document.querySelector('[data-state]').textContent.startsWith('已保存')"))
    assert "result: 别人的" in (served.root / ONE).read_text("utf-8")


def test_filters_find(page: Any) -> None:
    """Words, states and order narrow the list down as one types."""
    rows = page.locator("tbody tr").count()
    page.fill("input[type=search]", "没有这样的话")
    page.wait_for_selector("text=没有符合条件的问题")
    page.fill("input[type=search]", "")
    assert page.locator("tbody tr").count() == rows
    page.select_option("select >> nth=1", "已公开")
    page.wait_for_selector("text=没有符合条件的问题")


def test_pasting_from_an_office_program_gives_text_and_says_what_was_dropped(page: Any) -> None:
    """Pictures and formats stay outside."""
    open_issue(page)
    area = page.locator("form.editor textarea").first
    area.focus()
    page.evaluate(
        "() => { const data = new DataTransfer(); data.setData('text/plain', '一句话。');"
        " data.setData('text/html', '<p><b>一句话。</b><img src=x></p>');"
        " document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true })) }"
    )
    assert "没有贴：图片、粗体、斜体等格式" in page.inner_text("[data-state]")


def test_from_a_new_issue_to_a_published_site_and_a_first_update(page: Any, served: Served, tmp_path: Path) -> None:
    """Every step by its button; what a command says is shown; the update stands on the published page."""
    lives.rewrite(served.root / "site.yaml", "www.example.gov.cn", "www.shilishi.gov.cn")
    page.click("text=添一个问题 >> nth=0")
    page.wait_for_selector("form.editor textarea")
    field(page, "标题").fill("经费没有预算")
    field(page, "类别", "select").select_option(index=1)
    field(page, "整改状态", "select").select_option("已完成")
    page.locator("form.editor textarea").first.fill("会议经费没有预算。")
    page.click("text=添一条整改措施")
    page.keyboard.type("编制预算。")
    page.click("text=添一条整改进展")
    page.locator("fieldset.list:has(> legend:has-text('整改进展')) textarea").first.fill("预算已经编好。")
    until(lambda: page.evaluate(KEPT))
    page.keyboard.press("Control+s")
    saved(page)
    page.frame_locator("iframe").locator("h1", has_text="经费没有预算").wait_for()
    page.click("text=审好了，可以公开")
    page.wait_for_selector("[data-acts]:has-text('待公开')", timeout=120_000)

    page.click("nav >> text=公开")
    page.wait_for_selector("h1:has-text('公开')")
    target = tmp_path / "www"
    target.mkdir()
    page.get_by_label("公开在哪个文件夹").fill(str(target))
    page.click("text=看会改动什么")
    page.wait_for_selector("h2:has-text('会改动这些')", timeout=120_000)
    assert "新增" in page.inner_text("h3 >> nth=0")
    assert not list(target.iterdir())
    page.click("button:text-is('公开')")
    page.wait_for_selector("h2:has-text('已经公开')", timeout=120_000)
    assert "当场核对过，一个文件也不差" in page.inner_text("[data-published]")
    assert "经费没有预算" in (target / "current/2025-xuncha/006.html").read_text("utf-8")

    page.click("nav >> text=一览")
    page.wait_for_selector("tr:has-text('经费没有预算') >> text=已公开")
    page.click("tbody >> text=经费没有预算")
    page.click("text=写后续进展")
    page.keyboard.type("第二季度又查了一遍，没有反弹。")
    until(lambda: page.evaluate(KEPT))
    page.keyboard.press("Control+s")
    saved(page)
    page.frame_locator("iframe").locator("text=没有反弹").first.wait_for()
    assert "updates:" in (served.root / "content/2025-xuncha/006.yaml").read_text("utf-8")


def test_check_leads_to_each_field(page: Any, served: Served) -> None:
    """What `check` finds is listed with its weight, its remedy and its way."""
    lives.rewrite(served.root / "content/2025-xuncha/002.yaml", "problem: ", "problem: 电话13912345678。")
    page.click("nav >> text=检查")
    page.click("text=检查一遍")
    page.wait_for_selector(".found li", timeout=120_000)
    page.click(".found li:has-text('疑似手机号') a >> nth=0")
    page.wait_for_selector("form.editor .faults li:has-text('疑似手机号')")


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (768, "dark"), (640, "light")])
def test_axe_finds_nothing_and_nothing_is_cut(page: Any, width: int, scheme: str) -> None:
    """In the list, in a form with a mistake and all its groups open, at two widths and at 200 %."""
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    faults = check(page)
    for name in ("检查", "公开", "历史", "设置"):
        page.click(f"nav >> text={name}")
        page.wait_for_selector(f"h1:has-text('{name}')")
        assert page.locator("nav [aria-current=page]").inner_text() == name
        faults += check(page)
    page.click("nav >> text=一览")
    open_issue(page)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    page.get_by_label("日期", exact=False).first.fill("2025-13")
    page.wait_for_selector("[aria-invalid=true]")
    faults += check(page)
    page.click("text=放弃没保存的改动")
    assert faults == []
