"""Writes the lines of a source as an office file of any format that import reads, as plainly as the format allows."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from html import escape as html_escape
from itertools import groupby
from typing import NamedTuple
from unicodedata import east_asian_width
from xml.sax.saxutils import escape

import xlwt

from rectify.intake.readers.lines import Cell, SourceLine, SourceText

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGES = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
OPEN = "urn:oasis:names:tc:opendocument:xmlns:"
OFD = "http://www.ofdspec.org/2016"


def zipped(parts: dict[str, str | bytes]) -> bytes:
    """A zip archive of these parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return stream.getvalue()


def relations(*targets: tuple[str, str]) -> str:
    """A relationships part."""
    items = (
        f'<Relationship Id="r{n}" Type="{RELATION}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets)
    )
    return f'<Relationships xmlns="p">{"".join(items)}</Relationships>'


def blocks(source: SourceText) -> Iterator[str | list[Sequence[Cell]]]:
    """The paragraphs and tables of a source in their order."""
    article = (line for line in source.lines if not line.chrome)
    for table, lines in groupby(article, key=lambda line: line.table if line.cells else 0):
        if table:
            yield [line.cells for line in lines]
        else:
            yield from (line.mark + line.text for line in lines)


def as_word(source: SourceText) -> bytes:
    """A docx; cells that go on downwards as Word marks them."""

    def paragraphs(text: str) -> str:
        return "".join(
            f'<w:p><w:r><w:t xml:space="preserve">{escape(part)}</w:t></w:r></w:p>' for part in text.split("\n")
        )

    def cell(text: str, width: int, merge: str) -> str:
        return f'<w:tc><w:tcPr><w:gridSpan w:val="{width}"/>{merge}</w:tcPr>{paragraphs(text)}</w:tc>'

    def table(rows: list[Sequence[Cell]]) -> str:
        made, open_cells = "", dict[int, tuple[int, int]]()  # by column: width and rows left
        for row in rows:
            cells = {
                one.column: cell(one.text, one.spans[0], '<w:vMerge w:val="restart"/>' * (one.spans[1] > 1))
                for one in row
            }
            cells |= {column: cell("", width, "<w:vMerge/>") for column, (width, left) in open_cells.items() if left}
            open_cells = {column: (width, left - 1) for column, (width, left) in open_cells.items() if left}
            open_cells |= {one.column: (one.spans[0], one.spans[1] - 1) for one in row}
            made += f"<w:tr>{''.join(cells[column] for column in sorted(cells))}</w:tr>"
        return f"<w:tbl>{made}</w:tbl>"

    body = "".join(table(block) if isinstance(block, list) else paragraphs(block) for block in blocks(source))
    return zipped(
        {
            "_rels/.rels": f'<Relationships xmlns="{PACKAGES}"><Relationship Id="r1" Type="{RELATION}/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>',
            "word/vbaProject.bin": b"no part of it is read",
            "[Content_Types].xml": f'<Types xmlns="{TYPES}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
        }
    )


def as_open_text(source: SourceText) -> bytes:
    """An odt."""

    def paragraphs(text: str) -> str:
        return "".join(f"<text:p>{escape(part)}</text:p>" for part in text.split("\n"))

    body = "".join(
        _open_table(block, paragraphs) if isinstance(block, list) else paragraphs(block) for block in blocks(source)
    )
    return _open_document("text", body)


def as_open_sheet(source: SourceText) -> bytes:
    """An ods; a paragraph is a row of one cell."""
    rows = [row for block in blocks(source) for row in (block if isinstance(block, list) else [(Cell(block, 1),)])]
    return _open_document(
        "spreadsheet",
        _open_table(rows, lambda text: "".join(f"<text:p>{escape(part)}</text:p>" for part in text.split("\n"))),
    )


