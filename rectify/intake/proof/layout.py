"""The issues of a draft beside their source: each stretch of the source stands once, at the field that it went into."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import groupby
from statistics import median
from typing import Any, Final, NamedTuple

from rectify.field.model import Issue, Round
from rectify.field.shape import fields_of, hints, item_of
from rectify.field.words import Line, Rich
from rectify.intake.proof.placement import (
    OTHER,
    ROUND,
    STATUS,
    Pieces,
    Quote,
    Stretch,
    Use,
    place_of_line,
    quote_of,
    recurring,
    uses_of,
    with_odd,
)
from rectify.intake.recognise.draft import Draft, DraftIssue
from rectify.intake.recognise.passages import names_of

COLOURS: Final = 10
_FEW: Final = 4
_MOST: Final = 0.75
_LONG: Final = 3
_LONGEST_BAR: Final = 20


class Part(NamedTuple):
    """A stretch of a line: text of the field, or in words what became of it."""

    text: str
    is_text: bool
    note: str
    unused: bool


class SourcePiece(NamedTuple):
    """A line of the source, or what of it went into one field."""

    line: int
    place: str
    is_first: bool
    """Whether nothing of the line stands before: links lead here."""
    after_gap: bool
    """Whether other lines stand between this one and the one shown above it."""
    parts: tuple[Part, ...]
    doubts: tuple[int, ...]


class Value(NamedTuple):
    """A paragraph or item of a field: its day, and its text in pieces; those that are marked look odd."""

    day: str
    pieces: Pieces


class Row(NamedTuple):
    """A field with its values, and the source of them."""

    field: str
    name: str
    colour: int
    values: tuple[Value, ...]
    source: tuple[SourcePiece, ...]
    runs: int
    """In how many separate places of the issue's source it stands."""


class Sheet(NamedTuple):
    """An issue beside its source."""

    issue: DraftIssue
    quote: Quote | None
    rows: tuple[Row, ...]
    counts: tuple[tuple[int, bool], ...]
    """For each field of the draft, of how many texts it is, and whether it is missed: nearly all others have it."""
    size: int
    bar: int
    """The size in halves of the usual one."""
    missed: tuple[str, ...]
    doubts: tuple[int, ...]
    remarks: tuple[str, ...]


class Proof(NamedTuple):
    """A whole draft laid out: the fields that occur with their names, the issues, the round, the unused source."""

    fields: tuple[tuple[str, str, int], ...]
    sheets: tuple[Sheet, ...]
    round: tuple[Row, ...]
    unused: tuple[tuple[str, tuple[SourcePiece, ...]], ...]


def proof_of(draft: Draft) -> Proof:
    """Lay out the *draft*."""
    layout = _Layout(draft)
    return Proof(layout.fields(), layout.sheets(), layout.round(), layout.unused_lines())


