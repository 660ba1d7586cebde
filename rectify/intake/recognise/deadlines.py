"""Deadlines that were moved, as notices tell of it: 完成时限由2025年6月底调整至9月底.

The day before, the day after, when it was moved and why are taken where the words say them, and are never worked out.
What was only asked for (申请延期至…) moved nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from rectify.extract.sentences import SENTENCE_END, end_of, start_of
from rectify.ground.dates import PartialDate
from rectify.intake.recognise.draft import Doubt, Move, Passage, Piece
from rectify.intake.recognise.round_facts import only_date

_DAY: Final = (
    r"(?:\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?|\d{1,2}月(?:\d{1,2}日)?|\d{4}[-./]\d{1,2}(?:[-./]\d{1,2})?)"
    r"(?:年?[底末]|[上中下]旬)?(?:之前|以前|前)?"
)
_VERB: Final = "(?:调整|延期|延长|推迟|顺延|变更|延迟|延后|展期|更改|修改)"
_MOVED: Final = re.compile(
    rf"(?:(?:由|从|原定于?)(?:的|原来的|原定的?)?(?P<before>{_DAY})(?:完成)?[，,]?)?"
    rf"(?P<words>{_VERB}(?:整改|完成|销号)?(?:至|到|为)(?P<to>{_DAY}))"
)
_FIRST: Final = re.compile(_DAY)
_DEADLINE: Final = re.compile("时限|期限|时间节点|(?:完成|整改|销号|办结)(?:时间|日期)")
_THEN: Final = re.compile("(?:完成|整改|销号|办结)")
_ONLY_ASKED: Final = re.compile("(?:申请|拟|计划|建议|请求|请示|提请|报请|准备|争取|可以?|能否)[^，。；]{0,12}\\Z")
_GRANTED: Final = re.compile("批准|同意|批复|审定")
_REASON: Final = re.compile("(?:因(?!此)|由于|鉴于)([^。；]{2,80}?)[，,]")
_DECIDED: Final = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日[，,]?[^。；]{0,30}?(?:批准|同意|审定|研究|批复)")


def moves_in(passage: Passage, year: int = 0, *, is_deadline: bool = False) -> Iterator[Move]:
    """The moves that a text tells of, in its order; *year* is that of the deadline before, for days without a year.

    A text that *is_deadline* stands under the label of one, and may begin with the day before.
    """
    text = passage.text
    first = _FIRST.match(text) if is_deadline else None
    for match in _MOVED.finditer(text):
        start, end = start_of(text, match.start(), SENTENCE_END), end_of(text, match.end(), SENTENCE_END)
        before, sentence = text[start : match.start()], text[start:end]
        is_told = is_deadline or _DEADLINE.search(before) or (not match["before"] and _THEN.match(text, match.end()))
        if not is_told:
            continue
        if _ONLY_ASKED.search(before) and not _GRANTED.search(before):
            continue
        old = _day(match["before"] or (first[0] if first and first.end() <= match.start() else ""), year)
        to = _day(match["to"], old.year if old else year)
        if to is not None and to != old:
            yield Move(old, to, _day_before(before), _reason(before), passage.pieces[0].line, match["words"], sentence)


def move_of_label(texts: Sequence[Passage], name: str) -> Move | None:
    """The move that a label such as 延期至 tells of: its text is the day; None where it is no day."""
    day = only_date(texts[0].text) if len(texts) == 1 else None
    line, words = (texts[0].pieces[0].line, texts[0].text) if day else (-1, "")
    return Move(None, day, None, "", line, words, f"{name}：{words}") if day else None


def settle(due: Sequence[Passage], moves: Sequence[Move]) -> tuple[list[Passage], list[Move]]:
    """The deadline in force in the source's words, and its *moves*, each from the day before; one told twice counts once.

    *due* is what the source says of the deadline under its own label.
    """
    written = only_date(due[0].text) if due else None
    made: list[Move] = []
    for one in moves:
        if any(one.to == other.to for other in made):
            continue
        before = one.before or (made[-1].to if made else written)
        made.append(one._replace(before=before if before != one.to else None))
    now = made[-1]
    if written == now.to or any(now.words in passage.text for passage in due):
        return list(due), made
    words = f"，{now.words}" if due else str(now.to)
    nothing_more = Piece(now.line, 0, 0)  # the words stay where they stand
    return [*due, Passage("", (nothing_more,), words)], made


def doubts_of(moves: Sequence[Move]) -> Iterator[Doubt]:
    """What a person has to look at: the words, and what they leave open."""
    for one in moves:
        lacking = [
            word
            for word, value in (("原来的时限", one.before), ("哪天改的", one.date), ("为什么改", one.reason))
            if not value
        ]
        message = f"完成时限改到了{one.to}：“{one.sentence[:60]}”" + (
            f"；没有写{'、'.join(lacking)}" if lacking else ""
        )
        yield Doubt("I122", one.line, message, "核对 due_changes；空着的问清楚再填")


def _day(text: str, year: int) -> PartialDate | None:
    numbers = re.findall(r"\d+", text)
    has_year = bool(numbers) and len(numbers[0]) == 4  # noqa: PLR2004 - a year has four figures
    if not has_year and (not year or not numbers):
        return None
    parts = numbers if has_year else [f"{year}", *numbers]
    return PartialDate.read("-".join(part.zfill(2) for part in parts))


def _day_before(before: str) -> PartialDate | None:
    found = list(_DECIDED.finditer(before))
    return PartialDate.read("-".join(part.zfill(2) for part in found[-1].groups())) if found else None


def _reason(before: str) -> str:
    found = list(_REASON.finditer(before))
    return found[-1][1].strip() if found else ""
