"""Two texts of an issue compared: what stayed, what was removed, what was added."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from rectify.field.attached import attached_to, in_words, line_of
from rectify.field.issue_sections import TITLES, Entry, entry_sections
from rectify.field.model import UNFILLED_CATEGORY, Issue, Measure, Update
from rectify.field.particulars import particulars_of
from rectify.ground import richtext
from rectify.ground.dates import span_in_words
from rectify.ground.difference import Piece, align, pieces

_FOLDED: Final = 160
"""Paragraphs in a row that stayed the same are folded away where they are longer than this together."""

_END_OF_LINE: Final = re.compile(r"(?<=</li>)|(?<=</tr>)|(?<=</p>)")
_END_OF_CELL: Final = re.compile(r"</t[hd]>\s*(?=<t[hd])")


class ComparedLine(NamedTuple):
    """A paragraph: `kind` is `same`, `changed`, `removed` or `added`."""

    kind: str
    pieces: tuple[Piece, ...]


class Stretch(NamedTuple):
    """Neighbouring paragraphs; those that are `folded` did not change and are hidden until a reader opens them."""

    folded: bool
    lines: tuple[ComparedLine, ...]


class ComparedSection(NamedTuple):
    """A part of the page, with what became of each of its paragraphs."""

    title: str
    is_changed: bool
    stretches: tuple[Stretch, ...]


Titles = Mapping[str, str]


def compared_sections(before: Issue, after: Issue, categories: Titles) -> tuple[ComparedSection, ...]:
    """How *before* became *after*, by the sections of the page; *categories* are titles by their ids."""
    old, new = (dict(_sections(issue, categories)) for issue in (before, after))
    return tuple(_section(title, old[title], new[title]) for title in old if old[title] or new[title])


def _section(title: str, before: Sequence[str], after: Sequence[str]) -> ComparedSection:
    lines = [_line(*pair) for pair in align(before, after)]
    is_changed = any(line.kind != "same" for line in lines)
    stretches = []
    for is_same, run in groupby(lines, key=lambda line: line.kind == "same"):
        own = tuple(run)
        size = sum(len(piece.text) for line in own for piece in line.pieces)
        stretches.append(Stretch(is_same and is_changed and size > _FOLDED, own))
    return ComparedSection(title, is_changed, tuple(stretches))


def _line(before: str | None, after: str | None) -> ComparedLine:
    if before is None or after is None:
        kind = "removed" if after is None else "added"
        return ComparedLine(kind, (Piece(kind, before or after or ""),))
    if before == after:
        return ComparedLine("same", (Piece("same", before),))
    return ComparedLine("changed", pieces(before, after))


def _sections(issue: Issue, categories: Titles) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "标题", (issue.title,)
    yield "基本情况", tuple(_particulars(issue, categories))
    for section in entry_sections(issue):
        yield TITLES[section.id], tuple(line for entry in section.entries for line in _entry_lines(entry))
    yield "整改结果", (issue.result,) if issue.result else ()
    yield "关键数字", tuple(f"{one.label}：{one.value}{one.unit}" for one in issue.figures)
    yield (
        "另外列出的文件",
        tuple(f"《{one.title}》" + (f"（{one.number}）" if one.number else "") for one in issue.documents),
    )
    yield "照片", tuple(in_words(one, file=True) for one in issue.photos)
    yield "附件", tuple(in_words(one, file=True) for one in issue.attachments)
    yield "说明", tuple(_lines(issue.note)) if issue.note else ()


def _particulars(issue: Issue, categories: Titles) -> Iterator[str]:
    yield f"整改状态：{issue.status.words}"
    if issue.category != UNFILLED_CATEGORY:
        yield f"类别：{categories.get(issue.category, issue.category)}"
    for particular, words in particulars_of(issue):
        lines = ("、".join(words),) if particular.has_departments else words
        yield from (f"{particular.title}：{line}" for line in lines)


def _entry_lines(entry: Entry) -> Iterator[str]:
    """An entry's text, with what else it says before the first line."""
    first, *others = (*_lines(entry.text),) or ("",)
    remark = "；".join(_remarks(entry))
    yield f"（{remark}）{first}" if remark else first
    yield from others
    yield from (line_of(one, file=True) for one in attached_to(entry.record))


def _remarks(entry: Entry) -> Iterator[str]:
    record = entry.record
    if entry.day:
        yield f"时限：{entry.day}" if isinstance(record, Measure) else span_in_words(entry.day, entry.until)
    if isinstance(record, Measure) and record.lead:
        yield f"牵头：{'、'.join(record.lead)}"
    if isinstance(record, Update) and record.status:
        yield f"整改状态：{record.status.words}"


def _lines(text: str) -> Iterator[str]:
    """The lines that a reader sees: paragraphs, items of lists, rows of tables."""
    for block in richtext.blocks(text):
        for line in _END_OF_LINE.split(_END_OF_CELL.sub(" ", block)):
            if words := " ".join(richtext.visible(line).split()):
                yield words
