"""The totals that a notice claims of all its issues: problems fed back, what they were divided into, what is not finished.

A number counts what its noun says: 9个问题 are problems; 31条措施, 12项任务 and 三个方面 are something else. A number
without a noun (细化为10个) counts problems.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

from rectify.intake.recognise.draft import Fact, Quotation
from rectify.intake.recognise.numbering import fold, value_of

_NUMBER: Final = r"(?<![\d.第一二三四五六七八九十百])(\d{1,4}|[一二三四五六七八九十百]{1,5})"
_COUNT: Final = re.compile(rf"(?<!其余|其中|其他|剩余|另有|还有|尚有){_NUMBER}(?:大项|[个项条])")
_BEHIND: Final = re.compile(
    r"(?:具体|主要|突出|重点|反馈|巡[察视]|审计|督察|整改|细化|的)*(?:(?P<problems>问题)|意见|不足|(?P<tasks>任务))"
    r"|(?P<bare>(?![\u4e00-\u9fff])|(?=细化|分解|均|都|已|仍|尚|还|正|未|全))"
)
_BEFORE: Final = re.compile(
    r"(?:(?P<tasks>任务)|事项|措施|举措|方面|(?<!意见)建议|线索|办法|制度)(?:共计?|有|了|为)?\Z"
)
_RAISED, _DIVIDED = "反馈|提出|指出|发现|查出|移交", "细化|分解|梳理|归纳|拆分"
_VERB: Final = re.compile(
    rf"(?:(?P<raised>{_RAISED})|(?P<divided>{_DIVIDED}))(?:(?!{_RAISED}|{_DIVIDED})[^。；;，,]){{0,24}}\Z"
)
_UNFINISHED: Final = (
    re.compile(rf"除“[^”]+”(?:等|这)?{_NUMBER}[个项条]?(?:问题)?[^。]{{0,20}}外[,，]其余"),
    re.compile(rf"{_NUMBER}[个项条](?:具体)?(?:问题)?[仍尚还]?(?:正在|未|没有|持续)(?:推进|整改|完成|进行)"),
    re.compile(
        rf"(?:正在|未|尚未|持续)(?:推进|整改|完成)(?:整改)?的?(?:问题)?有?{_NUMBER}[个项条](?!\S{{0,4}}(?:措施|举措|任务))"
    ),
)
_OF_A_PART: Final = re.compile(r"[本该这此](?:个|一|项)?(?:方面|部分|类|大类)")


class _Total(NamedTuple):
    """A number of problems or tasks: what the verb before it says of them, and whether 问题 stands behind it."""

    value: int
    is_tasks: bool
    verb: str  # raised, divided, or none
    is_named: bool


def claims_in(said: Iterable[Quotation], found: int) -> Iterator[tuple[str, Fact]]:
    """The totals that the sentences *said* claim for all issues, not for a part of them, by the round's fields.

    Tasks count as issues where no problems are counted, or as many issues as tasks were *found*.
    """
    whole = [(fold(one.text), one.line) for one in said if not _OF_A_PART.search(one.text)]
    totals = [(total, line) for text, line in whole for total in _totals(text)]

    def first(is_meant: Callable[[_Total], bool]) -> Fact | None:
        return next((Fact(str(total.value), line) for total, line in totals if is_meant(total)), None)

    raised = first(lambda one: one.verb == "raised" and not one.is_tasks)
    raised = raised or first(lambda one: one.verb == "" and one.is_named)
    divided = first(lambda one: one.verb == "divided" and not one.is_tasks)
    tasks = first(lambda one: one.verb == "divided" and one.is_tasks)
    if divided is None and tasks and (raised is None or tasks.value == str(found)):
        divided = tasks
    left = (
        Fact(str(value_of(match[1])), line)
        for pattern in _UNFINISHED
        for text, line in whole
        if (match := pattern.search(text))
    )
    claims = {"problems": raised, "issues": divided, "unfinished": next(left, None)}
    yield from ((f"claims.{name}", fact) for name, fact in claims.items() if fact)


def _totals(text: str) -> Iterator[_Total]:
    for match in _COUNT.finditer(text):
        behind, before = _BEHIND.match(text, match.end()), _BEFORE.search(text[: match.start()])
        is_bare = behind is not None and behind["bare"] is not None
        if behind is None or (is_bare and before and not before["tasks"]):
            continue
        verb = _VERB.search(text[: match.start()])
        is_tasks = bool(behind["tasks"] or (is_bare and before))
        yield _Total(value_of(match[1]), is_tasks, verb.lastgroup or "" if verb else "", bool(behind["problems"]))
