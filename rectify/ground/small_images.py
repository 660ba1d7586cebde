"""Smaller sizes of photographs for small screens, by Pillow where it is installed.

Which sizes a photograph has follows from its own size alone, so that pages do not depend on what Pillow can read or
on its version; what it cannot make smaller is given as it is. The small files are neither recorded nor promised.
"""

from __future__ import annotations

import importlib.util
import io
import struct
import warnings
from typing import Final

WIDTHS: Final = (480, 960, 1440)
"""In pixels: a column of a phone, the same on a screen with two pixels for one, the whole width of a page."""

_LEAST_GAIN: Final = 1.25
"""A photograph that is not wider by so much is published in its own size alone."""

_MOST_PIXELS: Final = 60_000_000
"""Of larger ones no sizes are made: one would need more memory than the whole build."""

_QUALITY: Final = 78
_FORMATS: Final = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP"}


def is_possible() -> bool:
    """Whether Pillow is installed."""
    return importlib.util.find_spec("PIL") is not None


def smaller_widths(width: int, height: int) -> tuple[int, ...]:
    """The widths in which a photograph of this size is published beside its own."""
    if width * height > _MOST_PIXELS:
        return ()
    return tuple(one for one in WIDTHS if one * _LEAST_GAIN <= width)


def made_smaller(data: bytes, ending: str, width: int) -> bytes:
    """The photograph *data* in this *width*, in the same format; *data* itself where that is not possible or not less."""
    from PIL import Image, ImageOps  # noqa: PLC0415 - only photographs need it

    out = io.BytesIO()
    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(data)) as image:
            warnings.simplefilter("ignore")
            if getattr(image, "is_animated", False):
                return data
            image.draft("RGB", (width, width))
            upright = ImageOps.exif_transpose(image)
            height = max(1, round(upright.height * width / upright.width))
            has_alpha = upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info
            mode = "RGBA" if has_alpha and ending != "jpg" else "L" if upright.mode in ("1", "L") else "RGB"
            small = upright.convert(mode).resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)
            small.save(out, _FORMATS[ending], quality=_QUALITY, optimize=True)
    except (OSError, ValueError, SyntaxError, struct.error, Image.DecompressionBombError):
        return data
    return min(out.getvalue(), data, key=len)
