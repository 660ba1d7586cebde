"""Every issue of the real site can be withdrawn, corrected, moved and purged; every address goes on to answer."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from bureau import FILE, Bureau
from rectify import pipeline
from rectify.checks.pages import check_pages
from rectify.engine.memory import Memory
from rectify.field import addresses
from rectify.release import journal, kept_texts
from rectify.release.changes import entries_of
from rectify.release.continuity import check_is_gone, purge_entry
from rectify.release.differences import changes_since
from rectify.release.journal import Kind
from rectify.release.record import state_of
from support import ISSUE, ROOT, SITE, lay
from test_attached import JPEG

ROUND = "2024-xuncha"
ALONE = (21, 34, 58, 59)
"""Issues that are the only ones of a department or a category."""

WITHDRAWN = "withdrawn: {date: 2026-03-01, reason: 与别的问题重复}\n"
REVISED = "revisions: [{date: 2026-03-01, note: 更正了责任部门}]\n"


class Publishing:
    """The real site in a folder of its own, whose builds are recorded as if they were published."""

    def __init__(self, root: Path, numbers: Iterable[int]) -> None:
        self.root = root
        for name in ("content", "templates", "static"):
            shutil.copytree(ROOT / name, root / name)
        shutil.copy(ROOT / "site.yaml", root)
        self.numbers = tuple(numbers)
        self.publish()

    def file(self, number: int) -> Path:
        """The file of an issue."""
        return self.root / "content" / ROUND / f"{number:03}.yaml"

    def add(self, number: int, lines: str) -> None:
        """Add *lines* to the file of an issue."""
        path = self.file(number)
        path.write_text(path.read_text("utf-8") + lines, "utf-8")

    def publish(self) -> list[Kind]:
        """Build and record the site; the kinds of the new entries. SourceError if it must not be published."""
        memory, record = Memory(self.root), journal.read(self.root)
        made = pipeline.build(self.root, self.root / "output", memory)
        made.remember(memory, "")
        self.now, texts = made.now, kept_texts.text_opener(self.root)
        entries = entries_of(changes_since(record, made.now, "", texts), "2026-03-01T09:30:00+08:00")
        journal.append(self.root, entries)
        kept_texts.keep(self.root, state_of((*record, *entries)), self.root / "output")
        assert [one for one in state_of(record).addresses if not (self.root / "output" / one).is_file()] == []
        return [entry.kind for entry in entries if addresses.issue_at(entry.address)]

    def page(self, path: str) -> str:
        """A page of the site, as text."""
        return (self.root / "output" / path).read_text("utf-8")


@pytest.fixture
def site(tmp_path: Path) -> Publishing:
    """The real site, published once."""
    return Publishing(tmp_path, range(1, 60))


def test_every_issue_can_be_withdrawn(site: Publishing) -> None:
    """First those that are the only ones of a department or a category, then all but one; no list's address vanishes."""
    for number in ALONE:
        site.add(number, WITHDRAWN)
    assert site.publish() == [Kind.WITHDRAWN] * len(ALONE)
    for number in set(site.numbers) - {1, *ALONE}:
        site.add(number, WITHDRAWN)
    assert site.publish() == [Kind.WITHDRAWN] * 54
    empty = f"{ROUND}/departments/assessment.html"

    assert "监督考评科：现在是空的" in site.page(empty)
    assert "第21号问题已撤下" in site.page(f"{ROUND}/departments/assessment.atom")
    assert 'content="noindex"' in site.page(empty)
    assert empty not in site.page("sitemap.html") + site.page(f"{ROUND}/departments/index.html")
    assert list(check_pages(site.root / "output", [empty, f"{ROUND}/statuses/ongoing.html"])) == []
    assert site.publish() == []


