"""Our search beside Pagefind's: the same pages, the same questions, in Chromium.

`python benchmarks/search/run.py [--sizes 59 1000 10000] [--queries-per-kind N] [--no-pagefind] [--json FILE]`
"""

from __future__ import annotations

import argparse
import contextlib
import json
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "benchmarks"))

import goals  # noqa: E402
import queries as questions  # noqa: E402
import report  # noqa: E402
import scores  # noqa: E402
import truth  # noqa: E402
from natural import SPOKEN  # noqa: E402
from playwright.sync_api import Browser  # noqa: E402
from queries import Query  # noqa: E402
from server import STRICT, Server  # noqa: E402

import browser as browsers  # noqa: E402
import programs  # noqa: E402
import sites  # noqa: E402

VISITS: Final = 12
NEXT: Final = 3
SLOW_VISITS: Final = 5
TYPED: Final = 12
SAMPLE: Final = 12
BLANK: Final = b'<!doctype html><meta charset="utf-8"><title>Pagefind</title>'


def main() -> int:
    """Measure as the command line asks; 1 if a goal was missed."""
    given = arguments()
    program = None if given.no_pagefind else programs.install_pagefind()
    root = Path(tempfile.mkdtemp(prefix="rectify-search-", dir=given.folder))
    sizes: list[goals.Size] = []
    try:
        with browsers.chromium() as browser:
            versions = ["ours", *([f"Pagefind {programs.PAGEFIND}"] if program else []), f"Chromium {browser.version}"]
            facts = report.about(versions, given.seed)
            for size in given.sizes:
                sizes.append(one_size(size, given, browser, program, root / str(size)))
                if not given.keep:
                    shutil.rmtree(root / str(size))
    finally:
        if given.keep:
            say(f"The sites are in {root}")
        else:
            shutil.rmtree(root, ignore_errors=True)
    print(report.markdown(facts, sizes))
    told = report.as_json(facts, sizes)
    if given.json:
        given.json.write_text(json.dumps(told, ensure_ascii=False, indent=1), "utf-8")
    return int(any(goal["met"] is False for size in told["sizes"] for goal in size["goals"]))


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[59, 1000, 10000], help="numbers of issues")
    parser.add_argument("--queries-per-kind", type=int, help="instead of the numbers of each kind and size")
    parser.add_argument("--seed", type=int, default=1, help="another number draws other questions")
    parser.add_argument("--no-pagefind", action="store_true", help="only ours")
    parser.add_argument("--pagefind-most", type=int, default=10000, help="above so many issues only ours")
    parser.add_argument("--shown", type=int, default=150, help="press “more” until so many results are shown")
    parser.add_argument("--text-folders", nargs="*", default=["d"], help="folders of search/ that hold text, no index")
    parser.add_argument("--python", default=sys.executable, help="the Python that has our packages")
    parser.add_argument("--project", type=Path, default=ROOT, help="another checkout to measure")
    parser.add_argument("--folder", type=Path, help="where to lay the sites, instead of the folder for temporary files")
    parser.add_argument("--keep", action="store_true", help="leave the sites there afterwards")
    parser.add_argument("--json", type=Path, help="also write every figure and every miss to this file")
    return parser.parse_args()


@dataclass(frozen=True)
class Job:
    """What both sides are asked at one size."""

    browser: Browser
    folder: Path
    corpus: truth.Corpus
    drawn: list[Query]
    shown: int

    @property
    def asked(self) -> list[str]:
        """The words of the questions."""
        return [query.text for query in self.drawn]


def one_size(size: int, given: argparse.Namespace, browser: Browser, program: Path | None, folder: Path) -> goals.Size:
    """Both sides at one size."""
    say(f"{size:,} issues: laying the site")
    sites.lay(folder, size, given.project.resolve())
    without = sites.build(folder, given.python, searched=False)
    cost = sites.build(folder, given.python)
    if cost is None:
        raise SystemExit(1)
    say(f"built in {cost.cpu:.1f} CPU s; drawing questions")
    corpus = truth.read_corpus(folder / "output")
    if len(corpus.paths) != size or min(map(len, corpus.blocks)) < 2:
        raise SystemExit(f"{len(corpus.paths)} issue pages with text, not {size}")
    drawn = questions.draw(corpus, given.seed, given.queries_per_kind)
    say(f"{len(drawn)} questions of {len(corpus.text):,} characters")
    job = Job(browser, folder, corpus, drawn, given.shown)
    other = pagefind(job, program) if program and size <= given.pagefind_most else None
    return goals.Size(size, len(drawn), len(corpus.text), ours(job, cost, without), other, tuple(given.text_folders))


