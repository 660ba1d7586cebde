"""Leads hundreds of sites through random changes; after each, incremental must equal clean.

The tests do a few dozen (tests/test_reuse.py); this does as many as it is told.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import reuse  # noqa: E402 - it stands among the tests


def main() -> None:
    """Run the lives and say how many changes were compared."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sequences", type=int, default=300)
    parser.add_argument("--steps", type=int, default=10)
    parser.add_argument("--first", type=int, default=1000, help="the first seed")
    given = parser.parse_args()
    began = time.perf_counter()
    for seed in range(given.first, given.first + given.sequences):
        with tempfile.TemporaryDirectory(prefix="rectify-life-") as folder:
            reuse.live(Path(folder), seed, given.steps)
    compared = given.sequences * given.steps
    print(
        f"{given.sequences} sequences, {compared} builds compared byte for byte, no difference, {time.perf_counter() - began:.0f} s"
    )


if __name__ == "__main__":
    main()
