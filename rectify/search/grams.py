"""The grams of a text: its pairs of neighbouring characters and its single characters, each with a weight; threes of initials."""

from __future__ import annotations

from collections import Counter
from itertools import product
from typing import Final

from rectify.search.normal import BARRIER
from rectify.search.tables import initials

TWICE: Final = 1 << 3
OFTEN: Final = 2 << 3
IN_TITLE: Final = 3 << 3
"""A weight is 0, 1 or 2 for once, twice, or three times and more, plus 3 if the title or the brief holds the gram; it stands
above three bits, which for a pair that occurs once are a hash of the character that follows it.
"""

Weighed = dict[str, int]


class _Followers(dict[str, int]):
    """A hash of three bits for each character: it excludes most texts where another character follows the pair."""

    def __missing__(self, character: str) -> int:
        self[character] = bits = (ord(character) * 0x9E3779B1 & 0xFFFFFFFF) >> 29
        return bits


_FOLLOWERS: Final = _Followers({BARRIER: 0})


def grams_of(head: str, text: str) -> tuple[Weighed, Weighed]:
    """The weights of all pairs, and of all single characters, of a document.

    Its *head* (title and brief) and its other *text* are in normal form.
    """
    whole = f"{head}{BARRIER}{text}{BARRIER}"
    pairs = list(map(str.__add__, whole, whole[1:]))
    followers = _FOLLOWERS
    doubles = {pair: followers[after] for pair, after in zip(pairs, f"{whole[2:]}{BARRIER}", strict=False)}
    singles = dict.fromkeys(whole, 0)
    for weighed, grams in ((doubles, pairs), (singles, whole)):
        for gram, count in Counter(grams).items():
            if count > 1:
                weighed[gram] = TWICE if count == 2 else OFTEN  # noqa: PLR2004 - twice is two times
    for pair in set(map(str.__add__, head, head[1:])):
        doubles[pair] += IN_TITLE
    for character in set(head):
        singles[character] += IN_TITLE
    del singles[BARRIER]
    return {pair: weight for pair, weight in doubles.items() if BARRIER not in pair}, singles


def initials_of(text: str) -> set[str]:
    """The threes of initials with which three neighbouring characters of a *text* in normal form may be spelled."""
    letters = [initials(character) for character in text]
    threes = set(zip(letters, letters[1:], letters[2:], strict=False))
    return {"".join(one) for three in threes for one in product(*three)}


WIDTHS: Final = (0, 16, 32, 15)
"""The bits of a gram of one character, of two, and of three letters."""


def mix(gram: str) -> int:
    """A gram as a number of its width, so mixed that the upper bits are evenly used and no two grams have the same one.

    They name the file that holds the gram, the others find it there: so no file says its grams in words. Characters
    beyond the first 65,536, which are rare, share numbers that are no character's.
    """
    width = WIDTHS[len(gram)]
    if width == 32:  # noqa: PLR2004 - a pair
        number = _unit(gram[0]) << 16 | _unit(gram[1])
    elif width == 16:  # noqa: PLR2004 - a character
        number = _unit(gram)
    else:
        number = (ord(gram[0]) & 31) << 10 | (ord(gram[1]) & 31) << 5 | ord(gram[2]) & 31
    mask, half = (1 << width) - 1, width >> 1
    number = number * 0x9E3779B1 & mask
    number = (number ^ number >> half) * 0x2C1B3C6D & mask
    return number ^ number >> half


def _unit(character: str) -> int:
    code = ord(character)
    return code if code < 1 << 16 else 0xD800 | code & 0x7FF
