"""Summaries of issues: what lists, counts, links and relations need of them."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import Final, NamedTuple

from rectify.extract.documents import documents_in, is_hidden
from rectify.extract.unfinished import unfinished_in
from rectify.field.attached import Place, attached_in, unchecked_in, undescribed_in
from rectify.field.canonical import ALONE, Context, canonical_text, digest_of
from rectify.field.issue_sections import texts_of
from rectify.field.model import FINISHED, Attachment, DocumentReference, Issue, Withdrawal, final_report, final_result
from rectify.field.public_text import public_text_digest, updates_of
from rectify.field.words import Line
from rectify.ground.dates import PartialDate
from rectify.ground.richtext import plain
from rectify.ground.text import shorten
from rectify.ground.visible import links_in, seen_text, unbroken

_MAX_UPDATE_LENGTH = 300
"""Characters of an update in a summary, for feeds and the home page."""

_MAX_PROBLEM_LENGTH = 110
"""Characters of a problem in a summary, for feeds."""

HIDDEN_TITLE: Final = "标题不公开"
"""What stands in lists and news for the title of an issue that was withdrawn with its title."""


class ChangeKind(Enum):
    """What can happen to an issue after its publication."""

    REVISED = "revised"
    UPDATED = "updated"
    DUE_MOVED = "due moved"
    WITHDRAWN = "withdrawn"


class IssueChange(NamedTuple):
    """A dated change of an issue after its publication: a revision, an update, a move of its deadline or its withdrawal."""

    kind: str
    """A value of ChangeKind."""
    number: int
    """Its number among the changes of the same kind; the oldest is 1."""
    date: str
    """ISO, as exact as it is known."""
    text: str
    reason: str = ""
    """Why the text was changed, or the deadline moved."""
    status: str = ""
    """The status from then on, where an update says so."""


class WithdrawalSummary(NamedTuple):
    """The withdrawal of an issue: day, reason, the number of the issue that takes its place, whether its text or no title stays."""

    date: str
    reason: str
    into: int | None
    keeps_text: bool
    hides_title: bool


class IssueLife(NamedTuple):
    """What lists and totals need of an issue's life; days are ISO, and what is not known is empty."""

    found: str = ""
    """What was found, in words of the street."""
    outcome: str = ""
    """What came of it, in words of the street."""
    due: str = ""
    promised: str = ""
    """The day that was promised first; the same as `due` where it was not moved."""
    moved: tuple[tuple[str, str, str], ...] = ()
    """Each time that the day was moved: when, from which to which in words, and why."""
    is_examined: bool = False
    """Whether somebody examined the rectification."""
    verdict: str = ""
    """A value of Verdict, where the examination has one."""
    accepted: str = ""
    returns: tuple[tuple[str, int], ...] = ()
    """Issues of earlier rounds that are found again: round and number."""
    reexamined: str = ""
    """The day of the last look back."""
    is_contradicted: bool = False
    """Whether its own texts say that something is still to come, although it is reported as finished."""


