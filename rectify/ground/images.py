"""JPEG, PNG and WebP files: their size in pixels, and a copy without anything but the picture (no position, no device).

Only the parts that draw the picture are copied, byte for byte, so that nothing is drawn anew: positions, devices,
names, thumbnails, colour profiles and whatever is appended behind the picture stay behind. The orientation is kept,
since browsers turn pictures by it. Formats: ITU-T T.81 and Exif 2.32 (JPEG), W3C PNG third edition, RFC 9649 (WebP).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import Final, NamedTuple

_EXIF: Final = b"Exif\0\0"
_ORIENTATION: Final = 0x0112
_TURNED: Final = range(2, 9)
"""Orientations that are not the usual one; from 5 on, width and height change places."""

_SIDEWAYS: Final = 5
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT: Final = frozenset((b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"IDAT", b"IEND"))
_WEBP_KEPT: Final = frozenset((b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF"))
_WEBP_FLAGS: Final = 0x10 | 0x02
"""Alpha and animation: the flags of an extended WebP that are about the picture itself."""

_SOI, _EOI, _SOS, _APP0, _APP1, _ADOBE, _COMMENT = 0xD8, 0xD9, 0xDA, 0xE0, 0xE1, 0xEE, 0xFE
_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ALONE: Final = frozenset((0x01, *range(0xD0, 0xD8)))


class Image(NamedTuple):
    """A picture without metadata: the ending of its kind, its bytes, and width and height as browsers show it."""

    ending: str
    data: bytes
    width: int
    height: int


class ImageError(ValueError):
    """The bytes begin like a picture, and are not a whole one."""


def bare_image(data: bytes) -> Image | None:
    """The picture in *data* without metadata; None if it is no JPEG, PNG or WebP. Raises ImageError."""
    kinds = ((b"\xff\xd8\xff", _jpeg), (_PNG, _png), (b"RIFF", _webp))
    make = next((make for start, make in kinds if data.startswith(start)), None)
    if make is None or (make is _webp and data[8:12] != b"WEBP"):
        return None
    try:
        return make(data)
    except (struct.error, IndexError, zlib.error) as error:
        raise ImageError(str(error)) from error


def _image(ending: str, parts: list[bytes], size: tuple[int, int], orientation: int) -> Image:
    width, height = size if orientation < _SIDEWAYS else size[::-1]
    if not width or not height:
        raise ImageError("no size")
    return Image(ending, b"".join(parts), width, height)


# JPEG.


def _jpeg(data: bytes) -> Image:
    parts, size, orientation, last = [b"\xff\xd8"], (0, 0), 1, 0
    for marker, part in _segments(data):
        last = marker
        if marker == _APP1 and part[4:10] == _EXIF:
            orientation = _orientation(part[10:]) or orientation
        elif marker in _FRAMES:
            height, width = struct.unpack(">HH", part[5:9])
            size = (width, height)
            parts.append(part)
        elif marker == _ADOBE or not (_APP0 <= marker <= _APP0 + 15 or marker == _COMMENT):
            parts.append(part)
    if last != _EOI:
        raise ImageError("cut off")
    if orientation in _TURNED:
        exif = _EXIF + _exif(orientation)
        parts.insert(1, b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif)
    return _image("jpg", parts, size, orientation)


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The marker and the bytes of each segment up to the end of the picture; that of a scan with its coded data."""
    at = 2
    while at + 1 < len(data):
        if data[at] != 0xFF:  # noqa: PLR2004 - every marker begins so
            raise ImageError("no marker")
        marker = data[at + 1]
        if marker == 0xFF:  # noqa: PLR2004 - a byte that fills up
            at += 1
            continue
        if marker == _EOI or marker in _ALONE:
            yield marker, data[at : at + 2]
            at += 2
            if marker == _EOI:
                return
            continue
        end = at + 2 + struct.unpack(">H", data[at + 2 : at + 4])[0]
        if marker == _SOS:
            end = _scan_end(data, end)
        if end > len(data):
            raise ImageError("cut off")
        yield marker, data[at:end]
        at = end


