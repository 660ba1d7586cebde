"""Paragraphs and tables of a Word document → lines, counted in reading order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Final
from xml.etree.ElementTree import Element

from rectify.intake.readers.lines import Cell, SourceLine
from rectify.intake.readers.word_numbers import Counters
from rectify.intake.readers.word_runs import Piece, Runs
from rectify.intake.readers.word_styles import Styles, switch
from rectify.intake.readers.word_tables import blocks_of, grid_of, is_frame, rows_of

_BLOCKS: Final = ("w-p", "w-tbl", "w-altChunk", "w-subDoc")
_HIDDEN: Final = "这里有隐藏文字，在 Word 里平时看不到；核对它该不该公开"


class Blocks:
    """Goes through a document in its order; what must be counted on the way is counted here."""

    def __init__(self, styles: Styles, counters: Counters, comments: Mapping[str, str]) -> None:
        self.styles, self.counters = styles, counters
        self.lines: list[SourceLine] = []
        self.doubts: list[tuple[int, str]] = []
        self.boxes: list[Element] = []
        self.number = self.tables = 0
        self.runs = Runs(styles, comments, self.tell, self.boxes)

    def tell(self, sentence: str) -> None:
        """Note a doubt about the line that is being read."""
        self.doubts.append((self.number, sentence))

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

    def add(self, pieces: Iterable[Piece], place: str, mark: str = "", level: int = 0, *, chrome: bool = False) -> None:
        """Add the lines that *pieces* show, and hidden text as lines of its own."""
        shown, hidden = _parted(pieces)
        for run in _split(shown):
            text, bold = _joint(run)
            if text.strip() or mark:
                self.lines.append(
                    SourceLine(
                        number=self.number, text=text, mark=mark, level=level, bold=bold, chrome=chrome, place=place
                    )
                )
                mark = ""
        for run in _split(hidden):
            text, bold = _joint(run)
            if text.strip():
                self.tell(_HIDDEN)
                self.lines.append(
                    SourceLine(number=self.number, text=text, bold=bold, hidden=True, chrome=chrome, place=place)
                )

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
            pieces: list[Piece] = []
            cells: list[Cell] = []
            for found in grid:
                if not found.covered:
                    shown, hidden = _parted(self.cell(found.item))
                    text = "".join(piece.text for piece in shown)
                    pieces += [Piece("\t", bold=False, hidden=False)] * bool(cells) + shown
                    cells.append(Cell(text, found.column, (found.width, found.height)))
                    self.add(hidden, place, chrome=chrome)
            text, bold = _joint(pieces)
            if text.strip():
                line = SourceLine(
                    number=self.number,
                    text=text,
                    bold=bold,
                    cells=tuple(cells),
                    table=table,
                    hidden=bool(switch(row.find("w-trPr"), "w-hidden")),
                    chrome=chrome,
                    place=f"{place}表{table}第{count}行",
                )
                self.lines.append(line)
                if line.hidden:
                    self.tell("表格的这一行是隐藏的；核对它该不该公开")
        self.add_boxes(place, chrome=chrome)

    def cell(self, item: Element) -> Iterator[Piece]:
        """What a cell shows: its paragraphs under each other, and the rows of tables within it."""
        first = True
        for block in blocks_of(item, "w-p", "w-tbl"):
            if block.tag == "w-p":
                found = [Piece(self.mark(block.find("w-pPr")), bold=False, hidden=False), *self.runs.pieces(block)]
            else:
                self.tell("这一格里还套着表格，里面的各行并进了这一格；核对原文")
                found = [piece for row in rows_of(block, self.tell) for piece in self.inner_row(row)]
            yield from [Piece("\n", bold=False, hidden=False)] * (not first)
            yield from found
            first = block.tag == "w-p" and _joined(block)

    def inner_row(self, row: Element) -> Iterator[Piece]:
        """What a row of a table within a cell shows, ended by a line break."""
        for turn, cell in enumerate(blocks_of(row, "w-tc")):
            yield from [Piece("\t", bold=False, hidden=False)] * bool(turn)
            yield from self.cell(cell)
        yield Piece("\n", bold=False, hidden=False)


def _joined(paragraph: Element) -> bool:
    """Whether tracked changes delete the end of the paragraph, so that the next one goes on from it."""
    properties = paragraph.find("w-pPr/w-rPr")
    return bool(switch(properties, "w-del") or switch(properties, "w-moveFrom"))


def _parted(pieces: Iterable[Piece]) -> tuple[list[Piece], list[Piece]]:
    pieces = list(pieces)
    return [piece for piece in pieces if not piece.hidden], [piece for piece in pieces if piece.hidden]


def _split(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    """The pieces of each line; a line break in a piece ends one."""
    line: list[Piece] = []
    for piece in pieces:
        first, *others = piece.text.split("\n")
        line.append(piece._replace(text=first))
        for text in others:
            yield line
            line = [piece._replace(text=text)]
    yield line


def _joint(pieces: Iterable[Piece]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The text of the *pieces*, and the spans of it that are bold."""
    text, spans = "", []
    for bold, group in groupby((piece for piece in pieces if piece.text), key=lambda piece: piece.bold):
        start = len(text)
        text += "".join(piece.text for piece in group)
        if bold and text[start:].strip():
            spans.append((start, len(text)))
    return text, tuple(spans)
