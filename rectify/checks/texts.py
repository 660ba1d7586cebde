"""The texts of a record that a page may show, each with its place; and places back in the file."""

from __future__ import annotations

from collections import abc
from collections.abc import Iterator
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any, Final, NamedTuple

from rectify.field.shape import fields_of, hints, is_record, item_of
from rectify.field.words import Article, Line, Rich
from rectify.ground.diagnostics import SourceError, Span
from rectify.ground.files import read_file
from rectify.source.decode import FieldPath
from rectify.source.nodes import Mapping, Node, Scalar, Sequence
from rectify.source.yamltree import decode_text, parse

_SILENT: Final = ("waivers", "review")
"""Fields that no page shows: waivers never, signatures only where the site says so, and these are checked apart."""


_WORDS: Final = (Line, Rich, Article)


class Text(NamedTuple):
    """One text of a record, the path of its field, and whether it is written in small Markdown."""

    where: FieldPath
    text: str
    is_rich: bool = False


class Finding(NamedTuple):
    """What a rule says of a field: `shown` may be printed, `quoted` is what a waiver has to name.

    Where the rule means a part of the field's `text`, it begins at `start`.
    """

    where: FieldPath
    rule: str
    shown: str
    quoted: str = ""
    hint: str = ""
    text: str = ""
    start: int = 0


@cache
def _speaking(kind: Any) -> tuple[tuple[str, Any, Any], ...]:
    """The fields of a record class that hold texts: name, kind, kind of the items of a list."""
    return tuple(
        (name, hint, item)
        for name, hint in hints(kind).items()
        if name not in _SILENT and _may_speak(item := item_of(hint) or hint)
    )


def _may_speak(kind: Any) -> bool:
    return kind in _WORDS or (is_record(kind) and bool(fields_of(kind)))


def texts_in(record: Any, where: FieldPath = ()) -> Iterator[Text]:
    """Every text of *record* that can reach a page, in the order of its fields."""
    shape: Any = type(record)
    for name, hint, kind in _speaking(shape):
        value = getattr(record, name)
        here = (*where, name)
        items = enumerate(value) if hint is not kind else ((None, value),)
        for place, item in items:
            at = here if place is None else (*here, place)
            if kind not in _WORDS:
                if item is not None:
                    yield from texts_in(item, at)
            elif item:
                yield Text(at, item, kind is not Line)


def spans_in(root: Path, path: PurePosixPath, findings: abc.Sequence[Finding]) -> list[Span]:
    """Where in the file *path* each of *findings* stands.

    A scalar's characters stand in the file in the same order, if sometimes folded or quoted, so
    the one looked for is the same one in its turn.
    """
    if not findings:
        return []
    try:
        source = decode_text(read_file(root, path), path)
        tree = parse(source, path)
    except (FileNotFoundError, SourceError):
        return [Span(path) for _ in findings]
    lines = source.split("\n")
    places: _Places = {}
    return [_span(path, lines, _node(tree, one.where), one, places) for one in findings]


_Places = dict[tuple[int, int, str], list[tuple[int, int]]]
"""Where a character stands from a node's place on, for those that were asked for."""


def _node(tree: Node, where: FieldPath) -> Node:
    """The node at *where*, or the nearest around it: a record may be written as its one field."""
    node = tree
    for step in where:
        following: Node | None = None
        if isinstance(node, Mapping):
            following = next((v for key, v in node.pairs if isinstance(key, Scalar) and key.text == step), None)
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            following = node.items[step]
        if following is None:
            break
        node = following
    return node


def _span(path: PurePosixPath, lines: list[str], node: Node, finding: Finding, places: _Places) -> Span:
    text, offset = finding.text, finding.start
    if offset < len(text) and isinstance(node, Scalar):
        while offset and text[offset].isspace():  # indentation holds spaces that are not the text's
            offset -= 1
        character = text[offset]
        key = (node.line, node.column, character)
        if key not in places:
            places[key] = list(_standing(lines, node, character))
        turn = text.count(character, 0, offset)
        if turn < len(places[key]):
            return Span(path, *places[key][turn])
    return Span(path, node.line, node.column)


def _standing(lines: list[str], node: Scalar, character: str) -> Iterator[tuple[int, int]]:
    """Every line and column, from *node* on, where *character* stands."""
    for number, line in enumerate(lines[node.line - 1 :], start=node.line):
        at = line.find(character, node.column - 1 if number == node.line else 0)
        while at >= 0:
            yield number, at + 1
            at = line.find(character, at + 1)
