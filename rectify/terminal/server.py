"""A local server for looking at the site while it is edited; the bureau's own server is elsewhere.

One thread answers browsers, another one makes pages. The livereload package speaks with the browser:
its script is put into pages as they are served, beside our own, which shows mistakes.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import json
import logging
import mimetypes
import signal
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from livereload.handlers import LiveReloadHandler, LiveReloadJSHandler
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RedirectHandler, RequestHandler
from tornado.websocket import WebSocketHandler

from rectify.field import addresses
from rectify.ground.diagnostics import Diagnostic, errors
from rectify.ground.system_errors import reason_of
from rectify.live import ASSETS, FOLLOWED, Live, Step
from rectify.making.examples import FOLDER as EXAMPLES
from rectify.source.drafts import blanks
from rectify.terminal import edits, messages, patterns, progress
from rectify.terminal.overlay import SCRIPT, overlay
from rectify.terminal.patterns import Patterns

HOST: Final = "127.0.0.1"
OURS: Final = "/__rectify__/"
PROBLEMS: Final = f"{OURS}problems.json"
STYLES: Final = patterns.STYLES
IMAGES: Final = f"{addresses.asset_folder(ASSETS)}/"
_SETTLING: Final = 0.02
"""Seconds of quiet after which a burst of saves is over."""

_LONGEST_BURST: Final = 0.2
_DOUBT: Final = 0.05
"""Seconds that a mistake must last before it is shown: an editor may be in the middle of saving."""

_MANY: Final = 50
"""Pages made in a row, open in no browser, that are noted together."""

_RETRY: Final = 0.5
_GLANCE: Final = 0.05
_TYPES: Final = mimetypes.MimeTypes()  # the system's own table may say anything
_NOTHING_YET: Final = (
    '<!doctype html>\n<html lang="zh-CN">\n<head><meta charset="utf-8"><title>还没有这个页面</title></head>\n'
    "<body><p>还没有这个页面。</p></body>\n</html>\n"
).encode()


def listen(port: int) -> list[socket.socket]:
    """The loopback *port*, 0 for any free one; OSError if it cannot be had."""
    return bind_sockets(port, HOST)


def serve(root: Path, sockets: list[socket.socket], *, poll: bool = False, kind: type[Service] | None = None) -> None:
    """Show the site below *root*, following edits, until Ctrl-C or until the service, of this *kind*, is over.

    It stands in a temporary folder: `output/` is only touched by a build.
    """
    for name, level in (("livereload", logging.CRITICAL), ("tornado", logging.ERROR), ("asyncio", logging.CRITICAL)):
        logging.getLogger(name).setLevel(level)
    logging.getLogger("tornado.access").setLevel(logging.CRITICAL)
    # Started in the background of a script, which ignores Ctrl-C for it, it must end all the same.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    for name in ("SIGTERM", "SIGHUP"):  # a closed window ends us like Ctrl-C, and leaves no folder behind
        if hasattr(signal, name) and signal.getsignal(getattr(signal, name)) is signal.SIG_DFL:
            signal.signal(getattr(signal, name), lambda *_: signal.raise_signal(signal.SIGINT))
    sys.setswitchinterval(0.001)  # browsers are answered while pages are made
    with tempfile.TemporaryDirectory(prefix="rectify-") as temporary:
        live = Live(root, Path(temporary, "site"), progress.watch)
        asyncio.run((kind or Service)(root, live, poll=poll).run(sockets))


class Service:
    """The live site, the browsers that show its pages, and the news for them."""

    shows_problems = True
    """Whether pages and the terminal tell what is wrong."""

    answers_at_once = False
    """Whether browsers are answered while everything is made for the first time; pages wait until they are made."""

    def __init__(self, root: Path, live: Live, *, poll: bool) -> None:
        self.root = root
        self.live = live
        self.poll = poll
        self.patterns = Patterns(root, live.read)
        self.revision = self.began = time.time_ns() // 1_000_000
        """Grows with every change, also from one server to the next, so that a page knows its age."""
        self.changed: dict[str, int] = {}
        self.problems: dict[str, Any] = {"count": 0, "problems": [], "revision": self.began}
        self._diagnostics: tuple[Diagnostic, ...] = ()
        self._updated = 0
        self._complained = False
        self._edits: set[str] = set()
        self._edited = asyncio.Event()
        self._hurry = threading.Event()
        """Newer edits wait, or it is time to end."""
        self._is_over = False
        self.is_made = False
        """Whether everything was made once, as far as it is right."""
        self._open_pages: set[str] = set()

    async def run(self, sockets: list[socket.socket]) -> None:
        """Build, answer, follow, until cancelled."""
        loop = asyncio.get_running_loop()
        watcher = edits.watch(self.root, (*FOLLOWED, EXAMPLES), self.notice, loop, poll=self.poll)
        pool = ThreadPoolExecutor(1, "rectify-pages")
        port = sockets[0].getsockname()[1]
        server = self.server(port)

        def answer() -> None:
            server.add_sockets(sockets)
            print(self.greeting(port), flush=True)

        try:
            if self.answers_at_once:
                answer()
            while not (self._is_over or await self._follow(pool)):
                await self._burst()
            self.is_made, self._updated = True, 0
            if not self.answers_at_once:
                self.began, self.changed = self.revision, {}
                answer()
            while not self._is_over:
                await self._burst()
                if await self._follow(pool):
                    self._settle()
        finally:
            self._hurry.set()
            watcher.close()
            server.stop()
            pool.shutdown()

    def server(self, _port: int) -> HTTPServer:
        """What answers browsers."""
        application = Application()
        application.add_handlers(r"(127\.0\.0\.1|localhost)", rules(self))  # other hosts may not lead here
        return HTTPServer(application)

    def greeting(self, port: int) -> str:
        """What the terminal says once browsers are answered."""
        return messages.serving(f"http://{HOST}:{port}", patterns.AT)

    def end(self) -> None:
        """Answer nobody any more, once the step at hand is done."""
        self._is_over = True
        self._hurry.set()
        self._edited.set()

    def notice(self, names: Collection[str]) -> None:
        """Follow edits of the files or folders *names*."""
        self._edits.update(names)
        self._hurry.set()
        self._edited.set()

    async def _burst(self) -> None:
        """Wait for an edit, and for the end of the burst that it may be part of."""
        await self._edited.wait()
        until = time.monotonic() + _LONGEST_BURST
        while self._edited.is_set() and time.monotonic() < until:
            self._edited.clear()
            await asyncio.sleep(_SETTLING)

    async def _follow(self, pool: ThreadPoolExecutor) -> bool:
        """Follow the edits so far; False if the next ones cut it short."""
        loop = asyncio.get_running_loop()
        self._edited.clear()
        self._hurry.clear()
        names, self._edits = self._edits, set()
        self._show_patterns(names)
        if names and self.live.settled and all(name.startswith(EXAMPLES) for name in names):
            return True
        self._open_pages = {page for waiter in LiveReloadHandler.waiters for page in waiter.pages}
        try:
            done = await loop.run_in_executor(pool, self._work, loop, names, self._open_pages)
        except OSError as error:  # a file is held by another program, or the disk is full
            if not self._complained:
                print(f"现在读写不了：{reason_of(error)}。稍后再试。", flush=True)
            self._complained = True
            self._edits |= names
            loop.call_later(_RETRY, self._edited.set)
            return False
        self._complained = False
        return done

    def _work(self, loop: asyncio.AbstractEventLoop, names: Collection[str], open_pages: Collection[str]) -> bool:
        """In the other thread: follow, step by step; False if newer edits came."""
        gathered: list[str] = []

        def pass_on(diagnostics: tuple[Diagnostic, ...] | None) -> None:
            with contextlib.suppress(RuntimeError):  # the loop has been closed meanwhile
                loop.call_soon_threadsafe(self._apply, Step(tuple(gathered), diagnostics))
            gathered.clear()

        follow = self.live.follow(names, open_pages, self._hurry.is_set)
        with _pause_collector(), contextlib.closing(follow) as steps:
            for step in steps:
                if step.diagnostics and errors(step.diagnostics) and self._hurry.wait(_DOUBT):
                    break
                gathered += step.changed
                if (
                    step.diagnostics is not None
                    or len(gathered) > _MANY
                    or any(path in open_pages for path in step.changed)
                ):
                    pass_on(step.diagnostics)
                if self._hurry.is_set():
                    break
        pass_on(None)
        if self.live.settled:  # what stands now stays until the next edit: the collector need not look at it again
            if self.is_made:  # at first it would look at everything, for seconds, and find next to nothing
                gc.collect()
            gc.freeze()
        return self.live.settled

    def _apply(self, step: Step) -> None:
        """Tell browsers of a step."""
        self.revision += 1
        if step.diagnostics is not None:
            self._diagnostics = step.diagnostics
            shown = overlay(self.root, step.diagnostics) if self.shows_problems else self.problems
            if shown["problems"] != self.problems["problems"]:
                self.problems = {**shown, "revision": self.revision}
                print(_message(step.diagnostics), flush=True)
        self._updated += len(step.changed)
        for path in step.changed:
            self.changed[path] = self.revision
            if addresses.is_asset(path):
                self.changed[STYLES if path.endswith(".css") else IMAGES] = self.revision
        for waiter in LiveReloadHandler.waiters.copy():
            waiter.inform()

    def _show_patterns(self, names: Collection[str]) -> None:
        """Have the pattern pages follow edits of what they show."""
        if any(name.startswith(("templates", EXAMPLES)) for name in names):
            self.revision += 1
            self.changed[patterns.AT] = self.revision
            for waiter in LiveReloadHandler.waiters.copy():
                waiter.inform()

    def _settle(self) -> None:
        if self._updated and not errors(self._diagnostics):
            print(f"{time.strftime('%H:%M:%S')} 已更新 {self._updated} 个文件。", flush=True)
        self._updated = 0

    def file_at(self, address: str) -> str:
        """The path of the file that an *address* asks for, there or not, below the base path or at the root."""
        base = self.live.base_path
        inside = address.removeprefix(base) if address.startswith(base) else address[1:]
        names = [addresses.page_at(name) for name in (inside, address[1:])]
        return next((name for name in names if name in self.live), names[0])

    async def path_at(self, address: str) -> str:
        """The same; what is not made yet is waited for as long as everything is made for the first time, and made first."""
        while (path := self.file_at(address)) not in self.live and not self.is_made:
            self._open_pages.add(path)
            await asyncio.sleep(_GLANCE)
        return path

    def is_newer(self, revision: int, *paths: str) -> bool:
        """Whether any of *paths* has changed since *revision*."""
        return revision < self.began or any(self.changed.get(path, 0) > revision for path in paths)

    def scripts(self) -> bytes:
        """The script elements that are added to each page that is served."""
        wrong = " data-wrong" if self.problems["count"] else ""
        return (
            f'<script src="{OURS}overlay.js"{wrong} defer></script>'
            f'<script src="/livereload.js?snipver={self.revision}" defer></script>'
        ).encode()


class _Page(RequestHandler):
    """A file of the site, a page with our scripts in it."""

    def initialize(self, service: Service) -> None:
        self._service = service

    async def get(self) -> None:
        """Answer with the file, or the page for what is not there."""
        service, address = self._service, unquote(self.request.path)
        path = await service.path_at(address)
        scripts = service.scripts()  # before the page is read: it may become newer than they say
        if path not in service.live and service.file_at(f"{address}/") in service.live:
            self.redirect(f"{self.request.path}/")
            return
        data = service.live.read(path)
        if data is None:
            self.set_status(404)
            path, data = addresses.NOT_FOUND, service.live.read(addresses.NOT_FOUND) or _NOTHING_YET
        kind = _TYPES.guess_type(path)[0] or "application/octet-stream"
        text = kind.startswith("text/") or kind.endswith(("javascript", "json", "xml"))
        self.set_header("Content-Type", f"{kind}; charset=utf-8" if text else kind)
        self.set_header("Cache-Control", "no-store")
        self.finish(data.replace(b"</head>", scripts + b"</head>", 1) if kind == "text/html" else data)

    meta = get


class _Ours(RequestHandler):
    """What only this server has: the script that shows mistakes, and the mistakes."""

    def initialize(self, service: Service) -> None:
        self._service = service

    def get(self, name: str) -> None:
        """Answer with the script or the data."""
        self.set_header("Cache-Control", "no-store")
        if name == SCRIPT.name:
            self.set_header("Content-Type", "text/javascript; charset=utf-8")
            self.finish(SCRIPT.read_bytes())
        else:
            self.finish(self._service.problems)


class _Pattern(RequestHandler):
    """A pattern page; pages, not the examples in them, follow edits."""

    def initialize(self, service: Service) -> None:
        self._service = service

    def get(self, name: str) -> None:
        """Answer with the page, or with what it loads."""
        scripts = self._service.scripts()
        query = {key: self.get_query_argument(key) for key in self.request.query_arguments}
        answer = self._service.patterns.answer(unquote(name), query)
        if answer is None:
            self.send_error(404)
            return
        self.set_header("Content-Type", f"{answer.kind}; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        follows = answer.kind == "text/html" and "/" not in name
        self.finish(answer.data.replace(b"</head>", scripts + b"</head>", 1) if follows else answer.data)

    meta = get


class _Waiter(LiveReloadHandler):  # type: ignore[misc]
    """The connection to a page that is open in a browser (livereload protocol); the page sends its revision."""

    def initialize(self, service: Service) -> None:
        self._service = service
        self.pages: tuple[str, ...] = ()
        self._page = self._style = self._problems = 0

    def check_origin(self, origin: str) -> bool:
        """Only our own pages may ask."""
        return WebSocketHandler.check_origin(self, origin)

    def on_message(self, message: str | bytes) -> None:
        """Note the page's revision and address, and send at once what is newer."""
        content = json.loads(message)
        if content.get("command") == "hello":
            self._page = self._style = self._problems = int(content.get("snipver", 0))
        super().on_message(message)
        if content.get("command") == "info":
            path = self._service.file_at(unquote(urlsplit(content.get("url", "")).path) or "/")
            self.pages = (path,) if path in self._service.live else (path, addresses.NOT_FOUND)
            if f"/{path}".startswith(patterns.AT):
                self.pages = (path, patterns.AT, STYLES)
            self.inform()

    def inform(self) -> None:
        """Have the browser load what is newer than it has: a page, or only its style, or what is wrong."""
        service, now = self._service, self._service.revision
        if service.is_newer(self._page, IMAGES):
            self._page = self._style = now
            self._reload("*")
        elif service.is_newer(self._page, *self.pages):
            self._page = now
            self._reload(self.pages[0])
        if service.is_newer(self._style, STYLES):
            self._style = now
            self._reload(STYLES)
        if service.problems["revision"] > self._problems:
            self._problems = now
            self._reload(PROBLEMS)

    def _reload(self, path: str) -> None:
        self.send_message({"command": "reload", "path": path, "liveCSS": True, "liveImg": True})


def rules(service: Service) -> list[Any]:
    """The addresses of the site and of what follows edits, with their handlers."""
    given = {"service": service}
    return [
        (r"/livereload", _Waiter, given),
        (r"/livereload\.js", LiveReloadJSHandler),
        (patterns.AT.rstrip("/"), RedirectHandler, {"url": patterns.AT}),
        (rf"{patterns.AT}(.*)", _Pattern, given),
        (rf"{OURS}(overlay\.js|problems\.json)", _Ours, given),
        (r"/.*", _Page, given),
    ]


@contextlib.contextmanager
def _pause_collector() -> Iterator[None]:
    """Have the garbage collector wait: a plan of ten thousand issues is no garbage, and nobody is answered while it looks."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _message(diagnostics: tuple[Diagnostic, ...]) -> str:
    if wrong := errors(diagnostics):
        return f"{messages.findings_message(wrong)}\n页面还是改动以前的样子。"
    return messages.lacking(blanks(diagnostics)) or "错误都改好了。"
