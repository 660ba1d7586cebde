"""Reading and writing: UTF-8 always, whole or not at all."""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def digest(data: bytes) -> str:
    """A short name for bytes: the first 16 hexadecimal digits of their SHA-256."""
    return hashlib.sha256(data).hexdigest()[:16]


def regular_files(folder: Path) -> Iterator[Path]:
    """Every file below *folder* in a stable order, links that lead outside left out."""
    root = folder.resolve()
    for path in sorted(folder.rglob("*"), key=lambda p: p.as_posix()):
        if path.is_file() and path.resolve().is_relative_to(root):
            yield path


def write_atomically(path: Path, data: bytes) -> None:
    """Put *data* at *path* in one step; equal bytes are left alone, so times mean something."""
    with contextlib.suppress(OSError):
        if path.read_bytes() == data:
            return
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    aside.write_bytes(data)
    aside.replace(path)


class Staging:
    """A new tree beside *folder*, file by file, until it takes the folder's place in one step.

    Killed at any moment, *folder* is the old tree or the new one; the next staging clears up.
    Kept files are the same files as before, with their times. A tree that is only to be looked at
    can be made *aside*.
    """

    def __init__(self, folder: Path, aside: Path | None = None) -> None:
        self.folder = folder
        self.incoming = aside or folder.with_name(f".{folder.name}-incoming")
        if not aside:
            restore_folder(folder)
        shutil.rmtree(self.incoming, ignore_errors=True)
        self.incoming.mkdir(parents=True)
        self._made = {""}
        self._replacing = folder.exists()

    def write(self, path: PurePosixPath, data: bytes) -> None:
        """Add a file; if the old tree has the same bytes at *path*, that file is kept."""
        if self._replacing and self._keep_if_equal(path, data):
            return
        with open(self._place(path), "wb", buffering=0) as file:  # noqa: PTH123 - ten thousand of them
            file.write(data)

    def keep(self, path: PurePosixPath) -> None:
        """Take over a file of the old tree as it is."""
        target = self._place(path)
        try:
            os.link(f"{self.folder}/{path}", target)
        except OSError:  # a file system without links
            shutil.copy2(f"{self.folder}/{path}", target)

    def commit(self) -> None:
        """Put the new tree in the folder's place. OSError leaves the old tree as it was."""
        if not self.folder.exists():
            self.incoming.replace(self.folder)
        elif _exchange(self.incoming, self.folder):
            shutil.rmtree(self.incoming, ignore_errors=True)
        else:
            outgoing = self.folder.with_name(f".{self.folder.name}-outgoing")
            self.folder.replace(outgoing)
            self.incoming.replace(self.folder)
            shutil.rmtree(outgoing, ignore_errors=True)

    def discard(self) -> None:
        """Give the new tree up."""
        shutil.rmtree(self.incoming, ignore_errors=True)

    def read(self, path: PurePosixPath) -> bytes:
        """The bytes of a file of the new tree."""
        return (self.incoming / path).read_bytes()

    def _keep_if_equal(self, path: PurePosixPath, data: bytes) -> bool:
        try:
            same = (self.folder / path).read_bytes() == data
        except OSError:
            return False
        if same:
            self.keep(path)
        return same

    def _place(self, path: PurePosixPath) -> str:
        name = str(path)
        parent = name.rpartition("/")[0]
        if parent not in self._made:
            (self.incoming / parent).mkdir(parents=True, exist_ok=True)
            self._made.add(parent)
        return f"{self.incoming}/{name}"


def restore_folder(folder: Path) -> None:
    """Undo a replacement that was cut off between its two steps."""
    outgoing = folder.with_name(f".{folder.name}-outgoing")
    if outgoing.exists() and not folder.exists():
        outgoing.replace(folder)
    shutil.rmtree(outgoing, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change places in one step, where the system can (Linux 3.15 on)."""
    if not sys.platform.startswith("linux"):
        return False
    renameat2 = getattr(ctypes.CDLL(None), "renameat2", None)
    if renameat2 is None:
        return False
    paths = os.fsencode(one), os.fsencode(other)
    return bool(renameat2(_AT_FDCWD, paths[0], _AT_FDCWD, paths[1], _RENAME_EXCHANGE) == 0)
