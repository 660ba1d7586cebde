"""How the desk writes values as YAML: as the import and a careful person do."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any, Final

from rectify.desk.values import Entry, Value, clean, is_nothing, kind_in, order_in
from rectify.field.shape import is_record, item_of, shorthand
from rectify.field.words import Article, Rich, Slug
from rectify.ground.dates import Moment, PartialDate
from rectify.intake.yaml_writing import scalar

_LONG: Final = 60
"""Characters from which a text in Markdown stands in a block of its own."""

_WORD: Final = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`~](?:[^:#,\[\]{}\n]|:(?=\S)|(?<=\S)#)*\Z")
_LISTED: Final = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`][^,\[\]{}:#'\"]*\Z")
_NOTHING: Final = ("~", "null")


def after_key(value: Value, kind: Any, column: int) -> str:
    """What stands behind `name:` whose name begins in *column*; its lines have no break at the end."""
    if is_nothing(value) or value is None:
        return ""
    if isinstance(value, str):
        return f" {spell(value, _text_kind(kind), column + 2)}"
    if isinstance(value, Mapping):
        return "".join(f"\n{' ' * (column + 2)}{line}" for line in _fields(value, kind, column + 2))
    if _is_short(value, kind):
        return f" {in_brackets(value)}"
    return "".join(f"\n{item(one.value, item_of(kind), column + 2)}" for one in value)


def item(value: Value, kind: Any, column: int) -> str:
    """An item of a list whose dashes stand in *column*, with its margin."""
    return f"{' ' * column}-{after_dash(value, kind, column)}"


def after_dash(value: Value, kind: Any, column: int) -> str:
    """What stands behind the dash of such an item."""
    if isinstance(value, Mapping) and (single := shorthand(kind) if is_record(kind) else None):
        filled = {name: one for name, one in value.items() if not is_nothing(one)}
        if filled.keys() == {single}:
            return f" {spell(str(filled[single]), kind_in(kind, single), column + 2)}"
    if isinstance(value, str):
        return f" {spell(value, _text_kind(kind), column + 2)}" if value else ""
    if isinstance(value, Mapping):
        lines = _fields(value, kind, column + 2)
        return f" {lines[0]}" + "".join(f"\n{' ' * (column + 2)}{line}" for line in lines[1:]) if lines else ""
    return ""


def field(name: str, value: Value, kind: Any, column: int) -> str:
    """A whole field whose name begins in *column*."""
    return f"{name}:{after_key(value, kind, column)}"


def spell(text: str, kind: Any, indent: int, style: str | None = None) -> str:
    """A text of the type *kind*, as it was written before (*style*) if that can be; its block would stand at *indent*."""
    text = clean(text)
    if not text:
        return ""
    if style == "'" and "\n" not in text:
        return "'" + text.replace("'", "''") + "'"
    if style == '"' and not re.search(r'["\\\n]', text):
        return f'"{text}"'
    is_long = kind in (Rich, Article) and len(text) > _LONG and style is None
    if "\n" in text or is_long:
        return f"|-\n{block(text, indent)}"
    if (kind in (int, bool, PartialDate, Moment, Slug) or _is_choice(kind)) and _WORD.match(text):
        return text if text not in _NOTHING else f'"{text}"'
    return scalar(text)


def block(text: str, indent: int) -> str:
    """The lines of a literal block."""
    return "\n".join(" " * indent + line if line else "" for line in text.split("\n"))


def in_brackets(entries: Sequence[Entry]) -> str:
    """A list of words in one line."""
    words = (clean(str(one.value or "")) for one in entries)
    return f"[{', '.join(_list_item(word) for word in words if word)}]"


def _list_item(word: str) -> str:
    if _LISTED.match(word) and word not in _NOTHING:
        return word
    return "'" + word.replace("'", "''") + "'" if re.search(r'["\\]', word) else f'"{word}"'


def _fields(value: Mapping[str, Any], kind: Any, column: int) -> list[str]:
    names = sorted((name for name, one in value.items() if not is_nothing(one)), key=lambda name: order_in(kind, name))
    return [field(name, value[name], kind_in(kind, name), column) for name in names]


def _is_short(entries: Sequence[Entry], kind: Any) -> bool:
    """Whether a list has only words, which fit in brackets."""
    single = item_of(kind)
    words = (one.value for one in entries)
    return not is_record(single) and single is not Rich and all(isinstance(w, str) and "\n" not in w for w in words)


def _is_choice(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Enum)


def _text_kind(kind: Any) -> Any:
    """The type of the text that stands for a record or for a list of one."""
    kind = item_of(kind) or kind
    single = shorthand(kind) if is_record(kind) else None
    return kind_in(kind, single) if single else kind
