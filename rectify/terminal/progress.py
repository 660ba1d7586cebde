"""A progress bar for long work on a terminal; lines for a program that asks for them; else nothing."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Final, TypeVar

Item = TypeVar("Item")

LINES: Final = "RECTIFY_PROGRESS"
"""The environment variable by which a program asks for lines `进度 压缩 120/4500` on the error stream."""

PREFIX: Final = "进度 "
_PAUSE: Final = 0.25
"""Seconds between two lines of one stage, at least."""


def watch(items: Iterable[Item], doing: str, total: int) -> Iterator[Item]:
    """Pass *items* on; work that takes more than a second shows a bar on the terminal."""
    if os.environ.get(LINES):
        yield from _report(items, doing, total)
        return
    if not sys.stderr.isatty():
        yield from items
        return
    from tqdm import tqdm  # noqa: PLC0415 - only people at a terminal pay for it

    tqdm.monitor_interval = 0  # its thread would keep a build from sharing work among processes
    bar = "{desc} {percentage:3.0f}% {bar} {n_fmt}/{total_fmt}，还要 {remaining}"
    yield from tqdm(items, desc=doing, total=total, delay=1, leave=False, bar_format=bar)


def _report(items: Iterable[Item], doing: str, total: int) -> Iterator[Item]:
    """Pass *items* on, with a line at the beginning, at the end, and now and then between."""
    due = 0.0
    for count, item in enumerate(items):
        if time.monotonic() >= due:
            print(f"{PREFIX}{doing} {count}/{total}", file=sys.stderr, flush=True)
            due = time.monotonic() + _PAUSE
        yield item
    print(f"{PREFIX}{doing} {total}/{total}", file=sys.stderr, flush=True)


@contextmanager
def steps(shares: Mapping[str, int]) -> Iterator[Callable[[str], None]]:
    """A function that is called with the name of each step as it begins; the bar goes on by the *shares* of those done."""
    if os.environ.get(LINES):
        doing = ""

        def tell(name: str) -> None:
            nonlocal doing
            if doing:
                print(f"{PREFIX}{doing} 1/1", file=sys.stderr, flush=True)
            if doing := name:
                print(f"{PREFIX}{doing} 0/1", file=sys.stderr, flush=True)

        yield tell
        tell("")
        return
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from tqdm import tqdm  # noqa: PLC0415 - only people at a terminal pay for it

    tqdm.monitor_interval = 0
    names = list(shares)
    with tqdm(total=sum(shares.values()), leave=False, bar_format="{desc} {percentage:3.0f}% {bar}") as bar:

        def enter(name: str) -> None:
            bar.n = sum(shares[one] for one in names[: names.index(name)])
            bar.set_description_str(name)

        yield enter
