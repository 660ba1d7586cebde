"""What every page shows around its own content: tags, navigation, contact, footer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple
from urllib.parse import quote

from markupsafe import Markup

from rectify.field import addresses
from rectify.field.config import Body, Destination, Feedback, SiteConfig, known_number
from rectify.field.model import Round
from rectify.field.words import URL
from rectify.ground import richtext
from rectify.ground.dates import Moment
from rectify.site import linked_data
from rectify.site.linked_data import Node, breadcrumbs
from rectify.site.model import GroupKind, RoundFace, Site, SiteFace

ATOM: Final = "application/atom+xml"
JSON_FEED: Final = "application/feed+json"
_OF_THE_SITE: Final = (Destination.HOME, Destination.HELP, Destination.GLOSSARY, Destination.FEEDBACK)
"""Destinations that are the same on all pages."""

_LEAST_SIDE: Final = 200
_DIGITS = re.compile(r"\d{14}")
_LOOK_UP_ICP = "https://beian.miit.gov.cn/"
_LOOK_UP_POLICE = "https://beian.mps.gov.cn/#/query/webSearch?code="
_LOOK_UP_PARTY_MARK = "https://bszs.conac.cn/sitename?method=show&id="
_ERROR_REPORT = "https://zfwzgl.www.gov.cn/exposure/jiucuo.html"


class Link(NamedTuple):
    """Words that lead to a place: `path` is from the site's root, `url` anywhere else."""

    title: str
    path: str | None = None
    url: str | None = None
    here: bool = False


class Article(NamedTuple):
    """The tags of a page that was published as a document (G-03).

    `changed` is the day of its last change after publication, ISO, or empty.
    """

    title: str
    published: str
    source: str
    author: str
    keywords: str
    published_iso: str
    changed: str


class Channel(NamedTuple):
    """One way to answer: its name, what to show, where it leads."""

    name: str
    text: str
    url: str | None = None
    remark: str = ""


class FeedLink(NamedTuple):
    """A feed that a page belongs to."""

    title: str
    path: str
    type: str


class BodyChrome(NamedTuple):
    """What the pages of a body show in place of the site's own: its organiser, foot and feedback."""

    organiser: tuple[Channel, ...]
    footer: tuple[Link, ...]
    feedback_note: Markup


class Logo(NamedTuple):
    """The logo in the head of every page: its path from the site's root, its width and height in pixels."""

    path: str
    width: int
    height: int

    @property
    def is_large(self) -> bool:
        """Whether it can stand beside a shared link: what shows such pictures refuses small ones, and SVG."""
        return self.path.endswith(".png") and min(self.width, self.height) >= _LEAST_SIDE


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteChrome:
    """What every page of a site shows in the same words."""

    site_name: str
    title: str
    domain: str
    site_code: str
    column_description: str
    column_keywords: str
    column_type: str
    organiser: tuple[Channel, ...]
    footer: tuple[Link, ...]
    browsers: str
    feedback_note: Markup
    stylesheet: str
    before_paint: str
    script: str
    icon: str
    preview: str
    """The full address of the picture that a shared link shows, unless its page has one of its own."""
    search: str
    logo: Logo | None


class PageMeta(NamedTuple):
    """What one page says of itself, and where it stands."""

    path: str
    root: str
    title: str
    heading: str
    description: str
    address: str
    """Its own, in full."""
    canonical: str
    """The one to find and to cite: its own, or that of the page whose older text it shows."""
    column: str
    article: Article | None
    crumbs: tuple[Link, ...]
    navigation: tuple[Link, ...]
    channels: tuple[Channel, ...]
    mention: str
    banner: str
    feeds: tuple[FeedLink, ...]
    linked_data: Markup
    body: BodyChrome | None = None
    """Of the body whose page it is, if that is not the organiser of the site."""
    indexed: bool = True
    """Whether search engines should show the page."""
    image: str = ""
    """The full address of a picture of its own that a shared link shows."""
    twin: str = ""
    """The path of the same in Markdown."""


def chrome_of(
    site: Site,
    *,
    stylesheet: str,
    before_paint: str,
    script: str,
    icon: str,
    preview: str = "",
    logo: Logo | None = None,
) -> SiteChrome:
    """The chrome of *site*; style sheet, scripts, icon and preview are paths from its root."""
    config = site.config
    own = _body_chrome(site.face)
    return SiteChrome(
        site_name=config.name,
        title=config.title,
        domain=config.domain,
        site_code=config.footer.official_code,
        column_description=config.description,
        column_keywords=",".join(config.keywords),
        column_type=config.column_type,
        organiser=own.organiser,
        footer=own.footer,
        browsers=config.footer.browsers,
        feedback_note=own.feedback_note,
        stylesheet=stylesheet,
        before_paint=before_paint,
        script=script,
        icon=icon,
        preview=config.absolute(logo.path if logo and logo.is_large else preview),
        search="all" if site.is_scanned else "index",
        logo=logo,
    )


