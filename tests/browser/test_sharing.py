"""Taking a page along: its code on the screen, and the device's own way to share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

ISSUE = "2024-xuncha/013.html"
SHARE = "navigator.share = (what) => ((window.shared = what), Promise.reject(new DOMException('', 'AbortError')));"
CONTRAST = """
() => ["path", "svg"].map((name) => {
  const style = getComputedStyle(document.querySelector(".qr-code " + name));
  return name === "path" ? style.stroke : style.backgroundColor;
})
"""


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A reader's page."""
    with browser.playwright.new_context() as context:
        yield context.new_page()


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_code_is_shown_and_put_away(browser: Any, width: int, *, scripts: bool) -> None:
    """By a link and another, so that it needs no script; whole in the window, wherever the page stands."""
    with browser.playwright.new_context(
        java_script_enabled=scripts, viewport={"width": width, "height": 640}
    ) as context:
        page = context.new_page()
        page.goto(browser.address + ISSUE)
        code = page.locator(".qr-code__image")
        before = code.is_visible()
        page.get_by_role("link", name="发到手机").click()
        code.wait_for()
        box = page.locator(".qr-code").bounding_box()

        assert not before
        assert box["x"] >= 0
        assert box["y"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["y"] + box["height"] <= 640
        assert code.bounding_box()["width"] >= 150
        page.get_by_role("link", name="收起").click()
        code.wait_for(state="hidden")


@pytest.mark.parametrize("theme", ["light", "dark", "contrast", "yellow"])
def test_the_code_is_black_on_white_in_every_theme(page: Any, browser: Any, theme: str) -> None:
    """Scanners of telephones read no other."""
    page.add_init_script(f"localStorage.setItem('rectify.reading', 'rectify.reading theme={theme}')")
    page.goto(f"{browser.address}{ISSUE}#shouji")

    assert page.evaluate(CONTRAST) == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]


def test_the_keyboard_comes_to_the_code_and_leaves_it(page: Any, browser: Any) -> None:
    """Enter opens it, the next stop is its way out, Escape is another."""
    page.goto(browser.address + ISSUE)
    page.get_by_role("link", name="发到手机").press("Enter")
    page.locator(".qr-code__image").wait_for()
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.textContent") == "收起"
    page.keyboard.press("Escape")
    page.locator(".qr-code__image").wait_for(state="hidden")


def test_sharing_is_offered_where_the_device_can(page: Any, browser: Any) -> None:
    """With title and address; whoever calls it off sees no error."""
    page.goto(browser.address + ISSUE)
    without = page.get_by_role("button", name="分享").count()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.add_init_script(SHARE)
    page.goto(browser.address + ISSUE)
    page.wait_for_load_state("networkidle")
    page.get_by_role("button", name="分享").click()
    shared = page.wait_for_function("window.shared").json_value()

    assert without == 0
    assert shared["url"] == page.locator("link[rel=canonical]").get_attribute("href")
    assert shared["title"].startswith("第13号问题：")
    assert errors == []
