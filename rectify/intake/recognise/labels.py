"""Labels: the names by which notices set off 问题, 整改措施, 整改情况 … and what each means for the model.

A name counts as a label by its position: at the beginning of a line or after the end of a sentence, and
followed by a colon, or in 【】, or alone on its line. “对整改结果以抽查方式进行核查” holds none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Final, NamedTuple

from rectify.intake.recognise.numbering import fold
from rectify.intake.recognise.quotes import is_balanced


class Label(Enum):
    """What the text after a label says."""

    NUMBER = "序号"
    CATEGORY = "类别"
    TITLE = "标题"
    PROBLEM = "问题"
    TARGET = "整改目标"
    MEASURES = "整改措施"
    PROGRESS = "整改情况"
    EFFECT = "整改成效"
    RESULT = "整改结果"
    LEAD = "牵头部门"
    RESPONSIBLE = "责任部门"
    SUPPORT = "配合单位"
    LEADER = "责任领导"
    DUE = "整改时限"
    MOVED = "调整后的时限"
    REASON = "未完成原因"
    NEXT = "下一步打算"
    REMARK = "备注"
    ACCEPTED = "验收情况"
    EVIDENCE = "佐证材料"
    TICK = "打勾的列"
    """A column named by a status."""


_WHO: Final = "(?:单位|部门|科室|处室|党组织|支部|机构|股室)"
_NAMES: Final[tuple[tuple[Label, str], ...]] = (
    (Label.NUMBER, r"序号?|编号|问题序号|问题编号|项目序号"),
    (Label.CATEGORY, r"(?:问题)?(?:类别|类型|分类)|(?:反馈)?方面|问题方面|反馈类别|所属类别|问题大类"),
    (Label.TITLE, r"问题名称|问题标题|标题|问题概要|问题简称"),
    (
        Label.PROBLEM,
        (
            r"(?:(?:巡察|巡视|督察|督查|审计|检查)?(?:组)?(?:反馈|指出|发现|查出)?的?|存在的?|具体|主要|突出|整改|点人点事)"
            r"问题(?:描述|内容|表现|摘要|概述|情况|表述|清单|点)?|(?:巡察|巡视|督察|审计)?(?:组)?反馈意见(?:内容)?"
            r"|整改(?:任务|事项)(?:内容)?|任务内容|(?:存在|反馈)的?(?:主要|具体)问题"
        ),
    ),
    (Label.TARGET, r"(?:整改|工作)?(?:目标|要求)(?:任务)?"),
    (
        Label.NEXT,
        r"下一步(?:工作)?(?:打算|计划|安排|举措|措施|整改措施|整改计划)?|后续(?:工作)?(?:打算|计划|安排|措施)",
    ),
    (Label.REASON, r"(?:尚?未(?:能)?(?:完成|到位|整改|销号)(?:的)?|未按期完成)原因|原因(?:分析|说明)"),
    (
        Label.MEASURES,
        r"(?:主要|具体|采取的?|整改|工作|整改工作|整改具体|整改主要)(?:措施|举措|做法)(?:内容)?|措施|整改方案|拟采取(?:的)?措施",
    ),
    (
        Label.PROGRESS,
        (
            r"(?:整改|工作|任务|问题|措施|整改措施|整改工作|问题整改|整改任务)?的?(?:落实|进展|推进|完成|开展|执行|办理)?(?:整改)?"
            r"(?:情况|进展|进度)|整改(?:措施|举措|方案)?(?:及|和|与|、)(?:其)?(?:整改)?(?:完成|落实|进展|推进)?"
            r"(?:情况|进展|成效|结果)|落实情况及成效|整改(?:落实|进展|完成)(?:情况)?(?:及|和|与|、)(?:取得)?(?:的)?成效"
        ),
    ),
    (Label.EFFECT, r"(?:整改|工作)(?:成效|效果|成果)|取得的?(?:成效|效果|成果)|成效|阶段性(?:成效|成果)"),
    (
        Label.RESULT,
        (
            r"(?:整改|办理|处理|落实)?(?:结果|状态)|(?:整改|问题)?(?:完成|销号|整改)(?:状态|与否)|(?:问题)?销号(?:情况|状态|结果)?"
            r"|是否(?:已)?(?:完成|整改|销号|办结|整改到位|完成整改|整改完成)|目前状态|办结(?:情况|状态)|整改结论"
        ),
    ),
    (Label.LEAD, rf"(?:整改)?牵头(?:责任)?{_WHO}|主责{_WHO}"),
    (Label.SUPPORT, rf"(?:整改)?(?:配合|协助|协同|参与|协办)(?:责任)?{_WHO}"),
    (Label.RESPONSIBLE, rf"(?:整改)?(?:责任|承办|落实|整改){_WHO}|责任主体|责任(?:单位|部门)(?:及|和)责任人"),
    (
        Label.LEADER,
        r"(?:整改)?(?:责任|分管|牵头|包抓|包联|包案|督办)(?:市|县|区|局)?领导|(?:整改|直接|第一|主要|具体)?责任人(?:员)?|牵头人|责任领导及责任人",
    ),
    (
        Label.MOVED,
        (
            r"(?:整改|完成|办结|销号)?(?:的)?(?:时限|期限|时间|日期)?(?:已)?(?:调整|延期|延长|变更|顺延|推迟|展期)(?:至|到|为)"
            r"|(?:调整|延期|延长|变更|顺延|展期)后?(?:的)?(?:整改|完成|办结|销号)?(?:时限|期限|时间|日期)"
        ),
    ),
    (
        Label.DUE,
        r"(?:整改|完成|办结|计划完成|整改完成|拟完成|计划)(?:的)?(?:时限|期限|时间|时间节点|日期)|(?:计划|拟)?销号(?:时限|期限|时间节点)|(?:计划|拟)销号(?:时间|日期)|(?:整改)?时限(?:要求)?|时间节点|完成时间要求",
    ),
    (
        Label.ACCEPTED,
        r"(?:整改)?(?:验收|核查|复核|评估)(?:销号)?(?:意见|情况|结论|结果|时间|日期|单位|人|方式|方法)(?:及时间)?|销号(?:时间|日期)",
    ),
    (
        Label.EVIDENCE,
        r"(?:整改)?(?:佐证|证明|印证|支撑|备查)(?:性)?(?:材料|资料|文件)(?:名称|清单|目录)?|佐证",
    ),
    (Label.REMARK, r"备注|其他说明"),
)
_PATTERNS: Final = tuple((label, re.compile(names)) for label, names in _NAMES)
BULLET: Final = r"(?:[◆●■▲★◇►➤•·]\s?)?"
"""What may stand before a label."""
_AT_START: Final = re.compile(
    BULLET
    + r"(?:[\[【(<]?\s?([\u4e00-\u9fff、](?: ?[\u4e00-\u9fff、]){1,13})\s?[\]】)>]?\s?(:|$)|[\[【(]\s?([\u4e00-\u9fff、]{2,14})\s?[\]】)]\s?:?)"
)
_SPACED: Final = re.compile(r"([\u4e00-\u9fff]{4,8})\s(?=\S)")
_ASKED: Final = re.compile(r"[\[【(]?([问答])[\]】)]?\s?:\s?|[\[【]([问答])[\]】]\s?")
_INSIDE: Final = re.compile(
    rf"(?<=[。；;！!\s(])\s?{BULLET}(?:([\u4e00-\u9fff、]{{2,14}})\s?:|[\[【(]([\u4e00-\u9fff、]{{2,14}})[\]】)]\s?:?)\s?"
)
_IN_BRACKETS: Final = frozenset({Label.LEAD, Label.RESPONSIBLE, Label.SUPPORT, Label.DUE, Label.MOVED, Label.LEADER})
_ONLY_AT_START: Final = frozenset({Label.NUMBER, Label.CATEGORY, Label.TITLE, Label.REMARK})
MAIN: Final = frozenset({Label.PROBLEM, Label.MEASURES, Label.PROGRESS, Label.RESULT})
OPENING: Final = frozenset({Label.PROBLEM, Label.TITLE})
"""Labels whose text says what was wrong."""


class FoundLabel(NamedTuple):
    """A label in a line: from its first character to the text it announces."""

    label: Label
    name: str
    start: int
    end: int


def label_named(name: str) -> Label | None:
    """What a label of this name means, if it is one; spaces inside do not matter."""
    compact = "".join(name.split()).strip("：:")
    return next((label for label, pattern in _PATTERNS if pattern.fullmatch(compact)), None)


_GUESSES: Final = tuple(
    (label, re.compile(words))
    for label, words in (
        (Label.TITLE, r"(?:问题|隐患|事项|诉求|缺陷|任务)(?:名称|标题|概要|简述)"),
        (Label.SUPPORT, r"配合|协助|协办|协同"),
        (Label.LEAD, r"牵头(?!人|领导)|主责|主办"),
        (Label.LEADER, r"责任人|负责人|领导|联系人|包案人|督办人|牵头人"),
        (Label.RESPONSIBLE, r"单位|部门|科室|处室|主体|机构|支部|党组织|股室"),
        (Label.DUE, r"时限|期限|时间|日期|节点"),
        (Label.ACCEPTED, r"验收|核查|复核"),
        (Label.RESULT, r"状态|销号|结果|结论|是否|办结"),
        (Label.TARGET, r"目标|标准"),
        (Label.NEXT, r"下一步|后续"),
        (Label.REASON, r"原因"),
        (Label.CATEGORY, r"类别|分类|领域|类型|方面"),
        (Label.EFFECT, r"成效|效果|成果"),
        (Label.MEASURES, r"措施|举措|做法|办法|对策|方案"),
        (Label.PROGRESS, r"进展|进度|情况|落实|答复|回复|回应|办理|处理|答"),
        (Label.PROBLEM, r"问题|表现|描述|情形|诉求|反映|投诉|意见|建议|短板|不足|隐患|线索|问"),
        (Label.REMARK, r"备注|说明|依据|来源"),
    )
)


def guessed_label(name: str) -> Label | None:
    """What a label of an unknown *name* probably means, by its last noun: 重点整改举措, 街道答复."""
    found = [(match.end(), label) for label, words in _GUESSES for match in words.finditer(name)]
    end = max((end for end, _ in found), default=0)
    return next((label for at, label in found if at == end), None) if end == len(name) else None


def label_at_start(text: str, start: int = 0, learnt: Mapping[str, Label] = {}) -> FoundLabel | None:
    """The label with which *text* begins at *start*."""
    if match := _ASKED.match(fold(text), start):
        return FoundLabel(
            Label.PROBLEM if "问" in match[0] else Label.PROGRESS, match[1] or match[2], start, match.end()
        )
    spaced = _SPACED.match(text, start)
    if spaced and (label := label_named(spaced[1])) in MAIN:
        return FoundLabel(label, spaced[1], start, spaced.end())
    if (match := _AT_START.match(fold(text), start)) is None:
        return None
    name = match[1] or match[3]
    label = label_named(name) or learnt.get("".join(name.split()))
    alone = match.end() == len(text) and not match[2] and not match[3]
    known_alone = name in learnt or label in MAIN | {Label.EFFECT, Label.REASON, Label.NEXT} or name.startswith("整改")
    if label is None or (alone and not known_alone):
        return None
    end = match.end()
    while end < len(text) and text[end] == " ":
        end += 1
    return FoundLabel(label, "".join(name.split()), start, end)


def labels_inside(text: str, start: int, learnt: Mapping[str, Label] = {}) -> Iterator[FoundLabel]:
    """Labels further on in a line, after the end of a sentence or a gap."""
    plain = fold(text)
    for match in _INSIDE.finditer(plain, start):
        name = match[1] or match[2]
        label = label_named(name) or learnt.get(name)
        gap = plain[match.start() - 1] == " "
        short = len(name) < 4 and not gap and not match[2]  # noqa: PLR2004 - “问题：” after a full stop is seldom a label
        seldom = (short or label in _ONLY_AT_START) and name not in learnt
        if label is not None and not seldom and _stands_free(text, match, label):
            before = plain[match.start() - 1 : match.start()]
            yield FoundLabel(label, name, match.start() - (before == "("), match.end())


def _stands_free(text: str, match: re.Match[str], label: Label) -> bool:
    """Whether a label is outside quotation marks, and in brackets only where it names who and until when."""
    before = text[: match.start()]
    if before[-1:] in ("（", "("):
        return (
            label in _IN_BRACKETS
            and is_balanced(before[:-1])
            and text.find("）", match.end()) + text.find(")", match.end()) > 0
        )
    return is_balanced(before)
