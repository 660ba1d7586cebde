"""Files compressed beforehand, once, as well as can be: servers send them as they are (G-17, W-01).

They are siblings of what they hold (`index.html.gz`), made when a release is made: not outputs of
the site, so that digests, links and checks know only what people read.
"""

from __future__ import annotations

import importlib
import importlib.util
import zlib
from pathlib import PurePosixPath
from typing import Final

from rectify.outputs.server_config.facts import TEXT_KINDS

AT_LEAST: Final = 1000
"""Anything smaller fits into one packet as it is."""

_HEADER: Final = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"
"""Gzip's: deflate, no name, no time, the slowest, no system (RFC 1952)."""

Sibling = tuple[PurePosixPath, bytes]


def compressed_siblings(path: PurePosixPath, data: bytes) -> tuple[Sibling, ...]:
    """`.gz` and, where the package brotli is installed, `.br` of a file of letters (or without an ending), if they save anything."""
    if path.suffix.lower() not in ("", *TEXT_KINDS) or len(data) < AT_LEAST:
        return ()
    made = [(".gz", gzip(data))]
    if (small := _brotli(data)) is not None:
        made.append((".br", small))
    return tuple((path.with_name(path.name + ending), small) for ending, small in made if len(small) < len(data))


def gzip(data: bytes) -> bytes:
    """The same bytes for the same *data* on any day and any system; Python's own writes its version's header."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS, zlib.DEF_MEM_LEVEL)
    end = zlib.crc32(data).to_bytes(4, "little") + (len(data) & 0xFFFFFFFF).to_bytes(4, "little")
    return _HEADER + deflate.compress(data) + deflate.flush() + end


def _brotli(data: bytes) -> bytes | None:
    """By the package, which is welcome and not required: it has to be compiled on some processors."""
    if importlib.util.find_spec("brotli") is None:
        return None
    return bytes(importlib.import_module("brotli").compress(data))
