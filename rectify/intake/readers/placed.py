"""What formats of printed pages (pdf, ofd) give: glyphs and ruling lines, each in its place on its page."""

from __future__ import annotations

from typing import NamedTuple


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
