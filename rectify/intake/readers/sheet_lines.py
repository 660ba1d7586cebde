"""The sheets of a workbook of any format → lines: places of cells, what they cover, what is hidden."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

from rectify.intake.readers.lines import Cell, SourceLine, SourceText, refusal, shorten
from rectify.intake.readers.sheet_values import GENERAL, cell_text
from rectify.outputs.sheet import letters_of

_MAX_MERGING: Final = 20_000_000
_MAX_COVERED: Final = 500_000
_MAX_FILLED: Final = 200  # columns up to which empty cells are given too


class Style(NamedTuple):
    """How cells of one style show what they hold."""

    code: str = GENERAL  # the number format
    bold: bool = False
    struck: bool = False


class CellContent(NamedTuple):
    """A cell with content; *doubt* is what to tell of it."""

    text: str
    bold: bool = False
    doubt: str = ""


@dataclass(slots=True)
class Sheet:
    """What is in a sheet: cells by row and column (from 1), what they span, what is hidden."""

    title: str
    hidden: bool = False
    rows: dict[int, dict[int, CellContent]] = field(default_factory=dict)
    spans: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    covered: set[tuple[int, int]] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    doubts: list[tuple[int, str]] = field(default_factory=list)

    def add(self, row: int, column: int, found: CellContent) -> None:
        """Take a cell, unless it shows nothing and there is nothing to tell of it."""
        if found.text.strip() or found.doubt:
            self.rows.setdefault(row, {})[column] = found


def rich(text: str, struck: str, style: Style) -> CellContent:
    """A cell as a reader takes it: what is struck through, whole or in part, is told and left out."""
    if style.struck and (text + struck).strip():
        text, struck = "", text + struck
    return CellContent(text, style.bold, f"划去的文字没有取用：“{shorten(struck)}”" if struck.strip() else "")


def number(value: str, style: Style, *, since_1904: bool) -> CellContent:
    """A number as its format shows it, or, where the format is beyond us, as it is and told."""
    text = cell_text(value, style.code, since_1904=since_1904)
    if text is not None:
        return rich(text, "", style)
    plain = cell_text(value, GENERAL) or value
    told = f"认不出数字格式 {shorten(style.code)}，按 {plain} 取用；核对表格里显示的样子"
    return rich(plain, "", style) if style.struck else CellContent(plain, style.bold, told)


def merge_cells(sheet: Sheet, merges: Iterable[tuple[int, int, int, int]], name: str) -> None:
    """Let the first cell of each of the *merges* (left, top, right, bottom) cover the others: they are not shown.

    Raises SourceError (I002) for more of them than a ledger has.
    """
    merges = list(merges)
    too_many = len(merges) * len(sheet.rows) > _MAX_MERGING
    for corners in () if too_many else merges:
        if len(sheet.covered) <= _MAX_COVERED:
            _merge(sheet, *corners)
    if too_many or len(sheet.covered) > _MAX_COVERED:
        remedy = "删去没有用的行和合并单元格，另存后再导入"
        raise refusal(name, "I002", f"工作表“{sheet.title}”的合并单元格太多", remedy)


def _merge(sheet: Sheet, left: int, top: int, right: int, bottom: int) -> None:
    sheet.spans[top, left] = (right - left + 1, bottom - top + 1)
    for row, cells in sheet.rows.items():
        if top <= row <= bottom and len(sheet.covered) <= _MAX_COVERED:
            covered = range(left, right + 1)
            sheet.covered.update((row, column) for column in covered[:_MAX_FILLED] if (row, column) != (top, left))
            for column in [column for column in cells if (row, column) != (top, left) and column in covered]:
                told = f"合并单元格盖住的内容没有取用：“{shorten(cells.pop(column).text)}”"
                sheet.doubts.append((row, told))


def sheets_as_lines(name: str, sheets: Iterable[Sheet], asides: Iterable[str] = ()) -> SourceText:
    """The rows of all *sheets* under each other; *asides* are doubts about the whole workbook."""
    lines: list[SourceLine] = []
    doubts: list[tuple[int, str]] = []
    for count, sheet in enumerate(sheets, start=1):
        before = lines[-1].number if lines else 0
        found, told = _lines_of(sheet, before, count)
        lines += found
        doubts += told
        if sheet.hidden and found:
            doubts.append((found[0].number, f"工作表“{sheet.title}”是隐藏的；核对它该不该公开"))
    used = len({line.table for line in lines})
    if used > 1:
        doubts.append((0, f"工作簿里有 {used} 张有内容的工作表，都读了；核对是不是都要"))
    doubts += [(0, aside) for aside in asides if aside]
    return SourceText(name, tuple(lines), tuple(dict.fromkeys(doubts)))


def _lines_of(sheet: Sheet, before: int, table: int) -> tuple[list[SourceLine], list[tuple[int, str]]]:
    """The rows of a sheet, numbered from after *before*; hidden columns as lines of their own."""
    lines: list[SourceLine] = []
    doubts = [(before + row, doubt) for row, doubt in sheet.doubts]
    last = max((max(cells, default=0) for cells in sheet.rows.values()), default=0)
    for row, found in sorted(sheet.rows.items()):
        number = before + row
        place = f"“{sheet.title}”表第{row}行"
        doubts += [(number, f"第{letters_of(column)}列：{cell.doubt}") for column, cell in found.items() if cell.doubt]
        columns = range(1, last + 1) if last <= _MAX_FILLED else sorted(found)
        hidden = {column for column in columns if any(low <= column <= high for low, high in sheet.hidden_columns)}
        for part, is_aside in (([c for c in columns if c not in hidden], False), (sorted(hidden), True)):
            line = _line(sheet, row, [column for column in part if (row, column) not in sheet.covered])
            if line.text.strip():
                is_row = row in sheet.hidden_rows
                lines.append(
                    replace(line, number=number, table=table, place=place, hidden=sheet.hidden or is_aside or is_row)
                )
                if is_row or is_aside:
                    doubts.append((number, f"这一行{'有的列' if is_aside else ''}是隐藏的；核对它该不该公开"))
    return lines, doubts


def _line(sheet: Sheet, row: int, columns: Iterable[int]) -> SourceLine:
    text = ""
    cells: list[Cell] = []
    bold: list[tuple[int, int]] = []
    for column in columns:
        found = sheet.rows[row].get(column, CellContent(""))
        text += "\t" if cells else ""
        if found.bold and found.text.strip():
            bold.append((len(text), len(text) + len(found.text)))
        text += found.text
        cells.append(Cell(found.text, column, sheet.spans.get((row, column), (1, 1))))
    return SourceLine(number=0, text=text, bold=tuple(bold), cells=tuple(cells))
