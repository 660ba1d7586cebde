"""The contents page of a round, and the page about its notice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from markupsafe import Markup

from rectify.citation.forms import Form, forms_of
from rectify.citation.pages import citation_paths, cited_round
from rectify.field import addresses
from rectify.field.config import Destination
from rectify.ground import richtext
from rectify.ground.dates import PartialDate
from rectify.ground.qr import QrCode, qr_code
from rectify.ground.text import shorten
from rectify.site import linked_data, page_parts
from rectify.site.attached_view import (
    PhotoGroup,
    ShownAttachment,
    attachments_link,
    photo_groups,
    shown_attachments,
)
from rectify.site.chrome import Link, PageMeta, article_of, page_meta
from rectify.site.collected_views import contradictions_link, returns_link
from rectify.site.fact_pages import fact_links
from rectify.site.history import TextChange, notes_of
from rectify.site.issue_row import Row
from rectify.site.list_views import PAGE_LENGTH
from rectify.site.model import GroupKind, Site, SiteIssue, SiteRound
from rectify.site.own_page_views import OwnText, own_text
from rectify.source.summary import withdrawal_of

_LONG: Final = 20
"""From so many issues on, their titles fill two screens of a phone."""

LinkTerms = Callable[[Markup], Markup]


class RoundView(NamedTuple):
    """The contents page of a round: what the notice says around its issues, and all of them."""

    meta: PageMeta
    round: page_parts.RoundSummary
    introduction: tuple[Markup, ...]
    closing: tuple[Markup, ...]
    author: str
    written: str
    contents: tuple[tuple[page_parts.GroupRow, tuple[Row, ...]], ...]
    is_long: bool
    """Whether `contents` are so many that links lead down to its groups."""
    overview: tuple[page_parts.GroupRow, ...]
    """The groups of `contents` where their issues are too many for one page; else none."""
    groups: tuple[Link, ...]
    lacks_facts: bool
    """Whether the round is too large for the pages of documents, dates and figures."""
    withdrawn: tuple[tuple[Link, str], ...]
    feed: str
    calendar: str
    """The address of the calendar of promised days, if there are any."""
    citation: tuple[Form, ...]
    citation_files: tuple[Link, ...]
    photos: tuple[PhotoGroup, ...]
    attachments: tuple[ShownAttachment, ...]
    qr: QrCode


class AboutView(NamedTuple):
    """The notice's particulars, and whether its totals agree with the record."""

    meta: PageMeta
    facts: tuple[page_parts.Fact, ...]
    origin: str
    original_url: str | None
    notice_word: str
    comparisons: tuple[page_parts.Comparison, ...]
    statement: tuple[Markup, ...]
    by_category: tuple[page_parts.GroupRow, ...]
    by_status: tuple[page_parts.GroupRow, ...]
    total: int
    revisions: tuple[TextChange, ...]
    own_text: OwnText | None


def round_view(site: Site, round_: SiteRound, link_terms: LinkTerms) -> RoundView:
    """The contents page of a round."""
    record = round_.round
    all_titles = len(round_.issues) <= PAGE_LENGTH
    return RoundView(
        meta=_round_meta(site, round_, all_titles=all_titles),
        round=page_parts.round_summary(round_),
        introduction=tuple(map(link_terms, richtext.blocks(record.introduction))),
        closing=tuple(map(link_terms, richtext.blocks(record.closing))) if record.closing else (),
        author=record.author,
        written=str(record.written),
        contents=tuple((row, tuple(issue.row for issue in issues)) for row, issues in _contents(round_) if all_titles),
        is_long=len(round_.categories) > 1 and _LONG <= len(round_.issues) <= PAGE_LENGTH,
        overview=tuple(row for row, _ in _contents(round_) if not all_titles),
        groups=(() if all_titles else (Link("全部问题", addresses.round_page(round_.id, addresses.ISSUES)),))
        + tuple(
            Link(f"按{page_parts.GROUP_TITLES[kind]}查看", addresses.group_page(round_.id, kind.value))
            for kind in GroupKind
            if page_parts.groups_of(round_, kind)
        )
        + contradictions_link(round_)
        + (returns_link(site) if any(entry.earlier for entry in round_.issues) else ())
        + fact_links(round_)
        + attachments_link(round_),
        lacks_facts=bool(round_.issues and not round_.facts),
        withdrawn=tuple(_withdrawn(round_)),
        feed=addresses.feed(round_.id),
        calendar=addresses.calendar(round_.id)
        if any(entry.promise and entry.promise.is_exact for entry in round_.issues)
        else "",
        citation=forms_of(cited_round(site.config, round_)),
        citation_files=tuple(Link(name, path) for name, path in citation_paths(round_)),
        photos=photo_groups(record.photos, round_.files),
        attachments=shown_attachments(record.attachments, round_.files),
        qr=qr_code(site.config.absolute(addresses.round_page(round_.id)), round_.face.codes),
    )


