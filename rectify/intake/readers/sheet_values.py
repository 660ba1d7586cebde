"""Numbers, dates and times of a workbook as its number formats show them (ECMA-376 part 1, 18.8.30-31)."""

from __future__ import annotations

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Final

from rectify.intake.readers.signs import NUMERALS, chinese_number

GENERAL: Final = "General"
FORMATS: Final = {
    0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 14: "yyyy/m/d", 15: "d-mmm-yy",
    16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss",
    22: "yyyy/m/d h:mm", 30: "m/d/yy", 31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"',
    37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss", 49: "@",
    **dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"'), **dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"'),
    **dict.fromkeys((34, 55), '上午/下午h"时"mm"分"'), **dict.fromkeys((35, 56), '上午/下午h"时"mm"分"ss"秒"'),
}  # fmt: skip
_TOKEN: Final = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_(?P<gap>.)|\*.|\[\$(?P<sign>[^\]-]*)[^\]]*\]|\[(?P<note>[^\]]*)\]'
    r"|(?P<general>General)|(?P<half>AM/PM|A/P|上午/下午)|(?P<date>[yY]+|[eE]+(?![+-])|[mM]+|[dD]+|[aA]{3,4}|[hH]+|[sS]+(?:\.0+)?)"
    r"|(?P<number>[0#?][0#?,]*(?:\.[0#?]*)?,*|\.[0#?]+)|(?P<other>.)",
    re.DOTALL,
)
_SYSTEM_DATE: Final = re.compile(r"\[\$-F800\][^;]*", re.IGNORECASE)
_SYSTEM_TIME: Final = re.compile(r"\[\$-F400\][^;]*", re.IGNORECASE)
"""What the computer's own setting shows: in Chinese, 2024年11月30日 and 9:05:00."""
_MONTHS: Final = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")  # fmt: skip
_DAYS: Final = "一二三四五六日"
_NOON: Final = 12
_BOTH: Final = 2


