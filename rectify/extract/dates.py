"""Dates in a text, as exact as the text gives them, and the words that each of them dates."""

from __future__ import annotations

import datetime as dt
import re
from enum import Enum
from typing import Final, NamedTuple

from rectify.extract.documents import numbers_in
from rectify.extract.sentences import SENTENCE_END, Place, end_of, inside, start_of, titles_in, with_ascii_digits
from rectify.ground.dates import PartialDate

_TO: Final = "[-—–~～－至到]{1,2}"
_POINT: Final = re.compile(
    rf"""(?<![0-9第])(?<![0-9]{{3}}\.)(?:
      (?P<year>(?:19|20)[0-9]{{2}})[ ]?(?:年|(?=(?:{_TO}|[、和及])(?:19|20)[0-9]{{2}}年))
        (?:[ ]?(?P<month>[0-9]{{1,2}})[ ]?(?:月份?|(?={_TO}[0-9]{{1,2}}月))
          (?:[ ]?(?P<day>[0-9]{{1,2}})[ ]?(?:日|(?={_TO}[0-9]{{1,2}}日|前)))?)?
    | (?P<month2>[0-9]{{1,2}})[ ]?(?:月份?|(?={_TO}[0-9]{{1,2}}月))
        (?:[ ]?(?P<day2>[0-9]{{1,2}})[ ]?(?:日|(?={_TO}[0-9]{{1,2}}日|前)))?
    | (?P<day3>[0-9]{{1,2}})[ ]?日(?!内)
    | (?P<year4>(?:19|20)[0-9]{{2}})(?P<dash>[-/.])(?P<month4>[0-9]{{1,2}})(?P=dash)(?P<day4>[0-9]{{1,2}})(?![0-9.])
    | (?P<word>当[日天](?!的?工作)|同日|次日|[当同]月(?=[^0-9]))
    )""",
    re.VERBOSE,
)
_CHEAP: Final = re.compile("[0-9][ ]?[年月日]|(?:19|20)[0-9]{2}[-/.][0-9]{1,2}[-/.]")
_PART: Final = re.compile(
    "[ ]?年?(?P<part>上旬|中旬|下旬|上半年|下半年|上半月|下半月|底|初|末|第[一二三四1-4]季度|[一二三四]季度|年?度)"
)
_BOUND: Final = re.compile(
    "(?P<since>以来|起(?![草诉源动])|开始|以后|之后|后(?![勤续期方])|至今)|(?P<until>以前|之前|前(?![往期述列任后端沿几半]|[0-9一二两三四]{1,2}[个季]))"
)
_UP_TO: Final = re.compile(r"(?:截至|截止至?到?)[ ]?(?:目前)?\Z")
_FROM: Final = re.compile(r"[从自][ ]?\Z")
_THEN: Final = re.compile(rf"(?:{_TO})\Z")
_LISTED: Final = re.compile(r"(?:[、和及与]|以及){1}\Z")
_YEAR_WORD: Final = re.compile(r"(今年|本年|去年|上年|明年|次年|翌年|同年|当年)[ ]?\Z")
_BEFORE_DATE: Final = 6
_NOT_A_DAY: Final = "没有这一天"
_TURNED_ROUND: Final = "结束早于开始"


class DateKind(Enum):
    """Whether a date is a point, the beginning, the end or the whole of what it dates."""

    AT = "时点"
    RANGE = "起止"
    SINCE = "起"
    UNTIL = "止"
    PERIOD = "时期"
    """A year's plan, a quarter: a period that names something rather than dates an event."""


class FoundDate(NamedTuple):
    """A date where a text gives it. `first` is None if the text leaves the year open or there is no such day."""

    place: Place
    kind: DateKind
    first: PartialDate | None
    last: PartialDate | None
    """The end of a range."""
    part: str
    """A word that makes it more or less exact: 上旬, 底, 第一季度 …; or empty."""
    event: Place
    """The sentence, or the clauses of it, that the date belongs to."""
    fault: str
    """Why the date is impossible, such as 没有这一天; empty for a possible one."""


class _Point(NamedTuple):
    """A day, month or year as written; parts that are not given are 0."""

    start: int
    end: int
    year: int
    month: int
    day: int
    word: str


def dates_in(text: str, *, year: int = 0) -> tuple[FoundDate, ...]:
    """The dates in a visible text, in order.

    A date without a year takes that of the date before it. *year* is the year of the text itself, for 今年 and
    for the first dates; 0 if it is not known. Dates in titles and 文号 are left out.
    """
    digits = with_ascii_digits(text)
    if not _CHEAP.search(digits):
        return ()
    skipped = (*titles_in(text), *(number.place for number in numbers_in(text)))
    dates: list[FoundDate] = []
    points = [p for p in map(_point, _POINT.finditer(digits)) if not inside(skipped, p.start)]
    context = PartialDate(year) if year else None
    index = 0
    while index < len(points):
        point = points[index]
        index += 1
        end = None
        if index < len(points) and not points[index].word and _THEN.match(text, point.end, points[index].start):
            end = points[index]
            index += 1
        listed = bool(dates) and _LISTED.match(text, dates[-1].place.end, point.start) is not None
        date = _date(digits, point, end, context, listed=listed, year=year)
        if date is not None:
            dates.append(date)
            context = (date.last or date.first or context) if _sets_year(digits, date) else context
    return _with_events(text, dates)


