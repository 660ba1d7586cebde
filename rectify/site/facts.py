"""What is found in an issue's texts, each fact with the paragraph that says it; what is given by hand wins."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, Final, NamedTuple

from rectify.extract.dates import DateKind, FoundDate, dates_in
from rectify.extract.documents import Role, documents_in, is_common_name
from rectify.extract.events import is_event, is_promise
from rectify.extract.figures import FoundFigure, figures_in
from rectify.extract.results import PLANNED, is_part, kind_of
from rectify.field.model import DocumentReference, DocumentRole, Issue, Measure, Progress, Round, Update
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
_LONG_LABEL: Final = 60
_LABEL_BEFORE: Final = 34
_LABEL_AFTER: Final = 20
_DURATIONS: Final = frozenset(("年", "天", "小时", "分钟", "个月", "月", "周", "岁", "工作日"))
_BESIDE: Final = 8
_POINTING: Final = ("这", "该", "此")
_INCIDENTAL: Final = ("对", "由")
_REST: Final = re.compile("其余|其中|剩余|剩下")
"""What only goes on with the sentence before."""
_POINTS: Final = re.compile("方面|转变|环节|阶段|步骤|层面|维度|角度")
_EVERY: Final = re.compile("每[^，。；\\n]{0,40}\\Z|(?:至少|不少于)[ ]?\\Z")
_ROLES: Final = {Role.MADE: DocumentRole.MADE, Role.FOLLOWED: DocumentRole.FOLLOWED, None: DocumentRole.NAMED}


class DocumentFact(NamedTuple):
    """One mention of a document: `role` is a word of DocumentRole. Title or number may be empty, not both."""

    title: str
    number: str
    role: str
    anchor: str


class DateFact(NamedTuple):
    """Something dated: the first and last day, ISO, as exact as they are known; the day and the event in words.

    `is_due` says that it is promised by then, not done.
    """

    first: str
    last: str
    when: str
    text: str
    anchor: str
    is_due: bool = False


class FigureFact(NamedTuple):
    """A number with its unit: `value` and `upper` (the end of a span) for machines, `shown` as it is written.

    `rough` is the word that makes it approximate (多, 约), `kind` what became of it (追缴, 计划 …), `label` the words
    that say what it is. `is_part` says that another figure of the issue holds it.
    """

    value: str
    upper: str
    shown: str
    rough: str
    unit: str
    kind: str
    label: str
    anchor: str
    is_part: bool = False


class IssueFacts(NamedTuple):
    """All that is found in one issue, in the order of its page."""

    documents: tuple[DocumentFact, ...] = ()
    dates: tuple[DateFact, ...] = ()
    figures: tuple[FigureFact, ...] = ()


def page_facts_of(text: IssueText, year: int = 0) -> IssueFacts:
    """The facts that an issue's own page shows: all but the figures. *year* is that of the round, or 0."""
    issue, paragraphs = text.issue, tuple(text.paragraphs)
    hidden = frozenset(issue.hide_facts)
    return IssueFacts(
        documents=tuple(_documents(issue, paragraphs, hidden)),
        dates=tuple(_all_dates(paragraphs, hidden, year)),
    )


def facts_of(text: IssueText, year: int = 0) -> IssueFacts:
    """The facts of an issue. *year* is the year in which the whole round was rectified, 0 if there are several."""
    issue, paragraphs = text.issue, tuple(text.paragraphs)
    figures = _figures(issue, paragraphs, frozenset(issue.hide_facts))
    return page_facts_of(text, year)._replace(figures=tuple(figures))


