"""Which files were edited: by inotify on Linux, elsewhere by comparing their times at short intervals."""

from __future__ import annotations

import contextlib
import ctypes
import os
import struct
import sys
import threading
import time
from asyncio import AbstractEventLoop
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Final, Protocol

Notify = Callable[[Collection[str]], None]
"""Takes the names, from the root, of files or folders that are new, other or gone."""

_SHARE: Final = 8
"""Looking takes at most one part in so many of the time."""

_PAUSE: Final = 0.1
_LONGEST_PAUSE: Final = 2.0
_GLANCE: Final = 0.05
_RECENT: Final = 8
Stamp = tuple[int, int, int, int]


class Watcher(Protocol):
    """Notices edits until it is closed."""

    def close(self) -> None:
        """Notice nothing any more; nothing is left behind."""


def watch(root: Path, names: Collection[str], notify: Notify, loop: AbstractEventLoop, *, poll: bool) -> Watcher:
    """Call *notify* in *loop* for every edit of the files and folders *names* below *root* from now on.

    Network drives tell nothing of what other computers do: *poll* looks.
    """
    if not poll and sys.platform.startswith("linux"):
        with contextlib.suppress(OSError, AttributeError):  # too many watches, or another libc
            return InotifyWatcher(root, names, notify, loop)

    def pass_on(names: Collection[str]) -> None:
        loop.call_soon_threadsafe(notify, names)

    return PollingWatcher(root, names, pass_on)


def is_noise(name: str) -> bool:
    """Whether a file is one that editors and systems keep for themselves."""
    return name.startswith(".") or name.endswith("~") or name == "__pycache__"


class InotifyWatcher:
    """Edits as Linux reports them (inotify), at once and without reading folders."""

    _FLAGS: Final = 0x8 | 0x40 | 0x80 | 0x100 | 0x200
    """Closed after writing, moved from, moved to, created, deleted."""

    _CREATED: Final = 0x100
    _FOLDER: Final = 0x40000000
    _OVERFLOW: Final = 0x4000
    _HEADER: Final = struct.Struct("iIII")

    def __init__(self, root: Path, names: Collection[str], notify: Notify, loop: AbstractEventLoop) -> None:
        self._root = root
        self._names = names
        self._notify = notify
        self._loop = loop
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._folders: dict[int, str] = {}
        self._descriptor = self._check(self._libc.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC))
        try:
            self._add("")
            for name in names:
                self._enter(name)
        except OSError:
            os.close(self._descriptor)
            raise
        loop.add_reader(self._descriptor, self._read)

    def close(self) -> None:
        """Stop, as every watcher does."""
        self._loop.remove_reader(self._descriptor)
        os.close(self._descriptor)

    def _check(self, result: int) -> int:
        if result < 0:
            raise OSError(ctypes.get_errno(), "inotify")
        return result

    def _add(self, name: str) -> None:
        path = os.fsencode(self._root / name)
        self._folders[self._check(self._libc.inotify_add_watch(self._descriptor, path, self._FLAGS))] = name

    def _enter(self, name: str) -> None:
        """Watch the folder *name* and all in it, if it is one."""
        for folder, inner, _ in os.walk(self._root / name):
            inner[:] = [one for one in inner if not is_noise(one)]
            with contextlib.suppress(FileNotFoundError, NotADirectoryError):
                self._add(Path(folder).relative_to(self._root).as_posix())

    def _read(self) -> None:
        names: set[str] = set()
        try:
            data = os.read(self._descriptor, 1 << 16)
        except BlockingIOError:
            return
        place = 0
        while place < len(data):
            watched, flags, _, length = self._HEADER.unpack_from(data, place)
            place += self._HEADER.size + length
            name = os.fsdecode(data[place - length : place].rstrip(b"\0"))
            names.update(self._names if flags & self._OVERFLOW else self._event(watched, flags, name))
        if names:
            self._notify(names)

    def _event(self, watched: int, flags: int, name: str) -> Iterator[str]:
        folder = self._folders.get(watched)
        if folder is None or not name or is_noise(name) or (not folder and name not in self._names):
            return
        path = f"{folder}/{name}" if folder else name
        if flags & self._FOLDER:
            with contextlib.suppress(OSError):
                self._enter(path)
        elif flags & self._CREATED and not _is_whole(self._root / path):
            return  # it will be told again once it has been written
        yield path


def _is_whole(path: Path) -> bool:
    """Whether a file that has just been created is a link to one that was there."""
    try:
        return path.is_symlink() or path.stat().st_nlink > 1
    except OSError:
        return True


class PollingWatcher:
    """Looks at the times of all files again and again, at those edited lately more often."""

    def __init__(self, root: Path, names: Collection[str], notify: Notify) -> None:
        self._root = root
        self._names = names
        self._notify = notify
        self._stamps = dict(self._all())
        self._recent: list[str] = []
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._look_on, name="rectify-edits")
        self._thread.start()

    def close(self) -> None:
        """Stop, as every watcher does."""
        self._closing.set()
        self._thread.join()

    def _look_on(self) -> None:
        pause = _PAUSE
        while True:
            until = time.monotonic() + pause
            while (left := until - time.monotonic()) > 0:
                if self._closing.wait(min(left, _GLANCE)):
                    return
                self._report(
                    {name for name in self._recent if _stamp(f"{self._root}/{name}") != self._stamps.get(name)}
                )
            began = time.perf_counter()
            now = dict(self._all())
            differing = {name for name, stamp in now.items() if self._stamps.get(name) != stamp}
            self._report(differing | (self._stamps.keys() - now.keys()))
            pause = min(max(_PAUSE, _SHARE * (time.perf_counter() - began)), _LONGEST_PAUSE)

    def _report(self, names: set[str]) -> None:
        if not names:
            return
        for name in names:
            stamp = _stamp(f"{self._root}/{name}")
            if stamp:
                self._stamps[name] = stamp
            else:
                self._stamps.pop(name, None)
        self._recent = [*names, *(name for name in self._recent if name not in names)][:_RECENT]
        self._notify(names)

    def _all(self) -> Iterator[tuple[str, Stamp]]:
        for name in self._names:
            if (self._root / name).is_dir():
                yield from self._inside(f"{self._root}/{name}", name)
            elif stamp := _stamp(f"{self._root}/{name}"):
                yield name, stamp

    def _inside(self, folder: str, name: str) -> Iterator[tuple[str, Stamp]]:
        with contextlib.suppress(OSError), os.scandir(folder) as entries:
            for entry in list(entries):
                if is_noise(entry.name):
                    continue
                inner = f"{name}/{entry.name}"
                with contextlib.suppress(OSError):
                    if entry.is_dir(follow_symlinks=False):
                        yield from self._inside(entry.path, inner)
                    else:
                        yield inner, _stamp_of(entry.stat())


def _stamp(path: str) -> Stamp | None:
    try:
        return _stamp_of(os.stat(path))  # noqa: PTH116 - ten thousand files go through here
    except OSError:
        return None


def _stamp_of(status: os.stat_result) -> Stamp:
    changed = 0 if os.name == "nt" else status.st_ctime_ns
    inode = 0 if os.name == "nt" else status.st_ino
    return status.st_mtime_ns, status.st_size, changed, inode
