"""Changes of values in a source file that leave every other line as it was: comments, order, quotes, line ends.

`edit` compares what a file says with what it is to say, and rewrites the spans that differ. Items of lists keep
their lines when they are moved. A comment above a field stays where it is; one above an item goes with the item.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import PurePosixPath
from typing import Any, Final, NamedTuple

from rectify.desk import spelling
from rectify.desk.spans import FieldsSpan, ListSpan, NodeSpan, ScalarSpan, spans
from rectify.desk.values import Entry, Value, clean, kind_in, merge, normal, order_in, value_of
from rectify.field.shape import fields_of, is_record, is_required, item_of, shorthand
from rectify.ground.diagnostics import SourceError
from rectify.source.yamltree import decode_text, parse

_COMMENT: Final = re.compile(r"(?:^|(?<=[\s]))#[^\n]*")
_HEADER: Final = re.compile(r"[|>]([-+\d]*)[^\n]*")


class NotWritableError(Exception):
    """A file is written in a way in which only a person can make the change."""


class _Change(NamedTuple):
    """The text from `start` to `end` gives way to `text`."""

    start: int
    end: int
    text: str


def current(data: bytes, path: PurePosixPath, kind: Any) -> Mapping[str, Any]:
    """What the file *data* says, field by field, as text; *kind* is the class of its record. SourceError if it is no YAML."""
    text = decode_text(data, path)
    parse(text, path)
    value = value_of(spans(text), kind)
    assert isinstance(value, Mapping)  # noqa: S101 - the outermost node has fields
    return value


def edit(data: bytes, path: PurePosixPath, kind: Any, wanted: Mapping[str, Any]) -> bytes:
    """The file *data*, whose record has the class *kind*, once its fields say what is *wanted*.

    Fields that *wanted* does not name stay. Raises SourceError if the file is no YAML, NotWritableError if a person
    has to make the change.
    """
    text = decode_text(data, path)
    parse(text, path)
    root = spans(text)
    if root.is_flow:
        raise NotWritableError
    before = value_of(root, kind)
    goal = normal(merge(before, wanted, kind), kind)
    if normal(before, kind) == goal:
        return data
    for whole in (False, True):
        editor = _Editor(text, whole=whole)
        editor.fields(root, kind, wanted)
        changes = sorted(editor.changes, key=lambda one: one[:2])
        new = _put_back(data, changes)
        try:
            if normal(current(new, path, kind), kind) == goal:
                return new
        except SourceError:
            continue
    raise NotWritableError


def _put_back(data: bytes, changes: Sequence[_Change]) -> bytes:
    """The file with *changes* of its text, whose places count a line end as one character; its own line ends are kept."""
    mark = BOM_UTF8 if data.startswith(BOM_UTF8) else b""
    own = data.removeprefix(BOM_UTF8).decode()
    pairs = [match.start() - n for n, match in enumerate(re.finditer("\r\n", own))]
    end_of_line = "\r\n" if pairs else "\r" if "\r" in own else "\n"
    result, at, passed = [], 0, 0

    def place(offset: int) -> int:
        nonlocal passed
        while passed < len(pairs) and pairs[passed] < offset:
            passed += 1
        return offset + passed

    for start, end, text in changes:
        first = place(start)
        result += [own[at:first], text.replace("\n", end_of_line)]
        at = place(end)
    return mark + "".join((*result, own[at:])).encode()


@dataclass(slots=True)
class _Editor:
    """Gathers changes of *text*; with *whole* a field that differs is written anew from its name on."""

    text: str
    whole: bool
    changes: list[_Change] = field(default_factory=list)

    def fields(self, node: FieldsSpan, kind: Any, wanted: Mapping[str, Any]) -> None:
        """Have the fields of a block say what is *wanted*."""
        leaving = _leaving(node, kind, wanted)
        kept = {key.text for key, _ in node.pairs if key.text not in leaving or _is_needed(kind, key.text)}
        for name in sorted(wanted, key=lambda name: order_in(kind, name)):
            pair, value, own = node.pair(name), wanted[name], kind_in(kind, name)
            if pair is None:
                if normal(value, own) is not None:
                    self._insert(node, kind, kept, name, value)
            elif name in leaving:
                self._remove(node, pair, stays=name in kept)
            elif not _is_same(pair[1], own, value):
                self._value(pair, own, value)

    def _value(self, pair: tuple[ScalarSpan, NodeSpan], kind: Any, wanted: Value) -> None:
        key, node = pair
        if not self._inside(node, kind, wanted, self._column(key.start)):
            colon = self.text.index(":", key.end) + 1
            value = merge(value_of(node, kind), wanted, kind)
            self._replace(colon, node, spelling.after_key(value, kind, self._column(key.start)))

    def _inside(self, node: NodeSpan, kind: Any, wanted: Value, column: int) -> bool:
        """Change a value that stands below a name or dash in *column* without writing all of it anew, if that can be."""
        if isinstance(node, ScalarSpan):
            text, own = _as_text(wanted, kind)
            is_first_item = item_of(kind) is not None and value_of(node, kind) is None
            if text is None or self.whole or is_first_item:
                return False
            self._scalar(node, own, text, column)
            return True
        if self.whole or node.is_flow:
            return False
        if isinstance(node, FieldsSpan) and isinstance(wanted, Mapping) and is_record(kind):
            if all(key.text in _leaving(node, kind, wanted) for key, _ in node.pairs):
                return False
            self.fields(node, kind, wanted)
            return True
        if isinstance(node, ListSpan) and isinstance(wanted, list):
            return self._list(node, item_of(kind), wanted)
        return False

    def _scalar(self, node: ScalarSpan, kind: Any, text: str, column: int) -> None:
        if node.style in ("|", ">") and (header := _HEADER.match(self.text, node.start)):
            own = self.text[header.end() : node.end].lstrip("\n")
            indent = len(own) - len(own.lstrip(" ")) if own and not re.search(r"\d", header[1]) else column + 2
            if digit := re.search(r"\d", header[1]):
                indent = column + int(digit[0])
            if node.style == ">":
                self.changes.append(_Change(node.start, node.start + 1, "|"))
            self.changes.append(_Change(header.end(), node.end, "\n" + spelling.block(clean(text), indent)))
            return
        is_empty = node.start == node.end and not node.style
        words = spelling.spell(
            text, kind, column + 2, None if is_empty or "\n" in self.text[node.start : node.end] else node.style
        )
        self._replace(node.start, node, f" {words}" if is_empty else words)

    def _replace(self, start: int, node: NodeSpan, new: str) -> None:
        """Put *new* in the place of all from *start* to the end of *node*; comments within are kept above, one behind in its line."""
        end, line_end = node.end, self._line_end(node.end)
        inner = [match[0] for match in self._comments(start, node)]
        if "\n" in new and (behind := self.text[end:line_end].strip()):
            first, _, rest = new.partition("\n")
            new, end = f"{first}  {behind}\n{rest}", line_end
        if inner:
            at = self._line_start(start)
            margin = re.match(" *", self.text[at:])
            self.changes.append(_Change(at, at, "".join(f"{margin[0] if margin else ''}{one}\n" for one in inner)))
        self.changes.append(_Change(start, end, new))

    def _comments(self, start: int, node: NodeSpan) -> Iterator[re.Match[str]]:
        """The comments from *start* to the end of *node*, outside its values."""
        values = [(one.start, one.end) for one in _leaves(node)]
        headers = {one.start: match.end() for one in _leaves(node) if (match := _HEADER.match(self.text, one.start))}
        for match in _COMMENT.finditer(self.text, start, node.end):
            if not any(
                first <= match.start() < last and match.start() >= headers.get(first, first) for first, last in values
            ):
                yield match

    def _insert(self, node: FieldsSpan, kind: Any, kept: set[str], name: str, value: Value) -> None:
        column = self._column(node.start)
        new = spelling.field(name, value, kind_in(kind, name), column)
        placeholder = re.compile(rf"^# {re.escape(name)}:[ ]*$", re.MULTILINE)
        if column == 0 and len(found := list(placeholder.finditer(self.text))) == 1:
            self.changes.append(_Change(found[0].start(), found[0].end(), new))
            return
        staying = [pair for pair in node.pairs if pair[0].text in kept]
        before = [pair for pair in staying if order_in(kind, pair[0].text) < order_in(kind, name)]
        if before:
            at = self._line_end(before[-1][1].end)
            self.changes.append(_Change(at, at, f"\n{' ' * column}{new}"))
        else:
            at = staying[0][0].start
            self.changes.append(_Change(at, at, f"{new}\n{' ' * column}"))

    def _remove(self, node: FieldsSpan, pair: tuple[ScalarSpan, NodeSpan], *, stays: bool) -> None:
        """Take a field's value away, and its name too unless it *stays* for a person to fill in."""
        key, value = pair
        start, end = key.start, self._line_end(value.end)
        if stays:
            self.changes.append(_Change(self.text.index(":", key.end) + 1, value.end, ""))
        elif not self.text[(at := self._line_start(start)) : start].strip():
            self.changes.append(_Change(at - 1, end, "") if at else _Change(0, min(end + 1, len(self.text)), ""))
        else:  # beside a dash
            following = node.pairs[node.pairs.index(pair) + 1][0].start
            is_bare = not self.text[end:following].strip()
            self.changes.append(_Change(start, following if is_bare else end, ""))

    def _list(self, node: ListSpan, kind: Any, wanted: Sequence[Entry]) -> bool:
        """Have a block's items say what is *wanted*; False if they do not begin lines of their own."""
        column = self._column(node.start)
        dashes = [self._dash(one.start, column) for one in node.items]
        if None in dashes or len(set(dashes)) != len(dashes):
            return False
        known = [one.origin for one in wanted if one.origin is not None and 0 <= one.origin < len(node.items)]
        if [one.origin for one in wanted] == list(range(len(node.items))):
            for one, entry, dash in zip(node.items, wanted, dashes, strict=True):
                self._item(one, kind, entry.value, dash or 0, column)
            return True
        if len(set(known)) != len(known):
            return False
        starts = [dash or 0 for dash in dashes]
        bounds = list(self._chunks(node, starts))
        between = [self.text[last:first] for (_, last), (first, _) in pairwise(bounds)]
        pieces = []
        for place, entry in enumerate(wanted):
            if entry.origin in known and entry.origin is not None:
                own = node.items[entry.origin]
                pieces.append(
                    self._move(
                        own, kind, entry.value, dash=starts[entry.origin], column=column, bounds=bounds[entry.origin]
                    )
                )
            else:
                pieces.append(spelling.item(entry.value, kind, column))
            if place + 1 < len(wanted):
                pieces.append(between[place] if place < len(between) else "\n")
        pieces += [gap.rstrip("\n") for gap in between[max(len(wanted) - 1, 0) :] if "#" in gap]
        self.changes.append(_Change(bounds[0][0], bounds[-1][1], "".join(pieces)))
        return True

    def _item(self, node: NodeSpan, kind: Any, wanted: Value, dash: int, column: int) -> None:
        if _is_same(node, kind, wanted):
            return
        emptied = isinstance(node, FieldsSpan) and normal(merge(value_of(node, kind), wanted, kind), kind) is None
        if emptied or not self._inside(node, kind, wanted, column):
            value = merge(value_of(node, kind), wanted, kind)
            self._replace(dash + 1, node, spelling.after_dash(value, kind, column))

    def _move(
        self, node: NodeSpan, kind: Any, wanted: Value, *, dash: int, column: int, bounds: tuple[int, int]
    ) -> str:
        """The lines of an item within *bounds*, with its own changes made."""
        inner = _Editor(self.text, whole=self.whole)
        inner._item(node, kind, wanted, dash, column)
        at, result = bounds[0], []
        for start, end, text in sorted(inner.changes, key=lambda one: one[:2]):
            result += [self.text[at:start], text]
            at = end
        return "".join((*result, self.text[at : bounds[1]]))

    def _chunks(self, node: ListSpan, dashes: Sequence[int]) -> Iterator[tuple[int, int]]:
        """From where to where each item's lines go: from the comments right above it to its last word's line end."""
        floor = self._line_start(dashes[0])
        for one, dash in zip(node.items, dashes, strict=True):
            start = self._line_start(dash)
            while start > floor:
                above = self._line_start(start - 1)
                if not self.text[above:start].lstrip(" ").startswith("#"):
                    break
                start = above
            end = self._line_end(max(one.end, dash + 1))
            yield start, end
            floor = min(end + 1, len(self.text))

    def _dash(self, start: int, column: int) -> int | None:
        """The dash in *column* that begins the item at *start*; None if it does not begin its line."""
        line = self._line_start(start)
        while line >= 0:
            begin = self.text[line : line + column + 1]
            if begin.strip():
                return line + column if begin == " " * column + "-" else self._dash_above(line, column)
            if line == 0:
                return None
            line = self._line_start(line - 1)
        return None

    def _dash_above(self, line: int, column: int) -> int | None:
        """The dash on the nearest line above *line*, over comments alone."""
        if line and self.text[line:].lstrip(" ").startswith("#"):
            return self._dash(line - 1, column)
        return None

    def _line_start(self, offset: int) -> int:
        return self.text.rfind("\n", 0, offset) + 1

    def _line_end(self, offset: int) -> int:
        at = self.text.find("\n", offset)
        return len(self.text) if at < 0 else at

    def _column(self, offset: int) -> int:
        return offset - self._line_start(offset)


