"""How long from saving a file until the browser shows it, with `serve` and Chromium running.

`python benchmarks/serve/run.py [--sizes 59 10000] [--edits 40] [--poll]`

Two windows are open: an issue's page and the list that it is on. The time begins before the file is
written and ends with the frame after the one in which the window finds the new words. Both read this
computer's clock: a question to the browser would take longer than what is measured. Edits come in two
series. In the first each waits until everything is up to date; title and text are edited in turns. In the
second each is of the title and is saved as soon as the page shows the one before, or at any moment until
its lists are expected. The server's CPU for an edit is that of the first series, lists and all; idle is when
nobody edits.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks"), str(ROOT / "tests")]

import programs  # noqa: E402
from served import serving  # noqa: E402

MEDIAN_GOAL: Final = 0.1
P95_GOAL: Final = 0.25
"""Seconds from the save to the new words, at any size up to 10,000, also while lists are brought up to date."""
ISSUE: Final = "content/2025-benchmark/030.yaml"
PAGE, LIST = "2025-benchmark/030.html", "2025-benchmark/issues.html"
CONNECTED: Final = "window.LiveReload?.connector?.protocol === 7"
WATCH: Final = """(() => {
  function look() {
    const words = document.querySelector(location.pathname.endsWith("030.html") ? "main" : 'main a[href$="030.html"]');
    for (const [found] of words?.textContent.matchAll(/[题文][+-][0-9]+之改/g) ?? []) {
      if (!sessionStorage.getItem(found)) requestAnimationFrame(() => sessionStorage.setItem(found, Date.now()));
    }
    requestAnimationFrame(look);
  }
  requestAnimationFrame(look);
})()"""
"""Notes when new words are first on the screen."""
WARM_UP: Final = 2
IDLE: Final = 3.0
_COLUMNS: Final = (
    "issues",
    "ready, s",
    "seen, lists at rest: median, ms",
    "95th percentile",
    "seen, lists being brought up to date: median, ms",
    "95th percentile",
    "most",
    "saved before the lists were",
    "lists: median, ms",
    "95th percentile",
    "server's CPU for an edit, ms",
    "idle CPU",
)


@dataclass
class Times:
    """Seconds until an edit was seen: alone, while lists were brought up to date, and on a list.

    *overtaking* counts the edits of the second kind that were saved before the list showed the one before,
    *cpu* is the server's for an edit of the first kind.
    """

    alone: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)
    lists: list[float] = field(default_factory=list)
    overtaking: int = 0
    cpu: float = 0


@dataclass
class Windows:
    """The issue's file, its text at first, and the two windows."""

    file: Path
    text: str
    page: Any
    listed: Any

    def save(self, field_name: str, words: str) -> float:
        """Put *words* before the text of a field of the issue; the time just before."""
        began = time.time()
        self.file.write_text(self.text.replace(field_name, field_name + words, 1), "utf-8")
        return began


