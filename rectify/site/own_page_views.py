"""Pages that a bureau writes itself, and its own texts on the home page, about and help."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from markupsafe import Markup

from rectify.field.words import Article
from rectify.ground import richtext
from rectify.ground.headings import ids_of, sections_of
from rectify.ground.text import shorten
from rectify.ground.visible import links_in
from rectify.site.chrome import PageMeta, page_meta
from rectify.site.model import Site
from rectify.site.page_parts import DESCRIPTION_LENGTH
from rectify.site.terms import linker
from rectify.source.own_pages import OwnPageSource

_ELSEWHERE: Final = re.compile(r"[a-z][a-z0-9+.-]*:|[/#]", re.IGNORECASE)
_HREF: Final = re.compile(r'(?<=<a) href="([^"]*)"')
_TAKEN: Final = frozenset({"main", "feedback", "feedback-title"})
"""Ids that the frame of every page has."""


class Section(NamedTuple):
    """A heading of level 2 or 3, its id, and what stands below it; level 0 before the first heading."""

    level: int
    id: str
    title: str
    content: tuple[Markup, ...]


class OwnText(NamedTuple):
    """A bureau's own text on a page that the site has anyway."""

    title: str
    sections: tuple[Section, ...]


class OwnPageView(NamedTuple):
    """A page that a bureau wrote itself."""

    meta: PageMeta
    sections: tuple[Section, ...]


def own_page_view(site: Site, source: OwnPageSource) -> OwnPageView:
    """The page of a file in `content/pages`."""
    page = source.page
    summary = next((words for one in sections_of(page.text) if (words := richtext.plain(one.text))), page.title)
    return OwnPageView(
        meta=page_meta(
            site.face,
            source.address,
            page.title,
            description=page.description or shorten(summary, DESCRIPTION_LENGTH),
            draft=page.draft,
        ),
        sections=_sections(site, page.text, ""),
    )


def own_text(site: Site, name: str, root: str = "") -> OwnText | None:
    """The bureau's own text on the page *name* (`home`, `about`, `help`), from which *root* leads to the site's root."""
    source = site.block(name)
    return OwnText(source.page.title, _sections(site, source.page.text, root)) if source else None


def own_words(source: OwnPageSource) -> str:
    """What a reader sees of a page below its title."""
    return " ".join(f"{one.title} {richtext.plain(one.text)}".strip() for one in sections_of(source.page.text))


def own_links(text: Article, root: str = "") -> tuple[str, ...]:
    """Where the links in *text* lead, from a page from which *root* leads to the site's root."""
    return tuple(_relative_link(root, link) for section in sections_of(text) for link in links_in(section.text))


def _sections(site: Site, text: Article, root: str) -> tuple[Section, ...]:
    sections = sections_of(text)
    link_terms = linker(site.face.terms, root, tuple(one.text for one in sections))
    ids = ids_of((one.title for one in sections), _TAKEN)
    return tuple(
        Section(
            one.level,
            name if one.level else "",
            one.title,
            tuple(link_terms(_relative_to(html, root)) for html in richtext.blocks(one.text))
            if one.text.strip()
            else (),
        )
        for one, name in zip(sections, ids, strict=True)
    )


def _relative_to(html: Markup, root: str) -> Markup:
    """*html* with its links, which are written from the site's root, led from where *root* leads there."""
    if not root:
        return html
    return Markup(_HREF.sub(lambda match: f' href="{_relative_link(root, match[1])}"', html))  # noqa: S704 - was markup before


def _relative_link(root: str, link: str) -> str:
    return link if _ELSEWHERE.match(link) else f"{root}{link}"
