"""What is measured: full, no change, one edit, a template edit; and whether the result is right."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from contenders import BOTH, CONTENTS_WORDS, HERE, HUGO, OURS, ROUND, SEARCH, Contender

import programs

STEPS: Final = {
    "full": "full",
    "nochange": "no change",
    "edit": "one title edited",
    "template": "one word of the issue's template edited",
}
_SHOWN_AT_LEAST: Final = 7
"""A title is on its page, its two neighbours', and in the lists: all, category, status, department."""


@dataclass(frozen=True)
class Cost:
    """What a run took: CPU seconds of all its processes, wall seconds, peak MiB of all together, load before it."""

    cpu: float
    wall: float
    memory: float
    load: float

    def then(self, other: Cost) -> Cost:
        """The cost of one run after another."""
        return Cost(self.cpu + other.cpu, self.wall + other.wall, max(self.memory, other.memory), self.load)


@dataclass(frozen=True)
class Made:
    """The files of an output: how many, their bytes."""

    files: int
    total: int


@dataclass
class Bench:
    """One contender's site of *size* issues, and what is known of its output."""

    contender: Contender
    size: int
    made: dict[str, Made] = field(default_factory=dict)
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


@dataclass(frozen=True)
class Survey:
    """The pages and other files of an output without Pagefind's, one digest of their names and contents.

    *shown* counts the HTML files with each word asked for, *anywhere* all files with it.
    """

    made: Made
    digest: str
    shown: tuple[int, ...]
    anywhere: tuple[int, ...]


def measure(contender: Contender) -> dict[str, Cost]:
    """Build once; the cost up to the end of each command. Stops everything if a command fails."""
    costs: dict[str, Cost] = {}
    for name, command in contender.commands.items():
        cost = _cost(contender, command)
        costs[name] = [*costs.values()][-1].then(cost) if costs else cost
    return costs


def _cost(contender: Contender, command: tuple[str, ...]) -> Cost:
    load = os.getloadavg()[0]
    wrapped = [sys.executable, "-I", "-S", str(HERE / "measure.py"), str(contender.folder), *command]
    environment = {**programs.users_environment(), **contender.environment}
    done = subprocess.run(wrapped, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{command[0]}: cannot be run\n{done.stderr}")
    told = json.loads(done.stdout)
    if told.pop("code"):
        raise SystemExit(f"{' '.join(command)}: failed in {contender.folder}\n{done.stderr}")
    return Cost(**told, load=load)


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
    """Look at the first full build: every page is there, the title is in the lists and can be searched."""
    title, _ = bench.titles()
    output = bench.contender.output
    seen = survey(output, title)
    bench.digest, (bench.shown,) = seen.digest, seen.shown
    bench.made = dict.fromkeys(bench.contender.commands, seen.made)
    wrong = []
    if BOTH in bench.made:
        index = [path.stat().st_size for path in (output / SEARCH).rglob("*") if path.is_file()]
        bench.made[BOTH] = Made(seen.made.files + len(index), seen.made.total + sum(index))
        wrong += _search_faults(bench)
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
    words = _contents_words(contender.template()) if step == "template" else bench.titles()
    seen = survey(contender.output, *words)
    bench.digest = seen.digest
    wrong = _search_faults(bench) if BOTH in contender.commands else []
    files = bench.made[HUGO if HUGO in bench.made else OURS].files
    if seen.made.files != files:
        wrong.append(f"{seen.made.files} files, not {files}")
    if step in ("full", "nochange"):
        return wrong if seen.digest == before else [*wrong, "the output differs from the build before"]
    if seen.digest == before:
        wrong.append("the output is the same as before the edit")
    if step == "edit" and words[0] not in contender.page(bench.edited).read_text("utf-8"):
        wrong.append("the page has the old title")
    expected = bench.size if step == "template" else bench.shown
    stale = seen.shown[1] if step == "template" else seen.anywhere[1]
    if (seen.shown[0], stale) != (expected, 0):
        wrong.append(f"{seen.shown[0]} pages say {words[0]}, not {expected}; {stale} files still say {words[1]}")
    return wrong


def _search_faults(bench: Bench) -> list[str]:
    """Whether Pagefind knows each page, and the edited issue by its title of now."""
    fragments = (bench.contender.output / SEARCH / "fragment").iterdir()
    texts = {gzip.decompress(path.read_bytes()).decode().replace("\u200b", "") for path in fragments}
    title, _ = bench.titles()
    address = f"/{ROUND}/{bench.edited:03}.html"
    wrong = [] if len(texts) >= bench.size else [f"Pagefind has only {len(texts)} pages"]
    is_there = any(address in text and title in text for text in texts)
    return wrong if is_there else [*wrong, f"Pagefind does not have {title}"]


def survey(folder: Path, *words: str) -> Survey:
    """Read all files below *folder*."""
    digest = hashlib.sha256()
    count = total = 0
    shown, anywhere = [0] * len(words), [0] * len(words)
    sought = [word.encode() for word in words]
    for path in files_below(folder):
        data = Path(path).read_bytes()
        digest.update(f"{os.path.relpath(path, folder)}\0{len(data)}\0".encode())
        digest.update(data)
        count, total = count + 1, total + len(data)
        for n, word in enumerate(sought):
            if word in data:
                anywhere[n] += 1
                shown[n] += path.endswith(".html")
    return Survey(Made(count, total), digest.hexdigest(), tuple(shown), tuple(anywhere))


def files_below(folder: Path) -> Iterator[str]:
    """All files below *folder*, always in the same order, but for those of Pagefind, which never takes any away."""
    for place, folders, names in os.walk(folder):
        if Path(place) == folder and SEARCH in folders:
            folders.remove(SEARCH)
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
