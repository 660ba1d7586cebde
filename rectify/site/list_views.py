"""Lists of issues, and the pages that lead to them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from rectify.field import addresses
from rectify.field.config import Destination, SiteConfig
from rectify.field.model import DocumentRole, Status
from rectify.ground.qr import QrCode, qr_code
from rectify.site.chrome import ATOM, FeedLink, Link, PageMeta, page_meta, tel_address
from rectify.site.document_facts import documents_together
from rectify.site.issue_row import TAGS, Row, StatusTag, are_dated
from rectify.site.model import Group, GroupKind, RoundFace, Site, SiteFace, SiteRound, status_slug
from rectify.site.months import Grid, grid_of
from rectify.site.page_parts import (
    GROUP_TITLES,
    BarRow,
    Fact,
    GroupRow,
    group_row,
    group_rows,
    groups_of,
    statuses_in_words,
)
from rectify.site.promise import Keeping

PAGE_LENGTH = 100
_MAX_PEERS: Final = 20


_GROUP_LEADS = {
    GroupKind.TOPIC: "按大家关心的事查看问题。话题是本网站归的，原文没有；一个问题可以归几个话题，所以各个数加起来不等于总数。",
    GroupKind.CATEGORY: "按原文的类别查看问题。",
    GroupKind.STATUS: "按整改进度查看问题，状态沿用原文的说法。",
    GroupKind.DEPARTMENT: "按牵头或负责整改的部门查看问题。原文没有写明部门的，请到全部问题里找。",
}

_OWN_PAPERS: Final = (DocumentRole.MADE.value, DocumentRole.REVISED.value)
_DESTINATIONS: Final = {None: Destination.ISSUES, GroupKind.CATEGORY: Destination.CATEGORIES}

DEFINITIONS = {
    Status.DONE: "原文写明整改已经完成。",
    Status.DONE_LONG_TERM: "这一次的整改已经完成，做法还要长期坚持。",
    Status.MOSTLY_DONE: "主要措施已经落实，还有收尾工作。",
    Status.PARTLY_DONE: "部分措施已经落实，其余还没有。",
    Status.ONGOING: "正在整改，还没有完成。",
    Status.LONG_TERM: "需要长期做下去，没有完成日期。",
    Status.NOT_DONE: "还没有完成。",
    Status.TERMINATED: "不再整改，也不算已经整改；原因写在各个问题的页面上。",
    Status.CIRCUMSTANCES_CHANGED: "情况有变，原来的要求不再适用，不算已经整改；原因写在各个问题的页面上。",
    Status.NOT_STATED: "原文没有写明整改进度，既不算已经整改，也不算没有完成。",
    Status.UNFILLED: "草稿里还没有填。",
}
_LEADS: Final = {status_slug(status): definition for status, definition in DEFINITIONS.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListView:
    """A list of issues, or one page of a long one."""

    meta: PageMeta
    count: int
    lead: str
    rows: tuple[Row, ...]
    dated: bool
    mentions: tuple[Link, ...]
    """Of a department, the paragraphs of other issues that name it."""
    filters: tuple[tuple[str, tuple[GroupRow, ...]], ...]
    pages: tuple[Link, ...]
    facts: tuple[Fact, ...]
    """Of a department: what it leads and shares, and its promised days."""
    follow: tuple[Link, ...]
    """Of a department: its feed and its calendar."""
    grid: Grid | None
    """Of a department, which of its issues acted in which months."""
    peers: tuple[BarRow, ...]
    """The lists of the same kind with the numbers of their issues, in the order of their declarations: no ranking."""
    peers_title: str
    papers: tuple[Link, ...]
    """Of a department, the documents made in the issues that it leads, each with the paragraph that says so."""
    qr: QrCode | None
    """Of a category, which people print; making one takes milliseconds."""


class IndexView(NamedTuple):
    """The lists of one kind: all categories, all statuses, all departments."""

    meta: PageMeta
    lead: str
    groups: tuple[GroupRow, ...]
    definitions: tuple[tuple[StatusTag, str], ...] = ()


class ListInputs(NamedTuple):
    """All that a page of a list is made of.

    `kind` is what the list gathers by, or none for all issues; `pages` the addresses of all its pages, `total`
    the number of issues in the whole list, `words` its statuses in words; `rows` are those of this page, which is the
    one with this `number`, counted from 0. Nothing of the whole site is among them, such as the day to which it goes: a
    publication would change the lists of all other issues.
    """

    site: SiteFace
    round_: RoundFace
    kind: GroupKind | None
    id: str
    title: str
    pages: tuple[str, ...]
    total: int
    words: str
    number: int
    rows: tuple[Row, ...]
    dated: bool
    filters: tuple[tuple[str, tuple[GroupRow, ...]], ...]
    mentions: tuple[Link, ...] = ()
    facts: tuple[Fact, ...] = ()
    has_calendar: bool = False
    grid: Grid | None = None
    peers: tuple[BarRow, ...] = ()
    papers: tuple[Link, ...] = ()


def list_inputs(site: SiteFace, round_: SiteRound, group: Group | None) -> Iterator[ListInputs]:
    """The inputs of the pages of the list of *group*, or of all issues of the round *round_*."""
    issues = group.issues if group else round_.issues
    first_page = group.path if group else addresses.round_page(round_.id, addresses.ISSUES)
    others = {one.path for one in groups_of(round_, group.kind)} if group else ()
    is_department = group is not None and group.kind is GroupKind.DEPARTMENT
    facts = tuple(_department_facts(site.config, group)) if group and is_department else ()
    papers = tuple(_papers(round_, group.id)) if group and is_department else ()
    has_calendar = is_department and any(one.promise and one.promise.is_exact for one in issues)
    peers = tuple(_peers(round_, group)) if group else ()
    dated = are_dated(issue.row for issue in issues)
    pages = addresses.list_pages(first_page, -(-len(issues) // PAGE_LENGTH), others)
    for first in range(0, len(issues), PAGE_LENGTH):
        yield ListInputs(
            site=site,
            round_=round_.face,
            kind=group.kind if group else None,
            id=group.id if group else "",
            title=group.title if group else "全部问题",
            pages=pages,
            total=len(issues),
            words=statuses_in_words(group.counts if group else round_.counts),
            number=first // PAGE_LENGTH,
            rows=tuple(issue.row for issue in issues[first : first + PAGE_LENGTH]),
            dated=dated,
            filters=() if group else _filters(round_),
            mentions=tuple(_mentions(round_, group.id)) if group and is_department and first == 0 else (),
            facts=facts,
            has_calendar=has_calendar,
            grid=_acting(round_, group.id) if group and is_department and first == 0 else None,
            peers=peers if first == 0 else (),
            papers=papers if first == 0 else (),
        )


def _peers(round_: SiteRound, own: Group) -> Iterator[BarRow]:
    """The lists of the kind of *own* as bars; none where there is only one, or too many."""
    groups = groups_of(round_, own.kind)
    for group in groups if 1 < len(groups) <= _MAX_PEERS else ():
        length = 100 * len(group.issues) / max(len(one.issues) for one in groups)
        yield BarRow(group.title, group.path, f"{len(group.issues)}个问题", f"{length:.2f}", group is own)


def _acting(round_: SiteRound, department: str) -> Grid | None:
    """Which of the issues of a department acted in which months."""
    together = zip(round_.issues, round_.facts, strict=bool(round_.facts))
    return grid_of([(entry, facts.dates) for entry, facts in together if department in entry.departments])


def _department_facts(config: SiteConfig, group: Group) -> Iterator[Fact]:
    """How to reach a department, what it leads, what it shares in, and what became of the days that were promised."""
    own = next(one for one in config.departments if one.id == group.id)
    if own.phone:
        yield Fact("办公电话", (Link(own.phone, url=f"tel:{tel_address(own.phone)}"),))
    if own.address:
        yield Fact("办公地点", (Link(own.address),))
    leads = sum(group.id in one.leading for one in group.issues)
    shares = len(group.issues) - leads
    if leads:
        yield Fact("牵头", (Link(f"{leads}个"),), note="负总责")
    if shares:
        yield Fact("参与", (Link(f"{shares}个"),), note="一起办，或者牵头其中一项措施")
    promises = [one.promise for one in group.issues if one.promise]
    first, now = (_kept_in_words(kept) for kept in ([p.kept_first for p in promises], [p.kept for p in promises]))
    for name, words in (("最初时限", first), ("现在时限", now)) if first != now else (("完成时限", now),):
        if words:
            yield Fact(name, (Link(words),))


def _kept_in_words(several: Sequence[str]) -> str:
    """`按期2个，逾期完成1个`; empty for none."""
    counts = Counter(several)
    return "，".join(f"{one.value}{counts[one.value]}个" for one in Keeping if counts[one.value])


def list_path(inputs: ListInputs) -> str:
    """Where a page of a list is."""
    return inputs.pages[inputs.number]


def list_view(inputs: ListInputs) -> ListView:
    """A page of a list."""
    site, round_, kind, title, count = inputs.site, inputs.round_, inputs.kind, inputs.title, inputs.total
    pages = len(inputs.pages)
    path = list_path(inputs)
    ordinal = f"（第{inputs.number + 1}页，共{pages}页）" if pages > 1 else ""
    links = (Link(str(n + 1), page, here=n == inputs.number) for n, page in enumerate(inputs.pages))
    return ListView(
        meta=page_meta(
            site,
            path,
            title + ordinal,
            description=f"{round_.round.short_title}：{title}，共{count}个问题（{inputs.words}）。",
            round_=round_,
            crumbs=(Link(GROUP_TITLES[kind], addresses.group_page(round_.id, kind.value)),) if kind else (),
            here=_DESTINATIONS.get(kind),
            own_feed=_group_feed(inputs) if kind in _FOLLOWED and inputs.number == 0 else None,
        ),
        count=count,
        lead=_LEADS[inputs.id] if kind is GroupKind.STATUS else f"{inputs.words}。",
        rows=inputs.rows,
        dated=inputs.dated,
        mentions=inputs.mentions,
        filters=inputs.filters,
        pages=tuple(links) if pages > 1 else (),
        facts=inputs.facts if inputs.number == 0 else (),
        papers=inputs.papers,
        follow=tuple(_follow(inputs)) if kind is GroupKind.DEPARTMENT else (),
        grid=inputs.grid,
        peers=inputs.peers,
        peers_title=f"各{GROUP_TITLES[kind]}的问题" if kind else "",
        qr=qr_code(site.config.absolute(path), round_.codes) if kind is GroupKind.CATEGORY else None,
    )


def _papers(round_: SiteRound, department: str) -> Iterator[Link]:
    """The documents that were made or revised in the issues that a department leads, or answers for alone."""
    own = [
        (entry.path, facts.documents)
        for entry, facts in zip(round_.issues, round_.facts, strict=bool(round_.facts))
        if department in entry.leading or entry.departments == (department,)
    ]
    for document in documents_together([facts for _, facts in own]):
        if document.role in _OWN_PAPERS:
            place = next(place for place, fact in document.mentions if fact.role == document.role)
            yield Link(document.name, f"{own[place][0]}#{document.anchor}")


def _mentions(round_: SiteRound, department: str) -> Iterator[Link]:
    """The issues whose texts name a department that does not answer for them, each with its first such paragraph."""
    for entry, facts in zip(round_.issues, round_.facts, strict=bool(round_.facts)):
        for fact in facts.departments:
            if fact.id == department:
                yield Link(f"第{entry.summary.number}号：{entry.summary.title}", f"{entry.path}#{fact.anchor}")


def index_view(site: Site, round_: SiteRound, kind: GroupKind) -> IndexView:
    """The page of all lists of one *kind*."""
    groups = groups_of(round_, kind)
    rows = group_rows(groups)
    return IndexView(
        meta=page_meta(
            site.face,
            addresses.group_page(round_.id, kind.value),
            GROUP_TITLES[kind],
            description=f"{round_.round.short_title}：按{GROUP_TITLES[kind]}查看{len(round_.issues)}个问题。",
            round_=round_.face,
            here=Destination.CATEGORIES if kind is GroupKind.CATEGORY else None,
        ),
        lead=_GROUP_LEADS[kind] + (_without_topic(round_) if kind is GroupKind.TOPIC else ""),
        groups=tuple(row._replace(words="") for row in rows) if kind is GroupKind.STATUS else rows,
        definitions=tuple((TAGS[s], DEFINITIONS[s]) for s, _ in round_.counts) if kind is GroupKind.STATUS else (),
    )


def _without_topic(round_: SiteRound) -> str:
    """A sentence with the number of issues that belong to no topic; empty if each belongs to one."""
    others = sum(not entry.topics for entry in round_.issues)
    return f"另有{others}个问题不属于这些话题，请到全部问题里找。" if others else ""


_FOLLOWED: Final = (GroupKind.TOPIC, GroupKind.CATEGORY, GroupKind.DEPARTMENT)
"""Lists that have a feed of their own."""


def _group_feed(inputs: ListInputs) -> FeedLink:
    title = f"{inputs.round_.round.short_title}：{inputs.title}"
    folder = (inputs.kind or GroupKind.CATEGORY).value
    return FeedLink(title, addresses.feed(inputs.round_.id, inputs.id, folder), ATOM)


def _follow(inputs: ListInputs) -> Iterator[Link]:
    yield Link("订阅这个部门的更新（Atom 格式）", _group_feed(inputs).path)
    if inputs.has_calendar:
        yield Link("承诺完成日期（日历，ics 格式）", addresses.calendar(inputs.round_.id, inputs.id))


def _filters(round_: SiteRound) -> tuple[tuple[str, tuple[GroupRow, ...]], ...]:
    return tuple(
        (GROUP_TITLES[kind], tuple(map(group_row, groups))) for kind in GroupKind if (groups := groups_of(round_, kind))
    )
