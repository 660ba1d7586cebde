"""Files compressed beforehand, once, as well as can be: servers send them as they are (G-17, W-01).

They are siblings of what they hold (`index.html.gz`), made when a release is made: not outputs of
the site, so that links and checks know only what people read.
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
"""Anything smaller fits into one packet as it is."""

ENDINGS: Final = (".gz", ".br")
"""What servers look for beside a file."""

_HEADER: Final = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"
"""Gzip's: deflate, no name, no time, the slowest, no system (RFC 1952)."""

_GZIP_BITS: Final = 16 + zlib.MAX_WBITS

Sibling = tuple[PurePosixPath, bytes]
Older = Callable[[PurePosixPath], bytes]
"""What stood at a path before; nothing if there was nothing."""


class _Way(NamedTuple):
    """A way to compress: the ending, how it is done, and whether something is what it makes of a file."""

    ending: str
    pack: Callable[[bytes], bytes]
    holds: Callable[[bytes, bytes], bool]


def compressed_siblings(path: PurePosixPath, data: bytes, older: Older = lambda _path: b"") -> tuple[Sibling, ...]:
    """`.gz` and, where the package brotli is installed, `.br` of a file of letters (or without an ending), if they save anything.

    An *older* sibling is taken again if it holds the very same *data*: it is unpacked and compared,
    since a sibling that says something else is a page that only some readers see.
    """
    if path.name.startswith(".") or path.suffix.lower() not in ("", *TEXT_KINDS) or len(data) < AT_LEAST:
        return ()  # what begins with a dot is shown to nobody
    made = []
    for way in _ways():
        beside = path.with_name(path.name + way.ending)
        known = older(beside)
        made.append((beside, known if known and way.holds(known, data) else way.pack(data)))
    return tuple((beside, small) for beside, small in made if len(small) < len(data))


def is_sibling(path: str) -> bool:
    """Whether a file is called as the compressed sibling of another."""
    name = PurePosixPath(path)
    return name.suffix in ENDINGS and PurePosixPath(name.stem).suffix.lower() in ("", *TEXT_KINDS)


def gzip(data: bytes) -> bytes:
    """The same bytes for the same *data* on any day and any system; Python's own writes its version's header."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS, zlib.DEF_MEM_LEVEL)
    end = zlib.crc32(data).to_bytes(4, "little") + (len(data) & 0xFFFFFFFF).to_bytes(4, "little")
    return _HEADER + deflate.compress(data) + deflate.flush() + end


def _ways() -> Iterator[_Way]:
    """Gzip, and brotli by its package, which is welcome and not required: it has to be compiled on some processors."""
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
    """Whether *small* is one gzip of *data* and nothing more; a bomb is not unpacked."""
    inflate = zlib.decompressobj(_GZIP_BITS)
    try:
        return inflate.decompress(small, len(data) + 1) == data and inflate.eof and not inflate.unused_data
    except zlib.error:
        return False
