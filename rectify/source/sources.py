"""What was written for a site, as it was read: settings, rounds and issues with their files, and what an issue is read against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Final, NamedTuple

from rectify.field.canonical import Context
from rectify.field.config import SiteConfig
from rectify.field.model import Glossary, Round, Synonyms
from rectify.ground.diagnostics import Diagnostic
from rectify.ground.files import digest
from rectify.source.attached_files import FileSource
from rectify.source.changes import Versions
from rectify.source.own_pages import OwnPageSource
from rectify.source.summary import IssueSummary

SITE_FILE: Final = PurePosixPath("site.yaml")
GLOSSARY_FILE: Final = PurePosixPath("content/glossary.yaml")
SYNONYMS_FILE: Final = PurePosixPath("content/synonyms.yaml")
ROUND_FILE: Final = "round.yaml"

Files = Mapping[str, FileSource]
"""The files of a folder, by name."""


class IssueSource(NamedTuple):
    """The summary of an issue, its file, and the digest of that file."""

    path: PurePosixPath
    digest: str
    summary: IssueSummary


@dataclass(frozen=True, slots=True)
class RoundSource:
    """A round, its folder's name, and its issues in the order of their numbers, withdrawn ones too.

    `digest` is that of the round's own file, `versions` are older texts of the issues. `files` are those that
    photographs and attachments may name, by folder (`013`, `round`) and name.
    """

    id: str
    path: PurePosixPath
    digest: str
    round: Round
    issues: tuple[IssueSource, ...]
    versions: Versions
    files: Mapping[str, Files] = field(default_factory=dict)

    @property
    def is_draft(self) -> bool:
        """Whether nothing of it is public: by its own word, or since all of its issues are drafts."""
        return self.round.draft or (bool(self.issues) and all(one.summary.draft for one in self.issues))


@dataclass(frozen=True, slots=True)
class Sources:
    """Everything that was written for the site. Paths are from the project's root."""

    config: SiteConfig
    glossary: Glossary
    rounds: tuple[RoundSource, ...]
    synonyms: Synonyms = Synonyms(synonyms=())
    pages: tuple[OwnPageSource, ...] = ()


class LoadedSources(NamedTuple):
    """The sources that could be read (None without a right `site.yaml`), and the problems with the others."""

    sources: Sources | None
    problems: tuple[Diagnostic, ...]
    blanks: tuple[Diagnostic, ...] = ()
    """What is not filled in yet, where drafts may have blanks: no error as long as all of it is a draft."""


def context_of(record: Round, files: Files) -> Context:
    """What stands beside the text of an issue of the round *record* with these *files* in its folder."""
    titles = {str(one.id): str(one.title) for one in record.categories}
    return Context(titles, {name: one.facts.sha256 for name, one in files.items()})


class Surroundings(NamedTuple):
    """What an issue's file is read against: the site, its round, and a digest of both."""

    config: SiteConfig
    round: Round
    digest: str
    ids: Mapping[str, str]
    """The ids of the round's categories by their titles."""
    departments: frozenset[str]
    """Every name by which the site's departments may be called."""
    files: Files = MappingProxyType({})
    """The files in the issue's own folder."""

    @property
    def context(self) -> Context:
        """What stands beside the issue's text."""
        return context_of(self.round, self.files)

    def with_files(self, files: Files) -> Surroundings:
        """The same for an issue with *files* in its folder."""
        if not files:
            return self
        known = "".join(f"\0{name}\0{one.digest}\0{one.facts.fault}" for name, one in sorted(files.items()))
        return self._replace(files=files, digest=digest((self.digest + known).encode("utf-8", "surrogateescape")))


def surroundings_of(config: SiteConfig, record: Round, digest_of_both: str = "") -> Surroundings:
    """What the issues of the round *record* are read against on the site *config*."""
    config = config.of_body(record.body)
    ids = {str(category.title): str(category.id) for category in record.categories}
    return Surroundings(config, record, digest_of_both, ids, departments_for(config, record))


def departments_for(config: SiteConfig, record: Round | None) -> frozenset[str]:
    """Every name by which the departments of a round's body may be called; of all bodies where it is not known."""
    if record is not None and (record.body is None or config.body(record.body)):
        return frozenset(config.of_body(record.body).departments_by_name)
    every = (config, *(config.of_body(body.id) for body in config.bodies))
    return frozenset(name for one in every for name in one.departments_by_name)
