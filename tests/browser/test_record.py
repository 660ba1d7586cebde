"""Checking in the reader's browser: an issue's page against the record beside it, the record against what somebody kept."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from browser.test_citation import CSP
from bureau import PAGE, Bureau
from outside import serving
from rectify.field.addresses import public_text_file
from rectify.ground.files import sha256
from rectify.release import journal
from rectify.release.journal import JOURNAL, Entry, Kind
from rectify.release.record_scripts import issue_scripts
from test_publish_command import REVISED

TIME = "2025-12-02T09:30:00+08:00"
VERIFY = "record/verify.html"
CHECK = '[data-module="page-check"]'
TOLD = f"{CHECK} + div"
UPDATED = REVISED + "updates: [{date: 2025-12-26, text: 又检查了一次。}]\n"


@pytest.fixture
def reader(browser: Any) -> Iterator[Any]:
    """A reader's page, under the strict policy where a server sends it."""
    with browser.playwright.new_context(accept_downloads=True, reduced_motion="reduce") as context:
        made = context.new_page()

        def strict(route: Any) -> None:
            answer = route.fetch()
            route.fulfill(response=answer, headers={**answer.headers, "Content-Security-Policy": CSP})

        made.route("http://**/*.html", strict)
        made.complaints = []
        made.on("pageerror", lambda error: made.complaints.append(str(error)))
        yield made
        assert made.complaints == []


@pytest.fixture(scope="module")
def published(published_once: Bureau, tmp_path_factory: pytest.TempPathFactory) -> Bureau:
    """A bureau that has published twice, some days after the other."""
    folder = tmp_path_factory.mktemp("published")
    made = published_once.copied(folder)
    shutil.copy(made.www / "current" / JOURNAL, folder / "old.jsonl")
    shutil.copy(made.www / "current/record/checkpoint.txt", folder / "old.txt")
    made.edit(REVISED)
    made.start = made.start.replace(day=28)
    assert made.publish() == 0
    return made


def with_record(folder: Path, goal: Path) -> list[str]:
    """Copy the site in a *folder* to *goal*, with the scripts of a first publication; the pages of its issues."""
    shutil.copytree(folder, goal)
    texts = sorted((goal / "record").glob("*/[0-9]*.txt"))
    pages = [path.relative_to(goal / "record").with_suffix(".html").as_posix() for path in texts]
    entries = [
        Entry(TIME, Kind.PUBLISHED, page, sha256(path.read_bytes()), "2025-12-02 09:30", form=2)
        for page, path in zip(pages, texts, strict=True)
    ]
    for path, data in issue_scripts(entries, lambda name: (goal / name).read_text("utf-8")).items():
        (goal / path).write_bytes(data)
    return pages


def checked(reader: Any, address: str) -> str:
    """What the page at an *address* says once its reader has had it checked."""
    reader.goto(address)
    reader.click(f"{CHECK} button")
    reader.locator(TOLD, has_text=re.compile("对得上|对不上|没有可以比")).wait_for()
    return str(reader.text_content(TOLD))


