"""Fonts of a PDF: which characters the bytes of a string show, and how wide each is (ISO 32000-1, 9.6-9.10)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final
from unicodedata import east_asian_width

from rectify.intake.readers.signs import in_font, is_symbol_font

_BOLD: Final = re.compile(r"bold|black|heavy|simhei|黑体|小标宋|dabiaosong|xiaobiaosong", re.IGNORECASE)
_SUBSET: Final = re.compile(r"\A[A-Z]{6}\+")
_WHOLE: Final = 1000.0
_HALF: Final = 500.0
_LOST: Final = "\ufffd"
_LIGATURES: Final = {"ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "ﬃ": "ffi", "ﬄ": "ffl"}


@dataclass(frozen=True, slots=True)
class PdfFont:
    """A font as text is read with it.

    *by_glyph*: its codes are numbers of glyphs, which only its map explains. *predefined*: its codes are characters
    of a known encoding, while its widths go by other numbers.
    """

    name: str
    library: Any
    by_glyph: bool
    predefined: bool
    bold: bool
    known: dict[str, tuple[str, str, float]] = field(default_factory=dict)

    @property
    def is_unknown(self) -> bool:
        """Whether nothing says what its glyphs mean."""
        return (self.by_glyph and not self.library.character_map) or not self.library.interpretable

    def glyphs(self, part: Any) -> Iterator[tuple[str, str, float]]:
        """The code, the characters and the width (in thousandths of the size) of each glyph in a string."""
        data = part.original_bytes if hasattr(part, "original_bytes") else part
        if not isinstance(data, bytes):
            return
        encoding = self.library.encoding
        for code in _decode(data, encoding) if isinstance(encoding, str) else data.decode("latin-1"):
            found = self.known.get(code)
            if found is None:
                found = self.known[code] = self._glyph(code)
            yield found

    def _glyph(self, code: str) -> tuple[str, str, float]:
        encoding, codes, widths = self.library.encoding, self.library.character_map, self.library.character_widths
        if isinstance(encoding, str):
            text = codes.get(code, _LOST if self.by_glyph else code)
        else:
            named = encoding.get(ord(code), code)
            text = codes.get(named, codes.get(code, named))
        width = widths.get(code, widths["default"])
        if self.predefined:
            width = _WHOLE if east_asian_width(text[:1] or "x") in "WFA" else _HALF
        return code, self._visible_text(text, code), width

    def _visible_text(self, text: str, code: str) -> str:
        family = _SUBSET.sub("", self.name).replace("-Regular", "")
        if is_symbol_font(family):
            return in_font(ord(code[:1] or "\0"), family) or in_font(ord(text[:1] or "\0"), family) or text
        return _LIGATURES.get(text, text)


def _decode(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding, "surrogatepass")
    except (UnicodeDecodeError, LookupError):
        return data.decode("utf-16-be" if "utf" in encoding else "gb18030", "replace")


def font_in(item: Any) -> PdfFont:
    """The font that a font dictionary describes."""
    from pypdf.generic._font import Font  # noqa: PLC0415 - only PDF files need it

    encoding = item.get("/Encoding")
    encoding = encoding.get_object() if hasattr(encoding, "get_object") else encoding
    is_composite = item.get("/Subtype") == "/Type0"
    is_named = isinstance(encoding, str) and not encoding.startswith("/Identity")
    library = Font.from_font_resource(item)
    by_glyph = is_composite and not is_named
    if by_glyph and not isinstance(library.encoding, str):  # a map of the file's own: its codes are pairs of bytes
        library = replace(library, encoding="utf-16-be")
    bold = _BOLD.search(library.name) is not None
    return PdfFont(library.name, library, by_glyph, predefined=is_composite and is_named, bold=bold)
