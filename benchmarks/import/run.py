"""What an import gets right of notices that it was not made for: `python benchmarks/import/run.py [--mutations 20]`."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(Path(__file__).parent)]

from mutate import Tried, tried, variants  # noqa: E402 - after the path
from score import Score, answer_of, draft_of, score, table  # noqa: E402

UNSEEN = Path(__file__).parent / "unseen"


def main() -> int:
    """Import every notice below a folder that has an answer beside it, and print the score."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", default=str(UNSEEN))
    parser.add_argument("--notes", action="store_true", help="also what is wrong, line by line")
    parser.add_argument("--mutations", type=int, metavar="N", help="instead: N variants of each kind of change")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kind", help="only this kind of change")
    options = parser.parse_args()
    if options.mutations:
        return _mutations(options)
    total, scores, clean = Score(), [], 0
    with tempfile.TemporaryDirectory() as name:
        for answer in sorted(Path(options.folder).rglob("*.yaml")):
            notice = next(path for path in answer.parent.glob(answer.stem + ".*") if path != answer)
            one = score(draft_of(notice, Path(name)), answer_of(answer))
            scores.append((f"{answer.parent.name}/{answer.stem[:2]}{notice.suffix}", one))
            if options.notes:
                print(f"== {notice.name}", *one.notes, sep="\n   ")
            total.add(one)
            clean += one.clean_but_wrong
    print("\n".join(table([*scores, ("all", total)])))
    print(f"\ncategories {total.categories} of {total.issues}; clean although something is wrong: {clean}")
    return 0


def _mutations(options: argparse.Namespace) -> int:
    """Try variants of notices and print what became of each kind."""
    kinds: dict[str, list[Tried]] = {}
    chosen = {"kinds": [options.kind]} if options.kind else {}
    for variant in variants(options.seed, options.mutations, **chosen):
        one = tried(variant)
        kinds.setdefault(variant.kind, []).append(one)
        if options.notes:
            print(f"== {variant.kind} {variant.form}", *(f"LOST {title}" for title in one.lost), sep="\n   ")
            print("   REFUSED" if one.refused else "", *one.score.notes, sep="\n   ")
    print("| change | notices | refused | lost, undoubted | wrong 已完成, undoubted | clean though wrong | ", end="")
    header, ruler, *rows = table((kind, _sum(found)) for kind, found in kinds.items())
    print(header.removeprefix("| notice | "), "| --- " * 5 + ruler, sep="\n")
    for (kind, found), row in zip(kinds.items(), rows, strict=True):
        lost, done = (sum(len(getattr(one, key)) for one in found) for key in ("lost", "done"))
        refused, clean = (sum(getattr(one, key) for one in found) for key in ("refused", "clean"))
        print(f"| {kind} | {len(found)} | {refused} | {lost} | {done} | {clean} |{row.removeprefix(f'| {kind} |')}")
    return 0


def _sum(found: list[Tried]) -> Score:
    total = Score()
    for one in found:
        total.add(one.score)
    return total


if __name__ == "__main__":
    sys.exit(main())
