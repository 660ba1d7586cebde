"""The rows and cells of a Word table, with what they cover."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element

from rectify.intake.readers.lines import shortened
from rectify.intake.readers.word_runs import text_in
from rectify.intake.readers.word_styles import switch, value

_WRAPPINGS: Final = frozenset(
    ("w-sdt", "w-sdtContent", "w-customXml", "w-smartTag", "w-ins", "w-moveTo", "mc-AlternateContent", "mc-Choice")
)


class GridCell(NamedTuple):
    """A cell and its place in the grid; *covered*: it only continues the one above."""

    item: Element
    column: int
    width: int
    height: int
    covered: bool


def blocks_of(item: Element, *tags: str) -> Iterator[Element]:
    """The elements of these *tags* in *item*, through whatever only wraps them."""
    for child in item:
        if child.tag in tags:
            yield child
        elif child.tag in _WRAPPINGS:
            yield from blocks_of(child, *tags)


def rows_of(table: Element, tell: Callable[[str], None]) -> Sequence[Element]:
    """The rows of a table, without those that tracked changes delete."""
    rows = []
    for row in blocks_of(table, "w-tr"):
        if switch(row.find("w-trPr"), "w-del"):
            tell(f"修订中删去的表格行没有取用：“{shortened(text_in(row))}”")
        else:
            rows.append(row)
    return rows


def is_frame(table: Element) -> bool:
    """Whether the table is but a frame around text: no row has a second cell."""
    return all(sum(1 for _ in blocks_of(row, "w-tc")) <= 1 for row in blocks_of(table, "w-tr"))


def grid_of(rows: Sequence[Element]) -> Sequence[Sequence[GridCell]]:
    """The cells of each row; a cell that goes on downwards knows how many rows it covers."""
    grid = [_cells(row) for row in rows]
    below: dict[int, int] = {}  # covered cells of the rows from the next one on, by column
    for cells in reversed(grid):
        heights = {cell.column: below.get(cell.column, 0) + 1 for cell in cells}
        cells[:] = [cell if cell.covered else cell._replace(height=heights[cell.column]) for cell in cells]
        below = {cell.column: heights[cell.column] for cell in cells if cell.covered}
    return grid


def _cells(row: Element) -> list[GridCell]:
    cells: list[GridCell] = []
    column = 1 + _integer(value(row.find("w-trPr"), "w-gridBefore"), 0)
    for item in blocks_of(row, "w-tc"):
        properties = item.find("w-tcPr")
        merge = None if properties is None else properties.find("w-vMerge")
        width = _integer(value(properties, "w-gridSpan"), 1)
        covered = merge is not None and merge.get("w-val", "continue") == "continue" and not text_in(item).strip()
        cells.append(GridCell(item, column, width, 1, covered))
        column += width
    return cells


def _integer(text: str, otherwise: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 5 else otherwise  # noqa: PLR2004
