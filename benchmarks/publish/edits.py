"""What publishing an edit of a large site costs a server: the files that change, and the bytes that rsync sends.

`python benchmarks/publish/edits.py [--issues 10000] [--edits 10] [--folder FOLDER] [--seed 1]`

The site is that of the search benchmark, whose issues have as many different words as real ones. Edits are in turns a
later step (后续进展) and a correction of the problem with its reason, each a sentence that another issue has, and each is
published. Changed pages and lists are told apart from the rest, as are compressed twins, which are not made here.
Linux only, with rsync.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / one) for one in ("", "tests", "benchmarks", "benchmarks/search")]

import texts  # noqa: E402 - the path comes first

from bureau import Bureau  # noqa: E402
from rectify.outputs import compressed  # noqa: E402
from rectify.release.sums import read_sums  # noqa: E402
from rectify.terminal import publishing  # noqa: E402

PAGES: Final = re.compile(r"\.(html|atom)$|^(.*/)?feed\.json$")
"""Pages, lists and feeds."""
_SENT: Final = re.compile(r"Total bytes sent: ([\d,.]+)")


def main() -> int:
    """Lay, publish, edit and publish; give 0."""
    options = _options()
    folder = Path(options.folder or tempfile.mkdtemp(prefix="rectify-edits-"))
    texts.site(folder / "project", options.issues, ROOT)
    compressed._ways = lambda: iter(())  # noqa: SLF001 - there is no other place where twins can be left out
    publishing._check = lambda *_a, **_k: None  # type: ignore[assignment] # noqa: SLF001 - nor checks
    bureau = Bureau(folder / "project", folder / "www")
    bureau.start = dt.datetime(2026, 1, 10, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))
    _published(bureau, new=True)
    chance = random.Random(options.seed)
    print(
        "| edit | files | pages and lists | the rest | … by folder | rsync, MB | CPU s |\n|---|--:|--:|--:|---|--:|--:|"
    )
    rests, sent = [], []
    for turn in range(options.edits):
        before = (bureau.www / "current").resolve()
        _edit(bureau.root, chance, turn)
        seconds = _published(bureau)
        changed = _changed(before, (bureau.www / "current").resolve())
        rest = [path for path in changed if not PAGES.search(path) and not _is_twin(path, changed)]
        rests.append(len(rest))
        sent.append(_rsync(before, (bureau.www / "current").resolve(), folder))
        folders = Counter("/".join(path.split("/")[: 2 if path.startswith("search/") else 1]) for path in rest)
        by_folder = ", ".join(f"{name} {count}" for name, count in sorted(folders.items()))
        kind = "correction" if turn % 2 else "later step"
        print(
            f"| {kind} | {len(changed)} | {len(changed) - len(rest)} | {len(rest)} | {by_folder} | {sent[-1]:.2f} | {seconds:.1f} |",
            flush=True,
        )
    print(
        f"\nthe rest: median {statistics.median(rests)}, most {max(rests)} (goal 30); rsync: median {statistics.median(sent):.2f} MB, most {max(sent):.2f} (goal 2)"
    )
    if not options.folder:
        shutil.rmtree(folder)
    return 0


def _is_twin(path: str, changed: list[str]) -> bool:
    """Whether *path* is the data or the plain text of a page that has changed."""
    return path.endswith((".json", ".md", ".txt")) and f"{path.rsplit('.', 1)[0]}.html" in changed


def _published(bureau: Bureau, *, new: bool = False) -> float:
    """Publish, and give the processor time; it must be accepted."""
    began = time.process_time()
    code = bureau.publish(new=new)
    if code:
        raise SystemExit(f"publish ended with {code}")
    bureau.minutes += 24 * 60
    return time.process_time() - began


def _edit(root: Path, chance: random.Random, turn: int) -> None:
    """Add a later step, or correct the problem, of an issue drawn by lot."""
    files = sorted((root / "content/2025-benchmark").glob("[0-9]*.yaml"))
    path, other = chance.sample(files, 2)
    text = path.read_text("utf-8")
    day = dt.date(2026, 1, 10) + dt.timedelta(days=turn)
    sentence = _sentence(other.read_text("utf-8"))
    if turn % 2:
        kept = path.parent / "versions" / f"{path.stem}.1.yaml"
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(text, "utf-8", newline="\n")
        text = re.sub(r"(problem: \|-\n  .*)", rf"\1{sentence}", text) + f"revisions: [{{date: {day}, note: 更正}}]\n"
    else:
        text += f"updates: [{{date: {day}, text: '{sentence}'}}]\n"
    path.write_text(text, "utf-8", newline="\n")


def _sentence(text: str) -> str:
    """The shortest sentence of ten and more characters in the problem of an issue's file."""
    problem = text.split("problem: |-\n", 1)[1].split("\n", 1)[0]
    whole = [one for one in re.findall(r"[^。]+。", problem.strip()) if len(one) >= 10]
    return min(whole, key=len).replace("'", "’") if whole else "又检查一次，没有发现新的问题。"


def _changed(before: Path, after: Path) -> list[str]:
    old, new = read_sums(before), read_sums(after)
    changed = [path for path in sorted(old.keys() | new.keys()) if old.get(path) != new.get(path)]
    return [*changed, "SHA256SUMS"]


def _rsync(before: Path, after: Path, folder: Path) -> float:
    """Megabytes that rsync sends to a server that has the release before."""
    copy = folder / "copy"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(before, copy, copy_function=os.link)
    command = [
        "rsync",
        "--archive",
        "--delete",
        "--no-whole-file",
        "--compress",
        "--stats",
        f"{after}/",
        f"{copy}/",
    ]
    sent = _SENT.search(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return float(sent[1].replace(",", "")) / 1e6 if sent else float("nan")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--issues", type=int, default=10_000)
    parser.add_argument("--edits", type=int, default=10)
    parser.add_argument("--folder", help="keep project and releases in this folder")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
