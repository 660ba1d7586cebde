"""Pages about what is no longer: older texts, what changed between two, issues that were withdrawn (C-08, G-19)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from markupsafe import Markup

from rectify.field.model import Figure, Issue
from rectify.field.public_text import public_text_digest
from rectify.ground import richtext
from rectify.ground.dates import PartialDate
from rectify.site.chrome import Link, PageMeta, page_meta
from rectify.site.comparison import ComparedSection, compared_sections
from rectify.site.derive import Site, SiteIssue, SiteRound
from rectify.site.history import Told, Version, compared, difference_path, history_of, told_of, version_path
from rectify.site.issue_row import TAGS, Row, StatusTag
from rectify.site.issue_view import Section, sections_of
from rectify.site.page_parts import Fact
from rectify.site.reading import reading_of
from rectify.source.summary import documents_of


class IssueText(NamedTuple):
    """The words of an issue, as a page of its own shows them."""

    status: StatusTag
    note: tuple[Markup, ...]
    sections: tuple[Section, ...]
    result: str
    figures: tuple[Figure, ...]
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionView:
    """An older text of an issue, and what took its place."""

    meta: PageMeta
    number: int
    version: int
    since: Told
    until: Told
    current: int
    path: str
    differences: tuple[Link, ...]
    facts: tuple[Fact, ...]
    text: IssueText
    digest: str
    public_text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceView:
    """What changed between two texts of an issue: `changes` are all revisions between them."""

    meta: PageMeta
    number: int
    path: str
    before: Link
    after: Link
    changes: tuple[Told, ...]
    changed: tuple[ComparedSection, ...]
    same: tuple[ComparedSection, ...]
    others: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawnView:
    """A page that stays where an issue was, or an older text of it: when and why it was withdrawn, where it went."""

    meta: PageMeta
    number: int
    title: str
    path: str
    when: str
    iso: str
    published: str
    reason: str
    into: Row | None
    text: IssueText | None
    history: tuple[Version, ...]


def text_of(issue: Issue) -> IssueText:
    """The words of *issue* without links to explanations."""
    return IssueText(
        TAGS[issue.status],
        richtext.blocks(issue.note) if issue.note else (),
        sections_of(reading_of(issue)),
        issue.result,
        issue.figures,
        tuple(f"《{d.title}》" + (f"（{d.number}）" if d.number else "") for d in documents_of(issue)),
    )


def old_head(site: Site, round_: SiteRound, entry: SiteIssue, *, path: str, heading: str, description: str) -> PageMeta:
    """The head of a page beside that of the issue *entry*, which is the one to find and to cite."""
    way = Link(f"第{entry.summary.number}号问题", entry.path)
    number = entry.summary.number
    meta = page_meta(site, path, heading, description=description, round_=round_, crumbs=(way,), issue_number=number)
    return replace(
        meta,
        canonical=site.config.absolute(entry.path),
        indexed=False,
        mention=f"第{number}号问题“{entry.summary.title}”",
    )


def version_head(site: Site, round_: SiteRound, entry: SiteIssue, version: int) -> PageMeta:
    """The head of the page of an older text."""
    number = entry.summary.number
    old = next(one.issue for one in entry.versions if one.version == version)
    description = f"第{number}号问题的第{version}版文字，是旧版本，已由后来的文字取代。"
    path = version_path(round_, number, version)
    return old_head(
        site, round_, entry, path=path, heading=f"{old.title}（第{version}版，旧版本）", description=description
    )


def difference_head(site: Site, round_: SiteRound, entry: SiteIssue, before: int, after: int) -> PageMeta:
    """The head of the page that compares two texts."""
    number = entry.summary.number
    description = f"第{number}号问题的文字从第{before}版到第{after}版改了什么，逐处标明。"
    path = difference_path(round_, number, before, after)
    heading = f"第{number}号问题：第{before}版和第{after}版的不同"
    return old_head(site, round_, entry, path=path, heading=heading, description=description)


def version_view(meta: PageMeta, round_: SiteRound, entry: SiteIssue, issue: Issue, version: int) -> VersionView:
    """The page of an older text of the issue *entry*, whose text of today is *issue*."""
    number, old = entry.summary.number, next(one.issue for one in entry.versions if one.version == version)
    told = told_of(issue, issue.published or round_.round.published)
    pairs = [pair for pair in compared(entry) if version in pair]
    return VersionView(
        meta=meta,
        number=number,
        version=version,
        since=told[version - 1],
        until=told[version],
        current=len(told),
        path=entry.path,
        differences=tuple(_difference_link(round_, number, before, after) for before, after in pairs),
        facts=tuple(_facts(round_, old)),
        text=text_of(old),
        digest=public_text_digest(old),
        public_text=version_path(round_, number, version).replace(".html", ".txt"),
    )


def difference_view(
    meta: PageMeta, round_: SiteRound, entry: SiteIssue, issue: Issue, pair: tuple[int, int]
) -> DifferenceView:
    """The page that shows how one text of the issue *entry* became another, both by their numbers in *pair*."""
    before, after = pair
    number = entry.summary.number
    told = told_of(issue, issue.published or round_.round.published)
    texts = {**{one.version: one.issue for one in entry.versions}, len(told): issue}
    sections = compared_sections(texts[before], texts[after], {c.id: c.title for c in round_.round.categories})

    def link(version: int) -> Link:
        is_current = version == len(told)
        path = entry.path if is_current else version_path(round_, number, version)
        return Link(f"第{version}版" + ("（现在的文字）" if is_current else ""), path)

    return DifferenceView(
        meta=meta,
        number=number,
        path=entry.path,
        before=link(before),
        after=link(after),
        changes=told[before:after],
        changed=tuple(section for section in sections if section.is_changed),
        same=tuple(section for section in sections if not section.is_changed),
        others=tuple(_difference_link(round_, number, *other) for other in compared(entry) if other != pair),
    )


def withdrawn_head(site: Site, round_: SiteRound, entry: SiteIssue, path: str) -> PageMeta:
    """The head of the page at *path* that stays of a withdrawn issue."""
    number = entry.summary.number
    heading = f"第{number}号问题已撤下"
    description = f"第{number}号问题已撤下，这一页说明时间、原因和去向。"
    if path != entry.path:
        return old_head(site, round_, entry, path=path, heading=f"{heading}（旧版本）", description=description)
    meta = page_meta(site, path, heading, description=description, round_=round_, issue_number=number)
    return replace(meta, indexed=False, mention=f"第{number}号问题“{entry.summary.title}”")


def withdrawn_view(
    meta: PageMeta, round_: SiteRound, entry: SiteIssue, issue: Issue, into: Row | None
) -> WithdrawnView:
    """The page that stays of the withdrawn issue *entry*; only its own page shows the text, if any does."""
    gone = issue.withdrawn
    date, reason = (gone.date, gone.reason) if gone else (PartialDate(0), "")
    is_shown = gone is not None and gone.keep_text and meta.path == entry.path
    return WithdrawnView(
        meta=meta,
        number=issue.number,
        title=issue.title,
        path=entry.path,
        when=str(date),
        iso=date.iso,
        published=str((issue.published or round_.round.published).date),
        reason=reason.rstrip("。") + "。",
        into=into,
        text=text_of(issue) if is_shown else None,
        history=history_of(round_, entry, issue) if is_shown else (),
    )


def _difference_link(round_: SiteRound, number: int, before: int, after: int) -> Link:
    return Link(f"第{before}版和第{after}版的不同", difference_path(round_, number, before, after))


def _facts(round_: SiteRound, issue: Issue) -> Iterator[Fact]:
    """What an older text said of itself; categories and departments may have other names by now."""
    titles: dict[str, str] = {category.id: category.title for category in round_.round.categories}
    yield Fact("整改状态", status=TAGS[issue.status])
    yield Fact("类别", (Link(titles.get(issue.category, issue.category)),))
    if issue.timeframe:
        yield Fact("时限", (Link(issue.timeframe.value),))
    for name, departments in (("牵头部门", issue.lead), ("责任部门", issue.responsible)):
        if departments:
            yield Fact(name, _names(departments))


def _names(names: Sequence[str]) -> tuple[Link, ...]:
    return tuple(Link(name) for name in names)
