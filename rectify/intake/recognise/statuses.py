"""The words in which notices say how far a rectification has come → the model's `Status`.

A status is read only where the source states one: a label, a cell, a heading, or a sentence that says
nothing else. Words that do not fit one status alone give none; a wrong 已完成 is worse than a gap.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from rectify.field.model import FINISHED, Status, Timeframe

_WORK: Final = "(?:整改|办理|落实|推进|任务|工作|销号)?"
_STATEMENTS: Final[tuple[tuple[Status, str], ...]] = (
    (Status.DONE_LONG_TERM, r"(?:整改)?(?:已)?(?:整改)?(?:完成|到位)(?:整改)?[,，、]?(?:并|且|需|要|须|同时)*(?:将)?(?:长期坚持|持续坚持|坚持长期)(?:整改)?"),
    (Status.LONG_TERM, r"(?:已|取得)?阶段性(?:完成|成效|成果)(?:整改)?[,，、]?(?:并|且|需|要|须)*(?:长期坚持|持续坚持)(?:整改)?"),
    (Status.MOSTLY_DONE, rf"(?:整改)?(?:已)?(?:整改)?基本(?:整改)?(?:完成|到位|完毕)(?:整改)?{_WORK}"),
    (Status.PARTLY_DONE, r"(?:整改)?(?:已)?(?:部分|阶段性)(?:整改)?(?:完成|到位)(?:整改)?(?:任务)?"),
    (Status.NOT_DONE, r"(?:整改)?(?:尚|还|仍)?(?:未|没有)(?:能)?(?:全部)?(?:整改)?(?:完成|到位|完毕|办结|启动)(?:整改)?|未整改"),
    (Status.ONGOING, rf"(?:整改)?(?:目前)?(?:正在|持续|继续|加快|有序|积极)(?:有序|积极|持续|加快|稳步)?{_WORK}(?:推进|整改|进行|办理|落实)(?:整改)?(?:中|之中)?|(?:推进|整改|进行|办理)(?:整改)?中|未完成[,，、]?(?:正在|持续)(?:推进|整改)|(?:已)?(?:达到|完成|符合)(?:了)?序时进度(?:要求)?|序时推进"),
    (Status.LONG_TERM, r"(?:需|要|须|已)?(?:长期|持续)坚持(?:整改)?|长期整改|(?:整改)?(?:并)?长期坚持"),
    (Status.DONE, rf"(?:已|均已|已全部|已经)?(?:全部|全面|按期|如期|按时|按要求)?{_WORK}(?:已|已经|已全部)?(?:全部|按期|如期|按时)?(?:完成|到位|完毕|办结|销号|完结)(?:了)?(?:整改|任务|销号|整改任务|整改工作)?(?:[,，、]?并?(?:已)?销号)?|已整改"),
)  # fmt: skip
_PATTERNS: Final = tuple((status, re.compile(pattern)) for status, pattern in _STATEMENTS)
_UNSURE: Final = re.compile(r"阶段性|序时进度")
_REMARK: Final = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]")
_MONTH: Final = r"(?:\d{4}年)?(?:\d{1,2}月)?(?:\d{1,2}日|底|初|中旬|上旬|下旬|份)?(?:前|之前)?"
_OPENING: Final = re.compile(
    r"(?:(?:截至|截止)?(?:目前|当前|现在|\d{4}年[^，,]{0,8})[，,]?(?:为止[，,]?)?|现)?"
    r"(?:(?:该|此|本|上述|以上|这)(?:项|个|类|条)?(?:反馈)?(?:问题|任务|事项|整改任务|整改事项)?|问题)?(?:现)?(?:均)?"
)
_DATED: Final = re.compile(rf"(?:已)?(?:于){_MONTH}(?:已)?(?=完成|整改|办结|销号|全部)")
_END: Final = re.compile(r"(?<=[。；;！!])")
_HEADING: Final = re.compile(
    r"(.+?)的?(?:反馈|具体)?(?:整改)?(?:问题|任务|事项)(?:整改)?(?:情况|清单|落实情况)?(?:[(（].*[)）])?[：:。]?"
)
_LATER: Final = re.compile(
    r"待(?!遇)[^。；，,;、]{2,14}(?:后|批复|批准|下达|到位|验收|审批|落实)|(?:剩余|其余|尚有)[^。；;]{0,12}待[^。；，,;]{2,}"
    r"|拟(?!定|任|录|发|稿|提拔|聘|制|订|办)[^。；，,;]{4,}|尚未[^。；，,;]{2,}|正在(?!使用|开展的|悬挂|运行|建设的)[^。；，,;]{3,}"
    r"|计划(?=[^。；，,;]{0,10}(?:月|年|底|前))[^。；，,;]{3,}|(?:仍|还)(?:在|需|未)[^。；，,;]{3,}"
)
_TIMEFRAMES: Final = {"立行立改": Timeframe.IMMEDIATE, "即知即改": Timeframe.IMMEDIATE, "立即整改": Timeframe.IMMEDIATE, "限期整改": Timeframe.TIME_BOUND, "长期坚持": Timeframe.CONTINUING, "持续整改": Timeframe.CONTINUING}  # fmt: skip


class Stated(NamedTuple):
    """A status that a text states, and whether its words fit the model's word exactly."""

    status: Status
    exact: bool