def ours(job: Job, cost: sites.Cost, without: sites.Cost | None) -> goals.Side:
    """Our search page, over http with a strict policy, and from a file."""
    output = job.folder / "output"
    with timed("ours"), Server(output, STRICT) as server:
        page = browsers.Ours(job.browser, server.address, server)
        figures, misses = scores.judge(job.corpus, job.drawn, page.answers(job.asked, job.shown, say), tiered=True)
        visits, slow, typing = rounds(page, server, job.drawn)
        sample = few(job.drawn, SAMPLE)
        wanted = [page.opened(query.text) for query in sample]
        local = browsers.Ours(job.browser, output.resolve().as_uri() + "/")
        old = browsers.Ours(job.browser, server.address, before=browsers.OLD)
        checks = {
            "same first results from `file://`": alike(local, sample, wanted),
            "same without WebAssembly and Intl.Segmenter": alike(old, sample, wanted),
            "strict Content-Security-Policy": f"{len(page.violations)} violations",
        }
    weights = sites.weights(output / "search")
    return goals.Side("ours", figures, misses, visits, slow, typing, weights, cost, without, checks)


def pagefind(job: Job, program: Path) -> goals.Side:
    """Pagefind over the same pages."""
    place = job.folder / "beside"
    index = place / "pagefind"
    cost = sites.index_with_pagefind(program, job.folder / "output", index)
    say(f"Pagefind: index built in {cost.cpu:.1f} CPU s")
    with timed("Pagefind"), Server(place, blank=BLANK) as server:
        page = browsers.Pagefind(job.browser, server, sites.pages_of(index))
        figures, misses = scores.judge(job.corpus, job.drawn, page.answers(job.asked, say), tiered=False)
        visits, slow, typing = rounds(page, server, job.drawn)
    with Server(place, STRICT, blank=BLANK) as server:
        works = browsers.Pagefind(job.browser, server, {}).works()
    checks = {"strict Content-Security-Policy": "works" if works else "does not work"}
    return goals.Side("Pagefind", figures, misses, visits, slow, typing, sites.weights(index), cost, None, checks)


def rounds(
    page: browsers.Ours | browsers.Pagefind, server: Server, drawn: list[Query]
) -> tuple[list[browsers.Visit], list[browsers.Visit], browsers.Typing]:
    """Visits with an empty cache, some of them slow, and typing."""
    asked = [query.text for query in few(drawn, VISITS * (1 + NEXT))]
    groups = [asked[n : n + 1 + NEXT] for n in range(0, len(asked), 1 + NEXT)]
    visits = [page.visit(group[0], group[1:]) for group in groups]
    server.delay = browsers.SLOW
    slow = [page.visit(group[0], []) for group in groups[:SLOW_VISITS]]
    server.delay = 0.0
    return visits, slow, page.typing([query.text for query in few(drawn, TYPED)], [*SPOKEN])


def few(drawn: list[Query], count: int) -> list[Query]:
    """Some of the questions that have an answer without pinyin."""
    usual = [query for query in drawn if query.needed and query.kind not in ("single", *questions.SOUNDS)]
    return random.Random(count).sample(usual, min(count, len(usual)))


def alike(page: browsers.Ours, sample: list[Query], wanted: list[browsers.Answer]) -> str:
    """How many answers are the same in another surrounding."""
    same = sum(page.opened(query.text) == answer for query, answer in zip(sample, wanted, strict=True))
    return f"{same} of {len(sample)}"


@contextlib.contextmanager
def timed(what: str) -> Iterator[None]:
    """Say how long something took."""
    began = time.monotonic()
    yield
    say(f"{what}: {time.monotonic() - began:.0f} s")


def say(text: str) -> None:
    """Progress goes to standard error, the tables to standard output."""
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
