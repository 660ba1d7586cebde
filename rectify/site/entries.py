"""What search, and later feeds and data, may show of an issue: only what its page shows."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

from rectify.field.model import Issue
from rectify.ground import richtext
from rectify.ground.dates import span_in_words

_TAGS = re.compile(r"<[^>]+>")


class Passage(NamedTuple):
    """A piece of a page's visible text, and the place on the page that holds it."""

    anchor: str
    text: str


def passages_of(issue: Issue) -> tuple[Passage, ...]:
    """Every text that a reader sees on an issue's page below its title, in the order of the page."""
    return tuple(_passages(issue))


def _passages(issue: Issue) -> Iterator[Passage]:
    if issue.note:
        yield from (Passage("", _visible(block)) for block in richtext.blocks(issue.note))
    for number, block in enumerate(richtext.blocks(issue.problem), start=1):
        yield Passage(f"wenti-{number}", _visible(block))
    for number, measure in enumerate(issue.measures, start=1):
        if measure.due:
            yield Passage(f"cuoshi-{number}", f"时限：{measure.due}")
        yield Passage(f"cuoshi-{number}", _visible("".join(richtext.blocks(measure.text))))
    for number, progress in enumerate(issue.progress, start=1):
        if progress.date:
            yield Passage(f"jinzhan-{number}", span_in_words(progress.date, progress.until))
        yield Passage(f"jinzhan-{number}", _visible("".join(richtext.blocks(progress.text))))
    if issue.result and issue.result != issue.status.value:
        yield Passage("jieguo", issue.result)
    for figure in issue.figures:
        yield Passage("shuzi", f"{figure.label}：{figure.value}{figure.unit}")


def _visible(block: str) -> str:
    return html.unescape(_TAGS.sub("", block.replace("</p><p>", "\n"))).strip()
