"""The pages with the dated events of a round in order, by month, and a chart of their number in each month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, NamedTuple

from rectify.field import addresses
from rectify.site.chrome import Link, PageMeta, page_meta
from rectify.site.date_facts import DateFact, date_order
from rectify.site.derive import Site, SiteIssue, SiteRound
from rectify.site.fact_pages import Place, in_parts, place_of

MAX_EVENTS: Final = 120
MAX_MONTHS: Final = 24
"""Months of the chart; earlier events are in one bar."""

_MONTHS: Final = 12
_MONTH_LENGTH: Final = len("2024-07")
_QUARTER: Final = 3
_LABEL_SPACE: Final = 25
"""How much of the chart, per cent, a label may need: on the narrowest phone, in the largest letters."""
_NARROW: Final = 0.16
"""The part of a column that stays free on each side of its bar."""


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
    undrawn: int
    """The number of events of which only the year is known, in years that the chart shows by months."""
    contents: tuple[tuple[Link, int], ...]
    months: tuple[Month, ...]
    pages: tuple[Link, ...]


def timeline_views(site: Site, round_: SiteRound) -> Iterator[TimelineView]:
    """The pages of a round's dated events; none if nothing is dated."""
    dated = [(fact, place_of(entry, fact.anchor)) for entry, facts in _dated_issues(round_) for fact in facts]
    dated.sort(key=lambda one: date_order(one[0]))
    parts = list(in_parts(round_, addresses.TIMELINE, dated, MAX_EVENTS))
    counts = Counter(fact.first[:_MONTH_LENGTH] for fact, _ in dated)
    paths: dict[str, str] = {}
    for part, own in parts:
        for fact, _ in own:
            paths.setdefault(fact.first[:_MONTH_LENGTH], f"{part.path}#{month_id(fact.first)}")
    bars = tuple(_bars(counts, paths))
    issues = len({place.number for _, place in dated})
    undrawn = len(dated) - sum(bar.size for bar in bars)
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
            undrawn=undrawn,
            contents=tuple((Link(month_title(month), path), counts[month]) for month, path in paths.items()),
            months=tuple(_by_month(own)),
            pages=part.pages,
        )


def month_id(iso: str) -> str:
    """The id of the section of a date's month: `y2024-07`."""
    return f"y{iso[:_MONTH_LENGTH]}"


def month_title(iso: str) -> str:
    """`2024年7月`, or `2024年（没有写明月份）`."""
    year, _, month = iso[:_MONTH_LENGTH].partition("-")
    return f"{year}年{int(month)}月" if month else f"{year}年（没有写明月份）"


def _dated_issues(round_: SiteRound) -> Iterator[tuple[SiteIssue, tuple[DateFact, ...]]]:
    yield from ((entry, facts.dates) for entry, facts in zip(round_.issues, round_.facts, strict=bool(round_.facts)))


def _by_month(dated: Sequence[tuple[DateFact, Place]]) -> Iterator[Month]:
    for month, own in groupby(dated, key=lambda one: one[0].first[:_MONTH_LENGTH]):
        events = tuple(TimelineEvent(fact.when, fact.first, fact.text, place, fact.is_due) for fact, place in own)
        yield Month(month_id(month), month_title(month), events)


def _bars(counts: Counter[str], paths: dict[str, str]) -> Iterator[Bar]:
    """The chart: the months up to the last, an empty one too; before them one bar for all that was earlier."""
    months = sorted(_number(month) for month in counts if "-" in month)
    if not months:
        return
    first = max(months[0], months[-1] - MAX_MONTHS + 1)
    months_shown = [_month(number) for number in range(first, months[-1] + 1)]
    earlier = sorted(month for month in counts if month < months_shown[0] and month != months_shown[0][:4])
    columns = [(month_title(month), counts[month], paths.get(month, "")) for month in months_shown]
    if earlier:
        total = sum(counts[month] for month in earlier)
        columns.insert(0, ("更早", total, paths[earlier[0]]))
    highest, wide = max(count for _, count, _ in columns), 100 / len(columns)
    labels = _apart(["更早"] * bool(earlier) + [_label(month) for month in months_shown])
    for place, ((title, count, path), label) in enumerate(zip(columns, labels, strict=True)):
        yield Bar(
            title=title,
            size=count,
            path=path,
            x=f"{(place + _NARROW) * wide:.2f}",
            width=f"{(1 - 2 * _NARROW) * wide:.2f}",
            y=f"{100 - 100 * count / highest:.2f}",
            height=f"{100 * count / highest:.2f}",
            label=label,
            label_x=f"{place * wide:.2f}",
        )


def _number(month: str) -> int:
    year, _, number = month.partition("-")
    return int(year) * _MONTHS + int(number) - 1


def _month(number: int) -> str:
    return f"{number // _MONTHS:04}-{number % _MONTHS + 1:02}"


def _label(month: str) -> str:
    """The label below a column: the year for January, the month for every third month, otherwise empty."""
    number = int(month[-2:])
    return f"{month[:4]}年" if number == 1 else f"{number}月" if number % _QUARTER == 1 else ""


def _apart(labels: Sequence[str]) -> list[str]:
    """The *labels* of the columns without those that would run into another: years stay before months."""
    wide, kept = 100 / len(labels), [place for place, label in enumerate(labels[:1]) if label == "更早"]
    for place in sorted(range(len(labels)), key=lambda place: (not labels[place].endswith("年"), place)):
        is_free = all(abs(place - other) * wide >= _LABEL_SPACE for other in kept)
        if labels[place] and is_free and place * wide <= 100 - _LABEL_SPACE:
            kept.append(place)
    return [label if place in kept else "" for place, label in enumerate(labels)]
