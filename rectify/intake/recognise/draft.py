"""The lines of the sources as the recogniser sees them, and what is made of them before anything is written: every text with its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from rectify.field.kinds import Kind
from rectify.field.model import Status, Timeframe
from rectify.ground.dates import PartialDate
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


class Piece(NamedTuple):
    """A span of a notice line."""

    line: int
    start: int
    end: int


class Quotation(NamedTuple):
    """Words of the source, and the line where they stand."""

    text: str
    line: int


class Passage(NamedTuple):
    """A text that goes into a field, word for word, and where it stands; *before* is a label kept with it."""

    text: str
    pieces: tuple[Piece, ...]
    before: str = ""


class UsedSpan(NamedTuple):
    """A span of the source that is no field's text: a mark, a label, a heading, or not used at all."""

    piece: Piece
    what: str
    """What became of it, in words."""
    unused: bool = False


class Doubt(NamedTuple):
    """Something that a person should look at. *line* is -1 for the whole notice."""

    code: str
    line: int
    message: str
    remedy: str = ""
    issue: int = 0


class Move(NamedTuple):
    """That a deadline was moved: from which day to which, when and why; None or empty where the source does not say.

    `words` are those that move it, in `sentence`, which stands in the line.
    """

    before: PartialDate | None
    to: PartialDate
    date: PartialDate | None
    reason: str
    line: int
    words: str
    sentence: str


class Event(NamedTuple):
    """When a piece of progress happened: its days, and whether the year had to be worked out."""

    first: PartialDate
    last: PartialDate | None
    derived: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftIssue:
    """An issue ready to be written; `fields` hold the texts of problem, measures, progress, result and others."""

    number: int
    said: str
    title: str
    category: str
    """The title of its category; empty where the source gathers its issues under no heading."""
    status: Status | None
    basis: str
    """The words that the status was read from; empty without one."""
    timeframe: Timeframe | None
    fields: Mapping[str, tuple[Passage, ...]]
    events: Mapping[int, Event] = field(default_factory=dict)
    """Dates of pieces of progress, by their places in the list."""
    basis_line: int = -1
    """The line where those words stand."""
    withheld: str = ""
    """Why what the source says of the status was not believed; empty if it says nothing."""
    photos: tuple[str, ...] = ()
    """The names of its pictures, in the folder beside its file."""
    captions: Mapping[str, str] = field(default_factory=dict)
    """What the source says below its pictures, by their names."""
    moves: tuple[Move, ...] = ()
    """How its deadline was moved, the oldest first."""


class Fact(NamedTuple):
    """A value of a round's field, where it stands, and a word on how it was got, if not simply read."""

    value: str
    line: int = -1
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRound:
    """The round's own facts: `facts` by the names of its fields, each with its place if it has one.

    `categories` are ids and titles; there are none where the source gathers its issues under no heading.
    """

    id: str
    facts: Mapping[str, Fact]
    categories: tuple[tuple[str, str], ...]
    introduction: tuple[Passage, ...]
    closing: tuple[Passage, ...]

    @property
    def kind(self) -> Kind:
        """What kind of inspection it was."""
        return Kind(self.facts["kind"].value) if "kind" in self.facts else Kind.OTHER


class Reading(NamedTuple):
    """One way to read the notice: how many issues it gives, and how well it explains the text.

    *points* decide which reading is taken: the share of the text *explained* (0 to 1), less what the *faults* cost.
    """

    scheme: str
    issues: int
    points: float
    explained: float
    faults: tuple[str, ...]
    """What speaks against it, in words for people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A notice taken apart: what is written, what is not, and what is doubtful."""

    lines: Sequence[NoticeLine]
    scheme: str
    round: DraftRound
    issues: tuple[DraftIssue, ...]
    used: tuple[UsedSpan, ...]
    doubts: tuple[Doubt, ...]
    departments: tuple[tuple[str, str], ...] = ()
    """Departments that the notice names and the site does not know: an id for each, and its name."""
    captions: Mapping[int, tuple[str, int]] = field(default_factory=dict)
    """Lines that are captions, each with the source and the paragraph of its picture."""
    phones: tuple[str, ...] = ()
    """Phones of the closing paragraph, with area code where one is known."""
    private: tuple[tuple[str, int, str], ...] = ()
    """Private data: the rule, the line, and the masked words."""
    readings: tuple[Reading, ...] = ()
    """The ways to read the notice that were tried; the first was taken."""


def passages(issue: DraftIssue) -> tuple[tuple[str, Passage], ...]:
    """Every text of an issue with its field's name."""
    return tuple((name, passage) for name, texts in issue.fields.items() for passage in texts)
