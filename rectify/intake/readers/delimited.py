"""Tables in plain text: csv files, and lines whose cells stand between tabs, as copied from a workbook."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Final

from rectify.intake.readers.lines import Cell, SourceLine

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
