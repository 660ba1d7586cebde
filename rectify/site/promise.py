"""Promised days: which day was promised first and now, and whether it was kept.

Kept or not is counted to the data's own day and to the days on which something was reported, never to the day of
a build. Where the texts do not say when the work was done, nothing is made of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import Final, NamedTuple

from rectify.field.model import FINISHED, NO_LONGER_PURSUED, UNFINISHED, Round
from rectify.ground.dates import BLANK_DATE, PartialDate
from rectify.source.changes import VersionSource
from rectify.source.summary import ChangeKind, IssueSummary, changes_of, life_of


class Keeping(Enum):
    """What became of a promised day; the value is what readers see."""

    KEPT = "按期"
    MISSED = "逾期完成"
    OVERDUE = "已过时限"
    OPEN = "还没有到时限"
    UNKNOWN = "看不出是否按期"
    ENDED = "不再整改"


class Promise(NamedTuple):
    """The promised days of an issue, ISO, how often they were moved, and what became of the first and of that in force.

    Both are values of Keeping. `day` is the day to which this is counted, where it matters.
    """

    first: str
    due: str
    moves: int
    kept_first: str
    kept: str
    day: str = ""
    reached: str = ""
    """The day on which it was reported as finished or accepted, ISO, where the first promise was kept or missed by it."""

    @property
    def is_exact(self) -> bool:
        """Whether the day in force is known to the day."""
        return PartialDate.parse(self.due).day > 0


_FINISHED: Final = frozenset(status.value for status in FINISHED)
_UNFINISHED: Final = frozenset(status.value for status in UNFINISHED)
_ENDED: Final = frozenset(status.value for status in NO_LONGER_PURSUED)


class Report(NamedTuple):
    """When an issue was reported as finished: the latest day on which it was done, and whether it was open before."""

    day: PartialDate
    is_dated: bool
    """Whether it was open in what was published before that day."""


def data_day(record: Round, changed: str) -> PartialDate:
    """The day to which a round's data go: what the round says, or its publication or last change if that is later."""
    days = (record.as_of or record.published.date, PartialDate.parse(changed) if changed else None)
    return max(day for day in days if day)


def promise_of(
    summary: IssueSummary, published: PartialDate, versions: tuple[VersionSource, ...], day: PartialDate
) -> Promise | None:
    """The promised days of an issue of a round that was *published* then and whose data go to *day*; None without one.

    *versions* are its older texts.
    """
    life = life_of(summary)
    if not (life.due or life.promised):
        return None
    report = _report(summary, published, versions)
    accepted = PartialDate.parse(life.accepted) if life.accepted and life.verdict == "通过" else None

    def keeping(written: str) -> Keeping:
        due = PartialDate.parse(written)
        if summary.status in _ENDED:
            return Keeping.ENDED
        if BLANK_DATE in (due, day, published):  # nobody has filled it in yet
            return Keeping.UNKNOWN
        if summary.status in _UNFINISHED:
            return Keeping.OVERDUE if due.surely_before(day) else Keeping.OPEN
        if summary.status not in _FINISHED:
            return Keeping.UNKNOWN
        if any(one and not due.surely_before(one) and one.day for one in (report and report.day, accepted)):
            return Keeping.KEPT
        return Keeping.MISSED if report and report.is_dated and due.surely_before(report.day) else Keeping.UNKNOWN

    due, first = life.due or life.promised, life.promised or life.due
    kept, kept_first = keeping(due), keeping(first)
    until = day.iso if summary.status in _UNFINISHED else ""
    reached = _reached_day(PartialDate.parse(first), kept_first, report, accepted)
    return Promise(first, due, len(life.moved), kept_first.value, kept.value, until, reached)


def _reached_day(first: PartialDate, kept: Keeping, report: Report | None, accepted: PartialDate | None) -> str:
    """The earliest day that shows that the *first* promised day was *kept* or missed, ISO; empty if none is known."""
    days = [one for one in (report.day if report and report.is_dated else None, accepted) if one]
    if kept is Keeping.KEPT:
        days = [one for one in days if not first.surely_before(one)]
    return min(days).iso if days and kept in (Keeping.KEPT, Keeping.MISSED) else ""


def _report(summary: IssueSummary, published: PartialDate, versions: tuple[VersionSource, ...]) -> Report | None:
    """When the issue was first reported as finished, and stayed so; None where that cannot be known."""
    stages = list(_stages(summary, published, versions))
    first = next((place for place, (_, status) in enumerate(stages) if status in _FINISHED), None)
    if first is None or any(status not in _FINISHED for _, status in stages[first:]):
        return None
    return Report(stages[first][0], is_dated=first > 0)


def _stages(
    summary: IssueSummary, published: PartialDate, versions: tuple[VersionSource, ...]
) -> Iterator[tuple[PartialDate, str]]:
    """The days on which the site said something of the issue's status, and what it said, in order."""
    own = PartialDate.parse(summary.published[:10]) if summary.published else published
    changes = changes_of(summary)
    by_version = {one.version: one.issue.status.value for one in versions}
    revised = [one for one in changes if one.kind == ChangeKind.REVISED.value]
    updated = [one for one in changes if one.kind == ChangeKind.UPDATED.value and one.status]
    is_plain = not revised and not updated
    yield own, by_version.get(1, summary.status if is_plain else "")  # an update names a status where it changed it
    stages = [(PartialDate.parse(one.date), by_version.get(one.number + 1, summary.status)) for one in revised]
    stages += [(PartialDate.parse(one.date), one.status) for one in updated]
    yield from sorted(stages, key=lambda stage: stage[0])
