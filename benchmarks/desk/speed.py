"""How fast the desk is in Chromium: the first view, a form, and from a save to the new words on the page beside.

`python benchmarks/desk/speed.py [--sizes 59 10000] [--edits 20] [--folder FOLDER]`

Of a start with nothing made: the time to the address that the terminal gives, to the list with its rows, to the last page.
Then, with all made, the first view is from that address to the list with its rows on the screen, the form from the
click on a title to its fields, seen from Ctrl+S to the frame after the one in which the page beside has the new title.
All read the browser's clock. FOLDER is a project that is there already; it is changed.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "benchmarks")]

import corpus  # noqa: E402 - the path comes first
from served import Served, install, serving  # noqa: E402

GOALS: Final = {"first view": 1.0, "form": 0.2, "save → seen": 0.25}
"""Seconds, at any size up to 10,000."""

VIEWS: Final = 5
_ROWS: Final = """() => new Promise(done => {
  const look = () => document.querySelector("[data-rounds] tbody tr") ? requestAnimationFrame(() => done(performance.now())) : requestAnimationFrame(look);
  look();
})"""
_MADE: Final = """async () => {
  const ask = () => fetch("/__rectify__/desk/api/starting", { method: "POST", headers: { "Content-Type": "application/json" }, body: "{}" });
  while (!(await (await ask()).json()).isMade) await new Promise(done => setTimeout(done, 100));
}"""
_FORM: Final = """() => new Promise(done => {
  const began = performance.now();
  const look = () => document.querySelector("form.editor textarea") ? requestAnimationFrame(() => done(performance.now() - began)) : requestAnimationFrame(look);
  document.querySelectorAll("tbody a")[20].click();
  look();
})"""
_SEEN: Final = """words => new Promise(done => {
  const input = [...document.querySelectorAll("form.editor label")].find(one => one.textContent.startsWith("标题")).parentElement.querySelector("input");
  input.value = words;
  input.dispatchEvent(new Event("input"));
  const began = performance.now();
  document.dispatchEvent(new KeyboardEvent("keydown", { key: "s", ctrlKey: true, bubbles: true }));
  const look = () => {
    const page = document.querySelector("iframe").contentDocument;
    const heading = page && page.querySelector("h1");
    if (heading && heading.textContent.includes(words)) requestAnimationFrame(() => done(performance.now() - began));
    else requestAnimationFrame(look);
  };
  look();
})"""


def main() -> None:
    """Measure as the command line asks and print a Markdown row for each site."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[59, 10000])
    parser.add_argument("--edits", type=int, default=20)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    options = parser.parse_args()
    print(
        "| issues | started: answers, list, all pages, s | first view, s: median, most | form, ms | save → seen, ms: median, most | load |"
    )
    print("| --- | ---: | ---: | ---: | ---: | ---: |", flush=True)
    for size in options.sizes:
        with tempfile.TemporaryDirectory(prefix="rectify-benchmark-") as folder:
            root = options.folder or Path(folder, "site")
            if not options.folder:
                corpus.site(root, size)
            if not (root / "rectify").exists():
                install(root)
            print(_row(root, size, options), flush=True)


def _row(root: Path, size: int, options: argparse.Namespace) -> str:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - the tests bring their own

    began = time.perf_counter()
    with (
        serving(root, name="desk") as served,
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=options.chromium, args=["--no-sandbox"]) as browser,
    ):
        started = [time.perf_counter() - began]
        _first_view(browser, served, lambda _: started.append(time.perf_counter() - began))
        _first_view(browser, served, lambda page: page.evaluate(_MADE))
        started.append(time.perf_counter() - began)
        views = [_first_view(browser, served) for _ in range(VIEWS)]
        page = browser.new_context().new_page()
        page.goto(served.entry)
        page.evaluate(_ROWS)
        form = page.evaluate(_FORM)
        page.wait_for_timeout(3000)
        seen = [_edit(page, number) for number in range(options.edits)]
    return (
        f"| {size:,} | {', '.join(f'{one:.1f}' for one in started)} | {statistics.median(views):.2f}, {max(views):.2f} | {form:.0f} "
        f"| {statistics.median(seen):.0f}, {max(seen):.0f} | {os.getloadavg()[0]:.1f} |"
    )


def _first_view(browser: Any, served: Served, then: Callable[[Any], object] = lambda _: None) -> float:
    """Open the desk; seconds to the rows of the list, with which *then* goes on."""
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(served.entry)
        seconds = float(page.evaluate(_ROWS)) / 1000
        then(page)
        return seconds


def _edit(page: Any, number: int) -> float:
    seen = page.evaluate(_SEEN, f"第{number}次之改")
    page.wait_for_timeout(1500)
    return float(seen)


if __name__ == "__main__":
    main()
