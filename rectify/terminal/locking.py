"""Commands that write run one at a time: the second waits, and prints which command holds the lock."""

from __future__ import annotations

import contextlib
import datetime as dt
import getpass
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from rectify.engine.stamps import FOLDER
from rectify.ground.folders import restore_folders
from rectify.ground.lock import HeldLock, Holder, hold

LOCK: Final = "lock"
_PAUSE: Final = 0.1


@contextlib.contextmanager
def alone(path: Path, command: str, wait: Callable[[Holder | None], None] | None = None) -> Iterator[HeldLock]:
    """Hold the lock file *path* for *command*, after all who hold it now; OSError if it cannot be opened."""
    now = dt.datetime.now().astimezone()
    me = Holder(command, _user(), _host(), os.getpid(), f"{now:%Y-%m-%d %H:%M:%S}")
    with hold(path, me, wait or _waiter()) as lock:
        yield lock


@contextlib.contextmanager
def project(root: Path, command: str, wait: Callable[[Holder | None], None] | None = None) -> Iterator[None]:
    """Be the only command that writes in the project *root*; OSError if nothing can be written there.

    A round that a killed import had put aside is put back first. *wait* is called as long as another command writes.
    """
    (root / FOLDER).mkdir(exist_ok=True)
    with alone(root / FOLDER / LOCK, command, wait):
        restore_folders(root / "content")
        yield


def holder_words(holder: Holder | None) -> str:
    """Who holds a lock, for people."""
    if holder is None:
        return "另一个命令正在运行"
    where = "" if holder.host == _host() else f"在电脑 {holder.host} 上"
    return f"{holder.command} 正在运行（{holder.user}{where}，进程 {holder.pid}，{holder.since} 开始）"


def _waiter() -> Callable[[Holder | None], None]:
    """A function that waits a moment; its first call prints who holds the lock."""
    is_announced = False

    def wait(holder: Holder | None) -> None:
        nonlocal is_announced
        if not is_announced:
            print(f"{holder_words(holder)}，等它结束再开始；不想等，按 Ctrl 加 C。", file=sys.stderr, flush=True)
            is_announced = True
        time.sleep(_PAUSE)

    return wait


def _host() -> str:
    """The name of this computer, without the library of networks, which a build has no other use for."""
    return os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "")


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a user without a name
        return "有人"
