"""Words that say what two issues are about, such as 地下停车场 or 渣土: they show why the issues are related.

A word here is a run of Chinese characters of the title of one issue that stands in the title or the problem of the other,
too, and in few issues else. Nothing is known of any bureau: how common a word is follows from how many texts hold its
pairs of characters. The time grows with the number of issues, not with their texts or with the number of pairs of issues.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import combinations, pairwise
from typing import Final, NamedTuple

from rectify.extract.subjects import OFTEN, PAIR, VERY_OFTEN, Subject, Where, Word

_LONG: Final = 3
_FEW: Final = 3
_BOTH: Final = 2
"""The texts that hold a word which only two issues have."""
_LARGE: Final = 100
"""Issues beyond which a word must not stand in more texts than in so many."""
_RARE_TOPIC, _RARE_WORD, _RARE_PAIR, _EVERYDAY, _COMMON = 0.1, 0.15, 0.11, 0.3, 0.5
"""The part of the texts up to which a word is rare: as what a text is about, anywhere in it, with two characters; and
up to which one pair of its characters, and every pair, is no everyday word."""
_SIDE_BY_SIDE: Final = 2
"""A notice puts what belongs together side by side: up to this distance a commoner word of both titles relates issues."""
_Issue = tuple[int, Word]
"""The index of an issue, and what a word is to it."""


class SharedWords(NamedTuple):
    """Two issues, by their index, and the words that both are about, the most telling first."""

    first: int
    second: int
    words: tuple[str, ...]


def shared_words(subjects: Sequence[Subject], holders: Mapping[str, int]) -> tuple[SharedWords, ...]:
    """The rare words that two issues are about, for each pair that shares any, in order of the pairs.

    *holders* says for each pair of characters how many texts hold it. The word stands in the title of one and in the
    title or problem of the other, and both come back to it. A commoner word has to be what both titles name, in issues
    that stand side by side.
    """
    about: dict[str, list[tuple[int, Word]]] = defaultdict(list)
    for index, subject in enumerate(subjects):
        for one, words in subject.words:
            for word in words:
                about[word].append((index, one))
    by_pair: dict[tuple[int, int], list[str]] = defaultdict(list)
    covered: set[tuple[int, str]] = set()
    shared = (word for word, issues in about.items() if len(issues) > 1)
    for word in sorted(shared, key=lambda word: (-len(word), word)):
        free = [issue for issue in about[word] if (issue[0], word) not in covered]  # 垃圾 of 建筑垃圾 relates by that
        pairs = list(_pairs_related(word, about[word], free, subjects, holders))
        for pair in pairs:
            by_pair[pair].append(word)
        covered |= {(index, part) for pair in pairs for index in pair for part in _parts(word)}
    rarest_first = partial(_rank, holders=holders)
    return tuple(
        SharedWords(*pair, tuple(sorted(_longest(words), key=rarest_first))) for pair, words in sorted(by_pair.items())
    )


def most_shared(pairs: Iterable[SharedWords], most: int) -> tuple[str, ...]:
    """The words that relate most issues, long ones before short ones, none a part of another: to search for first."""
    holders: dict[str, set[int]] = defaultdict(set)
    for pair in pairs:
        for word in pair.words:
            holders[word] |= {pair.first, pair.second}
    chosen: list[str] = []
    for word in sorted(holders, key=lambda word: (-len(holders[word]) * len(word), word)):
        if len(chosen) < most and not any(word in one or one in word for one in chosen):
            chosen.append(word)
    return tuple(chosen)


def _pairs_related(
    word: str, about: Sequence[_Issue], free: Sequence[_Issue], subjects: Sequence[Subject], holders: Mapping[str, int]
) -> Iterator[tuple[int, int]]:
    """The pairs of the issues *about* a word that it relates; a commoner one relates only neighbours that are *free*."""
    total, texts = len(subjects), _texts_with(word, holders)
    is_rare = len(about) <= _most(total, _RARE_TOPIC) and _is_telling(word, texts, holders, total)
    is_subject = texts <= total * _EVERYDAY and texts <= 2 * len(about)
    if not is_rare and not is_subject:
        return
    whole = [one for one in (about if is_rare else free) if _is_whole(word, subjects[one[0]].topic, holders)]
    for (first, one), (second, other) in combinations(whole, 2) if is_rare else _neighbours(whole):
        if _relates(word, one, other, texts) if is_rare else _is_subject_of_both(one, other):
            yield first, second


def _relates(word: str, one: Word, other: Word, texts: int) -> bool:
    """Whether a rare word, which so many *texts* hold, relates two issues that come back to it."""
    times, best = min(one.times, other.times), max(one.where, other.where)
    are_named = min(one.where, other.where) > Where.NOT_NAMED
    if len(word) > PAIR:
        return (best > Where.NOT_NAMED and times >= OFTEN) or (are_named and len(word) > _LONG)
    if are_named:
        return (times >= OFTEN or best == Where.FIRST) and (one.is_free or other.is_free)
    return texts == _BOTH and times >= VERY_OFTEN and best == Where.FIRST and one.is_free and other.is_free


def _is_subject_of_both(one: Word, other: Word) -> bool:
    return all(each.where >= Where.EARLY and each.times >= OFTEN and each.is_free for each in (one, other))


def _neighbours(issues: Sequence[_Issue]) -> Iterator[tuple[_Issue, _Issue]]:
    for place, first in enumerate(issues):
        for second in issues[place + 1 : place + 1 + _SIDE_BY_SIDE]:
            if second[0] - first[0] <= _SIDE_BY_SIDE:
                yield first, second


def _most(total: int, part: float) -> int:
    """How many of *total* texts are few."""
    return max(_FEW, int(min(total, _LARGE) * part))


def _parts(word: str) -> Iterator[str]:
    """Every stretch of two characters or more of a word."""
    yield from (word[at:end] for at in range(len(word) - 1) for end in range(at + PAIR, len(word) + 1))


def _texts_with(word: str, holders: Mapping[str, int]) -> int:
    """How many texts hold a word at most: no more than hold the rarest of its pairs."""
    return min(holders.get(first + second, 0) for first, second in pairwise(word))


def _rank(word: str, holders: Mapping[str, int]) -> tuple[int, int, str]:
    """The sort key of the words of a reason: the longest and rarest first."""
    return -len(word), _texts_with(word, holders), word


def _is_telling(word: str, texts: int, holders: Mapping[str, int], total: int) -> bool:
    """Whether few *texts* hold a word and it is not made of everyday words alone, as 制度执行 is."""
    if texts > _most(total, _RARE_PAIR if len(word) == PAIR else _RARE_WORD):
        return False
    even = len(word) % PAIR == 0
    halves = [word[at : at + PAIR] for at in range(0, len(word), PAIR)] if even else [word[:PAIR], word[-PAIR:]]
    counts = [holders.get(pair, 0) for pair in halves]
    return min(counts) <= max(_FEW, total * _EVERYDAY) and max(counts) <= max(_FEW, total * _COMMON)


def _is_whole(word: str, runs: Sequence[str], holders: Mapping[str, int]) -> bool:
    """Whether a word, where it first stands in *runs*, is not cut out of others: 务用车 is, since 公务 is commoner than 务用."""
    run = next(run for run in runs if word in run)
    at = run.find(word)
    end = at + len(word)
    before, after = run[max(0, at - 1) : at + 1] if at else "", run[end - 1 : end + 1] if end < len(run) else ""
    return holders.get(before, 0) <= holders.get(word[:PAIR], 0) and holders.get(after, 0) <= holders.get(
        word[-PAIR:], 0
    )


def _longest(words: list[str]) -> list[str]:
    return [word for word in words if not any(word != other and word in other for other in words)]
