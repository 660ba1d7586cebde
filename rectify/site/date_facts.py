"""What an issue dates: each event with its day and its paragraph."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from rectify.extract.dates import DateKind, FoundDate, dates_in
from rectify.extract.events import is_event, is_promise
from rectify.extract.sentences import SENTENCE_END, Place, end_of, is_quoted, pairs_shared
from rectify.field.model import Issue, Measure, Progress
from rectify.ground.dates import PartialDate, span_in_words
from rectify.ground.text import shorten
from rectify.site.issue_text import TextParagraph

EVENTS_ANCHOR: Final = "shijian"
"""The part of an issue's page that lists the events given in its file."""
_LONGEST_EVENT: Final = 90
_MONTH_LENGTH: Final = len("2024-07")
_LATE: Final = ("底", "末", "下旬", "下半月")
_MIDDLE: Final = "中旬"


class DateFact(NamedTuple):
    """Something dated: the first and last day, ISO, as exact as they are known; the day and the event in words.

    `is_due` says that it is promised by then, not done.
    """

    first: str
    last: str
    when: str
    text: str
    anchor: str
    is_due: bool = False


def date_order(fact: DateFact) -> tuple[str, str]:
    """The sort key of a date: its month, then its day; empty without a day, 15 for 中旬 and 31 for 底."""
    month, day = fact.first[:_MONTH_LENGTH], fact.first[_MONTH_LENGTH + 1 :]
    if not day and any(word in fact.when for word in _LATE):
        return month, "31"
    return month, "15" if not day and _MIDDLE in fact.when else day


def dates_of(issue: Issue, paragraphs: Sequence[TextParagraph], year: int) -> Iterator[DateFact]:
    """The dated events of an issue, each day once; those that its file gives speak for the found one of their day.

    *year* is that of the whole round, for the day of a month in a report without a year; 0 if it is not known.
    """
    dates = list(_each_once([fact for paragraph in paragraphs for fact in _dates(paragraph, issue.hide_facts, year)]))
    for event in issue.events:
        first, last = event.date.iso, event.until.iso if event.until else ""
        same = [one for one in dates if (one.first, one.last) == (first, last)]
        own = max(same, key=lambda one: (one.is_due == event.planned, pairs_shared(one.text, event.text)), default=None)
        if own:
            when = own.when if own.is_due == event.planned else span_in_words(event.date, event.until)
            dates[dates.index(own)] = own._replace(when=when, text=event.text, is_due=event.planned)
        else:
            when = span_in_words(event.date, event.until)
            dates.append(DateFact(first, last, when, event.text, EVENTS_ANCHOR, event.planned))
    yield from dates


def _each_once(facts: Sequence[tuple[DateFact, bool]]) -> Iterator[DateFact]:
    """Dates without those of a day that is told already; the own days of progress come first."""
    own = {(fact.first, fact.last, fact.is_due): fact.anchor for fact, is_own in facts if is_own}
    keys: set[tuple[str, str, bool]] = set()
    for fact, is_own in facts:
        key = fact.first, fact.last, fact.is_due
        if is_own or not (key in own or key in keys):
            keys.add(key)
            yield fact


def _dates(paragraph: TextParagraph, hidden: Sequence[str], year: int) -> Iterator[tuple[DateFact, bool]]:
    """The dates of a paragraph, each with whether it is its entry's own day.

    An entry of progress or measures also gives its own day, unless the text of progress names one within it.
    """
    text, record = paragraph.text, paragraph.record
    is_plan, is_report = isinstance(record, Measure), isinstance(record, Progress)
    day, until = paragraph.day, paragraph.until
    text_year = day.year if day and not is_plan else year if is_report else 0
    dates = [
        date
        for date in dates_in(text, year=text_year)
        if date.first and not is_quoted(text, date.place, hidden) and is_event(text, date)
    ]
    is_told = is_report and any(_is_in_days(date, day, until) for date in dates) if day else True
    first_sentence = Place(0, end_of(text, 0, SENTENCE_END))
    if day and not is_told and (is_plan or is_report) and not is_quoted(text, first_sentence, hidden):
        words, last = shorten(text.partition("\n")[0], _LONGEST_EVENT), until.iso if until else ""
        yield DateFact(day.iso, last, span_in_words(day, until), words, paragraph.anchor, is_plan), True
    for date in dates:
        assert date.first is not None  # noqa: S101 - chosen above
        words = shorten(date.event.excerpt(text), _LONGEST_EVENT)
        last = date.last.iso if date.last else ""
        is_due = is_promise(text, date, is_plan=is_plan, is_report=is_report)
        own = bool(day and is_report and _is_in_days(date, day, until))
        yield DateFact(date.first.iso, last, _when(date), words, paragraph.anchor, is_due), own


def _is_in_days(date: FoundDate, day: PartialDate, until: PartialDate | None) -> bool:
    """Whether a found date says when in the days of its entry something was done."""
    return date.first is not None and not (date.first.surely_before(day) or (until or day).surely_before(date.first))


def _when(date: FoundDate) -> str:
    """The day in words, with what the text says of it: `2024年5月底前`."""
    assert date.first is not None  # noqa: S101 - only such dates are told
    words = span_in_words(date.first, date.last) + date.part
    if date.kind is DateKind.SINCE:
        return f"{words}起"
    return f"{words}以前" if date.kind is DateKind.UNTIL else words
