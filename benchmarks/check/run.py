"""What `check` costs, all rules on and the built pages included.

`python benchmarks/check/run.py [--sizes 59 10000] [--runs 3]`

Twice for each size: with nothing built yet, so that every page has to be made to be looked at, and after
a build and the edit of one issue, as a webmaster checks. CPU seconds of the process and its children.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "benchmarks")]

import corpus  # noqa: E402


def cost(folder: Path, python: str, command: str) -> dict[str, float]:
    """What one command costs in the project *folder*."""
    told = subprocess.run(
        [sys.executable, ROOT / "benchmarks/build/measure.py", folder, python, "build.py", command],
        env={**os.environ, "RECTIFY_USE_CURRENT_PYTHON": "1"},
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    result: dict[str, float] = json.loads(told.stdout)
    assert result["code"] in (0, 1), told.stderr
    return result


def checked(folder: Path, python: str, run: int) -> tuple[dict[str, float], dict[str, float]]:
    """A check of the project *folder* before any build, and one after a build and an edit."""
    for name in ("output", ".rectify"):
        shutil.rmtree(folder / name, ignore_errors=True)
    first = cost(folder, python, "check")
    cost(folder, python, "build")
    issue = folder / "content/2025-benchmark/030.yaml"
    issue.write_text(issue.read_text("utf-8").replace("problem: |\n", f"problem: |\n  第{run}次改动。", 1), "utf-8")
    return first, cost(folder, python, "check")


def main() -> None:
    """Measure as the command line asks and print a Markdown row for each size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[59, 10000], help="numbers of issues")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--python", default=sys.executable, help="a Python with the packages of requirements.lock")
    given = parser.parse_args()
    print("| issues | nothing built: CPU | wall | built, one edit: CPU | wall | peak memory |")
    print("| ---: | ---: | ---: | ---: | ---: | ---: |")
    for size in given.sizes:
        with tempfile.TemporaryDirectory(prefix="rectify-benchmark-") as folder:
            corpus.site(Path(folder, "site"), size)
            runs = [checked(Path(folder, "site"), given.python, run) for run in range(given.runs)]
        cells = [f"{statistics.median(run[n][what] for run in runs):.2f} s" for n in (0, 1) for what in ("cpu", "wall")]
        print(f"| {size} | {' | '.join(cells)} | {max(run[0]['memory'] for run in runs):.0f} MiB |")


if __name__ == "__main__":
    main()
