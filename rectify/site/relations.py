"""Related issues of a round, with the reason: a shared document, rare words or a department."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from rectify.extract.rare_words import SharedWords

RELATED_LIMIT: Final = 4
COMMON_DOCUMENT: Final = 12
"""Issues up to which a shared document relates them; more common ones say nothing."""
COMMON_DEPARTMENT: Final = 6
"""Issues up to which a shared department relates them."""

_TELLING_LENGTH: Final = 5
"""One word alone relates two issues if it is so long, or stands in a title."""
_SHOWN: Final = 2


class Relation(NamedTuple):
    """A related issue of the round, and the reason."""

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
    """For each issue the few others that share most with it: documents first, then rare *words*, then departments."""
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
    holders: dict[str, list[int]] = defaultdict(list)
    for number, names in named:
        for name in names:
            holders[name].append(number)
    return holders


def _together(shared: Mapping[str, list[int]], most: int, reason: str) -> Iterator[tuple[str, list[int]]]:
    for name, numbers in shared.items():
        if 1 < len(numbers) <= most:
            yield reason.format(name), numbers


def _by_words(issues: Sequence[Related], words: Iterable[SharedWords]) -> Iterator[tuple[str, list[int]]]:
    """Pairs of issues with rare words in common, most words first; *words* refer to issues by index."""
    pairs = [pair for pair in words if _is_telling(pair, issues[pair.first].title, issues[pair.second].title)]
    for pair in sorted(pairs, key=lambda pair: -sum(map(len, pair.words))):
        quoted = "".join(f"“{word}”" for word in pair.words[:_SHOWN])
        yield f"都提到{quoted}", [issues[pair.first].number, issues[pair.second].number]


def _is_telling(pair: SharedWords, *titles: str) -> bool:
    return len(pair.words) > 1 or any(
        len(word) >= _TELLING_LENGTH or any(word in title for title in titles) for word in pair.words
    )
