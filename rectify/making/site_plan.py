"""The plan of a whole site: every file in blocks, those that stand and those that have to be made."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Final, NamedTuple

from rectify.engine.blocks import Block, PlannedBlock, plan_block, planned_already
from rectify.engine.fingerprint import Fingerprints
from rectify.engine.output import Output
from rectify.engine.parts import Parts, PartStore
from rectify.engine.store import KeptBlock
from rectify.making.codes import with_codes
from rectify.making.config_faults import ConfigFault, logo_fault, menu_faults
from rectify.making.facts import with_facts
from rectify.making.plan import address_blocks, check_addresses, site_blocks
from rectify.making.redirects import cleared_pages, kept_pages, moves_of
from rectify.outputs import assets
from rectify.outputs.logo import logo_of
from rectify.site.chrome import SiteChrome, chrome_of
from rectify.site.derive import derive
from rectify.site.issue_text import OpenText
from rectify.site.model import Site
from rectify.source.sources import Sources

CLEARED: Final = "cleared"
"""The block with the pages where older texts were that were purged."""


class SitePlan(NamedTuple):
    """Every file of a site, in blocks; what all pages share; what `site.yaml` asks for and cannot be."""

    site: Site
    site_chrome: SiteChrome
    parts: Parts
    blocks: tuple[PlannedBlock, ...]
    faults: tuple[ConfigFault, ...]

    @property
    def paths(self) -> tuple[str, ...]:
        """The addresses of all files."""
        return tuple(path for block in self.blocks for path in block.paths)

    @property
    def purged_pages(self) -> frozenset[str]:
        """The addresses of pages where older texts were that were purged."""
        return frozenset(path for one in self.blocks if one.block.name == CLEARED for path in one.paths)

    @property
    def stale(self) -> tuple[Output, ...]:
        """The outputs that have to be made."""
        return tuple(output for block in self.blocks for output in block.stale)


def plan_site(
    sources: Sources,
    site_assets: assets.Assets,
    open_text: OpenText,
    store: PartStore,
    *,
    kept_blocks: Mapping[str, KeptBlock],
    is_intact: Callable[[str], bool],
    public: Collection[str] = frozenset(),
    cleared: Collection[str] = frozenset(),
    raise_if_cut: Callable[[], None] = lambda: None,
    has_search: bool = True,
) -> SitePlan:
    """Plan every file of a site; without *has_search* those are left out that search loads, which no page leads to.

    *store* keeps what is made while planning; *kept_blocks* are the blocks of the last build, and *is_intact*
    tells whether a file is as it left it. *public* are the addresses that were public before, and therefore stay,
    *cleared* those of older texts that were purged. *raise_if_cut* is called often, and may raise to give the plan up.
    Raises SourceError if two files have one address.
    """
    site = derive(sources, {*public, *(one.to for one in sources.config.redirects)}, raise_if_cut)
    logo = logo_of(site_assets, site.config.logo) if site.config.logo else None
    site_chrome = chrome_of(
        site,
        stylesheet=site_assets.stylesheet,
        before_paint=site_assets.before_paint,
        script=site_assets.script,
        icon=site_assets.icon,
        preview=site_assets.preview,
        logo=None if isinstance(logo, str) else logo,
    )
    parts = Parts(store, Fingerprints(site_chrome), open_text)
    site = with_codes(with_facts(site, parts), parts)
    planned = []
    for block in site_blocks(site, site_assets, parts, has_search=has_search):
        raise_if_cut()
        planned.append(plan_block(block, kept_blocks, parts, is_intact))
    paths = [path for block in planned for path in block.paths]
    emptied = (group.path for round_ in site.rounds for group in round_.emptied)
    kept = kept_pages(site, paths, {*public, *emptied})
    gone = cleared_pages(site, paths, cleared)
    paths += [page.path for page in (*kept, *gone)]
    moves = moves_of(site, paths, public)
    for name, pages in (("kept", kept), (CLEARED, gone)):
        planned.append(plan_block(Block(name, planned_already, pages), kept_blocks, parts, is_intact))
    planned += [plan_block(one, kept_blocks, parts, is_intact) for one in address_blocks(site, paths, moves)]
    check_addresses(planned)
    every = frozenset(path for block in planned for path in block.paths)
    faults = (*moves.faults, *menu_faults(site.config, every), *((logo_fault(logo),) if isinstance(logo, str) else ()))
    return SitePlan(site, site_chrome, parts, tuple(planned), faults)
