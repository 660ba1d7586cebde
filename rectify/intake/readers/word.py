"""Word documents (docx) → lines, without losing a character, and with the automatic numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element

from rectify.intake.readers.lines import CellPieces, LineMaker, Piece, SourceText, refusal, shorten, whole
from rectify.intake.readers.package import pictures_in, related_parts, unpack, xml
from rectify.intake.readers.word_runs import Runs, text_in
from rectify.intake.readers.word_styles import Counters, Styles, lists_of, lists_of_styles, styles_in, switch, value

_WIDEST: Final = 1000
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
            tell(f"修订中删去的表格行没有取用：“{shorten(text_in(row))}”")
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
    column = 1 + whole(value(row.find("w-trPr"), "w-gridBefore"), 0, most=_WIDEST)
    for item in blocks_of(row, "w-tc"):
        properties = item.find("w-tcPr")
        merge = None if properties is None else properties.find("w-vMerge")
        width = whole(value(properties, "w-gridSpan"), 1, least=1, most=_WIDEST)
        covered = merge is not None and merge.get("w-val", "continue") == "continue" and not text_in(item).strip()
        cells.append(GridCell(item, column, width, 1, covered))
        column += width
    return cells


_BLOCKS: Final = ("w-p", "w-tbl", "w-altChunk", "w-subDoc")


class Blocks(LineMaker):
    """Goes through a document in its order; what must be counted on the way is counted here."""

    def __init__(self, styles: Styles, counters: Counters, comments: Mapping[str, str]) -> None:
        super().__init__()
        self.styles, self.counters = styles, counters
        self.runs = Runs(styles, comments, self.tell, self.boxes, self.show)

    def read(self, item: Element, place: str, *, chrome: bool = False) -> None:
        """Take the paragraphs and tables in *item*; *place* names it to people where it is not the body."""
        carried: list[Piece] = []  # of paragraphs that tracked changes join to the next one
        for block in blocks_of(item, *_BLOCKS):
            if block.tag == "w-p":
                self.number += 1
                carried += self.runs.pieces(block)
                if not _joins_next(block):
                    self.paragraph(block, carried, place, chrome=chrome)
                    carried = []
            elif block.tag == "w-tbl":
                self.table(block, place, chrome=chrome)
            else:
                self.tell("这里嵌入了另一份文件，它的文字没有读；打开文档，把那部分复制成普通文字")
        if carried:
            self.add(carried, place, chrome=chrome)

    def paragraph(self, item: Element, pieces: list[Piece], place: str, *, chrome: bool) -> None:
        """Add the lines of one paragraph and of the text boxes that hang on it."""
        properties = item.find("w-pPr")
        self.add(pieces, place, self.mark(properties), self.styles.level(properties), chrome=chrome)
        self.add_boxes(place, chrome=chrome)

    def mark(self, properties: Element | None) -> str:
        """The automatic number of the paragraph with these properties, which is counted by this."""
        number, depth = self.styles.item(properties)
        if not number:
            return ""
        if depth is None:
            tied = self.styles.styles_of(properties)
            found = self.counters.lists.get(number)
            levels = found.levels.items() if found else ()
            depth = next((place for place, level in levels if level.style and level.style in tied), 0)
        return self.counters.mark(number, depth)

    def table(self, item: Element, place: str, *, chrome: bool) -> None:
        """Add the rows of a table; one that only frames text is read as that text."""
        rows = rows_of(item, self.tell)
        if is_frame(item):
            for row in rows:
                for cell in blocks_of(row, "w-tc"):
                    self.read(cell, place, chrome=chrome)
            return
        made = (
            (self.cells(grid), bool(switch(row.find("w-trPr"), "w-hidden")))
            for row, grid in zip(rows, grid_of(rows), strict=True)
        )
        self.add_rows(made, place, chrome=chrome)

    def cells(self, grid: Sequence[GridCell]) -> Iterator[CellPieces]:
        """The cells of a row that continue none above, with what they show."""
        for cell in grid:
            if not cell.covered:
                yield CellPieces(cell.column, (cell.width, cell.height), list(self.cell(cell.item)))

    def cell(self, item: Element) -> Iterator[Piece]:
        """What a cell shows: its paragraphs under each other, and the rows of tables within it."""
        first = True
        for block in blocks_of(item, "w-p", "w-tbl"):
            if block.tag == "w-p":
                found = [Piece(self.mark(block.find("w-pPr"))), *self.runs.pieces(block)]
            else:
                self.tell("这一格里还套着表格，里面的各行并进了这一格；核对原文")
                found = [piece for row in rows_of(block, self.tell) for piece in self.inner_row(row)]
            yield from [Piece("\n")] * (not first)
            yield from found
            first = block.tag == "w-p" and _joins_next(block)

    def inner_row(self, row: Element) -> Iterator[Piece]:
        """What a row of a table within a cell shows, ended by a line break."""
        for turn, cell in enumerate(blocks_of(row, "w-tc")):
            yield from [Piece("\t")] * bool(turn)
            yield from self.cell(cell)
        yield Piece("\n")


def _joins_next(paragraph: Element) -> bool:
    """Whether tracked changes delete the end of the paragraph, so that the next one goes on from it."""
    properties = paragraph.find("w-pPr/w-rPr")
    return bool(switch(properties, "w-del") or switch(properties, "w-moveFrom"))


_SURROUNDINGS: Final = (("header", "页眉"), ("footer", "页脚"))
_NOTES: Final = (("footnotes", "w-footnote", "脚注"), ("endnotes", "w-endnote", "尾注"))


def read_word(data: bytes, name: str) -> SourceText:
    """The lines of the docx *data*: the text, then notes, then page headers and footers.

    Tracked changes are taken as accepted, and told. Raises SourceError for what cannot be read.
    """
    parts = unpack(data, name)
    part = next((target for kind, target in related_parts(parts, "", name).values() if kind == "officeDocument"), "")
    if part not in parts:
        raise refusal(name, "I006", "文件里没有 Word 正文，可能不完整", "用 Word 或 WPS 打开，另存为 docx 后再导入")
    others = related_parts(parts, part, name)

    def parts_of(kind: str) -> list[Element]:
        return [xml(parts[target], name) for said, target in others.values() if said == kind and target in parts]

    styles = styles_in(next(iter(parts_of("styles")), None))
    lists = lists_of(next(iter(parts_of("numbering")), None), lists_of_styles(styles))
    comments = {item.get("w-id", ""): text_in(item) for root in parts_of("comments") for item in root.iter("w-comment")}
    blocks = Blocks(styles, Counters(lists), comments)
    body = xml(parts[part], name).find("w-body")
    if body is not None:
        blocks.read(body, "")
    for kind, tag, word in _NOTES:
        for root in parts_of(kind):
            notes = [note for note in root.iter(tag) if note.get("w-type", "normal") == "normal"]
            for count, note in enumerate(notes, start=1):
                blocks.read(note, f"{word}{count}")
    for kind, word in _SURROUNDINGS:
        for root in parts_of(kind):
            blocks.read(root, word, chrome=True)
    if any(target.startswith(("word/diagrams/", "word/charts/")) for target in parts):
        blocks.doubts.append((0, "文档里有 SmartArt 图形或图表，图形里的文字没有读；核对原文，要紧的补进正文"))
    wanted = [(number, others[reference][1]) for number, reference in blocks.pictures if reference in others]
    pictures = tuple(pictures_in(data, name, wanted))
    return SourceText(name, tuple(blocks.lines), tuple(dict.fromkeys(blocks.doubts)), pictures)
