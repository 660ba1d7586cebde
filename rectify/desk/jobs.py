"""Long commands at the desk: one at a time, followed by every page that is open, told to those that are opened later."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, NamedTuple

from rectify.desk.exchange import RefusedError


class Stage(NamedTuple):
    """How far a command has come: what it does, how much of it is done, how much there is."""

    doing: str
    done: int
    total: int


Listen = Callable[[Stage], None]
Work = Callable[[Listen], dict[str, Any]]
"""Does a job, telling its stages; its answer as JSON. RefusedError says why it was not done."""


@dataclass
class _Job:
    name: str
    about: str
    number: int
    began: str
    stages: dict[str, Stage] = field(default_factory=dict)
    answer: dict[str, Any] | None = None
    refusal: str | None = None
    problems: list[Any] = field(default_factory=list)

    @property
    def is_running(self) -> bool:
        return self.answer is None and self.refusal is None

    def plain(self) -> dict[str, Any]:
        """The same for JSON."""
        return {
            "name": self.name,
            "about": self.about,
            "number": self.number,
            "began": self.began,
            "stages": [one._asdict() for one in self.stages.values()],
            "isRunning": self.is_running,
            "answer": self.answer,
            "refusal": self.refusal,
            "problems": self.problems,
        }


class Jobs:
    """The job that runs, or the last one that did; *changed* is called, from any thread, when it has come further.

    *clock* gives the time of day for people.
    """

    asked: ClassVar[Mapping[str, tuple[str, ...]]] = {"job": ()}
    is_quick: ClassVar[bool] = True

    def __init__(self, changed: Callable[[], None], clock: Callable[[], str]) -> None:
        self._changed = changed
        self._clock = clock
        self._lock = threading.Lock()
        self._job: _Job | None = None

    def job(self) -> dict[str, Any]:
        """How far the job is, or how it ended; `name` is empty if there was none yet."""
        return self._job.plain() if self._job else {"name": "", "about": "", "isRunning": False}

    def begin(self, name: str, about: str, work: Work) -> dict[str, Any]:
        """Begin the job called *name*, *about* what it says, which goes on whoever looks; RefusedError while another runs."""
        with self._lock:
            if self._job and self._job.is_running:
                raise RefusedError(409, "上一件事还没有做完，等它做完再来。")
            number = self._job.number + 1 if self._job else 1
            job = self._job = _Job(name, about, number, self._clock())
        threading.Thread(target=self._do, args=(job, work), name="rectify-job").start()
        return job.plain()

    def _do(self, job: _Job, work: Work) -> None:
        def listen(stage: Stage) -> None:
            job.stages[stage.doing] = stage
            self._changed()

        try:
            job.answer = work(listen)
        except RefusedError as error:
            job.problems, job.refusal = error.more.get("problems", []), error.words
        finally:
            if job.is_running:  # our own mistake, which nobody catches
                job.refusal = "程序出了错，没有做完。公开的网站是不是换了，按“核对公开的网站”看。"
            self._changed()
