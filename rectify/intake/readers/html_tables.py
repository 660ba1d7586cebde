"""The cells of a page's table, put in their places of the grid as browsers do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from bs4.element import Tag

from rectify.intake.readers.html_article import steps

_MAX_SPAN: Final = 1000
_MAX_COLUMN: Final = 256  # up to which cells push later ones aside
_FEW_ROWS: Final = 3


class Shown(NamedTuple):
    """A line of text as a browser shows it, and the spans of it that are bold."""

    text: str
    bold: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell: its span of columns and rows, and the lines in it."""

    width: int
    height: int
    lines: list[Shown] = field(default_factory=list)
    hidden: list[Shown] = field(default_factory=list)

    def joint(self) -> Shown:
        """The lines of the cell as one text."""
        text, bold = "", []
        for line in self.lines:
            text += "\n" if text else ""
            bold += [(start + len(text), end + len(text)) for start, end in line.bold]
            text += line.text
        return Shown(text, tuple(bold))


@dataclass(slots=True)
class Grid:
    """A table that is being read; rows and cells end where the next one begins, closed or not."""

    rows: list[list[Slot]] = field(default_factory=list)
    depth: int = 0  # of tables within its cells

    def row(self) -> None:
        """Begin a row."""
        self.rows.append([])

    def cell(self, tag: Tag) -> None:
        """Begin a cell."""
        if not self.rows:
            self.row()
        self.rows[-1].append(Slot(_span(tag, "colspan"), _span(tag, "rowspan")))

    @property
    def slot(self) -> Slot | None:
        """The cell that text goes to; None before the first of a row."""
        return self.rows[-1][-1] if self.rows and self.rows[-1] else None

    def placed(self) -> Iterator[list[tuple[int, Slot]]]:
        """The cells of each row with their columns, counted from 1."""
        taken: dict[int, int] = {}  # rows still covered from above, by column
        for row in self.rows:
            column, placed = 1, []
            for slot in row:
                while taken.get(column, 0) > 0:
                    column += 1
                placed.append((column, slot))
                if slot.height > 1:
                    taken.update(dict.fromkeys(range(column, min(column + slot.width, _MAX_COLUMN)), slot.height))
                column += slot.width
            yield placed
            taken = {column: left - 1 for column, left in taken.items() if left > 1}


def layouts_in(root: Tag) -> frozenset[int]:
    """The tables of a page that only put its parts in their places, by their id()."""
    found: set[int] = set()
    open_tables: list[list[int]] = []  # rows, cells of the row, most cells of a row, tables within
    for node, ends in steps(root):
        if not isinstance(node, Tag):
            continue
        if node.name == "table" and not ends:
            open_tables.append([0, 0, 0, 0])
        elif node.name == "table":
            rows, _, widest, nested = open_tables.pop()
            if open_tables:
                open_tables[-1][3] = 1
            if widest <= 1 or (nested and rows <= _FEW_ROWS) or node.get("role") in ("presentation", "none"):
                found.add(id(node))
        elif node.name == "tr" and open_tables and not ends:
            open_tables[-1][:2] = open_tables[-1][0] + 1, 0
        elif node.name in ("td", "th") and open_tables and not ends:
            open_tables[-1][1] += 1
            open_tables[-1][2] = max(open_tables[-1][1:3])
    return frozenset(found)


def _span(tag: Tag, name: str) -> int:
    said = str(tag.get(name) or "1").strip()
    return min(max(int(said), 1), _MAX_SPAN) if said.isdecimal() and said.isascii() and len(said) < _MAX_SPAN else 1