def year_of(round_: Round) -> int:
    """The year in which a round's issues were rectified, from the feedback to the report; 0 if that is not known."""
    feedback = round_.feedback
    return feedback.year if feedback and feedback.year == round_.written.year else 0


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

    A mention without 文号 is of the document with this title, if there is only one; a 文号 alone is of the document
    that has it. Where a title names only a form (《督办通知书》), this holds for the mentions of one issue.
    """
    facts = [(place, fact) for place, own in enumerate(several) for fact in own]
    titles = {fact.number: fact.title for _, fact in facts if fact.number and fact.title}
    numbers: dict[tuple[str, int], set[str]] = {}
    for place, fact in facts:
        if fact.title and fact.number:
            numbers.setdefault((fact.title, _issue_of(fact.title, place)), set()).add(fact.number)
    joined: dict[tuple[str, str, int], list[tuple[int, DocumentFact]]] = {}
    for place, fact in facts:
        title = fact.title or titles.get(fact.number, "")
        issue = _issue_of(title, place)
        only = numbers.get((title, issue), ())
        number = fact.number or (next(iter(only)) if len(only) == 1 else "")
        joined.setdefault((title, number, issue), []).append((place, fact))
    return tuple(NamedDocument(title, number, tuple(mentions)) for (title, number, _), mentions in joined.items())


def _issue_of(title: str, place: int) -> int:
    """The place of the only issue in which a title means the same document, or -1 if it does so in all."""
    return place if is_common_name(title) else -1


# Dates.


def date_order(fact: DateFact) -> tuple[str, str]:
    """The sort key of a date: its month, then its day; empty without a day, 15 for 中旬 and 31 for 底."""
    month, day = fact.first[:_MONTH_LENGTH], fact.first[_MONTH_LENGTH + 1 :]
    if not day and any(word in fact.when for word in _LATE):
        return month, "31"
    return month, "15" if not day and _MIDDLE in fact.when else day


def _all_dates(paragraphs: tuple[TextParagraph, ...], hidden: frozenset[str], year: int) -> Iterator[DateFact]:
    """The dated events of an issue, each day once; what is told of progress comes before what else tells of that day."""
    facts = [fact for paragraph in paragraphs for fact in _dates(paragraph, hidden, year)]
    own = {(fact.first, fact.last, fact.is_due): fact.anchor for fact, is_own in facts if is_own}
    seen: set[tuple[str, str, bool]] = set()
    for fact, is_own in facts:
        key = fact.first, fact.last, fact.is_due
        if is_own or not (key in own or key in seen):
            seen.add(key)
            yield fact


def _dates(paragraph: TextParagraph, hidden: frozenset[str], year: int) -> Iterator[tuple[DateFact, bool]]:
    """The dates of a paragraph, each with whether it is its entry's own day.

    An entry of progress or measures also gives its own day, unless the text of progress names one within it. *year*
    is that of the whole round, for the day of a month in a report without a year.
    """
    text, record = paragraph.text, paragraph.record
    is_plan, is_report = isinstance(record, Measure), isinstance(record, Progress)
    day, until = paragraph.day, paragraph.until
    text_year = day.year if day and not is_plan else year if is_report else 0
    dates = [
        date
        for date in dates_in(text, year=text_year)
        if date.first and date.place.of(text) not in hidden and is_event(text, date)
    ]
    if day and (is_plan or (is_report and not any(_is_in_days(date, day, until) for date in dates))):
        words, last = shorten(text.partition("\n")[0], _LONGEST_EVENT), until.iso if until else ""
        yield DateFact(day.iso, last, span_in_words(day, until), words, paragraph.anchor, is_plan), True
    for date in dates:
        assert date.first is not None  # noqa: S101 - chosen above
        words = shorten(date.event.of(text), _LONGEST_EVENT)
        last = date.last.iso if date.last else ""
        is_due = is_promise(text, date, is_plan=is_plan, is_report=is_report)
        own = bool(day and is_report and _is_in_days(date, day, until))
        yield DateFact(date.first.iso, last, _when(date), words, paragraph.anchor, is_due), own


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


def _figures(issue: Issue, paragraphs: tuple[TextParagraph, ...], hidden: frozenset[str]) -> Iterator[FigureFact]:
    """The figures given in the issue's file, each in the place of the found one that it speaks of; then all others."""
    found = list(_found_figures(paragraphs, hidden))
    for figure in issue.figures:
        written = figure.value.replace(",", "")
        value = _number(Decimal(written)) if _DECIMAL.match(written) else ""
        rough = "".join(character for character in figure.unit[:1] if character in "余多")
        unit = figure.unit.removeprefix(rough)
        same = [one for one in found if (one[0].value, one[0].unit) == (value, unit)]
        own = max(
            same, key=lambda one: (one[0].kind != PLANNED, len(_pairs(one[1]) & _pairs(figure.label))), default=None
        )
        shown = f"{figure.value}{rough}"
        if own:
            found.remove(own)
            kind = own[0].kind if own[0].kind != PLANNED else ""  # what is given by hand is a result
            yield own[0]._replace(shown=shown, rough=rough or own[0].rough, kind=kind, label=figure.label)
        else:
            yield FigureFact(value, "", shown, rough, unit, "", figure.label, FIGURES_ANCHOR)
    yield from (fact for fact, _ in found)


