"""Where sentences and clauses end; digits of every width as ASCII. All offsets stay what they were."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from rectify.ground.text import HAN

SENTENCE_END: Final = frozenset("。！？；!?;\n")
CLAUSE_END: Final = SENTENCE_END | frozenset("，,：:")
_FAR: Final = 300
_HAN: Final = re.compile(rf"[{HAN}]")
_WIDE_DIGIT: Final = re.compile("[０-９．％]")
_TO_ASCII: Final = str.maketrans("０１２３４５６７８９．％", "0123456789.%")
_TITLE_MARK: Final = re.compile("[《》]")


class Place(NamedTuple):
    """A piece of a text: from *start* to before *end*."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words that stand there."""
        return text[self.start : self.end]


def is_han(character: str) -> bool:
    """Whether a character is a Chinese one."""
    return bool(_HAN.match(character))


def with_ascii_digits(text: str) -> str:
    """The same text, character by character, with full-width digits, points and per cents made ASCII."""
    return text.translate(_TO_ASCII) if _WIDE_DIGIT.search(text) else text


def start_of(text: str, at: int, marks: frozenset[str] = CLAUSE_END) -> int:
    """Where the clause (or, by *marks*, the sentence) around *at* starts; looks back no further than it must."""
    floor = max(0, at - _FAR)
    while at > floor and text[at - 1] not in marks:
        at -= 1
    while at < len(text) and text[at] == " ":
        at += 1
    return at


def end_of(text: str, at: int, marks: frozenset[str] = CLAUSE_END) -> int:
    """Where the clause (or sentence) around *at* ends, its mark not counted."""
    ceiling = min(len(text), at + _FAR)
    while at < ceiling and text[at] not in marks:
        at += 1
    return at


def titles_in(text: str) -> tuple[Place, ...]:
    """The places of all 《…》, outermost only, marks counted; a mark without its partner is passed over."""
    if "》" not in text:
        return ()
    open_marks: list[int] = []
    found: list[Place] = []
    for mark in _TITLE_MARK.finditer(text):
        if mark[0] == "《":
            open_marks.append(mark.start())
        elif open_marks:
            start = open_marks.pop()
            while found and found[-1].start > start:
                found.pop()
            if mark.end() - start > len("《》"):
                found.append(Place(start, mark.end()))
    return tuple(found)


def inside(places: tuple[Place, ...], at: int) -> bool:
    """Whether *at* stands in one of a few *places*."""
    return any(start <= at < end for start, end in places)
