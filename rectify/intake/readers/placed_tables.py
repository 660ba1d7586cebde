"""Ruling lines → the tables that they draw: rows and columns, cells that span several of them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from rectify.intake.readers.placed_lines import Rule

_MOST_RULES: Final = 20_000
_MOST_CELLS: Final = 40_000


class Box(NamedTuple):
    """A cell: its place in the grid from 0, what it spans, and where it is printed."""

    row: int
    column: int
    width: int
    height: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Grid:
    """A table on a page: the places of its ruling lines, and its cells in reading order."""

    columns: tuple[float, ...]
    rows: tuple[float, ...]
    boxes: tuple[Box, ...]

    def holds(self, x: float, y: float) -> bool:
        """Whether a point is in the table."""
        return self.columns[0] <= x <= self.columns[-1] and self.rows[0] <= y <= self.rows[-1]


def grids_in(rules: Sequence[Rule], slack: float) -> tuple[Grid, ...]:
    """The tables that the *rules* draw, from top to bottom; lines that meet within *slack* touch.

    A frame around text is none: a table has more than one cell in a row.
    """
    if len(rules) > _MOST_RULES:
        return ()
    found = (_grid(group, slack) for group in _groups(rules, slack))
    grids = [grid for grid in found if grid is not None and any(box.column for box in grid.boxes)]
    return tuple(sorted(grids, key=lambda grid: (grid.rows[0], grid.columns[0])))


def squares_in(rules: Sequence[Rule], size: float) -> tuple[float, ...]:
    """The lower edges of the small squares that the *rules* draw beside letters of this *size*: boxes to tick."""
    upright = [rule for rule in rules if not rule.is_level and size / 2 < rule.bottom - rule.top < 2 * size]
    level = {round(rule.bottom) for rule in rules if rule.is_level and rule.right - rule.left < 2 * size}
    return tuple(sorted({rule.bottom for rule in upright if round(rule.bottom) in level}))


def _groups(rules: Sequence[Rule], slack: float) -> Iterator[list[Rule]]:
    """The rules in groups that hang together."""
    level = sorted((rule for rule in rules if rule.is_level), key=lambda rule: rule.top)
    tops = [rule.top for rule in level]
    parent = list(range(len(rules)))
    numbers = {id(rule): place for place, rule in enumerate(rules)}

    def root(place: int) -> int:
        while parent[place] != place:
            parent[place] = parent[parent[place]]
            place = parent[place]
        return place

    for rule in rules:
        if not rule.is_level:
            for place in range(bisect_left(tops, rule.top - slack), len(level)):
                other = level[place]
                if other.top > rule.bottom + slack:
                    break
                if other.left - slack <= rule.left <= other.right + slack:
                    parent[root(numbers[id(rule)])] = root(numbers[id(other)])
    groups: dict[int, list[Rule]] = {}
    for place, rule in enumerate(rules):
        groups.setdefault(root(place), []).append(rule)
    yield from (group for group in groups.values() if len(group) > 3)  # noqa: PLR2004 - a box has four lines


def _grid(rules: Sequence[Rule], slack: float) -> Grid | None:
    columns = _places((rule.left for rule in rules if not rule.is_level), slack)
    rows = _places((rule.top for rule in rules if rule.is_level), slack)
    if len(columns) < 2 or len(rows) < 2 or len(columns) * len(rows) > _MOST_CELLS:  # noqa: PLR2004
        return None
    upright = _covered_steps([(r.left, r.top, r.bottom) for r in rules if not r.is_level], columns, rows, slack)
    level = _covered_steps([(r.top, r.left, r.right) for r in rules if r.is_level], rows, columns, slack)
    return Grid(tuple(columns), tuple(rows), tuple(_boxes(columns, rows, upright, level)))


def _places(values: Iterable[float], slack: float) -> list[float]:
    """The values, those within *slack* of each other as one."""
    made: list[float] = []
    for value in sorted(values):
        if not made or value - made[-1] > slack:
            made.append(value)
    return made


def _covered_steps(
    lines: Sequence[tuple[float, float, float]], across: Sequence[float], along: Sequence[float], slack: float
) -> set[tuple[int, int]]:
    """Which steps of the grid have a line: (the line's place across, the step along)."""
    found = set()
    for value, start, end in lines:
        place = min(range(len(across)), key=lambda one: abs(across[one] - value))
        for step in range(bisect_left(along, start - slack), len(along) - 1):
            if along[step + 1] > end + slack:
                break
            found.add((place, step))
    return found


def _boxes(
    columns: Sequence[float], rows: Sequence[float], upright: set[tuple[int, int]], level: set[tuple[int, int]]
) -> Iterator[Box]:
    """The cells: from each corner as far right and down as no line stands in between."""
    taken: set[tuple[int, int]] = set()
    for row in range(len(rows) - 1):
        for column in range(len(columns) - 1):
            if (row, column) in taken:
                continue
            width = height = 1
            while column + width < len(columns) - 1 and (column + width, row) not in upright:
                width += 1
            while row + height < len(rows) - 1 and all(
                (row + height, place) not in level for place in range(column, column + width)
            ):
                height += 1
            taken.update((row + i, column + j) for i in range(height) for j in range(width))
            yield Box(
                row, column, width, height, columns[column], rows[row], columns[column + width], rows[row + height]
            )
