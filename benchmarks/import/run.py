"""What an import gets right of notices that it was not made for: `python benchmarks/import/run.py`."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from score import Score, answer_of, draft_of, score, table  # noqa: E402 - after the path

UNSEEN = Path(__file__).parent / "unseen"


def main() -> int:
    """Import every notice below a folder that has an answer beside it, and print the score."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", default=str(UNSEEN))
    parser.add_argument("--notes", action="store_true", help="also what is wrong, line by line")
    options = parser.parse_args()
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


if __name__ == "__main__":
    sys.exit(main())
