"""Printed pages → the paragraphs and tables of the document: lines joined, page numbers and running heads apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from statistics import median
from typing import Final, NamedTuple

from rectify.intake.readers.lines import NO_TEXT, PAGE_NUMBER, RUNNING_HEAD, Cell, SourceLine, SourceText, refusal
from rectify.intake.readers.placed_lines import Glyph, Line, PrintedPage, lines_of, starts_of_columns, without_struck
from rectify.intake.readers.placed_tables import Box, Grid, grids_in, squares_in

_NUMBER: Final = re.compile(r"[-—–－·\s]*\d{1,4}[-—–－·\s]*|第\s*\d{1,4}\s*页.{0,12}|\d{1,4}\s*[/／]\s*\d{1,4}")
_FEW: Final = 3  # glyphs: less is no text
_MARGIN: Final = 0.12  # of the page's height: where page numbers and running heads stand
_SLACK: Final = 0.25  # of the size of letters: lines of a table that meet so nearly touch
_INDENT: Final = 0.9  # of the size
_ROOM: Final = 0.8  # of the size: what a justified line may leave
_GAP: Final = 1.35  # of the usual distance of lines: a gap between paragraphs
_RESIZED: Final = 0.12
_OFTEN: Final = 0.06
_SHARE: Final = 0.15
_ALIKE: Final = 3  # letters by which the margins may differ
_MANY: Final = 4
_SENTENCE_END: Final = re.compile(r"[。；！？!?;：:][”」』）)]?\Z")
_BEGINS: Final = re.compile(
    r"[（(]?[一二三四五六七八九十\d]{1,3}[)）.．、](?!\d)|第[一二三四五六七八九十]+[、，]|[①-⑳]|[\u4e00-\u9fff]{2,8}[：:]"
)
_SQUARE: Final = "这里有画出来的方框，可能是选项；勾没有勾读不出，核对原文"
_IN_COLUMNS: Final = (
    "这里像是分栏的文字，或者没有框线的表格，是从左到右一行一行读的，各栏的文字可能混在了一起；核对原文"
)
_JOINED: Final = "段落开头没有缩进，有 {} 处分不清是换行还是另起一段，都当作同一段（第一处在“{}”后面）；核对原文"
_QUOTED: Final = 16
_WORD: Final = re.compile(r"[A-Za-z0-9]\Z")


class Row(NamedTuple):
    """A row of a table on a page."""

    page: int
    table: int
    number: int
    cells: tuple[Cell, ...]


class PageNote(NamedTuple):
    """What to tell of the line before it."""

    page: int
    sentence: str


class Margins(NamedTuple):
    """Where lines of text begin and end, and how far they lie apart; *indents*: paragraphs begin indented."""

    left: float
    right: float
    pitch: float
    indents: bool


Item = Line | Row | PageNote


def read_pages(pages: Sequence[PrintedPage], name: str, form: str, doubts: Iterable[str] = ()) -> SourceText:
    """The lines of the document with these *pages*; *doubts* are about all of it, *form* is what it is called.

    Pages without text are told by their numbers; SourceError (I009) where none has any.
    """
    empty = [str(page.number) for page in pages if sum(bool(glyph.text.strip()) for glyph in page.glyphs) < _FEW]
    if len(empty) == len(pages):
        message = f"{form} 里没有文字" + ("，只有图片" if any(page.pictures for page in pages) else "")
        raise refusal(name, "I009", message, NO_TEXT)
    told = [(0, f"第{'、'.join(empty)}页没有文字，可能是扫描的图片或者空白页，没有读；核对原文")] * bool(empty)
    told += [(0, doubt) for doubt in doubts]
    items: list[Item] = []
    grids: list[Grid] = []
    for page in pages:
        items += _items(page, grids)
        told += [(0, f"第{page.number}页{doubt}") for doubt in page.doubts]
    lines, found = _as_lines(items, pages)
    return SourceText(name, tuple(lines), tuple(dict.fromkeys([*told, *found])))


def _items(page: PrintedPage, grids: list[Grid]) -> list[Item]:
    """The lines and table rows of a page from top to bottom; the tables are added to *grids*."""
    sizes = [glyph.size for glyph in page.glyphs if glyph.text.strip()]
    size = median(sizes) if sizes else 1.0
    tables = grids_in(page.rules, _SLACK * size)
    edges = {line for grid in tables for line in grid.rows}
    crossing = [rule for rule in page.rules if not any(abs(rule.top - edge) <= _SLACK * size for edge in edges)]
    glyphs, struck = without_struck(page.glyphs, crossing)
    inside: dict[int, list[Glyph]] = {}
    free: list[Glyph] = []
    for glyph in glyphs:
        x, y = glyph.x + glyph.width / 2, glyph.y - glyph.size / 3
        at = next((place for place, grid in enumerate(tables) if grid.holds(x, y)), None)
        (free if at is None else inside.setdefault(at, [])).append(glyph)
    found: list[tuple[float, Item]] = [(line.y, line) for line in lines_of(page.number, free)]
    found += [(y + size / 10, PageNote(page.number, sentence)) for y, sentence in struck]
    found += [(y + size / 10, PageNote(page.number, _SQUARE)) for y in squares_in(page.rules, size)]
    for place, grid in enumerate(tables):
        goes_on = bool(grids) and not place and _same_columns(grids[-1], grid, _SLACK * size) and _is_first(grid, found)
        if not goes_on:
            grids.append(grid)
        rows = _rows(page.number, len(grids), grid, inside.get(place, []))
        found += [(grid.rows[row.number - 1], row) for row in rows]
    return [item for _, item in sorted(found, key=lambda pair: pair[0])]


def _same_columns(one: Grid, other: Grid, slack: float) -> bool:
    pairs = zip(one.columns, other.columns, strict=False)
    return len(one.columns) == len(other.columns) and all(abs(a - b) <= 2 * slack for a, b in pairs)


def _is_first(grid: Grid, found: Sequence[tuple[float, Item]]) -> bool:
    """Whether nothing but a running head stands above the table."""
    return sum(y < grid.rows[0] for y, _ in found) <= 1


def _rows(page: int, table: int, grid: Grid, glyphs: Sequence[Glyph]) -> Iterator[Row]:
    by_box: dict[Box, list[Glyph]] = {}
    for glyph in glyphs:
        x, y = glyph.x + glyph.width / 2, glyph.y - glyph.size / 3
        box = next((b for b in grid.boxes if b.left <= x <= b.right and b.top <= y <= b.bottom), None)
        if box is not None:
            by_box.setdefault(box, []).append(glyph)
    for number, boxes in groupby(grid.boxes, key=lambda box: box.row):
        cells = tuple(
            Cell(_cell_text(page, box, by_box.get(box, [])), box.column + 1, (box.width, box.height)) for box in boxes
        )
        if any(cell.text for cell in cells):
            yield Row(page, table, number + 1, cells)


def _cell_text(page: int, box: Box, glyphs: Sequence[Glyph]) -> str:
    """The text of a cell; a line that fills it goes on in the next one."""
    text = ""
    before: Line | None = None
    for line in lines_of(page, glyphs):
        if before is None:
            text = line.text
        else:
            padding = max(before.left - box.left, 0)
            is_full = box.right - min(padding, before.size) - before.right < line.first + _ROOM * before.size
            text += _glue(text, line.text) if is_full else "\n" + line.text
        before = line
    return text


def _glue(before: str, text: str) -> str:
    return (" " if _WORD.search(before) and text[:1].isascii() and text[:1].isalpha() else "") + text


def _as_lines(items: Sequence[Item], pages: Sequence[PrintedPage]) -> tuple[list[SourceLine], list[tuple[int, str]]]:
    """The paragraphs and rows, and what to tell of them."""
    asides = _asides(items, {page.number: page.height for page in pages})
    texts = [item for item in items if isinstance(item, Line) and id(item) not in asides]
    margins = _margins(texts, {page.number: page.width for page in pages})
    made: list[SourceLine] = []
    told: list[tuple[int, str]] = []
    unsure: list[str] = []  # paragraphs that may end where they were joined
    column_starts = {id(line) for line in starts_of_columns(texts)}
    waiting: list[Line] = []  # page numbers between the parts of a paragraph
    counts: Counter[int] = Counter()
    before: Line | None = None
    for item in items:
        if isinstance(item, PageNote):
            told.append((len(made), item.sentence))
        elif id(item) in asides and isinstance(item, Line):
            waiting.append(item)
        elif before and isinstance(item, Line) and _goes_on(before, item, margins[before.page], margins[item.page]):
            if _SENTENCE_END.search(before.text) and not margins[item.page].indents:
                unsure.append(made[-1].text[-_QUOTED:])
            made[-1] = _longer(made[-1], item)
            before = item
        else:
            made += _aside_lines(waiting, asides, len(made))
            waiting = []
            counts[item.page] += 1
            made.append(
                _table_row(item, len(made) + 1)
                if isinstance(item, Row)
                else _paragraph(item, len(made) + 1, f"第{item.page}页第{counts[item.page]}段")
            )
            before = None if isinstance(item, Row) else item
        if id(item) in column_starts:
            told.append((len(made), _IN_COLUMNS))
    if unsure:
        told.append((0, _JOINED.format(len(unsure), unsure[0])))
    return [*made, *_aside_lines(waiting, asides, len(made))], told


def _aside_lines(lines: Iterable[Line], asides: Mapping[int, str], before: int) -> list[SourceLine]:
    return [
        _paragraph(line, number, f"第{line.page}页", asides[id(line)])
        for number, line in enumerate(lines, start=before + 1)
    ]


def _asides(items: Sequence[Item], heights: dict[int, float]) -> dict[int, str]:
    """Which lines are page numbers or running heads, by their id()."""
    outer: list[tuple[Line, bool]] = []  # and whether at the top
    for page, group in groupby(items, key=lambda item: item.page):
        lines = [item for item in group if isinstance(item, Line)]
        height = heights[page]
        outer += [(line, True) for line in lines[:2] if line.y < _MARGIN * height]
        outer += [(line, False) for line in lines[-2:] if line.y > (1 - _MARGIN) * height]
    often = Counter((re.sub(r"\d+", "#", line.text), top) for line, top in outer)
    found = {id(line): PAGE_NUMBER for line, _ in outer if _NUMBER.fullmatch(line.text.strip())}
    for line, top in outer:
        if often[re.sub(r"\d+", "#", line.text), top] > max(1, len(heights) // 4):
            found.setdefault(id(line), RUNNING_HEAD)
    return found


def _margins(lines: Sequence[Line], widths: dict[int, float]) -> dict[int, Margins]:
    """The margins of the text on each page, taken from all pages that are as wide."""
    by_width: dict[int, list[Line]] = {}
    for line in lines:
        by_width.setdefault(round(widths[line.page]), []).append(line)
    found = {width: _margins_of(group, width) for width, group in by_width.items()}
    return {page: found[round(width)] for page, width in widths.items() if round(width) in found}


def _margins_of(lines: Sequence[Line], width: float) -> Margins:
    size = median(line.size for line in lines)
    lefts = Counter(round(line.left / size * 2) for line in lines)
    few = max(2, _OFTEN * len(lines))
    left = min((place for place, count in lefts.items() if count >= few), default=min(lefts)) * size / 2
    right = _high(line.right for line in lines)
    far = width - left  # margins are much alike
    if right < far - _ALIKE * size and sum(line.right > right - size for line in lines) < max(_MANY, len(lines) / 4):
        right = far
    steps = [b.y - a.y for a, b in pairwise(lines) if a.page == b.page and 0 < b.y - a.y < 4 * size]
    indented = sum(line.left > left + _INDENT * line.size for line in lines)
    pitch = median(steps) if steps else 0
    return Margins(left, right, pitch, indents=len(lines) > indented >= _SHARE * len(lines))


def _high(values: Iterable[float]) -> float:
    """The highest value, without the few that stand out in a long text."""
    ordered = sorted(values)
    return ordered[-1 - len(ordered) // 50]


def _goes_on(before: Line, line: Line, at_end: Margins, at_start: Margins) -> bool:
    """Whether *line* goes on with the paragraph of the line *before*."""
    if before.gaps or line.gaps:
        return False
    room = at_end.right - before.right
    if room > line.first + _ROOM * before.size or abs(line.size - before.size) > _RESIZED * before.size:
        return False
    ended = _SENTENCE_END.search(before.text) is not None
    if line.left > at_start.left + _INDENT * line.size:
        return not ended and abs(line.left - before.left) < line.size / 3 and not _BEGINS.match(line.text)
    if before.page == line.page and at_end.pitch and line.y - before.y > _GAP * at_end.pitch:
        return False
    if at_start.indents:
        return True
    return not _BEGINS.match(line.text)


def _paragraph(line: Line, number: int, place: str, aside: str = "") -> SourceLine:
    return SourceLine(number=number, text=line.text, bold=line.bold, place=place, aside=aside)


def _longer(made: SourceLine, line: Line) -> SourceLine:
    glued = _glue(made.text, line.text)
    offset = len(made.text) + len(glued) - len(line.text)
    spans = [*made.bold, *((start + offset, end + offset) for start, end in line.bold)]
    return SourceLine(number=made.number, text=made.text + glued, bold=tuple(spans), place=made.place)


def _table_row(row: Row, number: int) -> SourceLine:
    text = "\t".join(cell.text for cell in row.cells)
    place = f"第{row.page}页表{row.table}第{row.number}行"
    return SourceLine(number=number, text=text, cells=row.cells, table=row.table, place=place)
