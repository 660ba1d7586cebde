"""The order of things: load → derive → plan → render → check → write."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

from rectify.checks.content import check_content, check_issue
from rectify.checks.links import LinkCheck
from rectify.field.config import Server
from rectify.field.model import Issue
from rectify.ground.diagnostics import Diagnostic, SourceError, Span, errors
from rectify.ground.files import Staging, changed_meanwhile
from rectify.making.found import with_found
from rectify.making.output import Output, Page
from rectify.making.plan import Plan, plan
from rectify.making.render import renderer
from rectify.making.reuse import FOLDER, OUTPUT, Memory, Split
from rectify.outputs import assets
from rectify.outputs.server_config.facts import ServerFacts, server_facts
from rectify.release import journal
from rectify.release.record import Public, Text, changes_since, promised, refusals
from rectify.site.derive import Site, SiteIssue, derive
from rectify.site.opened import opener
from rectify.source.load import (
    SITE_FILE,
    IssueSource,
    ReadSummary,
    Sources,
    Surroundings,
    load,
    locator,
    read_issue,
    summary_reader,
)
from rectify.source.summary import IssueSummary

Item = TypeVar("Item")
Opened = dict[PurePosixPath, Issue]
Recalling = Callable[[ReadSummary], ReadSummary]
"""Makes a reader of issue files that remembers out of one that reads."""

Watch = Callable[[Iterable[Item], str, int], Iterator[Item]]
"""Shows how far a long step has come: the items, what is being done, how many there are."""

Enter = Callable[[str], None]
"""Is told the name of each stage as it begins."""


@dataclass(frozen=True, slots=True)
class Build:
    """A site that was built: what it is, its files, how many were made, what is doubtful, what will be public."""

    site: Site
    paths: tuple[PurePosixPath, ...]
    made: int
    diagnostics: tuple[Diagnostic, ...]
    now: Public


def read(
    root: Path, recalling: Recalling = lambda read_summary: read_summary, opened: Opened | None = None
) -> tuple[Sources, tuple[Diagnostic, ...]]:
    """The sources below *root*, and what is doubtful about them; SourceError if they are wrong.

    *recalling* may spare reading an issue's file; each that had to be read is left in *opened*.
    """
    locate = locator(root)

    def inspect(issue: Issue, path: PurePosixPath, surroundings: Surroundings) -> Iterator[Diagnostic]:
        if opened is not None:
            opened[path] = issue
        return check_issue(issue, path, surroundings, locate)

    loaded = load(root, recalling(summary_reader(root, inspect)))
    found = check_content(loaded.sources, locate) if loaded.sources else ()
    if loaded.problems or loaded.sources is None:
        counts = ("R010", "R020")  # they say nothing while some files could not be read
        raise SourceError((*loaded.problems, *(d for d in errors(found) if d.code not in counts)))
    if errors(found):
        raise SourceError(found)
    return loaded.sources, found


def _revived(path: PurePosixPath, digest: str, summary: list[Any]) -> IssueSource:
    return IssueSource(path, digest, IssueSummary._make(summary))


def build(
    root: Path,
    folder: Path,
    memory: Memory | None = None,
    *,
    aside: Path | None = None,
    purged: str = "",
    watch: Watch[Output] = lambda items, _doing, _total: iter(items),
    enter: Enter = lambda _stage: None,
) -> Build:
    """Build the site of the project *root* into *folder*, which changes in one step or not at all.

    *memory* lets what did not change stand. With *aside* the site is left there, to be looked at,
    and *folder* stays as it is. Older texts of the issue at the address *purged* may vanish.
    Raises SourceError with everything that is in the way, OSError if the folder cannot be written.
    """
    opened: Opened = {}
    enter("读取内容")
    recalling: Recalling = (
        (lambda read_summary: memory.recalling(read_summary, _revived)) if memory else (lambda same: same)
    )
    sources, found = read(root, recalling, opened)
    enter("推导和规划")
    remember = memory.remember if memory else made_anew
    open_issue = opener(partial(_open, root, opened))
    site = with_found(derive(sources), open_issue, remember)
    planned = plan(site, assets.collect(root / "static"), open_issue, remember)
    if wrong_redirects := redirect_faults(root, planned):
        raise SourceError((*found, *wrong_redirects))
    now = _public(site, planned)
    places = {issue.path: issue.source for round_ in site.rounds for issue in round_.issues}
    if refused := refusals(changes_since(journal.read(root), now, purged), places):
        raise SourceError((*found, *refused))
    enter("比较上次")
    split = memory.split(planned.outputs, planned.site_chrome) if memory else Split(planned.outputs, ())
    make = renderer(planned.site_chrome, root / "templates")
    links = LinkCheck({str(output.path) for output in planned.outputs}, site.config.base_path)
    enter("生成页面")
    staging = Staging(folder, aside)
    try:
        for output in watch(split.stale, "生成页面", len(split.stale)):
            data = make(output)
            staging.write(output.path, data)
            if isinstance(output, Page):
                links.page(str(output.path), data)
        enter("保留没变的")
        for path in split.fresh:
            staging.keep(path)
        enter("检查链接")
        if wrong := tuple(broken_links(root, planned, links, lambda path: staging.read(PurePosixPath(path)))):
            raise SourceError((*found, *wrong))
        if not aside:
            enter("换上新的")
            staging.commit()
    finally:
        if not aside:
            staging.discard()
    return Build(site, tuple(output.path for output in planned.outputs), len(split.stale), found, now)


def _public(site: Site, planned: Plan) -> Public:
    """What will be public of *site*, as the record tells of it."""
    texts = {}
    for round_ in site.rounds:
        usual = round_.round.published.stamp
        for issue in round_.issues:
            summary = issue.summary
            if summary.withdrawal is None:
                texts[issue.path] = Text(summary.public_text, summary.published or usual, summary.revisions)
    moved = {str(page.path): page.goal for page in planned.outputs if isinstance(page, Page) and page.goal}
    return Public(texts, promised(output.path for output in planned.outputs), moved)


def made_anew(_name: str, _key: str, make: Callable[[], bytes]) -> bytes:
    """Remembers nothing."""
    return make()


def redirect_faults(root: Path, planned: Plan) -> tuple[Diagnostic, ...]:
    """Redirects of the project *root* that cannot be, each where it is written."""
    locate = locator(root)
    return tuple(
        Diagnostic(locate(SITE_FILE, fault.where), fault.code, fault.message, fault.remedy)
        for fault in planned.redirect_faults
    )


def broken_links(
    root: Path, planned: Plan, links: LinkCheck, read_page: Callable[[str], bytes]
) -> Iterator[Diagnostic]:
    """What *links* found on the pages that were made, and what people wrote into any page's texts."""
    pages = {str(output.path): output for output in planned.outputs if isinstance(output, Page)}
    locate = locator(root)

    def written(path: str) -> Span:
        page = pages[path]
        source = page.source or page.path
        return locate(source, page.where) if page.where else Span(source)

    for output in planned.outputs:
        if isinstance(output, Page) and output.links:
            links.written(str(output.path), output.links)
    return links.told(read_page, written)


