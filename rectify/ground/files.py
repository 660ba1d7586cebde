"""Reading files that people put into a project, and writing files whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import Final

from rectify.ground.diagnostics import Diagnostic, SourceError, Span
from rectify.ground.system_errors import reason_of, remedy_of

OpenFile = Callable[[Path, PurePosixPath, "int | None"], bytes]
"""Reads a file of a project: as `read_file` does, or a text that is to take its place."""

TOO_LARGE: Final = "Y008"
"""The rule that a file over its limit breaks."""


def sha256(data: bytes) -> str:
    """SHA-256 in hexadecimal, as `sha256sum` prints it."""
    return hashlib.sha256(data).hexdigest()


def digest(data: bytes) -> str:
    """A short digest of bytes: the first 16 hexadecimal digits of their SHA-256."""
    return sha256(data)[:16]


def is_within(path: Path, root: Path) -> bool:
    """Whether *path* is below *root* after all links are followed; a link that leads to itself counts as a file."""
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root))


def read_file(root: Path, path: PurePosixPath, limit: int | None = None) -> bytes:
    """The bytes of the file *path* below *root*.

    Raises FileNotFoundError if there is none, and SourceError if it is larger than *limit* bytes, is no regular file
    (a pipe could be read without end), is reached by a link out of *root*, or cannot be read.
    """
    _check(root, path, limit)
    try:
        return (root / path).read_bytes()
    except FileNotFoundError:
        raise
    except OSError as error:
        raise _unreadable(path, error) from error


def _check(root: Path, path: PurePosixPath, limit: int | None) -> None:
    whole = root / path
    try:
        if any(os.path.islink(f"{root}/{step}") for step in (path, *path.parents)) and not is_within(whole, root):  # noqa: PTH114
            raise _fault(path, "S002", "这是指到项目以外的链接", "换成文件本身")
        status = whole.stat()
    except FileNotFoundError:
        raise
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error
    if stat.S_ISDIR(status.st_mode):
        raise _fault(path, "S002", "这里应当是一个文件，却是一个文件夹", "把文件夹移走，放进文件")
    if not stat.S_ISREG(status.st_mode):
        raise _fault(path, "S002", "这不是普通的文件，是管道或者设备", "把它移走，放进文件")
    if limit is not None and status.st_size > limit:
        raise oversize_error(path, status.st_size, limit)


def read_again(root: Path, path: PurePosixPath, limit: int | None = None, open_file: OpenFile = read_file) -> bytes:
    """The same as `read_file` for a file that was there before; raises SourceError (S007) if it is gone."""
    try:
        return open_file(root, path, limit)
    except FileNotFoundError:
        raise changed_meanwhile(path) from None


def changed_meanwhile(path: PurePosixPath) -> SourceError:
    """The error for a file that changed while the site was being built."""
    return _fault(path, "S007", "这个文件在生成网站的时候又被改动了", "存好文件，再运行一次")


def oversize_error(path: PurePosixPath, size: int, limit: int) -> SourceError:
    """The error for a file of *size* bytes where *limit* is the most."""
    message = f"文件有 {size:,} 字节，超过 {limit:,} 字节的上限"
    return _fault(path, TOO_LARGE, message, "一个问题写一个文件，不要把整份通报放进来")


def _unreadable(path: PurePosixPath, error: Exception) -> SourceError:
    if isinstance(error, OSError):
        return _fault(path, "S002", f"读不了这个文件：{reason_of(error)}", f"{remedy_of(error)}，再运行一次")
    return _fault(path, "S002", "读不了这个文件：名字里有系统不认的字", "换一个名字")


def _fault(path: PurePosixPath, code: str, message: str, remedy: str) -> SourceError:
    return SourceError([Diagnostic(Span(path), code, message, remedy)])


def regular_files(root: Path, folder: PurePosixPath) -> Iterator[PurePosixPath]:
    """Every file in the *folder* below *root*, with its path from *root*, sorted.

    Links that lead out of *root* are left out, and so are pipes and devices.
    """
    if is_within(root / folder, root):
        for path in sorted((root / folder).rglob("*"), key=lambda p: p.as_posix()):
            if is_within(path, root) and path.is_file():
                yield PurePosixPath(path.relative_to(root).as_posix())


def write_atomically(path: Path, data: bytes, *, durable: bool = False) -> None:
    """Put *data* at *path* in one step; equal bytes are left alone, so times mean something.

    With *durable* the bytes are on the disk before they take the place of the old ones: for what
    nobody could make again. OSError leaves what was there, and nothing half beside it.
    """
    with contextlib.suppress(OSError):
        if path.read_bytes() == data:
            return
    path.parent.mkdir(parents=True, exist_ok=True)
    with _temporary_file(path, data, durable=durable) as temporary:
        temporary.replace(path)
    if durable:
        flush_folder(path.parent)


def create_file(path: Path, data: bytes) -> None:
    """Put *data* at *path*, whole and through to the disk; FileExistsError if something is there, OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with _temporary_file(path, data, durable=True) as temporary:
        try:
            os.link(temporary, path)
        except FileExistsError:
            raise
        except OSError:  # a file system without links
            if os.path.lexists(path):
                raise FileExistsError(errno.EEXIST, "", str(path)) from None
            temporary.rename(path)
    flush_folder(path.parent)


@contextlib.contextmanager
def _temporary_file(path: Path, data: bytes, *, durable: bool) -> Iterator[Path]:
    """A whole file with *data* next to *path*, gone afterwards unless it was renamed."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        write_file(temporary, data, durable=durable)
        yield temporary
    except OSError as error:
        if error.filename == str(temporary):
            error.filename = str(path)  # people know that name
        raise
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()


def write_file(path: Path, data: bytes, *, durable: bool) -> None:
    """Put *data* at *path*; with *durable* the bytes are on the disk afterwards. OSError may leave a part of them."""
    with path.open("wb") as file:
        file.write(data)
        if durable:
            file.flush()
            os.fsync(file.fileno())


def flush_folder(folder: Path) -> None:
    """Have the names in *folder* on the disk, where the system can be asked for that."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
