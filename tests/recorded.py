"""Sites as texts of files, and the public record of what was published of them, without building anything."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from rectify.field import addresses
from rectify.field.canonical import Context, canonical_text, digest_of
from rectify.field.config import SiteConfig
from rectify.field.model import Glossary, Issue, Round
from rectify.release.changes import Change, entries_of
from rectify.release.differences import changes_since
from rectify.release.journal import Entry, Kind
from rectify.release.record import Public, Text
from rectify.release.refusals import refusals
from rectify.source.decode import decode
from support import ROUND, SITE

TIME = "2025-12-02T09:30:00+08:00"
GLOSSARY = "terms:\n  - {id: tai-zhang, term: 台账, meaning: 逐项登记的表。}\n  - {id: xun-cha, term: 巡察, meaning: 一种检查。}\n"
CONTENTS = "2025-xuncha/index.html"


class Site(NamedTuple):
    """A site as files: its issues and older texts by page, its round, settings and glossary; and what leads on."""

    issues: Mapping[str, str]
    round: str = ROUND
    config: str = SITE
    glossary: str = GLOSSARY
    older: Mapping[str, str] = {}
    moved: Mapping[str, str] = {}
    files: Mapping[str, str] = {}


def public(site: Site) -> Public:
    """What is public of a site, as a build finds it; of issues that are withdrawn with their texts no older ones."""
    record = read(Round, site.round)
    titles, files = tuple((str(one.id), str(one.title)) for one in record.categories), tuple(site.files.items())
    issues = {page: read(Issue, text) for page, text in site.issues.items()}
    hidden = {page for page, one in issues.items() if one.withdrawn and not one.withdrawn.keep_text}
    shown = {page for page in site.older if addresses.issue_of_older(page) not in hidden}
    older = {page: _text(Issue, site.older[page], titles, files) for page in shown}
    others = {"index.html": _text(SiteConfig, site.config), "glossary.html": _text(Glossary, site.glossary)}
    texts = {page: _text(Issue, text, titles, files) for page, text in site.issues.items()}
    texts |= {**others, CONTENTS: _text(Round, site.round)}

    def state(page: str) -> Text:
        one: Any = issues.get(page)
        count = len(one.revisions) + len(one.updates) if one else 0
        day = (one.published or record.published).stamp if one else ""
        return Text(digest_of(texts[page]), day, count, 2, bool(one and one.withdrawn))

    lists = (addresses.group_page("2025-xuncha", addresses.CATEGORIES, name) for name, _ in titles)
    return Public(
        {page: state(page) for page in texts},
        frozenset((*texts, *site.older, *site.moved, *lists)),
        site.moved,
        files={page: digest_of(text) for page, text in older.items()},
        open=lambda page: texts.get(page) or older[page],
    )


@lru_cache(4096)
def read(kind: Any, text: str) -> Any:
    """The record in a file."""
    return decode(text, PurePosixPath("content/2025-xuncha/001.yaml"), kind)


Pairs = tuple[tuple[str, str], ...]


@lru_cache(4096)
def _text(kind: Any, text: str, titles: Pairs = (), files: Pairs = ()) -> str:
    """The canonical text of the record in a file."""
    return canonical_text(read(kind, text), Context(dict(titles), dict(files)))


class Record:
    """A record, and the copies of all texts that were public."""

    def __init__(self, *sites: Site) -> None:
        """The record of these *sites*, published one after the other; each must be allowed."""
        self.entries: tuple[Entry, ...] = ()
        self.copies: dict[str, str] = {}
        for site in sites:
            self.publish(site)

    def changes(self, site: Site, purged: str = "") -> tuple[Change, ...]:
        """What is different about *site*."""
        return self.changes_to(public(site), purged)

    def changes_to(self, now: Public, purged: str = "") -> tuple[Change, ...]:
        """What is different about the site that is public *now*."""
        return changes_since(self.entries, now, purged, lambda _page, digest: self.copies.get(digest))

    def publish(self, site: Site) -> list[Kind]:
        """Publish *site*; the kinds of the new entries."""
        changes, now = self.changes(site), public(site)
        assert [one.message for one in refusals(changes, {})] == []
        return self.note(changes, now)

    def note(self, changes: tuple[Change, ...], now: Public) -> list[Kind]:
        """Note these *changes* to the site that is public *now*; the kinds of the new entries."""
        new = entries_of(changes, TIME)
        self.entries += new
        self.copies |= {text.digest: now.open(page) for page, text in now.texts.items()}
        self.copies |= {digest: now.open(page) for page, digest in now.files.items()}
        return [entry.kind for entry in new]

    def refused(self, site: Site) -> list[str]:
        """The codes of what is refused of *site*."""
        return [one.code for one in refusals(self.changes(site), {})]
