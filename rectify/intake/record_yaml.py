"""A record as the YAML that means it: for files that come back from an export."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import Any

from rectify.field.shape import fields_of, hints, is_record, is_required, shorthand
from rectify.field.words import Rich
from rectify.ground.dates import Moment, PartialDate
from rectify.intake.yaml_writing import in_list, scalar


def record_yaml(record: Any) -> str:
    """The file that holds *record*; fields that say nothing are left out."""
    return "\n".join(_fields(record, 0)) + "\n"


def _fields(record: Any, indent: int) -> Iterator[str]:
    margin = " " * indent
    for name, field in fields_of(_kind(record)).items():
        value = getattr(record, field.name)
        if value is None or (not is_required(field) and value in ("", (), field.default) and name != "wording"):
            continue
        if isinstance(value, tuple):
            yield from _list(name, value, margin)
        elif is_record(_kind(value)):
            yield f"{margin}{name}:"
            yield from _fields(value, indent + 2)
        else:
            yield from _text(f"{margin}{name}:", value, indent + 2, rich=hints(_kind(record))[name] is Rich)


def _list(name: str, values: tuple[Any, ...], margin: str) -> Iterator[str]:
    if all(isinstance(value, str) for value in values):
        yield f"{margin}{name}: [{', '.join(map(in_list, values))}]"
        return
    yield f"{margin}{name}:"
    for value in values:
        single = shorthand(_kind(value))
        others = [
            other
            for other, field in fields_of(_kind(value)).items()
            if other != single and getattr(value, field.name) not in ("", None, ())
        ]
        if single and not others:
            yield from _text(f"{margin}  -", getattr(value, single), len(margin) + 4, rich=True)
            continue
        lines = list(_fields(value, len(margin) + 4))
        yield f"{margin}  - {lines[0].lstrip()}"
        yield from lines[1:]


def _text(key: str, value: Any, indent: int, *, rich: bool) -> Iterator[str]:
    if isinstance(value, Enum):
        yield f"{key} {value.value}"
    elif isinstance(value, bool):
        yield f"{key} {str(value).lower()}"
    elif isinstance(value, int):
        yield f"{key} {value}"
    elif isinstance(value, PartialDate):
        yield f"{key} {value.iso}"
    elif isinstance(value, Moment):
        yield f"{key} {value.stamp}"
    elif rich and ("\n" in value or len(value) > 60):  # noqa: PLR2004 - longer ones are easier to read in a block
        yield f"{key} |-"
        yield from (" " * indent + line if line else "" for line in value.split("\n"))
    else:
        yield f"{key} {scalar(value)}"


def _kind(value: Any) -> Any:
    return type(value)
