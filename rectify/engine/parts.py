"""Parts: what is made while outputs are planned, and kept from build to build.

A part is a document that is no file of the site. The same law holds for it: it is made from its inputs.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any, NamedTuple, Protocol

from rectify.engine.fingerprint import Fingerprints
from rectify.engine.output import Document, Output, TextRef, Texts


class PartStore(Protocol):
    """Where parts are kept."""

    def part(self, name: str, fingerprint: str) -> bytes | None:
        """The part of that *name*, if the last build kept it with this *fingerprint*."""

    def keep_part(self, name: str, fingerprint: str, data: bytes) -> None:
        """Keep a part for the next build."""


class NoStore:
    """A store that remembers nothing: for a build that makes everything."""

    def part(self, name: str, fingerprint: str) -> None:
        """Know no part."""

    def keep_part(self, name: str, fingerprint: str, data: bytes) -> None:
        """Keep no part."""


class Measure(NamedTuple):
    """The size of a file in bytes, and its SHA-256 in hexadecimal."""

    size: int
    sha256: str


class Parts:
    """Makes parts, and files that have to be measured before the page which tells of them can be planned."""

    def __init__(self, store: PartStore, fingerprints: Fingerprints, open_text: Callable[[TextRef], Any]) -> None:
        self.fingerprints = fingerprints
        self._store = store
        self._open_text = open_text
        self._ready: dict[str, bytes] = {}

    def bytes_of(self, part: Document) -> bytes:
        """The bytes of a part, made now if its inputs are not those of the last build."""
        fingerprint = self.fingerprints.of_output(part)
        data = self._store.part(part.path, fingerprint)
        if data is None:
            data = self.make(part)
            self._store.keep_part(part.path, fingerprint, data)
        return data

    def measure_of(self, file: Document) -> Measure:
        """Size and digest of a file of the site; its bytes stay ready if it had to be made for this."""
        name, fingerprint = f"measure {file.path}", self.fingerprints.of_output(file)
        known = self._store.part(name, fingerprint)
        if known is None:
            data = self._ready[file.path] = self.make(file)
            known = json.dumps([len(data), hashlib.sha256(data).hexdigest()]).encode()
            self._store.keep_part(name, fingerprint, known)
        return Measure(*json.loads(known))

    def make(self, document: Document) -> bytes:
        """The bytes of a document."""
        if (data := self._ready.pop(document.path, None)) is not None:
            return data
        made: bytes = document.make(document.inputs, self.texts_of(document))
        return made

    def texts_of(self, output: Output) -> Texts:
        """The texts that an output may open."""
        return Texts(frozenset(output.texts), self._open_text)
