"""What an editor would find odd in a reading: headings taken for problems, titles alike, one issue ten times as long."""

from __future__ import annotations

import re
from typing import Final

from rectify.intake.recognise.statuses import of_heading, why_not

_GENERAL: Final = re.compile(
    r"(?:巡察|巡视|督察|审计|反馈|问题)?(?:整改)?(?:工作)?(?:的)?(?:总体|基本|主要|具体|组织|落实|推进|进展|开展)?(?:整改)?(?:工作)?(?:落实|进展|推进|开展|组织|完成|问题)?(?:整改)?(?:情况|概况|工作)"
    r"|(?:下一步|下步|今后|后续)(?:工作|整改)*(?:打算|计划|安排|措施|考虑|举措|要求|重点)?|(?:工作|整改)?(?:组织领导|工作机制|组织实施|保障措施|工作成效|整改成效|主要成效|经验做法|工作要求|整改要求|工作部署)"
    r"|(?:监督|联系|举报|反映)(?:方式|电话|渠道|途径)|(?:前言|引言|附件|附则|结语|说明|填表说明)"
)
_SLOGAN: Final = re.compile(
    r"(?:加强|强化|提高|压实|落实|坚持|健全|严格|深化|持续|突出|狠抓|注重|完善|推动|推进|抓好|扛牢|提升|精心|成立|建立|细化|明确|紧盯|统筹|巩固|深入|严肃|以|高度|切实|进一步|认真|扎实|全面|把|做到|做好|发挥|举一反三|标本兼治)"
)
_WRONG: Final = re.compile(
    r"不(?![断懈忘放折松移动变])|未(?!来)|[没缺少差慢乱虚弱错超违逾拖欠漏假私套骗侵占挪松软散滞怠惰难闲荒废]|问题|隐患|风险|薄弱|走过场|形式|短板|滥|薄|浪费|闲置|长期(?!坚持)|流于|应付|代替|多头|重复|单一|老化|污染|扰民|直排|堵|破损|积水|照搬|挂账"
)
_BODY: Final = re.compile(
    r"[\u4e00-\u9fff]{1,12}(?:部|局|科|处室|科室|办公室|中心|公司|委员会|党组|党委|支部|大队|支队)(?:[、，,和][\u4e00-\u9fff]{2,12}(?:部|局|科|处|室|办|中心|公司))*"
)
_DATE: Final = re.compile(r"\d{4}年[\d月日底前中上下旬]*|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}")
_ENDS: Final = " 。；;，,：:（）()"
_LONG: Final = 45


def not_a_problem(text: str) -> str:
    """Why *text* cannot be an issue's problem, in words; empty if it can."""
    plain = text.strip(_ENDS)
    if not plain or len(plain) > _LONG:
        return ""
    if of_heading(plain) is not None or (plain.endswith("问题") and why_not(plain) and not _WRONG.search(plain[:-2])):
        return "说的是整改状态"
    if plain.endswith("方面"):
        return "是类别的名称"
    if _GENERAL.fullmatch(plain):
        return "是报告里通用的小标题"
    if _SLOGAN.match(plain) and not _WRONG.search(plain):
        return "说的是要求和做法"
    if _DATE.fullmatch(plain):
        return "是日期"
    if _BODY.fullmatch(plain) and not _WRONG.search(plain):
        return "是单位名称"
    return ""


def is_body(text: str) -> bool:
    """Whether *text* names a department or several, and nothing else."""
    return _BODY.fullmatch(text.strip(_ENDS)) is not None


def says_what_is_wrong(text: str) -> bool:
    """Whether *text* has words for faults."""
    return _WRONG.search(text) is not None


_NO_ISSUES: Final = re.compile(
    r"下一步|下步|今后|后续(?:工作|打算|计划|措施)|组织领导|工作机制|经验做法|(?:工作|整改)成效\Z|保障措施|组织实施|(?:总体|基本)(?:工作)?情况\Z|巩固(?:拓展|深化)"
)


def holds_no_issues(heading: str) -> bool:
    """Whether what stands below a *heading* is hardly a list of issues: 总体情况, 组织领导, 下一步打算."""
    return _NO_ISSUES.search(heading.strip(_ENDS)) is not None and not _WRONG.search(heading)


def is_general(heading: str) -> bool:
    """Whether a heading names nothing but the part of the report: 具体整改情况."""
    return _GENERAL.fullmatch(heading.strip(_ENDS)) is not None
