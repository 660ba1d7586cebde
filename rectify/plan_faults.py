"""What is wrong with a planned site, each fault where it is written: settings that cannot be met, links that lead nowhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

from rectify.checks.links import LinkCheck
from rectify.ground.diagnostics import Diagnostic, Span
from rectify.making.site_plan import SitePlan
from rectify.release.release_files import reserved_name_faults
from rectify.source.load import locator
from rectify.source.sources import SITE_FILE


def plan_faults(root: Path, planned: SitePlan) -> tuple[Diagnostic, ...]:
    """What the `site.yaml` of the project *root* asks for and cannot be, each where it is written, and names that a publication needs."""
    locate = locator(root)
    redirects = (
        Diagnostic(locate(SITE_FILE, fault.where), fault.code, fault.message, fault.remedy) for fault in planned.faults
    )
    return (*redirects, *reserved_name_faults(planned.paths))


def broken_links(
    root: Path, planned: SitePlan, links: LinkCheck, ids_of: Callable[[str], bytes]
) -> Iterator[Diagnostic]:
    """What *links* found on the pages that were made, and what people wrote into any page's texts.

    `ids_of(path)` gives the ids on a page as `ids_on` does.
    """
    locate = locator(root)

    def source_span(path: str) -> Span:
        page = next(
            page
            for block in planned.blocks
            if path in block.kept.outputs
            for page in block.pages()
            if page.path == path
        )
        source = page.source or PurePosixPath(page.path)
        return locate(source, page.where) if page.where else Span(source)

    for block in planned.blocks:
        for path, targets in block.kept.links.items():
            links.add_written(path, tuple(targets))
    return links.diagnostics(ids_of, source_span)
