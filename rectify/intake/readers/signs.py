"""Characters that are more than their code: raised and lowered digits, fractions, letters of symbol fonts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

_RAISED: Final = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED: Final = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_CAN_RISE: Final = re.compile(r"[0-9+\-=()n]+\Z")
_CAN_SINK: Final = re.compile(r"[0-9+\-=()]+\Z")
_FONTS: Final[Mapping[str, Mapping[int, str]]] = {
    "symbol": {
        0xA3: "≤",
        0xB3: "≥",
        0xB0: "°",
        0xB1: "±",
        0xB4: "×",
        0xB8: "÷",
        0xB9: "≠",
        0xBB: "≈",
        0xB7: "•",
        0xD6: "√",
        0xA5: "∞",
        0x44: "Δ",
        0x61: "α",
        0x62: "β",
        0x67: "γ",
        0x6D: "μ",
        0x70: "π",
        0x57: "Ω",
    },
    "wingdings": {
        0x6C: "●",
        0x6E: "■",
        0x6F: "□",
        0x71: "□",
        0x72: "□",
        0xA8: "□",
        0xFB: "✗",
        0xFC: "✓",
        0xFD: "☒",
        0xFE: "☑",
        0xD8: "➢",
        0x76: "❖",
        0xA7: "▪",
        0xB2: "☆",
        0xAB: "★",
    },
    "wingdings 2": {
        0x4F: "✗",
        0x50: "✓",
        0x51: "☒",
        0x52: "☑",
        0x53: "☒",
        0x54: "☒",
        0x2A: "□",
        0x30: "□",
        0xA3: "□",
        0xA2: "■",
        0x97: "●",
        0x99: "○",
    },
}
"""What a code shows in the fonts that people take for boxes, ticks and mathematics; 0xF000 is left off."""
_PRIVATE: Final = 0xF000


def raised(text: str) -> str:
    """Digits as superscripts: 10⁴, m²; other text as it is."""
    return text.translate(_RAISED) if _CAN_RISE.match(text) else text


def lowered(text: str) -> str:
    """Digits as subscripts: CO₂; other text as it is."""
    return text.translate(_LOWERED) if _CAN_SINK.match(text) else text


def is_symbol_font(font: str) -> bool:
    """Whether letters typed in this *font* are signs."""
    return font.strip().lower() in _FONTS


def in_font(code: int, font: str) -> str:
    """What the *code* of a symbol *font* shows; empty where that is not known."""
    found = _FONTS.get(font.strip().lower())
    return "" if found is None else found.get(code - _PRIVATE if code >= _PRIVATE else code, "")


def typed_in(text: str, font: str) -> tuple[str, bool]:
    """What *text* typed in a symbol *font* shows, and whether all of it is known."""
    shown = [in_font(ord(sign), font) if sign.strip() else sign for sign in text]
    return "".join(found or "□" for found in shown), all(shown)