def _scan_end(data: bytes, at: int) -> int:
    """Where the coded data that begin at *at* end: at a marker that does not belong to them."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            return len(data)
        if data[at + 1] and data[at + 1] not in _ALONE:
            return at
        at += 2


# PNG.


def _png(data: bytes) -> Image:
    parts, size, orientation, last = [_PNG], (0, 0), 1, b""
    at = len(_PNG)
    while last != b"IEND":
        (length,) = struct.unpack(">I", data[at : at + 4])
        last, end = data[at + 4 : at + 8], at + 12 + length
        if end > len(data):
            raise ImageError("cut off")
        body = data[at + 8 : end - 4]
        if last == b"IHDR":
            width, height = struct.unpack(">II", body[:8])
            size = (width, height)
        if last == b"eXIf":
            orientation = _orientation(body) or orientation
        elif last in _PNG_KEPT:
            parts.append(data[at:end])
        at = end
    if orientation in _TURNED:
        exif = b"eXIf" + _exif(orientation)
        parts.insert(2, struct.pack(">I", len(exif) - 4) + exif + struct.pack(">I", zlib.crc32(exif)))
    return _image("png", parts, size, orientation)


# WebP.


def _webp(data: bytes) -> Image:
    parts: list[bytes] = []
    flags, size, orientation = 0, (0, 0), 1
    end = 8 + struct.unpack("<I", data[4:8])[0]
    if end > len(data):
        raise ImageError("cut off")
    at = 12
    while at + 8 <= end:
        name, length = data[at : at + 4], struct.unpack("<I", data[at + 4 : at + 8])[0]
        body = data[at + 8 : at + 8 + length]
        if name == b"VP8X":
            flags = body[0] & _WEBP_FLAGS
            size = (1 + int.from_bytes(body[4:7], "little"), 1 + int.from_bytes(body[7:10], "little"))
        elif name == b"EXIF":
            orientation = _orientation(body.removeprefix(_EXIF)) or orientation
        elif name in _WEBP_KEPT:
            size = size if any(size) else _webp_size(name, body)
            parts.append(_chunk(name, body))
        at += 8 + length + length % 2
    if flags or orientation in _TURNED:
        flags |= 0x08 if orientation in _TURNED else 0
        canvas = b"".join((side - 1).to_bytes(3, "little") for side in size)
        parts.insert(0, _chunk(b"VP8X", bytes((flags, 0, 0, 0)) + canvas))
    if orientation in _TURNED:
        parts.append(_chunk(b"EXIF", _exif(orientation)))
    content = b"WEBP" + b"".join(parts)
    return _image("webp", [b"RIFF", struct.pack("<I", len(content)), content], size, orientation)


def _webp_size(name: bytes, body: bytes) -> tuple[int, int]:
    if name == b"VP8L":
        bits = int.from_bytes(body[1:5], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if name == b"VP8 ":
        width, height = struct.unpack("<HH", body[6:10])
        return width & 0x3FFF, height & 0x3FFF
    return 0, 0


def _chunk(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


# Exif.


def _orientation(tiff: bytes) -> int:
    """The orientation that Exif data say; 0 if they say none."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 0
    try:
        (start,) = struct.unpack(f"{order}I", tiff[4:8])
        (count,) = struct.unpack(f"{order}H", tiff[start : start + 2])
        for number in range(count):
            entry = tiff[start + 2 + 12 * number :][:12]
            tag, _, _, value = struct.unpack(f"{order}HHIH", entry[:10])
            if tag == _ORIENTATION:
                return int(value)
    except struct.error:  # what cannot be read is left out with the rest
        return 0
    return 0


def _exif(orientation: int) -> bytes:
    """Exif data that say the orientation and nothing else."""
    return b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, _ORIENTATION, 3, 1, orientation, 0, 0)
