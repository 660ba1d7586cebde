"""Tables: their rows as cells of a grid, and forms: tables that hold one issue each, labels beside their texts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from rectify.intake.recognise.draft import CellText, NoticeLine
from rectify.intake.recognise.labels import MAIN, OPENING, Label, guessed_label, label_named
from rectify.intake.recognise.numbering import mark_of
from rectify.intake.recognise.statuses import stated_status
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
    def filled_cells(self) -> tuple[GridCell, ...]:
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
    if stated_status(plain) is not None:
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


_MANY: Final = 2
_SHORT: Final = 12
_SENTENCE: Final = re.compile(r"[。；;，,：:]")
_NUMBER: Final = re.compile(r"问题([\d一二三四五六七八九十]{1,3})")
_ORDINAL: Final = re.compile(r"第[\d一二三四五六七八九十]{1,3}(?:项|个|号)(?:问题)?[:：、\s]*")
_NAME_OF_FORM: Final = re.compile(r"(?:表|单|卡|清单|台账|情况)(?:[(（].*[)）])?\Z")
_SHORTEST_TITLE: Final = 4


def is_form(rows: Sequence[Row], learnt: Mapping[str, Label]) -> bool:
    """Whether most rows have a label beside a text, and some say what was wrong or what was done."""
    beside = [row for row in rows if len(row.cells) > 1 and row.filled_cells]
    labels = {
        label for row in beside for cell in row.filled_cells if (label := label_of(cell.text, learnt)) is not None
    }
    labelled = sum(_label(row.cells[0], row, learnt) is not None for row in beside)
    return len(labels) >= _MANY and bool(labels & (MAIN | OPENING)) and labelled * 2 >= len(beside) > 0


def form_tokens(lines: Sequence[NoticeLine], rows: Sequence[Row], learnt: Mapping[str, Label]) -> Iterator[Token]:
    """The tokens of a form; one table may hold several, each beginning where the first label comes again."""
    titled = any(_opening(row, learnt) for row in rows)
    seen: set[Label] = set()
    begun = False
    for row in rows:
        if not row.filled_cells:
            continue
        label = _label(row.cells[0], row, learnt)
        alone = len(row.filled_cells) == 1 and label is None
        again = label in OPENING and bool(seen & OPENING) and bool(seen & MAIN - {Label.PROBLEM})
        if not begun or again:
            number = _NUMBER.match(row.filled_cells[0].name)
            mark = mark_of(f"{number[1]}、") if number else None
            yield Token("mark", row.line, 0, 0, FORM, mark.value if mark else 0)
            begun, seen = True, set()
        if alone and not seen:
            yield from _headline(lines, row, titled=titled)
        else:
            yield from _pairs(row, learnt, seen)


def _opening(row: Row, learnt: Mapping[str, Label]) -> bool:
    return any(label_of(cell.text, learnt) in OPENING for cell in row.filled_cells)


def _headline(lines: Sequence[NoticeLine], row: Row, *, titled: bool) -> Iterator[Token]:
    """A row above the labels: the issue's title where the form has no other, else the form's own name."""
    cell = row.filled_cells[0]
    start, end = cell.parts[0].start, cell.parts[-1].end
    ordinal = _ORDINAL.match(cell.text)
    mark = mark_of(cell.text)
    begin = start + (ordinal.end() if ordinal else mark.length if mark else 0)
    text = lines[row.line].text[begin:end]
    if (titled and not ordinal) or len(text) < _SHORTEST_TITLE or _NAME_OF_FORM.search(text):
        yield whole_row(row, len(lines[row.line].text), TITLE)
        return
    yield Token("label", row.line, start, begin, label=Label.TITLE, name=cell.text[: begin - start].strip() or "标题")
    yield Token("text", row.line, begin, end)


def _label(cell: GridCell, row: Row, learnt: Mapping[str, Label]) -> Label | None:
    """What the cell means as a label: by its name, or because it stands where the others have theirs."""
    if not cell.text:
        return None
    if (label := label_of(cell.text, learnt)) is not None:
        return label
    names = row.cells[::2]
    paired = len(row.cells) % 2 == 0 and all(row.cells[1::2][n].text for n in range(len(names)) if names[n].text)
    short = all(len(one.name) <= _SHORT and not _SENTENCE.search(one.text) for one in names)
    return Label.REMARK if paired and short and cell in names else None


def _pairs(row: Row, learnt: Mapping[str, Label], seen: set[Label]) -> Iterator[Token]:
    cells = row.cells
    at = 0
    while at < len(cells):
        cell = cells[at]
        label = _label(cell, row, learnt)
        if label is not None and (at + 1 < len(cells) or label in MAIN):
            seen.add(label)
            yield Token("label", row.line, cell.parts[0].start, cell.parts[-1].end, label=label, name=cell.name)
            at += 1
            if at < len(cells) and (at + 1 == len(cells) or label_of(cells[at].text, learnt) is None):
                yield from texts_of(row.line, cells[at].parts)
                at += 1
        else:
            yield from texts_of(row.line, cell.parts)
            at += 1