def stated(text: str) -> Stated | None:
    """The status that *text* states if it says nothing else; `已完成（2024年9月）` does, 已完成施工 does not."""
    said = _REMARK.sub("", "".join(text.split())).strip(" 。；;，,、.！!“”\"'")
    said = _DATED.sub("已", said[_opening(said) :])
    for status, pattern in _PATTERNS:
        if pattern.fullmatch(said):
            return Stated(status, not _UNSURE.search(said))
    return None


def answered(question: str, text: str) -> Stated | None:
    """The status that 是 or 否 means beside the label *question*, 是否完成."""
    words = {"是": Status.DONE, "否": Status.NOT_DONE}
    answer = words.get(text.strip("。；; ")) if question.startswith("是否") else None
    return Stated(answer, exact=True) if answer else None


def _opening(said: str) -> int:
    match = _OPENING.match(said)
    return match.end() if match else 0


def names_subject(sentence: str) -> bool:
    """Whether a sentence says of what it states a status: 该问题已完成整改."""
    match = _OPENING.match(sentence.strip())
    return match is not None and any(word in match[0] for word in ("问题", "任务", "事项"))


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of *text*, their end marks with them; together they are the text."""
    return tuple(sentence for sentence in _END.split(text) if sentence)


def in_sentence(text: str) -> tuple[Stated, str] | None:
    """The status that a whole sentence of *text* states, and the sentence: the last one counts."""
    found = [(one, sentence) for sentence in sentences(text) if len(sentence) <= 40 and (one := stated(sentence))]  # noqa: PLR2004
    found = [pair for pair in found if pair[1].strip("。；; ") not in ("完成", "到位", "完毕", "办结")]
    return found[-1] if found else None


def in_brackets(text: str) -> Stated | None:
    """The status in brackets at the end of a heading: `……不到位（已完成）`."""
    match = re.search(r"[(（\[【]([^()（）\[\]【】]{2,14})[)）\]】][。：:]?$", text.strip())
    return stated(match[1]) if match else None


def of_heading(heading: str) -> Stated | None:
    """The status under which a heading gathers issues: 正在推进整改的问题; not 上轮未整改到位的问题."""
    match = _HEADING.fullmatch(heading.strip())
    return stated(match[1].removesuffix("的")) if match else None


def timeframe_of(text: str) -> Timeframe | None:
    """The kind of time limit that a label's text names."""
    return _TIMEFRAMES.get(text.strip("。；; "))


def contradictions(status: Status, text: str) -> Iterator[str]:
    """Words of *text* that say that something is still to come, though *status* counts as finished."""
    if status in FINISHED:
        for match in _LATER.finditer(text):
            if text[: match.start()].count("《") == text[: match.start()].count("》"):
                yield match[0]