def _found_figures(paragraphs: tuple[TextParagraph, ...], hidden: frozenset[str]) -> Iterator[tuple[FigureFact, str]]:
    """The telling figures of the texts, each once, with the words beside it."""
    seen: set[tuple[str, str, str]] = set()
    for paragraph in paragraphs:
        text = paragraph.text
        for figure in figures_in(text):
            fact = _figure(paragraph, figure)
            key = fact.shown, fact.unit, fact.label
            if figure.place.of(text) not in hidden and key not in seen and _is_telling(text, figure, fact.kind):
                seen.add(key)
                start, end = figure.place
                yield fact, f"{text[max(0, start - _BESIDE) : start]}，{text[end : end + _BESIDE]}"


def _figure(paragraph: TextParagraph, figure: FoundFigure) -> FigureFact:
    text, record = paragraph.text, paragraph.record
    return FigureFact(
        value=_number(figure.value),
        upper=_number(figure.upper) if figure.upper is not None else "",
        shown=_shown(figure.place.of(text), figure),
        rough=figure.approximate,
        unit=figure.unit,
        kind=kind_of(
            text,
            figure.place,
            figure.unit,
            is_plan=isinstance(record, Measure),
            is_report=isinstance(record, Progress | Update),
        ),
        label=_label(text, figure),
        anchor=paragraph.anchor,
        is_part=is_part(text, figure.place),
    )


def _is_telling(text: str, figure: FoundFigure, kind: str) -> bool:
    """Whether a figure reports something: not how long or how often, nor how many points a text has."""
    start, end = figure.place
    if figure.unit in _DURATIONS or _POINTS.match(text, end):
        return False
    if not kind and (_REST.match(text, figure.label.start) or text[max(0, start - 1) : start] in _INCIDENTAL):
        return False
    if text[max(0, start - 1) : start] in _POINTING or text[max(0, start - 2) : start] == "上述":
        return False
    return figure.unit != "次" or not _EVERY.search(text, max(0, start - _LONG_LABEL), start)


def _label(text: str, figure: FoundFigure) -> str:
    """The words around a figure, cut to a readable length."""
    start, end = figure.label
    first, last = max(start, figure.place.start - _LABEL_BEFORE), min(end, figure.place.end + _LABEL_AFTER)
    if end - start <= _LONG_LABEL:
        first, last = start, end
    return f"{'…' if first > start else ''}{text[first:last].strip()}{'…' if last < end else ''}"


def _pairs(words: str) -> set[str]:
    """The pairs of neighbouring characters of some words."""
    return {words[at : at + 2] for at in range(len(words) - 1)}


def _number(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _shown(written: str, figure: FoundFigure) -> str:
    """The number as it is written, without the unit, with the word that makes it rough."""
    before, unit, after = written.rpartition(figure.unit)
    shown = (before + after if unit else written).strip()
    rough = figure.approximate
    if rough == "左右":
        return f"约{shown.removesuffix(rough)}"
    return shown if rough in shown else f"{rough}{shown}"
