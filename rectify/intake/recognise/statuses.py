"""The words in which notices say how far a rectification has come → the model's `Status`.

A status is read only from words that say nothing else: a label's text, a cell, a heading, a sentence. Words that
speak of a plan, a condition, a part, or of what is still open give none, and it is said why.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from rectify.field.model import FINISHED, UNFINISHED, Status, Timeframe
from rectify.intake.recognise.quotes import is_balanced, sentences

_WORK: Final = "(?:整改工作|整改任务|整改|办理|落实|推进|任务|工作|销号)?"
_LASTING: Final = "(?:长期坚持|持续坚持|坚持长期|持续整改|长期整改|持续巩固)"
_STATEMENTS: Final[tuple[tuple[Status, str], ...]] = (
    (Status.DONE_LONG_TERM, rf"(?:整改)?(?:已)?(?:整改)?(?:完成|到位)(?:整改)?[,，、]?(?:并|且|需|要|须|同时)*(?:将)?{_LASTING}(?:整改)?"),
    (Status.LONG_TERM, r"(?:已|取得)?阶段性(?:完成|成效|成果)(?:整改)?[,，、]?(?:并|且|需|要|须)*(?:长期坚持|持续坚持)(?:整改)?"),
    (Status.MOSTLY_DONE, rf"(?:整改)?(?:已)?(?:整改)?基本(?:整改)?(?:完成|到位|完毕|解决)(?:整改)?{_WORK}"),
    (Status.PARTLY_DONE, r"(?:整改)?(?:已)?部分(?:整改)?(?:完成|到位|整改|解决|落实|办结)(?:整改)?(?:任务)?"),
    (Status.NOT_DONE, r"(?:整改)?(?:目前)?(?:尚|还|仍)?(?:未|没有)(?:能)?(?:全部)?(?:整改)?(?:完成|到位|完毕|办结|启动|整改|解决|落实)(?:整改|到位)?"),
    (Status.ONGOING, rf"(?:整改)?(?:目前)?(?:正在|持续|继续|加快|有序|积极)(?:有序|积极|持续|加快|稳步)?{_WORK}(?:推进|整改|进行|办理|落实)(?:整改)?(?:中|之中)?|(?:推进|整改|进行|办理)(?:整改)?中|未完成[,，、]?(?:正在|持续)(?:推进|整改)|(?:已|按)?(?:达到|完成|符合|照)?(?:了)?序时(?:进度)?(?:推进|要求)?(?:整改)?|(?:按|按照)计划(?:有序)?推进(?:整改)?"),
    (Status.LONG_TERM, r"(?:需要|需|要|须|已)?(?:长期|持续)坚持(?:整改)?|(?:整改)?(?:并)?长期坚持"),
    (Status.DONE, rf"(?:已|均已|已全部|已经)?(?:全部|全面|按期|如期|按时|按要求)?{_WORK}(?:已|已经|已全部)?(?:全部|按期|如期|按时)?(?:完成|到位|完毕|办结|销号|完结)(?:了)?(?:整改|任务|销号|整改任务|整改工作)?(?:[,，、]?并?(?:已)?销号)?|(?:均)?(?:已|已经|已全部|全部)整改(?:完成|到位|完毕)?"),
)  # fmt: skip
_PATTERNS: Final = tuple((status, re.compile(pattern)) for status, pattern in _STATEMENTS)
_ANSWERS: Final = {
    Status.DONE: re.compile(r"已(?:经|全部)?(?:解决|落实|办理|处理|执行|办)(?:到位|完毕)?"),
    Status.ONGOING: re.compile(r"(?:正在)?(?:推进|办理|实施|整改)(?:之)?中"),
}
"""Words that state a status beside a label that asks for one, and nowhere else."""
_UNSURE: Final = re.compile(r"阶段性|序时|计划")
_REMARK: Final = re.compile(r"[(（\[【]([^()（）\[\]【】]*)[)）\]】]")
_HARMLESS: Final = re.compile(
    r"[\d年月日底前./\-:：~至—\s项个条件]*|已?销号|(?:已)?(?:于)?[\d年月]+(?:日|底)?(?:已)?(?:完成|销号)"
)
_DATE: Final = r"(?:\d{4}年)?(?:\d{1,2}月)?(?:\d{1,2}日|底|初|中旬|上旬|下旬|份)?"
_OPENING: Final = re.compile(
    r"(?:(?:截至|截止)?(?:目前|当前|现在|\d{4}年[^，,]{0,8})[，,]?(?:为止[，,]?)?|现|经(?:验收|核查|整改)[，,]|[^待未拟如若需将，,]{0,8}(?:验收|复查|核查|复核)(?:合格|通过)[，,])?(?:整改状态(?:为|是))?"
    r"(?:(?:该|此|本|上述|以上|这)(?:项|个|类|条)?(?:反馈)?(?:问题|任务|事项|诉求|投诉|整改任务|整改事项|(?:整改)?工作|整改(?=已))|问题)?(?:现|目前)?(?:均)?"
)
_SUBJECT: Final = re.compile(
    r"(?:该|此|本|上述|以上|这)(?:项|个|类|条)?(?:反馈)?(?:问题|任务|事项|整改任务|整改事项|(?:整改)?工作|整改(?=已))|\A问题"
)
_DONE_ON: Final = re.compile(
    rf"(?:已于{_DATE}(?:前|之前)?|已?于{_DATE}|{_DATE}(?:已|,已|，已))(?:已)?(?=完成|整改|办结|销号|全部)"
)
_HEADING: Final = re.compile(
    r"(?:需要?|应)?(.+?)的?(?:反馈|具体)?(?:整改)?(?:问题|任务|事项)(?:整改)?(?:情况|清单|落实情况)?(?:[(（].*[)）])?[：:。]?"
)
_SLOGAN: Final = re.compile(r"\A(?:按时|按期|如期|全面|全部|确保|推动|抓好|坚决|高质量|逐项|全力|力争|整改|完成|到位)")
_LATER: Final = re.compile(
    r"待(?!遇)[^。；，,;、]{2,14}(?:后|批复|批准|下达|到位|验收|审批|落实)|(?:剩余|其余|尚有)[^。；;]{0,12}待[^。；，,;]{2,}"
    r"|拟(?!定|任|录|发|稿|提拔|聘|制|订|办)[^。；，,;]{4,}|正在(?!使用|开展的|悬挂|运行|建设的)[^。；，,;]{2,}"
    r"|计划(?=[^。；，,;]{0,10}(?:月|年|底|前))[^。；，,;]{3,}|(?:预计|力争|争取)[^。；，,;]{4,}|(?:仍|还)(?:在|需)[^。；，,;]{3,}|第二阶段[^。；;]{3,}"
)
_OPEN: Final = re.compile(
    r"(?:尚未|仍未|还未|尚无法|仍有|尚有|仍然?未)[^。；，,;]{2,}|正在(?:推进)?整改(?!工作)[^。；，,;]*|未销号|暂未(?:验收|完成|销号)[^。；，,;]*"
    r"|(?:其余|剩余|另有|余下|还有|其它|其他)[^。；;]{0,24}?(?:正在|尚未|未能|仍|(?<!\d)还[未没])[^。；，,;]{2,}"
)
_PLAN: Final = re.compile(
    r"(?:拟|计划|预计|力争|争取|确保|将(?:于|在|继续|进一步|分期|逐步)|待|有望|打算|列入\d{4}年)[^。；;]*(?:完成|到位|整改|办结|销号|解决|验收)|(?<!已)(?<!已于)(?:于|在)?\d[\d年月日]*(?:底|旬)?(?:前|之前)[^。；;]*(?:完成|到位|办结|销号)"
)
_PLANNED: Final = re.compile(r"(?:拟|计划|预计|力争|争取|确保|将|年底前|[\d年月]+(?:日|底)?前)[^。；;]*")
_SPOKEN: Final = re.compile(
    r"(?:已|均已|全部|基本|部分|正在|尚未|未|仍未|按期|阶段性|前|后)(?:全部|基本|部分|推进|按期|如期|有序)?(?:完成|推进|落实|进行)?(?:整改|销号|办结)"
    r"|(?:整改|任务|问题|事项|工作)[^。；;，,]{0,6}(?:已|均|全部|基本|部分|正在|未)[^。；;，,]{0,6}(?:完成|整改|到位|办结|销号|解决|推进|完毕)"
    r"|(?:前|底前)(?:全部|基本)?(?:完成整改|整改到位|办结|销号)|整改(?:任务|工作)?(?:已|全部|基本)?(?:完成|到位|完毕)"
)
_PARTIAL: Final = re.compile(
    r"短期|长期任务|第[一二三四]阶段|部分|大部分|多数|个别|其中|阶段性|\d+(?:个|项|处|件|家|条)"
)
_CONTRAST: Final = re.compile(r"但|仍|其余|剩余|尚|正在|另有|除")
_TIMEFRAMES: Final = {"立行立改": Timeframe.IMMEDIATE, "即知即改": Timeframe.IMMEDIATE, "立即整改": Timeframe.IMMEDIATE, "限期整改": Timeframe.TIME_BOUND, "长期坚持": Timeframe.CONTINUING, "持续整改": Timeframe.CONTINUING}  # fmt: skip
_LONGEST: Final = 40
UNCLEAR: Final = "没有说是整个问题"
"""The reason where a sentence speaks of a status, and nothing tells of what."""
_LABEL_BEFORE: Final = re.compile(r"\A[\u4e00-\u9fff]{2,6}[:：]")
_BOX: Final = re.compile(r"\s*([☑☒✓✔√■●☐□▢◻○])\s*([^☑☒✓✔√■●☐□▢◻○]+)")
_BOX_BEHIND: Final = re.compile(r"\s*([^☑☒✓✔√■●☐□▢◻○]+?)\s*([☑☒✓✔√■●☐□▢◻○])")
_ANY_BOX: Final = re.compile("[☑☒✓✔√■●☐□▢◻○]")
_TICKED: Final = frozenset("☑☒✓✔√■●")
TICK: Final = re.compile(r"[√✓✔☑☒■●VvＶ是]|[√✓]\s*是")


class StatedStatus(NamedTuple):
    """A status that a text states, and whether its words fit the model's word exactly."""

    status: Status
    exact: bool


