"""Files at the desk in a real browser: from an empty folder and a Word file to a published site and an update."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from browser.desks import KEPT, check, desk_over, field, opened, opened_list, saved
from imported import NOTICES
from projects import NOTICE
from served import Served, serving, until
from test_desk_files import BROKEN, PHONE
from test_desk_imports import notice, program_alone, word

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


def drop(page: Any, selector: str, name: str, data: bytes, kind: str) -> None:
    """Drop a file there, as from a folder of the desktop."""
    page.evaluate(
        """([selector, name, bytes, type]) => {
          const carried = new DataTransfer();
          carried.items.add(new File([new Uint8Array(bytes)], name, { type }));
          for (const one of ["dragover", "drop"])
            document.querySelector(selector).dispatchEvent(new DragEvent(one, { dataTransfer: carried, bubbles: true, cancelable: true }));
        }""",
        [selector, name, list(data), kind],
    )


WRONG = "[data-published] .wrong"


def chosen(name: str, data: bytes) -> dict[str, Any]:
    """A file as a person chooses it."""
    return {"name": name, "mimeType": "application/octet-stream", "buffer": data}


def test_from_an_empty_folder_and_a_word_file_to_a_published_site_and_an_update(chrome: Any, tmp_path: Path) -> None:
    """Not one line is typed in a terminal."""
    root, target = program_alone(tmp_path / "our"), tmp_path / "www"
    target.mkdir()
    with serving(root, name="desk") as served, opened(chrome, served.entry) as page:
        found_in_the_notice(page)
        assert check(page) == []
        fill_in(page, "网站的网址", "https://www.shuiwu.example-county.gov.cn/xczg/")
        fill_in(page, "单位地址", "示例县示例路1号")
        page.click("button:text-is('建好网站')")
        page.wait_for_selector("h1:text-is('校样')", timeout=60_000)
        assert "认出 2 个问题" in page.inner_text(".said")
        sheet = page.frame_locator("iframe.sheet")
        sheet.locator("#i1 >> text=在表单里改").wait_for()
        assert check(page) == []
        correct(page, sheet, root)
        describe_the_round(page)
        tick_and_approve(page)
        publish(page, target, is_old=True)
        assert "河道巡查记录不全" in (target / "current/2024-xuncha/001.html").read_text("utf-8")
        page.click("nav >> text=一览")
        page.wait_for_selector("tr:has-text('河道巡查') >> text=已公开")
        page.click("tbody >> text=河道巡查")
        page.click("text=写后续进展")
        page.keyboard.type("又补了三份。")
        until(lambda: page.evaluate(KEPT))
        page.keyboard.press("Control+s")
        saved(page)
        publish(page, target)
        assert "又补了三份" in (target / "current/2024-xuncha/001.html").read_text("utf-8")


def found_in_the_notice(page: Any) -> None:
    """Choose the notice, and have the desk read what it says of the bureau."""
    page.wait_for_selector("h1:has-text('新建本单位的网站')")
    page.set_input_files("input[type=file]", chosen("通报.docx", word(NOTICE)))
    page.click("text=从里面找单位、电话和部门")
    until(lambda: field(page, "单位全称").input_value() == "示例县水务局")
    assert field(page, "ICP 备案号").input_value() == "示ICP备20240001号-1"


def fill_in(page: Any, label: str, text: str) -> None:
    """Fill in the first field with this label."""
    field(page, label).fill(text)


def correct(page: Any, sheet: Any, root: Path) -> None:
    """Correct an issue in its form, which stands beside its source."""
    sheet.locator("#i1 >> text=在表单里改").click()
    page.wait_for_selector("form.editor textarea")
    page.frame_locator("iframe.preview").locator("#i1 .source", has_text="补齐了记录").first.wait_for()
    page.get_by_label("整改结果", exact=False).first.fill("已完成，记录补齐了")
    until(lambda: page.evaluate(KEPT))
    page.keyboard.press("Control+s")
    saved(page)
    assert "result: 已完成，记录补齐了" in (root / "content/2024-xuncha/001.yaml").read_text("utf-8")
    page.click("button:text-is('网页')")
    page.frame_locator("iframe.preview").locator("h1", has_text="河道巡查记录不全").wait_for()


def describe_the_round(page: Any) -> None:
    """Fill in what the notice does not say of its round."""
    page.click("nav >> text=一览")
    page.click("text=改这一轮的情况")
    page.wait_for_selector("form.editor")
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    fill_in(page, "发布时间", "2024-12-03 09:30")
    until(lambda: page.evaluate(KEPT))
    page.keyboard.press("Control+s")
    saved(page)


def tick_and_approve(page: Any) -> None:
    """Tick both issues as read, and approve them."""
    page.click("nav >> text=导入")
    page.click("text=上一次导入的校样")
    sheet = page.frame_locator("iframe.sheet")
    sheet.locator("#i1 >> text=在表单里改").wait_for()
    for number in (1, 2):
        sheet.locator(f"#i{number} input").check()
    page.click("text=批准勾选的2个")
    page.wait_for_selector("iframe.sheet")
    until(lambda: "审好了" in page.inner_text("[data-state]") or page.locator("[data-accepted] .said").count(), 120)
    assert page.locator("[data-accepted] .said").count() == 0, page.inner_text("[data-accepted]")


def publish(page: Any, target: Path, *, is_old: bool = False) -> None:
    """Make public what there is; of a notice that *is_old* it is asked whether the computer's time is right."""
    page.click("nav >> text=公开")
    page.get_by_label("公开在哪个文件夹").fill(str(target))
    page.click("text=看会改动什么")
    if is_old:  # the notice is of years ago
        page.click("button:has-text('时间是准的，接着做')")
    page.wait_for_selector(f"h2:has-text('会改动这些'), {WRONG}", timeout=120_000)
    assert "会改动这些" in page.inner_text("[data-published]")
    page.click("button:text-is('公开')")
    page.wait_for_selector(f"h2:has-text('已经公开'), {WRONG}", timeout=120_000)
    assert "当场核对过，一个文件也不差" in page.inner_text("[data-published]")


