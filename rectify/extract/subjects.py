"""What an issue is about: the words of its title and problem that its text comes back to, found once for each issue."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from enum import IntEnum
from typing import Any, Final, NamedTuple

from rectify.ground.text import HAN

PAIR: Final = 2
"""Characters of the shortest word."""
TWICE, OFTEN, VERY_OFTEN = 2, 3, 4
"""How often a text holds a word that it comes back to, that it is about, that it is about above all."""
_LONGEST: Final = 8
_NEAR: Final = 3
_OUTSIDE: Final = re.compile(
    rf"《[^《》]{{0,200}}》|“[^”]{{9,200}}”|[^{HAN}]+|[的了和与及或在对把被将由向从以并且也都就还又但因这那其此每没未已使让给到按等之是暨再各无不有为个所该]"
)
"""What no word reaches across: titles, long quotations (names of meetings), everything but characters, words of grammar."""


class Where(IntEnum):
    """Where a title has a word, the more telling the higher."""

    NOT_NAMED = 0
    NAMED = 1
    """As a thing that it is about."""
    EARLY = 2
    FIRST = 3


class Word(NamedTuple):
    """What a word is to an issue: how often its text holds it, up to four times, and where its title has it.

    `is_free` is whether the text goes on in several ways after it, so that it is no beginning of one longer word.
    """

    times: int
    where: int
    is_free: bool


class Subject(NamedTuple):
    """What relates an issue: title and problem as runs of characters, and the words of these that its text comes back to.

    Words that are the same to the issue stand together.
    """

    topic: list[str]
    words: list[tuple[Word, list[str]]]


def without_names(names: Collection[str]) -> re.Pattern[str] | None:
    """A pattern that matches *names* (of departments and bodies, which are no reason to relate issues); None if there are none."""
    return re.compile("|".join(map(re.escape, sorted(names, key=lambda n: (-len(n), n))))) if names else None


def subject_of(title: str, problem: str, text: str, names: re.Pattern[str] | None) -> Subject:
    """What an issue is about, without what *names* matches. *text* is all its words."""
    own, rest, runs = _runs(title, names), _runs(problem, names), _runs(text, names)
    whole, pairs, seen = "，".join(runs), Counter(_pairs(runs)), set[str]()
    words: dict[Word, list[str]] = defaultdict(list)
    for run in (*own, *rest):
        for at, pair in enumerate(_pairs([run])):
            if pairs[pair] < TWICE:
                continue
            for end in range(at + PAIR, min(at + _LONGEST, len(run)) + 1):
                if (word := run[at:end]) in seen:
                    continue
                seen.add(word)
                if (times := whole.count(word)) < TWICE:
                    break
                where = _where(word, title, own) if word in title else Where.NOT_NAMED
                if times >= (TWICE if where else OFTEN if len(word) > PAIR else VERY_OFTEN):
                    words[Word(min(times, VERY_OFTEN), where, _is_free(word, whole))].append(word)
    return Subject([*own, *rest], list(words.items()))


def revived_subject(fields: list[Any]) -> Subject:
    """A subject that went through JSON."""
    topic, words = fields
    return Subject(topic, [(Word(*word), several) for word, several in words])


def _where(word: str, title: str, runs: Sequence[str]) -> Where:
    """Where a title has a word: as its first, near its beginning, as a thing that it is about, or not so.

    What is said of the thing at the end (反复出现) is not named; a word of two characters has to stand near the beginning
    of a run, where the thing stands.
    """
    for run in runs:
        at = run.find(word)
        if 0 <= at <= _NEAR if len(word) == PAIR else at == 0 or word in run[:-PAIR]:
            at = title.find(word)
            return Where.FIRST if at == 0 else Where.EARLY if at <= _NEAR else Where.NAMED
    return Where.NOT_NAMED


def _is_free(word: str, text: str) -> bool:
    at, following = text.find(word), set[str]()
    while at >= 0 and len(following) < TWICE:
        at += len(word)
        following.add(text[at : at + 1])
        at = text.find(word, at)
    return len(following) >= TWICE


def pairs_in(text: str, names: re.Pattern[str] | None) -> set[str]:
    """The pairs of neighbouring characters of a text, without what *names* matches: how many texts hold each says what is rare."""
    return set(_pairs(_runs(text, names)))


def _pairs(runs: Sequence[str]) -> list[str]:
    return [run[at : at + PAIR] for run in runs for at in range(len(run) - 1)]


def _runs(text: str, names: re.Pattern[str] | None) -> list[str]:
    if names is not None:
        text = names.sub("，", text)
    return [run for run in _OUTSIDE.split(text) if len(run) >= PAIR]
