"""Text that YAML would drop, move or change without a word: behind a #, on a line indented too far, after a backslash.

The parser is right to read it so; the person who wrote it meant otherwise. Comments written as `# …`
and lines that begin with # in the first column are comments to both.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import Final, NamedTuple

from rectify.ground.diagnostics import Diagnostic, Span

HIDDEN: Final = re.compile(r"(?<= )#+(?=[^\s#])(?!(?:-|[A-Za-z_]+:)(?: |$)|[-=*~_]+ *$)|(?<=[\"'\]}])#", re.MULTILINE)
"""A # that begins a comment in YAML where the writer may have meant text; not before a field or item left out, or a rule."""
TEXT_IN_BRACKETS: Final = {
    "[": ("以 [ 开头的文字会被当作列表", "整段加上英文双引号，或者方括号改用〔〕"),
    "{": ("以 { 开头的文字会被当作一组字段", "整段加上英文双引号，或者花括号改用（）"),
}
"""What to say of text that begins like a list or a mapping in brackets, by its first character."""

_COMMENT: Final = re.compile(r"(?:^|(?<=[ \"'\]}]))#")
_ITEM_OR_FIELD: Final = re.compile(r"[ \u3000]*(?:(-[ \u3000])|[a-z_]{2,}[:：](?!//))")
_LISTED: Final = re.compile(r" *(?:[-+*]|[0-9]+[.)、]|[|])")
_ESCAPE: Final = re.compile(r"\\(.?)")
_SHOWN: Final = 14


class ScalarLines(NamedTuple):
    """Where a scalar stands in a file, lines and columns from 0, and its style: none, a quote, `|` or `>`."""

    line: int
    column: int
    end_line: int
    end_column: int
    style: str


def lost_text(text: str, scalars: Sequence[ScalarLines], path: PurePosixPath) -> Iterator[Diagnostic]:
    """What of *text* is not where a reader of the file would look for it in the tree."""
    lines = text.split("\n")
    if HIDDEN.search(text):
        yield from _behind_a_hash(lines, scalars, path)
    for scalar in scalars:
        if scalar.end_line > scalar.line and scalar.style != "|":
            yield from _melted_lines(lines, scalar, path)
        if scalar.style == '"':
            yield from _misread_escapes(lines, scalar, path)


def _behind_a_hash(lines: Sequence[str], scalars: Sequence[ScalarLines], path: PurePosixPath) -> Iterator[Diagnostic]:
    for number, line in enumerate(lines):
        starts = (match.start() for match in _COMMENT.finditer(line))
        start = next((at for at in starts if not _is_inside(scalars, number, at)), None)
        if start is not None and HIDDEN.match(line, start):
            words = line[start:].rstrip()
            excerpt = words if len(words) <= _SHOWN else words[: _SHOWN - 1] + "…"
            yield Diagnostic(
                Span(path, number + 1, start + 1),
                "Y018",
                f"“{excerpt}”会被当作注释丢掉",
                "是正文的，整段加上英文双引号，或者写到 | 下面；是注释的，# 后面空一格",
            )


def _is_inside(scalars: Sequence[ScalarLines], line: int, column: int) -> bool:
    """Whether a place is inside one of *scalars*, which stand in order, and not behind the sign that begins a block."""
    before = bisect_right(scalars, (line, column), key=lambda one: (one.line, one.column))
    if not before:
        return False
    last = scalars[before - 1]
    is_header = last.style in ("|", ">") and line == last.line
    return not is_header and (line, column) < (last.end_line, last.end_column)


def _melted_lines(lines: Sequence[str], scalar: ScalarLines, path: PurePosixPath) -> Iterator[Diagnostic]:
    """Lines that begin like an item or a field of their own, and are the rest of the line above to YAML."""
    last = scalar.end_line if scalar.end_column else scalar.end_line - 1
    for number in range(scalar.line + 1, min(last + 1, len(lines))):
        line = lines[number]
        span = Span(path, number + 1, len(line) - len(line.lstrip(" \u3000")) + 1)
        if scalar.style == ">":
            if number > scalar.line + 1 and lines[number - 1].strip() and _LISTED.match(line):
                remedy = "把上面的 > 改成 |，各行就分开显示"
                yield Diagnostic(span, "Y019", "这一行会接到上一行的后面", remedy)
        elif match := _ITEM_OR_FIELD.match(line):
            remedy = "与上面的字段左对齐，冒号后面空一格"
            if match[1]:
                remedy = "与上一项的 - 左对齐；确是同一项文字的，整项写到 | 下面"
            yield Diagnostic(span, "Y019", "这一行缩进太多，成了上一行文字的一部分", remedy)


def _misread_escapes(lines: Sequence[str], scalar: ScalarLines, path: PurePosixPath) -> Iterator[Diagnostic]:
    """The first backslash in double quotes that stands neither for itself nor before a quotation mark."""
    for number in range(scalar.line, scalar.end_line + 1):
        start = scalar.column if number == scalar.line else 0
        end = scalar.end_column if number == scalar.end_line else len(lines[number])
        for match in _ESCAPE.finditer(lines[number], start, end):
            if match[1] not in ("\\", '"'):
                becomes = "会变成换行" if match[1] == "n" else "不会照原样显示"
                remedy = "反斜杠是正文的，连写两个，或者整段改用英文单引号；要换行的写到 | 下面；别的字直接写出来"
                span = Span(path, number + 1, match.start() + 1)
                yield Diagnostic(span, "Y021", f"英文双引号里的 {match[0]} {becomes}", remedy)
                return
