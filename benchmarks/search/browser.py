"""Chromium with our search page or with Pagefind in it: answers, bytes, times."""

from __future__ import annotations

import contextlib
import json
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlsplit

from playwright.sync_api import Browser, Page, sync_playwright
from server import Sent, Server

HERE: Final = Path(__file__).resolve().parent
FLAGS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-proxy-server",
)
OLD: Final = "delete Intl.Segmenter; delete window.WebAssembly;"
"""What browsers of 2020 lack."""
SLOW: Final = 0.1
_AGAIN: Final = 3
_QUIET: Final = 0.3
_PATIENCE: Final = 60.0


@dataclass(frozen=True)
class Result:
    """One result as shown: the heading above it, its page, its marked words."""

    tier: str
    path: str
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """What a page shows for a question: results, the status line, whether there are more to show."""

    results: tuple[Result, ...]
    said: str = ""
    rest: bool = False
    failed: bool = False


@dataclass(frozen=True)
class Visit:
    """A search from an empty cache and the next ones in the same page: answers sent, and milliseconds."""

    first: tuple[Sent, ...]
    next: tuple[tuple[Sent, ...], ...]
    shown: float
    """From the beginning of the visit until the results stand there."""
    arrived: float
    """When the page's HTML was there."""


@dataclass
class Typing:
    """Milliseconds of each key, and of tasks that held the page up (50 ms and longer)."""

    keys: list[float] = field(default_factory=list)
    spoken: list[float] = field(default_factory=list)
    """The keys of sentences."""
    busiest: float = 0.0
    """Processor milliseconds of the longest task, whatever else the machine did."""
    long: list[float] = field(default_factory=list)
    first_long: list[float] = field(default_factory=list)
    """Such tasks while the page and its data were loaded."""


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """The installed Chromium, without a window."""
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[*FLAGS])
        try:
            yield browser
        finally:
            browser.close()


@contextlib.contextmanager
def fresh(browser: Browser, script: str, before: str = "") -> Iterator[Page]:
    """A page of a context of its own, with an empty cache, with *script* in it."""
    context = browser.new_context()
    try:
        page = context.new_page()
        page.set_default_timeout(1000 * _PATIENCE)
        page.add_init_script(before + (HERE / script).read_text("utf-8"))
        yield page
    finally:
        context.close()


class Ours:
    """Our search page, at *address* (http or file)."""

    script = "probe.js"

    def __init__(self, browser: Browser, address: str, server: Server | None = None, before: str = "") -> None:
        self.browser, self.address, self.server, self.before = browser, address, server, before
        self.violations: list[str] = []

    @contextlib.contextmanager
    def at(self, query: str) -> Iterator[tuple[Page, dict[str, Any]]]:
        """The search page opened with a question, once its answer is complete."""
        with fresh(self.browser, self.script, self.before) as page:
            page.goto(f"{self.address}search.html?q={quote(query)}")
            begun = page.evaluate("query => probe.begin(query)", query)
            yield page, begun
            self.violations += page.evaluate("() => probe.violations()")

    def answers(self, queries: list[str], most: int, say: Callable[[str], None]) -> list[Answer]:
        """The answer to each question, typed at once into the box of one page."""
        result = []
        with self.at("问题") as (page, _):
            for number, query in enumerate(queries, 1):
                result.append(self._answer(page.evaluate("([q, most]) => probe.ask(q, most)", [query, most])))
                if number % 100 == 0:
                    say(f"{number} questions of {len(queries)}")
        return result

    def opened(self, query: str) -> Answer:
        """The answer to a question in the address."""
        with self.at(query) as (_, begun):
            return self._answer(begun)

    def visit(self, first: str, following: list[str]) -> Visit:
        """A first search and the next ones, with what was sent for them."""
        assert self.server is not None
        self.server.taken()
        with self.at(first) as (page, begun):
            sent = self._sent()
            rest = []
            for query in following:
                page.evaluate("query => probe.ask(query, 0)", query)
                rest.append(self._sent())
        ready = begun["ready"] or {"at": -1, "arrival": -1}
        return Visit(sent, tuple(rest), ready["at"], ready["arrival"])

    def typing(self, queries: list[str], spoken: list[str]) -> Typing:
        """Each question and *spoken* sentence typed key by key, again and again, once everything it needs is there."""
        with self.at("问题") as (page, _):
            made = Typing(first_long=page.evaluate("() => probe.tasks(0)"))
            _type(page, queries + spoken)
            began = page.evaluate("() => probe.now()")
            made.keys = _least(_type(page, queries) for _ in range(_AGAIN))
            made.spoken = _least(_type(page, spoken) for _ in range(_AGAIN))
            page.wait_for_timeout(200)
            made.long = page.evaluate("from => probe.tasks(from)", began)
            self.browser.start_tracing(page=page, categories=["toplevel"])
            _type(page, queries + spoken)
            made.busiest = _busiest(json.loads(self.browser.stop_tracing())["traceEvents"])
        return made

    def _sent(self) -> tuple[Sent, ...]:
        assert self.server is not None
        quiet(self.server)
        return tuple(self.server.taken())

    def _answer(self, told: dict[str, Any]) -> Answer:
        base = urlsplit(self.address).path
        results = tuple(
            Result(one["tier"], urlsplit(one["href"]).path.removeprefix(base), tuple(one["marks"]))
            for one in told["shown"]
        )
        failed = told.get("taken", 0) < 0 or not told.get("held", True)
        return Answer(results, told["said"], told["rest"], failed)


