"""The page with the whole notice, for reading and printing (F-07, F-10)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from markupsafe import Markup

from rectify.engine.output import Texts
from rectify.field import addresses
from rectify.field.attached import attached_to, in_words
from rectify.field.model import Photo
from rectify.ground import richtext
from rectify.ground.qr import QrCode, qr_code
from rectify.site.chrome import PageMeta, article_of, page_meta
from rectify.site.issue_life import after_status
from rectify.site.issue_row import TAGS, StatusTag
from rectify.site.issue_text import IssueText
from rectify.site.issue_view import Paragraph, Section, issue_facts, sections_of
from rectify.site.model import RoundFace, SiteFace, SiteIssue, SiteRound
from rectify.site.page_parts import origin_of

MAX_ON_ONE_PAGE: Final = 400
"""Issues of a round up to which there is such a page; more would be over two megabytes."""

_ALL: Final = "quanbu-wenti"
"""The place of all issues of a round that has no categories."""

_SAID_ELSEWHERE: Final = ("整改状态", "类别", "话题", "来源", "发布时间")
"""Facts of an issue that the whole notice need not repeat with each."""


class WholeIssue(NamedTuple):
    """An issue as a part of the whole: what its own page shows, but for ways to other pages."""

    id: str
    number: int
    title: str
    path: str
    status: StatusTag
    outcome: str
    note: tuple[Markup, ...]
    sections: tuple[Section, ...]
    figures: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]


class WholeGroup(NamedTuple):
    """The issues of one category, or all of a round that has none."""

    id: str
    title: str
    issues: tuple[WholeIssue, ...]


class WholeView(NamedTuple):
    """The whole notice."""

    meta: PageMeta
    title: str
    source: str
    published: str
    published_iso: str
    origin: str
    original_url: str | None
    total: int
    round_url: str
    introduction: tuple[Markup, ...]
    groups: tuple[WholeGroup, ...]
    closing: tuple[Markup, ...]
    author: str
    written: str
    qr: QrCode


def is_on_one_page(round_: SiteRound) -> bool:
    """Whether a round is small enough for one page."""
    return len(round_.issues) <= MAX_ON_ONE_PAGE


class WholeInputs(NamedTuple):
    """Inputs of the page; `groups` are the categories with id, title and parts of their issues, or one of all issues."""

    site: SiteFace
    round_: RoundFace
    groups: tuple[tuple[str, str, tuple[bytes, ...]], ...]


class WholePartInputs(NamedTuple):
    """Inputs of an issue's part of the whole, except its text."""

    site: SiteFace
    round_: RoundFace
    entry: SiteIssue


def whole_inputs(site: SiteFace, round_: SiteRound, parts: Mapping[str, bytes]) -> WholeInputs:
    """The inputs of the whole notice of a round; *parts* are what `whole_part` gives of its issues, by path."""
    categories = tuple((one.id, one.title, one.issues) for one in round_.categories)
    groups = categories or ((_ALL, "问题和整改情况", round_.issues),)
    in_parts = tuple((name, title, tuple(parts[entry.path] for entry in issues)) for name, title, issues in groups)
    return WholeInputs(site, round_.face, in_parts)


def whole_view(inputs: WholeInputs) -> WholeView:
    """The page of a whole notice."""
    site, round_, groups = inputs
    record, total = round_.round, sum(len(issues) for _, _, issues in groups)
    return WholeView(
        meta=page_meta(
            site,
            addresses.round_page(round_.id, addresses.WHOLE),
            f"{record.notice_word}全文",
            description=f"{record.title}全文，{total}个问题在一页里，可以打印。",
            round_=round_,
            article=article_of(record, record.title, record.published, site.config.keywords),
        ),
        title=record.title,
        source=record.source,
        published=str(record.published.date),
        published_iso=record.published.iso,
        origin=origin_of(round_),
        original_url=record.original_url,
        total=total,
        round_url=site.config.absolute(addresses.round_page(round_.id)),
        qr=qr_code(site.config.absolute(addresses.round_page(round_.id, addresses.WHOLE)), round_.codes),
        introduction=richtext.blocks(record.introduction),
        groups=tuple(
            WholeGroup(
                f"lei-{category}" if category != _ALL else _ALL,
                title,
                tuple(map(_whole_issue, issues)),
            )
            for category, title, issues in groups
        ),
        closing=richtext.blocks(record.closing) if record.closing else (),
        author=record.author,
        written=str(record.written),
    )


def whole_part(inputs: WholePartInputs, texts: Texts) -> bytes:
    """A part: an issue's `WholeIssue` as JSON, kept since the page and its fragment need it of all issues at every edit."""
    site, round_, entry = inputs
    text: IssueText = texts[entry.text]
    own, issue = entry.path.rpartition("/")[2], text.issue
    facts = (fact for fact in issue_facts(site, round_, entry, issue) if fact.name not in _SAID_ELSEWHERE)
    whole = WholeIssue(
        id=f"di-{issue.number}",
        number=issue.number,
        title=issue.title,
        path=entry.path,
        status=TAGS[issue.status],
        outcome=issue.status.words + after_status(issue.result, issue.status),
        note=tuple(_from_afar(html, own) for html in richtext.blocks(issue.note)) if issue.note else (),
        sections=tuple(
            s._replace(paragraphs=tuple(p._replace(html=_from_afar(p.html, own)) for p in s.paragraphs))
            for s in sections_of(text)
        ),
        figures=tuple(f"{one.label}：{one.value}{one.unit}" for one in issue.figures),
        facts=(
            *((fact.name, "、".join(value.title for value in fact.values)) for fact in facts),
            *(("照片" if isinstance(one, Photo) else "附件", in_words(one)) for one in attached_to(issue)),
        ),
    )
    return json.dumps(whole, ensure_ascii=False).encode()


def _whole_issue(part: bytes) -> WholeIssue:
    """The issue that `whole_part` wrote."""
    whole = WholeIssue._make(json.loads(part))
    return whole._replace(
        status=StatusTag(*whole.status),
        note=tuple(map(Markup, whole.note)),
        sections=tuple(map(_section, whole.sections)),
    )


def _section(values: Sequence[Any]) -> Section:
    name, title, paragraphs = values
    with_html = (Paragraph._make(one) for one in paragraphs)
    return Section(name, title, tuple(one._replace(html=Markup(one.html)) for one in with_html))  # noqa: S704 - written so


def _from_afar(html: Markup, page: str) -> Markup:
    """The HTML with links to places on the issue's own *page* changed for use on another page of its folder."""
    text = str(html)
    return Markup(text.replace(' href="#', f' href="{page}#')) if ' href="#' in text else html  # noqa: S704 - only an address changed
