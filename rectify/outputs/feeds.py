"""Feeds of what happened, newest first: Atom (RFC 4287) and JSON Feed 1.1 (F-06).

All dates come from the data, never from the clock; the id of an entry never changes.
"""

from __future__ import annotations

import json
from typing import Any, Final, NamedTuple
from xml.etree import ElementTree as ET

MAX_ENTRIES: Final = 100
"""Entries of a feed; older ones are on the pages only."""

_ATOM: Final = "http://www.w3.org/2005/Atom"
_JSON_FEED: Final = "https://jsonfeed.org/version/1.1"


class FeedEntry(NamedTuple):
    """An entry: `id` is a tag URI (RFC 4151), `updated` a time in RFC 3339, `text` plain text; `category` may be empty."""

    id: str
    title: str
    url: str
    updated: str
    text: str
    author: str
    category: str


class Feed(NamedTuple):
    """A feed: `url` is its own full address, `page` that of the page it belongs to; `since` is when it began, in RFC 3339."""

    url: str
    page: str
    title: str
    subtitle: str
    author: str
    since: str
    entries: tuple[FeedEntry, ...]


def atom(feed: Feed) -> bytes:
    """The feed as an Atom file."""
    root = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": "zh-CN"})
    _put(root, "id", feed.url)
    _put(root, "title", feed.title)
    _put(root, "subtitle", feed.subtitle)
    _put(root, "updated", max((entry.updated for entry in feed.entries), default=feed.since))
    _put(root, "link", rel="self", type="application/atom+xml", href=feed.url)
    _put(root, "link", rel="alternate", type="text/html", href=feed.page)
    _put(_put(root, "author"), "name", feed.author)
    for item in feed.entries:
        entry = _put(root, "entry")
        _put(entry, "id", item.id)
        _put(entry, "title", item.title)
        _put(entry, "updated", item.updated)
        _put(entry, "link", rel="alternate", type="text/html", href=item.url)
        _put(_put(entry, "author"), "name", item.author)
        if item.category:
            _put(entry, "category", term=item.category)
        _put(entry, "summary", item.text, type="text")
    ET.indent(root, "")
    data: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return data + b"\n"


def json_feed(feed: Feed) -> bytes:
    """The feed as a JSON Feed file."""
    content: dict[str, Any] = {
        "version": _JSON_FEED,
        "title": feed.title,
        "home_page_url": feed.page,
        "feed_url": feed.url,
        "description": feed.subtitle,
        "language": "zh-CN",
        "authors": [{"name": feed.author}],
        "items": [
            {
                "id": item.id,
                "url": item.url,
                "title": item.title,
                "content_text": item.text,
                "date_published": item.updated,
                "authors": [{"name": item.author}],
                **({"tags": [item.category]} if item.category else {}),
            }
            for item in feed.entries
        ],
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _put(parent: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, name, attributes)
    element.text = text or None
    return element
