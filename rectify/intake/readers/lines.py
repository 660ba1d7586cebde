"""What all readers of office files give: the lines that a reader sees, in order, and what is doubtful."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import PurePath, PurePosixPath
from typing import Any, Final, NamedTuple

from rectify.ground.diagnostics import Diagnostic, SourceError, Span
from rectify.intake.readers.signs import is_symbol_font, subscript, superscript, typed_in

PICTURE: Final = "这里有图片或图形，图里的文字没有读"
NO_TEXT: Final = "扫描件和照片里的字读不出来；请用原来的文字稿，或者先用文字识别软件转成文字，核对以后再导入"
DAMAGE: Final = (ArithmeticError, AssertionError, AttributeError, LookupError, MemoryError, NotImplementedError, OSError, RecursionError, TypeError, ValueError, struct.error, zlib.error)  # fmt: skip
"""What libraries raise where a damaged or hostile file leads them astray."""
_DIGITS: Final = 9
_BY_LINES: Final = (".txt", ".text", ".md", ".csv", ".tsv", ".tab", "")


class Cell(NamedTuple):
    """One cell of a table row, as a reader sees it."""

    text: str  # inner line breaks as "\n"; automatic numbers included
    column: int  # 1-based, of the grid
    spans: tuple[int, int] = (1, 1)  # columns and rows it covers; a covered cell is repeated in no row


PAGE_NUMBER: Final = "页码"
RUNNING_HEAD: Final = "页眉、页脚"
"""What lines are that are no text of the notice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLine:
    """One line of a source. Numbers never fall from line to line; soft breaks share one.

    *number* counts lines of a text, paragraphs and table rows of a Word file or a page, rows of a
    workbook (through all its sheets).
    """

    number: int
    text: str  # all that a reader sees, white space as in the source, without the automatic number
    mark: str = ""  # automatic number or bullet that the reader sees, e.g. "（一）"
    level: int = 0  # heading level 1-6 where the source says so
    bold: tuple[tuple[int, int], ...] = ()  # spans of text that stand out in bold
    cells: tuple[Cell, ...] = ()  # of a table row; text is then the cells joined with "\t"
    table: int = 0  # 1-based number of the table the row belongs to; 0 outside tables
    hidden: bool = False  # hidden row, column or text: kept, told
    chrome: bool = False  # a guess: what surrounds the article (navigation, page header and footer)
    aside: str = ""  # why it is no text of the notice, where that is known: 页码
    place: str = ""  # how to name the place to people, where "第3段" would not do: “台账”表第5行


class Picture(NamedTuple):
    """A picture in a source: the number of its paragraph, the suffix of its format, the file itself."""

    number: int
    suffix: str
    data: bytes


class SourceText(NamedTuple):
    """A source as lines. A doubt is the number of a line (0: the whole source) and a sentence."""

    name: str
    lines: tuple[SourceLine, ...]
    doubts: tuple[tuple[int, str], ...] = ()
    pictures: tuple[Picture, ...] = ()


def place_of(source: SourceText, line: SourceLine | int) -> str:
    """Where the *line* (or the line with that number) stands, said to people; empty for 0."""
    number = line if isinstance(line, int) else line.number
    if isinstance(line, int):
        line = next((found for found in source.lines if found.number == number), SourceLine(number=number, text=""))
    if line.place or not number:
        return line.place
    return f"第{number}{'行' if PurePath(source.name).suffix.lower() in _BY_LINES else '段'}"


def refusal(name: str, code: str, message: str, remedy: str) -> SourceError:
    """The error that says why the file *name* cannot be read (rules I001-I009), and how to mend it."""
    return SourceError([Diagnostic(Span(PurePosixPath(name)), code, message, remedy)])


def whole(text: str | None, otherwise: int, *, least: int = 0, most: int = 10**6) -> int:
    """The number that *text* writes in digits, or *otherwise*, kept within *least* and *most*."""
    is_number = text and text.isascii() and text.isdecimal() and len(text) <= _DIGITS
    value = int(text) if text and is_number else otherwise
    return min(max(value, least), most)


