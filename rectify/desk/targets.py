"""The folder in which the site is public: which it is, what is asked about it before anything is made, what lies in it."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any, Final

from rectify.desk.desk import Desk
from rectify.desk.exchange import RefusedError
from rectify.engine.stamps import TARGET
from rectify.ground.diagnostics import SourceError
from rectify.ground.system_errors import failure_in_words
from rectify.release import clock, ownership, releases, returning
from rectify.release.errors import PublishError
from rectify.release.pointer import LINK
from rectify.release.releases import Target

EXAMPLE: Final = "/srv/www/xczg 或者 D:\\www\\xczg"


def target_of(root: Path) -> str:
    """The folder to which the site of the project *root* was published last; empty if nobody remembers."""
    try:
        return (root / TARGET).read_text("utf-8")
    except (OSError, ValueError):
        return ""


def public_release(root: Path) -> Path | None:
    """The folder of the release that is public, where the site was published last; None if there is none."""
    folder = target_of(root)
    try:
        return Target(Path(folder), LINK).current if folder else None
    except (OSError, PublishError):
        return None


def whole_path(word: object) -> Path:
    """The absolute path that somebody wrote, so that it can be no option of a command; RefusedError."""
    text = word.strip() if isinstance(word, str) and "\0" not in word else ""
    if not text:
        raise RefusedError(400, f"先写网站公开在哪个文件夹，例如 {EXAMPLE}。")
    if not Path(text).is_absolute():
        raise RefusedError(400, f"“{text}”不是完整的路径，要从 / 或者盘符写起，例如 {EXAMPLE}。")
    return Path(text)


def existing_folder(word: object) -> str:
    """The folder that somebody wrote, which is there; RefusedError, with `missing` if it could be made."""
    folder = whole_path(word)
    if folder.is_dir():
        return str(folder)
    if folder.exists():
        raise RefusedError(400, f"{folder} 是文件，不是文件夹。")
    raise RefusedError(
        400, f"没有 {folder} 这个文件夹。共享文件夹先连上；真的还没有，就新建一个。", missing=str(folder)
    )


def made_folder(root: Path, word: object) -> str:
    """Make the folder that somebody wrote, outside the project *root*; RefusedError."""
    folder = whole_path(word)
    try:
        ownership.check_outside_project(root, folder)
        folder.mkdir(parents=True, exist_ok=True)
    except PublishError as error:
        raise RefusedError(400, str(error)) from None
    except OSError as error:
        raise RefusedError(400, failure_in_words(error, "建不了", str(folder))) from None
    return str(folder)


def ask_first(desk: Desk, folder: str, now: str, *, is_new: bool) -> None:
    """RefusedError with `asks` for what a person has to answer before the site goes to *folder*; *is_new*: with new content.

    *now* is the time of this computer, ISO 8601 with its zone.
    The command asks the same, but only once all has been made.
    """
    times = []
    for round_ in desk.knowledge.rounds() if is_new else ():
        public = [one.summary for one in round_.issues if not one.summary.draft and not round_.round.draft]
        times += [one.published or round_.round.published.stamp for one in public]
    doubts = clock.doubts(now, ownership.file_system_time(Path(folder)), desk.knowledge.record(), times)
    asked = [f"{one}\n电脑的时间准吗？记进公开记录的时间改不回来。" for one in doubts]
    if words := ownership.foreign_in_words(Path(folder)):
        asked.append(f"{words}\n公开到这里吗？")
    back = "" if is_new else _returning(desk, folder)
    asked += [f"{back}\n照样退回吗？"] if back else []
    if asked:
        raise RefusedError(409, "\n\n".join(asked), asks="returning" if back else "time" if doubts else "folder")


def _returning(desk: Desk, folder: str) -> str:
    """What a rollback in *folder* would make public again, in words; empty if nothing, or if the command will say what is wrong."""
    target = Target(Path(folder), LINK)
    with contextlib.suppress(OSError, PublishError, SourceError):
        if name := _previous_release(folder, target.current):
            return returning.in_words(returning.returning(target, name, desk.knowledge.record()), name)
    return ""


def place_of(root: Path) -> dict[str, Any]:
    """The folder that is remembered, what its server has to show, whether anything is public, and when what was so before was published."""
    folder = target_of(root)
    current = public_release(root)
    earlier = _previous_release(folder, current)
    return {
        "folder": folder,
        "isPublic": current is not None,
        "earlier": ownership.time_of(earlier) if earlier else None,
        "example": EXAMPLE,
    }


def _previous_release(folder: str, current: Path | None) -> str | None:
    """The name of the release that a rollback leads to; None if there is none."""
    if current is None:
        return None
    present = releases.names(Target(Path(folder), LINK))
    older = present[: present.index(current.name)] if current.name in present else ()
    return older[-1] if older else None
