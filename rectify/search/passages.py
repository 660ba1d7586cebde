"""The texts of an issue that are searched: only what its page shows, each with its place there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rectify.field.attached import ATTACHMENTS_ANCHOR, PHOTOS_ANCHOR, attached_to, in_words
from rectify.field.model import Photo
from rectify.field.particulars import particulars_of
from rectify.ground import richtext
from rectify.search.normal import BARRIER
from rectify.site.issue_life import BRIEF_ANCHOR
from rectify.site.issue_text import IssueText


class Passage(NamedTuple):
    """A piece of a page's visible text, and the id of the element that holds it; empty if none does."""

    anchor: str
    text: str


def passages_of(issue_text: IssueText) -> tuple[Passage, ...]:
    """Every text that a reader sees on an issue's page below its title, in the order of the page, particulars last."""
    return tuple(_passages(issue_text))


def title_and_text(issue_text: IssueText) -> tuple[str, str]:
    """The title of an issue, and all passages of its page, joined by barriers that no match crosses."""
    return issue_text.issue.title, BARRIER.join(passage.text for passage in passages_of(issue_text))


def _passages(issue_text: IssueText) -> Iterator[Passage]:
    issue = issue_text.issue
    if issue.brief:
        yield from (Passage(BRIEF_ANCHOR, text) for text in (issue.brief.found, issue.brief.outcome) if text)
    if issue.note:
        yield from (Passage("", text) for text in richtext.visible_blocks(issue.note))
    for paragraph in issue_text.paragraphs:
        if paragraph.when:
            yield Passage(paragraph.anchor, paragraph.when)
        yield Passage(paragraph.anchor, paragraph.text)
        yield from (Passage(paragraph.anchor, in_words(one)) for one in attached_to(paragraph.record))
    if issue.result and issue.result != issue.status.value:
        yield Passage("jieguo", issue.result)
    for figure in issue.figures:
        yield Passage("shuzi", f"{figure.label}：{figure.value}{figure.unit}")
    for one in attached_to(issue):
        yield Passage(PHOTOS_ANCHOR if isinstance(one, Photo) else ATTACHMENTS_ANCHOR, in_words(one))
    for particular, words in particulars_of(issue):
        if particular.is_text and particular.field != "brief":
            yield from (Passage("", f"{particular.title}：{line}") for line in words)
