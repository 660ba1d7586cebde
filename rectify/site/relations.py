"""Which issues of a round belong beside each other, and why: shared documents, rare words, departments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from rectify.extract.rare_words import SharedWords

RELATED_LIMIT: Final = 4
COMMON_DOCUMENT: Final = 12
"""A document that more issues than this name says nothing about any two of them."""
COMMON_DEPARTMENT: Final = 6
"""The same for a department."""

_TELLING_LENGTH: Final = 5
"""One word alone relates two issues if it is so long, or stands in a title."""
_SHOWN: Final = 2


class Relation(NamedTuple):
    """Another issue of the round, and why it belongs beside this one."""

    number: int
    reason: str


class Related(NamedTuple):
    """What an issue shares with others: the documents it names, the names of its departments."""

    number: int
    title: str
    documents: tuple[str, ...]
    departments: tuple[str, ...]


Relations = dict[int, tuple[Relation, ...]]


def relations_among(issues: Sequence[Related], words: Iterable[SharedWords] = ()) -> Relations:
    """For each issue the few others that share most: a document, else rare *words*, else an uncommon department."""
    related: dict[int, dict[int, str]] = defaultdict(dict)
    departments = _shared((one.number, one.departments) for one in issues)
    sharing = (
        *_together(_shared((one.number, one.documents) for one in issues), COMMON_DOCUMENT, "都提到《{}》"),
        *_by_words(issues, words),
        *_together(departments, COMMON_DEPARTMENT, "都由{}负责"),
    )
    for reason, numbers in sharing:
        for number in numbers:
            for other in numbers:
                if other != number:
                    related[number].setdefault(other, reason)
    return {
        number: tuple(Relation(other, reason) for other, reason in list(others.items())[:RELATED_LIMIT])
        for number, others in related.items()
    }


def _shared(named: Iterable[tuple[int, tuple[str, ...]]]) -> Mapping[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for number, names in named:
        for name in names:
            found[name].append(number)
    return found


def _together(shared: Mapping[str, list[int]], most: int, reason: str) -> Iterator[tuple[str, list[int]]]:
    for name, numbers in shared.items():
        if 1 < len(numbers) <= most:
            yield reason.format(name), numbers


def _by_words(issues: Sequence[Related], words: Iterable[SharedWords]) -> Iterator[tuple[str, list[int]]]:
    """Pairs that share telling words, those with most of them first; *words* count issues by their place."""
    pairs = [pair for pair in words if _is_telling(pair, issues[pair.first].title, issues[pair.second].title)]
    for pair in sorted(pairs, key=lambda pair: -sum(map(len, pair.words))):
        quoted = "".join(f"“{word}”" for word in pair.words[:_SHOWN])
        yield f"都提到{quoted}", [issues[pair.first].number, issues[pair.second].number]


def _is_telling(pair: SharedWords, *titles: str) -> bool:
    return len(pair.words) > 1 or any(
        len(word) >= _TELLING_LENGTH or any(word in title for title in titles) for word in pair.words
    )
