"""What each command does, from its options to its exit code."""

from __future__ import annotations

import subprocess
import sys
import time
from argparse import Namespace
from pathlib import Path
from typing import Final

from rectify import pipeline
from rectify.field.skeleton import issue_skeleton
from rectify.ground.diagnostics import SourceError, errors
from rectify.making.reuse import OUTPUT, Memory
from rectify.terminal import messages
from rectify.terminal.progress import watch

FINE: Final = 0
SITE_HAS_ERRORS: Final = 1
WRONG_USAGE: Final = 2


def build(root: Path, options: Namespace) -> int:
    """Build the site into `output/`; on any error `output/` stays as it was."""
    began = time.perf_counter()
    try:
        memory = Memory(root, OUTPUT)
        made = pipeline.build(root, root / OUTPUT, memory, None if options.quiet else watch)
        where = messages.where(made, OUTPUT)
        doubts = messages.found(made.diagnostics) if made.diagnostics else ""
        memory.save("\n".join(filter(None, (doubts, messages.NOTHING_CHANGED, where))))
    except SourceError as error:
        print(messages.found(error.diagnostics), messages.UNCHANGED, sep="\n")
        return SITE_HAS_ERRORS
    except OSError as error:
        print(messages.cannot_write(error, OUTPUT), messages.UNCHANGED, sep="\n")
        return SITE_HAS_ERRORS
    if not options.quiet:
        said = (doubts, messages.built(made, time.perf_counter() - began), where)
        print("\n".join(filter(None, said)))
    return FINE


def check(root: Path, _options: Namespace) -> int:
    """Tell everything wrong or doubtful, writing nothing."""
    try:
        diagnostics = pipeline.check(root)
    except SourceError as error:
        print(messages.found(error.diagnostics))
        return SITE_HAS_ERRORS
    print(messages.found(diagnostics) if diagnostics else messages.ALL_WELL)
    return SITE_HAS_ERRORS if errors(diagnostics) else FINE


def serve(root: Path, options: Namespace) -> int:
    """Show the site on this computer, following edits."""
    from rectify.terminal.server import serve  # noqa: PLC0415 - its library is heavy

    try:
        serve(root, options.port)
    except KeyboardInterrupt:
        print("\n已结束。")
    except OSError as error:
        print(
            f"打不开端口 {options.port}：{error.strerror}。换一个试试：python build.py serve --port {options.port + 1}"
        )
        return SITE_HAS_ERRORS
    return FINE


def new(root: Path, options: Namespace) -> int:
    """Write the skeleton of the next issue of a round."""
    try:
        sources, _ = pipeline.read(root)
    except SourceError as error:
        print(messages.found(error.diagnostics), "先改正以上错误，再新建问题。", sep="\n")
        return SITE_HAS_ERRORS
    within = next((r for r in sources.rounds if r.id == (options.round or sources.rounds[0].id)), None)
    if within is None:
        print(f"没有 {options.round} 这一轮。现有：{'、'.join(r.id for r in sources.rounds)}")
        return WRONG_USAGE
    number = max((entry.card.number for entry in within.issues), default=0) + 1
    path = root / "content" / within.id / f"{number:03}.yaml"
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(issue_skeleton(number, within.round.categories))
    except FileExistsError:
        print(f"{path.relative_to(root)} 已经有了，没有动它。")
        return SITE_HAS_ERRORS
    print(f"已新建 {path.relative_to(root).as_posix()}。填好以后运行 python build.py。")
    return FINE


def test(root: Path, options: Namespace) -> int:
    """Run the tests; what follows the command goes to pytest."""
    done = subprocess.run([sys.executable, "-m", "pytest", *options.rest], cwd=root, check=False)  # noqa: S603
    return done.returncode
