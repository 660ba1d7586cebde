"""The tags and texts of a page → lines, as a browser would break, number and hide them."""

from __future__ import annotations

import re
from typing import Final

from bs4.element import Tag

from rectify.intake.readers.html_article import steps
from rectify.intake.readers.html_looks import Look, Run, changed, collapsed, is_block, mark_of
from rectify.intake.readers.html_tables import Grid, Shown, layouts_in
from rectify.intake.readers.lines import Cell, SourceLine, shortened

_ATTACHED: Final = re.compile(r"\.(?:docx?|xlsx?|pdf|wps|et|ofd|zip|rar)(?:[?#]|$)", re.IGNORECASE)
_NEIGHBOUR: Final = re.compile(
    r"\s*【?\s*(?:上一[篇条则]|下一[篇条则]|打印(?:本页)?|关闭(?:窗口|本页)?|分享到|扫一扫|字号)\s*(?:[：:】\[]|$)"
)


class Page:
    """Goes through a page in its order, as a browser does; *article* is where its text proper stands."""

    def __init__(self, article: Tag, unseen: frozenset[str] = frozenset()) -> None:
        self.article, self.unseen = article, unseen
        self.lines: list[SourceLine] = []
        self.doubts: list[tuple[int, str]] = []
        self.looks = [Look(chrome=True)]
        self.runs: list[Run] = []
        self.lists: list[tuple[Tag, list[int]]] = []
        self.grid: Grid | None = None
        self.layouts: frozenset[int] = frozenset()
        self.mark = ""
        self.number = self.tables = 0

    def read(self, root: Tag) -> None:
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
                self.tell(f"划去的文字没有取用：“{shortened(text)}”")
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
        self.looks.append(changed(self.looks[-1], tag, is_article=tag is self.article, unseen=self.unseen))
        look = self.looks[-1]
        if tag.name == "table" and not look.unseen:
            self.start_table(tag)
        elif tag.name in ("tr", "td", "th") and self.grid is not None and not self.grid.depth:
            self.start_cell(tag, self.grid)
        elif tag.name in ("ol", "ul"):
            start = str(tag.get("start") or "1")
            self.lists.append((tag, [int(start) - 1 if re.fullmatch("[0-9]{1,6}", start) else 0]))
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
            self.tell(f"这里有附件“{shortened(tag.get_text())}”，附件没有读；需要的下载后另外导入")
        elif tag.name == "rt":
            self.tell("这里的字上注了拼音，只取用了字")

    def tell(self, sentence: str) -> None:
        """Note a doubt about the line that is being read."""
        self.doubts.append((self.number + 1, sentence))

    def flush(self) -> None:
        """End the line that is being read."""
        if not self.runs:
            return
        runs, self.runs = self.runs, []
        hidden, shown = [run for run in runs if run.look.hidden], [run for run in runs if not run.look.hidden]
        slot = self.grid.slot if self.grid is not None else None
        for part, is_hidden in ((shown, False), (hidden, True)):
            found = collapsed(part)
            if not found.text.strip():
                continue
            mark = "" if is_hidden else self.mark
            if not is_hidden:
                self.mark = ""
            if slot is not None:
                found = Shown(mark + found.text, tuple((a + len(mark), b + len(mark)) for a, b in found.bold))
                (slot.hidden if is_hidden else slot.lines).append(found)
            else:
                self.add(found, part[0].look, mark, hidden=is_hidden)

    def add(self, found: Shown, look: Look, mark: str = "", *, hidden: bool = False) -> None:
        """Add a line."""
        if hidden and not look.chrome:
            self.tell("这里有网页上看不见的文字；核对它该不该公开")
        self.number += 1
        self.lines.append(
            SourceLine(
                number=self.number,
                text=found.text,
                mark=mark,
                level=look.level,
                bold=found.bold,
                hidden=hidden,
                chrome=look.chrome or bool(_NEIGHBOUR.match(found.text)),
            )
        )

    def start_table(self, tag: Tag) -> None:
        """Enter a table: one of its own, one within a cell, or one that only lays out."""
        if self.grid is not None:
            self.grid.depth += 1
            self.tell("这一格里还套着表格，里面的各行并进了这一格；核对原文")
        elif id(tag) not in self.layouts:
            self.grid = Grid()

    def start_cell(self, tag: Tag, grid: Grid) -> None:
        """Enter a row or a cell."""
        if tag.name == "tr":
            grid.row()
        else:
            grid.cell(tag)

    def add_table(self, grid: Grid) -> None:
        """Add the rows of a table that has ended."""
        self.tables += 1
        for count, row in enumerate(grid.placed(), start=1):
            text, hidden = "", []
            bold: list[tuple[int, int]] = []
            cells: list[Cell] = []
            for column, slot in row:
                text += "\t" if cells else ""
                found = slot.joint()
                bold += [(start + len(text), end + len(text)) for start, end in found.bold]
                text += found.text
                cells.append(Cell(found.text, column, (slot.width, slot.height)))
                hidden += slot.hidden
            if text.strip():
                self.number += 1
                self.lines.append(
                    SourceLine(
                        number=self.number,
                        text=text,
                        bold=tuple(bold),
                        cells=tuple(cells),
                        table=self.tables,
                        chrome=self.looks[-1].chrome,
                        place=f"表{self.tables}第{count}行",
                    )
                )
            for found in hidden:
                self.add(found, self.looks[-1], hidden=True)