def as_looks(text: str, tell: Callable[[str], None], *, struck: bool, font: str, rise: str) -> str:
    """A text as it looks: struck through is told and left out, raised, lowered and in symbol fonts is written so."""
    if struck:
        if text.strip():
            tell(f"划去的文字没有取用：“{shorten(text)}”")
        return ""
    if is_symbol_font(font):
        text, known = typed_in(text, font)
        if not known:
            tell(f"这里有 {font} 字体的符号认不出，写成了“□”；核对原文")
        return text
    return superscript(text) if rise.startswith("super") else subscript(text) if rise.startswith("sub") else text


def shorten(text: str, length: int = 60) -> str:
    """The *text* on one line, for quoting it in a doubt."""
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1] + "…"


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


TableRow = tuple[Iterable[CellPieces], bool]
"""The cells of a row, and whether it is hidden."""


class LineMaker:
    """Makes the lines of a document in its order, and counts its paragraphs and rows."""

    def __init__(self) -> None:
        self.lines: list[SourceLine] = []
        self.doubts: list[tuple[int, str]] = []
        self.pictures: list[tuple[int, str]] = []
        self.boxes: list[Any] = []
        self.number = self.tables = 0

    def show(self, reference: str) -> None:
        """Note that a picture stands in the line that is being read."""
        self.pictures.append((self.number, reference))

    def tell(self, sentence: str) -> None:
        """Note a doubt about the line that is being read."""
        self.doubts.append((self.number, sentence))

    def read(self, item: Any, place: str, *, chrome: bool = False) -> None:
        """Take what is in *item*; *place* names it to people where it is not the body."""

    def add_boxes(self, place: str, *, chrome: bool) -> None:
        """Add the text boxes met since the last time."""
        boxes, self.boxes[:] = list(self.boxes), []
        for box in boxes:
            self.read(box, place or "文本框", chrome=chrome)

    def add_rows(self, rows: Iterable[TableRow], place: str, *, chrome: bool) -> None:
        """Add the rows of a table; the cells' pieces are made row by row, since they are counted on the way."""
        self.tables += 1
        table = self.tables
        for count, (cells, is_hidden) in enumerate(rows, start=1):
            self.number += 1
            self.add_row(cells, f"{place}表{table}第{count}行", table, hidden=is_hidden, chrome=chrome)
        self.add_boxes(place, chrome=chrome)

    def put(self, pieces: Iterable[Piece], **looks: Any) -> bool:
        """Add the line that *pieces* make, with what else is known of it; False if it shows nothing."""
        text, bold = joint(pieces)
        if text.strip() or looks.get("mark"):
            self.lines.append(SourceLine(number=self.number, text=text, bold=bold, **looks))
            return True
        return False

    def add(self, pieces: Iterable[Piece], place: str, mark: str = "", level: int = 0, *, chrome: bool = False) -> None:
        """Add the lines that *pieces* show, and hidden text as lines of its own."""
        shown, hidden = _split_pieces(pieces)
        for run in _split(shown):
            if self.put(run, mark=mark, level=level, chrome=chrome, place=place):
                mark = ""
        for run in _split(hidden):
            if self.put(run, hidden=True, chrome=chrome, place=place):
                self.tell(_HIDDEN)

    def add_row(
        self, row: Iterable[CellPieces], place: str, table: int, *, hidden: bool = False, chrome: bool = False
    ) -> bool:
        """Add a row of the *table*, which *place* names; what is hidden in its cells as lines of their own."""
        pieces: list[Piece] = []
        cells: list[Cell] = []
        for column, spans, said in row:
            shown, unseen = _split_pieces(said)
            pieces += [Piece("\t")] * bool(cells) + shown
            cells.append(Cell("".join(piece.text for piece in shown), column, spans))
            self.add(unseen, place, chrome=chrome)
        is_seen = self.put(pieces, cells=tuple(cells), table=table, hidden=hidden, chrome=chrome, place=place)
        if is_seen and hidden:
            self.tell(_HIDDEN_ROW)
        return is_seen


def _split_pieces(pieces: Iterable[Piece]) -> tuple[list[Piece], list[Piece]]:
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


def joint(pieces: Iterable[Piece]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The text of the *pieces*, and the spans of it that are bold."""
    text, spans = "", []
    for bold, group in groupby((piece for piece in pieces if piece.text), key=lambda piece: piece.bold):
        start = len(text)
        text += "".join(piece.text for piece in group)
        if bold and text[start:].strip():
            spans.append((start, len(text)))
    return text, tuple(spans)
