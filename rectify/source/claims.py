"""What a notice claims of its totals, held against the records as they were on its day (P-12).

A claim is as of the day of the notice. Updates, withdrawals and issues that came afterwards do not make it
wrong; where they leave open how things stood on that day, every number that is possible agrees.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from rectify.field.model import UNFINISHED, Issue
from rectify.source.changes import Versions
from rectify.source.summary import IssueSummary, changes_of

_UNFINISHED: Final = frozenset(status.value for status in UNFINISHED)


class Tally(NamedTuple):
    """How many there were on the day of the notice, at least and at most, and how many there are now."""

    least: int
    most: int
    now: int

    def then(self, claimed: int) -> int:
        """How many there were on the day, as far as *claimed* leaves it open."""
        return max(self.least, min(self.most, claimed))


class Tallies(NamedTuple):
    """Of all issues, and of those that are not finished."""

    issues: Tally
    unfinished: Tally


def tallies(issues: Iterable[IssueSummary], versions: Versions, published: str) -> Tallies:
    """The totals of a round that was *published* at that minute (`2024-12-30 12:23`).

    *issues* are all its issues, withdrawn ones too, *versions* their older texts.
    """
    total, unfinished = [], []
    for summary in issues:
        first = next((one.issue for one in versions.get(summary.number, ()) if one.version == 1), None)
        is_original = (summary.published or published) <= published
        stands = summary.withdrawal is None
        total.append(Tally(is_original, 1, stands))
        was = _was_unfinished(summary, first)
        unfinished.append(
            Tally(is_original and was is True, was is not False, stands and summary.status in _UNFINISHED)
        )
    return Tallies(_sum(total), _sum(unfinished))


def _sum(parts: Iterable[Tally]) -> Tally:
    least, most, now = map(sum, zip(*parts, strict=True)) if (parts := tuple(parts)) else (0, 0, 0)
    return Tally(least, most, now)


def _was_unfinished(summary: IssueSummary, first: Issue | None) -> bool | None:
    """Whether an issue was unfinished when it was published; None if a later update may have changed that."""
    if first is not None:
        return None if any(update.status for update in first.updates) else first.status.value in _UNFINISHED
    return None if any(change.status for change in changes_of(summary)) else summary.status in _UNFINISHED