class _Layout:
    """The draft by the places where its stretches are shown; lines are numbered once, in the order of the page."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.doubts: dict[int, list[int]] = {}
        self.of_issue: dict[int, list[int]] = {}
        for number, doubt in enumerate(draft.doubts, 1):
            self.doubts.setdefault(doubt.line, []).append(number)
            self.of_issue.setdefault(doubt.issue, []).append(number)
        used = {name for one in draft.issues for name in one.fields}
        self.names = [key for name in fields_of(Issue) for key in sorted(used) if key.partition(".")[0] == name]
        self.colours = {name: place % COLOURS + 1 for place, name in enumerate(self.names)}
        self.short = recurring(draft.issues)
        self.seen: set[int] = set()
        self.uses: dict[tuple[str, str] | None, list[Use]] = {}
        self.runs: Counter[tuple[str, str]] = Counter()
        for owner, group in groupby(uses_of(draft), key=lambda use: use.owner):
            self.uses.setdefault(owner, []).extend(group)
            if owner is not None:
                self.runs[owner] += 1

    def fields(self) -> tuple[tuple[str, str, int], ...]:
        return tuple((name, _name(Issue, name), self.colours[name]) for name in self.names)

    def sheets(self) -> tuple[Sheet, ...]:
        issues = self.draft.issues
        sizes = [sum(len(text.text) for texts in one.fields.values() for text in texts) for one in issues]
        usual = median(sizes) if sizes else 0
        having = Counter(name for one in issues for name in one.fields)
        expected = {name for name in self.names if len(issues) >= _FEW and having[name] >= _MOST * len(issues)}
        before = (0, *(one.number for one in issues))
        return tuple(
            self._sheet(one, last, size, usual, expected)
            for one, last, size in zip(issues, before, sizes, strict=False)
        )

    def _sheet(self, issue: DraftIssue, before: int, size: int, usual: float, expected: set[str]) -> Sheet:
        where = f"{issue.number:03}"
        own = [name for name in self.names if name in issue.fields]
        rows = tuple(self._row(Issue, where, name, self._values(issue, name)) for name in (STATUS, *own))
        counts = tuple((len(issue.fields.get(name, ())), name in expected) for name in self.names)
        remarks = [f"前一个是 {before:03}"] if issue.number > before + 1 else []
        if several := "”“".join(row.name for row in rows if row.runs > 1):
            remarks.append(f"“{several}”分在原文几处")
        odd = [text for row in rows for value in row.values for text, is_odd in value.pieces if is_odd]
        if odd:
            remarks.append(f"正文里的“{odd[0]}”像是标签或者编号" + (f"，这样的有 {len(odd)} 处" if odd[1:] else ""))
        if size > _LONG * usual > 0:
            remarks.append(f"字数是一般的 {size / usual:.0f} 倍")
        return Sheet(
            issue=issue,
            quote=quote_of(self.draft, issue),
            rows=rows,
            counts=counts,
            size=size,
            bar=min(_LONGEST_BAR, round(2 * size / usual)) if usual else 0,
            missed=tuple(
                _name(Issue, name)
                for name, (count, missed) in zip(self.names, counts, strict=True)
                if missed and not count
            ),
            doubts=tuple(self.of_issue.get(issue.number, ())),
            remarks=tuple(remarks),
        )

    def round(self) -> tuple[Row, ...]:
        texts = (("introduction", self.draft.round.introduction), ("closing", self.draft.round.closing))
        rows = [
            self._row(Round, ROUND, name, tuple(Value("", ((one.before + one.text, False),)) for one in found))
            for name, found in texts
            if found
        ]
        return (*rows, *([self._row(Round, ROUND, OTHER, ())] if (ROUND, OTHER) in self.uses else ()))

    def unused_lines(self) -> tuple[tuple[str, tuple[SourcePiece, ...]], ...]:
        """What stands in no field: why, and the lines, in their order."""
        return tuple(
            (what, self._lines(list(group), notes=False))
            for what, group in groupby(self.uses.get(None, ()), key=lambda use: use.stretch.what)
        )

    def _row(self, kind: Any, where: str, name: str, values: tuple[Value, ...]) -> Row:
        colour = self.colours.get(name, 0) if kind is Issue else 0
        title = _name(kind, name) if name else "标题、落款等"
        uses = self.uses.get((where, name), [])
        return Row(name, title, colour, values, self._lines(uses, gaps=kind is Issue), self.runs[where, name])

    def _values(self, issue: DraftIssue, name: str) -> tuple[Value, ...]:
        texts = issue.fields.get(name, ())
        kind = hints(Issue)[name.partition(".")[0]]
        if item_of(kind) is Line:
            return tuple(Value("", ((one, False),)) for one in names_of(texts))
        days = {place: event.first.iso for place, event in issue.events.items()} if name == "progress" else {}
        alike = self.short if kind is Rich or item_of(kind) else frozenset()  # days and names are alike in many issues
        return tuple(
            Value(days.get(place, ""), ((one.before, False), *with_odd(one.text, alike, follows=place > 0)))
            for place, one in enumerate(texts)
        )

    def _lines(self, uses: Iterable[Use], *, notes: bool = True, gaps: bool = False) -> tuple[SourcePiece, ...]:
        made: list[SourcePiece] = []
        for line, group in groupby(uses, key=lambda use: use.line):
            is_first = line not in self.seen
            self.seen.add(line)
            made.append(
                SourcePiece(
                    line=line + 1,
                    place=place_of_line(self.draft, line),
                    is_first=is_first,
                    after_gap=gaps and bool(made) and line > made[-1].line,
                    parts=tuple(_part(use.stretch, notes=notes) for use in group),
                    doubts=tuple(self.doubts.get(line, ())) if is_first else (),
                )
            )
        return tuple(made)


def _part(stretch: Stretch, *, notes: bool) -> Part:
    what = stretch.what or "没有认出，请报告给技术人员"
    plain = stretch.where or what.startswith(("标签", "序号"))
    note = what.partition("“")[0] if notes and not plain else ""
    return Part(stretch.text, bool(stretch.where), note, stretch.unused)


def _name(kind: Any, name: str) -> str:
    first, _, part = name.partition(".")
    return _name(hints(kind)[first], part) if part else str(fields_of(kind)[first].metadata["name"])
