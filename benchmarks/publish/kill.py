"""`publish` killed again and again while nginx shows the site to readers who never stop looking.

`python benchmarks/publish/kill.py [--kills 200] [--issues 12] [--seed 1]`

Each run of `publish` has something new for every page and for the style sheet, and is ended by SIGKILL:
in every other turn at any moment of its life, else at a moment after it began to write to the server's
folder. Every fifth turn a `rollback` is killed instead, and what it did must be in the record after the next
publication, and what it did not do must not. Every tenth turn a run goes through; then nothing half done may lie about, `verify` must find the
site whole and no more than ten releases.

A reader asks nginx, with the settings that `server-config` writes, for a page, the style sheet and the
scripts that it names, another page, and the first one again, plain and compressed. What is wrong: any
answer but 200, a page that is not complete, one whose number is not that of a site that may be public, a
compressed page that is none, and another page of another release although the first was the same
before and after it. An older release has no style sheet of a newer one: a page that was opened just before a
rollback may miss it, which is counted as wrong, too. Linux only, with nginx.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gzip
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks"), str(ROOT / "tests")]

import corpus  # noqa: E402
import typed  # noqa: E402
from rectify import pipeline  # noqa: E402
from rectify.release import journal  # noqa: E402
from servers.running import Running, serving  # noqa: E402

PAGES = ("index.html", "2025-benchmark/001.html", "2025-benchmark/issues.html", "sitemap.html")
ROUND = 10
RELEASES = 10
PAUSE = 0.02
"""Between two looks: the publications need a processor, too."""
ADDRESS = re.compile(r"^(  address:).*$", re.MULTILINE)
PUBLISHED = re.compile(r"^published: .*$", re.MULTILINE)
NUMBER = re.compile(r"第(\d+)次公开路")
ASSET = re.compile(r'(?:href|src)="((?:\.\./)*assets/[^"]+)"')


@dataclass
class Reader:
    """Looks at the site until told to stop, and notes what is wrong with it."""

    server: Running
    wrong: list[str] = field(default_factory=list)
    looks: int = 0
    requests: int = 0
    seen: set[int] = field(default_factory=set)
    done: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Look at one pair of pages after the other."""
        chance = random.Random(2)
        while not self.done.is_set():
            first, other = chance.sample(PAGES, 2)
            try:
                self.look(first, other)
            except OSError as error:
                self.wrong.append(f"{first}: {error!r}")
            self.looks += 1
            time.sleep(PAUSE)

    def look(self, first: str, other: str) -> None:
        """A page with all that it needs, another one, and the first again."""
        page = self.fetch(first)
        before = self.number(first, page)
        for address in set(ASSET.findall(page.decode())):
            if not self.fetch(address.lstrip("./")):
                self.wrong.append(f"{address} is empty")
        between = self.number(other, self.fetch(other, "gzip"))
        after = self.number(first, self.fetch(first, "gzip"))
        if before == after != between:
            self.wrong.append(f"{first} is of {before} before and after, {other} of {between}")

    def fetch(self, path: str, accepted: str = "identity") -> bytes:
        """The bytes of a file, unpacked."""
        self.requests += 1
        answer = self.server.of_site(path, headers={"Accept-Encoding": accepted})
        if answer.status != 200:
            self.wrong.append(f"{path}: {answer.status}")
        return gzip.decompress(answer.body) if answer.headers.get("content-encoding") == "gzip" else answer.body

    def number(self, path: str, page: bytes) -> int:
        """Which release a page is of."""
        text = page.decode()
        numbers = {int(number) for number in NUMBER.findall(text)}
        if len(numbers) != 1 or not text.rstrip().endswith("</html>"):
            self.wrong.append(f"{path} is not a whole page: {sorted(numbers)}")
            return -1
        self.seen |= numbers
        return numbers.pop()


