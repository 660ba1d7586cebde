"""Our build beside Hugo's: the same site, alternating runs, checked results.

`python benchmarks/build/run.py [--sizes 59 1000 10000] [--runs 5] [--steps full,nochange,edit,template]`
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import report
import steps
from contenders import OPPONENTS, Contender, hugo, install_hugo, ours, version_of
from steps import STEPS, Bench


def main() -> int:
    """Measure as the command line asks; 1 if any result was wrong."""
    given = arguments()
    program = install_hugo()
    versions = ["ours", version_of(program)]
    python = version_of_python(given.python)
    facts = report.about(python, versions, given.runs)
    rows: list[report.Row] = []
    outputs: list[report.Output] = []
    root = Path(tempfile.mkdtemp(prefix="rectify-benchmark-", dir=given.folder))
    try:
        for size in given.sizes:
            some_rows, some_outputs = one_size(size, given, program, root / str(size))
            rows += some_rows
            outputs += some_outputs
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
    parser.add_argument("--sizes", type=int, nargs="+", default=[59, 1000, 10000], help="numbers of issues")
    parser.add_argument("--runs", type=int, default=5, help="measured runs of each step, after one warm-up")
    parser.add_argument("--steps", type=_names(tuple(STEPS)), default=list(STEPS), help=",".join(STEPS))
    parser.add_argument("--opponents", type=_names(OPPONENTS), default=list(OPPONENTS), help="front matter: yaml,json")
    parser.add_argument("--python", default=sys.executable, help="the Python that has our packages")
    parser.add_argument("--folder", type=Path, help="where to lay the sites, instead of the folder for temporary files")
    parser.add_argument("--keep", action="store_true", help="leave the sites there afterwards")
    parser.add_argument("--json", type=Path, help="also write every figure to this file")
    return parser.parse_args()


def one_size(
    size: int, given: argparse.Namespace, program: Path, root: Path
) -> tuple[list[report.Row], list[report.Output]]:
    """All steps at one size."""
    say(f"{size:,} issues: laying the sites")
    benches = [Bench(contender, size) for contender in lay(size, given, program, root)]
    faults = {bench.contender.name: first_build(bench) for bench in benches}
    outputs = [report.Output(size, b.contender.name, b.files, b.total) for b in benches]
    rows: list[report.Row] = []
    for step in given.steps:
        some = [report.Row(size, step, b.contender.name, wrong=[*faults[b.contender.name]]) for b in benches]
        alternate(step, given.runs, benches, some)
        rows += some
    return rows, outputs


def lay(size: int, given: argparse.Namespace, program: Path, root: Path) -> list[Contender]:
    """Our site, and Hugo's in each form."""
    mine = ours(root / "ours", size, given.python)
    return [mine, *(hugo(root / f"hugo-{form}", size, form, program, mine) for form in given.opponents)]


def first_build(bench: Bench) -> list[str]:
    """The build from which every step starts; what is wrong with it."""
    steps.measure(bench.contender)
    return steps.begin(bench)


def alternate(step: str, runs: int, benches: list[Bench], rows: list[report.Row]) -> None:
    """One warm-up each, then *runs* rounds in which each contender runs once."""
    for turn in range(runs + 1):
        for bench, row in zip(benches, rows, strict=True):
            steps.prepare(step, bench)
            cost = steps.measure(bench.contender)
            row.wrong += [fault for fault in steps.check(step, bench) if fault not in row.wrong]
            if turn:
                row.runs.append(cost)
                say(f"{step} {turn}/{runs} {row.contender}: {cost.cpu:.2f} CPU s, {cost.memory:.0f} MiB")


def version_of_python(python: str) -> str:
    """The version of the Python that runs ours."""
    code = "import platform; print(platform.python_version())"
    return subprocess.run([python, "-c", code], check=True, capture_output=True, text=True).stdout.strip()


def say(text: str) -> None:
    """Progress goes to standard error, the table to standard output."""
    print(text, file=sys.stderr, flush=True)


def _names(known: tuple[str, ...]) -> type:
    """A parser for `one,two` out of *known*."""

    class Names(list[str]):
        def __init__(self, text: str) -> None:
            super().__init__(text.split(","))
            if not set(self) <= set(known):
                raise argparse.ArgumentTypeError(f"choose from {', '.join(known)}")

    return Names


if __name__ == "__main__":
    sys.exit(main())
