"""Sources → Site: order, addresses, links between issues, counts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import PurePosixPath
from typing import Final, NamedTuple

from rectify.field.config import SiteConfig
from rectify.field.model import FINISHED, Glossary, Round, Status
from rectify.site.facts import IssueFacts
from rectify.site.issue_row import Row, row_of
from rectify.site.relations import Related, Relations, relations_among
from rectify.source.changes import VersionSource
from rectify.source.load import IssueSource, RoundSource, Sources
from rectify.source.summary import IssueSummary

Counts = tuple[tuple[Status, int], ...]
MOST_SCANNED: Final = 200_000
"""So many characters are about 200 KB, compressed: what one file may hold."""


class GroupKind(Enum):
    """By what a list of issues is gathered; the value is its folder in the address."""

    CATEGORY = "categories"
    STATUS = "statuses"
    DEPARTMENT = "departments"


@dataclass(frozen=True, slots=True)
class Group:
    """Issues of one round that share a category, a status or a department.

    `counts` says how many of them stand at each status, in the order of the statuses.
    """

    kind: GroupKind
    id: str
    title: str
    path: str
    issues: tuple[SiteIssue, ...]
    counts: Counts


class SiteIssue(NamedTuple):
    """An issue in its place: `digest` is that of its file, `departments` are ids, `versions` older texts."""

    summary: IssueSummary
    source: PurePosixPath
    digest: str
    path: str
    row: Row
    departments: tuple[str, ...]
    versions: tuple[VersionSource, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteRound:
    """One round of the site with all its lists. Groups without an issue are not there (G-18).

    `digest` is that of everything its issues are read against. Issues that were `withdrawn` are in
    no list and no count. `found` is what is found in the texts of each of its issues, or nothing.
    """

    id: str
    source: PurePosixPath
    digest: str
    round: Round
    issues: tuple[SiteIssue, ...]
    withdrawn: tuple[SiteIssue, ...]
    counts: Counts
    categories: tuple[Group, ...]
    statuses: tuple[Group, ...]
    departments: tuple[Group, ...]
    related: Relations
    found: tuple[IssueFacts, ...] = ()

    @property
    def unfinished(self) -> int:
        """How many issues are not finished."""
        return sum(count for status, count in self.counts if status not in FINISHED)


@dataclass(frozen=True, slots=True)
class Site:
    """The whole site as data, rounds newest first."""

    config: SiteConfig
    glossary: Glossary
    rounds: tuple[SiteRound, ...]

    @property
    def is_scanned(self) -> bool:
        """Whether all texts together are small enough to be searched from one file."""
        return sum(issue.summary.length for round_ in self.rounds for issue in round_.issues) <= MOST_SCANNED


def derive(sources: Sources) -> Site:
    """Everything that follows from the sources without a decision."""
    rounds = tuple(_round(source, sources.config) for source in sources.rounds)
    return Site(sources.config, sources.glossary, rounds)


def count_statuses(issues: Iterable[SiteIssue]) -> Counts:
    """How many of *issues* stand at each status that occurs, in the order of the statuses."""
    counts = Counter(issue.summary.status for issue in issues)
    return tuple((status, counts[status.value]) for status in Status if counts[status.value])


def status_slug(status: Status) -> str:
    """A status in addresses and style names: `done-long-term`."""
    return status.name.lower().replace("_", "-")


def _round(source: RoundSource, config: SiteConfig) -> SiteRound:
    names: dict[str, str] = {name: d.id for d in config.departments for name in (d.name, *d.aliases)}
    day = source.round.published.date.iso
    entries = [_issue(entry, source, names, day) for entry in source.issues]
    issues = tuple(entry for entry in entries if not entry.summary.withdrawal)
    by_category, by_status, by_department = defaultdict(list), defaultdict(list), defaultdict(list)
    for issue in issues:
        by_category[issue.summary.category].append(issue)
        by_status[issue.summary.status].append(issue)
        for department in issue.departments:
            by_department[department].append(issue)

    def group(kind: GroupKind, slug: str, title: str, members: list[SiteIssue]) -> Group:
        path = f"{source.id}/{kind.value}/{slug}.html"
        return Group(kind, slug, title, path, tuple(members), count_statuses(members))

    titles: dict[str, str] = {department.id: department.name for department in config.departments}
    categories = ((c.id, c.title, by_category[c.id]) for c in source.round.categories)
    statuses = ((status_slug(s), s.value, by_status[s.value]) for s in Status)
    departments = ((d, title, by_department[d]) for d, title in titles.items())
    return SiteRound(
        id=source.id,
        source=source.path,
        digest=source.digest,
        round=source.round,
        issues=issues,
        withdrawn=tuple(entry for entry in entries if entry.summary.withdrawal),
        counts=count_statuses(issues),
        categories=tuple(group(GroupKind.CATEGORY, *one) for one in categories if one[2]),
        statuses=tuple(group(GroupKind.STATUS, *one) for one in statuses if one[2]),
        departments=tuple(group(GroupKind.DEPARTMENT, *one) for one in departments if one[2]),
        related=relations_among(related_of(issues, titles)),
    )


def _issue(entry: IssueSource, source: RoundSource, names: dict[str, str], published: str) -> SiteIssue:
    summary = entry.summary
    path = f"{source.id}/{summary.number:03}.html"
    departments = tuple(dict.fromkeys(names[name] for name in summary.departments))
    versions = source.versions.get(summary.number, ())
    return SiteIssue(summary, entry.path, entry.digest, path, row_of(summary, path, published), departments, versions)


def related_of(issues: Iterable[SiteIssue], titles: Mapping[str, str]) -> tuple[Related, ...]:
    """What relates *issues*; *titles* are the departments' names by their ids."""
    return tuple(
        Related(
            one.summary.number,
            one.summary.title,
            tuple(one.summary.documents),
            tuple(titles[d] for d in one.departments),
        )
        for one in issues
    )
