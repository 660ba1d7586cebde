"""How a server finds the public release: one name that changes in one step.

A folder may hold both kinds, if publications into it were asked for one and for the other; whoever reads either
must find the same site.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

from rectify.ground.files import flush_folder
from rectify.release.errors import PublishError

CURRENT: Final = "current"
CURRENT_FILE: Final = "current.txt"


class Pointer(NamedTuple):
    """Which release is public: `read(folder)` its name, `move(folder, name)` another one."""

    read: Callable[[Path], str | None]
    move: Callable[[Path, str], None]


def _read_link(folder: Path) -> str | None:
    link = folder / CURRENT
    if not link.is_symlink():
        if link.exists():
            raise PublishError(f"{link} 应当是程序自己建的链接，现在是别的东西。请把它移走，再运行一次。")
        return None
    return link.readlink().name


def _move_link(folder: Path, name: str) -> None:
    aside = folder / f".{CURRENT}-{name}"
    aside.symlink_to(Path("releases", name), target_is_directory=True)
    try:
        os.replace(aside, folder / CURRENT)  # noqa: PTH105 - the name of the system's one step
    except OSError:
        aside.unlink(missing_ok=True)
        raise
    flush_folder(folder)


def _read_file(folder: Path) -> str | None:
    try:
        return (folder / CURRENT_FILE).read_text("utf-8").strip() or None
    except FileNotFoundError:
        return None


def _move_file(folder: Path, name: str) -> None:
    aside = folder / f".{CURRENT}-{name}"
    with aside.open("wb") as file:
        file.write(f"{name}\n".encode())
        file.flush()
        os.fsync(file.fileno())
    aside.replace(folder / CURRENT_FILE)


LINK: Final = Pointer(_read_link, _move_link)
"""A symbolic link: a server whose root is `DIR/current` shows the new site from one request to the next."""

FILE: Final = Pointer(_read_file, _move_file)
"""A text file, where there are no such links (Windows): who runs the server points it at that release."""

POINTERS: Final = (LINK, FILE)
