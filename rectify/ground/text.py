"""Helpers for Chinese text: the nearest word, joined lines, shortening."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

_CLOSE = 0.5
_INNER = str.maketrans("“”", "‘’")
_LONG = 300
HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
WIDE = HAN + "\u3000-\u303f\uff01-\uff60\u2018\u2019\u201c\u201d\u2014\u2026"
SOFT_BREAK = rf"(?<=[{WIDE}])[ \t]*\n[ \t]*(?=[{WIDE}\w])|(?<=\w)[ \t]*\n[ \t]*(?=[{WIDE}])"
"""A regular expression, for `re` to compile when a text first has a line break: with so many characters it takes long."""


def nearest(word: str, choices: Iterable[str]) -> str | None:
    """The one of *choices* that is most like *word*, or None if none is like it by half (difflib's ratio)."""
    if len(word) > _LONG:
        return None
    likeness = {choice: SequenceMatcher(None, choice, word).ratio() for choice in choices}
    best = max(likeness, key=lambda choice: likeness[choice], default="")  # of equals, the first
    return best if likeness.get(best, 0) >= _CLOSE else None


def quote(words: str) -> str:
    """The *words* in quotation marks; those within them become single ones (GB/T 15834)."""
    return f"“{words.translate(_INNER)}”"


def join_lines(text: str) -> str:
    """The text without line breaks beside Chinese characters, which a browser would show as spaces."""
    return re.sub(SOFT_BREAK, "", text) if "\n" in text else text


def excerpt(text: str, start: int, end: int, room: int) -> str:
    """The words of *text* from *start* to *end* with *room* characters on both sides, and … where more was left out."""
    first, last = max(0, start - room), min(len(text), end + room)
    return f"{'…' if first else ''}{text[first:last].strip()}{'…' if last < len(text) else ''}"


def shorten(text: str, limit: int) -> str:
    """At most *limit* characters of *text*, with … if it is cut; cut at punctuation in the last third if there is any."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    mark = max(cut.rfind(m) for m in "，。；：、")
    return (cut[:mark] if mark > limit * 2 // 3 else cut).rstrip("，。；：、") + "…"
