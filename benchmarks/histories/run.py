"""Random histories of a bureau that publishes: every honest change must be accepted, every dishonest one refused.

`python benchmarks/histories/run.py [--count 10000] [--commands 200] [--seed 0]`

Each history edits, updates, withdraws, moves and purges issues, renames categories, lets a second webmaster publish an
old copy, and tries dishonest changes between publications. At its end one old checkpoint must expose a record that was
rewritten and sealed anew. `--only N` plays one history again and shows what it did.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from benchmarks.histories.benches import InMemory, ThroughCommands, warmed, without_fixed_costs  # noqa: E402 - the path comes first
from benchmarks.histories.play import Outcome, play  # noqa: E402

PUBLICATIONS: Final = 8
PUBLICATIONS_BY_COMMANDS: Final = 4


def in_memory(seed: int) -> Outcome:
    """One history, played by the comparison alone."""
    return play(seed, InMemory(), PUBLICATIONS)


def through_commands(seed: int) -> Outcome:
    """One history, played through the commands."""
    with tempfile.TemporaryDirectory() as folder, without_fixed_costs():
        return play(seed, ThroughCommands(Path(folder), Path(_warm().name, "project")), PUBLICATIONS_BY_COMMANDS)


@cache
def _warm() -> tempfile.TemporaryDirectory[str]:
    """The folder of the project that histories begin with; it goes when the program ends."""
    folder = tempfile.TemporaryDirectory()
    warmed(Path(folder.name))
    return folder


def main() -> int:
    """Play the histories, and print what became of them; 1 if anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--commands", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", type=int)
    options = parser.parse_args()
    if options.only is not None:
        for one in (in_memory, through_commands)[: 2 if options.commands else 1]:
            print(one.__name__, one(options.only), sep="\n")
        return 0
    wrong = 0
    for kind, count in ((in_memory, options.count), (through_commands, options.commands)):
        names: Counter[str] = Counter()
        began, published, refused, bad = time.process_time(), 0, 0, 0
        for seed in range(options.seed, options.seed + count):
            outcome = kind(seed)
            names.update(outcome.names)
            published, refused, bad = (
                published + outcome.published,
                refused + outcome.refused,
                bad + bool(outcome.wrong),
            )
            for said in outcome.wrong:
                print(f"{kind.__name__} {seed}: {said}", flush=True)
        wrong += bad
        took = time.process_time() - began
        print(
            f"{kind.__name__}: {count} histories, {published} published, {refused} refused, {bad} wrong, {took:.0f} s"
        )
        print("  " + ", ".join(f"{name} {times}" for name, times in sorted(names.items())), flush=True)
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
