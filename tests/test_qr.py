"""The QR code on printed pages is read back by a reader of codes that is not ours."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

import pytest

from outside import missing
from rectify.ground.qr import QUIET_ZONE, QrCode, qr_code
from support import BuiltSite

FOLDER = "https://www.example.gov.cn/xczg/2025-xuncha/"
SCALE = 4


def drawn(code: QrCode) -> set[tuple[int, int]]:
    """The dark modules that the path draws, as places across and down."""
    x, y = 0, 0
    dark = set()
    for left, top, right, length in re.findall(r"M(\d+) (\d+)\.5|m(\d+) 0h(\d+)", code.path):
        if left:
            x, y = int(left), int(top)
        else:
            x += int(right)
            dark |= {(x + one, y) for one in range(int(length))}
            x += int(length)
    return dark


def read(code: QrCode) -> list[str]:
    """What a reader of codes finds in *code*, painted as its path says."""
    try:
        import zxingcpp
    except ImportError:
        missing("zxing-cpp is not installed: it has no package for this processor")
    dark, width = drawn(code), code.size * SCALE
    places = ((x // SCALE, y // SCALE) for y in range(width) for x in range(width))
    image = bytes(0 if place in dark else 255 for place in places)
    return [found.text for found in zxingcpp.read_barcodes(memoryview(image).cast("B", (width, width)))]


@pytest.mark.parametrize(
    "address",
    [
        *(f"{FOLDER}{number:03}.html" for number in (0, 1, 9, 10, 13, 59, 100, 123, 456, 789, 999, 1000, 98765)),
        FOLDER,
        "https://a.cn/",
        f"https://a.cn/{'x' * 200}/007.html",
    ],
)
def test_the_code_says_the_address(address: str) -> None:
    """Whatever the digits: codes that are put together from pieces are whole."""
    code = qr_code(address)

    assert [address] == read(code)


def test_a_code_put_together_is_the_code_made_at_once() -> None:
    """The pieces of zeros and digits give exactly what the library makes of the address."""
    import segno

    address = f"{FOLDER}374.html"
    zeros = segno.make_qr(f"{FOLDER}000.html", error="l")
    whole = segno.make_qr(address, version=zeros.version, error=zeros.error, mask=zeros.mask, boost_error=False)
    dark = {
        (x + QUIET_ZONE, y + QUIET_ZONE) for y, row in enumerate(whole.matrix) for x, one in enumerate(row) if one & 1
    }

    assert dark == drawn(qr_code(address))


def test_the_border_stays_white() -> None:
    """Readers need four white modules around the code."""
    code = qr_code(f"{FOLDER}374.html")
    used = {place for module in drawn(code) for place in module}

    assert (min(used), max(used)) == (QUIET_ZONE, code.size - QUIET_ZONE - 1)


def test_every_printed_page_has_its_own_code(real_site: BuiltSite) -> None:
    """The codes that stand in the pages of issues and rounds lead to just these pages."""
    config = real_site.site.config
    for round_ in real_site.site.rounds:
        for path in (f"{round_.id}/index.html", *(entry.path for entry in round_.issues)):
            page = real_site.files[PurePosixPath(path)].decode()
            svg = re.search(
                r'viewBox="0 0 (\d+) \d+" aria-hidden="true"><path class="qr-code__modules" d="([^"]+)"', page
            )

            assert svg is not None
            assert [config.absolute(path)] == read(QrCode(int(svg[1]), svg[2]))
