"""Calendars of promised days (iCalendar, RFC 5545): an entry of a whole day for each.

All times come from the data: two builds of the same data give the same bytes.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from rectify.ground.dates import PartialDate

_MAX_OCTETS: Final = 75
_ESCAPES: Final = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


class PromisedDay(NamedTuple):
    """An entry: `id` never changes, `day` is ISO and known to the day, `changed` the day of the last change, ISO."""

    id: str
    day: str
    title: str
    text: str
    url: str
    changed: str


def calendar(title: str, days: tuple[PromisedDay, ...]) -> bytes:
    """The calendar called *title* as a file."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//rectify//zh-CN", f"X-WR-CALNAME:{_escape(title)}"]
    for one in days:
        stamp = f"{_plain(one.changed)}T000000Z"
        lines += [
            "BEGIN:VEVENT",
            f"UID:{one.id}",
            f"DTSTAMP:{stamp}",
            f"LAST-MODIFIED:{stamp}",
            f"DTSTART;VALUE=DATE:{_plain(one.day)}",
            f"SUMMARY:{_escape(one.title)}",
            f"DESCRIPTION:{_escape(one.text)}",
            f"URL:{one.url}",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{_fold(line)}\r\n" for line in lines).encode()


def _plain(day: str) -> str:
    """A day without hyphens; of a month or a year its first day."""
    date = PartialDate.parse(day)
    return f"{date.year:04}{date.month or 1:02}{date.day or 1:02}"


def _escape(text: str) -> str:
    return text.translate(_ESCAPES)


def _fold(line: str) -> str:
    """A line in pieces of at most 75 octets, no character cut, each further piece after a space (RFC 5545, 3.1)."""
    pieces, piece, size = [], "", 0
    for character in line:
        octets = len(character.encode())
        if size + octets > _MAX_OCTETS:
            pieces.append(piece)
            piece, size = "", 1
        piece += character
        size += octets
    return "\r\n ".join((*pieces, piece))
