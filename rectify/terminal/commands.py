"""What each command does, from its options to its exit code."""

from __future__ import annotations

import errno
import gc
import subprocess
import sys
import tempfile
import time
from argparse import Namespace
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from rectify import pipeline
from rectify.engine.memory import Memory
from rectify.engine.output import Output
from rectify.engine.stamps import OUTPUT
from rectify.field.config import Server
from rectify.field.skeleton import issue_skeleton
from rectify.ground.diagnostics import SourceError
from rectify.ground.files import write_atomically
from rectify.ground.system_errors import failure_in_words, reason_of
from rectify.outputs.server_config.files import settings_files
from rectify.terminal import messages
from rectify.terminal.profile import Profile
from rectify.terminal.progress import watch
from rectify.terminal.usage import MOST_PORT

FINE: Final = 0
SITE_HAS_ERRORS: Final = 1
WRONG_USAGE: Final = 2
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
        made.remember(memory, messages.unchanged(made, OUTPUT))
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


def publish(root: Path, options: Namespace) -> int:
    """Make the site public."""
    from rectify.terminal import publishing  # noqa: PLC0415 - its page checks load a parser

    return publishing.publish(root, options)


def rollback(root: Path, options: Namespace) -> int:
    """Make an older release public again."""
    from rectify.terminal import publishing  # noqa: PLC0415

    return publishing.rollback(root, options)


def verify(root: Path, options: Namespace) -> int:
    """Tell whether what was published is as it was."""
    from rectify.terminal import publishing  # noqa: PLC0415

    return publishing.verify(root, options)


def _unwatched(items: Iterable[Output], _doing: str, _total: int) -> Iterator[Output]:
    return iter(items)


def check(root: Path, options: Namespace) -> int:
    """Tell everything wrong or doubtful in the form asked for; writes nothing but the report."""
    from rectify.checks.rules import explained  # noqa: PLC0415 - a build needs neither table nor patterns
    from rectify.examination import examine  # noqa: PLC0415
    from rectify.terminal import reporting  # noqa: PLC0415

    if options.explain:
        explanation = explained(options.explain)
        print(explanation or reporting.no_such_rule(options.explain))
        return FINE if explanation else WRONG_USAGE
    families = reporting.families(options.only)
    if options.format not in reporting.FORMATS or families is None:
        print(reporting.wrong(options.format, options.only))
        return WRONG_USAGE
    try:
        found = examine(root).only(families)
    except OSError as error:
        print(messages.cannot_write(error, tempfile.gettempdir()))
        return SITE_HAS_ERRORS
    try:
        print(reporting.told(found, options.format, options.output))
    except OSError as error:
        print(failure_in_words(error, "写不进", options.output))
        return SITE_HAS_ERRORS
    return FINE if found.passes(strict=options.strict) else SITE_HAS_ERRORS


def serve(root: Path, options: Namespace) -> int:
    """Show the site on this computer, following edits."""
    from rectify.terminal import server  # noqa: PLC0415 - its library is heavy

    try:
        sockets = server.listen(options.port)
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        why = "已经被占用，也许另一个窗口里正开着 serve" if taken else f"打不开（{reason_of(error)}）"
        other = options.port + 1 if MOST_PORT > options.port >= FIRST_PORT else 8000
        print(f"端口 {options.port} {why}。换一个试试：python build.py serve --port {other}")
        return SITE_HAS_ERRORS
    try:
        server.serve(root, sockets, poll=options.poll)
    except KeyboardInterrupt:
        print("\n已结束。")
    return FINE


def server_config(root: Path, options: Namespace) -> int:
    """Write the settings for a web server, for the webmaster to put in their places."""
    try:
        facts, chosen = pipeline.server(root)
    except SourceError as error:
        print(messages.found(error.diagnostics))
        return SITE_HAS_ERRORS
    server = options.server or (chosen.value if chosen else None)
    if server not in {one.value for one in Server}:
        print("写明哪种服务器，例如：python build.py server-config --for nginx（还可以是 apache、iis）")
        return WRONG_USAGE
    folder = options.to or f"server/{server}"
    files = settings_files(server, facts)
    try:
        for path, data in files:
            write_atomically(root / folder / path, data)
    except OSError as error:
        print(messages.cannot_write(error, folder))
        return SITE_HAS_ERRORS
    print(
        f"已写好 {'、'.join(str(path) for path, _ in files)}，在 {folder} 里。放在哪里、要改什么，见 docs/server.md。"
    )
    return FINE


def new(root: Path, options: Namespace) -> int:
    """Write the skeleton of the next issue of a round."""
    try:
        sources, _ = pipeline.read(root)
    except SourceError as error:
        print(messages.found(error.diagnostics), "先改正以上错误，再新建问题。", sep="\n")
        return SITE_HAS_ERRORS
    round_ = next((r for r in sources.rounds if r.id == (options.round or sources.rounds[0].id)), None)
    if round_ is None:
        print(f"没有 {options.round} 这一轮。现有：{'、'.join(r.id for r in sources.rounds)}")
        return WRONG_USAGE
    number = max((entry.summary.number for entry in round_.issues), default=0) + 1
    path = root / "content" / round_.id / f"{number:03}.yaml"
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(issue_skeleton(number, round_.round.categories))
    except FileExistsError:
        print(f"{path.relative_to(root)} 已经有了，没有动它。")
        return SITE_HAS_ERRORS
    except OSError as error:
        print(failure_in_words(error, "写不进", path.relative_to(root).as_posix()))
        return SITE_HAS_ERRORS
    print(f"已新建 {path.relative_to(root).as_posix()}。填好以后运行 python build.py。")
    return FINE


def import_(root: Path, options: Namespace) -> int:
    """Turn a bureau's own documents into the files of a round."""
    if not options.files:
        print("写上要导入的文件，例如：python build.py import 通报.docx")
        return WRONG_USAGE
    from rectify.terminal import importing  # noqa: PLC0415 - a build does not need it

    return importing.run(root, options)


def export(root: Path, options: Namespace) -> int:
    """Write a round as a ledger or a notice that office programs open."""
    from rectify.terminal import exporting  # noqa: PLC0415 - few builds export

    return exporting.export(root, options)


def revise(root: Path, options: Namespace) -> int:
    """Keep the published text of an issue before it is changed."""
    from rectify.terminal import revising  # noqa: PLC0415 - few builds revise

    return revising.revise(root, options)


def test(root: Path, options: Namespace) -> int:
    """Run the tests, on all cores unless a file of tests is named; what follows the command goes to pytest."""
    is_named = any(".py" in word for word in options.rest)
    shared_out = [] if is_named else ["-n", "auto", "--dist", "loadfile"]
    command = [sys.executable, "-m", "pytest", *shared_out, *options.rest]
    return subprocess.run(command, cwd=root, check=False).returncode  # noqa: S603
