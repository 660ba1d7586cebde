"""How long from saving a file until the browser shows it, with `serve` and Chromium running.

`python benchmarks/serve/run.py [--sizes 59 10000] [--edits 30] [--poll]`

Two windows are open: an issue's page and the list that it is on. Each edit changes the issue's title or
its text, in turns. The time begins before the file is written and ends with the frame after the one in
which the window finds the new words. Both read this computer's clock: a question to the browser would
take longer than what is measured. CPU is that of the server while nobody edits.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks"), str(ROOT / "tests")]

import corpus  # noqa: E402
from served import Served, serving  # noqa: E402

ISSUE = "content/2025-benchmark/030.yaml"
PAGE, LIST = "2025-benchmark/030.html", "2025-benchmark/issues.html"
CONNECTED = "window.LiveReload?.connector?.protocol === 7"
WATCH = """(() => {
  function look() {
    const words = document.querySelector(location.pathname.endsWith("030.html") ? "main" : 'main a[href$="030.html"]');
    for (const [found] of words?.textContent.matchAll(/[题文][+-][0-9]{2}之改/g) ?? []) {
      if (!sessionStorage.getItem(found)) requestAnimationFrame(() => sessionStorage.setItem(found, Date.now()));
    }
    requestAnimationFrame(look);
  }
  requestAnimationFrame(look);
})()"""
"""Notes when new words are first on the screen."""

IDLE = 3.0


def main() -> None:
    """Measure as the command line asks and print a Markdown row for each size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[59, 10000], help="numbers of issues")
    parser.add_argument("--edits", type=int, default=30)
    parser.add_argument("--poll", action="store_true", help="let serve look at the files instead of being told")
    given = parser.parse_args()
    print("| issues | ready (s) | page: median (ms) | page: p95 | page: most | list: median | list: p95 | idle CPU |")
    print("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for size in given.sizes:
        with tempfile.TemporaryDirectory(prefix="rectify-benchmark-") as folder:
            corpus.site(Path(folder, "site"), size)
            print(one_size(Path(folder, "site"), size, given.edits, ["--poll"] * given.poll), flush=True)


def one_size(root: Path, size: int, edits: int, options: list[str]) -> str:
    """The row of one size."""
    began = time.perf_counter()
    with serving(root, *options) as served:
        ready = time.perf_counter() - began
        idle = _cpu(served, lambda: time.sleep(IDLE)) / IDLE
        pages, lists = _measured(served, edits)
    figures = [statistics.median(pages), _p95(pages), max(pages), statistics.median(lists), _p95(lists)]
    return f"| {size:,} | {ready:.1f} | {' | '.join(f'{1000 * figure:.0f}' for figure in figures)} | {idle:.1%} |"


def _measured(served: Served, edits: int) -> tuple[list[float], list[float]]:
    pages, lists = [], []
    with sync_playwright() as playwright:
        program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
        arguments = ["--disable-gpu", "--no-proxy-server"]
        with playwright.chromium.launch(executable_path=program, args=arguments, chromium_sandbox=False) as browser:
            page, listed = (_opened(browser, served.address + path) for path in (PAGE, LIST))
            file = served.root / ISSUE
            text = file.read_text("utf-8")
            for number in range(-2, edits):  # two to warm up
                field, words = ("title: ", "题") if number % 2 else ("problem: |\n  ", "文")
                new = f"{words}{number:+03}之改"
                began = time.time()
                file.write_text(text.replace(field, field + new, 1), "utf-8")
                taken = [_until(page, new, began)]
                if words == "题":
                    taken.append(_until(listed, new, began))
                for one in (page, listed):
                    one.wait_for_timeout(800)
                    one.wait_for_function(CONNECTED)
                if number >= 0:
                    pages.append(taken[0])
                    lists += taken[1:]
    return pages, lists


def _opened(browser: Any, address: str) -> Any:
    page = browser.new_context().new_page()
    page.add_init_script(WATCH)
    page.goto(address)
    page.wait_for_function(CONNECTED)
    return page


def _until(page: Any, words: str, began: float) -> float:
    noted = page.wait_for_function("words => sessionStorage.getItem(words)", arg=words)
    return int(noted.json_value()) / 1000 - began


def _p95(values: list[float]) -> float:
    return sorted(values)[min(len(values) - 1, round(0.95 * len(values)))]


def _cpu(served: Served, do: Callable[[], None]) -> float:
    """Seconds of processor time that the server uses meanwhile (Linux)."""

    def used() -> float:
        fields = Path(f"/proc/{served.process.pid}/stat").read_text("utf-8").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / 100

    before = used()
    do()
    return used() - before


if __name__ == "__main__":
    main()
