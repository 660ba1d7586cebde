"""Commands as a webmaster types them in a project, with this Python's packages instead of a new `.venv`."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

from rectify.terminal import cli


def environment(**more: str) -> dict[str, str]:
    """The variables of such a command: those of the tests, and some *more*."""
    return {**os.environ, "RECTIFY_USE_CURRENT_PYTHON": "1", **more}


def begin(root: Path, *arguments: str, python: str = sys.executable) -> subprocess.Popen[str]:
    """Type a command where nobody can be asked, and do not wait for it."""
    return subprocess.Popen(
        [python, "build.py", *arguments],
        cwd=root,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def run(
    root: Path,
    *arguments: str,
    program: Path | None = None,
    said: str = "",
    before: Callable[[], None] | None = None,
    **variables: str,
) -> subprocess.CompletedProcess[str]:
    """Type a command, answer with what is *said*, and wait; the code is that in the folder *program*, if given.

    *before* is called in the new process.
    """
    where = {"PYTHONPATH": str(program)} if program else {"PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, "build.py", *arguments],
        cwd=root,
        env=environment(**{**where, **variables}),
        input=said,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=180,
        preexec_fn=before,
    )


def call(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Type a command where nobody can be asked; it runs in this process, for what shows nothing of how Python starts."""
    out, err, before = io.StringIO(), io.StringIO(), Path.cwd()
    with (
        patch.dict(os.environ, environment()),
        patch.object(sys, "stdin", io.StringIO()),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        os.chdir(root)
        try:
            code = cli.main(list(arguments), str(root))
        finally:
            os.chdir(before)
    return subprocess.CompletedProcess(arguments, code, out.getvalue(), err.getvalue())
