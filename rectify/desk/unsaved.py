"""What is being typed, kept beside the project at each pause, until it is saved or given up.

`.rectify/desk/` has one file for each source file that is being edited: the text from which the editing began, and
the text as it is now. Both stand in one file that is replaced in one step, so neither is ever half there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any, Final, NamedTuple

from rectify.engine.stamps import FOLDER
from rectify.ground.files import write_atomically

DESK: Final = "desk"
_ENDING: Final = ".json"
_CODE: Final = ("utf-8", "surrogateescape")
"""So that a file in another code comes back to the byte, too."""


class KeptText(NamedTuple):
    """A source file from which somebody edits, `base`, and what it has become, `data`."""

    base: bytes
    data: bytes


class Keeper:
    """The texts that are kept for the project *root*."""

    def __init__(self, root: Path) -> None:
        self._folder = root / FOLDER / DESK

    def read(self, path: PurePosixPath) -> KeptText | None:
        """What is kept for the source file *path*; None if nothing is, or nobody can read it."""
        try:
            kept = json.loads(self._place(path).read_text(*_CODE))
            return KeptText(kept["base"].encode(*_CODE), kept["text"].encode(*_CODE))
        except (OSError, ValueError, KeyError, AttributeError):
            return None

    def keep(self, path: PurePosixPath, text: KeptText) -> None:
        """Keep a text, through to the disk; OSError leaves what was kept before."""
        words = {"file": str(path), "base": text.base.decode(*_CODE), "text": text.data.decode(*_CODE)}
        write_atomically(self._place(path), json.dumps(words, ensure_ascii=False).encode(*_CODE), durable=True)

    def keep_values(self, path: PurePosixPath, values: Any) -> None:
        """Keep what a form holds that could not be written into its file, so that somebody can read it."""
        place = self._place(path).with_suffix(".form.txt")
        write_atomically(place, json.dumps(values, ensure_ascii=False, indent=1).encode(), durable=True)

    def forget(self, path: PurePosixPath) -> None:
        """Keep nothing for the file *path* any more."""
        self._place(path).unlink(missing_ok=True)

    def all(self) -> Iterator[tuple[PurePosixPath, KeptText]]:
        """Every text that is kept, with its source file."""
        for place in sorted(self._folder.glob(f"*{_ENDING}")):
            path = PurePosixPath(place.name.removesuffix(_ENDING).replace("+", "/"))
            if kept := self.read(path):
                yield path, kept

    def _place(self, path: PurePosixPath) -> Path:
        return self._folder / f"{'+'.join(path.parts)}{_ENDING}"
