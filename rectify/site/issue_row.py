"""An issue as one line of a list, with its status as a word and a mark."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from rectify.field.model import Status
from rectify.source.summary import IssueSummary, life_of

_MARKS = {
    Status.DONE: "done",
    Status.DONE_LONG_TERM: "done",
    Status.MOSTLY_DONE: "done",
    Status.PARTLY_DONE: "part",
    Status.ONGOING: "part",
    Status.LONG_TERM: "long",
    Status.NOT_DONE: "open",
    Status.TERMINATED: "ended",
    Status.CIRCUMSTANCES_CHANGED: "ended",
    Status.NOT_STATED: "unknown",
    Status.UNFILLED: "unknown",
}


class StatusTag(NamedTuple):
    """A status as a word with a mark: `mark` is its shape and colour."""

    word: str
    mark: str


class Row(NamedTuple):
    """One issue in a list; `date` is the day of its last change, or else of its publication, ISO.

    `brief` says in words of the street what was found, `verdict` what an examination says of it; both may be empty.
    """

    number: int
    title: str
    path: str
    status: StatusTag
    date: str
    brief: str = ""
    verdict: str = ""


def are_dated(rows: Iterable[Row]) -> bool:
    """Whether the days of *rows* tell them apart: a column of equal days says nothing."""
    return len({row.date for row in rows}) > 1


TAGS = {status: StatusTag(status.words, mark) for status, mark in _MARKS.items()}


def row_of(summary: IssueSummary, path: str, published: str) -> Row:
    """The line of an issue at *path* whose round was *published* on that day."""
    date = summary.changed or summary.published[:10] or published
    life = life_of(summary)
    return Row(summary.number, summary.title, path, TAGS[Status(summary.status)], date, life.found, life.verdict)
