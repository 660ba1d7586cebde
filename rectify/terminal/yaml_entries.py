"""Adds an entry to a list of a content file, and leaves all else in it as a person wrote it, comments too."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from pathlib import PurePosixPath
from typing import Final

from rectify.ground.diagnostics import SourceError
from rectify.source.nodes import Scalar, Sequence
from rectify.source.yamltree import decode_text, parse

_TOP: Final = re.compile(r"[A-Za-z_]+:|---|\.\.\.")
_ITEM: Final = re.compile(r"(?P<margin> *)-(?: |$)")
_EMPTY: Final = r":\s*(?:\[\s*\]|~|null)?\s*(?:#.*)?"

Lines = tuple[str, ...]
"""The lines of an entry, `name: value` each, the first without its hyphen; a last one may be a comment."""


def with_entry(data: bytes, path: PurePosixPath, name: str, entry: Lines) -> bytes | None:
    """The file *data* with one more *entry* in the list called *name*; all else as it was, comments too.

    None where the list is written in a way that only a person can add to. Raises SourceError if the
    file is not YAML.
    """
    text = decode_text(data, path)
    lines = text.rstrip("\n").split("\n")
    first = next((n for n, line in enumerate(lines) if line.startswith(f"{name}:")), None)
    longer = [*lines, f"{name}:", *_block("  ", entry)] if first is None else _add_entry(lines, first, name, entry)
    try:
        if _count("\n".join(longer), path, name) != _count(text, path, name) + 1:
            return None
    except SourceError:
        return None
    end = "\r\n" if b"\r\n" in data else "\n"
    mark = BOM_UTF8 if data.startswith(BOM_UTF8) else b""
    return mark + "".join(line + end for line in longer).encode()


def _block(margin: str, entry: Lines) -> list[str]:
    return [f"{margin}{'- ' if number == 0 else '  '}{line}" for number, line in enumerate(entry)]


def _add_entry(lines: list[str], first: int, name: str, entry: Lines) -> list[str]:
    """*lines* with *entry* after the last of the list that begins in the line *first*."""
    last = first + 1
    while last < len(lines) and not _TOP.match(lines[last]):
        last += 1
    while last > first + 1 and (not lines[last - 1].strip() or lines[last - 1].startswith("#")):
        last -= 1  # those stand above the next field
    own, rest = lines[first:last], lines[last:]
    if re.fullmatch(name + _EMPTY, own[0]) and len(own) == 1:
        return [*lines[:first], f"{name}:", *_block("  ", entry), *rest]
    if own[0].removeprefix(f"{name}:").lstrip().startswith("["):
        written = "\n".join(own)
        inside, bracket, after = written.rpartition("]")
        fields = ", ".join(line.partition(" #")[0] for line in entry if not line.startswith("#"))
        added = f", {{{fields}}}{bracket}{after}"
        return [*lines[:first], *(inside.rstrip().rstrip(",") + added).split("\n"), *rest]
    margins = [match["margin"] for line in own[1:] if (match := _ITEM.match(line))]
    return [*lines[:last], *_block(margins[0] if margins else "  ", entry), *rest]


def _count(text: str, path: PurePosixPath, name: str) -> int:
    """The number of entries in the list called *name* of the file that has this *text*."""
    for key, value in parse(text, path).pairs:
        if isinstance(key, Scalar) and key.text == name and isinstance(value, Sequence):
            return len(value.items)
    return 0
