"""OpenDocument workbooks (ods) → lines: the file holds what each cell shows, so no format is worked out here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element

from rectify.intake.readers.lines import SourceText, refusal, shorten, whole
from rectify.intake.readers.open_styles import Look, OpenStyles, open_parts, styles_in
from rectify.intake.readers.sheet_lines import CellContent, Sheet, Style, merge_cells, rich, sheets_as_lines

_ROWS: Final = frozenset(("table-table-header-rows", "table-table-rows", "table-table-row-group"))
_COLUMNS: Final = frozenset(("table-table-header-columns", "table-table-columns", "table-table-column-group", *_ROWS))
_MAX_COPIES: Final = 10_000  # of a cell or row with content
_ERRORS: Final = ("#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "Err:")
_MAX_CELLS: Final = 2_000_000


def read_open_sheet(data: bytes, name: str) -> SourceText:
    """The lines of the ods *data*. Raises SourceError for what cannot be read."""
    content, root = open_parts(data, name)
    styles = styles_in((root, content))
    tables = content.findall("office-body/office-spreadsheet/table-table")
    return sheets_as_lines(name, (_sheet(table, styles, name) for table in tables))


def _sheet(table: Element, styles: OpenStyles, name: str) -> Sheet:
    sheet = Sheet(table.get("table-name", ""))
    properties = [
        found
        for style in styles.chain("table", table.get("table-style-name", ""))
        for found in style.iterfind("style-table-properties")
    ]
    sheet.hidden = any(found.get("table-display") == "false" for found in properties)
    column = 1
    defaults: list[tuple[int, str]] = []  # last column and style of its cells
    for item in _inner(table, "table-table-column", _COLUMNS):
        last = column + _count(item, "columns-repeated") - 1
        if item.get("table-visibility", "visible") != "visible":
            sheet.hidden_columns.append((column, last))
        defaults.append((last, item.get("table-default-cell-style-name", "")))
        column = last + 1
    merges: list[tuple[int, int, int, int]] = []
    number = cells = 0
    for row in _inner(table, "table-table-row", _ROWS):
        copies = _count(row, "rows-repeated")
        found = list(_cells(row, styles, defaults))
        for again in range(min(copies, _MAX_COPIES) if found else 0):
            cells += len(found)
            if cells > _MAX_CELLS:
                raise refusal(name, "I002", f"工作表“{sheet.title}”里的格太多", "只留下台账本身，另存后再导入")
            for place, (width, height), cell in found:
                sheet.add(number + again + 1, place, cell)
                if (width, height) != (1, 1):
                    merges.append((place, number + again + 1, place + width - 1, number + again + height))
            if row.get("table-visibility", "visible") != "visible":
                sheet.hidden_rows.add(number + again + 1)
        number += copies
    merge_cells(sheet, merges, name)
    return sheet


def _inner(table: Element, tag: str, through: frozenset[str]) -> Iterator[Element]:
    for child in table:
        if child.tag == tag:
            yield child
        elif child.tag in through:
            yield from _inner(child, tag, through)


def _cells(
    row: Element, styles: OpenStyles, defaults: list[tuple[int, str]]
) -> Iterator[tuple[int, tuple[int, int], CellContent]]:
    """The cells of a row that show something or span others, with their columns and spans."""
    column = 1
    own = row.get("table-default-cell-style-name", "")
    for item in row:
        if item.tag not in ("table-table-cell", "table-covered-table-cell"):
            continue
        copies = _count(item, "columns-repeated")
        spans = (_count(item, "columns-spanned"), _count(item, "rows-spanned"))
        if len(item) or spans != (1, 1):
            name = item.get("table-style-name") or own or next((s for last, s in defaults if column <= last), "")
            found = _cell(item, styles, name)
            for place in range(column, column + min(copies, _MAX_COPIES)):
                yield place, spans, found
        column += copies


def _cell(item: Element, styles: OpenStyles, name: str) -> CellContent:
    look = styles.look("table-cell", name, Look())
    text = struck = ""
    for count, paragraph in enumerate(item.iterfind("text-p")):
        text += "\n" * bool(count)
        for part, is_struck in _parts(paragraph, styles, struck=False):
            text, struck = (text, struck + part) if is_struck else (text + part, struck)
    notes = ["".join(note.itertext()) for note in item.iterfind("office-annotation")]
    told = [f"单元格上有批注，没有取用：“{shorten(note)}”" for note in notes]
    if text.startswith(_ERRORS):
        told.append(f"这一格显示的是错误值 {text}；在表格里改正公式")
    found = rich(text, struck, Style(bold=look.bold, struck=look.struck))
    return found._replace(doubt="；".join(filter(None, [found.doubt, *told])))


def _parts(item: Element, styles: OpenStyles, *, struck: bool) -> Iterator[tuple[str, bool]]:
    """The characters of a paragraph, and whether they are struck through."""
    if item.tag == "text-s":
        yield " " * whole(item.get("text-c"), 1, least=1, most=1000), struck
    elif item.tag in ("text-tab", "text-line-break"):
        yield "\t" if item.tag == "text-tab" else "\n", struck
    elif item.tag == "text-span":
        struck = styles.look("text", item.get("text-style-name", ""), Look(struck=struck)).struck
    if item.tag in ("office-annotation", "text-ruby-text"):
        return
    yield item.text or "", struck
    for child in item:
        yield from _parts(child, styles, struck=struck)
        yield child.tail or "", struck


def _count(item: Element, name: str) -> int:
    return whole(item.get(f"table-number-{name}"), 1, least=1, most=10**7)
