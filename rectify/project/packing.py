"""A project or the program in one zip file: `backup` for whoever comes after, `bundle` for computers without network."""

from __future__ import annotations

import fnmatch
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

from rectify.ground.files import is_within
from rectify.project.program import FOLDER, FOLDERS, LAUNCHER, lock_of, own_launcher
from rectify.project.targets import SYSTEMS, LockedPackage, Target, locked_packages, needed_sets
from rectify.project.third_party import third_party_text
from rectify.project.wheel import CHANGES, program_files, program_wheel, zip_archive

_MADE: Final = ("output", "releases", ".output-*", ".rectify", ".venv")
"""What a project makes again by itself, by names at its top."""

_NEVER: Final = ("__pycache__", ".*_cache", ".git", ".hg", ".svn", "node_modules")
_BUILDER: Final = "setuptools"
"""Some packages have no wheel for every system; pip makes one there of their source, without a compiler, with this."""

_GUIDE: Final = """\
这是给不能上网的电脑用的程序包：程序、它用到的软件包，都在里面。

新建本单位的网站：装好 Python（{pythons}），解开这个文件，在里面打开终端，运行
  python3 build.py init ../our-site --from 通报.docx
（Windows 上把 python3 写成 py。）以后都在新建的文件夹里操作，那里有一份说明；
一步一步怎么做，在这里运行 python3 build.py docs start。

已经有网站、要升级：在网站的文件夹里运行
  python3 build.py upgrade --from 这个文件.zip
"""


class PackingError(Exception):
    """The packages cannot be had; the message is what pip says."""


def backup_zip(root: Path, but: Path) -> bytes:
    """The project *root* in one zip: content, record, settings, program; not what it makes by itself, nor the file *but*."""
    paths = [path for path in kept_files(root) if not (but.exists() and path.samefile(but))]
    files = {f"{root.name}/{path.relative_to(root).as_posix()}": path.read_bytes() for path in paths}
    folders = {f"{root.name}/{name}/": b"" for name in FOLDERS if (root / name).is_dir()}
    return zip_archive({**folders, **files}, smaller=True)


def kept_files(root: Path) -> Iterator[Path]:
    """The files of the project *root* that it cannot make again by itself."""
    for folder, inner, files in os.walk(root):
        top = Path(folder) == root
        left_out = (*_MADE, *_NEVER) if top else _NEVER
        inner[:] = sorted(name for name in inner if not _is_one_of(name, left_out))
        paths = (Path(folder, name) for name in sorted(files) if not _is_one_of(name, left_out))
        yield from (path for path in paths if path.is_file() and is_within(path, root))


def _is_one_of(name: str, patterns: Iterable[str]) -> bool:
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)


def bundle_zip(targets: list[Target], enter: Callable[[str], None]) -> bytes:
    """The program with its launcher and the packages for the *targets* in one zip; *enter* is told of each step.

    Raises PackingError if pip cannot get a package.
    """
    wheel = program_wheel()
    packages = locked_packages(lock_of(wheel).decode())
    changes = dict(program_files())[f"rectify/default/{CHANGES}"]
    with tempfile.TemporaryDirectory(prefix="rectify-") as temporary:
        wheels = Path(temporary)
        for target in targets:
            enter(f"{target.system} Python {target.python}")
            for version, needed in needed_sets(packages, target):
                _download(needed, SYSTEMS[target.system], version, wheels)
        files = {
            LAUNCHER: own_launcher(wheel),
            f"{FOLDER}/{wheel.name}": wheel.data,
            CHANGES: changes.read_bytes(),
            "THIRD-PARTY.txt": third_party_text(packages, wheels).encode(),
            "先读我.txt": _GUIDE.format(pythons="、".join(dict.fromkeys(one.python for one in targets))).encode(),
        }
        files |= {f"wheels/{path.name}": path.read_bytes() for path in sorted(wheels.iterdir())}
    folder = wheel.name.removesuffix("-py3-none-any.whl")
    return zip_archive({f"{folder}/{name}": data for name, data in files.items()}, smaller=True)


def _download(packages: list[LockedPackage], platforms: Iterable[str], python: str, wheels: Path) -> None:
    """Have pip put the *packages* into the folder *wheels*: as wheels for that computer, or else as source."""
    kinds = [option for platform in platforms for option in ("--platform", platform)]
    options = ["--only-binary=:all:", *kinds, "--python-version", python, "--implementation", "cp"]
    if not _pip(packages, options, wheels):
        return
    for one in packages:  # some have no wheel there
        if _pip([one], options, wheels) and (output := _pip([one], ["--no-binary=:all:"], wheels)):
            raise PackingError(output)
    if output := _pip([LockedPackage(_BUILDER, "", ())], ["--only-binary=:all:"], wheels):
        raise PackingError(output)


def _pip(packages: list[LockedPackage], options: list[str], wheels: Path) -> str:
    """Download *packages*, checked against their digests; what pip said if it could not."""
    with tempfile.TemporaryDirectory(prefix="rectify-") as folder:
        file = Path(folder, "requirements.txt")
        file.write_text("\n".join(one.line for one in packages) + "\n", "utf-8")
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "--quiet", "--no-deps"]
        command = [*pip, *options, "--dest", str(wheels), "-r", str(file)]
        done = subprocess.run(command, check=False, capture_output=True, encoding="utf-8", errors="replace")  # noqa: S603
    return "\n".join(f"  {line}" for line in done.stderr.strip().splitlines()[-4:]) if done.returncode else ""
