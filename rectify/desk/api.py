"""The desk over HTTP: its pages, its requests as JSON, and news for pages that are open."""

from __future__ import annotations

import asyncio
import hmac
import json
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, ClassVar, Final, NamedTuple, Protocol

from tornado.httputil import HTTPServerRequest
from tornado.web import Application, RequestHandler
from tornado.websocket import WebSocketHandler

from rectify.desk import shown_files
from rectify.desk.exchange import RefusedError
from rectify.desk.guard import Guard, Refusal

AT: Final = "/__rectify__/desk/"
ENTRY: Final = f"{AT}open"
_STATIC: Final = Path(__file__).with_name("static")
_KINDS: Final = {".html": "text/html", ".css": "text/css", ".js": "text/javascript"}
_GLANCE: Final = 0.05
"""Seconds between two looks whether the content was read."""

_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


class Starting(NamedTuple):
    """How far a desk is at its start.

    Forms can be asked for once the content `is_read`, all pages are there once they are made (`is_made`). `done` of
    `total` is how much there is of what it is `doing`, in words; the total is 0 if nobody knows it yet.
    """

    is_read: bool
    is_made: bool
    doing: str
    done: int
    total: int


Start = Callable[[], Starting]


class Part(Protocol):
    """A part of the desk that can be asked: `asked` names its functions, each with the names of what has to be said.

    Nothing else is looked at. What is not `is_quick` may run for minutes: typing goes on being kept meanwhile.
    """

    asked: ClassVar[Mapping[str, tuple[str, ...]]]
    is_quick: ClassVar[bool]


_Asked = tuple[Callable[..., Any], tuple[str, ...], ThreadPoolExecutor]
"""What does it, what it has to be told, and where it runs."""


def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, "rectify-desk")


class GuardedApplication(Application):
    """Handlers that only see requests which the *guard* lets through."""

    def __init__(self, rules: list[Any], guard: Guard) -> None:
        super().__init__(rules, websocket_ping_interval=30)
        self._guard = guard

    def find_handler(self, request: HTTPServerRequest, **kwargs: Any) -> Any:
        """The handler of a request, or the one that refuses it."""
        sent = request.cookies.get(self._guard.cookie)
        refusal = self._guard.refusal(
            request.method or "", request.headers, sent.value if sent else None, is_entry=self._is_entry(request)
        )
        if refusal:
            return self.get_handler_delegate(request, _RefusalHandler, {"refusal": refusal})
        return super().find_handler(request, **kwargs)

    def _is_entry(self, request: HTTPServerRequest) -> bool:
        keys = request.query_arguments.get("key", [])
        return request.path == ENTRY and len(keys) == 1 and hmac.compare_digest(keys[0], self._guard.token.encode())


class News:
    """The desk's pages that are open, and what they are told; *changed* is called when their number changes."""

    def __init__(self, changed: Callable[[int], None]) -> None:
        self._open: set[WebSocketHandler] = set()
        self._changed = changed

    def tell(self, **words: Any) -> None:
        """Send *words* to every page."""
        for one in tuple(self._open):
            one.write_message(json.dumps(words, ensure_ascii=False))

    def enter(self, page: WebSocketHandler) -> None:
        """Note a page that was opened."""
        self._open.add(page)
        self._changed(len(self._open))

    def leave(self, page: WebSocketHandler) -> None:
        """Note that a page is gone."""
        self._open.discard(page)
        self._changed(len(self._open))


def rules(root: Path, parts: Iterable[Part], guard: Guard, news: News, start: Start) -> list[Any]:
    """The addresses of the desk with their handlers; of quick requests, and of the others, one is answered at a time.

    Nothing is answered before *start* says that the content was read, except how far that is.
    """
    pools = {True: _pool(), False: _pool()}
    asked = {
        name: (getattr(one, name), names, pools[one.is_quick]) for one in parts for name, names in one.asked.items()
    }
    return [
        (ENTRY, _Entry, {"guard": guard}),
        (rf"{AT}api/starting", _Starting, {"start": start}),
        (rf"{AT}api/([a-z]+)", _Request, {"asked": asked, "start": start}),
        (rf"{AT}news", _NewsHandler, {"news": news}),
        *shown_files.rules(AT, root),
        (rf"{AT}(|[a-z]+\.css|[a-z]+\.js)", _Static),
    ]


