"""The limits of sentences, clauses and titles in a text, and full-width digits as ASCII; offsets stay the same."""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import pairwise
from typing import Final, NamedTuple

SENTENCE_END: Final = frozenset("。！？；!?;\n")
CLAUSE_END: Final = SENTENCE_END | frozenset("，,：:")
DID: Final = "(?<![为除罢])了(?![解结然])"
"""了 behind a verb: it was done (清理了38处); not 为了, 除了, 了解."""

_FAR: Final = 300
_WIDE_DIGIT: Final = re.compile("[０-９．％]")
_TO_ASCII: Final = str.maketrans("０１２３４５６７８９．％", "0123456789.%")
_TITLE_MARK: Final = re.compile("[《》]")


class Place(NamedTuple):
    """A stretch of a text: the offset of its first character, and that after its last."""

    start: int
    end: int

    def excerpt(self, text: str) -> str:
        """The stretch itself, taken from *text*."""
        return text[self.start : self.end]


def with_ascii_digits(text: str) -> str:
    """The text with full-width digits, points and per-cent signs replaced by ASCII ones; its length stays the same."""
    return text.translate(_TO_ASCII) if _WIDE_DIGIT.search(text) else text


def start_of(text: str, at: int, marks: frozenset[str] = CLAUSE_END) -> int:
    """The offset where the clause around *at* starts, after the nearest of *marks*; spaces are skipped.

    Looks back at most 300 characters. With SENTENCE_END as *marks* it is the sentence.
    """
    floor = max(0, at - _FAR)
    while at > floor and text[at - 1] not in marks:
        at -= 1
    while at < len(text) and text[at] == " ":
        at += 1
    return at


def end_of(text: str, at: int, marks: frozenset[str] = CLAUSE_END) -> int:
    """The offset where the clause around *at* ends, before the nearest of *marks*; looks ahead at most 300 characters."""
    ceiling = min(len(text), at + _FAR)
    while at < ceiling and text[at] not in marks:
        at += 1
    return at


def titles_in(text: str) -> tuple[Place, ...]:
    """The places of all 《…》 with their marks, the outermost only; a mark without a partner is ignored."""
    if "》" not in text:
        return ()
    open_marks: list[int] = []
    titles: list[Place] = []
    for mark in _TITLE_MARK.finditer(text):
        if mark[0] == "《":
            open_marks.append(mark.start())
        elif open_marks:
            start = open_marks.pop()
            while titles and titles[-1].start > start:
                titles.pop()
            if mark.end() - start > len("《》"):
                titles.append(Place(start, mark.end()))
    return tuple(titles)


def inside(places: tuple[Place, ...], at: int) -> bool:
    """Whether the offset *at* lies in one of *places*."""
    return any(start <= at < end for start, end in places)


def is_quoted(text: str, place: Place, quotes: Collection[str]) -> bool:
    """Whether one of *quotes*, wherever it stands in *text*, holds all of *place*."""
    for quote in quotes:
        at = text.find(quote)
        while 0 <= at <= place.start:
            if place.end <= at + len(quote):
                return True
            at = text.find(quote, at + 1)
    return False


def pairs_shared(words: str, other: str) -> int:
    """How many pairs of neighbouring characters two texts have in common: how much they speak of the same."""
    return len({a + b for a, b in pairwise(words)} & {a + b for a, b in pairwise(other)})
