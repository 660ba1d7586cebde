"""`serve` as the one who edits sees it: the page follows the files, the style without a reload, mistakes on top."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import reuse as lives
from rectify.making.examples import FOLDER
from rectify.terminal.patterns import CHOICES
from served import Served, install, serving, until
from support import ROOT

ONE = "content/2025-xuncha/001.yaml"
PAGE = "2025-xuncha/001.html"
OVERLAY = "document.querySelector('#rectify-overlay')?.shadowRoot"
PATTERNS = "__rectify__/patterns/"
OUTLINES = "[...document.querySelectorAll('.status-tag')].map(one => getComputedStyle(one).outlineColor)"
ALL_FIT = "[...document.querySelectorAll('iframe')].every(one => one.style.height)"
AXE = """rules => axe.run(document, { iframes: false, preload: false, rules, runOnly: [
  "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "wcag2aaa", "best-practice"] })
  .then(told => told.violations.flatMap(one => one.nodes.map(node => `${one.id}: ${node.target}`)))"""
PART_OF_A_PAGE = {
    rule: {"enabled": False} for rule in ("bypass", "landmark-one-main", "page-has-heading-one", "region")
}
CONNECTED = "window.LiveReload?.connector?.protocol === 7"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A site being served while it is edited."""
    root = tmp_path_factory.mktemp("serve") / "project"
    lives.start(root)
    long = "\n".join(f"  - 第{n}条措施，逐项落实，限期完成。" for n in range(60))
    lives.rewrite(root / ONE, "  - 建立制度。", long)
    install(root)
    shutil.copytree(ROOT / FOLDER, root / FOLDER)
    with serving(root) as one:
        yield one


@pytest.fixture
def page(browser: Any, served: Served) -> Iterator[Any]:
    """The page of the first issue, connected."""
    with browser.playwright.new_context(locale="zh-CN", viewport={"width": 1000, "height": 600}) as context:
        context.add_init_script(path=Path(__file__).with_name("probes.js"))
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.complaints = []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(served.address + PAGE)
        page.wait_for_function(CONNECTED)
        yield page
        assert page.complaints == []


def edit(served: Served, old: str, new: str, name: str = ONE) -> None:
    """Save a file with one change."""
    lives.rewrite(served.root / name, old, new)


def says(page: Any, text: str) -> None:
    """Wait until the page says *text*."""
    page.wait_for_function("text => document.body?.innerText.includes(text)", arg=text)


def test_the_page_follows_and_keeps_its_place(page: Any, served: Served) -> None:
    """A new title is there without a hand moved, where one was reading."""
    page.evaluate("scrollTo(0, 700)")
    page.wait_for_function("scrollY === 700")
    edit(served, "第40条措施", "第四十条措施")
    says(page, "第四十条措施")
    assert page.evaluate("scrollY") == 700
    edit(served, "title: ", "title: 全新")
    page.wait_for_function(
        "document.title.startsWith('全新') && document.querySelector('h1').innerText.includes('全新')"
    )
    page.wait_for_function("scrollY === 700")
    assert page.evaluate("document.querySelectorAll('link[rel=stylesheet], title').length") == 2


def test_edits_in_quick_succession_all_arrive(page: Any, served: Served) -> None:
    """Also those that fall into a reload."""
    for number in range(12):
        edit(served, "title: ", f"title: 改{number}")
        page.wait_for_timeout(15)
    says(page, "改11改10改9")


def test_a_neighbours_title_arrives(page: Any, served: Served) -> None:
    """What the page shows of another issue is brought up to date after that one's page."""
    edit(served, "第2个问题", "第二个新题目", "content/2025-xuncha/002.yaml")
    says(page, "第二个新题目")


def test_a_page_elsewhere_is_left_alone(page: Any, served: Served) -> None:
    """No reload without need."""
    page.evaluate("document.body.kept = true")
    edit(served, "没有建立", "未曾建立", "content/2025-xuncha/004.yaml")
    until(lambda: "未曾建立" in served.ask("2025-xuncha/004.html")[2])
    page.wait_for_timeout(200)

    assert page.evaluate("document.body.kept")


def test_a_style_is_swapped_without_a_reload(page: Any, served: Served) -> None:
    """The page lives on with the new colours."""
    page.evaluate("window.kept = document.body.kept = true")
    with (served.root / "static/css/print.css").open("a", encoding="utf-8") as file:
        file.write("\nbody { outline: 3px solid rgb(1, 2, 3); }\n")
    page.wait_for_function("getComputedStyle(document.body).outlineColor === 'rgb(1, 2, 3)'")

    assert page.evaluate("window.kept && document.body.kept")


def test_a_template_arrives(page: Any, served: Served) -> None:
    """Every page is made of it; this one first."""
    edit(served, "对整改有意见", "对整改有话说", "templates/components/feedback.html")
    says(page, "对整改有话说")


def test_mistakes_lie_over_the_page_until_mended(page: Any, served: Served) -> None:
    """Place, code, remedy, lines; told to screen readers; gone by Escape or by mending."""
    shown = page.get_by_role("alertdialog")
    edit(served, "status:", "statsu:")
    shown.wait_for()

    text = shown.inner_text()
    assert f"{ONE}:4:1 Y" in text
    assert shown.locator("mark").first.inner_text() == "statsu"
    assert "→" in text
    assert page.evaluate(f"{OVERLAY}.activeElement.getAttribute('role')") == "alertdialog"
    page.keyboard.press("Escape")
    shown.wait_for(state="detached")
    page.get_by_role("button", name="处错误").click()
    shown.wait_for()
    edit(served, "navigation:", "navigation: [", "site.yaml")
    page.wait_for_function(f"{OVERLAY}?.textContent.includes('site.yaml:')")
    edit(served, "navigation: [", "navigation:", "site.yaml")
    edit(served, "statsu:", "status:")
    shown.wait_for(state="detached")
    assert not page.get_by_role("button", name="处错误").count()


def test_blanks_of_a_draft_wait_behind_a_button(page: Any, served: Served) -> None:
    """They lie over nothing; who asks sees where to fill in what; once filled in, the button is gone."""
    shown, button = page.get_by_role("alertdialog"), page.get_by_role("button", name="处待填")
    edit(served, "title:", "draft: true\ntitle: #")
    button.wait_for()
    says(page, "【待填】")
    assert not shown.count()
    button.click()
    shown.wait_for()

    assert f"{ONE}:3:7 V001" in shown.inner_text()
    page.keyboard.press("Escape")
    edit(served, "draft: true\ntitle: #", "title:")
    button.wait_for(state="detached")


def test_a_mistake_in_a_template_is_shown(page: Any, served: Served) -> None:
    """At the template's own line."""
    shown = page.get_by_role("alertdialog")
    edit(served, "{% block main %}", "{% block main %}{{ page.no_such }}", "templates/pages/issue.html")
    shown.wait_for()

    assert "templates/pages/issue.html:" in shown.inner_text()
    edit(served, "{{ page.no_such }}", "", "templates/pages/issue.html")
    shown.wait_for(state="detached")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_overlay_can_be_read(scheme: str, page: Any, served: Served) -> None:
    """In light and dark, in a small window, by axe's rules; it is there after a reload, too."""
    import axe_playwright_python

    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": 360, "height": 600})
    edit(served, "status:", "statsu:")
    page.get_by_role("alertdialog").wait_for()
    page.reload()
    page.get_by_role("alertdialog").wait_for()
    page.add_script_tag(path=Path(axe_playwright_python.__file__).with_name("axe.min.js"))
    faults = page.evaluate("axe.run('#rectify-overlay').then(told => told.violations.map(one => one.id))")
    wide = page.evaluate(f"{OVERLAY}.querySelector('dialog').scrollWidth <= innerWidth")
    edit(served, "statsu:", "status:")
    page.get_by_role("alertdialog").wait_for(state="detached")

    assert (faults, wide) == ([], True)


def test_the_page_for_nothing_becomes_the_page(page: Any, served: Served) -> None:
    """An address without a page shows the styled 404 page, and the page as soon as there is one."""
    page.goto(served.address + "xczg/2025-xuncha/077.html")
    page.wait_for_function(CONNECTED)

    assert page.evaluate("document.styleSheets.length") == 1
    new = served.root / "content/2025-xuncha/077.yaml"
    new.write_text((served.root / "content/2025-xuncha/003.yaml").read_text("utf-8").replace("number: 3", "number: 77"))
    says(page, "第3个问题")


def patterns(page: Any, served: Served, address: str) -> Any:
    """The page of a component in a window so high that all its examples are loaded."""
    page.goto(f"{served.address}{PATTERNS}{address}")
    page.set_viewport_size({"width": 1000, "height": 7000})
    page.wait_for_function(ALL_FIT)
    page.wait_for_function(CONNECTED)
    return page


def faults(frame: Any, rules: Any) -> Any:
    """What axe finds in a page or in one example."""
    import axe_playwright_python

    frame.add_script_tag(path=Path(axe_playwright_python.__file__).with_name("axe.min.js"))
    return frame.evaluate(AXE, rules)


def outlines(page: Any) -> set[str]:
    """The colours around the status tags in all examples; a frame may go while it is asked."""
    from playwright.sync_api import Error

    colours: set[str] = set()
    for frame in page.frames[1:]:
        with contextlib.suppress(Error):
            colours |= {*frame.evaluate(OUTLINES)}
    return colours


@pytest.mark.parametrize("theme", CHOICES["theme"])
def test_axe_finds_nothing_on_the_pattern_pages(theme: str, page: Any, served: Served) -> None:
    """Neither on the list nor on the page of a component, themselves in that theme, nor in the examples there."""
    page.goto(f"{served.address}{PATTERNS}?theme={theme}")
    page.evaluate("theme => document.documentElement.setAttribute('data-theme', theme)", theme)
    assert faults(page, {}) == []
    patterns(page, served, "status-tag.html?size=huge")
    page.evaluate("theme => document.documentElement.setAttribute('data-theme', theme)", theme)
    assert faults(page, {}) == []
    shown = [frame for frame in page.frames[1:] if f"theme={theme}" in frame.url]

    assert {frame.evaluate("document.documentElement.matches('[data-size=huge]')") for frame in shown} == {True}
    assert {frame.evaluate("document.documentElement.dataset.theme") for frame in shown} == {theme}
    assert [fault for frame in shown for fault in faults(frame, PART_OF_A_PAGE)] == []


@pytest.mark.parametrize("width", CHOICES["width"])
def test_examples_stand_in_windows_of_their_own(width: str, page: Any, served: Served) -> None:
    """Narrow ones as wide as a small phone, wide ones as the page has room; none scrolls, nor does the page sideways."""
    patterns(page, served, f"issue-row.html?width={width}")
    frames = page.frames[1:]

    assert {frame.evaluate("innerWidth === 320") for frame in frames} == {width == "narrow"}
    assert [one.url for one in frames if one.evaluate("document.documentElement.scrollHeight > innerHeight")] == []
    assert len({frame.evaluate("getComputedStyle(document.body).backgroundColor") for frame in frames}) >= 3
    page.set_viewport_size({"width": 320, "height": 600})
    assert page.evaluate("probes.sideways()") == []


def test_patterns_follow_edits_where_one_looks(page: Any, served: Served) -> None:
    """Of a template, an example, a style; the page keeps its place."""
    patterns(page, served, "status-tag.html").set_viewport_size({"width": 1000, "height": 600})
    page.evaluate("scrollTo(0, 500)")
    first = page.frame_locator("iframe").first
    edit(served, "name: 已完成", "name: 全部做完", f"{FOLDER}/status-tag.yaml")
    says(page, "全部做完")
    assert page.evaluate("scrollY") == 500
    edit(served, "{word: 已完成", "{word: 都办好了", f"{FOLDER}/status-tag.yaml")
    first.get_by_text("都办好了").wait_for()
    edit(served, "{{ tag.word }}", "{{ tag.word }}了吗", "templates/components/status-tag.html")
    first.get_by_text("都办好了了吗").wait_for()
    with (served.root / "static/css/components/status-tag.css").open("a", encoding="utf-8") as file:
        file.write("\n.status-tag { outline: 5px solid rgb(4, 5, 6); }\n")
    until(lambda: "rgb(4, 5, 6)" in outlines(page))
    assert page.evaluate("scrollY") == 500
    edit(served, "{{ tag.word }}了吗", "{{ tag.word", "templates/components/status-tag.html")
    page.get_by_role("alertdialog").wait_for()
    page.wait_for_function("document.querySelector('.patterns__problems').innerText.includes('status-tag.html:')")
    edit(served, "{{ tag.word", "{{ tag.word }}", "templates/components/status-tag.html")
    page.get_by_role("alertdialog").wait_for(state="detached")
    first.get_by_text("都办好了").wait_for()
