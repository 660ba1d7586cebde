"""What every page shows around its own content: tags, navigation, contact, footer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import quote

from markupsafe import Markup

from rectify.field.config import Destination, Feedback
from rectify.field.model import Round
from rectify.ground import richtext
from rectify.ground.dates import Moment
from rectify.site.derive import Site, SiteRound

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
    """The tags of a page that was published as a document (G-03)."""

    title: str
    published: str
    source: str
    author: str
    keywords: str


class Channel(NamedTuple):
    """One way to answer: its name, what to show, where it leads."""

    name: str
    text: str
    url: str | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What is the same on every page of a site."""

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
    script: str
    icon: str
    search: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What one page says of itself, and where it stands."""

    path: str
    root: str
    title: str
    heading: str
    description: str
    canonical: str
    column: str
    article: Article | None
    crumbs: tuple[Link, ...]
    navigation: tuple[Link, ...]
    channels: tuple[Channel, ...]
    mention: str
    banner: str


def frame_of(site: Site, stylesheet: str, script: str, icon: str) -> Frame:
    """The frame of *site*; *stylesheet*, *script* and *icon* are paths from its root."""
    config = site.config
    organiser = config.organiser
    particulars = (
        Channel("主办单位", organiser.name),
        Channel("地址", organiser.address),
        Channel("邮编", organiser.postcode),
        Channel("电话", organiser.phone or "", f"tel:{_dialled(organiser.phone)}" if organiser.phone else None),
    )
    return Frame(
        site_name=config.name,
        title=config.title,
        domain=config.domain,
        site_code=config.footer.site_code,
        column_description=config.description,
        column_keywords=",".join(config.keywords),
        column_type=config.column_type,
        organiser=tuple(c for c in particulars if c.text),
        footer=tuple(_footer_links(site)),
        browsers=config.footer.browsers,
        feedback_note=richtext.inline(config.feedback.note) if config.feedback.note else Markup(""),
        stylesheet=stylesheet,
        script=script,
        icon=icon,
        search="all" if site.is_scanned else "index",
    )


def head_of(
    site: Site,
    path: str,
    heading: str,
    *,
    description: str,
    within: SiteRound | None = None,
    crumbs: tuple[Link, ...] = (),
    article: Article | None = None,
    here: Destination | None = None,
    issue_number: int | None = None,
) -> Head:
    """The head of the page at *path*; *within* is the round that it belongs to."""
    config = site.config
    shown = within or site.rounds[0]
    goals = _destinations(site, shown)
    trail: tuple[Link, ...] = (Link("首页", "index.html"),)
    if within is not None and path != f"{within.id}/index.html":
        trail += (Link(within.round.short_title, f"{within.id}/index.html"),)
    names = [heading, within.round.short_title if within else config.title, config.name]
    return Head(
        path=path,
        root="../" * path.count("/"),
        title="_".join(dict.fromkeys(names)),
        heading=heading,
        description=description,
        canonical=config.absolute(path),
        column=config.title,
        article=article,
        crumbs=() if path == "index.html" else (*trail, *crumbs, Link(heading, here=True)),
        navigation=tuple(
            Link(link.title, goal, here=link.to is here) for link in config.navigation if (goal := goals[link.to])
        ),
        channels=tuple(_channels(config.feedback, heading, issue_number)),
        mention=f"第{issue_number}号问题“{heading}”" if issue_number else "",
        banner=f"这一轮公开内容已于{shown.round.archived}归档，不再更新。" if within and shown.round.archived else "",
    )


def article_of(record: Round, title: str, published: Moment, keywords: tuple[str, ...]) -> Article:
    """The document tags of a page of the round *record*."""
    return Article(title, published.stamp, record.source, record.author, ",".join(dict.fromkeys(keywords)))


def _destinations(site: Site, shown: SiteRound) -> dict[Destination, str | None]:
    """The page that each destination means, or None if this site does not have it."""
    return {
        Destination.HOME: "index.html",
        Destination.NOTICE: f"{shown.id}/index.html",
        Destination.ISSUES: f"{shown.id}/issues.html" if shown.issues else None,
        Destination.CATEGORIES: f"{shown.id}/categories/index.html" if shown.categories else None,
        Destination.STATUSES: f"{shown.id}/statuses/index.html" if shown.statuses else None,
        Destination.DEPARTMENTS: f"{shown.id}/departments/index.html" if shown.departments else None,
        Destination.ABOUT: f"{shown.id}/about.html",
        Destination.HELP: "help.html",
        Destination.GLOSSARY: "glossary.html" if site.glossary.terms else None,
        Destination.FEEDBACK: "#feedback",
    }


def _dialled(phone: str) -> str:
    return re.sub(r"[^\d+]", "", phone)


def _channels(feedback: Feedback, heading: str, issue_number: int | None) -> list[Channel]:
    channels = []
    if feedback.phone:
        channels.append(Channel("电话", feedback.phone, f"tel:{_dialled(feedback.phone)}", feedback.hours))
    if feedback.email:
        subject = f"关于第{issue_number}号问题（{heading}）的意见" if issue_number else "关于巡察整改公开的意见"
        channels.append(Channel("电子邮箱", feedback.email, f"mailto:{feedback.email}?subject={quote(subject)}"))
    if feedback.message_url:
        channels.append(Channel("网上留言", "打开留言系统", feedback.message_url))
    if feedback.address:
        postcode = f"（邮编 {feedback.postcode}）" if feedback.postcode else ""
        channels.append(Channel("来信", feedback.address + postcode))
    if feedback.period:
        channels.append(Channel("受理时间", feedback.period))
    return channels


def _footer_links(site: Site) -> list[Link]:
    config, footer = site.config, site.config.footer
    links = [Link("网站地图", "sitemap.html"), Link("无障碍声明", "accessibility.html"), Link("使用帮助", "help.html")]
    if site.glossary.terms:
        links.append(Link("名词解释", "glossary.html"))
    if footer.error_report:
        report = f"{_ERROR_REPORT}?site_code={footer.site_code}&url={quote(config.base_url, safe='')}"
        links.append(Link("我为政府网站找错", url=report))
    if footer.party_mark_id:
        links.append(Link("党政机关网站标识", url=_LOOK_UP_PARTY_MARK + footer.party_mark_id))
    if footer.icp:
        links.append(Link(footer.icp, url=_LOOK_UP_ICP))
    if footer.police_record:
        digits = _DIGITS.search(footer.police_record)
        links.append(Link(footer.police_record, url=_LOOK_UP_POLICE + digits[0] if digits else None))
    links.append(Link(f"政府网站标识码：{footer.site_code}"))
    return links
