"""The logo in the head of every page: a file of `static/images`, and its size, which keeps the page from jumping."""

from __future__ import annotations

import re
from typing import Final

from rectify.outputs.assets import Assets
from rectify.site.chrome import Logo

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*\.(?:svg|png)\Z")
_MAX_SIDE: Final = 10_000
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_VIEW_BOX: Final = re.compile(
    rb"<svg\b[^>]*?\bviewBox\s*=\s*[\"']\s*[-+]?[0-9.]+[\s,]+[-+]?[0-9.]+[\s,]+([0-9.]+)[\s,]+([0-9.]+)\s*[\"']"
)


def logo_of(site_assets: Assets, name: str) -> Logo | str:
    """The logo whose file in `static/images` is called *name*, or what is wrong with it."""
    if not _NAME.match(name):
        return f"标志的文件名不对：{name[:40]}"
    path = site_assets.folder / name
    data = dict(site_assets.files).get(path)
    if data is None:
        return f"static/images 里没有标志 {name}"
    if (size := _size_of(data)) is None:
        return f"看不出标志 {name} 的宽和高"
    return Logo(str(path), *size)


def _size_of(data: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG or SVG image, 1 to 10,000 each; None if *data* is neither or does not say."""
    if data.startswith(_PNG):
        size = int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
    elif match := _VIEW_BOX.search(data[:4096]):
        try:
            size = round(float(match[1])), round(float(match[2]))
        except ValueError:
            return None
    else:
        return None
    return size if all(0 < side <= _MAX_SIDE for side in size) else None
