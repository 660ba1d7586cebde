"""Where a text is cut into items: only where it counts them itself (一是…二是…, （1）…（2）…)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from rectify.intake.recognise.numbering import folded, value_of

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
    plain = folded(text)
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
    outside = all(text.count(a, 0, at) == text.count(b, 0, at) for a, b in ("“”", "《》"))
    return outside and (not before or before in _SENTENCE or (first and before in _CLAUSE))
