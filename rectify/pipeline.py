"""The order of things: load → derive → plan → render → check → write."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Final, TypeVar

from rectify.checks.content import check_content
from rectify.checks.links import check_links
from rectify.ground.diagnostics import Diagnostic, SourceError, errors
from rectify.ground.files import replace_folder
from rectify.making.plan import Output, Page, plan
from rectify.making.render import render
from rectify.outputs import assets
from rectify.site.derive import Site, derive
from rectify.source.load import Sources, load, place

OUTPUT: Final = "output"
Item = TypeVar("Item")
Watch = Callable[[Iterable[Item], str, int], Iterator[Item]]
"""Shows how far a long step has come: the items, what is being done, how many there are."""


@dataclass(frozen=True, slots=True)
class Build:
    """A finished site that has not been written yet."""

    site: Site
    files: Mapping[PurePosixPath, bytes]
    diagnostics: tuple[Diagnostic, ...]


def read(root: Path) -> tuple[Sources, tuple[Diagnostic, ...]]:
    """The sources below *root*, and what is doubtful about them; SourceError if they are wrong."""
    sources = load(root)
    found = check_content(sources, partial(place, root))
    if errors(found):
        raise SourceError(found)
    return sources, found


def build(root: Path, watch: Watch[tuple[Output, bytes]] | None = None) -> Build:
    """Turn the sources below *root* into finished bytes. Writes nothing.

    Raises SourceError with everything that stands in the way.
    """
    sources, found = read(root)
    site = derive(sources)
    planned = plan(site, assets.collect(root / "static"))
    made = render(planned, root / "templates")
    total = len(planned.outputs)
    files = {o.path: data for o, data in (made if watch is None else watch(made, "生成页面", total))}
    origins = {o.path: o.source for o in planned.outputs if isinstance(o, Page) and o.source}
    wrong = tuple(check_links(files, site.config.base_path, origins))
    if errors(wrong):
        raise SourceError((*found, *wrong))
    return Build(site, files, (*found, *wrong))


def check(made: Build) -> tuple[Diagnostic, ...]:
    """What is doubtful about a finished site, its pages read once more from their bytes."""
    from rectify.checks.pages import check_pages  # noqa: PLC0415 - its parser costs more than a build

    return tuple(sorted((*made.diagnostics, *check_pages(made.files))))


def write(made: Build, folder: Path) -> None:
    """Put a finished site at *folder* in one step; OSError leaves the old one as it was."""
    replace_folder(folder, made.files)
