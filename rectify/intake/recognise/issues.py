"""An entry of the outline → an issue: each text to its field, the status only where the source states it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from rectify.field.model import FINISHED, Status, Timeframe
from rectify.intake.recognise.draft import Doubt, Passage, Piece, Used
from rectify.intake.recognise.items import cuts
from rectify.intake.recognise.labels import Label
from rectify.intake.recognise.notice import NoticeLine
from rectify.intake.recognise.outline import Entry, Text
from rectify.intake.recognise.passages import cut, paragraphs, part_of, stripped
from rectify.intake.recognise.statuses import (
    Stated,
    answered,
    contradictions,
    in_brackets,
    in_sentence,
    names_subject,
    of_heading,
    sentences,
    stated,
    timeframe_of,
)
from rectify.intake.recognise.titles import MARKS, title_of, turning_point

_MAX_LINE: Final = 300
_SHORT_STATUS: Final = 30
_STATUS_LIKE: Final = re.compile(r"(?:已|未|尚未|正在|持续|阶段性)[\u4e00-\u9fff]{2,8}(?:销号|完成|成效|到位|推进)?。?")
"""A few words that speak of a status, though of none that we know."""

_FIELDS: Final = {
    Label.PROBLEM: "problem",
    Label.MEASURES: "measures",
    Label.PROGRESS: "progress",
    Label.EFFECT: "progress",
    Label.TARGET: "measures",
}
_KEPT: Final = frozenset({Label.EFFECT, Label.TARGET})
"""Labels whose field has another name: the label stays with its text."""

_LIST: Final = {Label.LEAD: "lead", Label.RESPONSIBLE: "responsible"}


class Read(NamedTuple):
    """What an entry says, before it has a number."""

    title: str
    fields: dict[str, tuple[Passage, ...]]
    status: Status | None
    basis: str
    timeframe: Timeframe | None
    number: str
    category: str
    doubts: tuple[Doubt, ...]
    used: tuple[Used, ...]


@dataclass(slots=True)
class _Reading:
    lines: Sequence[NoticeLine]
    fields: dict[str, list[Passage]] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)
    used: list[Used] = field(default_factory=list)
    states: list[tuple[Stated, str]] = field(default_factory=list)
    timeframe: Timeframe | None = None
    number: str = ""
    category: str = ""
    title: str = ""

    def add(self, name: str, texts: Iterable[Passage]) -> None:
        self.fields.setdefault(name, []).extend(texts)


def read_entry(lines: Sequence[NoticeLine], entry: Entry) -> Read:
    """The fields of an *entry*: which text is the problem, which the measures, and what the status is."""
    reading = _Reading(lines)
    labelled = bool(
        entry.labels()
        - {
            Label.NUMBER,
            Label.CATEGORY,
            Label.LEADER,
            Label.RESPONSIBLE,
            Label.LEAD,
            Label.DUE,
            Label.SUPPORT,
            Label.TARGET,
        }
    )
    for text in entry.texts:
        _read(reading, text, labelled=labelled, concluded=Label.RESULT in entry.labels())
    _title(reading)
    status, basis = _status(reading, entry)
    if status is not None:
        _contradictions(reading, status)
    fields = {name: tuple(texts) for name, texts in reading.fields.items() if texts}
    return Read(
        reading.title,
        fields,
        status,
        basis,
        reading.timeframe,
        reading.number,
        reading.category,
        tuple(reading.doubts),
        tuple(reading.used),
    )


def _read(reading: _Reading, text: Text, *, labelled: bool, concluded: bool) -> None:
    """Put a text where its label says; *concluded* tells that the entry has a result of its own."""
    found = paragraphs(reading.lines, text.tokens)
    label = text.label
    if label is None:
        _unlabelled(reading, found, labelled=labelled)
    elif label is Label.NUMBER:
        reading.number = "".join(one.text for one in found)
        _consume(reading, text, found, "序号")
    elif label is Label.CATEGORY:
        reading.category = "".join(one.text for one in found)
        _consume(reading, text, found, "类别")
    elif label is Label.TITLE:
        reading.title = "".join(one.text for one in found)
        _announce(reading, text)
        reading.add("title", found)
    elif label is Label.RESULT or (label is Label.PROGRESS and not concluded and _is_result(found)):
        _result(reading, text, found)
    elif label in _LIST:
        _announce(reading, text)
        reading.add(_LIST[label], found)
    elif label in _FIELDS and label not in _KEPT:
        _announce(reading, text)
        name = _FIELDS[label]
        reading.add(name, [part for one in found for part in (cut(one) if name != "problem" else [one])])
        if label is Label.PROGRESS:
            _states(reading, found)
    else:
        if label is Label.DUE:
            reading.timeframe = reading.timeframe or timeframe_of("".join(one.text for one in found))
        reading.add(_FIELDS.get(label, "note"), _with_label(reading, text, found))


def _is_result(found: Sequence[Passage]) -> bool:
    if len(found) != 1 or len(found[0].text) > _SHORT_STATUS:
        return False
    return stated(found[0].text) is not None or _STATUS_LIKE.fullmatch(found[0].text) is not None


def _announce(reading: _Reading, text: Text) -> None:
    token = text.announced
    if token is not None and token.end > token.start:
        reading.used.append(Used(Piece(token.line, token.start, token.end), f"标签“{token.name}”"))


def _consume(reading: _Reading, text: Text, found: Sequence[Passage], what: str) -> None:
    _announce(reading, text)
    reading.used.extend(Used(piece, what) for one in found for piece in one.pieces)


def _with_label(reading: _Reading, text: Text, found: Sequence[Passage]) -> list[Passage]:
    """The texts, the label kept before the first: the model has no field of its own for them."""
    token = text.announced
    if token is None or not found:
        _announce(reading, text)
        return list(found)
    first = found[0]
    if token.end == token.start:  # a ledger's header names the label
        return [first._replace(before=f"{token.name}："), *found[1:]]
    if token.line == first.pieces[0].line and not reading.lines[token.line].cells:
        piece = stripped(reading.lines, Piece(token.line, token.start, first.pieces[0].end))
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


def _result(reading: _Reading, text: Text, found: list[Passage]) -> None:
    _announce(reading, text)
    if not found:
        return
    first = found[0]
    name = text.announced.name if text.announced else ""
    said = stated(first.text) or answered(name, first.text)
    if said is not None:
        reading.states.insert(0, (said, f"{name}：{first.text}"))
    else:
        _states(reading, found)
        if (kind := timeframe_of(first.text)) is not None:
            reading.timeframe = kind
    if len(first.text) <= _MAX_LINE and "result" not in reading.fields and (said or len(found) == 1):
        reading.add("result", [first])
        found = found[1:]
    reading.add("progress", [part for one in found for part in cut(one)])


def _states(reading: _Reading, found: Sequence[Passage]) -> None:
    """Statuses that the first or last sentence of a text states of the whole issue."""
    whole = "".join(one.text for one in found)
    counted = bool(cuts(whole)) or len(found) > 1
    said = sentences(whole)
    for place, sentence in enumerate(said):
        if 0 < place < len(said) - 1:
            continue
        one = in_sentence(sentence)
        alone = sentence == found[-1].text or place == 0
        if one is not None and (not counted or alone or names_subject(sentence)):
            reading.states.append((one[0], sentence.strip()))


def _unlabelled(reading: _Reading, found: list[Passage], *, labelled: bool) -> None:
    """What stands before any label: the problem; without labels at all, also what was done."""
    if not found:
        return
    first = found[0]
    if (said := in_brackets(first.text)) is not None:
        reading.states.append((said, first.text[-16:]))
    if labelled:
        reading.add("problem", found)
        return
    place = turning_point(first.text)
    problem, done = part_of(first, 0, place), part_of(first, place, len(first.text))
    rest = [*([done] if done.text else []), *found[1:]]
    reading.add("problem", [problem])
    reading.add("progress", [part for one in rest for part in cut(one)])
    if rest:
        _states(reading, rest)
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
    if len(problem) > 1 and heading.text.rstrip(MARKS) == reading.title:
        reading.fields["problem"] = problem[1:]
        end = part_of(heading, len(reading.title), len(heading.text))
        reading.add("title", [part_of(heading, 0, len(reading.title))])
        reading.used.extend(Used(piece, "标题后面的标点") for piece in end.pieces)


def _status(reading: _Reading, entry: Entry) -> tuple[Status | None, str]:
    """The status that the source states: beside a label first, then in a sentence, then in a heading."""
    states = list(reading.states)
    for heading in reversed(entry.path):
        text = "".join(reading.lines[t.line].text[t.start : t.end] for t in heading.tokens if t.kind != "mark")
        if (said := of_heading(text)) is not None:
            states.append((said, f"标题“{text.strip()}”"))
            break
    line = _first_line(entry)
    if not states:
        return None, ""
    (first, basis), *others = states
    if any((one.status in FINISHED) != (first.status in FINISHED) for one, _ in others):
        told = "；".join(dict.fromkeys(basis for _, basis in states))
        reading.doubts.append(Doubt("I103", line, f"整改状态前后说法不一：{told}", "核对以后自己填 status"))
        return None, ""
    if not first.exact:
        message = f"原文“{basis[-40:]}”没有完全对应的状态，写成了“{first.status.value}”"
        reading.doubts.append(Doubt("I102", line, message, "看一看 status 合不合适"))
    return first.status, basis


def _first_line(entry: Entry) -> int:
    if entry.mark is not None:
        return entry.mark.line
    return next(
        (t.line for one in entry.texts for t in (*((one.announced,) if one.announced else ()), *one.tokens)), -1
    )


def _contradictions(reading: _Reading, status: Status) -> None:
    told = [
        (passage.pieces[0].line, words[:24])
        for name in ("progress", "result")
        for passage in reading.fields.get(name, ())
        for words in contradictions(status, passage.text)
    ]
    if told:
        words = "”“".join(dict.fromkeys(words for _, words in told[:4]))
        message = f"状态是“{status.value}”，正文却说“{words}”"
        reading.doubts.append(Doubt("I104", told[0][0], message, "核对 status；原文如此的，不用改"))
