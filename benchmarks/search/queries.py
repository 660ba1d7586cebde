"""Draws questions from a corpus, each with the pages that answer it. The same seed draws the same questions."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Final

import pypinyin
import truth
from natural import NATURAL
from truth import HAN, Corpus

EXACT: Final = ("word", "phrase", "crossing", "code", "single")
PAIRS: Final = ("auto", "spaced")
VARIANTS: Final = ("traditional", "wide")
SOUNDS: Final = ("pinyin", "initials")
KINDS: Final = {
    "word": "word",
    "phrase": "two words side by side",
    "crossing": "string across words or soft marks",
    "code": "number, date, document",
    "single": "single character",
    "natural": "by hand",
    "auto": "two words, no space",
    "spaced": "two words, a space",
    "traditional": "traditional characters",
    "wide": "full-width letters and digits",
    "pinyin": "pinyin in full",
    "initials": "pinyin initials",
    "absent": "on no page",
}
_SMALL: Final = (120, 80, 50, 40, 60, 0, 30, 30, 12, 8, 20, 20, 20)
_LARGE: Final = (60, 40, 40, 30, 30, 0, 30, 30, 12, 8, 20, 20, 20)
_CODES: Final = re.compile(
    r"\d{4}年\d{1,2}月(?:\d{1,2}日)?|\d+月\d+日|《[^《》\n]{4,40}》|[\u4e00-\u9fff]{2,5}〔\d{4}〕\d+号|\d+\.\d+[\u4e00-\u9fff]?|\d{2,}[\u4e00-\u9fff]?"
)


@dataclass(frozen=True)
class Query:
    """A question: pages that must be found, further ones that may be, and the one it was drawn from."""

    kind: str
    text: str
    needed: frozenset[int]
    allowed: frozenset[int]
    source: frozenset[int] = frozenset()


def draw(corpus: Corpus, seed: int, per_kind: int | None = None) -> list[Query]:
    """All questions, the site's own by hand too if it is the site's own corpus."""
    counts = dict(zip(KINDS, _SMALL if len(corpus.paths) < 1000 else _LARGE, strict=True))
    makers: dict[str, Callable[[Corpus, random.Random], Iterator[Query]]] = {
        "word": _words,
        "phrase": _phrases,
        "crossing": _crossings,
        "code": _codes,
        "single": _singles,
        "auto": lambda c, r: _pairs(c, r, "auto", ""),
        "spaced": lambda c, r: _pairs(c, r, "spaced", " "),
        "traditional": _traditional,
        "wide": _wide,
        "pinyin": lambda c, r: _sounds(c, r, "pinyin"),
        "initials": lambda c, r: _sounds(c, r, "initials"),
        "absent": _absent,
    }
    drawn = natural(corpus)
    for kind, make in makers.items():
        chance = random.Random(f"{seed} {kind}")
        drawn += _distinct(make(corpus, chance), counts[kind] if per_kind is None else per_kind)
    return drawn


def natural(corpus: Corpus) -> list[Query]:
    """The questions made by hand, where every page that they mean is there."""
    pages = {int(m[1]): n for n, path in enumerate(corpus.paths) if (m := re.match(r"2024-xuncha/(\d+)\.html", path))}
    if not pages:
        return []
    wanted = ((text, frozenset(pages[number] for number in numbers)) for text, numbers in NATURAL)
    return [Query("natural", text, matches, matches, matches) for text, matches in wanted]


def _distinct(made: Iterator[Query], count: int) -> list[Query]:
    """The first *count* different ones; fewer if a thousand draws for each do not give as many."""
    matches: dict[str, Query] = {}
    for query in islice(made, 1000 * count):
        if len(matches) == count:
            break
        matches.setdefault(query.text, query)
    return [*matches.values()]


def _exact(corpus: Corpus, kind: str, text: str, source: int) -> Query:
    needle = truth.normal(text)
    needed = corpus.holding(needle)
    return Query(kind, text, needed, needed | corpus.holding(truth.fold(needle), folded=True), frozenset({source}))


def _block(corpus: Corpus, chance: random.Random) -> tuple[int, str]:
    page = chance.randrange(len(corpus.blocks))
    return page, chance.choice(corpus.blocks[page])


def _cut(text: str) -> list[str]:
    """The text in words; a run of white space or marks is no word."""
    return [word for run in re.findall(f"[{HAN}]+", text) for word in truth.segments(run)]


def _words(corpus: Corpus, chance: random.Random) -> Iterator[Query]:
    while True:
        page, block = _block(corpus, chance)
        words = [word for word in _cut(block) if len(word) > 1]
        if words:
            yield _exact(corpus, "word", chance.choice(words), page)


def _phrases(corpus: Corpus, chance: random.Random) -> Iterator[Query]:
    while True:
        page, block = _block(corpus, chance)
        runs = [words for run in re.findall(f"[{HAN}]+", block) if len(words := truth.segments(run)) > 1]
        both = [a + b for words in runs for a, b in pairwise(words) if min(len(a), len(b)) > 1]
        if both:
            yield _exact(corpus, "phrase", chance.choice(both), page)


def _crossings(corpus: Corpus, chance: random.Random) -> Iterator[Query]:
    """Strings that begin and end anywhere; every second one goes across a soft mark, which half of those leave out."""
    for turn in range(1 << 30):
        page, block = _block(corpus, chance)
        start, length = chance.randrange(len(block)), chance.randrange(3, 8)
        text = block[start : start + length].strip()
        if len(truth.normal(text)) < 3 or any(_ends(text, n) for n in range(len(text))):
            continue
        is_soft = any(c in truth.SOFT for c in text[1:-1])
        if turn % 2 == is_soft:
            yield _exact(corpus, "crossing", truth.normal(text) if chance.random() < 0.5 else text, page)


def _ends(text: str, place: int) -> bool:
    """Whether no match goes over the character there. A point between digits is part of a number."""
    around = text[max(0, place - 1) : place], text[place + 1 : place + 2]
    return truth.is_hard(text[place]) and not (text[place] == "." and all(c.isdecimal() for c in around))


def _codes(corpus: Corpus, chance: random.Random) -> Iterator[Query]:
    while True:
        page, block = _block(corpus, chance)
        matches = [c for c in _CODES.findall(block) if not any(_ends(c, n) for n in range(len(c)))]
        if matches:
            yield _exact(corpus, "code", chance.choice(matches), page)


def _singles(corpus: Corpus, chance: random.Random) -> Iterator[Query]:
    while True:
        page, block = _block(corpus, chance)
        matches = re.findall(f"[{HAN}]", block)
        if matches:
            yield _exact(corpus, "single", chance.choice(matches), page)


def _pairs(corpus: Corpus, chance: random.Random, kind: str, between: str) -> Iterator[Query]:
    """Two words from different blocks of one page, which stand side by side on no page."""
    while True:
        page = chance.randrange(len(corpus.blocks))
        blocks = corpus.blocks[page]
        if len(blocks) < 2:
            continue
        words = [[w for w in _cut(block) if len(w) > 1] for block in chance.sample(blocks, 2)]
        if not all(words):
            continue
        one, other = (chance.choice(some) for some in words)
        if one == other or corpus.holding(one + other):
            continue
        needed = truth.in_all(corpus, (one, other))
        yield Query(kind, one + between + other, needed, needed, frozenset({page}))


def _traditional(corpus: Corpus, chance: random.Random) -> Iterator[Query]:
    for query in (q for pair in zip(_words(corpus, chance), _phrases(corpus, chance), strict=True) for q in pair):
        changed = truth.as_traditional(query.text)
        if changed != query.text and truth.fold(changed) == query.text:
            yield Query("traditional", changed, query.needed, query.allowed, query.source)


def _wide(corpus: Corpus, chance: random.Random) -> Iterator[Query]:
    table = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
    for query in _codes(corpus, chance):
        changed = query.text.translate(table)
        if changed != query.text:
            yield Query("wide", changed, query.needed, query.allowed, query.source)


def _sounds(corpus: Corpus, chance: random.Random, kind: str) -> Iterator[Query]:
    """Words of two characters or more in pinyin; initials of three or more, since two fit nearly every page."""
    for query in _words(corpus, chance):
        spoken = pypinyin.lazy_pinyin(query.text)
        if len(spoken) < (2 if kind == "pinyin" else 3):
            continue
        text = "".join(spoken if kind == "pinyin" else (s[0] for s in spoken))
        if text.isascii() and not corpus.holding(text):
            yield Query(kind, text, query.needed, query.needed | truth.sounding(corpus, text), query.source)


def _absent(corpus: Corpus, chance: random.Random) -> Iterator[Query]:
    """Words, numbers and letters on no page, of which no page has all pieces either."""
    known = truth.vocabulary()
    makers = (
        lambda: chance.choice(known[2]),
        lambda: chance.choice(known[3]),
        lambda: chance.choice(known[4]),
        lambda: str(chance.randrange(10**6, 10**8)),
        lambda: "".join(chance.choice("bfjkpqvxz") for _ in range(6)),
        lambda: chance.choice(known[2]) + chance.choice(known[2]) + chance.choice(known[2]),
    )
    for turn in range(1 << 30):
        text = makers[turn % len(makers)]()
        if not corpus.holding(text) and not _is_divided(corpus, text):
            yield Query("absent", text, frozenset(), frozenset())


def _is_divided(corpus: Corpus, text: str) -> bool:
    """Whether some page holds *text* in pieces of two characters or more."""
    if text.isascii():
        return bool(truth.sounding(corpus, text)) if text.isalpha() else False
    return any(truth.in_all(corpus, pieces) for pieces in _pieces(text) if len(pieces) > 1)


def _pieces(text: str) -> Iterator[list[str]]:
    if len(text) >= 2:
        yield [text]
    for end in range(2, len(text) - 1):
        yield from ([text[:end], *rest] for rest in _pieces(text[end:]))
