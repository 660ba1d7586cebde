"""Whose a folder is: what publish may touch there, and where it must not publish at all.

A folder into which a site is published bears a marker that publish wrote. Only there, and only under
the names that publish gives its own half-done work, is anything ever taken away.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from rectify.ground.files import write_atomically
from rectify.release.errors import PublishError
from rectify.release.sums import SUMS

SHOWN: Final = 15
"""So many names are told, the others by their number."""

RELEASES: Final = "releases"
LOCK: Final = ".publish.lock"
MARKER: Final = "published-here.txt"
ROLLBACK: Final = "published-here-rollback.jsonl"
"""The record as it is after a rollback, written before the pointer moves."""
RELEASE_NAME: Final = re.compile(r"\d{8}-\d{6}-[0-9a-f]{8}\Z")
_HALF_DONE: Final = re.compile(
    r"\.(?:current|incoming|outgoing)-\d{8}-\d{6}-[0-9a-f]{8}\Z|\.published-here(?:\.txt|-rollback\.jsonl)\.\d+\Z"
)
_OURS: Final = frozenset({LOCK, MARKER, ROLLBACK, RELEASES, "current", "current.txt"})
_SYSTEM: Final = frozenset({".DS_Store", "Thumbs.db", "desktop.ini", "lost+found"})
_OF_PROJECT: Final = [
    "output",
    "content",
    "record",
    "static",
    "templates",
    "rectify",
    "program",
    "tests",
    "docs",
    "benchmarks",
    "server",
    "wheels",
    ".rectify",
    ".venv",
    ".git",
]
_TEXT: Final = """\
这个文件夹里的 releases 和 current（或者 current.txt）由 publish 和 rollback 命令管理，请不要手工改动；别的文件它们不动。
服务器的网站目录指到 current。说明见 python3 build.py docs publish。
"""


def check_outside_project(root: Path, folder: Path) -> None:
    """Refuse to publish into a *folder* of the project *root* that the program uses, or into one that holds the project.

    Links are followed, and folders are told by what they are, not by how they are written. PublishError.
    """
    whole, target = Path(os.path.realpath(root)), Path(os.path.realpath(folder))
    if _is_one_of(target, (whole, *whole.parents)):
        raise PublishError(f"{folder} 里就是这个项目：网站不能公开到这里。另建一个空文件夹，例如 /srv/www/xczg。")
    used = [whole / name for name in _OF_PROJECT]
    if any(_is_one_of(place, used) for place in (target, *target.parents)):
        raise PublishError(
            f"{folder} 是项目自己用的文件夹，下次生成会把公开的网站删掉。另建一个空文件夹，例如 /srv/www/xczg。"
        )


def _is_one_of(place: Path, others: list[Path] | tuple[Path, ...]) -> bool:
    return any(place == other or _is_same(place, other) for other in others)


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


def is_ours(folder: Path) -> bool:
    """Whether a site was published into *folder*: the marker says so, or a pointer leads to a release (before there were markers)."""
    if (folder / MARKER).is_file():
        return True
    releases = folder / RELEASES
    return releases.is_dir() and any(
        RELEASE_NAME.match(path.name) and (path / SUMS).is_file() for path in releases.iterdir()
    )


def foreign_names(folder: Path) -> tuple[str, ...]:
    """What lies in *folder*, and in `releases` there, that publish did not make."""
    return tuple(sorted(_foreign(folder)))


def foreign_in_words(folder: Path) -> str:
    """What of others lies in a *folder* that publish does not know yet, and what it would do there; empty if there is nothing."""
    foreign = () if is_ours(folder) else foreign_names(folder)
    if not foreign:
        return ""
    more = f" 等 {len(foreign)} 个" if len(foreign) > SHOWN else ""
    return (
        f"{folder} 里有别的文件：{'、'.join(foreign[:SHOWN])}{more}。\n"
        f"公开只会在里面添 {RELEASES}、current 和 {MARKER}，别的都不动。"
    )


def _foreign(folder: Path) -> Iterator[str]:
    for path in folder.iterdir():
        if path.name == RELEASES and path.is_dir():
            inner = (one.name for one in path.iterdir())
            yield from (
                f"{RELEASES}/{name}" for name in inner if not RELEASE_NAME.match(name) and not _is_half_done(name)
            )
        elif path.name not in _OURS | _SYSTEM and not _is_half_done(path.name):
            yield path.name


def _is_half_done(name: str) -> bool:
    return bool(_HALF_DONE.match(name))


def claim(folder: Path) -> None:
    """Write the marker; OSError."""
    write_atomically(folder / MARKER, _TEXT.encode(), durable=True)


def file_system_time(folder: Path) -> float | None:
    """What time it is for the disk of *folder*, in seconds since 1970, as a file made there says; None if none can be made."""
    path = folder / f".{MARKER}.{os.getpid()}"
    try:
        path.touch()
        return path.stat().st_mtime
    except OSError:
        return None
    finally:
        with contextlib.suppress(OSError):
            path.unlink()


def half_done(folder: Path) -> tuple[Path, ...]:
    """What a killed publication left in *folder*, by the names that publish gives it; nothing in a folder that is not ours."""
    if not is_ours(folder):
        return ()
    places = (place for place in (folder, folder / RELEASES) if place.is_dir())
    return tuple(path for place in places for path in sorted(place.iterdir()) if _is_half_done(path.name))


def time_of(name: str) -> str:
    """When the release called *name* was published, for people: `2025年12月2日09:30`."""
    return f"{int(name[:4])}年{int(name[4:6])}月{int(name[6:8])}日{name[9:11]}:{name[11:13]}"
