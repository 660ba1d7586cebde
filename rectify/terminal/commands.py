"""The commands that have no module of their own, from their options to their exit codes."""

from __future__ import annotations

import contextlib
import errno
import gc
import sys
import time
from argparse import Namespace
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from rectify import pipeline
from rectify.engine.memory import Memory
from rectify.engine.stamps import OUTPUT
from rectify.field.config import Server
from rectify.field.words import SLUG
from rectify.ground.diagnostics import SourceError, errors
from rectify.ground.files import create_file, write_atomically
from rectify.ground.system_errors import failure_in_words, reason_of
from rectify.ground.watching import without_progress
from rectify.source.load import load, summary_reader
from rectify.source.sources import ROUND_FILE
from rectify.terminal import messages
from rectify.terminal.exit_codes import FINE, SITE_HAS_ERRORS, WRONG_USAGE
from rectify.terminal.profile import Profile
from rectify.terminal.progress import watch
from rectify.terminal.stopping import StoppedError, stoppable
from rectify.terminal.usage import MAX_PORT

FIRST_PORT: Final = 1024
"""Those before are not for everybody."""


def build(root: Path, options: Namespace) -> int:
    """Build the site into `output/`; on any error `output/` stays as it was."""
    gc.disable()  # the process ends with the build, and nothing of it is cyclic
    began, profile = time.perf_counter(), Profile()
    profile.enter("准备")
    watched = profile.watch if options.profile else without_progress if options.quiet or options.json else watch
    try:
        memory = Memory(root)
        site_build = pipeline.build(root, root / OUTPUT, memory, jobs=options.jobs, watch=watched, enter=profile.enter)
        profile.enter("记下结果")
        site_build.remember(memory, messages.unchanged_message(site_build, OUTPUT))
    except SourceError as error:
        from rectify.source.drafts import BLANK_CODES  # noqa: PLC0415
        from rectify.terminal.missing import what_hinders  # noqa: PLC0415 - a build that goes well needs neither

        lines = [what_hinders(root, error.diagnostics), messages.UNCHANGED]
        if {one.code for one in errors(error.diagnostics)} <= BLANK_CODES:
            lines.append(messages.LOOK)
        print(messages.as_json(error.diagnostics, None, 0) if options.json else "\n".join(lines))
        return SITE_HAS_ERRORS
    except OSError as error:
        print(failure_in_words(error, "写不进", OUTPUT), messages.UNCHANGED, sep="\n")
        return SITE_HAS_ERRORS
    seconds = time.perf_counter() - began
    if options.json:
        print(messages.as_json(site_build.diagnostics, site_build, seconds))
    elif not options.quiet:
        print(messages.build_message(site_build, seconds, OUTPUT))
        if not memory.store.is_working:
            print(messages.NOT_REMEMBERED)
    if options.profile:
        print(profile.table())
    return FINE


def check(root: Path, options: Namespace) -> int:
    """Tell everything wrong or doubtful in the form asked for; writes nothing but the report."""
    from rectify.checks import rules  # noqa: PLC0415 - a build needs neither table nor patterns
    from rectify.examination import examine  # noqa: PLC0415
    from rectify.terminal import reporting  # noqa: PLC0415

    if options.explain:
        explanation = rules.explain_rule(options.explain)
        print(explanation or reporting.no_such_rule(options.explain))
        return FINE if explanation else WRONG_USAGE
    families = reporting.families(options.only)
    if options.format not in reporting.FORMATS or families is None:
        print(reporting.wrong(options.format, options.only))
        return WRONG_USAGE
    try:
        findings = examine(root).only(families)
    except OSError as error:
        import tempfile  # noqa: PLC0415

        print(failure_in_words(error, "写不进", tempfile.gettempdir()))
        return SITE_HAS_ERRORS
    try:
        print(reporting.report_text(findings, options.format, options.output))
    except OSError as error:
        print(failure_in_words(error, "写不进", options.output))
        return SITE_HAS_ERRORS
    return FINE if findings.passes(strict=options.strict) else SITE_HAS_ERRORS


def serve(root: Path, options: Namespace) -> int:
    """Show the site on this computer, following edits."""
    from rectify.terminal import server  # noqa: PLC0415 - its library is heavy

    return _serve(root, options, server.serve)


def desk(root: Path, options: Namespace) -> int:
    """Open the desk in a browser on this computer."""
    from rectify.terminal import desk as desk_  # noqa: PLC0415 - its library is heavy

    return _serve(root, options, desk_.serve)


