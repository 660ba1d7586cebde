"""Parts: intermediate results that planning needs, kept from build to build.

A part is a `Document` that is not written into the site, such as the JSON lines of 256 issues. The same law holds
for it: it is made from its inputs.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from typing import Any, Final, NamedTuple, Protocol

from rectify.engine.fingerprint import Fingerprints
from rectify.engine.output import BytesRef, Document, Output, Ref, TextRef, Texts, check_function, make_value, name_of
from rectify.engine.stamps import digest_of
from rectify.ground.shelf import Place, Shelf


class PartStore(Protocol):
    """Where parts are kept."""

    def part(self, name: str, fingerprint: str) -> bytes | None:
        """The part *name*, if the last build kept it with this *fingerprint*; otherwise None."""

    def last_part(self, name: str) -> bytes | None:
        """The part *name* that the last build kept with any fingerprint; None if there is none."""

    def keep_last(self, name: str) -> None:
        """Keep the part *name* for the next build as it is, without reading it."""

    def keep_part(self, name: str, fingerprint: str, data: bytes) -> None:
        """Keep a part for the next build."""


class NoStore:
    """A store that remembers nothing: for a build that makes everything."""

    def part(self, name: str, fingerprint: str) -> None:
        """Return None: nothing is kept."""

    def last_part(self, name: str) -> None:
        """Return None: nothing is kept."""

    def keep_last(self, name: str) -> None:
        """Do nothing."""

    def keep_part(self, name: str, fingerprint: str, data: bytes) -> None:
        """Do nothing."""


def _pack(marks: Sequence[str], items: Sequence[bytes]) -> bytes:
    return b"\n".join((json.dumps([marks, list(map(len, items))]).encode(), b"".join(items)))


def _unpack(data: bytes | None) -> tuple[list[str], tuple[bytes, ...]]:
    """The fingerprints and parts from the bytes of `_pack`; empty for None."""
    if data is None:
        return [], ()
    marks, sizes = json.loads(data[: data.index(b"\n")])
    ends = list(accumulate(sizes, initial=data.index(b"\n") + 1))
    return marks, tuple(data[begin:end] for begin, end in pairwise(ends))


_LARGE: Final = 1 << 22
"""Bytes of a file from which on it is made twice, to be measured and to be written, rather than held meanwhile."""


class Measure(NamedTuple):
    """The size of a file in bytes, and its SHA-256 in hexadecimal."""

    size: int
    sha256: str


class Parts:
    """Makes parts and documents, and measures files whose size and digest another page shows."""

    def __init__(self, store: PartStore, fingerprints: Fingerprints, open_text: Callable[[TextRef], Any]) -> None:
        self.fingerprints = fingerprints
        self._store = store
        self._open_text = open_text
        self._ready: dict[str, bytes] = {}
        self._shelf = Shelf()
        self._places: dict[BytesRef, Place] = {}

    def bytes_of(self, part: Document) -> bytes:
        """The bytes of a part, made now if its inputs are not those of the last build."""
        fingerprint = self.fingerprints.of_output(part)
        data = self._store.part(part.path, fingerprint)
        if data is None:
            data = self.make(part)
            self._store.keep_part(part.path, fingerprint, data)
        return data

    def all_of(self, name: str, items: Sequence[Document]) -> tuple[bytes, ...]:
        """The bytes of several parts that are kept as one under *name*, in the order of *items*.

        Only items whose inputs changed are made; an item is found again by its fingerprint, not by its path.
        """
        inputs = tuple((name_of(item.make), item.inputs, item.texts) for item in items)
        fingerprint = self.fingerprints.digest((name, inputs))
        data = self._store.part(name, fingerprint)
        if data is None:
            old = dict(zip(*_unpack(self._store.last_part(name)), strict=True))
            marks = [self.fingerprints.of_output(item) for item in items]
            contents = tuple(
                old[mark] if mark in old else self.make(item) for mark, item in zip(marks, items, strict=True)
            )
            self._store.keep_part(name, fingerprint, _pack(marks, contents))
            return contents
        return _unpack(data)[1]

    def combine(
        self, name: str, items: Sequence[Document], combine: Callable[[Any, tuple[bytes, ...]], bytes], inputs: Any
    ) -> bytes:
        """The bytes of `combine(inputs, parts)`, where *parts* are the bytes of *items*.

        If neither *inputs* nor any item changed, the kept bytes are returned and the items are not read. Raises
        TypeError if *combine* is no plain function of a module.
        """
        check_function(combine)
        of_items = tuple((name_of(item.make), item.inputs, item.texts) for item in items)
        fingerprint = self.fingerprints.digest((name, name_of(combine), inputs, of_items))
        data = self._store.part(name, fingerprint)
        if data is None:
            data = combine(inputs, self.all_of(f"{name}, items", items))
            self._store.keep_part(name, fingerprint, data)
        else:
            self._store.keep_last(f"{name}, items")
        return data

    def measure_of(self, file: Document) -> Measure:
        """Size and digest of *file*; if it has to be made for this, small bytes are kept for the next call of `make`."""
        name, fingerprint = f"measure {file.path}", self.fingerprints.of_output(file)
        measure = self._store.part(name, fingerprint)
        if measure is None:
            digest, size, kept = hashlib.sha256(), 0, []
            for piece in self.pieces_of(file):
                digest.update(piece)
                size += len(piece)
                kept.append(piece)
                if size >= _LARGE:
                    kept.clear()
            if size < _LARGE:
                self._ready[file.path] = b"".join(kept)
            measure = json.dumps([size, digest.hexdigest()]).encode()
            self._store.keep_part(name, fingerprint, measure)
        return Measure(*json.loads(measure))

    def make(self, document: Document) -> bytes:
        """The bytes of a document."""
        pieces = self.pieces_of(document)
        return pieces[0] if isinstance(pieces, tuple) else b"".join(pieces)

    def pieces_of(self, document: Document) -> tuple[bytes] | Iterator[bytes]:
        """The bytes of a document: one piece, or those that its maker gives one after another."""
        if (data := self._ready.pop(document.path, None)) is not None:
            return (data,)
        content = make_value(document, self.texts_of(document))
        return (content,) if isinstance(content, bytes) else content

    def keep(self, data: bytes) -> BytesRef:
        """Lay *data* on the shelf, for outputs that name the reference."""
        ref = BytesRef(digest_of(data))
        if ref not in self._places:
            self._places[ref] = self._shelf.put(data)
        return ref

    def texts_of(self, output: Output) -> Texts:
        """The texts that an output may open, each read when it is asked for."""
        return self.texts_named(output.texts)

    def texts_named(self, refs: Iterable[Ref]) -> Texts:
        """The texts and bytes of *refs*."""
        return Texts(frozenset(refs), self._open)

    def _open(self, ref: Ref) -> Any:
        return self._shelf.get(self._places[ref]) if isinstance(ref, BytesRef) else self._open_text(ref)
