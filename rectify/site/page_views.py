"""The single pages of a site: home, glossary, site map, search, and pages of fixed texts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple
from urllib.parse import quote

from markupsafe import Markup

from rectify.field import addresses
from rectify.field.config import Destination
from rectify.ground import richtext
from rectify.site import linked_data
from rectify.site.attached_view import (
    attachments_link,
)
from rectify.site.body_view import body_row, round_row
from rectify.site.chrome import Link, PageMeta, page_meta
from rectify.site.collected_views import contradictions_link
from rectify.site.fact_pages import fact_links
from rectify.site.history import TextChange, notes_of
from rectify.site.issue_row import Row, are_dated
from rectify.site.model import GroupKind, Site, SiteRound
from rectify.site.news import CHANGED, latest_changes
from rectify.site.own_page_views import OwnText, own_text
from rectify.site.page_parts import (
    GROUP_TITLES,
    LISTED_AT_ONCE,
    GroupRow,
    RoundSummary,
    group_row,
    groups_of,
    issue_link,
    measured_rows,
    round_summary,
)
from rectify.source.summary import ChangeKind


class NewsLine(NamedTuple):
    """A change after publication: `what` kind it is, and `text`, what was said about it."""

    day: str
    link: Link
    what: str
    text: str


_NEWS: Final = {
    ChangeKind.UPDATED.value: "新进展",
    ChangeKind.REVISED.value: "文字改动",
    ChangeKind.DUE_MOVED.value: "改了完成时限",
    ChangeKind.WITHDRAWN.value: "已撤下",
    CHANGED: "有更新",
}
_FACETS: Final = {GroupKind.TOPIC: "t", GroupKind.CATEGORY: "c", GroupKind.STATUS: "s", GroupKind.DEPARTMENT: "d"}
"""The keys of the filters, as `outputs/search/documents.py` names them."""

NEWS_AT_HOME: Final = 5
_LISTED_AT_HOME: Final = 30
_FEEDS: Final = (Link("Atom 格式", addresses.feed()), Link("JSON Feed 格式", addresses.JSON_FEED))


class HomeView(NamedTuple):
    """The home page: the newest round, its issues if there are few and it has no categories, links to the others."""

    meta: PageMeta
    newest: RoundSummary
    doubts: tuple[Link, ...]
    """The way to issues of the newest round whose own text contradicts that they are finished."""
    questions: tuple[Link, ...]
    """Examples of what to search for."""
    rows: tuple[Row, ...]
    dated: bool
    bodies: tuple[GroupRow, ...]
    """Where several bodies publish, these, and then each round."""
    rounds: tuple[GroupRow, ...]
    own_text: OwnText | None
    news: tuple[NewsLine, ...]
    feeds: tuple[Link, ...]
    facts: tuple[Link, ...]
    """The pages with what the newest round's texts tell of documents, days and numbers."""
    others: tuple[Link, ...]
    every: str
    """Where there are other rounds: that the totals are those of the newest one, and how many issues there are in all."""


class GlossaryView(NamedTuple):
    """The words that the site explains."""

    meta: PageMeta
    terms: tuple[tuple[str, str, str, Markup, tuple[TextChange, ...]], ...]


class SiteMapView(NamedTuple):
    """Every page of the site, by round."""

    meta: PageMeta
    general: tuple[Link, ...]
    rounds: tuple[tuple[Link, tuple[tuple[str, tuple[Link, ...]], ...]], ...]


class SearchView(NamedTuple):
    """The search page; without scripts it has links to every list of issues."""

    meta: PageMeta
    facets: tuple[tuple[str, str], ...]
    """The filters of results: key and title."""
    indexes: tuple[tuple[str, tuple[GroupRow, ...]], ...]
    rows: tuple[Row, ...]
    dated: bool
    rounds: tuple[Link, ...]
    own_pages: tuple[Link, ...]


class TextView(NamedTuple):
    """A page whose texts stand in its template."""

    meta: PageMeta
    issues_path: str
    glossary: bool
    own_text: OwnText | None = None
    revisions: tuple[TextChange, ...] = ()


def home_view(site: Site) -> HomeView:
    """The first page of the site."""
    newest, *others = site.rounds
    listed = not newest.categories and len(newest.issues) <= _LISTED_AT_HOME
    return HomeView(
        meta=page_meta(
            site.face,
            addresses.HOME,
            site.config.title,
            description=site.config.description,
            here=Destination.HOME,
            things=(linked_data.publisher(site.config),),
        ),
        newest=round_summary(newest),
        doubts=contradictions_link(newest),
        questions=tuple(Link(word, f"{addresses.SEARCH}?q={quote(word)}") for word in newest.questions),
        rows=tuple(one.row for one in newest.issues if listed),
        dated=are_dated(one.row for one in newest.issues),
        bodies=measured_rows(tuple(map(body_row, site.bodies))),
        rounds=measured_rows(tuple(_round_row(site, round_) for round_ in site.rounds if site.bodies)),
        own_text=own_text(site, "home"),
        news=tuple(_news(site)),
        feeds=_FEEDS,
        facts=fact_links(newest),
        others=tuple(Link(f"{r.round.short_title}：{len(r.issues)}个问题", addresses.round_page(r.id)) for r in others),
        every=_every(site) if others else "",
    )


def _every(site: Site) -> str:
    count = sum(len(one.issues) for one in site.rounds)
    return f"以上只是{site.rounds[0].round.short_title}的，连同以前的，{len(site.rounds)}轮一共公开了{count}个问题。"