def main() -> None:
    """Measure as the command line asks and print a Markdown row for each size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[59, 10000], help="numbers of issues")
    parser.add_argument("--edits", type=int, default=40, help="edits in each series")
    parser.add_argument("--poll", action="store_true", help="let serve look at the files instead of being told")
    parser.add_argument("--python", default="python3", help="what a webmaster types")
    given = parser.parse_args()
    python = programs.system_python(given.python)
    print(f"| {' | '.join(_COLUMNS)} |\n|{' ---: |' * len(_COLUMNS)}")
    goals = ["", "goal", "", "", f"≤ {1000 * MEDIAN_GOAL:.0f}", f"≤ {1000 * P95_GOAL:.0f}", *[""] * 6]
    print(f"| {' | '.join(goals)} |", flush=True)
    loads = []
    for size in given.sizes:
        with tempfile.TemporaryDirectory(prefix="rectify-benchmark-") as folder:
            programs.lay_project(Path(folder, "site"), size, python)
            loads.append(os.getloadavg()[0])
            print(one_size(Path(folder, "site"), size, given, python), flush=True)
    loads.append(os.getloadavg()[0])
    print(f"\n{given.edits} edits in each series, {python}, load average {min(loads):.1f} to {max(loads):.1f}")


def one_size(root: Path, size: int, given: argparse.Namespace, python: programs.Python) -> str:
    """The row of one size."""
    began = time.perf_counter()
    with serving(root, *["--poll"] * given.poll, python=(python.executable, programs.users_environment())) as served:
        ready, process = time.perf_counter() - began, served.process
        before = _cpu(process)
        time.sleep(IDLE)
        idle = (_cpu(process) - before) / IDLE
        times = _measured(root, served.address, given.edits, process)
    cells = [
        f"{ready:.1f}",
        *(f"{1000 * figure(times.alone):.0f}" for figure in (statistics.median, _p95)),
        _against(statistics.median(times.busy), MEDIAN_GOAL),
        _against(_p95(times.busy), P95_GOAL),
        f"{1000 * max(times.busy):.0f}",
        f"{times.overtaking} of {given.edits}",
        *(f"{1000 * figure(times.lists):.0f}" for figure in (statistics.median, _p95)),
        f"{1000 * times.cpu:.0f}",
        f"{idle:.1%}",
    ]
    return f"| {size:,} | {' | '.join(cells)} |"


def _measured(root: Path, address: str, edits: int, process: subprocess.Popen[str]) -> Times:
    times = Times()
    with sync_playwright() as playwright:
        program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
        arguments = ["--disable-gpu", "--no-proxy-server"]
        with playwright.chromium.launch(executable_path=program, args=arguments, chromium_sandbox=False) as browser:
            page, listed = (_opened(browser, address + path) for path in (PAGE, LIST))
            windows = Windows(root / ISSUE, (root / ISSUE).read_text("utf-8"), page, listed)
            before = _cpu(process)
            _alone(windows, times, edits)
            times.cpu = (_cpu(process) - before) / (WARM_UP + edits)
            _busy(windows, times, edits)
    return times


def _alone(windows: Windows, times: Times, edits: int) -> None:
    """Each edit waits until everything is up to date."""
    for number in range(-WARM_UP, edits):
        field_name, kind = ("title: ", "题") if number % 2 else ("problem: |\n  ", "文")
        words = f"{kind}{number:+03}之改"
        began = windows.save(field_name, words)
        seen = _until(windows.page, words, began)
        if number >= 0:
            times.alone.append(seen)
        if kind == "题":
            listed = _until(windows.listed, words, began)
            times.lists += [listed] if number >= 0 else []
        for one in (windows.page, windows.listed):
            one.wait_for_timeout(800)
            one.wait_for_function(CONNECTED)


def _busy(windows: Windows, times: Times, edits: int) -> None:
    """Each edit is saved between the moment when the one before is seen and the one when its lists are expected."""
    chance = random.Random(edits)
    longest = max(0.0, statistics.median(times.lists) - statistics.median(times.alone))
    words = ""
    for number in range(edits, 2 * edits):
        windows.page.wait_for_function(CONNECTED)
        time.sleep(chance.uniform(0, longest))
        times.overtaking += bool(words) and not windows.listed.evaluate(_NOTED, words)
        words = f"题{number:+03}之改"
        began = windows.save("title: ", words)
        times.busy.append(_until(windows.page, words, began))
    _until(windows.listed, words, began)


_NOTED: Final = "words => sessionStorage.getItem(words)"


def _opened(browser: Any, address: str) -> Any:
    page = browser.new_context().new_page()
    page.add_init_script(WATCH)
    page.goto(address)
    page.wait_for_function(CONNECTED)
    return page


def _until(page: Any, words: str, began: float) -> float:
    noted = page.wait_for_function(_NOTED, arg=words)
    return int(noted.json_value()) / 1000 - began


def _p95(values: list[float]) -> float:
    return sorted(values)[min(len(values) - 1, round(0.95 * len(values)))]


def _against(seconds: float, goal: float) -> str:
    figure = f"{1000 * seconds:.0f}"
    return f"**{figure}**" if seconds > goal else figure


def _cpu(process: subprocess.Popen[str]) -> float:
    """The processor's seconds that the server has used (Linux)."""
    fields = Path(f"/proc/{process.pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
