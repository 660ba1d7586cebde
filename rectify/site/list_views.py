"""Lists of issues, and the pages that lead to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rectify.field.config import Destination
from rectify.field.model import Status
from rectify.ground.qr import QrCode, qr_code
from rectify.site.chrome import Link, PageMeta, page_meta
from rectify.site.derive import Group, GroupKind, Site, SiteRound
from rectify.site.issue_row import TAGS, Row, StatusTag
from rectify.site.page_parts import GROUP_TITLES, GroupRow, group_row, groups_of, statuses_in_words

PAGE_LENGTH = 100


_GROUP_LEADS = {
    GroupKind.CATEGORY: "按通报的分类查看问题。",
    GroupKind.STATUS: "按整改走到哪一步查看问题。状态用的是通报里的词。",
    GroupKind.DEPARTMENT: "按牵头或者负责整改的部门查看问题。通报没有点明部门的问题不在这里，请看全部问题。",
}


DEFINITIONS = {
    Status.DONE: "通报写明整改已经完成。",
    Status.DONE_LONG_TERM: "这一次的整改已经完成，做法还要长期坚持。",
    Status.MOSTLY_DONE: "主要的措施已经落实，还有收尾的工作。",
    Status.PARTLY_DONE: "有的措施已经落实，有的还没有。",
    Status.ONGOING: "正在整改，还没有完成。",
    Status.LONG_TERM: "需要一直做下去，没有一个完成的日子。",
    Status.NOT_DONE: "还没有完成。",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListView:
    """A list of issues, or one page of a long one."""

    meta: PageMeta
    count: int
    lead: str
    rows: tuple[Row, ...]
    start: int
    filters: tuple[tuple[str, tuple[GroupRow, ...]], ...]
    pages: tuple[Link, ...]
    qr: QrCode | None
    """Of a category, which people print; making one takes milliseconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexView:
    """The lists of one kind: all categories, all statuses, all departments."""

    meta: PageMeta
    lead: str
    groups: tuple[GroupRow, ...]
    definitions: tuple[tuple[StatusTag, str], ...] = ()


def list_views(site: Site, round_: SiteRound, group: Group | None) -> Iterator[ListView]:
    """The pages of the list of *group*, or of all issues of the round *round_*."""
    issues = group.issues if group else round_.issues
    base = (group.path if group else f"{round_.id}/issues.html").removesuffix(".html")
    title = group.title if group else "全部问题"
    paths = [f"{base}.html" if n == 0 else f"{base}-{n + 1}.html" for n in range(-(-len(issues) // PAGE_LENGTH))]
    crumbs = () if group is None else (Link(GROUP_TITLES[group.kind], f"{round_.id}/{group.kind.value}/index.html"),)
    words = statuses_in_words(group.counts if group else round_.counts)
    for page, path in enumerate(paths):
        ordinal = f"（第{page + 1}页，共{len(paths)}页）" if len(paths) > 1 else ""
        yield ListView(
            meta=page_meta(
                site,
                path,
                title + ordinal,
                description=f"{round_.round.short_title}：{title}，共{len(issues)}个问题（{words}）。",
                round_=round_,
                crumbs=crumbs,
                here=Destination.ISSUES
                if group is None
                else Destination.CATEGORIES
                if group.kind is GroupKind.CATEGORY
                else None,
            ),
            count=len(issues),
            lead=DEFINITIONS[Status(group.title)] if group and group.kind is GroupKind.STATUS else words,
            rows=tuple(issue.row for issue in issues[page * PAGE_LENGTH : (page + 1) * PAGE_LENGTH]),
            start=page * PAGE_LENGTH + 1,
            filters=_filters(round_) if group is None else (),
            pages=tuple(Link(str(n + 1), other, here=n == page) for n, other in enumerate(paths))
            if len(paths) > 1
            else (),
            qr=qr_code(site.config.absolute(path)) if group and group.kind is GroupKind.CATEGORY else None,
        )


def index_view(site: Site, round_: SiteRound, kind: GroupKind) -> IndexView:
    """The page of all lists of one *kind*."""
    groups = groups_of(round_, kind)
    return IndexView(
        meta=page_meta(
            site,
            f"{round_.id}/{kind.value}/index.html",
            GROUP_TITLES[kind],
            description=f"{round_.round.short_title}：按{GROUP_TITLES[kind]}查看{len(round_.issues)}个问题。",
            round_=round_,
            here=Destination.CATEGORIES if kind is GroupKind.CATEGORY else None,
        ),
        lead=_GROUP_LEADS[kind],
        groups=tuple(map(group_row, groups)),
        definitions=tuple((TAGS[s], DEFINITIONS[s]) for s, _ in round_.counts) if kind is GroupKind.STATUS else (),
    )


def _filters(round_: SiteRound) -> tuple[tuple[str, tuple[GroupRow, ...]], ...]:
    return tuple(
        (GROUP_TITLES[kind], tuple(map(group_row, groups))) for kind in GroupKind if (groups := groups_of(round_, kind))
    )
