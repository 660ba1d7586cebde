"""Ledgers (台账): a header of one or two rows, and one issue in each row or group of rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from rectify.intake.recognise.draft import NoticeLine, bare
from rectify.intake.recognise.labels import MAIN, OPENING, Label
from rectify.intake.recognise.numbering import mark_of, value_of
from rectify.intake.recognise.statuses import TICK
from rectify.intake.recognise.tables import (
    FILLED_IN,
    OUTSIDE,
    ROW,
    SECTION,
    TITLE,
    TOTAL,
    Column,
    GridCell,
    Row,
    column_of,
    label_of,
    texts_of,
    whole_row,
)
from rectify.intake.recognise.tokens import Token

_HEADER_ROWS: Final = 8
_MANY: Final = 2
_FULL: Final = 3
_SHORT: Final = 30
_NAME: Final = 12
_MARK: Final = 8
_MOST: Final = 0.8
_SENTENCE: Final = re.compile(r"[。；;，,\d]")
_NUMERAL: Final = re.compile(r"\d{1,4}\Z|[一二三四五六七八九十百]{1,5}\Z")
_HAN_MARK: Final = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[)）]?[、.．]?\Z")
_TOTALS: Final = re.compile(r"(?:合\s?计|总\s?计|小\s?计)")
_NOTE: Final = re.compile(r"(?:备\s?注|注|说\s?明|填表说明|附注)\s*\d?\s*[:：]|[※*]")
_FILLED_IN: Final = re.compile(r"(?:填报|填表|报送|制表|联系|截至|截止|单位[:：]|日期[:：])")


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of a ledger by their place, and which rows of the table say so."""

    columns: Mapping[int, Column]
    first: int
    rows: int


def header_of(rows: Sequence[Row], learnt: Mapping[str, Label]) -> Header | None:
    """The header of a ledger; None for other tables."""
    beside = [row.filled_cells[0] for row in rows if len(row.filled_cells) > 1]
    if sum(label_of(cell.text, learnt) is not None for cell in beside) * 2 > len(beside) > _FULL:
        return None
    for place, row in enumerate(rows[:_HEADER_ROWS]):
        if place + 1 >= len(rows):
            return None
        found = {cell.column: (cell, column_of(cell.name, None, learnt)) for cell in row.filled_cells}
        columns = {place: column for place, (_, column) in found.items() if column is not None}
        labels = {column.label for column in columns.values()}
        if len(labels) < _MANY or not labels & (MAIN | OPENING) or len(columns) * 2 <= len(found):
            columns = _by_form(rows, place, learnt)
            if not columns:
                continue
        others = {
            at: Column(Label.REMARK, cell.name) for at, (cell, column) in found.items() if column is None and cell.name
        }
        under = _divide(row, rows[place + 1], {**columns, **others}, learnt)
        whole = _ticks_or_not({**others, **columns, **under})
        return Header(whole, place, place + (2 if under else 1))
    return None


def _by_form(rows: Sequence[Row], place: int, learnt: Mapping[str, Label]) -> dict[int, Column]:
    """The columns where short names stand above rows that are counted, whatever the names say; else nothing."""
    cells = rows[place].filled_cells
    first = cells[0].column if cells else 0
    numbers = [
        row.filled_cells[0].name
        for row in rows[place + 1 :]
        if row.filled_cells and row.filled_cells[0].column == first
    ]
    counted = [value_of(number) for number in numbers if _NUMERAL.match(number)]
    if len(cells) <= _MANY or len(counted) < _MANY or counted[:2] != [1, 2]:
        return {}
    if any(len(cell.name) > _NAME or _SENTENCE.search(cell.name) for cell in cells):
        return {}
    found = {cell.column: column_of(cell.name, None, learnt) or Column(Label.REMARK, cell.name) for cell in cells}
    return {**found, first: Column(Label.NUMBER, cells[0].name)}


def _divide(row: Row, under: Row, columns: Mapping[int, Column], learnt: Mapping[str, Label]) -> dict[int, Column]:
    """The columns of a second header row, which divides wide cells of the first; empty if there is none."""
    parents = {
        column: columns[cell.column]
        for cell in row.filled_cells
        if cell.width > 1 and cell.column in columns
        for column in range(cell.column, cell.column + cell.width)
    }
    cells = under.filled_cells
    if len(cells) < _MANY or not all(cell.column in parents for cell in cells):
        return {}
    found = {cell.column: column_of(cell.name, parents[cell.column], learnt) for cell in cells}
    return {place: column for place, column in found.items() if column} if all(found.values()) else {}