def _point(match: re.Match[str]) -> _Point:
    year = match["year"] or match["year4"] or 0
    month = match["month"] or match["month2"] or match["month4"] or 0
    day = match["day"] or match["day2"] or match["day3"] or match["day4"] or 0
    return _Point(match.start(), match.end(), int(year), int(month), int(day), match["word"] or "")


def _date(
    text: str, point: _Point, end: _Point | None, context: PartialDate | None, *, listed: bool, year: int
) -> FoundDate | None:
    """One date or range; None if it is none, such as 15日 that counts days."""
    if point.word:
        return _pointed_back(point, context)
    if point.day and not point.month and not (listed and context):
        return None
    base = context.year if context else 0
    start = point.start
    word = _YEAR_WORD.search(text, max(0, start - _BEFORE_DATE), start)
    if word and not point.year:
        start = word.start()
        base = _year_of(word[1], base, year)
    first = point._replace(
        year=point.year or base, month=point.month or (context.month if context and point.day else 0)
    )
    last = end and end._replace(year=end.year or first.year, month=end.month or (first.month if end.day else 0))
    tail = (end or point).end
    part = _PART.match(text, tail)
    tail = part.end() if part else tail
    bound = _BOUND.match(text, tail)
    kind, start = _kind(text, start, part["part"] if part else "", bound, is_range=end is not None)
    fault = "" if _possible(first) and (last is None or _possible(last)) else _NOT_A_DAY
    real = first.year > 0 and not fault
    begin, finish = (_partial(first), _partial(last) if last else None) if real else (None, None)
    if begin and finish and finish.surely_before(begin):
        begin, finish, fault = None, None, _TURNED_ROUND
    place = Place(start, bound.end() if bound else tail)
    return FoundDate(place, kind, begin, finish, part["part"] if part else "", place, fault)


def _pointed_back(point: _Point, context: PartialDate | None) -> FoundDate | None:
    """The date of 当日, 次日 or 当月, from the date before it; None if there is none that is as exact."""
    place = Place(point.start, point.end)
    date = context
    if (
        context is None
        or (point.word[1] in "日天" and not context.day)
        or (point.word[1] == "月" and not context.month)
    ):
        return None
    if point.word[1] == "月":
        date = PartialDate(context.year, context.month)
    elif point.word == "次日":
        after = dt.date(context.year, context.month, context.day) + dt.timedelta(days=1)
        date = PartialDate(after.year, after.month, after.day)
    return FoundDate(place, DateKind.AT, date, None, "", place, "")


def _year_of(word: str, base: int, year: int) -> int:
    """The year that 今年, 次年 … mean: *base* is the year of the date before, *year* that of the text; 0 if unknown."""
    if word in ("同年", "当年"):
        return base
    if word in ("次年", "翌年"):
        return base + 1 if base else 0
    shift = {"去年": -1, "上年": -1, "明年": 1}.get(word, 0)
    return year + shift if year else 0


def _kind(text: str, start: int, part: str, bound: re.Match[str] | None, *, is_range: bool) -> tuple[DateKind, int]:
    """The kind of the date, and the offset where it starts."""
    up_to = _UP_TO.search(text, max(0, start - _BEFORE_DATE), start)
    since = _FROM.search(text, max(0, start - _BEFORE_DATE), start)
    if is_range:
        return DateKind.RANGE, since.start() if since else start
    if up_to:
        return DateKind.UNTIL, up_to.start()
    if bound:
        kind = DateKind.SINCE if bound["since"] else DateKind.UNTIL
        return kind, since.start() if since and bound["since"] else start
    if part.endswith("度") or "半年" in part:
        return DateKind.PERIOD, start
    return (DateKind.SINCE, since.start()) if since else (DateKind.AT, start)


def _possible(point: _Point) -> bool:
    """Whether there is such a day; if the year is open, whether a leap year has it."""
    try:
        dt.date(point.year or 2000, point.month or 1, point.day or 1)
    except ValueError:
        return False
    return bool(point.month) or not point.day


def _partial(point: _Point) -> PartialDate:
    return PartialDate(point.year, point.month, point.day)


def _sets_year(text: str, date: FoundDate) -> bool:
    """Whether dates that follow take over its year; not that of a budget or plan, of 2019年以来 or of a span of years."""
    if date.first is None:
        return False
    if date.first.month:
        return True
    return date.kind == DateKind.AT and not text.startswith(("预算", "计划"), date.place.end)


def _with_events(text: str, dates: list[FoundDate]) -> tuple[FoundDate, ...]:
    """The dates with their `event`: the sentence, or the clauses around each date if the sentence has several."""
    starts: list[int] = []
    for index, date in enumerate(dates):
        at = date.place.start
        sentence, clause = start_of(text, at, SENTENCE_END), start_of(text, at)
        before = dates[index - 1].place.start if index else -1
        starts.append(sentence if before < sentence else clause if before < clause else starts[-1])
    dated: list[FoundDate] = []
    following = len(text)
    for index in range(len(dates) - 1, -1, -1):
        date, start = dates[index], starts[index]
        if index + 1 < len(dates) and starts[index + 1] > start:
            following = starts[index + 1]
        end = max(min(end_of(text, date.place.end, SENTENCE_END), following), date.place.end)
        while text[end - 1] in " ，,：:":
            end -= 1
        dated.append(date._replace(event=Place(min(start, date.place.start), max(end, date.place.end))))
    return tuple(reversed(dated))
