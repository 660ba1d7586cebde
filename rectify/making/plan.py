"""Site → every output, before any is made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from rectify.field.config import Destination
from rectify.outputs.assets import Assets
from rectify.site import list_views, page_views
from rectify.site.derive import GroupKind, Site, SiteRound
from rectify.site.frame import Frame, frame_of
from rectify.site.issue_view import issue_view
from rectify.site.rows import groups_of
from rectify.site.terms import index_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """HTML to come: its template, and all that the template may show."""

    path: PurePosixPath
    template: str
    view: Any
    source: PurePosixPath | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Any other file to come: `make(inputs)` are its bytes."""

    path: PurePosixPath
    make: Callable[[Any], bytes]
    inputs: Any


Output = Page | Document


@dataclass(frozen=True, slots=True)
class Plan:
    """Every output of a site, and the frame that all its pages share."""

    frame: Frame
    outputs: tuple[Output, ...]


class CollisionError(Exception):
    """Two outputs want one address: a mistake in our own planning."""


def plan(site: Site, assets: Assets) -> Plan:
    """Every file of *site*. Addresses are unique, also where letter case does not count."""
    copied = (Document(path=path, make=_as_it_is, inputs=data) for path, data in assets.files)
    outputs: tuple[Output, ...] = (*_pages(site), *copied)
    seen: set[str] = set()
    for output in outputs:
        key = str(output.path).casefold()
        if key in seen:
            raise CollisionError(key)
        seen.add(key)
    return Plan(frame_of(site, assets.stylesheet, assets.icon), outputs)


def _as_it_is(data: bytes) -> bytes:
    return data


def _page(template: str, view: Any, source: PurePosixPath | None = None) -> Page:
    return Page(path=PurePosixPath(view.head.path), template=f"pages/{template}.html", view=view, source=source)


def _pages(site: Site) -> Iterator[Page]:
    yield _page("home", page_views.home_view(site))
    yield _page(
        "help",
        page_views.text_view(
            site, "help.html", "使用帮助", "怎样在这个网站上找问题、放大字、打印和反馈。", Destination.HELP
        ),
    )
    yield _page(
        "accessibility",
        page_views.text_view(
            site, "accessibility.html", "无障碍声明", "这个网站依照的无障碍标准、做到的和还没有做到的。"
        ),
    )
    yield _page("not_found", page_views.not_found_view(site))
    yield _page("sitemap", page_views.site_map_view(site))
    if site.glossary.terms:
        yield _page("glossary", page_views.glossary_view(site))
    for within in site.rounds:
        yield from _round_pages(site, within)


def _round_pages(site: Site, within: SiteRound) -> Iterator[Page]:
    terms = index_of(site.glossary)
    yield _page("round", page_views.round_view(site, within, terms.linker("../")), within.source)
    yield _page("about", page_views.about_view(site, within), within.source)
    for place, entry in enumerate(within.issues):
        yield _page("issue", issue_view(site, within, place, terms.linker("../")), entry.source)
    for view in list_views.list_views(site, within, None):
        yield _page("list", view, within.source)
    for kind in GroupKind:
        groups = groups_of(within, kind)
        if groups:
            yield _page("index", list_views.index_view(site, within, kind), within.source)
        for group in groups:
            for view in list_views.list_views(site, within, group):
                yield _page("list", view, within.source)
