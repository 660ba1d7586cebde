"""Feeds: what has happened, newest first, for feed readers: Atom (RFC 4287) and JSON Feed 1.1 (F-06).

All dates come from the data, never from the clock; an entry's id never changes, whatever else does.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple
from xml.etree import ElementTree as ET

MOST: Final = 100
"""So many entries a feed holds; those before are on the pages."""

_ATOM: Final = "http://www.w3.org/2005/Atom"
_JSON_FEED: Final = "https://jsonfeed.org/version/1.1"


class FeedEntry(NamedTuple):
    """One thing that happened: `id` is a tag: URI, `updated` RFC 3339, `text` plain."""

    id: str
    title: str
    url: str
    updated: str
    text: str
    author: str
    category: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed: `url` is its own address, `page` that of the page it belongs to. It has an entry."""

    url: str
    page: str
    title: str
    subtitle: str
    author: str
    entries: tuple[FeedEntry, ...]


def atom(feed: Feed) -> bytes:
    """*feed* as Atom."""
    root = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": "zh-CN"})
    _put(root, "id", feed.url)
    _put(root, "title", feed.title)
    _put(root, "subtitle", feed.subtitle)
    _put(root, "updated", _latest(feed.entries))
    _put(root, "link", rel="self", type="application/atom+xml", href=feed.url)
    _put(root, "link", rel="alternate", type="text/html", href=feed.page)
    _put(_put(root, "author"), "name", feed.author)
    for one in feed.entries:
        entry = _put(root, "entry")
        _put(entry, "id", one.id)
        _put(entry, "title", one.title)
        _put(entry, "updated", one.updated)
        _put(entry, "link", rel="alternate", type="text/html", href=one.url)
        _put(_put(entry, "author"), "name", one.author)
        _put(entry, "category", term=one.category)
        _put(entry, "summary", one.text, type="text")
    ET.indent(root, "")
    made: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return made + b"\n"


def json_feed(feed: Feed) -> bytes:
    """*feed* as JSON Feed."""
    told: dict[str, Any] = {
        "version": _JSON_FEED,
        "title": feed.title,
        "home_page_url": feed.page,
        "feed_url": feed.url,
        "description": feed.subtitle,
        "language": "zh-CN",
        "authors": [{"name": feed.author}],
        "items": [
            {
                "id": one.id,
                "url": one.url,
                "title": one.title,
                "content_text": one.text,
                "date_published": one.updated,
                "authors": [{"name": one.author}],
                "tags": [one.category],
            }
            for one in feed.entries
        ],
    }
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def _latest(entries: Sequence[FeedEntry]) -> str:
    return max(entry.updated for entry in entries)


def _put(parent: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, name, attributes)
    element.text = text or None
    return element
