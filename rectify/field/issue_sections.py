"""The texts of an issue in reading order: problem, measures, progress, updates. Who reads them begins here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from rectify.field.model import Issue, Measure, Progress, Update
from rectify.field.public_text import updates_of
from rectify.field.shape import fields_of
from rectify.ground.dates import PartialDate

PROBLEM: Final = "wenti"
MEASURES: Final = "cuoshi"
PROGRESS: Final = "jinzhan"
UPDATES: Final = "gengxin"

_FIELDS: Final = {PROBLEM: "problem", MEASURES: "measures", PROGRESS: "progress", UPDATES: "updates"}
TITLES: Final = {section: str(fields_of(Issue)[name].metadata["name"]) for section, name in _FIELDS.items()}
"""The heading of each section on pages."""


class Entry(NamedTuple):
    """One text of a section, small Markdown; `record` is the model's own, `day` and `until` the days that it gives."""

    text: str
    record: Measure | Progress | Update | None = None
    day: PartialDate | None = None
    until: PartialDate | None = None


class EntrySection(NamedTuple):
    """A part of an issue's page: its id in addresses, the field of Issue that holds it, and its texts.

    The one text of the problem is split into its paragraphs; any other is a paragraph whatever it holds.
    """

    id: str
    field: str
    entries: tuple[Entry, ...]

    @property
    def is_split(self) -> bool:
        """Whether the paragraphs of the page are the blocks of one text."""
        return self.id == PROBLEM


def entry_sections(issue: Issue) -> tuple[EntrySection, ...]:
    """The four sections of an issue, also those without a text; updates oldest first."""
    entries = {
        PROBLEM: (Entry(issue.problem),),
        MEASURES: tuple(Entry(one.text, one, one.due) for one in issue.measures),
        PROGRESS: tuple(Entry(one.text, one, one.date, one.until) for one in issue.progress),
        UPDATES: tuple(Entry(one.text, one, one.date) for one in updates_of(issue)),
    }
    return tuple(EntrySection(section, name, entries[section]) for section, name in _FIELDS.items())


def texts_of(issue: Issue) -> Iterator[str]:
    """The texts of an issue, small Markdown, in reading order."""
    return (entry.text for section in entry_sections(issue) for entry in section.entries)
