"""What a rollback would make public again that was taken back or put right since: nobody may do that without knowing it."""

from __future__ import annotations

from typing import NamedTuple

from rectify.release import journal
from rectify.release.journal import Entry, Kind
from rectify.release.ownership import time_of
from rectify.release.record import Public, address_now, state_of
from rectify.release.releases import Target
from rectify.release.text_changes import page_title


class Returning(NamedTuple):
    """The pages in a release whose issue is withdrawn now, as (address, title), and how many others have words from before a revision."""

    withdrawn: tuple[tuple[str, str], ...]
    corrected: int


def returning(target: Target, name: str, record: tuple[Entry, ...]) -> Returning:
    """What comes back with the release called *name*; *record* is the one now. OSError; SourceError if its record is unsound."""
    release = target.release(name)
    older = journal.read(release)
    now, was = state_of(record), state_of(older)
    since = set(journal.standing(record)) - set(journal.standing(older))
    revised = {address_now(record, record[place].address) for place in since if record[place].kind is Kind.REVISED}
    full = {page: now.moved.get(page, page) for page, text in was.texts.items() if not text.is_withdrawn}
    withdrawn = [page for page, goal in full.items() if _is_withdrawn(now, goal)]
    others = [page for page, goal in full.items() if goal in revised and page not in withdrawn]
    titles = (page_title((release / page).read_bytes()) if (release / page).is_file() else "" for page in withdrawn)
    return Returning(
        tuple(zip(withdrawn, titles, strict=True)),
        sum(full[page] not in now.texts or was.texts[page].digest != now.texts[full[page]].digest for page in others),
    )


def in_words(returning: Returning, name: str) -> str:
    """What comes back with the release called *name*, for who is about to roll back; empty if nothing does."""
    words = []
    if returning.withdrawn:
        words = [f"退回到{time_of(name)}公开的那一版，{len(returning.withdrawn)}个已经撤下的问题会重新公开全文："]
        words += [f"    {title.replace('： ', '：')}（{address}）" for address, title in returning.withdrawn]
    if returning.corrected:
        which = "另有" if words else f"退回到{time_of(name)}公开的那一版，"
        words.append(f"{which}{returning.corrected}处更正过的文字会变回更正以前的。")
    return "\n".join(words)


def _is_withdrawn(now: Public, page: str) -> bool:
    return page in now.last or (page in now.texts and now.texts[page].is_withdrawn)