def stated_status(text: str) -> StatedStatus | None:
    """The status that *text* states if it says nothing else; `已完成（2024年9月）` does, 已完成施工 does not.

    Brackets that hold more than a day or a number take it back: 已完成（部分）.
    """
    said = "".join(text.split())
    if any(not _HARMLESS.fullmatch(one) and not _lasting(one) for one in _REMARK.findall(said)):
        return None
    said = _REMARK.sub(lambda found: f"，{found[1]}" if _lasting(found[1]) else "", said).strip("。；;，,、.！!“”\"'")
    said = _DONE_ON.sub("已", said[_opening(said) :])
    for status, pattern in _PATTERNS:
        if pattern.fullmatch(said):
            return StatedStatus(status, not _UNSURE.search(said))
    return _unfinished_status(said)


def _unfinished_status(said: str) -> StatedStatus | None:
    """A status that leaves something open, and a plan behind it that speaks of what is left: 正在推进，预计6月底前完成."""
    first, comma, rest = said.replace(",", "，").partition("，")
    found = stated_status(first) if comma and (_PLAN.search(rest) or _PLANNED.match(rest)) else None
    return found if found is not None and found.status in UNFINISHED else None


def _lasting(remark: str) -> bool:
    return re.fullmatch(_LASTING, remark) is not None


