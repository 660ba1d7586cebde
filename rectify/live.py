"""A site that stands built and follows edits: what can be shown at once first, then all the rest.

`pipeline.build` tells the same story for a site that is built once. Here its parts stay in memory, and
what a file of the site was made of is kept beside it: equal inputs, equal file. When all changes
have been followed, the folder holds what a clean build makes, byte for byte.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Collection, Generator, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, Final, NamedTuple

from rectify import pipeline
from rectify.checks.content import check_issue
from rectify.checks.links import LinkCheck
from rectify.field.config import SiteConfig
from rectify.field.model import Glossary, Issue, Round
from rectify.ground.diagnostics import Diagnostic, SourceError, errors
from rectify.ground.files import write_atomically
from rectify.making.found import with_found
from rectify.making.output import Output, Page
from rectify.making.plan import Plan, plan
from rectify.making.render import Make, renderer
from rectify.outputs import assets
from rectify.site.derive import Site, SiteIssue, derive
from rectify.site.opened import opener
from rectify.source.decode import decode
from rectify.source.load import (
    GLOSSARY_FILE,
    ROUND_FILE,
    SITE_FILE,
    IssueSource,
    ReadSummary,
    Sources,
    Surroundings,
    locator,
)
from rectify.source.yamltree import decode_text

ASSETS: Final = "dev"
"""The folder of style sheet and icon, which keeps its address: pages need not change with it."""

FOLLOWED: Final = ("site.yaml", "content", "templates", "static")
_FEW: Final = 20
"""More edits at once than this are no one's who waits for the page."""

_KNOWN_TO_THE_WHOLE: Final = ("L001", "R001")
"""Mistakes that one file alone does not show."""

_STALE: Final = object()
_Read = tuple[IssueSource, tuple[Diagnostic, ...]]


class Step(NamedTuple):
    """What happened: paths of the site that are new, other or gone; and, where known, all that is wrong."""

    changed: tuple[PurePosixPath, ...] = ()
    told: tuple[Diagnostic, ...] | None = None