class IssueSummary(NamedTuple):
    """What lists, feeds, counts, links, search and the record need of an issue. As JSON it is a list of lists."""

    number: int
    title: str
    category: str
    status: str
    changed: str
    """The day of its last change after publication, ISO, or empty."""
    published: str
    """Its own minute of publication where that is not the round's, or empty: `2024-12-30 12:23`."""
    departments: tuple[str, ...]
    documents: tuple[str, ...]
    links: tuple[str, ...]
    """Addresses that its texts link to."""
    note: str
    """The note of its last revision, or empty."""
    revisions: int
    """The number of its revisions and updates."""
    public_text: str
    """The digest of its canonical text."""
    length: int
    """Characters of its note, problem, measures, progress and updates, with their Markdown."""
    events: tuple[IssueChange, ...] = ()
    """Revisions, updates and withdrawal, oldest first; after JSON, plain lists: read them by `changes_of`."""
    withdrawal: WithdrawalSummary | None = None
    """After JSON a plain list: read it by `withdrawal_of`."""
    former_texts: tuple[str, ...] = ()
    """The digests that the same words had in form 1: `public_text.former_digests`."""
    draft: bool = False
    """Whether it is not public yet."""
    files: tuple[tuple[Place, str], ...] = ()
    """The names of its photographs and attachments, each with its place; after JSON, lists of lists."""
    attachments: int = 0
    """How many attachments it has."""
    undescribed: tuple[Place, ...] = ()
    """The places of its photographs that do not say what they show."""
    related: tuple[tuple[int, str, bool], ...] = ()
    """What its file says of other issues: the number, why it is related, whether it is not; after JSON, lists."""
    leads: int = 0
    """How many of the first `departments` lead."""
    life: IssueLife | None = None
    """After JSON a plain list: read it by `life_of`."""
    unchecked: tuple[Place, ...] = ()
    """The places of its photographs that nobody has looked at for faces and number plates."""
    topics: tuple[str, ...] = ()
    """The ids of its topics, where its file says them."""
    problem: str = ""
    """The beginning of its problem, where nothing says it in words of the street."""


def summary_of(issue: Issue, former_texts: tuple[str, ...] = (), context: Context = ALONE) -> IssueSummary:
    """The summary of *issue* in its *context*; *former_texts* are the digests that its words had under former ids and marks."""
    revisions = sorted(issue.revisions, key=lambda revision: revision.date)
    events = _events(issue)
    days = [*(r.date for r in revisions), *(u.date for u in issue.updates)]
    days += [*(one.date for one in issue.supplements), *([issue.updated] if issue.updated else [])]
    names = (*issue.lead, *issue.responsible, *(lead for m in issue.measures for lead in m.lead))
    texts = (issue.note, *texts_of(issue))
    withdrawal = issue.withdrawn
    summary = IssueSummary(
        number=issue.number,
        title=issue.title,
        category=issue.category,
        status=issue.status.value,
        changed=max(days).iso if days else "",
        published=issue.published.stamp if issue.published else "",
        departments=tuple(dict.fromkeys(names)),
        documents=tuple(document.title for document in documents_of(issue)),
        links=tuple(link for text in texts for link in links_in(text)),
        note=revisions[-1].note if revisions else "",
        revisions=len(revisions) + len(issue.updates),
        public_text=digest_of(canonical_text(issue, context)),
        length=sum(map(len, texts)),
        events=events,
        withdrawal=_withdrawal(withdrawal) if withdrawal else None,
        former_texts=(public_text_digest(issue), *former_texts),
        draft=issue.is_draft,
        files=tuple((place, str(one.file)) for place, one in attached_in(issue)),
        attachments=sum(isinstance(one, Attachment) for _, one in attached_in(issue)),
        undescribed=undescribed_in(issue),
        related=tuple((one.number, str(one.reason), one.hidden) for one in issue.related),
        leads=len(set(issue.lead)),
        life=_life(issue),
        unchecked=unchecked_in(issue),
        topics=tuple(map(str, issue.topics)),
        problem="" if issue.brief else shorten(plain(issue.problem), _MAX_PROBLEM_LENGTH),
    )
    is_hidden = withdrawal is not None and withdrawal.hide_title  # here, so that no page, feed or list can tell it
    return summary._replace(title=HIDDEN_TITLE, problem="", documents=(), life=None) if is_hidden else summary


def _withdrawal(record: Withdrawal) -> WithdrawalSummary:
    return WithdrawalSummary(record.date.iso, record.reason, record.into, record.keeps_text, record.hide_title)


