"""What somebody reads and types beside the forms of the desk, in a real browser: nothing typed is lost, nothing said is old."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest

import reuse as lives
from browser.desks import KEPT, check, desk_over_public, go, opened_list, saved
from served import Served, until

ONE, TWO, THREE = (f"content/2025-xuncha/00{number}.yaml" for number in (1, 2, 3))


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A desk over three issues that are public."""
    with desk_over_public(tmp_path_factory.mktemp("messages"), (ONE, TWO, THREE)) as one:
        yield one


@pytest.fixture
def page(chrome: Any, served: Served) -> Iterator[Any]:
    """A browser at the list; afterwards the files say again what is public."""
    files = [served.root / name for name in (ONE, TWO, THREE)]
    before = [file.read_bytes() for file in files]
    with opened_list(chrome, served) as one:
        yield one
    for file, data in zip(files, before, strict=True):
        file.write_bytes(data)
    shutil.rmtree(files[0].parent / "versions", ignore_errors=True)


def test_what_was_typed_of_a_revision_is_there_after_a_refusal(page: Any, served: Served) -> None:
    """A mistake in the settings refuses it; the words stand in both boxes, also when one comes back from the settings."""
    go(page, ONE)
    before = (served.root / "site.yaml").read_text("utf-8")
    lives.rewrite(served.root / "site.yaml", "base_url: ", "base_url: 错 ")
    page.get_by_label("整改结果", exact=False).first.fill("换了说法")
    until(lambda: page.evaluate(KEPT))
    page.keyboard.press("Control+s")
    page.wait_for_selector("h2:has-text('改的是公开过的文字')")
    page.locator("[data-notes]").get_by_label("改了什么").fill("把结果写清楚")
    page.click("[data-notes] >> text=存下旧文字并保存")
    page.wait_for_selector("[data-refused] a:has-text('设置')", timeout=60_000)
    boxes = page.locator("form.editor [data-typed$=改了什么]")
    assert [one.input_value() for one in boxes.all()] == ["把结果写清楚"] * 2
    page.click("[data-refused] a:has-text('设置')")
    page.wait_for_selector("[data-field=base_url]")
    (served.root / "site.yaml").write_text(before, "utf-8")
    go(page, ONE)
    assert page.get_by_label("改了什么").first.input_value() == "把结果写清楚"
    page.click("[data-acts] >> text=存下旧文字并保存")
    page.wait_for_selector("[data-state]:has-text('修订记录添了一条')", timeout=60_000)

    assert "note: 把结果写清楚" in (served.root / ONE).read_text("utf-8")
    assert page.get_by_label("改了什么").first.input_value() == ""


def test_a_day_is_saved_as_files_have_it_from_within_its_box(page: Any, served: Served) -> None:
    """By the keys, without leaving the box; the box shows what was saved."""
    go(page, TWO)
    day = page.get_by_label("日期", exact=False).first
    day.fill("2025年12月1日")
    page.keyboard.press("Control+s")
    page.wait_for_selector("h2:has-text('改的是公开过的文字')")
    assert day.input_value() == "2025-12-01"
    page.click("text=先只保存，公开以前再写明")
    saved(page)

    assert "2025-12-01" in (served.root / TWO).read_text("utf-8")
    assert page.locator(".faults .wrong").count() == 0


def test_no_page_speaks_the_language_of_programs(page: Any) -> None:
    """No “null” and no “undefined” where something is not there."""
    for name in ("", "import", "proof", "settings", "check", "publish", "history", "site.yaml", ONE):
        page.evaluate(f"location.hash = '#/{name}'")
        until(lambda: "正在打开" not in page.inner_text("main"))
        words = page.inner_text("main")

        assert not {"null", "undefined", "NaN", "[object"} & set(words.replace("：", " ").split()), name
        assert check(page) == []


def test_the_name_of_a_new_round_is_kept(page: Any) -> None:
    """Typed, left for another page, and come back to."""
    page.click("summary:has-text('新开一轮')")
    page.get_by_label("新一轮的名称").fill("2027年巡察整改")
    page.click("nav >> text=检查")
    page.wait_for_selector("h1:has-text('检查')")
    page.click("nav >> text=一览")
    page.wait_for_selector("[data-rounds] table")

    assert page.get_by_label("新一轮的名称").input_value() == "2027年巡察整改"
    assert page.get_by_label("网址里的名字").is_visible()


