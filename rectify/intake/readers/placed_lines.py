"""Glyphs and ruling lines in their places on a page → the lines that a reader sees there, from top to bottom."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Final, NamedTuple

from rectify.intake.readers.lines import shorten
from rectify.intake.readers.signs import subscript, superscript


class Glyph(NamedTuple):
    """A character as it is printed; the page's upper left corner is (0, 0), units are the format's own."""

    text: str
    x: float  # its left edge
    y: float  # its baseline
    width: float
    size: float
    bold: bool = False
    unseen: bool = False  # neither filled nor stroked: text behind the picture of a scanned page


class Rule(NamedTuple):
    """A straight line from left to right (then top == bottom) or from top to bottom."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def is_level(self) -> bool:
        """Whether it goes from left to right."""
        return self.right - self.left > self.bottom - self.top


class PrintedPage(NamedTuple):
    """A page: its number from 1, its size, and what is on it. *doubts* are sentences about the page."""

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    rules: tuple[Rule, ...]
    pictures: int = 0
    doubts: tuple[str, ...] = ()


def level_or_upright(x1: float, y1: float, x2: float, y2: float, thickness: float) -> Rule | None:
    """The ruling line from (x1, y1) to (x2, y2), unless it is slanted by more than *thickness*."""
    left, right, top, bottom = min(x1, x2), max(x1, x2), min(y1, y2), max(y1, y2)
    if bottom - top <= thickness < right - left:
        middle = (top + bottom) / 2
        return Rule(left, middle, right, middle)
    if right - left <= thickness < bottom - top:
        middle = (left + right) / 2
        return Rule(middle, top, middle, bottom)
    return None


def rules_of_box(left: float, top: float, right: float, bottom: float, thickness: float) -> tuple[Rule, ...]:
    """The ruling lines that a box shows: one for a thin box, four for its edges otherwise."""
    thin = level_or_upright(left, top, right, bottom, thickness)
    if thin is not None:
        return (thin,)
    if right - left <= thickness:
        return ()
    edges = (
        (left, top, right, top),
        (left, bottom, right, bottom),
        (left, top, left, bottom),
        (right, top, right, bottom),
    )
    return tuple(Rule(*edge) for edge in edges)


_SAME_LINE: Final = 0.4  # of the size: how far baselines of one line lie apart
_RISEN: Final = 0.6
_SMALL: Final = 0.8  # of the line's size: exponents and indexes
_SHIFT: Final = 0.12
_TWICE: Final = 0.2  # of the size: a letter printed twice to make it bold
_WORD_GAP: Final = 0.2
_WIDE_GAP: Final = 1.2
_STRIKE: Final = (0.15, 0.6)  # of the size: above the baseline goes what strikes out, below it what underlines
_COLUMNS: Final = 3  # lines with a gap in one place: less may be a signature
_NUMBER_ROOM: Final = 2.5  # of the size: a number at the beginning of a line, and the gap behind it
_NARROW: Final = re.compile(r"[!-~]")
_CLOSING: Final = "，。；：、！？）》〉”’」』】〕％%…,.;:!?)]}"


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line: its baseline and ends, the size of its letters, its glyphs from left to right."""

    page: int
    y: float
    left: float
    right: float
    size: float
    text: str
    bold: tuple[tuple[int, int], ...]
    first: float  # the width of what cannot be parted at its beginning
    gaps: tuple[float, ...] = ()  # where words begin behind a wide gap, as columns do


def lines_of(page: int, glyphs: Iterable[Glyph]) -> Iterator[Line]:
    """The lines that the *glyphs* make, from top to bottom."""
    for found in _rows(glyphs):
        row = _once(sorted(found, key=lambda glyph: glyph.x))
        shown = [glyph for glyph in row if glyph.text.strip()]
        if shown:
            size = _size(shown)
            y = next((glyph.y for glyph in shown if abs(glyph.size - size) < size / 10), shown[0].y)
            text, bold = _text(row, size, y)
            ends = max(glyph.x + glyph.width for glyph in shown)
            yield Line(page, y, shown[0].x, ends, size, text, bold, _first(shown), _gaps(row))


def _rows(glyphs: Iterable[Glyph]) -> Iterator[list[Glyph]]:
    row: list[Glyph] = []
    largest: Glyph | None = None
    for glyph in sorted(glyphs, key=lambda glyph: glyph.y):
        if largest is not None and glyph.y - largest.y > _reach(glyph.size, largest.size):
            yield row
            row, largest = [], None
        row.append(glyph)
        if glyph.text.strip() and (largest is None or glyph.size >= largest.size):
            largest = glyph
    if row:
        yield row


def _reach(size: float, other: float) -> float:
    """How far apart the baselines of two letters of one line may be; exponents stand further off."""
    return (_SAME_LINE if min(size, other) > _SMALL * max(size, other) else _RISEN) * max(size, other)


def _once(row: Sequence[Glyph]) -> list[Glyph]:
    """The row without letters that are printed over themselves."""
    made: list[Glyph] = []
    for glyph in row:
        twice = next(
            (
                place
                for place in range(len(made) - 1, max(len(made) - 4, -1), -1)
                if made[place].text == glyph.text and abs(made[place].x - glyph.x) < _TWICE * glyph.size
            ),
            None,
        )
        if twice is None:
            made.append(glyph)
        elif glyph.text.strip():
            made[twice] = made[twice]._replace(bold=True)
    return made


def _size(glyphs: Sequence[Glyph]) -> float:
    """The size that most of the glyphs have, by their width."""
    widths: dict[float, float] = {}
    for glyph in glyphs:
        widths[glyph.size] = widths.get(glyph.size, 0) + glyph.width
    return max(widths, key=lambda size: (round(widths[size], 1), size))


def _text(row: Sequence[Glyph], size: float, baseline: float) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The characters of a row with the gaps that a reader sees, and the spans that are bold."""
    parts: list[tuple[str, bool]] = []
    before: Glyph | None = None
    blank = False
    for glyph in row:
        if not glyph.text:
            before = glyph
            continue
        if not glyph.text.strip():
            blank = blank or glyph.width > 0
            continue
        if before is not None and (blank or _is_gap(before, glyph, size)):
            parts.append((" ", before.bold and glyph.bold))
        parts.append((_risen(glyph, size, baseline), glyph.bold))
        before, blank = glyph, False
    text, bold = "", []
    for is_bold, group in groupby(parts, key=lambda part: part[1]):
        start = len(text)
        text += "".join(part for part, _ in group)
        if is_bold:
            bold.append((start, len(text)))
    return text, tuple(bold)


