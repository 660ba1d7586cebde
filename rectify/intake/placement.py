"""Beside which field of which record each stretch of the source is shown when a person checks an import."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from rectify.intake.account import Stretch, account
from rectify.intake.recognise.draft import Draft
from rectify.intake.recognise.notice import are_of_several

ROUND: Final = "round"
STATUS: Final = "status"
OTHER: Final = ""
"""The row of a round for what is no text: title, signature, headings."""
Owner = tuple[str, str]
"""A record, `013` or `round`, and its field."""


class Use(NamedTuple):
    """A stretch with its line, and the record and field beside which it is shown; None where it was not used."""

    line: int
    stretch: Stretch
    owner: Owner | None


def place_of_line(draft: Draft, line: int) -> str:
    """Where a line stands in the source, with the file's name if there are several."""
    found = draft.lines[line]
    return (f"{found.source.name} " if are_of_several(draft.lines) else "") + found.place


def uses_of(draft: Draft) -> Sequence[Use]:
    """All stretches of the source in their order, each with the record and field beside which it is shown."""
    found = [(line, one) for line, told in enumerate(account(draft)) for one in told.stretches]
    owners = [(one.where, one.what) if one.where else None for _, one in found]
    with_text = {line for (line, _), owner in zip(found, owners, strict=True) if owner}
    basis = Counter(one.basis_line for one in draft.issues)
    stated = {one.basis_line: f"{one.number:03}" for one in draft.issues if basis[one.basis_line] == 1}
    for place, (line, one) in enumerate(found):
        if owners[place] is None and not one.unused:
            if one.what.startswith("round.yaml"):
                owners[place] = (ROUND, OTHER)
            elif line in stated and line not in with_text:
                owners[place] = (stated[line], STATUS)
    before = _nearest(owners)
    after = _nearest(owners[::-1])[::-1]
    return [
        Use(line, one, owner or _neighbour(found, place, before, after))
        for place, ((line, one), owner) in enumerate(zip(found, owners, strict=True))
    ]


def _nearest(owners: Iterable[Owner | None]) -> list[tuple[int, Owner] | None]:
    """For each place, the last owner up to it, and where that stands."""
    made: list[tuple[int, Owner] | None] = []
    for place, owner in enumerate(owners):
        made.append((place, owner) if owner else made[-1] if made else None)
    return made


def _neighbour(
    found: Sequence[tuple[int, Stretch]],
    place: int,
    before: Sequence[tuple[int, Owner] | None],
    after: Sequence[tuple[int, Owner] | None],
) -> Owner | None:
    """Beside which field a mark, a label or an unused stretch is shown: the next one of its line, or of the source."""
    line, stretch = found[place]
    last, following = before[place], after[place]
    if stretch.unused:
        inside = last and following and last[1][0] == following[1][0] != ROUND
        return last[1] if inside and last else None
    following_place = len(found) - 1 - following[0] if following else -1
    if last and found[last[0]][0] == line and not (following and found[following_place][0] == line):
        return last[1]
    return following[1] if following else last[1] if last else (ROUND, OTHER)
