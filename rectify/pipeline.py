"""The order of things: load → leave drafts out → derive → plan → make → check → write."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, MutableMapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple, TypeVar

from rectify.checks.content import check_content, check_departments, check_issue, vanished_issues
from rectify.checks.identity import identity_faults
from rectify.checks.links import LinkCheck, ids_on
from rectify.engine.look import look_of
from rectify.engine.memory import Memory
from rectify.engine.output import Document, Output, Page, is_made_in_pieces
from rectify.engine.parts import NoStore, PartStore
from rectify.engine.render import renderer
from rectify.engine.stamps import FOLDER
from rectify.engine.tree import NewTree
from rectify.engine.workers import make_all
from rectify.field import addresses
from rectify.field.config import Server
from rectify.field.model import Issue
from rectify.ground.diagnostics import ENOUGH, Diagnostic, SourceError, as_error, as_warning, errors
from rectify.ground.files import OpenFile, read_file
from rectify.ground.output_folder import (
    check_replaceable,
    clear_leftovers,
    files_in,
    foreign_file_doubts,
    foreign_files,
    made_before,
    note_made,
)
from rectify.ground.watching import Watch, without_progress
from rectify.making.site_plan import SitePlan, plan_site
from rectify.outputs import assets
from rectify.outputs.server_config.facts import ServerFacts, server_facts
from rectify.plan_faults import broken_links, plan_faults
from rectify.public_state import public_of, refused_changes
from rectify.release import journal
from rectify.release.differences import changes_since
from rectify.release.kept_texts import text_opener as kept_text_opener
from rectify.release.record import Public, state_of
from rectify.site.issue_text import text_opener
from rectify.site.model import Site
from rectify.source.attached_files import FileFacts, FileSource, ReadFile, file_reader, published_bytes
from rectify.source.drafts import (
    BLANK_CODES,
    HeldBack,
    Locate,
    blanks,
    marked_sources,
    nothing_public,
    public_sources,
    unfilled_in,
)
from rectify.source.load import ReadSummary, load, locator, read_unchanged, summary_reader
from rectify.source.opened import OpenedIssues
from rectify.source.sources import SITE_FILE, IssueSource, Sources, Surroundings
from rectify.source.summary import IssueSummary

Item = TypeVar("Item")
Opened = MutableMapping[PurePosixPath, Issue]
CachedReader = Callable[[ReadSummary], ReadSummary]
"""Makes a reader of issue files that remembers out of one that reads."""

CachedFiles = Callable[[ReadFile], ReadFile]
"""The same for files beside them."""

Made = tuple[Output, bytes]
Enter = Callable[[str], None]
"""Called with the name of each stage as it begins."""

Amend = Callable[[Sources], Sources]
"""Changes the sources after they were read, to see what would come of it."""


def _same(value: Item) -> Item:
    return value


class NothingPublicError(SourceError):
    """There are only drafts: these; what they lack is told first, if there is anything."""

    def __init__(self, held: tuple[HeldBack, ...], lacking: Iterable[Diagnostic]) -> None:
        super().__init__([*map(as_error, lacking)] or [nothing_public(held)])
        self.held = held


@dataclass(frozen=True, slots=True)
class Build:
    """A site that was built: its plan, its files, how many were made, what is doubtful, what will be public.

    `touched` are the paths whose files have new stamps, `held` the drafts that it has nothing of.
    """

    planned: SitePlan
    paths: tuple[str, ...]
    made: int
    diagnostics: tuple[Diagnostic, ...]
    now: Public
    touched: frozenset[str]
    held: tuple[HeldBack, ...] = ()

    @property
    def site(self) -> Site:
        """The site as data."""
        return self.planned.site

    @property
    def lacks_small_photos(self) -> bool:
        """Whether there are photographs of which smaller sizes are wanted and cannot be made."""
        return any(file.widths and not file.smaller for round_ in self.site.rounds for file in round_.all_files)

    def remember(self, memory: Memory, message: str) -> None:
        """Let *memory* keep what was built, and the *message* to repeat as long as nothing changes."""
        memory.save(self.planned.blocks, set(self.touched), message)


def read(
    root: Path,
    cached_reader: CachedReader = _same,
    opened: Opened | None = None,
    cached_files: CachedFiles = _same,
    *,
    open_file: OpenFile = read_file,
) -> tuple[Sources, tuple[Diagnostic, ...]]:
    """The sources below *root*, drafts too, and what is doubtful about them; SourceError if they are wrong.

    *cached_reader* may spare reading an issue's file, *cached_files* one beside it; each issue that had to be read
    is left in *opened*. Drafts may lack what must be filled in before they are public; that is doubtful.
    *open_file* reads the source files.
    """
    locate = locator(root, open_file)

    def inspect(issue: Issue, path: PurePosixPath, surroundings: Surroundings) -> Iterator[Diagnostic]:
        if opened is not None:
            opened[path] = issue
        return check_issue(issue, path, surroundings, locate)

    inspect_departments = partial(check_departments, locate=locate)
    read_summary = cached_reader(summary_reader(root, inspect, open_file=open_file))
    read_beside = cached_files(file_reader(root))
    loaded = load(root, read_summary, inspect_departments, read_beside, open_file=open_file)
    diagnostics: tuple[Diagnostic, ...] = ()
    if loaded.sources:
        public, _ = public_sources(loaded.sources)
        faults = (*check_content(loaded.sources, locate), *identity_faults(root, loaded.sources))
        diagnostics = tuple(sorted((*faults, *unfilled_in(public, locate))))
    if loaded.problems or loaded.sources is None:
        counts = ("R010", "R020", "R022")  # they say nothing while some files could not be read
        blank = {one.span for one in loaded.problems if one.code in BLANK_CODES}  # nothing else is lacking there
        others = (d for d in diagnostics if d.code not in counts and not (d.code in BLANK_CODES and d.span in blank))
        raise SourceError((*loaded.problems, *others))
    if errors(diagnostics):
        raise SourceError(diagnostics)
    if opened is not None:
        older = (one for round_ in loaded.sources.rounds for texts in round_.versions.values() for one in texts)
        opened.update((one.path, one.issue) for one in older)
    return loaded.sources, tuple(sorted((*diagnostics, *loaded.blanks)))


class Content(NamedTuple):
    """What was read below a project's root, drafts too: the sources, what is doubtful about them, and issues that were opened."""

    sources: Sources
    doubts: tuple[Diagnostic, ...]
    opened: Opened


