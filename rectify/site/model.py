"""The site as data: its rounds and issues in their places, their lists, counts and files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import PurePosixPath
from typing import ClassVar, Final, NamedTuple

from rectify.engine.output import TextRef
from rectify.field import addresses
from rectify.field.config import Body, SiteConfig
from rectify.field.life import Verdict
from rectify.field.model import UNFINISHED, Glossary, Round, Status, Synonyms
from rectify.ground.dates import PartialDate
from rectify.ground.qr import NO_PATTERNS, Patterns
from rectify.site.facts import IssueFacts
from rectify.site.issue_row import Row
from rectify.site.promise import Keeping, Promise
from rectify.site.relations import Relations
from rectify.source.attached_files import FileFacts
from rectify.source.claims import Tallies
from rectify.source.own_pages import OwnPageSource
from rectify.source.summary import IssueSummary, life_of

Counts = tuple[tuple[Status, int], ...]
"""How many issues stand at each status that occurs."""

NO_VERDICT: Final = "没有写明"
"""Said of issues whose examination nobody speaks of, or without a result."""

ISSUE_BLOCK: Final = 256
"""Neighbouring issues of a round that form a block of outputs."""

MAX_SCANNED: Final = 200_000
"""Characters of all texts up to which search loads them as one file; about 200 KB when compressed."""


class GroupKind(Enum):
    """By what a list of issues is gathered; the value is its folder in the address."""

    TOPIC = addresses.TOPICS
    CATEGORY = addresses.CATEGORIES
    STATUS = addresses.STATUSES
    DEPARTMENT = addresses.DEPARTMENTS


class Group(NamedTuple):
    """Issues of one round that share a topic, a category, a status or a department.

    `counts` says how many of them stand at each status, in the order of the statuses.
    """

    kind: GroupKind
    id: str
    title: str
    path: str
    issues: tuple[SiteIssue, ...]
    counts: Counts


class SmallPhoto(NamedTuple):
    """A smaller size of a photograph: its width in pixels, its address."""

    width: int
    path: str


class SiteFile(NamedTuple):
    """A photograph or an attachment in its place: its name in its folder, its address, where it lies, what it is.

    A photograph should be there in these smaller `widths`, too; `smaller` are those that can be made.
    """

    name: str
    path: str
    ref: TextRef
    facts: FileFacts
    widths: tuple[int, ...] = ()
    smaller: tuple[SmallPhoto, ...] = ()


class OtherIssue(NamedTuple):
    """An issue of another round, by which this one is found again or was found before."""

    round_title: str
    number: int
    title: str
    path: str

    def __str__(self) -> str:
        return f"{self.round_title}第{self.number}号：{self.title}"


class SiteIssue(NamedTuple):
    """An issue in its place: `text` leads to its text and its older texts, `departments` are ids.

    `versions` are the numbers of the older texts, in the order of `text.older`. `files` are the photographs and
    attachments of all its texts.
    """

    summary: IssueSummary
    text: TextRef
    path: str
    row: Row
    departments: tuple[str, ...]
    versions: tuple[int, ...] = ()
    files: tuple[SiteFile, ...] = ()
    promise: Promise | None = None
    earlier: tuple[OtherIssue, ...] = ()
    """Issues of earlier rounds that are found again in this one."""
    later: tuple[OtherIssue, ...] = ()
    """Issues of later rounds in which this one is found again."""
    leading: tuple[str, ...] = ()
    """The ids of the `departments` that lead."""
    topics: tuple[str, ...] = ()
    """The ids of its topics, in the order of the round."""

    @property
    def source(self) -> PurePosixPath:
        """Its file."""
        return PurePosixPath(self.text.path)

    @property
    def older(self) -> tuple[tuple[int, TextRef], ...]:
        """The older texts with their numbers."""
        return tuple(zip(self.versions, self.text.older, strict=True))


@dataclass(frozen=True, slots=True, eq=False)
class RoundFace:
    """What every page of a round may show of it: its own record, and which kinds of lists it has.

    There is one for each round and build, so it is compared and kept in caches as the object that it is.
    """

    SHARED: ClassVar = True

    id: str
    source: PurePosixPath
    round: Round
    has_issues: bool
    kinds: tuple[GroupKind, ...]
    files: tuple[SiteFile, ...] = ()
    """Its own photographs and attachments."""

    codes: Patterns = NO_PATTERNS
    """Patterns of the QR codes on its pages; a page makes those that are missing."""


@dataclass(frozen=True, slots=True, eq=False)
class SiteFace:
    """What every page of a site may show of it; as `RoundFace`, compared as the object that it is.

    `terms` are the spellings of explained words, each with the word's place on the glossary page; `menu` has
    title and address of each of the bureau's own pages that the menu leads to.
    """

    SHARED: ClassVar = True

    config: SiteConfig
    """That of the body whose pages these are."""
    newest: RoundFace
    has_glossary: bool
    terms: tuple[tuple[str, str], ...]
    menu: tuple[tuple[str, str], ...] = ()
    body: Body | None = None
    """The body whose pages these are, beside the organiser of the site."""
    has_bodies: bool = False
    """Whether several bodies publish on the site."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteRound:
    """One round of the site with all its lists. Groups without an issue are not there (G-18); `emptied` had some.

    Issues that were `withdrawn` are in no list and no count. `facts` are those of each of its issues, or
    none for a round that is too large; `fact_parts` are the same as bytes, which are quick to compare. `files` are its own
    photographs and attachments, `text` is its canonical text.
    """

    id: str
    source: PurePosixPath
    face: RoundFace
    round: Round
    issues: tuple[SiteIssue, ...]
    withdrawn: tuple[SiteIssue, ...]
    counts: Counts
    categories: tuple[Group, ...]
    statuses: tuple[Group, ...]
    departments: tuple[Group, ...]
    topics: tuple[Group, ...] = ()
    emptied: tuple[Group, ...] = ()
    """Groups of all kinds that have no issue any more, and whose lists were public: their addresses stay (C-01)."""
    related: Relations
    tallies: Tallies
    facts: tuple[IssueFacts, ...] = ()
    fact_parts: tuple[bytes, ...] = ()
    files: tuple[SiteFile, ...] = ()
    day: PartialDate
    """The day to which the data go."""
    questions: tuple[str, ...] = ()
    """Words that many of its issues are about, as examples of what to search for."""
    text: str = ""

    @property
    def verdicts(self) -> tuple[tuple[str, int], ...]:
        """How many issues have each verdict of an examination, and how many have none; empty if none was examined."""
        lives = [life_of(entry.summary) for entry in self.issues]
        counts = Counter(life.verdict or NO_VERDICT for life in lives)
        words = (*(verdict.value for verdict in Verdict), NO_VERDICT)
        return tuple((word, counts[word]) for word in words if counts[word]) if counts.keys() - {NO_VERDICT} else ()

    @property
    def keeping(self) -> tuple[tuple[str, int], ...]:
        """What became of how many promised days."""
        counts = Counter(entry.promise.kept for entry in self.issues if entry.promise)
        return tuple((one.value, counts[one.value]) for one in Keeping if counts[one.value])

    @property
    def all_files(self) -> tuple[SiteFile, ...]:
        """Every photograph and attachment that is published, of the round itself and of its issues."""
        issues = (*self.issues, *self.withdrawn)
        return (*self.files, *(file for entry in issues for file in entry.files))

    @property
    def last_change(self) -> str:
        """The last day on which an issue changed after its publication, ISO, or empty."""
        return max((entry.summary.changed for entry in (*self.issues, *self.withdrawn)), default="")

    @property
    def unfinished_count(self) -> int:
        """How many issues are not finished, as far as their status is stated."""
        return sum(count for status, count in self.counts if status in UNFINISHED)


