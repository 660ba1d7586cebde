"""Reading tools: what a reader sets holds at once, on every page, and the next time (E-01 … E-04, G-23)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ISSUE = "2024-xuncha/013.html"
KEPT = "({ ...document.documentElement.dataset })"
ELDER = {"size": "huge", "spacing": "wide", "pointer": "big"}

VOICE = """
(() => {
  const heard = [];
  let speaking = null;
  const speech = {
    heard,
    getVoices: () => [{ lang: "LANG", name: "voice" }],
    speak: (utterance) => { speaking = utterance; heard.push([utterance.text, utterance.rate]); },
    cancel: () => { speaking = null; },
    end: () => speaking && speaking.onend(),
  };
  Object.defineProperty(window, "speechSynthesis", { value: speech });
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
})();
"""
"""A voice that says nothing and ends when told: the browsers of tests have none."""


@pytest.fixture
def context(browser: Any) -> Iterator[Any]:
    """A reader's browser, new."""
    with browser.playwright.new_context(locale="zh-CN", reduced_motion="reduce") as made:
        yield made


@pytest.fixture
def page(context: Any, browser: Any) -> Any:
    """The page of an issue."""
    opened = context.new_page()
    opened.goto(browser.address + ISSUE)
    return opened


def settings(page: Any) -> dict[str, str]:
    """What is set on a page."""
    kept: dict[str, str] = page.evaluate(KEPT)
    return {name: value for name, value in kept.items() if name in ("size", "theme", "spacing", "pointer")}


def read(page: Any, browser: Any, language: str = "zh-CN") -> Any:
    """The issue in a browser with a voice of this *language*."""
    page.add_init_script(VOICE.replace("LANG", language))
    page.goto(browser.address + ISSUE)
    return page.get_by_role("button", name="朗读")


def heard(page: Any) -> list[str]:
    """What the voice was given, in order."""
    said: list[list[Any]] = page.evaluate("speechSynthesis.heard")
    return [text for text, _ in said]


def test_elder_mode_sets_everything_at_once_and_takes_it_back(page: Any) -> None:
    """One button: letters half as large again, wider lines, a big pointer; pressed again, all is as before."""
    before = page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
    button = page.get_by_role("button", name="长者模式")
    button.click()

    assert settings(page) == ELDER
    assert button.get_attribute("aria-pressed") == "true"
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") == before * 1.5
    assert "pointer.svg" in page.evaluate("getComputedStyle(document.body).cursor")

    button.click()

    assert settings(page) == {}
    assert button.get_attribute("aria-pressed") == "false"


def test_choices_hold_on_other_pages_and_the_next_time(page: Any, context: Any, browser: Any) -> None:
    """Size and colours are chosen by keyboard, go along to the next page and are there in a new tab."""
    page.get_by_role("button", name="字号和颜色").press("Enter")
    page.get_by_role("radio", name="标准").focus()
    page.keyboard.press("ArrowDown")
    page.get_by_role("radio", name="黑底黄字").press("Space")
    page.get_by_role("link", name="问题清单").first.click()
    page.wait_for_url("**/issues.html")
    other = context.new_page()
    other.goto(browser.address)

    assert settings(page) == settings(other) == {"size": "large", "theme": "yellow"}
    assert other.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(0, 0, 0)"

    other.get_by_role("button", name="字号和颜色").click()

    assert other.get_by_role("radio", name="黑底黄字").is_checked()

    other.get_by_role("button", name="恢复原样").click()
    page.wait_for_function("!document.documentElement.dataset.theme")

    assert settings(page) == settings(other) == {}


def test_choices_hold_from_disk(context: Any, real_folder: Path) -> None:
    """A site opened by double click keeps them, too, even where a browser keeps nothing for files."""
    page = context.new_page()
    page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('refused'); } })")
    page.goto((real_folder / ISSUE).as_uri())
    page.get_by_role("button", name="长者模式").click()
    page.locator(".site-header__home").click()
    page.wait_for_url("**/index.html")

    assert settings(page) == ELDER


def test_choices_are_there_before_anything_is_painted(context: Any, browser: Any) -> None:
    """No flash: when the first element of the body is made, the page already looks as chosen."""
    page = context.new_page()
    page.goto(browser.address + ISSUE)
    page.get_by_role("button", name="长者模式").click()
    page.add_init_script(
        "new MutationObserver((_, watch) => { if (!document.body) return;"
        " window.early = { ...document.documentElement.dataset }; watch.disconnect(); })"
        ".observe(document, { childList: true, subtree: true });"
    )
    page.goto(f"{browser.address}index.html")

    assert ELDER.items() <= page.evaluate("window.early").items()


def test_nothing_foreign_is_taken_for_a_choice(context: Any, browser: Any) -> None:
    """Whatever else stands where the choices are kept, only known names and values reach the page."""
    page = context.new_page()
    page.add_init_script(
        "localStorage.setItem('rectify.reading', 'rectify.reading size=\"><b> theme=pink root=/ pointer=big')"
    )
    page.goto(browser.address + ISSUE)

    assert settings(page) == {"pointer": "big"}
    assert page.evaluate("document.documentElement.dataset.root") == "../"


def test_the_panel_closes_by_escape(page: Any) -> None:
    """Escape closes the choices and leads back to the button that opened them."""
    opener = page.get_by_role("button", name="字号和颜色")
    opener.click()
    page.get_by_role("radio", name="深色").focus()
    page.keyboard.press("Escape")

    assert opener.get_attribute("aria-expanded") == "false"
    assert page.evaluate("document.activeElement.dataset.reading") == "more"


