"""The record goes on from one publication to the next: nothing forgotten, nothing out of order."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from rectify.field import addresses
from rectify.ground.diagnostics import SourceError
from rectify.ground.files import write_atomically
from rectify.release import journal, ownership, releases
from rectify.release.errors import PublishError
from rectify.release.journal import JOURNAL, Entry, Kind
from rectify.release.record import Public, address_now, all_addresses
from rectify.release.releases import Target
from rectify.release.sums import Sums


class Continuation(NamedTuple):
    """The record as it is now, and how many entries had to be taken over from the public site."""

    record: tuple[Entry, ...]
    restored: int


def public_record(target: Target) -> tuple[Entry, ...]:
    """The record that the public site shows, with a rollback that led to it; SourceError if it is unsound."""
    longest = max((journal.read(release) for release in target.public), key=len, default=())
    noted = _noted_rollback(target)
    return noted if noted and journal.is_start_of(longest, noted) else longest


def roll_back(target: Target, name: str, record: Sequence[Entry], now: str) -> Entry:
    """Make the older release *name* public; the entry of the record that says so.

    The entry is noted in the target before the pointer moves: who is interrupted after it finds it there. OSError.
    """
    length = len(journal.read(target.release(name)))
    entry = Entry(now, Kind.ROLLED_BACK, note=name, length=length)
    write_atomically(target.folder / ownership.ROLLBACK, journal.write_journal((*record, entry)), durable=True)
    target.pointer.move(target.folder, name)
    return entry


def _noted_rollback(target: Target) -> tuple[Entry, ...]:
    """The record that the last rollback noted, if it led to the release that is public now; else nothing."""
    noted: tuple[Entry, ...] = ()
    with contextlib.suppress(SourceError):
        noted = journal.read(target.folder, PurePosixPath(ownership.ROLLBACK))
    current = target.current
    is_true = noted and current and (noted[-1].kind, noted[-1].note) == (Kind.ROLLED_BACK, current.name)
    return noted if is_true else ()


def brought_up_to_date(root: Path, target: Target) -> Continuation:
    """The record of the project *root*, with what an interrupted command could not write down.

    PublishError if it does not belong to the public site.
    """
    own, public = journal.read(root), public_record(target)
    restored = 0
    if not journal.is_start_of(public, own):
        if not journal.is_start_of(own, public):
            raise PublishError(
                f"本机的公开记录 {JOURNAL} 和 {target.folder} 里已公开的对不上，也许其中之一被改过。\n"
                "从备份（或者版本库）里取回正确的一份，再运行一次。"
            )
        restored = len(public) - len(own)
        journal.append(root, public[len(own) :])
    if ownership.is_ours(target.folder) and not _noted_rollback(target):  # or a later look would take it for true
        (target.folder / ownership.ROLLBACK).unlink(missing_ok=True)
    return Continuation((*own, *public[len(own) :]), restored)


def check_is_there(target: Target, record: Sequence[Entry]) -> None:
    """Refuse an empty target although something was published: a share that is not connected looks so."""
    if record and not releases.names(target):
        raise PublishError(
            f"网站已经公开过，{target.folder} 里却什么也没有：共享文件夹也许没有连上。\n真是换了新的地方，加上 --new。"
        )


def page_of(given: str) -> str:
    """The page of the issue or round that a person calls *given*: `2024-xuncha/013`, `…/round`, its address or file."""
    stem = addresses.stem(given.replace("\\", "/").removeprefix("content/").removesuffix(".yaml"))
    round_id, _, name = stem.rpartition("/")
    return addresses.record_page(round_id, name) if round_id else addresses.page(stem)


def purge_entry(given: str, reason: str, record: Sequence[Entry], now: Public, time: str) -> Entry:
    """What the record says of purging the older texts and files of an issue or round; PublishError if there are none.

    *given* is how a person names it, *now* is what is about to be public.
    """
    address = address_now(record, page_of(given))
    known = _public_of(address, record)
    if not known:
        raise PublishError(
            f"公开记录里没有 {given}。问题写成 2024-xuncha/013 这样，轮次加序号；轮次的照片和附件写 2024-xuncha/round。"
        )
    if known <= _left_of(address, now):
        raise PublishError(f"{given} 和公开的一样，还没有改。先改好内容、在 revisions 里添一条，再清除旧的。")
    return Entry(time, Kind.PURGED, address, note=" ".join(reason.split()))


def check_is_gone(entry: Entry, record: Sequence[Entry], now: Public, sums: Sums) -> None:
    """Refuse a purge as long as an older text or file is among those to be published, be it under another name."""
    older = _public_of(entry.address, record) - _left_of(entry.address, now)
    if still := sorted(path for path, digest in sums.items() if digest in older):
        raise PublishError(
            f"要清除的内容还会公开在 {'、'.join(still)}：把 versions 文件夹里这个问题的旧文件改好或者删掉，"
            "照片和附件在别处也写着的一并删去，再运行一次。"
        )


def _public_of(page: str, record: Sequence[Entry]) -> frozenset[str]:
    """The SHA-256 of each text and each file that was ever public of the issue or round at *page*."""
    pages = all_addresses(record, page)
    former = {one.former for one in record}  # the same words in the form before
    own = (one.text for one in record if {one.address, addresses.page_of_attached(one.address)} & pages)
    return frozenset(own) - former - {""}


def _left_of(page: str, now: Public) -> frozenset[str]:
    """The same of what will be public."""
    files = (file for address, file in now.files.items() if addresses.page_of_attached(address) == page)
    return frozenset((*files, *((now.texts[page].digest,) if page in now.texts else ())))
