"""Whose turn it is to change the content: an act that writes several files, or a job that looks at all of them."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator

from rectify.desk.exchange import RefusedError


class Turns:
    """One at a time. A job waits for the act before it, which is short; an act is refused while a job runs."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    @property
    def is_taken(self) -> bool:
        """Whether something is being done now."""
        return self._lock.locked()

    @contextlib.contextmanager
    def act(self) -> Iterator[None]:
        """Change content; RefusedError while something else is done with it."""
        if not self._lock.acquire(blocking=False):
            raise RefusedError(423, "上一件事还没有做完，等它做完再按一次。填的内容还留着。")
        try:
            yield
        finally:
            self._lock.release()

    @contextlib.contextmanager
    def job(self) -> Iterator[None]:
        """Look at all content, or publish it, once the act before has ended."""
        with self._lock:
            yield
