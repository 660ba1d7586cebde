"""The fields and types of record classes, read from their type hints once for decoder, schema and documentation."""

from __future__ import annotations

import types
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

from rectify.field.words import Line, Rich
from rectify.ground.dates import BLANK, BLANK_DATE, Moment, PartialDate

_WRITTEN_AS_TEXT = (PartialDate, Moment)
_BLANKS: Final = {Line: BLANK, Rich: BLANK, PartialDate: BLANK_DATE, Moment: Moment(BLANK_DATE, 0, 0)}


@cache
def hints(kind: Any) -> dict[str, Any]:
    """The types of a record's fields by their names in files, in order; `X | None` is given as X."""
    own = get_type_hints(kind)
    return {_key(field.name): _without_none(own[field.name]) for field in fields(kind)}


@cache
def fields_of(kind: Any) -> dict[str, Field[Any]]:
    """The dataclass fields of a record class by their names in files, in order."""
    return {_key(field.name): field for field in fields(kind)}


def is_required(field: Field[Any]) -> bool:
    """Whether a field has no default."""
    return field.default is MISSING


@cache
def required_of(kind: Any) -> dict[str, Field[Any]]:
    """The required fields of a record class, by name."""
    return {name: field for name, field in fields_of(kind).items() if is_required(field)}


@cache
def blank_of(kind: Any) -> Any:
    """What stands in a draft for a text, a date or a record of these that nobody has filled in; None for other types."""
    if not is_record(kind):
        return _BLANKS.get(kind)
    inner = {name: blank_of(hints(kind)[name]) for name in required_of(kind)}
    return kind(**inner) if None not in inner.values() else None


@cache
def members_of(kind: Any) -> dict[str, Enum]:
    """The members of a set of words, by word; one without a word stands for a field that is not written yet."""
    return {member.value: member for member in kind if member.value}


@cache
def is_record(kind: Any) -> bool:
    """Whether *kind* is a record class; dates are not, since files write them as text."""
    return kind not in _WRITTEN_AS_TEXT and is_dataclass(kind)


@cache
def item_of(kind: Any) -> Any:
    """The type of the items if *kind* is a tuple type, otherwise None."""
    return get_args(kind)[0] if get_origin(kind) is tuple else None


@cache
def shorthand(kind: Any) -> str | None:
    """The name of the only required field, if its value alone may stand for the record in files; otherwise None."""
    required = list(required_of(kind))
    if len(required) != 1 or is_record(hints(kind)[required[0]]) or item_of(hints(kind)[required[0]]):
        return None
    return required[0]


def _key(name: str) -> str:
    """The name of a field in files: `from` for Python's `from_`."""
    return name.removesuffix("_")


def _without_none(hint: Any) -> Any:
    if get_origin(hint) in (Union, types.UnionType):
        return next(arg for arg in get_args(hint) if arg is not type(None))
    return hint
