"""What became of the number that a figure gives: recovered, returned, planned …, where the words say so."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from rectify.extract.sentences import DID, SENTENCE_END, Place, end_of, start_of

PLANNED: Final = "计划"
SUMMED: Final = {"元": "元", "人": "人", "名": "人"}
"""The units whose figures of one kind may be added, with the unit of the sum; 次 and 处 count different things."""

_MONEY: Final = frozenset(("元",))
_BUILT: Final = frozenset("个处座条所台套间根盏米亩吨辆具") | frozenset(("公里", "平方米", "立方米"))
_PEOPLE: Final = frozenset("人名")
_TRAINED: Final = _PEOPLE | frozenset(("人次", "次", "场", "场次", "期"))


class _Kind(NamedTuple):
    """A kind of result, the verbs that say it, and the units that fit it, or None for all but money and shares."""

    name: str
    verbs: re.Pattern[str]
    units: frozenset[str] | None


_KINDS: Final = tuple(
    _Kind(name, re.compile(f"(?:{verbs})(?!的)"), units)
    for name, verbs, units in (
        ("追缴", "追缴|追回|收缴|追收|挽回", _MONEY),
        ("退回", "退回|退还|返还|退赔|清退", _MONEY),
        ("补缴", "补交|补缴", _MONEY),
        ("上缴", "上缴|缴入|缴回", _MONEY),
        ("罚款", "罚款|罚没", _MONEY),
        ("拨付", "拨付|发放|兑付", _MONEY),
        ("偿还", "偿还|付清|清偿|还清", _MONEY),
        (
            "处理",
            "处分|诫勉|批评教育|通报批评|问责|警告|记过|解聘|免职|立案|查处|关停|约谈|处理(?!费|厂|站|系统|设)",
            None,
        ),
        ("培训", "培训|轮训|参训|演练", _TRAINED),
        ("清退", "清退|退出", None),
        ("收回", "收回", None),
        ("移交", "移交", None),
        ("清理", "清理|清掏|清运|清除|拆除|取缔", None),
        ("修复", "修复|维修", None),
        ("更换", "更换|更新", None),
        ("检查", "检查|排查|抽查|核查|评查|抽检|复检|清查", None),
        ("立制度", "(?:制定|出台|建立|健全|修订|印发)(?=[^，。；]{0,40}制度)", frozenset("项个")),
        ("建成", "建成|新建|新开|新增|增设|设立", _BUILT),
        ("配备", "安装|配备|配发", _BUILT),
    )
)
_IN_PROBLEMS: Final = ("建成", "配备", "收回")
"""What the text of a problem tells as reached beside what was planned."""
_PLANNED: Final = re.compile(
    "要建|应当?(?=[新建完收改达开])|拟(?![^，。；]{1,6}的)|计划(?!》)|提出(?=[新建改])|规划要|争取"
)
_REACHED: Final = re.compile(f"实际|只|仅|已|{DID}")
_FULFILLED: Final = re.compile("已(?![^，。；]{0,8}的)|完毕")
"""What stands behind a figure of a measure that was carried out: 38处井盖已全部更换."""
_NOT_DONE: Final = re.compile("(?:未|没有|不再|应当?|拟|正在?|[尚有]待|责令|督促|继续)\\Z")
_PART: Final = "其中"
_NEVER: Final = frozenset(("%", "‰", "百分点"))


def kind_of(text: str, place: Place, unit: str, *, is_plan: bool, is_report: bool) -> str:
    """The kind of result that a figure at *place* gives, such as 追缴, or PLANNED; empty if the words say none.

    *is_plan* is whether the text tells of measures, *is_report* whether it tells of progress: what the text of a
    problem says was paid out or collected is no result. The verb nearest before the figure counts, else the next one
    in its clause; a verb that qualifies something (违规发放的9.8万元) and one that was not carried out do not.
    """
    if is_plan or _PLANNED.search(text, 0, place.start):
        sentence = start_of(text, place.start, SENTENCE_END)
        plan = max((match.end() for match in _PLANNED.finditer(text, sentence, place.start)), default=sentence)
        is_reached = _REACHED.search(text, plan, place.start) or (
            is_plan and _FULFILLED.search(text, place.end, end_of(text, place.end))
        )
        if (is_plan or plan > sentence) and not is_reached:
            return PLANNED
        if is_plan:
            return ""
    if unit in _NEVER:
        return ""
    clause, end = start_of(text, place.start), end_of(text, place.end)
    before: list[tuple[int, str]] = []
    after: list[tuple[int, str]] = []
    for kind in _KINDS:
        if (is_report or kind.name in _IN_PROBLEMS) and _fits(kind, unit):
            for match in kind.verbs.finditer(text, clause, end):
                if not _NOT_DONE.search(text, max(clause, match.start() - 2), match.start()):
                    (before if match.start() < place.start else after).append((match.start(), kind.name))
    return max(before)[1] if before else min(after)[1] if after else ""


def is_part(text: str, place: Place) -> bool:
    """Whether a figure is part of one that the sentence gave before: 13人，其中处分8人."""
    at = text.rfind(_PART, 0, place.start)
    return at >= 0 and at >= start_of(text, place.start, SENTENCE_END)


def _fits(kind: _Kind, unit: str) -> bool:
    return unit in kind.units if kind.units is not None else unit not in _MONEY
