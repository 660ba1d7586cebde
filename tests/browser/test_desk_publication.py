"""公开, 历史 and 设置 of the desk in a real browser: what would change, progress, what was public when, the way back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import reuse as lives
from browser.desks import KEPT, check, desk_over, field, saved
from served import Served, until

ONE = "content/2025-xuncha/001.yaml"
LONG = 120_000
"""Milliseconds that a command may take on a busy computer."""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A desk over a site of five issues that may be public, and a folder for it."""
    with desk_over(tmp_path_factory.mktemp("publication") / "project", is_publishable=True) as one:
        yield one


@pytest.fixture(scope="module")
def target(served: Served) -> Path:
    """Where the site is published."""
    return served.root.parent / "www"


def window(chrome: Any, served: Served, at: str) -> Any:
    """The part of the desk *at* a place, in a window of its own."""
    page = chrome.new_context(locale="zh-CN", viewport={"width": 1280, "height": 900}).new_page()
    page.set_default_timeout(20_000)
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(served.entry)
    page.wait_for_selector("[data-rounds] table")
    page.goto(f"{served.address}__rectify__/desk/#/{at}")
    return page


def rehearse(page: Any, target: Path, heading: str) -> None:
    """Ask what would change."""
    page.get_by_label("公开在哪个文件夹").fill(str(target))
    page.click("text=看会改动什么")
    page.wait_for_selector(f"h2:has-text('{heading}')", timeout=LONG)


def test_a_folder_is_chosen_by_looking(chrome: Any, served: Served) -> None:
    """By keyboard alone: from a place into a folder, a new one made there, and its path stands where it may be typed."""
    page = window(chrome, served, "publish")
    opener = page.get_by_role("button", name="选文件夹……")
    page.get_by_label("公开在哪个文件夹").fill("")
    opener.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("h2:has-text('从哪里找起')")
    assert check(page) == []
    page.get_by_role("button", name="这个网站旁边").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(f"h2:text-is('{served.root.parent}')")
    assert page.evaluate("document.activeElement.tagName") == "H2"
    page.get_by_label("在这里新建文件夹").fill("www")
    page.keyboard.press("Enter")
    page.wait_for_selector("[role=alert]:has-text('已经有')")
    page.get_by_label("在这里新建文件夹").fill("公开")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"h2:text-is('{served.root.parent / '公开'}')")
    assert check(page) == []
    page.get_by_role("button", name="就用这个文件夹").click()
    assert page.get_by_label("公开在哪个文件夹").input_value() == str(served.root.parent / "公开")
    assert page.evaluate("document.activeElement.textContent") == "选文件夹……"
    page.keyboard.press("Enter")
    page.wait_for_selector(f"h2:text-is('{served.root.parent / '公开'}')")
    page.keyboard.press("Escape")
    assert page.locator(".folders").count() == 0


def test_what_comes_late_does_not_replace_what_was_asked_for_since(chrome: Any, served: Served) -> None:
    """Two clicks in a row end at the second, however long the first takes."""
    page = window(chrome, served, "check")
    page.wait_for_selector("h1:has-text('检查')")
    late: list[Any] = []

    def hold(route: Any) -> None:
        late.append(route)

    page.route("**/api/overview", hold)
    page.click("nav >> text=一览")
    page.wait_for_selector("main >> text=正在打开")
    page.click("nav >> text=历史")
    page.wait_for_selector("h1:has-text('历史')")
    until(lambda: bool(page.evaluate("1") and late))
    with page.expect_response("**/api/overview"):
        late[0].continue_()
    page.evaluate("() => new Promise(done => setTimeout(done, 100))")
    assert page.locator("h1").all_inner_texts() == ["历史"]
    page.context.close()


def test_the_folder_is_made_and_asked_about_before_anything_is_built(chrome: Any, served: Served) -> None:
    """One that is missing is offered to be made; one with files of others is asked about; nothing is done before the answer."""
    page = window(chrome, served, "publish")
    page.wait_for_selector(".steps button")

    assert page.locator(".steps button").all_inner_texts() == ["看会改动什么"]  # nothing is public yet
    other = served.root.parent / "别的/网站"
    rehearse(page, other, "没有这个文件夹")
    page.click("text=新建这个文件夹，接着做")
    page.wait_for_selector("h2:has-text('会改动这些')", timeout=LONG)
    (other / "别人的.txt").write_text("x", "utf-8")
    rehearse(page, other, "先回答一个问题")
    assert "别人的.txt" in page.inner_text("[aria-label=问题]")
    page.click("text=不是，先不做")
    rehearse(page, Path("www"), "现在不能公开")
    assert "“www”不是完整的路径" in page.inner_text("[data-published]")
    assert [one.name for one in other.iterdir()] == ["别人的.txt"]
    assert page.complaints == []
    page.context.close()


