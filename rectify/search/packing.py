"""Texts in few bytes: each character, and each string that repeats often, as one or two digits, the most frequent as one.

A server's gzip works on bytes, of which UTF-8 has three for a Chinese character, and looks back no further than 32 KB;
of digits it saves a quarter. The text of an issue by itself is written as GB 2312 counts characters, since a table of
its own would cost more than it saves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise
from typing import Final, NamedTuple

DIGITS: Final = "".join(chr(code) for code in range(0x23, 0x7F) if chr(code) != "\\")
"""Characters that need no escape in a JSON string."""
_BASE: Final = len(DIGITS)
_HALF: Final = _BASE // 2
_END: Final = "\0"
"""Ends a text; no text of a site holds it."""
_PAIR: Final = chr(0xF0000)
"""Stands for the first pair while texts are packed: a character for private use. Texts with such are not packed."""
_OFTEN: Final = 12
"""A pair that occurs so often takes fewer bytes as a symbol of its own."""
_GB_MARKS: Final = frozenset({0xA1, 0xA3})
_GB_HAN: Final = range(0xB0, 0xF8)
"""The rows of GB 2312 that every decoder reads alike."""
_GB_SECOND: Final = range(0xA1, 0xFE)
"""The places of a row but the last, which would be written as the mark of other characters."""
_ROUNDS: Final = 6
_PAIRS_A_ROUND: Final = 128


class Packed(NamedTuple):
    """The characters of some texts, and the texts in digits. Its reader is `static/js/search-packed.js`.

    A symbol is a character or a pair of symbols. `chars` has the symbols that are one digit, then those that are two,
    in each group characters by code point: the distance from the one before, of the first from -1, in digits of which
    the last is less than half the base; then a distance of 0 for each pair. `texts` ends with the two symbols of each
    pair, in that order. The first digit of two is one that no single digit is. Where there are too many characters for
    two digits, `chars` is empty and `texts` are as they are, each ended by NUL.
    """

    chars: str
    texts: str


def packed(texts: Iterable[str]) -> Packed:
    """The *texts*, each ended by a NUL character, packed."""
    whole = "".join(f"{text}{_END}" for text in texts)
    if _singles(len(set(whole))) < 0 or max(whole, default="") >= _PAIR:
        return Packed("", whole)
    symbols, pairs = _paired(whole)
    counted = Counter(symbols + "".join(pairs))
    frequent = sorted(counted, key=lambda one: (-counted[one], one))
    singles = _singles(len(frequent))
    groups = sorted(frequent[:singles]), sorted(frequent[singles:])
    codes = dict(zip(groups[0], DIGITS, strict=False))
    for place, one in enumerate(groups[1]):
        codes[one] = DIGITS[singles + place // _BASE] + DIGITS[place % _BASE]
    ordered = [pairs[ord(one) - ord(_PAIR)] for group in groups for one in group if one >= _PAIR]
    return Packed("".join(map(_distances, groups)), "".join(map(codes.__getitem__, symbols + "".join(ordered))))


def _paired(whole: str) -> tuple[str, list[str]]:
    """*whole* with a character of its own for each pair of neighbours that is frequent, and these pairs.

    Pairs are taken in a few rounds, many at a time; a pair of a later round may be made of earlier ones.
    """
    pairs: list[str] = []
    if _singles(len(set(whole)) + _ROUNDS * _PAIRS_A_ROUND) <= 0:
        return whole, pairs
    for _ in range(_ROUNDS):
        counted = Counter(map(str.__add__, whole, whole[1:]))
        often = sorted((-count, pair) for pair, count in counted.items() if count >= _OFTEN and _END not in pair)
        used: set[str] = set()
        before = len(pairs)
        for _, pair in often:
            if used.isdisjoint(pair) and len(pairs) - before < _PAIRS_A_ROUND:
                used.update(pair)
                whole = whole.replace(pair, chr(ord(_PAIR) + len(pairs)))
                pairs.append(pair)
    return whole, pairs


def _singles(characters: int) -> int:
    """How many of so many *characters* can be one digit, so that two digits are enough for the others."""
    return min(characters, (_BASE * _BASE - characters) // (_BASE - 1))


def _distances(symbols: Sequence[str]) -> str:
    codes = [-1, *(ord(one) for one in symbols if one < _PAIR)]
    pairs = len(symbols) - len(codes) + 1
    return "".join(_number(after - before) for before, after in pairwise(codes)) + _number(0) * pairs


@cache
def _as_gb(character: str) -> str:
    first, second = (character.encode("gbk", "ignore") + b"\0\0")[:2]
    is_double = second in _GB_SECOND and (first in _GB_MARKS or first in _GB_HAN)
    return f"{chr(first - 0x80)}{chr(second - 0x80)}" if is_double else f"~{character}"


def as_gb(texts: Iterable[str]) -> str:
    """Some texts, each ended by a NUL character, in ASCII: two characters for each of GB 2312; any other follows a `~`.

    The reader is `static/js/search-issue.js`.
    """
    return "".join(map(_as_gb, "".join(f"{text}{_END}" for text in texts)))


def _number(value: int) -> str:
    digits = ""
    while value >= _HALF:
        digits += DIGITS[_HALF + value % _HALF]
        value //= _HALF
    return digits + DIGITS[value]
