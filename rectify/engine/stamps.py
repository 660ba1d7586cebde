"""Stamps: the size and the times of a file, by which a later build sees that it changed.

A program cannot set the time of a file's last change of any kind (ctime), so an edit that restores
size and modification time is still seen. Windows has no such time; there the content is read. This module
imports next to nothing, because it runs before anything else does.
"""

from __future__ import annotations

import os

INPUTS = ("site.yaml", "content", "record", "templates", "static", "rectify", "requirements.lock", "build.py")
"""The files and folders of a project that decide its output; `build.py` may name the program that makes it."""

FOLDER = ".rectify"
OUTPUT = "output"
TARGET = f"{FOLDER}/menu-target"
"""The folder to which the menu or the desk published last; forgetting it costs an answer."""

PREVIEW = f"{FOLDER}/preview.json"
"""What the desk was told last that a publication would change."""

Stamp = tuple[int, int, int | str]
"""Size in bytes, time of the last change of the content, time of any change or (Windows) a digest of the content."""

Stamps = dict[str, Stamp]
"""Stamps by path from the project's root."""

NO_FILE: Stamp = (0, 0, 0)
_IGNORED = ("__pycache__",)


def stamps_of(root: str, names: tuple[str, ...]) -> Stamps:
    """The stamps of the files *names* below *root*, and of all files in those that are folders.

    Names that do not exist and folders that cannot be read are left out.
    """
    stamps: Stamps = {}
    for name in names:
        path = f"{root}/{name}"
        if os.path.isdir(path):
            _walk(path, name, stamps)
        elif os.path.lexists(path):
            stamps[name] = stamp_of(path)
    return stamps


def _walk(folder: str, name: str, stamps: Stamps) -> None:
    try:
        entries = list(os.scandir(folder))
    except OSError:  # whoever reads the folder reports it
        return
    for entry in entries:
        inner = f"{name}/{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            if entry.name not in _IGNORED:
                _walk(entry.path, inner, stamps)
        elif os.name == "nt" or entry.is_symlink():
            stamps[inner] = stamp_of(entry.path)
        else:
            try:
                status = entry.stat()
            except OSError:
                stamps[inner] = NO_FILE
            else:
                stamps[inner] = status.st_size, status.st_mtime_ns, status.st_ctime_ns


def stamp_of(path: str) -> Stamp:
    """The stamp of one file; NO_FILE for what is gone, and for a link that leads nowhere."""
    try:
        status = os.stat(path)
    except OSError:
        return NO_FILE
    if os.name == "nt":
        return status.st_size, status.st_mtime_ns, content_of(path)
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns


def content_of(path: str) -> str:
    """A digest of a file's content; empty for what is no file, such as a pipe, or cannot be read."""
    try:
        if not os.path.isfile(path):
            return ""
        with open(path, "rb") as file:
            return digest_of(file.read())
    except OSError:
        return ""


def newest(stamp: Stamp) -> int:
    """The later of a stamp's times."""
    return max(stamp[1], stamp[2]) if isinstance(stamp[2], int) else stamp[1]


def signature(stamps: Stamps) -> str:
    """One digest of many stamps and their paths."""
    lines = sorted([f"{name} {size} {changed} {mark}" for name, (size, changed, mark) in stamps.items()])
    return digest_of("\n".join(lines).encode("utf-8", "surrogateescape"))


def digest_of(data: bytes) -> str:
    """The BLAKE2b digest of bytes: 32 hexadecimal digits."""
    from _blake2 import blake2b  # noqa: PLC0415 - hashlib would load OpenSSL for it

    return blake2b(data, digest_size=16).hexdigest()


def clock_of(root: str) -> int:
    """The time by the clock of the file system that holds the project *root*, in nanoseconds.

    Raises OSError if the project's folder cannot be written.
    """
    path = f"{root}/{FOLDER}/clock"
    os.makedirs(f"{root}/{FOLDER}", exist_ok=True)
    with open(path, "wb"):
        pass
    os.utime(path)
    return os.stat(path).st_mtime_ns
