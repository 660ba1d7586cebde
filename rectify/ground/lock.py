"""One at a time: a lock of the operating system, which vanishes with its process, and a note of who holds it.

The lock is on a file that is there only while it is held (`fcntl.flock`, `msvcrt.locking`). A file
that a killed process or a full disk left behind is no lock. Some network drives cannot lock: there
the work goes on unguarded, and `HeldLock.guarded` says so.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

_CANNOT: Final = (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP, errno.EINVAL)
_TAKEN: Final = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)
_FAR: Final = 1 << 30
"""Windows locks bytes against readers, too: one beyond the note."""

_PATIENCE: Final = 50
"""So often a file that was taken away is tried again; file systems without lasting inode numbers look like that."""


class Holder(NamedTuple):
    """Who holds a lock: the command, who gave it where, the process, since when (ISO 8601)."""

    command: str
    user: str
    host: str
    pid: int
    since: str


class HeldLock(NamedTuple):
    """A lock that is held: the open file, and whether the file system keeps others out."""

    descriptor: int
    guarded: bool


@contextlib.contextmanager
def hold(path: Path, me: Holder, wait: Callable[[Holder | None], None]) -> Iterator[HeldLock]:
    """Hold the lock file *path*, whose folder must be there; OSError if it cannot be opened.

    As long as another process holds it, *wait* is called with that holder (None if it left no note)
    and the lock is tried again when it returns.
    """
    lock = _acquire(path, wait)
    try:
        with contextlib.suppress(OSError):  # a full disk: the lock holds without its note
            os.ftruncate(lock.descriptor, 0)
            os.lseek(lock.descriptor, 0, os.SEEK_SET)
            os.write(lock.descriptor, json.dumps(me, ensure_ascii=False).encode())
        yield lock
    finally:
        _release(path, lock.descriptor)


def _acquire(path: Path, wait: Callable[[Holder | None], None]) -> HeldLock:
    vanished = 0
    while True:
        descriptor = _open(path)
        try:
            guarded = _lock(descriptor)
        except BlockingIOError:
            os.close(descriptor)
            wait(_holder(path))
            continue
        if not guarded or _is_same(path, descriptor) or vanished >= _PATIENCE:
            return HeldLock(descriptor, guarded)
        os.close(descriptor)  # it was given back and taken away between our two steps
        vanished += 1


def _open(path: Path) -> int:
    flags = getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | flags, 0o666)
    except PermissionError:  # left behind by another user: it can be locked all the same
        try:
            return os.open(path, os.O_RDONLY | flags)
        except FileNotFoundError:
            pass
        raise


def _lock(descriptor: int) -> bool:
    """Lock the open file and return True, or False if its file system cannot; BlockingIOError if another holds it."""
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415

            os.lseek(descriptor, _FAR, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in _TAKEN:
            raise BlockingIOError from None
        if error.errno in _CANNOT:
            return False
        raise
    return True


def _is_same(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


def _release(path: Path, descriptor: int) -> None:
    """Take the file away while it is still ours; Windows lets nobody take away an open file, and does not need it."""
    if os.name != "nt":
        with contextlib.suppress(OSError):
            path.unlink()
    os.close(descriptor)
    if os.name == "nt":
        with contextlib.suppress(OSError):
            path.unlink()


def _holder(path: Path) -> Holder | None:
    try:
        return Holder(*json.loads(path.read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None