@lru_cache(maxsize=8)
def _body_chrome(site: SiteFace) -> BodyChrome:
    """What all pages of a body show alike, made once for them."""
    config = site.config
    organiser = config.organiser
    particulars = (
        Channel("主办单位", organiser.name),
        Channel("地址", organiser.address),
        Channel("邮编", organiser.postcode),
        Channel("电话", organiser.phone or "", f"tel:{tel_address(organiser.phone)}" if organiser.phone else None),
    )
    return BodyChrome(
        organiser=tuple(c for c in particulars if c.text),
        footer=tuple(_footer_links(config, has_glossary=site.has_glossary)),
        feedback_note=richtext.inline(config.feedback.note) if config.feedback.note else Markup(""),
    )


def page_meta(
    site: SiteFace,
    path: str,
    heading: str,
    *,
    description: str,
    round_: RoundFace | None = None,
    crumbs: tuple[Link, ...] = (),
    article: Article | None = None,
    here: Destination | None = None,
    issue_number: int | None = None,
    things: tuple[Node, ...] = (),
    own_feed: FeedLink | None = None,
    draft: bool = False,
) -> PageMeta:
    """The head of the page at *path*; *round_* is the round that it belongs to.

    *things* are what the page tells machines of, beside its place in the site; *own_feed* is its own,
    beside that of the round or the site; a *draft* says so, as does each page of a round that is one.
    """
    config = site.config
    names = [heading, round_.round.short_title if round_ else config.title, config.name]
    trail = _trail(path, heading, round_, crumbs, site.body)
    if trail:
        things = (breadcrumbs((link.title, config.absolute(link.path or path)) for link in trail), *things)
    return PageMeta(
        path=path,
        root="../" * path.count("/"),
        title="_".join(dict.fromkeys(names)),
        heading=heading,
        description=description,
        address=config.absolute(path),
        canonical=config.absolute(path),
        column=config.title,
        article=article,
        crumbs=trail,
        navigation=tuple(_navigation(site, round_, path, here)),
        channels=tuple(_channels(config.feedback, config.title, heading, issue_number)),
        mention=f"第{issue_number}号问题“{heading}”" if issue_number else "",
        banner=_banner(
            config, round_.round if round_ else None, ("这个问题" if issue_number else "这一页") if draft else ""
        ),
        feeds=tuple(_feeds(config, round_, own_feed)),
        linked_data=linked_data.block(things),
        body=_body_chrome(site) if site.body else None,
    )


def _trail(
    path: str, heading: str, round_: RoundFace | None, crumbs: tuple[Link, ...], body: Body | None
) -> tuple[Link, ...]:
    """The way from the home page to the page at *path*, which comes last; the home page has none."""
    if path == addresses.HOME:
        return ()
    trail = [Link("首页", addresses.HOME)]
    if body is not None and path != addresses.body_page(body.id):
        trail.append(Link(body.short_name or body.name, addresses.body_page(body.id)))
    if round_ is not None and path != addresses.round_page(round_.id):
        trail.append(Link(round_.round.short_title, addresses.round_page(round_.id)))
    return (*trail, *crumbs, Link(heading, here=True))


def _banner(config: SiteConfig, record: Round | None, draft: str) -> str:
    if draft or (record and record.draft):
        return f"{draft or '这一轮'}是草稿，还没有公开，只有在这台电脑上看得到。"
    if config.has_example_address:
        return "这个网站还没有正式公开，网页上的网址只是示例，无法打开，请不要引用。"
    return f"这一轮公开内容已于{record.archived}归档，不再更新。" if record and record.archived else ""


def _feeds(config: SiteConfig, round_: RoundFace | None, own_feed: FeedLink | None) -> Iterator[FeedLink]:
    """The feeds with changes of a page: its own first, then those of its round and of the site."""
    if own_feed and round_ is None:
        yield own_feed
    if round_ is None:
        yield FeedLink(config.title, addresses.feed(), ATOM)
        yield FeedLink(config.title, addresses.JSON_FEED, JSON_FEED)
        return
    if own_feed:
        yield own_feed
    yield FeedLink(round_.round.short_title, addresses.feed(round_.id), ATOM)


