"""Two people changed one file: what each changed, field by field, and the file with what was chosen of both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from rectify.desk.editing import current, edit
from rectify.desk.values import Entry, Value, kind_in, normal
from rectify.field.shape import fields_of

MINE = "mine"
THEIRS = "theirs"


class Sides(NamedTuple):
    """A file as it was, as it was changed here, and as somebody else changed it meanwhile."""

    base: bytes
    mine: bytes
    theirs: bytes


class Difference(NamedTuple):
    """A field that both sides changed: how it was, and what each made of it, as readable text."""

    name: str
    label: str
    was: str
    mine: str
    theirs: str


def differences(sides: Sides, path: PurePosixPath, kind: Any) -> tuple[Difference, ...]:
    """The fields that both sides have changed, and not to the same."""
    was, own, other = (current(data, path, kind) for data in sides)
    fields = fields_of(kind)
    return tuple(
        Difference(
            name,
            str(fields[name].metadata["name"]) if name in fields else name,
            *(_in_words(one.get(name)) for one in (was, own, other)),
        )
        for name in _changed_fields(was, own, kind)
        if not _is_same(name, was, other, kind) and not _is_same(name, own, other, kind)
    )


def join(sides: Sides, path: PurePosixPath, kind: Any, *, chosen: Mapping[str, str]) -> bytes:
    """Their file with what was changed here; of fields that both changed, what is *chosen* (`mine`, `theirs`)."""
    was, own, other = (current(data, path, kind) for data in sides)
    wanted = {
        name: with_origins(own.get(name), other.get(name))
        for name in _changed_fields(was, own, kind)
        if _is_same(name, was, other, kind) or chosen.get(name) == MINE
    }
    return edit(sides.theirs, path, kind, wanted)


def _changed_fields(was: Mapping[str, Any], now: Mapping[str, Any], kind: Any) -> Iterator[str]:
    return (name for name in dict.fromkeys((*was, *now)) if not _is_same(name, was, now, kind))


def _is_same(name: str, one: Mapping[str, Any], other: Mapping[str, Any], kind: Any) -> bool:
    own = kind_in(kind, name)
    return bool(normal(one.get(name), own) == normal(other.get(name), own))


def with_origins(value: Value, other: Value) -> Value:
    """*value* for a file that has *other* in its place, of which nothing else stays.

    Items that are equal keep their lines; one that is another now is written over the one at its place, if that is free.
    """
    if isinstance(value, Mapping) and isinstance(other, Mapping):
        return {name: with_origins(value.get(name), other.get(name)) for name in dict.fromkeys((*other, *value))}
    if not isinstance(value, list):
        return value
    free = dict(enumerate(other)) if isinstance(other, list) else {}
    origins = []
    for one in value:
        origin = next((place for place, there in free.items() if there.value == one.value), None)
        free = {place: there for place, there in free.items() if place != origin}
        origins.append(origin)
    return [
        Entry(with_origins(one.value, free[place].value), place)
        if origin is None and place in free
        else Entry(one.value, origin)
        for place, (one, origin) in enumerate(zip(value, origins, strict=True))
    ]


def _in_words(value: Value) -> str:
    """A value as lines that a person can compare."""
    if isinstance(value, list):
        return "\n".join(f"• {_in_words(one.value)}" for one in value)
    if isinstance(value, Mapping):
        return "；".join(_in_words(one) for one in value.values() if one is not None)
    return value or ""
