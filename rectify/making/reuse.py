"""What need not be made again: decided here, and known nowhere else.

A page is reused if its inputs and everything that makes pages (code, templates, styles, settings,
libraries) have the digests that the last build recorded, and its file is as that build left it. A
source is reused if its file is. The record is a cache: without it everything is made anew.

A file's stamp is its size and times; the time of its last change of any kind (ctime) cannot be set
by programs, so an edit that restores size and time is still seen. Where there is no such time
(Windows) the content is read. A file as new as the build itself is unknown: it may change once
more within the same tick of the clock, so it is read again next time.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Final, NamedTuple, Protocol

from rectify.ground.files import digest, write_atomically

FOLDER: Final = ".rectify"
OUTPUT: Final = "output"
INPUTS: Final = ("site.yaml", "content", "record", "templates", "static", "rectify")
ENGINE: Final = ("site.yaml", "templates", "static", "rectify")
"""What can change any page."""

LIBRARIES: Final = ("jinja2", "markupsafe", "markdown", "yaml", "pypinyin", "opencc", "rcssmin", "rjsmin", "segno")
_TICKS_TO_WAIT: Final = 50
_IGNORED: Final = ("__pycache__",)

Stamp = tuple[int, int, Any]
Stamps = dict[str, Stamp]


class Current(NamedTuple):
    """The state that the last build left, and what it said then."""

    signature: str
    said: str


class Planned(Protocol):
    """An output as far as reuse has to know it."""

    @property
    def path(self) -> PurePosixPath:
        """Its address from the site's root."""

    @property
    def inputs(self) -> Any:
        """All that decides its bytes."""


@dataclass(slots=True)
class Record:
    """What the last build used and made. Stamps are missing for files that were too new."""

    engine: str = ""
    sources: dict[str, list[Any]] = field(default_factory=dict)
    outputs: dict[str, list[Any]] = field(default_factory=dict)


def already_current(root: Path, output: str = OUTPUT) -> str | None:
    """What the last build said, if nothing at all has changed since; imports nothing heavy."""
    try:
        current = Current(*json.loads((root / FOLDER / "current.json").read_bytes()))
    except (OSError, ValueError, TypeError):
        return None
    now = signature(stamps_of(root, (*INPUTS, output)), libraries())
    return current.said if current.signature == now else None


def stamps_of(root: Path, names: Iterable[str]) -> Stamps:
    """The stamps of the files and of everything in the folders *names* below *root*."""
    found: Stamps = {}
    for name in names:
        path = os.path.join(root, name)  # noqa: PTH118 - ten thousand files go through here
        if os.path.isdir(path):  # noqa: PTH112
            found.update(_walk(path, name))
        elif os.path.lexists(path):
            found[name] = _stamp(path)
    return found


def _walk(folder: str, name: str) -> Iterator[tuple[str, Stamp]]:
    with contextlib.suppress(OSError), os.scandir(folder) as entries:  # what cannot be read is told by who reads it
        for entry in entries:
            inner = f"{name}/{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                if entry.name not in _IGNORED:
                    yield from _walk(entry.path, inner)
            else:
                yield inner, _stamp(entry.path, None if entry.is_symlink() else entry)


def _stamp(path: str, entry: os.DirEntry[str] | None = None) -> Stamp:
    try:
        found = entry.stat() if entry else os.stat(path)  # noqa: PTH116
    except OSError:  # gone, or a link that leads nowhere
        return 0, 0, 0
    if os.name == "nt":
        return found.st_size, found.st_mtime_ns, _content(Path(path))
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _content(path: Path) -> str:
    """The digest of a file; nothing of what is none, such as a pipe, or cannot be read."""
    try:
        return digest(path.read_bytes()) if path.is_file() else ""
    except OSError:
        return ""


def signature(stamps: Stamps, libraries: str) -> str:
    """One digest of many stamps."""
    lines = sorted(f"{name} {size} {changed} {mark}" for name, (size, changed, mark) in stamps.items())
    return hashlib.blake2b(
        "\n".join([libraries, *lines]).encode("utf-8", "surrogateescape"), digest_size=16
    ).hexdigest()


def libraries() -> str:
    """The Python and the libraries that make pages, each by its file; nothing is imported."""
    found = [sys.version]
    for name in LIBRARIES:
        spec = importlib.util.find_spec(name)
        if spec and spec.origin:
            stat = os.stat(spec.origin)  # noqa: PTH116
            found.append(f"{name} {spec.origin} {stat.st_size} {stat.st_mtime_ns}")
    return "\n".join(found)


def _plain_values(value: Any) -> Any:
    if is_dataclass(value):
        return [getattr(value, one.name) for one in fields(value)]
    return str(value)


_TO_TEXT: Final = json.JSONEncoder(ensure_ascii=False, default=_plain_values, separators=(",", ":"))


def fingerprint(inputs: Any) -> str:
    """A digest of all that decides an output's bytes."""
    text = inputs if isinstance(inputs, str) else f"json {_TO_TEXT.encode(inputs)}"
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


@dataclass(frozen=True, slots=True)
class Split:
    """A plan in two: what has to be made, and the paths of what stands already."""

    stale: tuple[Any, ...]
    fresh: tuple[PurePosixPath, ...]


