"""Characters as office software shows them: numbers before items, raised digits, letters of symbol fonts."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

_HAN: Final = "〇一二三四五六七八九"
_LEGAL: Final = "零壹贰叁肆伍陆柒捌玖"
_LEGAL_TRADITIONAL: Final = "零壹貳參肆伍陸柒捌玖"
_STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES: Final = "子丑寅卯辰巳午未申酉戌亥"
_HUNDRED: Final = 100
_CIRCLED: Final = (*range(0x2460, 0x2474), *range(0x3251, 0x3260), *range(0x32B1, 0x32C0))
_ROMAN: Final = tuple(zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"), strict=True))  # fmt: skip
_RAISED: Final = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED: Final = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_CAN_RISE: Final = re.compile(r"[0-9+\-=()n]+\Z")
_CAN_SINK: Final = re.compile(r"[0-9+\-=()]+\Z")
_PRIVATE: Final = 0xF000


def _signs(table: str) -> dict[int, str]:
    """The signs of a *table* by their codes: `A3≤` is that of 0xA3."""
    return {int(pair[:2], 16): pair[2:] for pair in table.split()}


_SYMBOLS: Final = _signs("52☑ 6C● 6E■ 6F□ 71□ 75◆ 76❖ 9F• A1○ A3□ A7▪ A8□ B2✧ B7• D8➢ E0→ FC✔ FE☑")
"""What a bullet of a font that is not named shows, as most of them do."""
_FONTS: Final[Mapping[str, Mapping[int, str]]] = {
    "symbol": _signs("A3≤ B3≥ B0° B1± B4× B8÷ B9≠ BB≈ B7• D6√ A5∞ 44Δ 61α 62β 67γ 6Dμ 70π 57Ω"),
    "wingdings": _signs("6C● 6E■ 6F□ 71□ 72□ A8□ FB✗ FC✓ FD☒ FE☑ D8➢ 76❖ A7▪ B2☆ AB★"),
    "wingdings 2": _signs("4F✗ 50✓ 51☒ 52☑ 53☒ 54☒ 2A□ 30□ A3□ A2■ 97● 99○"),
}
"""What a code shows in the fonts that people take for boxes, ticks and mathematics; 0xF000 is left off."""


def decimal(number: int) -> str:
    """The number in Arabic numerals."""
    return str(number)


def circle(number: int) -> str:
    """①; beyond 50 there is no such character, and the number stands bare."""
    return chr(_CIRCLED[number - 1]) if 1 <= number <= len(_CIRCLED) else str(number)


def chinese_number(number: int) -> str:
    """一, 十二, 一百零五: as one counts in Chinese, up to 9999."""
    spoken = _speak(number, _HAN, "十百千", "零")
    return spoken.removeprefix("一") if spoken.startswith("一十") else spoken


def roman(number: int) -> str:
    """Iv."""
    letters = ""
    for value, letter in _ROMAN:
        letters += letter * (number // value)
        number %= value
    return letters


def letters(number: int) -> str:
    """A, B … Z, then AA, BB and so on."""
    return chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1) if number > 0 else "0"


def bullet(text: str) -> str:
    """The bullet a reader sees: symbol fonts put theirs into the private area."""
    return "".join(symbol(ord(character)) or "•" for character in text)


def symbol(code: int) -> str:
    """The character that a symbol font shows for *code*; empty when that is not known."""
    if 0xE000 <= code <= 0xF8FF:  # noqa: PLR2004  the private area
        return _SYMBOLS.get(code - _PRIVATE, "")
    return chr(code)


def _speak(number: int, digits: str, units: str, zero: str) -> str:
    """A number with the names of its powers of ten; what is too great is written digit by digit."""
    if not 0 < number < 10 ** (len(units) + 1):
        return _spelt(number, digits)
    text, gap = "", False
    for place, digit in reversed(list(enumerate(map(int, reversed(str(number)))))):
        if digit:
            text += (zero if gap and text else "") + digits[digit] + (units[place - 1] if place else "")
        gap = not digit
    return text


def _spelt(number: int, digits: str) -> str:
    return "".join(digits[int(digit)] for digit in str(number))


def _chinese(number: int) -> str:
    return chinese_number(number) if number < _HUNDRED else _spelt(number, "○" + _HAN[1:])


def _japanese(number: int) -> str:
    text = chinese_number(number).replace("零", "")
    return text.removeprefix("一") if text.startswith(("一百", "一千")) else text


def _full_width(number: int) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))


def _characters(first: int, last: int) -> Callable[[int], str]:
    return lambda number: chr(first + number - 1) if 1 <= number <= last else str(number)


def _cycle(characters: str) -> Callable[[int], str]:
    return lambda number: characters[number - 1] if 1 <= number <= len(characters) else str(number)


NUMERALS: Final[Mapping[str, Callable[[int], str]]] = {
    "decimal": decimal,
    "decimalHalfWidth": decimal,
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalEnclosedCircle": circle,
    "decimalEnclosedCircleChinese": circle,
    "decimalEnclosedFullstop": _characters(0x2488, 20),
    "decimalEnclosedParen": _characters(0x2474, 20),
    "numberInDash": lambda number: f"- {number} -",
    "chineseCounting": _chinese,
    "taiwaneseCounting": _chinese,
    "chineseCountingThousand": chinese_number,
    "taiwaneseCountingThousand": chinese_number,
    "japaneseCounting": _japanese,
    "ideographDigital": lambda number: _spelt(number, _HAN),
    "japaneseDigitalTenThousand": lambda number: _spelt(number, _HAN),
    "taiwaneseDigital": lambda number: _spelt(number, "○" + _HAN[1:]),
    "chineseLegalSimplified": lambda number: _speak(number, _LEGAL, "拾佰仟", "零"),
    "ideographLegalTraditional": lambda number: _speak(number, _LEGAL_TRADITIONAL, "拾佰仟", "零"),
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "ideographZodiacTraditional": lambda number: _STEMS[(number - 1) % 10] + _BRANCHES[(number - 1) % 12],
    "ideographEnclosedCircle": _characters(0x3280, 10),
    "upperLetter": letters,
    "lowerLetter": lambda number: letters(number).lower(),
    "upperRoman": lambda number: roman(number).upper(),
    "lowerRoman": roman,
    "none": lambda _: "",
}
"""How a number is written, by Word's name of the form (ECMA-376 part 1, 17.18.59)."""


def superscript(text: str) -> str:
    """Digits as superscripts: 10⁴, m²; other text as it is."""
    return text.translate(_RAISED) if _CAN_RISE.match(text) else text


def subscript(text: str) -> str:
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
