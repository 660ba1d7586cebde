"""Which program a project runs: the wheel in `program/`, named with its digest by the project's launcher."""

from __future__ import annotations

import pkgutil
import re
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Final

from rectify.ground.files import sha256, write_atomically
from rectify.project.wheel import LOCK, NAME, Wheel

LAUNCHER: Final = "build.py"
FOLDER: Final = "program"
FOLDERS: Final = ("content", "templates", "static/css", "static/root", "record", FOLDER)
"""The folders that every project has, some of them empty at first."""
BEFORE: Final = "build-before.txt"
"""The launcher before the last upgrade, in `program/`."""

_TEMPLATE: Final = "launcher.py"
_NAMED: Final = re.compile(r'^PROGRAM = "([^"/\\]+\.whl)"\nSHA256 = "([0-9a-f]{64})"$', re.MULTILINE)
_WHEEL_NAME: Final = re.compile(rf"{NAME}-(\d[\w.]*)(?:-\d\w*)?-py3-none-any\.whl\Z")


class ProgramError(Exception):
    """A file is not the program; the message says in Chinese what to do."""


def own_launcher(wheel: Wheel) -> bytes:
    """The launcher of the running program, for the *wheel*."""
    return _fill((pkgutil.get_data(f"{NAME}.project", _TEMPLATE) or b"").decode(), wheel)


def launcher_in(wheel: Wheel) -> bytes:
    """The launcher that the program in the *wheel* brings."""
    return _fill(read_in(wheel, f"{NAME}/project/{_TEMPLATE}").decode(), wheel)


def read_in(wheel: Wheel, name: str) -> bytes:
    """The file *name* in the *wheel*; ProgramError if it has none."""
    try:
        with zipfile.ZipFile(BytesIO(wheel.data)) as archive:
            return archive.read(name)
    except (KeyError, zipfile.BadZipFile) as error:
        raise ProgramError(f"{wheel.name} 不是这个程序的文件，或者不完整。") from error


def files_in(wheel: Wheel) -> dict[str, bytes]:
    """Every file in the *wheel*, by name; ProgramError if it cannot be read."""
    try:
        with zipfile.ZipFile(BytesIO(wheel.data)) as archive:
            return {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
    except zipfile.BadZipFile as error:
        raise ProgramError(f"{wheel.name} 不是这个程序的文件，或者不完整。") from error


def lock_of(wheel: Wheel) -> bytes:
    """The packages that the program in the *wheel* needs, locked."""
    return read_in(wheel, f"{NAME}/default/{LOCK}")


def version_of(name: str) -> str:
    """The version in the name of a wheel; empty if it is no wheel of the program."""
    match = _WHEEL_NAME.match(name)
    return match[1] if match else ""


def named_by(launcher: str) -> tuple[str, str] | None:
    """The wheel that a *launcher* names, and its SHA-256; None if it is no launcher, as in the program's own folder."""
    match = _NAMED.search(launcher)
    return (match[1], match[2]) if match else None


def current_wheel(root: Path) -> Wheel | None:
    """The wheel that the project *root* runs; None if the program is part of it. ProgramError, OSError."""
    name = named_by((root / LAUNCHER).read_text("utf-8"))
    if name is None:
        return None
    wheel = Wheel(name[0], (root / FOLDER / name[0]).read_bytes())
    if wheel.sha256 != name[1]:
        raise ProgramError(
            f"程序文件 {FOLDER}/{wheel.name} 被改动过。请从备份，或者从程序包的 program 文件夹里找回原来的。"
        )
    return wheel


def put_program(root: Path, wheel: Wheel) -> None:
    """Have the project *root* run the *wheel* from now on, and keep what it ran before; OSError changes nothing.

    The launcher is replaced last and in one step: cut off before, the project runs what it ran.
    """
    folder, launcher = root / FOLDER, root / LAUNCHER
    before, wheel = launcher.read_bytes(), _free_name(folder, wheel)
    write_atomically(folder / wheel.name, wheel.data, durable=True)
    write_atomically(folder / BEFORE, before, durable=True)
    write_atomically(launcher, launcher_in(wheel), durable=True)
    names = {one[0] for text in (before, launcher.read_bytes()) if (one := named_by(text.decode()))}
    for path in folder.glob("*.whl"):
        if path.name not in names:
            path.unlink()


def _free_name(folder: Path, wheel: Wheel) -> Wheel:
    """The *wheel* under a name that no other program in *folder* has: one of the same version stays what it is.

    The digest stands as the build tag (PEP 427), which pip accepts and ignores.
    """
    place = folder / wheel.name
    if not place.exists() or sha256(place.read_bytes()) == wheel.sha256:
        return wheel
    return wheel._replace(name=f"{NAME}-{version_of(wheel.name)}-0{wheel.sha256[:8]}-py3-none-any.whl")


def put_back(root: Path) -> str:
    """Have the project *root* run again what it ran before the last upgrade; the name of that wheel.

    The two change places, so that the same once more is the upgrade again. ProgramError if there was none, OSError.
    """
    before, launcher = root / FOLDER / BEFORE, root / LAUNCHER
    try:
        text = before.read_bytes()
    except FileNotFoundError:
        raise ProgramError("没有可以退回的程序：还没有升级过。") from None
    name = named_by(text.decode())
    if name is None or not (root / FOLDER / name[0]).is_file():
        raise ProgramError(f"{FOLDER}/ 里已经没有上一个程序，退不回去。可以用 upgrade --from 它的文件。")
    if sha256((root / FOLDER / name[0]).read_bytes()) != name[1]:
        raise ProgramError(f"程序文件 {FOLDER}/{name[0]} 被改动过，退不回去。可以用 upgrade --from 它的文件。")
    now = launcher.read_bytes()
    write_atomically(launcher, text, durable=True)
    write_atomically(before, now, durable=True)
    return name[0]


def _fill(launcher: str, wheel: Wheel) -> bytes:
    return launcher.replace("PROGRAM_FILE", wheel.name).replace("PROGRAM_SHA256", wheel.sha256).encode()
