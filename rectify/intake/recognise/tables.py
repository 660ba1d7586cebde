"""Tables: their rows as cells of a grid, and which of them are ledgers, forms, or neither."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from rectify.intake.recognise.labels import Label, guessed_label, label_named
from rectify.intake.recognise.notice import CellText, NoticeLine
from rectify.intake.recognise.statuses import stated
from rectify.intake.recognise.tokens import Token

ROW: Final = "表格行"
"""The series of marks that begin an issue in a ledger."""
FORM: Final = "表格"
"""The series of marks that begin an issue that has a form of its own."""
SECTION: Final = "表格类别"
HEADER: Final = "表头"
OUTSIDE: Final = "表外"
"""The series of texts in tables that belong to no issue."""
TABLES: Final = frozenset({ROW, FORM})

TOTAL: Final = "合计行"
TITLE: Final = "表格的标题"
FILLED_IN: Final = "填表信息"
SUMMARY: Final = "附表里的状态"
"""The name of a row that gives the status of an issue told elsewhere."""
UNUSED: Final = frozenset({TOTAL, FILLED_IN})
"""Names of header tokens that stand for rows that were not used."""
_LONGEST_NAME: Final = 20
_NUMBERED_PROBLEM: Final = re.compile(r"(?:反馈|整改)?问题[\d一二三四五六七八九十]{1,3}[:：]?")
_IN_BRACKETS: Final = re.compile(r"[(（].*?[)）]")


class GridCell(NamedTuple):
    """A cell: where it begins, what it spans, its text on one line, and the places of its paragraphs."""

    column: int
    width: int
    height: int
    text: str
    parts: tuple[CellText, ...]

    @property
    def name(self) -> str:
        """Its text without white space, as the name of a column or a label."""
        return "".join(self.text.split())


class Row(NamedTuple):
    """A row of a table: the place of its line, and its cells, empty ones too."""

    line: int
    cells: tuple[GridCell, ...]

    @property
    def filled(self) -> tuple[GridCell, ...]:
        """The cells that say something."""
        return tuple(cell for cell in self.cells if cell.text)


class Column(NamedTuple):
    """What a ledger's column says: its label, and the name in the header."""

    label: Label
    name: str


def rows_of(lines: Sequence[NoticeLine], indexes: Sequence[int]) -> tuple[Row, ...]:
    """The rows of the table whose lines stand at *indexes*."""
    return tuple(Row(index, tuple(_cells(lines[index]))) for index in indexes)


def _cells(line: NoticeLine) -> Iterator[GridCell]:
    parts = {column: tuple(found) for column, found in groupby(line.cells, key=lambda part: part.column)}
    for cell in line.line.cells:
        own = parts.get(cell.column, ())
        text = " ".join(line.text[part.start : part.end] for part in own)
        yield GridCell(cell.column, cell.spans[0], cell.spans[1], text, own)


def label_of(text: str, learnt: Mapping[str, Label]) -> Label | None:
    """What a cell's text means as a label, if it is one that is known."""
    name = _IN_BRACKETS.sub("", "".join(text.split())).strip("：:")
    if _NUMBERED_PROBLEM.fullmatch(name):
        return Label.PROBLEM
    return label_named(name) or learnt.get(name)


def column_of(name: str, parent: Column | None, learnt: Mapping[str, Label]) -> Column | None:
    """What a cell of a header means; under a *parent* that is divided, its name may complete the parent's."""
    if len(name) > _LONGEST_NAME or not name:
        return None
    plain = _IN_BRACKETS.sub("", name)
    if (label := label_of(name, learnt)) is not None:
        return Column(label, name)
    if stated(plain) is not None:
        return Column(Label.TICK, name)
    if parent is not None:
        whole = label_of(parent.name + plain, learnt)
        return Column(whole or guessed_label(plain) or parent.label, parent.name + name)
    label = guessed_label(plain)
    return Column(label, name) if label else None


def texts_of(index: int, parts: Sequence[CellText], series: str = "") -> Iterator[Token]:
    """The tokens of a cell's paragraphs."""
    for part in parts:
        yield Token("text", index, part.start, part.end, series)


def whole_row(row: Row, length: int, name: str = "") -> Token:
    """A token for a row that holds no text of an issue: a header, a total, a title."""
    return Token("mark", row.line, 0, length, HEADER, name=name)