def _ticks_or_not(columns: Mapping[int, Column]) -> dict[int, Column]:
    """The columns; one alone that is named like a status is no column for ticks."""
    ticks = [place for place, column in columns.items() if column.label is Label.TICK]
    if len(ticks) > 1:
        return dict(columns)
    return {p: Column(Label.RESULT, c.name) if p in ticks else c for p, c in columns.items()}


def is_summary(lines: Sequence[NoticeLine], rows: Sequence[Row], header: Header) -> bool:
    """Whether a table only gives statuses of issues that the paragraphs tell: their titles stand there again."""
    labels = {column.label for column in header.columns.values()}
    if labels & {Label.MEASURES, Label.EFFECT} or not labels & {Label.RESULT, Label.PROGRESS, Label.TICK}:
        return False
    told = [bare(line.text) for line in lines if not line.line.table]
    titles = [
        bare(cell.text).rstrip("。")
        for row in rows[header.rows :]
        for cell in row.filled_cells
        if cell.column in header.columns and header.columns[cell.column].label in OPENING
    ]
    again = sum(any(title in text[: len(title) + _MARK] for text in told) for title in titles)
    return len(titles) > 1 and again >= _MOST * len(titles)


def goes_on_from(rows: Sequence[Row], columns: Mapping[int, Column]) -> bool:
    """Whether a table without header holds further rows of the ledger with these *columns*."""
    last = max(columns)
    numbering = [place for place, column in columns.items() if column.label is Label.NUMBER]
    widths = {max((cell.column + cell.width - 1 for cell in row.cells), default=0) for row in rows}
    if max(widths) not in (last, last + 1) and last not in widths:
        return False
    if numbering:
        return any(cell.column in numbering and _NUMERAL.match(cell.name) for row in rows for cell in row.filled_cells)
    return sum(len(row.filled_cells) * 2 > len(columns) for row in rows) * 2 > len(rows)


