"""One site of many bodies beside one body with as many issues: CPU seconds and memory of a full build.

`python benchmarks/build/bodies.py [--bodies 100] [--issues 100]`: three sites, each built once in one process: every
body with a round of its own; one body with the same rounds; one body with one round. The second tells what bodies cost
from what many rounds cost, each of which has pages for its documents, days, figures and the whole notice.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import corpus

BUILD = """
from pathlib import Path
from rectify import pipeline
pipeline.identity_faults = lambda *_: ()  # the site has the sample's name and words
pipeline.build(Path("."), Path("output"))
"""


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bodies", type=int, default=100)
    parser.add_argument("--issues", type=int, default=100, help="of each body")
    given = parser.parse_args()
    print("| site | CPU, s | memory, MiB | files |\n| --- | ---: | ---: | ---: |")
    for name, bodies, rounds in (
        ("one round", 1, 1),
        ("one body", 1, given.bodies),
        ("many bodies", given.bodies, given.bodies),
    ):
        with tempfile.TemporaryDirectory(prefix="rectify-benchmark-") as folder:
            root = Path(folder, "site")
            corpus.site(root, given.bodies * given.issues)
            part(root, rounds, bodies)
            seconds, memory = built(root)
            files = sum(path.is_file() for path in (root / "output").rglob("*"))
        print(
            f"| {name}: {bodies:,} × {rounds // bodies:,} × {given.bodies * given.issues // rounds:,} | {seconds:.1f} | {memory} | {files:,} |",
            flush=True,
        )


def part(root: Path, rounds: int, bodies: int) -> None:
    """Part the one round of the site *root* into *rounds*, the same number for each of its *bodies*."""
    if rounds == 1:
        return
    whole = root / "content" / "2025-benchmark"
    record = (whole / "round.yaml").read_text("utf-8")
    files = sorted(whole.glob("[0-9]*.yaml"), key=lambda path: int(path.stem))
    for number in range(rounds):
        folder = root / "content" / f"2025-benchmark-{number:03}"
        folder.mkdir()
        body = f"body: b{number % bodies:03}\n" if bodies > 1 else ""
        (folder / "round.yaml").write_text(body + record.partition("claims:")[0] + after_claims(record), "utf-8")
        for place, file in enumerate(files[number::rounds], start=1):
            text = file.read_text("utf-8").replace(f"number: {int(file.stem)}\n", f"number: {place}\n", 1)
            (folder / f"{place:03}.yaml").write_text(text, "utf-8")
            file.unlink()
    (whole / "round.yaml").unlink()
    whole.rmdir()
    if bodies > 1:
        config = (root / "site.yaml").read_text("utf-8")
        departments = "departments:" + config.partition("departments:")[2].replace("\n", "\n    ").rstrip()
        own = "".join(f"  - id: b{n:03}\n    name: 第{n}个单位\n    {departments}\n" for n in range(bodies))
        (root / "site.yaml").write_text(f"{config}bodies:\n{own}", "utf-8")


def after_claims(record: str) -> str:
    """The *record* behind what it claims of its totals, which no part of it has."""
    lines = record.partition("claims:")[2].split("\n")[1:]
    rest = next((place for place, line in enumerate(lines) if line[:1] not in (" ", "")), len(lines))
    return "\n".join(lines[rest:])


def built(root: Path) -> tuple[float, int]:
    """CPU seconds and peak memory in MiB of a full build of the project *root* in one process."""
    process = subprocess.Popen([sys.executable, "-c", BUILD], cwd=root, env={**os.environ, "PYTHONPATH": str(root)})
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"the build failed: {status}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024


if __name__ == "__main__":
    main()
