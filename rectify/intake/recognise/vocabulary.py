"""The labels that one notice uses beside the known ones, learnt from their repetition.

A short run of words before a colon, in 【】 or in the first cell of a form, that comes again in most issues, is a
label; its last noun says what it probably means. Everything learnt is told.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from statistics import median
from typing import Final, NamedTuple

from rectify.intake.recognise.labels import BULLET, Label, guessed_label, label_named
from rectify.intake.recognise.notice import NoticeLine
from rectify.intake.recognise.numbering import folded, mark_of
from rectify.intake.recognise.tables import rows_of

_AT_START: Final = re.compile(
    rf"{BULLET}(?:[\[【(]\s?([\u4e00-\u9fff、/]{{1,12}})\s?[\]】)]\s?:?|([\u4e00-\u9fff、/]{{2,12}})\s?:)"
)
_INSIDE: Final = re.compile(rf"(?<=[。；;])\s?{BULLET}([\u4e00-\u9fff]{{3,8}}):")
_WHOLE: Final = re.compile(r"([\u4e00-\u9fff]{2,8})()")
"""A line that holds nothing but a name."""
_CELL: Final = re.compile(r"[\u4e00-\u9fff、/（）()]{2,12}[:：]?")
_OTHER: Final = re.compile(
    r"电话|地址|邮箱|来源|日期|编辑|传真|邮编|网址|附件|主送|抄送|[一二三四五六七八九十]是$|例如|其中"
)
_ALONE: Final = 3


class Learnt(NamedTuple):
    """A label of this notice: its name, what it is taken for, how often it stands there, and where first."""

    name: str
    label: Label
    times: int
    line: int


def learn(lines: Sequence[NoticeLine], indexes: Sequence[int]) -> tuple[Learnt, ...]:
    """The labels that the lines at *indexes* repeat and that are not known by their names."""
    first: dict[str, int] = {}
    counts: Counter[str] = Counter()
    known: Counter[str] = Counter()
    for index in indexes:
        for name in _candidates(lines, index):
            (known if label_named(name) else counts)[name] += 1
            first.setdefault(name, index)
    often = [count for count in (*known.values(), *counts.values()) if count > 1]
    usual = median(often) if often else 0
    return tuple(_learnt(counts, first, usual))


def _learnt(counts: Mapping[str, int], first: Mapping[str, int], usual: float) -> Iterator[Learnt]:
    for name, count in counts.items():
        guess = guessed_label(name)
        least = 2 if guess else _ALONE
        if count >= max(least, usual / 2) and not _OTHER.search(name):
            yield Learnt(name, guess or Label.REMARK, count, first[name])


def _candidates(lines: Sequence[NoticeLine], index: int) -> Iterator[str]:
    line = lines[index]
    if line.line.table:
        cells = rows_of(lines, [index])[0].cells
        if len(cells) > 1 and _CELL.fullmatch(cells[0].name) and cells[1].text:
            yield cells[0].name.strip("：:")
        return
    mark = mark_of(line.text)
    match = _AT_START.match(folded(line.text), mark.length if mark else 0) or _WHOLE.fullmatch(line.text)
    if match:
        yield "".join((match[1] or match[2]).split())
    yield from _INSIDE.findall(folded(line.text))