def test_a_publication_goes_on_when_the_browser_is_closed(chrome: Any, served: Served, target: Path) -> None:
    """It tells its stages; opened again, the page says how it ended; what was public was shown before."""
    page = window(chrome, served, "publish")
    rehearse(page, target, "会改动这些")
    assert "新增" in page.inner_text("h3 >> nth=0")
    assert page.locator("[aria-label=公开记录要添的] tr:has-text('制度不健全')").count()
    assert not list(target.iterdir())
    page.click("button:text-is('公开')")
    page.wait_for_selector(".stages li", timeout=LONG)
    assert "正在公开" in page.inner_text(".job [role=status]")
    assert page.complaints == []
    page.context.close()

    page = window(chrome, served, "publish")
    page.wait_for_selector("h2:has-text('已经公开')", timeout=LONG)
    assert "当场核对过，一个文件也不差" in page.inner_text("[data-published]")
    assert (target / "current/2025-xuncha/001.html").exists()
    assert str(target) == page.get_by_label("公开在哪个文件夹").input_value()
    assert page.complaints == []
    page.context.close()


def test_old_words_stand_beside_new_ones_and_the_way_back(chrome: Any, served: Served, target: Path) -> None:
    """An update is typed, saved, shown beside what is public, published, found in the history, and taken back."""
    page = window(chrome, served, ONE)
    page.click("text=写后续进展", timeout=LONG)
    page.keyboard.type("第二季度又查了一遍。")
    until(lambda: page.evaluate(KEPT))
    page.keyboard.press("Control+s")
    saved(page)
    page.click("nav >> text=公开")
    rehearse(page, target, "会改动这些")
    changed = page.locator("details.page:has-text('2025-xuncha/001.html')").first
    assert "第二季度又查了一遍。" in changed.locator("ins").all_inner_texts()
    assert "进展" in page.inner_text("[aria-label=公开记录要添的]")
    page.click("button:text-is('公开')")
    page.wait_for_selector("h2:has-text('已经公开')", timeout=LONG)

    page.click("text=看公开了什么（历史）")
    page.wait_for_selector("h1:has-text('历史')")
    assert page.locator("ol.found > li").count() == 2
    page.click("text=和上一次比")
    page.wait_for_selector("[data-compared] ins:has-text('第二季度又查了一遍。')")
    assert "改动1个" in page.inner_text("[data-compared] h3 >> nth=0")
    page.click("[data-compared] >> text=去改")
    page.wait_for_selector("form.editor textarea")

    page.click("nav >> text=公开")
    page.click("button:has-text('退回到上一次（')")
    page.wait_for_selector("h2:has-text('已经退回')", timeout=LONG)
    assert "第二季度" not in (target / "current/2025-xuncha/001.html").read_text("utf-8")
    page.click("nav >> text=历史")
    assert "公开的网站" in page.inner_text("ol.found > li >> text=退回到")  # the day, no name of a folder
    assert page.complaints == []
    page.context.close()


def test_a_rollback_asks_before_it_shows_what_was_withdrawn(chrome: Any, served: Served, target: Path) -> None:
    """It names the issue that would be public again; nothing is done before the answer."""
    page = window(chrome, served, "publish")
    file = served.root / "content/2025-xuncha/002.yaml"
    public = file.read_text("utf-8")
    rehearse(page, target, "会改动这些")
    page.click("button:text-is('公开')")
    page.wait_for_selector("h2:has-text('已经公开')", timeout=LONG)
    file.write_text(public + "withdrawn: {date: 2026-01-08, reason: 涉及个人信息}\n", "utf-8")
    rehearse(page, target, "会改动这些")
    page.click("button:text-is('公开')")
    page.wait_for_selector("h2:has-text('已经公开')", timeout=LONG)
    page.click("button:has-text('退回到上一次（')")
    page.wait_for_selector("h2:has-text('先回答一个问题')", timeout=LONG)
    assert "1个已经撤下的问题会重新公开全文" in page.inner_text("[aria-label=问题]")
    assert "已撤下" in (target / "current/2025-xuncha/002.html").read_text("utf-8")
    page.click("button:text-is('知道了，照样退回')")
    page.wait_for_selector("h2:has-text('已经退回')", timeout=LONG)
    assert "已撤下" not in (target / "current/2025-xuncha/002.html").read_text("utf-8")
    file.write_text(public, "utf-8")
    assert page.complaints == []
    page.context.close()


def test_a_form_may_be_left_while_it_is_revised(chrome: Any, served: Served, target: Path) -> None:
    """It says that it goes on, is finished all the same, and the publication that is asked for meanwhile waits for it."""
    page = window(chrome, served, "content/2025-xuncha/003.yaml")
    field(page, "标题").fill("改正过的标题")
    until(lambda: page.evaluate(KEPT))
    page.keyboard.press("Control+s")
    page.wait_for_selector("h2:has-text('改的是公开过的文字')")
    page.locator("[data-notes] input").first.fill("标题写错了")
    held: list[Any] = []
    page.route("**/api/revise", lambda route: held.append(route))  # noqa: PLW0108 - Playwright marks what it calls
    page.click("[data-notes] button:has-text('存下旧文字并保存')")
    page.wait_for_selector("[data-state]:has-text('正在保存……')")
    until(lambda: bool(page.evaluate("1") and held))
    assert page.is_disabled("button:text-is('保存')")
    page.click("nav >> text=公开")
    page.wait_for_selector("h1:has-text('公开')")
    held[0].continue_()
    rehearse(page, target, "会改动这些")
    assert "改正过的标题" in page.inner_text("[data-published]")
    page.click("button:text-is('公开')")
    page.wait_for_selector("h2:has-text('已经公开')", timeout=LONG)
    assert "note: 标题写错了" in (served.root / "content/2025-xuncha/003.yaml").read_text("utf-8")
    assert page.complaints == []
    page.context.close()


