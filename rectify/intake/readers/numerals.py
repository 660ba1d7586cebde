"""Numbers as office software writes them before items: 一, ①, iv, 甲 … (ECMA-376 part 1, 17.18.59)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

_HAN: Final = "〇一二三四五六七八九"
_LEGAL: Final = "零壹贰叁肆伍陆柒捌玖"
_LEGAL_TRADITIONAL: Final = "零壹貳參肆伍陸柒捌玖"
_STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES: Final = "子丑寅卯辰巳午未申酉戌亥"
_HUNDRED: Final = 100
_CIRCLED: Final = (*range(0x2460, 0x2474), *range(0x3251, 0x3260), *range(0x32B1, 0x32C0))
_ROMAN: Final = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_SYMBOLS: Final = {
    0xF052: "☑",
    0xF06C: "●",
    0xF06E: "■",
    0xF06F: "□",
    0xF071: "□",
    0xF075: "◆",
    0xF076: "❖",
    0xF09F: "•",
    0xF0A1: "○",
    0xF0A3: "□",
    0xF0A7: "▪",
    0xF0A8: "□",
    0xF0B2: "✧",
    0xF0B7: "•",
    0xF0D8: "➢",
    0xF0E0: "→",
    0xF0FC: "✔",
    0xF0FE: "☑",
}


def decimal(number: int) -> str:
    """The number in Arabic numerals."""
    return str(number)


def circled(number: int) -> str:
    """①; beyond 50 there is no such character, and the number stands bare."""
    return chr(_CIRCLED[number - 1]) if 1 <= number <= len(_CIRCLED) else str(number)


def counted(number: int) -> str:
    """一, 十二, 一百零五: as one counts in Chinese, up to 9999."""
    spoken = _spoken(number, _HAN, "十百千", "零")
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
        return _SYMBOLS.get(code, "")
    return chr(code)


def _spoken(number: int, digits: str, units: str, zero: str) -> str:
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
    return counted(number) if number < _HUNDRED else _spelt(number, "○" + _HAN[1:])


def _japanese(number: int) -> str:
    text = counted(number).replace("零", "")
    return text.removeprefix("一") if text.startswith(("一百", "一千")) else text


def _full_width(number: int) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))


def _within(first: int, last: int) -> Callable[[int], str]:
    return lambda number: chr(first + number - 1) if 1 <= number <= last else str(number)


def _cycle(characters: str) -> Callable[[int], str]:
    return lambda number: characters[number - 1] if 1 <= number <= len(characters) else str(number)


NUMERALS: Final[Mapping[str, Callable[[int], str]]] = {
    "decimal": decimal,
    "decimalHalfWidth": decimal,
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalEnclosedCircle": circled,
    "decimalEnclosedCircleChinese": circled,
    "decimalEnclosedFullstop": _within(0x2488, 20),
    "decimalEnclosedParen": _within(0x2474, 20),
    "numberInDash": lambda number: f"- {number} -",
    "chineseCounting": _chinese,
    "taiwaneseCounting": _chinese,
    "chineseCountingThousand": counted,
    "taiwaneseCountingThousand": counted,
    "japaneseCounting": _japanese,
    "ideographDigital": lambda number: _spelt(number, _HAN),
    "japaneseDigitalTenThousand": lambda number: _spelt(number, _HAN),
    "taiwaneseDigital": lambda number: _spelt(number, "○" + _HAN[1:]),
    "chineseLegalSimplified": lambda number: _spoken(number, _LEGAL, "拾佰仟", "零"),
    "ideographLegalTraditional": lambda number: _spoken(number, _LEGAL_TRADITIONAL, "拾佰仟", "零"),
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "ideographZodiacTraditional": lambda number: _STEMS[(number - 1) % 10] + _BRANCHES[(number - 1) % 12],
    "ideographEnclosedCircle": _within(0x3280, 10),
    "upperLetter": letters,
    "lowerLetter": lambda number: letters(number).lower(),
    "upperRoman": lambda number: roman(number).upper(),
    "lowerRoman": roman,
    "none": lambda _: "",
}
