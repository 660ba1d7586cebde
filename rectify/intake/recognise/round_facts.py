"""What a notice says of its round: who inspected whom and when, and the totals that it claims."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from rectify.extract.dates import DateKind, FoundDate, dates_in
from rectify.field.kinds import Kind
from rectify.field.model import Level
from rectify.field.words import URL
from rectify.ground.dates import Moment, PartialDate
from rectify.intake.recognise.draft import Fact, NoticeLine, Quotation
from rectify.intake.recognise.numbering import fold, value_of
from rectify.intake.recognise.quotes import sentences
from rectify.intake.recognise.totals import claims_in
from rectify.intake.recognise.trimming import DOCUMENT_NUMBER, RED_HEAD, TrimmedNotice

_ORDINAL: Final = r"第?[一二三四五六七八九十\d]{1,3}"
_TEAM: Final = re.compile(
    rf"(?:中央|(?:自治区|省|市|县|区|旗|州|盟|地|工)(?:党委|委))(?:第?[一二三四五六七八九十\d]{{1,3}}(?:巡察|巡视)组|(?:巡察|巡视)(?:{_ORDINAL})?组|(?:巡察|巡视)(?:工作)?(?:领导小组)?(?:办公室)?{_ORDINAL}?组)"
    rf"|(?:中央|省|自治区|市)(?:{_ORDINAL})?(?:生态环境保护|环保)督察组"
)
_KINDS: Final = (
    (Kind.XUNSHI, re.compile(r"巡视")),
    (Kind.XUNCHA, re.compile(r"巡察")),
    (Kind.ENVIRONMENT, re.compile(r"(?:生态环境(?:保护)?|环境保护|环保)督[察查]")),
    (Kind.AUDIT, re.compile(r"审计")),
    (Kind.CAMPAIGN, re.compile(r"主题教育")),
    (Kind.PUBLIC, re.compile(r"群众(?:反映|诉求|投诉|举报|信访)|信访(?:举报|事项|问题)|12345")),
    (Kind.CHECK, re.compile(r"专项(?:检查|整治|督查|督察|治理)|检查|督查|督察")),
)
"""The words by which notices name what found the problems."""
_PLACE: Final = re.compile(r"(?:^|[，,。；;、：:\s至由据])([\u4e00-\u9fff]{2,6}?)\Z")
_BODY: Final = re.compile(
    r"对([\u4e00-\u9fff（）()]{2,30}?(?:党组|党委|党总支|党支部|党工委|工委))(?:\s?[（(][^）)]{2,20}[）)])?(?:开展|进行|展开|实施)"
)
_BODY_TOLD: Final = re.compile(r"向([\u4e00-\u9fff]{2,24}?(?:党组|党委|党总支|党支部|党工委|工委))(?:反馈|通报)")
_ALL_DONE: Final = re.compile(r"(?:全部|均已?|都已?)(?:已)?(?:整改完毕|整改到位|完成整改|整改完成)")
_META: Final = re.compile(r"([\u4e00-\u9fff]{2,6})[:：]\s*(.*?)(?=\s*(?:[\u4e00-\u9fff]{2,6}[:：])|\s*\Z)")
_MOMENT: Final = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:\s*(\d{1,2}):(\d{2}))?")
_PUBLISHED: Final = ("发布日期", "发布时间", "公开日期", "日期", "时间", "发文日期", "更新时间")
_SOURCE: Final = ("来源", "信息来源", "文章来源", "稿件来源")
_DISCLOSURE: Final = {
    "索引号": "index_no",
    "主题分类": "topic",
    "发布机构": "publisher",
    "发文机关": "publisher",
    "文号": "doc_no",
    "发文字号": "doc_no",
    "公开方式": "openness",
    "有效性": "validity",
    "公文时效": "validity",
    "公开范围": "scope",
}
_ISSUER: Final = re.compile(
    r"([\u4e00-\u9fff（）()]{2,40}?)"
    r"(?:(?<![省市县区州盟旗])(?=关于)"
    r"|(?<=[组委局厅院馆站场处社会队校部])(?=(?:对|落实|巡察|巡视|审计|整改|\d{4}年))"
    r"|(?<=中心|公司|集团|政府|支部|大学|总支)(?=(?:对|落实|巡察|巡视|审计|整改|\d{4}年)))"
)
"""The body at the beginning of a title."""
_ONLY_DATE: Final = re.compile(
    r"[于在]?(\d{4})(?:年|[-./])(?:(\d{1,2})(?:月份?|[-./]|\Z)(?:(\d{1,2})日?)?)?[底末]?(?:之前|以前|前)?(?:完成(?:整改)?)?[。；;]?"
)
_MUNICIPALITIES: Final = ("北京市", "上海市", "天津市", "重庆市")
_SUMMARY_MAX: Final = 280
MAX_LINE: Final = 300
_BEGINNING: Final = 6
"""Sentences of a notice in which it says what found the problems."""
_HAN_DIGITS: Final = str.maketrans("〇○零Ｏ一二三四五六七八九", "0000123456789")


def facts_of(
    lines: Sequence[NoticeLine], trimmed: TrimmedNotice, before: Sequence[int], after: Sequence[int], found: int
) -> dict[str, Fact]:
    """The round's facts, from the lines *before* and *after* the issues, of which *found* were made out.

    What is not said is left out.
    """
    around = dict.fromkeys((*before, *after))
    said = [Quotation(sentence, index) for index in around for sentence in sentences(lines[index].text)]
    facts: dict[str, Fact] = {}
    if trimmed.title:
        facts["title"] = Fact("".join(lines[index].text for index in trimmed.title), trimmed.title[0])
    elif (named := _title_from_file(lines)) is not None:
        facts["title"] = named
    if trimmed.author:
        facts["author"] = Fact("、".join(lines[index].text for index in trimmed.author), trimmed.author[0])
    if trimmed.date >= 0 and (day := day_of(lines[trimmed.date].text.strip("（()）"))):
        facts["written"] = Fact(day.iso, trimmed.date)
    facts |= dict(_meta(lines, trimmed.meta))
    facts |= dict(_source(facts))
    facts |= dict(_team(said, facts))
    facts["kind"] = _kind([one for one in said if one.line in before], facts)
    facts |= dict(_days(said, Kind(facts["kind"].value)))
    facts |= dict(claims_in(said, found))
    facts |= dict(_derive(said, facts))
    return facts


def all_done(lines: Sequence[NoticeLine], around: Sequence[int]) -> Quotation | None:
    """The sentence that says of all issues that they are rectified: not enough to make each one 已完成."""
    said = (Quotation(sentence, index) for index in around for sentence in sentences(lines[index].text))
    return next((one for one in said if _ALL_DONE.search(one.text)), None)


def day_of(text: str) -> PartialDate | None:
    """The full date that *text* writes, in figures or in Chinese: 二〇二四年十二月三十日."""
    if match := _MOMENT.search(text):
        return PartialDate.read(f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}")
    if match := re.match(
        r"([〇○零Ｏ一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日", text
    ):
        return PartialDate.read(f"{match[1].translate(_HAN_DIGITS)}-{value_of(match[2]):02}-{value_of(match[3]):02}")
    return None


def only_date(text: str) -> PartialDate | None:
    """The date that *text* is, with no more than 前, 底前 or 完成 about it: 2024年12月底前; without a year it is none."""
    match = _ONLY_DATE.fullmatch(text.replace(" ", ""))
    return PartialDate.read("-".join(part.zfill(2) for part in match.groups() if part)) if match else None


def _title_from_file(lines: Sequence[NoticeLine]) -> Fact | None:
    stem = lines[0].source.name.rsplit("/", 1)[-1].rsplit(".", 1)[0] if lines else ""
    if "整改" in stem and re.search(r"通报|公告|公示|情况|报告", stem):
        return Fact(stem, -1, "正文里没有标题，这里用的是文件名")
    return None


def _meta(lines: Sequence[NoticeLine], meta: Sequence[int]) -> Iterator[tuple[str, Fact]]:
    """The particulars that a page gives above or below the text."""
    for index in meta:
        text = fold(lines[index].text).replace("[", "").replace("]", "")
        for match in _META.finditer(text):
            yield from ((name, Fact(value, index)) for name, value in _particular(match[1], match[2].strip()))
        if DOCUMENT_NUMBER.fullmatch(lines[index].text):
            yield "disclosure.doc_no", Fact(lines[index].text, index)
        elif head := RED_HEAD.fullmatch(lines[index].text):
            yield "disclosure.publisher", Fact(head[1], index)
        if (url := re.search(r"https?://\S+", lines[index].text)) and URL.match(url[0]):
            yield "original_url", Fact(url[0], index)


def _source(facts: Mapping[str, Fact]) -> Iterator[tuple[str, Fact]]:
    """The body whose notice it is, by its signature or its title, where no source is given beside the text."""
    if "source" in facts:
        return
    if "author" in facts:
        yield "source", facts["author"]._replace(remark="取自落款")
    elif "title" in facts and (match := _ISSUER.match(facts["title"].value)):
        yield "source", Fact(match[1], facts["title"].line, "取自标题")


def _particular(name: str, value: str) -> Iterator[tuple[str, str]]:
    """The round's field that a particular of this name fills, and with what."""
    if not 0 < len(value) <= MAX_LINE:
        return
    day = day_of(value)
    if name in _PUBLISHED and day and (moment := _MOMENT.search(value)):
        stamp = f"{day.iso} {int(moment[4] or 0):02}:{moment[5] or '00'}"
        if not moment[4]:
            yield "published_day", day.iso
        elif _is_moment(stamp):
            yield "published", stamp
    elif name == "成文日期" and day:
        yield "written", day.iso
    elif name in _SOURCE:
        yield "source", value.split(" ", maxsplit=1)[0]
    elif name in _DISCLOSURE:
        yield f"disclosure.{_DISCLOSURE[name]}", value


