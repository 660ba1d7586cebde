"""Which existing issue is which of a new import: by what they say, since numbers shift when one comes or goes."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

_ALIKE: Final = 0.65
"""Texts at least so similar are the same issue reworded, if no other comes near."""
_SIMILAR: Final = 0.4
"""Texts less similar than this are different issues."""
_MARGIN: Final = 0.1
"""Another text within so much of the best is as good a guess."""
_COMMON: Final = 200
"""A pair of characters in more issues than this tells none from another."""
_NOT_WORDS: Final = re.compile(r"[\W_]+")

Vector = Mapping[str, float]


class IssueText(NamedTuple):
    """What an issue says. *exact* are digests of its texts, also as an earlier import wrote them, strongest kind first."""

    number: int
    title: str
    problem: str
    measures: str
    exact: tuple[frozenset[str], ...] = ()


class Pair(NamedTuple):
    """An issue of the import, the existing one that it is, and whether that was a guess; *rival* might be it as well."""

    new: int
    old: int
    is_guess: bool = False
    rival: int = 0


def match_issues(old: Sequence[IssueText], new: Sequence[IssueText]) -> tuple[Pair, ...]:
    """The pairs of *old* and *new* issues, by their numbers, each in one pair at most.

    Issues whose texts are the same in one of the kinds of `exact` are paired first. The others are compared by
    the pairs of characters of title (twice), problem and measures, rare ones counting more, and paired from the
    most similar on. Where others are nearly as similar, the same number decides, and it is a guess; so it is
    where the text changed much.
    """
    pairs = list(_same_texts(old, new))
    left = {one.old for one in pairs}, {one.new for one in pairs}
    olds, news = ([one for one in many if one.number not in used] for many, used in zip((old, new), left, strict=True))
    if olds and news:
        pairs += _by_similarity(_similarities(old, new, olds, news))
    return tuple(sorted(pairs))


def _same_texts(old: Sequence[IssueText], new: Sequence[IssueText]) -> Iterator[Pair]:
    """Pairs with a digest that no other issue has; several wholly alike are paired in their order."""
    used_old: set[int] = set()
    used_new: set[int] = set()
    for kind in range(max((len(one.exact) for one in new), default=0)):
        holders = _by_digest(old, kind, used_old), _by_digest(new, kind, used_new)
        for key, news in holders[1].items():
            olds = [number for number in holders[0].get(key, ()) if number not in used_old]
            if len(olds) == len(news) and (len(news) == 1 or kind == 0):
                for one, other in zip(olds, news, strict=True):
                    yield Pair(other, one)
                used_old.update(olds)
                used_new.update(news)


def _by_digest(issues: Sequence[IssueText], kind: int, used: Collection[int]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for one in issues:
        if one.number not in used:
            for key in one.exact[kind] if kind < len(one.exact) else ():
                found.setdefault(key, []).append(one.number)
    return found


def _by_similarity(similar: Mapping[tuple[int, int], float]) -> Iterator[Pair]:
    """Pairs from the most similar on; *similar* are similarities of an old and a new issue."""
    order = sorted(similar, key=lambda pair: (-similar[pair], pair[0] != pair[1], pair))
    beside: dict[tuple[str, int], list[tuple[int, int]]] = {}
    for pair in order:
        beside.setdefault(("old", pair[0]), []).append(pair)
        beside.setdefault(("new", pair[1]), []).append(pair)
    used: set[tuple[str, int]] = set()
    waiting = order[::-1]
    while waiting:
        best = waiting.pop()
        sides = ("old", best[0]), ("new", best[1])
        if similar[best] < _SIMILAR or used & {*sides}:
            continue
        near = [
            pair
            for side in sides
            for pair in beside[side]
            if similar[pair] > similar[best] - _MARGIN
            and pair != best
            and not used & {("old", pair[0]), ("new", pair[1])}
        ]
        chosen = min((best, *near), key=lambda pair: (pair[0] != pair[1], -similar[pair], pair))
        if chosen != best:
            waiting.append(best)
        used |= {("old", chosen[0]), ("new", chosen[1])}
        rival = next((one for one, other in (best, *near) if one != chosen[0] and other == chosen[1]), 0)
        yield Pair(chosen[1], chosen[0], bool(near) or similar[chosen] < _ALIKE, rival)


def _similarities(
    old: Sequence[IssueText], new: Sequence[IssueText], olds: Sequence[IssueText], news: Sequence[IssueText]
) -> dict[tuple[int, int], float]:
    """How similar each of *olds* is to each of *news*, 0 to 1, by their numbers; what has nothing in common is left out.

    How rare a pair of characters is follows from all issues, *old* and *new*.
    """
    spread = Counter(gram for one in (*old, *new) for gram in _grams(one))
    total = len(old) + len(new)
    weights = {gram: math.log(1 + total / count) for gram, count in spread.items() if count <= _COMMON}
    postings: dict[str, list[tuple[int, float]]] = {}
    for one in olds:
        for gram, weight in _vector(one, weights).items():
            postings.setdefault(gram, []).append((one.number, weight))
    similar: dict[tuple[int, int], float] = {}
    for one in news:
        sums: dict[int, float] = {}
        for gram, weight in _vector(one, weights).items():
            for number, other in postings.get(gram, ()):
                sums[number] = sums.get(number, 0) + weight * other
        similar |= {(number, one.number): found for number, found in sums.items() if found > _SIMILAR - _MARGIN}
    return similar


def _vector(one: IssueText, weights: Mapping[str, float]) -> Vector:
    """The weights of an issue's pairs of characters, of length 1 together."""
    found = {gram: weights[gram] * (1 + math.log(n)) for gram, n in _grams(one).items() if gram in weights}
    length = math.sqrt(sum(weight * weight for weight in found.values()))
    return {gram: weight / length for gram, weight in found.items()}


def _grams(one: IssueText) -> Counter[str]:
    """How often each pair of characters occurs in the visible text, without punctuation, white space and marks."""
    texts = (_NOT_WORDS.sub("", unicodedata.normalize("NFKC", text)) for text in (*(one.title,) * 2, *one[2:4]))
    return Counter(a + b for text in texts for a, b in pairwise(f"^{text}" if text else ""))


class Numbers(NamedTuple):
    """The numbers of files: of each issue of the import by its number there, and of existing ones that make room."""

    of: Mapping[int, int]
    moved: Mapping[int, int]


def numbers(new: Sequence[int], pairs: Mapping[int, int], held: Collection[int], loose: Collection[int]) -> Numbers:
    """Which file each *new* issue gets, in the order of the source.

    *pairs* leads to the existing file of an issue. Files with *held* numbers keep them, since they are public or
    somebody wrote them. Every other issue gets its number in the source if that is free, else the next one.
    *loose* are the files of issues that are gone, which go behind the others where their number is needed.
    """
    made = {number: pairs[number] for number in new if pairs.get(number) in held}
    taken = {*held}
    for number in new:
        if number not in made and number not in taken:
            made[number] = number
            taken.add(number)
    for number in new:
        if number not in made:
            made[number] = _free_after(number, taken)
            taken.add(made[number])
    last = max((*taken, *loose), default=0)
    moved = {number: last + place for place, number in enumerate(sorted(taken.intersection(loose) - {*held}), start=1)}
    return Numbers({number: made[number] for number in new}, moved)


def _free_after(number: int, taken: Collection[int]) -> int:
    while number in taken:
        number += 1
    return number
