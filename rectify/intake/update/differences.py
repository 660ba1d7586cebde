"""Existing files and a new import of their document: what differs, what is taken over, what people wrote stays.

A file `.import.json` in the round's folder holds the digest of every field as the last import wrote it. So
each field is changed by the source, by a person, or by both; the last is a conflict, told and left as it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Any, Final, NamedTuple

from rectify.ground.files import digest
from rectify.intake.recognise.passages import number_of
from rectify.source.nodes import Node, Scalar, Sequence
from rectify.source.yamltree import decode_text, parse

MEMORY: Final = ".import.json"
_KEY: Final = re.compile(r"([A-Za-z_][A-Za-z0-9_]*):")
_OURS: Final = re.compile(r"# (?:来源：|依据|请核实|整改状态前后|原文|由导入|据|没有认出|正文里)")

TEXTS: Final = ("title", "problem", "measures")
"""The fields by which an issue is known."""

Remembered = Mapping[str, Mapping[str, str]]


class Change(NamedTuple):
    """A field that differs between a file and the new import."""

    field: str
    kind: str
    """`new` (only the source changed), `kept` (only a person did), `conflict` (both)."""
    before: str
    after: str


class MergedFile(NamedTuple):
    """A file as it would be after an update, what changes in it, and the digests to remember."""

    text: str
    changes: tuple[Change, ...]
    remembered: Mapping[str, str]


class File(NamedTuple):
    """A YAML file, and its top fields as plain values."""

    text: str
    values: Mapping[str, Any]


def file_of(data: str | bytes, path: PurePosixPath) -> File:
    """A file of content/, from its text or bytes. Raises SourceError if that is no YAML."""
    text = decode_text(data, path) if isinstance(data, bytes) else data
    return File(text, {key.text: _value(node) for key, node in parse(text, path).pairs if isinstance(key, Scalar)})


def digests(values: Mapping[str, Any]) -> dict[str, str]:
    """The digest of each value."""
    return {name: _digest(value) for name, value in values.items()}


def remembered_digests(data: bytes | None) -> Remembered:
    """What the last import wrote, by file and field; nothing where that is not known."""
    try:
        found = json.loads(data or b"{}")
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    return {
        name: {key: value for key, value in entry.items() if isinstance(value, str)}
        for name, entry in found.items()
        if isinstance(entry, dict)
    }


def as_memory(known: Remembered) -> bytes:
    """The file that remembers."""
    return (json.dumps(known, ensure_ascii=False, indent=0, sort_keys=True) + "\n").encode()


def merge(old: File, new: File, base: Mapping[str, str] | None, order: Iterable[str]) -> MergedFile:
    """The file *old* updated to the import *new*; *base* are the digests of the import before."""
    before, after = old.values, new.values
    changes: list[Change] = []
    known = dict(base or {})
    parts, new_parts = split(old.text), split(new.text)
    for name in order:
        had, has = before.get(name), after.get(name)
        if had == has or (not had and not has) or _strip_numbers(had) == _strip_numbers(has):
            if name in after:
                known[name] = _digest(had)
            continue
        kind = _kind(had, has, (base or {}).get(name))
        if kind:
            changes.append(Change(name, kind, _in_words(had), _in_words(has)))
        if kind == "new":
            parts = _put(parts, name, new_parts.get(name), list(order))
            known.pop(name, None)
            if name in after:
                known[name] = _digest(has)
    return MergedFile("".join(parts.values()), tuple(changes), known)


def _strip_numbers(value: Any) -> Any:
    """A list without the numbers of its items: former imports kept them, and they are no change of the source."""
    if not isinstance(value, list):
        return value
    return [
        {**one, "text": _bare(one["text"])} if isinstance(one, dict) and "text" in one else _bare(one) for one in value
    ]


def _bare(item: Any) -> Any:
    return item[number_of(item)[1] :] if isinstance(item, str) else item


def with_number(file: File, number: int, source: str = "") -> File:
    """An issue's file under another number, as the text *source* of its import writes it; the rest stays."""
    new = split(source).get("number") or f"number: {number}\n"
    return File(
        "".join(_put(split(file.text), "number", new, ["number"]).values()), {**file.values, "number": str(number)}
    )


def memory_of_files(files: Mapping[str, Mapping[str, Any]], known: Remembered) -> dict[str, str]:
    """Which entry of *known* tells of each of the *files*, which are given by their values.

    It is that of its name, or, where somebody renamed the file, the one that has a text of it; for a file that no
    import wrote there is none.
    """
    texts = {name: {(key, _digest(values[key])) for key in TEXTS if values.get(key)} for name, values in files.items()}
    found = {name: name for name in files if name in known and texts[name] & known[name].items()}
    left = {key: name for name, entry in known.items() if name not in found for key in entry.items() if key[0] in TEXTS}
    for name in files:
        entries = [left[key] for key in sorted(texts[name]) if key in left] if name not in found else []
        if entries and entries[0] not in found.values():
            found[name] = entries[0]
    unused = known.keys() - found.values()
    return found | {name: name for name in files if name in unused and name not in found}


def _kind(had: Any, has: Any, known: str | None) -> str:
    """Whose change a difference is; empty for what people added and the import knows nothing of."""
    if known is None:
        return ("conflict" if had else "new") if has else ""
    by_person, by_source = _digest(had) != known, _digest(has) != known
    if by_person and by_source:
        return "conflict"
    return "new" if by_source else "kept"


def split(text: str) -> dict[str, str]:
    """The text by its top fields, each with the comments above it; what stands before the first is under ""."""
    parts: dict[str, list[str]] = {"": []}
    waiting: list[str] = []
    name = ""
    for line in text.splitlines(keepends=True):
        match = _KEY.match(line)
        if match:
            name = match[1]
            parts[name] = [*waiting, line]
            waiting = []
        elif line.startswith("#") or not line.strip():
            waiting.append(line)
        else:
            parts[name] += [*waiting, line]
            waiting = []
    parts[name] += waiting
    return {key: "".join(lines) for key, lines in parts.items()}


def _put(parts: dict[str, str], name: str, new: str | None, order: list[str]) -> dict[str, str]:
    """The parts with *name* replaced, added in its place, or taken away; people's comments stay."""
    comments = "".join(
        line for line in parts.get(name, "").splitlines(keepends=True) if line.startswith("#") and not _OURS.match(line)
    )
    if new is None:
        return {key: (comments if key == name else part) for key, part in parts.items()}
    text = comments + new
    if name in parts:
        return {key: (text if key == name else part) for key, part in parts.items()}
    place = order.index(name)
    made: dict[str, str] = {}
    for key, part in parts.items():
        if name not in made and key in order and order.index(key) > place:
            made[name] = text
        made[key] = part if part.endswith("\n") or not part else part + "\n"
    return made if name in made else {**made, name: text}


def _value(node: Node) -> Any:
    if isinstance(node, Scalar):
        return node.text.strip()
    if isinstance(node, Sequence):
        return [_value(item) for item in node.items]
    return {key.text: _value(item) for key, item in node.pairs if isinstance(key, Scalar)}


def _digest(value: Any) -> str:
    return digest(json.dumps(value or "", ensure_ascii=False, sort_keys=True).encode())


def _in_words(value: Any) -> str:
    if not value:
        return "（没有）"
    if isinstance(value, str):
        return value
    items = value if isinstance(value, list) else [f"{name}：{_in_words(one)}" for name, one in value.items()]
    return "\n".join(one if isinstance(one, str) else _in_words(one) for one in items)
