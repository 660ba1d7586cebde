"""The page of one of several bodies that publish on the site: its rounds, its feed, its data."""

from __future__ import annotations

from typing import NamedTuple

from rectify.field import addresses
from rectify.site import linked_data
from rectify.site.chrome import ATOM, FeedLink, Link, PageMeta, page_meta
from rectify.site.model import Site, SiteBody, SiteRound, count_statuses
from rectify.site.page_parts import GroupRow, measured_rows, status_row


class BodyView(NamedTuple):
    """The page of a body."""

    meta: PageMeta
    rounds: tuple[GroupRow, ...]
    total: str
    search: str
    """The query that narrows the search page to the body."""
    ways: tuple[Link, ...]


def body_view(site: Site, body: SiteBody) -> BodyView:
    """The page of *body*; *site* is as its pages show it."""
    feed = FeedLink(f"{body.name}：{site.config.title}", addresses.body_feed(body.id), ATOM)
    total = sum(len(one.issues) for one in body.rounds)
    return BodyView(
        meta=page_meta(
            site.face,
            body.path,
            body.name,
            description=f"{body.name}逐项公开的巡察整改情况：{len(body.rounds)}轮，{total}个问题。",
            things=(linked_data.publisher(site.config),),
            own_feed=feed,
        ),
        rounds=measured_rows(tuple(map(round_row, body.rounds))),
        total=f"{len(body.rounds)}轮，一共{total}个问题",
        search=f"?b={body.id or addresses.ORGANISER}",
        ways=(
            Link("订阅这个单位的更新（Atom）", addresses.body_feed(body.id)),
            Link("全部轮次的表格（CSV）", addresses.body_data_file(body.id, "csv")),
            Link("全部轮次的数据（JSON）", addresses.body_data_file(body.id, "json")),
        ),
    )


def body_row(body: SiteBody) -> GroupRow:
    """A row for a body: its issues and where they stand."""
    return status_row(body.name, body.path, count_statuses(issue for one in body.rounds for issue in one.issues))


def round_row(round_: SiteRound, body: str = "") -> GroupRow:
    """A row for a round; where it stands among those of other bodies, with the name of its *body*."""
    title, path = round_.round.short_title, addresses.round_page(round_.id)
    return status_row(title if body in title else f"{body}{title}", path, round_.counts)
