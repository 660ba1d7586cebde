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
    """A piece of a page's visible text, and the id of the element that holds it; empty if none does.

    A paragraph has its id by its place, since those that stay are long and alike in nothing: a third of what search
    would load beside the texts. The page that is opened puts the lasting one into its address.
    """

    anchor: str
    text: str


def passages_of(issue_text: IssueText) -> tuple[Passage, ...]:
    """Every text that a reader sees on an issue's page below its title, in the order of the page, particulars last."""
    return tuple(_passages(issue_text))


def head_and_text(issue_text: IssueText) -> tuple[str, str]:
    """The title and brief of an issue, which weigh more, and all other passages, joined by barriers that no match crosses."""
    passages = passages_of(issue_text)
    brief = [one.text for one in passages if one.anchor == BRIEF_ANCHOR]
    rest = [one.text for one in passages if one.anchor != BRIEF_ANCHOR]
    return BARRIER.join((issue_text.issue.title, *brief)), BARRIER.join(rest)


def _passages(issue_text: IssueText) -> Iterator[Passage]:
    issue = issue_text.issue
    if issue.brief:
        yield from (Passage(BRIEF_ANCHOR, text) for text in (issue.brief.found, issue.brief.outcome) if text)
    if issue.note:
        yield from (Passage("", text) for text in richtext.visible_blocks(issue.note))
    for paragraph in issue_text.paragraphs:
        if paragraph.when:
            yield Passage(paragraph.place, paragraph.when)
        yield Passage(paragraph.place, paragraph.text)
        yield from (Passage(paragraph.place, in_words(one)) for one in attached_to(paragraph.record))
    if issue.result and issue.result != issue.status.value:
        yield Passage("jieguo", issue.result)
    for figure in issue.figures:
        yield Passage("shuzi", f"{figure.label}：{figure.value}{figure.unit}")
    for one in attached_to(issue):
        yield Passage(PHOTOS_ANCHOR if isinstance(one, Photo) else ATTACHMENTS_ANCHOR, in_words(one))
    for particular, words in particulars_of(issue):
        if particular.is_text and particular.field != "brief":
            yield from (Passage("", f"{particular.title}：{line}") for line in words)
