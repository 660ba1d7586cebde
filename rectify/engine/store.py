"""The store: what the last build left for the next, in one sqlite file in `.rectify/`.

It is a cache: without it everything is made anew.

All rows belong to one engine, that is to one digest of code, templates, settings and libraries; the rows of another
are dropped. Parts are checked against their digests when they are read, so damage costs time and never makes a
wrong page. Where files cannot be locked, or Python was built without sqlite, the store keeps nothing;
`Store.is_working` is False then.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final, NamedTuple

from rectify.engine.stamps import FOLDER, Stamp, digest_of

try:
    import sqlite3
    from sqlite3 import Error as DatabaseError
except ImportError:  # a Python that was built without it
    sqlite3 = None  # type: ignore[assignment]

    class DatabaseError(Exception):  # type: ignore[no-redef]
        """Stands in for `sqlite3.Error`; never raised."""


_FILE: Final = "store.sqlite"
_FORM: Final = 1
"""Grows when the tables get another form: a file of another one is thrown away."""
_TABLES: Final = """
CREATE TABLE IF NOT EXISTS engine (digest TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS source
  (path TEXT PRIMARY KEY, stamp TEXT, digest TEXT, surroundings TEXT, summary TEXT, mark TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS part (name TEXT PRIMARY KEY, fingerprint TEXT, digest TEXT, data BLOB) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS block (name TEXT PRIMARY KEY, fingerprint TEXT, outputs TEXT, mark TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS output (block TEXT PRIMARY KEY, rows TEXT) WITHOUT ROWID;
"""


class KeptSource(NamedTuple):
    """An issue file as it was read.

    `stamp` is None if the file is so new that it may change without a new stamp; `surroundings` is the digest of what
    it was read against, `summary` an `IssueSummary` as plain JSON.
    """

    stamp: Stamp | None
    digest: str
    surroundings: str
    summary: list[Any]


class KeptBlock(NamedTuple):
    """A block as it was planned: its own fingerprint, and that of each output by path.

    `links` are the addresses that people wrote into the texts of a page, by its path.
    """

    fingerprint: str
    outputs: dict[str, str]
    links: dict[str, list[str]]


class Store:
    """The store of a project. Parts are written as they come, and all is kept by `save` or nothing."""

    def __init__(self, root: Path, engine: str) -> None:
        """Open the store of the project *root* for the engine with this digest."""
        self._path = root / FOLDER / _FILE
        self._engine = engine
        self._database: Any = None
        self._is_same_engine = False
        self._has_failed = sqlite3 is None
        self._named_parts: set[str] = set()
        self._part_marks: dict[str, tuple[str, str]] = {}
        self.sources: dict[str, KeptSource] = {}
        self.blocks: dict[str, KeptBlock] = {}
        self.stamps: dict[str, Stamp] = {}
        try:
            self._open()
        except (OSError, ValueError, TypeError, DatabaseError):
            self._has_failed = True
            self._close()
            self._part_marks, self.sources, self.blocks, self.stamps = {}, {}, {}, {}

    @property
    def is_working(self) -> bool:
        """Whether this store remembers: False without sqlite, and where its file cannot be locked, read or written."""
        return not self._has_failed

    def _open(self) -> None:
        if sqlite3 is None:
            return
        self._path.parent.mkdir(exist_ok=True)
        self._connect()
        try:
            (form,), has_tables = (
                self._database.execute("PRAGMA user_version").fetchone(),
                self._database.execute("SELECT 1 FROM sqlite_master").fetchone(),
            )
            if has_tables and form == _FORM:
                self._load()
                return
        except sqlite3.OperationalError:  # locked, or a file system that cannot lock: somebody may be using it
            raise
        except DatabaseError:  # damaged
            has_tables = True
        if has_tables:  # damaged, or of another version of the program
            self._close()
            self._path.unlink(missing_ok=True)
            self._connect()
        self._database.executescript(f"{_TABLES} PRAGMA user_version = {_FORM};")

    def _connect(self) -> None:
        self._database = sqlite3.connect(self._path, timeout=2, isolation_level=None)
        self._database.executescript("PRAGMA journal_mode=DELETE; PRAGMA synchronous=NORMAL;")

    def _load(self) -> None:
        execute = self._database.execute
        if execute("SELECT digest FROM engine").fetchall() != [(self._engine,)]:
            return
        self._is_same_engine = True
        self._part_marks = {
            name: (fingerprint, digest)
            for name, fingerprint, digest in execute("SELECT name, fingerprint, digest FROM part")
        }
        rows = [row for row in execute("SELECT * FROM source") if row[-1] == _mark_of(row[:-1])]
        summaries = json.loads(f"[{','.join(row[4] for row in rows)}]")
        stamps = json.loads(f"[{','.join(row[1] for row in rows)}]")
        for (path, _, digest, surroundings, *_), summary, stamp in zip(rows, summaries, stamps, strict=True):
            self.sources[path] = KeptSource(tuple(stamp) if stamp else None, digest, surroundings, summary)
        for name, fingerprint, outputs, mark in execute("SELECT * FROM block"):
            if mark == _mark_of((name, fingerprint, outputs)):
                self.blocks[name] = KeptBlock(fingerprint, *json.loads(outputs))
        for _, rows_of_block in execute("SELECT block, rows FROM output"):
            self.stamps.update({path: (size, time, mark) for path, size, time, mark in json.loads(rows_of_block)})

    def part(self, name: str, fingerprint: str) -> bytes | None:
        """The part *name*, if it was kept with this *fingerprint* and its digest is right; otherwise None."""
        self._named_parts.add(name)
        kept = self._part_marks.get(name)
        return self.last_part(name) if kept and kept[0] == fingerprint else None

    def last_part(self, name: str) -> bytes | None:
        """The part of that *name* that the last build kept, whatever its fingerprint, if it is whole."""
        kept = self._part_marks.get(name)
        if kept is None or self._database is None:
            return None
        try:
            row = self._database.execute("SELECT data FROM part WHERE name = ?", (name,)).fetchone()
        except DatabaseError:
            return None
        data: bytes | None = row[0] if row else None
        return data if data is not None and digest_of(data) == kept[1] else None

    def keep_last(self, name: str) -> None:
        """Keep the part *name* as the last build kept it."""
        self._named_parts.add(name)

    def keep_part(self, name: str, fingerprint: str, data: bytes) -> None:
        """Write a part, which stands for the next build once `save` has kept it all."""
        self._named_parts.add(name)
        try:
            self._begin()
            if self._database is not None:
                digest = digest_of(data)
                self._database.execute(
                    "INSERT OR REPLACE INTO part VALUES (?, ?, ?, ?)", (name, fingerprint, digest, data)
                )
                self._part_marks[name] = fingerprint, digest
        except DatabaseError:  # another build holds the file, or the disk is full
            self._has_failed = True
            self._close()

    def _begin(self) -> None:
        """Begin to write, if that was not done yet: what another engine left goes."""
        if self._database is None or self._database.in_transaction:
            return
        self._database.execute("BEGIN IMMEDIATE")
        if not self._is_same_engine:
            for table in ("engine", "source", "part", "block", "output"):
                self._database.execute(f"DELETE FROM {table}")  # noqa: S608 - names of our own tables
            self._database.execute("INSERT INTO engine VALUES (?)", (self._engine,))

    def save(
        self,
        sources: dict[str, KeptSource],
        blocks: dict[str, KeptBlock],
        stamps: dict[str, Stamp],
        changed: Iterable[str],
    ) -> None:
        """Write what a build read, planned and made, in one transaction, and close the store.

        *sources* are keyed by path and *blocks* by name; *stamps* are those of the output's files by path,
        *changed* the names of blocks in which a file has a new stamp. Parts that this build did not ask for are
        removed. If the file cannot be written it stays as it was; nothing is raised.
        """
        if self._database is None:
            return
        try:
            self._begin()
            self._write(sources, blocks, stamps, set(changed))
            self._database.execute("COMMIT")
        except (UnicodeError, DatabaseError):
            self._has_failed = True
            with contextlib.suppress(DatabaseError):
                self._database.execute("ROLLBACK")
        finally:
            self._close()

    def _write(
        self,
        sources: dict[str, KeptSource],
        blocks: dict[str, KeptBlock],
        stamps: dict[str, Stamp],
        changed: set[str],
    ) -> None:
        database = self._database
        changed_sources = [(path, source) for path, source in sources.items() if self.sources.get(path) is not source]
        database.executemany(
            "INSERT OR REPLACE INTO source VALUES (?, ?, ?, ?, ?, ?)",
            (
                _with_mark((path, _json(k.stamp), k.digest, k.surroundings, _json(k.summary)))
                for path, k in changed_sources
            ),
        )
        database.executemany("DELETE FROM source WHERE path = ?", ((p,) for p in self.sources.keys() - sources.keys()))
        dropped = self._part_marks.keys() - self._named_parts
        database.executemany("DELETE FROM part WHERE name = ?", ((name,) for name in dropped))
        changed |= {name for name, block in blocks.items() if self.blocks.get(name) != block}
        database.executemany(
            "INSERT OR REPLACE INTO block VALUES (?, ?, ?, ?)",
            (_with_mark((name, blocks[name].fingerprint, _json(blocks[name][1:]))) for name in changed),
        )
        database.executemany(
            "INSERT OR REPLACE INTO output VALUES (?, ?)",
            (
                (name, _json([(path, *stamps[path]) for path in blocks[name].outputs if path in stamps]))
                for name in changed
            ),
        )
        for table, column in (("block", "name"), ("output", "block")):
            old = ((name,) for name in self.blocks.keys() - blocks.keys())
            database.executemany(f"DELETE FROM {table} WHERE {column} = ?", old)  # noqa: S608 - our own names

    def _close(self) -> None:
        if self._database is not None:
            with contextlib.suppress(DatabaseError):
                self._database.close()
        self._database = None


class MemoryStore:
    """A store that lasts as long as its process: what `serve` remembers."""

    def __init__(self, raise_if_cut: Callable[[], None]) -> None:
        """*raise_if_cut* is called whenever a part is asked for, and may raise to give a plan up."""
        self._parts: dict[str, tuple[str, bytes]] = {}
        self._used: set[str] = set()
        self._raise_if_cut = raise_if_cut

    def part(self, name: str, fingerprint: str) -> bytes | None:
        """The part of that *name*, if it was kept with this *fingerprint*."""
        self._raise_if_cut()
        self._used.add(name)
        kept = self._parts.get(name)
        return kept[1] if kept and kept[0] == fingerprint else None

    def last_part(self, name: str) -> bytes | None:
        """The part of that *name*, whatever its fingerprint."""
        kept = self._parts.get(name)
        return kept[1] if kept else None

    def keep_last(self, name: str) -> None:
        """Keep the part *name*, as if it had been asked for."""
        self._used.add(name)

    def keep_part(self, name: str, fingerprint: str, data: bytes) -> None:
        """Keep a part as long as the process lasts."""
        self._parts[name] = fingerprint, data

    def drop_unused(self) -> None:
        """Forget the parts that were not asked for since the last call."""
        self._parts = {name: part for name, part in self._parts.items() if name in self._used}
        self._used = set()


def _mark_of(row: tuple[str, ...]) -> str:
    """A digest of a row, by which damage to it is seen."""
    return digest_of("\0".join(row).encode("utf-8", "surrogatepass"))


def _with_mark(row: tuple[str, ...]) -> tuple[str, ...]:
    return (*row, _mark_of(row))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
