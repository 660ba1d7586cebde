"""Quotation marks: marks within marks, stops that end no sentence, and headings that quote their problem."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Final, NamedTuple

_OPENING: Final = "“「『《"
_CLOSING: Final = "”」』》"
_LONGEST: Final = 300
_SIGN: Final = re.compile(f'["{_OPENING}{_CLOSING}]')
_STOP: Final = re.compile("[。；;！!]")
_ABOUT_BEFORE: Final = re.compile(r"(?:针对|关于|对于?|就|围绕)?(?=[“\"「『])")
_ABOUT_AFTER: Final = re.compile(r"(?:等|的|这一|一项|方面的?|具体|反馈|突出)*问题")
_SHORTEST: Final = 4


def is_balanced(text: str, pairs: Iterable[str] = ("“”", "《》", "（）")) -> bool:
    """Whether all marks that *text* opens are closed."""
    return all(text.count(pair[0]) == text.count(pair[1]) for pair in pairs)


class Quote(NamedTuple):
    """A quoted stretch: *start* and *end* include the marks."""

    start: int
    end: int


def quotes_in(text: str) -> list[Quote]:
    """The outermost quoted stretches of *text*, titles in 《》 too; marks without partner are passed over."""
    found: list[Quote] = []
    waiting: list[tuple[str, int]] = []
    signs = [(match.start(), match[0]) for match in _SIGN.finditer(text)]
    straight = [place for place, sign in signs if sign == '"']
    pairs = dict(zip(straight[::2], straight[1::2], strict=False))
    for place, sign in signs:
        if sign in _OPENING:
            waiting.append((sign, place))
        elif sign in _CLOSING:
            mark = _OPENING[_CLOSING.index(sign)]
            while waiting and waiting[-1][0] != mark and any(one == mark for one, _ in waiting):
                waiting.pop()
            if waiting and waiting[-1][0] == mark:
                start = waiting.pop()[1]
                found = [one for one in found if one.start < start]
                found.append(Quote(start, place + 1))
        elif place in pairs:
            found.append(Quote(place, pairs[place] + 1))
    return [one for one in sorted(found) if one.end - one.start <= _LONGEST]


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of *text*, their end marks with them; a stop inside “…” ends none. Together they are the text."""
    stops = [match.end() for match in _STOP.finditer(text)]
    quotes = quotes_in(text) if stops else []
    ends = [end for end in stops if not any(one.start < end - 1 < one.end for one in quotes)]
    return tuple(text[a:b] for a, b in pairwise((0, *ends, len(text))) if a < b)


_PLAIN: Final = re.compile(r"(?:关于|针对)[^“。；;：:\n]{4,60}?(?<!方面)(?<!方面的)(?:的|等)?问题(?=[。\s：:，,]|\Z)")


def is_about(text: str) -> bool:
    """Whether *text* begins with a heading that names its problem, in marks or not: 关于……的问题."""
    return quoted_problem(text) is not None or _PLAIN.match(text) is not None


class QuotedProblem(NamedTuple):
    """A heading that quotes its problem, 关于“……”问题: where it ends, and what stands in the marks."""

    end: int
    quoted: str


def quoted_problem(text: str) -> QuotedProblem | None:
    """The quoted problem with which *text* begins, marks inside the marks being part of it."""
    before = _ABOUT_BEFORE.match(text)
    if before is None:
        return None
    quote = next((one for one in quotes_in(text) if one.start == before.end()), None)
    if quote is None or quote.end - quote.start - 2 < _SHORTEST:
        return None
    after = _ABOUT_AFTER.match(text, quote.end)
    return QuotedProblem(after.end(), text[quote.start + 1 : quote.end - 1]) if after else None
