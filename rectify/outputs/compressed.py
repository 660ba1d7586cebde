"""Files compressed in advance, which servers send instead of compressing each answer (G-17, W-01).

`index.html.gz` stands beside `index.html`. They are made when a release is made and are no outputs of the site, so that
links and checks see only what people read.
"""

from __future__ import annotations

import importlib
import importlib.util
import zlib
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import Final, NamedTuple

from rectify.outputs.server_config.facts import TEXT_KINDS

AT_LEAST: Final = 1000
"""Bytes; a smaller file fits into one network packet as it is."""

ENDINGS: Final = (".gz", ".br")
"""The endings of compressed siblings."""

_HEADER: Final = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"
"""The header of gzip: deflate, no name, no time, best compression, unknown system (RFC 1952)."""

_GZIP_BITS: Final = 16 + zlib.MAX_WBITS

Sibling = tuple[PurePosixPath, bytes]
Older = Callable[[PurePosixPath], bytes]
"""Returns the bytes at a path of the last release, or none if there is no such file."""


class _Way(NamedTuple):
    """A format: its ending, the function that compresses, and one that says whether `holds(packed, data)` is true."""

    ending: str
    pack: Callable[[bytes], bytes]
    holds: Callable[[bytes, bytes], bool]


def compressed_siblings(path: PurePosixPath, data: bytes, older: Older = lambda _path: b"") -> tuple[Sibling, ...]:
    """The compressed siblings of a file: `.gz`, and `.br` if the package brotli is installed.

    Empty for files that are no text, are small, begin with a dot or do not become smaller. An *older* sibling is
    used again if it unpacks to exactly the same *data*; with other content some readers would see another page.
    """
    if path.name.startswith(".") or path.suffix.lower() not in ("", *TEXT_KINDS) or len(data) < AT_LEAST:
        return ()  # what begins with a dot is shown to nobody
    siblings = []
    for way in _ways():
        sibling = path.with_name(path.name + way.ending)
        old = older(sibling)
        siblings.append((sibling, old if old and way.holds(old, data) else way.pack(data)))
    return tuple((sibling, small) for sibling, small in siblings if len(small) < len(data))


def is_sibling(path: str) -> bool:
    """Whether the name of a file is that of a compressed sibling of a text file."""
    name = PurePosixPath(path)
    return name.suffix in ENDINGS and PurePosixPath(name.stem).suffix.lower() in ("", *TEXT_KINDS)


def unpacks_to(ending: str, small: bytes, data: bytes) -> bool:
    """Whether *small*, a copy with this *ending*, unpacks to *data*; true where it cannot be unpacked here."""
    return all(way.holds(small, data) for way in _ways() if way.ending == ending)


def gzip(data: bytes) -> bytes:
    """*data* in gzip, the same bytes on any day and system; the header of Python's own gzip depends on its version."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS, zlib.DEF_MEM_LEVEL)
    end = zlib.crc32(data).to_bytes(4, "little") + (len(data) & 0xFFFFFFFF).to_bytes(4, "little")
    return _HEADER + deflate.compress(data) + deflate.flush() + end


def _ways() -> Iterator[_Way]:
    """The formats at hand: gzip, and brotli if its package is installed, which some processors have to compile."""
    yield _Way(".gz", gzip, _is_gzip_of)
    if importlib.util.find_spec("brotli") is not None:
        brotli = importlib.import_module("brotli")

        def holds(small: bytes, data: bytes) -> bool:
            try:
                return bool(brotli.decompress(small) == data)
            except brotli.error:
                return False

        yield _Way(".br", brotli.compress, holds)


def _is_gzip_of(small: bytes, data: bytes) -> bool:
    """Whether *small* is a single gzip member that unpacks to *data*; stops at the length of *data*."""
    inflate = zlib.decompressobj(_GZIP_BITS)
    try:
        return inflate.decompress(small, len(data) + 1) == data and inflate.eof and not inflate.unused_data
    except zlib.error:
        return False
