"""What is found in an issue's texts, each fact with the paragraph that says it; what is given by hand wins."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, Final, NamedTuple

from rectify.extract.dates import DateKind, FoundDate, dates_in
from rectify.extract.documents import Role, documents_in
from rectify.extract.figures import FoundFigure, figures_in
from rectify.field.model import DocumentReference, DocumentRole, Issue, Measure, Progress
from rectify.ground.dates import PartialDate, span_in_words
from rectify.ground.text import shorten
from rectify.site.issue_text import IssueText, TextParagraph

DOCUMENTS_ANCHOR: Final = "wenjian"
FIGURES_ANCHOR: Final = "shuzi"
"""The anchors of the parts of an issue's page that list facts without a paragraph."""

_LONGEST_EVENT: Final = 90
_MONTH_LENGTH: Final = len("2024-07")
_LATE: Final = ("底", "末", "下旬", "下半月")
_MIDDLE: Final = "中旬"
_DECIMAL: Final = re.compile(r"[0-9]+(?:\.[0-9]+)?\Z", re.ASCII)
_ROLES: Final = {Role.MADE: DocumentRole.MADE, Role.FOLLOWED: DocumentRole.FOLLOWED, None: DocumentRole.NAMED}


class DocumentFact(NamedTuple):
    """One mention of a document: `role` is a word of DocumentRole. Title or number may be empty, not both."""

    title: str
    number: str
    role: str
    anchor: str


class DateFact(NamedTuple):
    """Something dated: the first and last day, ISO, as exact as they are known; the day and the event in words."""

    first: str
    last: str
    when: str
    text: str
    anchor: str


class FigureFact(NamedTuple):
    """A number with its unit: `value` and `upper` (the end of a span) for machines, `shown` as it is written."""

    value: str
    upper: str
    shown: str
    unit: str
    label: str
    anchor: str


class IssueFacts(NamedTuple):
    """All that is found in one issue, in the order of its page."""

    documents: tuple[DocumentFact, ...] = ()
    dates: tuple[DateFact, ...] = ()
    figures: tuple[FigureFact, ...] = ()


def page_facts_of(text: IssueText) -> IssueFacts:
    """The facts that an issue's own page shows: all but the figures."""
    issue, paragraphs = text.issue, tuple(text.paragraphs)
    hidden = frozenset(issue.hide_facts)
    return IssueFacts(
        documents=tuple(_documents(issue, paragraphs, hidden)),
        dates=tuple(fact for paragraph in paragraphs for fact in _dates(paragraph, hidden)),
    )


def facts_of(text: IssueText) -> IssueFacts:
    """The facts of an issue."""
    issue, paragraphs = text.issue, tuple(text.paragraphs)
    figures = _given_figures(issue, paragraphs) if issue.figures else _figures(paragraphs, frozenset(issue.hide_facts))
    return page_facts_of(text)._replace(figures=tuple(figures))


def revived(fields: list[Any]) -> IssueFacts:
    """Facts that went through JSON."""
    documents, dates, figures = fields
    return IssueFacts(
        tuple(DocumentFact(*one) for one in documents),
        tuple(DateFact(*one) for one in dates),
        tuple(FigureFact(*one) for one in figures),
    )


def words_of(text: IssueText) -> str:
    """All that an issue's paragraphs say, one to a line, its title first."""
    return "\n".join((text.issue.title, *(paragraph.text for paragraph in text.paragraphs)))


# Documents.


def _documents(issue: Issue, paragraphs: tuple[TextParagraph, ...], hidden: frozenset[str]) -> Iterator[DocumentFact]:
    given: dict[str, DocumentReference] = {document.title: document for document in issue.documents}
    titles = set()
    for paragraph in paragraphs:
        for mention in documents_in(paragraph.text) if "》" in paragraph.text or "号" in paragraph.text else ():
            if hidden.isdisjoint((mention.title, f"《{mention.title}》", mention.number, mention.normal_number)):
                own = given.get(mention.title)
                titles.add(mention.title)
                yield DocumentFact(
                    mention.title,
                    (own.number if own else "") or mention.normal_number,
                    (own.role if own and own.role else _ROLES[mention.role]).value,
                    paragraph.anchor,
                )
    for document in issue.documents:
        if document.title not in titles:
            role = document.role or DocumentRole.NAMED
            yield DocumentFact(document.title, document.number, role.value, DOCUMENTS_ANCHOR)


class NamedDocument(NamedTuple):
    """A document of one or more mentions, each with the place among the *several* that it came from."""

    title: str
    number: str
    mentions: tuple[tuple[int, DocumentFact], ...]

    @property
    def name(self) -> str:
        """`《…》（…号）`, or only its 文号."""
        if not self.title:
            return self.number
        return f"《{self.title}》" + (f"（{self.number}）" if self.number else "")

    @property
    def role(self) -> str:
        """What its mentions say, the most telling of all."""
        return telling(fact.role for _, fact in self.mentions)

    @property
    def anchor(self) -> str:
        """The paragraph that says most of it."""
        return most_telling([fact for _, fact in self.mentions]).anchor


