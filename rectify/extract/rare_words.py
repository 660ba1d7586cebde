"""Words that say what two issues are about, such as 地下停车场 or 渣土: they show why the issues are related.

A word here is a run of Chinese characters of the title of one issue that stands in the title or the problem of the other,
too, and in few issues else. Nothing is known of any bureau: a word is rare by its number of texts. The time grows with
the size of the texts, not with the number of pairs.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from itertools import combinations
from typing import Final, NamedTuple

from rectify.ground.text import HAN

_LONGEST: Final = 8
_PAIR: Final = 2
_LONG: Final = 3
_NEAR: Final = 3
_FEW: Final = 3
_OFTEN: Final = 3
_LARGE: Final = 100
"""Issues beyond which a word must not stand in more texts than in so many."""
_RARE_TOPIC, _RARE_WORD, _RARE_PAIR, _EVERYDAY, _COMMON = 0.1, 0.15, 0.08, 0.25, 0.5
"""The part of the texts up to which a word is rare: as what a text is about, anywhere in it, with two characters; and
up to which one pair of its characters, and every pair, is no everyday word."""
_OUTSIDE: Final = re.compile(
    rf"《[^《》]{{0,200}}》|“[^”]{{9,200}}”|[^{HAN}]+|[的了和与及或在对把被将由向从以并且也都就还又但因这那其此每没未已使让给到按等之是暨再各无不有为个所该]"
)
"""What no word reaches across: titles, long quotations (names of meetings), everything but characters, words of grammar."""


class Subject(NamedTuple):
    """What relates an issue: its title, and its title and problem together, and all its text, each as runs of characters."""

    title: list[str]
    topic: list[str]
    text: list[str]


class SharedWords(NamedTuple):
    """Two issues, by their index, and the words that both are about, the most telling first."""

    first: int
    second: int
    words: tuple[str, ...]


def without_names(names: Collection[str]) -> re.Pattern[str] | None:
    """A pattern that matches *names* (of departments and bodies, which are no reason to relate issues); None if there are none."""
    return re.compile("|".join(map(re.escape, sorted(names, key=lambda n: (-len(n), n))))) if names else None


def subject_of(title: str, problem: str, text: str, names: re.Pattern[str] | None) -> Subject:
    """What an issue is about, without what *names* matches. *text* is all its words."""
    own = _runs(title, names)
    return Subject(own, [*own, *_runs(problem, names)], _runs(text, names))


def shared_words(subjects: Sequence[Subject]) -> tuple[SharedWords, ...]:
    """The rare words that two issues are about, for each pair that shares any, in order of the pairs.

    The word stands in the title of one and in the title or problem of the other, and at least three times in each text,
    unless four characters or more stand in both titles.
    """
    total = len(subjects)
    titles = _held([subject.title for subject in subjects], None)
    candidates = {word for word, holders in titles.items() if len(holders) <= _most(total, _RARE_TOPIC)}
    topics = _held([subject.topic for subject in subjects], candidates)
    shared = {word for word, holders in topics.items() if 1 < len(holders) <= _most(total, _RARE_TOPIC)}
    edges = {word: [_edges(word, subjects[index].topic) for index in topics[word]] for word in shared}
    pairs_needed = {pair for word in shared for pair in _halves(word)}
    pairs_needed |= {pair for several in edges.values() for one in several for pair in one}
    counts = {w: len(held) for w, held in _held([subject.text for subject in subjects], shared | pairs_needed).items()}
    found: dict[tuple[int, int], list[str]] = defaultdict(list)
    for word in sorted(shared):
        if not _is_telling(word, counts, total):
            continue
        whole = [index for index, own in zip(topics[word], edges[word], strict=True) if _is_whole(word, own, counts)]
        often = {index for index in whole if sum(run.count(word) for run in subjects[index].text) >= _OFTEN}
        named = {index for index in whole if _is_named(word, subjects[index].title)}
        for first, second in combinations(whole, 2):
            both = {first, second}
            if (both <= named and (both <= often or len(word) > _LONG)) or (
                both & named and both <= often and len(word) > _PAIR
            ):
                found[first, second].append(word)
    return tuple(
        SharedWords(*pair, tuple(sorted(_longest(words), key=lambda word: (-len(word), counts[word], word))))
        for pair, words in sorted(found.items())
    )


def _most(total: int, part: float) -> int:
    """How many of *total* texts are few."""
    return max(_FEW, int(min(total, _LARGE) * part))


def _halves(word: str) -> tuple[str, ...]:
    """The pairs of characters that a word of even length is made of; its first and last pair otherwise."""
    return (
        tuple(word[at : at + _PAIR] for at in range(0, len(word), _PAIR))
        if len(word) % _PAIR == 0
        else (word[:_PAIR], word[-_PAIR:])
    )


def _is_telling(word: str, counts: dict[str, int], total: int) -> bool:
    """Whether few texts hold a word and it is not made of everyday words alone, as 制度执行 is."""
    if counts.get(word, 0) > _most(total, _RARE_PAIR if len(word) == _PAIR else _RARE_WORD):
        return False
    halves = [counts.get(pair, 0) for pair in _halves(word)]
    return min(halves) <= max(_FEW, total * _EVERYDAY) and max(halves) <= max(_FEW, total * _COMMON)


def _edges(word: str, runs: Sequence[str]) -> tuple[str, ...]:
    """Where a word first stands in *runs*: its first character with the one before, its last with the one after."""
    run = next(run for run in runs if word in run)
    at = run.find(word)
    before, after = run[at - 1 : at + 1] if at else "", run[at + len(word) - 1 : at + len(word) + 1]
    return before, after if len(after) == _PAIR else ""


def _is_whole(word: str, edges: tuple[str, ...], counts: dict[str, int]) -> bool:
    """Whether a word is not cut out of others: 务用车 is, since 公务 is commoner than 务用."""
    before, after = edges
    return counts.get(before, 0) <= counts.get(word[:_PAIR], 0) and counts.get(after, 0) <= counts.get(word[-_PAIR:], 0)


def _is_named(word: str, runs: Sequence[str]) -> bool:
    """Whether a title names a word; one of two characters near the beginning, where the thing stands; not what is said of the thing at the end (反复出现)."""
    if len(word) == _PAIR:
        return any(0 <= run.find(word) <= _NEAR for run in runs)
    return any(run.startswith(word) or word in run[:-_PAIR] for run in runs)


def _runs(text: str, names: re.Pattern[str] | None) -> list[str]:
    if names is not None:
        text = names.sub("，", text)
    return [run for run in _OUTSIDE.split(text) if len(run) >= _PAIR]


def _held(texts: Sequence[Sequence[str]], words: set[str] | None) -> dict[str, list[int]]:
    """Each of *words* (or, for None, every run of up to eight characters) with the indexes of the texts that hold it."""
    starts: dict[str, set[int]] = defaultdict(set)
    for word in words or ():
        starts[word[:_PAIR]].add(len(word))
    every = set(range(_PAIR, _LONGEST + 1))
    holders: dict[str, list[int]] = defaultdict(list)
    for index, runs in enumerate(texts):
        held = {
            run[at : at + length]
            for run in runs
            for at in range(len(run) - 1)
            for length in (every if words is None else starts.get(run[at : at + _PAIR], ()))
            if at + length <= len(run)
        }
        for word in held if words is None else held & words:
            holders[word].append(index)
    return holders


def _longest(words: list[str]) -> list[str]:
    """Without the words that a longer one of them contains."""
    return [word for word in words if not any(word != other and word in other for other in words)]