def _leaving(node: FieldsSpan, kind: Any, wanted: Mapping[str, Any]) -> set[str]:
    """The names of fields that will say nothing any more."""
    pairs = ((key.text, value_of(value, kind_in(kind, key.text))) for key, value in node.pairs)
    named = ((name, old, kind_in(kind, name)) for name, old in pairs if name in wanted and old is not None)
    return {name for name, old, own in named if normal(merge(old, wanted[name], own), own) is None}


def _is_same(node: NodeSpan, kind: Any, wanted: Value) -> bool:
    """Whether *node* says what is *wanted* already, in the same order and number of items."""
    old = value_of(node, kind)
    if isinstance(wanted, list) and isinstance(old, list) and len(wanted) != len(old):
        return False
    return bool(normal(merge(old, wanted, kind), kind) == normal(old, kind))


def _as_text(wanted: Value, kind: Any) -> tuple[str | None, Any]:
    """The text, and its type, by which one scalar can say what is *wanted*; None if it takes more."""
    if item := item_of(kind):
        entries = wanted if isinstance(wanted, list) else []
        return _as_text(entries[0].value, item) if len(entries) == 1 else (None, kind)
    if is_record(kind):
        filled = normal(wanted, kind)
        single = shorthand(kind)
        if single is None or not isinstance(filled, Mapping) or filled.keys() != {single}:
            return None, kind
        return str(filled[single]), kind_in(kind, single)
    return (wanted, kind) if isinstance(wanted, str) else (None, kind)


def _is_needed(kind: Any, name: str) -> bool:
    own = fields_of(kind).get(name) if is_record(kind) else None
    return own is not None and (is_required(own) or bool(own.metadata["needed"]))


def _leaves(node: NodeSpan) -> Iterator[ScalarSpan]:
    if isinstance(node, ScalarSpan):
        yield node
    elif isinstance(node, ListSpan):
        for one in node.items:
            yield from _leaves(one)
    else:
        for key, value in node.pairs:
            yield key
            yield from _leaves(value)