def test_a_file_that_is_dropped_is_imported(page: Any) -> None:
    """A refusal stands there in the command's words, and another file may follow."""
    page.click("nav >> text=导入")
    page.wait_for_selector(".drop")
    drop(page, ".drop", "空.docx", b"", "")
    page.click("button:text-is('导入')")
    page.wait_for_selector(".said.wrong:has-text('文件是空的')")
    page.click("button[aria-label='不要 空.docx']")
    drop(page, ".drop", "没有年份.txt", (NOTICES / "one-paragraph-each/source.txt").read_bytes(), "text/plain")
    page.click("button:text-is('导入')")
    page.wait_for_selector(".said.wrong:has-text('在“轮次的名字”里写上是哪一轮')")
    assert page.evaluate("document.activeElement.labels[0].textContent") == "轮次的名字"
    box = page.get_by_label("轮次的名字")
    assert re.fullmatch(r"20\d\d-[a-z]+", box.input_value())  # proposed by the days that the text speaks of
    box.fill("2026年第一轮巡察")
    page.keyboard.press("Tab")
    assert box.input_value() == "2026-xuncha"
    box.fill("")
    page.click("button[aria-label='不要 没有年份.txt']")
    drop(page, ".drop", "通报.docx", word(notice()), "")
    page.click("button:text-is('导入')")
    page.wait_for_selector(".job progress[aria-label='认出问题']")
    page.wait_for_selector("h1:text-is('校样')")
    assert "认出 5 个问题" in page.inner_text(".said")
    page.click("nav >> text=导入")
    page.set_input_files("input[type=file]", chosen("通报.docx", word(notice("又补了一句，"))))
    page.click("button:text-is('导入')")
    page.wait_for_selector("h2:has-text('这一轮已经有了')")
    assert check(page) == []
    page.click("button:text-is('按上面更新')")
    page.wait_for_selector("h1:text-is('校样')")


def test_a_photograph_asks_for_its_words_at_once(page: Any, served: Served) -> None:
    """Dropped into the form it is seen, its description is the next thing to type, and the page shows it."""
    page.click("a[href$='/2025-xuncha/001.yaml']")
    page.wait_for_selector("form.editor textarea")
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    where = "fieldset.list:has(> legend:text-matches('^照片')) .drop"
    photos = page.locator(where).last
    photos.evaluate("one => one.setAttribute('data-here', '')")
    drop(page, "[data-here]", "大门.jpg", PHONE, "image/jpeg")
    page.wait_for_selector("img.thumbnail")
    until(lambda: page.evaluate("document.querySelector('img.thumbnail').naturalWidth") > 0)
    assert page.evaluate("document.activeElement.dataset.field") == "alt"
    page.keyboard.type("院墙外堆着垃圾")
    until(lambda: page.evaluate(KEPT))
    page.frame_locator("iframe").locator("img[alt='院墙外堆着垃圾']").first.wait_for()
    until(lambda: page.locator(".faults .wrong").count() == 0)
    assert check(page) == []
    page.keyboard.press("Control+s")
    saved(page)
    assert "alt: 院墙外堆着垃圾" in (served.root / ONE).read_text("utf-8")
    assert b"39.9042" not in (served.root / "content/2025-xuncha/001/1.jpg").read_bytes()


def test_an_attachment_that_cannot_be_published_says_why(page: Any) -> None:
    """At its place in the form."""
    page.click("a[href$='/2025-xuncha/002.yaml']")
    page.wait_for_selector("form.editor textarea")
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    place = page.locator("fieldset.list:has(> legend:text-matches('^附件'))").last
    place.locator("input[type=file]").set_input_files(chosen("程序.exe", b"MZ"))
    place.locator("text=不能公开 .exe 文件").wait_for()
    place.locator("input[type=file]").set_input_files(chosen("整改方案.pdf", b"%PDF-1.7"))
    until(lambda: page.evaluate("document.activeElement.value") == "整改方案")
    until(lambda: page.evaluate(KEPT))
    page.click("text=放弃没保存的改动")


