"""What a file says, and what it is to say, as plain values: texts, lists and fields, nothing decoded.

A form shows and returns these, also where a date is none: what is wrong stays typed, and the decoder tells it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from rectify.desk.spans import FieldsSpan, ListSpan, NodeSpan, ScalarSpan
from rectify.field.shape import fields_of, hints, is_record, item_of, shorthand
from rectify.field.words import Line
from rectify.source.nodes import UNPRINTABLE

_EMPTY = ("", "~", "null")
_BLANK_LINE = re.compile(r"^[ \t\u3000]+$", re.MULTILINE)


class Entry(NamedTuple):
    """An item of a list; `origin` is its place in the list as the file has it, None for a new one."""

    value: Value
    origin: int | None = None


Value = str | list[Entry] | Mapping[str, Any] | None
"""A text, a list, fields by name, or nothing. Fields that are not named stay as they are."""


def clean(text: str) -> str:
    """The *text* as a file may hold it: without what no source file may have, and blanks where nobody sees them."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return _BLANK_LINE.sub("", UNPRINTABLE.sub("", text)).strip()


def is_nothing(value: Value) -> bool:
    """Whether nothing is filled in: no text, no item, no field."""
    if isinstance(value, Mapping):
        return all(map(is_nothing, value.values()))
    if isinstance(value, list):
        return all(not isinstance(one.value, Mapping) and is_nothing(one.value) for one in value)
    return not clean(value or "")


def kind_in(kind: Any, name: str) -> Any:
    """The type of the field *name* of a record class; a line where the class does not have it."""
    return hints(kind).get(name, Line) if kind is not None and is_record(kind) else Line


def order_in(kind: Any, name: str) -> int:
    """The place of the field *name* among those of its record class; after all others if it has none."""
    names = list(fields_of(kind)) if is_record(kind) else []
    return names.index(name) if name in names else len(names)


def value_of(node: NodeSpan, kind: Any) -> Value:
    """What *node* says, where a value of the type *kind* stands; the short forms of records and lists are written out."""
    if isinstance(node, ScalarSpan) and not node.style and node.text in _EMPTY:
        return None
    if item := item_of(kind):
        items = node.items if isinstance(node, ListSpan) else [node]
        return [Entry(value_of(one, item), place) for place, one in enumerate(items)]
    if isinstance(node, FieldsSpan):
        return {key.text: value_of(value, kind_in(kind, key.text)) for key, value in node.pairs}
    if isinstance(node, ListSpan):
        return [Entry(value_of(one, Line), place) for place, one in enumerate(node.items)]
    single = shorthand(kind) if is_record(kind) else None
    return {single: node.text.strip()} if single else node.text.strip()


def normal(value: Value, kind: Any) -> Any:
    """The same in one form: texts cleaned, empty ones and empty lists gone, short forms written out."""
    if item := item_of(kind):
        listed = value if isinstance(value, list) else [Entry(value)]
        items = [normal(one.value, item) for one in listed]
        return [one for one in items if one is not None or is_record(item)] or None if value is not None else None
    if isinstance(value, str):
        text = clean(value) or None
        single = shorthand(kind) if is_record(kind) and text else None
        return {single: text} if single else text
    if isinstance(value, Mapping):
        named = {name: normal(one, kind_in(kind, name)) for name, one in value.items()}
        return {name: one for name, one in named.items() if one is not None} or None
    return [normal(one.value, Line) for one in value] or None if value is not None else None


def merge(old: Value, wanted: Value, kind: Any) -> Value:
    """What a value that was *old* says once it is *wanted* so: fields that nobody names stay."""
    if item := item_of(kind):
        if wanted is None or isinstance(wanted, str | Mapping):
            return wanted
        before = old if isinstance(old, list) else []
        return [Entry(merge(_item(before, one.origin), one.value, item), one.origin) for one in wanted]
    if isinstance(wanted, Mapping) and isinstance(old, Mapping):
        both = {**old, **wanted}
        return {
            name: merge(old.get(name), value, kind_in(kind, name)) if name in wanted else value
            for name, value in both.items()
        }
    return wanted


def _item(entries: Sequence[Entry], place: int | None) -> Value:
    return entries[place].value if place is not None and 0 <= place < len(entries) else None
