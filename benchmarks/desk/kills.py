"""The desk killed again and again while somebody types in a real browser: what is lost, what is half written.

`python benchmarks/desk/kills.py [--kills 200] [--seed 1]`

Each turn starts the desk over a site of five issues, opens the form of one, types characters one by one with pauses as
people make them, now and then saves, and ends the desk by SIGKILL at any moment. Of what was typed the oldest character
that is neither in the file nor in the copy beside it is what was lost; it may be two seconds old. The file must be one
of the texts that were typed, byte for byte but for that one value, and the next desk must go on from there.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import reuse as lives  # noqa: E402 - the path comes first
from rectify.desk.editing import current, edit  # noqa: E402
from rectify.field.model import Issue  # noqa: E402
from served import Served, install, serving  # noqa: E402

OLDEST: Final = 2.0
"""Seconds: what was typed longer ago than this must not be lost."""

FILE: Final = PurePosixPath("content/2025-xuncha/001.yaml")
KEPT: Final = Path(".rectify/desk", "+".join(FILE.parts) + ".json")
LIFE: Final = (0.3, 4.0)
"""So many seconds of typing there are before the end, at least and at most."""

_LISTEN: Final = """() => {
  window.typed = [];
  document.querySelector("form.editor textarea").addEventListener("input", (event) => window.typed.push([Date.now() / 1000, event.target.value]));
}"""
_LETTERS: Final = "整改落实制度监督检查公开"


@dataclass
class Outcome:
    """Of all turns: the age in seconds of the oldest character lost in each, how many saved, and what was wrong."""

    lost: list[float] = field(default_factory=list)
    saves: int = 0
    wrong: list[str] = field(default_factory=list)


def play(root: Path, open_page: Callable[[], Any], kills: int, seed: int) -> Outcome:
    """Kill the desk of the project *root* so many times; *open_page* opens an empty page of a browser of its own."""
    chance, outcome = random.Random(seed), Outcome()
    first = (root / FILE).read_bytes()
    for turn in range(kills):
        with serving(root, name="desk") as served:
            page = open_page()
            before = _value(root)
            shown = _open(page, served)
            if shown != before:
                outcome.wrong.append(f"turn {turn}: the form begins with {shown}, kept was {before}")
            ended = _type_until_killed(page, served, chance, outcome)
            typed = [(ended, before), *map(tuple, page.evaluate("window.typed"))]
            page.context.close()
        try:
            _judge(root, first, typed, ended, outcome)
        except (ValueError, KeyError, AssertionError) as error:
            outcome.wrong.append(f"turn {turn}: {error!r}")
    return outcome


def project(root: Path) -> Path:
    """Lay the site at *root*, with the program in it."""
    lives.start(root)
    install(root)
    return root


def _open(page: Any, served: Served) -> str:
    """Open the form of the issue; what its first long text says."""
    page.goto(served.entry)
    page.wait_for_selector("[data-rounds] table")
    page.goto(f"{served.address}__rectify__/desk/#/{FILE}")
    page.wait_for_selector("form.editor textarea")
    page.evaluate(_LISTEN)
    area = page.locator("form.editor textarea").first
    area.focus()
    page.keyboard.press("Control+End")
    return str(area.input_value())


def _type_until_killed(page: Any, served: Served, chance: random.Random, outcome: Outcome) -> float:
    """Type until the desk is killed, and a little on; when that was, in seconds since 1970."""
    times: list[float] = []

    def kill() -> None:
        times.append(time.time())
        os.kill(served.process.pid, signal.SIGKILL)

    timer = threading.Timer(chance.uniform(*LIFE), kill)
    timer.start()
    while served.process.poll() is None:
        page.keyboard.insert_text(chance.choice(_LETTERS))
        if chance.random() < 0.03:
            page.keyboard.press("Control+s")
            outcome.saves += 1
        time.sleep(chance.uniform(0.6, 1.2) if chance.random() < 0.05 else chance.uniform(0.02, 0.15))
    timer.join()
    return times[0]


def _judge(root: Path, first: bytes, typed: list[tuple[float, str]], ended: float, outcome: Outcome) -> None:
    """Note what was lost and what is wrong; ValueError if something is half written."""
    values = [value for _, value in typed]
    kept = values.index(_value(root))  # ValueError if it is nothing that was typed
    lost = [moment for moment, _ in typed[kept + 1 :] if moment < ended]
    outcome.lost.append(max(0.0, ended - lost[0]) if lost else 0.0)
    data = (root / FILE).read_bytes()
    said = current(data, FILE, Issue)["problem"]
    if data != edit(first, FILE, Issue, {"problem": said}):
        outcome.wrong.append(f"the file differs in more than what was typed: {said}")
    if outcome.lost[-1] > OLDEST:
        outcome.wrong.append(f"what was typed {outcome.lost[-1]:.2f} s before the end is lost")


def _value(root: Path) -> str:
    """What the text says that the next desk must go on from."""
    try:
        data = json.loads((root / KEPT).read_text("utf-8"))["text"].encode()
    except FileNotFoundError:
        data = (root / FILE).read_bytes()
    return str(current(data, FILE, Issue)["problem"])


def main() -> int:
    """Play, and print what became of it; 1 if anything was wrong."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - the tests bring their own

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="rectify-benchmark-") as folder,
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=options.chromium, args=["--no-sandbox"]) as browser,
    ):
        root = project(Path(folder) / "project")
        outcome = play(root, lambda: browser.new_context().new_page(), options.kills, options.seed)
    lost = sorted(outcome.lost)
    print(
        f"{len(lost)} kills, {outcome.saves} saves; the oldest character lost was {lost[-1]:.2f} s old, in the median"
    )
    print(f"{lost[len(lost) // 2]:.2f} s; nothing was lost in {lost.count(0.0)} turns.")
    print(*(outcome.wrong or ["Nothing was wrong."]), sep="\n")
    return int(bool(outcome.wrong))


if __name__ == "__main__":
    sys.exit(main())
