"""Sitemaps: the addresses of all pages with the days of their last changes, for search engines (sitemaps.org 0.9)."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Final, NamedTuple

MAX_ADDRESSES: Final = 50_000
"""Addresses that the protocol allows in a file."""

_NAMESPACE: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
_WHOLE_DAY: Final = len("2025-01-31")


class Place(NamedTuple):
    """A full address, and the day of its last change, ISO: one that is not known to the day is left out."""

    url: str
    day: str


def sitemap(places: Iterable[Place]) -> bytes:
    """A sitemap of at most MAX_ADDRESSES pages."""
    return _file("urlset", "url", places)


def sitemap_index(places: Iterable[Place]) -> bytes:
    """The list of several sitemaps."""
    return _file("sitemapindex", "sitemap", places)


def _file(root: str, element: str, places: Iterable[Place]) -> bytes:
    lines = [f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{_NAMESPACE}">']
    for url, day in places:
        changed = f"<lastmod>{day}</lastmod>" if len(day) == _WHOLE_DAY else ""
        lines.append(f"<{element}><loc>{escape(url, quote=False)}</loc>{changed}</{element}>")
    lines.append(f"</{root}>\n")
    return "\n".join(lines).encode()
