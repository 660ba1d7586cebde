"""Numbers with units in a text, as values, each with the words that say what is counted."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final, NamedTuple

from rectify.extract.sentences import SENTENCE_END, Place, end_of, inside, start_of, titles_in, with_ascii_digits

_UNITS: Final = (
    "个百分点 百分点 个工作日 工作日 平方公里 平方千米 平方米 立方米 人次 件次 车次 户次 场次 台次 辆次 家次 处次 项次 班次 批次 公里 千米 毫米 厘米 公斤 千克 "
    "公顷 小时 分钟 个月 千瓦 克 斤 次 处 个 件 户 家 人 名 辆 台 套 元 亩 米 吨 升 项 条 份 场 期 篇 批 起 宗 座 栋 幢 块 张 "
    "间 所 支 组 类 分 天 年 周 盏 株 棵 根 页 册 本 桶 箱 袋 车 笔 例 款 轮 岁 倍 只 把 面 部 位 具 盒 枚 顿 艘 架 口 道 段 片 "
    "层 种 扇 门 幅 顶 瓶 包 步 对 队 眼 % ‰ ㎡ km"
)
_NOT_AFTER: Final = {
    "年": "度级前初底代中末第轻审",
    "个": "性体",
    "人": "民均",
    "分": "之别",
    "部": "门委",
    "天": "然",
    "家": "庭",
    "组": "织",
    "期": "间",
    "次": "元日月年",
    "条": "例",
    "本": "级",
    "项": "目",
    "台": "阶",
    "面": "积",
    "对": "应",
    "支": "队部",
    "层": "级",
    "道": "路",
    "种": "植类族子养",
}
_UNIT: Final = "|".join(
    re.escape(unit) + (f"(?![{_NOT_AFTER[unit]}])" if _NOT_AFTER.get(unit) else "")
    for unit in sorted(set(_UNITS.split()), key=lambda unit: (-len(unit), unit))
)
_NUMBER: Final = r"[0-9]{1,3}(?:,[0-9]{3}){1,4}(?![0-9])(?:\.[0-9]{1,6})?|[0-9]{1,12}(?:\.[0-9]{1,6})?"
_MORE: Final = "[余多几来]?"
_TIMES: Final = "(?:百万|千万|万亿|[十百千万亿])?"
_FIGURE: Final = re.compile(
    rf"(?<![0-9A-Za-z.+/第〔\[【—-])(?P<low>{_NUMBER})(?:(?P<low_times>{_TIMES})(?:{_UNIT})?[-—–~～－至到]{{1,2}}(?P<high>{_NUMBER}))?"
    rf"[ ]?(?P<more>{_MORE})(?P<times>{_TIMES})(?P<more2>{_MORE})[ ]?(?P<unit>{_UNIT})(?P<above>以上|以下|左右)?"
)
_HAN_DIGITS: Final = "一二三四五六七八九"
_HAN_NUMBER: Final = re.compile(
    rf"(?<![第{_HAN_DIGITS}两十百千万亿〇零几数条款])(?P<percent>百分之)?"
    rf"(?P<low>[{_HAN_DIGITS}两十百千万亿零]{{1,12}}(?:点[{_HAN_DIGITS}零]{{1,4}})?)(?P<more>[余多]?)(?P<unit>{_UNIT})?"
)
_ABOUT: Final = re.compile(
    "(?:大?约|将?近|接近|超过?|不少于|不低于|至少|不超过|最多|多达|不足|不到|低于|高于|逾)[ ]?\\Z"
)
_TIMES_OF: Final = {"十": 1, "百": 2, "千": 3, "万": 4, "百万": 6, "千万": 7, "亿": 8, "万亿": 12}
_COUNTED: Final = frozenset("个件户家人名辆台套次处项条份场篇批起宗座栋幢块张间所支类种盏株棵根页册本位只")
_YEAR: Final = re.compile(r"(?:\A|\.)(?:19|20)[0-9]{2}\Z")  # after a list mark too: 6.2018年
_INCOMPLETE: Final = re.compile(
    "其中|其余|剩余|剩下|分别|[已仅只共占均]|正在|合计|总计|累计|实际|目前|优化|得分|覆盖|惠及|同比|环比|预计"
)
"""How a clause begins that says nothing without the one before."""
_OPEN_END: Final = ("参加", "参训", "出席")
"""How a clause ends that leaves open what is meant, if the clause before does not say it."""
_LEAST_WORDS: Final = 6


class FoundFigure(NamedTuple):
    """A number with its unit where a text gives it; 1.5万元 has the value 15000 and the unit 元."""

    place: Place
    value: Decimal
    upper: Decimal | None
    """The upper end of a range, or None."""
    unit: str
    approximate: str
    """The word that makes it approximate: 余, 多, 约, 以上; empty for an exact number."""
    label: Place
    """The clause that says what is counted, with the one before where it says nothing alone."""


def figures_in(text: str) -> tuple[FoundFigure, ...]:
    """The figures in a visible text, in order; not those in dates, 文号, ordinals and titles."""
    digits = with_ascii_digits(text)
    titles = titles_in(text)
    figures = [
        figure
        for match in _FIGURE.finditer(digits)
        if not inside(titles, match.start()) and (figure := _arabic(digits, match)) is not None
    ]
    figures += [
        figure
        for match in _HAN_NUMBER.finditer(digits)
        if not inside(titles, match.start()) and (figure := _han(digits, match)) is not None
    ]
    figures.sort(key=lambda figure: figure.place)
    return tuple(figures)


def _arabic(text: str, match: re.Match[str]) -> FoundFigure | None:
    low, high = _decimal(match["low"]), _decimal(match["high"]) if match["high"] else None
    unit, times = match["unit"], match["times"]
    if unit == "年" and not match["more"] and _YEAR.search(match["high"] or match["low"]):
        return None
    if (
        not times
        and unit in _COUNTED
        and (low != low.to_integral_value() or (high and high != high.to_integral_value()))
    ):
        return None  # 2.3个单位 is 3个单位 after a list mark, or a slip
    if match["high"] and low == 0:
        return None
    if unit in ("名", "位") and text[max(0, match.start() - 1) : match.start()] == "前":
        return None
    factor = Decimal(10) ** _TIMES_OF.get(times, 0)
    low_factor = Decimal(10) ** _TIMES_OF[match["low_times"]] if match["low_times"] else factor
    about = _ABOUT.search(text, max(0, match.start() - len("不超过 ")), match.start())
    rough = match["more"] or match["more2"] or match["above"] or (about[0].strip() if about else "")
    value, upper = low * low_factor, high * factor if high is not None else None
    if upper is not None and upper <= value:
        return None
    unit = unit.removeprefix("个") if unit in ("个百分点", "个工作日") else unit
    place = Place(match.start(), match.end())
    return FoundFigure(place, value, upper, unit, rough, _label(text, place))


def _han(text: str, match: re.Match[str]) -> FoundFigure | None:
    """A number in Chinese digits, such as 三百二十件 or 百分之五十; None where it may be another word."""
    words, unit = match["low"], match["unit"]
    if match["percent"]:
        unit = "%"
    elif unit is None or unit in "分条款年只门口道面对把%" or len(words) == 1 or not set(words) & set("十百千万亿"):
        return None
    value = _han_value(words)
    if value is None:
        return None
    place = Place(match.start(), match.end() if not match["percent"] else match.end("low"))
    return FoundFigure(place, value, None, unit, match["more"], _label(text, place))


def _decimal(written: str) -> Decimal:
    return Decimal(written.replace(",", ""))


def _han_value(words: str) -> Decimal | None:
    """The value of a number in Chinese digits, 320 for 三百二十; None if it is no single number, as 二三十."""
    whole, _, fraction = words.partition("点")
    total, section, digit = 0, 0, -1
    smallest = 10**12
    for character in whole:
        if character in _HAN_DIGITS or character == "两":
            if digit > 0:
                return None
            digit = 2 if character == "两" else _HAN_DIGITS.index(character) + 1
        elif character == "零":
            digit = 0
        else:
            power = 10 ** _TIMES_OF[character]
            if power >= 10**4:
                total = (total + section + max(digit, 0)) * power
                section, smallest = 0, power
            elif power >= smallest:
                return None
            else:
                section += (digit if digit > 0 else 1) * power
                smallest = power
            digit = -1
    value = Decimal(total + section + max(digit, 0))
    if fraction:
        value += Decimal("0." + "".join(str(("零" + _HAN_DIGITS).index(c)) for c in fraction))
    return value or None


def _label(text: str, place: Place) -> Place:
    """The clause around a figure; with the clause before it where little else than the figure stands in it."""
    start, end = start_of(text, place.start), end_of(text, place.end)
    while start > 0 and text[start - 1] not in SENTENCE_END:
        words = end - start - (place.end - place.start)
        says_little = start == place.start or text.endswith(_OPEN_END, start, end)
        if words >= _LEAST_WORDS and not says_little and not _INCOMPLETE.match(text, start):
            break
        start = start_of(text, start - 1)
    return Place(start, end)
