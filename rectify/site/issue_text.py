"""An issue's text as pages, search, data and facts read it: sections of paragraphs with names that stay."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from markupsafe import Markup

from rectify.engine.output import TextRef
from rectify.field.issue_sections import MEASURES, TITLES, Entry, EntrySection, entry_sections
from rectify.field.model import Issue, Measure, Progress, Update
from rectify.ground import richtext
from rectify.ground.dates import PartialDate, span_in_words
from rectify.site.anchors import anchors_of, place_name
from rectify.source.opened import MOST_OPEN


class TextParagraph(NamedTuple):
    """A paragraph of an issue's page: what a reader sees of it, and its place on the page.

    `anchor` stays with the paragraph; its other name, `place`, follows from its `number` in the section.
    `day` and `until` are those that its entry gives, `when` says them in words; `record` is the entry.
    """

    anchor: str
    place: str
    number: int
    text: str
    when: str
    day: PartialDate | None
    until: PartialDate | None
    record: Measure | Progress | Update | None


class TextSection(NamedTuple):
    """A part of an issue's page: its id in addresses, the field of Issue that holds it, its paragraphs."""

    id: str
    field: str
    paragraphs: tuple[TextParagraph, ...]
    source: EntrySection

    @property
    def title(self) -> str:
        """Its heading."""
        return TITLES[self.id]

    def html(self) -> tuple[Markup, ...]:
        """The HTML of each paragraph: made when asked for, since all but pages need the words alone."""
        if self.source.is_split:
            return richtext.blocks(self.source.entries[0].text)
        return tuple(_joined_markup(richtext.blocks(entry.text)) for entry in self.source.entries)


class IssueText(NamedTuple):
    """An issue as its file has it, and its four sections; the names of paragraphs follow its older texts, too."""

    issue: Issue
    sections: tuple[TextSection, ...]

    @property
    def paragraphs(self) -> Iterator[TextParagraph]:
        """The paragraphs of all sections in reading order."""
        return (paragraph for section in self.sections for paragraph in section.paragraphs)


OpenText = Callable[[TextRef], Any]
"""Opens what a reference leads to: an issue's text, or the bytes of another file."""


def issue_text(issue: Issue, earlier: Sequence[Issue] = ()) -> IssueText:
    """The text of *issue*; *earlier* are its older texts as far as they are kept, the oldest first."""
    sections = zip(entry_sections(issue), anchors_of(issue, earlier), strict=True)
    return IssueText(issue, tuple(_section(section, names) for section, names in sections))


def text_opener(
    read: Callable[[PurePosixPath, str], Issue], read_bytes: Callable[[PurePosixPath, str], bytes]
) -> OpenText:
    """A function that opens texts by *read*ing an issue, given its file and that file's digest.

    What was opened stays open, since several outputs of an issue need its text, until there are too many. Any other file
    is opened by *read_bytes*, for its one output.
    """
    opened: dict[TextRef, IssueText] = {}

    def open_text(ref: TextRef) -> Any:
        text = opened.get(ref)
        if text is None and not ref.path.endswith(".yaml"):
            return read_bytes(PurePosixPath(ref.path), ref.digest)
        if text is None:
            if len(opened) >= MOST_OPEN:
                opened.clear()
            earlier = tuple(read(PurePosixPath(one.path), one.digest) for one in ref.older)
            text = opened[ref] = issue_text(read(PurePosixPath(ref.path), ref.digest), earlier)
        return text

    return open_text


def _section(section: EntrySection, names: tuple[str, ...]) -> TextSection:
    if section.is_split:
        words = richtext.visible_blocks(section.entries[0].text)
        entries_shown = [(text, section.entries[0]) for text in words]
    else:
        entries_shown = [(richtext.visible_text(entry.text), entry) for entry in section.entries]
    return TextSection(
        section.id,
        section.field,
        tuple(
            TextParagraph(
                name,
                place_name(section.id, number),
                number,
                text,
                _when(section.id, entry),
                entry.day,
                entry.until,
                entry.record,
            )
            for number, (name, (text, entry)) in enumerate(zip(names, entries_shown, strict=True), start=1)
        ),
        section,
    )


def _when(section: str, entry: Entry) -> str:
    """The days of an entry in words; that of a measure is when it is due."""
    if entry.day is None:
        return ""
    return f"时限：{entry.day}" if section == MEASURES else span_in_words(entry.day, entry.until)


def _joined_markup(pieces: tuple[Markup, ...]) -> Markup:
    return pieces[0] if len(pieces) == 1 else Markup("").join(pieces)
