"""Tables → tokens: ledgers with a header row, forms with labels beside their texts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from rectify.intake.recognise.labels import MAIN, OPENING, Label, label_named
from rectify.intake.recognise.notice import CellText, NoticeLine
from rectify.intake.recognise.numbering import mark_of, value_of
from rectify.intake.recognise.tokens import Token

ROW: Final = "表格行"
SECTION: Final = "表格类别"
HEADER: Final = "表头"
TOTAL: Final = re.compile(r"(?:合\s?计|总\s?计|小\s?计)")
_HEADER_ROWS: Final = 6
_NUMERAL: Final = re.compile(r"\d{1,4}\Z|[一二三四五六七八九十百]{1,5}\Z")
_MANY: Final = 2


class Column(NamedTuple):
    """What a ledger's column says: its label, if we know it, and the name in the header."""

    label: Label | None
    name: str


def table_tokens(lines: Sequence[NoticeLine], indexes: Sequence[int]) -> Iterator[Token]:
    """The tokens of one table, whose rows are the lines at *indexes*."""
    header = _header_of(lines, indexes)
    if header is not None:
        yield from _ledger(lines, indexes, *header)
    elif _is_form(lines, indexes):
        for index in indexes:
            yield from _form_row(lines[index], index)
    else:
        for index in indexes:
            yield Token("text", index, 0, len(lines[index].text))


def _cells(line: NoticeLine) -> list[tuple[int, str, tuple[CellText, ...]]]:
    """The cells of a row that say something: column, text on one line, its paragraphs."""
    return [
        (column, " ".join(line.text[part.start : part.end] for part in parts), parts)
        for column, grouped in groupby(line.cells, key=lambda part: part.column)
        for parts in (tuple(grouped),)
    ]


def _labels(line: NoticeLine) -> dict[int, Column]:
    return {column: Column(_column_label(text), "".join(text.split())) for column, text, _ in _cells(line)}


def _column_label(text: str) -> Label | None:
    name = re.sub(r"[(（].*?[)）]", "", "".join(text.split()))
    if (label := label_named(name)) is not None:
        return label
    return Label.PROBLEM if len(name) <= 10 and name.endswith(("问题", "问题描述")) else None  # noqa: PLR2004


def _header_of(lines: Sequence[NoticeLine], indexes: Sequence[int]) -> tuple[dict[int, Column], int] | None:
    """The columns of a ledger and how many rows its header takes; None for other tables."""
    for place, index in enumerate(indexes[:_HEADER_ROWS]):
        columns = _labels(lines[index])
        known = {column.label for column in columns.values()} - {None}
        if (
            len(known) >= _MANY
            and known & (MAIN | OPENING)
            and len(known) * 2 > len(columns)
            and place + 1 < len(indexes)
        ):
            under = _labels(lines[indexes[place + 1]])
            if _below(lines[index], under) and all(column.label for column in under.values()):
                return {**columns, **under}, place + 2
            if not _is_pairs(lines[index]):
                return columns, place + 1
    return None


def _below(line: NoticeLine, under: Mapping[int, Column]) -> bool:
    """Whether the row *under* a header divides some of its columns further."""
    covered = {c.column for c in line.line.cells if c.spans[0] > 1}
    return bool(covered & set(under)) and len(under) > 1


