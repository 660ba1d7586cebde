"""Facts found in the texts of issues: parts that are kept from build to build, the pages and tables that show them."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any, Final, NamedTuple

from rectify.engine.output import Document, Output, Page, TextRef, Texts, the_inputs
from rectify.engine.parts import Parts
from rectify.extract.departments import Names
from rectify.extract.rare_words import most_shared, shared_words
from rectify.extract.subjects import Subject, pairs_in, revived_subject, subject_of, without_names
from rectify.field import addresses
from rectify.ground.richtext import plain
from rectify.outputs.dataset.table import any_table, table_rows
from rectify.site import documents_view, figures_view, timeline_view
from rectify.site.department_facts import department_names
from rectify.site.derive import related_of
from rectify.site.fact_pages import TITLES, Column
from rectify.site.facts import IssueFacts, facts_of, revive, words_of, year_of
from rectify.site.model import ISSUE_BLOCK, Site, SiteFace, SiteIssue, SiteRound
from rectify.site.relations import relations_among

MAX_ISSUES: Final = 2000
"""Issues of a round up to which facts and rare words are gathered; their lists would be too long to be read."""

_QUESTIONS: Final = 3
"""Examples of what to search for."""


class _FactInputs(NamedTuple):
    """A text to find facts in, the year of the whole rectification, or 0, and the names of departments."""

    text: TextRef
    year: int
    names: Names


class _RowsInputs(NamedTuple):
    """An issue whose figures become rows of CSV, with its facts as the bytes of their part."""

    site: SiteFace
    entry: SiteIssue
    facts: bytes


class _TableInputs(NamedTuple):
    """The heads and the rows of a table."""

    titles: tuple[str, ...]
    rows: tuple[tuple[str | int, ...], ...]


class _SubjectInputs(NamedTuple):
    """A text whose subject is sought, and the names that count as no rare words."""

    text: TextRef
    names: tuple[str, ...]


def with_facts(site: Site, parts: Parts) -> Site:
    """The *site* with the facts of each issue, and with relations by shared rare words."""
    return replace(site, rounds=tuple(_with_facts(site.for_round(round_), round_, parts) for round_ in site.rounds))


class FactTable(NamedTuple):
    """A table of a round's facts: its name in addresses, its title, its columns, its file."""

    name: str
    title: str
    columns: tuple[Column, ...]
    file: Document


def fact_tables(site: Site, round_: SiteRound, parts: Parts) -> Iterator[FactTable]:
    """The tables of a round's documents, dated events and figures; one without a row is left out."""
    for name, view in ((addresses.DOCUMENTS, documents_view), (addresses.TIMELINE, timeline_view)):
        if rows := tuple(view.csv_rows(site.config, round_)):
            path, inputs = addresses.fact_table(round_.id, name), _TableInputs(_titles(view.COLUMNS), rows)
            yield FactTable(name, TITLES[name], view.COLUMNS, Document(path=path, make=_table_file, inputs=inputs))
    if any(facts.figures for facts in round_.facts):
        name, columns = addresses.FIGURES, figures_view.COLUMNS
        path, parted = addresses.fact_table(round_.id, name), tuple(_figure_rows(site, round_, parts))
        yield FactTable(name, TITLES[name], columns, Document(path=path, make=_figures_file, inputs=parted))


def fact_outputs(site: Site) -> Iterator[Output]:
    """The pages of documents, timeline and figures of each round that has any."""
    for round_ in site.rounds:
        if not round_.facts:  # a round too large to be read for facts
            continue
        own = site.for_round(round_)
        yield from (_page("documents", view, round_) for view in documents_view.documents_views(own, round_))
        yield from (_page("timeline", view, round_) for view in timeline_view.timeline_views(own, round_))
        yield from (_page("figures", view, round_) for view in figures_view.figures_views(own, round_))


def issue_facts_of(site: Site, entry: SiteIssue, parts: Parts, *, year: int) -> IssueFacts:
    """The facts of one issue, worked out now, whatever is kept; *year* is that of its round's rectification."""
    return revive(json.loads(parts.make(_facts_document(entry, year, _names(site)))))


