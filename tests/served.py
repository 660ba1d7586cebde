"""The `serve` command really running: started, asked, ended by its own number."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from outside import ending_with_us
from support import ROOT
from typed import environment

_WAIT = 30.0

Python = tuple[str, Mapping[str, str]]
"""A Python's program, and the variables with which it runs."""


@dataclass
class Served:
    """A running `serve`: its project, its address, its process, the folder for its temporary files."""

    root: Path
    address: str
    process: subprocess.Popen[str]
    temporary: Path
    entry: str = ""
    """The whole address that it gave."""

    def ask(self, path: str = "", **headers: str) -> tuple[int, dict[str, str], str]:
        """Status, headers and text of the answer for *path*."""
        request = urllib.request.Request(self.address + path, headers=headers)
        try:
            with _DIRECT.open(request, timeout=_WAIT) as answer:
                return answer.status, dict(answer.headers), answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, dict(error.headers), error.read().decode()

    def end(self) -> tuple[int, str]:
        """End it as Ctrl-C does; its exit code and what it said after the address."""
        if self.process.poll() is None:
            if os.name == "nt":
                self.process.terminate()
            else:
                self.process.send_signal(signal.SIGINT)
        said, _ = self.process.communicate(timeout=_WAIT)
        return self.process.returncode, said


_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def until(holds: Callable[[], Any], seconds: float = _WAIT) -> Any:
    """Wait until *holds* gives something true, and give it."""
    end = time.monotonic() + seconds
    while not (value := holds()):
        assert time.monotonic() < end, "it did not come true"
        time.sleep(0.01)
    return value


def install(root: Path) -> None:
    """Put the program into the project *root*, as a webmaster has it: compiled, except the files that are being so now."""
    shutil.copytree(ROOT / "rectify", root / "rectify", ignore=shutil.ignore_patterns("*.pyc.*"))
    for name in ("build.py", "requirements.lock", "requirements-test.lock"):
        shutil.copy(ROOT / name, root / name)


def command(
    root: Path, *options: str, name: str = "serve", python: Python | None = None, **variables: str
) -> subprocess.Popen[str]:
    """Start `serve`, or the command *name*, in *root* with this Python's packages, or as another *python* does it."""
    program, own = python or (sys.executable, environment())
    return subprocess.Popen(
        ending_with_us([program, "build.py", name, *options]),
        cwd=root,
        env={**own, "PYTHONIOENCODING": "utf-8", **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )


@contextlib.contextmanager
def serving(root: Path, *options: str, name: str = "serve", python: Python | None = None) -> Iterator[Served]:
    """Serve the project *root* on a free port until the end of the block."""
    with (
        tempfile.TemporaryDirectory() as temporary,
        command(root, "--port", "0", *options, name=name, python=python, TMPDIR=temporary) as process,
    ):
        assert process.stdout is not None
        said = ""
        for line in process.stdout:
            said += line
            if address := re.search(r"(http://127\.0\.0\.1:\d+/)\S*", line):
                break
        else:
            raise AssertionError(said)
        served = Served(root, address[1], process, Path(temporary), address[0])
        try:
            yield served
        finally:
            with contextlib.suppress(ValueError, subprocess.TimeoutExpired):  # ended already, or deaf to Ctrl-C
                served.end()
            process.kill()
