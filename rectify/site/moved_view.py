"""The page at the old address of a page that has moved (C-01, W-13)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from rectify.field import addresses
from rectify.field.config import Redirect
from rectify.site.chrome import Link, PageMeta, page_meta
from rectify.site.model import Site, SiteRound


class MovedView(NamedTuple):
    """The new address of a page and, if known, since when and why."""

    meta: PageMeta
    to: Link
    when: str
    iso: str
    reason: str


def moved_view(site: Site, path: str, goal: str, redirect: Redirect, titles: Mapping[str, str]) -> MovedView:
    """The page at the old address *path*, which leads to *goal*; *titles* are those of pages by path."""
    page = goal.partition("#")[0]
    meta = page_meta(site.face, path, "这一页换了网址", description="这一页换了网址，这里写着新的网址。")
    address = site.config.absolute(page)
    return MovedView(
        meta=meta._replace(canonical=address, indexed=False),
        to=Link(titles.get(page) or address, goal),
        when=str(redirect.date or ""),
        iso=redirect.date.iso if redirect.date else "",
        reason=redirect.reason.rstrip("。"),
    )


def titles_of(site: Site) -> dict[str, str]:
    """The titles of pages that redirects may lead to, by path: rounds, issues and their lists."""
    return dict(title for round_ in site.rounds for title in _titles(round_))


def _titles(round_: SiteRound) -> Iterator[tuple[str, str]]:
    yield addresses.round_page(round_.id), round_.round.title
    for group in (*round_.categories, *round_.statuses, *round_.departments):
        yield group.path, group.title
    for entry in (*round_.issues, *round_.withdrawn):
        yield entry.path, f"第{entry.summary.number}号问题：{entry.summary.title}"
