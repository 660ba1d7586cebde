"""The computer's clock, held against what it did not set itself: the target's disk, the record, the content.

A wrong time stays in the public record, and every right one after it would be too early. So a doubtful
time is told before it is recorded; where one was recorded, an entry of the record says so, and what
comes after that entry may be earlier than what stands before it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Final

from rectify.release.journal import Entry, Kind

MOST_APART: Final = dt.timedelta(minutes=10)
"""By so much the clocks of two computers may differ."""

LONGEST_PAUSE: Final = dt.timedelta(days=400)
"""Publications are rarely further apart: a clock that lost its battery is years away."""

_BEIJING: Final = dt.timezone(dt.timedelta(hours=8))
_CORRECTED: Final = "此前有记录的时间晚于这一条：那时公开用的电脑时间不准"
_CORRECTION: Final = f'"事项": "{Kind.CLOCK_CORRECTED.value}"'.encode()


def doubts(
    now: str, disk_time: float | None, record: Sequence[Entry], published: Iterable[str] = ()
) -> tuple[str, ...]:
    """What speaks against recording the time *now*, in Chinese; all times are of Beijing.

    *now* is ISO 8601 with its zone, *disk_time* what time it is for the target's disk, in seconds since 1970, if it
    says so; *published* are the times of publication that the content gives: `2024-12-30 12:23`.
    """
    moment = dt.datetime.fromisoformat(now)
    sentences = []
    if disk_time is not None:
        disk = dt.datetime.fromtimestamp(disk_time, _BEIJING)
        if abs(disk - moment) > MOST_APART:
            sentences.append(f"这台电脑的时间是 {in_words(now)}，要公开到的磁盘上却是 {in_words(disk.isoformat())}。")
    times = [*(one.time for one in record[-1:]), *(f"{one.replace(' ', 'T')}:00+08:00" for one in published)]
    newest = max(times, default=now)
    pause = moment - dt.datetime.fromisoformat(newest)
    if pause > LONGEST_PAUSE:
        what = "上一次公开" if record and newest == record[-1].time else "内容里最晚的发布时间"
        sentences.append(f"这台电脑的时间是 {in_words(now)}，离{what}（{in_words(newest)}）有 {pause.days} 天。")
    return tuple(sentences)


def recorded_later(now: str, record: Sequence[Entry], newest_release: str) -> str:
    """The time of the last entry or of the newest release (ISO 8601, or empty), if it is later than *now*; else empty."""
    latest = max(newest_release, *(one.time for one in record[-1:]), "")
    return latest if now < latest else ""


def is_soon(now: str, then: str) -> bool:
    """Whether *then* is so near that two clocks may differ by it: waiting helps."""
    return dt.datetime.fromisoformat(then) - dt.datetime.fromisoformat(now) <= MOST_APART


def correction(now: str) -> Entry:
    """The entry that says that earlier entries bear times that are too late, and that it is *now*."""
    return Entry(now, Kind.CLOCK_CORRECTED, note=_CORRECTED)


def corrections_in(journal: bytes) -> int:
    """How often the clock was corrected, as the bytes of a journal tell; quick, for a look at every release."""
    return journal.count(_CORRECTION)


def last_correction(record: Sequence[Entry]) -> str:
    """When the clock was corrected last, as the content writes a time: `2024-12-30 12:23`; empty if it never was."""
    times = [one.time for one in record if one.kind is Kind.CLOCK_CORRECTED]
    return times[-1][:16].replace("T", " ") if times else ""


def in_words(time: str) -> str:
    """A time in ISO 8601 as people read it: `2025-12-02 09:30:00`."""
    return time[:19].replace("T", " ")
