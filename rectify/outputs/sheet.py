"""Writes workbooks (xlsx) from plain rows: the same rows give the same bytes, and no text becomes a formula.

Texts are shared strings, which Excel, WPS and LibreOffice never compute, whatever sign they begin with.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Final, NamedTuple

MAX_CELL: Final = 32_767  # characters that Excel takes in one cell
_MAX_TITLE: Final = 31
_FORBIDDEN: Final = re.compile(r"[\[\]:*?/\\]|^'|'$")
_CODE: Final = re.compile(r"_x(?=[0-9A-Fa-f]{4}_)")
_UNSAFE: Final = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_LETTERS: Final = 26
_HEADER, _TEXT, _WRAPPED, _NUMBER = 1, 2, 3, 4  # places in cellXfs below
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_XML: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

Value = str | int | float


def escape(text: str) -> str:
    """*text* as it may stand in XML. The standard library's loads all of urllib for it, a tenth of a small build."""
    return text.replace("&", "&amp;").replace(">", "&gt;").replace("<", "&lt;")


def quoteattr(text: str) -> str:
    """*text* as an attribute in XML, with its quotes."""
    text = escape(text).replace("\n", "&#10;").replace("\r", "&#13;").replace("\t", "&#9;").replace('"', "&quot;")
    return f'"{text}"'


class Column(NamedTuple):
    """A column: its head, its width in digits, and whether long texts are wrapped."""

    title: str
    width: float = 12
    wraps: bool = True


class Sheet(NamedTuple):
    """A sheet: a frozen row of heads, and rows under it; an empty text is an empty cell."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]
    filters: bool = True


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """The bytes of a workbook with these *sheets*.

    Raises ValueError for a name of a sheet that Excel does not take and for a text longer than MAX_CELL.
    """
    strings: dict[str, int] = {}
    parts = {f"xl/worksheets/sheet{number}.xml": _sheet(sheet, strings) for number, sheet in enumerate(sheets, start=1)}
    meta = {
        "[Content_Types].xml": _content_types(len(sheets)),
        "_rels/.rels": relations([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": _workbook(sheets),
        "xl/_rels/workbook.xml.rels": relations(
            [
                *(("worksheet", f"worksheets/sheet{number}.xml") for number in range(1, len(sheets) + 1)),
                ("styles", "styles.xml"),
                ("sharedStrings", "sharedStrings.xml"),
            ]
        ),
        "xl/styles.xml": _STYLES,
        "xl/sharedStrings.xml": _strings(strings),
    }
    return make_archive({**meta, **parts})


def make_archive(parts: Mapping[str, str]) -> bytes:
    """A zip archive of these texts by their names, with a fixed time, so that it is the same every time."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system = 0
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, _XML + text, compresslevel=6)
    return stream.getvalue()


