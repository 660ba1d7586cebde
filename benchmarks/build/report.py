"""Figures → Markdown tables and JSON."""

from __future__ import annotations

import datetime as dt
import os
import platform
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from contenders import BOTH, HUGO, OURS
from goals import GOALS, NONE
from steps import STEPS, Cost, Made

_MEASURES: Final = ("cpu", "wall", "memory")
_CPU_COLUMNS: Final = (f"CPU: ours / {BOTH}", "goal", f"ours / {HUGO}", "goal", "ours, s", "goal", BOTH, HUGO, "right")
_WALL_COLUMNS: Final = (
    *(f"wall: ours / {BOTH}", "goal", "ours, s", "goal", BOTH, HUGO),
    *(f"memory: ours / {BOTH}", "goal", "ours, MiB", "goal", BOTH, HUGO),
)


@dataclass
class Row:
    """All runs of one step at one size, by what was built; *first* is the warm-up, which does not count."""

    size: int
    step: str
    runs: dict[str, list[Cost]] = field(default_factory=dict)
    first: dict[str, Cost] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def median(self, name: str, measure: str) -> float | None:
        """The middle of the runs; None if *name* was not built."""
        if name not in self.runs:
            return None
        return float(statistics.median(getattr(run, measure) for run in self.runs[name]))

    def ratio(self, name: str, measure: str) -> float | None:
        """Ours to the other's: the middle of the ratios of runs that followed one another, under the same load."""
        pairs = zip(self.runs[OURS], self.runs.get(name, []), strict=False)
        ratios = [getattr(mine, measure) / getattr(other, measure) for mine, other in pairs]
        return float(statistics.median(ratios)) if ratios else None


@dataclass(frozen=True)
class Output:
    """What a full build has made."""

    size: int
    name: str
    made: Made


def about(versions: Sequence[str], runs: int) -> dict[str, Any]:
    """When, where and with what was measured."""
    return {
        "date": dt.datetime.now().astimezone().isoformat(timespec="minutes"),
        "versions": [*versions],
        "machine": f"{_processor()}, {os.cpu_count()} cores, {platform.system()} {platform.release()}",
        "runs": runs,
    }


def markdown(facts: dict[str, Any], rows: list[Row], outputs: list[Output]) -> str:
    """The report to read: ratios first, each beside its goal; a missed goal's figure is bold."""
    loads = [run.load for row in rows for runs in row.runs.values() for run in runs]
    load = f"load average before a run {min(loads):.1f} to {max(loads):.1f}" if loads else ""
    lines = [
        " · ".join([facts["date"], *facts["versions"], facts["machine"], load, f"median of {facts['runs']}"]),
        "",
        *_head(_CPU_COLUMNS),
        *map(_cpu_line, rows),
        "",
        *_head(_WALL_COLUMNS),
        *map(_wall_line, rows),
        "",
        "| issues | | files | bytes |",
        "| ---: | --- | ---: | ---: |",
        *(f"| {o.size:,} | {o.name} | {o.made.files:,} | {o.made.total:,} |" for o in outputs),
    ]
    faults = [f"- {row.size:,} {STEPS[row.step]}: {fault}" for row in rows for fault in row.wrong]
    return "\n".join([*lines, *(["", "**Wrong results**", *faults] if faults else [])]) + "\n"


def as_json(facts: dict[str, Any], rows: list[Row], outputs: list[Output]) -> dict[str, Any]:
    """The same to compute with: every run, the medians."""
    return {
        "about": facts,
        "rows": [
            {**asdict(row), "median": {name: {m: row.median(name, m) for m in _MEASURES} for name in row.runs}}
            for row in rows
        ],
        "outputs": [asdict(output) for output in outputs],
    }


def _cpu_line(row: Row) -> str:
    goal = GOALS.get((row.size, row.step), NONE)
    cells = [
        *_against(row.ratio(BOTH, "cpu"), goal.both),
        *_against(row.ratio(HUGO, "cpu"), goal.pages),
        *_against(row.median(OURS, "cpu"), goal.cpu),
        *(_number(row.median(name, "cpu")) for name in (BOTH, HUGO)),
        "no" if row.wrong else "yes",
    ]
    return _line(row, cells)


def _wall_line(row: Row) -> str:
    goal = GOALS.get((row.size, row.step), NONE)
    cells = [
        *_against(row.ratio(BOTH, "wall"), goal.both_wall),
        *_against(row.median(OURS, "wall"), goal.wall),
        *(_number(row.median(name, "wall")) for name in (BOTH, HUGO)),
        *_against(row.ratio(BOTH, "memory"), goal.both_memory),
        *_against(row.median(OURS, "memory"), goal.memory),
        *(_number(row.median(name, "memory")) for name in (BOTH, HUGO)),
    ]
    return _line(row, cells)


def _head(columns: Sequence[str]) -> tuple[str, str]:
    return f"| issues | step | {' | '.join(columns)} |", "| ---: | --- |" + " ---: |" * len(columns)


def _line(row: Row, cells: list[str]) -> str:
    return f"| {row.size:,} | {STEPS[row.step]} | {' | '.join(cells)} |"


def _against(figure: float | None, goal: float | None) -> Iterator[str]:
    missed = figure is not None and goal is not None and figure > goal
    yield f"**{_number(figure)}**" if missed else _number(figure)
    yield "" if goal is None else f"≤ {goal:,}"


def _number(figure: float | None) -> str:
    if figure is None:
        return "–"
    return f"{figure:.4f}" if figure < 0.01 else f"{figure:.2f}" if figure < 20 else f"{figure:,.0f}"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        lines = []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, "") or platform.processor() or platform.machine()
