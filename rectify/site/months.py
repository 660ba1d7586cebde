"""Days by months: the columns that the pictures of a round share, who acted in which of them, who kept which promise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Final, NamedTuple

from rectify.ground.dates import PartialDate
from rectify.site.date_facts import DateFact
from rectify.site.model import SiteIssue
from rectify.site.promise import Keeping, Promise

MAX_MONTHS: Final = 24
"""Months of a picture; earlier events are in one column."""

MONTH_LENGTH: Final = len("2024-07")
_EARLIER: Final = "更早"
_FOUND: Final = "wenti-"
"""How the anchors of paragraphs begin that tell what was found: that is nobody's doing."""

_MAX_ROWS: Final = 100
_MONTHS: Final = 12
_LONGEST_MONTH: Final = 31
_QUARTER: Final = 3
_LABEL_SPACE: Final = 25
"""How much of the width, per cent, a label may need: on the narrowest phone, in the largest letters."""


class Label(NamedTuple):
    """A word below the columns; `x` is where it begins, per cent of the width."""

    text: str
    x: str


class Dot(NamedTuple):
    """What an issue did in a month, or on a day; `x` is its place, per cent of the width; `is_due`: it is only promised."""

    x: str
    is_due: bool


class GridRow(NamedTuple):
    """An issue and its months, as dots and in words: `2024年7月2件、8月计划1件`.

    `reach` are the ends of the line from the day that was promised to the one on which it was done, as `x` of a dot.
    """

    number: int
    title: str
    dots: tuple[Dot, ...]
    words: str
    path: str = ""
    reach: tuple[str, str] | None = None


class Grid(NamedTuple):
    """Which issues acted in which months, or kept which promises."""

    labels: tuple[Label, ...]
    rows: tuple[GridRow, ...]


class Columns(NamedTuple):
    """The months from `first` to `last`, counted from the year 0, after a column for what was earlier, if anything was."""

    first: int
    last: int
    has_earlier: bool

    @property
    def titles(self) -> tuple[str, ...]:
        """The columns in words."""
        months = (month_title(_month(number)) for number in range(self.first, self.last + 1))
        return (*([_EARLIER] if self.has_earlier else []), *months)

    @property
    def width(self) -> float:
        """The width of a column, per cent."""
        return 100 / (self.last - self.first + 1 + self.has_earlier)

    def place(self, iso: str) -> int | None:
        """The column of a day, from 0; None for a year without a month that has columns for its months."""
        month = iso[:MONTH_LENGTH]
        if "-" in month and _number(month) >= self.first:
            return _number(month) - self.first + self.has_earlier
        return 0 if self.has_earlier and _is_earlier(month, self.first) else None

    def x(self, iso: str) -> str | None:
        """The place of a day, per cent of the width; of a month, its middle; None where `place` knows none."""
        place, day = self.place(iso), PartialDate.parse(iso).day
        if place is None:
            return None
        is_exact = day and not (place == 0 and self.has_earlier)
        return f"{(place + ((day - 0.5) / _LONGEST_MONTH if is_exact else 0.5)) * self.width:.2f}"

    def labels(self) -> tuple[str, ...]:
        """What stands below each column: years and every third month, as far as they do not run into each other."""
        months = [_label(_month(number)) for number in range(self.first, self.last + 1)]
        return tuple(_apart([_EARLIER] * self.has_earlier + months))


def columns_of(days: Iterable[str]) -> Columns | None:
    """The columns for events on these *days*, ISO; None where no month is known."""
    known = {day[:MONTH_LENGTH] for day in days}
    months = sorted(_number(month) for month in known if "-" in month)
    if not months:
        return None
    first = max(months[0], months[-1] - MAX_MONTHS + 1)
    return Columns(first, months[-1], any(_is_earlier(month, first) for month in known))


def grid_of(dated: Iterable[tuple[SiteIssue, Sequence[DateFact]]]) -> Grid | None:
    """Which of these issues acted in which months; None where fewer than two did, or too many to be seen at once."""
    several = [(entry, [fact for fact in facts if not fact.anchor.startswith(_FOUND)]) for entry, facts in dated]
    columns = columns_of(fact.first for _, facts in several for fact in facts)
    rows = (row for entry, facts in several if columns and (row := _grid_row(entry, facts, columns)).dots)
    return _grid(columns, tuple(islice(rows, _MAX_ROWS + 1)))  # one more shows that they are too many


