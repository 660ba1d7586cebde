"""The table as CSV: for Excel and WPS as well as for programs (D-01)."""

from __future__ import annotations

import csv
import io
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from typing import Final

from rectify.outputs.dataset.columns import FIELDS, Cell

_COMPUTED: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
"""What a cell begins with that spreadsheets take for a formula, in Chinese settings wide signs too."""


def table(parts: Iterable[bytes]) -> Iterator[bytes]:
    """The file of *parts* that `table_rows` made, piece by piece: UTF-8 with BOM, RFC 4180."""
    yield BOM_UTF8 + table_rows([[field.title for field in FIELDS]])
    yield from parts


def any_table(head: Iterable[Iterable[Cell]], parts: Iterable[bytes]) -> bytes:
    """The whole file of another table: the rows of its *head*, then *parts* that `table_rows` made."""
    return b"".join((BOM_UTF8, table_rows(head), *parts))


def table_rows(rows: Iterable[Iterable[Cell]]) -> bytes:
    """Some rows of the file; a text that looks like a formula gets an apostrophe before it."""
    file = io.StringIO(newline="")
    csv.writer(file, lineterminator="\r\n").writerows(map(_harmless, row) for row in rows)
    return file.getvalue().encode()


def _harmless(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_COMPUTED) else cell
