"""Differences between two texts as a reader would mark them: by paragraphs first, then by characters."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby, pairwise
from typing import Final, NamedTuple

_TOKEN: Final = re.compile(r"[A-Za-z0-9]+(?:[.,:/-][A-Za-z0-9]+)*[%‰]?|.", re.DOTALL)
_CLAUSE: Final = re.compile(r"[^，。；：！？、\n]*[，。；：！？、\n]?")
_MAX_COMPARED: Final = 2_000_000
"""Product of the lengths of two texts up to which they are compared by characters; longer ones by clauses."""

_MAX_PAIRED: Final = 60
_ALIKE: Final = 0.4
"""The likeness from which two paragraphs count as one that was changed, not as one removed and one added."""

_ISLAND: Final = 2
"""An unchanged run of at most this many characters between two changes is shown as changed."""


class Piece(NamedTuple):
    """A stretch of text; `kind` is `same`, `removed` or `added`."""

    kind: str
    text: str


class _Run(NamedTuple):
    """A stretch of both texts: the old and the new words, which may be equal."""

    before: str
    after: str

    @property
    def is_same(self) -> bool:
        return self.before == self.after

    @property
    def size(self) -> int:
        return max(len(self.before), len(self.after))


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """The differences of two texts as pieces in reading order; numbers and Latin words are never cut."""
    runs = _without_islands(_runs(before, after))
    if sum(len(run.before) for run in runs if run.is_same) < min(len(before), len(after)) * _ALIKE / 2:
        runs = [_Run(before, after)]
    parts = []
    for run in runs:
        if run.is_same:
            parts.append(Piece("same", run.before))
        else:
            parts += [Piece(kind, text) for kind, text in (("removed", run.before), ("added", run.after)) if text]
    return tuple(piece for piece in parts if piece.text)


def align(before: Sequence[str], after: Sequence[str]) -> tuple[tuple[str | None, str | None], ...]:
    """Pairs of an old and a new paragraph, in reading order; None stands for one that was removed or added."""
    pairs: list[tuple[str | None, str | None]] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for what, first, last, start, end in matcher.get_opcodes():
        if what == "equal":
            pairs += zip(before[first:last], after[start:end], strict=True)
        else:
            pairs += _pairs(before[first:last], after[start:end])
    return tuple(pairs)


def _runs(before: str, after: str) -> list[_Run]:
    shape = _TOKEN if len(before) * len(after) <= _MAX_COMPARED else _CLAUSE
    old, new = shape.findall(before), shape.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return [
        _Run("".join(old[first:last]), "".join(new[start:end]))
        for _, first, last, start, end in matcher.get_opcodes()
        if first < last or start < end
    ]


def _without_islands(runs: list[_Run]) -> list[_Run]:
    """The runs, where short unchanged runs between two changes are joined with these."""
    while True:
        joined = [
            run.is_same
            and 0 < place < len(runs) - 1
            and (run.size <= _ISLAND or run.size <= min(runs[place - 1].size, runs[place + 1].size) // 2)
            for place, run in enumerate(runs)
        ]
        if not any(joined):
            return runs
        marked = zip(runs, joined, strict=True)
        groups = groupby(marked, key=lambda one: one[0].is_same and not one[1])
        runs = [
            _Run("".join(run.before for run, _ in own), "".join(run.after for run, _ in own))
            for _, members in groups
            for own in [list(members)]
        ]


def _pairs(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str | None, str | None]]:
    """Old and new paragraphs that are alike in pairs, the others with None; all in order."""
    place = start = 0
    for one, other in _best(before, after):
        yield from ((text, None) for text in before[place:one])
        yield from ((None, text) for text in after[start:other])
        yield before[one], after[other]
        place, start = one + 1, other + 1
    yield from ((text, None) for text in before[place:])
    yield from ((None, text) for text in after[start:])


def _best(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int]]:
    """The indexes of old and new paragraphs that are paired: in order, with the greatest sum of likeness."""
    if max(len(before), len(after)) > _MAX_PAIRED:
        pairs = enumerate(zip(before, after, strict=False))
        return [(place, place) for place, (old, new) in pairs if likeness(old, new) >= _ALIKE]
    score = [[0.0] * (len(after) + 1) for _ in range(len(before) + 1)]
    alike = [[likeness(old, new) for new in after] for old in before]
    for one in reversed(range(len(before))):
        for other in reversed(range(len(after))):
            together = alike[one][other] + score[one + 1][other + 1] if alike[one][other] >= _ALIKE else 0.0
            score[one][other] = max(together, score[one + 1][other], score[one][other + 1])
    chosen, one, other = [], 0, 0
    while one < len(before) and other < len(after) and score[one][other] > 0:
        if score[one][other] == score[one + 1][other]:
            one += 1
        elif score[one][other] == score[one][other + 1]:
            other += 1
        else:
            chosen.append((one, other))
            one, other = one + 1, other + 1
    return chosen


def likeness(one: str, other: str) -> float:
    """How alike two texts are, from 0 to 1: the share of pairs of neighbouring characters that both have."""
    pairs, others = (Counter(pairwise(text)) for text in (f" {one}", f" {other}"))
    total = sum(pairs.values()) + sum(others.values())
    return 2 * sum((pairs & others).values()) / total if total else 1.0
