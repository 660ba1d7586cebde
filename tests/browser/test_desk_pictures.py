"""The pictures of the desk in docs/desk.md: drawn anew, they show the same parts with the same words (`--update-golden`)."""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator
from typing import Any

import pytest

import reuse as lives
from browser.desks import KEPT, desk_over
from browser.test_desk_publication import LONG, rehearse
from golden import Golden
from served import Served, until
from support import ROOT

FOLDER = ROOT / "docs/desk"
LARGEST = 60 * 1024
SIZE = {"width": 1100, "height": 720}
COLOURS = 32
"""Enough for a page of text; a browser's own PNG is three times as large."""

NAMED = """([folder, name]) => {
  const hint = document.querySelector(".bar .hint");
  hint.textContent = hint.textContent.replace(folder, name);
}"""
"""A folder of the test, named as a bureau's is."""

WORDS = {
    "overview": ("一览", "个问题待公开", "第2个问题", "添一个问题"),
    "form": ("放弃没保存的改动", "已经记下", "标题", "网页的样子"),
    "publish": ("会改动这些", "公开记录添", "现在公开的", "公开以后"),
    "history": ("历史", "比较任何两次", "和上一次比"),
}
"""The pictures, with words that are on each."""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A desk over a site of five issues."""
    with desk_over(tmp_path_factory.mktemp("pictures") / "project", is_publishable=True) as one:
        yield one


def test_the_pictures_in_the_documentation_are_true(chrome: Any, served: Served, golden: Golden) -> None:
    """Each is small, as large as a window drawn today, shows the words of the desk, and stands in docs/desk.md."""
    target = served.root.parent / "www"
    page = chrome.new_context(locale="zh-CN", viewport=SIZE, color_scheme="light").new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(served.entry)
    page.wait_for_selector("[data-rounds] table")
    draw(page, "overview", golden)
    page.click("tbody a >> nth=0")
    page.wait_for_selector("form.editor textarea")
    page.locator("form.editor textarea").first.fill("没有建立公务用车制度，派车没有登记。")
    until(lambda: page.evaluate(KEPT))
    page.frame_locator("iframe").locator("text=派车没有登记").first.wait_for()
    page.evaluate("window.scrollTo(0, 0)")
    draw(page, "form", golden)
    page.click("text=放弃没保存的改动")
    page.click("nav >> text=公开")
    rehearse(page, target, "会改动这些")
    page.click("button:text-is('公开')")
    page.wait_for_selector("h2:has-text('已经公开')", timeout=LONG)
    lives.rewrite(
        served.root / "content/2025-xuncha/001.yaml",
        "lead: ",
        "updates: [{date: 2026-03-05, text: 又查了一遍，没有反弹。}]\nlead: ",
    )
    rehearse(page, target, "会改动这些")
    page.evaluate(NAMED, [str(target), "/srv/www/xczg"])
    page.evaluate("document.querySelector('h2').scrollIntoView()")
    draw(page, "publish", golden)
    page.click("button:text-is('公开')")
    page.wait_for_selector("h2:has-text('已经公开')", timeout=LONG)
    page.click("nav >> text=历史")
    page.click("text=和上一次比")
    page.wait_for_selector("[data-compared] ins")
    page.evaluate("window.scrollTo(0, 0)")
    draw(page, "history", golden)
    page.context.close()
    shown = re.findall(r"!\[[^\]]+\]\(desk/([a-z]+)\.png\)", (ROOT / "docs/desk.md").read_text("utf-8"))

    assert sorted(WORDS) == sorted(shown)


def draw(page: Any, name: str, golden: Golden) -> None:
    """Compare the picture called *name* with the window as it is now, or replace it."""
    page.evaluate("document.activeElement.blur()")
    words = page.inner_text("body")
    assert [one for one in WORDS[name] if one not in words] == []
    place, drawn = FOLDER / f"{name}.png", page.screenshot()
    if golden.update:
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(_small(drawn))
    data = place.read_bytes()

    assert _size(data) == _size(drawn)
    assert len(data) <= LARGEST


def _small(picture: bytes) -> bytes:
    """The same picture with few colours."""
    image = pytest.importorskip("PIL.Image")
    out = io.BytesIO()
    image.open(io.BytesIO(picture)).convert("RGB").quantize(COLOURS).save(out, "PNG", optimize=True)
    return out.getvalue()


def _size(png: bytes) -> tuple[int, int]:
    """Width and height, which stand first in a PNG."""
    width, height = struct.unpack(">II", png[16:24])
    return width, height
