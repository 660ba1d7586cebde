"""Draws `static/images/preview.png`, which a shared link shows where a site has no picture of its own: no words, no emblem.

`python tests/preview.py` writes it anew.
"""

from __future__ import annotations

import math
import struct
import zlib
from pathlib import Path
from typing import Final

WIDTH, HEIGHT = 1200, 630
FILE: Final = Path(__file__).resolve().parents[1] / "static/images/preview.png"
_LEVELS: Final = 16
_BACKGROUND, _PAPER, _LINES = (242, 242, 239), (63, 74, 86), (255, 255, 255)
_SIDE, _ROUND, _STROKE = 320.0, 50.0, 26.0
_STROKES: Final = (
    ((7, 9), (25, 9)),
    ((7, 16), (16, 16)),
    ((7, 23), (14, 23)),
    ((17.5, 20.5), (21.1, 24.1)),
    ((21.1, 24.1), (27.1, 16.9)),
)
"""The lines of the icon, on its square of 32."""


def picture() -> bytes:
    """The PNG: a list that is ticked off, 1200 × 630, in the proportions that programs ask for."""
    palette = [_mixed(_BACKGROUND, _PAPER, n) for n in range(_LEVELS + 1)] + [
        _mixed(_PAPER, _LINES, n) for n in range(1, _LEVELS + 1)
    ]
    rows = b"".join(b"\0" + row for row in map(_row, range(HEIGHT)))
    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 3, 0, 0, 0)
    colours = bytes(value for colour in palette for value in colour)
    chunks = ((b"IHDR", head), (b"PLTE", colours), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*chunk) for chunk in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _mixed(one: tuple[int, ...], other: tuple[int, ...], level: int) -> tuple[int, ...]:
    return tuple(round(a + (b - a) * level / _LEVELS) for a, b in zip(one, other, strict=True))


def _row(y: int) -> bytes:
    return bytes(_colour(x + 0.5 - WIDTH / 2, y + 0.5 - HEIGHT / 2) for x in range(WIDTH))


def _colour(x: float, y: float) -> int:
    """The place in the palette of the pixel whose middle is *x*, *y* from that of the picture."""
    half = _SIDE / 2
    if max(abs(x), abs(y)) > half + 1:
        return 0
    past = max(abs(x) - half + _ROUND, 0), max(abs(y) - half + _ROUND, 0)
    if paper := _level(math.hypot(*past) - _ROUND):
        at = (x + half) / _SIDE * 32, (y + half) / _SIDE * 32
        lines = _level(min(_distance(at, *stroke) for stroke in _STROKES) * _SIDE / 32 - _STROKE / 2)
        return _LEVELS + lines if lines else paper
    return 0


def _level(distance: float) -> int:
    """How much of a pixel is covered whose middle is at that *distance* outside an edge."""
    return round(_LEVELS * min(max(0.5 - distance, 0), 1))


def _distance(at: tuple[float, float], start: tuple[float, float], end: tuple[float, float]) -> float:
    """From a point to a line."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    along = ((at[0] - start[0]) * dx + (at[1] - start[1]) * dy) / (dx * dx + dy * dy)
    along = min(max(along, 0), 1)
    return math.dist(at, (start[0] + along * dx, start[1] + along * dy))


if __name__ == "__main__":
    FILE.write_bytes(picture())
