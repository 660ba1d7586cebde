"""Smaller sizes of photographs: made where Pillow is installed, missed by nobody where it is not."""

from __future__ import annotations

import importlib.util
import io
import random
import re
import struct
import zlib
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pytest

from rectify import pipeline
from rectify.ground import small_images
from rectify.ground.small_images import made_smaller, smaller_widths
from rectify.terminal import messages
from support import ISSUE, lay, tree

OWN = "content/2025-xuncha/001"
PHOTO = "photos: [{file: qian.png, alt: 院墙, checked: true}]\n"
SMALL = re.compile(r"2025-xuncha/xiaotu/[0-9a-f]{12}-([0-9]+)\.png\Z")

needs_pillow = pytest.mark.skipif(importlib.util.find_spec("PIL") is None, reason="Pillow is not installed here")


def png(width: int, height: int) -> bytes:
    """A picture of this size, grey and without a pattern that could be packed."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    rows = b"".join(b"\0" + random.Random(y).randbytes(width) for y in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def site(
    project: Callable[..., Path], *, possible: bool, monkeypatch: pytest.MonkeyPatch
) -> tuple[str, dict[PurePosixPath, bytes]]:
    """The report and the files of a site with a photograph of 1300 by 40 pixels, where Pillow is there or not."""
    monkeypatch.setattr(small_images, "is_possible", lambda: possible)
    root = project({f"{OWN}.yaml": ISSUE + PHOTO})
    lay(root, {f"{OWN}/qian.png": png(1300, 40)})
    made = pipeline.build(root, root / "output")
    return messages.build_message(made, 1, "output"), tree(root / "output")


def test_without_pillow_there_is_one_size_and_a_sentence(
    project: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing else is missing; a site without wide photographs says nothing of it."""
    report, files = site(project, possible=False, monkeypatch=monkeypatch)
    root = project({f"{OWN}.yaml": ISSUE})
    silent = messages.build_message(pipeline.build(root, root / "output"), 1, "output")

    assert "照片只公开一种大小" in report
    assert "照片只公开一种大小" not in silent
    assert b"srcset" not in files[PurePosixPath("2025-xuncha/001.html")]
    assert not [path for path in files if SMALL.match(str(path))]


@needs_pillow
def test_with_pillow_only_the_page_of_the_photograph_differs(
    project: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Record, data and every other page are the same bytes; a phone finds a size for itself."""
    from PIL import Image

    report, files = site(project, possible=True, monkeypatch=monkeypatch)
    _, without = site(project, possible=False, monkeypatch=monkeypatch)
    small = {path: data for path, data in files.items() if SMALL.match(str(path))}
    page = files[PurePosixPath("2025-xuncha/001.html")].decode()
    found = re.search(r'srcset="([^"]+)" sizes="([^"]+)"', page)
    offered = [one.strip().split() for one in found[1].split(",")] if found else []

    assert "照片只公开一种大小" not in report
    assert {path for path in files.keys() | without.keys() if files.get(path) != without.get(path)} == {
        PurePosixPath("2025-xuncha/001.html"),
        *small,
    }
    assert [width for _, width in offered] == ["480w", "960w", "1300w"]
    assert all(
        PurePosixPath("2025-xuncha", path).as_posix().replace("2025-xuncha/../", "") in map(str, files)
        for path, _ in offered
    )
    assert sorted(Image.open(io.BytesIO(data)).size for data in small.values()) == [(480, 15), (960, 30)]


@needs_pillow
def test_a_small_photograph_stands_upright_without_metadata() -> None:
    """A browser is not told to turn it once more."""
    from PIL import Image

    image = Image.new("RGB", (600, 300), "red")
    exif = Image.Exif()
    exif[0x0112] = 6
    for kind, ending in (("JPEG", "jpg"), ("WEBP", "webp")):
        out = io.BytesIO()
        image.save(out, kind, exif=exif, quality=100)
        small = Image.open(io.BytesIO(made_smaller(out.getvalue(), ending, 100)))

        assert (small.format, small.size, dict(small.getexif())) == (kind, (100, 200), {})


@needs_pillow
@pytest.mark.parametrize("data", [b"\xff\xd8\xff no picture", png(1300, 40)[:-30], png(8, 8)])
def test_what_cannot_be_made_smaller_is_given_as_it_is(data: bytes) -> None:
    """A page that names it is whole."""
    assert made_smaller(data, "png", 480) == data


def test_sizes_follow_from_the_photograph_alone() -> None:
    """So that a page does not depend on what Pillow can read; an enormous one would need too much memory."""
    assert [smaller_widths(width, 900) for width in (500, 600, 1300, 4000)] == [
        (),
        (480,),
        (480, 960),
        (480, 960, 1440),
    ]
    assert smaller_widths(10_000, 10_000) == ()
