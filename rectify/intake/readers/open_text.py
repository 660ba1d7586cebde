"""OpenDocument texts (odt) → lines, as Word documents are read: numbers, notes, boxes, tracked changes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element

from rectify.intake.readers.lines import CellPieces, LineMaker, Piece, SourceText, whole
from rectify.intake.readers.open_runs import OpenRuns
from rectify.intake.readers.open_styles import OUTLINE, Look, OpenStyles, open_parts, styles_in
from rectify.intake.readers.package import pictures_in
from rectify.intake.readers.word_styles import Counters, List

_WRAPPINGS: Final = frozenset(
    f"text-{name}" for name in ("section", "index-body", "index-title", "numbered-paragraph", "table-of-content")
)
_ROWS: Final = frozenset(("table-table-header-rows", "table-table-rows", "table-table-row-group"))
_MAX_COPIES: Final = 200


class OpenBlocks(LineMaker):
    """Goes through an OpenDocument text in its order."""

    def __init__(self, styles: OpenStyles, deleted: dict[str, str]) -> None:
        super().__init__()
        self.styles = styles
        self.lists: dict[str, List] = {OUTLINE: styles.list(OUTLINE)}
        self.counters = Counters(self.lists)
        self.runs = OpenRuns(styles, deleted, self.tell, self.show, self.boxes)
        self.last: dict[str, str] = {}  # the list that was last counted, by its style

    def read(self, item: Element, place: str, *, hidden: bool = False, chrome: bool = False) -> None:
        """Take the paragraphs, lists and tables in *item*; *place* names it to people where it is not the body."""
        for child in item:
            if child.tag in ("text-p", "text-h"):
                self.paragraph(child, place, self.heading_mark(child), hidden=hidden, chrome=chrome)
            elif child.tag == "text-list":
                self.list_of(child, place, "", 0, hidden=hidden, chrome=chrome)
            elif child.tag == "table-table":
                self.table(child, place, chrome=chrome)
            elif child.tag in _WRAPPINGS:
                unseen = hidden or child.get("text-display") == "none"
                self.read(child, place, hidden=unseen, chrome=chrome)
            elif child.tag == "draw-frame":
                self.runs.frame(child)
                self.add_boxes(place, chrome=chrome)

    def list_of(self, item: Element, place: str, outer: str, depth: int, *, hidden: bool, chrome: bool) -> None:
        """Take a list; one within another goes on with the counters of the *outer* one."""
        number = outer or self.counters_of(item)
        for entry in item:
            first = entry.tag == "text-list-item"
            start = entry.get("text-start-value", "")
            for child in entry:
                if child.tag in ("text-p", "text-h"):
                    mark = self.next_mark(number, depth, start) if first else ""
                    self.paragraph(child, place, mark, hidden=hidden, chrome=chrome)
                    first = False
                elif child.tag == "text-list":
                    self.list_of(child, place, number, depth + 1, hidden=hidden, chrome=chrome)

    def counters_of(self, item: Element) -> str:
        """The name of the counters that a list counts with: its own, or those of a list that it continues."""
        style, own = item.get("text-style-name", ""), item.get("xml-id", "")
        before = item.get("text-continue-list", "")
        if before not in self.lists:
            before = self.last.get(style, "") if item.get("text-continue-numbering") == "true" else ""
        name = before or own or f"{style} {len(self.lists)}"
        if name not in self.lists:
            self.lists[name] = self.styles.list(style)._replace(counters=name)
        elif before and own:
            self.lists[own] = self.lists[before]
        self.last[style] = name
        return name

    def next_mark(self, number: str, depth: int, start: str) -> str:
        """The mark of the next item, which may begin anew at a number."""
        found = self.lists[number]
        if re.fullmatch("[0-9]{1,6}", start):
            self.counters.counts.setdefault(found.counters, {})[depth] = int(start) - 1
        return self.counters.mark(number, depth)

    def heading_mark(self, item: Element) -> str:
        """The number of a heading that is numbered by its level alone."""
        level = item.get("text-outline-level", "")
        if item.tag != "text-h" or not level.isdecimal() or item.get("text-is-list-header") == "true":
            return ""
        return self.counters.mark(OUTLINE, int(level) - 1)

    def paragraph(self, item: Element, place: str, mark: str, *, hidden: bool, chrome: bool) -> None:
        """Add the lines of a paragraph, and of the boxes and notes that hang on it."""
        self.number += 1
        level = item.get("text-outline-level", "") if item.tag == "text-h" else ""
        pieces = list(self.runs.pieces(item, Look(hidden=hidden)))
        self.add(pieces, place, mark, int(level) if re.fullmatch("[1-6]", level) else 0, chrome=chrome)
        self.add_boxes(place, chrome=chrome)

    def table(self, item: Element, place: str, *, chrome: bool) -> None:
        """Add the rows of a table; one that only frames text is read as that text."""
        rows = list(_rows(item))
        if all(sum(1 for _ in _cells(row)) <= 1 for row in rows):
            for row in rows:
                for cell, _ in _cells(row):
                    self.read(cell, place, chrome=chrome)
            return
        made = ((self.cells(row), row.get("table-visibility", "visible") != "visible") for row in rows)
        self.add_rows(made, place, chrome=chrome)

    def cells(self, row: Element) -> Iterator[CellPieces]:
        """The cells of a row with what they show."""
        for cell, column in _cells(row):
            yield CellPieces(
                column, (_integer(cell, "columns-spanned"), _integer(cell, "rows-spanned")), self.cell(cell)
            )

    def cell(self, item: Element) -> list[Piece]:
        """What a cell shows: its paragraphs under each other, and the rows of tables within it."""
        found: list[Piece] = []
        for line in self._cell_lines(item, "", 0):
            found += [Piece("\n")] * bool(found) + line
        return found

    def _cell_lines(self, item: Element, number: str, depth: int) -> Iterator[list[Piece]]:
        for child in item:
            if child.tag in ("text-p", "text-h"):
                yield list(self.runs.pieces(child, Look()))
            elif child.tag == "text-list":
                name = number or self.counters_of(child)
                for entry in child:
                    mark = self.next_mark(name, depth, "") if entry.find("text-p") is not None else ""
                    for place, line in enumerate(self._cell_lines(entry, name, depth + 1)):
                        yield [Piece(mark), *line] if not place else line
            elif child.tag == "table-table":
                self.tell("这一格里还套着表格，里面的各行并进了这一格；核对原文")
                for row in _rows(child):
                    cells = [self.cell(cell) for cell, _ in _cells(row)]
                    yield [piece for cell in cells for piece in (*cell, Piece("\t"))][:-1]


def _rows(table: Element) -> Iterator[Element]:
    for child in table:
        if child.tag == "table-table-row":
            yield child
        elif child.tag in _ROWS:
            yield from _rows(child)


def _cells(row: Element) -> Iterator[tuple[Element, int]]:
    """The cells of a row that are not covered, and their columns."""
    column = 1
    for item in row:
        if item.tag in ("table-table-cell", "table-covered-table-cell"):
            for _ in range(_integer(item, "columns-repeated")):
                if item.tag == "table-table-cell":
                    yield item, column
                column += 1


def _integer(item: Element, name: str) -> int:
    return whole(item.get(f"table-number-{name}"), 1, least=1, most=_MAX_COPIES)


def read_open_text(data: bytes, name: str) -> SourceText:
    """The lines of the odt *data*: the text, then notes, then page headers and footers.

    Tracked changes are taken as accepted, and told. Raises SourceError for what cannot be read.
    """
    content, styles = open_parts(data, name)
    deleted = {
        region.get("text-id", ""): "".join(
            part for item in region.iterfind("text-deletion") for part in item.itertext()
        )
        for region in content.iter("text-changed-region")
    }
    blocks = OpenBlocks(styles_in((styles, content)), deleted)
    for body in content.iterfind("office-body/office-text"):
        blocks.read(body, "")
    for count, (word, note) in enumerate(blocks.runs.notes, start=1):
        blocks.read(note, f"{word}{count}")
    for tag, word in (("style-header", "页眉"), ("style-footer", "页脚")):
        for item in () if styles is None else styles.iter(tag):
            blocks.read(item, word, chrome=True)
    pictures = tuple(pictures_in(data, name, blocks.pictures))
    return SourceText(name, tuple(blocks.lines), tuple(dict.fromkeys(blocks.doubts)), pictures)