def answered_status(label: str, text: str) -> StatedStatus | None:
    """The status that *text* means beside a *label* that asks for one: 是 beside 是否完成, a ticked box, 已解决."""
    plain = "".join(text.split()).strip("。；;，, ")
    if (found := stated_status(plain) or ticked_status(plain)) is not None:
        return found
    if label.startswith("是否"):
        return _yes_or_no(label, plain)
    return next(
        (StatedStatus(status, exact=True) for status, words in _ANSWERS.items() if words.fullmatch(plain)), None
    )


def _yes_or_no(label: str, plain: str) -> StatedStatus | None:
    match = re.fullmatch(r"(是|否|√|✓)[，,、（(]?(.*?)[）)]?", plain)
    if match is None:
        return None
    if match[2]:
        found = stated_status(match[2])
        return found if found and (found.status in FINISHED) == (match[1] != "否") else None
    if match[1] != "否":
        return StatedStatus(Status.DONE, exact=True)
    return None if "销号" in label or "验收" in label else StatedStatus(Status.NOT_DONE, exact=True)


def boxes_in(text: str) -> tuple[tuple[bool, str], ...]:
    """The boxes of *text*, whether each is ticked, and the words beside it; empty where there are fewer than two."""
    if not _ANY_BOX.search(text):  # _BOX_BEHIND would try every place as a beginning
        return ()
    pattern = _BOX if _BOX.match(text) else _BOX_BEHIND
    found = [(a, b) if pattern is _BOX else (b, a) for a, b in pattern.findall(text)]
    return tuple((box in _TICKED, words.strip(" ，,；;、。")) for box, words in found) if len(found) > 1 else ()


