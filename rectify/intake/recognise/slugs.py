"""Names for folders and categories in addresses: pinyin where the package is there, else a counted letter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_NOISE: Final = re.compile(r"聚焦|方面|存在的?|问题|情况|整改|关于|落实|的|在|等|和|及|与|以及|工作|[^\u4e00-\u9fff]")
_LETTERS: Final = 4


def slugs(titles: Sequence[str]) -> tuple[str, ...]:
    """An identifier for each title, none twice."""
    made: list[str] = []
    for place, title in enumerate(titles, start=1):
        slug = _initials(title) or f"c{place}"
        made.append(slug if slug not in made else f"{slug}-{place}")
    return tuple(made)


def _initials(title: str) -> str:
    """A few syllables of the words that tell a heading from others: 聚焦基层党组织建设 → jiceng-dang-zu."""
    try:
        from pypinyin import lazy_pinyin  # noqa: PLC0415 - heavy, and only needed once a round
    except ImportError:
        return ""
    words = _NOISE.sub("", title)[:_LETTERS]
    slug = "-".join("".join(re.findall("[a-z]+", syllable.lower())) for syllable in lazy_pinyin(words))
    return re.sub("-+", "-", slug).strip("-")
