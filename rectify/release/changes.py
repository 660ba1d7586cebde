"""Differences between the site and the public record, which of them may be published, and how the record notes them."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import Final, NamedTuple

from rectify.release.journal import Entry, Kind
from rectify.release.record import Text


class ChangeKind(Enum):
    """The kinds of differences between the site and the record."""

    NEW_TEXT = "new text"
    REVISED = "revised"
    UPDATED = "updated"
    DUE_MOVED = "due moved"
    SUPPLEMENTED = "supplemented"
    EXPLAINED = "explained"
    OTHER_FORM = "other form"
    WITHDRAWN = "withdrawn"
    RETURNED = "returned"
    MOVED = "moved"
    NEW_ADDRESS = "new address"
    LOST_ADDRESS = "lost address"
    LED_AWAY = "led away"
    REUSED_ADDRESS = "reused address"
    PURGED_TEXT = "purged text"
    PURGED_ADDRESS = "purged address"
    SILENT_EDIT = "silent edit"
    MOVED_DATE = "moved date"
    CORRECTED_DATE = "corrected date"
    LOST_REVISIONS = "lost revisions"
    OTHER_FILE = "other file"
    LOST_ENTRY = "lost entry"
    UNTOLD_SUPPLEMENT = "untold supplement"
    OTHER_WITHDRAWAL = "other withdrawal"
    REPEATED_WITHDRAWAL = "repeated withdrawal"
    UNTOLD_RETURN = "untold return"
    NO_COPY = "no copy"
    FORGED_OLDER_TEXT = "forged older text"


class Change(NamedTuple):
    """A difference at one address: `before` is what the record says, `now` what the site says.

    `note` is where the address leads now, if the page moved; else what was added, lost or changed.
    """

    kind: ChangeKind
    address: str
    before: Text | None = None
    now: Text | None = None
    note: str = ""

    @property
    def is_allowed(self) -> bool:
        """Whether it may be published."""
        return self.kind in _RECORDED


_RECORDED: Final = {
    ChangeKind.NEW_TEXT: Kind.PUBLISHED,
    ChangeKind.REVISED: Kind.REVISED,
    ChangeKind.UPDATED: Kind.UPDATED,
    ChangeKind.DUE_MOVED: Kind.DUE_MOVED,
    ChangeKind.SUPPLEMENTED: Kind.SUPPLEMENTED,
    ChangeKind.EXPLAINED: Kind.REWRITTEN,
    ChangeKind.OTHER_FORM: Kind.REWRITTEN,
    ChangeKind.CORRECTED_DATE: Kind.REVISED,
    ChangeKind.WITHDRAWN: Kind.WITHDRAWN,
    ChangeKind.RETURNED: Kind.RETURNED,
    ChangeKind.MOVED: Kind.MOVED,
    ChangeKind.NEW_ADDRESS: Kind.ADDRESS,
    ChangeKind.PURGED_ADDRESS: Kind.PURGED,
}


def entries_of(changes: Iterable[Change], time: str) -> tuple[Entry, ...]:
    """The entries of the record for *changes* published at *time*; raises KeyError for one that is not allowed."""
    return tuple(_entry_of(change, time) for change in changes)


def _entry_of(change: Change, time: str) -> Entry:
    text = change.now or Text("", "", 0)
    is_rewritten = change.kind is ChangeKind.OTHER_FORM and change.before is not None
    return Entry(
        time,
        _RECORDED[change.kind],
        change.address,
        text.digest,
        text.published,
        text.revisions,
        change.note,
        form=text.form,
        former=change.before.digest if is_rewritten and change.before else "",
    )