def read_content(root: Path, memory: Memory | None = None) -> Content:
    """The content of the project *root*, of which *memory* spares reading what did not change; SourceError if it is wrong."""
    opened = OpenedIssues()
    if memory is None:
        return Content(*read(root, opened=opened), opened)
    issues, files = (partial(memory.cached_reader, revive=revive) for revive in (_revive, _revived_file))
    return Content(*read(root, issues, opened, files), opened)


def lacking_in(sources: Sources, locate: Locate) -> Iterator[Diagnostic]:
    """What *sources* that are drafts lack before they can be public, as warnings, the first of it."""
    return map(as_warning, islice(unfilled_in(sources, locate), ENOUGH))


class PreparedSite(NamedTuple):
    """A site that is planned and that nothing speaks against: what will be public, what is doubtful, the drafts it has nothing of."""

    planned: SitePlan
    now: Public
    doubts: tuple[Diagnostic, ...]
    held: tuple[HeldBack, ...]

    @property
    def paths(self) -> frozenset[str]:
        """The addresses of all its files."""
        return frozenset(self.planned.paths)

    @property
    def links(self) -> LinkCheck:
        """A check of the links on its pages that knows of none yet."""
        return LinkCheck(self.paths, self.planned.site.config.base_path, self.held)

    def renderer(self, root: Path, memory: Memory | None) -> Callable[[Output], bytes]:
        """A function that makes the bytes of its outputs."""
        compiled = memory.compiled if memory else None
        return partial(renderer(self.planned.site_chrome, look_of(root), compiled), self.planned.parts)


