"""Where worlds are published: in memory, by the comparison alone, or through the commands into a folder."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from unittest.mock import patch

from benchmarks.histories.world import World, page
from bureau import Bureau
from recorded import TIME, Record, public
from rectify import examination
from rectify.field import addresses
from rectify.outputs import compressed
from rectify.release.journal import Entry, Kind
from rectify.release.refusals import refusals
from support import lay_project

_SHOWN: Final = 300


class InMemory:
    """Publishes by what the comparison says."""

    def __init__(self) -> None:
        self._record = Record()
        self._lengths: list[int] = []

    @property
    def record(self) -> tuple[Entry, ...]:
        """The public record so far."""
        return self._record.entries

    def publish(self, world: World) -> list[str]:
        """Compare and note; what was refused."""
        now, purged = public(world.site()), page(world.purged) if world.purged else ""
        changes = self._record.changes_to(now, purged)
        if refused := refusals(changes, {}):
            return [str(one) for one in refused]
        self._record.note(changes, now)
        if purged:
            self._record.entries += (Entry(TIME, Kind.PURGED, purged, note="误公开了个人信息"),)
        self._lengths.append(len(self.record))
        return []

    def roll_back(self) -> bool:
        """Note that the publication before is public again."""
        self._record.entries += (Entry(TIME, Kind.ROLLED_BACK, note="before", length=self._lengths[-2]),)
        return True

    def verify(self) -> list[str]:
        """What is wrong: nothing lies on a disk."""
        return []


def warmed(folder: Path) -> Path:
    """A project without content in an empty *folder*, whose templates are compiled; built once, to be copied for each history."""
    root = lay_project(folder / "project")
    with contextlib.redirect_stdout(io.StringIO()):
        Bureau(root, folder / "www").publish()
    for name in ("content", "output", "record"):
        shutil.rmtree(root / name)
    return root


@contextlib.contextmanager
def without_fixed_costs() -> Iterator[None]:
    """Publishing costs what its texts cost: no waiting for the disk, no `.br`, style sheets that are always the same unread."""
    gzip = next(compressed._ways())  # noqa: SLF001 - there is no other place where brotli can be left out
    with (
        patch.object(os, "fsync", lambda _file: None),
        patch.object(compressed, "_ways", lambda: (gzip,)),
        patch.object(examination, "stylesheet_faults", lambda _root: ()),
    ):
        yield


class ThroughCommands:
    """A bureau with a project and a server's folder, which types `publish` and `verify`."""

    def __init__(self, folder: Path, warm: Path) -> None:
        """In an empty *folder*; *warm* is a project that `warmed` made."""
        shutil.copytree(warm, folder / "project")
        self._bureau = Bureau(folder / "project", folder / "www")
        self._there: set[str] = set()

    @property
    def record(self) -> tuple[Entry, ...]:
        """The public record so far."""
        return self._bureau.record

    def publish(self, world: World) -> list[str]:
        """Lay the world's files and type `publish`; what it said if it refused."""
        root, files = self._bureau.root, dict(world.files())
        for name in self._there - files.keys():
            (root / name).unlink()
        for name, text in files.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, "utf-8")
        self._there = set(files)
        purge = {"purge": addresses.stem(page(world.purged)), "reason": "误公开了个人信息"} if world.purged else {}
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            code = self._bureau.publish(**purge)
        if code:
            return [said.getvalue()[-_SHOWN:]]
        pages = {one.address for one in self.record if addresses.is_page(one.address)}
        gone = sorted(one for one in pages if not self._has(one))
        return [f"no answer at {gone[:3]}"] if gone else []

    def roll_back(self) -> bool:
        """Type `rollback`."""
        with contextlib.redirect_stdout(io.StringIO()):
            return self._bureau.rollback() == 0

    def _has(self, address: str) -> bool:
        return (self._bureau.www / "current" / address).is_file()

    def verify(self) -> list[str]:
        """Type `verify`; what it said if something is wrong."""
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            code = self._bureau.verify()
        return [said.getvalue()[-_SHOWN:]] if code else []
