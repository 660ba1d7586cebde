"""历史: what was published when, and how any two of these days differ, texts and totals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar, Final

from rectify.desk.desk import Desk
from rectify.desk.exchange import RefusedError
from rectify.desk.names import name_of_page
from rectify.desk.targets import target_of
from rectify.release import history, kept_texts
from rectify.release.journal import Entry, Kind
from rectify.release.ownership import RELEASE_NAME, time_of
from rectify.release.pointer import LINK
from rectify.release.preview import plain_changes, plain_totals
from rectify.release.publications import totals_in
from rectify.release.record import state_of
from rectify.release.releases import Target, names

_MOST: Final = 300
"""So many texts are told with their words, the others by their addresses."""

_OF_THE_SITE: Final = (Kind.RELEASED, Kind.ROLLED_BACK, Kind.CLOCK_CORRECTED)


class History:
    """What the record of the *desk*'s project tells."""

    asked: ClassVar[Mapping[str, tuple[str, ...]]] = {"history": (), "compare": ("before", "now")}
    is_quick: ClassVar[bool] = False

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def history(self) -> dict[str, Any]:
        """Every time that something was published, the newest first, each with what was recorded of pages."""
        done, titles = list(history.publications(self._desk.knowledge.record())), self._desk.knowledge.titles()
        return {"publications": [_plain(one, titles) for one in reversed(done)]}

    def compare(self, before: object, now: object) -> dict[str, Any]:
        """How the public texts and totals differ between two lengths of the record, as `history` gives them."""
        record = self._desk.knowledge.record()
        starts = {one.length: record[: one.length] for one in history.publications(record)} | {0: ()}
        if not (isinstance(before, int) and isinstance(now, int) and {before, now} <= starts.keys()):
            raise RefusedError(400, "公开记录里没有这一次公开，请重新打开这一页。")
        earlier, later = starts[before], starts[now]
        states = state_of(earlier), state_of(later)
        open_text = history.with_older_texts(kept_texts.text_opener(self._desk.root, *self._releases()), *states)
        found, titles = history.differences(*states), self._desk.knowledge.titles()
        return {
            "pages": [
                {
                    "address": one.address,
                    "kind": one.kind,
                    "note": one.goal,
                    "file": self._file(one.goal or one.address),
                    "title": titles.get(one.goal or one.address, ""),
                    "changes": plain_changes(history.words_changed(one, open_text)) if place < _MOST else [],
                    "isShort": place < _MOST,
                }
                for place, one in enumerate(found)
            ],
            "totals": plain_totals(totals_in(earlier), totals_in(later)),
        }

    def _file(self, address: str) -> str | None:
        name = name_of_page(address)
        return name if name and (self._desk.root / name).is_file() else None

    def _releases(self) -> Sequence[Path]:
        """The releases that still lie where the site was published last."""
        folder = target_of(self._desk.root)
        if not folder:
            return ()
        target = Target(Path(folder), LINK)
        return [target.release(name) for name in names(target)]


def _plain(one: history.Publication, titles: Mapping[str, str]) -> dict[str, Any]:
    counts = Counter(entry.kind.value for entry in one.entries if entry.kind not in _OF_THE_SITE)
    return {
        "time": one.time,
        "kind": one.kind.value,
        "length": one.length,
        "counts": list(counts.items()),
        "entries": [_entry(entry, titles) for entry in one.entries if entry.kind not in _OF_THE_SITE],
        "note": time_of(note) if RELEASE_NAME.match(note := one.entries[0].note) else note,
    }


def _entry(entry: Entry, titles: Mapping[str, str]) -> dict[str, Any]:
    return {
        "kind": entry.kind.value,
        "address": entry.address,
        "note": entry.note,
        "title": titles.get(entry.address, ""),
        "file": name_of_page(entry.address),
    }
