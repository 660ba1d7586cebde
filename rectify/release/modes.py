"""Who may read what is published: the server does not run as whoever publishes."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

_READ_AND_ENTER: Final = 0o055


class Modes(NamedTuple):
    """Permissions of folders and of files."""

    folder: int
    file: int


def wanted_modes(target: Path) -> Modes:
    """The modes of what is published into the folder *target*: 755 and 644, or as that folder says.

    A folder that lets in its owner alone says nothing of who reads the site. Nobody else may ever write.
    """
    own = stat.S_IMODE(target.stat().st_mode) & 0o775
    folder = own | 0o700 if own & _READ_AND_ENTER else 0o755
    return Modes(folder, folder & 0o664 | 0o600)


def is_closed(target: Path) -> bool:
    """Whether the folder *target* lets in nobody but its owner, so that a server of another user reads nothing there."""
    return os.name != "nt" and not stat.S_IMODE(target.stat().st_mode) & _READ_AND_ENTER


def wrong_modes(folder: Path, modes: Modes) -> Iterator[tuple[str, str]]:
    """What in *folder* a server may not be able to read, or anybody could change, and how it stands; itself as `.`."""
    for path, mode, wanted in _entries(folder, modes):
        if mode & wanted != wanted or mode & 0o002:
            yield path.relative_to(folder).as_posix(), f"的权限是 {mode:o}，应当是 {wanted:o}，服务器也许读不到"


def set_modes(folder: Path, modes: Modes) -> int:
    """Give everything in *folder*, and itself, the *modes*; how many had others. OSError.

    A file that belongs to somebody else is written anew, as our own. What a file system does not
    keep is let be.
    """
    others = [(path, wanted) for path, mode, wanted in _entries(folder, modes) if mode & 0o777 != wanted]
    for path, wanted in others:
        _set_or_write_anew(path, wanted)
    return len(others)


def _set_or_write_anew(path: Path, wanted: int) -> None:
    try:
        _set_mode(path, wanted)
    except PermissionError:
        if not path.is_dir():
            _write_anew(path, wanted)


def set_folder_mode(folder: Path, modes: Modes) -> None:
    """Give *folder* itself its mode, if it is ours to give."""
    if os.name != "nt":
        with contextlib.suppress(PermissionError):
            _set_mode(folder, modes.folder)


def _set_mode(path: Path, wanted: int) -> None:
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o777 != wanted:
        path.chmod(wanted | mode & 0o7000)  # a group that is handed down stays


def _write_anew(path: Path, mode: int) -> None:
    """Put a file of ours in the place of one that others own, with the same bytes and time."""
    times = path.stat()
    aside = path.with_name(f".{path.name}.new")
    try:
        with aside.open("xb") as file:
            file.write(path.read_bytes())
            file.flush()
            os.fsync(file.fileno())
        aside.chmod(mode)
        os.utime(aside, ns=(times.st_atime_ns, times.st_mtime_ns))
        aside.replace(path)
    finally:
        with contextlib.suppress(OSError):
            aside.unlink()


def _entries(folder: Path, modes: Modes) -> Iterator[tuple[Path, int, int]]:
    """Everything in *folder*, and itself, with its mode and the one it should have; nothing on Windows."""
    if os.name == "nt":
        return
    for path in (folder, *folder.rglob("*")):
        status = path.lstat()
        if not stat.S_ISLNK(status.st_mode):
            yield path, stat.S_IMODE(status.st_mode), modes.folder if stat.S_ISDIR(status.st_mode) else modes.file
