"""Figures → Markdown tables and JSON."""

from __future__ import annotations

import datetime as dt
import os
import platform
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from goals import Side, Size, as_percent, rows
from queries import KINDS
from scores import Score
from scores import as_json as score_json


def about(versions: list[str], seed: int) -> dict[str, Any]:
    """When, where and with what was measured."""
    return {
        "date": dt.datetime.now().astimezone().isoformat(timespec="minutes"),
        "versions": versions,
        "machine": f"{os.cpu_count()} cores, {platform.system()} {platform.release()}",
        "load": round(os.getloadavg()[0], 1),
        "seed": seed,
    }


def markdown(facts: Mapping[str, Any], sizes: list[Size]) -> str:
    """The report to read."""
    lines = [
        " · ".join(
            [facts["date"], *facts["versions"], facts["machine"], f"load {facts['load']}", f"seed {facts['seed']}"]
        )
    ]
    for size in sizes:
        lines += ["", *_goals(size), "", *_kinds(size), "", *_weights(size), "", *_misses(size)]
    return "\n".join(lines) + "\n"


def _goals(size: Size) -> Iterator[str]:
    yield f"### {size.issues:,} issues, {size.questions} questions"
    yield ""
    yield "| goal | ours | Pagefind | met? |"
    yield "| --- | ---: | ---: | --- |"
    for row in rows(size):
        met = "" if row.met is None else "yes" if row.met(size.ours) else "**no**"
        other = row.shown(size.pagefind) if size.pagefind else "–"
        yield f"| {row.goal} | {row.shown(size.ours)} | {other} | {met} |"


def _kinds(size: Size) -> Iterator[str]:
    yield "| question | n | recall | of each question | precision | first | first three | its own page in first three | count | marked | Pagefind: recall | precision | first | first three |"
    yield "| --- | ---: " + "| ---: " * 12 + "|"
    for kind, words in KINDS.items():
        score = size.ours.scores.get(kind)
        if score is None:
            continue
        other = size.pagefind.scores.get(kind, Score()) if size.pagefind else Score()
        if kind == "absent":
            ours, theirs = [score.silent], [other.silent]
            cells = [as_percent(score.silent.percent), *[""] * 7, as_percent(other.silent.percent), *[""] * 3]
        else:
            ours = [
                score.recall,
                score.each,
                score.precision,
                score.first,
                score.three,
                score.source,
                score.counted,
                score.marked,
            ]
            theirs = [other.recall, other.precision, other.first, other.three]
            cells = [as_percent(share.percent) for share in (*ours, *theirs)]
        yield f"| {words} | {score.asked} | {' | '.join(cells)} |"


def _weights(size: Size) -> Iterator[str]:
    yield "| | files | bytes | gzip |"
    yield "| --- | ---: | ---: | ---: |"
    for side in filter(None, (size.ours, size.pagefind)):
        for place, weight in side.weights.items():
            yield f"| {side.name} `{place}` | {weight.files:,} | {weight.raw:,} | {weight.packed:,} |"


def _misses(size: Size, most: int = 60) -> Iterator[str]:
    misses = size.ours.misses
    yield f"**Misses of ours: {len(misses)}**"
    for miss in misses[:most]:
        pages = f"; wanted {', '.join(miss.needed[:3])}" if miss.needed else ""
        yield f"- {KINDS[miss.kind]} `{miss.query}`: {'; '.join(miss.why)}{pages}; says “{miss.said}”"
    if len(misses) > most:
        yield f"- … and {len(misses) - most} more (`--json`)"


def as_json(facts: Mapping[str, Any], sizes: list[Size]) -> dict[str, Any]:
    """The same to compute with."""
    return {"about": dict(facts), "sizes": [_size_json(size) for size in sizes]}


def _size_json(size: Size) -> dict[str, Any]:
    sides = {side.name: _side_json(side) for side in filter(None, (size.ours, size.pagefind))}
    goals = [
        {"goal": r.goal, "ours": r.shown(size.ours), "pagefind": r.shown(size.pagefind) if size.pagefind else None,
         "met": r.met(size.ours) if r.met else None}
        for r in rows(size)
    ]  # fmt: skip
    return {"issues": size.issues, "questions": size.questions, "characters": size.characters, "goals": goals, **sides}


def _side_json(side: Side) -> dict[str, Any]:
    return {
        "scores": {kind: score_json(score) for kind, score in side.scores.items()},
        "misses": [asdict(miss) for miss in side.misses],
        "bytes_first": side.bytes_first("search"),
        "bytes_next": side.bytes_next(),
        "visits": [asdict(visit) for visit in side.visits],
        "slow": [[visit.arrived, visit.shown] for visit in side.slow],
        "typing": asdict(side.typing),
        "weights": {place: asdict(weight) for place, weight in side.weights.items()},
        "build": asdict(side.build),
        "without": asdict(side.without) if side.without else None,
        "checks": side.checks,
    }
