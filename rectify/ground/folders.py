"""Folders put in the place of others as a whole or not at all, also when the program is killed on the way."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from rectify.ground.files import flush_folder, write_file

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_MANY = 200
"""From so many files on, to have the whole system's disks brought up to date once is faster than to ask for each."""


def replace_folder(incoming: Path, folder: Path) -> Path | None:
    """Put the tree *incoming* in the place of *folder*; where the old tree is now, or None if there was none.

    OSError leaves the old tree as it was.
    """
    if not folder.exists():
        incoming.replace(folder)
        return None
    if exchange_folders(incoming, folder):
        return incoming
    outgoing = folder.with_name(f".{folder.name}-outgoing")
    folder.replace(outgoing)
    try:
        incoming.replace(folder)
    except OSError:
        outgoing.replace(folder)
        raise
    return outgoing


def link_or_copy(source: str, target: str) -> bool:
    """Put the file *source* at *target*, too, where nothing is yet; whether by a hard link, or False for a copy."""
    try:
        os.link(source, target)
    except OSError:  # a file system without links
        shutil.copy2(source, target, follow_symlinks=False)
        return False
    return True


def write_into_folder(folder: Path, files: Mapping[str, bytes], without: Iterable[str] = ()) -> None:
    """Write *files*, by their names, into *folder*, all or none and through to the disk.

    Everything else there stays, but for the files *without* which it is to be.
    Killed at any moment, the folder is as it was or has all of them; `restore_folder` or the next call clears up.
    OSError leaves the folder as it was.
    """
    incoming = folder.with_name(f".{folder.name}-incoming")
    at_once = len(files) > _MANY and hasattr(os, "sync")
    restore_folder(folder)
    shutil.rmtree(incoming, ignore_errors=True)
    try:
        incoming.mkdir(parents=True)
        for path in sorted(folder.rglob("*")):
            target = incoming / path.relative_to(folder)
            if path.is_dir() and not path.is_symlink():
                target.mkdir()
            else:
                link_or_copy(str(path), str(target))
        for name in without:
            (incoming / name).unlink(missing_ok=True)
        for name, data in files.items():
            (incoming / name).parent.mkdir(exist_ok=True)
            (incoming / name).unlink(missing_ok=True)  # it may be a second name of the old file
            write_file(incoming / name, data, durable=not at_once)
        if at_once:
            os.sync()
        flush_folder(incoming)
        old = replace_folder(incoming, folder)
        if old is not None:
            shutil.rmtree(old, ignore_errors=True)
        flush_folder(folder.parent)
    finally:
        shutil.rmtree(incoming, ignore_errors=True)


def restore_folder(folder: Path) -> None:
    """Undo a replacement of *folder* that was interrupted between its two renames."""
    outgoing = folder.with_name(f".{folder.name}-outgoing")
    if outgoing.exists() and not folder.exists():
        outgoing.replace(folder)
    shutil.rmtree(outgoing, ignore_errors=True)


def restore_folders(parent: Path) -> None:
    """Undo replacements of folders in *parent* that were cut off; a folder that was put aside is never lost."""
    if parent.is_dir():
        for path in sorted(parent.glob(".*-outgoing")):
            restore_folder(path.with_name(path.name.removeprefix(".").removesuffix("-outgoing")))


def exchange_folders(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; False if the system cannot (it needs Linux 3.15), with nothing changed."""
    if not sys.platform.startswith("linux"):
        return False
    renameat2 = getattr(ctypes.CDLL(None), "renameat2", None)
    if renameat2 is None:
        return False
    paths = os.fsencode(one), os.fsencode(other)
    return bool(renameat2(_AT_FDCWD, paths[0], _AT_FDCWD, paths[1], _RENAME_EXCHANGE) == 0)