def test_what_was_said_of_mistakes_goes_with_them(page: Any) -> None:
    """The head counts what the list counts, and the page beside says why it does not follow."""
    go(page, TWO)
    behind = page.locator("text=这里还是改动以前的样子")
    day = page.get_by_label("日期", exact=False).first
    day.fill("2025-13")
    behind.wait_for()
    page.keyboard.press("Control+s")
    page.wait_for_selector("[data-state]:has-text('已保存。还有1处错误')")
    assert behind.is_visible()
    page.evaluate("window.scrollTo(0, 0)")
    assert check(page) == []
    day.fill("2025-12-02")
    until(lambda: page.evaluate(KEPT))

    assert page.inner_text("[data-state]") == "已保存。"
    behind.wait_for(state="hidden")
    page.keyboard.press("Control+s")
    page.click("text=先只保存，公开以前再写明")
    saved(page)


def test_the_list_counts_again_when_the_settings_change(page: Any, served: Served) -> None:
    """A department that is not registered any more is told in the list that is open."""
    before = (served.root / "site.yaml").read_text("utf-8")
    rows = page.locator("tbody tr:has-text('处提醒'), tbody tr:has-text('处错误')")
    count = rows.count()
    (served.root / "site.yaml").write_text(before.replace("name: 办公室", "name: 别的办公室"), "utf-8")
    until(lambda: rows.count() > count)
    (served.root / "site.yaml").write_text(before, "utf-8")

    until(lambda: rows.count() == count)


def test_the_head_says_whose_site_is_open(page: Any, served: Served) -> None:
    """The unit, the folder, and on pointing at it the whole path."""
    place = page.locator("[data-place]")
    until(lambda: "示例市示例局" in place.inner_text())

    assert "文件夹 project" in place.inner_text()
    assert place.locator("span").get_attribute("title") == str(served.root.resolve())


def test_a_moved_deadline_is_written_once(page: Any, served: Served) -> None:
    """No mistake before a box is left; the day that it is moved to stands as the deadline, too."""
    go(page, ONE)
    page.click("button:text-is('改时限')")
    until(lambda: page.evaluate(KEPT))
    assert page.locator(".faults .wrong").all_inner_texts() == []
    item = page.locator("li:has(> .item [data-field=to])").last
    places = {name: item.locator(f"[data-field={name}]") for name in ("from", "to", "reason")}
    places["from"].fill("2026年3月")
    places["to"].fill("2026年6月1日")
    places["reason"].fill("水管要等汛期过去再换")
    until(lambda: page.evaluate(KEPT))
    page.keyboard.press("Control+s")
    saved(page)

    text = (served.root / ONE).read_text("utf-8")
    assert "2026-06-01" in text.partition("due_changes:")[0].partition("due:")[2]
    assert page.locator(".faults .wrong").count() == 0


def test_a_withdrawal_is_told_first_before_it_is_published(page: Any, served: Served) -> None:
    """By that name, at the head of what changes."""
    go(page, THREE)
    page.click("button:text-is('撤下')")
    page.keyboard.type("重复公布")
    until(lambda: page.evaluate(KEPT))
    page.keyboard.press("Control+s")
    saved(page)
    page.click("nav >> text=公开")
    page.get_by_label("公开在哪个文件夹").fill(str(served.root.parent / "www"))
    page.click("text=看会改动什么")
    page.wait_for_selector("[data-published] h2", timeout=120_000)
    assert page.inner_text("[data-published] h2 >> nth=0") == "会改动这些", page.inner_text("[data-published]")

    assert "撤下1个" in page.inner_text("h3 >> nth=0")
    assert page.inner_text("details.page .tag >> nth=0") == "撤下"
    assert check(page) == []


def test_a_menu_item_is_chosen_by_name_or_its_address_written(page: Any, served: Served) -> None:
    """No word of a file has to be known."""
    go(page, "site.yaml")
    page.click("text=添一条导航")
    item = page.locator("li:has(> .item [data-field=to], > details [data-field=to])").last
    item.locator("[data-field=title]").fill("局长信箱")
    item.locator("select").select_option("问题清单")
    assert item.get_by_label("网址").is_hidden()
    item.locator("select").select_option("别的网页，写网址")
    item.get_by_label("网址").fill("https://www.example.gov.cn/xinxiang/")
    until(lambda: page.evaluate(KEPT))
    page.evaluate("window.scrollTo(0, 0)")
    assert check(page) == []
    page.keyboard.press("Control+s")
    saved(page)

    assert "to: https://www.example.gov.cn/xinxiang/" in (served.root / "site.yaml").read_text("utf-8")


def test_the_end_of_the_desk_is_told_at_once(chrome: Any, served: Served) -> None:
    """Without anything being saved."""
    with opened_list(chrome, served) as page:
        assert page.locator("[role=alert]").is_hidden()
        served.end()
        page.wait_for_selector("[role=alert]:has-text('工作台已经关了')")
        page.complaints.clear()
