"""The patterns of the QR codes of a round, a part that is kept from build to build."""

from __future__ import annotations

from dataclasses import replace

from rectify.engine.output import Document
from rectify.engine.parts import Parts
from rectify.field import addresses
from rectify.ground.qr import patterns_of
from rectify.site.model import Site, SiteRound


def with_codes(site: Site, parts: Parts) -> Site:
    """The *site* with the patterns of the codes that its pages print."""
    return replace(site, rounds=tuple(_with_codes(site.for_round(round_), round_, parts) for round_ in site.rounds))


def _with_codes(site: Site, round_: SiteRound, parts: Parts) -> SiteRound:
    paths = [addresses.round_page(round_.id), addresses.round_page(round_.id, addresses.WHOLE)]
    paths += [group.path for group in round_.categories]
    # Issues with as many digits in their numbers have one pattern: that of the first.
    paths += {len(issue.path): issue.path for issue in reversed(round_.issues)}.values()
    urls = tuple(map(site.config.absolute, paths))
    patterns = parts.bytes_of(Document(path=f"codes {round_.id}", make=patterns_of, inputs=urls))
    return replace(round_, face=replace(round_.face, codes=patterns))
