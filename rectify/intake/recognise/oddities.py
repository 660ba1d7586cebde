"""What an editor would find odd: headings taken for problems, titles alike, one issue ten times as long, torn texts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, islice
from statistics import median
from typing import Final

from rectify.intake.recognise.draft import Doubt, DraftIssue, NoticeLine, Passage
from rectify.intake.recognise.labels import MAIN, label_named
from rectify.intake.recognise.numbering import mark_of
from rectify.intake.recognise.passages import names_of, table_of
from rectify.intake.recognise.quotes import is_balanced
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


_FEW: Final = 4
_TIMES: Final = 10
_LONG_ISSUE: Final = 600
_MOST: Final = 0.75
_LONG_NAME: Final = 24
_SHOWN: Final = 24
_MAIN: Final = {"measures": "整改措施", "progress": "整改情况"}
_PAIRS: Final = ("“”", "《》", "（）", "「」")
_LABEL: Final = re.compile(r"[【\[]?[\u4e00-\u9fff]{2,8}[】\]]?[:：]\Z|[【\[][\u4e00-\u9fff]{2,8}[】\]]")
_INSIDE: Final = re.compile(r"(?<=[。；;])\s?[【〔]?([\u4e00-\u9fff]{4,8})[】〕]?[\s:：]")
_PAGE: Final = re.compile(r"[-—–\s]*\d{1,3}[-—–\s]*\Z|第\s*\d+\s*页")
_CUT: Final = re.compile(r"\A[，,、；;。”）)》]|(?:\d[.．]|[，、“（《])\Z")
_HEADING: Final = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）])[^。；;！]{4,30}\Z"
)
_DONE: Final = re.compile(
    r"(?<![若如待])已(?!有|经[营济]|建[成设]的)(?!婚|故|知)|(?:召开|制定|修订|印发|建立|完善|开展|组织|完成|补[齐办缴录]|整改|清[理退]|收[缴回]|追[缴回]|登记|约谈|培训)了"
)
"""Words of what was done, in a text that should tell what is to be done."""
_SUM: Final = re.compile(r"[（(](?:共)?(\d{1,3})(?:项|个|条)[)）]")


def odd(issues: Sequence[DraftIssue], first_lines: Sequence[int]) -> Iterator[Doubt]:
    """What is odd about the *issues*, which begin at these lines: each oddity once, at its place."""
    sizes = [sum(len(text.text) for texts in one.fields.values() for text in texts) for one in issues]
    usual = median(sizes) if sizes else 0
    titles = Counter(one.title for one in issues)
    having = Counter(name for one in issues for name in _MAIN if name in one.fields)
    usual_fields = {n: count for n, count in having.items() if len(issues) >= _FEW and count >= _MOST * len(issues)}
    for one, size, line in zip(issues, sizes, first_lines, strict=True):
        for message in (*_in_title(one, titles), *_in_texts(one), *_unlike_others(one, usual_fields)):
            yield Doubt("I111", line, message, "对照原文看一看是不是读错了", one.number)
        if len(issues) >= _FEW and size > max(_LONG_ISSUE, _TIMES * usual):
            message = f"这个问题有 {size} 字，别的问题一般只有 {usual:.0f} 字，可能把几个问题读成了一个"
            yield Doubt("I111", line, message, "对照原文看一看是不是读错了", one.number)
    yield from _sums(issues, first_lines)


def done_measures(issues: Sequence[DraftIssue]) -> Iterator[Doubt]:
    """That measures tell what was done already: once for all issues, at the first of them."""
    texts = {one.number: one.fields.get("measures", ()) for one in issues}
    told = {number: found[0] for number, found in texts.items() if found and all(_DONE.search(t.text) for t in found)}
    for number, first in islice(told.items(), 1):
        which, only = (f"有 {len(told)} 个问题", 0) if len(told) > 1 else ("这个问题", number)
        message = f"{which}的整改措施写的是已经做了的事，例如“{first.text[:_SHOWN]}”"
        yield Doubt("I121", first.pieces[0].line, message, "做了的移到 progress；原文就这样分的，不用改", only)


def blanks(lines: Sequence[NoticeLine], issues: Sequence[DraftIssue]) -> Iterator[Doubt]:
    """Tables within issues whose merged cells leave others blank, since Markdown has none that span."""
    for one in issues:
        for texts in one.fields.values():
            for table, group in groupby(texts, key=lambda text: table_of(lines, text)):
                rows = [text.pieces[0].line for text in group] if table else []
                if len(rows) > 1 and any(cell.spans != (1, 1) for row in rows for cell in lines[row].line.cells):
                    message = "表格里有合并的单元格，写进文件以后，被合并的格子是空的"
                    yield Doubt("I115", rows[0], message, "核对文件里的表格，该有字的格子补上", one.number)


def _in_title(one: DraftIssue, titles: Counter[str]) -> Iterator[str]:
    if reason := not_a_problem(one.title):
        yield f"标题“{one.title}”{reason}，不像一个问题"
    elif not one.title:
        yield "没有标题"
    elif titles[one.title] > 1:
        yield f"有 {titles[one.title]} 个问题的标题都是“{one.title[:_SHOWN]}”"
    if _is_torn(one.title):
        yield f"标题“{one.title[:_SHOWN]}”像是从一句话中间断开的"


def _is_torn(text: str) -> bool:
    return _CUT.search(text) is not None or not is_balanced(text, _PAIRS)


def _in_texts(one: DraftIssue) -> Iterator[str]:
    for name, texts in one.fields.items():
        for text in texts:
            shown = text.text[:_SHOWN]
            inside = next((m[1] for m in _INSIDE.finditer(text.text) if label_named(m[1]) in MAIN), "")
            if inside:
                yield f"“{inside}”像是没有认出的标签"
            mark = mark_of(text.text)
            if mark is not None and mark.length == len(text.text):
                yield f"“{shown}”像是下面问题的编号"
            if _PAGE.match(text.text):
                yield f"“{shown}”像是页码"
            elif name != "title" and not text.before and _LABEL.match(text.text):
                yield f"“{shown}”像是没有认出的标签"
            elif name in _MAIN and text is texts[-1] and _is_heading(text, texts):
                yield f"“{shown}”像是下面问题的标题"
    for name in ("lead", "responsible"):
        long = [unit for unit in names_of(one.fields.get(name, ())) if len(unit) > _LONG_NAME]
        if long:
            yield f"部门的名称“{long[0][:_SHOWN]}……”太长，可能混进了别的文字"


def _is_heading(text: Passage, texts: Sequence[Passage]) -> bool:
    return len(texts) > 1 and _HEADING.match(text.text) is not None and not _HEADING.match(texts[-2].text)


def _unlike_others(one: DraftIssue, usual_fields: Mapping[str, int]) -> Iterator[str]:
    """Fields that nearly all issues have, with how many have them, and this one has not."""
    for name, count in usual_fields.items():
        if name not in one.fields:
            yield f"{count} 个问题都有“{_MAIN[name]}”，这一个没有"
    if not set(one.fields) & {"measures", "progress", "result"}:
        yield "只有问题，没有整改措施和整改情况"


def _sums(issues: Sequence[DraftIssue], first_lines: Sequence[int]) -> Iterator[Doubt]:
    """Categories that say how many issues they hold, and hold another number."""
    found: dict[str, list[int]] = {}
    for one, line in zip(issues, first_lines, strict=True):
        found.setdefault(one.category, []).append(line)
    for category, lines in found.items():
        match = _SUM.search(category)
        if match and int(match[1]) != len(lines):
            message = f"“{category}”说有 {match[1]} 个，认出了 {len(lines)} 个"
            yield Doubt("I111", lines[0], message, "看一看漏了哪些、多了哪些")
