"""A site in the layout before 2026.11.29, in which the program and the bureau's files shared a folder: what is the bureau's.

A template or static file is the bureau's own if no version of the program ever had such a file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from rectify.engine.look import FOLDERS, PROGRAM
from rectify.ground.files import is_within

FORMER: Final = Path(__file__).with_name("former_look.txt")
_WHOLE: Final = ("site.yaml", "checks.yaml", "content", "record", "static/root", "wheels")
_DIGITS: Final = 12


def is_site(path: Path) -> bool:
    """Whether *path* is the folder of a site."""
    return (path / "site.yaml").is_file() and (path / "content").is_dir()


def own_files(old: Path) -> Iterator[tuple[str, Path]]:
    """What is the bureau's in the site *old*: settings, content, record, and what it changed of the look; by names."""
    former = set(FORMER.read_text("utf-8").split())
    for name in _WHOLE:
        yield from _files(old, name)
    for folder in FOLDERS:
        for name, path in _files(old, folder):
            if not name.startswith("static/root/") and not _is_default(name, path.read_bytes(), former):
                yield name, path


def _files(old: Path, name: str) -> Iterator[tuple[str, Path]]:
    paths = (old / name).rglob("*") if (old / name).is_dir() else (old / name,)
    for path in sorted(paths):
        if path.is_file() and is_within(path, old):
            yield path.relative_to(old).as_posix(), path


def _is_default(name: str, data: bytes, former: set[str]) -> bool:
    plain = data.replace(b"\r\n", b"\n")
    blob = hashlib.sha1(b"blob %d\0" % len(plain) + plain).hexdigest()  # noqa: S324 - as git names files
    default = PROGRAM / name
    return blob[:_DIGITS] in former or (default.is_file() and default.read_bytes() in (plain, data))