def _page(template: str, view: Any, round_: SiteRound) -> Page:
    return Page(
        path=view.meta.path, template=f"pages/{template}.html", make=the_inputs, inputs=view, source=round_.source
    )


def _figure_rows(site: Site, round_: SiteRound, parts: Parts) -> Iterator[bytes]:
    inputs = [_RowsInputs(site.face, *one) for one in zip(round_.issues, round_.fact_parts, strict=True)]
    for first in range(0, len(inputs), ISSUE_BLOCK):
        rows = [
            Document(path=one.entry.path, make=_rows_part, inputs=one) for one in inputs[first : first + ISSUE_BLOCK]
        ]
        yield from parts.all_of(f"figures {round_.id} {first // ISSUE_BLOCK}", rows)


def _rows_part(inputs: _RowsInputs) -> bytes:
    return table_rows(figures_view.csv_rows(inputs.site.config, inputs.entry, revive(json.loads(inputs.facts))))


def _figures_file(rows: tuple[bytes, ...]) -> bytes:
    return any_table([_titles(figures_view.COLUMNS)], rows)


def _table_file(inputs: _TableInputs) -> bytes:
    return any_table([inputs.titles], [table_rows(inputs.rows)])


def _titles(columns: tuple[Column, ...]) -> tuple[str, ...]:
    return tuple(column.title for column in columns)


def _with_facts(site: Site, round_: SiteRound, parts: Parts) -> SiteRound:
    if len(round_.issues) > MAX_ISSUES:
        return round_
    names, year = _names(site), year_of(round_.round)
    plain_names = tuple(name for name, _ in names)  # that one office answers for two issues does not relate them
    all_facts: list[bytes] = []
    subjects: list[Subject] = []
    holders: Counter[str] = Counter()
    for first in range(0, len(round_.issues), ISSUE_BLOCK):
        block, number = round_.issues[first : first + ISSUE_BLOCK], first // ISSUE_BLOCK
        all_facts += parts.all_of(
            f"facts {round_.id} {number}", [_facts_document(entry, year, names) for entry in block]
        )
        own = [_subject_document(entry, plain_names) for entry in block]
        listed, counted = json.loads(parts.combine(f"subjects {round_.id} {number}", own, _subjects_of_block, None))
        subjects += map(revived_subject, listed)
        holders.update(counted)
    words = shared_words(subjects, holders)
    related = relations_among(related_of(round_.issues), words)
    facts = tuple(revive(json.loads(part)) for part in all_facts)
    questions = most_shared(words, _QUESTIONS)
    return replace(round_, facts=facts, fact_parts=tuple(all_facts), related=related, questions=questions)


def _names(site: Site) -> Names:
    return department_names(site.config.departments)


def _facts_document(entry: SiteIssue, year: int, names: Names) -> Document:
    inputs = _FactInputs(entry.text, year, names)
    return Document(path=entry.text.path, make=_facts_part, inputs=inputs, texts=(entry.text,))


def _facts_part(inputs: _FactInputs, texts: Texts) -> bytes:
    return _json(facts_of(texts[inputs.text], inputs.year, inputs.names))


def _subject_document(entry: SiteIssue, names: tuple[str, ...]) -> Document:
    inputs = _SubjectInputs(entry.text, names)
    return Document(path=entry.text.path, make=_subject_part, inputs=inputs, texts=(entry.text,))


def _subject_part(inputs: _SubjectInputs, texts: Texts) -> bytes:
    text, names = texts[inputs.text], _pattern(inputs.names)
    words = words_of(text)
    return _json(
        (subject_of(text.issue.title, plain(text.issue.problem), words, names), sorted(pairs_in(words, names)))
    )


def _subjects_of_block(_inputs: None, parts: tuple[bytes, ...]) -> bytes:
    """The subjects of the issues of a block, and for each pair of characters how many of their texts hold it."""
    several = [json.loads(part) for part in parts]
    return _json(([subject for subject, _ in several], Counter(pair for _, pairs in several for pair in pairs)))


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


@cache
def _pattern(names: tuple[str, ...]) -> re.Pattern[str] | None:
    return without_names(names)