class SiteBody(NamedTuple):
    """A body of the site with its rounds, newest first; the organiser of the site has no id."""

    id: str | None
    name: str
    rounds: tuple[SiteRound, ...]

    @property
    def path(self) -> str:
        """Its page."""
        return addresses.body_page(self.id)


@dataclass(frozen=True, slots=True)
class Site:
    """The whole site as data, rounds newest first."""

    config: SiteConfig
    face: SiteFace
    glossary: Glossary
    rounds: tuple[SiteRound, ...]
    synonyms: Synonyms
    own_pages: tuple[OwnPageSource, ...] = ()
    """The bureau's own pages, in the order of the menu."""
    blocks: tuple[OwnPageSource, ...] = ()
    """Its own texts on pages that the site has anyway."""

    faces: tuple[SiteFace, ...] = ()
    """What every page of a body may show of the site, one for each body that has rounds."""

    def for_round(self, round_: SiteRound) -> Site:
        """The site as the pages of a round show it."""
        return self.site_of(round_.round.body)

    def site_of(self, body_id: str | None) -> Site:
        """The site as the pages of a body show it."""
        face = next((one for one in self.faces if body_id and one.body and one.body.id == body_id), None)
        return replace(self, config=face.config, face=face) if face else self

    @property
    def bodies(self) -> tuple[SiteBody, ...]:
        """The bodies that have rounds, in the order of `site.yaml`, the organiser first; none if all are the organiser's."""
        ids = (None, *(body.id for body in self.config.bodies))
        bodies = tuple(
            SiteBody(one, self.site_of(one).config.organiser.name, rounds)
            for one in ids
            if (rounds := tuple(round_ for round_ in self.rounds if round_.round.body == one))
        )
        return bodies if any(one.id for one in bodies) else ()

    def block(self, name: str) -> OwnPageSource | None:
        """The own text on the page *name*: `home`, `about` or `help`."""
        return next((one for one in self.blocks if one.name == name), None)

    @property
    def is_scanned(self) -> bool:
        """Whether all texts together are small enough to be searched from one file."""
        return sum(issue.summary.length for round_ in self.rounds for issue in round_.issues) <= MAX_SCANNED


def count_statuses(issues: Iterable[SiteIssue]) -> Counts:
    """How many of *issues* stand at each status that occurs, in the order of the statuses."""
    counts = Counter(issue.summary.status for issue in issues)
    return tuple((status, counts[status.value]) for status in Status if counts[status.value])


def status_slug(status: Status) -> str:
    """A status in addresses and style names: `done-long-term`."""
    return status.name.lower().replace("_", "-")