def _open_table(rows: list[Sequence[Cell]], paragraphs: Callable[[str], str]) -> str:
    made, covered = "", set[tuple[int, int]]()
    for number, row in enumerate(rows):
        covered |= {
            (number + i, one.column + j)
            for one in row
            for i in range(one.spans[1])
            for j in range(one.spans[0])
            if i or j
        }
        cells = {
            one.column: f'<table:table-cell table:number-columns-spanned="{one.spans[0]}" '
            f'table:number-rows-spanned="{one.spans[1]}">{paragraphs(one.text)}</table:table-cell>'
            for one in row
        }
        last = max([*cells, *(column for at, column in covered if at == number)])
        made += "<table:table-row>"
        for column in range(1, last + 1):
            gap = "<table:covered-table-cell/>" if (number, column) in covered else "<table:table-cell/>"
            made += cells.get(column, gap)
        made += "</table:table-row>"
    return f'<table:table table:name="台账">{made}</table:table>'


def _open_document(kind: str, body: str) -> bytes:
    spaces = " ".join(f'xmlns:{name}="{OPEN}{name}:1.0"' for name in ("office", "text", "table", "style"))
    content = f"<office:document-content {spaces}><office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    return zipped({"mimetype": f"application/vnd.oasis.opendocument.{kind}", "content.xml": content})


def as_old_sheet(source: SourceText) -> bytes:
    """An xls (BIFF8)."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("台账", cell_overwrite_ok=True)
    number = 0
    for block in blocks(source):
        for row in block if isinstance(block, list) else [(Cell(block, 1),)]:
            for one in row:
                width, height = one.spans
                place = (number, number + height - 1, one.column - 1, one.column + width - 2)
                if (width, height) == (1, 1):
                    sheet.write(number, one.column - 1, one.text)
                else:
                    sheet.write_merge(*place, one.text)
            number += 1
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def as_page(source: SourceText) -> bytes:
    """A web page as a bureau's site has it."""

    def cell(one: Cell) -> str:
        text = "<br>".join(html_escape(part) for part in one.text.split("\n"))
        return f'<td colspan="{one.spans[0]}" rowspan="{one.spans[1]}">{text}</td>'

    body = ""
    for block in blocks(source):
        if isinstance(block, list):
            body += "<table>" + "".join("<tr>" + "".join(map(cell, row)) + "</tr>" for row in block) + "</table>"
        else:
            body += f"<p>&emsp;&emsp;<span>{html_escape(block)}</span></p>"
    return f'<!doctype html><meta charset="utf-8"><div class="TRS_Editor">{body}</div>'.encode()


def as_archived_page(source: SourceText) -> bytes:
    """The same page as a browser saves it in one file, in an encoding that only its head names."""
    page = as_page(source).decode().replace('<meta charset="utf-8">', "")
    message = MIMEMultipart("related", type="text/html")
    message["From"] = "<Saved by Blink>"
    message.attach(MIMEText(page, "html", "gb18030"))
    return message.as_bytes()


