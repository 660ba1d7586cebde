"""Workbooks (xlsx) → lines: every row of every sheet, with the values as the cells show them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element

from rectify.intake.readers.lines import Cell, SourceLine, SourceText, refusal, shortened
from rectify.intake.readers.package import related, unpack, xml
from rectify.intake.readers.sheet_values import FORMATS, GENERAL, shown
from rectify.intake.readers.signs import lowered, raised
from rectify.outputs.sheet import letters_of

_REFERENCE: Final = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_MAX_MERGING: Final = 20_000_000
_MAX_COVERED: Final = 500_000
_MAX_FILLED: Final = 200  # columns up to which empty cells are given too


class Rich(NamedTuple):
    """A string of a workbook: what counts of it, and what is struck through."""

    text: str
    struck: str


class Style(NamedTuple):
    """How cells of one style show what they hold."""

    code: str  # the number format
    bold: bool
    struck: bool


class Book(NamedTuple):
    """What the sheets of a workbook share."""

    name: str
    strings: tuple[Rich, ...]
    styles: tuple[Style, ...]
    since_1904: bool


class Found(NamedTuple):
    """A cell with content."""

    text: str
    bold: bool
    doubt: str


@dataclass(slots=True)
class Sheet:
    """What is in a sheet: cells by row and column, what they span, what is hidden."""

    title: str
    rows: dict[int, dict[int, Found]] = field(default_factory=dict)
    spans: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    covered: set[tuple[int, int]] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    doubts: list[tuple[int, str]] = field(default_factory=list)


def read_sheet(data: bytes, name: str) -> SourceText:
    """The lines of the workbook *data*. Raises SourceError for what cannot be read."""
    parts = unpack(data, name)
    part = next((target for kind, target in related(parts, "", name).values() if kind == "officeDocument"), "")
    if part not in parts:
        raise refusal(name, "I006", "文件里没有工作簿，可能不完整", "用 Excel 或 WPS 打开，另存为 xlsx 后再导入")
    others = related(parts, part, name)
    root = xml(parts[part], name)
    book = _book(parts, others, root, name)
    lines: list[SourceLine] = []
    doubts: list[tuple[int, str]] = []
    sheets = [item for item in root.iter("s-sheet") if others.get(item.get("r-id", ""), ("", ""))[1] in parts]
    for count, item in enumerate(sheets, start=1):
        sheet = _sheet(xml(parts[others[item.get("r-id", "")][1]], name), item.get("name", ""), book)
        before = lines[-1].number if lines else 0
        is_hidden = item.get("state", "visible") != "visible"
        found, told = _lines_of(sheet, before, count, is_hidden=is_hidden)
        lines += found
        doubts += told
        if is_hidden and found:
            doubts.append((found[0].number, f"工作表“{sheet.title}”是隐藏的；核对它该不该公开"))
    used = len({line.table for line in lines})
    if used > 1:
        doubts.append((0, f"工作簿里有 {used} 张有内容的工作表，都读了；核对是不是都要"))
    for target in sorted(parts):
        if text := _aside(target, parts[target], name):
            doubts.append((0, text))
    return SourceText(name, tuple(lines), tuple(dict.fromkeys(doubts)))


def _book(parts: Mapping[str, bytes], others: Mapping[str, tuple[str, str]], root: Element, name: str) -> Book:
    by_kind = {kind: target for kind, target in others.values() if target in parts}
    strings: tuple[Rich, ...] = ()
    if "sharedStrings" in by_kind:
        strings = tuple(_text(item) for item in xml(parts[by_kind["sharedStrings"]], name).iter("s-si"))
    styles = _styles(xml(parts[by_kind["styles"]], name)) if "styles" in by_kind else ()
    properties = root.find("s-workbookPr")
    since_1904 = properties is not None and properties.get("date1904", "0") in ("1", "true")
    return Book(name, strings, styles, since_1904)


def _styles(root: Element) -> tuple[Style, ...]:
    codes = {**FORMATS, **{_integer(f.get("numFmtId")): f.get("formatCode", "") for f in root.iter("s-numFmt")}}
    fonts = [(_is_on(font, "s-b"), _is_on(font, "s-strike")) for font in root.iterfind("s-fonts/s-font")]
    styles = []
    for item in root.iterfind("s-cellXfs/s-xf"):
        font_id = _integer(item.get("fontId"))
        code = codes.get(_integer(item.get("numFmtId")), GENERAL)
        bold, struck = fonts[font_id] if font_id < len(fonts) else (False, False)
        styles.append(Style(code, bold, struck))
    return tuple(styles)


def _is_on(item: Element | None, name: str) -> bool:
    found = None if item is None else item.find(name)
    return found is not None and found.get("val", "1") not in ("0", "false")


def _sheet(root: Element, title: str, book: Book) -> Sheet:
    sheet = Sheet(title)
    for item in root.iterfind("s-cols/s-col"):
        if item.get("hidden") in ("1", "true"):
            sheet.hidden_columns.append((_integer(item.get("min")), _integer(item.get("max"))))
    row_number = 0
    for row in root.iterfind("s-sheetData/s-row"):
        row_number = _integer(row.get("r")) or row_number + 1
        if row.get("hidden") in ("1", "true"):
            sheet.hidden_rows.add(row_number)
        column = 0
        for item in row.iterfind("s-c"):
            reference = _REFERENCE.fullmatch(item.get("r", ""))
            column = _column(reference[1]) if reference else column + 1
            found = _found(item, book)
            if found.text.strip() or found.doubt:
                sheet.rows.setdefault(row_number, {})[column] = found
    merges = root.findall("s-mergeCells/s-mergeCell")
    too_many = len(merges) * len(sheet.rows) > _MAX_MERGING
    for merge in () if too_many else merges:
        corners = _REFERENCE.findall(merge.get("ref", ""))
        if len(corners) > 1 and len(sheet.covered) <= _MAX_COVERED:
            _merge(sheet, *((_column(letters), int(number)) for letters, number in corners[:2]))
    if too_many or len(sheet.covered) > _MAX_COVERED:
        raise refusal(book.name, "I002", f"工作表“{title}”的合并单元格太多", "删去没有用的行和合并单元格，另存后再导入")
    return sheet


def _merge(sheet: Sheet, first: tuple[int, int], last: tuple[int, int]) -> None:
    """Let the *first* cell (column, row) cover those up to the *last*; what they hold is not shown."""
    (left, top), (right, bottom) = first, last
    sheet.spans[top, left] = (right - left + 1, bottom - top + 1)
    for row, cells in sheet.rows.items():
        if top <= row <= bottom and len(sheet.covered) <= _MAX_COVERED:
            covered = range(left, right + 1)
            sheet.covered.update((row, column) for column in covered[:_MAX_FILLED] if (row, column) != (top, left))
            for column in [column for column in cells if (row, column) != (top, left) and column in covered]:
                told = f"合并单元格盖住的内容没有取用：“{shortened(cells.pop(column).text)}”"
                sheet.doubts.append((row, told))


def _found(item: Element, book: Book) -> Found:
    """A cell as a reader takes it: what is struck through is told, and left out."""
    index = _integer(item.get("s"))
    style = book.styles[index] if index < len(book.styles) else Style(GENERAL, bold=False, struck=False)
    found = _shown(item, book, style)
    if style.struck and found.text.strip():
        return Found("", style.bold, _struck(found.text))
    return found


def _struck(text: str) -> str:
    return f"划去的文字没有取用：“{shortened(text)}”"


def _shown(item: Element, book: Book, style: Style) -> Found:
    kind = item.get("t", "n")
    said = item.find("s-v")
    value = "" if said is None else said.text or ""
    if kind == "inlineStr":
        found = [_text(part) for part in item.iterfind("s-is")]
        struck = "".join(one.struck for one in found)
        return Found("".join(one.text for one in found), style.bold, _struck(struck) if struck else "")
    if kind == "s":
        place = _integer(value) if value else len(book.strings)
        text, struck = book.strings[place] if place < len(book.strings) else Rich("", "")
        return Found(text, style.bold, _struck(struck) if struck else "")
    if kind in ("str", "e"):
        doubt = f"这一格显示的是错误值 {value}；在表格里改正公式" if kind == "e" else ""
        return Found(_unescaped(value), style.bold, doubt)
    if not value:
        formula = item.find("s-f")
        doubt = "" if formula is None else "这一格是公式，但文件里没有存它的结果；用 Excel 打开并保存一次，再导入"
        return Found("", style.bold, doubt)
    if kind == "b":
        return Found("TRUE" if value == "1" else "FALSE", style.bold, "")
    if kind == "d":
        return Found(value, style.bold, "")
    number = shown(value, style.code, since_1904=book.since_1904)
    if number is None:
        plain = shown(value, GENERAL) or value
        return Found(
            plain, style.bold, f"认不出数字格式 {shortened(style.code)}，按 {plain} 取用；核对表格里显示的样子"
        )
    return Found(number, style.bold, "")


def _lines_of(
    sheet: Sheet, before: int, table: int, *, is_hidden: bool
) -> tuple[list[SourceLine], list[tuple[int, str]]]:
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
                    replace(line, number=number, table=table, place=place, hidden=is_hidden or is_aside or is_row)
                )
                if is_row or is_aside:
                    doubts.append((number, f"这一行{'有的列' if is_aside else ''}是隐藏的；核对它该不该公开"))
    return lines, doubts


def _line(sheet: Sheet, row: int, columns: Iterable[int]) -> SourceLine:
    text = ""
    cells: list[Cell] = []
    bold: list[tuple[int, int]] = []
    for column in columns:
        found = sheet.rows[row].get(column, Found("", bold=False, doubt=""))
        text += "\t" if cells else ""
        if found.bold and found.text.strip():
            bold.append((len(text), len(text) + len(found.text)))
        text += found.text
        cells.append(Cell(found.text, column, sheet.spans.get((row, column), (1, 1))))
    return SourceLine(number=0, text=text, bold=tuple(bold), cells=tuple(cells))


def _aside(target: str, data: bytes, name: str) -> str:
    """What to tell of a part that holds text outside the cells."""
    folder, _, file = target.rpartition("/")
    if folder.endswith("drawings") and (text := "".join(item.text or "" for item in xml(data, name).iter("a-t"))):
        return f"表格上有文本框，里面的文字没有读：“{shortened(text)}”"
    if file.startswith("comments") and (text := "".join(item.text or "" for item in xml(data, name).iter("s-t"))):
        return f"单元格上有批注，没有取用：“{shortened(text)}”"
    return ""


def _text(item: Element) -> Rich:
    """The characters of a string, without the readings that may stand over them."""
    text, struck = "".join(one.text or "" for one in item.iterfind("s-t")), ""
    for run in item.iterfind("s-r"):
        said = "".join(one.text or "" for one in run.iterfind("s-t"))
        look = run.find("s-rPr")
        place = None if look is None else look.find("s-vertAlign")
        rise = "" if place is None else place.get("val", "")
        said = raised(said) if rise == "superscript" else lowered(said) if rise == "subscript" else said
        if _is_on(look, "s-strike"):
            struck += said
        else:
            text += said
    return Rich(_unescaped(text), _unescaped(struck))


def _unescaped(text: str) -> str:
    text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _integer(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 9 else 0  # noqa: PLR2004
