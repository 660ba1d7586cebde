"""What search, and later feeds and data, may show of an issue: only what its page shows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rectify.field.public_text import updates_of
from rectify.ground import richtext
from rectify.ground.dates import span_in_words
from rectify.site.issue_text import IssueText


class Passage(NamedTuple):
    """A piece of a page's visible text, and the place on the page that holds it."""

    anchor: str
    text: str


def passages_of(issue_text: IssueText) -> tuple[Passage, ...]:
    """Every text that a reader sees on an issue's page below its title, in the order of the page."""
    return tuple(_passages(issue_text))


def _passages(issue_text: IssueText) -> Iterator[Passage]:
    issue, anchors = issue_text.issue, issue_text.anchors
    if issue.note:
        yield from (Passage("", text) for text in richtext.visible_blocks(issue.note))
    for name, text in zip(anchors.problem, richtext.visible_blocks(issue.problem), strict=True):
        yield Passage(name, text)
    for names, texts in (
        (anchors.measures, [(f"时限：{m.due}" if m.due else "", m.text) for m in issue.measures]),
        (anchors.progress, [(span_in_words(p.date, p.until) if p.date else "", p.text) for p in issue.progress]),
        (anchors.updates, [(str(update.date), update.text) for update in updates_of(issue)]),
    ):
        for name, (when, text) in zip(names, texts, strict=True):
            if when:
                yield Passage(name, when)
            yield Passage(name, richtext.visible_text(text))
    if issue.result and issue.result != issue.status.value:
        yield Passage("jieguo", issue.result)
    for figure in issue.figures:
        yield Passage("shuzi", f"{figure.label}：{figure.value}{figure.unit}")
