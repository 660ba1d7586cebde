"""An entry of the outline → an issue: each text to its field, the status with the sentence that states it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Final, NamedTuple

from rectify.field.life import MAX_PARTICULAR
from rectify.field.model import Timeframe
from rectify.field.words import MAX_LINE
from rectify.intake.recognise.claims import HEADING, LABEL, SENTENCE, Claim, Evidence, Remark, as_claim, claims_in
from rectify.intake.recognise.deadlines import doubts_of, move_of_label, moves_in, settle
from rectify.intake.recognise.draft import Doubt, Move, NoticeLine, Passage, Piece, Quotation, UsedSpan
from rectify.intake.recognise.labels import Label
from rectify.intake.recognise.outline import Entry, Text
from rectify.intake.recognise.passages import cut, paragraphs, part_of, strip, without_numbers
from rectify.intake.recognise.round_facts import only_date
from rectify.intake.recognise.statuses import (
    UNCLEAR,
    answered_status,
    boxes_in,
    in_brackets,
    of_heading,
    stated_status,
    timeframe_of,
    together,
    why_not,
)
from rectify.intake.recognise.titles import MARKS, acts_at, title_of, turning_point

_MAX_LINE: Final = 300
_SHORT: Final = 30
_FIELDS: Final = {
    Label.PROBLEM: "problem",
    Label.MEASURES: "measures",
    Label.PROGRESS: "progress",
    Label.EFFECT: "progress",
    Label.TARGET: "goal",
    Label.DUE: "due",
    Label.LEADER: "accountable",
    Label.ACCEPTED: "accepted",
    Label.EVIDENCE: "evidence",
}
_NOTHING: Final = re.compile(r"[/／—–-]{1,4}")
_TO_COME: Final = re.compile("前|底|拟|计划|预计")
_LISTED: Final = frozenset({"measures", "progress"})
_NO_SENTENCES: Final = frozenset({"due", "accountable"})
"""Fields whose text is a day or a name: the stop behind it is the line's."""
_STOP: Final = re.compile(r"[^。；;]+([。；;])\Z")
_NAMES: Final = {Label.LEAD: "lead", Label.RESPONSIBLE: "responsible"}
_TOLD: Final = frozenset({Label.NEXT, Label.REASON, Label.REMARK, Label.ACCEPTED})
"""Labels whose texts may say that something is still open."""
_DUTIES: Final = frozenset(
    {
        Label.NUMBER,
        Label.CATEGORY,
        Label.LEADER,
        Label.RESPONSIBLE,
        Label.LEAD,
        Label.DUE,
        Label.MOVED,
        Label.SUPPORT,
        Label.TARGET,
        Label.EVIDENCE,
    }
)


class Read(NamedTuple):
    """What an entry says, before it has a number."""

    title: str
    fields: dict[str, tuple[Passage, ...]]
    evidence: Evidence
    timeframe: Timeframe | None
    number: str
    category: str
    doubts: tuple[Doubt, ...]
    used: tuple[UsedSpan, ...]
    moves: tuple[Move, ...] = ()


@dataclass(slots=True)
class _Reading:
    lines: Sequence[NoticeLine]
    fields: dict[str, list[Passage]] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)
    used: list[UsedSpan] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    said: list[Quotation] = field(default_factory=list)
    ticks: list[Quotation] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)  # of the labels of who accepted, and when
    timeframe: Timeframe | None = None
    effect: Text | None = None
    """The text under 整改成效, where it is the result: one, and short enough for a line."""
    number: str = ""
    category: str = ""
    title: str = ""

    def add(self, name: str, texts: Iterable[Passage]) -> None:
        self.fields.setdefault(name, []).extend(texts)

    def hear(self, found: Iterable[Claim | Remark]) -> None:
        for one in found:
            if isinstance(one, Claim):
                self.claims.append(one)
            else:
                self.remarks.append(one)


