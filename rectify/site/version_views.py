"""Pages about former texts: older texts, the changes between two, issues that were withdrawn (C-08, G-19)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from markupsafe import Markup

from rectify.engine.output import Texts
from rectify.field import addresses
from rectify.field.attached import attached_to, in_words
from rectify.field.model import UNFILLED_CATEGORY, Figure, Issue
from rectify.field.particulars import particulars_of
from rectify.ground import richtext
from rectify.ground.dates import PartialDate
from rectify.site.chrome import Link, PageMeta, page_meta
from rectify.site.comparison import ComparedSection, compared_sections
from rectify.site.history import TextChange, Version, compared_pairs, history_of, notes_of, revisions_of
from rectify.site.issue_life import after_status
from rectify.site.issue_row import TAGS, Row, StatusTag
from rectify.site.issue_text import IssueText
from rectify.site.issue_view import Section, documents_in_words, in_lines, sections_of, text_file_of
from rectify.site.model import RoundFace, SiteFace, SiteIssue
from rectify.site.page_parts import Fact
from rectify.site.public_texts import older_digest
from rectify.source.summary import withdrawal_of


class ShownText(NamedTuple):
    """The words of an issue, as a page of its own shows them."""

    status: StatusTag
    note: tuple[Markup, ...]
    sections: tuple[Section, ...]
    result: str
    figures: tuple[Figure, ...]
    documents: tuple[str, ...]
    files: tuple[str, ...]


class VersionView(NamedTuple):
    """An older text of an issue, and what took its place."""

    meta: PageMeta
    number: int
    version: int
    since: TextChange
    until: TextChange
    current: int
    path: str
    differences: tuple[Link, ...]
    facts: tuple[Fact, ...]
    text: ShownText
    digest: str
    public_text: str


class DifferenceView(NamedTuple):
    """What changed between two texts of an issue: `changes` are all revisions between them."""

    meta: PageMeta
    number: int
    path: str
    before: Link
    after: Link
    changes: tuple[TextChange, ...]
    changed: tuple[ComparedSection, ...]
    same: tuple[ComparedSection, ...]
    others: tuple[Link, ...]


class WithdrawnView(NamedTuple):
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
    text: ShownText | None
    history: tuple[Version, ...]
    supplements: tuple[TextChange, ...]
    text_file: Link


def shown_text(text: IssueText) -> ShownText:
    """The words of an issue without links to explanations."""
    issue = text.issue
    return ShownText(
        TAGS[issue.status],
        richtext.blocks(issue.note) if issue.note else (),
        sections_of(text, show=partial(in_lines, file=True)),
        after_status(issue.result, issue.status),
        issue.figures,
        documents_in_words(issue),
        tuple(in_words(one, file=True) for one in attached_to(issue)),
    )


class VersionInputs(NamedTuple):
    """All that the page of an older text is made of beside the texts."""

    site: SiteFace
    round_: RoundFace
    entry: SiteIssue
    version: int


class DifferenceInputs(NamedTuple):
    """All that the page which compares two texts is made of beside the texts."""

    site: SiteFace
    round_: RoundFace
    entry: SiteIssue
    before: int
    after: int


class WithdrawnInputs(NamedTuple):
    """All that a page which stays of a withdrawn issue is made of: it stands at `path`; the issue went `into` another."""

    site: SiteFace
    round_: RoundFace
    entry: SiteIssue
    path: str
    into: Row | None


def version_view(inputs: VersionInputs, texts: Texts) -> VersionView:
    """The page of an older text of an issue."""
    site, round_, entry, version = inputs
    issue: Issue = texts[entry.text].issue
    old: IssueText = texts[dict(entry.older)[version]]
    number = entry.summary.number
    path = addresses.older_text_page(round_.id, number, version)
    changes = revisions_of(issue, issue.published or round_.round.published)
    pairs = [pair for pair in compared_pairs(entry) if version in pair]
    return VersionView(
        meta=_older_meta(
            site,
            round_,
            entry,
            path=path,
            heading=f"{old.issue.title}（第{version}版，旧版本）",
            description=f"第{number}号问题的第{version}版文字，是旧版本，已由后来的文字取代。",
        ),
        number=number,
        version=version,
        since=changes[version - 1],
        until=changes[version],
        current=len(changes),
        path=entry.path,
        differences=tuple(_difference_link(round_, number, before, after) for before, after in pairs),
        facts=tuple(_facts(round_, old.issue)),
        text=shown_text(old),
        digest=older_digest(round_, entry, old.issue),
        public_text=addresses.sibling(path, "txt"),
    )


def difference_view(inputs: DifferenceInputs, texts: Texts) -> DifferenceView:
    """The page that shows how one text of an issue became another."""
    site, round_, entry, before, after = inputs
    issue: Issue = texts[entry.text].issue
    number = entry.summary.number
    changes = revisions_of(issue, issue.published or round_.round.published)
    issues = {**{version: texts[ref].issue for version, ref in entry.older}, len(changes): issue}
    sections = compared_sections(issues[before], issues[after], {c.id: c.title for c in round_.round.categories})

    def link(version: int) -> Link:
        is_current = version == len(changes)
        path = entry.path if is_current else addresses.older_text_page(round_.id, number, version)
        return Link(f"第{version}版" + ("（现在的文字）" if is_current else ""), path)

    return DifferenceView(
        meta=_older_meta(
            site,
            round_,
            entry,
            path=addresses.comparison_page(round_.id, number, before, after),
            heading=f"第{number}号问题：第{before}版和第{after}版的不同",
            description=f"第{number}号问题的文字从第{before}版到第{after}版改了什么，逐处标明。",
        ),
        number=number,
        path=entry.path,
        before=link(before),
        after=link(after),
        changes=changes[before:after],
        changed=tuple(section for section in sections if section.is_changed),
        same=tuple(section for section in sections if not section.is_changed),
        others=tuple(
            _difference_link(round_, number, *other) for other in compared_pairs(entry) if other != (before, after)
        ),
    )


def withdrawn_view(inputs: WithdrawnInputs, texts: Texts) -> WithdrawnView:
    """The page that stays of a withdrawn issue; only its own page shows the text, if any does."""
    site, round_, entry, path, into = inputs
    text: IssueText = texts[entry.text]
    issue = text.issue
    withdrawal = issue.withdrawn
    date, reason = (withdrawal.date, withdrawal.reason) if withdrawal else (PartialDate(0), "")
    is_shown = withdrawal is not None and withdrawal.keeps_text and path == entry.path
    older = ((version, texts[ref].issue) for version, ref in entry.older)
    return WithdrawnView(
        meta=_withdrawn_meta(site, round_, entry, path),
        number=issue.number,
        title="" if withdrawal and withdrawal.hide_title else issue.title,
        path=entry.path,
        when=str(date),
        iso=date.iso,
        published=str((issue.published or round_.round.published).date),
        reason=reason.rstrip("。") + "。",
        into=into,
        text=shown_text(text) if is_shown else None,
        history=history_of(round_, entry, issue, older) if is_shown else (),
        supplements=notes_of(issue.supplements) if is_shown else (),
        text_file=text_file_of(entry),
    )


def _withdrawn_meta(site: SiteFace, round_: RoundFace, entry: SiteIssue, path: str) -> PageMeta:
    number = entry.summary.number
    heading = f"第{number}号问题已撤下"
    description = f"第{number}号问题已撤下，这一页说明时间、原因和去向。"
    if path != entry.path:
        return _older_meta(site, round_, entry, path=path, heading=f"{heading}（旧版本）", description=description)
    meta = page_meta(site, path, heading, description=description, round_=round_, issue_number=number)
    return meta._replace(indexed=False, mention=_mention(entry))


def _older_meta(
    site: SiteFace, round_: RoundFace, entry: SiteIssue, *, path: str, heading: str, description: str
) -> PageMeta:
    """What a page beside that of an issue says of itself; the issue's own page is the one to find and to cite."""
    number = entry.summary.number
    way = Link(f"第{number}号问题", entry.path)
    meta = page_meta(site, path, heading, description=description, round_=round_, crumbs=(way,), issue_number=number)
    return meta._replace(
        canonical=site.config.absolute(entry.path),
        indexed=False,
        mention=_mention(entry),
    )


def _mention(entry: SiteIssue) -> str:
    """What the issue is called in the sentence that asks for corrections; one whose title is hidden by its number alone."""
    withdrawal, name = withdrawal_of(entry.summary), f"第{entry.summary.number}号问题"
    return name if withdrawal and withdrawal.hides_title else f"{name}“{entry.summary.title}”"


def _difference_link(round_: RoundFace, number: int, before: int, after: int) -> Link:
    return Link(f"第{before}版和第{after}版的不同", addresses.comparison_page(round_.id, number, before, after))


def _facts(round_: RoundFace, issue: Issue) -> Iterator[Fact]:
    """What an older text said of itself; categories and departments may have other names by now."""
    titles: dict[str, str] = {category.id: category.title for category in round_.round.categories}
    yield Fact("整改状态", status=TAGS[issue.status])
    if issue.category != UNFILLED_CATEGORY:
        yield Fact("类别", (Link(titles.get(issue.category, issue.category)),))
    for particular, words in particulars_of(issue):
        yield Fact(particular.title, tuple(map(Link, words)))