def test_a_text_that_cannot_be_read_is_mended(page: Any, served: Served) -> None:
    """Its lines are numbered, its mistake leads to its line, it is kept at each pause, and then the form opens."""
    path = served.root / "content/2025-xuncha/003.yaml"
    before = path.read_text("utf-8")
    path.write_text(BROKEN.replace("number: 1", "number: 3"), "utf-8")
    page.goto(page.url.partition("#")[0] + "#/content/2025-xuncha/003.yaml")
    page.wait_for_selector("textarea.raw")
    assert page.locator(".lines .is-wrong").count() == 1
    page.click(".faults button")
    assert page.evaluate("document.activeElement.className") == "raw"
    assert check(page) == []
    area = page.locator("textarea.raw")
    area.fill(area.input_value() + "# 又一行\n")
    until(lambda: page.evaluate(KEPT))
    page.keyboard.press("Control+s")
    page.wait_for_selector("text=先这样存着")
    area.fill(before)
    page.keyboard.press("Control+s")
    page.wait_for_selector("form.editor [data-groups]")
    assert path.read_text("utf-8") == before


CLIPBOARDS = {
    "word": (
        "一是建立制度。\r\n二是\u00a0每季度检查。\r\n",
        "<p class=MsoNormal>一是建立制度。</p><p class=MsoNormal>二是&nbsp;每季度检查。<img src='x'></p>",
        "一是建立制度。\n\n二是 每季度检查。",
        "图片",
    ),
    "word's list": (
        "l\t登记台账\r\nl\t定期检查\r\n",
        "<p class=MsoListParagraph><span style='font-family:Wingdings'>l</span><b>登记台账</b></p><p>定期检查</p>",
        "- 登记台账\n- 定期检查",
        "粗体、斜体等格式",
    ),
    "wps table": (
        "部门\t数量\r\n办公室\t3\r\n",
        "<table><tr><td>部门</td><td>数量</td></tr><tr><td>办公室</td><td>3</td></tr></table>",
        "部门 数量\n办公室 3",
        "表格的格子",
    ),
    "wechat": (
        "\u3000\u3000整改\u200b完成。\n\n\n\n详见链接。",
        "<section><p>整改完成。</p><p><a href='https://x'>详见链接。</a></p></section>",
        "整改完成。\n\n详见链接。",
        "链接",
    ),
}


@pytest.mark.parametrize("name", CLIPBOARDS)
def test_what_is_pasted_is_clean_text(page: Any, name: str) -> None:
    """Paragraphs stay apart, bullets and blanks are what they look like, what was dropped is said, and Ctrl+Z takes it back."""
    plain, html, text, lost = CLIPBOARDS[name]
    page.click("a[href$='/2025-xuncha/004.yaml']")
    page.wait_for_selector("form.editor textarea")
    area = page.locator("form.editor textarea").first
    area.focus()
    page.keyboard.press("Control+a")
    paste(page, plain, html)
    assert area.input_value() == text
    assert f"没有贴：{lost}" in page.inner_text("[data-state]")
    title = field(page, "标题")
    title.focus()
    page.keyboard.press("Control+a")
    paste(page, "制度\r\n不健全", "<p>制度</p><p>不健全</p>")
    assert title.input_value() == "制度不健全"
    area.focus()
    page.keyboard.press("Control+z")
    until(lambda: page.evaluate(KEPT))
    page.click("text=放弃没保存的改动")


def paste(page: Any, plain: str, html: str) -> None:
    """Paste what another program has put on the clipboard."""
    page.evaluate(
        """([plain, html]) => {
          const clipboardData = new DataTransfer();
          clipboardData.setData("text/plain", plain);
          clipboardData.setData("text/html", html);
          document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
        }""",
        [plain, html],
    )


@pytest.mark.parametrize(("width", "scheme"), [(1280, "dark"), (768, "light"), (640, "dark")])
def test_axe_finds_nothing_and_nothing_is_cut(page: Any, width: int, scheme: str) -> None:
    """Where files are dropped, in the proof sheet's frame, and in a text."""
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    page.click("nav >> text=导入")
    page.wait_for_selector(".drop")
    faults = check(page)
    page.click("nav >> text=一览")
    page.click("a[href$='/2025-xuncha/005.yaml']")
    page.click("text=改文件原文")
    page.wait_for_selector("textarea.raw")
    faults += check(page)
    page.click("text=回到表单")
    page.wait_for_selector("form.editor [data-groups]")
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")

    assert [*faults, *check(page)] == []
