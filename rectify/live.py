"""A built site that follows edits: pages that are open in a browser are made first, then all others.

The steps are those of `pipeline.build`, with a store in memory: the same plan, the same makers. When all
changes have been followed, the folder holds what a clean build with drafts makes, byte for byte.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Collection, Generator, Iterable, Iterator
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any, Final, NamedTuple

from rectify import pipeline
from rectify.checks.links import LinkCheck, ids_on
from rectify.engine.look import look_of
from rectify.engine.output import Output, Page
from rectify.engine.render import Render, renderer
from rectify.engine.store import KeptBlock, MemoryStore
from rectify.field import addresses
from rectify.field.config import SiteConfig
from rectify.field.model import Glossary, Round, Synonyms
from rectify.field.own_page import OwnPage
from rectify.ground.diagnostics import Diagnostic, SourceError, errors
from rectify.ground.files import write_atomically
from rectify.ground.watching import Watch
from rectify.live_issues import LiveIssues
from rectify.making.facts import issue_facts_of
from rectify.making.plan import file_outputs, issue_outputs
from rectify.making.site_plan import SitePlan, plan_site
from rectify.outputs import assets
from rectify.plan_faults import broken_links, plan_faults
from rectify.site.derive import with_issue
from rectify.site.facts import year_of
from rectify.site.issue_text import text_opener
from rectify.site.issue_view import issue_inputs
from rectify.source.attached_files import published_bytes
from rectify.source.decode import decode
from rectify.source.drafts import marked_issue, marked_sources, public_sources, unfilled_fields
from rectify.source.sources import (
    GLOSSARY_FILE,
    ROUND_FILE,
    SITE_FILE,
    SYNONYMS_FILE,
    IssueSource,
    Sources,
    Surroundings,
)
from rectify.source.yamltree import PAGE, decode_text

ASSETS: Final = "dev"
"""The folder of style sheet and icon, which keeps its address: pages need not change with it."""

FOLLOWED: Final = ("site.yaml", "content", "templates", "static")
_MAX_EDITS_AT_ONCE: Final = 20
"""More edits at once than this are no one's who waits for the page."""

_KNOWN_TO_THE_WHOLE: Final = ("L001", "R001")
"""Mistakes that one file alone does not show."""


class _CutShortError(Exception):
    """Newer edits came while everything was being read or planned."""


def _never() -> bool:
    return False


class Step(NamedTuple):
    """What happened: paths of the site that are new, other or gone; and, where known, all that is wrong."""

    changed: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] | None = None