def _round_row(site: Site, round_: SiteRound) -> GroupRow:
    """A row for a round among those of all bodies; the titles of those beside the organiser have the name already."""
    return round_row(round_, "" if round_.round.body else site.config.organiser.name)


def glossary_view(site: Site) -> GlossaryView:
    """The page of explained words."""
    return GlossaryView(
        meta=page_meta(
            site.face,
            addresses.GLOSSARY,
            "名词解释",
            description=f"{site.config.title}里常见的词，用通俗的话解释。",
            here=Destination.GLOSSARY,
        ),
        terms=tuple(
            (t.id, t.term, "、".join(t.also), richtext.inline(t.meaning), notes_of(t.revisions))
            for t in site.glossary.terms
        ),
    )


def site_map_view(site: Site) -> SiteMapView:
    """The page of all pages."""
    general = [
        Link("首页", addresses.HOME),
        Link("使用帮助", addresses.HELP),
        Link("无障碍声明", addresses.ACCESSIBILITY),
    ]
    general += [
        Link("搜索", addresses.SEARCH),
        Link("数据下载", addresses.DATA),
        Link("核对公开记录", addresses.VERIFY),
    ]
    if site.glossary.terms:
        general.append(Link("名词解释", addresses.GLOSSARY))
    general += [Link(one.name, one.path) for one in site.bodies]
    general += [Link(one.page.title, one.address) for one in site.own_pages]
    general += [Link(f"订阅更新：{feed.title}", feed.path) for feed in _FEEDS]
    return SiteMapView(
        meta=page_meta(site.face, addresses.SITE_MAP, "网站地图", description="这个网站的全部页面。"),
        general=tuple(general),
        rounds=tuple(
            (Link(r.round.short_title, addresses.round_page(r.id)), tuple(_round_map(r))) for r in site.rounds
        ),
    )


def search_view(site: Site) -> SearchView:
    """The search page."""
    newest = site.rounds[0]
    used = [kind for kind in _FACETS if any(groups_of(round_, kind) for round_ in site.rounds)]
    kinds = ((kind, groups_of(newest, kind)) for kind in GroupKind)
    return SearchView(
        meta=page_meta(
            site.face,
            addresses.SEARCH,
            "搜索",
            description=f"在全部问题的标题和正文里搜索，也可以按{'、'.join(GROUP_TITLES[kind] for kind in used)}查看。",
        ),
        facets=(
            *((("b", "单位"),) if site.bodies else ()),
            *((_FACETS[kind], GROUP_TITLES[kind]) for kind in used),
            ("y", "年份"),
            ("r", "轮次"),
        ),
        indexes=tuple((GROUP_TITLES[kind], tuple(map(group_row, groups))) for kind, groups in kinds if groups),
        rows=tuple(issue.row for issue in newest.issues) if len(newest.issues) <= LISTED_AT_ONCE else (),
        dated=are_dated(issue.row for issue in newest.issues),
        rounds=tuple(Link(r.round.short_title, addresses.round_page(r.id)) for r in site.rounds),
        own_pages=tuple(Link(one.page.title, one.address) for one in site.own_pages),
    )


def text_view(site: Site, path: str, heading: str, description: str, here: Destination | None = None) -> TextView:
    """A page of fixed words."""
    return TextView(
        meta=page_meta(site.face, path, heading, description=description, here=here),
        issues_path=addresses.round_page(site.rounds[0].id, addresses.ISSUES),
        glossary=bool(site.glossary.terms),
        own_text=own_text(site, "help") if here is Destination.HELP else None,
        revisions=notes_of(site.config.revisions) if here is Destination.HELP else (),
    )


def not_found_view(site: Site) -> TextView:
    """The page for addresses that lead nowhere.

    A server shows it at any depth, so its links start at the site's base path.
    """
    view = text_view(site, addresses.NOT_FOUND, "找不到这一页", "网址可能写错了，也可能这一页已经不在。")
    return view._replace(meta=view.meta._replace(root=site.config.base_path))


def _news(site: Site) -> Iterator[NewsLine]:
    for item in latest_changes(site.rounds, NEWS_AT_HOME):
        status = f"整改状态：{item.status}。" if item.status else ""
        yield NewsLine(item.day, issue_link(item.number, item.title, item.path), _NEWS[item.kind], item.text + status)


def _round_map(round_: SiteRound) -> Iterator[tuple[str, tuple[Link, ...]]]:
    word = round_.round.notice_word
    yield (
        "总览",
        (
            Link(f"{word}目录", addresses.round_page(round_.id)),
            Link("全部问题", addresses.round_page(round_.id, addresses.ISSUES)),
            Link(f"关于这份{word}", addresses.round_page(round_.id, addresses.ABOUT)),
            *attachments_link(round_),
        ),
    )
    for kind in GroupKind:
        if groups := groups_of(round_, kind):
            yield (
                GROUP_TITLES[kind],
                (
                    Link(f"全部{GROUP_TITLES[kind]}", addresses.group_page(round_.id, kind.value)),
                    *(Link(f"{group.title}：{len(group.issues)}个", group.path) for group in groups),
                ),
            )
    if facts := fact_links(round_):
        yield "从正文中摘出的", facts
    if len(round_.issues) <= LISTED_AT_ONCE:
        yield "问题", tuple(issue_link(i.summary.number, i.summary.title, i.path) for i in round_.issues)
    if round_.withdrawn:
        yield "已撤下的问题", tuple(issue_link(i.summary.number, i.summary.title, i.path) for i in round_.withdrawn)
