"""The tags and texts of a page → lines, as a browser would break, number and hide them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from bs4.element import Tag

from rectify.intake.readers.html_article import layouts_in, steps
from rectify.intake.readers.html_looks import Look, Run, collapse, is_block, look_in, mark_of
from rectify.intake.readers.lines import CellPieces, LineMaker, Piece, shorten, whole

_ATTACHED: Final = re.compile(r"\.(?:docx?|xlsx?|pdf|wps|et|ofd|zip|rar)(?:[?#]|$)", re.IGNORECASE)
_NEIGHBOUR: Final = re.compile(
    r"\s*【?\s*(?:上一[篇条则]|下一[篇条则]|打印(?:本页)?|关闭(?:窗口|本页)?|分享到|扫一扫|字号)\s*(?:[：:】\[]|$)"
)
_MAX_SPAN: Final = 1000
_MAX_COLUMN: Final = 256  # up to which cells push later ones aside


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell of a table: its span of columns and rows, what it shows, and its hidden lines."""

    width: int
    height: int
    shown: list[Piece] = field(default_factory=list)
    hidden: list[list[Piece]] = field(default_factory=list)


@dataclass(slots=True)
class Grid:
    """A table that is being read; rows and cells end where the next one begins, closed or not."""

    rows: list[list[Slot]] = field(default_factory=list)
    depth: int = 0  # of tables within its cells

    def begin(self, tag: Tag) -> None:
        """Begin a row or a cell."""
        if tag.name == "tr" or not self.rows:
            self.rows.append([])
        if tag.name != "tr":
            self.rows[-1].append(Slot(_span(tag, "colspan"), _span(tag, "rowspan")))

    @property
    def slot(self) -> Slot | None:
        """The cell that text goes to; None before the first of a row."""
        return self.rows[-1][-1] if self.rows and self.rows[-1] else None

    def place_cells(self) -> Iterator[list[tuple[int, Slot]]]:
        """The cells of each row with their columns, counted from 1, as browsers place them."""
        taken: dict[int, int] = {}  # rows still covered from above, by column
        for row in self.rows:
            column, placed = 1, []
            for slot in row:
                while taken.get(column, 0) > 0:
                    column += 1
                placed.append((column, slot))
                if slot.height > 1:
                    taken.update(dict.fromkeys(range(column, min(column + slot.width, _MAX_COLUMN)), slot.height))
                column += slot.width
            yield placed
            taken = {column: left - 1 for column, left in taken.items() if left > 1}


