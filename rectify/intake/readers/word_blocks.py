"""Paragraphs and tables of a Word document → lines, counted in reading order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final
from xml.etree.ElementTree import Element

from rectify.intake.readers.pieces import CellPieces, LineMaker, Piece
from rectify.intake.readers.word_numbers import Counters
from rectify.intake.readers.word_runs import Runs
from rectify.intake.readers.word_styles import Styles, switch
from rectify.intake.readers.word_tables import blocks_of, grid_of, is_frame, rows_of

_BLOCKS: Final = ("w-p", "w-tbl", "w-altChunk", "w-subDoc")


class Blocks(LineMaker):
    """Goes through a document in its order; what must be counted on the way is counted here."""

    def __init__(self, styles: Styles, counters: Counters, comments: Mapping[str, str]) -> None:
        super().__init__()
        self.styles, self.counters = styles, counters
        self.boxes: list[Element] = []
        self.runs = Runs(styles, comments, self.tell, self.boxes, self.show)

    def read(self, item: Element, place: str, *, chrome: bool = False) -> None:
        """Take the paragraphs and tables in *item*; *place* names it to people where it is not the body."""
        carried: list[Piece] = []  # of paragraphs that tracked changes join to the next one
        for block in blocks_of(item, *_BLOCKS):
            if block.tag == "w-p":
                self.number += 1
                carried += self.runs.pieces(block)
                if not _joined(block):
                    self.paragraph(block, carried, place, chrome=chrome)
                    carried = []
            elif block.tag == "w-tbl":
                self.table(block, place, chrome=chrome)
            else:
                self.tell("这里嵌入了另一份文件，它的文字没有读；打开文档，把那部分复制成普通文字")
        if carried:
            self.add(carried, place, chrome=chrome)

    def paragraph(self, item: Element, pieces: list[Piece], place: str, *, chrome: bool) -> None:
        """Add the lines of one paragraph and of the text boxes that hang on it."""
        properties = item.find("w-pPr")
        self.add(pieces, place, self.mark(properties), self.styles.level(properties), chrome=chrome)
        self.add_boxes(place, chrome=chrome)

    def mark(self, properties: Element | None) -> str:
        """The automatic number of the paragraph with these properties, which is counted by this."""
        number, depth = self.styles.item(properties)
        if not number:
            return ""
        if depth is None:
            tied = self.styles.styles_of(properties)
            found = self.counters.lists.get(number)
            levels = found.levels.items() if found else ()
            depth = next((place for place, level in levels if level.style and level.style in tied), 0)
        return self.counters.mark(number, depth)

    def add_boxes(self, place: str, *, chrome: bool) -> None:
        """Add the text boxes met since the last time."""
        boxes, self.boxes[:] = list(self.boxes), []
        for box in boxes:
            self.read(box, place or "文本框", chrome=chrome)

    def table(self, item: Element, place: str, *, chrome: bool) -> None:
        """Add the rows of a table; one that only frames text is read as that text."""
        rows = rows_of(item, self.tell)
        if is_frame(item):
            for row in rows:
                for cell in blocks_of(row, "w-tc"):
                    self.read(cell, place, chrome=chrome)
            return
        self.tables += 1
        table = self.tables
        for count, (row, grid) in enumerate(zip(rows, grid_of(rows), strict=True), start=1):
            self.number += 1
            found = (
                CellPieces(cell.column, (cell.width, cell.height), list(self.cell(cell.item)))
                for cell in grid
                if not cell.covered
            )
            is_hidden = bool(switch(row.find("w-trPr"), "w-hidden"))
            self.add_row(found, f"{place}表{table}第{count}行", table, hidden=is_hidden, chrome=chrome)
        self.add_boxes(place, chrome=chrome)

    def cell(self, item: Element) -> Iterator[Piece]:
        """What a cell shows: its paragraphs under each other, and the rows of tables within it."""
        first = True
        for block in blocks_of(item, "w-p", "w-tbl"):
            if block.tag == "w-p":
                found = [Piece(self.mark(block.find("w-pPr"))), *self.runs.pieces(block)]
            else:
                self.tell("这一格里还套着表格，里面的各行并进了这一格；核对原文")
                found = [piece for row in rows_of(block, self.tell) for piece in self.inner_row(row)]
            yield from [Piece("\n")] * (not first)
            yield from found
            first = block.tag == "w-p" and _joined(block)

    def inner_row(self, row: Element) -> Iterator[Piece]:
        """What a row of a table within a cell shows, ended by a line break."""
        for turn, cell in enumerate(blocks_of(row, "w-tc")):
            yield from [Piece("\t")] * bool(turn)
            yield from self.cell(cell)
        yield Piece("\n")


def _joined(paragraph: Element) -> bool:
    """Whether tracked changes delete the end of the paragraph, so that the next one goes on from it."""
    properties = paragraph.find("w-pPr/w-rPr")
    return bool(switch(properties, "w-del") or switch(properties, "w-moveFrom"))