def ticked_status(text: str) -> StatedStatus | None:
    """The status whose box alone is ticked: ☑已完成 □正在推进; 已完成 and 长期坚持 ticked together are one status."""
    return together([words for is_ticked, words in boxes_in(text) if is_ticked])


def together(names: list[str]) -> StatedStatus | None:
    """The status that the names of ticked boxes or columns give together; None where they contradict each other."""
    found = [stated_status(name) for name in names]
    if len(found) == 1:
        return found[0]
    if {one.status for one in found if one} == {Status.DONE, Status.LONG_TERM} and None not in found:
        return StatedStatus(Status.DONE_LONG_TERM, exact=True)
    return None


def _opening(said: str) -> int:
    match = _OPENING.match(said)
    return match.end() if match else 0


def names_subject(sentence: str) -> bool:
    """Whether a sentence says of what it states a status: 该问题已完成整改."""
    match = _OPENING.match(sentence.strip())
    return match is not None and _SUBJECT.search(match[0]) is not None


def in_sentence(text: str) -> tuple[StatedStatus, str] | None:
    """The status that a whole sentence of *text* states, and the sentence: the last one counts."""
    found = [
        (one, sentence)
        for sentence in sentences(text)
        if len(sentence) <= _LONGEST and (one := stated_status(sentence))
    ]
    found = [pair for pair in found if pair[1].strip("。；; ") not in ("完成", "到位", "完毕", "办结")]
    return found[-1] if found else None


def in_brackets(text: str) -> StatedStatus | None:
    """The status in brackets at the end of a text: `……不到位（已完成）`."""
    match = re.search(r"[(（\[【]([^()（）\[\]【】]{2,30})[)）\]】][。：:]?$", text.strip())
    return stated_status(_LABEL_BEFORE.sub("", match[1])) if match else None


def of_heading(heading: str) -> StatedStatus | None:
    """The status under which a heading gathers issues: 正在推进整改的问题; not 上轮未整改到位的问题, 按时完成整改任务."""
    match = _HEADING.fullmatch(heading.strip())
    if match is None or (_SLOGAN.match(match[1]) and "的" not in heading):
        return None
    found = stated_status(match[1].removesuffix("的"))
    slogan = re.match(r"按时|按期|如期|全面|确保|推动|抓好", match[1]) is not None
    return None if found is None or slogan else found


def timeframe_of(text: str) -> Timeframe | None:
    """The kind of time limit that a label's text names."""
    return _TIMEFRAMES.get(text.strip("。；; "))


def why_not(sentence: str) -> str:
    """Why a *sentence* that speaks of a status states none, in words; empty where it does not speak of one."""
    if (remark := _REMARK.search(sentence)) and stated_status(_REMARK.sub("", sentence)):
        return f"括号里另有说明（{remark[1]}）"
    if not _SPOKEN.search(sentence) and not _PLAN.search(sentence):
        return ""
    if _PLAN.search(sentence):
        return "说的是打算"
    if re.search(r"(?:完成|到位|整改|办结)(?:之)?后", sentence):
        return "说的是完成以后"
    if _CONTRAST.search(sentence):
        return "同一句里还有没完成的"
    return "说的可能只是一部分" if _PARTIAL.search(sentence) else UNCLEAR


def contradictions(status: Status, text: str) -> Iterator[str]:
    """Words of *text* that say that something is still to come, though *status* counts as finished."""
    if status in FINISHED:
        for match in sorted([*_LATER.finditer(text), *_OPEN.finditer(text)], key=lambda one: one.start()):
            if is_balanced(text[: match.start()], ["《》"]):
                yield match[0]


def still_open(text: str) -> str:
    """Words of *text* that say that part of the problem itself is not done: 其余2台尚未报废; empty if there are none."""
    match = _OPEN.search(text)
    return match[0] if match else ""