@dataclass
class Bureau:
    """A project, and the server's folder to which it publishes."""

    root: Path
    www: Path
    python: str

    def edit(self, number: int) -> None:
        """Put a number on every page and into the style sheet."""
        config = self.root / "site.yaml"
        config.write_text(ADDRESS.sub(rf"\1 第{number}次公开路", config.read_text("utf-8"), count=1), "utf-8")
        style = self.root / "static/css/base.css"
        style.write_text(
            f"{style.read_text('utf-8').partition('/*n*/')[0]}/*n*/.n{number} {{ order: {number}; }}\n", "utf-8"
        )

    def begin(self, *arguments: str) -> subprocess.Popen[str]:
        """Type a command."""
        return typed.begin(self.root, *arguments, "--to", str(self.www), python=self.python)

    def go_through(self) -> None:
        """Publish undisturbed; then everything must be in order."""
        for command in (("publish", "--yes"), ("verify",)):
            running = self.begin(*command)
            said = running.communicate()
            assert running.returncode == 0, said
        assert not self.half_done()
        assert len(list((self.www / "releases").iterdir())) <= RELEASES

    def half_done(self) -> list[str]:
        """What a run that was killed left."""
        places = (self.www, self.www / "releases")
        return [
            path.name for place in places if place.is_dir() for path in place.iterdir() if path.name.startswith(".")
        ]

    def rollbacks(self) -> list[str]:
        """The releases that the site was rolled back to, by the record."""
        return [entry.note for entry in journal.read(self.root) if entry.kind is journal.Kind.ROLLED_BACK]

    def killed_rollback(self, chance: random.Random, whole: float) -> str:
        """Roll back and kill; what had happened by then. *whole* is how long it takes."""
        public, known = (self.www / "current").readlink(), len(self.rollbacks())
        running = self.begin("rollback")
        time.sleep(chance.uniform(whole / 3, whole))
        running.send_signal(signal.SIGKILL)
        running.communicate()
        now = (self.www / "current").readlink()
        recorded = len(self.rollbacks()) > known
        self.edit(chance.randrange(10**6, 10**7))
        self.go_through()
        assert self.rollbacks()[known:] == ([now.name] if now != public else []), "the record does not fit"
        if now == public:
            return "rollback killed before the switch"
        return "rollback recorded before it was killed" if recorded else "rollback killed before the record"

    def killed(self, chance: random.Random, whole: float, writing: float, *, late: bool) -> str:
        """Publish and kill; what had happened by then. *whole* and *writing* are how long it and its writing take."""
        public = (self.www / "current").readlink()
        running = self.begin("publish", "--yes")
        if late:
            while running.poll() is None and not any(name.startswith(".incoming") for name in self.half_done()):
                time.sleep(0.001)
        time.sleep(chance.uniform(0, writing * 1.3 if late else whole * 1.1))
        running.send_signal(signal.SIGKILL)
        running.communicate()
        if running.returncode != -signal.SIGKILL:
            return "ended before it was killed"
        if (self.www / "current").readlink() != public:
            return "killed after the switch"
        writes = any(name.startswith(".incoming") for name in self.half_done())
        return (
            "killed while writing the release"
            if writes
            else "killed before writing, or between the release and the switch"
        )


def timed(bureau: Bureau) -> tuple[float, float]:
    """How long a publication takes, and how long of it something lies in the server's folder half done."""
    began = time.monotonic()
    running = bureau.begin("publish", "--yes")
    first = 0.0
    while running.poll() is None:
        if not first and any(name.startswith(".incoming") for name in bureau.half_done()):
            first = time.monotonic()
        time.sleep(0.002)
    running.communicate()
    return time.monotonic() - began, time.monotonic() - (first or began)


def main() -> None:
    """Kill as often as the command line asks and print what happened; the exit code says whether anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--issues", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--python", default=sys.executable, help="a Python with the packages of requirements.lock")
    given = parser.parse_args()
    chance = random.Random(given.seed)
    happened: Counter[str] = Counter()
    with tempfile.TemporaryDirectory(prefix="rectify-kill-") as folder:
        Path(folder).chmod(0o755)
        bureau = Bureau(Path(folder, "project"), Path(folder, "www"), given.python)
        bureau.www.mkdir()
        corpus.site(bureau.root, given.issues)
        recent = (dt.date.today() - dt.timedelta(days=1)).isoformat()  # or the clock would be doubted  # noqa: DTZ011
        for path in bureau.root.glob("content/*/round.yaml"):
            path.write_text(PUBLISHED.sub(f"published: {recent} 09:30", path.read_text("utf-8")), "utf-8")
        bureau.edit(0)
        bureau.go_through()
        bureau.edit(1)
        whole, writing = timed(bureau)
        began = time.monotonic()
        bureau.begin("rollback").communicate()
        rolling = time.monotonic() - began
        with serving("nginx", pipeline.server(bureau.root)[0], bureau.www) as server:
            reader = Reader(server)
            looking = threading.Thread(target=reader.run)
            looking.start()
            turn = 0
            while (
                sum(count for what, count in happened.items() if "killed" in what and "ended" not in what) < given.kills
            ):
                if turn % 5 == 4:
                    happened[bureau.killed_rollback(chance, rolling)] += 1
                else:
                    bureau.edit(turn + 2)
                    happened[bureau.killed(chance, whole, writing, late=turn % 2 == 1)] += 1
                turn += 1
                if turn % ROUND == 0:
                    bureau.go_through()
                    happened["went through, everything in order"] += 1
            reader.done.set()
            looking.join()
    print(f"| a publication takes {whole:.1f} s, of it writing {writing:.1f} s | |\n| --- | ---: |")
    for what, count in sorted(happened.items()):
        print(f"| {what} | {count} |")
    print(f"| looks of the reader | {reader.looks} |\n| requests | {reader.requests} |")
    print(f"| different releases seen | {len(reader.seen)} |\n| wrong | {len(reader.wrong)} |")
    print(*reader.wrong[:20], sep="\n")
    sys.exit(bool(reader.wrong))


if __name__ == "__main__":
    main()