def test_what_is_public_comes_back_into_the_form(chrome: Any, served: Served) -> None:
    """By a button; it is typed, not saved, and what was saved last comes back by giving that up."""
    page = window(chrome, served, "content/2025-xuncha/002.yaml")
    title = field(page, "标题")
    public = title.input_value()
    title.fill("改过的标题")
    until(lambda: page.evaluate(KEPT))
    page.keyboard.press("Control+s")
    page.wait_for_selector(
        f"[data-notes]:has-text('标题：“{public}”改成“改过的标题”')"
    )  # readers would have to be told
    page.click("text=先只保存，公开以前再写明")
    saved(page)
    page.click("text=回到公开的样子", timeout=LONG)
    until(lambda: field(page, "标题").input_value() == public)
    assert "还没有保存" in page.inner_text("[data-state]")
    page.click("button:text-is('放弃没保存的改动')")
    until(lambda: field(page, "标题").input_value() == "改过的标题")
    page.click("text=回到公开的样子")
    until(lambda: field(page, "标题").input_value() == public)
    page.keyboard.press("Control+s")
    saved(page)
    assert "改过的标题" not in (served.root / "content/2025-xuncha/002.yaml").read_text("utf-8")
    page.context.close()


def test_a_colour_is_shown_while_it_is_typed(chrome: Any, served: Served) -> None:
    """Its contrast is said; one that is too light is made darker by a button, and kept as if typed."""
    page = window(chrome, served, "settings")
    page.click("text=网站：名称、主色")
    page.wait_for_selector("form.editor")
    page.click("summary:has-text('样子和菜单')") if not page.is_visible(".colours") else None
    colour = field(page, "主色")
    colour.fill("#aaccee")
    page.wait_for_selector(".colours >> text=太淡，不合格")
    page.click(".colours button:has-text('换成够深的')")
    until(lambda: colour.input_value() != "#aaccee")
    until(lambda: "级" in page.inner_text(".colours [role=status]"))
    until(lambda: page.evaluate(KEPT))
    page.click("button:text-is('放弃没保存的改动')")
    page.context.close()


def test_words_for_search_are_begun_at_the_desk(chrome: Any, served: Served) -> None:
    """A project without that file has its form all the same."""
    page = window(chrome, served, "settings")
    page.click("text=搜索时的不同说法")
    page.click("text=添一条说法")
    field(page, "市民的说法").fill("垃圾")
    page.click("text=添一条本网站的说法")
    page.keyboard.type("生活废弃物")
    until(lambda: page.evaluate(KEPT))
    page.keyboard.press("Control+s")
    saved(page)
    assert "生活废弃物" in (served.root / "content/synonyms.yaml").read_text("utf-8")
    page.context.close()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (768, "dark"), (640, "light")])
def test_axe_finds_nothing_in_what_was_published(
    chrome: Any, served: Served, target: Path, width: int, scheme: str
) -> None:
    """In the preview with all its pages unfolded, in the history with a comparison, in the settings with a colour."""
    page = window(chrome, served, "publish")
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    page.wait_for_selector("h1:has-text('公开')")
    lives.rewrite(served.root / ONE, "result: ", f"result: {width}")
    rehearse(page, target, "现在不能公开")  # a public text was changed without a word
    assert "修订记录" in page.inner_text(".found a")
    assert "build.py" not in page.inner_text("[data-published]")
    faults = check(page)
    lives.rewrite(served.root / ONE, f"result: {width}", "result: ")
    number = len(lives.issues(served.root))
    text = (served.root / ONE).read_text("utf-8").replace("number: 1", f"number: {number}")
    (served.root / f"content/2025-xuncha/{number:03}.yaml").write_text(text, "utf-8")
    rehearse(page, target, "会改动这些")
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    faults += check(page)
    page.click("nav >> text=历史")
    page.wait_for_selector("h1:has-text('历史')")
    page.click("ol.found button >> nth=-1")
    page.wait_for_selector("[data-compared] h3")
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    faults += check(page)
    page.goto(f"{served.address}__rectify__/desk/#/site.yaml")
    page.wait_for_selector("form.editor")
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    field(page, "主色").fill("#3366aa")
    page.wait_for_selector(".samples li")
    faults += check(page)
    page.click("button:text-is('放弃没保存的改动')")
    page.context.close()

    assert faults == []
