"""A shelf: bytes that a long run needs again later, the first of them in memory, what is more in a file without a name."""

from __future__ import annotations

import os
from typing import IO, Final

Place = bytes | tuple[int, int]
"""Where bytes lie: the bytes themselves, or offset and length in the file."""

_IN_MEMORY: Final = 1 << 25
"""Bytes up to which a shelf needs no file: more than a site of some thousand issues has."""


class Shelf:
    """Keeps bytes until the process ends. A forked process can read what was put on the shelf before the fork."""

    def __init__(self, in_memory: int = _IN_MEMORY) -> None:
        """*in_memory* is the number of bytes that are held in memory."""
        self._room = in_memory
        self._file: IO[bytes] | None = None
        self._end = 0

    def __del__(self) -> None:
        if self._file is not None:
            self._file.close()

    def put(self, data: bytes) -> Place:
        """Keep *data*, and return where it lies; OSError if the disk is full."""
        if len(data) <= self._room:
            self._room -= len(data)
            return data
        if self._file is None:
            import tempfile  # noqa: PLC0415 - most sites fit into memory

            self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - it goes with this object
        self._file.seek(self._end)
        rest = memoryview(data)
        while rest:
            rest = rest[self._file.write(rest) :]
        place = self._end, len(data)
        self._end += len(data)
        return place

    def get(self, place: Place) -> bytes:
        """The bytes that were put there; LookupError if it is a place on another shelf."""
        if isinstance(place, bytes):
            return place
        if self._file is None:
            raise LookupError(place)
        offset, size = place
        if hasattr(os, "pread"):  # processes that share the file do not move each other's place in it
            return os.pread(self._file.fileno(), size, offset)
        self._file.seek(offset)
        return self._file.read(size)
