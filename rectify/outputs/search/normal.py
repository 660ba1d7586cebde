"""The normal form in which texts and questions are compared; `static/js/search-normal.js` is its twin.

Each character by itself: NFKC, lower case, traditional → simplified. White space and soft marks
(quotes, brackets, hyphens …) vanish, but between two ASCII letters or digits they leave a blank,
so that no two numbers grow together. Any other mark is a barrier that no match crosses, except a
point between digits. `tests/shared/normal.json` binds the two sides.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

BARRIER: Final = "\n"
_SOFT: Final = frozenset("\"'`“”‘’「」『』〝〞()（）[]［］【】〔〕〈〉《》{}｛｝·•・‧-‐‑–—―−－_＿…~～")
_ASCII: Final = re.compile(r"[0-9a-z]")


def normalise(text: str, fold: Mapping[str, str]) -> str:
    """The normal form of *text*; *fold* gives simplified characters for traditional ones."""
    made: list[str] = []
    gap = ""
    for place, character in enumerate(text):
        for one in unicodedata.normalize("NFKC", character).lower():
            kind = _kind(character, one, text, place)
            if kind == "kept":
                if gap == BARRIER:
                    made.append(BARRIER)
                elif gap and made and _ASCII.match(made[-1]) and _ASCII.match(one):
                    made.append(" ")
                gap = ""
                made.append(fold.get(one, one))
            elif made:
                gap = BARRIER if kind == "hard" or gap == BARRIER else " "
    return "".join(made)


def _kind(source: str, one: str, text: str, place: int) -> str:
    if source in _SOFT or one in _SOFT or one.isspace() or unicodedata.category(one)[0] in "CZ":
        return "hard" if source == "\n" else "soft"
    if one == "." and text[place - 1 : place].isdecimal() and text[place + 1 : place + 2].isdecimal():
        return "kept"
    return "hard" if unicodedata.category(one)[0] in "PS" and one not in "%‰+" else "kept"
