"""What a person should notice in a text, whatever the recogniser thought of it: plans, unknown labels, numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable
from typing import Final, NamedTuple

from rectify.intake.placement import place_of_line
from rectify.intake.recognise.draft import Draft, DraftIssue

Pieces = tuple[tuple[str, bool], ...]
"""A text in pieces, each with whether it is marked."""
_OPEN: Final = re.compile(
    r"拟|计划|预计|力争|争取|确保|将|待|底前|日前|前完成|按时|按期|如期|部分|其中|其余|剩余|除|但|仍|尚|未|正在|下一步|阶段|长期"
)
_LABEL: Final = re.compile(
    r"(?:\A|(?<=[。；;！!]))[【\[]?(?![一二三四五六七八九十]是)[^\s，,。；;：:“”（）()、]{2,12}[】\]]?[:：]"
)
_LABEL_OR_MARK: Final = re.compile(
    rf"{_LABEL.pattern}|\A(?:[一二三四五六七八九十]{{1,3}}、|[（(][一二三四五六七八九十]{{1,3}}[)）]|\d{{1,3}}[.、．](?!\d)|问题\s*\d+)"
)
_STOPS: Final = "。；;！!？?”）)"
_ENDS: Final = "。；;！!"
_SHORT: Final = 12


class Quote(NamedTuple):
    """The sentence that a status was read from, in pieces; those that are marked speak of what is still to come."""

    line: int
    place: str
    pieces: Pieces


def recurring(issues: Iterable[DraftIssue]) -> frozenset[str]:
    """Short texts without a stop that several *issues* hold, as a label does that was taken for text."""
    found = Counter(
        text
        for one in issues
        for text in {passage.text for texts in one.fields.values() for passage in texts}
        if len(text) <= _SHORT and text[-1:] not in _STOPS
    )
    return frozenset(text for text, times in found.items() if times > 1)


def with_odd(text: str, alike: Collection[str], *, follows: bool) -> Pieces:
    """The *text*, marked where it looks like a label: by a colon, or by being one of those *alike* in several issues.

    A number at its beginning is marked where it *follows* other texts of its field: another issue may begin there.
    """
    if text in alike:
        return ((text, True),)
    return _marked(text, _LABEL_OR_MARK if follows else _LABEL)


def _marked(text: str, pattern: re.Pattern[str]) -> Pieces:
    """The *text* in pieces, what the *pattern* finds marked."""
    pieces: list[tuple[str, bool]] = []
    at = 0
    for match in pattern.finditer(text):
        pieces += [(text[at : match.start()], False), (match[0], True)]
        at = match.end()
    return (*pieces, (text[at:], False))


def quote_of(draft: Draft, issue: DraftIssue) -> Quote | None:
    """The sentence in the source that the status was read from; None without a status or a place."""
    if issue.status is None or issue.basis_line < 0:
        return None
    line = draft.lines[issue.basis_line].text
    words = [issue.basis.strip(" 。；;"), issue.basis.rpartition("：")[2].strip(" 。；;")]
    found = next((_sentence_around(line, one) for one in words if one and one in line), issue.basis)
    return Quote(issue.basis_line + 1, place_of_line(draft, issue.basis_line), _marked(found.strip(), _OPEN))


def _sentence_around(line: str, words: str) -> str:
    """The sentence of *line* in which *words* stand, from stop to stop."""
    start = line.find(words)
    before = max(line.rfind(stop, 0, start) for stop in _ENDS) + 1
    ends = [end for stop in _ENDS if (end := line.find(stop, start + len(words))) >= 0]
    return line[before : min(ends) + 1 if ends else None]
