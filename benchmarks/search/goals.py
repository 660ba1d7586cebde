"""The goals of the search, each with what both sides reached."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from queries import EXACT, KINDS, PAIRS, SOUNDS, VARIANTS
from scores import Miss, Score, Share, together
from server import total

from browser import Typing, Visit
from sites import Cost, Weight


@dataclass
class Side:
    """Everything measured of ours or of Pagefind at one size."""

    name: str
    scores: dict[str, Score]
    misses: list[Miss]
    visits: list[Visit]
    slow: list[Visit]
    typing: Typing
    weights: dict[str, Weight]
    build: Cost
    without: Cost | None = None
    checks: dict[str, str] = field(default_factory=dict)

    def bytes_first(self, *parts: str, raw: bool = False) -> list[int]:
        """Bytes of first searches."""
        return [total(visit.first, *parts, raw=raw) for visit in self.visits]

    def bytes_next(self, *, raw: bool = False) -> list[int]:
        """Bytes of all further searches."""
        return [total(sent, "search", raw=raw) for visit in self.visits for sent in visit.next]


@dataclass
class Size:
    """One size of site: how many pages and questions, and both sides."""

    issues: int
    questions: int
    characters: int
    ours: Side
    pagefind: Side | None
    text_folders: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """A goal: its words, how a side's figure is written, and whether the figure meets it (None: no goal)."""

    goal: str
    shown: Callable[[Side], str]
    met: Callable[[Side], bool] | None = None


def rows(size: Size) -> Iterator[Row]:
    """The goals of the search, in the order of its design."""
    yield _share("recall, exact kinds: 100 %", "recall", EXACT, 100)
    yield _share("precision of what is shown as exact: 100 %", "precision", EXACT, 100)
    if size.issues <= 400:
        yield _share("stated count is the truth: 100 %", "counted", EXACT, 100)
    else:
        least = 99 if size.issues <= 10000 else 97
        yield _share(f"stated count is the truth, or 最多: ≥ {least} %", "counted", EXACT, least)
        yield _share("… of these 最多", "at_most", EXACT)
    yield _share("first result right, exact kinds: ≥ 99.5 %", "first", EXACT, 99.5)
    yield _share("right among the first three, exact kinds", "three", EXACT)
    if size.ours.scores.get("natural"):
        yield _share("by hand, first: ≥ 95 %", "first", ("natural",), 95)
        yield _share("by hand, first three: 100 %", "three", ("natural",), 100)
    for kind in PAIRS:
        yield _share(f"{KINDS[kind]}, recall: ≥ 99 %", "recall", (kind,), 99)
        yield _share(f"{KINDS[kind]}, first three: ≥ 98 %", "three", (kind,), 98)
    yield _share("traditional and full-width, recall: 100 %", "recall", VARIANTS, 100)
    for kind in SOUNDS:
        yield _share(f"{KINDS[kind]}, recall of each question: ≥ 98 %", "each", (kind,), 98)
        yield _share(f"{KINDS[kind]}, same sound: ≥ 95 %", "precision", (kind,), 95)
    yield _share("absent strings find nothing: 100 %", "silent", ("absent",), 100)
    yield _share("shown result marks the question: 100 %", "marked", (*EXACT, *VARIANTS), 100)
    yield from _byte_rows(size)
    yield from _time_rows()
    yield from _size_rows(size)
    named = [*size.ours.checks, *(size.pagefind.checks if size.pagefind else ())]
    yield from map(_check, dict.fromkeys(named))


def _check(name: str) -> Row:
    def shown(side: Side) -> str:
        return side.checks.get(name, "–")

    return Row(name, shown, lambda side: _holds(shown(side)))


def _byte_rows(size: Size) -> Iterator[Row]:
    first = {59: 40, 1000: 20, 10000: 28, 100000: 36}.get(size.issues)
    following = {59: (0, 0), 1000: (14, 30), 10000: (18, 30), 100000: (24, 45)}.get(size.issues)
    yield Row(
        f"first question, scripts and data, gzip{f': ≤ {first} KB' if first else ''} (most)",
        lambda side: f"{_kb(_median(side.bytes_first('search')))} ({_kb(max(side.bytes_first('search')))}) KB",
        (lambda side: _median(side.bytes_first("search")) <= 1000 * first) if first else None,
    )
    yield Row("… uncompressed", lambda side: f"{_kb(_median(side.bytes_first('search', raw=True)))} KB")
    yield Row("… requests", lambda side: f"{_median([_requests(visit) for visit in side.visits]):.0f}")
    yield Row(
        "… besides: HTML; styles and pictures",
        lambda side: f"{_kb(_median(side.bytes_first('page')))}; {_kb(_median(side.bytes_first('look')))} KB",
    )
    goal = f": ≤ {following[0]} ({following[1]}) KB" if following else ""
    yield Row(
        f"next question, median (95th percentile){goal}",
        lambda side: f"{_kb(_median(side.bytes_next()))} ({_kb(_p95(side.bytes_next()))}) KB",
        (
            lambda side: (
                _median(side.bytes_next()) <= 1000 * following[0] and _p95(side.bytes_next()) <= 1000 * following[1]
            )
        )
        if following
        else None,
    )
    yield Row("… uncompressed", lambda side: f"{_kb(_median(side.bytes_next(raw=True)))} KB")


