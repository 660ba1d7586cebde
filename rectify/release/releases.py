"""Releases: whole sites side by side in a folder, and one pointer that says which of them is public.

    DIR/releases/20251202-093000-1f2e3d4c/   a site with its SHA256SUMS
    DIR/current -> releases/20251202-…       what the server shows

A release is laid under a name that begins with a dot, verified byte by byte, written through to the
disk, renamed, and only then pointed at. Killed at any moment, the pointer leads to a whole site; what
lies half done has a dot in front, and the next publication takes it away. Files that the last
release has, too, are hard links to it; all others bear the time of their release, so that no two
texts of a page are of the same second: by that, servers and rsync tell files apart. The style
sheets and scripts of the last release are carried along, so that a page opened just before still
finds its own. Beside each file of letters lie its compressed siblings, in the list of digests like
all else.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import shutil
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Final, NamedTuple

from rectify.field import addresses
from rectify.ground.files import flush_folder, sha256
from rectify.ground.watching import Watch, without_progress
from rectify.release.clock import corrections_in
from rectify.release.errors import PublishError
from rectify.release.journal import JOURNAL, Entry, Kind
from rectify.release.modes import set_folder_mode, set_modes, wanted_modes
from rectify.release.ownership import RELEASE_NAME, RELEASES, half_done
from rectify.release.pointer import POINTERS, Pointer
from rectify.release.record import all_addresses
from rectify.release.release_files import ReleaseFiles
from rectify.release.sums import (
    SUMS,
    Difference,
    Sums,
    difference,
    read_sums,
    sha256_of,
    sums_text,
    wrong_files,
)

KEPT: Final = 10
_STAMP: Final = len("20251202-093000")
_A_DAY: Final = 86_400
"""Seconds by which a share's own time of a file may be ahead: more, and it is from before a correction of the clock."""


class Target(NamedTuple):
    """Where a site is published: a folder, and the way in which its server finds the release."""

    folder: Path
    pointer: Pointer

    @property
    def public(self) -> tuple[Path, ...]:
        """The releases that pointers in the folder lead to: first that of this target's own, then that of the other kind."""
        public = [self.pointer.read(self.folder)]
        with contextlib.suppress(PublishError):  # something of others in the place of a pointer that is not ours
            public += [one.read(self.folder) for one in POINTERS if one is not self.pointer]
        return tuple(dict.fromkeys(self.release(name) for name in public if name))

    @property
    def current(self) -> Path | None:
        """The release that is public."""
        return next(iter(self.public), None)

    def release(self, name: str) -> Path:
        """The folder of a release."""
        return self.folder / RELEASES / name


def names(target: Target) -> tuple[str, ...]:
    """The releases there are, oldest first."""
    folder = target.folder / RELEASES
    folders = [path for path in folder.iterdir() if RELEASE_NAME.match(path.name)] if folder.is_dir() else []
    return tuple(path.name for path in sorted(folders, key=_age))


def _age(release: Path) -> tuple[int, str]:
    """What releases are ordered by: how often the clock had been corrected before them, then their time."""
    try:
        corrections = corrections_in((release / JOURNAL).read_bytes())
    except OSError:
        corrections = 0
    return corrections, release.name


def newest_time(target: Target) -> str:
    """When the newest release was made, in ISO 8601; empty if there is none."""
    newest = names(target)[-1:]
    return f"{_time(newest[0]).replace(' ', 'T')}+08:00" if newest else ""


def differs(target: Target, sums: Sums) -> Difference:
    """What a reader of the public site would see change. Assets that nobody uses any more do not count."""
    current = target.current
    found = difference(read_sums(current) if current else {}, sums)
    return found._replace(removed=tuple(path for path in found.removed if not addresses.is_asset(path)))


def clean(target: Target) -> None:
    """Take away what a killed publication left half done, and nothing else. The lock must be held."""
    for path in half_done(target.folder):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def publish(target: Target, release_files: ReleaseFiles, stamp: str, watch: Watch[str] = without_progress) -> str:
    """Make *release_files* the public site; the name of its release. The lock must be held.

    *stamp* is the time, `20251202-093000`, later than that of any release. PublishError, OSError:
    the public site is the old one.
    """
    listing = sums_text(release_files.sums)
    own = release_files.sources.get(str(JOURNAL), b"")
    corrections = corrections_in(own) if isinstance(own, bytes) else 0
    for newest in names(target)[-1:]:
        if (corrections, stamp) <= (_age(target.release(newest))[0], newest[:_STAMP]):
            raise PublishError(
                f"这台电脑的时间是 {_time(stamp)}，可是上一次公开是在 {_time(newest)}。请把电脑的时间校准，再运行一次。"
            )
    name = f"{stamp}-{sha256(listing)[:8]}"
    incoming = target.folder / RELEASES / f".incoming-{name}"
    try:
        incoming.parent.mkdir(exist_ok=True)
        modes = wanted_modes(target.folder)
        incoming.mkdir()
        made = dt.datetime.strptime(f"{stamp}+0800", "%Y%m%d-%H%M%S%z").timestamp()
        _lay(incoming, release_files, target.current, made, watch)
        _write(incoming / SUMS, listing, made)
        set_modes(incoming, modes)
        set_folder_mode(incoming.parent, modes)
        _write_through(incoming)
        _verify(incoming, listing, watch)
        incoming.rename(target.release(name))
        flush_folder(target.folder / RELEASES)
    finally:
        shutil.rmtree(incoming, ignore_errors=True)  # where that fails, too, the next run tries again
    target.pointer.move(target.folder, name)
    return name