def read_entry(lines: Sequence[NoticeLine], entry: Entry) -> Read:
    """The fields of an *entry*: which text is the problem, which the measures, and what is said of the status."""
    reading = _Reading(lines)
    labelled = bool(entry.labels() - _DUTIES - {Label.RESULT, Label.TICK})
    only_effect = Label.PROGRESS not in entry.labels()
    reading.effect = _effect(lines, entry)
    for text in entry.texts:
        is_progress = text.label is Label.EFFECT and only_effect and text is not reading.effect
        told = text._replace(label=Label.PROGRESS) if is_progress else text
        _read(reading, told, labelled=labelled, concluded=Label.RESULT in entry.labels())
    _without_result(reading)
    _add_moves(reading)
    _title(reading)
    _tick_claims(reading)
    _heading_claim(reading, entry)
    return Read(
        reading.title,
        {name: tuple(texts) for name, texts in reading.fields.items() if texts},
        Evidence(tuple(reading.claims), tuple(reading.remarks), tuple(reading.said), first_line(entry)),
        reading.timeframe,
        reading.number,
        reading.category,
        tuple(reading.doubts),
        tuple(reading.used),
        tuple(reading.moves),
    )


def _effect(lines: Sequence[NoticeLine], entry: Entry) -> Text | None:
    """The text of an entry that says what came of it, if that is one text and no list, and no other tells the result."""
    effects = [one for one in entry.texts if one.label is Label.EFFECT]
    results = [paragraphs(lines, one.tokens) for one in entry.texts if one.label is Label.RESULT]
    if len(effects) != 1 or any(not _is_result(one) for one in results):
        return None
    found = paragraphs(lines, effects[0].tokens)
    is_line = len(found) == 1 and len(found[0].text) <= _MAX_LINE and len(cut(found[0])) == 1
    return effects[0] if is_line else None


def _read(reading: _Reading, text: Text, *, labelled: bool, concluded: bool) -> None:
    """Put a text where its label says; *concluded* tells that the entry has a result of its own."""
    found = paragraphs(reading.lines, text.tokens)
    label = text.label
    name = _FIELDS.get(label, "note") if label else ""
    if label is None:
        _add_unlabelled(reading, found, labelled=labelled)
    elif label is Label.NUMBER:
        reading.number = "".join(one.text for one in found)
        _consume(reading, text, found, "序号")
    elif label is Label.CATEGORY:
        reading.category = "".join(one.text for one in found)
        _consume(reading, text, found, "类别")
    elif label is Label.TITLE:
        reading.title = "".join(one.text for one in found).rstrip("。；;")
        _announce(reading, text)
        reading.add("title", found)
    elif label is Label.TICK:
        _add_tick(reading, text, found)
    elif label is Label.RESULT or text is reading.effect or (not concluded and _is_status(label, found)):
        _result(reading, text, found)
    elif label in _NAMES:
        _announce(reading, text)
        reading.add(_NAMES[label], found)
    elif name == "problem" or (name in _LISTED and label is not Label.EFFECT):
        _announce(reading, text)
        parts = _items(reading, found) if name in _LISTED else found
        if label is Label.PROGRESS and parts:
            parts[-1] = _strip_brackets(reading, parts[-1], SENTENCE)
            _progress(reading, parts)
        reading.add(name, parts)
    else:
        _further(reading, text, found, name)


def _items(reading: _Reading, found: Iterable[Passage]) -> list[Passage]:
    """The items of a list, without the numbers that they bear in the source."""
    items, numbers = without_numbers([part for one in found for part in cut(one)])
    reading.used.extend(UsedSpan(piece, "编号，网页自己会编") for piece in numbers)
    return items


def _further(reading: _Reading, text: Text, found: list[Passage], name: str) -> None:
    """Texts that keep their label, unless the model has a field for them alone."""
    if text.label is Label.MOVED and _new_deadline(reading, text, found):
        return
    said = found[0].text if len(found) == 1 else ""
    if _NOTHING.fullmatch(said) or (name == "evidence" and said in ("无", "暂无")):
        _consume(reading, text, found, "没有填的一格")
        return
    if text.label is Label.DUE:
        reading.timeframe = reading.timeframe or timeframe_of("".join(one.text for one in found))
    if text.label in _TOLD or text.label is Label.EFFECT:
        _progress(reading, found)
    longest = MAX_LINE if name == "evidence" else MAX_PARTICULAR
    size = sum(len(one.text) + 1 for one in (*reading.fields.get(name, ()), *found))
    if text.label is Label.EFFECT or name == "note" or size > longest:
        reading.add("progress" if text.label is Label.EFFECT else "note", _with_label(reading, text, found))
        return
    _announce(reading, text)
    if name == "accepted":
        _add_acceptance(reading, text, found)
    else:
        reading.add(name, [_without_stop(reading, one) for one in found] if name in _NO_SENTENCES else found)