def _is_moment(stamp: str) -> bool:
    try:
        Moment.parse(stamp)
    except ValueError:
        return False
    return True


def _team(said: Sequence[Quotation], facts: Mapping[str, Fact]) -> Iterator[tuple[str, Fact]]:
    found = [(match[0], one, match.start()) for one in said for match in _TEAM.finditer(one.text)]
    if found:
        core = Counter(name for name, _, _ in found).most_common(1)[0][0]
        one, at = next((one, at) for name, one, at in found if name == core)
        place = _PLACE.search(one.text[:at])
        whole = place[1] + core if place and place[1].endswith(("市", "县", "区", "省", "州", "盟", "旗")) else core
        yield "inspection_team", Fact(whole, one.line)
        names = " ".join([whole, facts["title"].value if "title" in facts else "", said[0].text if said else ""])
        if (level := _level(core, names)) is not None:
            yield "level", Fact(level.value, one.line, "据检查组的名称")
    for pattern in (_BODY, _BODY_TOLD):
        for one in said:
            if match := pattern.search(one.text):
                yield "inspected_body", Fact(match[1], one.line)
                return


def _level(team: str, names: str) -> Level | None:
    if team.startswith("中央"):
        return Level.CENTRAL
    if team.startswith(("省", "自治区")) or (team.startswith("市") and any(name in names for name in _MUNICIPALITIES)):
        return Level.PROVINCIAL
    if team.startswith(("市", "州", "盟", "地")):
        return Level.MUNICIPAL
    return Level.COUNTY if team.startswith(("县", "区", "旗")) else None