class _RefusalHandler(RequestHandler):
    """Says why a request is not answered, and does nothing else with it."""

    def initialize(self, refusal: Refusal) -> None:
        self._refusal = refusal

    def prepare(self) -> None:
        """Answer, whatever the method is."""
        self.set_status(self._refusal.status)
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(f"{self._refusal.words}\n")


class _Entry(RequestHandler):
    """Takes the key of the session out of the address and puts it into a cookie that no script can read."""

    def initialize(self, guard: Guard) -> None:
        self._guard = guard

    def get(self) -> None:
        """Lead on to the desk."""
        self.set_cookie(self._guard.cookie, self._guard.token, path="/", httponly=True, samesite="Strict")
        self.set_header("Cache-Control", "no-store")
        self.set_header("Referrer-Policy", "no-referrer")
        self.redirect(AT)


class _Static(RequestHandler):
    """The desk's own page, style and scripts."""

    def get(self, name: str) -> None:
        """Answer with the file."""
        path = _STATIC / (name or "desk.html")
        if not path.is_file():
            self.set_status(404)
            return
        self.set_header("Content-Type", f"{_KINDS[path.suffix]}; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.set_header("Content-Security-Policy", _POLICY)
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Referrer-Policy", "no-referrer")
        self.finish(path.read_bytes())


class _Starting(RequestHandler):
    """How far the desk is with what it does at its start."""

    def initialize(self, start: Start) -> None:
        self._start = start

    def post(self) -> None:
        """Answer with JSON."""
        self.set_header("Cache-Control", "no-store")
        is_read, is_made, doing, done, total = self._start()
        self.finish({"isRead": is_read, "isMade": is_made, "doing": doing, "done": done, "total": total})


class _Request(RequestHandler):
    """One thing that is asked of the desk."""

    def initialize(self, asked: Mapping[str, _Asked], start: Start) -> None:
        self._asked = asked
        self._start = start

    async def post(self, action: str) -> None:
        """Do it, and answer with JSON."""
        try:
            if action not in self._asked:
                raise RefusedError(404, "工作台不会做这件事。")  # noqa: TRY301 - it is answered as the others are
            do, names, pool = self._asked[action]
            arguments = self._arguments(names)
            while not self._start().is_read:  # noqa: ASYNC110 - another thread reads
                await asyncio.sleep(_GLANCE)
            answer = await asyncio.get_running_loop().run_in_executor(pool, lambda: do(**arguments))
        except RefusedError as error:
            self.set_status(error.status)
            answer = {"words": error.words, **error.more}
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.finish(json.dumps(answer, ensure_ascii=False))

    def write_error(self, status_code: int, **_kwargs: Any) -> None:
        """Say that it was our own mistake; nothing of it goes to the page."""
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.finish(json.dumps({"words": f"程序出了错（{status_code}）。填的内容还在这一页上。"}, ensure_ascii=False))

    def _arguments(self, names: tuple[str, ...]) -> dict[str, Any]:
        try:
            sent = json.loads(self.request.body)
        except (ValueError, RecursionError):
            raise RefusedError(400, "请求不是 JSON。") from None
        if not isinstance(sent, Mapping) or not sent.keys() <= set(names):
            raise RefusedError(400, "请求的内容不对，请重新打开这一页。")
        return {name: sent.get(name) for name in names}


class _NewsHandler(WebSocketHandler):
    """The connection to one open page; it listens only."""

    def initialize(self, news: News) -> None:
        self._news = news

    def open(self, *_args: str, **_kwargs: str) -> None:
        """Note the page."""
        self._news.enter(self)

    def on_close(self) -> None:
        """Forget it."""
        self._news.leave(self)

    def on_message(self, message: str | bytes) -> None:
        """Pages have nothing to say here."""