def _round_meta(site: Site, round_: SiteRound, *, all_titles: bool) -> PageMeta:
    """The head of a round's contents page; with *all_titles* it names every issue to machines, too."""
    record, path = round_.round, addresses.round_page(round_.id)
    thing = linked_data.report(
        site.config,
        record,
        site.config.absolute(path),
        modified=round_.last_change,
        issues=(site.config.absolute(issue.path) for issue in round_.issues if all_titles),
    )
    return page_meta(
        site.face,
        path,
        record.title,
        description=shorten(record.summary, page_parts.DESCRIPTION_LENGTH),
        round_=round_.face,
        article=article_of(record, record.title, record.published, site.config.keywords, round_.last_change),
        here=Destination.NOTICE,
        things=(thing,),
    )


def _contents(round_: SiteRound) -> tuple[tuple[page_parts.GroupRow, tuple[SiteIssue, ...]], ...]:
    groups = tuple(
        (row, group.issues)
        for row, group in zip(page_parts.group_rows(round_.categories), round_.categories, strict=True)
    )
    return groups or (((page_parts.row_of_all(round_), round_.issues),) if round_.issues else ())


def about_view(site: Site, round_: SiteRound) -> AboutView:
    """The notice's particulars and totals."""
    record, comparisons, notice = round_.round, page_parts.comparisons_of(round_), round_.round.notice_word
    period = f"{record.kind.words.period}、" if record.inspection else ""
    return AboutView(
        meta=page_meta(
            site.face,
            addresses.round_page(round_.id, addresses.ABOUT),
            f"关于这份{notice}",
            description=f"{record.title}的{period}发布时间、公开信息，以及{notice}所称总数与逐项记录的对照。",
            round_=round_.face,
            here=Destination.ABOUT,
        ),
        facts=tuple(page_parts.Fact(name, (Link(text),)) for name, text in _round_facts(round_) if text),
        origin=page_parts.origin_of(round_.face),
        original_url=record.original_url,
        notice_word=notice,
        comparisons=comparisons,
        statement=richtext.blocks(
            "\n\n".join(
                filter(
                    None,
                    (
                        record.claims.statement,
                        page_parts.later_in_words(comparisons, notice),
                        page_parts.withdrawn_in_words(round_),
                        page_parts.withheld_in_words(round_),
                        page_parts.voices_in_words(round_),
                        page_parts.promises_in_words(round_),
                    ),
                )
            )
        ),
        by_category=page_parts.group_rows(round_.categories),
        by_status=page_parts.group_rows(round_.statuses),
        total=len(round_.issues),
        revisions=notes_of(record.revisions),
        own_text=own_text(site, "about", "../"),
    )


def _withdrawn(round_: SiteRound) -> Iterator[tuple[Link, str]]:
    for entry in round_.withdrawn:
        withdrawal = withdrawal_of(entry.summary)
        goal = f"，并入第{withdrawal.into}号" if withdrawal and withdrawal.into is not None else ""
        yield (
            page_parts.issue_link(entry.summary.number, entry.summary.title, entry.path),
            f"{PartialDate.parse(withdrawal.date) if withdrawal else ''}已撤下{goal}",
        )


def _round_facts(round_: SiteRound) -> Iterator[tuple[str, str]]:
    record, disclosure, words = round_.round, round_.round.disclosure, round_.round.kind.words
    days = record.inspection
    yield "标题", record.title
    yield words.body, record.inspected_body
    yield words.team, record.inspection_team
    yield words.level, record.level.value if record.level else ""
    yield words.period, page_parts.inspection_in_words(days) if days else ""
    yield words.feedback, str(record.feedback or "")
    if record.claims.problems is not None:
        refined = f"，细化为{record.claims.issues}个" if record.claims.issues is not None else ""
        yield words.problems, f"{record.claims.problems}个{refined}"
    yield "验收", str(record.accepted or "")
    yield "成文日期", str(record.written)
    yield "发布时间", record.published.stamp
    yield "来源", record.source
    yield "落款", record.author
    yield "索引号", disclosure.index_no
    yield "主题分类", disclosure.topic
    yield "发布机构", disclosure.publisher
    yield "发文字号", disclosure.doc_no
    yield "公开方式", disclosure.openness
    yield "有效性", disclosure.validity
    yield "公开范围", disclosure.scope
    yield "数据截至", str(record.as_of or "")
    if record.archived:
        yield "归档日期", str(record.archived)
