"""Builds a project as if it were some days later: `python tests/moved_clock.py DAYS PROJECT`.

Whatever reads the clock in this process, the program or a library, reads the moved one. Prints the day that the
standard library then takes for today, in three ways.
"""

from __future__ import annotations

import datetime as dt
import io
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

DAY = 24 * 60 * 60
_NOW = time.time
_LOCAL, _UTC, _WORDS = time.localtime, time.gmtime, time.strftime
_DATE, _TIME = dt.date, dt.datetime


class _Instances(type):
    """Dates that the interpreter makes itself are still dates."""

    def __instancecheck__(cls, value: object) -> bool:
        return isinstance(value, _TIME if issubclass(cls, _TIME) else _DATE)


def move(days: int) -> None:
    """Move the clock of this process by so many days."""
    away = days * DAY

    class Date(_DATE, metaclass=_Instances):
        @classmethod
        def today(cls) -> Any:
            return cls.fromtimestamp(_NOW() + away)

    class Time(_TIME, metaclass=_Instances):
        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return cls.fromtimestamp(_NOW() + away, tz)

        @classmethod
        def utcnow(cls) -> Any:
            return cls.fromtimestamp(_NOW() + away, dt.timezone.utc).replace(tzinfo=None)

        today = now

    moved: Any = dt
    moved.date, moved.datetime = Date, Time
    clock: Any = time
    clock.time = lambda: _NOW() + away
    clock.time_ns = lambda: int((_NOW() + away) * 1_000_000_000)
    clock.localtime = lambda at=None: _LOCAL(_NOW() + away if at is None else at)
    clock.gmtime = lambda at=None: _UTC(_NOW() + away if at is None else at)
    clock.strftime = lambda form, at=None: _WORDS(form, clock.localtime() if at is None else at)


def _packed_day() -> str:
    """The day that an archive gives to a file of now."""
    with zipfile.ZipFile(io.BytesIO(), "w") as archive:
        archive.writestr("a", "")
        return "-".join(f"{part:02}" for part in archive.infolist()[0].date_time[:3])


def main() -> None:
    """Move the clock, then build."""
    days, root = int(sys.argv[1]), Path(sys.argv[2])
    move(days)
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from rectify import pipeline

    pipeline.build(root, root / "output")
    sys.stdout.write(f"{dt.datetime.now(dt.timezone.utc):%Y-%m-%d} {time.strftime('%Y-%m-%d')} {_packed_day()}\n")


if __name__ == "__main__":
    main()
