"""QR codes of addresses (ISO/IEC 18004), as the path of an SVG, for printed pages.

segno takes 4 ms for a code, and the addresses of ten thousand pages differ in a few digits only. A QR code is linear
over XOR: the code of an address is the code of the same address with zeros for digits, XOR one pattern for each
bit in which a digit differs from zero. So segno makes each of these once (decision 0018), and a build may keep them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache
from typing import Any, Final, NamedTuple

QUIET_ZONE: Final = 4
"""Modules of white border that the standard asks for on each side."""

_DIGITS: Final = re.compile(r"\d(?=\d*\.html\Z)")
_BITS: Final = (1, 2, 4, 8)
_STEP: Final = re.compile("0*1+")


class QrCode(NamedTuple):
    """A code of `size` × `size` modules, border included; `path` is an SVG path that draws the dark ones as strokes."""

    size: int
    path: str


class _Pattern(NamedTuple):
    """The code of an address with zeros for digits, row by row as the bits of one number, and its size (version).

    `digits` has for each of these zeros the modules that change when a 1, 2, 4 or 8 stands in its place.
    """

    version: int
    modules: int
    digits: list[list[int]]


Patterns = bytes
"""Patterns by address, as JSON."""

NO_PATTERNS: Final = b"{}"


def qr_code(address: str, patterns: Patterns = NO_PATTERNS) -> QrCode:
    """The code of *address*, with segno's error correction (L, or better where it fits the same size).

    A pattern that is not among *patterns* is made now; the code is the same.
    """
    stem = _DIGITS.sub("0", address)
    pattern = _read(patterns).get(stem) or _pattern(stem)
    modules = pattern.modules
    for digit, changes in zip(_DIGITS.findall(address), pattern.digits, strict=True):
        for bit, change in zip(_BITS, changes, strict=True):
            if int(digit) & bit:
                modules ^= change
    width = 17 + 4 * pattern.version
    return QrCode(width + 2 * QUIET_ZONE, _path(modules, width))


def patterns_of(addresses: Iterable[str]) -> Patterns:
    """The patterns of *addresses*, which are those of all that differ from them in digits only."""
    return json.dumps({stem: _pattern(stem) for stem in sorted({_DIGITS.sub("0", one) for one in addresses})}).encode()


@cache
def _read(patterns: Patterns) -> dict[str, _Pattern]:
    return {stem: _Pattern(*pattern) for stem, pattern in json.loads(patterns).items()}


@cache
def _pattern(stem: str) -> _Pattern:
    import segno  # noqa: PLC0415 - a build that has all its patterns needs no code, and it loads the library of networks

    def bits_of(code: Any) -> int:
        return int("".join(str(module & 1) for row in code.matrix for module in row), 2)

    code = segno.make_qr(stem, error="l")
    fixed: dict[str, Any] = {"version": code.version, "error": code.error, "mask": code.mask, "boost_error": False}
    whole = bits_of(code)
    digits = [
        [whole ^ bits_of(segno.make_qr(f"{stem[:place]}{bit}{stem[place + 1 :]}", **fixed)) for bit in _BITS]
        for place in (digit.start() for digit in _DIGITS.finditer(stem))
    ]
    return _Pattern(int(code.version), whole, digits)


@cache
def _step(modules: str) -> str:
    """The path commands that skip white modules and draw the dark ones behind them: `m2 0h2` for `0011`."""
    dark = modules.count("1")
    return f"m{len(modules) - dark} 0h{dark}"


def _path(modules: int, width: int) -> str:
    """An SVG path of the dark modules as horizontal strokes, row by row, with relative moves in a row."""
    bits = f"{modules:0{width * width}b}"
    path = []
    for row in range(width):
        path.append(f"M{QUIET_ZONE} {row + QUIET_ZONE}.5")
        path += map(_step, _STEP.findall(bits, row * width, (row + 1) * width))
    return "".join(path)
