"""The way into the project's own Python where that stands ready: taken before the command line is read.

It is gone at every command, so it imports next to nothing, and what takes the command over reads the command line.
"""

from __future__ import annotations

import os
import sys

from rectify.engine.quick import ASKED

LOCKS = {"run": "requirements.lock", "test": "requirements-test.lock"}
USE_CURRENT = "RECTIFY_USE_CURRENT_PYTHON"
FOLDER = ".venv"


def hand_over_if_ready(root: str, arguments: list[str], program: tuple[str, str] | None) -> None:
    """Go on as the Python in `.venv` of the project *root*, if that has all packages of the lock; or else return.

    *arguments* are those of the command, *program* the path and the SHA-256 of the project's wheel, if it has one.
    Returns on Windows too, where a process cannot become another one, and in the Python of `.venv` itself.
    """
    folder = os.path.join(root, FOLDER)
    if os.name == "nt" or os.environ.get(USE_CURRENT) or os.path.realpath(sys.prefix) == os.path.realpath(folder):
        return
    if is_filled(root, "run", program):
        os.environ[ASKED] = "1"
        become(python_path(folder), [os.path.join(root, "build.py"), *arguments])


def become(python: str, arguments: list[str]) -> None:
    """Replace this process by *python* with these *arguments*. Not for Windows."""
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(python, [python, *arguments])  # noqa: S606 - our own interpreter, on our own script


def python_path(folder: str) -> str:
    """The interpreter of the virtual environment in *folder*."""
    return os.path.join(folder, *(("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")))


def note_path(folder: str, group: str) -> str:
    """The note in the virtual environment *folder* of what was installed for a *group* of packages."""
    return os.path.join(folder, f"installed-{group}.txt")


def is_filled(root: str, group: str, program: tuple[str, str] | None) -> bool:
    """Whether the packages of a *group* were installed in `.venv` from the lock that is there now."""
    folder = os.path.join(root, FOLDER)
    try:
        with open(note_path(folder, group), encoding="utf-8") as file:
            noted = file.read()
        return os.path.exists(python_path(folder)) and noted == contents_digest(root, group, program)
    except OSError:
        return False


def contents_digest(root: str, group: str, program: tuple[str, str] | None) -> str:
    """The digest of the lock of a *group*, and of the *program* that is installed with it."""
    import hashlib  # noqa: PLC0415 - it loads OpenSSL, and a run without a note has no use for it

    return hashlib.sha256(lock(root, group, program) + (program[1].encode() if program else b"")).hexdigest()


def lock(root: str, group: str, program: tuple[str, str] | None) -> bytes:
    """The locked packages of a *group*: those of the project, or those that the *program* brings."""
    if program:
        import zipfile  # noqa: PLC0415 - a project without a wheel has none to open

        with zipfile.ZipFile(program[0]) as archive:
            return archive.read(f"rectify/default/{LOCKS[group]}")
    with open(os.path.join(root, LOCKS[group]), "rb") as file:
        return file.read().replace(b"\r\n", b"\n")