def _open(root: Path, opened: Opened, entry: SiteIssue) -> tuple[Issue, str]:
    """The texts of an issue with their digest: those at hand, or its file read now, once."""
    if (known := opened.get(entry.source)) is not None:
        return known, entry.digest
    try:
        issue, digest = read_issue(root, entry.source, None)
    except FileNotFoundError:
        raise changed_meanwhile(entry.source) from None
    if digest != entry.digest:
        raise changed_meanwhile(entry.source)
    opened[entry.source] = issue
    return issue, digest


def server(root: Path) -> tuple[ServerFacts, Server | None]:
    """What a web server has to know of the site of the project *root*, and the kind that it names."""
    opened: Opened = {}
    sources, _ = read(root, opened=opened)
    open_issue = opener(partial(_open, root, opened))
    site = with_found(derive(sources), open_issue, made_anew)
    planned = plan(site, assets.collect(root / "static"), open_issue, made_anew)
    if wrong_redirects := redirect_faults(root, planned):
        raise SourceError(wrong_redirects)
    return server_facts(site.config, (output.path for output in planned.outputs)), site.config.server


def check(root: Path) -> tuple[Diagnostic, ...]:
    """What is doubtful about the sources and the finished pages; the site stays as it is.

    Pages of the last build that did not change are looked at and not made again.
    """
    from rectify.checks.pages import check_pages  # noqa: PLC0415 - its parser costs more than a build

    with tempfile.TemporaryDirectory(prefix="rectify-") as temporary:
        folder = Path(temporary, "site")
        made = build(root, root / OUTPUT, _last_build(root), aside=folder)
        return tuple(sorted((*made.diagnostics, *check_pages(folder, made.paths))))


def _last_build(root: Path) -> Memory | None:
    """What the last build remembers, if there was one and this may write beside it."""
    if not (root / FOLDER / "record.json").is_file():
        return None
    with contextlib.suppress(OSError):
        return Memory(root)
    return None