def _is_pairs(line: NoticeLine) -> bool:
    """Whether a row holds labels beside their texts: 责任单位 | 办公室 | 完成时限 | 2024年12月."""
    known = [_column_label(text) is not None for _, text, _ in _cells(line)]
    return len(known) > 1 and len(known) % 2 == 0 and known == [True, False] * (len(known) // 2)


def _ledger(
    lines: Sequence[NoticeLine], indexes: Sequence[int], columns: Mapping[int, Column], header: int
) -> Iterator[Token]:
    names = {column.name for column in columns.values()}
    opening = {number for number, column in columns.items() if column.label in OPENING}
    numbering = {number for number, column in columns.items() if column.label is Label.NUMBER}
    spanning: dict[int, tuple[int, list[Token]]] = {}
    for place, index in enumerate(indexes):
        line = lines[index]
        cells = _cells(line)
        if place < header and (place == header - 1 or any(text.replace(" ", "") in names for _, text, _ in cells)):
            yield Token("mark", index, 0, len(line.text), HEADER)
        elif place < header:
            yield Token("text", index, 0, len(line.text))
        elif {"".join(text.split()) for _, text, _ in cells} <= names:
            yield Token("mark", index, 0, len(line.text), HEADER)
        elif TOTAL.match(cells[0][1]):
            yield Token("mark", index, 0, len(line.text), HEADER, name="合计")
        elif len(cells) == 1 and (len(columns) > _MANY) and not _opens(cells, opening, numbering, line):
            found = mark_of(line.text)
            yield Token("mark", index, 0, found.length if found else 0, SECTION)
            yield Token("text", index, found.length if found else 0, len(line.text))
        else:
            starts = _opens(cells, opening, numbering, line)
            yield from _ledger_row(index, cells, columns, starts=starts)
            if starts:
                for _, tokens in spanning.values():
                    yield from tokens
        spanning = _spanning(line, index, columns, spanning)


def _spanning(
    line: NoticeLine, index: int, columns: Mapping[int, Column], before: Mapping[int, tuple[int, list[Token]]]
) -> dict[int, tuple[int, list[Token]]]:
    """Cells that reach down into further rows and hold for the issues there: a category, a department."""
    spanning = {column: (rows - 1, tokens) for column, (rows, tokens) in before.items() if rows > 1}
    for cell in line.line.cells:
        column = columns.get(cell.column)
        if cell.spans[1] > 1 and column is not None and column.label not in {*OPENING, Label.NUMBER}:
            parts = [part for part in line.cells if part.column == cell.column]
            if parts:
                spanning[cell.column] = (cell.spans[1] - 1, list(_cell_tokens(index, column, parts)))
    return spanning


def _opens(cells: Sequence[tuple[int, str, object]], opening: set[int], numbering: set[int], line: NoticeLine) -> bool:
    """Whether a row begins an issue: it has a number of its own, or a problem."""
    full = [cell for cell in line.line.cells if cell.spans[0] > 1 and cell.spans[0] >= len(line.line.cells)]
    numbered = [text for column, text, _ in cells if column in numbering]
    if numbering and numbered:
        return bool(_NUMERAL.match(numbered[0])) or bool(mark_of(numbered[0] + "、"))
    return not full and any(column in opening for column, _, _ in cells)


def _ledger_row(
    index: int, cells: Sequence[tuple[int, str, tuple[CellText, ...]]], columns: Mapping[int, Column], *, starts: bool
) -> Iterator[Token]:
    number = next(
        (text for column, text, _ in cells if columns.get(column, Column(None, "")).label is Label.NUMBER), ""
    )
    if starts:
        value = value_of(number) if _NUMERAL.match(number) else 0
        yield Token("mark", index, 0, 0, ROW, value)
    for column, _, parts in cells:
        what = columns.get(column) or columns[max((c for c in columns if c < column), default=min(columns))]
        yield from _cell_tokens(index, what, parts)


def _cell_tokens(index: int, column: Column, parts: Sequence[CellText]) -> Iterator[Token]:
    yield Token("label", index, parts[0].start, parts[0].start, label=column.label or Label.REMARK, name=column.name)
    for part in parts:
        yield Token("text", index, part.start, part.end)


def _is_form(lines: Sequence[NoticeLine], indexes: Sequence[int]) -> bool:
    """Whether most rows have a label beside a text, and some say what was wrong or what was done."""
    known = {_column_label(_cells(lines[index])[0][1]) for index in indexes if len(_cells(lines[index])) > 1}
    labelled = sum(_column_label(_cells(lines[index])[0][1]) is not None for index in indexes)
    return len(known & (MAIN | OPENING)) > 1 and labelled * 2 >= len(indexes)


def _form_row(line: NoticeLine, index: int) -> Iterator[Token]:
    cells = _cells(line)
    at = 0
    while at < len(cells):
        _, text, parts = cells[at]
        label = _column_label(text)
        if label is not None and (at + 1 < len(cells) or label in MAIN):
            yield Token("label", index, parts[0].start, parts[-1].end, label=label, name="".join(text.split()))
            at += 1
            if at < len(cells):
                yield from (Token("text", index, part.start, part.end) for part in cells[at][2])
        else:
            yield from (Token("text", index, part.start, part.end) for part in parts)
        at += 1
