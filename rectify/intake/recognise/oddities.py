"""The result looked at as an editor would: what is unlike the other issues is told at its place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, islice
from statistics import median
from typing import Final

from rectify.intake.recognise.draft import Doubt, DraftIssue, Passage
from rectify.intake.recognise.labels import MAIN, label_named
from rectify.intake.recognise.notice import NoticeLine
from rectify.intake.recognise.numbering import mark_of
from rectify.intake.recognise.passages import names_of, table_of
from rectify.intake.recognise.sanity import not_a_problem

_FEW: Final = 4
_TIMES: Final = 10
_LONG: Final = 600
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
        if len(issues) >= _FEW and size > max(_LONG, _TIMES * usual):
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
    return _CUT.search(text) is not None or any(text.count(a) != text.count(b) for a, b in _PAIRS)


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