def _life(issue: Issue) -> IssueLife | None:
    brief, accepted = issue.brief, issue.accepted
    life = IssueLife(
        found=brief.found if brief else "",
        outcome=brief.outcome if brief else "",
        due=issue.due.day.iso if issue.due and issue.due.day else "",
        promised=issue.promised_day.iso if issue.promised_day else "",
        moved=tuple((one.date.iso, f"由{one.from_}改为{one.to}", one.reason) for one in issue.due_changes),
        is_examined=accepted is not None,
        verdict=accepted.verdict.value if accepted and accepted.verdict else "",
        accepted=accepted.date.iso if accepted and accepted.date else "",
        returns=tuple((str(one.round), one.number) for one in issue.returns),
        reexamined=max(one.date for one in issue.reexamined).iso if issue.reexamined else "",
        is_contradicted=issue.status in FINISHED and any(any(unfinished_in(text)) for text in _seen_report(issue)),
    )
    return life if life != IssueLife() else None


def _seen_report(issue: Issue) -> Iterator[str]:
    yield from (unbroken(seen_text(one.text)).text for _, _, one in final_report(issue))
    yield final_result(issue)


def _events(issue: Issue) -> tuple[IssueChange, ...]:
    if not (issue.revisions or issue.updates or issue.withdrawn):
        return ()
    revisions = sorted(issue.revisions, key=lambda revision: revision.date)
    dated = [
        (r.date, IssueChange(ChangeKind.REVISED.value, n, r.date.iso, r.note, r.reason))
        for n, r in enumerate(revisions, start=1)
    ]
    for number, one in enumerate(updates_of(issue), start=1):
        text, status = shorten(plain(one.text), _MAX_UPDATE_LENGTH), one.status.value if one.status else ""
        dated.append((one.date, IssueChange(ChangeKind.UPDATED.value, number, one.date.iso, text, status=status)))
    if withdrawal := issue.withdrawn:
        dated.append(
            (withdrawal.date, IssueChange(ChangeKind.WITHDRAWN.value, 1, withdrawal.date.iso, withdrawal.reason))
        )
    return tuple(change for _, change in sorted(dated, key=lambda one: one[0]))


def changes_of(summary: IssueSummary) -> tuple[IssueChange, ...]:
    """The changes of an issue after its publication, oldest first, as records also after JSON."""
    return tuple(IssueChange(*change) for change in summary.events)


def withdrawal_of(summary: IssueSummary) -> WithdrawalSummary | None:
    """The withdrawal of an issue as a record also after JSON; None if it stands."""
    return WithdrawalSummary(*summary.withdrawal) if summary.withdrawal else None


_NO_LIFE: Final = IssueLife()


def life_of(summary: IssueSummary) -> IssueLife:
    """The life of an issue as a record also after JSON."""
    if not summary.life:
        return _NO_LIFE
    life = IssueLife(*summary.life)
    returns = tuple((one[0], one[1]) for one in life.returns)
    return life._replace(returns=returns, moved=tuple((one[0], one[1], one[2]) for one in life.moved))


def with_moves(summary: IssueSummary, published: str) -> IssueSummary:
    """The summary with each move of the deadline after its publication among the changes; what was moved before came with it.

    *published* is the day of the round's publication, ISO.
    """
    own = summary.published[:10] or published
    moves = [
        IssueChange(ChangeKind.DUE_MOVED.value, number, *move)
        for number, move in enumerate(life_of(summary).moved, start=1)
        if move[0] > own[: len(move[0])]
    ]
    if not moves:
        return summary
    events = sorted((*changes_of(summary), *moves), key=lambda one: PartialDate.parse(one.date))
    days = [PartialDate.parse(one) for one in (summary.changed, *(one.date for one in moves)) if one]
    return summary._replace(events=tuple(events), changed=max(days).iso)


def documents_of(issue: Issue) -> tuple[DocumentReference, ...]:
    """The documents that an issue's texts name in 《》, in order, each once, with their 文号."""
    numbers: dict[str, str] = {}
    for text in map(plain, texts_of(issue)):
        if "《" in text:
            for document in documents_in(text):
                if document.title and not is_hidden(text, document, issue.hide_facts):
                    numbers[document.title] = numbers.get(document.title) or document.normal_number
    for extra in issue.documents:
        numbers[extra.title] = extra.number or numbers.get(extra.title, "")
    return tuple(DocumentReference(title=Line(t), number=Line(n)) for t, n in numbers.items())
