"""What is measured: full, no change, one edit, a template edit; and whether the result is right."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from contenders import CONTENTS_WORDS, HERE, Contender

STEPS: Final = {
    "full": "Full, nothing there before",
    "nochange": "No change",
    "edit": "One title edited",
    "template": "One word of the issue template edited",
}
_SHOWN_AT_LEAST: Final = 7
"""A title is on its page, its two neighbours', and in the lists: all, category, status, department."""


@dataclass(frozen=True)
class Cost:
    """What one run took: CPU seconds of the process and its children, wall seconds, peak MiB of the largest."""

    cpu: float
    wall: float
    memory: float


@dataclass
class Bench:
    """One contender's site of *size* issues, and what is known of its output."""

    contender: Contender
    size: int
    files: int = 0
    total: int = 0
    digest: str = ""
    shown: int = 0

    @property
    def edited(self) -> int:
        """The issue whose title is edited: one in the middle."""
        return max(2, self.size // 2)

    def titles(self) -> tuple[str, str]:
        """How the edited issue's title ends now, and how it ends after the next edit."""
        text = self.contender.source(self.edited).read_text("utf-8")
        one, other = f"第{self.edited}项）", f"第{self.edited}条）"
        return (one, other) if one in text else (other, one)


def measure(contender: Contender) -> Cost:
    """Build once and return its cost; stops everything if the build fails."""
    command = [sys.executable, "-I", "-S", str(HERE / "measure.py"), str(contender.folder), *contender.command]
    environment = {**os.environ, **contender.environment}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{contender.name}: cannot be run\n{done.stderr}")
    told = json.loads(done.stdout)
    if told.pop("code"):
        raise SystemExit(f"{contender.name}: build failed in {contender.folder}\n{done.stderr}")
    return Cost(**told)


def prepare(step: str, bench: Bench) -> None:
    """Make the change that *step* measures."""
    contender = bench.contender
    if step == "full":
        contender.clear()
    elif step == "edit":
        now, then = bench.titles()
        _replace(contender.source(bench.edited), now, then)
    elif step == "template":
        path = contender.template()
        now, then = _contents_words(path)
        _replace(path, now, then)


def begin(bench: Bench) -> list[str]:
    """Look at the first full build: every page is there, the title is in the lists."""
    bench.files, bench.total, bench.digest = survey(bench.contender.output)
    title, _ = bench.titles()
    bench.shown = sum(1 for _ in pages_with(bench.contender.output, title))
    wrong = []
    missing = sum(1 for number in range(1, bench.size + 1) if not bench.contender.page(number).is_file())
    if missing:
        wrong.append(f"{missing} issues have no page")
    if bench.shown < _SHOWN_AT_LEAST:
        wrong.append(f"the title {title} is on {bench.shown} pages only")
    return wrong


def check(step: str, bench: Bench) -> list[str]:
    """What is wrong with the output after *step*, if anything."""
    contender = bench.contender
    before = bench.digest
    files, bench.total, bench.digest = survey(contender.output)
    wrong = [] if files == bench.files else [f"{files} files, not {bench.files}"]
    if step in ("full", "nochange"):
        return wrong if bench.digest == before else [*wrong, "the output differs from the build before"]
    if bench.digest == before:
        wrong.append("the output is the same as before the edit")
    if step == "edit":
        shown, gone = bench.titles()
        if shown not in contender.page(bench.edited).read_text("utf-8"):
            wrong.append("the page has the old title")
        expected = bench.shown
    else:
        shown, gone = _contents_words(contender.template())
        expected = bench.size
    now, stale = (sum(1 for _ in pages_with(contender.output, word)) for word in (shown, gone))
    if (now, stale) != (expected, 0):
        wrong.append(f"{now} pages say {shown}, not {expected}; {stale} still say {gone}")
    return wrong


def survey(folder: Path) -> tuple[int, int, str]:
    """How many files there are below *folder*, their bytes, and one digest of names and contents."""
    seen = hashlib.sha256()
    count = total = 0
    for path in files_below(folder):
        data = Path(path).read_bytes()
        seen.update(f"{os.path.relpath(path, folder)}\0{len(data)}\0".encode())
        seen.update(data)
        count, total = count + 1, total + len(data)
    return count, total, seen.hexdigest()


def pages_with(folder: Path, word: str) -> Iterator[str]:
    """The HTML files below *folder* that contain *word*."""
    sought = word.encode()
    return (path for path in files_below(folder) if path.endswith(".html") and sought in Path(path).read_bytes())


def files_below(folder: Path) -> Iterator[str]:
    """All files below *folder*, always in the same order."""
    for place, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            yield os.path.join(place, name)  # noqa: PTH118 - a hundred thousand times


def _contents_words(path: Path) -> tuple[str, str]:
    one, other = CONTENTS_WORDS
    return (one, other) if one in path.read_text("utf-8") else (other, one)


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    if text.count(old) != 1:
        raise SystemExit(f"{path}: {old} is there {text.count(old)} times, should be once")
    path.write_text(text.replace(old, new), "utf-8", newline="\n")