class Page(LineMaker):
    """Goes through a page in its order, as a browser does; *article* is where its text proper stands.

    `number` is that of the line being read.
    """

    def __init__(self, article: Tag, unseen: frozenset[str] = frozenset()) -> None:
        super().__init__()
        self.number = 1
        self.article, self.unseen = article, unseen
        self.looks = [Look(chrome=True)]
        self.runs: list[Run] = []
        self.lists: list[tuple[Tag, list[int]]] = []
        self.grid: Grid | None = None
        self.layouts: frozenset[int] = frozenset()
        self.mark = ""

    def take(self, root: Tag) -> None:
        """Take all of the page."""
        self.layouts = layouts_in(root)
        for node, ends in steps(root):
            if not isinstance(node, Tag):
                self.text(str(node), self.looks[-1])
            elif ends:
                self.end(node)
            else:
                self.start(node)
        self.flush()

    def text(self, text: str, look: Look) -> None:
        """Take a piece of text."""
        if look.unseen:
            return
        if look.struck:
            if text.strip() and not look.chrome:
                self.tell(f"划去的文字没有取用：“{shorten(text)}”")
            return
        first, *others = text.split("\n") if look.kept else (text,)
        self.runs.append(Run(first, look))
        for other in others:
            self.flush()
            self.runs.append(Run(other, look))

    def start(self, tag: Tag) -> None:
        """Enter a tag."""
        if is_block(tag):
            self.flush()
        self.looks.append(look_in(self.looks[-1], tag, is_article=tag is self.article, unseen=self.unseen))
        look = self.looks[-1]
        if tag.name == "table" and not look.unseen:
            self.start_table(tag)
        elif tag.name in ("tr", "td", "th") and self.grid is not None and not self.grid.depth:
            self.grid.begin(tag)
        elif tag.name in ("ol", "ul"):
            self.lists.append((tag, [whole(str(tag.get("start") or ""), 1) - 1]))
        elif tag.name == "li" and self.lists and not look.chrome:
            self.mark = mark_of(tag, *self.lists[-1])
        if not look.chrome and not look.hidden:
            self.note(tag)

    def end(self, tag: Tag) -> None:
        """Leave a tag."""
        if is_block(tag):
            self.flush()
        self.looks.pop()
        if tag.name == "table" and self.grid is not None:
            if self.grid.depth:
                self.grid.depth -= 1
            else:
                self.add_table(self.grid)
                self.grid = None
        elif self.lists and tag is self.lists[-1][0]:
            self.lists.pop()
        elif tag.name == "li":
            self.mark = ""

    def note(self, tag: Tag) -> None:
        """Tell what the page shows here and the text does not."""
        if tag.name in ("img", "embed", "video", "object"):
            self.tell("这里有图片或视频，里面的文字没有读")
        elif tag.name in ("iframe", "frame"):
            self.tell("这里嵌入了另一个网页，它的文字没有读；把那一页也存下来导入")
        elif tag.name == "a" and _ATTACHED.search(str(tag.get("href") or "")):
            self.tell(f"这里有附件“{shorten(tag.get_text())}”，附件没有读；需要的下载后另外导入")
        elif tag.name == "rt":
            self.tell("这里的字上注了拼音，只取用了字")

    def flush(self) -> None:
        """End the line that is being read."""
        runs, self.runs = self.runs, []
        slot = self.grid.slot if self.grid is not None else None
        for is_hidden in (False, True):
            part = [run for run in runs if run.look.hidden is is_hidden]
            pieces = collapse(part)
            if not any(piece.text.strip() for piece in pieces):
                continue
            mark = "" if is_hidden else self.mark
            self.mark = self.mark if is_hidden else ""
            if slot is None:
                self.add_line(pieces, part[0].look, mark, hidden=is_hidden)
            elif is_hidden:
                slot.hidden.append(pieces)
            else:
                slot.shown.extend([Piece("\n")] * bool(slot.shown) + [Piece(mark), *pieces])

    def add_line(self, pieces: list[Piece], look: Look, mark: str = "", *, hidden: bool = False) -> None:
        """Add a line."""
        if hidden and not look.chrome:
            self.tell("这里有网页上看不见的文字；核对它该不该公开")
        is_chrome = look.chrome or bool(_NEIGHBOUR.match("".join(piece.text for piece in pieces)))
        self.put(pieces, mark=mark, level=look.level, hidden=hidden, chrome=is_chrome)
        self.number += 1

    def start_table(self, tag: Tag) -> None:
        """Enter a table: one of its own, one within a cell, or one that only lays out."""
        if self.grid is not None:
            self.grid.depth += 1
            self.tell("这一格里还套着表格，里面的各行并进了这一格；核对原文")
        elif id(tag) not in self.layouts:
            self.grid = Grid()

    def add_table(self, grid: Grid) -> None:
        """Add the rows of a table that has ended."""
        self.tables += 1
        look = self.looks[-1]
        for count, row in enumerate(grid.place_cells(), start=1):
            cells = [CellPieces(column, (slot.width, slot.height), slot.shown) for column, slot in row]
            self.number += self.add_row(cells, f"表{self.tables}第{count}行", self.tables, chrome=look.chrome)
            for pieces in (hidden for _, slot in row for hidden in slot.hidden):
                self.add_line(pieces, look, hidden=True)


def _span(tag: Tag, name: str) -> int:
    return whole(str(tag.get(name) or "").strip(), 1, least=1, most=_MAX_SPAN)
