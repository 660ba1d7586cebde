"""What a source says of an issue's status, claim by claim, and which of it is believed.

A status is written only with its sentence. What a label or a ticked column says counts most; a sentence counts if it
speaks of the whole issue; a heading counts if nothing in the issue speaks against it. Plans, conditions, parts and
contrasts are quoted in a doubt instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from rectify.extract.dates import DateKind, dates_in
from rectify.field.model import FINISHED, Status
from rectify.ground.dates import PartialDate
from rectify.intake.recognise.draft import Doubt, Quotation
from rectify.intake.recognise.quotes import sentences
from rectify.intake.recognise.statuses import (
    StatedStatus,
    contradictions,
    in_sentence,
    names_subject,
    stated_status,
    still_open,
    why_not,
)

LABEL: Final = 3
SENTENCE: Final = 2
HEADING: Final = 1
"""How much a claim counts, by where it stands."""
_SHOWN: Final = 60
_CLAUSE: Final = 30
_OF_SEVERAL: Final = re.compile(r"(?:以上|上述)[^。]{0,12}(?:均|都|全部)|除[^。]{2,80}外[,，]?(?:其余|其他|其它)")
_WHOLE: Final = tuple(
    "已完成整改 已整改完成 已整改到位 已整改完毕 整改已完成 正在推进整改 正在整改 尚未完成整改".split()
)


class Claim(NamedTuple):
    """A status that the source states, in these words, at this line, and how much that counts."""

    status: Status
    exact: bool
    words: str
    line: int
    weight: int


class Remark(NamedTuple):
    """Words of the source that speak of a status without stating one, and why they do not."""

    words: str
    line: int
    reason: str


class Evidence(NamedTuple):
    """All that an issue's texts say of its status, and the line where the issue begins."""

    claims: tuple[Claim, ...]
    remarks: tuple[Remark, ...]
    said: tuple[Quotation, ...]
    line: int


class Verdict(NamedTuple):
    """The status that is believed, its words and line, or none; and what a person should look at."""

    status: Status | None
    basis: str
    line: int
    doubts: tuple[Doubt, ...]
    withheld: str
    """Why the source's words gave no status; empty if it says none."""


def claims_in(texts: Sequence[Quotation]) -> Iterator[Claim | Remark]:
    """What the sentences of a field's *texts* say of the whole issue's status, and what only sounds like it."""
    said = [(sentence, one.line) for one in texts for sentence in sentences(one.text)]
    last = len(said) - 1
    counted = len(texts) > 1
    for place, (sentence, line) in enumerate(said):
        plain = sentence.strip(" 。；;！!")
        if _OF_SEVERAL.match(plain):
            continue
        found = in_sentence(sentence)
        alone = "整改" in plain and found is not None and found[0].exact
        edge = place in (0, last) and (not counted or place == 0 or alone or sentence in (texts[-1].text, ""))
        if found is not None and (edge or names_subject(sentence)):
            yield Claim(found[0].status, found[0].exact, sentence.strip(), line, SENTENCE)
        elif (clause := _last_clause(plain)) is not None and (names_subject(clause) or place == last):
            whole = stated_status(clause)
            if whole is not None and (names_subject(clause) or (_speaks_of_whole(clause, whole) and not counted)):
                yield Claim(whole.status, whole.exact, sentence.strip(), line, SENTENCE)
            elif reason := why_not(sentence):
                yield Remark(sentence.strip(), line, reason)
        elif reason := why_not(sentence):
            yield Remark(sentence.strip(), line, reason)


def _speaks_of_whole(clause: str, found: StatedStatus) -> bool:
    """Whether a clause without a subject hardly means a part: it says 整改, and does not say too much."""
    return clause in _WHOLE or ("整改" in clause and found.exact and found.status not in FINISHED)


def _last_clause(plain: str) -> str | None:
    before, comma, clause = plain.replace(",", "，").rpartition("，")
    return clause if comma and before and len(clause) <= _CLAUSE else None


def judge(evidence: Evidence, collective: Sequence[Claim], day: PartialDate | None) -> Verdict:
    """The status of an issue by its own *evidence* and what is said of several issues, in a notice of that *day*."""
    claims = [*evidence.claims, *(() if evidence.claims else collective)]
    if not claims:
        return _silent(evidence.remarks, evidence.line)
    ordered = sorted(claims, key=lambda one: -one.weight)
    first = ordered[0]
    against = [one for one in ordered if (one.status in FINISHED) != (first.status in FINISHED)]
    if against:
        told = "；".join(dict.fromkeys(one.words for one in claims))
        return _withheld("I103", first.line, f"整改状态前后说法不一：{told}", "核对以后自己填 status")
    doubts = []
    if first.status in FINISHED:
        texts = evidence.said
        open_ = [
            Quotation(words, one.line) for one in texts if (words := still_open(one.text) or _plan_after(one.text, day))
        ]
        later = [Quotation(words, one.line) for one in texts for words in contradictions(first.status, one.text)]
        quoted = "”“".join(dict.fromkeys(one.text[:24] for one in (*open_, *later)[:4]))
        kept = first.status is Status.MOSTLY_DONE and first.weight == LABEL
        if not kept and (open_ or (later and first.weight < LABEL)):
            message = f"原文写了“{first.words[-_SHOWN:]}”，正文又说“{quoted}”，没有采信"
            return _withheld("I116", (*open_, *later)[0].line, message, "核实以后自己填 status")
        if later or open_:
            message = f"状态是“{first.status.value}”，正文却说“{quoted}”"
            doubts.append(Doubt("I104", (*open_, *later)[0].line, message, "核对 status；原文如此的，不用改"))
    if not first.exact:
        message = f"原文“{first.words[-_SHOWN:]}”没有完全对应的状态，写成了“{first.status.value}”"
        doubts.insert(0, Doubt("I102", first.line, message, "看一看 status 合不合适"))
    return Verdict(first.status, first.words, first.line, tuple(doubts), "")


def _silent(remarks: Sequence[Remark], line: int) -> Verdict:
    if not remarks:
        told = Doubt("I101", line, "原文没有说明整改状态，status 空着", "向承办部门核实以后填上")
        return Verdict(None, "", -1, (told,), "")
    one = next((one for one in reversed(remarks) if one.reason != "说的可能只是一部分"), remarks[-1])
    message = f"原文写了“{one.words[-_SHOWN:]}”，{one.reason}，没有采信"
    return _withheld("I116", one.line, message, "核实以后自己填 status")


def _withheld(code: str, line: int, message: str, remedy: str) -> Verdict:
    return Verdict(None, "", -1, (Doubt(code, line, f"{message}，status 空着", remedy),), message)


def _plan_after(text: str, day: PartialDate | None) -> str:
    """Words of *text* that plan something for a time after *day*; empty if there are none, or no day is known."""
    if day is None:
        return ""
    for sentence in sentences(text):
        for date in dates_in(sentence, year=day.year):
            ahead = date.kind is DateKind.UNTIL or "前" in sentence[date.place.end : date.place.end + 2]
            if ahead and date.first is not None and not date.fault and day.surely_before(date.first):
                return sentence[date.place.start :].strip()
    return ""


def as_claim(found: StatedStatus, words: str, line: int, weight: int) -> Claim:
    """The claim that a status found in these words makes."""
    return Claim(found.status, found.exact, words, line, weight)
