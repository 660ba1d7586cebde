"""What all readers of office files give: the lines that a reader sees, in order, and what is doubtful.

Lines that show nothing are left out; the gap in the numbers tells of them. A soft line break (Word's
Shift+Enter, html's <br>) begins a new line with the same number, because people use it to set a label
apart from its text as often as they use Enter.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from pathlib import PurePath, PurePosixPath
from typing import Final, NamedTuple

from rectify.ground.diagnostics import Diagnostic, SourceError, Span

PICTURE: Final = "这里有图片或图形，图里的文字没有读"
DAMAGE: Final = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    MemoryError,
    NotImplementedError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
"""What libraries raise where a damaged or hostile file leads them astray."""
_BY_LINES: Final = (".txt", ".text", ".md", ".csv", ".tsv", ".tab", "")


class Cell(NamedTuple):
    """One cell of a table row, as a reader sees it."""

    text: str  # inner line breaks as "\n"; automatic numbers included
    column: int  # 1-based, of the grid
    spans: tuple[int, int] = (1, 1)  # columns and rows it covers; a covered cell is repeated in no row


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


def whole_text(source: SourceText) -> str:
    """All that a reader sees in the source, line under line: nothing of it may be lost."""
    return "\n".join(line.mark + line.text for line in source.lines)


def refusal(name: str, code: str, message: str, remedy: str) -> SourceError:
    """The error that says why the file *name* cannot be read (rules I001-I009), and how to mend it."""
    return SourceError([Diagnostic(Span(PurePosixPath(name)), code, message, remedy)])


def shortened(text: str, length: int = 60) -> str:
    """The *text* on one line, for quoting it in a doubt."""
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1] + "…"
