"""The page of one issue."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import Markup

from rectify.field.card import documents_of
from rectify.field.config import Department
from rectify.field.model import Figure, Issue
from rectify.ground import richtext
from rectify.ground.dates import span_in_words
from rectify.ground.text import plain, shorten
from rectify.site.derive import Site, SiteIssue, SiteRound
from rectify.site.frame import Head, Link, article_of, head_of
from rectify.site.row import TAGS, Row, StatusTag
from rectify.site.rows import DESCRIPTION_LENGTH, Fact, origin_of

LinkTerms = Callable[[Markup], Markup]


class Paragraph(NamedTuple):
    """A numbered paragraph that can be linked: `when` is its date in words, `iso` for machines."""

    id: str
    number: int
    html: Markup
    when: str = ""
    iso: str = ""


class Section(NamedTuple):
    """A part of an issue page."""

    id: str
    title: str
    paragraphs: tuple[Paragraph, ...]


class Event(NamedTuple):
    """Something dated that happened, and where the page tells of it."""

    when: str
    iso: str
    text: str
    anchor: str


class Change(NamedTuple):
    """An entry of a page's history."""

    when: str
    iso: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueView:
    """The page of one issue."""

    head: Head
    number: int
    status: StatusTag
    facts: tuple[Fact, ...]
    origin: str
    original_url: str | None
    note: tuple[Markup, ...]
    sections: tuple[Section, ...]
    result: str
    figures: tuple[Figure, ...]
    events: tuple[Event, ...]
    documents: tuple[str, ...]
    history: tuple[Change, ...]
    previous: Row | None
    following: Row | None
    related: tuple[tuple[Row, str], ...]


def issue_view(site: Site, within: SiteRound, place: int, issue: Issue, link_terms: LinkTerms) -> IssueView:
    """The page of the issue at *place* in the round *within*, whose texts are *issue*'s."""
    entry, record = within.issues[place], within.round
    published = issue.published or record.published
    category = next(c for c in record.categories if c.id == issue.category)
    index = Link(category.title, f"{within.id}/categories/{category.id}.html")
    before, after, related = neighbours(within, place)
    return IssueView(
        head=head_of(
            site,
            entry.path,
            issue.title,
            description=shorten(
                f"第{issue.number}号问题，{issue.status.value}。{plain(issue.problem)}", DESCRIPTION_LENGTH
            ),
            within=within,
            crumbs=(index,),
            article=article_of(record, issue.title, published, (*site.config.keywords, issue.status.value)),
            issue_number=issue.number,
        ),
        number=issue.number,
        status=TAGS[issue.status],
        facts=tuple(_issue_facts(site, within, entry, issue, index)),
        origin=origin_of(within),
        original_url=record.original_url,
        note=richtext.blocks(issue.note) if issue.note else (),
        sections=tuple(_sections(issue, link_terms)),
        result=issue.result,
        figures=issue.figures,
        events=tuple(_events(issue)),
        documents=tuple(f"《{d.title}》" + (f"（{d.number}）" if d.number else "") for d in documents_of(issue)),
        history=(
            *(
                Change(str(r.date), r.date.iso, r.note + (f"（{r.reason}）" if r.reason else ""))
                for r in sorted(issue.revisions, key=lambda r: r.date, reverse=True)
            ),
            Change(str(published), published.iso, "首次公布"),
        ),
        previous=before,
        following=after,
        related=related,
    )


Neighbours = tuple[Row | None, Row | None, tuple[tuple[Row, str], ...]]


def neighbours(within: SiteRound, place: int) -> Neighbours:
    """What the page of the issue at *place* shows of other issues: before, after, related."""
    issues = within.issues
    before = issues[place - 1].row if place else None
    after = issues[place + 1].row if place + 1 < len(issues) else None
    relations = within.related.get(issues[place].card.number, ())
    return before, after, tuple((_numbered(issues, r.number).row, r.reason) for r in relations)


def _numbered(issues: tuple[SiteIssue, ...], number: int) -> SiteIssue:
    """The issue with *number* in a list that is ordered by number."""
    return issues[bisect_left(issues, number, key=lambda entry: entry.card.number)]


def _issue_facts(site: Site, within: SiteRound, entry: SiteIssue, issue: Issue, category: Link) -> Iterator[Fact]:
    record = within.round
    names: dict[str, Department] = {n: d for d in site.config.departments for n in (d.name, *d.aliases)}

    def departments(given: tuple[str, ...]) -> tuple[Link, ...]:
        return tuple(Link(names[n].name, f"{within.id}/departments/{names[n].id}.html") for n in given)

    yield Fact("整改状态", status=TAGS[issue.status])
    yield Fact("类别", (category,))
    if issue.timeframe:
        yield Fact("时限", (Link(issue.timeframe.value),))
    if issue.lead:
        yield Fact("牵头部门", departments(issue.lead))
    if issue.responsible:
        yield Fact("责任部门", departments(issue.responsible))
    yield Fact("发布时间", (Link((issue.published or record.published).stamp),))
    if entry.card.changed:
        yield Fact("更新日期", (Link(entry.card.changed),))
    yield Fact("来源", (Link(record.source),))


def _sections(issue: Issue, link_terms: LinkTerms) -> Iterator[Section]:
    problem = tuple(
        Paragraph(f"wenti-{n}", n, link_terms(html)) for n, html in enumerate(richtext.blocks(issue.problem), start=1)
    )
    yield Section("wenti", "问题", problem)
    if issue.measures:
        yield Section(
            "cuoshi",
            "整改措施",
            tuple(
                Paragraph(
                    f"cuoshi-{n}",
                    n,
                    link_terms(_joined(m.text)),
                    f"时限：{m.due}" if m.due else "",
                    m.due.iso if m.due else "",
                )
                for n, m in enumerate(issue.measures, start=1)
            ),
        )
    if issue.progress:
        yield Section(
            "jinzhan",
            "整改进展",
            tuple(
                Paragraph(
                    f"jinzhan-{n}",
                    n,
                    link_terms(_joined(p.text)),
                    span_in_words(p.date, p.until) if p.date else "",
                    p.date.iso if p.date else "",
                )
                for n, p in enumerate(issue.progress, start=1)
            ),
        )


def _joined(text: str) -> Markup:
    pieces = richtext.blocks(text)
    return pieces[0] if len(pieces) == 1 else Markup("").join(pieces)


def _events(issue: Issue) -> Iterator[Event]:
    dated = [(p.date, n, p) for n, p in enumerate(issue.progress, start=1) if p.date]
    if len(dated) < 2:  # noqa: PLR2004 - one date is no sequence
        return
    for date, number, progress in sorted(dated, key=lambda item: item[:2]):
        yield Event(
            span_in_words(date, progress.until), date.iso, shorten(plain(progress.text), 46), f"jinzhan-{number}"
        )