def test_every_issue_can_be_corrected_and_purged(site: Publishing) -> None:
    """All go to one department at once, each with its revision; the lists of all others say that they are empty."""
    for number in site.numbers:
        path = site.file(number)
        text = re.sub(r"^(lead|responsible): \[.*\]$", r"\1: [局党组]", path.read_text("utf-8"), flags=re.MULTILINE)
        path.write_text(text.replace("status:", "status_reason: 核对过\nstatus:", 1) + REVISED, "utf-8")
    assert site.publish() == [Kind.REVISED] * 59
    assert "财务科：现在是空的" in site.page(f"{ROUND}/departments/finance.html")
    record = journal.read(site.root)

    for number in site.numbers:
        entry = purge_entry(f"{ROUND}/{number:03}", "误公开了个人信息", record, site.now, "2026-03-02T09:30:00+08:00")
        check_is_gone(entry, record, site.now, {})


def test_every_issue_can_be_moved(site: Publishing) -> None:
    """A renumbering needs no revision, only its new address; the old one leads there."""
    moves = []
    for number in site.numbers:
        path = site.file(number)
        path.write_text(path.read_text("utf-8").replace(f"number: {number}\n", f"number: {number + 100}\n", 1), "utf-8")
        path.rename(site.file(number + 100))
        moves.append(f"  - {{from: {ROUND}/{number:03}.html, to: {ROUND}/{number + 100}.html}}\n")
    settings = site.root / "site.yaml"
    settings.write_text(settings.read_text("utf-8") + "redirects:\n" + "".join(moves), "utf-8")

    assert Counter(site.publish()) == {Kind.MOVED: 59, Kind.REWRITTEN: 59}
    assert f"url=../{ROUND}/121.html" in site.page(f"{ROUND}/021.html")


def test_lists_whose_ids_end_in_numbers_stay_too(project: Callable[..., Path], tmp_path: Path) -> None:
    """A department called `brigade-2` is nobody's second page: emptied or renamed, its address answers."""
    brigade = SITE + "  - {id: brigade-2, name: 二大队}\n"
    bureau = Bureau(project({"site.yaml": brigade, FILE: ISSUE.replace("[办公室]", "[二大队]")}), tmp_path / "www")
    page = "2025-xuncha/departments/brigade-2.html"
    assert bureau.publish() == 0
    bureau.edit(ISSUE + REVISED)
    assert bureau.publish() == 0
    emptied = bureau.public(page)
    renamed = (
        brigade.replace("brigade-2", "brigade-3") + f"redirects: [{{from: {page}, to: {page.replace('-2', '-3')}}}]\n"
    )
    lay(bureau.root, {"site.yaml": renamed})

    assert "二大队：现在是空的" in emptied
    assert bureau.publish() == 0
    assert "这一页换了网址" in bureau.public(page)


def test_what_belongs_to_an_issue_moves_with_it(project: Callable[..., Path], tmp_path: Path) -> None:
    """Older texts, comparisons and photographs answer at their old addresses; none of them needs a line of its own."""
    text = ISSUE + "photos: [{file: a.jpg, alt: 门口, checked: true}]\n"
    folder = "content/2025-xuncha"
    bureau = Bureau(project({FILE: text, f"{folder}/001/a.jpg": JPEG}), tmp_path / "www")
    assert bureau.publish() == 0
    revised = text.replace("没有建立", "没有落实") + REVISED
    lay(bureau.root, {FILE: revised, f"{folder}/versions/001.1.yaml": text})
    assert bureau.publish() == 0
    before = state_of(bureau.record).addresses
    new = {f"{folder}/003.yaml": revised, f"{folder}/versions/003.1.yaml": text}
    shutil.rmtree(bureau.root / folder / "001")
    lay(bureau.root, {FILE: None, f"{folder}/versions/001.1.yaml": None})
    lay(bureau.root, {name: one.replace("number: 1", "number: 3") for name, one in new.items()})
    lay(bureau.root, {f"{folder}/003/a.jpg": JPEG})
    lay(bureau.root, {"site.yaml": SITE + "redirects: [{from: 2025-xuncha/001.html, to: 2025-xuncha/003.html}]\n"})

    assert bureau.publish() == 0
    assert [one for one in before if not (bureau.www / "current" / one).is_file()] == []
    assert "../2025-xuncha/banben/003-1-2.html" in bureau.public("2025-xuncha/banben/001-1-2.html")
    assert bureau.verify() == 0
