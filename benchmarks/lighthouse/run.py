"""Lighthouse as a telephone on a slow line, over each kind of page of the real site, served by nginx as we set it up.

`RECTIFY_NODE_MODULES=… python benchmarks/lighthouse/run.py [--runs 3] [--pages home issue …]`

The telephone is Lighthouse's own (a middling one of 2016, 1.6 Mbit/s, 150 ms there and back, simulated). Scores are the
medians of the runs. Wanted: 99 or more for performance, 100 for everything else.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from browser.kinds import KINDS  # noqa: E402
from browser.test_lighthouse import HIDDEN, NAMES, ask  # noqa: E402
from rectify import pipeline  # noqa: E402
from rectify.outputs.server_config.facts import ServerFacts, server_facts  # noqa: E402
from servers.running import put_out, serving  # noqa: E402
from support import tree  # noqa: E402

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
METRICS = {
    "first paint (ms)": "firstContentfulPaint",
    "largest paint (ms)": "largestContentfulPaint",
    "blocked (ms)": "totalBlockingTime",
}
REAL = [name for name in NAMES if KINDS[name].site == "real" and name not in HIDDEN]


def main() -> None:
    """Measure as the command line asks and print a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--pages", nargs="+", default=REAL, choices=REAL, metavar="PAGE")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="rectify-lighthouse-") as folder:
        facts = published(Path(folder))
        with serving("nginx", facts, Path(folder)) as server:
            here = f"MAP {facts.host}:443 127.0.0.1:{server.https_port}, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
            flags = (f"--host-resolver-rules={here}", "--ignore-certificate-errors")
            urls = {name: f"https://{facts.host}{facts.base_path}{KINDS[name].path}" for name in given.pages}
            runs = [ask(list(urls.values()), CATEGORIES, flags) for _ in range(given.runs)]
    print(f"| page | {' | '.join([*CATEGORIES, *METRICS, 'shifts'])} | found wrong |")
    print(f"| --- |{' ---: |' * (len(CATEGORIES) + len(METRICS) + 1)} --- |")
    for name, url in urls.items():
        print(row(name, [run[url] for run in runs]))


def published(folder: Path) -> ServerFacts:
    """Publish the real site for nginx in *folder*."""
    folder.chmod(0o755)
    built = pipeline.build(ROOT, folder / "site")
    put_out(folder, tree(folder / "site"))
    return server_facts(built.site.config, built.paths)


def row(name: str, runs: list[dict[str, Any]]) -> str:
    """One page's line of the table."""
    scores = [statistics.median(run[category]["score"] for run in runs) for category in CATEGORIES]
    times = [statistics.median(run["metrics"][metric] for run in runs) for metric in METRICS.values()]
    shifts = max(run["metrics"]["cumulativeLayoutShift"] for run in runs)
    failed = sorted({one for run in runs for category in CATEGORIES for one in run[category]["failed"]})
    cells = [*(f"{score:.0f}" for score in scores), *(f"{time:.0f}" for time in times), f"{shifts:.3f}"]
    return f"| {name} | {' | '.join(cells)} | {'; '.join(failed)} |"


if __name__ == "__main__":
    main()
