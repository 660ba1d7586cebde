"""Numbering at the beginning of a line: which series it belongs to and what it counts.

Real notices count issues in every way that Chinese official writing knows (standards, section 7):
`一、` `（一）` `1.` `1、` `（1）` `1）` `①` `问题1：` `任务一` `第三个问题`, a number without any mark,
or not at all. Here a mark is only found; whether it counts issues, headings or the steps of a
measure is decided over the whole document.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_HAN: Final = "一二三四五六七八九"
_NUMERAL: Final = "[〇零一二三四五六七八九十百]{1,5}"
_FOLDED: Final = {
    **{0xFF10 + digit: str(digit) for digit in range(10)},
    ord("（"): "(",
    ord("）"): ")",
    ord("．"): ".",
    ord("："): ":",
    ord("，"): ",",
    ord("〔"): "(",
    ord("〕"): ")",
}
_MEASURE_WORDS: Final = (
    "年月日个项次名人元万件家处台辆条份岁天号时分所类种周季级场轮批户村亩公米吨千百亿多余小度位号期届座只支辆栋套"
)
_CIRCLED: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_DOTTED: Final = "".join(chr(0x2488 + n) for n in range(20))
_IN_PARENS: Final = "".join(chr(0x2474 + n) for n in range(20))

DIGITS: Final = frozenset({"1.", "1、", "1"})
"""Series that writers mix up by slips: `12.` `13、` `14` in one notice."""

RANK: Final[dict[str, float]] = {
    "第一部分": 0,
    "一、": 1,
    "（一）": 2,
    "1.": 3,
    "1、": 3,
    "1": 3,
    "1.1": 3.5,
    "（1）": 4,
    "1）": 5,
    "①": 6,
}
"""How high a series stands in an outline (GB/T 9704: 一、 （一） 1. （1）)."""

_SERIES: Final = (
    ("第一部分", re.compile(rf"第({_NUMERAL}|\d{{1,2}})(?:部分|章|节)[、:\s]*")),
    ("一、", re.compile(rf"({_NUMERAL})(?:、|\.(?!\d))\s*")),
    ("（一）", re.compile(rf"\(({_NUMERAL})\)[、.]?\s*")),
    ("（1）", re.compile(r"\((\d{1,3})\)[、.]?\s*")),
    (
        "1.1",
        re.compile(
            rf"\d{{1,2}}\.(\d{{1,2}})(?:\s+(?=[\u4e00-\u9fff“《])|(?=[\u4e00-\u9fff“《])(?![{_MEASURE_WORDS}倍]))"
        ),
    ),
    ("1.", re.compile(r"(\d{1,3})\.(?:(?!\d)|(?=(?:19|20)\d\d年?))\s*")),
    ("1、", re.compile(r"(\d{1,3})、\s*")),
    ("1）", re.compile(r"(\d{1,3})\)[、.]?\s*")),
    ("①", re.compile(rf"([{_CIRCLED}])\s*")),
    ("1.", re.compile(rf"([{_DOTTED}])\s*")),
    ("（1）", re.compile(rf"([{_IN_PARENS}])\s*")),
    ("问题1", re.compile(rf"(?:反馈|整改)?(?:问题|任务|事项|问)\s*({_NUMERAL}|\d{{1,3}})\s*(?:[:、.](?!\d)|\s|$)\s*")),
    ("问题1", re.compile(rf"[【\[(](?:反馈|整改)?(?:问题|任务|事项)\s*({_NUMERAL}|\d{{1,3}})[】\])][:、]?\s*")),
    ("序号1", re.compile(rf"(?:整改)?(?:序号|编号)\s*:?\s*({_NUMERAL}|\d{{1,3}})\s*(?:[:、.](?!\d)|\s|$)\s*")),
    ("第1个", re.compile(rf"第({_NUMERAL}|\d{{1,3}})(?:个|项|条)(?:问题|任务|事项|整改任务)?\s*[:、.,\s]\s*")),
    ("1", re.compile(rf"(\d{{1,3}})(?:\s+(?=[^\d\s])|(?=[\u4e00-\u9fff“《])(?![{_MEASURE_WORDS}]))")),
)


class Mark(NamedTuple):
    """A numbering mark: its series (named by its first mark), its value, its length in the text."""

    series: str
    value: int
    length: int


def fold(text: str) -> str:
    """The text with full-width digits and marks as half-width ones, character for character."""
    return text.translate(_FOLDED)


def mark_of(text: str) -> Mark | None:
    """The numbering mark that begins *text*, if one does."""
    plain = fold(text)
    for series, pattern in _SERIES:
        if match := pattern.match(plain):
            return Mark(series, value_of(match[1]), match.end())
    return None


def value_of(numeral: str) -> int:
    """What a numeral counts: 13, 十三 or ⑬."""
    if numeral.isascii():
        return int(numeral)
    for signs in (_CIRCLED, _DOTTED, _IN_PARENS):
        if numeral in signs:
            return signs.index(numeral) + 1
    hundreds, _, rest = numeral.rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    value = 100 * _digit(hundreds) if hundreds else 0
    return value + (10 * (_digit(tens) if tens else 1) if ten else 0) + _digit(ones)


def _digit(sign: str) -> int:
    return _HAN.index(sign[-1]) + 1 if sign and sign[-1] in _HAN else 0