def _is_gap(before: Glyph, glyph: Glyph, size: float) -> bool:
    gap = glyph.x - before.x - before.width
    both_narrow = _NARROW.match(before.text[-1:]) and _NARROW.match(glyph.text)
    return gap > (_WORD_GAP if both_narrow else _WIDE_GAP) * size


def _gaps(row: Sequence[Glyph]) -> tuple[float, ...]:
    solid = [glyph for glyph in row if glyph.text.strip() or not glyph.text]
    return tuple(b.x for a, b in pairwise(solid) if b.x - a.x - a.width > _WIDE_GAP * b.size)


def starts_of_columns(lines: Iterable[Line]) -> Iterator[Line]:
    """The first line of each page that has a gap where others of it have one: columns, or a table without ruling lines."""
    for _, group in groupby(lines, key=lambda line: line.page):
        gaps = [
            (round(gap / line.size), line)
            for line in group
            for gap in line.gaps
            if gap - line.left > _NUMBER_ROOM * line.size
        ]
        often = Counter(place for place, _ in gaps)
        yield from [line for place, line in gaps if often[place] >= _COLUMNS][:1]


def _risen(glyph: Glyph, size: float, baseline: float) -> str:
    if glyph.size < _SMALL * size and abs(glyph.y - baseline) > _SHIFT * size:
        return superscript(glyph.text) if glyph.y < baseline else subscript(glyph.text)
    return glyph.text


def _first(shown: Sequence[Glyph]) -> float:
    """How much room the first part of a line needs that could not have been parted from the rest."""
    end = 1
    while end < len(shown) and (
        shown[end].text in _CLOSING or (_NARROW.match(shown[end].text) and _NARROW.match(shown[end - 1].text[-1]))
    ):
        end += 1
    return shown[end - 1].x + shown[end - 1].width - shown[0].x


def without_struck(glyphs: Iterable[Glyph], rules: Iterable[Rule]) -> tuple[list[Glyph], list[tuple[float, str]]]:
    """The glyphs, those through which a ruling line goes empty, and the words of these with their baseline."""
    level = sorted((rule for rule in rules if rule.is_level), key=lambda rule: rule.top)
    tops = [rule.top for rule in level]
    kept: list[Glyph] = []
    struck: list[Glyph] = []
    for glyph in glyphs:
        first = bisect_left(tops, glyph.y - _STRIKE[1] * glyph.size)
        last = bisect_left(tops, glyph.y - _STRIKE[0] * glyph.size)
        middle = glyph.x + glyph.width / 2
        if glyph.text.strip() and any(rule.left <= middle <= rule.right for rule in level[first:last]):
            struck.append(glyph)
            glyph = glyph._replace(text="")  # noqa: PLW2901 - its place stays filled
        kept.append(glyph)
    words = [(line.y, f"划去的文字没有取用：“{shorten(line.text)}”") for line in lines_of(0, struck)]
    return kept, words
