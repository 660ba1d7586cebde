"""Whether anything at all changed since the last build: asked before anything else is imported, by any Python.

"Nothing has changed" means that every file that decides the output, and every file of the output, has
the name, the size and the times that the last build left, and so have the interpreter and the libraries.
"""

from __future__ import annotations

import os
import sys

from rectify.engine.stamps import FOLDER, INPUTS, NO_FILE, OUTPUT, Stamps, signature, stamp_of, stamps_of
from rectify.ground.windows import console_programs, is_own_console

ASKED = "RECTIFY_ASKED"
"""A variable by which a process that takes over from one that has asked does not ask again."""

_COMMANDS: tuple[list[str], ...] = ([], ["--quiet"], ["build"], ["build", "--quiet"])
_FILE = f"{FOLDER}/current"


def answer(build_file: str, arguments: list[str]) -> str | None:
    """What to say if only a build is asked for and nothing changed since the last; None if there is more to do.

    A double click on Windows opens the menu. *build_file* is the path of the project's `build.py`. Where a certain
    Python is to be used, it must be the one that made the last build.
    """
    if os.environ.pop(ASKED, None):
        return None
    if arguments not in _COMMANDS or (not arguments and is_own_console(console_programs())):
        return None
    python = os.path.abspath(sys.executable) if os.environ.get("RECTIFY_USE_CURRENT_PYTHON") else None
    message = unchanged_message(os.path.dirname(os.path.abspath(build_file)), python)
    return "" if message and "--quiet" in arguments else message


def say(message: str) -> None:
    """Write a message to the standard output, whatever letters it can hold; who reads it may have gone away."""
    try:
        sys.stdout.buffer.write(f"{message}\n".encode(sys.stdout.encoding, "backslashreplace"))
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def unchanged_message(root: str, python: str | None = None) -> str | None:
    """What the last build of the project *root* said; None if anything changed since, or another than *python* made it."""
    try:
        with open(f"{root}/{_FILE}", encoding="utf-8") as file:
            inputs, outputs, programs, message = file.read().split("\0")
    except (OSError, ValueError):
        return None
    if python is not None and not programs.startswith(f"{python}\t"):
        return None
    for line in programs.split("\n"):
        path, _, stamp = line.partition("\t")
        if stamp != _stamp_text(path):
            return None
    # The inputs first: after an edit nobody has to look at the many files of the output.
    is_same = inputs == signature(stamps_of(root, INPUTS)) and outputs == signature(stamps_of(root, (OUTPUT,)))
    return message if is_same else None


def remember(root: str, inputs: Stamps, outputs: Stamps, programs: list[str], message: str) -> None:
    """Record that the project *root* is built: the stamps of its files, its programs and the message to repeat.

    *programs* are paths of the interpreter and the libraries.
    """
    lines = "\n".join(f"{path}\t{_stamp_text(path)}" for path in programs)
    temporary = f"{root}/{_FILE}.{os.getpid()}"
    with open(temporary, "w", encoding="utf-8") as file:
        file.write(f"{signature(inputs)}\0{signature(outputs)}\0{lines}\0{message}")
    os.replace(temporary, f"{root}/{_FILE}")


def forget(root: str) -> None:
    """Remove the record, so that the next build runs."""
    try:
        os.unlink(f"{root}/{_FILE}")
    except FileNotFoundError:
        return


def _stamp_text(path: str) -> str:
    size, changed, _ = stamp_of(path)
    return f"{size} {changed}" if (size, changed, 0) != NO_FILE else "gone"