@pytest.mark.parametrize("name", ["real", "full", "bureau"])
def test_every_issue_shows_what_the_record_says(
    name: str, reader: Any, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """From a folder on disk the digest of what each page shows is that of its canonical text."""
    pages = with_record(request.getfixturevalue(f"{name}_folder"), tmp_path / "site")
    shown = [page for page in pages if CHECK[1:-1] in (tmp_path / "site" / page).read_text("utf-8")]
    said = {page: checked(reader, f"file://{tmp_path}/site/{page}") for page in shown}

    assert len(shown) >= {"real": 59, "full": 2, "bureau": 1}[name]
    assert {page: words for page, words in said.items() if not words.startswith("✓ 对得上")} == {}


def test_a_withdrawn_text_is_checked_as_well(reader: Any, full_folder: Path, tmp_path: Path) -> None:
    """Where it is still shown: as it was public, or altered."""
    page, site = "2025-xuncha/021.html", tmp_path / "site"
    with_record(full_folder, site)
    sound = checked(reader, f"file://{site}/{page}")
    text = (site / page).read_text("utf-8")
    assert "<p>交接班没有签字。</p>" in text
    (site / page).write_text(text.replace("<p>交接班没有签字。</p>", "<p>交接班都签了字。</p>"), "utf-8")

    assert sound.startswith("✓ 对得上：由本页的 1 段文字")
    assert checked(reader, f"file://{site}/{page}").startswith("✗ 对不上：公开过的第 1 段，本页没有照原样显示。")


def test_a_page_that_was_altered_is_told(reader: Any, published: Bureau, tmp_path: Path) -> None:
    """Other words, or a paragraph less: the page is named as what does not fit."""
    shutil.copytree(published.www / "current", tmp_path / "site", symlinks=True)
    text = published.public()
    said = []
    for old, new in (("公务用车制度没有建立", "公务用车制度早已建立"), ("<p>建立制度。</p>", "")):
        assert old in text
        (tmp_path / "site" / PAGE).unlink()
        (tmp_path / "site" / PAGE).write_text(text.replace(old, new), "utf-8")
        said.append(checked(reader, f"file://{tmp_path}/site/{PAGE}"))

    assert said[0].startswith("✗ 对不上：公开过的第 1 段，本页没有照原样显示。")
    assert said[1].startswith("✗ 对不上：公开过的第 2 段，本页没有照原样显示。")


def test_a_site_without_a_record_says_so(reader: Any, browser: Any) -> None:
    """A site that was built and not published has nothing to be compared with."""
    assert "没有可以比的公开记录" in checked(reader, browser.address + "2024-xuncha/013.html")


def receipt_of(reader: Any, address: str, folder: Path) -> Path:
    """The receipt that a reader saves from the page at an *address*."""
    assert checked(reader, address).startswith("✓ 对得上")
    with reader.expect_download() as download:
        reader.click(f"{TOLD} button")
    goal = folder / download.value.suggested_filename
    download.value.save_as(goal)
    return goal


def verified(reader: Any, site: str, *kept: Path, today: Path | None = None, pasted: str = "") -> list[str]:
    """The findings of the page that checks the record of the *site*."""
    reader.goto(site + VERIFY, wait_until="networkidle")
    reader.set_input_files('[data-record="old"]', [str(one) for one in kept])
    reader.fill('[data-record="pasted"]', pasted)
    if today:
        reader.set_input_files('[data-record="today"]', str(today))
    reader.click('[data-record="check"]')
    reader.locator(".finding").first.wait_for()
    return list(reader.locator(".finding__said").all_text_contents())


def test_a_receipt_holds_on_a_later_day_and_fails_on_an_altered_site(
    reader: Any, published: Bureau, tmp_path: Path
) -> None:
    """It is saved from a page on a server, and held against the site after another publication, and after a rewriting."""
    with serving(published.www / "current", "/xczg/") as site:
        kept = receipt_of(reader, site + PAGE, tmp_path)
        published.edit(UPDATED)
        published.start = published.start.replace(day=30)
        assert published.publish() == 0
        sound = verified(reader, site, kept)
    saved = json.loads(kept.read_text("utf-8"))
    later = published.verify(since=kept), published.verify(since=kept, there=False)
    forged = [one._replace(published="2025-12-01 08:00") if one.published else one for one in published.record]
    shutil.copytree(published.www / "current", tmp_path / "site")
    (tmp_path / "site" / JOURNAL).unlink()
    (tmp_path / "site" / JOURNAL).write_bytes(journal.write_journal(forged))
    with serving(tmp_path / "site", "/xczg/") as site:
        altered = verified(reader, site, kept)

    assert kept.name == "凭证-2025-xuncha-001.json"
    assert sha256(saved["核对文本"].encode()) == saved["文本"]
    assert len(saved["记录"]) == 2
    assert [one[0] for one in sound] == ["✓", "✓"]
    assert "这份文字确实公开过" in sound[1]
    assert later == (0, 0)
    assert [one[0] for one in altered] == ["✓", "✗"]


@pytest.mark.parametrize("scheme", ["http", "file"])
def test_the_record_is_held_against_what_was_kept(scheme: str, reader: Any, published: Bureau, tmp_path: Path) -> None:
    """An old checkpoint as a file or typed, an old record: today's goes on, a forged one is told; on disk by files alone."""
    shutil.copytree(published.www / "current", tmp_path / "site")
    place, old = tmp_path / "site" / JOURNAL, published.www.parent
    kept, pasted = (old / "old.txt", old / "old.jsonl"), (old / "old.txt").read_text("utf-8").replace("\n", "\r\n")
    with serving(tmp_path / "site", "/xczg/") as address:
        site = address if scheme == "http" else f"file://{tmp_path}/site/"
        today = place if scheme == "file" else None
        sound = verified(reader, site, *kept, today=today, pasted=pasted)
        forged = journal.write_journal([one._replace(note="别的") for one in published.record])
        place.unlink()
        place.write_bytes(forged)
        wrong = verified(reader, site, *kept, today=today)
        place.write_bytes(forged.replace("别的".encode(), "甲乙".encode(), 1))
        broken = verified(reader, site, *kept, today=today)

    assert [one[0] for one in sound] == ["✓"] * 4
    assert [one[0] for one in wrong] == ["✓", "✗", "✗"]
    assert "从第 1 条起，和您留着的那一份不一样" in wrong[2]
    assert [one[:17] for one in broken] == ["✗ 今天的公开记录自己就不完整：第"]


def test_what_is_missing_is_asked_for(reader: Any, published: Bureau) -> None:
    """Without anything kept, and from disk without today's record, the page says what it needs."""
    folder = published.www / "current"
    reader.goto(f"file://{folder}/{VERIFY}")
    reader.click('[data-record="check"]')
    nothing = reader.text_content('[data-record="told"]')
    reader.set_input_files('[data-record="old"]', str(folder / "record/checkpoint.txt"))
    reader.click('[data-record="check"]')
    reader.locator('[data-record="told"]', has_text="published").wait_for()

    assert nothing == "先选出您留着的文件，或者贴上检查点的四行字。"


def test_any_two_publications_are_compared(reader: Any, published: Bureau) -> None:
    """Their page puts the totals of two beside each other, from a folder, too; one with itself is nothing to compare."""
    reader.goto(f"file://{published.www}/current/record/published.html")
    times = reader.eval_on_selector_all('[data-days="from"] option', "all => all.map((one) => one.value)")
    reader.select_option('[data-days="from"]', times[0])
    reader.select_option('[data-days="to"]', times[0])
    reader.click('[data-days="compare"]')
    assert "同一次公开" in reader.inner_text('[data-days="told"]')
    reader.select_option('[data-days="to"]', times[-1])
    reader.click('[data-days="compare"]')
    reader.wait_for_selector('[data-days="told"] table')
    rows = reader.locator('[data-days="told"] tr').all_inner_texts()

    days = [word for word in rows[0].split() if word.startswith("2025")]
    assert [one.partition("日")[0] for one in days] == [
        f"{one[:4]}年{int(one[5:7])}月{int(one[8:10])}" for one in sorted((times[0], times[-1]))
    ]
    assert rows[1].split() == ["问题", "1", "1", "不变"]

    reader.set_viewport_size({"width": 320, "height": 800})

    assert reader.evaluate("document.documentElement.scrollWidth") == 320


def test_the_scripts_of_a_page_that_is_checked_are_small(real_folder: Path) -> None:
    """What is loaded to check a page is at most 12 KB, and so is what checks the record."""
    sizes = {path.name: path.stat().st_size for path in real_folder.glob("assets/*/*.js")}

    assert sizes["pageCheck.js"] <= 12 * 1024
    assert sizes["recordCheck.js"] <= 12 * 1024


def test_texts_lie_where_pages_lead(published: Bureau) -> None:
    """The page leads to its canonical text and to the page with the commands that check it: none stands on its own."""
    page = published.public()

    assert f'href="../{public_text_file(PAGE)}"' in page
    assert "sha256sum" not in page
    assert "<code>sha256sum 012.txt</code>" in published.public("record/verify.html")
