"""The sources of a site that follows edits: each issue is read once until its file changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from rectify import pipeline
from rectify.checks.content import check_issue
from rectify.engine.stamps import Stamp, stamp_of
from rectify.field.model import Issue
from rectify.ground.diagnostics import Diagnostic, errors
from rectify.ground.files import read_file
from rectify.source.attached_files import FileRules, FileSource, ReadFile
from rectify.source.drafts import Locate
from rectify.source.load import ReadSummary, locator, read_unchanged
from rectify.source.sources import IssueSource, Sources, Surroundings

_Read = tuple[IssueSource, tuple[Diagnostic, ...]]


@dataclass(slots=True)
class _CachedIssue:
    """An issue's file as it was read, and what it was read against."""

    surroundings: Surroundings
    read: _Read
    issue: Issue


@dataclass(slots=True)
class LiveIssues:
    """The issues of a site, each read once until its file changes.

    Takes the place of `engine.memory.Memory` in reading the sources.
    """

    root: Path
    raise_if_cut: Callable[[], None]
    """Called for each issue when all are read; may raise to give that up."""
    _kept: dict[PurePosixPath, _CachedIssue] = field(default_factory=dict)
    _opened: pipeline.Opened = field(default_factory=dict)
    _read: ReadSummary | None = None
    _changed: set[PurePosixPath] = field(default_factory=set)
    _files: dict[PurePosixPath, tuple[Stamp, FileSource]] = field(default_factory=dict)
    unsaved: dict[PurePosixPath, bytes] = field(default_factory=dict)
    last: Sources | None = None

    @property
    def count(self) -> int:
        """How many issues were read without a fault."""
        return len(self._kept)

    def open_file(self, root: Path, path: PurePosixPath, limit: int | None) -> bytes:
        """A source file, or the text that takes its place."""
        unsaved = self.unsaved.get(path)
        return read_file(root, path, limit) if unsaved is None else unsaved

    def locator(self) -> Locate:
        """Finds the places of fields in what `open_file` reads."""
        return locator(self.root, self.open_file)

    def sources(self) -> tuple[Sources, tuple[Diagnostic, ...]]:
        """All sources and what is doubtful about them; SourceError if they are wrong."""
        sources, doubts = pipeline.read(
            self.root, self.cached_reader, self._opened, self.cached_files, open_file=self.open_file
        )
        self.last = sources
        self._kept = {entry.path: self._kept[entry.path] for round_ in sources.rounds for entry in round_.issues}
        return sources, doubts

    def cached_reader(self, read: ReadSummary) -> ReadSummary:
        """A reader of issue files that *read*s only what changed."""
        self._read = read
        return self._cached_read

    def cached_files(self, read: ReadFile) -> ReadFile:
        """A reader of the files beside issues that *read*s only those with new stamps."""

        def read_cached(path: PurePosixPath, rules: FileRules) -> tuple[FileSource, tuple[()]]:
            stamp = stamp_of(str(self.root / path))
            if self._files.get(path, (None,))[0] != stamp:
                self._files[path] = stamp, read(path, rules)[0]
            return self._files[path][1], ()

        return read_cached

    def text(self, path: PurePosixPath, digest: str) -> Issue:
        """The text in a file with this *digest*; SourceError if the file has changed since."""
        kept = self._kept.get(path)
        if kept and kept.read[0].digest == digest:
            return kept.issue
        return read_unchanged(self.root, path, digest, [], self.open_file)

    def source(self, path: PurePosixPath) -> IssueSource:
        """The issue in the file *path*, as it was last read without a fault."""
        return self._kept[path].read[0]

    def find(self, path: PurePosixPath) -> IssueSource | None:
        """The same; None if it was never read without a fault."""
        kept = self._kept.get(path)
        return kept.read[0] if kept else None

    def __contains__(self, path: object) -> bool:
        return path in self._kept

    def forget(self, paths: list[PurePosixPath]) -> None:
        """Read anew, next time, the files or all files in the folders *paths*."""
        self._changed.update(paths)
        folders = {path for path in paths if path.suffix != ".yaml"}
        if folders:
            self._changed.update(path for path in self._kept if not folders.isdisjoint(path.parents))

    def surroundings(self, path: PurePosixPath) -> Surroundings:
        """What the issue in the file *path* was read against."""
        return self._kept[path].surroundings

    def settings(self) -> set[str]:
        """The digests of all that issues were read against."""
        return {kept.surroundings.digest for kept in self._kept.values()}

    def again(self, path: PurePosixPath) -> _Read:
        """Read a changed file against what it was read against before."""
        return self._cached_read(path, self._kept[path].surroundings)

    def _cached_read(self, path: PurePosixPath, surroundings: Surroundings) -> _Read:
        self.raise_if_cut()
        kept = self._kept.get(path)
        if kept and path not in self._changed:
            if kept.surroundings.digest == surroundings.digest:
                return kept.read
            if kept.surroundings.round.categories == surroundings.round.categories:  # it would be read the same way
                inspected = check_issue(kept.issue, path, surroundings, self.locator())
                return self._keep(path, surroundings, (kept.read[0], (*inspected, *kept.read[1])), kept.issue)
        assert self._read is not None  # noqa: S101 - set by cached_reader
        read = self._read(path, surroundings)
        return self._keep(path, surroundings, read, self._opened.pop(path))

    def _keep(self, path: PurePosixPath, surroundings: Surroundings, read: _Read, issue: Issue) -> _Read:
        """Keep what is right: pages made before it is mended show what was right before."""
        if not errors(read[1]):
            self._kept[path] = _CachedIssue(surroundings, read, issue)
            self._changed.discard(path)
        return read
