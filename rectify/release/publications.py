"""The published days of a record, with the totals at the end of each, and the files about them that need no look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from rectify.field import addresses
from rectify.outputs.dataset.table import any_table, table_rows
from rectify.release import journal
from rectify.release.journal import Entry, Kind, Totals
from rectify.release.record_scripts import script_of
from rectify.site.publications_view import DAY_COLUMNS, PublishedDay, compared_rows, day_rows


def totals_in(record: Sequence[Entry]) -> tuple[Totals, ...]:
    """The totals that are public after the last entry of *record*; none before the first publication."""
    told = (record[place] for place in reversed(journal.standing(record)))
    return next((one.totals for one in told if one.kind is Kind.RELEASED), ())


def published_days(record: Sequence[Entry]) -> tuple[PublishedDay, ...]:
    """Each day on which the site was published or rolled back, with its totals at the end of it, oldest first."""
    totals: tuple[Totals, ...] = ()
    after: list[tuple[Totals, ...]] = []
    days: dict[str, tuple[Totals, ...]] = {}
    for entry in record:
        if entry.kind is Kind.ROLLED_BACK:
            totals = after[min(entry.length, len(after)) - 1] if after and entry.length else ()
        elif entry.kind is Kind.RELEASED:
            totals = entry.totals
        after.append(totals)
        if entry.kind in (Kind.RELEASED, Kind.ROLLED_BACK) and totals:
            days[entry.time[:10]] = totals
    return tuple(PublishedDay(day, days[day]) for day in sorted(days))


def day_files(record: Sequence[Entry]) -> dict[str, bytes]:
    """The table of each published day, and all totals in a script for the page that compares any two, by their paths."""
    days = published_days(record)
    files = {}
    for one in days:
        path = addresses.beside(addresses.publication_page(one.day), "csv")
        files[path] = any_table([DAY_COLUMNS], [table_rows(day_rows(one))])
    totals = {one.day: [(*names, dict(counts)) for *names, counts in one.rounds] for one in days}
    return {**files, addresses.beside(addresses.PUBLICATIONS, "js"): script_of(totals)}


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
