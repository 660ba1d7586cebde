"""All that is found in an issue's texts: documents, dates, figures and departments."""

from __future__ import annotations

from typing import Any, NamedTuple

from rectify.extract.departments import Names
from rectify.field.model import Round
from rectify.site.date_facts import DateFact, dates_of
from rectify.site.department_facts import DepartmentFact, departments_of
from rectify.site.document_facts import DocumentFact, Opening, documents_of, openings_of
from rectify.site.figure_facts import FigureFact, figures_of
from rectify.site.issue_text import IssueText


class IssueFacts(NamedTuple):
    """All that is found in one issue, in the order of its page."""

    documents: tuple[DocumentFact, ...] = ()
    dates: tuple[DateFact, ...] = ()
    figures: tuple[FigureFact, ...] = ()
    departments: tuple[DepartmentFact, ...] = ()
    openings: tuple[Opening, ...] = ()
    """The documents that it offers to be opened."""


def facts_of(text: IssueText, year: int = 0, names: Names = ()) -> IssueFacts:
    """The facts of an issue; *names* are those of the departments.

    *year* is the year in which the whole round was rectified, 0 if there are several.
    """
    issue, paragraphs = text.issue, tuple(text.paragraphs)
    return page_facts_of(text, year)._replace(
        figures=tuple(figures_of(issue, paragraphs)), departments=tuple(departments_of(issue, paragraphs, names))
    )


def page_facts_of(text: IssueText, year: int = 0) -> IssueFacts:
    """The facts that an issue's own page shows: documents and dates. *year* is that of the round, or 0."""
    issue, paragraphs = text.issue, tuple(text.paragraphs)
    documents, dates = tuple(documents_of(issue, paragraphs)), tuple(dates_of(issue, paragraphs, year))
    return IssueFacts(documents, dates, openings=tuple(openings_of(issue)))


def year_of(round_: Round) -> int:
    """The year in which a round's issues were rectified, from the feedback to the report; 0 if that is not known."""
    feedback = round_.feedback
    return feedback.year if feedback and feedback.year == round_.written.year else 0


def revive(fields: list[Any]) -> IssueFacts:
    """Facts that went through JSON."""
    documents, dates, figures, departments, openings = fields
    return IssueFacts(
        tuple(DocumentFact(*one) for one in documents),
        tuple(DateFact(*one) for one in dates),
        tuple(FigureFact(*one) for one in figures),
        tuple(DepartmentFact(*one) for one in departments),
        tuple(Opening(*one) for one in openings),
    )


def words_of(text: IssueText) -> str:
    """All that an issue's paragraphs say, one to a line, its title first."""
    return "\n".join((text.issue.title, *(paragraph.text for paragraph in text.paragraphs)))