class Live:
    """The site of the project *root*, standing in *folder*.

    *watch* shows how far a long step has come. One thread follows; others may `read`.
    """

    def __init__(self, root: Path, folder: Path, watch: Watch[Output] | None = None) -> None:
        self.root = root
        self.folder = folder
        self.settled = False
        self.diagnostics: tuple[Diagnostic, ...] = ()
        self._watch = watch
        self._is_cut: Callable[[], bool] = _never
        self._issues = LiveIssues(root, self._raise_if_cut)
        self._open_text = text_opener(self._issues.text, partial(published_bytes, root))
        self._store = MemoryStore(self._raise_if_cut)
        self._planned: SitePlan | None = None
        self._render: Render | None = None
        self._settings: set[str] = set()
        self._kept_blocks: dict[str, KeptBlock] = {}
        self._wanted: dict[str, str] = {}
        self._standing: dict[str, str] = {}
        self._unchecked: set[str] = set()
        self._lock = threading.Lock()

    @property
    def base_path(self) -> str:
        """The site's folder on its server."""
        return self._planned.site.config.base_path if self._planned else "/"

    @property
    def unsaved_texts(self) -> dict[PurePosixPath, bytes]:
        """Texts that take the places of source files: what somebody is typing. `follow` them as edits."""
        return self._issues.unsaved

    @property
    def sources(self) -> Sources | None:
        """The sources as they were last read without a fault."""
        return self._issues.last

    @property
    def doing(self) -> tuple[str, int, int]:
        """What it is doing for the first time, how much of it is done, and of how much; 0 where nobody knows yet."""
        if self.sources is None:
            return "正在读取内容", self._issues.count, 0
        if self._planned is None:
            return "正在排出网页", 0, 0
        return "正在生成网页", len(self._standing), len(self._wanted)

    def surroundings(self, path: PurePosixPath) -> Surroundings | None:
        """What the issue in the file *path* was last read against; None if it was never right."""
        return self._issues.surroundings(path) if path in self._issues else None

    def issue(self, path: PurePosixPath) -> IssueSource | None:
        """The issue in the file *path* as it was last right, whatever is wrong elsewhere; None if it never was."""
        return self._issues.find(path)

    def __contains__(self, path: str) -> bool:
        return path in self._standing

    def read(self, path: str) -> bytes | None:
        """The file at *path* of the site, never half of it."""
        with self._lock:  # on Windows a file that is open cannot be replaced
            try:
                return (self.folder / path).read_bytes() if path in self else None
            except OSError:
                return None

    def follow(
        self, changed: Iterable[str], open_pages: Collection[str] = (), is_cut: Callable[[], bool] = _never
    ) -> Generator[Step, None, None]:
        """Bring the site up to date after edits of the files or folders *changed*, named from the root.

        The pages at the paths *open_pages* go first, also those added to it meanwhile. May be left at any step for newer changes, or by OSError if
        a file cannot be read or written just now: what was not done is done next time. Reading and planning
        everything takes seconds where there are thousands of issues: they end unfinished, without `settled`, as soon
        as *is_cut* says that newer changes wait.
        """
        paths = [PurePosixPath(name) for name in changed]
        self.settled = False
        self._issues.forget(paths)
        if any(path.parts[0] == "templates" for path in paths):
            self._render = None
            self._kept_blocks = {}
            self._standing = dict.fromkeys(self._standing, "")
        if self._planned is not None:
            yield from self._at_once(self._planned, paths, open_pages)
        self._is_cut = is_cut
        try:
            yield from self._whole(open_pages)
        except _CutShortError:
            pass
        finally:
            self._is_cut = _never

    def _raise_if_cut(self) -> None:
        if self._is_cut():
            raise _CutShortError

    def _at_once(self, planned: SitePlan, paths: list[PurePosixPath], open_pages: Collection[str]) -> Iterator[Step]:
        """What can be made of the last plan: pages of changed issues, of changed templates, style sheets."""
        wrong: list[Diagnostic] = []
        first: list[Output] = []
        if self._render is None:
            self._render = renderer(planned.site_chrome, look_of(self.root))
            blocks_shown = (block for block in planned.blocks if not set(open_pages).isdisjoint(block.paths))
            first += (page for block in blocks_shown for page in block.pages() if page.path in open_pages)
        if any(path.parts[0] == "static" for path in paths):
            for file, data in _assets(self.root, planned.site.config).files:
                if str(file) in self._standing:
                    yield self._put(str(file), data, "")
        edited = [path for path in paths if path in self._issues]
        others = [path for path in paths if path not in self._issues and (self.root / path).exists()]
        right: list[PurePosixPath] = []
        if others:  # issues are read against them
            for path in others:
                self._check(path, wrong)
        elif len(edited) <= _MAX_EDITS_AT_ONCE:
            right += (path for path in edited if self._is_right(path, wrong))
            for path in right:
                with contextlib.suppress(SourceError):  # an older text is gone: what that means is known with the whole
                    first += tuple(self._issue_outputs(planned, path))
        for output in first:
            with _noting(wrong):
                mark = planned.parts.fingerprints.of_output(output)
                yield self._put(output.path, self._render(planned.parts, output), mark)
        read_again = {*right, *(d.span.path for d in wrong)}
        standing = (d for d in self.diagnostics if d.span.path not in read_again or d.code in _KNOWN_TO_THE_WHOLE)
        yield from self._report((*standing, *wrong))

    def _issue_outputs(self, planned: SitePlan, path: PurePosixPath) -> Iterator[Output]:
        """The files of the changed issue in the file *path*, beside others as they were planned: its new photographs, and what was planned already."""
        whole = any(one.round.draft for one in planned.site.rounds if one.id == path.parent.name)
        changed = with_issue(planned.site, marked_issue(self._issues.source(path), whole=whole))
        if changed is None:
            return
        round_, place = changed
        site = planned.site.for_round(round_)
        inputs = issue_inputs(site, round_, place)
        if inputs.facts is not None:
            inputs = inputs._replace(
                facts=issue_facts_of(site, inputs.entry, planned.parts, year=year_of(inputs.round_.round))
            )
        yield from (one for one in file_outputs(inputs.entry.files) if one.path not in self._standing)
        yield from (output for output in issue_outputs(inputs) if output.path in self._wanted)

    def _check(self, path: PurePosixPath, wrong: list[Diagnostic]) -> None:
        """Add to *wrong* the mistakes in a file that issues are read against."""
        kinds = {SITE_FILE: SiteConfig, GLOSSARY_FILE: Glossary, SYNONYMS_FILE: Synonyms}
        kind: Any = Round if path.name == ROUND_FILE else OwnPage if path.suffix == PAGE else kinds.get(path)
        if kind:
            with _noting(wrong), contextlib.suppress(OSError):
                data = self._issues.open_file(self.root, path, None)
                decode(decode_text(data, path), path, kind, blanks=[])

    def _is_right(self, path: PurePosixPath, wrong: list[Diagnostic]) -> bool:
        """Whether the changed issue at *path* can be shown as things were planned."""
        surroundings = self._issues.surroundings(path)
        if surroundings.digest not in self._settings:
            return False
        with _noting(wrong), contextlib.suppress(FileNotFoundError):
            source, doubts = self._issues.again(path)
            faults = errors(doubts)
            if not source.summary.draft:
                faults += tuple(unfilled_fields(source, surroundings.round, self._issues.locator()))
            wrong += faults
            return not faults
        return False

    def _whole(self, open_pages: Collection[str]) -> Iterator[Step]:
        try:
            sources, doubts = self._issues.sources()
        except SourceError as error:
            yield from self._report(error.diagnostics)
            self.settled = True
            return
        yield Step()
        blanks = pipeline.lacking_in(sources, self._issues.locator())
        try:
            planned = self._plan(sources)
        except SourceError as error:  # a file was changed after it was read: that edit is followed next
            yield from self._report(error.diagnostics)
            return
        if self._render is None or self._planned is None or self._planned.site_chrome != planned.site_chrome:
            self._render = renderer(planned.site_chrome, look_of(self.root))
        self._planned, self._settings = planned, self._issues.settings()
        self._kept_blocks = {one.block.name: one.kept for one in planned.blocks}
        self._wanted = {path: mark for one in planned.blocks for path, mark in one.kept.outputs.items()}
        self._store.drop_unused()
        yield Step()
        yield from self._remove(self._standing.keys() - self._wanted.keys())
        links = LinkCheck(self._wanted.keys(), planned.site.config.base_path, public_sources(sources)[1])
        wrong: list[Diagnostic] = []
        yield from self._renew(planned, self._render, links, wrong, open_pages)
        faults = plan_faults(self.root, planned)
        broken = wrong or broken_links(self.root, planned, links, self._ids_on)
        diagnostics = tuple(sorted({*doubts, *blanks, *faults, *broken}))
        if not wrong:
            self._unchecked = links.with_faults(self._unchecked)
        yield from self._report(diagnostics)
        self.settled = True

    def _plan(self, sources: Sources) -> SitePlan:
        return plan_site(
            marked_sources(sources),
            _assets(self.root, sources.config),
            self._open_text,
            self._store,
            kept_blocks=self._kept_blocks,
            is_intact=self._is_intact,
            raise_if_cut=self._raise_if_cut,
        )

    def _renew(
        self,
        planned: SitePlan,
        render: Render,
        links: LinkCheck,
        wrong: list[Diagnostic],
        open_pages: Collection[str],
    ) -> Iterator[Step]:
        """Make the stale outputs. A template that failed is not tried on another page: its error would be the same."""
        stale = sorted(planned.stale, key=lambda output: not addresses.is_asset(output.path))
        self._unchecked -= {output.path for output in stale}
        for path in self._unchecked:
            self._raise_if_cut()
            links.add_page(path, (self.folder / path).read_bytes())
        failed: set[str] = set()
        ordered = _in_order(stale, open_pages)
        for output in self._watch(ordered, "生成页面", len(stale)) if self._watch else ordered:
            if isinstance(output, Page) and output.template in failed:
                continue
            try:
                data = render(planned.parts, output)
            except SourceError as error:
                wrong += error.diagnostics
                failed.add(output.template if isinstance(output, Page) else "")
                continue
            if isinstance(output, Page):
                self._unchecked.add(output.path)
                links.add_page(output.path, data)
            yield self._put(output.path, data, self._wanted[output.path])

    def _is_intact(self, path: str) -> bool:
        """Whether the file at *path* is that of the last plan."""
        self._raise_if_cut()
        return self._standing.get(path) == self._wanted.get(path)

    def _ids_on(self, path: str) -> bytes:
        return ids_on((self.folder / path).read_bytes())

    def _put(self, path: str, data: bytes, mark: str) -> Step:
        """Write a file that was made of inputs with the fingerprint *mark*, if it is not there already."""
        target = self.folder / path
        with self._lock:
            same = path in self._standing and target.is_file() and target.read_bytes() == data
            if not same:
                write_atomically(target, data)
            self._standing[path] = mark
        return Step() if same else Step((path,))

    def _remove(self, paths: Collection[str]) -> Iterator[Step]:
        for path in paths:
            with self._lock:
                (self.folder / path).unlink(missing_ok=True)
                del self._standing[path]
                self._unchecked.discard(path)
                with contextlib.suppress(OSError):  # not empty
                    for parent in PurePosixPath(path).parents[:-1]:
                        (self.folder / parent).rmdir()
            yield Step((path,))

    def _report(self, diagnostics: Iterable[Diagnostic]) -> Iterator[Step]:
        self.diagnostics = tuple(sorted(set(diagnostics)))
        yield Step(diagnostics=self.diagnostics)


def _in_order(outputs: Iterable[Output], first: Collection[str]) -> Iterator[Output]:
    """The *outputs*, at any moment those at the paths *first* before others; more of these may be added meanwhile.

    The photographs of such a page go before it, so that it never shows one that is not there.
    """
    left = {output.path: output for output in outputs}
    for path in tuple(left):
        while (early := next((one for one in tuple(first) if one in left), None)) is not None:
            photographs = [one for one in left if one.startswith(f"{addresses.stem(early)}/")]
            yield from (left.pop(one) for one in (*photographs, early))
        if path in left:
            yield left.pop(path)


@contextlib.contextmanager
def _noting(wrong: list[Diagnostic]) -> Iterator[None]:
    """Go on after a mistake in a file, with the mistake noted."""
    try:
        yield
    except SourceError as error:
        wrong += error.diagnostics


def _assets(root: Path, config: SiteConfig) -> assets.Assets:
    return assets.collect(look_of(root), name=ASSETS, colour=config.colour)
