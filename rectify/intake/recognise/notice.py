"""The lines of the sources as the recogniser sees them: white space evened out, cells with their places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from rectify.intake.readers.lines import Cell, SourceLine, SourceText, place_of
from rectify.source.nodes import UNPRINTABLE


class CellText(NamedTuple):
    """One paragraph of a cell, and where it stands in the text of its row."""

    column: int
    start: int
    end: int


class NoticeLine(NamedTuple):
    """A line with its evened text; everything found later is a span of it."""

    source: SourceText
    line: SourceLine
    text: str
    cells: tuple[CellText, ...] = ()

    @property
    def place(self) -> str:
        """Where it stands, said to people."""
        return place_of(self.source, self.line) or f"第{self.line.number}行"


def are_of_several(lines: Sequence[NoticeLine]) -> bool:
    """Whether the *lines*, which stand in the order of their sources, come from more than one of them."""
    return bool(lines) and lines[0].source is not lines[-1].source


def normal(text: str) -> str:
    """The text without invisible characters, each run of white space as one space."""
    return " ".join(UNPRINTABLE.sub(_visible, text).split())


def _visible(found: object) -> str:
    character = found[0]  # type: ignore[index]
    return " " if character.isspace() else ""


def bare(text: str) -> str:
    """The text without any white space: what two spellings of it must share."""
    return "".join(normal(text).split())


def lines_of(sources: Iterable[SourceText]) -> tuple[NoticeLine, ...]:
    """The lines of all sources in their order, empty ones left out."""
    found = (_row(source, line) if line.cells else _line(source, line) for source in sources for line in source.lines)
    return tuple(line for line in found if line.text)


def _line(source: SourceText, line: SourceLine) -> NoticeLine:
    return NoticeLine(source, line, normal(line.mark + line.text))


def _row(source: SourceText, line: SourceLine) -> NoticeLine:
    parts: list[str] = []
    places: list[CellText] = []
    at = 0
    for column, part in _paragraphs(line.cells):
        parts.append(part)
        places.append(CellText(column, at, at + len(part)))
        at += len(part) + 1
    return NoticeLine(source, line, " ".join(parts), tuple(places))


def _paragraphs(cells: Iterable[Cell]) -> Iterator[tuple[int, str]]:
    for cell in cells:
        for part in cell.text.split("\n"):
            if text := normal(part):
                yield cell.column, text
