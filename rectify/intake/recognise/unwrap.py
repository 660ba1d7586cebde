"""Text copied from a PDF: lines broken for their width become paragraphs again, page numbers and running heads go.

Nothing here is sure, so every text that was joined is told.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final, NamedTuple
from unicodedata import east_asian_width

from rectify.intake.readers.lines import PAGE_NUMBER, RUNNING_HEAD, SourceLine, SourceText
from rectify.intake.recognise.labels import label_at_start
from rectify.intake.recognise.numbering import mark_of

_PAGE: Final = re.compile(
    r"[-—–－·\s]+\d{1,4}[-—–－·\s]+|第\s*\d{1,4}\s*页(?:[\s,，/／]*共\s*\d{1,4}\s*页)?|\d{1,4}\s*[/／]\s*\d{1,4}(?:\s*页)?|\f*\s*\d{1,3}\s*"
)
_SURE: Final = re.compile(r"\D*\d{1,4}\D+.*", re.DOTALL)
_WIDEST: Final = 100
_NARROWEST: Final = 30
_FULL: Final = 0.7
_MANY: Final = 3
_SHARE: Final = 0.15
_INDENT: Final = re.compile(r"(?:[\u3000\u2003]{1,4}|[ \u00a0]{2,12}|\t)\S")
_CLOSES: Final = re.compile(r"[。；;！!？?][”」』）)]?\Z|[：:]\Z")
_STRUCTURE: Final = re.compile(
    r"(?:针对|关于)[“\"]|【|附件|\d{4}年\d{1,2}月\d{1,2}日\Z|[二〇○零]{1}[〇○零一二三四五六七八九]{3}年"
)
_TORN: Final = re.compile(r"[，,、（(“《]\Z|\d[.．]\Z")
"""Ends that no paragraph has."""
_TITLE_END: Final = re.compile(r"[\u4e00-\u9fff]{0,8}(?:通报|公告|公示|情况|报告)")
_WORD: Final = re.compile(r"[A-Za-z]\Z")


class PagedLine(NamedTuple):
    """A line, and why it is no text of the notice, if it is not."""

    line: SourceLine
    aside: str


def unwrap(source: SourceText) -> SourceText:
    """The source with its paragraphs whole, if its lines were broken for their width; else as it is."""
    if any(line.cells or line.aside for line in source.lines):
        return source  # a table, or printed pages, which their reader has made whole
    paged = list(_without_pages(source.lines))
    texts = [one.line for one in paged if not one.aside]
    width = _width(texts)
    joins = set(_joins(texts, width)) if width else set()
    wrapped = len(joins) >= max(_MANY, _SHARE * len(texts)) or (len(joins) > 1 and len(texts) < len(paged))
    if not wrapped and len(texts) == len(paged):
        return source
    lines = _join(paged, joins if wrapped else set())
    doubts = list(source.doubts)
    if wrapped:
        told = f"原文的行是按版面断开的，接起了 {len(joins)} 处；核对段落有没有接错"
        doubts.append((0, told))
    return source._replace(lines=tuple(lines), doubts=tuple(doubts))


def _without_pages(lines: Sequence[SourceLine]) -> Iterator[PagedLine]:
    """The lines, page numbers and what is repeated beside them told apart."""
    bare = [line.text.strip(" \t\u3000\f") for line in lines]
    numbers = {place for place, text in enumerate(bare) if _PAGE.fullmatch(text)}
    plain = {place for place in numbers if not _SURE.fullmatch(bare[place])}
    counted = [int(bare[place]) for place in sorted(plain)]
    if len(counted) < 2 or any(b != a + 1 for a, b in pairwise(counted)):  # noqa: PLR2004
        numbers -= plain
    beside = {place + step for place in numbers for step in (-1, 1)} | {
        place for place, line in enumerate(lines) if line.text.startswith("\f")
    }
    often = Counter(bare)
    heads = {bare[place] for place in beside if 0 <= place < len(bare) and often[bare[place]] > 1}
    for place, line in enumerate(lines):
        if place in numbers:
            yield PagedLine(line, PAGE_NUMBER)
        elif bare[place] in heads and place in beside:
            yield PagedLine(line, RUNNING_HEAD)
        else:
            yield PagedLine(line, "")


def _columns(text: str) -> int:
    return sum(2 if east_asian_width(sign) in "WFA" else 1 for sign in text.rstrip())


def _width(lines: Sequence[SourceLine]) -> int:
    """How many columns full lines have; 0 where lines are as long as they like."""
    widths = sorted(_columns(line.text) for line in lines)
    if len(widths) < _MANY:
        return 0
    widest = widths[-1]
    return widest if _NARROWEST <= widest <= _WIDEST else 0


def _joins(lines: Sequence[SourceLine], width: int) -> Iterator[int]:
    """The places of the lines that go on from the line before."""
    indented = sum(bool(_INDENT.match(line.text)) for line in lines)
    has_indents = _SHARE * len(lines) <= indented < len(lines) - 1
    last: dict[str, int] = {}
    for place, (before, line) in enumerate(pairwise(lines), start=1):
        text = (line.mark + line.text).strip()
        mark = mark_of((before.mark + before.text).strip())
        if mark:
            last[mark.series] = mark.value
        if has_indents and _INDENT.match(line.text):
            continue
        full = _columns(before.text) >= _FULL * width
        ended = _CLOSES.search(before.text.rstrip()) is not None
        torn = _TORN.search(before.text.rstrip()) is not None or (
            place < _MANY and _TITLE_END.fullmatch(text) is not None
        )
        if (
            (full or torn or has_indents)
            and not _begins(text, last, ended=ended)
            and (not ended or (full and has_indents))
        ):
            yield place


def _begins(text: str, last: dict[str, int], *, ended: bool) -> bool:
    """Whether a line begins something of its own: a number that counts on, a label, a date."""
    if _STRUCTURE.match(text) or label_at_start(text) is not None:
        return True
    mark = mark_of(text)
    return mark is not None and (ended or mark.value in (0, 1, last.get(mark.series, 0) + 1))


def _join(paged: Sequence[PagedLine], joins: set[int]) -> list[SourceLine]:
    """The paragraphs; what is no text of the notice stands after the one that it interrupts."""
    made: list[SourceLine] = []
    asides: list[SourceLine] = []
    place = -1
    for line, aside in paged:
        if aside:
            asides.append(replace(line, aside=aside))
            continue
        place += 1
        if place in joins and made:
            before = made[-1].text.rstrip()
            gap = " " if _WORD.search(before) and _WORD.match(line.text.strip()[:1]) else ""
            made[-1] = replace(made[-1], text=before + gap + line.text.strip())
        else:
            made += [*asides, line]
            asides = []
    return sorted([*made, *asides], key=lambda line: line.number)
