"""`THIRD-PARTY.txt`: what the packages of the lock are, whose they are, and their licences, read from their own files."""

from __future__ import annotations

import email
import tarfile
import zipfile
from collections.abc import Iterator, Mapping
from email.message import Message
from pathlib import Path
from typing import NamedTuple

from rectify.project.targets import LockedPackage

_HEAD = """\
程序用到的别人的软件包，据 requirements.lock 和各包自己的文件列出。每个包按它自己的许可使用。
"""


class _Package(NamedTuple):
    """What a package says of itself, and the texts of its licences by their names."""

    about: Message
    licences: Mapping[str, str]


def third_party_text(packages: list[LockedPackage], wheels: Path) -> str:
    """The packages of the lock, each with what its file in the folder *wheels* says, and the licences in full."""
    files = {_key(path.name): path for path in sorted(wheels.iterdir()) if path.suffix in (".whl", ".gz")}
    texts = {pin: _read(files[pin]) for pin in (one.pin.lower() for one in packages) if pin in files}
    lines = [_HEAD, *(f"{one.pin.replace('==', ' ')}　{_summary(texts.get(one.pin.lower()))}" for one in packages)]
    for pin, package in texts.items():
        for name, text in package.licences.items():
            lines += ["", "=" * 72, f"{pin.replace('==', ' ')}：{name}", "=" * 72, text.strip()]
    return "\n".join(lines) + "\n"


def _summary(package: _Package | None) -> str:
    if package is None:
        return "（这个程序包里没有它）"
    about = package.about
    kinds = [value.rpartition(" :: ")[2] for value in about.get_all("Classifier", ()) if value.startswith("License ::")]
    licence = about.get("License-Expression") or "、".join(kinds) or (about.get("License") or "见下").splitlines()[0]
    home = about.get("Home-page") or next(iter(about.get_all("Project-URL", ())), "").rpartition(", ")[2]
    return f"许可：{licence}" + (f"　{home}" if home else "")


def _key(file: str) -> str:
    """`jinja2==3.1.6` for a wheel or a source archive of it."""
    stem = file.removesuffix(".tar.gz")
    name, version = stem.split("-")[:2] if file.endswith(".whl") else stem.rpartition("-")[::2]
    return f"{name.replace('_', '-').lower()}=={version}"


def _read(path: Path) -> _Package:
    files = dict(_texts(path))
    about = next((text for name, text in files.items() if name.endswith(("/METADATA", "/PKG-INFO"))), "")
    licences = {
        name.partition("/")[2]: text
        for name, text in files.items()
        if name.rpartition("/")[2].upper().startswith(("LICEN", "COPYING", "NOTICE"))
    }
    return _Package(email.message_from_string(about), licences)


def _texts(path: Path) -> Iterator[tuple[str, str]]:
    """The files of a package that may speak of it, with their texts."""
    if path.suffix == ".whl":
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if ".dist-info/" in name and not name.endswith(("/", "RECORD")):
                    yield name, archive.read(name).decode("utf-8", "replace")
        return
    with tarfile.open(path) as source:
        for member in source.getmembers():
            if member.isfile() and member.name.count("/") == 1 and (file := source.extractfile(member)):
                yield member.name, file.read().decode("utf-8", "replace")
