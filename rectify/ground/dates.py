"""Dates as notices give them (a day, a month, or only a year), and minutes of Beijing time."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

_FORM = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?\Z", re.ASCII)
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2}) (\d{2}):(\d{2})\Z", re.ASCII)
_LAST_MONTH = 12

BLANK: Final = "【待填】"
"""What a draft shows where nobody has filled in what must be there."""


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date that is known to the day, the month or the year; unknown parts are 0."""

    year: int
    month: int = 0
    day: int = 0

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read `2024`, `2024-07` or `2024-07-30`; raises ValueError for another form or a day that does not exist."""
        if text == BLANK:  # as `iso` writes it
            return BLANK_DATE
        form = _FORM.match(text)
        if form is None:
            raise ValueError(text)
        year, month, day = (int(part or 0) for part in form.groups())
        if form[3]:
            dt.date(year, month, day)
        elif form[2] and not 1 <= month <= _LAST_MONTH:
            raise ValueError(text)
        else:
            dt.date(year, 1, 1)
        if (date := cls(year, month, day)) == BLANK_DATE:
            raise ValueError(text)
        return date

    @classmethod
    def read(cls, text: str) -> PartialDate | None:
        """The same, or None where *text* is no such date."""
        try:
            return cls.parse(text)
        except ValueError:
            return None

    def surely_before(self, other: PartialDate) -> bool:
        """Whether every day that this date may mean is before every day that *other* may mean; July is not before 5 July."""
        if BLANK_DATE in (self, other):
            return False
        if self.year != other.year:
            return self.year < other.year
        if self.month != other.month:
            return 0 < self.month < other.month
        return 0 < self.day < other.day

    @property
    def iso(self) -> str:
        """The form of ISO 8601: `2024-07-30`, `2024-07` or `2024`."""
        if self == BLANK_DATE:
            return BLANK
        parts = (f"{self.year:04}", f"{self.month:02}", f"{self.day:02}")
        return "-".join(parts[: 1 + bool(self.month) + bool(self.day)])

    def __str__(self) -> str:
        if self == BLANK_DATE:
            return BLANK
        month = f"{self.month}月" if self.month else ""
        day = f"{self.day}日" if self.day else ""
        return f"{self.year}年{month}{day}"


BLANK_DATE: Final = PartialDate(9999, 12, 31)
"""A date that nobody has filled in yet: later than all others, and a blank in whatever form it is written."""


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """A minute of Beijing time, as G-04 asks for the time of publication."""

    date: PartialDate
    hour: int
    minute: int

    @classmethod
    def parse(cls, text: str) -> Moment:
        """Read `2024-12-30 12:23`; raises ValueError for another form or a minute that does not exist."""
        form = _MOMENT.match(text)
        if form is None:
            raise ValueError(text)
        date = PartialDate.parse(form[1])
        dt.time(int(form[2]), int(form[3]))
        return cls(date, int(form[2]), int(form[3]))

    @property
    def stamp(self) -> str:
        """The form that G-04 asks for: `2024-12-30 12:23`."""
        if self.date == BLANK_DATE:
            return BLANK
        return f"{self.date.iso} {self.hour:02}:{self.minute:02}"

    @property
    def iso(self) -> str:
        """The form of ISO 8601 with the zone: `2024-12-30T12:23+08:00`."""
        return f"{self.date.iso}T{self.hour:02}:{self.minute:02}+08:00"

    @property
    def in_full(self) -> str:
        """The form of RFC 3339, with seconds: `2024-12-30T12:23:00+08:00`."""
        return f"{self.date.iso}T{self.hour:02}:{self.minute:02}:00+08:00"

    def __str__(self) -> str:
        if self.date == BLANK_DATE:
            return BLANK
        return f"{self.date} {self.hour:02}:{self.minute:02}"


def span_in_words(start: PartialDate, end: PartialDate | None) -> str:
    """A span of dates in Chinese, such as `2024年8月7日至19日`: what both ends share is written once."""
    if end is None or end == start:
        return str(start)
    if end.year != start.year or not (start.month and end.month):
        return f"{start}至{end}"
    if end.month != start.month or not (start.day and end.day):
        return f"{start}至{str(end).partition('年')[2]}"
    return f"{start}至{end.day}日"
