"""The pages with the dated events of a round in order, by month, and a chart of their number in each month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, NamedTuple

from rectify.field import addresses
from rectify.field.config import SiteConfig
from rectify.site.chrome import Link, PageMeta, page_meta
from rectify.site.date_facts import DateFact, date_order
from rectify.site.fact_pages import ISSUE_COLUMNS, PLACE_COLUMNS, Column, Place, in_parts, place_of
from rectify.site.model import Site, SiteIssue, SiteRound
from rectify.site.months import MONTH_LENGTH, Grid, columns_of, grid_of, month_title, promises_of

MAX_EVENTS: Final = 120
_MOST: Final = 2
"""Months that are named as those with most events."""
_NARROW: Final = 0.16
"""The part of a column that stays free on each side of its bar."""


COLUMNS: Final = (
    *ISSUE_COLUMNS,
    Column("日期", "string", "第一天，按 ISO 8601；原文只写到月或者年的，只有月或者年"),
    Column("到", "string", "最后一天；只有一天的空着"),
    Column("原文写法", "string", "哪一天，用文字说"),
    Column("事情", "string", "那一天的事，是原文的话"),
    Column("计划", "string", "“计划”表示原文说要做的事，不等于已经做到"),
    *PLACE_COLUMNS,
)
"""The table to take away; a reader's program may count on the places of its columns."""


class TimelineEvent(NamedTuple):
    """A dated event: the day in words, what happened, and the paragraph that says so; `is_due` if it is only promised."""

    when: str
    iso: str
    text: str
    place: Place
    is_due: bool = False


class Month(NamedTuple):
    """The events of one month, or those of a year whose month is not known."""

    id: str
    title: str
    events: tuple[TimelineEvent, ...]


class Bar(NamedTuple):
    """A bar of the chart; positions and sizes are per cent of the chart's."""

    title: str
    size: int
    path: str
    x: str
    width: str
    middle: str
    y: str
    height: str
    label: str
    label_x: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineView:
    """The events of a round, or a page of them."""

    meta: PageMeta
    count: int
    issues: int
    bars: tuple[Bar, ...]
    most: str
    """A sentence with the months that have most events; empty where the chart has one month, or many have most."""
    undrawn: int
    """The number of events of which only the year is known, in years that the chart shows by months."""
    contents: tuple[tuple[Link, int], ...]
    months: tuple[Month, ...]
    grid: Grid | None
    """Which issues acted in which months."""
    promised: Grid | None
    """Which issues promised a day, and when they were finished."""
    csv_path: str
    pages: tuple[Link, ...]


def timeline_views(site: Site, round_: SiteRound) -> Iterator[TimelineView]:
    """The pages of a round's dated events; none if nothing is dated."""
    dated = _dated_facts(round_)
    parts = list(in_parts(round_, addresses.TIMELINE, dated, MAX_EVENTS))
    counts = Counter(fact.first[:MONTH_LENGTH] for fact, _ in dated)
    paths: dict[str, str] = {}
    for part, own in parts:
        for fact, _ in own:
            paths.setdefault(fact.first[:MONTH_LENGTH], f"{part.path}#{month_id(fact.first)}")
    bars = tuple(_bars(counts, paths))
    issues = len({place.number for _, place in dated})
    undrawn = len(dated) - sum(bar.size for bar in bars)
    grid, promised = grid_of(_dated_issues(round_)), promises_of(round_.issues)
    for part, own in parts:
        yield TimelineView(
            meta=page_meta(
                site.face,
                part.path,
                f"时间线{part.ordinal}",
                description=f"{round_.round.short_title}：各项问题和整改里写明日期的{len(dated)}件事，按时间先后排列。",
                round_=round_.face,
            ),
            count=len(dated),
            issues=issues,
            bars=bars,
            most=_most_in_words(bars),
            undrawn=undrawn,
            contents=tuple((Link(month_title(month), path), counts[month]) for month, path in paths.items()),
            months=tuple(_by_month(own)),
            grid=grid if part.number == 1 else None,
            promised=promised if part.number == 1 else None,
            csv_path=addresses.fact_table(round_.id, addresses.TIMELINE),
            pages=part.pages,
        )


def _most_in_words(bars: Sequence[Bar]) -> str:
    highest = max((bar.size for bar in bars), default=0)
    months = [bar.title for bar in bars if bar.size == highest]
    if len(months) > _MOST or len(bars) <= _MOST:
        return ""
    return f"最多的是{'和'.join(months)}，{'各' if len(months) > 1 else ''}{highest}件。"


def csv_rows(config: SiteConfig, round_: SiteRound) -> Iterator[tuple[str | int, ...]]:
    """The dated events in order, with the cells of COLUMNS."""
    for fact, place in _dated_facts(round_):
        last = fact.last if fact.last != fact.first else ""
        days = fact.first, last, fact.when
        due = "计划" if fact.is_due else ""
        yield place.number, place.title, *days, fact.text, due, place.section, config.absolute(place.path)


def _dated_facts(round_: SiteRound) -> list[tuple[DateFact, Place]]:
    dated = [(fact, place_of(entry, fact.anchor)) for entry, facts in _dated_issues(round_) for fact in facts]
    return sorted(dated, key=lambda one: date_order(one[0]))


def month_id(iso: str) -> str:
    """The id of the section of a date's month: `y2024-07`."""
    return f"y{iso[:MONTH_LENGTH]}"


def _dated_issues(round_: SiteRound) -> Iterator[tuple[SiteIssue, tuple[DateFact, ...]]]:
    yield from ((entry, facts.dates) for entry, facts in zip(round_.issues, round_.facts, strict=bool(round_.facts)))


def _by_month(dated: Sequence[tuple[DateFact, Place]]) -> Iterator[Month]:
    for month, own in groupby(dated, key=lambda one: one[0].first[:MONTH_LENGTH]):
        events = tuple(TimelineEvent(fact.when, fact.first, fact.text, place, fact.is_due) for fact, place in own)
        yield Month(month_id(month), month_title(month), events)


def _bars(counts: Counter[str], paths: dict[str, str]) -> Iterator[Bar]:
    """The chart: the months up to the last, an empty one too; before them one bar for all that was earlier."""
    columns = columns_of(counts)
    if columns is None:
        return
    sizes: Counter[int | None] = Counter()
    places: dict[int | None, str] = {}
    for month in sorted(counts):
        sizes[columns.place(month)] += counts[month]
        places.setdefault(columns.place(month), paths[month])
    wide = columns.width
    highest = max(size for place, size in sizes.items() if place is not None)
    for place, (title, label) in enumerate(zip(columns.titles, columns.labels(), strict=True)):
        yield Bar(
            title=title,
            size=sizes[place],
            path=places.get(place, ""),
            x=f"{(place + _NARROW) * wide:.2f}",
            width=f"{(1 - 2 * _NARROW) * wide:.2f}",
            middle=f"{(place + 0.5) * wide:.2f}",
            y=f"{100 - 100 * sizes[place] / highest:.2f}",
            height=f"{100 * sizes[place] / highest:.2f}",
            label=label,
            label_x=f"{place * wide:.2f}",
        )