class Live:
    """The site of the project *root*, standing in *folder*.

    *watch* shows how far a long step has come. One thread follows; others may `read`.
    """

    def __init__(self, root: Path, folder: Path, watch: pipeline.Watch[Output] | None = None) -> None:
        self.root = root
        self.folder = folder
        self.settled = False
        self.told: tuple[Diagnostic, ...] = ()
        self._watch = watch
        self._issues = _Issues(root)
        self._open_issue = opener(self._issues.texts)
        self._site: Site | None = None
        self._plan: Plan | None = None
        self._make: Make | None = None
        self._settings: set[str] = set()
        self._standing: dict[PurePosixPath, Any] = {}
        self._unchecked: set[PurePosixPath] = set()
        self._parts = _Parts()
        self._lock = threading.Lock()

    @property
    def base_path(self) -> str:
        """The site's folder on its server."""
        return self._site.config.base_path if self._site else "/"

    def __contains__(self, path: str) -> bool:
        return PurePosixPath(path) in self._standing

    def read(self, path: str) -> bytes | None:
        """The file at *path* of the site, never half of it."""
        with self._lock:  # on Windows a file that is open cannot be replaced
            try:
                return (self.folder / path).read_bytes() if path in self else None
            except OSError:
                return None

    def follow(self, changed: Iterable[str], seen: Collection[str] = ()) -> Generator[Step, None, None]:
        """Bring the site up to date after edits of the files or folders *changed*, named from the root.

        Pages that are *seen* go first. May be left at any step for newer changes, or by OSError if
        a file cannot be read or written just now: what was not done is done next time.
        """
        paths = [PurePosixPath(name) for name in changed]
        self.settled = False
        self._issues.forget(paths)
        if any(path.parts[0] == "templates" for path in paths):
            self._make = None
            self._standing = dict.fromkeys(self._standing, _STALE)
        if self._plan is not None:
            yield from self._at_once(self._plan, paths, seen)
        yield from self._whole(seen)

    def _at_once(self, planned: Plan, paths: list[PurePosixPath], seen: Collection[str]) -> Iterator[Step]:
        """What can be made of the last plan: pages of changed issues, of changed templates, style sheets.

        The whole makes them again if they show anything else that changed.
        """
        wrong: list[Diagnostic] = []
        first: list[Output] = []
        if self._make is None:
            self._make = renderer(planned.site_chrome, self.root / "templates")
            first += (o for o in planned.outputs if str(o.path) in seen and self._is_open(o))
        if any(path.parts[0] == "static" for path in paths):
            copied = {output.path for output in planned.outputs if not isinstance(output, Page)}
            for path, data in _assets(self.root).files:
                if path in copied:
                    yield self._put(path, data, _STALE)
        edited = [path for path in paths if path in self._issues]
        others = [path for path in paths if path not in self._issues and (self.root / path).exists()]
        right: list[PurePosixPath] = []
        if others:  # issues are read against them
            for path in others:
                self._check(path, wrong)
        elif len(edited) <= _FEW:
            right += (path for path in edited if self._is_right(path, wrong))
            first += (o for o in planned.outputs if isinstance(o, Page) and o.source in right)
        for output in first:
            with _noting(wrong):
                yield self._put(output.path, self._make(output), _STALE)
        read_again = {*right, *(d.span.path for d in wrong)}
        known = (d for d in self.told if d.span.path not in read_again or d.code in _KNOWN_TO_THE_WHOLE)
        yield from self._tell((*known, *wrong))

    def _is_open(self, output: Output) -> bool:
        """Whether a page shows no issue that was read against other settings than it was planned with."""
        source = output.source if isinstance(output, Page) else None
        return (
            source is None or source not in self._issues or self._issues.surroundings(source).digest in self._settings
        )

    def _check(self, path: PurePosixPath, wrong: list[Diagnostic]) -> None:
        """Note at once what is wrong with a file that issues are read against."""
        kinds = {SITE_FILE: SiteConfig, GLOSSARY_FILE: Glossary}
        kind: Any = Round if path.name == ROUND_FILE else kinds.get(path)
        if kind:
            with _noting(wrong), contextlib.suppress(OSError):
                decode(decode_text((self.root / path).read_bytes(), path), path, kind)

    def _is_right(self, path: PurePosixPath, wrong: list[Diagnostic]) -> bool:
        """Whether the changed issue at *path* can be shown as things were planned."""
        if self._issues.surroundings(path).digest not in self._settings:
            return False
        with _noting(wrong), contextlib.suppress(FileNotFoundError):
            faults = errors(self._issues.again(path)[1])
            wrong += faults
            return not faults
        return False

    def _whole(self, seen: Collection[str]) -> Iterator[Step]:
        try:
            sources, doubts = self._issues.sources()
        except SourceError as error:
            yield from self._tell(error.diagnostics)
            self.settled = True
            return
        yield Step()
        self._site = with_found(derive(sources), self._open_issue, self._parts.remember)
        yield Step()
        planned = plan(self._site, _assets(self.root), self._open_issue, self._parts.remember)
        if self._make is None or self._plan is None or self._plan.site_chrome != planned.site_chrome:
            self._make = renderer(planned.site_chrome, self.root / "templates")
            self._standing = dict.fromkeys(self._standing, _STALE)
        self._plan, self._settings = planned, self._issues.settings()
        yield Step()
        yield from self._remove(self._standing.keys() - {output.path for output in planned.outputs})
        links = LinkCheck({str(output.path) for output in planned.outputs}, self._site.config.base_path)
        wrong: list[Diagnostic] = []
        yield from self._renew(planned, self._make, links, wrong, seen)
        redirect_faults = pipeline.redirect_faults(self.root, planned)
        broken = wrong or pipeline.broken_links(self.root, planned, links, self._bytes)
        told = tuple(sorted({*doubts, *redirect_faults, *broken}))
        self._unchecked = self._unchecked if errors(told) else set()
        yield from self._tell(told)
        self.settled = True

    def _renew(
        self, planned: Plan, make: Make, links: LinkCheck, wrong: list[Diagnostic], seen: Collection[str]
    ) -> Iterator[Step]:
        """Make what is stale. A template that failed is not tried on another page: it would say the same."""
        stale = [output for output in planned.outputs if self._standing.get(output.path, _STALE) != output.inputs]
        self._unchecked -= {output.path for output in stale}
        for path in self._unchecked:
            links.page(str(path), (self.folder / path).read_bytes())
        stale.sort(key=lambda output: str(output.path) not in seen)
        failed: set[str] = set()
        for output in self._watch(stale, "生成页面", len(stale)) if self._watch else stale:
            if isinstance(output, Page) and output.template in failed:
                continue
            try:
                data = make(output)
            except SourceError as error:
                wrong += error.diagnostics
                failed.add(output.template if isinstance(output, Page) else "")
                continue
            if isinstance(output, Page):
                self._unchecked.add(output.path)
                links.page(str(output.path), data)
            yield self._put(output.path, data, output.inputs)

    def _bytes(self, path: str) -> bytes:
        return (self.folder / path).read_bytes()

    def _put(self, path: PurePosixPath, data: bytes, inputs: Any) -> Step:
        target = self.folder / path
        with self._lock:
            same = path in self._standing and target.is_file() and target.read_bytes() == data
            if not same:
                write_atomically(target, data)
            self._standing[path] = inputs
        return Step() if same else Step((path,))

    def _remove(self, paths: Collection[PurePosixPath]) -> Iterator[Step]:
        for path in paths:
            with self._lock:
                (self.folder / path).unlink(missing_ok=True)
                del self._standing[path]
                self._unchecked.discard(path)
                with contextlib.suppress(OSError):  # not empty
                    for parent in path.parents[:-1]:
                        (self.folder / parent).rmdir()
            yield Step((path,))

    def _tell(self, told: Iterable[Diagnostic]) -> Iterator[Step]:
        self.told = tuple(sorted(set(told)))
        yield Step(told=self.told)