class Pagefind:
    """Pagefind's own interface in an empty page; *pages* tells the page of each of its results."""

    script = "pagefind.js"

    def __init__(self, browser: Browser, server: Server, pages: dict[str, str]) -> None:
        self.browser, self.server, self.pages = browser, server, pages

    @contextlib.contextmanager
    def at(self) -> Iterator[Page]:
        """The empty page."""
        with fresh(self.browser, self.script) as page:
            page.goto(f"{self.server.address}blank.html")
            yield page

    def answers(self, queries: list[str], say: Callable[[str], None]) -> list[Answer]:
        """All results of each question."""
        result = []
        with self.at() as page:
            for number, query in enumerate(queries, 1):
                told = page.evaluate("query => probe.ask(query)", query)
                result.append(Answer(tuple(Result("", self.pages.get(one, one)) for one in told["ids"])))
                if number % 100 == 0:
                    say(f"{number} questions of {len(queries)} (Pagefind)")
        return result

    def visit(self, first: str, following: list[str]) -> Visit:
        """As Ours.visit; the empty page itself is not counted."""
        with self.at() as page:
            quiet(self.server)
            self.server.taken()
            began = page.evaluate("() => probe.now()")
            page.evaluate("query => probe.ask(query)", first)
            shown = page.evaluate("() => probe.now()")
            sent = self._sent()
            rest = []
            for query in following:
                page.evaluate("query => probe.ask(query)", query)
                rest.append(self._sent())
        return Visit(sent, tuple(rest), shown, began)

    def typing(self, queries: list[str], spoken: list[str]) -> Typing:
        """As Ours.typing."""
        with self.at() as page:
            _type(page, queries + spoken)
            return Typing(*(_least(_type(page, some) for _ in range(_AGAIN)) for some in (queries, spoken)))

    def works(self) -> bool:
        """Whether it answers at all."""
        with self.at() as page:
            try:
                page.evaluate("query => probe.ask(query)", "问题")
            except Exception:  # noqa: BLE001 - whatever it is that fails
                return False
        return True

    def _sent(self) -> tuple[Sent, ...]:
        quiet(self.server)
        return tuple(self.server.taken())


def _type(page: Page, queries: list[str]) -> list[float]:
    return [taken for query in queries for taken in page.evaluate("query => probe.type(query)", query)]


def _least(rounds: Iterable[list[float]]) -> list[float]:
    """Of each key the shortest time: other work on the machine only makes it longer."""
    return [min(taken) for taken in zip(*rounds, strict=True)]


def _busiest(events: list[dict[str, Any]]) -> float:
    """Processor milliseconds of the longest task of a page's main thread in a trace."""
    names = {
        (e["pid"], e["tid"]) for e in events if e["name"] == "thread_name" and e["args"]["name"] == "CrRendererMain"
    }
    return max((e.get("tdur", 0) / 1000 for e in events if (e["pid"], e["tid"]) in names), default=0.0)


def quiet(server: Server) -> None:
    """Wait until nothing is asked for any more."""
    end = time.monotonic() + _PATIENCE
    while not server.is_quiet(_QUIET + server.delay) and time.monotonic() < end:
        time.sleep(0.05)
