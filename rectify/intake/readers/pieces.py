"""Characters of one look → the lines of a document, whatever format it has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final, NamedTuple

from rectify.intake.readers.lines import Cell, SourceLine

_HIDDEN: Final = "这里有隐藏文字，在 Word 里平时看不到；核对它该不该公开"
_HIDDEN_ROW: Final = "表格的这一行是隐藏的；核对它该不该公开"


class Piece(NamedTuple):
    """Some characters of one look; a line break is a newline."""

    text: str
    bold: bool = False
    hidden: bool = False


class CellPieces(NamedTuple):
    """A cell of a table row: its place in the grid, what it spans, and what it shows."""

    column: int
    spans: tuple[int, int]
    pieces: list[Piece]


class LineMaker:
    """Makes the lines of a document in its order, and counts its paragraphs and rows."""

    def __init__(self) -> None:
        self.lines: list[SourceLine] = []
        self.doubts: list[tuple[int, str]] = []
        self.pictures: list[tuple[int, str]] = []
        self.number = self.tables = 0

    def show(self, reference: str) -> None:
        """Note that a picture stands in the line that is being read."""
        self.pictures.append((self.number, reference))

    def tell(self, sentence: str) -> None:
        """Note a doubt about the line that is being read."""
        self.doubts.append((self.number, sentence))

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

    def add_row(
        self, row: Iterable[CellPieces], place: str, table: int, *, hidden: bool = False, chrome: bool = False
    ) -> None:
        """Add a row of the *table*, which *place* names; what is hidden in its cells as lines of their own."""
        pieces: list[Piece] = []
        cells: list[Cell] = []
        for column, spans, said in row:
            shown, unseen = _parted(said)
            pieces += [Piece("\t")] * bool(cells) + shown
            cells.append(Cell("".join(piece.text for piece in shown), column, spans))
            self.add(unseen, place, chrome=chrome)
        text, bold = _joint(pieces)
        if text.strip():
            self.lines.append(
                SourceLine(
                    number=self.number,
                    text=text,
                    bold=bold,
                    cells=tuple(cells),
                    table=table,
                    hidden=hidden,
                    chrome=chrome,
                    place=place,
                )
            )
            if hidden:
                self.tell(_HIDDEN_ROW)


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
