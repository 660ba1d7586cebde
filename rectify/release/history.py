"""What was published when, and how the texts of any two states of the record differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from rectify.field import addresses
from rectify.release.journal import Entry, Kind
from rectify.release.record import OldText, Public, Text
from rectify.release.text_changes import TextChange, text_changes

NEW: Final = "新公开"
CHANGED: Final = "改动"
GONE: Final = "撤下"
MOVED: Final = "改网址"


class Publication(NamedTuple):
    """What was recorded in one go: when, the entries about pages, the release that was gone back to, the record's length then."""

    time: str
    kind: Kind
    entries: tuple[Entry, ...]
    length: int


class Difference(NamedTuple):
    """The text at an address in an earlier and in a later state; `goal` is where it moved. A text that was not there is None."""

    kind: str
    address: str
    before: Text | None
    now: Text | None
    goal: str = ""


def publications(record: Sequence[Entry]) -> Iterator[Publication]:
    """Each time that something was recorded, oldest first."""
    length = 0
    for time, group in groupby(record, key=lambda entry: entry.time):
        own = tuple(group)
        length += len(own)
        yield Publication(time, own[0].kind, own, length)


def differences(before: Public, now: Public) -> tuple[Difference, ...]:
    """The texts that differ between two states of a record, by address."""
    return tuple(_difference(address, before, now) for address in sorted(_differing(before, now)))


def _differing(before: Public, now: Public) -> Iterator[str]:
    for address in before.texts.keys() | now.texts.keys():
        if before.texts.get(address, ("",))[0] != now.texts.get(address, ("",))[0]:
            yield address


def _difference(address: str, before: Public, now: Public) -> Difference:
    was, is_now = before.texts.get(address), now.texts.get(address)
    if is_now is None:
        goal = now.moved.get(address, "")
        return Difference(MOVED if goal else GONE, address, was, None, goal)
    if is_now.is_withdrawn and not (was and was.is_withdrawn):
        return Difference(GONE, address, was, is_now)
    return Difference(CHANGED if was else NEW, address, was, is_now)


def with_older_texts(open_text: OldText, *states: Public) -> OldText:
    """*open_text*, which also looks among the older texts that the *states* keep at addresses of their own."""
    older = {
        (page, digest): address
        for state in states
        for address, digest in state.files.items()
        if (page := addresses.issue_of_older(address))
    }

    def open_any(address: str, digest: str) -> str | None:
        text = open_text(address, digest)
        kept_at = older.get((address, digest))
        return open_text(kept_at, digest) if text is None and kept_at else text

    return open_any


def words_changed(difference: Difference, open_text: OldText) -> tuple[TextChange, ...] | None:
    """How the words at an address became others; nothing of one that is new or gone, None if a copy is not to be had."""
    if difference.before is None or difference.now is None:
        return ()
    before, now = (open_text(difference.address, text.digest) for text in (difference.before, difference.now))
    return None if before is None or now is None else text_changes(before, now)
