"""The time of this computer, in Beijing: what is recorded and proposed is in the time of readers."""

from __future__ import annotations

import datetime as dt


def beijing_time() -> dt.datetime:
    """Now, in Beijing's time."""
    return dt.datetime.now(dt.timezone(dt.timedelta(hours=8)))
