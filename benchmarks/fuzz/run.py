"""Feeds every reader of the program with a million hostile inputs, and prints what happened.

Each target runs in a worker of its own with bounded memory. The watcher kills a worker that stays at
one input for too long, notes it and goes on with the next. Input number n of a target is the same in
every run with the same seed: `--only yaml --first 123 --count 1` tries one again.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from benchmarks.fuzz.targets import TARGETS, tried  # noqa: E402 - the path comes first

MEMORY: Final = 1536 << 20
SECONDS: Final = 20
SLOW: Final = 2.0
MOST: Final = 25


def work(name: str, seed: int, first: int, count: int, place: Path) -> None:
    """Try some inputs of one target, saying before each which one it is, and what was wrong on the output."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    wrong = 0
    with place.open("r+b", buffering=0) as at:
        for number in range(first, first + count):
            at.seek(0)
            at.write(f"{number:12}".encode())
            began = time.perf_counter()
            faults = _tried(name, seed, number)
            if (took := time.perf_counter() - began) > SLOW:
                print(json.dumps({"slow": number, "seconds": round(took, 1)}), flush=True)
            if faults:
                wrong += 1
                print(json.dumps({"wrong": number, "said": faults[:3]}), flush=True)
            if wrong >= MOST:
                break
        at.seek(0)
        at.write(f"{number + 1:12}".encode())


def _tried(name: str, seed: int, number: int) -> list[str]:
    try:
        return tried(name, seed, number)
    except Exception as error:  # noqa: BLE001 - any traceback is what is looked for
        last = traceback.extract_tb(error.__traceback__)[-1]
        return [f"{type(error).__name__}: {str(error)[:160]} at {Path(last.filename).name}:{last.lineno}"]


@dataclass
class Told:
    """What a target's workers said."""

    inputs: int = 0
    seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)
    slowest: float = 0.0


def watch(name: str, seed: int, first: int, count: int) -> Told:
    """Run workers over the inputs of a target until all were tried, killing those that hang."""
    told, end, began = Told(), first + count, time.monotonic()
    with tempfile.TemporaryDirectory(prefix="rectify-fuzz-") as folder:
        place = Path(folder, "at")
        start = first
        while start < end and len(told.wrong) < MOST:
            place.write_bytes(f"{start:12}".encode())
            start = _watched([name, str(seed), str(start), str(end - start)], place, told)
    told.inputs, told.seconds = start - first, time.monotonic() - began
    return told


def _watched(given: list[str], place: Path, told: Told) -> int:
    """Let one worker work until it ends or hangs; the number of the next input."""
    name, start = given[0], int(given[2])
    command = [sys.executable, __file__, "--work", *given, str(place)]
    said = place.with_name("said")
    with said.open("wb") as output, subprocess.Popen(command, stdout=output, cwd=ROOT) as worker:
        last, since = b"", time.monotonic()
        hangs = False
        while worker.poll() is None:
            time.sleep(0.1)
            here = place.read_bytes()
            if here != last:
                last, since = here, time.monotonic()
            elif time.monotonic() - since > SECONDS + 10 * (int(here) == start):
                hangs = True
                worker.kill()
    for line in said.read_text("utf-8").splitlines():
        one = json.loads(line)
        if "slow" in one:
            told.slowest = max(told.slowest, one["seconds"])
        else:
            told.wrong.append(f"{name} {one['wrong']}: {'; '.join(one['said'])}")
    at = int(place.read_bytes())
    if hangs or worker.returncode:
        told.wrong.append(f"{name} {at}: {'hangs' if hangs else f'ended with {worker.returncode}'}")
        at += 1
    return at


def main() -> int:
    """Try everything; 1 if anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default=",".join(TARGETS), help="targets, with commas between")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--count", type=int, help="how many inputs of each target; by default those of a long run")
    parser.add_argument("--work", nargs=5, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.work:
        name, seed, first, count, place = given.work
        work(name, int(seed), int(first), int(count), Path(place))
        return 0
    total, wrong = 0, 0
    print(f"{'target':10} {'inputs':>9} {'wrong':>6} {'seconds':>8} {'slowest':>8}")
    for name in given.only.split(","):
        told = watch(name, given.seed, given.first, given.count or TARGETS[name][2])
        total, wrong = total + told.inputs, wrong + len(told.wrong)
        slowest = f"{told.slowest:.1f}" if told.slowest else f"< {SLOW:.0f}"
        print(f"{name:10} {told.inputs:9,} {len(told.wrong):6} {told.seconds:8.0f} {slowest:>8}", flush=True)
        for line in told.wrong:
            print(f"  {line}", flush=True)
    print(f"{'all':10} {total:9,} {wrong:6}")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
