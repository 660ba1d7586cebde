"""What another program would change: pages and addresses of the site, and the defaults that a project has replaced."""

from __future__ import annotations

import difflib
import re
import zipfile
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Final, NamedTuple

from rectify.engine.look import DEFAULT, FOLDERS
from rectify.project.program import ProgramError, files_in, launcher_in, read_in, version_of
from rectify.project.wheel import CHANGES, NAME, Wheel

_PROGRAM: Final = re.compile(rf"(?:[^/]+/)?(?:program/)?({NAME}-[\w.]+(?:-\d\w*)?-py3-none-any\.whl)\Z")
_PACKAGE: Final = re.compile(r"(?:[^/]+/)?wheels/([^/\\]+)\Z")
_VERSION: Final = re.compile(r"^## (\S+)$", re.MULTILINE)


class Offer(NamedTuple):
    """A program to be had, and the packages that came with it, by the names of their files."""

    wheel: Wheel
    packages: Mapping[str, bytes]

    @property
    def version(self) -> str:
        """Its version, a date."""
        return version_of(self.wheel.name)


class SiteChange(NamedTuple):
    """How two sites differ: addresses that are new, gone, or have other content; and the number that stay the same."""

    added: tuple[str, ...]
    gone: tuple[str, ...]
    other: tuple[str, ...]
    same: int


class DefaultChange(NamedTuple):
    """A default that the project has replaced and that is another in the new program, with the difference."""

    path: str
    difference: tuple[str, ...]


def read_offer(file: Path) -> Offer:
    """The program in a *file*, a wheel or a bundle; ProgramError if it is neither, OSError."""
    data = file.read_bytes()
    offer = Offer(Wheel(file.name, data), {}) if version_of(file.name) else _bundle_offer(file, data)
    launcher_in(offer.wheel)
    return offer


def _bundle_offer(file: Path, data: bytes) -> Offer:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
            wheels = [(match[1], name) for name in names if (match := _PROGRAM.match(name))]
            packages = {match[1]: archive.read(name) for name in names if (match := _PACKAGE.match(name))}
            if len(wheels) != 1:
                raise ProgramError(f"{file.name} 里没有程序，或者不止一个。")
            return Offer(Wheel(wheels[0][0], archive.read(wheels[0][1])), packages)
    except zipfile.BadZipFile:
        raise ProgramError(f"{file.name} 不是程序文件：应当是 whl，或者 bundle 打的 zip。") from None


def site_change(before: Mapping[str, str], after: Mapping[str, str]) -> SiteChange:
    """How the site *after* differs from that *before*, both as digests by path; style sheets and scripts left out."""
    old, new = (
        {path: mark for path, mark in site.items() if not path.startswith("assets/")} for site in (before, after)
    )
    both = old.keys() & new.keys()
    other = tuple(sorted(path for path in both if old[path] != new[path]))
    return SiteChange(
        tuple(sorted(new.keys() - old.keys())), tuple(sorted(old.keys() - new.keys())), other, len(both) - len(other)
    )


def changed_defaults(root: Path, before: Wheel, after: Wheel) -> Iterator[DefaultChange]:
    """The defaults that differ between two programs and that the project *root* has a file of its own for."""
    old, new = _defaults(before), _defaults(after)
    for path in sorted(old.keys() | new.keys()):
        if old.get(path) != new.get(path) and (root / path).is_file():
            yield DefaultChange(path, tuple(_difference(old.get(path), new.get(path))))


def news(wheel: Wheel, since: str) -> str:
    """What the changes of the program in the *wheel* say of its versions after *since*."""
    text = read_in(wheel, f"{NAME}/{DEFAULT}/{CHANGES}").decode()
    marks = list(_VERSION.finditer(text))
    end = next((mark.start() for mark in marks if mark[1] == since), len(text))
    return text[marks[0].start() : end].strip() if marks else ""


def _defaults(wheel: Wheel) -> dict[str, bytes]:
    start = f"{NAME}/{DEFAULT}/"
    files = {name.removeprefix(start): data for name, data in files_in(wheel).items() if name.startswith(start)}
    return {name: data for name, data in files.items() if name.partition("/")[0] in FOLDERS}


def _difference(before: bytes | None, after: bytes | None) -> Iterator[str]:
    old, new = ((data or b"").decode("utf-8", "replace").splitlines() for data in (before, after))
    lines = difflib.unified_diff(old, new, lineterm="", n=1)
    return (line for line in lines if not line.startswith(("---", "+++")))
