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
from rectify.ground.diagnostics import SourceError
from rectify.source.load import load
from rectify.terminal import messages
from rectify.terminal.progress import watch

FINE: Final = 0
SITE_HAS_ERRORS: Final = 1
WRONG_USAGE: Final = 2


def build(root: Path, options: Namespace) -> int:
    """Build the site into `output/`; on any error `output/` stays as it was."""
    began = time.perf_counter()
    try:
        made = pipeline.build(root, None if options.quiet else watch)
    except SourceError as error:
        print(messages.found(error.diagnostics), messages.UNCHANGED, sep="\n")
        return SITE_HAS_ERRORS
    try:
        pipeline.write(made, root / pipeline.OUTPUT)
    except OSError as error:
        print(
            f"写不进 {pipeline.OUTPUT}/：{error}\n请关掉打开着 output 文件夹的窗口和程序，检查磁盘空间，再运行一次。{messages.UNCHANGED}"
        )
        return SITE_HAS_ERRORS
    if not options.quiet:
        if made.diagnostics:
            print(messages.found(made.diagnostics))
        print(messages.built(made, time.perf_counter() - began, pipeline.OUTPUT))
    return FINE


def check(root: Path, _options: Namespace) -> int:
    """Tell everything wrong or doubtful, writing nothing."""
    try:
        diagnostics = pipeline.check(pipeline.build(root, watch))
    except SourceError as error:
        print(messages.found(error.diagnostics))
        return SITE_HAS_ERRORS
    print(messages.found(diagnostics) if diagnostics else messages.ALL_WELL)
    return SITE_HAS_ERRORS if any(d.severity == 0 for d in diagnostics) else FINE


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
        sources = load(root)
    except SourceError as error:
        print(messages.found(error.diagnostics), "先改正以上错误，再新建问题。", sep="\n")
        return SITE_HAS_ERRORS
    within = next((r for r in sources.rounds if r.id == (options.round or sources.rounds[0].id)), None)
    if within is None:
        print(f"没有 {options.round} 这一轮。现有：{'、'.join(r.id for r in sources.rounds)}")
        return WRONG_USAGE
    number = max((entry.issue.number for entry in within.issues), default=0) + 1
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
