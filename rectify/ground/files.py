"""Reading and writing: UTF-8 always, whole or not at all."""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
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


def replace_folder(folder: Path, content: Mapping[PurePosixPath, bytes]) -> None:
    """Make *folder* hold exactly *content*, in one step.

    The new tree is laid beside the old one; files that did not change are the same files as
    before, with their times. Then the two change places. Killed at any moment, *folder* is the
    old tree or the new one. OSError leaves the old tree as it was.
    """
    incoming, outgoing = (folder.with_name(f".{folder.name}-{w}") for w in ("incoming", "outgoing"))
    restore_folder(folder)
    shutil.rmtree(incoming, ignore_errors=True)
    for parent in sorted({path.parent for path in content}):
        (incoming / parent).mkdir(parents=True, exist_ok=True)
    for path, data in content.items():
        _carry_or_write(folder / path, incoming / path, data)
    if not folder.exists():
        incoming.replace(folder)
    elif _exchange(incoming, folder):
        shutil.rmtree(incoming, ignore_errors=True)
    else:
        folder.replace(outgoing)
        incoming.replace(folder)
        shutil.rmtree(outgoing, ignore_errors=True)


def restore_folder(folder: Path) -> None:
    """Undo a replacement that was cut off between its two steps."""
    outgoing = folder.with_name(f".{folder.name}-outgoing")
    if outgoing.exists() and not folder.exists():
        outgoing.replace(folder)
    shutil.rmtree(outgoing, ignore_errors=True)


def _carry_or_write(old: Path, new: Path, data: bytes) -> None:
    with contextlib.suppress(OSError):
        if old.read_bytes() == data:
            os.link(old, new, follow_symlinks=False)
            return
    new.write_bytes(data)


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change places in one step, where the system can (Linux 3.15 on)."""
    if not sys.platform.startswith("linux"):
        return False
    renameat2 = getattr(ctypes.CDLL(None), "renameat2", None)
    if renameat2 is None:
        return False
    paths = os.fsencode(one), os.fsencode(other)
    return bool(renameat2(_AT_FDCWD, paths[0], _AT_FDCWD, paths[1], _RENAME_EXCHANGE) == 0)