def _kind(opening: Sequence[Quotation], facts: Mapping[str, Fact]) -> Fact:
    """What found the problems: as the title says, or the name of the team, or the first sentences."""
    named = [facts[name] for name in ("title", "inspection_team") if name in facts]
    for text, line in (*((fact.value, fact.line) for fact in named), *opening[:_BEGINNING]):
        found = [(match.start(), kind) for kind, pattern in _KINDS if (match := pattern.search(text))]
        if found:
            return Fact(min(found, key=lambda one: one[0])[1].value, line)
    return Fact(Kind.OTHER.value, -1, "原文没有写明是哪一类检查，请核对")


def _days(said: Sequence[Quotation], kind: Kind) -> Iterator[tuple[str, Fact]]:
    year = 0
    inspected_then = re.compile(kind.words.act)
    inspected = feedback = False
    for one in said:
        dates = dates_in(one.text, year=year)
        year = next((d.first.year for d in dates if d.first), year)
        for date in dates:
            after = one.text[date.place.end :]
            if date.first is None or date.fault:
                continue
            if not inspected and date.kind is DateKind.RANGE and inspected_then.search(after):
                inspected = True
                yield "inspection.start", Fact(date.first.iso, one.line)
                if date.last:
                    yield "inspection.end", Fact(date.last.iso, one.line)
            elif not feedback and _is_feedback(date, after):
                feedback = True
                yield "feedback", Fact(date.first.iso, one.line)


def _is_feedback(date: FoundDate, after: str) -> bool:
    clause = re.split("[。；;]", after)[0]
    return bool(
        date.first and date.first.day and re.search("反馈", clause) and not re.search(r"\d月", clause.split("反馈")[0])
    )


def _derive(said: Sequence[Quotation], facts: Mapping[str, Fact]) -> Iterator[tuple[str, Fact]]:
    kind = Kind(facts["kind"].value)
    act = "" if kind is Kind.OTHER else kind.words.act
    day = facts.get("inspection.start") or facts.get("feedback") or facts.get("written")
    if day:
        yield "short_title", Fact(f"{day.value[:4]}年{act}整改", -1, "据日期拟的，用在导航里，可以改")
    summary = next((one for one in said if _TEAM.search(one.text) and len(one.text) <= _SUMMARY_MAX), None)
    if summary:
        yield "summary", Fact(summary.text.strip(), summary.line, "正文里的一句，可以改写")
    elif "title" in facts:
        yield "summary", facts["title"]._replace(remark="用的是标题，可以改写")


def round_id(facts: Mapping[str, Fact]) -> str:
    """The folder's name that the dates and the kind of inspection propose: 2024-xuncha."""
    day = facts.get("inspection.start") or facts.get("feedback") or facts.get("written") or facts.get("published")
    kind = Kind(facts["kind"].value) if "kind" in facts else Kind.OTHER
    return f"{day.value[:4]}-{kind.words.slug}" if day else ""