class Memory:
    """The last build's record, and the next one's in the making."""

    def __init__(self, root: Path, output: str = OUTPUT) -> None:
        """Read the record below *root*; *output* is the name of the folder it speaks of."""
        self.root = root
        self.output = output
        self._clock = _tick(root)
        self._stamps = stamps_of(root, INPUTS)
        self._libraries = libraries()
        engine = {name: stamp for name, stamp in self._stamps.items() if name.split("/")[0] in ENGINE}
        contents = (_content(root / name) for name in sorted(engine))
        self._engine = digest(
            "\n".join([self._libraries, *sorted(engine), *contents]).encode("utf-8", "surrogateescape")
        )
        self._last = _read(root)
        if self._last.engine != self._engine:
            self._last = Record()
        self._next = Record(engine=self._engine)
        self._parts: set[str] = set()

    def recalling(self, read: Callable[..., Any], revive: Callable[..., Any]) -> Callable[..., Any]:
        """A reader of issue files that *read*s only what changed; *revive* rebuilds a source.

        `read(path, around)` gives a source, a tuple (path, digest, card), and what is doubtful
        about it; *surroundings* has a `digest` of all that the file is read against. `revive(path,
        digest, card)` makes the same tuple of JSON. What is doubtful is never recalled.
        """

        def recall(path: PurePosixPath, surroundings: Any) -> Any:
            name = str(path)
            stamp = self._stamps.get(name)
            known = self._last.sources.get(name)
            if known and known[2] == surroundings.digest and self._is_same(name, stamp, known):
                source, doubts = revive(path, known[1], known[3]), ()
            else:
                source, doubts = read(path, surroundings)
            if not doubts:
                self._next.sources[name] = [self._kept(stamp), source[1], surroundings.digest, source[2]]
            return source, doubts

        return recall

    def _is_same(self, name: str, stamp: Stamp | None, known: list[Any]) -> bool:
        if stamp is not None and known[0] == list(stamp):
            return True
        try:
            return bool(digest((self.root / name).read_bytes()) == known[1])
        except OSError:
            return False

    def _kept(self, stamp: Stamp | None) -> Stamp | None:
        """The stamp if it can be trusted next time."""
        if stamp is None or max(stamp[1], stamp[2] if isinstance(stamp[2], int) else 0) >= self._clock:
            return None
        return stamp

    def remember(self, name: str, key: str, make: Callable[[], bytes]) -> bytes:
        """What was made under *name* by the last build, if with the same *key*; or else what is made now.

        For what is made while planning, which is no file of the site. The key is of all that
        decides it but the engine.
        """
        path = self.root / FOLDER / "parts" / name
        mark = digest(f"{self._engine} {key}".encode())
        self._parts.add(name)
        try:
            kept = path.read_bytes()
        except OSError:
            kept = b""
        body = kept[2 * len(mark) + 1 :]
        if kept[: len(mark)] == mark.encode() and kept[len(mark) : 2 * len(mark)] == digest(body).encode():
            return body
        body = make()
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, f"{mark}{digest(body)}\n".encode() + body)
        return body

    def split(self, outputs: Iterable[Planned], shared: Any) -> Split:
        """Which *outputs* have to be made; all of them show *shared*, too."""
        common = fingerprint(shared)
        standing = stamps_of(self.root, (self.output,)) if self._last.outputs else {}
        stale, fresh = [], []
        for output in outputs:
            name = str(output.path)
            mark = common + fingerprint(output.inputs)
            self._next.outputs[name] = [mark]
            known = self._last.outputs.get(name)
            stamp = standing.get(f"{self.output}/{name}")
            if known and stamp and known[0] == mark and known[1] == list(stamp):
                fresh.append(output.path)
            else:
                stale.append(output)
        return Split(tuple(stale), tuple(fresh))

    def save(self, said: str) -> None:
        """Record what was built and written; *said* is repeated as long as nothing changes."""
        settled, standing = self._settle()
        for name, entry in self._next.outputs.items():
            stamp = standing.get(f"{self.output}/{name}")
            entry[1:] = [stamp if settled else None]
        inputs = self._stamps
        known = settled and all(self._kept(stamp) for stamp in inputs.values())
        now = signature({**inputs, **standing}, self._libraries) if known else ""
        folder = self.root / FOLDER
        record = _json([self._next.engine, self._next.sources, self._next.outputs])
        for path in folder.glob("parts/*"):
            if path.name not in self._parts:
                path.unlink()
        write_atomically(folder / "record.json", digest(record).encode() + b"\n" + record)
        write_atomically(folder / "current.json", _json(Current(now, said)))

    def _settle(self) -> tuple[bool, Stamps]:
        """The stamps of the written files, once the clock has gone beyond them."""
        standing = stamps_of(self.root, (self.output,))
        newest = max((max(s[1], s[2] if isinstance(s[2], int) else 0) for s in standing.values()), default=0)
        for _ in range(_TICKS_TO_WAIT):
            if _tick(self.root) > newest:
                return True, standing
            time.sleep(0.001)
        return False, standing


def _tick(root: Path) -> int:
    """What time it is by the clock of the project's own file system."""
    path = root / FOLDER / "clock"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"")
    os.utime(path)
    return path.stat().st_mtime_ns


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def _read(root: Path) -> Record:
    """The last record, if it is whole: its first line is the digest of the rest."""
    try:
        name, _, record = (root / FOLDER / "record.json").read_bytes().partition(b"\n")
        return Record(*json.loads(record)) if name == digest(record).encode() else Record()
    except (OSError, ValueError, TypeError):
        return Record()