@cache
def letters_of(column: int) -> str:
    """The letters of a column by its number, which counts from 1: A, Z, AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters


def _sheet(sheet: Sheet, strings: dict[str, int]) -> str:
    rows = [[column.title for column in sheet.columns], *sheet.rows]
    last = f"{letters_of(len(sheet.columns))}{len(rows)}"
    widths = "".join(
        f'<col min="{place}" max="{place}" width="{column.width}" customWidth="1"/>'
        for place, column in enumerate(sheet.columns, start=1)
    )
    body = "".join(_row(sheet, number, row, strings) for number, row in enumerate(rows, start=1))
    filters = f'<autoFilter ref="A1:{last}"/>' if sheet.filters and sheet.rows else ""
    return (
        f'<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" '
        f'state="frozen"/></sheetView></sheetViews><cols>{widths}</cols><sheetData>{body}</sheetData>{filters}'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
    )


def _row(sheet: Sheet, number: int, row: Sequence[Value], strings: dict[str, int]) -> str:
    cells = []
    for place, (column, value) in enumerate(zip(sheet.columns, row, strict=True), start=1):
        name = f"{letters_of(place)}{number}"
        style = _HEADER if number == 1 else _WRAPPED if column.wraps else _TEXT
        if isinstance(value, str):
            if len(value) > MAX_CELL:
                raise ValueError(f"{sheet.title} {name}: {len(value)}")
            inner = f' t="s"><v>{strings.setdefault(value, len(strings))}</v></c>' if value else "/>"
            cells.append(f'<c r="{name}" s="{style}"{inner}')
        else:
            cells.append(f'<c r="{name}" s="{_NUMBER}"><v>{value!r}</v></c>')
    return f'<row r="{number}">{"".join(cells)}</row>'


def _strings(strings: Iterable[str]) -> str:
    items = "".join(f'<si><t xml:space="preserve">{_escape(text)}</t></si>' for text in strings)
    return f'<sst xmlns="{_MAIN}">{items}</sst>'


def _escape(text: str) -> str:
    """The *text* in XML; characters that XML cannot hold as workbooks write them (ECMA-376 part 1, 22.9.2.19)."""
    text = _UNSAFE.sub(lambda match: f"_x{ord(match[0]):04X}_", _CODE.sub("_x005F_x", text))
    return escape(text)


def _workbook(sheets: Sequence[Sheet]) -> str:
    titles = [sheet.title for sheet in sheets]
    if any(not title or len(title) > _MAX_TITLE or _FORBIDDEN.search(title) for title in titles):
        raise ValueError(titles)
    if len({title.lower() for title in titles}) < len(titles):
        raise ValueError(titles)
    entries = "".join(
        f'<sheet name={quoteattr(title)} sheetId="{number}" r:id="rId{number}"/>'
        for number, title in enumerate(titles, start=1)
    )
    heads = "".join(
        f'<definedName name="_xlnm.Print_Titles" localSheetId="{place}">{escape(_quote(title))}!$1:$1</definedName>'
        for place, title in enumerate(titles)
    )
    return (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{entries}</sheets>'
        f"<definedNames>{heads}</definedNames></workbook>"
    )


def _quote(title: str) -> str:
    return "'" + title.replace("'", "''") + "'"


def _content_types(sheets: int) -> str:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = [
        ("/xl/workbook.xml", f"{kind}.sheet.main+xml"),
        ("/xl/styles.xml", f"{kind}.styles+xml"),
        ("/xl/sharedStrings.xml", f"{kind}.sharedStrings+xml"),
        *((f"/xl/worksheets/sheet{number}.xml", f"{kind}.worksheet+xml") for number in range(1, sheets + 1)),
    ]
    return content_types(parts)


def content_types(parts: Iterable[tuple[str, str]]) -> str:
    """The XML of `[Content_Types].xml` in an office package, from the name and the content type of each part."""
    overrides = "".join(f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in parts)
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def relations(targets: Iterable[tuple[str, str]]) -> str:
    """The XML of a `.rels` part in an office package, from kind and address of each target; ids are rId1 and so on."""
    items = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{items}</Relationships>'


_STYLES: Final = f"""<styleSheet xmlns="{_MAIN}">\
<fonts count="2"><font><sz val="11"/><name val="宋体"/></font><font><b/><sz val="11"/><name val="黑体"/></font></fonts>\
<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>\
<fill><patternFill patternType="solid"><fgColor rgb="FFE7E6E6"/></patternFill></fill></fills>\
<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border><left style="thin"/>\
<right style="thin"/><top style="thin"/><bottom style="thin"/><diagonal/></border></borders>\
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="5">\
<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>\
<xf numFmtId="49" fontId="1" fillId="2" borderId="1" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" \
applyBorder="1" applyAlignment="1"><alignment horizontal="center" vertical="center" wrapText="1"/></xf>\
<xf numFmtId="49" fontId="0" fillId="0" borderId="1" xfId="0" applyNumberFormat="1" applyBorder="1" \
applyAlignment="1"><alignment vertical="top"/></xf>\
<xf numFmtId="49" fontId="0" fillId="0" borderId="1" xfId="0" applyNumberFormat="1" applyBorder="1" \
applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>\
<xf numFmtId="0" fontId="0" fillId="0" borderId="1" xfId="0" applyBorder="1" applyAlignment="1">\
<alignment vertical="top"/></xf></cellXfs>\
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"""
