"""A new project: a folder that holds the bureau's own things, and the program in one file."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rectify.ground.files import create_file, write_file
from rectify.ground.folders import replace_folder
from rectify.ground.windows import START_FILE, start_file
from rectify.intake.intake import Plan, plan, read_files, write
from rectify.intake.proof.report import REPORT, as_html
from rectify.project.adoption import own_files
from rectify.project.program import FOLDER, FOLDERS, LAUNCHER, own_launcher
from rectify.project.settings import first_settings, settings_yaml
from rectify.project.wheel import program_wheel
from rectify.source.sources import SITE_FILE

GUIDE: Final = "README.md"
_IGNORED: Final = (
    "/output/",
    "/releases/",
    "/.output-*",
    "/.rectify/",
    "/.venv",
    "__pycache__/",
    f"/{REPORT}",
)
_GUIDE_TEXT: Final = "guide.md"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewProject:
    """What a new project begins with: settings by field, fields to be filled in, departments, other names, and the notice's files."""

    known: Mapping[str, str]
    wanted: tuple[str, ...]
    departments: tuple[tuple[str, str], ...] = ()
    aliases: tuple[str, ...] = ()
    notices: tuple[Path, ...] = ()
    round_id: str = ""


def is_free(folder: Path) -> bool:
    """Whether a project may be made at *folder*: nothing is there, or an empty folder."""
    return not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))


def create(folder: Path, project: NewProject, wheels: Path | None = None) -> Plan | None:
    """Make the *project* at *folder*, whole or not at all, and return what was imported into it, if anything.

    *wheels* is a folder with the packages for a computer without network, to be taken along. Raises SourceError if
    a notice cannot be read, OSError if something cannot be written.
    """
    bureau = project.known.get("organiser.name", "") or folder.name
    files = {str(SITE_FILE): _settings(project), **_program(), **_other_files(bureau)}
    with _incoming(folder, files) as incoming:
        if wheels is not None and wheels.is_dir():
            shutil.copytree(wheels, incoming / "wheels")
        return _import(incoming, project)


def create_here(folder: Path, project: NewProject) -> None:
    """Make the *project* in the *folder* from which the program runs; whatever is there stays as it is.

    The settings come last: with them the project is there, and cut off before, it is begun again. Raises OSError, above
    all FileExistsError if there are settings already.
    """
    files = _other_files(project.known.get("organiser.name", "") or folder.name)
    names = set(FOLDERS)
    if (folder / LAUNCHER).exists():
        names -= {FOLDER}
    else:
        files |= _program()
    for name in names:
        (folder / name).mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        with contextlib.suppress(FileExistsError):
            create_file(folder / name, data)
    create_file(folder / SITE_FILE, _settings(project))


def adopt(folder: Path, old: Path) -> tuple[str, ...]:
    """Make a project at *folder* of the site *old*, whose program lies among its files; the names of those taken over.

    The old site stays as it is. Raises OSError if something cannot be read or written.
    """
    own = {name: path.read_bytes() for name, path in own_files(old)}
    with _incoming(folder, {**own, **_program(), **_other_files(folder.name)}):
        return tuple(own)


def _settings(project: NewProject) -> bytes:
    return settings_yaml(first_settings(project.known, project.departments, project.aliases), project.wanted).encode()


@contextlib.contextmanager
def _incoming(folder: Path, files: Mapping[str, bytes]) -> Iterator[Path]:
    """A new project with *files*, which takes the place of *folder* at the end unless something goes wrong."""
    incoming = folder.with_name(f".{folder.name}-incoming")
    shutil.rmtree(incoming, ignore_errors=True)
    try:
        for name in FOLDERS:
            (incoming / name).mkdir(parents=True)
        for name, data in files.items():
            (incoming / name).parent.mkdir(parents=True, exist_ok=True)
            write_file(incoming / name, data, durable=True)
        yield incoming
        if folder.exists() and folder.samefile(Path.cwd()):
            _fill(incoming, folder)
        elif (old := replace_folder(incoming, folder)) is not None:
            old.rmdir()  # it was empty
    finally:
        shutil.rmtree(incoming, ignore_errors=True)


def _fill(incoming: Path, folder: Path) -> None:
    """Move what *incoming* holds into the empty *folder* in which somebody stands; the settings, which make it a project, last."""
    for one in sorted(incoming.iterdir(), key=lambda one: one.name == SITE_FILE.name):
        one.replace(folder / one.name)


def _program() -> dict[str, bytes]:
    """The program and its launcher."""
    wheel = program_wheel()
    return {f"{FOLDER}/{wheel.name}": wheel.data, LAUNCHER: own_launcher(wheel)}


def _other_files(bureau: str) -> dict[str, bytes]:
    """What every project has besides: a file to start it, a guide for the next colleague."""
    guide = Path(__file__).with_name(_GUIDE_TEXT).read_text("utf-8")
    return {
        START_FILE: start_file(),
        ".gitignore": ("\n".join(_IGNORED) + "\n").encode(),
        GUIDE: guide.replace("BUREAU", bureau).encode(),
    }


def _import(root: Path, project: NewProject) -> Plan | None:
    if not project.notices:
        return None
    imported = read_files(project.notices, root, project.round_id)
    planned = plan(imported, root / "content", given_id=bool(project.round_id))
    write(planned)
    write_file(root / REPORT, as_html(planned).encode(), durable=False)
    return planned
