"""The memory of a project: what a build takes over from the last one, and leaves for the next.

The stamp of a file that changed in the same tick of the clock in which the build began is not kept: the file may
change again within that tick and have the same stamp. The next build reads it again.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import shutil
import sys
import time
from collections.abc import Callable, Collection, Iterable
from pathlib import Path, PurePosixPath
from typing import Any, Final

from rectify.engine import quick
from rectify.engine.blocks import PlannedBlock
from rectify.engine.look import program_contents, program_stamps
from rectify.engine.stamps import (
    FOLDER,
    INPUTS,
    NO_FILE,
    OUTPUT,
    Stamp,
    clock_of,
    content_of,
    digest_of,
    newest,
    signature,
    stamp_of,
    stamps_of,
)
from rectify.engine.store import KeptBlock, KeptSource, Store
from rectify.ground.files import digest, write_atomically

ENGINE: Final = ("site.yaml", "templates", "static", "rectify")
"""The files and folders of a project that can change any page."""

LIBRARIES: Final = tuple("PIL jinja2 markupsafe markdown yaml pypinyin opencc rcssmin rjsmin segno".split())
_ENGINE_FILE: Final = "engine"
"""In `.rectify/`: a digest of the stamps of all files that can change any page, and that of their contents."""
_RENDERER: Final = str(Path(__file__).with_name("render.py"))
_TICKS_TO_WAIT: Final = 50


class Memory:
    """The memory of a project: read at the start of a build, written at its end.

    Raises OSError if the project's folder cannot be written.
    """

    def __init__(self, root: Path, output: str = OUTPUT) -> None:
        """Look at the project *root*; *output* is the name of the folder that its site is built into."""
        self.root = root
        self._output = output
        self._clock = clock_of(str(root))
        inside = f"{output}/"
        stamps = stamps_of(str(root), (*INPUTS, output))
        self._inputs = {name: stamp for name, stamp in stamps.items() if not name.startswith(inside)}
        self._standing = {name[len(inside) :]: stamp for name, stamp in stamps.items() if name.startswith(inside)}
        self._programs = programs()
        self._program_files = program_stamps(root)
        engine = self._engine_digest()
        self.store = Store(root, engine)
        self.compiled = compiled_folder(root)
        """The folder of compiled templates, for this compiler alone."""
        self._read: dict[str, KeptSource] = {}

    @property
    def standing(self) -> Collection[str]:
        """The paths of all files that are in the output folder now."""
        return self._standing.keys()

    @property
    def blocks(self) -> dict[str, KeptBlock]:
        """The blocks of the last build."""
        return self.store.blocks

    def is_intact(self, path: str) -> bool:
        """Whether the file at *path* of the output is as the last build left it."""
        stamp = self._standing.get(path)
        return stamp is not None and self.store.stamps.get(path) == stamp

    def cached_reader(self, read: Callable[..., Any], revive: Callable[..., Any]) -> Callable[..., Any]:
        """A reader of issue files that calls *read* only for those that changed since the last build.

        `read(path, surroundings)` returns a source, that is a tuple (path, digest, summary), and the diagnostics
        on it; `surroundings.digest` stands for all that the file is read against. `revive(path, digest, summary)`
        makes a source from a summary that was kept as plain JSON. A file with diagnostics is not kept, so that every
        build reports them again.
        """

        def read_cached(path: PurePosixPath, surroundings: Any) -> Any:
            name = str(path)
            stamp = self._inputs.get(name)
            kept = self.store.sources.get(name)
            if kept and kept.surroundings == surroundings.digest and self._is_same(name, stamp, kept):
                stamp = self._trusted_stamp(stamp)
                self._read[name] = kept if kept.stamp == stamp else kept._replace(stamp=stamp)
                return revive(path, kept.digest, kept.summary), ()
            source, diagnostics = read(path, surroundings)
            if not diagnostics:
                self._read[name] = KeptSource(self._trusted_stamp(stamp), source[1], surroundings.digest, source[2])
            return source, diagnostics

        return read_cached

    def save(self, planned: Iterable[PlannedBlock], touched: set[str], message: str) -> None:
        """Write the store and the record of `quick`, after the output has been put in place.

        *planned* are all blocks of the build, *touched* the paths of the output whose files have new stamps; the
        *message* is repeated as long as nothing changes.
        """
        for other in self.compiled.parent.glob("*"):
            if other != self.compiled:
                shutil.rmtree(other, ignore_errors=True)
        blocks = {planned_block.block.name: planned_block.kept for planned_block in planned}
        paths = {path for block in blocks.values() for path in block.outputs}
        standing = {path: stamp for path, stamp in self._standing.items() if path in paths and path not in touched}
        new = {path: self._stamp_of_output(path) for path in touched & paths}
        is_settled = self._wait_beyond(max(map(newest, new.values()), default=0))
        standing.update(new)
        changed = {name for name, block in blocks.items() if not touched.isdisjoint(block.outputs)}
        self.store.save(self._read, blocks, standing if is_settled else {}, changed if is_settled else blocks)
        if is_settled and all(newest(stamp) < self._clock for stamp in self._inputs.values()):
            foreign = (path for path in self._standing if path not in paths)  # kept, by links with new stamps
            standing.update((path, now) for path in foreign if (now := self._stamp_of_output(path)) != NO_FILE)
            inside = {f"{self._output}/{path}": stamp for path, stamp in standing.items()}
            used = [*self._programs, *self._program_files]
            quick.remember(str(self.root), self._inputs, inside, used, message)
        else:
            quick.forget(str(self.root))

    def _stamp_of_output(self, path: str) -> Stamp:
        return stamp_of(f"{self.root}/{self._output}/{path}")

    def _engine_digest(self) -> str:
        """A digest of all that can change any page: code, templates, styles, settings, the program's libraries.

        The contents are read only if a file has another name, size or time than when they were read last.
        """
        own = {name: stamp for name, stamp in self._inputs.items() if name.split("/")[0] in ENGINE}
        versions = [sys.version, *(f"{path} {stamp_of(path)[:2]}" for path in self._programs)]
        looked_at = digest_of("\n".join([*versions, signature(own), signature(self._program_files)]).encode())
        kept = self.root / FOLDER / _ENGINE_FILE
        with contextlib.suppress(OSError, ValueError):
            last, digest_then = kept.read_text("ascii").split()
            if last == looked_at:
                return digest_then
        contents = [content_of(f"{self.root}/{name}") for name in sorted(own)] + program_contents(self._program_files)
        engine = digest_of("\n".join([*versions, *sorted(own), *contents]).encode("utf-8", "surrogateescape"))
        if all(newest(stamp) < self._clock for stamp in own.values()):
            with contextlib.suppress(OSError):  # a disk that is full or cannot be written costs time alone
                write_atomically(kept, f"{looked_at} {engine}\n".encode())
        return engine

    def _is_same(self, name: str, stamp: Stamp | None, kept: KeptSource) -> bool:
        if stamp is not None and kept.stamp == stamp:
            return True
        try:
            return digest((self.root / name).read_bytes()) == kept.digest
        except OSError:
            return False

    def _trusted_stamp(self, stamp: Stamp | None) -> Stamp | None:
        """The stamp, if its file cannot change any more without a new one."""
        return None if stamp is None or newest(stamp) >= self._clock else stamp

    def _wait_beyond(self, moment: int) -> bool:
        """Wait until the clock of the file system is later than *moment*; False if it is not after 50 ms."""
        for _ in range(_TICKS_TO_WAIT):
            if clock_of(str(self.root)) > moment:
                return True
            time.sleep(0.001)
        return False


def compiled_folder(root: Path) -> Path:
    """Where compiled templates are kept: in the project's own Python, as bytecode is, so that they outlive the store.

    Its name stands for all that makes bytecode of a template except the template, which Jinja compares itself.
    """
    own = root / ".venv"
    home = own if own.is_dir() and own.samefile(sys.prefix) else root / FOLDER
    jinja = importlib.util.find_spec("jinja2")
    compiler = (sys.version, stamp_of(jinja.origin)[:2] if jinja and jinja.origin else "", content_of(_RENDERER))
    return home / "templates" / digest_of(repr(compiler).encode())


def programs() -> list[str]:
    """The files of the interpreter and of the libraries that make pages; nothing is imported."""
    specs = (importlib.util.find_spec(name) for name in LIBRARIES)
    return [os.path.abspath(sys.executable), *(spec.origin for spec in specs if spec and spec.origin)]
