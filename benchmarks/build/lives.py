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
    parser.add_argument("--fields", action="store_true", help="edit each field on its own, with each seed")
    given = parser.parse_args()
    began = time.perf_counter()
    compared = refused = 0
    for seed in range(given.first, given.first + given.sequences):
        with tempfile.TemporaryDirectory(prefix="rectify-life-") as folder:
            if given.fields:
                lived = reuse.each_field(Path(folder), seed)
            else:
                lived = reuse.live(Path(folder), seed, given.steps)
        compared, refused = compared + lived.built, refused + lived.refused
    print(
        f"{given.sequences} sequences, {compared} builds compared byte for byte, {refused} mistakes refused as a clean build"
        f" does, no difference, {time.perf_counter() - began:.0f} s"
    )


if __name__ == "__main__":
    main()
