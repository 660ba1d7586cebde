"""Work on many things of one kind in several processes, where that pays: the same results in the same order.

Only by fork, only on Linux and only from a process with one thread: a forked worker shares what is read and
planned without a copy. Elsewhere a worker would have to start a Python and read everything again.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from rectify.engine.output import Output

WORKERS: Final = 2
THRESHOLD: Final = 500
"""Fewer things than this are done sooner by one process."""

_CHUNK: Final = 32


def make_all(make: Callable[[Output], bytes], outputs: Sequence[Output], jobs: int) -> Iterator[tuple[Output, bytes]]:
    """Each of *outputs* with what *make* makes of it, in their order, in up to *jobs* processes.

    Raises what *make* raises.
    """
    return zip(outputs, results_of(make, outputs, jobs), strict=True)


def results_of(function: Callable[[Any], Any], items: Sequence[Any], jobs: int) -> Iterator[Any]:
    """What *function* gives for each of *items*, in their order, in up to *jobs* processes.

    Results must be such that can be pickled. Raises what *function* raises.
    """
    if jobs < 2 or len(items) < THRESHOLD or not _can_fork():  # noqa: PLR2004 - one job is no division of labour
        yield from map(function, items)
        return
    import multiprocessing  # noqa: PLC0415 - most builds make few outputs

    with multiprocessing.get_context("fork").Pool(jobs, _start, [(function, items)]) as pool:
        yield from pool.imap(_result, range(len(items)), chunksize=_CHUNK)


def _can_fork() -> bool:
    return sys.platform.startswith("linux") and threading.active_count() == 1


def _start(work: tuple[Callable[[Any], Any], Sequence[Any]]) -> None:
    _result.work = work  # type: ignore[attr-defined]


def _result(place: int) -> Any:
    function, items = _result.work  # type: ignore[attr-defined]
    return function(items[place])
