"""Texts in few bytes: each character, and each string that repeats often, as one or two digits, the most frequent as one.

A server's gzip works on bytes, of which UTF-8 has three for a Chinese character, and looks back no further than 32 KB;
of digits it saves a quarter. The text of an issue by itself is written as GB 2312 counts characters, since a table of
its own would cost more than it saves.
"""

from __future__ import annotations

import re
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
_GB_ROWS: Final = frozenset({0xA1, 0xA3, *range(0xB0, 0xD8)})
"""The rows of GB 2312 that every decoder reads alike: marks, and the characters that are used most."""
_GB_RARE: Final = range(0xD8, 0xF8)
_GB_SECOND: Final = range(0xA1, 0xFE)
"""The places of a row but the last, which would be written as the mark of other characters."""
_ROUNDS: Final = 4
_PAIRS_A_ROUND: Final = 128


class PackedTexts(NamedTuple):
    """The characters of some texts, and the texts in digits. Its reader is `static/js/search-packed.js`.

    A symbol is a character or a pair of symbols. `chars` has the symbols that are one digit, then those that are two,
    in each group characters by `_order`: the distance from the one before, of the first from -1, in digits of which
    the last is less than half the base; then a distance of 0 for each pair. `texts` ends with the two symbols of each
    pair, in that order. The first digit of two is one that no single digit is. Where there are too many characters for
    two digits, `chars` is empty and `texts` are as they are, each ended by NUL.
    """

    chars: str
    texts: str


def pack(texts: Iterable[str]) -> PackedTexts:
    """The *texts*, each ended by a NUL character, packed."""
    whole = "".join(f"{text}{_END}" for text in texts)
    if _singles(len(set(whole))) < 0 or max(whole, default="") >= _PAIR:
        return PackedTexts("", whole)
    symbols, pairs = _pair(whole)
    counted = Counter(symbols + "".join(pairs))
    frequent = sorted(counted, key=lambda one: (-counted[one], one))
    singles = _singles(len(frequent))
    groups = sorted(frequent[:singles], key=_order), sorted(frequent[singles:], key=_order)
    codes = dict(zip(groups[0], DIGITS, strict=False))
    for place, one in enumerate(groups[1]):
        codes[one] = DIGITS[singles + place // _BASE] + DIGITS[place % _BASE]
    ordered = [pairs[ord(one) - ord(_PAIR)] for group in groups for one in group if one >= _PAIR]
    return PackedTexts("".join(map(_distances, groups)), "".join(map(codes.__getitem__, symbols + "".join(ordered))))


def _pair(whole: str) -> tuple[str, list[str]]:
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


@cache
def _order(character: str) -> int:
    """The place of a character in GB 2312, of which the most used ones lie near together, or else behind it by code point."""
    first, second = (character.encode("gbk", "ignore") + b"\0\0")[:2]
    is_double = second in _GB_SECOND and (first in _GB_ROWS or first in _GB_RARE)
    return (first - 0xA1) * 94 + second - 0xA1 if is_double else 94 * 94 + ord(character)


def _distances(symbols: Sequence[str]) -> str:
    codes = [-1, *(_order(one) for one in symbols if one < _PAIR)]
    pairs = len(symbols) - len(codes) + 1
    return "".join(_number(after - before) for before, after in pairwise(codes)) + _number(0) * pairs


class _GbCodes(dict[int, str]):
    """What a character is written as, by its code point: those of GB 2312 but the rare ones as two characters of ASCII."""

    def __missing__(self, code: int) -> str:
        first, second = (chr(code).encode("gbk", "ignore") + b"\0\0")[:2]
        is_double = second in _GB_SECOND and first in _GB_ROWS
        self[code] = written = f"{chr(first - 0x80)}{chr(second - 0x80)}" if is_double else f"~{chr(code)}"
        return written


_WORDS: Final = (
    "管理",
    "工作",
    "单位",
    "没有",
    "问题",
    "人员",
    "制度",
    "规范",
    "组织",
    "整改",
    "监管",
    "学习",
    "要求",
    "规定",
    "落实",
    "情况",
    "加强",
    "进一步",
    "已完成",
)
FREQUENT: Final = (_END, *"0123456789，。、的和不一有了对在为年月日市部党局行", *_WORDS)
"""What texts of any public body repeat, each written as one character, of `_ONE_DIGIT`."""
_ONE_DIGIT: Final = " $%&'()*+,-./XYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}"
"""Characters that begin no pair of GB 2312 and need no escape in a JSON string."""
_CONTROL: Final = "".join(map(chr, (*range(1, 9), *range(14, 32))))
"""Characters that a page does not show. While a text is packed, they stand for words."""
_HAS_CONTROL: Final = re.compile(f"[{_CONTROL}]")
_UNCONTROLLED: Final = str.maketrans("", "", _CONTROL)
_PLACES: Final = dict(zip(_WORDS, _CONTROL, strict=False))
_CODES: Final = _GbCodes(zip((ord(_PLACES.get(one, one)) for one in FREQUENT), _ONE_DIGIT, strict=True))


def as_gb(texts: Iterable[str]) -> str:
    """Some texts, each ended by a NUL character, in ASCII: a character for what is frequent, two for others, or `~` and it.

    The reader is `static/js/search-issue.js`, which has `FREQUENT`, too.
    """
    whole = "".join(f"{text}{_END}" for text in texts)
    if _HAS_CONTROL.search(whole):
        whole = whole.translate(_UNCONTROLLED)
    for word, place in _PLACES.items():
        whole = whole.replace(word, place)
    return whole.translate(_CODES)


def _number(value: int) -> str:
    digits = ""
    while value >= _HALF:
        digits += DIGITS[_HALF + value % _HALF]
        value //= _HALF
    return digits + DIGITS[value]
