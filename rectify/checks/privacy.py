"""Finds personal data in a text by its form and check digits; reports never repeat it whole (P-02 … P-06).

`private_in` also asks `names` for people and companies. Spans are offsets into the text as given.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Iterator
from typing import Final, NamedTuple

from rectify.checks.names import companies_in, people_in

_WIDE: Final = "".join(
    map(chr, (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B), 0xFF0E, 0xFF20))
)
_SPACES: Final = "\u3000\xa0"
_HYPHENS: Final = "\uff0d\u2010\u2011\u2013\u2212"
_FOLDED: Final = str.maketrans(
    _WIDE + _SPACES + _HYPHENS,
    "".join(chr(ord(sign) - 0xFEE0) for sign in _WIDE) + " " * len(_SPACES) + "-" * len(_HYPHENS),
)
"""Full-width characters, spaces and hyphens to ASCII, one for one, so that offsets stay the same."""

_UNFOLDED: Final = re.compile(f"[{_WIDE}{_SPACES}{_HYPHENS}]")
_LONG_NUMBER: Final = re.compile(r"\d(?:[ -]?\d){6}")
_RESIDENT: Final = re.compile(r"(?<![0-9A-Za-z])[1-8](?:[ -]?\d){16}[ -]?[\dXx](?![0-9A-Za-z])")
_RESIDENT_OLD: Final = re.compile(r"(?<![0-9A-Za-z])[1-8](?: ?\d){14}(?![0-9A-Za-z])")
_CARD: Final = re.compile(r"(?<![0-9A-Za-z.])[3-69](?:[ -]?\d){15,18}(?![0-9A-Za-z])")
_MOBILE: Final = re.compile(
    r"(?<![0-9A-Za-z.])(?:\+?86[ -]?)?(1[3-9]\d(?:[ -]?\d{4}){2})(?![0-9A-Za-z])(?! *(?:元|万元|亿元|吨|平方米))(?!\.\d)"
)
_LANDLINE: Final = re.compile(
    r"(?<![0-9A-Za-z.-])(?:\(0\d{2,3}\)|（0\d{2,3}）|0\d{2,3})[ -]?[2-8]\d{6,7}(?![0-9A-Za-z])"
)
_MAIL: Final = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,6}")
_PLATE: Final = re.compile(
    r"(?:[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Za-z][ ·・•.]?"
    r"(?:[A-HJ-NP-Za-hj-np-z0-9]{4}[A-HJ-NP-Za-hj-np-z0-9挂学警港澳]|[A-HJ-Ka-hj-k][A-HJ-NP-Za-hj-np-z0-9]\d{4}|\d{5}[A-HJ-Ka-hj-k])"
    r"|WJ ?[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]?\d{4}[A-Z0-9])(?![A-Za-z0-9])"
)
_PLATE_DIGITS: Final = 3
_PAPER: Final = re.compile(
    r"(?:护照|通行证|台胞证|回乡证)[^\n，。；]{0,8}?(?<![A-Za-z0-9])([A-Za-z]{1,2}\d{7,10})(?![A-Za-z0-9])"
    r"|(?<![A-Za-z0-9])(E[A-HJ-NP-Z]\d{7}|[EG]\d{8})(?![A-Za-z0-9])"
    r"|(?:军官证|士官证|士兵证|文职干部证|警官证|军人证)[^\n，。；]{0,6}?([\u4e00-\u9fff]{0,3}字?第?\d{5,10}号?)"
    r"|([军兵士文武][\u4e00-\u9fff]?字第\d{5,10}号)"
)
_N: Final = r"[\d一二三四五六七八九十]{1,4}"
_HOME: Final = re.compile(
    rf"[\u4e00-\u9fffA-Za-z\d]{{0,12}}(?:"
    rf"{_N}(?:号楼|栋|幢|座|#楼?)(?:{_N}(?:单元|门))?[^\n，。；、]{{0,3}}?{_N}(?:室|户|号(?!楼))"
    rf"|{_N}单元{_N}(?:室|户|号)?"
    rf"|(?:小区|花园|家园|公寓|家属院|新村)[^\n，。；、]{{0,6}}?{_N}(?:号楼|栋|幢|座){_N}"
    rf"|(?:村|屯|嘎查|社){_N}组{_N}号)"
)
_HOME_SIGN: Final = re.compile(rf"单元|号楼|[栋幢]|[座#].*[室户]|组{_N}号")
_INTIMATE: Final = re.compile(
    r"艾滋病(?:患者|感染者|病毒携带)|精神(?:病|障碍)患者|抑郁症|乙肝(?:病毒)?携带|尿毒症|白血病|癌症|恶性肿瘤"
    r"|(?:确诊|诊断)为|罹患|身患|患有|病历号|住院号|残疾证号|怀孕|流产"
    r"|未成年人?[某×]|(?<![\d.])(?:1[0-7]|[1-9])(?:周)?岁(?:的)?(?:男|女|儿童|少年|学生|孩)|(?:小学|初中|高中)生[某×]"
)
_PROVINCES: Final = frozenset(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83".split()
)
_CARD_LENGTHS: Final = {
    "62": (16, 19),
    "60": (16, 19),
    "68": (16, 19),
    "69": (16, 19),
    "9558": (19, 19),
    "35": (16, 16),
    "4": (16, 16),
}
_CARD_LENGTHS_MORE: Final = {str(n): (16, 16) for n in range(51, 56)}
_LONGEST_NUMBER: Final = 8


class PrivateWords(NamedTuple):
    """A place in a text that a rule reports; `shown` is what may be printed of it.

    `hint` says how to mend this one, where the rule's own remedy is not enough.
    """

    start: int
    end: int
    rule: str
    shown: str
    hint: str = ""


def private_in(text: str, published: Collection[str] = (), known: Collection[str] = ()) -> tuple[PrivateWords, ...]:
    """Personal data and third parties in *text*, in order of place.

    *published* are contacts that the site itself makes public; *known* are people whose names may
    stand anywhere. Each place is reported once, by the most serious rule.
    """
    folded = text.translate(_FOLDED) if _UNFOLDED.search(text) else text
    places: list[PrivateWords] = []
    for finder in _finders(folded):
        for one in finder(folded):
            apart = all(one.end <= other.start or one.start >= other.end for other in places)
            if apart and not _is_public(folded[one.start : one.end], published):
                places.append(one)
    places += (PrivateWords(start, end, "P109", mask(text[start:end], 1, 0)) for start, end in people_in(text, known))
    places += (PrivateWords(start, end, "P111", mask(text[start:end], 2, 2)) for start, end in companies_in(text))
    return tuple(sorted(places))


def mask(text: str, first: int, last: int) -> str:
    """*text* with all but its *first* and *last* characters replaced by stars; at least half is replaced."""
    while first + last > len(text) // 2:
        first, last = max(first - 1, 0), max(last - 1, 0)
    return text[:first] + "*" * (len(text) - first - last) + text[len(text) - last :]


def _finders(folded: str) -> Iterator[Callable[[str], Iterator[PrivateWords]]]:
    """The finders that can find anything in *folded*, the most serious first."""
    if _LONG_NUMBER.search(folded):
        yield from (_residents, _summaries, _mobiles, _landlines, _papers)
    elif "字第" in folded or "官证" in folded:
        yield _papers
    if "@" in folded:
        yield _mails
    yield from (_plates, _homes, _intimate)


def _residents(text: str) -> Iterator[PrivateWords]:
    for match in _RESIDENT.finditer(text):
        digits = _bare(match[0])
        if _is_day(digits[6:14]) and digits[:2] in _PROVINCES and resident_check(digits[:17]) == digits[17]:
            yield _masked_match(match, 0, "P102", 3, 2)
    for match in _RESIDENT_OLD.finditer(text):
        digits = _bare(match[0])
        if _is_day(f"19{digits[6:12]}") and digits[:2] in _PROVINCES:
            yield _masked_match(match, 0, "P102", 3, 2)


def _summaries(text: str) -> Iterator[PrivateWords]:
    for match in _CARD.finditer(text):
        digits = _bare(match[0])
        lengths = {**_CARD_LENGTHS, **_CARD_LENGTHS_MORE}
        fits = any(digits.startswith(p) and low <= len(digits) <= high for p, (low, high) in lengths.items())
        if fits and luhn(digits):
            yield _masked_match(match, 0, "P103", 4, 2)


def _mobiles(text: str) -> Iterator[PrivateWords]:
    return (_masked_match(match, 1, "P101", 3, 2) for match in _MOBILE.finditer(text))


def _landlines(text: str) -> Iterator[PrivateWords]:
    return (_masked_match(match, 0, "P106", 4, 1) for match in _LANDLINE.finditer(text))


def _mails(text: str) -> Iterator[PrivateWords]:
    return (_masked_match(match, 0, "P104", 1, 0) for match in _MAIL.finditer(text))


def _plates(text: str) -> Iterator[PrivateWords]:
    for match in _PLATE.finditer(text):
        if sum(sign.isdigit() for sign in match[0]) >= _PLATE_DIGITS:
            yield _masked_match(match, 0, "P105", 2, 1)


def _papers(text: str) -> Iterator[PrivateWords]:
    for match in _PAPER.finditer(text):
        group = match.lastindex or 0
        if group != 2 or not _is_day(match[2][-8:]):  # noqa: PLR2004 - a bare number; contracts are numbered by day
            yield _masked_match(match, group, "P107", 2, 1)


def _homes(text: str) -> Iterator[PrivateWords]:
    if _HOME_SIGN.search(text):  # most texts hold no sign of one, and the whole pattern is slow
        yield from (_masked_match(match, 0, "P108", 2, 0) for match in _HOME.finditer(text))


def _intimate(text: str) -> Iterator[PrivateWords]:
    return (_masked_match(match, 0, "P110", 1, 0) for match in _INTIMATE.finditer(text))


def _masked_match(match: re.Match[str], group: int, rule: str, first: int, last: int) -> PrivateWords:
    return PrivateWords(match.start(group), match.end(group), rule, mask(match[group], first, last))


def _bare(text: str) -> str:
    return re.sub(r"[\s()（）-]", "", text).upper()


def _is_public(text: str, published: Collection[str]) -> bool:
    """Whether *text* is a published contact, or a room of the address that was published."""
    bare = _bare(text)
    contacts = [_bare(contact) for contact in published]
    return bare in contacts or (len(bare) > _LONGEST_NUMBER and any(bare in contact for contact in contacts))


def _is_day(digits: str) -> bool:
    """Whether eight digits are a day on which a living person can be born."""
    try:
        return 1900 <= dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year <= 2099  # noqa: PLR2004
    except ValueError:
        return False


def resident_check(first17: str) -> str:
    """The check character of a resident number, from its first seventeen digits (GB 11643, ISO 7064 mod 11-2)."""
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(first17))
    return "10X98765432"[total % 11]


def luhn(digits: str) -> bool:
    """Whether the last of *digits* is their check digit (ISO/IEC 7812)."""
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return sum(value - 9 * (value > 9) for value in doubled) % 10 == 0  # noqa: PLR2004
