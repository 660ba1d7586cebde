"""The normal form in which texts and questions are compared; `static/js/search-normal.js` is its twin.

Each character by itself becomes NFKC, lower case and simplified. White space and soft marks (quotes, brackets,
hyphens …) are removed; between two ASCII letters or digits they leave a blank, so that two numbers do not become
one. Any other mark becomes a barrier that no match crosses, except a point between digits; a comma before
three digits is only spelling, and vanishes. Both sides are tested
with `tests/shared/normal.json`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final

BARRIER: Final = "\n"
Normalise = Callable[[str], str]
_SOFT: Final = frozenset("\"'`“”‘’〈〉《》「」『』【】〔〕〝〞()[]{}·•・‧-‐–—―−_…~")
"""Also what becomes one of these, as full-width brackets do."""
_ASCII: Final = re.compile(r"[0-9a-z]")
_THOUSAND: Final = re.compile(r"\d{3}(?!\d)")
_RUN: Final = re.compile("[\u4e00-\u9fff]+|[^\u4e00-\u9fff]+")
_HAN: Final = "一"


def normaliser(fold: Mapping[str, str]) -> Normalise:
    """A function from a text to its normal form; *fold* maps traditional characters to simplified ones.

    The normal form of a Han character does not depend on its neighbours, so only the runs between Han characters are
    worked out one by one, and these are cached.
    """
    table = {ord(traditional): simplified for traditional, simplified in fold.items()}

    @lru_cache(maxsize=50_000)
    def normal_run(run: str) -> str:
        return _by_character(f"{_HAN}{run}{_HAN}", fold)[1:-1]

    def normalise(text: str) -> str:
        runs = [
            run.translate(table) if run[0] >= _HAN and run[0] <= "\u9fff" else normal_run(run)
            for run in _RUN.findall(text)
        ]
        return "".join(runs).strip(BARRIER)

    return normalise


def _by_character(text: str, fold: Mapping[str, str]) -> str:
    characters: list[str] = []
    gap = ""
    for place, character in enumerate(text):
        for normal in unicodedata.normalize("NFKC", character).lower():
            kind = _kind(character, normal, text, place)
            if kind == "kept":
                if gap == BARRIER:
                    characters.append(BARRIER)
                elif gap and characters and _ASCII.match(characters[-1]) and _ASCII.match(normal):
                    characters.append(" ")
                gap = ""
                characters.append(fold.get(normal, normal))
            elif characters and kind != "none":
                gap = BARRIER if kind == "hard" or gap == BARRIER else " "
    return "".join(characters)


def _kind(source: str, normal: str, text: str, place: int) -> str:
    if source in _SOFT or normal in _SOFT or normal.isspace() or unicodedata.category(normal)[0] in "CZ":
        return "hard" if source == "\n" else "soft"
    if source == "," and text[place - 1 : place].isdecimal() and _THOUSAND.match(text, place + 1):
        return "none"
    if normal == "." and text[place - 1 : place].isdecimal() and text[place + 1 : place + 2].isdecimal():
        return "kept"
    return "hard" if unicodedata.category(normal)[0] in "PS" and normal not in "%‰+" else "kept"
