"""Which dates of a text tell of an event, and which of these events are only promised."""

from __future__ import annotations

import re
from typing import Final

from rectify.extract.dates import DateKind, FoundDate
from rectify.extract.sentences import DID, SENTENCE_END, end_of, start_of

_NAMES: Final = re.compile(
    "年?(?:度|级|届|学年|[春秋]季|学期|预算|决算|计划|规划|工作要点)|的?(?:[^，。；]{0,8})(?:预算|年度计划)"
)
"""What a year names rather than dates."""
_QUALIFIES: Final = re.compile(
    "[^，。；\\n]{0,30}?(?<!目)的|[这那](?:段|两|几|一|些)|(?:期间|以来)?(?:[^，。；\\n]{0,12})的"
)
_PERIOD: Final = re.compile("这段|期间的?[^，。；\\n]{0,10}的|的")
_CHANGED: Final = re.compile(
    "已经|启动|下放|成立|撤销|合并|改制|移交|划转|开工|竣工|建成|投运|投入使用|停用|关闭|出台|印发|施行|封场|交付使用"
)
_INTENDED: Final = re.compile("计划(?![^《》]{0,30}》)|拟|力争|争取|预计|将[于在]|确保|务必")
_LIMITS: Final = "前起"
_BY: Final = re.compile("前(?!期)")
_SO_FAR: Final = re.compile("截[至止]")
_DONE: Final = re.compile("已于?|已经|全部付清|完毕")
_SURELY_DONE: Final = re.compile("已于?|已经")
_DID: Final = re.compile(DID)


def is_event(text: str, date: FoundDate) -> bool:
    """Whether *date* says when something was or is to be done, not which thing is meant (2017年采购的车) or since when.

    A day always does. A month does unless it qualifies a noun; a year alone only if the clause tells of a change that
    happens once (下放, 启动 …) or if it is a time limit (年底前).
    """
    if date.first is None or date.kind is DateKind.PERIOD:
        return False
    if date.kind is DateKind.RANGE:
        return date.first.month > 0 and _PERIOD.match(text, date.place.end) is None
    if date.first.day:
        return True
    if _NAMES.match(text, date.place.end):
        return False
    if text[date.place.end - 1] not in _LIMITS and _QUALIFIES.match(text, date.place.end):
        return False
    if date.first.month or date.part or date.kind is DateKind.UNTIL:
        return True
    clause = text[start_of(text, date.place.start) : end_of(text, date.place.end)]
    return date.kind is DateKind.AT and _CHANGED.search(clause) is not None


def is_promise(text: str, date: FoundDate, *, is_plan: bool, is_report: bool) -> bool:
    """Whether what happens on *date* is only promised. *is_plan* and *is_report*: the text tells of measures, of progress."""
    start, end = date.place
    is_limit = date.kind is DateKind.UNTIL and _BY.search(text, start, end + 1) is not None
    if is_plan:
        if _DID.search(text, *date.event):
            return False
        done = _SURELY_DONE if is_limit else _DONE  # 7月前处理完毕 is still to be done
        return done.search(text, start_of(text, start, SENTENCE_END), end_of(text, end, SENTENCE_END)) is None
    if not is_report or _SO_FAR.match(text, start):
        return False
    return is_limit or _INTENDED.search(text, start_of(text, start), end_of(text, end)) is not None
