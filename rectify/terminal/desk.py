"""`desk`: the site as `serve` shows it, with forms beside it, for one person at this computer."""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
import socket
import sys
import time
import webbrowser
from collections.abc import Collection, Iterator
from functools import partial
from pathlib import Path
from typing import Final

from tornado.httpserver import HTTPServer

from rectify.desk import api
from rectify.desk.acts import Acts
from rectify.desk.attaching import Attaching
from rectify.desk.colours import Colours
from rectify.desk.desk import Desk, Tools
from rectify.desk.exchange import RefusedError
from rectify.desk.first import FirstStep
from rectify.desk.folders import Folders
from rectify.desk.guard import MAX_BODY, Guard
from rectify.desk.history import History
from rectify.desk.imports import Imports
from rectify.desk.jobs import Jobs
from rectify.desk.owed import OwedWords
from rectify.desk.publication import Publication
from rectify.desk.raw import RawTexts
from rectify.desk.restoring import Restoring
from rectify.desk.uploads import Uploads
from rectify.ground.lock import Holder
from rectify.live import Live, Step
from rectify.terminal import locking, server
from rectify.terminal.clock import beijing_time
from rectify.terminal.desk_commands import run_command

IDLE: Final = 3600.0
"""Seconds after which a desk ends that nobody has open."""

_PATIENCE: Final = 5.0
"""Seconds that a save waits for another command."""

_PAUSE: Final = 0.05


def serve(root: Path, sockets: list[socket.socket], *, poll: bool = False) -> None:
    """Run the desk of the project *root* until Ctrl-C, or an hour after its last page was closed."""
    server.serve(root, sockets, poll=poll, kind=DeskService)


class DeskService(server.Service):
    """The live site behind a guard, and the desk over it."""

    shows_problems = False
    answers_at_once = True

    def __init__(self, root: Path, live: Live, *, poll: bool) -> None:
        super().__init__(root, live, poll=poll)
        self._token = secrets.token_urlsafe(32)
        self._news = api.News(self._pages_changed)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ending: asyncio.TimerHandle | None = None
        self._is_idle = False

    async def run(self, sockets: list[socket.socket]) -> None:
        """Answer until it is over."""
        self._loop = asyncio.get_running_loop()
        self._pages_changed(0)
        await super().run(sockets)
        if self._is_idle:
            print(
                "一小时没有打开着的页面，工作台关了。没保存的内容还留着，再运行 python3 build.py desk 接着写。",
                flush=True,
            )

    def server(self, port: int) -> HTTPServer:
        """The guarded site with the desk."""
        loop = asyncio.get_running_loop()
        guard = Guard(port, self._token)

        def follow(names: Collection[str]) -> None:
            loop.call_soon_threadsafe(super(DeskService, self).notice, names)

        desk = Desk(self.root, self.live, Tools(lambda: _lock(self.root), follow, time.monotonic))
        run, uploads, jobs = (
            partial(run_command, self.root),
            Uploads(self.live.folder.with_name("files")),
            self._jobs(loop),
        )
        parts: list[api.Part] = [
            desk,
            uploads,
            Attaching(desk, uploads),
            RawTexts(desk),
            Restoring(desk),
            OwedWords(desk),
            Colours(),
            Acts(desk, run, _now),
            Imports(desk, uploads, run, jobs),
            FirstStep(desk, uploads),
            jobs,
            Publication(desk, run, jobs, _now),
            History(desk),
            Folders(self.root),
        ]
        own = api.rules(self.root, parts, guard, self._news, self._starting)
        return HTTPServer(api.GuardedApplication([*own, *server.rules(self)], guard), max_body_size=MAX_BODY)

    def _jobs(self, loop: asyncio.AbstractEventLoop) -> Jobs:
        """The long commands, of which open pages hear."""

        def tell() -> None:
            with contextlib.suppress(RuntimeError):  # the desk ends while the command goes on
                loop.call_soon_threadsafe(partial(self._news.tell, kind="job"))

        return Jobs(tell, lambda: time.strftime("%H:%M"))

    def _starting(self) -> api.Starting:
        """How far the site is that is made for the first time."""
        is_read = self.is_made or self.live.sources is not None
        return api.Starting(is_read, self.is_made, *self.live.doing)

    def greeting(self, port: int) -> str:
        """The address that lets the one who sees this terminal in; a browser is opened where there is a screen."""
        address = f"http://{server.HOST}:{port}{api.ENTRY}?key={self._token}"
        if (
            os.name == "nt"
            or sys.platform == "darwin"
            or os.environ.get("DISPLAY")
            or os.environ.get("WAYLAND_DISPLAY")
        ):
            with contextlib.suppress(webbrowser.Error):
                webbrowser.open(address)
        return f"工作台开着，打开的是 {self.root.resolve()}。\n网址只在这台电脑上有用：\n{address}\n用完按 Ctrl 加 C 结束。"

    def _apply(self, step: Step) -> None:
        super()._apply(step)
        if step.diagnostics is not None:
            self._news.tell(kind="followed", revision=self.revision)

    def notice(self, names: Collection[str]) -> None:
        """Follow edits, and tell pages of them: one may be of the file that somebody has open."""
        super().notice(names)
        self._news.tell(kind="edited", names=sorted(names))

    def _pages_changed(self, count: int) -> None:
        """Begin to wait for the end when the last page is closed, and stop when one is opened."""
        if self._ending:
            self._ending.cancel()
        self._ending = self._loop.call_later(IDLE, self._end_idle) if not count and self._loop else None

    def _end_idle(self) -> None:
        self._is_idle = True
        self.end()


def _now() -> str:
    """The time of this computer, as the public record writes it."""
    return beijing_time().isoformat(timespec="seconds")


@contextlib.contextmanager
def _lock(root: Path) -> Iterator[None]:
    """Be the only one who writes in the project; refused if another command goes on writing."""
    until = time.monotonic() + _PATIENCE

    def wait(holder: Holder | None) -> None:
        if time.monotonic() > until:
            raise RefusedError(423, f"{locking.holder_words(holder)}，等它结束再保存。填的内容还留着。")
        time.sleep(_PAUSE)

    with locking.project(root, "desk", wait):
        yield
