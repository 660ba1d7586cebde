"""The departments that an issue's texts name although they neither lead nor answer for it, each with its paragraph."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rectify.extract.departments import Names, departments_in
from rectify.extract.sentences import is_quoted
from rectify.field.config import Department
from rectify.field.model import Issue
from rectify.site.issue_text import TextParagraph


class DepartmentFact(NamedTuple):
    """The first mention of a department by its id."""

    id: str
    anchor: str


def department_names(departments: Sequence[Department]) -> Names:
    """Every name of *departments* with the department's id."""
    return tuple((name, one.id) for one in departments for name in (one.name, *one.aliases))


def departments_of(issue: Issue, paragraphs: Sequence[TextParagraph], names: Names) -> Iterator[DepartmentFact]:
    """The departments that the *paragraphs* name beside those that lead or answer, in order; *names* are the round's."""
    ids = dict(names)
    written = (*issue.lead, *issue.responsible, *(name for measure in issue.measures for name in measure.lead))
    seen = {ids.get(name, "") for name in written}
    for paragraph in paragraphs:
        for one in departments_in(paragraph.text, names):
            if one.id not in seen and not is_quoted(paragraph.text, one.place, issue.hide_facts):
                seen.add(one.id)
                yield DepartmentFact(one.id, paragraph.anchor)


def departments_mentioned(departments: Sequence[Department], found: Sequence[DepartmentFact]) -> tuple[Department, ...]:
    """Those of a body's *departments* that were *found*, in the order of the texts."""
    by_id = {str(one.id): one for one in departments}
    return tuple(by_id[fact.id] for fact in found)