def cell_text(value: str, code: str, *, since_1904: bool = False) -> str | None:
    """What a cell with the number *value* shows in the format *code*; None where the format is beyond us."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    if not number.is_finite():
        return value
    code = _SYSTEM_TIME.sub("h:mm:ss", _SYSTEM_DATE.sub('yyyy"年"m"月"d"日"', code))
    sections = re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', code)
    if any(re.search("[<>=]", note) for note in re.findall(r"\[([^\]$]*)\]", code)):
        return None
    place = 0 if len(sections) == 1 or number > 0 else 1 if number < 0 else min(_BOTH, len(sections) - 1)
    section = sections[0] if number == 0 and len(sections) == _BOTH else sections[place]
    tokens = [(match.lastgroup or "", match[match.lastgroup or 0]) for match in _TOKEN.finditer(section)]
    if any(kind == "date" for kind, _ in tokens):
        return _date(number, tokens, since_1904=since_1904)
    return _number(abs(number) if place == 1 else number, tokens)


def general(number: Decimal) -> str:
    """A number as cells without a format show it."""
    if number == number.to_integral_value() and abs(number) < 10**15:
        return str(int(number))
    text = f"{float(number):.15g}"
    return format(Decimal(text), "f") if "e" in text and abs(number) < 1 and abs(number) > Decimal("1e-9") else text


def _number(number: Decimal, tokens: list[tuple[str, str]]) -> str | None:
    percent = sum(text.count("%") for kind, text in tokens if kind == "other")
    wanted = [text for kind, text in tokens if kind == "number"]
    if len(wanted) > 1 or any(kind == "other" and text in "Ee/" for kind, text in tokens):
        return None
    chinese = next((text for kind, text in tokens if kind == "note" and text.startswith("DBNum")), "")
    number = number.scaleb(2 * percent)
    sign = "-" if number < 0 else ""
    parts = []
    for kind, text in tokens:
        if kind in ("number", "general") or (kind == "other" and text == "@"):
            plain = general(abs(number)) if kind != "number" else _digits(abs(number), text)
            if chinese:
                if not plain.isdecimal():
                    return None
                spelling = NUMERALS["chineseLegalSimplified"] if chinese == "DBNum2" else chinese_number
                plain = spelling(int(plain)) if int(plain) else "〇"
            parts.append(plain)
        elif kind in ("quoted", "escaped", "sign", "other"):
            parts.append(text)
        elif kind == "gap":
            parts.append(" ")
    shows_number = any(kind in ("number", "general") or text == "@" for kind, text in tokens)
    return (sign if shows_number else "") + "".join(parts)


def _digits(number: Decimal, shape: str) -> str:
    scale = len(shape) - len(shape.rstrip(","))
    whole, _, part = shape.rstrip(",").partition(".")
    places = len(part)
    number = number.scaleb(-3 * scale).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    digits, _, fraction = format(number, "f").partition(".")
    least = sum(1 for sign in whole if sign == "0")
    digits = digits.lstrip("0").rjust(least, "0")
    if "," in whole:
        digits = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ",", digits)
    keep = len(part.rstrip("#?"))
    fraction = fraction[:keep] + fraction[keep:].rstrip("0")
    return digits + ("." + fraction if places else "")


def _date(number: Decimal, tokens: list[tuple[str, str]], *, since_1904: bool) -> str | None:
    seconds = int((number * 86400).to_integral_value(ROUND_HALF_UP))
    days, clock = divmod(seconds, 86400)
    if any(kind == "note" and re.fullmatch("[hms]+", text, re.IGNORECASE) for kind, text in tokens):
        return None
    days += 1462 if since_1904 else 0
    if not 0 <= days < 2958466:  # noqa: PLR2004  the year 9999
        return None
    moment = dt.datetime(1899, 12, 31 if 0 < days < 60 else 30) + dt.timedelta(days=days, seconds=clock)  # noqa: DTZ001, PLR2004
    han = any(kind == "note" and text.startswith("DBNum1") for kind, text in tokens)
    halved = any(kind == "half" for kind, _ in tokens)
    parts = []
    for place, (kind, text) in enumerate(tokens):
        if kind == "date":
            minutes = text.lower().startswith("m") and _is_minutes(tokens, place)
            parts.append(_part(moment, text.lower(), minutes=minutes, halved=halved, han=han))
        elif kind == "half":
            parts.append(("下午" if moment.hour >= _NOON else "上午") if text != "AM/PM" else f"{moment:%p}")
        elif kind in ("quoted", "escaped", "sign", "number") or (kind == "other" and text != "@"):
            parts.append(text)
        elif kind == "gap":
            parts.append(" ")
    return "".join(parts).strip()


def _is_minutes(tokens: list[tuple[str, str]], place: int) -> bool:
    before = next((text for kind, text in reversed(tokens[:place]) if kind == "date"), "")
    after = next((text for kind, text in tokens[place + 1 :] if kind == "date"), "")
    return before.lower().startswith("h") or after.lower().startswith("s")


def _part(moment: dt.datetime, text: str, *, minutes: bool, halved: bool, han: bool) -> str:
    letter, width = text[0], len(text)
    if letter in "ye":
        year = f"{moment.year:04}" if width > _BOTH or letter == "e" else f"{moment.year % 100:02}"
        return NUMERALS["ideographDigital"](int(year)) if han else year
    if letter == "a":
        return ("星期" if width > 3 else "") + _DAYS[moment.weekday()]  # noqa: PLR2004
    if letter == "m" and not minutes and width > _BOTH:
        return _MONTHS[moment.month - 1][: 3 if width == 3 else 9]  # noqa: PLR2004
    if letter == "d" and width > _BOTH:
        return "星期" + _DAYS[moment.weekday()]
    hour = (moment.hour - 1) % _NOON + 1 if halved else moment.hour
    value = {"m": moment.minute if minutes else moment.month, "d": moment.day, "h": hour, "s": moment.second}[letter]
    if han:
        return chinese_number(value) if value else "〇"
    return f"{value:0{min(width, _BOTH)}}"
