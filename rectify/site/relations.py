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


class Related(NamedTuple):
    """What an issue shares with others: the documents it names."""

    number: int
    title: str
    documents: tuple[str, ...]


Relations = dict[int, tuple[Relation, ...]]


def relations_among(issues: Sequence[Related], words: Iterable[SharedWords] = ()) -> Relations:
    """For each issue the few others that share most with it: the *words* of what they are about, then documents.

    A department relates nothing: an office answers for many things that have nothing to do with one another.
    """
    related: dict[int, dict[int, str]] = defaultdict(dict)
    for reason, numbers in (*_by_words(issues, words), *_by_documents(issues)):
        for number in numbers:
            for other in numbers:
                if other != number:
                    related[number].setdefault(other, reason)
    return {
        number: tuple(Relation(other, reason) for other, reason in list(others.items())[:RELATED_LIMIT])
        for number, others in related.items()
    }


def _by_documents(issues: Sequence[Related]) -> Iterator[tuple[str, list[int]]]:
    """The issues that name the same document; a form's name (《督办通知书》) is no document's."""
    holders: Mapping[str, list[int]] = defaultdict(list)
    for issue in issues:
        for title in issue.documents:
            holders[title].append(issue.number)
    for title, numbers in holders.items():
        if 1 < len(numbers) <= COMMON_DOCUMENT and not is_common_name(title):
            yield f"都提到《{title}》", numbers


def _by_words(issues: Sequence[Related], words: Iterable[SharedWords]) -> Iterator[tuple[str, list[int]]]:
    """Pairs of issues that are about the same, the longest words first; *words* refer to issues by index."""
    for pair in sorted(words, key=lambda pair: (-len(pair.words[0]), pair.first, pair.second)):
        quoted = "".join(f"“{word}”" for word in pair.words[:_SHOWN])
        yield f"都提到{quoted}", [issues[pair.first].number, issues[pair.second].number]
