"""Identifiers for addresses, made of names: of categories and departments, in pinyin."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from string import ascii_lowercase
from types import MappingProxyType
from typing import Final

from rectify.field.addresses import NOT_A_FILE

_NOISE: Final = re.compile(r"聚焦|方面|存在的?|问题|情况|整改|关于|落实|的|在|等|以及|和|及|与|工作|[\W_]+")
"""What tells no category from another; the words between hold together."""
_BREAK: Final = re.compile(r"[\W_]+|(?<=[局委院厅])|(?=[和与及])")
_CATEGORY, _NAME = 40, 60
"""Letters that an identifier of a category may have, which stands in many addresses, and of a department."""
_SYLLABLE: Final = re.compile("[a-z]+")
_LETTERS: Final = str.maketrans("0123456789", "ghijklmnop")
_DIGITS: Final = str.maketrans("0123456789", "零一二三四五六七八九")
_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})


def category_ids(titles: Sequence[str], known: Mapping[str, str] = _NOTHING) -> tuple[str, ...]:
    """An identifier for each title, of what tells it from others: 聚焦基层党组织建设 → ji-ceng-dang-zu-zhi-jian-she.

    No word is cut: a long title gives as many of its parts as there is room for, and more where two would be the
    same. *known* are identifiers by their titles: they stay, and no other title gets one of them.
    """
    return _ids(titles, _NOISE, _CATEGORY, known)


def department_ids(names: Sequence[str], known: Mapping[str, str] = _NOTHING) -> tuple[str, ...]:
    """The same for departments: 机关党委 → ji-guan-dang-wei."""
    return _ids(names, _BREAK, _NAME, known)


def _ids(names: Sequence[str], breaks: re.Pattern[str], room: int, known: Mapping[str, str]) -> tuple[str, ...]:
    made: list[str] = []
    for name in names:
        taken = {*known.values(), *made}
        parts = [part for part in breaks.split(name) if part] or [name]
        made.append(known.get(name) or next(one for one in _proposals(parts, room) if one not in taken))
    return tuple(made)


def _proposals(parts: Sequence[str], room: int) -> Iterator[str]:
    """Identifiers for a name of these *parts*, the shortest first: more parts, then letters behind, never a number."""
    spelt = [slug for part in parts if (slug := "-".join(_syllables(part)))] or ["wu-ming"]
    whole = [_shorten("-".join(spelt[:count]), _NAME) for count in range(1, len(spelt) + 1)]
    fitting = [slug for slug in whole if len(slug) <= room] or whole[:1]
    for slug in (fitting[-1], *whole[len(fitting) :]):
        if not NOT_A_FILE.match(slug):
            yield slug
    short = _shorten(fitting[-1], _NAME - 3)
    yield from (f"{short}-{letter}" for letter in ascii_lowercase[1:])
    yield from (f"{short}-{a}{b}" for a in ascii_lowercase for b in ascii_lowercase)


def _shorten(slug: str, room: int) -> str:
    """The whole syllables of *slug* that have *room*."""
    return slug if len(slug) <= room else slug[: room + 1].rpartition("-")[0] or slug[:room]


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