def _without_stop(reading: _Reading, passage: Passage) -> Passage:
    """The text without the stop at its end, which says nothing of a day or a name."""
    if (match := _STOP.match(passage.text)) is None:
        return passage
    stop = part_of(passage, match.start(1), match.end(1))
    reading.used.extend(UsedSpan(piece, "后面的标点") for piece in stop.pieces)
    return part_of(passage, 0, match.start(1))


def _new_deadline(reading: _Reading, text: Text, found: Sequence[Passage]) -> bool:
    """Whether a text under a label like 延期至 is the new deadline; then it stands behind the one before."""
    move = move_of_label(found, text.announced.name if text.announced else "")
    if move is None:
        return False
    _announce(reading, text)
    reading.moves.append(move)
    before = "，调整至" if "due" in reading.fields else ""
    reading.add("due", [_without_stop(reading, one)._replace(before=before) for one in found])
    return True


def _add_acceptance(reading: _Reading, text: Text, found: Sequence[Passage]) -> None:
    """Where a text on the acceptance goes: who accepted, on which day, or with what result; a day to come is none yet."""
    name = text.announced.name if text.announced else ""
    is_who, is_when = name.endswith(("单位", "人")), name.endswith(("时间", "日期"))
    is_how = name.endswith(("方式", "方法"))
    is_day = len(found) == 1 and only_date(found[0].text) is not None and not _TO_COME.search(found[0].text)
    part = (
        "accepted.by" if is_who else "accepted.how" if is_how else "accepted.date" if is_when and is_day else "accepted"
    )
    if part == "accepted":
        reading.add(part, [one._replace(before=f"{name}：") for one in found] if is_when else found)
    else:
        reading.names[part] = name
        reading.add(part, found)


def _without_result(reading: _Reading) -> None:
    """An acceptance needs a result: where there is none, who accepted and when stand for it, with their labels."""
    fields = reading.fields
    if "accepted" not in fields:
        parts = [
            one._replace(before=f"{reading.names[part]}：")
            for part in ("accepted.by", "accepted.date", "accepted.how")
            for one in fields.pop(part, [])
        ]
        if parts:
            fields["accepted"] = parts


def _add_moves(reading: _Reading) -> None:
    """The deadline in force, where the texts say that it was moved, beside the days from which and to which."""
    due = reading.fields.get("due", [])
    told = [one for name in ("progress", "result", "note") for one in reading.fields.get(name, ()) if one.pieces]
    year = next((day.year for one in due if (day := only_date(one.text))), 0)
    moves = [*(one for text in due if text.pieces for one in moves_in(text, is_deadline=True)), *reading.moves]
    moves += [one for text in told for one in moves_in(text, year)]
    if moves:
        reading.fields["due"], reading.moves = settle(due, moves)
        reading.doubts.extend(doubts_of(reading.moves))


def _is_status(label: Label, found: Sequence[Passage]) -> bool:
    return label is Label.PROGRESS and _is_result(found)


def _is_result(found: Sequence[Passage]) -> bool:
    return len(found) == 1 and len(found[0].text) <= _SHORT and stated_status(found[0].text) is not None


def _announce(reading: _Reading, text: Text) -> None:
    token = text.announced
    if token is not None and token.end > token.start:
        reading.used.append(UsedSpan(Piece(token.line, token.start, token.end), f"标签“{token.name}”"))


def _consume(reading: _Reading, text: Text, found: list[Passage], what: str) -> None:
    _announce(reading, text)
    reading.used.extend(UsedSpan(piece, what) for one in found for piece in one.pieces)


