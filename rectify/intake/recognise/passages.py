"""Tokens → passages: paragraphs with their places, cut into the items that they count themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from rectify.intake.recognise.draft import NoticeLine, Passage, Piece
from rectify.intake.recognise.numbering import fold, value_of
from rectify.intake.recognise.quotes import is_balanced
from rectify.intake.recognise.tokens import Token

_SERIES: Final = (
    re.compile(r"([一二三四五六七八九十]{1,3})(?:是|要)(?=[^否])"),
    re.compile(r"第([一二三四五六七八九十]{1,2})(?=[，,、：:])"),
    re.compile(r"\((\d{1,2})\)"),
    re.compile(r"\(([一二三四五六七八九十]{1,3})\)"),
    re.compile(r"(\d{1,2})[.、](?!\d)"),
    re.compile(r"([①-⑳])"),
)
_SENTENCE: Final = "。；;！!？?"
_CLAUSE: Final = "，,：:、"


def cuts(text: str) -> tuple[int, ...]:
    """The places in *text* where its items begin, 0 left out; empty where it does not count any."""
    plain = fold(text)
    best: tuple[int, ...] = ()
    for pattern in _SERIES:
        found = tuple(_chain(plain, pattern))
        if len(found) > 1 and (not best or found[0] < best[0]):
            best = found
    if not best:
        return ()
    lead = best[0] if best[0] and plain[: best[0]].rstrip()[-1:] in "。；;！!" else 0
    return tuple(place for place in ((lead, *best[1:]) if lead else best[1:]) if place)


def _chain(text: str, pattern: re.Pattern[str]) -> Iterator[int]:
    """The beginnings of 一, 二, 三 … in turn; a count inside a sentence is passed over, so no sentence is cut.

    Only the first may stand within one: 由人事科统筹，一是……。二是……
    """
    expected = 1
    for match in pattern.finditer(text):
        value, at = value_of(match[1]), match.start()
        if expected <= value <= (expected + 1 if expected > 1 else 1) and _at_beginning(text, at, first=value == 1):
            yield at
            expected = value + 1


def _at_beginning(text: str, at: int, *, first: bool) -> bool:
    before = text[:at].rstrip()[-1:]
    return is_balanced(text[:at], ("“”", "《》")) and (
        not before or before in _SENTENCE or (first and before in _CLAUSE)
    )


_DIVIDER: Final = re.compile(r"[、，,；;\s/]+|(?<=[科室处部门局组心队会院站])和(?=[\u4e00-\u9fff])")


_DOCUMENTS: Final = re.compile(r"[；;\n]+|(?<=[》）)])[、，,]|[、，,](?=[《\d])|、(?![^《]*》)(?![^（]*）)")
_COUNT: Final = re.compile(r"\s*(?:\((\d{1,2}|[一二三四五六七八九十]{1,3})\)|(\d{1,2})[.、](?!\d)|([①-⑳]))[.、]?\s*")
_COUNTED: Final = re.compile(r"\A\s*(?:[(（]?\d{1,2}[)）.、．]|[①-⑳])\s*")


def paragraphs(lines: Sequence[NoticeLine], tokens: Sequence[Token]) -> list[Passage]:
    """The paragraphs that *tokens* make: those that touch are one."""
    pieces: list[Piece] = []
    for token in tokens:
        if pieces and pieces[-1].line == token.line and pieces[-1].end == token.start:
            pieces[-1] = Piece(token.line, pieces[-1].start, token.end)
        elif token.end > token.start:
            pieces.append(Piece(token.line, token.start, token.end))
    made: list[Passage] = []
    for piece in (strip(lines, one) for one in pieces):
        text = lines[piece.line].text[piece.start : piece.end]
        if text:
            made.append(Passage(text, (piece,)))
    return made


def cut(passage: Passage) -> list[Passage]:
    """The passage as the items that it counts itself."""
    places = (0, *cuts(passage.text), len(passage.text))
    return [part for a, b in pairwise(places) if (part := part_of(passage, a, b)).text]


def number_of(text: str) -> tuple[int, int]:
    """The number with which an item of a list begins, and where the item's own words do; zeros if it has none."""
    mark = _COUNT.match(fold(text))
    return (value_of(mark[1] or mark[2] or mark[3]), mark.end()) if mark and mark.end() < len(text) else (0, 0)


def without_numbers(items: Sequence[Passage]) -> tuple[list[Passage], list[Piece]]:
    """The *items* of a list without the numbers with which they count themselves, since pages number them; and where those stood.

    They stay as they are unless all count, from 1 on.
    """
    found = [number_of(one.text) for one in items]
    if [number for number, _ in found] != list(range(1, len(items) + 1)):
        return list(items), []
    both = [(one, end) for one, (_, end) in zip(items, found, strict=True)]
    numbers = [piece for one, end in both for piece in part_of(one, 0, end).pieces]
    return [part_of(one, end, len(one.text))._replace(before=one.before) for one, end in both], numbers


def part_of(passage: Passage, start: int, end: int) -> Passage:
    """The part of a passage from *start* to *end* of its text, white space at its ends left out."""
    text = passage.text[start:end]
    start += len(text) - len(text.lstrip())
    end = start + len(text.strip())
    pieces, at = [], 0
    for piece in passage.pieces:
        size = piece.end - piece.start
        first, last = max(start - at, 0), min(end - at, size)
        if first < last:
            pieces.append(Piece(piece.line, piece.start + first, piece.start + last))
        at += size
    return Passage(passage.text[start:end], tuple(pieces), passage.before if start == 0 else "")


def names_of(texts: Iterable[Passage]) -> Iterator[str]:
    """The departments that a label's text lists."""
    for passage in texts:
        yield from (name for part in _DIVIDER.split(passage.text) if (name := part.strip("。；;：:（）() ")))


def titles_in_list(texts: Iterable[Passage]) -> Iterator[str]:
    """The documents that a label's text lists: 1.整改台账；2.《管理办法》、会议记录. A sentence is one, as it stands."""
    for passage in texts:
        parts = _DOCUMENTS.split(passage.text) if "。" not in passage.text.rstrip("。") else [passage.text]
        yield from (name for part in parts if (name := _COUNTED.sub("", part).strip("。；;，,、 ")))


def strip(lines: Sequence[NoticeLine], piece: Piece) -> Piece:
    """The piece without white space at its ends."""
    text = lines[piece.line].text[piece.start : piece.end]
    start = piece.start + len(text) - len(text.lstrip())
    return Piece(piece.line, start, start + len(text.strip()))


def table_of(lines: Sequence[NoticeLine], passage: Passage) -> tuple[str, int] | None:
    """The source and the number of the table of which a passage is a whole row; None for other texts."""
    if len(passage.pieces) != 1 or passage.before:
        return None
    line, start, end = passage.pieces[0]
    source, row, text, cells = lines[line]
    whole = (start, end) == (0, len(text)) and len(cells) > 1
    return (source.name, row.table) if whole else None
