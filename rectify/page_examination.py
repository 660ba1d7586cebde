"""The pages of a site as they would be, looked at: planned and made as for a build, and nothing is written.

Of the files only pages are made: nobody looks at data, citations and what search loads.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from rectify.checks.content import vanished_issues
from rectify.checks.links import PageLinks, ids_on, links_on
from rectify.checks.pages import PageFault, own_pages, page_diagnostics, page_faults
from rectify.engine.memory import Memory
from rectify.engine.stamps import OUTPUT
from rectify.engine.workers import WORKERS, results_of
from rectify.ground.diagnostics import Diagnostic, SourceError
from rectify.pipeline import Amend, Content, NothingPublicError, PreparedSite, prepare, read_content
from rectify.plan_faults import broken_links


def examine_pages(root: Path, content: Content | None = None, amend: Amend | None = None) -> tuple[Diagnostic, ...]:
    """What is wrong or doubtful about the content of the project *root* and its finished pages, drafts too.

    *content* is given where it was read already. Pages of the last build that did not change are looked at and not
    made again. With *amend*, SourceError if the site that comes of the changed content cannot be built; its drafts
    are not looked at.
    """
    memory = _last_build(root)
    content = content or read_content(root, memory)
    found: list[Diagnostic] = []
    public = _Looks({}, {})
    try:
        prepared = prepare(root, content, memory, amend=amend, has_search=False)
        held = prepared.held
        found += vanished_issues(memory.standing if memory else (), prepared.planned.paths, held)
        public = _look_at(root, prepared, memory, public, lambda _path: True, found)
    except NothingPublicError as error:
        held = error.held
    if held and not amend:
        try:
            marked = prepare(root, content, None, drafts=True, has_search=False)
            _look_at(root, marked, None, public, lambda path: any(one.covers(path) for one in held), found)
        except SourceError as error:
            found += error.diagnostics
    return tuple(sorted(set(found)))


class _Looks(NamedTuple):
    """Pages that were made to be looked at: their fingerprints, and the ids on them, by their paths."""

    fingerprints: Mapping[str, str]
    ids: Mapping[str, bytes]


class _Look(NamedTuple):
    """What was seen of a page: what is wrong with it, and its links; those of a page of the last build were checked then."""

    faults: frozenset[PageFault]
    links: PageLinks | None


def _look_at(  # noqa: PLR0917 - two sites that have most pages in common
    root: Path,
    prepared: PreparedSite,
    memory: Memory | None,
    before: _Looks,
    is_concerned: Callable[[str], bool],
    found: list[Diagnostic],
) -> _Looks:
    """Look at the pages of a site, and add to *found* what is doubtful about it and wrong with those that are concerned.

    Pages that are as they were *before* are not looked at again. SourceError if links lead nowhere.
    """
    planned, links, render = prepared.planned, prepared.links, prepared.renderer(root, memory)
    has_code = bool(planned.site.config.footer.official_code)
    fingerprints = {path: mark for block in planned.blocks for path, mark in block.kept.outputs.items()}
    stale = {output.path: output for output in planned.stale}
    ours = set(own_pages(root, planned.paths))
    seen = {path for path in stale if fingerprints[path] == before.fingerprints.get(path)}

    def look(path: str) -> _Look:
        data = render(stale[path]) if path in stale else _standing(root, path)
        faults = page_faults(path, data, has_code=has_code) if is_concerned(path) else frozenset()
        return _Look(faults, links_on(data) if path in stale else None)

    paths = [path for path in planned.paths if path in ours and path not in seen]
    faults, ids = {}, dict(before.ids)
    for path, (wrong_with_page, links_of_page) in zip(paths, results_of(look, paths, WORKERS), strict=True):
        if wrong_with_page:
            faults[path] = wrong_with_page
        if links_of_page:
            ids[path] = links_of_page.ids
            links.add_links(path, links_of_page)

    def ids_of(path: str) -> bytes:
        return ids.get(path) or ids_on(render(stale[path]) if path in stale else _standing(root, path))

    if wrong := tuple(broken_links(root, planned, links, ids_of)):
        raise SourceError((*prepared.doubts, *wrong))
    found += (*prepared.doubts, *page_diagnostics(faults.items()))
    return _Looks(fingerprints, ids)


def _standing(root: Path, path: str) -> bytes:
    """The page at *path* as the last build left it."""
    return (root / OUTPUT / path).read_bytes()


def _last_build(root: Path) -> Memory | None:
    """What the last build remembers, if there was one and this may write beside it."""
    if not (root / OUTPUT).is_dir():
        return None
    with contextlib.suppress(OSError):
        return Memory(root)
    return None