def as_separated(source: SourceText) -> bytes:
    """A csv in the encoding that Excel writes in China."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    for block in blocks(source):
        for row in block if isinstance(block, list) else [(Cell(block, 1),)]:
            writer.writerow([one.text for one in row])
    return stream.getvalue().encode("gb18030")


class Placed(NamedTuple):
    """A line of text in its place on a page, in points from the upper left corner; or a ruling line."""

    x: float
    y: float
    text: str = ""
    to: tuple[float, float] | None = None


WIDTH, HEIGHT, MARGIN, SIZE, LEADING = 595, 842, 72, 12, 22


def printed(source: SourceText) -> list[list[Placed]]:
    """The pages on which the lines stand as a word processor sets them: indented, justified, tables with their lines."""
    pages: list[list[Placed]] = [[]]
    y = MARGIN

    def room(height: float) -> None:
        nonlocal y
        if y + height > HEIGHT - MARGIN:
            pages.append([])
            y = MARGIN

    for count, block in enumerate(blocks(source)):
        if isinstance(block, list):
            y = _table(pages, block, y)
            y += LEADING
            continue
        for place, text in enumerate(_wrapped("　　" * bool(count) + block, WIDTH - 2 * MARGIN)):
            room(LEADING)
            y += LEADING
            indent = 2 * SIZE if text.startswith("　　") and not place else 0
            pages[-1].append(Placed(MARGIN + indent, y, text.strip("　")))
    for number, page in enumerate(pages, start=1):
        page.append(Placed(WIDTH / 2 - 9, HEIGHT - 40, f"- {number} -"))
    return pages


def _table(pages: list[list[Placed]], rows: list[Sequence[Cell]], y: float) -> float:
    columns = max(one.column + one.spans[0] - 1 for row in rows for one in row)
    step = (WIDTH - 2 * MARGIN) / columns
    tops: list[float] = []
    texts = [
        [
            (one, [line for part in one.text.split("\n") for line in _wrapped(part, step * one.spans[0] - 10)])
            for one in row
        ]
        for row in rows
    ]
    heights = [max([len(lines) for one, lines in row if one.spans[1] == 1] or [1]) * LEADING + 6 for row in texts]
    for number, row in enumerate(texts):  # a cell over several rows may need more room than they have
        for one, lines in row:
            missing = len(lines) * LEADING + 6 - sum(heights[number : number + one.spans[1]])
            heights[number + one.spans[1] - 1] += max(missing, 0)
    if y + sum(heights) > HEIGHT - MARGIN:
        pages.append([])
        y = MARGIN
    for height in heights:
        tops.append(y)
        y += height
    tops.append(y)
    for number, row in enumerate(texts):
        for one, lines in row:
            left, right = MARGIN + (one.column - 1) * step, MARGIN + (one.column - 1 + one.spans[0]) * step
            top, bottom = tops[number], tops[number + one.spans[1]]
            for a, b in (
                ((left, top), (right, top)),
                ((left, bottom), (right, bottom)),
                ((left, top), (left, bottom)),
                ((right, top), (right, bottom)),
            ):
                pages[-1].append(Placed(*a, to=b))
            pages[-1] += [Placed(left + 5, top + (place + 0.8) * LEADING, line) for place, line in enumerate(lines)]
    return y


def advance(sign: str) -> float:
    """How wide a character is set."""
    return SIZE if east_asian_width(sign) in "WFA" else SIZE / 2


def _wrapped(text: str, width: float) -> Iterator[str]:
    line, taken = "", 0.0
    for sign in text:
        if taken + advance(sign) > width and sign not in "，。；：、！？）》”":
            yield line
            line, taken = "", 0.0
        line += sign
        taken += advance(sign)
    yield line


def as_pdf(source: SourceText) -> bytes:
    """A PDF whose font is not embedded: its codes are those of UniGB-UCS2-H."""
    return pdf_of([_pdf_content(page) for page in printed(source)])


def _pdf_content(page: list[Placed]) -> str:
    made = ""
    for one in page:
        if one.to:
            made += f"{one.x} {HEIGHT - one.y} m {one.to[0]} {HEIGHT - one.to[1]} l S\n"
        else:
            code = one.text.encode("utf-16-be").hex()
            made += f"BT /F1 {SIZE} Tf 1 0 0 1 {one.x} {HEIGHT - one.y} Tm <{code}> Tj ET\n"
    return made


def pdf_of(contents: Sequence[str], more: Sequence[str] = (), catalog: str = "", trailer: str = "") -> bytes:
    """A PDF with these content streams, *more* objects (numbered from 5), and entries of its catalog and trailer."""
    first = 5 + len(more)
    kids = " ".join(f"{first + 2 * place} 0 R" for place in range(len(contents)))
    objects = [
        f"<</Type/Catalog/Pages 2 0 R{catalog}>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(contents)}>>",
        "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>",
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/DW 1000/W[1 95 500]>>",
        *more,
    ]
    for place, content in enumerate(contents):
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {WIDTH} {HEIGHT}]/Resources<</Font<</F1 3 0 R>>>>/Contents {first + 2 * place + 1} 0 R>>"
        )
        objects.append(f"<</Length {len(content)}>>stream\n{content}\nendstream")
    made, places = b"%PDF-1.7\n", []
    for number, text in enumerate(objects, start=1):
        places.append(len(made))
        made += f"{number} 0 obj\n{text}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    count = len(objects) + 1
    end = f"xref\n0 {count}\n0000000000 65535 f \n{table}trailer\n<</Size {count}/Root 1 0 R{trailer}>>\nstartxref\n{len(made)}\n%%EOF\n"
    return made + end.encode()


def as_ofd(source: SourceText) -> bytes:
    """An OFD: one text object for each line, its characters placed by their steps."""
    pages = printed(source)
    parts: dict[str, str | bytes] = {
        "OFD.xml": f'<ofd:OFD xmlns:ofd="{OFD}"><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>',
        "Doc_0/Document.xml": f'<ofd:Document xmlns:ofd="{OFD}"><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 {_mm(WIDTH)} {_mm(HEIGHT)}'
        "</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages>"
        + "".join(f'<ofd:Page ID="{n + 1}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
        + "</ofd:Pages></ofd:Document>",
    }
    for number, page in enumerate(pages):
        objects = "".join(map(_ofd_object, page))
        parts[f"Doc_0/Pages/Page_{number}/Content.xml"] = (
            f'<ofd:Page xmlns:ofd="{OFD}"><ofd:Content><ofd:Layer>{objects}</ofd:Layer></ofd:Content></ofd:Page>'
        )
    return zipped(parts)


def _ofd_object(one: Placed) -> str:
    if one.to:
        width, height = one.to[0] - one.x, one.to[1] - one.y
        return (
            f'<ofd:PathObject Boundary="{_mm(one.x)} {_mm(one.y)} {_mm(width)} {_mm(height)}"><ofd:AbbreviatedData>'
            f"M 0 0 L {_mm(width)} {_mm(height)}</ofd:AbbreviatedData></ofd:PathObject>"
        )
    steps = " ".join(f"{_mm(advance(sign))}" for sign in one.text[:-1])
    return (
        f'<ofd:TextObject Boundary="{_mm(one.x)} {_mm(one.y - SIZE)} 160 6" Size="{_mm(SIZE)}" Font="1">'
        f'<ofd:TextCode X="0" Y="{_mm(SIZE)}" DeltaX="{steps}">{escape(one.text)}</ofd:TextCode></ofd:TextObject>'
    )


def _mm(points: float) -> float:
    return round(points * 25.4 / 72, 3)


PROSE: dict[str, tuple[str, Callable[[SourceText], bytes]]] = {
    "docx": ("n.docx", as_word),
    "docm": ("n.docm", as_word),
    "odt": ("n.odt", as_open_text),
    "page": ("n.html", as_page),
    "mht": ("n.mht", as_archived_page),
    "pdf": ("n.pdf", as_pdf),
    "ofd": ("n.ofd", as_ofd),
}
"""Formats of running text, each with a file name and its writer."""
LEDGERS = {**PROSE, "ods": ("n.ods", as_open_sheet), "xls": ("n.xls", as_old_sheet), "et": ("n.et", as_old_sheet)}
"""Formats that tables come in."""


def lines_of_rows(rows: Sequence[Sequence[str]]) -> SourceText:
    """A table as a source."""
    return SourceText(
        "n.xlsx",
        tuple(
            SourceLine(
                number=number,
                text="\t".join(row),
                cells=tuple(Cell(text, column) for column, text in enumerate(row, start=1)),
                table=1,
            )
            for number, row in enumerate(rows, start=1)
        ),
    )
