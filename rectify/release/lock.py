"""One at a time: a file that says who is publishing and since when."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

LOCK: Final = ".publish.lock"


class PublishError(Exception):
    """Why nothing is published, in Chinese, with what to do. The public site stands as it was."""


class Holder(NamedTuple):
    """Who holds a lock: `born` tells a process from a later one with the same number."""

    host: str
    user: str
    pid: int
    born: str
    since: str


@contextlib.contextmanager
def hold(folder: Path, me: Holder, is_alive: Callable[[Holder], bool]) -> Iterator[None]:
    """Be the only one who publishes into *folder*; PublishError if another does, OSError.

    The lock of a process that was killed is taken away: *is_alive* knows of processes of this host.
    """
    path = folder / LOCK
    aside = folder / f"{LOCK}.{me.host}.{me.pid}"
    aside.write_text(json.dumps(me, ensure_ascii=False), encoding="utf-8")
    try:
        for _ in range(3):  # a lock may be given back, or taken, while we look at it
            if _taken(path, aside):
                break
            _remove_if_stale(path, me, is_alive)
        else:
            raise PublishError("别人正在公开这个网站，请稍后再运行一次。")
    finally:
        aside.unlink(missing_ok=True)
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            if _holder(path) == me:
                path.unlink()


def _taken(path: Path, aside: Path) -> bool:
    """Put the finished lock in its place, unless there is one. It is never seen half written."""
    try:
        os.link(aside, path)
    except FileExistsError:
        return False
    except OSError:  # a file system without links
        try:
            with path.open("xb") as file:
                file.write(aside.read_bytes())
        except FileExistsError:
            return False
    return True


def _remove_if_stale(path: Path, me: Holder, is_alive: Callable[[Holder], bool]) -> None:
    holder = _holder(path)
    if holder is None:
        if path.exists():
            raise PublishError(f"{path} 认不出是谁留下的。确认没有别人正在公开，删掉它，再运行一次。")
        return
    if holder.host != me.host:
        raise PublishError(
            f"{holder.user} 从 {holder.since} 起在电脑 {holder.host} 上公开这个网站，请等他完成。\n"
            f"如果那台电脑上的公开已经中断，删掉 {path}，再运行一次。"
        )
    if is_alive(holder):
        told = f"{holder.user} 从 {holder.since} 起正在公开这个网站（进程 {holder.pid}），请等它完成，再运行一次。"
        unsure = f"\n如果它已经中断，删掉 {path}，再运行一次。" if os.name == "nt" else ""  # there it cannot be asked
        raise PublishError(told + unsure)
    removed = path.with_name(f"{LOCK}.stale.{me.pid}")
    path.replace(removed)
    if _holder(removed) != holder:  # another was quicker, and this is already its lock
        removed.replace(path)
    removed.unlink(missing_ok=True)


def _holder(path: Path) -> Holder | None:
    try:
        return Holder(*json.loads(path.read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None