def prepare(
    root: Path,
    content: Content,
    memory: Memory | None,
    *,
    purged: str = "",
    drafts: bool = False,
    amend: Amend | None = None,
    has_search: bool = True,
) -> PreparedSite:
    """Plan the site of the project *root* from its *content*, which *amend* changes first; the others are parameters of `build`.

    Without *has_search* it has none of the files that search loads, which no page leads to.
    Raises SourceError with everything that is in the way, NothingPublicError if there are only drafts.
    """
    public, held = _shown_sources(
        root, amend(content.sources) if amend else content.sources, content.doubts, drafts=drafts
    )
    doubts = content.doubts
    if not drafts:
        doubts = tuple(sorted({*doubts} - {*blanks(doubts)}))  # they are those of drafts, of which nothing is shown
    record = () if drafts else journal.read(root)
    planned = _plan(root, public, content.opened, memory, state_of(record), purged, has_search=has_search)
    if wrong_plan := plan_faults(root, planned):
        raise SourceError((*doubts, *wrong_plan))
    now = public_of(planned, partial(_open_issue, root, content.opened))
    changes = () if drafts else changes_since(record, now, purged, kept_text_opener(root))
    if refused := refused_changes(changes, planned, held):
        raise SourceError((*doubts, *refused))
    return PreparedSite(planned, now, doubts, held)


def build(
    root: Path,
    folder: Path,
    memory: Memory | None = None,
    *,
    purged: str = "",
    drafts: bool = False,
    jobs: int = 1,
    watch: Watch[Made] = without_progress,
    enter: Enter = lambda _stage: None,
) -> Build:
    """Build the site of the project *root* into *folder*, which changes in one step or not at all.

    *memory* lets what did not change stand. Older texts of the issue at the address *purged* may vanish. With *drafts*
    it is the site that `serve` shows, which is not held against the public record. Up to *jobs* processes make outputs.
    Raises SourceError with everything that is in the way, NothingPublicError if there are only drafts, OSError if the
    folder cannot be written.
    """
    check_replaceable(folder)
    clear_leftovers(folder)
    enter("读取内容")
    content = read_content(root, memory)
    enter("推导和规划")
    prepared = prepare(root, content, memory, purged=purged, drafts=drafts)
    planned, paths, links = prepared.planned, prepared.paths, prepared.links
    make = prepared.renderer(root, memory)
    enter("生成页面")
    foreign = _foreign_files(root, folder, memory, paths)
    tree = NewTree(folder, paths, memory.standing if memory else ())
    try:
        small = tuple(output for output in planned.stale if not is_made_in_pieces(output))
        _write_pages(tree, watch(make_all(make, small, jobs), "生成页面", len(small)), links)
        for output in planned.stale:
            if isinstance(output, Document) and is_made_in_pieces(output):
                tree.write_pieces(output.path, planned.parts.pieces_of(output))
        enter("保留没变的")
        tree.keep_all(paths.difference(output.path for output in planned.stale))
        tree.keep_foreign(foreign)
        enter("检查链接")
        if wrong := tuple(broken_links(root, planned, links, lambda path: ids_on(tree.read(path)))):
            raise SourceError((*prepared.doubts, *wrong))
        enter("换上新的")
        tree.commit()
    finally:
        tree.discard()
    standing = set(memory.standing).difference(foreign) if memory and not drafts else ()
    vanished = vanished_issues(standing, planned.paths, prepared.held)
    doubts = tuple(sorted((*prepared.doubts, *vanished, *foreign_file_doubts(folder.name, foreign))))
    touched = frozenset(tree.touched_paths)
    return Build(planned, planned.paths, len(planned.stale), doubts, prepared.now, touched, prepared.held)


def _revive(path: PurePosixPath, digest: str, summary: list[Any]) -> IssueSource:
    return IssueSource(path, digest, IssueSummary._make(summary))


def _revived_file(path: PurePosixPath, digest: str, facts: list[Any]) -> FileSource:
    return FileSource(path, digest, FileFacts(*facts))


