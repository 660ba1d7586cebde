"""What each command does, from its options to its exit code."""

from __future__ import annotations

import errno
import gc
import subprocess
import sys
import time
from argparse import Namespace
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from rectify import pipeline
from rectify.field.skeleton import issue_skeleton
from rectify.ground.diagnostics import SourceError, errors
from rectify.making.output import Output
from rectify.making.reuse import OUTPUT, Memory
from rectify.terminal import messages
from rectify.terminal.profile import Profile
from rectify.terminal.progress import watch

FINE: Final = 0
SITE_HAS_ERRORS: Final = 1
WRONG_USAGE: Final = 2
MOST_PORT: Final = 65535
FIRST_PORT: Final = 1024
"""Those before are not for everybody."""


def build(root: Path, options: Namespace) -> int:
    """Build the site into `output/`; on any error `output/` stays as it was."""
    gc.disable()  # the process ends with the build, and nothing of it is cyclic
    began, profile = time.perf_counter(), Profile()
    profile.enter("准备")
    watched = profile.watch if options.profile else _unwatched if options.quiet or options.json else watch
    try:
        memory = Memory(root)
        made = pipeline.build(root, root / OUTPUT, memory, watch=watched, enter=profile.enter)
        profile.enter("记下结果")
        memory.save(messages.unchanged(made, OUTPUT))
    except SourceError as error:
        said = (messages.found(error.diagnostics), messages.UNCHANGED)
        print(messages.as_json(error.diagnostics, None, 0) if options.json else "\n".join(said))
        return SITE_HAS_ERRORS
    except OSError as error:
        print(messages.cannot_write(error, OUTPUT), messages.UNCHANGED, sep="\n")
        return SITE_HAS_ERRORS
    seconds = time.perf_counter() - began
    if options.json:
        print(messages.as_json(made.diagnostics, made, seconds))
    elif not options.quiet:
        print(messages.built(made, seconds, OUTPUT))
    if options.profile:
        print(profile.told())
    return FINE


def _unwatched(items: Iterable[Output], _doing: str, _total: int) -> Iterator[Output]:
    return iter(items)


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
    if not 0 <= options.port <= MOST_PORT:
        print(f"端口应当是 0 到 {MOST_PORT} 的整数，例如：python build.py serve --port 8000")
        return WRONG_USAGE
    from rectify.terminal import server  # noqa: PLC0415 - its library is heavy

    try:
        sockets = server.listen(options.port)
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        why = "已经被占用，也许另一个窗口里正开着 serve" if taken else f"打不开（{error.strerror}）"
        other = options.port + 1 if MOST_PORT > options.port >= FIRST_PORT else 8000
        print(f"端口 {options.port} {why}。换一个试试：python build.py serve --port {other}")
        return SITE_HAS_ERRORS
    try:
        server.serve(root, sockets, poll=options.poll)
    except KeyboardInterrupt:
        print("\n已结束。")
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