def _time_rows() -> Iterator[Row]:
    yield Row(
        "key to complete list, warm: ≤ 2 ms (95th percentile ≤ 16 ms)",
        lambda side: f"{_median(side.typing.keys):.1f} ({_p95(side.typing.keys):.1f}) ms",
        lambda side: _median(side.typing.keys) <= 2 and _p95(side.typing.keys) <= 16,
    )
    yield Row(
        "… of spoken sentences: 95th percentile ≤ 16 ms",
        lambda side: f"{_median(side.typing.spoken):.1f} ({_p95(side.typing.spoken):.1f}) ms",
        lambda side: _p95(side.typing.spoken) <= 16,
    )
    yield Row(
        "tasks while typing: longest ≤ 50 ms of the processor",
        lambda side: f"{side.typing.busiest:.0f} ms" if side.name == "ours" else "–",
        lambda side: side.typing.busiest <= 50,
    )
    yield Row(
        "… over 50 ms on the clock (longest)",
        lambda side: (
            f"{len(side.typing.long)} ({max(side.typing.long, default=0):.0f} ms)" if side.name == "ours" else "–"
        ),
    )
    yield Row(
        "… while loading (longest)",
        lambda side: (
            f"{len(side.typing.first_long)} ({max(side.typing.first_long, default=0):.0f} ms)"
            if side.name == "ours"
            else "–"
        ),
    )
    yield Row(
        "empty cache, 100 ms a request, HTML there → results: ≤ 500 ms",
        lambda side: f"{_median([v.shown - v.arrived for v in side.slow]):.0f} ms",
        lambda side: _median([v.shown - v.arrived for v in side.slow]) <= 500,
    )
    yield Row(
        "… from the beginning of the visit",
        lambda side: f"{_median([v.shown for v in side.slow]):.0f} ms" if side.name == "ours" else "–",
    )


def _size_rows(size: Size) -> Iterator[Row]:
    yield Row(
        "index, gzip, without text: ≤ 0.9 KB an issue",
        lambda side: f"{_kb(_index(side, size) / size.issues, 2)} KB",
        (lambda side: _index(side, size) <= 900 * size.issues) if size.issues > 400 else None,
    )
    yield Row(
        "… files and gzip in all",
        lambda side: (
            f"{sum(w.files for w in side.weights.values()):,}; {sum(w.packed for w in side.weights.values()) / 1e6:.2f} MB"
        ),
    )
    limit = {10000: 30.0, 100000: 300.0}.get(size.issues)
    yield Row(
        f"index built{f': ≤ {limit:.0f} s CPU' if limit else ''} (ours: build with − without)",
        _built,
        (lambda side: (side.build.cpu - side.without.cpu if side.without else side.build.cpu) <= limit)
        if limit
        else None,
    )
    memory = {10000: 1024, 100000: 2048}.get(size.issues)
    yield Row(
        f"peak memory of the build{f': ≤ {memory} MiB' if memory else ''}",
        lambda side: f"{side.build.memory:.0f} MiB" + (f" (without {side.without.memory:.0f})" if side.without else ""),
        (lambda side: side.build.memory <= memory) if memory else None,
    )


def _index(side: Side, size: Size) -> int:
    """Bytes of the index after gzip, without text: that is in folders of its own."""
    wanted = ("index", "filter") if side.name == "Pagefind" else [p for p in side.weights if p not in size.text_folders]
    return sum(side.weights[part].packed for part in wanted if part in side.weights)


def _built(side: Side) -> str:
    if side.name == "Pagefind":
        return f"{side.build.cpu:.2f} s"
    if side.without is None:
        return f"whole build {side.build.cpu:.2f} s"
    return f"{side.build.cpu - side.without.cpu:.2f} s ({side.build.cpu:.2f} − {side.without.cpu:.2f})"


def _share(goal: str, measure: str, kinds: tuple[str, ...], least: float | None = None) -> Row:
    def percent(side: Side) -> float | None:
        share: Share = getattr(together(side.scores, kinds), measure)
        return share.percent

    def met(side: Side) -> bool:
        share = percent(side)
        return share is None or share >= (least or 0) - 1e-9

    return Row(goal, lambda side: as_percent(percent(side)), None if least is None else met)


def _holds(check: str) -> bool:
    """Whether `10 of 10` or `0 violations` is as it should be."""
    first, *rest = check.split(" ")
    return first == rest[1] if rest[:1] == ["of"] else first == "0"


def _requests(visit: Visit) -> int:
    return sum(one.part == "search" for one in visit.first)


def _median(values: list[Any]) -> float:
    return float(statistics.median(values)) if values else float("nan")


def _p95(values: list[Any]) -> float:
    return float(sorted(values)[min(len(values) - 1, round(0.95 * len(values)))]) if values else float("nan")


def _kb(size: float, places: int = 1) -> str:
    return f"{size / 1000:.{places}f}"


def as_percent(share: float | None) -> str:
    """A share in words; only all of them are `100 %`."""
    if share is None:
        return "–"
    return f"{share:.0f} %" if share == 100 else f"{min(share, 99.99):.{1 if share < 99.9 else 2}f} %"