@dataclass(slots=True)
class Ledger:
    """Reads the rows of a ledger, one after another."""

    lines: Sequence[NoticeLine]
    columns: Mapping[int, Column]
    spanning: dict[int, tuple[int, list[Token]]] = field(default_factory=dict)
    covered: dict[int, int] = field(default_factory=dict)
    category: list[Token] = field(default_factory=list)
    begun: bool = False

    def tokens(self, rows: Sequence[Row], header: Header | None) -> Iterator[Token]:
        """The tokens of a table, its *header* first where it has one."""
        numbers = [cell.name for row in rows for cell in row.filled_cells if self.label(cell) is Label.NUMBER]
        arabic = any(number.isdecimal() for number in numbers)
        for place, row in enumerate(rows):
            length = len(self.lines[row.line].text)
            if header is not None and place < header.first:
                yield self.title_row(row, length)
            elif header is not None and place < header.rows:
                yield whole_row(row, length)
            else:
                yield from self.row(row, length, arabic=arabic)
                self.cover(row)

    def title_row(self, row: Row, length: int) -> Token:
        """A row above the header: the ledger's title, or who filled it in when; a long text is kept."""
        text = self.lines[row.line].text
        if len(row.filled_cells) == 1 and len(text) > 2 * _SHORT:
            return Token("text", row.line, 0, length, OUTSIDE)
        return whole_row(row, length, FILLED_IN if _FILLED_IN.match(text) else TITLE)

    def label(self, cell: GridCell) -> Label | None:
        """What a cell's column says."""
        column = self.columns.get(cell.column)
        return column.label if column else None

    def row(self, row: Row, length: int, *, arabic: bool) -> Iterator[Token]:
        """The tokens of one row below the header."""
        cells = row.filled_cells
        names = {column.name for column in self.columns.values()}
        if sum(cell.name in names or any(name.endswith(cell.name) for name in names) for cell in cells) * 2 > len(
            cells
        ):
            yield whole_row(row, length)
        elif _TOTALS.match(cells[0].text):
            yield whole_row(row, length, TOTAL)
        elif len(cells) == 1 and _NOTE.match(cells[0].text):
            yield Token("text", row.line, 0, length, OUTSIDE)
        elif self.is_category(row, arabic=arabic):
            yield from self.section(cells, row.line)
        elif self.opens(row):
            yield from self.issue(row)
        elif self.begun:
            for cell in cells:
                yield from self.cell(cell, row.line)
        else:
            yield Token("text", row.line, 0, length, OUTSIDE)

    def is_category(self, row: Row, *, arabic: bool) -> bool:
        """Whether a row only names what the issues below it have in common."""
        cells = row.filled_cells
        first = cells[0]
        if len(cells) == _MANY and arabic and _HAN_MARK.match(first.name) and self.label(first) in (Label.NUMBER, None):
            return len(cells[1].text) <= _SHORT and "。" not in cells[1].text[:-1]
        if len(cells) > 1 or _NUMERAL.match(first.name):
            return False
        if first.width * 2 >= len(self.columns) or (mark_of(first.text) and "。" not in first.text[:-1]):
            return True
        at_edge = first.column == min(self.columns)
        if at_edge and self.label(first) in OPENING:
            return first.text.endswith(("方面", "类", "问题")) and len(first.text) <= _SHORT
        return at_edge and not self.covered.get(first.column)

    def section(self, cells: Sequence[GridCell], index: int) -> Iterator[Token]:
        """A category's row; its number is no part of its name."""
        start = cells[0].parts[0].start
        text = cells[0].text if len(cells) == 1 else ""
        found = mark_of(text) if text else None
        end = start + found.length if found else (cells[1].parts[0].start if len(cells) > 1 else start)
        yield Token("mark", index, start, end, SECTION)
        yield Token("text", index, end, cells[-1].parts[-1].end)
        self.begun = False

    def opens(self, row: Row) -> bool:
        """Whether a row begins an issue: by a number of its own, else by a problem among other cells."""
        numbering = {place for place, column in self.columns.items() if column.label is Label.NUMBER}
        opening = {place for place, column in self.columns.items() if column.label in OPENING}
        if any(cell.column in numbering for cell in row.filled_cells):
            return True
        if any(self.covered.get(place) for place in numbering | opening):
            return False
        problem = any(cell.column in opening for cell in row.filled_cells)
        return problem and (not numbering or not self.begun or len(row.filled_cells) >= _FULL)

    def issue(self, row: Row) -> Iterator[Token]:
        """The first row of an issue, with the cells from above that hold for it too."""
        number = next((cell.name for cell in row.filled_cells if self.label(cell) is Label.NUMBER), "")
        mark = mark_of(number + "、") if number else None
        value = value_of(number) if _NUMERAL.match(number) else mark.value if mark else 0
        yield Token("mark", row.line, 0, 0, ROW, value)
        own = {cell.column for cell in row.filled_cells}
        for cell in row.filled_cells:
            yield from self.cell(cell, row.line)
        for place, (_, tokens) in self.spanning.items():
            if place not in own:
                yield from tokens
        categories = [place for place, column in self.columns.items() if column.label is Label.CATEGORY]
        if categories and not own & set(categories) and not any(place in self.spanning for place in categories):
            yield from self.category
        self.begun = True

    def cell(self, cell: GridCell, index: int) -> Iterator[Token]:
        """A cell under its column's label; a tick under a status is the status."""
        place = cell.column
        if place not in self.columns:
            place = max((other for other in self.columns if other < place), default=min(self.columns))
        label, name = self.columns[place]
        if label is Label.TICK and not TICK.fullmatch(cell.name):
            label = Label.REMARK
        found = [
            Token("label", index, cell.parts[0].start, cell.parts[0].start, label=label, name=name),
            *texts_of(index, cell.parts),
        ]
        if label is Label.CATEGORY:
            self.category = found
        yield from found

    def cover(self, row: Row) -> None:
        """Note which cells reach down into further rows, and hold for the issues there."""
        self.spanning = {place: (left - 1, tokens) for place, (left, tokens) in self.spanning.items() if left > 1}
        self.covered = {place: left - 1 for place, left in self.covered.items() if left > 1}
        for cell in row.cells:
            if cell.height > 1:
                self.covered[cell.column] = cell.height - 1
                if cell.text and self.label(cell) not in {*OPENING, Label.NUMBER, None}:
                    self.spanning[cell.column] = (cell.height - 1, list(self.cell(cell, row.line)))
