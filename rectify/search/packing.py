"""Texts in few bytes: each character as one or two digits, the most frequent ones as one.

A server's gzip works on bytes, of which UTF-8 has three for a Chinese character; of digits it saves a quarter.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

DIGITS: Final = "".join(chr(code) for code in range(0x23, 0x7F) if chr(code) != "\\")
"""Characters that need no escape in a JSON string."""
_BASE: Final = len(DIGITS)
_HALF: Final = _BASE // 2
_END: Final = "\0"
"""Ends a text; no text of a site holds it."""


class Packed(NamedTuple):
    """The characters of some texts, and the texts in digits. Its reader is `static/js/search-packed.js`.

    `chars` has the characters that are one digit, then those that are two, each group by code point: the distance
    from the one before, in digits of which the last is less than half the base. The first digit of two is one that no
    single digit is. Where there are too many characters for two digits, `chars` is empty and `texts` are as they are.
    """

    chars: str
    texts: str


def packed(texts: Iterable[str]) -> Packed:
    """The *texts*, each ended by a NUL character, packed."""
    whole = "".join(f"{text}{_END}" for text in texts)
    counted = Counter(whole)
    singles = _singles(len(counted))
    if singles < 0:
        return Packed("", whole)
    frequent = sorted(counted, key=lambda one: (-counted[one], one))
    groups = sorted(frequent[:singles]), sorted(frequent[singles:])
    codes = dict(zip(groups[0], DIGITS, strict=False))
    for place, one in enumerate(groups[1]):
        codes[one] = DIGITS[singles + place // _BASE] + DIGITS[place % _BASE]
    return Packed("".join(map(_distances, groups)), "".join(map(codes.__getitem__, whole)))


def _singles(characters: int) -> int:
    """How many of so many *characters* can be one digit, so that two digits are enough for the others."""
    return min(characters, (_BASE * _BASE - characters) // (_BASE - 1))


def _distances(characters: Sequence[str]) -> str:
    codes = [0, *map(ord, characters)]
    return "".join(_number(after - before) for before, after in pairwise(codes))


def _number(value: int) -> str:
    digits = ""
    while value >= _HALF:
        digits += DIGITS[_HALF + value % _HALF]
        value //= _HALF
    return digits + DIGITS[value]
