"""Workbooks of Excel 97-2003 and of WPS (xls, et: BIFF) → lines, by xlrd; values as the cells show them."""

from __future__ import annotations

import io
from typing import Any, Final

from rectify.intake.readers.lines import DAMAGE, SourceText, refusal, shorten
from rectify.intake.readers.sheet_lines import CellContent, Sheet, Style, merge_cells, number, rich, sheets_as_lines
from rectify.intake.readers.sheet_values import FORMATS, GENERAL
from rectify.intake.readers.signs import subscript, superscript

_TEXT, _NUMBER, _DATE, _BOOLEAN, _ERROR = 1, 2, 3, 4, 5
_BOLD: Final = 600
_RAISED, _LOWERED = 1, 2
_DAMAGED: Final = ("I006", "文件损坏或者不完整，读不了", "用 Excel 或 WPS 打开，另存为 xlsx 后再导入")
_LOCKED: Final = ("I005", "文件加了密码，读不了", "用 Excel 或 WPS 打开，取消密码，另存后再导入")


def read_old_sheet(data: bytes, name: str) -> SourceText:
    """The lines of the workbook *data*. Raises SourceError for what cannot be read, or is encrypted."""
    import xlrd  # noqa: PLC0415 - only old workbooks need it

    try:
        book = xlrd.open_workbook(
            file_contents=data, formatting_info=True, ragged_rows=True, logfile=io.StringIO(), on_demand=True
        )
        sheets = [_sheet(book, book.sheet_by_index(place), name) for place in range(book.nsheets)]
    except xlrd.XLRDError as error:
        raise refusal(name, *(_LOCKED if "encrypted" in str(error) else _DAMAGED)) from error
    except (xlrd.compdoc.CompDocError, *DAMAGE) as error:
        raise refusal(name, *_DAMAGED) from error
    return sheets_as_lines(name, sheets)


def _sheet(book: Any, source: Any, name: str) -> Sheet:
    sheet = Sheet(source.name, hidden=source.visibility != 0)
    for row in range(source.nrows):
        for column in range(source.row_len(row)):
            sheet.add(row + 1, column + 1, _cell(book, source, row, column))
    sheet.hidden_rows = {row + 1 for row, found in source.rowinfo_map.items() if found.hidden}
    sheet.hidden_columns = [(column + 1, column + 1) for column, found in source.colinfo_map.items() if found.hidden]
    for (row, _), note in source.cell_note_map.items():
        if note.text.strip():
            sheet.doubts.append((row + 1, f"单元格上有批注，没有取用：“{shorten(note.text)}”"))
    corners = ((left + 1, top + 1, right, bottom) for top, bottom, left, right in source.merged_cells)
    merge_cells(sheet, corners, name)
    return sheet


def _cell(book: Any, source: Any, row: int, column: int) -> CellContent:
    cell = source.cell(row, column)
    style = _style(book, cell.xf_index)
    if cell.ctype == _TEXT:
        text, struck = _runs(book, cell.value, source.rich_text_runlist_map.get((row, column), ()))
        return rich(text, struck, style)
    if cell.ctype in (_NUMBER, _DATE):
        return number(repr(cell.value), style, since_1904=book.datemode == 1)
    if cell.ctype == _ERROR:
        import xlrd  # noqa: PLC0415

        text = xlrd.error_text_from_code.get(cell.value, "#N/A")
        return CellContent(text, style.bold, f"这一格显示的是错误值 {text}；在表格里改正公式")
    return rich(("FALSE", "TRUE")[bool(cell.value)] if cell.ctype == _BOOLEAN else "", "", style)


def _style(book: Any, index: int | None) -> Style:
    if index is None or not 0 <= index < len(book.xf_list):
        return Style()
    found = book.xf_list[index]
    font = book.font_list[found.font_index] if found.font_index < len(book.font_list) else None
    own = book.format_map.get(found.format_key)
    code = FORMATS.get(found.format_key) or (own.format_str if own else GENERAL)
    if font is None:
        return Style(code)
    return Style(code, bool(font.bold) or font.weight >= _BOLD, bool(font.struck_out))


def _runs(book: Any, text: str, runs: list[tuple[int, int]] | tuple[()]) -> tuple[str, str]:
    """The characters of a cell that count, and those that are struck through; *runs* give a font from a place on."""
    shown, struck = text[: runs[0][0]] if runs else text, ""
    ends = [start for start, _ in runs[1:]] + [len(text)]
    for (start, index), end in zip(runs, ends, strict=False):
        font = book.font_list[index] if index < len(book.font_list) else None
        part = text[start:end]
        if font is not None and font.struck_out:
            struck += part
        elif font is not None and font.escapement in (_RAISED, _LOWERED):
            shown += superscript(part) if font.escapement == _RAISED else subscript(part)
        else:
            shown += part
    return shown.replace("\r\n", "\n").replace("\r", "\n"), struck
