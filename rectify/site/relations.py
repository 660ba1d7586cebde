"""Related issues of a round, with the reason: what both are about, or a document that both name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from rectify.extract.documents import is_common_name
from rectify.extract.rare_words import SharedWords

RELATED_LIMIT: Final = 4
COMMON_DOCUMENT: Final = 4
"""Issues up to which a shared document relates them; more common ones say nothing."""
_SHOWN: Final = 2


class Relation(NamedTuple):
    """A related issue of the round, and the reason."""

    number: int
    reason: str


class RelationSource(NamedTuple):
    """What relates an issue to others: the documents it names, and what its file says.

    `given` has for each other issue its number, the reason, and whether it is not related.
    """

    number: int
    title: str
    documents: tuple[str, ...]
    given: tuple[tuple[int, str, bool], ...] = ()


Relations = dict[int, tuple[Relation, ...]]


def relations_among(issues: Sequence[RelationSource], words: Iterable[SharedWords] = ()) -> Relations:
    """For each issue the few others that share most with it: the *words* of what they are about, then documents.

    A department relates nothing: an office answers for many things that have nothing to do with one another. What the
    file of either issue says comes first and is all listed; it speaks for this pair only.
    """
    related: dict[int, dict[int, str]] = defaultdict(dict)
    given, apart = _given_relations(issues)
    for reason, numbers in (*_by_words(issues, words), *_by_documents(issues)):
        for number in numbers:
            for other in numbers:
                if other != number and (number, other) not in apart:
                    related[number].setdefault(other, reason)
    return {
        number: tuple(_list_relations(given.get(number, {}), related.get(number, {})))
        for number in {**given, **related}
    }


def _list_relations(given: Mapping[int, str], found: Mapping[int, str]) -> Iterator[Relation]:
    """The relations of an issue: all given ones, and found ones up to the limit."""
    yield from (Relation(other, reason) for other, reason in given.items())
    free = [other for other in found if other not in given]
    yield from (Relation(other, found[other]) for other in free[: max(0, RELATED_LIMIT - len(given))])


def _given_relations(issues: Sequence[RelationSource]) -> tuple[Mapping[int, Mapping[int, str]], set[tuple[int, int]]]:
    """The reasons that files give, for each issue by the other's number, and the pairs that are said to be apart."""
    numbers = {issue.number for issue in issues}
    given: dict[int, dict[int, str]] = defaultdict(dict)
    apart: set[tuple[int, int]] = set()
    for issue in issues:
        for other, reason, hidden in issue.given:
            if hidden:
                apart |= {(issue.number, other), (other, issue.number)}
            elif other in numbers:
                given[issue.number][other] = reason
                given[other].setdefault(issue.number, reason)
    return given, apart


def _by_documents(issues: Sequence[RelationSource]) -> Iterator[tuple[str, list[int]]]:
    """The issues that name the same document; a form's name (《督办通知书》) is no document's."""
    holders: Mapping[str, list[int]] = defaultdict(list)
    for issue in issues:
        for title in issue.documents:
            holders[title].append(issue.number)
    for title, numbers in holders.items():
        if 1 < len(numbers) <= COMMON_DOCUMENT and not is_common_name(title):
            yield f"都提到《{title}》", numbers


def _by_words(issues: Sequence[RelationSource], words: Iterable[SharedWords]) -> Iterator[tuple[str, list[int]]]:
    """Pairs of issues that are about the same, the longest words first; *words* refer to issues by index."""
    for pair in sorted(words, key=lambda pair: (-len(pair.words[0]), pair.first, pair.second)):
        quoted = "".join(f"“{word}”" for word in pair.words[:_SHOWN])
        yield f"都提到{quoted}", [issues[pair.first].number, issues[pair.second].number]
