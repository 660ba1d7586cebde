"""Sources → Site: order, addresses, links between issues, counts."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from pathlib import PurePosixPath
from typing import Final

from rectify.field.config import SiteConfig
from rectify.field.model import Category, DocumentReference, Glossary, Issue, Round, Status
from rectify.field.words import Line
from rectify.ground.dates import PartialDate
from rectify.ground.text import plain
from rectify.source.load import RoundSource, Sources

FINISHED: Final = frozenset({Status.DONE, Status.DONE_LONG_TERM, Status.MOSTLY_DONE})
RELATED_LIMIT: Final = 4
COMMON_DOCUMENT: Final = 12
"""A document that more issues than this name says nothing about any two of them."""
COMMON_DEPARTMENT: Final = 6
"""The same for a department."""

_TITLE = re.compile(r"《([^《》]+(?:《[^《》]*》[^《》]*)*)》(?:（([^（）]*〔\d*〕\d*号)）)?")


class GroupKind(Enum):
    """By what a list of issues is gathered; the value is its folder in the address."""

    CATEGORY = "categories"
    STATUS = "statuses"
    DEPARTMENT = "departments"


@dataclass(frozen=True, slots=True)
class Group:
    """Issues of one round that share a category, a status or a department."""

    kind: GroupKind
    id: str
    title: str
    path: str
    issues: tuple[SiteIssue, ...]

    @property
    def counts(self) -> tuple[tuple[Status, int], ...]:
        """How many of its issues stand at each status, in the order of the statuses."""
        return count_statuses(self.issues)


@dataclass(frozen=True, slots=True)
class Relation:
    """Another issue of the round, and why it belongs beside this one."""

    number: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteIssue:
    """An issue in its place: address, category, documents, neighbours."""

    issue: Issue
    source: PurePosixPath
    path: str
    category: Category
    documents: tuple[DocumentReference, ...]
    departments: tuple[str, ...]

    @property
    def date(self) -> PartialDate | None:
        """The day of its last change after publication, where it has one."""
        revised = [revision.date for revision in self.issue.revisions]
        return max([*revised, *([self.issue.updated] if self.issue.updated else [])], default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteRound:
    """One round of the site with all its lists. Groups without an issue are not there (G-18)."""

    id: str
    source: PurePosixPath
    round: Round
    issues: tuple[SiteIssue, ...]
    categories: tuple[Group, ...]
    statuses: tuple[Group, ...]
    departments: tuple[Group, ...]
    related: dict[int, tuple[Relation, ...]]

    @property
    def counts(self) -> tuple[tuple[Status, int], ...]:
        """How many issues stand at each status."""
        return count_statuses(self.issues)

    @property
    def unfinished(self) -> int:
        """How many issues are not finished."""
        return sum(1 for issue in self.issues if issue.issue.status not in FINISHED)


@dataclass(frozen=True, slots=True)
class Site:
    """The whole site as data, rounds newest first."""

    config: SiteConfig
    glossary: Glossary
    rounds: tuple[SiteRound, ...]


def derive(sources: Sources) -> Site:
    """Everything that follows from the sources without a decision."""
    rounds = tuple(_round(source, sources.config) for source in sources.rounds)
    return Site(sources.config, sources.glossary, rounds)


def count_statuses(issues: Iterable[SiteIssue]) -> tuple[tuple[Status, int], ...]:
    """How many of *issues* stand at each status that occurs, in the order of the statuses."""
    counts = Counter(issue.issue.status for issue in issues)
    return tuple((status, counts[status]) for status in Status if counts[status])


def status_slug(status: Status) -> str:
    """A status in addresses and style names: `done-long-term`."""
    return status.name.lower().replace("_", "-")


def _round(source: RoundSource, config: SiteConfig) -> SiteRound:
    categories = {category.id: category for category in source.round.categories}
    names: dict[str, str] = {name: d.id for d in config.departments for name in (d.name, *d.aliases)}
    issues = tuple(
        SiteIssue(
            issue=entry.issue,
            source=entry.path,
            path=f"{source.id}/{entry.issue.id}.html",
            category=categories[entry.issue.category],
            documents=documents_of(entry.issue),
            departments=_departments(entry.issue, names),
        )
        for entry in source.issues
    )
    titles: dict[str, str] = {department.id: department.name for department in config.departments}
    by_category, by_status, by_department = defaultdict(list), defaultdict(list), defaultdict(list)
    for issue in issues:
        by_category[issue.category.id].append(issue)
        by_status[issue.issue.status].append(issue)
        for department in issue.departments:
            by_department[department].append(issue)

    def group(kind: GroupKind, slug: str, title: str, members: list[SiteIssue]) -> Group:
        return Group(kind, slug, title, f"{source.id}/{kind.value}/{slug}.html", tuple(members))

    return SiteRound(
        id=source.id,
        source=source.path,
        round=source.round,
        issues=issues,
        categories=tuple(
            group(GroupKind.CATEGORY, c.id, c.title, by_category[c.id])
            for c in source.round.categories
            if by_category[c.id]
        ),
        statuses=tuple(group(GroupKind.STATUS, status_slug(s), s.value, by_status[s]) for s in Status if by_status[s]),
        departments=tuple(
            group(GroupKind.DEPARTMENT, d, titles[d], by_department[d]) for d in titles if by_department[d]
        ),
        related=_related(issues, titles),
    )


def documents_of(issue: Issue) -> tuple[DocumentReference, ...]:
    """The documents that an issue's texts name in 《》, in order, each once, with their 文号."""
    texts = (issue.problem, *(m.text for m in issue.measures), *(p.text for p in issue.progress))
    numbers: dict[str, str] = {}
    for text in texts:
        if "《" in text:
            for title, number in _TITLE.findall(plain(text)):
                numbers[title] = numbers.get(title) or number
    for extra in issue.documents:
        numbers[extra.title] = numbers.get(extra.title) or extra.number
    return tuple(DocumentReference(title=Line(t), number=Line(n)) for t, n in numbers.items())


def _departments(issue: Issue, names: dict[str, str]) -> tuple[str, ...]:
    named = (*issue.lead, *issue.responsible, *(lead for m in issue.measures for lead in m.lead))
    return tuple(dict.fromkeys(names[name] for name in named))


def _related(issues: tuple[SiteIssue, ...], titles: dict[str, str]) -> dict[int, tuple[Relation, ...]]:
    """For each issue the few that share a document, or else an uncommon department, with it."""
    sharing: dict[tuple[int, str], list[int]] = defaultdict(list)
    for issue in issues:
        for document in issue.documents:
            sharing[0, f"都提到《{document.title}》"].append(issue.issue.number)
        for department in issue.departments:
            sharing[1, f"都由{titles[department]}负责"].append(issue.issue.number)
    related: dict[int, dict[int, str]] = defaultdict(dict)
    for (rank, reason), numbers in sorted(sharing.items(), key=lambda item: item[0][0]):
        if len(numbers) > (COMMON_DEPARTMENT if rank else COMMON_DOCUMENT):
            continue
        for number in numbers:
            for other in numbers:
                if other != number:
                    related[number].setdefault(other, reason)
    return {
        number: tuple(Relation(other, reason) for other, reason in list(others.items())[:RELATED_LIMIT])
        for number, others in related.items()
    }