def promises_of(issues: Iterable[SiteIssue]) -> Grid | None:
    """The day that each issue promised first beside the one on which it was finished; None where `grid_of` gives none."""
    promised = [(entry, entry.promise) for entry in issues if entry.promise]
    columns = columns_of(
        day for _, promise in promised for day in (promise.first, promise.due, _end_of(promise)) if day
    )
    return _grid(columns, tuple(_promise_row(entry, one, columns) for entry, one in promised if columns))


def _grid(columns: Columns | None, rows: tuple[GridRow, ...]) -> Grid | None:
    if columns is None or not 1 < len(rows) <= _MAX_ROWS:
        return None
    labels = (Label(text, f"{place * columns.width:.2f}") for place, text in enumerate(columns.labels()) if text)
    return Grid(tuple(labels), rows)


def _end_of(promise: Promise) -> str:
    """The day up to which the first promise is measured: that on which it was reached, or today's if it is overdue."""
    return promise.day if promise.kept_first == Keeping.OVERDUE.value else promise.reached


def _promise_row(entry: SiteIssue, promise: Promise, columns: Columns) -> GridRow:
    days = [(promise.first, True), *([(promise.due, True)] if promise.moves else []), (promise.reached, False)]
    dots = tuple(Dot(x, is_due) for day, is_due in days if day and (x := columns.x(day)))
    start, end = columns.x(promise.first), columns.x(_end_of(promise)) if _end_of(promise) else None
    return GridRow(
        number=entry.summary.number,
        title=entry.summary.title,
        dots=dots,
        words="，".join(_promise_words(promise)),
        path=entry.path,
        reach=(start, end) if start and end else None,
    )


def _promise_words(promise: Promise) -> Iterator[str]:
    """`承诺2025年9月30日`, `2025年10月3日完成`, `晚3天`; without the days only whether it was kept."""
    first = PartialDate.parse(promise.first)
    yield f"承诺{first}"
    if promise.moves:
        yield f"改到{PartialDate.parse(promise.due)}"
    if promise.reached:
        yield f"{PartialDate.parse(promise.reached)}完成"
    end = PartialDate.parse(_end_of(promise)) if _end_of(promise) else None
    if not (end and end.day and first.day) or end == first:
        yield promise.kept_first
        return
    late = (_date(end) - _date(first)).days
    if promise.reached:
        yield f"晚{late}天" if late > 0 else f"早{-late}天"
    else:
        yield f"已过{late}天（算到{end}）"


def _date(day: PartialDate) -> date:
    return date(day.year, day.month, day.day)


def _grid_row(entry: SiteIssue, facts: Sequence[DateFact], columns: Columns) -> GridRow:
    done = Counter(columns.place(fact.first) for fact in facts if not fact.is_due)
    due = Counter(columns.place(fact.first) for fact in facts if fact.is_due)
    places = sorted(place for place in done | due if place is not None)
    titles = columns.titles
    said = []
    for place in places:
        numbers = (f"{done[place]}件" if done[place] else "", f"计划{due[place]}件" if due[place] else "")
        said.append(titles[place] + "，".join(filter(None, numbers)))
    dots = (Dot(f"{(place + 0.5) * columns.width:.2f}", not done[place]) for place in places)
    return GridRow(entry.summary.number, entry.summary.title, tuple(dots), "；".join(said))


def month_title(iso: str) -> str:
    """`2024年7月`, or `2024年（没有写明月份）`."""
    year, _, month = iso[:MONTH_LENGTH].partition("-")
    return f"{year}年{int(month)}月" if month else f"{year}年（没有写明月份）"


def _is_earlier(month: str, first: int) -> bool:
    """Whether a month, or a year without one, is before the month *first* and, as a year, not the one it is in."""
    return month < _month(first) and month != _month(first)[:4]


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
    wide, kept = 100 / len(labels), [place for place, label in enumerate(labels[:1]) if label == _EARLIER]
    for place in sorted(range(len(labels)), key=lambda place: (not labels[place].endswith("年"), place)):
        is_free = all(abs(place - other) * wide >= _LABEL_SPACE for other in kept)
        if labels[place] and is_free and place * wide <= 100 - _LABEL_SPACE:
            kept.append(place)
    return [label if place in kept else "" for place, label in enumerate(labels)]
