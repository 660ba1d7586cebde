"""What must be so before the folder of the built site is replaced: nothing of anybody else's is lost with it.

A build calls `check_replaceable` and `clear_leftovers` before it makes anything, keeps what
`foreign_files` names, and notes with `note_made` what it makes. All of them are about one folder,
usually `output/` in the project; the note is beside what else a build remembers.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Final

from rectify.ground.diagnostics import Diagnostic, Severity, SourceError, Span
from rectify.ground.files import write_atomically
from rectify.ground.folders import restore_folder

_REPOSITORIES: Final = (".git", ".hg", ".svn")
_SYSTEM: Final = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
_ASSETS: Final = re.compile(r"assets/[0-9a-f]{16}/")
_SHOWN: Final = 5
_MADE: Final = "made.txt"
_MOUNTS: Final = Path("/proc/self/mountinfo")
_JUNCTION: Final = 0xA0000003


def check_replaceable(folder: Path) -> None:
    """Refuse a *folder* that cannot change places with a new one, or that would take a repository with it.

    It may be missing. Raises SourceError if it is a link, a file or a mount point, or holds a
    repository: the remedy is a person's.
    """
    name = PurePosixPath(folder.name)
    try:
        status = folder.lstat()
    except FileNotFoundError:
        return
    if stat.S_ISLNK(status.st_mode) or getattr(status, "st_reparse_tag", 0) == _JUNCTION:
        message = "这是一个链接：网站要整个换上，链接那一头换不了"
        remedy = "删掉这个链接，网站就生成在项目里；要放到别处，用 publish --to"
    elif not stat.S_ISDIR(status.st_mode):
        message, remedy = "这里应当是文件夹，却是一个文件", "把它移走，再运行一次"
    elif _is_mount_point(folder):
        message = "这里挂载着另一个磁盘：网站要整个换上，挂载的地方换不了"
        remedy = "取消挂载；要放到别处，用 publish --to"
    elif repository := next((one for one in _REPOSITORIES if (folder / one).exists()), None):
        message = f"这里有一个版本库（{repository}），换上新的网站会把它弄丢"
        remedy = f"把 {repository} 移走；要提交生成的网站，用 publish --to 放进一个文件夹，再在那里提交"
    else:
        return
    raise SourceError([Diagnostic(Span(name), "S011", message, remedy)])


def _is_mount_point(folder: Path) -> bool:
    """Whether something is mounted on *folder*, a folder of the same disk included (Linux tells of those in a list)."""
    if os.path.ismount(folder):
        return True
    try:
        lines = _MOUNTS.read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return False
    places = (re.sub(r"\\([0-7]{3})", lambda sign: chr(int(sign[1], 8)), line.split(" ")[4]) for line in lines)
    return os.path.realpath(folder) in places


def clear_leftovers(folder: Path, kept: Collection[str] = ("spare", "spare.json")) -> None:
    """Take away what builds that were killed left beside *folder*: everything called `.output-…` beside `output`.

    What is *kept*, `.output-spare` for instance, is of use to the next build. If *folder* itself was put
    aside and nothing took its place, it is put back.
    """
    restore_folder(folder)
    spared = {f".{folder.name}-{name}" for name in kept}
    for path in folder.parent.glob(f".{folder.name}-*"):
        if path.name in spared:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def files_in(folder: Path) -> Iterator[str]:
    """The files and links below *folder*, as paths from there with `/`; none if it is missing."""
    start = len(str(folder)) + 1
    for place, _, names in os.walk(folder):  # plain text: a large site has 60,000 files
        inner = f"{place[start:]}/".replace(os.sep, "/") if len(place) > start else ""
        yield from (f"{inner}{name}" for name in names)


def foreign_files(standing: Iterable[str], planned: Collection[str], made: Collection[str] | None) -> tuple[str, ...]:
    """Which of the *standing* files the program did not make, and so must not lose.

    *planned* are the files of the site as it will be, *made* those of the builds before, or None if
    that is not known: then what lies in a folder counts as made, since pages and data do.
    """
    ours = set(planned) | set(made or ())
    return tuple(
        path
        for path in sorted(standing)
        if path not in ours
        and path.rpartition("/")[2] not in _SYSTEM
        and not _ASSETS.match(path)
        and (made is not None or "/" not in path)
    )


def made_before(notes: Path) -> frozenset[str] | None:
    """The files that the builds before this one made, by the note in the folder *notes*; None if there is none."""
    try:
        return frozenset((notes / _MADE).read_text("utf-8", "surrogateescape").splitlines())
    except OSError:
        return None


def note_made(notes: Path, paths: Iterable[str]) -> None:
    """Note in the folder *notes* that the files at *paths* are the program's; before the new tree takes its place. OSError."""
    write_atomically(notes / _MADE, "".join(f"{path}\n" for path in sorted(paths)).encode("utf-8", "surrogateescape"))


def foreign_file_doubts(folder: str, files: Collection[str]) -> tuple[Diagnostic, ...]:
    """The warnings that the *files* in *folder* were not made by a build, with how to make them a part of the site."""
    if not files:
        return ()
    first = list(files)[:_SHOWN]
    more = f" 等 {len(files)} 个文件" if len(files) > _SHOWN else ""
    message = f"{folder}/ 里有程序没有生成的文件：{'、'.join(first)}{more}；留着没有动，publish 不会公开"
    remedy = "要和网站一起公开，移进 static/root/；不要了，删掉"
    return (Diagnostic(Span(PurePosixPath(folder, first[0])), "S012", message, remedy, Severity.WARNING),)
