"""What search, and later feeds and data, may show of an issue: only what its page shows."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rectify.field.model import Issue
from rectify.field.transcript import updates_of
from rectify.ground import richtext
from rectify.ground.dates import span_in_words
from rectify.site.anchors import Anchors, anchors_of

_TAGS = re.compile(r"<[^>]+>")


class Passage(NamedTuple):
    """A piece of a page's visible text, and the place on the page that holds it."""

    anchor: str
    text: str


def passages_of(issue: Issue, earlier: Sequence[Issue] = ()) -> tuple[Passage, ...]:
    """Every text that a reader sees on an issue's page below its title, in the order of the page.

    *earlier* are its older texts, as far as they are kept: paragraphs keep the names they had.
    """
    return tuple(_passages(issue, anchors_of(issue, earlier)))


def _passages(issue: Issue, anchors: Anchors) -> Iterator[Passage]:
    if issue.note:
        yield from (Passage("", visible(block)) for block in richtext.blocks(issue.note))
    for name, block in zip(anchors.problem, richtext.blocks(issue.problem), strict=True):
        yield Passage(name, visible(block))
    for names, texts in (
        (anchors.measures, [(f"时限：{m.due}" if m.due else "", m.text) for m in issue.measures]),
        (anchors.progress, [(span_in_words(p.date, p.until) if p.date else "", p.text) for p in issue.progress]),
        (anchors.updates, [(str(update.date), update.text) for update in updates_of(issue)]),
    ):
        for name, (when, text) in zip(names, texts, strict=True):
            if when:
                yield Passage(name, when)
            yield Passage(name, visible("".join(richtext.blocks(text))))
    if issue.result and issue.result != issue.status.value:
        yield Passage("jieguo", issue.result)
    for figure in issue.figures:
        yield Passage("shuzi", f"{figure.label}：{figure.value}{figure.unit}")


def visible(block: str) -> str:
    """The words of a piece of HTML."""
    return html.unescape(_TAGS.sub("", block.replace("</p><p>", "\n"))).strip()
