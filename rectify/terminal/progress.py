"""A progress bar for long work; none if the output is no terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TypeVar

Item = TypeVar("Item")


def watch(items: Iterable[Item], doing: str, total: int) -> Iterator[Item]:
    """Pass *items* on; work that takes more than a second shows a bar on the terminal."""
    if not sys.stderr.isatty():
        yield from items
        return
    from tqdm import tqdm  # noqa: PLC0415 - only people at a terminal pay for it

    tqdm.monitor_interval = 0  # its thread would keep a build from sharing work among processes
    bar = "{desc} {percentage:3.0f}% {bar} {n_fmt}/{total_fmt}，还要 {remaining}"
    yield from tqdm(items, desc=doing, total=total, delay=1, leave=False, bar_format=bar)


@contextmanager
def steps(shares: Mapping[str, int]) -> Iterator[Callable[[str], None]]:
    """A function that is called with the name of each step as it begins; the bar goes on by the *shares* of those done."""
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
