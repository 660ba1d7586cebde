"""Making outputs in several processes, where that pays: the same bytes in the same order.

Only by fork, only on Linux and only from a process with one thread: a forked worker shares what is read and
planned without a copy. Elsewhere a worker would have to start a Python and read everything again.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from rectify.engine.output import Output

WORKERS: Final = 2
THRESHOLD: Final = 500
"""Fewer stale outputs than this are made sooner by one process."""

_CHUNK: Final = 32
_Work = tuple[Callable[[Output], bytes], Sequence[Output]]


def make_all(make: Callable[[Output], bytes], outputs: Sequence[Output], jobs: int) -> Iterator[tuple[Output, bytes]]:
    """Each of *outputs* with what *make* makes of it, in their order, in up to *jobs* processes.

    Raises what *make* raises.
    """
    if jobs < 2 or len(outputs) < THRESHOLD or not _can_fork():  # noqa: PLR2004 - one job is no division of labour
        for output in outputs:
            yield output, make(output)
        return
    import multiprocessing  # noqa: PLC0415 - most builds make few outputs

    with multiprocessing.get_context("fork").Pool(jobs, _start, [(make, outputs)]) as pool:
        yield from zip(outputs, pool.imap(_make, range(len(outputs)), chunksize=_CHUNK), strict=True)


def _can_fork() -> bool:
    return sys.platform.startswith("linux") and threading.active_count() == 1


def _start(work: _Work) -> None:
    _make.work = work  # type: ignore[attr-defined]


def _make(place: int) -> bytes:
    make, outputs = _make.work  # type: ignore[attr-defined]
    data: bytes = make(outputs[place])
    return data