def most_telling(facts: Sequence[DocumentFact]) -> DocumentFact:
    """The first of some mentions that says as much of the document as any."""
    role = telling(fact.role for fact in facts)
    return next(fact for fact in facts if fact.role == role)


def telling(roles: Iterator[str] | Sequence[str]) -> str:
    """The role that says most."""
    order = [role.value for role in DocumentRole]
    return min(roles, key=order.index)


def documents_together(several: Sequence[Sequence[DocumentFact]]) -> tuple[NamedDocument, ...]:
    """Mentions of the same document joined, in the order of their first.

    A mention without 文号 is of the document with this title, if there is only one; a 文号 alone
    is of the document that has it.
    """
    facts = [(place, fact) for place, own in enumerate(several) for fact in own]
    titles = {fact.number: fact.title for _, fact in facts if fact.number and fact.title}
    numbers: dict[str, set[str]] = {}
    for _, fact in facts:
        if fact.title and fact.number:
            numbers.setdefault(fact.title, set()).add(fact.number)
    joined: dict[tuple[str, str], list[tuple[int, DocumentFact]]] = {}
    for place, fact in facts:
        title = fact.title or titles.get(fact.number, "")
        only = numbers.get(title, ())
        number = fact.number or (next(iter(only)) if len(only) == 1 else "")
        joined.setdefault((title, number), []).append((place, fact))
    return tuple(NamedDocument(*name, tuple(mentions)) for name, mentions in joined.items())


# Dates.


def date_order(fact: DateFact) -> tuple[str, str]:
    """The sort key of a date: its month, then its day; empty without a day, 15 for 中旬 and 31 for 底."""
    month, day = fact.first[:_MONTH_LENGTH], fact.first[_MONTH_LENGTH + 1 :]
    if not day and any(word in fact.when for word in _LATE):
        return month, "31"
    return month, "15" if not day and _MIDDLE in fact.when else day


def _dates(paragraph: TextParagraph, hidden: frozenset[str]) -> Iterator[DateFact]:
    """The dates of a paragraph. A step of progress also gives the day of its entry, unless its text names one within it."""
    is_due = isinstance(paragraph.record, Measure)
    day, until = (None, None) if is_due else (paragraph.day, paragraph.until)
    dates = [
        date
        for date in dates_in(paragraph.text, year=day.year if day else 0)
        if date.first and date.kind is not DateKind.PERIOD and date.place.of(paragraph.text) not in hidden
    ]
    if day and isinstance(paragraph.record, Progress) and not any(_is_in_days(date, day, until) for date in dates):
        last = until.iso if until else ""
        text = shorten(paragraph.text.partition("\n")[0], _LONGEST_EVENT)
        yield DateFact(day.iso, last, span_in_words(day, until), text, paragraph.anchor)
    for date in dates:
        assert date.first is not None  # noqa: S101 - chosen above
        text = shorten(date.event.of(paragraph.text), _LONGEST_EVENT)
        last = date.last.iso if date.last else ""
        yield DateFact(date.first.iso, last, _when(date), text, paragraph.anchor)


def _is_in_days(date: FoundDate, day: PartialDate, until: PartialDate | None) -> bool:
    """Whether a found date says when in the days of its entry something was done."""
    return date.first is not None and not (date.first.surely_before(day) or (until or day).surely_before(date.first))


def _when(date: FoundDate) -> str:
    """The day in words, with what the text says of it: `2024年5月底前`."""
    assert date.first is not None  # noqa: S101 - only such dates are told
    words = span_in_words(date.first, date.last) + date.part
    if date.kind is DateKind.SINCE:
        return f"{words}起"
    return f"{words}以前" if date.kind is DateKind.UNTIL else words


# Figures.


def _given_figures(issue: Issue, paragraphs: tuple[TextParagraph, ...]) -> Iterator[FigureFact]:
    """The figures given in the issue's file, each with the first paragraph that has the same value and unit."""
    anchors: dict[tuple[str, str], str] = {}
    for fact in _figures(paragraphs, frozenset()):
        anchors.setdefault((fact.value, fact.unit), fact.anchor)
    for figure in issue.figures:
        written = figure.value.replace(",", "")
        value = _number(Decimal(written)) if _DECIMAL.match(written) else ""
        anchor = anchors.get((value, figure.unit.lstrip("余多"))) or FIGURES_ANCHOR
        yield FigureFact(value, "", figure.value, figure.unit, figure.label, anchor)


def _figures(paragraphs: tuple[TextParagraph, ...], hidden: frozenset[str]) -> Iterator[FigureFact]:
    for paragraph in paragraphs:
        text = paragraph.text
        for figure in figures_in(text):
            written = figure.place.of(text)
            if written not in hidden:
                label = figure.label.of(text).strip() if figure.label else ""
                upper = _number(figure.upper) if figure.upper is not None else ""
                shown = _shown(written, figure)
                yield FigureFact(_number(figure.value), upper, shown, figure.unit, label, paragraph.anchor)


def _number(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _shown(written: str, figure: FoundFigure) -> str:
    """The number as it is written, without the unit, with the word that makes it rough."""
    before, unit, after = written.rpartition(figure.unit)
    shown = (before + after if unit else written).strip()
    rough = figure.approximate
    return shown if rough in shown else f"{rough}{shown}"
