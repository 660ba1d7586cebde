"""Lists that are empty or shorter now, and older texts that were purged: their addresses go on to answer (C-01)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from rectify.field import addresses
from rectify.site.chrome import Link, PageMeta, page_meta
from rectify.site.collected_views import CONTRADICTIONS_TITLE, RETURNS_TITLE
from rectify.site.fact_pages import TITLES
from rectify.site.model import GroupKind, Site, SiteRound
from rectify.site.page_parts import GROUP_TITLES, groups_of


class EmptyView(NamedTuple):
    """The page that stays where a list was: what became of it, and where to go on."""

    meta: PageMeta
    lead: str
    ways: tuple[Link, ...]


class _List(NamedTuple):
    """A list: its title, its round if it has one, the page that leads to it."""

    title: str
    round_: SiteRound | None
    above: Link


def empty_views(site: Site, gone: Collection[str], planned: Collection[str]) -> Iterator[EmptyView]:
    """The pages at those addresses of lists that were public and are *gone*; *planned* are all that there are."""
    lists = dict(_lists(site))
    for path in sorted(gone):
        first, number = addresses.first_page(path)
        if path not in lists and first not in lists and (round_ := _round_of_topic(site, path)):
            every = Link("全部问题", addresses.round_page(round_.id, addresses.ISSUES))
            lists[path] = _List("这个话题", round_, every)
        if path in lists:
            there = lists[path]
            said = f"{there.title}：现在是空的", "这份清单里列过的，现在都不在这里了。"
            yield _view(site, path, there, said, there.above)
        elif first in lists:
            there, title = lists[first], lists[first].title
            is_there = first in planned or first in gone
            said = f"{title}：现在没有第{number}页", "清单比原来短了，没有这一页了，请从第1页看起。"
            yield _view(site, path, there, said, Link(f"{title}第1页", first) if is_there else there.above)


def _round_of_topic(site: Site, path: str) -> SiteRound | None:
    """The round if the list of one of its topics was at *path*: a topic may go, since it says nothing by itself."""
    return next((one for one in site.rounds if addresses.is_topic_page(path, one.id)), None)


def cleared_views(site: Site, gone: Iterable[str]) -> Iterator[EmptyView]:
    """The pages where older texts of issues, or comparisons with them, were before they were purged, or rolled back."""
    issues = {entry.path: (round_, entry) for round_ in site.rounds for entry in (*round_.issues, *round_.withdrawn)}
    for path in gone:
        if found := issues.get(addresses.issue_of_older(path)):
            round_, entry = found
            way = Link(f"第{entry.summary.number}号问题", entry.path)
            lead = "这一版里有误公开的内容，已经清除；或者网站退回过，没有再公开它。时间和原因在公开记录里。"
            said = f"{way.title}的这一版不再公开", lead
            yield _view(site, path, _List(way.title, round_, way), said, way)


def _view(site: Site, path: str, there: _List, said: tuple[str, str], way: Link) -> EmptyView:
    own = site.for_round(there.round_) if there.round_ else site
    face = there.round_.face if there.round_ else None
    heading, lead = said
    meta = page_meta(own.face, path, heading, description=f"{heading}。网址不变。", round_=face)
    home = Link(there.round_.round.short_title, addresses.round_page(there.round_.id)) if there.round_ else there.above
    return EmptyView(meta._replace(indexed=False), lead, tuple(dict.fromkeys((way, home))))


def _lists(site: Site) -> Iterator[tuple[str, _List]]:
    """Every list that the site may have, by the address of its first page."""
    yield addresses.RETURNS, _List(RETURNS_TITLE, None, Link("首页", addresses.HOME))
    for round_ in site.rounds:
        every = Link("全部问题", addresses.round_page(round_.id, addresses.ISSUES))
        named = ((addresses.ISSUES, every.title), *TITLES.items(), (addresses.ATTACHMENTS, "附件"))
        for name, title in (*named, (addresses.CONTRADICTIONS, CONTRADICTIONS_TITLE)):
            yield addresses.round_page(round_.id, name), _List(title, round_, every)
        for kind in GroupKind:
            path, title = addresses.group_page(round_.id, kind.value), GROUP_TITLES[kind]
            yield path, _List(title, round_, every)
            above = Link(title, path) if groups_of(round_, kind) else every
            for group in (*groups_of(round_, kind), *(one for one in round_.emptied if one.kind is kind)):
                yield group.path, _List(group.title, round_, above)