def _with_label(reading: _Reading, text: Text, found: list[Passage]) -> list[Passage]:
    """The text with its label before it, for fields that other texts share."""
    token = text.announced
    if token is None or not found:
        _announce(reading, text)
        return found
    first = found[0]
    if token.end == token.start:
        return [first._replace(before=f"{token.name}："), *found[1:]]
    if token.line == first.pieces[0].line and not reading.lines[token.line].cells:
        piece = strip(reading.lines, Piece(token.line, token.start, first.pieces[0].end))
        whole = reading.lines[token.line].text[piece.start : piece.end]
        return [
            Passage(
                whole + first.text[piece.end - first.pieces[0].start :] if len(first.pieces) > 1 else whole,
                (piece, *first.pieces[1:]),
            ),
            *found[1:],
        ]
    _announce(reading, text)
    return [first._replace(before=f"{token.name}："), *found[1:]]


def _add_tick(reading: _Reading, text: Text, found: list[Passage]) -> None:
    """A column that stands for a status: its tick is the status, and no text."""
    name = text.announced.name if text.announced else ""
    if found:
        reading.ticks.append(Quotation(name, found[0].pieces[0].line))
    _consume(reading, text, found, f"“{name}”一列的勾")


def _tick_claims(reading: _Reading) -> None:
    """What the ticked columns state together, or each, where they contradict each other."""
    whole = together([one.text for one in reading.ticks])
    for name, line in reading.ticks:
        state = whole or stated_status(name)
        if state is not None:
            reading.claims.append(as_claim(state, f"“{name}”一列打了勾", line, LABEL))


def _result(reading: _Reading, text: Text, found: list[Passage]) -> None:
    _announce(reading, text)
    if not found or text is reading.effect:
        _add_effect(reading, found)
        return
    first = found[0]
    name = text.announced.name if text.announced else ""
    line = first.pieces[0].line
    state = answered_status(name, first.text)
    if state is not None:
        reading.claims.append(as_claim(state, f"{name}：{first.text}", line, LABEL))
    else:
        before = len(reading.claims)
        _progress(reading, found)
        if len(reading.claims) == before and len(first.text) <= _SHORT:
            reading.remarks.append(Remark(f"{name}：{first.text}", line, _why_no_status(first.text)))
        if (kind := timeframe_of(first.text)) is not None:
            reading.timeframe = kind
    if boxes := boxes_in(first.text):
        if not any(is_ticked for is_ticked, _ in boxes):
            reading.remarks.append(Remark(f"{name}：{first.text}", line, "一个也没有勾"))
        reading.used.extend(UsedSpan(piece, "勾选的状态") for piece in first.pieces)
        found = found[1:]
    elif same := _same_as(reading, first, is_status=state is not None):
        reading.used.extend(UsedSpan(piece, same) for piece in first.pieces)
        found = found[1:]
    elif "result" in reading.fields and len(found) == 1 and len(first.text) <= _SHORT:
        is_acceptance = "销号" in name
        reading.add(*(("accepted", [first]) if is_acceptance else ("note", [first._replace(before=f"{name}：")])))
        found = []
    elif len(first.text) <= _MAX_LINE and "result" not in reading.fields and (state or len(found) == 1):
        reading.add("result", [first])
        found = found[1:]
    reading.add("progress", _items(reading, found))


def _add_effect(reading: _Reading, found: list[Passage]) -> None:
    """What came of it is the result, without a status in brackets behind it."""
    if found:
        effect = [_strip_brackets(reading, found[0], SENTENCE)]
        _progress(reading, effect)
        reading.add("result", effect)


def _same_as(reading: _Reading, passage: Passage, *, is_status: bool) -> str:
    """What says the same as the *passage* under a label of results already; empty if nothing does."""
    if is_status and reading.effect:
        return "整改状态"
    is_said = any(passage.text == one.text for one in reading.fields.get("result", ()))
    return "与上面相同的状态" if is_said else ""


def _why_no_status(text: str) -> str:
    """Why what stands beside a label that asks for a status gives none."""
    reason = why_not(text)
    return reason if reason and reason != UNCLEAR else "对不上任何一种状态"


