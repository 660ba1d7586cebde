"""The sites that are searched: laid, built, and indexed by Pagefind; what that costs and weighs."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import texts

OWN: Final = 59
"""The size of the site's own content."""
_ROOT: Final = Path(__file__).resolve().parents[2]
_MEASURE: Final = Path(__file__).resolve().parents[1] / "build" / "measure.py"
_PARTS: Final = ("content", "static", "templates", "rectify")
_FILES: Final = ("build.py", "requirements.lock", "requirements-test.lock", "site.yaml")
_UNSEARCHED: Final = (
    "import sys, rectify.making.plan as plan; plan.search_blocks; plan.search_blocks = lambda *given: iter(()); "
    "from rectify.terminal.cli import main; sys.exit(main(['build', '--quiet']))"
)
"""The same build without the data of the search."""
_LEFT_OUT: Final = (
    ".issue__side, .issue__neighbours, .issue__number, .visually-hidden, .issue-section__title, .paragraph__number, "
    ".status-tag, .timeline, .document-list, .related, .change-history, .issue__note-title, .notice-banner"
)
"""What of a page is not the issue's own text, so that Pagefind searches the same text as ours."""


@dataclass(frozen=True)
class Cost:
    """CPU seconds of a process and its children, wall seconds, peak MiB."""

    cpu: float
    wall: float
    memory: float


@dataclass(frozen=True)
class Weight:
    """Files of an index by folder: how many, bytes, bytes after gzip."""

    files: int
    raw: int
    packed: int


def lay(folder: Path, size: int, project: Path = _ROOT) -> None:
    """The site of *size* issues: the project's own content if that is its size, or else a made one."""
    if size != OWN:
        texts.site(folder, size, project)
        return
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in _PARTS:
        shutil.copytree(project / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in _FILES:
        shutil.copy(project / name, folder / name)


def build(folder: Path, python: str, *, searched: bool = True) -> Cost | None:
    """Build from nothing; None if that failed."""
    for made in (folder / "output", folder / ".rectify"):
        shutil.rmtree(made, ignore_errors=True)
    command = [python, "build.py", "build", "--quiet"] if searched else [python, "-c", _UNSEARCHED]
    cost = measured(folder, command)
    if cost is None:
        say = "cannot be built" if searched else "cannot be built without search: no figures for the index alone"
        print(f"The site in {folder} {say}", file=sys.stderr)
    return cost


def measured(folder: Path, command: list[str]) -> Cost | None:
    """What *command* costs in *folder*; None if it failed."""
    environment = {**os.environ, "RECTIFY_USE_CURRENT_PYTHON": "1", "PYTHONHASHSEED": "0"}
    wrapped = [sys.executable, "-I", "-S", str(_MEASURE), str(folder), *command]
    done = subprocess.run(wrapped, env=environment, capture_output=True, text=True, check=True)
    told = json.loads(done.stdout)
    if told.pop("code"):
        print(done.stderr[-600:], file=sys.stderr)
        return None
    return Cost(**told)


def weights(folder: Path) -> dict[str, Weight]:
    """The files below *folder* by the folder they are in (`.` for itself)."""
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        data = path.read_bytes()
        place = path.relative_to(folder).parts[0] if path.parent != folder else "."
        packed = len(data) if data[:2] == b"\x1f\x8b" else len(gzip.compress(data, 6))
        for n, more in enumerate((1, len(data), packed)):
            sums[place][n] += more
    return {place: Weight(*values) for place, values in sorted(sums.items())}


def index_with_pagefind(program: Path, output: Path, folder: Path) -> Cost:
    """Let Pagefind index the issue pages of *output* into *folder*."""
    command = [str(program), "--site", str(output), "--output-path", str(folder), "--glob", "*/[0-9]*.html"]
    command += ["--root-selector", "main", "--exclude-selectors", _LEFT_OUT, "--quiet"]
    cost = measured(output, command)
    if cost is None:
        raise SystemExit("Pagefind failed.")
    return cost


def pages_of(index: Path) -> dict[str, str]:
    """The page of each of Pagefind's results, read from its fragments."""
    values = {}
    for path in (index / "fragment").iterdir():
        data = gzip.decompress(path.read_bytes())
        values[path.stem] = json.loads(data[data.index(b"{") :])["url"].lstrip("/")
    return values
