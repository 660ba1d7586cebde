"""What a publication would change for readers, as plain data: pages with old words beside new, and what the record would say."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from rectify.field import addresses
from rectify.outputs.compressed import is_sibling
from rectify.release.changes import Change
from rectify.release.journal import Entry, Kind, Totals
from rectify.release.record import NewText, OldText
from rectify.release.sums import Difference
from rectify.release.text_changes import TextChange, page_changes, page_title, text_changes

MOST: Final = 300
"""So many pages are told with their titles and words, the others by their addresses."""

_KINDS: Final = ("新增", "改动", "删去")


class Sides(NamedTuple):
    """How to open what is public and what would be: canonical texts by address, files of the site by path."""

    old_text: OldText
    new_text: NewText
    old_file: Callable[[str], bytes]
    new_file: Callable[[str], bytes]


def preview_of(
    difference: Difference,
    changes: Sequence[Change],
    entries: Sequence[Entry],
    before: tuple[Totals, ...],
    sides: Sides,
) -> dict[str, Any]:
    """The data for JSON: `pages`, `others` (files that are no pages, counted), `record` and `totals`.

    *changes* and *entries* are those of the record, *before* the totals that it gave last.
    """
    known = {change.address: change for change in changes if change.now}
    kinds = dict(zip(_KINDS, difference, strict=True))
    pages = [(kind, path) for kind, paths in kinds.items() for path in paths if addresses.is_page(path)]
    pages.sort(key=lambda one: (one[1] not in known, _KINDS.index(one[0]), one[1]))
    others = {kind: sum(not addresses.is_page(path) and not is_sibling(path) for path in kinds[kind]) for kind in kinds}
    titles = {path: _title(kind, path, sides) for kind, path in pages[:MOST]}
    released = next((one.totals for one in entries if one.kind is Kind.RELEASED), before)
    return {
        "pages": [
            {
                "address": path,
                "kind": kind,
                "title": titles.get(path, ""),
                "changes": plain_changes(_changes(kind, path, known.get(path), sides)) if path in titles else [],
                "isShort": path in titles,
            }
            for kind, path in pages
        ],
        "others": {kind: count for kind, count in others.items() if count},
        "record": [
            {"kind": one.kind.value, "address": one.address, "note": one.note, "title": titles.get(one.address, "")}
            for one in entries
        ],
        "totals": plain_totals(before, released),
    }


def plain_changes(changes: Sequence[TextChange] | None) -> list[dict[str, Any]] | None:
    """Changes of a text for JSON: pieces as pairs of kind and words; None if the old words are not to be had."""
    return None if changes is None else [_plain(one) for one in changes]


def plain_totals(before: Sequence[Totals], now: Sequence[Totals]) -> list[dict[str, Any]]:
    """The totals of each round beside those before, for JSON; None where a count was not told."""
    was = {one.round_id: one for one in before}
    rounds = {**was, **{one.round_id: one for one in now}}
    is_now = {one.round_id: one for one in now}
    return [
        {"title": one.title, "rows": list(_rows(_counts(was.get(name)), _counts(is_now.get(name))))}
        for name, one in rounds.items()
    ]


def _counts(totals: Totals | None) -> dict[str, int]:
    return dict(totals.counts) if totals else {}


def _rows(before: dict[str, int], now: dict[str, int]) -> Iterator[tuple[str, int | None, int | None]]:
    return ((word, before.get(word), now.get(word)) for word in dict.fromkeys((*now, *before)))


def _plain(change: TextChange) -> dict[str, Any]:
    return {"field": change.field, "before": list(map(list, change.before)), "now": list(map(list, change.now))}


def _title(kind: str, path: str, sides: Sides) -> str:
    return page_title(sides.old_file(path) if kind == "删去" else sides.new_file(path))


def _changes(kind: str, path: str, change: Change | None, sides: Sides) -> tuple[TextChange, ...] | None:
    """What is other in a page that stays: in its canonical text if it has one that changed, else in its words."""
    if kind != "改动":
        return ()
    if change and change.before and change.now and not change.now.is_withdrawn:
        old = sides.old_text(path, change.before.digest)
        return None if old is None else text_changes(old, sides.new_text(path))
    return page_changes(sides.old_file(path), sides.new_file(path))