def _progress(reading: _Reading, found: Sequence[Passage]) -> None:
    """What a text tells of the status, and of what is still open."""
    texts = [Quotation(one.text, one.pieces[0].line) for one in found if one.pieces]
    reading.said.extend(texts)
    if not texts:
        return
    reading.hear(claims_in(texts))


def _strip_brackets(reading: _Reading, passage: Passage, weight: int) -> Passage:
    """A text without the brackets at its end, if they speak of the status; what they say is heard."""
    match = re.search(r"[(（\[【]([^()（）\[\]【】]{2,30})[)）\]】][。：:]?\Z", passage.text)
    state = in_brackets(passage.text)
    if match is None or not match.start() or not (state or why_not(match[1])):
        return passage
    line = passage.pieces[-1].line
    reading.hear([as_claim(state, match[0], line, weight) if state else Remark(match[0], line, why_not(match[1]))])
    reading.used.extend(
        UsedSpan(piece, "括号里的状态") for piece in part_of(passage, match.start(), len(passage.text)).pieces
    )
    return part_of(passage, 0, match.start())


def _add_unlabelled(reading: _Reading, found: list[Passage], *, labelled: bool) -> None:
    """What stands before any label: the problem; without labels at all, also what was done."""
    if not found:
        return
    first = _strip_brackets(reading, found[0], LABEL)
    found = [first, *found[1:]]
    if labelled:
        reading.add("problem", found)
        return
    if len(found) > 1 and first.text.rstrip(MARKS) == title_of(first.text) and acts_at(found[1].text):
        reading.add("problem", [first])
        first, found = found[1], found[1:]
    place = turning_point(first.text)
    problem, done = part_of(first, 0, place), part_of(first, place, len(first.text))
    rest = [*([done] if done.text else []), *found[1:]]
    reading.add("problem", [problem])
    parts = _items(reading, rest)
    reading.add("progress", parts)
    if rest:
        _progress(reading, parts)
    else:
        message = "只有一段话，分不出问题和整改情况，整段放进了 problem"
        reading.doubts.append(Doubt("I112", first.pieces[0].line, message, "看一看，该放进 progress 的移过去"))


def _title(reading: _Reading) -> None:
    """A title in the source's own words: the quoted problem, or the first sentence, cut at a mark where it is long."""
    problem = reading.fields.get("problem", [])
    if reading.title:
        return
    if not problem:
        other = next((texts[0] for texts in reading.fields.values() if texts), None)
        reading.title = title_of(other.text) if other else ""
        return
    heading = problem[0]
    reading.title = title_of(heading.text)
    behind = heading.text[len(reading.title) :].strip(MARKS) if heading.text.startswith(reading.title) else "?"
    if len(problem) > 1 and (not behind or re.fullmatch(r"[(（][^()（）]*[)）]", behind)):
        reading.fields["problem"] = problem[1:]
        end = part_of(heading, len(reading.title), len(heading.text))
        reading.add("title", [part_of(heading, 0, len(reading.title))])
        if behind:
            reading.add("note", [end])
        else:
            reading.used.extend(UsedSpan(piece, "标题后面的标点") for piece in end.pieces)


def _heading_claim(reading: _Reading, entry: Entry) -> None:
    """The status under which a heading gathers its issues."""
    for heading in reversed(entry.path):
        text = "".join(reading.lines[t.line].text[t.start : t.end] for t in heading.tokens if t.kind != "mark").strip()
        if (state := of_heading(text) or in_brackets(text)) is not None:
            reading.claims.append(as_claim(state, f"标题“{text}”", heading.tokens[0].line, HEADING))
            return
        if reason := why_not(text):
            reading.remarks.append(Remark(text, heading.tokens[0].line, reason))


def first_line(entry: Entry) -> int:
    """The line with which an entry begins, or -1."""
    if entry.mark is not None:
        return entry.mark.line
    tokens = chain.from_iterable((*((one.announced,) if one.announced else ()), *one.tokens) for one in entry.texts)
    return next((token.line for token in tokens), -1)