def test_without_scripts_the_help_stands_there_instead(browser: Any) -> None:
    """No dead buttons: a link to the help on the browser's own zoom (look.md)."""
    with browser.playwright.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(browser.address + ISSUE)
        shown = page.locator(".reading-tools").inner_text()
        page.get_by_role("link", name="字太小怎么办").click()

        assert shown.strip() == "字太小怎么办"
        assert page.locator(":target").inner_text() == "字太小、看不清怎么办"
        assert page.locator(".reading-tools button:visible, .page-ways button:visible").count() == 0


@pytest.mark.parametrize(
    ("language", "shown"), [("zh-CN", True), ("zh_TW", True), ("cmn-Hans-CN", True), ("en-US", False)]
)
def test_reading_aloud_is_offered_where_a_voice_speaks_chinese(
    page: Any, browser: Any, language: str, *, shown: bool
) -> None:
    """A button that could not keep its promise is not there (E-03)."""
    read(page, browser, language)

    assert page.locator("[data-reading=aloud]").is_visible() is shown


def test_the_whole_text_is_read_in_order_and_marked(page: Any, browser: Any) -> None:
    """Paragraph by paragraph from the title on, each marked; at the end the bar is gone and the focus back."""
    read(page, browser).click()
    page.wait_for_selector(".speech-bar")
    marked = []
    while page.locator(".speech-bar").count():
        marked.append(page.locator(".is-read-aloud").inner_text())
        page.evaluate("speechSynthesis.end()")
    said = "".join("".join(heard(page)).split())
    paragraphs = page.locator(".paragraph__text").all_inner_texts()
    places = [said.find("".join(text.split())) for text in paragraphs]

    assert heard(page)[0].startswith("第13号问题")
    assert len(paragraphs) == 6
    assert -1 not in places
    assert places == sorted(places)
    assert all("".join(text.split()) in said for text in marked)
    assert max(map(len, heard(page))) <= 120
    assert page.locator(".is-read-aloud").count() == 0
    assert page.evaluate("document.activeElement.dataset.reading") == "aloud"


def test_the_reader_pauses_goes_on_skips_and_stops(page: Any, browser: Any) -> None:
    """Everything by named buttons; a pause begins the sentence again; Escape ends it."""
    read(page, browser).click()
    bar = page.get_by_role("region", name="朗读")
    page.wait_for_selector(".speech-bar")
    title = heard(page)[0]
    bar.get_by_role("button", name="暂停").click()
    page.evaluate("speechSynthesis.end()")

    assert heard(page) == [title]

    bar.get_by_role("button", name="继续").click()
    bar.get_by_role("button", name="下一段").click()
    bar.get_by_role("button", name="上一段").click()

    following = " ".join(page.locator(".issue__brief").inner_text().split())

    assert heard(page) == [title, title, following, title]

    bar.get_by_role("combobox", name="语速").select_option("快")
    page.keyboard.press("Escape")

    assert page.evaluate("speechSynthesis.heard.pop()") == [title, 1.3]
    assert page.locator(".speech-bar").count() == 0


def test_what_has_the_focus_is_not_behind_the_bar(page: Any, browser: Any) -> None:
    """While a voice reads, Tab goes through the whole page on a telephone and every stop is seen (2.4.11)."""
    page.set_viewport_size({"width": 320, "height": 640})
    read(page, browser).click()
    page.wait_for_selector(".speech-bar")
    page.locator(".paragraph__number").first.focus()
    hidden = []
    for _ in range(25):
        page.keyboard.press("Tab")
        hidden += page.evaluate(
            "(() => { const box = document.activeElement.getBoundingClientRect();"
            " const bar = document.querySelector('.speech-bar').getBoundingClientRect();"
            " return box.top >= bar.top ? [document.activeElement.textContent] : []; })()"
        )

    assert hidden == []


FOREIGN = """
document.querySelector("main").insertAdjacentHTML("afterbegin",
  '<p><a id="away" href="https://example.com/page">外</a><a id="public" href="https://www.gov.cn/page">内</a></p>');
"""


def test_leaving_for_a_foreign_site_is_asked_first(page: Any) -> None:
    """A dialog with the focus on staying; staying leads back to the link, going on goes on."""
    page.route("https://**/*", lambda route: route.fulfill(body="there"))
    page.evaluate(FOREIGN)
    page.locator("#away").press("Enter")
    dialog = page.get_by_role("dialog", name="您访问的链接即将离开“呼和浩特市城市管理局”网站，是否继续？")

    assert "https://example.com/page" in dialog.inner_text()
    assert page.evaluate("document.activeElement.textContent") == "放弃"

    page.keyboard.press("Enter")
    page.wait_for_selector("dialog", state="detached")  # it goes with the event that tells that it was closed

    assert page.evaluate("document.activeElement.id") == "away"

    page.locator("#away").click()
    page.get_by_role("link", name="继续访问").click()
    page.wait_for_url("https://example.com/page")


def test_leaving_for_a_public_body_is_not_asked(page: Any) -> None:
    """Links to *.gov.cn open at once."""
    page.route("https://**/*", lambda route: route.fulfill(body="there"))
    page.evaluate(FOREIGN)
    page.locator("#public").click()
    page.wait_for_url("https://www.gov.cn/page")


def test_the_pages_title_and_address_are_copied_and_the_page_printed(page: Any, context: Any) -> None:
    """What stands beside the facts of an issue (G-15)."""
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("window.print = () => { window.printed = true; }")
    page.get_by_role("button", name="复制标题和网址").click()
    page.get_by_text("已复制。", exact=True).wait_for()
    page.get_by_role("button", name="打印本页").click()

    assert page.evaluate("navigator.clipboard.readText()") == (
        "第13号问题：公务用车管理松懈\nhttps://example.invalid/xczg/2024-xuncha/013.html"
    )
    assert page.evaluate("window.printed") is True
