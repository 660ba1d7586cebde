"""What became of every line of the source, beside which field it is shown when a person checks an import, and what to notice there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from rectify.intake.recognise.draft import Draft, DraftIssue, are_of_several
from rectify.intake.recognise.whole import text_uses


class Stretch(NamedTuple):
    """A stretch of a line and what became of it: a file and its field, a mark or label, or a reason for not using it."""

    text: str
    where: str
    """The file, `013` or `round`; empty for what is no text of a field."""
    what: str
    """The field, or what became of it in words; empty if nobody knows, which is our mistake."""
    unused: bool


class LineAccount(NamedTuple):
    """A line of the source, stretch by stretch; together they are the line."""

    place: str
    stretches: tuple[Stretch, ...]


def account(draft: Draft) -> tuple[LineAccount, ...]:
    """What became of every line of the sources, in their order, without a gap."""
    by_line: dict[int, list[tuple[int, int, str, str, bool]]] = {}
    for piece, where, what in text_uses(draft):
        by_line.setdefault(piece.line, []).append((piece.start, piece.end, where, what, False))
    for used in draft.used:
        by_line.setdefault(used.piece.line, []).append((used.piece.start, used.piece.end, "", used.what, used.unused))
    return tuple(
        LineAccount(line.place, tuple(_stretches(line.text, sorted(by_line.get(index, ())))))
        for index, line in enumerate(draft.lines)
    )


def _stretches(text: str, uses: list[tuple[int, int, str, str, bool]]) -> Iterator[Stretch]:
    at = 0
    for start, end, where, what, unused in uses:
        if text[at:start].strip():
            yield Stretch(text[at:start], "", "", unused=True)
        if end > max(at, start):
            yield Stretch(text[max(at, start) : end], where, what, unused)
        at = max(at, end)
    if text[at:].strip():
        yield Stretch(text[at:], "", "", unused=True)


ROUND: Final = "round"
STATUS: Final = "status"
OTHER: Final = ""
"""The row of a round for what is no text: title, signature, headings."""
Owner = tuple[str, str]
"""A record, `013` or `round`, and its field."""


class Use(NamedTuple):
    """A stretch with its line, and the record and field beside which it is shown; None where it was not used."""

    line: int
    stretch: Stretch
    owner: Owner | None


def place_of_line(draft: Draft, line: int) -> str:
    """Where a line stands in the source, with the file's name if there are several."""
    found = draft.lines[line]
    return (f"{found.source.name} " if are_of_several(draft.lines) else "") + found.place


def uses_of(draft: Draft) -> Sequence[Use]:
    """All stretches of the source in their order, each with the record and field beside which it is shown."""
    found = [(line, one) for line, told in enumerate(account(draft)) for one in told.stretches]
    owners = [(one.where, one.what) if one.where else None for _, one in found]
    with_text = {line for (line, _), owner in zip(found, owners, strict=True) if owner}
    basis = Counter(one.basis_line for one in draft.issues)
    stated = {one.basis_line: f"{one.number:03}" for one in draft.issues if basis[one.basis_line] == 1}
    for place, (line, one) in enumerate(found):
        if owners[place] is None and not one.unused:
            if one.what.startswith("round.yaml"):
                owners[place] = (ROUND, OTHER)
            elif line in stated and line not in with_text:
                owners[place] = (stated[line], STATUS)
    before = _nearest(owners)
    after = _nearest(owners[::-1])[::-1]
    return [
        Use(line, one, owner or _neighbour(found, place, before, after))
        for place, ((line, one), owner) in enumerate(zip(found, owners, strict=True))
    ]


def _nearest(owners: Iterable[Owner | None]) -> list[tuple[int, Owner] | None]:
    """For each place, the last owner up to it, and where that stands."""
    made: list[tuple[int, Owner] | None] = []
    for place, owner in enumerate(owners):
        made.append((place, owner) if owner else made[-1] if made else None)
    return made


def _neighbour(
    found: Sequence[tuple[int, Stretch]],
    place: int,
    before: Sequence[tuple[int, Owner] | None],
    after: Sequence[tuple[int, Owner] | None],
) -> Owner | None:
    """Beside which field a mark, a label or an unused stretch is shown: the next one of its line, or of the source."""
    line, stretch = found[place]
    last, following = before[place], after[place]
    if stretch.unused:
        inside = last and following and last[1][0] == following[1][0] != ROUND
        return last[1] if inside and last else None
    following_place = len(found) - 1 - following[0] if following else -1
    if last and found[last[0]][0] == line and not (following and found[following_place][0] == line):
        return last[1]
    return following[1] if following else last[1] if last else (ROUND, OTHER)


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
    return _mark(text, _LABEL_OR_MARK if follows else _LABEL)


def _mark(text: str, pattern: re.Pattern[str]) -> Pieces:
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
    return Quote(issue.basis_line + 1, place_of_line(draft, issue.basis_line), _mark(found.strip(), _OPEN))


def _sentence_around(line: str, words: str) -> str:
    """The sentence of *line* in which *words* stand, from stop to stop."""
    start = line.find(words)
    before = max(line.rfind(stop, 0, start) for stop in _ENDS) + 1
    ends = [end for stop in _ENDS if (end := line.find(stop, start + len(words))) >= 0]
    return line[before : min(ends) + 1 if ends else None]
