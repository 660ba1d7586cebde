"""QR codes of addresses (ISO/IEC 18004), as the path of an SVG, for printed pages.

segno takes 4 ms for a code, and the addresses of ten thousand pages differ in a few digits only. A QR code is linear
over XOR: the code of an address is the code of the same address with zeros for digits, XOR one pattern for each
digit that is not zero. So segno makes each digit in each place once (decision 0018).
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple

QUIET_ZONE: Final = 4
"""Modules of white border that the standard asks for on each side."""

_DIGITS: Final = re.compile(r"\d(?=\d*\.html\Z)")
_STEP: Final = re.compile("0*1+")


class QrCode(NamedTuple):
    """A code of `size` × `size` modules, border included; `path` is an SVG path that draws the dark ones as strokes."""

    size: int
    path: str


class _Form(NamedTuple):
    """What codes must have in common to be combined by XOR."""

    version: int
    error: str
    mask: int


def qr_code(address: str) -> QrCode:
    """The code of *address*, with segno's error correction (L, or better where it fits the same size)."""
    stem = _DIGITS.sub("0", address)
    form = _form(stem)
    modules = _modules(stem, form)
    for place in (digit.start() for digit in _DIGITS.finditer(address)):
        if address[place] != "0":
            modules ^= _digit(stem, place, address[place], form)
    width = 17 + 4 * form.version
    return QrCode(width + 2 * QUIET_ZONE, _path(modules, width))


@cache
def _form(stem: str) -> _Form:
    import segno  # noqa: PLC0415 - a build that makes no page needs no code

    code = segno.make_qr(stem, error="l")
    return _Form(int(code.version), code.error, code.mask)


@cache
def _modules(address: str, form: _Form) -> int:
    """The modules of the code of *address* in *form*, row by row, as the bits of one number."""
    import segno  # noqa: PLC0415

    code = segno.make_qr(address, version=form.version, error=form.error, mask=form.mask, boost_error=False)
    return int("".join(str(module & 1) for row in code.matrix for module in row), 2)


@cache
def _digit(stem: str, place: int, digit: str, form: _Form) -> int:
    """The modules that differ when *digit* stands at *place* of the stem instead of a zero, as bits."""
    return _modules(stem, form) ^ _modules(stem[:place] + digit + stem[place + 1 :], form)


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
