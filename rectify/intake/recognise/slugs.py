"""Identifiers for addresses, made of names: of categories and departments, in pinyin."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from string import ascii_lowercase
from types import MappingProxyType
from typing import Final

from rectify.field.addresses import NOT_A_FILE

_NOISE: Final = re.compile(r"聚焦|方面|存在的?|问题|情况|整改|关于|落实|的|在|等|和|及|与|以及|工作")
_SYLLABLE: Final = re.compile("[a-z]+")
_LETTERS: Final = str.maketrans("0123456789", "ghijklmnop")
_DIGITS: Final = str.maketrans("0123456789", "零一二三四五六七八九")
_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})


def category_ids(titles: Sequence[str], known: Mapping[str, str] = _NOTHING) -> tuple[str, ...]:
    """An identifier for each title, of four syllables that tell it from others: 聚焦基层党组织建设 → ji-ceng-dang-zu.

    *known* are identifiers by their titles: they stay, and no other title gets one of them.
    """
    return _ids({title: _NOISE.sub("", title) or title for title in titles}, titles, 4, known)


def department_ids(names: Sequence[str], known: Mapping[str, str] = _NOTHING) -> tuple[str, ...]:
    """The same for departments, of up to eight syllables: 机关党委 → ji-guan-dang-wei."""
    return _ids({name: name for name in names}, names, 8, known)


def _ids(words: Mapping[str, str], names: Sequence[str], length: int, known: Mapping[str, str]) -> tuple[str, ...]:
    made: list[str] = []
    for name in names:
        taken = {*known.values(), *made}
        made.append(known.get(name) or next(one for one in _proposals(words[name], length) if one not in taken))
    return tuple(made)


def _proposals(text: str, length: int) -> Iterator[str]:
    """Identifiers for *text*, the shortest first: more syllables, then letters behind, never a number."""
    syllables = _syllables(text) or ["wu-ming"]
    for count in range(length, max(length, len(syllables)) + 1):
        slug = "-".join(syllables[:count])
        if not NOT_A_FILE.match(slug):
            yield slug
    whole = "-".join(syllables[:length])
    yield from (f"{whole}-{letter}" for letter in ascii_lowercase[1:])
    yield from (f"{whole}-{a}{b}" for a in ascii_lowercase for b in ascii_lowercase)


def _syllables(text: str) -> list[str]:
    """The syllables of *text*, digits read aloud; a character that has no reading gives its code point in letters."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - heavy, and only needed once a round

    read = lazy_pinyin(unicodedata.normalize("NFKC", text).lower().translate(_DIGITS), errors=_unread)
    return [one for run in read for one in run.split() if _SYLLABLE.fullmatch(one)]


def _unread(run: str) -> str:
    parts = re.findall("[a-z]+|.", run, re.DOTALL)
    return " ".join(
        part if part.isascii() else f"{ord(part):x}".translate(_LETTERS) for part in parts if part.isalpha()
    )
