"""An issue on a card: what lists, counts, links and relations need to know of it."""

from __future__ import annotations

import re
from typing import NamedTuple

from rectify.field.model import DocumentReference, Issue
from rectify.field.words import Line
from rectify.ground.text import plain

_TITLE = re.compile(r"《([^《》]+(?:《[^《》]*》[^《》]*)*)》(?:（([^（）]*〔\d*〕\d*号)）)?")
_LINK = re.compile(r"\]\(<?([^)\s>]+)")


class IssueCard(NamedTuple):
    """The part of an issue that other pages than its own may show."""

    number: int
    title: str
    category: str
    status: str
    changed: str
    """The day of its last change after publication, ISO, or empty."""
    published: str
    """Its own day of publication where that is not the round's, ISO, or empty."""
    departments: tuple[str, ...]
    documents: tuple[str, ...]
    links: tuple[str, ...]
    """Addresses that its texts link to."""
    note: str
    """What its last change was."""
    length: int
    """Of its texts, in characters."""


def card_of(issue: Issue) -> IssueCard:
    """The card of *issue*."""
    revisions = sorted(issue.revisions, key=lambda revision: revision.date)
    days = [*(revision.date for revision in revisions), *([issue.updated] if issue.updated else [])]
    named = (*issue.lead, *issue.responsible, *(lead for m in issue.measures for lead in m.lead))
    texts = (issue.note, *texts_of(issue))
    return IssueCard(
        number=issue.number,
        title=issue.title,
        category=issue.category,
        status=issue.status.value,
        changed=max(days).iso if days else "",
        published=issue.published.date.iso if issue.published else "",
        departments=tuple(dict.fromkeys(named)),
        documents=tuple(document.title for document in documents_of(issue)),
        links=tuple(link for text in texts for link in links_in(text)),
        note=revisions[-1].note if revisions else "",
        length=sum(map(len, texts)),
    )


def links_in(text: str) -> tuple[str, ...]:
    """The addresses that a small-Markdown *text* links to."""
    return tuple(_LINK.findall(text)) if "](" in text else ()


def texts_of(issue: Issue) -> tuple[str, ...]:
    """The texts of an issue in reading order: problem, measures, progress."""
    return (issue.problem, *(m.text for m in issue.measures), *(p.text for p in issue.progress))


def documents_of(issue: Issue) -> tuple[DocumentReference, ...]:
    """The documents that an issue's texts name in 《》, in order, each once, with their 文号."""
    numbers: dict[str, str] = {}
    for text in texts_of(issue):
        if "《" in text:
            for title, number in _TITLE.findall(plain(text)):
                numbers[title] = numbers.get(title) or number
    for extra in issue.documents:
        numbers[extra.title] = numbers.get(extra.title) or extra.number
    return tuple(DocumentReference(title=Line(t), number=Line(n)) for t, n in numbers.items())
