"""Our build beside Hugo's, with and without Pagefind's search: the same site, alternating runs, checked results.

`python benchmarks/build/run.py [--sizes 59 1000 10000] [--runs 5] [--steps full,nochange,edit,template] [--once 100000]`
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from pathlib import Path

import report
import steps
from contenders import HUGO, OURS, Contender, hugo, ours
from steps import STEPS, Bench

import programs


def main() -> int:
    """Measure as the command line asks; 1 if any result was wrong."""
    given = arguments()
    python = programs.system_python(given.python)
    facts = report.about(versions(given, python), given.runs)
    rows: list[report.Row] = []
    outputs: list[report.Output] = []
    root = Path(tempfile.mkdtemp(prefix="rectify-benchmark-", dir=given.folder))
    jobs = [*((size, True) for size in given.sizes), *((size, False) for size in given.once)]
    try:
        for size, repeated in jobs:
            say(f"{size:,} issues: laying the sites")
            benches = [Bench(contender, size) for contender in lay(size, given, python, root, alone=not repeated)]
            some, made = several(benches, given) if repeated else once(benches[0])
            rows += some
            outputs += made
            if not given.keep:
                shutil.rmtree(root / str(size))
    finally:
        if given.keep:
            say(f"The sites are in {root}")
        else:
            shutil.rmtree(root, ignore_errors=True)
    print(report.markdown(facts, rows, outputs))
    if given.json:
        given.json.write_text(json.dumps(report.as_json(facts, rows, outputs), indent=2), "utf-8")
    return 1 if any(row.wrong for row in rows) else 0


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="*", default=[59, 1000, 10000], help="numbers of issues")
    parser.add_argument("--runs", type=int, default=5, help="measured runs of each step, after one warm-up")
    parser.add_argument("--steps", type=_steps, default=list(STEPS), help=",".join(STEPS))
    parser.add_argument("--once", type=int, nargs="+", default=[], help="sizes that ours alone builds, one time")
    parser.add_argument("--alone", action="store_true", help="no opponents: no ratios")
    parser.add_argument("--front-matter", choices=("yaml", "json"), default="yaml", help="of Hugo's issues")
    parser.add_argument("--python", default="python3", help="what a webmaster types")
    parser.add_argument("--folder", type=Path, help="where to lay the sites, instead of the folder for temporary files")
    parser.add_argument("--keep", action="store_true", help="leave the sites there afterwards")
    parser.add_argument("--json", type=Path, help="also write every figure to this file")
    return parser.parse_args()


def versions(given: argparse.Namespace, python: programs.Python) -> list[str]:
    """What is run, with which settings."""
    others = [f"{HUGO} {programs.HUGO}, front matter in {given.front_matter}", f"Pagefind {programs.PAGEFIND}"]
    return [f"{OURS} on {python}", *([] if given.alone else others)]


def lay(size: int, given: argparse.Namespace, python: programs.Python, root: Path, *, alone: bool) -> list[Contender]:
    """Our site, and Hugo's unless *alone*."""
    mine = ours(root / str(size) / "ours", size, python)
    if alone or given.alone:
        return [mine]
    return [mine, hugo(root / str(size) / "hugo", size, given.front_matter, mine)]


def several(benches: list[Bench], given: argparse.Namespace) -> tuple[list[report.Row], list[report.Output]]:
    """All steps at one size, after a first build of each."""
    first = {name: cost for bench in benches for name, cost in steps.measure(bench.contender).items()}
    faults = [fault for bench in benches for fault in named(bench, steps.begin(bench))]
    rows = []
    for step in given.steps:
        row = report.Row(benches[0].size, step, first=first if step == "full" else {}, wrong=[*faults])
        alternate(row, given.runs, benches)
        rows.append(row)
    return rows, made_by(benches)


def once(bench: Bench) -> tuple[list[report.Row], list[report.Output]]:
    """One full build."""
    costs = steps.measure(bench.contender)
    row = report.Row(bench.size, "full", {name: [cost] for name, cost in costs.items()})
    row.wrong += named(bench, steps.begin(bench))
    return [row], made_by([bench])


def alternate(row: report.Row, runs: int, benches: list[Bench]) -> None:
    """One warm-up each unless there was one, then *runs* rounds in which each contender runs once."""
    for turn in range(1 if row.first else 0, runs + 1):
        for bench in benches:
            steps.prepare(row.step, bench)
            costs = steps.measure(bench.contender)
            row.wrong += [fault for fault in named(bench, steps.check(row.step, bench)) if fault not in row.wrong]
            for name, cost in costs.items():
                if turn:
                    row.runs.setdefault(name, []).append(cost)
                    say(f"{row.step} {turn}/{runs} {name}: {cost.cpu:.2f} CPU s, {cost.memory:.0f} MiB")
                else:
                    row.first[name] = cost


def named(bench: Bench, faults: list[str]) -> list[str]:
    """The faults with whose they are."""
    return [f"{[*bench.contender.commands][-1]}: {fault}" for fault in faults]


def made_by(benches: list[Bench]) -> list[report.Output]:
    """What each full build has made."""
    return [report.Output(bench.size, name, made) for bench in benches for name, made in bench.made.items()]


def say(text: str) -> None:
    """Progress goes to standard error, the tables to standard output."""
    print(text, file=sys.stderr, flush=True)


def _steps(text: str) -> list[str]:
    steps = text.split(",")
    if not set(steps) <= set(STEPS):
        raise argparse.ArgumentTypeError(f"choose from {', '.join(STEPS)}")
    return steps


if __name__ == "__main__":
    sys.exit(main())
