"""The page of one issue."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from markupsafe import Markup

from rectify.field.config import Department
from rectify.field.model import Figure
from rectify.ground import richtext
from rectify.ground.dates import span_in_words
from rectify.ground.text import plain, shorten
from rectify.site.derive import Site, SiteIssue, SiteRound
from rectify.site.frame import Head, Link, article_of, head_of
from rectify.site.rows import DESCRIPTION_LENGTH, Fact, Row, StatusTag, origin_of, row_of, tag_of

LinkTerms = Callable[[Markup], Markup]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A numbered paragraph that can be linked: `when` is its date in words, `iso` for machines."""

    id: str
    number: int
    html: Markup
    when: str = ""
    iso: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of an issue page."""

    id: str
    title: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """Something dated that happened, and where the page tells of it."""

    when: str
    iso: str
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Change:
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


def issue_view(site: Site, within: SiteRound, place: int, link_terms: LinkTerms) -> IssueView:
    """The page of the issue at *place* in the round *within*."""
    entry = within.issues[place]
    issue, record = entry.issue, within.round
    published = issue.published or record.published
    rows = {
        n: row_of(within, within.issues[i])
        for n, i in (("before", place - 1), ("after", place + 1))
        if 0 <= i < len(within.issues)
    }
    sections = tuple(_sections(entry, link_terms))
    numbered = {other.issue.number: other for other in within.issues} if within.related.get(issue.number) else {}
    return IssueView(
        head=head_of(
            site,
            entry.path,
            issue.title,
            description=shorten(
                f"第{issue.number}号问题，{issue.status.value}。{plain(issue.problem)}", DESCRIPTION_LENGTH
            ),
            within=within,
            crumbs=(Link(entry.category.title, f"{within.id}/categories/{entry.category.id}.html"),),
            article=article_of(record, issue.title, published, (*site.config.keywords, issue.status.value)),
            issue_number=issue.number,
        ),
        number=issue.number,
        status=tag_of(issue.status),
        facts=tuple(_issue_facts(site, within, entry)),
        origin=origin_of(within),
        original_url=record.original_url,
        note=richtext.blocks(issue.note) if issue.note else (),
        sections=sections,
        result=issue.result,
        figures=issue.figures,
        events=tuple(_events(entry)),
        documents=tuple(f"《{d.title}》" + (f"（{d.number}）" if d.number else "") for d in entry.documents),
        history=(
            *(
                Change(str(r.date), r.date.iso, r.note + (f"（{r.reason}）" if r.reason else ""))
                for r in sorted(issue.revisions, key=lambda r: r.date, reverse=True)
            ),
            Change(str(published), published.iso, "首次公布"),
        ),
        previous=rows.get("before"),
        following=rows.get("after"),
        related=tuple((row_of(within, numbered[r.number]), r.reason) for r in within.related.get(issue.number, ())),
    )


def _issue_facts(site: Site, within: SiteRound, entry: SiteIssue) -> Iterator[Fact]:
    issue, record = entry.issue, within.round
    names: dict[str, Department] = {n: d for d in site.config.departments for n in (d.name, *d.aliases)}

    def departments(given: tuple[str, ...]) -> tuple[Link, ...]:
        return tuple(Link(names[n].name, f"{within.id}/departments/{names[n].id}.html") for n in given)

    yield Fact("整改状态", status=tag_of(issue.status))
    yield Fact("类别", (Link(entry.category.title, f"{within.id}/categories/{entry.category.id}.html"),))
    if issue.timeframe:
        yield Fact("时限", (Link(issue.timeframe.value),))
    if issue.lead:
        yield Fact("牵头部门", departments(issue.lead))
    if issue.responsible:
        yield Fact("责任部门", departments(issue.responsible))
    yield Fact("发布时间", (Link((issue.published or record.published).stamp),))
    if entry.date:
        yield Fact("更新日期", (Link(entry.date.iso),))
    yield Fact("来源", (Link(record.source),))


def _sections(entry: SiteIssue, link_terms: LinkTerms) -> Iterator[Section]:
    issue = entry.issue
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
    return Markup("").join(richtext.blocks(text))


def _events(entry: SiteIssue) -> Iterator[Event]:
    dated = [(p.date, n, p) for n, p in enumerate(entry.issue.progress, start=1) if p.date]
    if len(dated) < 2:  # noqa: PLR2004 - one date is no sequence
        return
    for date, number, progress in sorted(dated, key=lambda item: item[:2]):
        yield Event(
            span_in_words(date, progress.until), date.iso, shorten(plain(progress.text), 46), f"jinzhan-{number}"
        )