def _serve(root: Path, options: Namespace, run: Callable[..., None]) -> int:
    """*run* on the port asked for, until Ctrl-C."""
    from rectify.terminal import server  # noqa: PLC0415

    try:
        sockets = server.listen(options.port)
    except OSError as error:
        is_taken = error.errno == errno.EADDRINUSE
        why = f"已经被占用，也许另一个窗口里正开着 {options.command}" if is_taken else f"打不开（{reason_of(error)}）"
        other = options.port + 1 if MAX_PORT > options.port >= FIRST_PORT else 8000
        print(f"端口 {options.port} {why}。换一个试试：python3 build.py {options.command} --port {other}")
        return SITE_HAS_ERRORS
    try:
        run(root, sockets, poll=options.poll)
    except KeyboardInterrupt:
        print("\n已结束。")
    return FINE


@stoppable()
def server_config(root: Path, options: Namespace) -> int:
    """Write the settings for a web server, for the webmaster to put in their places."""
    from rectify.outputs.server_config.files import settings_files  # noqa: PLC0415 - a build seldom writes them

    facts, chosen = pipeline.server(root)
    server = options.server or (chosen.value if chosen else None)
    if server not in {one.value for one in Server}:
        raise StoppedError(
            "写明哪种服务器，例如：python3 build.py server-config --for nginx（还可以是 apache、iis）", WRONG_USAGE
        )
    folder = options.to or f"server/{server}"
    files = settings_files(server, facts)
    try:
        for path, data in files:
            write_atomically(root / folder / path, data)
    except OSError as error:
        raise StoppedError(failure_in_words(error, "写不进", folder)) from None
    print(
        f"已写好 {'、'.join(str(path) for path, _ in files)}，在 {folder} 里。放在哪里、要改什么，见 python3 build.py docs server。"
    )
    return FINE


def new(root: Path, options: Namespace) -> int:
    """Write the skeleton of the next issue of a round, and that of the round if it begins with it."""
    from rectify.field.skeleton import issue_skeleton, round_skeleton  # noqa: PLC0415 - a build begins no file

    loaded = load(root, summary_reader(root, lambda *_: ()))
    rounds = {r.id: r for r in loaded.sources.rounds} if loaded.sources else {}
    name = options.round or next(iter(rounds), "")
    folder = root / "content" / name
    begun = name and folder.is_dir()
    if not SLUG.match(name) or not (begun or options.begin):
        print(_no_round(name, rounds))
        return WRONG_USAGE
    written = {} if (folder / ROUND_FILE).exists() else {folder / ROUND_FILE: round_skeleton()}
    number = max((int(path.stem) for path in folder.glob("*.yaml") if path.stem.isdecimal()), default=0) + 1
    categories = rounds[name].round.categories if name in rounds else ()
    written[folder / f"{number:03}.yaml"] = issue_skeleton(number, categories)
    created: list[Path] = []
    try:
        for path, text in written.items():
            create_file(path, text.encode())
            created.append(path)
    except OSError as error:
        file_name = path.relative_to(root).as_posix()
        is_there = isinstance(error, FileExistsError) and error.filename == str(path)
        print(f"{file_name} 已经有了，没有动它。" if is_there else failure_in_words(error, "写不进", file_name))
        _take_back(created, folder)
        return SITE_HAS_ERRORS
    print(*(f"已新建 {path.relative_to(root).as_posix()}。" for path in created), sep="\n")
    print(
        f"新的问题是草稿：填好以后用 python3 build.py serve 看，审好了运行 python3 build.py approve {name} {number}。"
    )
    return FINE


def _no_round(name: str, rounds: Iterable[str]) -> str:
    """That there is no such round, which there are, and how one is begun."""
    names = "、".join(rounds)
    missing = f"没有 {name} 这一轮。" if name else ""
    example = name if SLUG.match(name) else "2024-xuncha"
    return (
        f"{missing}{f'现有：{names}。' if names else '还没有可以读的轮次。'}\n"
        f"新开一轮：python3 build.py new --round {example} --begin（名字要用在网址里，只用英文小写、数字和连字符）"
    )


def _take_back(created: list[Path], folder: Path) -> None:
    """Remove the files that were *created*, and their *folder* if nothing else is in it: a round begins whole or not at all."""
    for path in created:
        path.unlink(missing_ok=True)
    with contextlib.suppress(OSError):  # not empty, or never made
        folder.rmdir()


def test(root: Path, options: Namespace) -> int:
    """Run the tests, on all cores and in their own order unless a file is named; what follows the command goes to pytest."""
    import subprocess  # noqa: PLC0415 - a build starts no program

    is_named = any(".py" in word for word in options.rest)
    shared_out = [] if is_named else ["-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder"]
    command = [sys.executable, "-m", "pytest", *shared_out, *options.rest]
    return subprocess.run(command, cwd=root, check=False).returncode  # noqa: S603
