"""What an issue says of itself in a line each beside its texts: declared in the model, read by pages, data and search."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from functools import cache
from typing import Any, Final, NamedTuple

from rectify.field.model import Issue
from rectify.field.shape import fields_of, hints, is_record, item_of
from rectify.field.words import Line

_OF_DEPARTMENTS: Final = frozenset({"lead", "responsible"})


class Particular(NamedTuple):
    """A field of Issue that pages show in one line: its name in files, its type, its name and meaning for readers."""

    field: str
    kind: Any
    title: str
    meaning: str

    @property
    def has_departments(self) -> bool:
        """Whether its values are names of departments, which have pages of their own."""
        return self.field in _OF_DEPARTMENTS

    @property
    def is_text(self) -> bool:
        """Whether it holds words that people search for; the others are ways to sort."""
        return self.kind is Line or is_record(item_of(self.kind) or self.kind)


@cache
def particulars(kind: Any = Issue) -> tuple[Particular, ...]:
    """The fields that the model marks with `particular`, in its order."""
    return tuple(
        Particular(name, hints(kind)[name], title, field.metadata["hint"] or field.metadata["name"])
        for name, field in fields_of(kind).items()
        if (title := field.metadata["particular"])
    )


def particulars_of(issue: Issue) -> Iterator[tuple[Particular, tuple[str, ...]]]:
    """What *issue* says of these, in words; what says nothing is left out."""
    kind: Any = type(issue)
    for particular in particulars(kind):
        if words := _words(getattr(issue, particular.field)):
            yield particular, words


def _words(value: Any) -> tuple[str, ...]:
    if value is None or value == "":
        return ()
    if isinstance(value, tuple):
        return tuple(map(str, value))
    return (str(value.value if isinstance(value, Enum) else value),)
