"""The site of a project as some program would build it: in a folder of its own, by that program's own code."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from rectify.ground.files import sha256
from rectify.project.packing import kept_files
from rectify.project.program import FOLDER, LAUNCHER, files_in
from rectify.project.wheel import Wheel

_BUILD: Final = "import sys; from rectify.terminal.cli import main; sys.exit(main(['build', '--json'], sys.argv[1]))"
_NOT_COPIED: Final = (FOLDER, "wheels", LAUNCHER)


class Built(NamedTuple):
    """A site: the SHA-256 of each file by its path; or, if it could not be built, what the program said."""

    files: Mapping[str, str]
    faults: tuple[str, ...]


def lay_trial(root: Path, trial: Path) -> None:
    """Copy what the site of the project *root* is built of into the folder *trial*; OSError."""
    for path in kept_files(root):
        inner = path.relative_to(root)
        if inner.parts[0] not in _NOT_COPIED:
            (trial / inner).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, trial / inner)


def trial_build(trial: Path, wheel: Wheel, python: Path | None = None) -> Built:
    """Build the project in the folder *trial* with the program in the *wheel*; *python* has the packages, or this one has.

    Raises ProgramError if the wheel cannot be read, OSError.
    """
    program = trial / ".program"
    shutil.rmtree(program, ignore_errors=True)
    shutil.rmtree(trial / "output", ignore_errors=True)
    for name, data in files_in(wheel).items():
        path = program / name
        if not path.resolve().is_relative_to(program.resolve()):
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    environment = {
        **os.environ,
        "PYTHONPATH": str(program),
        "PYTHONIOENCODING": "utf-8",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [str(python or sys.executable), "-c", _BUILD, str(trial)],
        cwd=program,
        env={**environment, "RECTIFY_USE_CURRENT_PYTHON": "1"},
        check=False,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
    )
    if done.returncode:
        return Built({}, _faults(done.stdout) or (done.stderr.strip() or "程序没有说明原因",))
    output = trial / "output"
    files = {path.relative_to(output).as_posix(): path for path in output.rglob("*") if path.is_file()}
    return Built({name: sha256(path.read_bytes()) for name, path in sorted(files.items())}, ())


def _faults(output: str) -> tuple[str, ...]:
    """The errors in what `build --json` said."""
    try:
        diagnostics: list[Any] = json.loads(output)["diagnostics"]
        return tuple(
            f"{one['path']}:{one['line']} {one['code']} {one['message']}" for one in diagnostics if _is_error(one)
        )
    except (ValueError, KeyError, TypeError):
        return ()


def _is_error(diagnostic: Mapping[str, Any]) -> bool:
    return bool(diagnostic.get("severity", "error") == "error")
