"""Runs a command for the desk in a process of its own, as the menu does; nobody answers its questions."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from rectify.desk.acts import CommandResult, End
from rectify.desk.jobs import Listen, Stage
from rectify.terminal import exit_codes
from rectify.terminal.progress import LINES, PREFIX
from rectify.terminal.ready import USE_CURRENT

_STAGE: Final = re.compile(rf"{PREFIX}(.+) ([0-9]+)/([0-9]+)\Z")
_ENDS: Final = {
    exit_codes.FINE: End.FINE,
    exit_codes.WRONG_USAGE: End.DECLINED,
    exit_codes.WITH_DOUBTS: End.DOUBTFUL,
}


def run_command(root: Path, arguments: Sequence[str], listen: Listen | None = None, /) -> CommandResult:
    """Run a command line in the project *root* and wait for its end; *listen* hears of each stage."""
    own = {"PYTHONIOENCODING": "utf-8", USE_CURRENT: "1"}  # this Python has what the commands need
    environment = {**os.environ, **own, **({LINES: "1"} if listen else {})}
    with (
        tempfile.TemporaryFile() as words,
        subprocess.Popen(  # noqa: S603 - our own program, its words checked by the desk
            [sys.executable, str(root / "build.py"), *arguments],
            cwd=root,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
        ) as process,
    ):
        complaints = []
        for line in process.stderr or ():
            if listen and (stage := _STAGE.match(line.rstrip("\n"))):
                listen(Stage(stage[1], int(stage[2]), int(stage[3])))
            else:
                complaints.append(line)
        code = process.wait()
        words.seek(0)
        said = words.read().decode("utf-8", "replace")
    return CommandResult(_ENDS.get(code, End.FAILED), ("".join(complaints) + said).strip())
