"""What shape each record takes: read once off its type hints, for everyone who needs it."""

from __future__ import annotations

import types
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from rectify.ground.dates import Moment, PartialDate

_WRITTEN_AS_TEXT = (PartialDate, Moment)


@cache
def hints(kind: Any) -> dict[str, Any]:
    """The field types of a record class, in order, `X | None` already read as X."""
    return {_key(name): _without_none(hint) for name, hint in get_type_hints(kind).items()}


@cache
def fields_of(kind: Any) -> dict[str, Field[Any]]:
    """The fields of a record class in order, by the names that they have in files."""
    return {_key(field.name): field for field in fields(kind)}


def is_required(field: Field[Any]) -> bool:
    """Whether a record cannot be without this field."""
    return field.default is MISSING


@cache
def required_of(kind: Any) -> dict[str, Field[Any]]:
    """The fields that a record of *kind* cannot be without, by name."""
    return {name: field for name, field in fields_of(kind).items() if is_required(field)}


@cache
def members_of(kind: Any) -> dict[str, Enum]:
    """The members of a set of words, by word; one without a word stands for a field that is not written yet."""
    return {member.value: member for member in kind if member.value}


@cache
def is_record(kind: Any) -> bool:
    """Whether values of *kind* are written as a group of fields."""
    return kind not in _WRITTEN_AS_TEXT and is_dataclass(kind)


@cache
def item_of(kind: Any) -> Any:
    """The kind of a list's items, or None if *kind* is no list."""
    return get_args(kind)[0] if get_origin(kind) is tuple else None


@cache
def shorthand(kind: Any) -> str | None:
    """The one field by which alone a record of *kind* may be written, if it has such a field."""
    required = list(required_of(kind))
    if len(required) != 1 or is_record(hints(kind)[required[0]]) or item_of(hints(kind)[required[0]]):
        return None
    return required[0]


def _key(name: str) -> str:
    """A field's name in files: Python wants `from_` for `from`."""
    return name.removesuffix("_")


def _without_none(hint: Any) -> Any:
    if get_origin(hint) in (Union, types.UnionType):
        return next(arg for arg in get_args(hint) if arg is not type(None))
    return hint