def article_of(record: Round, title: str, published: Moment, keywords: tuple[str, ...], changed: str = "") -> Article:
    """The document tags of a page of the round *record*, last *changed* on that day, if at all."""
    words = ",".join(dict.fromkeys(keywords))
    return Article(title, published.stamp, record.source, record.author, words, published.iso, changed)


def _navigation(site: SiteFace, round_: RoundFace | None, path: str, here: Destination | None) -> Iterator[Link]:
    """The menu of the page at *path*, which is the destination *here*: what `site.yaml` says, then the bureau's own pages.

    Where several bodies publish, a page that belongs to none does not lead to lists of one of their rounds.
    """
    goals = _destinations(site, round_ or site.newest)
    if site.has_bodies and round_ is None and site.body is None:
        goals = {
            **dict.fromkeys(goals),
            **{goal: goals[goal] for goal in _OF_THE_SITE},
            Destination.ISSUES: addresses.SEARCH,
        }
    words = {destination.value: destination for destination in Destination}
    for link in site.config.navigation:
        destination = words.get(link.to)
        if destination is None and URL.match(link.to):
            yield Link(link.title, url=link.to)
        elif destination is None:
            goal = addresses.page_at(link.to)
            yield Link(link.title, goal, here=goal.partition("#")[0] == path)
        elif page := goals[destination]:
            yield Link(link.title, page, here=destination is here)
    for title, own in site.menu:
        yield Link(title, own, here=own == path)


def _destinations(site: SiteFace, round_: RoundFace) -> dict[Destination, str | None]:
    """The page that each destination means, or None if this site does not have it."""

    def index_of(kind: GroupKind) -> str | None:
        return addresses.group_page(round_.id, kind.value) if kind in round_.kinds else None

    return {
        Destination.HOME: addresses.HOME,
        Destination.NOTICE: addresses.round_page(round_.id),
        Destination.ISSUES: addresses.round_page(round_.id, addresses.ISSUES) if round_.has_issues else None,
        Destination.CATEGORIES: index_of(GroupKind.CATEGORY),
        Destination.STATUSES: index_of(GroupKind.STATUS),
        Destination.DEPARTMENTS: index_of(GroupKind.DEPARTMENT),
        Destination.ABOUT: addresses.round_page(round_.id, addresses.ABOUT),
        Destination.HELP: addresses.HELP,
        Destination.GLOSSARY: addresses.GLOSSARY if site.has_glossary else None,
        Destination.FEEDBACK: "#feedback",
    }


def tel_address(phone: str) -> str:
    """A phone number as the address `tel:` has it."""
    return re.sub(r"[^\d+]", "", phone)


def _channels(feedback: Feedback, title: str, heading: str, issue_number: int | None) -> list[Channel]:
    channels = []
    if feedback.phone:
        channels.append(Channel("电话", feedback.phone, f"tel:{tel_address(feedback.phone)}", feedback.hours))
    if feedback.email:
        subject = f"关于第{issue_number}号问题（{heading}）的意见" if issue_number else f"关于{title}的意见"
        channels.append(Channel("电子邮箱", feedback.email, f"mailto:{feedback.email}?subject={quote(subject)}"))
    if feedback.message_url:
        channels.append(Channel("网上留言", "打开留言系统", feedback.message_url))
    if feedback.address:
        postcode = f"（邮编 {feedback.postcode}）" if feedback.postcode else ""
        channels.append(Channel("来信", feedback.address + postcode))
    if feedback.period:
        channels.append(Channel("受理时间", feedback.period))
    return channels


def _footer_links(config: SiteConfig, *, has_glossary: bool) -> list[Link]:
    footer = config.footer
    links = [
        Link("网站地图", addresses.SITE_MAP),
        Link("无障碍声明", addresses.ACCESSIBILITY),
        Link("使用帮助", addresses.HELP),
    ]
    links.append(Link("数据下载", addresses.DATA))
    if has_glossary:
        links.append(Link("名词解释", addresses.GLOSSARY))
    if footer.error_report and footer.official_code:
        report = f"{_ERROR_REPORT}?site_code={footer.official_code}&url={quote(config.base_url, safe='')}"
        links.append(Link("我为政府网站找错", url=report))
    if mark := known_number(footer.party_mark_id):
        links.append(Link("党政机关网站标识", url=_LOOK_UP_PARTY_MARK + mark))
    if known_number(footer.icp):
        links.append(Link(footer.icp, url=_LOOK_UP_ICP))
    if known_number(footer.police_record):
        digits = _DIGITS.search(footer.police_record)
        links.append(Link(footer.police_record, url=_LOOK_UP_POLICE + digits[0] if digits else None))
    if footer.official_code:
        links.append(Link(f"政府网站标识码：{footer.official_code}"))
    return links
