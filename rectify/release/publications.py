"""The published days of a record, with the totals at the end of each, and the files about them that need no look."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import Final

from rectify.field import addresses
from rectify.outputs.dataset.table import any_table, table_rows
from rectify.release import journal
from rectify.release.journal import Entry, Kind, Totals
from rectify.release.ownership import time_of
from rectify.release.record_scripts import script_of
from rectify.site.publications_view import DAY_COLUMNS, EntryLine, PublishedDay, Publishing, compared_rows, day_rows


def totals_in(record: Sequence[Entry]) -> tuple[Totals, ...]:
    """The totals that are public after the last entry of *record*; none before the first publication."""
    told = (record[place] for place in reversed(journal.standing(record)))
    return next((one.totals for one in told if one.kind is Kind.RELEASED), ())


def published_days(record: Sequence[Entry]) -> tuple[PublishedDay, ...]:
    """Each day on which the site was published or rolled back, with its totals at the end of it, oldest first."""
    days = {entry.time[:10]: totals for entry, totals in _with_totals(record)}
    return tuple(PublishedDay(day, days[day]) for day in sorted(days))


def moments(record: Sequence[Entry]) -> dict[str, tuple[Totals, ...]]:
    """The totals after each publication or rollback, by its time in Beijing: `2025-12-02 09:30`, oldest first."""
    return {entry.time[:16].replace("T", " "): totals for entry, totals in _with_totals(record)}


def _with_totals(record: Sequence[Entry]) -> Iterator[tuple[Entry, tuple[Totals, ...]]]:
    """Each publication or rollback with the totals after it; those from before there were totals are left out."""
    totals: tuple[Totals, ...] = ()
    after: list[tuple[Totals, ...]] = []
    for entry in record:
        if entry.kind is Kind.ROLLED_BACK:
            totals = after[min(entry.length, len(after)) - 1] if after and entry.length else ()
        elif entry.kind is Kind.RELEASED:
            totals = entry.totals
        after.append(totals)
        if entry.kind in (Kind.RELEASED, Kind.ROLLED_BACK) and totals:
            yield entry, totals


MOST: Final = 200
"""So many entries of a publication are listed, the others counted."""

ENTRIES: Final = "记进公开记录的"
"""The heading above the entries of a day; pages that a former program made do not have it."""

_SAID: Final = ("修订记录", "时限变更", "后续进展", "补充记录")
"""Names of what was added that say no more than what was done."""

_DONE: Final = {
    Kind.WITHDRAWN: "撤下",
    Kind.PURGED: "清除误公开的旧文字",
    Kind.ROLLED_BACK: "退回到以前公开的",
    Kind.REVISED: "改正公开过的文字",
    Kind.DUE_MOVED: "改了完成时限",
    Kind.UPDATED: "报进展",
    Kind.RETURNED: "恢复公开",
    Kind.PUBLISHED: "首次公布",
    Kind.SUPPLEMENTED: "补上原来空着的",
    Kind.MOVED: "换了网址",
    Kind.REWRITTEN: "换了写法",
    Kind.CLOCK_CORRECTED: "校正时间",
}
"""What was done, in the order in which readers are told of it."""


def publishings(record: Sequence[Entry], titles: Mapping[str, str]) -> dict[str, tuple[Publishing, ...]]:
    """By day, what each publication or rollback did; *titles* are those of the pages that are there now, by address."""
    days: dict[str, list[Publishing]] = defaultdict(list)
    for time, group in groupby(record, key=lambda one: one.time):
        entries = tuple(group)
        told = sorted((one for one in entries if one.kind in _DONE), key=lambda one: tuple(_DONE).index(one.kind))
        lines = tuple(_line(one, titles) for one in told[:MOST])
        count = sum(one.kind is Kind.ADDRESS for one in entries)
        if lines or count:
            days[time[:10]].append(Publishing(time[11:16], lines, len(told) - len(lines), count))
    return {day: tuple(some) for day, some in days.items()}


def _line(entry: Entry, titles: Mapping[str, str]) -> EntryLine:
    note = "" if entry.kind is Kind.MOVED or entry.note in _SAID else entry.note
    if entry.kind is Kind.ROLLED_BACK:
        note = f"{time_of(entry.note)}公开的那一版"
    path = entry.note if entry.kind is Kind.MOVED else entry.address
    return EntryLine(_DONE[entry.kind], titles.get(path, path), path if path in titles else "", note)


def entry_words(record: Sequence[Entry]) -> Mapping[str, Sequence[str]]:
    """What the page of each day must say was done, in its order, by the path of the page."""
    return {
        addresses.publication_page(day): [
            line.word + ("：" if line.title else "") for one in some for line in one.lines
        ]
        for day, some in publishings(record, {}).items()
    }


def day_files(record: Sequence[Entry]) -> dict[str, bytes]:
    """The table of each published day, and all totals in a script for the page that compares any two, by their paths."""
    days = published_days(record)
    files = {}
    for one in days:
        path = addresses.sibling(addresses.publication_page(one.day), "csv")
        files[path] = any_table([DAY_COLUMNS], [table_rows(day_rows(one))])
    totals = {one.day: [(*names, dict(counts)) for *names, counts in one.rounds] for one in days}
    times = {time: [(*names, dict(counts)) for *names, counts in rounds] for time, rounds in moments(record).items()}
    scripts = {"js": script_of(totals), "times.js": script_of(times)}
    return {**files, **{addresses.sibling(addresses.PUBLICATIONS, ending): made for ending, made in scripts.items()}}


def page_numbers(record: Sequence[Entry]) -> Mapping[str, Sequence[str]]:
    """What each page about publications must show, in its order: the words and numbers of its rows."""
    found: dict[str, Sequence[str]] = {addresses.PUBLICATIONS: ()}
    for before, now in pairwise((None, *published_days(record))):
        if now:
            rows = [row for _, rows in compared_rows(before, now) for row in rows]
            cells = [(row.word, *(() if before is None else (row.before,)), row.now) for row in rows]
            shown = ["没有" if one is None else str(one) for row in cells for one in row]
            found[addresses.publication_page(now.day)] = [word for one in shown for word in one.split()]
    return found
