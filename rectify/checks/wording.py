"""Finds faults of wording: mixed terms, document numbers, punctuation, widths, dates, wrong words (P-09 … P-11).

Each finder is a generator of what it found in one text; those that hardly ever find anything
first ask for a sign of it, since ten thousand texts go through here.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from rectify.checks.privacy import PrivateWords
from rectify.checks.wordlist import Lexicon, Words
from rectify.ground.text import HAN

_PATROL: Final = re.compile(
    r"(?:市委|县委|区委|旗委|省委|党委|党组|中央)(?:第[一二三四五六七八九十]+)?巡查|巡查(?=整改|反馈|办公室|工作领导小组|巡视|巡察)"
)
_VISIT: Final = re.compile(
    r"(中央|省委|自治区党委|自治区|区党委|党委)?(?:第?[一二三四五六七八九十]*)巡视(?=组|整改|反馈|意见|办)"
)
_TOUR: Final = re.compile(
    r"(市委|县委|区委|旗委|盟委|州委|党委)?(?:第?[一二三四五六七八九十]*)巡察(?=组|整改|反馈|意见|办)"
)

_NUMBER: Final = re.compile(r"[\u4e00-\u9fff]([【〔\[［（(〈<])(\d{2,4})年?([】〕\]］）)〉>])(第)?(\d{1,5})?号")
_AUTHORS: Final = "发字函办文通报令规建党政综督"
_YEAR_DIGITS: Final = 4

_TWICE: Final = re.compile(
    rf"([{HAN}]{{2,6}})\1|(?<!目)的的(?!确)|(?<!不)了了(?!之)|是是(?!非)|在在|和和(?!气)|将将|由由|与与|及及|被被|把把|从从(?!容)|(?<!一)对对(?!碰)"
    r"|[，。、；：！？]{2,}"
)
_PAIRS: Final = {"》": "《", "〉": "〈", "”": "“", "’": "‘", "）": "（", ")": "(", "】": "【", "〕": "〔", "」": "「"}
_MARKS: Final = re.compile("[《》〈〉“”‘’（）()【】〔〕「」]")
_LIST_NUMBER: Final = re.compile(r"(?:^|[\s；。：，、])[\d一二三四五六七八九十]{1,3}[）)]\Z|[A-Za-z]’\Z")
_LINK: Final = re.compile(
    r"\[([^\]\n]*)\]\((?:[^()\n]|\([^()\n]*\))*\)|`[^`\n]*`|<?https?://[^\s\u4e00-\u9fff，。；）]+"
)

_HALF: Final = re.compile(
    rf"(?<=[{HAN}》”）])[,;?!](?!\w*://)|(?<=[{HAN}》”）]):(?=[{HAN}《“（\d])|(?<=[{HAN}])\.(?=[{HAN}])|\((?=[{HAN}])|(?<=[{HAN}])\)|(?<=[{HAN}])\"|\"(?=[{HAN}])"
)
_FULL: Final = re.compile("[０-９Ａ-Ｚａ-ｚ％＋]+")
_SPACE: Final = re.compile(
    rf"(?<=[{HAN}，。；：、）》”])[ \t\u3000\xa0]+(?=[{HAN}《“（，。；：、）])|(?<=\d)[ \u3000\xa0]+(?=[年月日])|(?<=[年月])[ \u3000\xa0]+(?=\d)"
)
_SLOGAN: Final = re.compile(rf"“[{HAN}]{{4,8}}(?:[ \u3000][{HAN}]{{4,8}})+”")

_DAY: Final = re.compile(
    r"(?:(?<!\d)(\d{4})年)?(?<!\d)(\d{1,2})月(\d{1,2})日"
    r"|(?<![\d.-])((?:19|20)\d{2})([-./])(\d{1,2})\5(\d{1,2})(?![\d.-])"
)
_ODD_DAY: Final = re.compile(
    r"(?<!\d)(?:\d{3}|\d{5,8})年\d|(?<!\d)\d{5,8}日|(?<!\d)(?:0{1,2}|1[3-9]|[2-9]\d)月(?=\d|[上中下底初份])"
    r"|(?<!\d)\d{1,2}月\d{1,2}(?:之?前|以前|起|止)(?!日)|(?<!\d)(?:2[5-9]|[3-9]\d)时\d{1,2}分"
)
_ZERO: Final = re.compile(r"[一二][0OoＯ０○◯零〇九][0OoＯ０○◯零〇一二三四五六七八九]{2}年")
_RIGHT_ZERO: Final = re.compile(r"[一二三四五六七八九〇]+年\Z")
_UNTIL: Final = re.compile(
    r"截止(?:到|至)?(?=目前|现在|今|发稿|本月|上月|年底|月底|\d{2,4}年|\d{1,2}月|[一二]〇)|截至(?=日期|时间|期限|之日)"
)
_PHONE: Final = re.compile(r"(?:电话|热线|传真|座机|联系方式)[^\d\n]{0,8}(?<![\d-])([2-9]\d{6,7})(?![\d-])")
_CLASSIFIED: Final = re.compile(r"(?:绝密|机密|秘密)(?:级)?[★☆]|[★☆](?:绝密|机密|秘密)")


def wrong_in(text: str, lexicon: Lexicon, inspection: str) -> Iterator[PrivateWords]:
    """The faults of wording in *text*; *inspection* is the word of its round, 巡察 or 巡视, or empty."""
    if "巡" in text:
        yield from _terms(text, inspection)
    numbers = tuple(_numbers(text)) if "号" in text else ()
    yield from numbers
    yield from _twice(text, lexicon.allow)
    yield from _pairs(text, numbers)
    yield from _widths(text, lexicon.allow)
    yield from _dates(text)
    if "年" in text and (zero := _ZERO.search(text)) and not _RIGHT_ZERO.match(zero[0]):
        yield _match_found(zero, "W108")
    if "截" in text:
        for until in _UNTIL.finditer(text):
            yield _match_found(until, "W109", "截至" if until[0][1] == "止" else "截止")
    yield from _corrected_words(text, lexicon.words, "W110")
    yield from _corrected_words(text, lexicon.phrases, "W111")
    for phone in _PHONE.finditer(text):
        yield PrivateWords(phone.start(1), phone.end(1), "W112", f"{phone[1][:3]}{'*' * (len(phone[1]) - 3)}")


def secret_in(text: str, lexicon: Lexicon) -> Iterator[PrivateWords]:
    """The words in *text* that may mark state secrets."""
    for mark in _CLASSIFIED.finditer(text):
        yield _match_found(mark, "P120")
    if lexicon.secrets:
        for word in lexicon.secrets.finditer(text):
            yield _match_found(word, "P121")


def _match_found(match: re.Match[str], rule: str, right: str = "", note: str = "") -> PrivateWords:
    hint = f"改为“{right}”" + (f"（{note}）" if note else "") if right else ""
    return PrivateWords(match.start(), match.end(), rule, match[0], hint)


def _terms(text: str, inspection: str) -> Iterator[PrivateWords]:
    if "巡查" in text:
        for match in _PATROL.finditer(text):
            yield _match_found(match, "W101", match[0].replace("巡查", inspection or "巡察"))
    other, pattern = ("巡视", _VISIT) if inspection == "巡察" else ("巡察", _TOUR)
    if inspection and other in text:
        for match in pattern.finditer(text):
            if not match[1]:
                yield _match_found(match, "W101", match[0].replace(other, inspection), "上级的要写明是哪一级")


def _numbers(text: str) -> Iterator[PrivateWords]:
    for match in _NUMBER.finditer(text):
        before, year, after, ordinal, number = match.groups()
        if before in "（(<〈" and (len(year) < _YEAR_DIGITS or match[0][0] not in _AUTHORS):
            continue  # an ordinary remark in brackets
        faults = [
            *(["括号用〔〕"] if (before, after) != ("〔", "〕") else []),
            *(["年份写四位"] if len(year) != _YEAR_DIGITS else []),
            *(["去掉“第”"] if ordinal else []),
            *(["缺少序号"] if number is None else []),
            *(["序号前面不补零"] if number and number.startswith("0") else []),
        ]
        if faults:
            yield PrivateWords(match.start() + 1, match.end(), "W102", match[0][1:], "，".join(faults))


def _twice(text: str, allow: frozenset[str]) -> Iterator[PrivateWords]:
    for match in _TWICE.finditer(text):
        word = match[0]
        if (word not in allow and len(set(word)) > 1) or len(word) == 2:  # noqa: PLR2004 - 的的, ，，
            yield _match_found(match, "W103")


def _pairs(text: str, reported: tuple[PrivateWords, ...]) -> Iterator[PrivateWords]:
    """Paired marks without a partner, except those in document numbers that are *reported* already."""
    if not _MARKS.search(text):
        return
    unpaired = _LINK.sub(_blank, text) if "](" in text or "`" in text or "://" in text else text
    for one in reported:
        unpaired = unpaired[: one.start] + " " * (one.end - one.start) + unpaired[one.end :]
    waiting: list[re.Match[str]] = []
    open_now: Counter[str] = Counter()
    for mark in _MARKS.finditer(unpaired):
        if mark[0] not in _PAIRS:
            waiting.append(mark)
            open_now[_same(mark[0])] += 1
        elif open_now[partner := _same(_PAIRS[mark[0]])]:
            while _same((last := waiting.pop())[0]) != partner:
                open_now[_same(last[0])] -= 1
                yield _match_found(last, "W104")
            open_now[partner] -= 1
        elif not _LIST_NUMBER.search(unpaired[max(0, mark.start() - 5) : mark.end()]):
            yield _match_found(mark, "W104")
    yield from (_match_found(mark, "W104") for mark in waiting)


def _same(sign: str) -> str:
    """The sign, with full-width round brackets as half-width ones; W105 reports widths."""
    return "（" if sign == "(" else sign


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _widths(text: str, allow: frozenset[str]) -> Iterator[PrivateWords]:
    """W105, W106: once for each text and kind, at the first place, with two characters around it."""
    for pattern, rule in ((_HALF, "W105"), (_FULL, "W105"), (_SPACE, "W106")):
        if not pattern.search(text):
            continue
        if rule == "W106":
            text = _SLOGAN.sub(_with_commas, text)
        spans = [(max(0, match.start() - 2), match.end() + 2) for match in pattern.finditer(text)]
        wrong = [(start, end) for start, end in spans if text[start:end] not in allow]
        if wrong:
            (start, end), more = wrong[0], len(wrong) - 1
            yield PrivateWords(
                start, min(end, len(text)), rule, text[start:end], f"这一段共有 {more + 1} 处" if more else ""
            )


def _with_commas(slogan: re.Match[str]) -> str:
    """A slogan of phrases of one length, which are set apart by spaces (“知纪守纪 担当作为”), with commas in their place."""
    phrases = slogan[0][1:-1].replace("\u3000", " ").split(" ")
    return slogan[0] if len({len(phrase) for phrase in phrases}) > 1 else f"“{'、'.join(phrases)}”"


def _dates(text: str) -> Iterator[PrivateWords]:
    if not any(sign in text for sign in "月日年-./"):
        return
    for match in _DAY.finditer(text):
        year, month, day = (match[1] or "2024", match[2], match[3]) if match[2] else (match[4], match[6], match[7])
        if not _is_day(int(year), int(month), int(day)):
            yield _match_found(match, "W107")
    for match in _ODD_DAY.finditer(text):
        yield _match_found(match, "W107")


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        dt.date(year, month, day)
    except ValueError:
        return False
    return True


def _corrected_words(text: str, words: Words, rule: str) -> Iterator[PrivateWords]:
    if words.pattern:
        for match in words.pattern.finditer(text):
            if not words.is_right(text, match.start(), match[0]):
                one = words.corrections[match[0]]
                yield _match_found(match, rule, one.right, one.note)
