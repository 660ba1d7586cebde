"""What search, and later feeds and data, may show of an issue: only what its page shows."""

from __future__ import annotations

import html
import re
from typing import NamedTuple

from rectify.site.issue_view import IssueView

_TAGS = re.compile(r"<[^>]+>")


class Passage(NamedTuple):
    """A piece of a page's visible text, and the place on the page that holds it."""

    anchor: str
    text: str


class SearchEntry(NamedTuple):
    """One issue as search knows it."""

    path: str
    number: int
    title: str
    status: str
    mark: str
    passages: tuple[Passage, ...]


def entry_of(view: IssueView) -> SearchEntry:
    """The entry of an issue page: its title and every text that a reader sees on it."""
    passages = [Passage("", _visible(block)) for block in view.note]
    for section in view.sections:
        passages += [Passage(p.id, _visible(p.html)) for p in section.paragraphs]
    passages += [Passage("shuzi", f"{figure.label}：{figure.value}{figure.unit}") for figure in view.figures]
    return SearchEntry(
        view.head.path, view.number, view.head.heading, view.status.word, view.status.mark, tuple(passages)
    )


def _visible(block: str) -> str:
    return html.unescape(_TAGS.sub("", block.replace("</p><p>", "\n"))).strip()
