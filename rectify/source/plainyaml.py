"""The plain part of YAML that content files are written in, read line by line.

PyYAML takes 0.3 ms for an issue with its C parser and 2 ms without; most files use none of what
that time buys. This reader knows block mappings and lists, one-line plain or quoted values, literal
blocks, and one-line lists in brackets. At the first thing that it does not know it gives up, and
`yamltree` asks PyYAML. So it never decides what is wrong, and what it accepts is the same tree, to
the column: tests compare the two on all content and on thousands of made-up texts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from rectify.source.lost_text import HIDDEN
from rectify.source.nodes import Mapping, Node, Scalar, Sequence

MAX_LINES: Final = 5_000
MAX_INDENT: Final = 12

_UNKNOWN: Final = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ud800-\udfff\ufdd0-\ufe0f\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff\U0001d173-\U0001d17a\U0001fffe"
    "\U0001ffff\U0002fffe\U0002ffff\U0003fffe-\U0010ffff]"
    "|^(?:---|\\.\\.\\.|%)",
    re.MULTILINE,
)
_ENTRY: Final = re.compile(r"([A-Za-z_][A-Za-z0-9_]*):(?: +(.*))?\Z")
_START: Final = r"[^\s\-?:,\[\]{}#&*!|>'\"%@`]"
_PLAIN: Final = re.compile(_START + r"(?:[^:#]|:(?=\S)|(?<=\S)#)*\Z")
_QUOTED: Final = re.compile(r"\"[^\"\\]*\"\Z|'[^']*'\Z")
_ONE: Final = _START + r"[^,\[\]{}:#'\"?]*"
_FLOW: Final = re.compile(rf"\[ *{_ONE}(?:, *{_ONE})*\]\Z")
_FLOW_ITEM: Final = re.compile(_ONE)


class _UnknownError(Exception):
    """Something that only PyYAML can judge."""


def read_plainly(text: str) -> Mapping | None:
    """The tree of *text*, or None where PyYAML has to look."""
    if not text.endswith("\n") or _UNKNOWN.search(text):
        return None
    lines = text.split("\n")
    if len(lines) > MAX_LINES:
        return None
    reader = _Reader(lines)
    try:
        if reader.advance() != 0:
            return None
        root = reader.mapping(0)
    except _UnknownError:
        return None
    return root if reader.indent < 0 else None


@dataclass(slots=True)
class _Reader:
    """Stands at a line; `indent` is that line's, or -1 at the end of the text."""

    lines: list[str]
    at: int = 0
    indent: int = -1

    def advance(self) -> int:
        """Go to the next line that says something; its indent."""
        while self.at < len(self.lines):
            line = self.lines[self.at]
            content = line.lstrip(" ")
            if content and content[0] != "#":
                self.indent = len(line) - len(content)
                if self.indent > MAX_INDENT:
                    raise _UnknownError
                return self.indent
            if content and HIDDEN.match(line, len(line) - len(content)):
                raise _UnknownError  # a comment that may be meant as text
            self.at += 1
        self.indent = -1
        return -1

    def mapping(self, column: int) -> Mapping:
        """The mapping whose first key stands in this line at *column*, counted from 0."""
        node = Mapping(self.at + 1, column + 1)
        while True:
            entry = _ENTRY.match(self.lines[self.at], column)
            if entry is None:
                raise _UnknownError
            key = Scalar(entry[1], True, self.at + 1, column + 1)
            value = (entry[2] or "").rstrip(" ")
            node.pairs.append((key, self.value(value, entry.start(2), column, entry.end(1) + 1)))
            if self.indent != column or self.lines[self.at][column] == "-":
                break
        if self.indent > column:
            raise _UnknownError
        return node

    def sequence(self, column: int) -> Sequence:
        """The list whose first dash stands in this line at *column*."""
        node = Sequence(self.at + 1, column + 1)
        while self.indent == column:
            line = self.lines[self.at]
            if line[column] != "-":
                break
            item = line[column + 1 :].lstrip(" ")
            place = len(line) - len(item)
            if item and place == column + 1:
                raise _UnknownError  # a dash that belongs to the word
            if _ENTRY.match(item):
                node.items.append(self.mapping(place))
            elif not item and self._is_followed_by_more(column):
                raise _UnknownError
            else:
                node.items.append(self.value(item.rstrip(" "), place, column, column + 1))
        if self.indent > column:
            raise _UnknownError
        return node

    def _is_followed_by_more(self, column: int) -> bool:
        here = self.at
        self.at += 1
        deeper = self.advance() > column
        self.at = here
        return deeper

    def value(self, content: str, place: int, column: int, after: int) -> Node:
        """What stands at *place*: *content*, or the lines below; an empty value stands *after*."""
        line = self.at + 1
        if content[:1] == "|":
            return self.block(content, place, column)
        self.at += 1
        below = self.advance()
        if not content:
            if below > column:
                return self.sequence(below) if self.lines[self.at][below] == "-" else self.mapping(below)
            if below == column and self.lines[self.at][below] == "-" and self._parent_is_mapping(line, column):
                return self.sequence(below)
            return Scalar("", True, line, after + 1)
        if _PLAIN.match(content):
            return Scalar(content, True, line, place + 1)
        if _QUOTED.match(content):
            return Scalar(content[1:-1], False, line, place + 1)
        if _FLOW.match(content):
            items = _FLOW_ITEM.finditer(content, 1)
            nodes: list[Node] = [Scalar(i[0].rstrip(" "), True, line, place + i.start() + 1) for i in items]
            return Sequence(line, place + 1, nodes)
        raise _UnknownError

    def _parent_is_mapping(self, line: int, column: int) -> bool:
        """A list may stand in the column of its key, but not in that of another list's dash."""
        return self.lines[line - 1][column] != "-"

    def block(self, sign: str, place: int, column: int) -> Scalar:
        """The literal block whose *sign* stands at *place*."""
        if sign not in ("|", "|-"):
            raise _UnknownError
        start = self.at
        self.at += 1
        first = self.lines[self.at]
        indent = len(first) - len(first.lstrip(" "))
        if indent <= column or indent == len(first):
            raise _UnknownError
        margin = " " * indent
        content: list[str] = []
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if line.startswith(margin):
                if line.isspace() and len(line) > indent:
                    raise _UnknownError
                content.append(line[indent:])
            elif not line.strip(" "):
                content.append("")
            else:
                break
            self.at += 1
        self.advance()
        text = "\n".join(content).rstrip("\n")
        return Scalar(text if sign == "|-" else text + "\n", False, start + 1, place + 1)
