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
    """The rows of *text*; lines without any delimiter are lines of text. Line breaks within quoted cells are kept."""
    csv.field_size_limit(_LONGEST_FIELD)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=delimiter,
        quoting=csv.QUOTE_MINIMAL if _is_quoted(text, delimiter) else csv.QUOTE_NONE,
    )
    table, before, inside = 0, 0, False
    for row in reader:
        number, before = before + 1, reader.line_num
        if not any(field.strip() for field in row):
            continue
        if len(row) == 1 and delimiter == "\t":
            inside = False
            yield SourceLine(number=number, text=row[0])
            continue
        table += not inside
        inside = True
        cells = tuple(Cell(field.strip(), column) for column, field in enumerate(row, start=1))
        yield SourceLine(number=number, text="\t".join(cell.text for cell in cells), cells=cells, table=table)


def _is_quoted(text: str, delimiter: str) -> bool:
    """Whether quotation marks part cells here: they come in pairs, and one stands where a cell begins."""
    return text.count('"') % 2 == 0 and (f'{delimiter}"' in text or '\n"' in text or text.startswith('"'))
