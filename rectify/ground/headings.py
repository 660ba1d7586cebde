"""Texts with headings of two levels (`## …`, `### …`) over small Markdown: the sections that they make."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from rectify.ground.rich_faults import Fault, faults_in

_HEADING: Final = re.compile(r"^(##|###) +(\S.*?) *$", re.MULTILINE)
_NO_HEADING: Final = re.compile(r"^#.*", re.MULTILINE)
_NOT_IN_IDS: Final = re.compile(r"\W+")
_REMEDY: Final = "小标题写成“## 标题”，再小一级写成“### 标题”，# 后面空一格；不是标题的，行首的 # 前面加反斜杠"
_TOP: Final = 2
"""The level of the greatest headings."""


class Section(NamedTuple):
    """A heading of level 2 or 3 and the small Markdown below it, which begins at `offset`; before the first heading level 0."""

    level: int
    title: str
    text: str
    offset: int


def sections_of(text: str) -> tuple[Section, ...]:
    """The sections of *text* in order; those without a heading and without words are left out."""
    headings = list(_HEADING.finditer(text))
    ends = [*(one.start() for one in headings[:1]), len(text)]
    sections = [Section(0, "", text[: ends[0]], 0)]
    for place, one in enumerate(headings):
        end = headings[place + 1].start() if place + 1 < len(headings) else len(text)
        sections.append(Section(len(one[1]), one[2], text[one.end() : end], one.end()))
    return tuple(one for one in sections if one.level or one.text.strip())


def section_faults(text: str) -> Iterator[Fault]:
    """What *text* holds that may not reach a page, and headings that would be shown as text."""
    sections = sections_of(text)
    levels = [one.level for one in sections if one.level]
    if levels and levels[0] > _TOP:
        first = next(one for one in sections if one.level)
        yield Fault(first.offset - 1, "V026", f"小标题“{first.title[:20]}”上面没有大一级的", "改成“## 标题”")
    for section in sections:
        wrong = list(_NO_HEADING.finditer(section.text))
        for one in wrong:
            yield Fault(section.offset + one.start(), "V026", f"标题的写法不对：{one[0][:20]}", _REMEDY)
        if not wrong:
            for fault in faults_in(section.text):
                yield fault._replace(offset=section.offset + fault.offset)


def ids_of(titles: Iterator[str], taken: frozenset[str]) -> Iterator[str]:
    """A name for each of *titles*, by which addresses lead to it: its words, and a number where they are taken."""
    used = set(taken)
    for title in titles:
        words = _NOT_IN_IDS.sub("-", title).strip("-") or "jie"
        name = next(one for one in (words, *(f"{words}-{n}" for n in range(2, len(used) + 3))) if one not in used)
        used.add(name)
        yield name
