"""Figures → Markdown table and JSON."""

from __future__ import annotations

import datetime as dt
import os
import platform
import statistics
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from steps import STEPS, Cost

MEASURES: Final = ("cpu", "wall", "memory")


@dataclass
class Row:
    """All runs of one contender in one step at one size."""

    size: int
    step: str
    contender: str
    runs: list[Cost] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def median(self, measure: str) -> float:
        """The middle of the runs."""
        return float(statistics.median(getattr(run, measure) for run in self.runs))


@dataclass(frozen=True)
class Output:
    """What a full build of one contender has made."""

    size: int
    contender: str
    files: int
    total: int


def about(python: str, versions: Iterable[str], runs: int) -> dict[str, Any]:
    """When, where and with what was measured."""
    return {
        "date": dt.datetime.now().astimezone().isoformat(timespec="minutes"),
        "versions": [*versions],
        "python": python,
        "machine": f"{_processor()}, {os.cpu_count()} cores, {platform.system()} {platform.release()}",
        "load": round(os.getloadavg()[0], 1),
        "runs": runs,
    }


def markdown(facts: dict[str, Any], rows: list[Row], outputs: list[Output]) -> str:
    """The report to read."""
    where = [facts["date"], *facts["versions"], f"Python {facts['python']}", facts["machine"]]
    lines = [
        " · ".join([*where, f"load at start {facts['load']}", f"median of {facts['runs']}"]),
        "",
        "| issues | step | | CPU s | wall s | peak MiB | CPU, ours / it | wall | memory | right |",
        "| ---: | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |",
        *_lines(rows),
        "",
        "| issues | | files | bytes |",
        "| ---: | --- | ---: | ---: |",
        *(f"| {o.size:,} | {o.contender} | {o.files:,} | {o.total:,} |" for o in outputs),
    ]
    faults = [f"- {r.size:,} {r.step} {r.contender}: {fault}" for r in rows for fault in r.wrong]
    return "\n".join([*lines, *(["", "**Wrong results**", *faults] if faults else [])]) + "\n"


def as_json(facts: dict[str, Any], rows: list[Row], outputs: list[Output]) -> dict[str, Any]:
    """The same to compute with: every run and the medians."""
    return {
        "about": facts,
        "rows": [{**asdict(row), "median": {m: row.median(m) for m in MEASURES}} for row in rows],
        "outputs": [asdict(output) for output in outputs],
    }


def _lines(rows: list[Row]) -> Iterator[str]:
    own = {(row.size, row.step): row for row in rows if row.contender == "ours"}
    for row in rows:
        mine = own[row.size, row.step]
        ratios = " | ".join("" if row is mine else _ratio(mine.median(m), row.median(m)) for m in MEASURES)
        yield (
            f"| {row.size:,} | {STEPS[row.step]} | {row.contender} | {row.median('cpu'):.2f} | {row.median('wall'):.2f}"
            f" | {row.median('memory'):.0f} | {ratios} | {'no' if row.wrong else 'yes'} |"
        )


def _ratio(mine: float, other: float) -> str:
    return f"{mine / other:.2f}" if other else "–"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        lines = []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, "") or platform.processor() or platform.machine()
