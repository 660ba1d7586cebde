"""The tree of files that a build makes, put in the place of the old one in one step.

A build that is killed leaves the folder as the old tree or as the new one, and the next build clears up. Bytes are
only written into new files, never into a file that the old tree shares by a hard link.

The tree before the last is kept as a spare twin: the next build brings it up to date where it differs and
lets the two folders change places. A note beside it names both folders and the paths in which they differ.
It is removed before the first change and written after the exchange; without a note the spare is thrown away.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
from collections.abc import Collection, Iterable
from pathlib import Path

from rectify.ground.files import write_atomically
from rectify.ground.folders import link_or_copy, replace_folder, restore_folder
from rectify.ground.output_folder import files_in


class NewTree:
    """Collects the files of a new tree, then puts it in the place of *folder*.

    *planned* are the paths of all files of the new tree, *standing* those of the files in the folder now.

    Call `write` or `keep` for every planned path, then `commit`; call `discard` in the end in any case.
    """

    def __init__(self, folder: Path, planned: Collection[str], standing: Collection[str] = ()) -> None:
        self.folder = folder
        self.written: set[str] = set()
        """Paths with new bytes."""
        self.linked: set[str] = set()
        """Paths whose file is that of the old tree, with a new link to it: its times are new."""
        self._planned = planned
        self._foreign: set[str] = set()
        self._spare = folder.with_name(f".{folder.name}-spare")
        self._note = folder.with_name(f".{folder.name}-spare.json")
        self._can_link = True
        self._is_committed = False
        differing = self._take_spare()
        self._is_twin = differing is not None
        self._differing = differing or set()
        # What somebody removed from the folder by hand is still in the spare.
        spared = files_in(self._spare) if self._is_twin else ()
        self._removed = self._differing.union(standing, spared).difference(planned)
        self._replacing = folder.exists()
        self._made = {""}
        if self._is_twin:
            self.incoming = self._spare
            self._remove(self._removed)
            return
        self.incoming = folder.with_name(f".{folder.name}-incoming")
        restore_folder(folder)
        self._replacing = folder.exists()
        shutil.rmtree(self.incoming, ignore_errors=True)
        self.incoming.mkdir(parents=True)

    @property
    def touched_paths(self) -> set[str]:
        """Paths whose stamps are not those of before."""
        return self.written | self.linked

    def write(self, path: str, data: bytes) -> None:
        """Add a file; if the old tree has the same bytes at *path*, its file is kept instead."""
        if self._replacing and self._keep_if_equal(path, data):
            return
        self.written.add(path)
        with open(self._clear(path), "xb", buffering=0) as file:
            _write_whole(file, data)

    def write_pieces(self, path: str, pieces: Iterable[bytes]) -> None:
        """Add a file that is given piece by piece; if the old tree has the same, its file is kept instead."""
        new = self._clear(f"{path}.new")
        with open(new, "xb", buffering=0) as file:
            for piece in pieces:
                _write_whole(file, piece)
        if self._replacing and _is_same(f"{self.folder}/{path}", new):
            os.unlink(new)
            self.keep(path)
            return
        self.written.add(path)
        os.rename(new, self._clear(path))

    def keep(self, path: str) -> None:
        """Take over a file of the old tree as it is."""
        if self._is_twin and path not in self._differing:
            return
        self.linked.add(path)
        target, source = self._clear(path), f"{self.folder}/{path}"
        self._can_link = link_or_copy(source, target) and self._can_link

    def keep_all(self, paths: Collection[str]) -> None:
        """Take over files of the old tree as they are."""
        for path in self._differing.intersection(paths) if self._is_twin else paths:
            self.keep(path)

    def keep_foreign(self, paths: Collection[str]) -> None:
        """Take over files that no build made; the note does not say whether the spare has them, so each is linked anew."""
        self._foreign = set(paths)
        self._differing |= self._foreign
        for path in paths:
            self.keep(path)

    def read(self, path: str) -> bytes:
        """The bytes of a file of the new tree."""
        return (self.incoming / path).read_bytes()

    def commit(self) -> None:
        """Put the new tree in the folder's place. OSError leaves the old tree as it was."""
        old = replace_folder(self.incoming, self.folder)
        self._is_committed = True
        if old is None:
            return
        if self._can_link and 2 * len(self.written) < len(self._planned):
            self._keep_spare(old, self.written | self._removed | self._foreign)
        else:
            shutil.rmtree(old, ignore_errors=True)

    def discard(self) -> None:
        """Remove the new tree, unless `commit` has put it in place."""
        if not self._is_committed:
            shutil.rmtree(self.incoming, ignore_errors=True)

    def _take_spare(self) -> set[str] | None:
        """The paths in which the spare differs from the folder; None, and the spare removed, if its note does not fit."""
        differing: set[str] | None = None
        try:
            folder, spare, paths = json.loads(self._note.read_bytes())
            if (folder, spare) == (_identity(self.folder), _identity(self._spare)):
                differing = set(paths)
        except (OSError, ValueError, TypeError):
            differing = None
        with contextlib.suppress(FileNotFoundError):
            self._note.unlink()  # from here on, until the end of this build, the spare is worth nothing
        if differing is None:
            shutil.rmtree(self._spare, ignore_errors=True)
        return differing

    def _keep_spare(self, old: Path, differing: set[str]) -> None:
        if old != self._spare:
            shutil.rmtree(self._spare, ignore_errors=True)
            old.rename(self._spare)
        note = [_identity(self.folder), _identity(self._spare), sorted(differing)]
        write_atomically(self._note, json.dumps(note).encode())

    def _keep_if_equal(self, path: str, data: bytes) -> bool:
        try:
            with open(f"{self.folder}/{path}", "rb") as file:
                same = file.read() == data
        except OSError:
            return False
        if same:
            self.keep(path)
        return same

    def _clear(self, path: str) -> str:
        """The full path of a file of the new tree; its folder is made, and what stood there in a spare removed."""
        parent = path.rpartition("/")[0]
        if parent not in self._made:
            os.makedirs(f"{self.incoming}/{parent}", exist_ok=True)
            self._made.add(parent)
        place = f"{self.incoming}/{path}"
        if self._is_twin:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(place)
        return place

    def _remove(self, paths: Collection[str]) -> None:
        for path in paths:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(f"{self.incoming}/{path}")
            parent = path.rpartition("/")[0]
            with contextlib.suppress(OSError):  # not empty
                while parent:
                    os.rmdir(f"{self.incoming}/{parent}")
                    parent = parent.rpartition("/")[0]


def _identity(folder: Path) -> list[int]:
    status = folder.stat()
    return [status.st_dev, status.st_ino]


def _is_same(standing: str, new: str) -> bool:
    """Whether there is a file *standing* with the bytes of the *new* one."""
    from filecmp import cmp  # noqa: PLC0415 - of most sites no file is that large

    try:
        return cmp(standing, new, shallow=False)
    except OSError:
        return False


def _write_whole(file: io.RawIOBase, data: bytes) -> None:
    """Write all of *data* to the unbuffered *file*: a disk that fills up takes a part before it refuses the rest (OSError)."""
    rest = memoryview(data)
    while rest:
        rest = rest[file.write(rest) or 0 :]