def _lay(incoming: Path, release_files: ReleaseFiles, previous: Path | None, made: float, watch: Watch[str]) -> None:
    known = read_sums(previous) if previous else {}
    for folder in sorted({above for path in release_files.sources for above in PurePosixPath(path).parents}):
        (incoming / folder).mkdir(exist_ok=True)  # once: what vanishes with its share must not come back on this disk
    for path in watch(sorted(release_files.sources), "复制", len(release_files.sources)):
        place, source, digest = incoming / path, release_files.sources[path], release_files.sums[path]
        if previous and known.get(path) == digest and _link(previous / path, place, digest, made):
            continue
        data = source if isinstance(source, bytes) else source.read_bytes()
        if sha256(data) != digest:
            raise PublishError(f"{path} 在公开的时候又变了。等别的程序停下来，再运行一次。")
        _write(place, data, made)


def _write(place: Path, data: bytes, made: float) -> None:
    """A new file at *place*, of the time *made* (seconds since 1970), written through to the disk."""
    with place.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    with contextlib.suppress(PermissionError):  # some shares keep their own time
        os.utime(place, (made, made))


def _link(old: Path, place: Path, digest: str, made: float) -> bool:
    """Whether the same file of the last release could be used once more: if it is still the same, and its time can be true."""
    try:
        if sha256_of(old) != digest or old.stat().st_mtime > made + _A_DAY:
            return False
        os.link(old, place)
    except OSError:  # gone, or a file system without links
        return False
    return True


def _verify(incoming: Path, listing: bytes, watch: Watch[str]) -> None:
    """Read everything again, as it stands now."""
    if (incoming / SUMS).read_bytes() != listing:
        raise PublishError(f"写到目标文件夹的 {SUMS} 和原来的不一样。请检查磁盘和网络，再运行一次。")
    for path, what in wrong_files(incoming, lambda paths: watch(paths, "核对", len(paths))):
        raise PublishError(f"写到目标文件夹的 {path} {what}。请检查磁盘和网络，再运行一次。")


def _write_through(folder: Path) -> None:
    """Have the names of all files on the disk before anybody is pointed at them."""
    for path in (*(p for p in folder.rglob("*") if p.is_dir()), folder):
        flush_folder(path)


def align(target: Target) -> None:
    """Have every pointer in the folder lead to the public release, and the target's own be there; OSError."""
    current = target.current
    for pointer in POINTERS:
        with contextlib.suppress(PublishError):
            name = pointer.read(target.folder)
            if current and name != current.name and (name or pointer is target.pointer):
                pointer.move(target.folder, current.name)


def prune(target: Target, record: Sequence[Entry], kept: int = KEPT) -> tuple[str, ...]:
    """Take away all but the newest *kept* releases, and those with a text that was purged later; OSError.

    Public releases always stay. Gives the names of those taken away.
    """
    present, public = names(target), target.public
    doomed = {*present[:-kept], *(name for name in present if _is_purged(target.release(name), record))}
    removed = tuple(sorted(name for name in doomed if target.release(name) not in public))
    for name in removed:
        outgoing = target.folder / RELEASES / f".outgoing-{name}"
        target.release(name).rename(outgoing)  # half a release must not look like one
        shutil.rmtree(outgoing)
    return removed


def _is_purged(release: Path, record: Sequence[Entry]) -> bool:
    """Whether *release* holds a page whose older text was purged after it was made, at any address that it ever had."""
    corrections, age = 0, _age(release)
    for entry in record:
        corrections += entry.kind is Kind.CLOCK_CORRECTED
        is_older = (age[0], release.name[:_STAMP]) < (corrections, stamp_of(entry.time))
        places = all_addresses(record, entry.address) if entry.kind is Kind.PURGED and is_older else ()
        if any((release / address).exists() for address in places):
            return True
    return False


def release_before(target: Target, wanted: str | None, watch: Watch[str] = without_progress) -> str:
    """The release that a rollback leads to: the one before the public one, or the one called *wanted*. It is whole, else PublishError."""
    present, current = names(target), target.current
    older = present[: present.index(current.name)] if current and current.name in present else present
    if wanted is not None and wanted not in present:
        raise PublishError(f"没有 {wanted} 这个版本。现有：{'、'.join(present) or '没有'}")
    if wanted is None and not older:
        raise PublishError(
            "没有更早的版本可以退回。要撤下某个问题，在它的文件里写 withdrawn（python3 build.py docs publish 撤下和改名）。"
        )
    name = wanted or older[-1]
    for path, what in wrong_files(target.release(name), lambda paths: watch(paths, "核对要退回的版本", len(paths))):
        raise PublishError(f"版本 {name} 不完整：{path} {what}。换一个版本：--to-release")
    return name


def stamp_of(time: str) -> str:
    """`2025-12-02T09:30:00+08:00` as it stands in the names of releases: `20251202-093000`."""
    return time[:19].replace("-", "").replace(":", "").replace("T", "-")


def _time(stamp: str) -> str:
    """The time at the start of a release's name, as people read it."""
    digits = stamp.replace("-", "")
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:8]} {digits[8:10]}:{digits[10:12]}:{digits[12:14]}"