@dataclass(slots=True)
class _Kept:
    """An issue's file as it was read, and what it was read against."""

    surroundings: Surroundings
    read: _Read
    issue: Issue


@dataclass(slots=True)
class _Issues:
    """The issues of a site, each read once until its file changes.

    Takes the place of `reuse.Memory` in reading the sources.
    """

    root: Path
    _kept: dict[PurePosixPath, _Kept] = field(default_factory=dict)
    _opened: pipeline.Opened = field(default_factory=dict)
    _read: ReadSummary | None = None
    _changed: set[PurePosixPath] = field(default_factory=set)

    def sources(self) -> tuple[Sources, tuple[Diagnostic, ...]]:
        """All sources and what is doubtful about them; SourceError if they are wrong."""
        sources, doubts = pipeline.read(self.root, self.recalling, self._opened)
        self._kept = {entry.path: self._kept[entry.path] for round_ in sources.rounds for entry in round_.issues}
        return sources, doubts

    def recalling(self, read: ReadSummary) -> ReadSummary:
        """A reader of issue files that *read*s only what changed."""
        self._read = read
        return self._recall

    def texts(self, entry: SiteIssue) -> tuple[Issue, str]:
        """The texts of an issue, and the digest of the file that they were read from."""
        kept = self._kept[entry.source]
        return kept.issue, kept.read[0].digest

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
        return self._recall(path, self._kept[path].surroundings)

    def _recall(self, path: PurePosixPath, surroundings: Surroundings) -> _Read:
        kept = self._kept.get(path)
        if kept and path not in self._changed:
            if kept.surroundings.digest == surroundings.digest:
                return kept.read
            if kept.surroundings.round.categories == surroundings.round.categories:  # it would be read the same way
                inspected = check_issue(kept.issue, path, surroundings, locator(self.root))
                return self._keep(path, surroundings, (kept.read[0], tuple(inspected)), kept.issue)
        assert self._read is not None  # noqa: S101 - set by recalling
        read = self._read(path, surroundings)
        return self._keep(path, surroundings, read, self._opened.pop(path))

    def _keep(self, path: PurePosixPath, surroundings: Surroundings, read: _Read, issue: Issue) -> _Read:
        """Keep what is right: pages made before it is mended show what was right before."""
        if not errors(read[1]):
            self._kept[path] = _Kept(surroundings, read, issue)
            self._changed.discard(path)
        return read


@dataclass(slots=True)
class _Parts:
    """What was made while planning, as long as its key stays the same."""

    _kept: dict[str, tuple[str, bytes]] = field(default_factory=dict)

    def remember(self, name: str, key: str, make: Callable[[], bytes]) -> bytes:
        """What was made under *name* with the same *key*, or else what is made now."""
        if self._kept.get(name, ("",))[0] != key:
            self._kept[name] = key, make()
        return self._kept[name][1]


@contextlib.contextmanager
def _noting(wrong: list[Diagnostic]) -> Iterator[None]:
    """Go on after a mistake in a file, with the mistake noted."""
    try:
        yield
    except SourceError as error:
        wrong += error.diagnostics


def _assets(root: Path) -> assets.Assets:
    return assets.collect(root / "static", name=ASSETS)
