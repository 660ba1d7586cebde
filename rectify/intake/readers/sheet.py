"""Workbooks (xlsx) → lines: every row of every sheet, with the values as the cells show them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element

from rectify.intake.readers.lines import SourceText, refusal, shorten, whole
from rectify.intake.readers.package import related_parts, unpack, xml
from rectify.intake.readers.sheet_lines import CellContent, Sheet, Style, merge_cells, number, rich, sheets_as_lines
from rectify.intake.readers.sheet_values import FORMATS, GENERAL
from rectify.intake.readers.signs import subscript, superscript

_REFERENCE: Final = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Rich(NamedTuple):
    """A string of a workbook: what counts of it, and what is struck through."""

    text: str
    struck: str


class Book(NamedTuple):
    """What the sheets of a workbook share."""

    name: str
    strings: tuple[Rich, ...]
    styles: tuple[Style, ...]
    since_1904: bool


def read_sheet(data: bytes, name: str) -> SourceText:
    """The lines of the workbook *data*. Raises SourceError for what cannot be read."""
    parts = unpack(data, name)
    part = next((target for kind, target in related_parts(parts, "", name).values() if kind == "officeDocument"), "")
    if part not in parts:
        raise refusal(name, "I006", "文件里没有工作簿，可能不完整", "用 Excel 或 WPS 打开，另存为 xlsx 后再导入")
    others = related_parts(parts, part, name)
    root = xml(parts[part], name)
    book = _book(parts, others, root, name)
    sheets = []
    for item in root.iter("s-sheet"):
        target = others.get(item.get("r-id", ""), ("", ""))[1]
        if target in parts:
            sheet = _sheet(xml(parts[target], name), item.get("name", ""), book)
            sheet.hidden = item.get("state", "visible") != "visible"
            sheets.append(sheet)
    return sheets_as_lines(name, sheets, (_aside(target, parts[target], name) for target in sorted(parts)))


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
    codes = {
        **FORMATS,
        **{whole(f.get("numFmtId"), 0, most=10**8): f.get("formatCode", "") for f in root.iter("s-numFmt")},
    }
    fonts = [(_is_on(font, "s-b"), _is_on(font, "s-strike")) for font in root.iterfind("s-fonts/s-font")]
    styles = []
    for item in root.iterfind("s-cellXfs/s-xf"):
        font_id = whole(item.get("fontId"), 0, most=10**8)
        code = codes.get(whole(item.get("numFmtId"), 0, most=10**8), GENERAL)
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
            sheet.hidden_columns.append((whole(item.get("min"), 0, most=10**8), whole(item.get("max"), 0, most=10**8)))
    row_number = 0
    for row in root.iterfind("s-sheetData/s-row"):
        row_number = whole(row.get("r"), 0, most=10**8) or row_number + 1
        if row.get("hidden") in ("1", "true"):
            sheet.hidden_rows.add(row_number)
        column = 0
        for item in row.iterfind("s-c"):
            reference = _REFERENCE.fullmatch(item.get("r", ""))
            column = _column(reference[1]) if reference else column + 1
            sheet.add(row_number, column, _cell(item, book))
    corners = (_REFERENCE.findall(merge.get("ref", "")) for merge in root.iterfind("s-mergeCells/s-mergeCell"))
    merge_cells(
        sheet,
        (
            (_column(found[0][0]), int(found[0][1]), _column(found[1][0]), int(found[1][1]))
            for found in corners
            if len(found) > 1
        ),
        book.name,
    )
    return sheet


def _cell(item: Element, book: Book) -> CellContent:
    kind, index = item.get("t", "n"), whole(item.get("s"), 0, most=10**8)
    style = book.styles[index] if index < len(book.styles) else Style()
    said = item.find("s-v")
    value = "" if said is None else said.text or ""
    if kind == "inlineStr":
        parts = [_text(part) for part in item.iterfind("s-is")]
        return rich("".join(one.text for one in parts), "".join(one.struck for one in parts), style)
    if kind == "s":
        place = whole(value, 0, most=10**8) if value else len(book.strings)
        return rich(*book.strings[place], style) if place < len(book.strings) else CellContent("")
    if kind == "e":
        return CellContent(value, style.bold, f"这一格显示的是错误值 {value}；在表格里改正公式")
    if not value and item.find("s-f") is not None and kind != "str":
        return CellContent("", doubt="这一格是公式，但文件里没有存它的结果；用 Excel 打开并保存一次，再导入")
    if kind == "n" and value:
        return number(value, style, since_1904=book.since_1904)
    text = ("TRUE" if value == "1" else "FALSE") if kind == "b" and value else _unescape(value)
    return rich(text, "", style)


def _aside(target: str, data: bytes, name: str) -> str:
    """What to tell of a part that holds text outside the cells."""
    folder, _, file = target.rpartition("/")
    if folder.endswith("drawings") and (text := "".join(item.text or "" for item in xml(data, name).iter("a-t"))):
        return f"表格上有文本框，里面的文字没有读：“{shorten(text)}”"
    if file.startswith("comments") and (text := "".join(item.text or "" for item in xml(data, name).iter("s-t"))):
        return f"单元格上有批注，没有取用：“{shorten(text)}”"
    return ""


def _text(item: Element) -> Rich:
    """The characters of a string, without the readings that may stand over them."""
    text, struck = "".join(one.text or "" for one in item.iterfind("s-t")), ""
    for run in item.iterfind("s-r"):
        said = "".join(one.text or "" for one in run.iterfind("s-t"))
        look = run.find("s-rPr")
        place = None if look is None else look.find("s-vertAlign")
        rise = "" if place is None else place.get("val", "")
        said = superscript(said) if rise == "superscript" else subscript(said) if rise == "subscript" else said
        if _is_on(look, "s-strike"):
            struck += said
        else:
            text += said
    return Rich(_unescape(text), _unescape(struck))


def _unescape(text: str) -> str:
    text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
