"""The program as a wheel, the form in which Python programs are installed, and the hooks by which pip builds it (PEP 517).

Needs nothing but the standard library, so that a clone without network can put its own program into a new
project. The same files give the same wheel to the byte: they stand in it as they are, in order, with one date.
"""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from rectify.engine.look import DEFAULT, FOLDERS, PACKAGE, PROGRAM
from rectify.project.targets import locked_packages

VERSION: Final = "2026.11.29"
"""The day of this version (CHANGELOG.md)."""

NAME: Final = PACKAGE.name
LOCK: Final = "requirements.lock"
CHANGES: Final = "CHANGELOG.md"
PAGES: Final = "docs"
"""The folder of the pages for webmasters."""
_DATE: Final = (1980, 1, 1, 0, 0, 0)
_READABLE: Final = 0o644 << 16
_FOLDER: Final = 0o40755 << 16 | 0x10
_UNIX: Final = 3
_INFO: Final = f"{NAME}-{VERSION}.dist-info"
_WHEEL: Final = "Wheel-Version: 1.0\nGenerator: rectify\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
_COMMAND: Final = f"[console_scripts]\n{NAME} = rectify.terminal.cli:main\n"


class Wheel(NamedTuple):
    """A wheel: the name and the bytes of its file."""

    name: str
    data: bytes

    @property
    def sha256(self) -> str:
        """The digest by which launchers know it."""
        return hashlib.sha256(self.data).hexdigest()


def program_wheel() -> Wheel:
    """The program that is running, as a wheel; OSError if a file of it cannot be read."""
    files = {name: path.read_bytes() for name, path in sorted(program_files())}
    lock = files[f"{NAME}/{DEFAULT}/{LOCK}"].decode()
    files |= {
        f"{_INFO}/METADATA": metadata(lock).encode(),
        f"{_INFO}/WHEEL": _WHEEL.encode(),
        f"{_INFO}/entry_points.txt": _COMMAND.encode(),
    }
    files[f"{_INFO}/RECORD"] = _record(files).encode()
    return Wheel(f"{NAME}-{VERSION}-py3-none-any.whl", zip_archive(files))


def program_files() -> Iterator[tuple[str, Path]]:
    """Every file of the program by its name in the wheel: the code, and in a folder the look, the lock, the changes, the pages."""
    for path in PACKAGE.rglob("*"):
        inner = path.relative_to(PACKAGE)
        if path.is_file() and "__pycache__" not in inner.parts and inner.parts[0] != DEFAULT:
            yield f"{NAME}/{inner.as_posix()}", path
    for name in (LOCK, CHANGES):
        yield f"{NAME}/{DEFAULT}/{name}", PROGRAM / name
    for path in (PROGRAM / PAGES).glob("*.md"):
        yield f"{NAME}/{DEFAULT}/{PAGES}/{path.name}", path
    for folder in FOLDERS:
        for path in (PROGRAM / folder).rglob("*"):
            inner = path.relative_to(PROGRAM)
            if path.is_file() and inner.parts[:2] != ("static", "root"):  # those are the bureau's
                yield f"{NAME}/{DEFAULT}/{inner.as_posix()}", path


def metadata(lock: str) -> str:
    """What the wheel says of itself: its version, and of every package exactly the version that *lock* names."""
    lines = (
        "Metadata-Version: 2.1",
        f"Name: {NAME}",
        f"Version: {VERSION}",
        "Summary: Turns a folder of YAML files into an accessible public-disclosure website",
        "Requires-Python: >=3.10",
        *(f"Requires-Dist: {one.requirement}" for one in locked_packages(lock)),
    )
    return "\n".join(lines) + "\n"


def zip_archive(files: Mapping[str, bytes], *, smaller: bool = False) -> bytes:
    """The *files* as a zip archive, by name and in order, folders by names that end in `/`; *smaller* packs them, which differs between computers."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED if smaller else zipfile.ZIP_STORED) as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(name, _DATE)
            info.external_attr, info.create_system = _FOLDER if name.endswith("/") else _READABLE, _UNIX
            info.compress_type = archive.compression
            archive.writestr(info, data)
    return target.getvalue()


def _record(files: Mapping[str, bytes]) -> str:
    """The digests of all *files*, as installers check them (PEP 376)."""
    lines = []
    for name, data in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
        lines.append(f"{name},sha256={digest},{len(data)}")
    return "\n".join([*lines, f"{_INFO}/RECORD,,"]) + "\n"


def build_wheel(wheel_directory: str, config_settings: Any = None, metadata_directory: Any = None) -> str:  # noqa: ARG001 - the hook's form
    """Put the wheel into a folder, and tell its name: the hook that pip calls."""
    wheel = program_wheel()
    (Path(wheel_directory) / wheel.name).write_bytes(wheel.data)
    return wheel.name
