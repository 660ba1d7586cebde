"""The proof that nothing was lost: every character of every line went somewhere, and every text came from a line."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter
from typing import NamedTuple

from rectify.field.life import Acceptance, Deadline
from rectify.field.model import Issue, Round
from rectify.ground.dates import PartialDate
from rectify.intake.escaping import unescaped, without_table_signs
from rectify.intake.recognise.draft import Draft, Passage
from rectify.intake.recognise.notice import bare
from rectify.intake.recognise.passages import names_of, titles_in_list
from rectify.intake.recognise.round_facts import only_date
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


def unknown(accounts: tuple[LineAccount, ...]) -> tuple[tuple[str, str], ...]:
    """Stretches that were forgotten: their places and texts. There must be none."""
    return tuple((line.place, one.text) for line in accounts for one in line.stretches if not one.what)


def kept(draft: Draft, issues: dict[int, Issue], record: Round) -> tuple[str, ...]:
    """What the written files do not hold of the draft's texts, or hold beyond them; empty if they are the same."""
    wrong = []
    for issue in draft.issues:
        written = issues.get(issue.number)
        for name, texts in issue.fields.items():
            if written is None or bare(_written(written, name)) != bare(_drafted(name, texts)):
                wrong.append(f"{issue.number:03}.{name}")
    wrong += [
        f"round.{name}"
        for name, texts in (("introduction", draft.round.introduction), ("closing", draft.round.closing))
        if bare(unescaped(getattr(record, name))) != bare(_drafted(name, texts))
    ]
    return tuple(wrong)


def _drafted(name: str, texts: tuple[Passage, ...]) -> str:
    if name in ("lead", "responsible"):
        return "".join(names_of(texts))
    if name == "evidence":
        return "".join(titles_in_list(texts))
    if name == "accepted.date" and (day := only_date(texts[0].text)):
        return day.iso
    return "".join(text.before + text.text for text in texts)


def _written(issue: Issue, name: str) -> str:
    value = attrgetter(name)(issue)
    if isinstance(value, PartialDate):
        return value.iso
    if isinstance(value, (Deadline, Acceptance)):
        return value.text if isinstance(value, Deadline) else value.result
    if name == "evidence":
        return "".join(one.title for one in value)
    if isinstance(value, str):
        return _words(value) if name in ("problem", "note") else value
    return "".join(item if isinstance(item, str) else _words(item.text) for item in value)


def _words(text: str) -> str:
    return unescaped(without_table_signs(text))
