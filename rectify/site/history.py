"""The history of an issue's page: its texts one after the other, which of them can be read and compared (C-08)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from typing import Final, NamedTuple

from rectify.field import addresses
from rectify.field.model import Issue, Revision, Supplement
from rectify.ground.dates import Moment, PartialDate
from rectify.site.model import RoundFace, SiteIssue
from rectify.site.public_texts import older_digest
from rectify.source.changes import current_version
from rectify.source.summary import ChangeKind, IssueSummary, changes_of

ALL_COMPARED: Final = 6
"""Texts up to which each is compared with each; a later one only with the one before and the first."""


class Version(NamedTuple):
    """One text of an issue: since when it stood, what had changed and why, where it can be read and compared.

    `digest` is that of its canonical text; it and the paths are empty where an older text was not kept.
    """

    number: int
    when: str
    iso: str
    note: str
    reason: str
    digest: str
    path: str
    difference: str
    is_current: bool


class TextChange(NamedTuple):
    """Since when a text of an issue stood, in words and for machines, and what had changed and why."""

    when: str
    iso: str
    note: str
    reason: str = ""


def notes_of(changes: Iterable[Revision | Supplement]) -> tuple[TextChange, ...]:
    """Revisions or supplements as pages tell them, oldest first."""
    dated = sorted(changes, key=lambda one: one.date)
    return tuple(TextChange(str(one.date), one.date.iso, one.note, getattr(one, "reason", "")) for one in dated)


def moves_of(summary: IssueSummary) -> tuple[TextChange, ...]:
    """The moves of an issue's deadline since it was published, as pages tell them, oldest first."""
    moves = (one for one in changes_of(summary) if one.kind == ChangeKind.DUE_MOVED.value)
    return tuple(TextChange(str(PartialDate.parse(one.date)), one.date, one.text, one.reason) for one in moves)


def texts_kept(entry: SiteIssue) -> tuple[int, ...]:
    """The numbers of the texts of an issue: those kept of older ones, and the present one."""
    return (*entry.versions, current_version(entry.summary))


def compared_pairs(entry: SiteIssue) -> tuple[tuple[int, int], ...]:
    """The pairs of texts of an issue that have a page of comparison, the older number first."""
    versions = texts_kept(entry)
    places = {version: place for place, version in enumerate(versions)}
    return tuple(
        (before, after)
        for before, after in combinations(versions, 2)
        if after <= ALL_COMPARED or before == versions[0] or places[after] - places[before] == 1
    )


def revisions_of(issue: Issue, published: Moment) -> tuple[TextChange, ...]:
    """When and why each text of an issue changed, the first text first; *published* is the issue's publication."""
    first = TextChange(str(published), published.iso, "首次公布")
    return (first, *notes_of(issue.revisions))


def history_of(
    round_: RoundFace, entry: SiteIssue, issue: Issue, older_texts: Iterable[tuple[int, Issue]]
) -> tuple[Version, ...]:
    """The texts of the issue *entry*, whose text of today is *issue*; the newest first.

    *older_texts* are the older ones that are kept, with their numbers.
    """
    return tuple(_versions(round_, entry, issue, dict(older_texts)))[::-1]


def _versions(round_: RoundFace, entry: SiteIssue, issue: Issue, older: Mapping[int, Issue]) -> Iterator[Version]:
    changes = revisions_of(issue, issue.published or round_.round.published)
    pairs = compared_pairs(entry)
    for number, one in enumerate(changes, start=1):
        text = older.get(number)
        is_current = number == len(changes)
        is_compared = (number - 1, number) in pairs
        yield Version(
            number,
            *one,
            digest=entry.summary.public_text if is_current else older_digest(round_, entry, text) if text else "",
            path=addresses.older_text_page(round_.id, issue.number, number) if number in older else "",
            difference=addresses.comparison_page(round_.id, issue.number, number - 1, number) if is_compared else "",
            is_current=is_current,
        )
