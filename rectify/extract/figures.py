"""Numbers with units in a text, as values, each with the words that say what is counted."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final, NamedTuple

from rectify.extract.sentences import Place, end_of, inside, start_of, titles_in, with_ascii_digits
from rectify.ground.text import HAN

_UNITS: Final = (
    "个百分点 百分点 平方公里 平方千米 平方米 立方米 人次 件次 车次 户次 台次 辆次 家次 处次 项次 班次 批次 公里 千米 毫米 厘米 公斤 千克 "
    "公顷 小时 分钟 个月 千瓦 克 斤 次 处 个 件 户 家 人 名 辆 台 套 元 亩 米 吨 升 项 条 份 场 期 篇 批 起 宗 座 栋 幢 块 张 "
    "间 所 支 组 类 分 天 年 周 盏 株 棵 根 页 册 本 桶 箱 袋 车 笔 例 款 轮 岁 倍 只 把 面 部 位 盒 枚 顿 艘 架 口 道 段 片 "
    "层 扇 门 幅 顶 瓶 包 步 对 队 眼 % ‰ ㎡ km"
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
_ABOUT: Final = re.compile("(?:大?约|将?近|接近|超过?|不少于|不低于|至少|不超过|最多|多达|达到?)[ ]?\\Z")
_TIMES_OF: Final = {"十": 1, "百": 2, "千": 3, "万": 4, "百万": 6, "千万": 7, "亿": 8, "万亿": 12}
_COUNTED: Final = frozenset("个件户家人名辆台套次处项条份场篇批起宗座栋幢块张间所支类盏株棵根页册本位只")
_YEAR: Final = re.compile(r"(?:\A|\.)(?:19|20)[0-9]{2}\Z")  # after a list mark too: 6.2018年
_WORDS: Final = re.compile(rf"[ ]?(?:[{HAN}]|“[^”]{{1,20}}”|（[^）]{{1,12}}）|[A-Za-z]){{1,24}}")
_TRIM_BEFORE: Final = re.compile(
    r"(?:[共计约近达超仅只有为是了到至升降从由已均还再各的这那该，,、：:（(；;。 ]|累计|合计|总计|超过|大约|至少|不少于|分别|目前|[提增]高|"
    r"(?:19|20)[0-9]{2}年(?:第[一二三四]季度|上半年|下半年|[0-9]{1,2}月(?:[0-9]{1,2}日)?|[初底度])?){1,20}\Z"
)
_TRIM_START: Final = re.compile(
    r"(?:[，,、：: ）)]|截至目前|到?目前|其中|并且?|现有?|已经?|还有?|另有?|以及|及(?!时)|[和与]|同时|(?:19|20)[0-9]{2}年(?![0-9])){1,20}"
    r"|.{0,300}(?:(?<!公)共(?![享同建产青])|累计|合计|总计|进一步)(?=..)"
)
_HEAD_END: Final = re.compile(
    "[的已被由在将给来对把都就还因为并或至从于未无有]|(?<!公)共(?!同)|也(?!门)|全[部面]|其中|分别|[每均]|进行|开展|没有|参加|参与|负责(?!人)|提出|作[了出为]|做(?!法)|[以按向]"
)
_NO_HEAD: Final = re.compile(
    "[以按向]|[升降](?=[到至为了])|提[升高](?=[到至为了0-9])|增[加至长](?=[到至为了0-9])|减少|达到|左右"
)
_PARTICIPLE: Final = "预已新被所未待拟"
_VERBS_BEFORE: Final = frozenset("这那该有向对把将给")
_RISES: Final = re.compile("[，,]?(?:同比)?(?:升|降|提[升高]|增|下降|上升|减)")
_LONGEST_LABEL: Final = 24
_LOOK_BACK: Final = 40


class FoundFigure(NamedTuple):
    """A number with its unit where a text gives it; 1.5万元 has the value 15000 and the unit 元."""

    place: Place
    value: Decimal
    upper: Decimal | None
    """The upper end of a range, or None."""
    unit: str
    approximate: str
    """The word that makes it approximate: 余, 多, 约, 以上; empty for an exact number."""
    label: Place | None
    """The words that say what is counted, or None."""


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
        if not inside(titles, match.start()) and (figure := _han(match)) is not None
    ]
    figures.sort(key=lambda figure: figure.place)
    labelled: list[FoundFigure] = []
    for figure in figures:
        labelled.append(figure._replace(label=_label(digits, figure, labelled[-1] if labelled else None)))
    return tuple(labelled)


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
    unit = unit.removeprefix("个") if unit == "个百分点" else unit
    return FoundFigure(Place(match.start(), match.end()), value, upper, unit, rough, None)


def _han(match: re.Match[str]) -> FoundFigure | None:
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
    return FoundFigure(place, value, None, unit, match["more"], None)


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


def _label(text: str, figure: FoundFigure, before: FoundFigure | None) -> Place | None:
    """The words that say what is counted: the noun behind the unit (3家企业), else the words before (清掏88542次)."""
    start, end = figure.place
    floor = before.place.end if before else 0
    limit = end_of(text, end)
    if before and before.unit == figure.unit and _RISES.match(text, floor, start) and start - floor < _LONGEST_LABEL:
        return before.label  # 从82.9分升到83.6分
    following = _WORDS.match(text, end, limit)
    place = _head(text, end, limit)
    if place is None and following and text[max(start - 1, 0)] in _VERBS_BEFORE:  # 有8件被申请强制执行
        place = Place(following.start(), following.end())
    begin = start_of(text, start)
    place = (
        place
        or _trimmed(text, max(floor, begin), start)
        or (Place(following.start(), following.end()) if following else None)
    )
    if place is None and begin > floor:  # nothing in its own clause: 3个消纳场，共1800万吨
        place = _trimmed(text, max(floor, start_of(text, begin - 1)), begin)
    return place


def _head(text: str, start: int, limit: int) -> Place | None:
    """The noun from *start* on, behind a 的 (50%的液体) or a participle (50处预设置的集市); None if there is none."""
    if start < limit and text[start] == "的":
        start += 1
    for _ in range(2):
        words = _WORDS.match(text, start, limit)
        if words is None or _NO_HEAD.match(text, start):
            return None
        cut = _HEAD_END.search(text, words.start(), words.end())
        stop = cut.start() if cut else words.end()
        if cut and cut[0] == "的" and text[start] in _PARTICIPLE:
            start = cut.end()
            continue
        while text[stop - 1] in "和与及、":
            stop -= 1
        return Place(words.start(), stop) if stop - words.start() > 1 else None
    return None


def _trimmed(text: str, start: int, end: int) -> Place | None:
    tail = _TRIM_BEFORE.search(text, max(start, end - _LOOK_BACK), end)
    end = tail.start() if tail else end
    lead = _TRIM_START.match(text, start, end)
    start = max(lead.end() if lead else start, end - _LONGEST_LABEL)
    return Place(start, end) if end - start > 1 else None
