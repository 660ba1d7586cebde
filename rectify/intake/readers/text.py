"""Plain text and csv files → lines, whatever the encoding; what cannot be decoded is told, never dropped."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import Final

from rectify.intake.readers.lines import Cell, SourceLine, SourceText, refusal

_MANY: Final = 2
_LINES: Final = 3
_SHARE: Final = 0.3
_HEADING: Final = 60
_LONGEST_FIELD: Final = 1 << 20


def delimiter_of(text: str, suffix: str) -> str:
    """What parts the cells of *text*: a tab, or a comma or semicolon in a csv file; empty for text without cells."""
    lines = [line for line in text.split("\n") if line.strip()]
    tabbed = sum(line.count("\t") >= _MANY for line in lines)
    if suffix in (".tsv", ".tab") or (tabbed >= _LINES and tabbed >= _SHARE * len(lines)):
        return "\t"
    if suffix != ".csv":
        return ""
    return max(",;，", key=lambda sign: sum(line.count(sign) > 0 for line in lines[:50]))


def table_lines(text: str, delimiter: str) -> Iterator[SourceLine]:
    """The rows of *text*; lines without any delimiter are text, or headings between rows. Line breaks within quoted cells are kept."""
    csv.field_size_limit(_LONGEST_FIELD)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=delimiter,
        quoting=csv.QUOTE_MINIMAL if _is_quoted(text, delimiter) else csv.QUOTE_NONE,
    )
    numbered, before = [], 0
    for row in reader:
        numbered.append((before + 1, row))
        before = reader.line_num
    numbered = [(number, row) for number, row in numbered if any(field.strip() for field in row)]
    inside = [place for place, (_, row) in enumerate(numbered) if len(row) > 1]
    for place, (number, row) in enumerate(numbered):
        between = inside and inside[0] < place < inside[-1] and len(row[0]) <= _HEADING
        if len(row) == 1 and not between and delimiter == "\t":
            yield SourceLine(number=number, text=row[0])
            continue
        cells = tuple(Cell(field.strip(), column) for column, field in enumerate(row, start=1))
        yield SourceLine(number=number, text="\t".join(cell.text for cell in cells), cells=cells, table=1)


def _is_quoted(text: str, delimiter: str) -> bool:
    """Whether quotation marks part cells here: they come in pairs, and one stands where a cell begins."""
    return text.count('"') % 2 == 0 and (f'{delimiter}"' in text or '\n"' in text or text.startswith('"'))


_BOMS: Final = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_LINE: Final = re.compile(r"\r\n|\r|\n")
_SOFT: Final = re.compile("[\v\u2028\u2029]|(?<=.)(?=\f)")
_READABLE: Final = re.compile(r"[\t\r\n -~\u3000-\u303f\u4e00-\u9fff\uff00-\uffef“”‘’—…·]")
_MOSTLY: Final = 0.9
_STRAY: Final = 0.02
_UNKNOWN: Final = (
    "I008",
    "认不出文件的文字编码，或者它不是文字文件",
    "用记事本打开，看得清文字的，另存为 UTF-8 编码后再导入",
)


def read_text(data: bytes, name: str) -> SourceText:
    """The lines of the plain text *data*. Raises SourceError when it is no text in a known encoding."""
    text, doubts = decode(data, name)
    if delimiter := delimiter_of(text, PurePath(name).suffix.lower()):
        rows = tuple(line for line in table_lines(text, delimiter) if line.text.strip())
        return SourceText(name, rows, tuple((0, doubt) for doubt in doubts))
    lines = [
        SourceLine(number=number, text=part)
        for number, line in enumerate(_LINE.split(text), start=1)
        for part in _SOFT.split(line)
        if part.strip()
    ]
    return SourceText(name, tuple(lines), tuple((0, doubt) for doubt in doubts))


def decode(data: bytes, name: str, declared: str = "") -> tuple[str, tuple[str, ...]]:
    """The text of *data*, and what is doubtful about it; *declared* is the encoding it claims for itself.

    Bytes that do not decode become U+FFFD, one each. Raises SourceError where most do not.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            text = data[len(bom) :].decode(encoding, "replace")
            if text.count("\ufffd") > len(text) * _STRAY:
                raise refusal(name, *_UNKNOWN)
            return text, ()
    if b"\0" in data and (bare := _bare_utf_16(data)):
        return bare, ("文件没有写明编码，按 UTF-16 读；核对文字有没有乱码",)
    if declared.lower() in ("big5", "big5-hkscs"):
        candidates = ["big5hkscs", "utf-8", "gb18030"]
    else:
        candidates = ["utf-8", "gb18030"]
    strict = next((whole for encoding in candidates if (whole := _strictly(data, encoding)) is not None), None)
    return (strict, ()) if strict is not None else _mend(data, candidates, name)


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _mend(data: bytes, candidates: list[str], name: str) -> tuple[str, tuple[str, ...]]:
    """The text in the encoding that fails least often, unless that is still too often."""
    texts = [data.decode(encoding, "replace") for encoding in candidates]
    text = min(texts, key=lambda text: text.count("\ufffd"))
    strange, foreign = text.count("\ufffd"), sum(1 for character in text if character > "\x7f")
    if strange > foreign * _STRAY + 1:
        raise refusal(name, *_UNKNOWN)
    return text, (f"文件里有 {strange} 处字节认不出是什么字，换成了“\ufffd”；打开原文，把这几个字补上",)


def _bare_utf_16(data: bytes) -> str:
    """The text when *data* is UTF-16 that does not say so; otherwise nothing."""
    for encoding in ("utf-16-le", "utf-16-be"):
        text = data.decode(encoding, "replace")
        if sum(1 for _ in _READABLE.finditer(text)) > len(text) * _MOSTLY:
            return text
    return ""