def _plan(  # noqa: PLR0917 - what a build knows
    root: Path,
    sources: Sources,
    opened: Opened,
    memory: Memory | None,
    before: Public,
    purged: str = "",
    *,
    has_search: bool = True,
) -> SitePlan:
    """The plan of the site made of *sources*; what *memory* knows from the last build is not planned again.

    At the addresses that were public *before*, something stays; the older texts of the page *purged* may go.
    """
    store = memory.store if memory else NoStore()
    older = {page for page in before.addresses if purged and addresses.issue_of_older(page) == purged}
    return plan_site(
        sources,
        _assets(root, sources.config.colour, store),
        text_opener(partial(_open_issue, root, opened), partial(published_bytes, root)),
        store,
        kept_blocks=memory.blocks if memory else {},
        is_intact=memory.is_intact if memory else lambda _: False,
        public=before.addresses | before.undone.keys(),
        has_search=has_search,
        cleared=before.cleared | older | set(filter(addresses.page_of_part, before.undone)),
    )


def _open_issue(root: Path, opened: Opened, path: PurePosixPath, digest: str) -> Issue:
    """The issue in a file: that in *opened*, or read now. SourceError if the file is gone or its *digest* is another."""
    if path in opened:
        return opened[path]
    issue = opened[path] = read_unchanged(root, path, digest)
    return issue


def _assets(root: Path, colour: str | None, store: PartStore) -> assets.Assets:
    """The static files, as the last build joined them; what they are made of is in the digest of the engine."""
    stored = store.part("assets", colour or "")
    if stored is not None:
        return assets.from_bytes(stored)
    collected = assets.collect(look_of(root), colour=colour)
    store.keep_part("assets", colour or "", assets.to_bytes(collected))
    return collected


def _write_pages(tree: NewTree, made: Iterable[Made], links: LinkCheck) -> None:
    """Write the outputs into *tree* as they are *made*, and note the links of pages in *links*."""
    for output, data in made:
        tree.write(output.path, data)
        if isinstance(output, Page):
            links.add_page(output.path, data)


def _shown_sources(
    root: Path, sources: Sources, doubts: Sequence[Diagnostic], *, drafts: bool
) -> tuple[Sources, tuple[HeldBack, ...]]:
    """The sources of the site, and the drafts that are held back; with *drafts* they are marked instead of held back.

    What is blank, by the *doubts* that reading left, may be so in what is held back alone.
    """
    if drafts:
        return marked_sources(sources), ()
    public, held = public_sources(sources)
    if held and not public.rounds:
        raise NothingPublicError(held, blanks(doubts))
    issues = (one.path for round_ in public.rounds for one in round_.issues)
    paths = {SITE_FILE, *(one.path for one in public.rounds), *issues}
    missing = {as_error(one) for one in blanks(doubts) if one.span.path in paths}
    if missing := missing.union(unfilled_in(public, locator(root))):  # `read` has seen to all that were public then
        raise SourceError(missing)
    return public, held


def _foreign_files(root: Path, folder: Path, memory: Memory | None, planned: Collection[str]) -> tuple[str, ...]:
    """Files in *folder* that no build of the project *root* made; what is *planned* now is noted as made."""
    standing = (memory.standing if memory else ()) or tuple(files_in(folder))
    foreign = foreign_files(standing, planned, made_before(root / FOLDER) if memory else None)
    if memory:
        note_made(root / FOLDER, {*planned, *standing}.difference(foreign))
    return foreign


def server(root: Path) -> tuple[ServerFacts, Server | None]:
    """What a web server has to know of the site of the project *root*, and the kind that it names."""
    content = read_content(root)
    public, _ = _shown_sources(root, content.sources, content.doubts, drafts=False)
    planned = _plan(root, public, content.opened, None, state_of(journal.read(root)))
    if wrong_plan := plan_faults(root, planned):
        raise SourceError(wrong_plan)
    config = planned.site.config
    return server_facts(config, planned.paths), config.server
