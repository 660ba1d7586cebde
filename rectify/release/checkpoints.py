"""Checkpoints: four lines that say how far the record went, for others to keep, sign and stamp.

    https://www.example.gov.cn/xczg/         whose record it is
    128                                      how many entries it has
    9f86d081884c7d65…                        the SHA-256 of the last of them
    2025-12-02T09:30:00+08:00                when that was

Whoever keeps a checkpoint can tell from any later record whether it goes on from there. Each publication has its own,
`record/checkpoint.128.txt`, with signatures and stamps beside it under the same name with another ending;
`record/checkpoint.txt` is the newest.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Final, NamedTuple

from rectify.ground.files import read_file, sha256, write_atomically
from rectify.release import journal
from rectify.release.errors import PublishError
from rectify.release.journal import JOURNAL, Entry

FOLDER: Final = JOURNAL.parent
NEWEST: Final = FOLDER / "checkpoint.txt"
MOST: Final = 100_000
"""Bytes of a checkpoint, a signature or a stamp."""

_NAME: Final = re.compile(r"checkpoint\.([0-9]+)\.txt(\.[A-Za-z0-9.-]+)?\Z")
_FORM: Final = re.compile(rb"([^\n\r]{1,500})\n(0|[1-9][0-9]{0,11})\n([0-9a-f]{64})\n([0-9T:+-]{25})\n\Z")


class Checkpoint(NamedTuple):
    """How far a record went: whose it is, its entries, the digest of the last one's line, the time of that entry."""

    origin: str
    entries: int
    head: str
    time: str

    @property
    def data(self) -> bytes:
        """The four lines."""
        return f"{self.origin}\n{self.entries}\n{self.head}\n{self.time}\n".encode()

    @property
    def path(self) -> PurePosixPath:
        """Where the project and the site have it."""
        return FOLDER / f"checkpoint.{self.entries}.txt"


def checkpoint_of(origin: str, record: Sequence[Entry]) -> Checkpoint:
    """The checkpoint of a *record* with at least one entry, of the site at the address *origin*."""
    return Checkpoint(origin, len(record), journal.head(record), record[-1].time)


def parse(data: bytes) -> Checkpoint:
    """The checkpoint in a file; PublishError if it is none."""
    form = _FORM.match(data.replace(b"\r\n", b"\n"))
    if form is None:
        raise PublishError("这不是检查点：应当是四行字，网址、条数、校验码、时间，每行末尾换行。")
    origin, entries, head, time = (part.decode("utf-8", "replace") for part in form.groups())
    return Checkpoint(origin, int(entries), head, time)


def kept_in(data: bytes) -> tuple[Checkpoint, tuple[str, ...]]:
    """The checkpoint in a file that somebody kept, and the lines of the record if it is a receipt; PublishError.

    A receipt is what a page lets its reader save: JSON with both (`static/js/page-check.js`).
    """
    if not data.lstrip(b"\xef\xbb\xbf").startswith(b"{"):
        return parse(data), ()
    try:
        receipt = json.loads(data.decode("utf-8-sig"))
        return parse(receipt["检查点"].encode()), tuple(map(str, receipt["记录"]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise PublishError("这不是检查点，也不是凭证：它被改过，或者没有存完整。") from None


def rewritten(old: Checkpoint, record: Sequence[Entry], kept: Iterable[Checkpoint] = ()) -> str:
    """How the *record* contradicts the *old* checkpoint, in Chinese; empty if it goes on from there.

    Of other checkpoints that are *kept*, the latest that still fits says from where on the record was rewritten.
    """
    if fits(old, record):
        return ""
    sound = max((one.entries for one in kept if one.entries < old.entries and fits(one, record)), default=0)
    if len(record) < old.entries:
        return f"检查点里公开记录有 {old.entries} 条，现在只有 {len(record)} 条：后面的被删了"
    return f"公开记录的第 {sound + 1} 条到第 {old.entries} 条里有改动：和检查点的校验码对不上"


def fits(checkpoint: Checkpoint, record: Sequence[Entry]) -> bool:
    """Whether the *record* begins as it was at the *checkpoint*."""
    count = checkpoint.entries
    return 0 < count <= len(record) and journal.head(record[:count]) == checkpoint.head


def misfits(files: Mapping[str, bytes], record: Sequence[Entry]) -> Iterator[str]:
    """The paths of those checkpoints among *files* that are not those of the *record*."""
    lines = journal.write_journal(record).splitlines(keepends=True)
    for one in checkpoints_in(files):
        last = one.entries - 1
        is_there = 0 <= last < len(record) and (one.head, one.time) == (sha256(lines[last]), record[last].time)
        if not is_there or files.get(str(one.path)) != one.data:
            yield str(one.path)


def files_in(folder: Path) -> dict[str, bytes]:
    """The checkpoints of a project or a release *folder*, and what lies beside them, by path; the newest's copy left out.

    Raises SourceError for one that cannot be read.
    """
    record = folder / FOLDER
    names = sorted(path.name for path in record.iterdir() if _NAME.match(path.name)) if record.is_dir() else []
    return {str(FOLDER / name): read_file(folder, FOLDER / name, MOST) for name in names}


def copy_missing(releases: Iterable[Path], root: Path) -> None:
    """Have the project *root* keep the checkpoints and stamps of *releases* that it lacks; OSError."""
    for release in releases:
        for path, data in files_in(release).items():
            if not (root / path).exists():
                write_atomically(root / path, data, durable=True)


def checkpoints_in(files: Mapping[str, bytes]) -> tuple[Checkpoint, ...]:
    """The checkpoints among *files*, in the order of their records."""
    checkpoints = []
    for path, data in files.items():
        name = _NAME.match(PurePosixPath(path).name)
        if name and not name[2]:
            checkpoints.append(parse(data))
    return tuple(sorted(checkpoints, key=lambda one: one.entries))


def with_newest(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """*files*, and the newest checkpoint among them under the name that stays."""
    newest = checkpoints_in(files)[-1:]
    return {**files, **{str(NEWEST): one.data for one in newest}}


def place_of(name: str, data: bytes, files: Mapping[str, bytes]) -> PurePosixPath:
    """Where a signature or stamp belongs, by its *name* or since a checkpoint's digest stands in it; PublishError."""
    ending = PurePosixPath(name).suffix
    for one in checkpoints_in(files):
        if name.startswith(f"{one.path.name}.") and _NAME.match(name):
            return FOLDER / name
        if ending and bytes.fromhex(sha256(one.data)) in data:
            return one.path.with_name(f"{one.path.name}{ending}")
    raise PublishError(
        f"看不出 {name} 是哪一个检查点的：把它改名，检查点的文件名加上自己的扩展名，例如 checkpoint.128.txt.sig。"
    )
