"""What a publication makes of the site as it is then: its totals for the record, and the pages made from the record alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

from rectify.engine.look import look_of
from rectify.engine.memory import compiled_folder
from rectify.engine.output import Page, the_inputs
from rectify.engine.render import renderer
from rectify.field import addresses
from rectify.making.site_plan import SitePlan
from rectify.release.journal import Entry, Totals
from rectify.release.publications import day_files, moments, published_days, publishings
from rectify.site.model import Site
from rectify.site.moved_view import titles_of
from rectify.site.publications_view import publication_view, publications_view


def totals_of(site: Site) -> tuple[Totals, ...]:
    """The totals of each round of *site*, as the record keeps them."""
    return tuple(
        Totals(
            round_.id,
            round_.round.short_title,
            (
                ("问题", len(round_.issues)),
                *((status.words, count) for status, count in round_.counts if count),
                *((("已撤下", len(round_.withdrawn)),) if round_.withdrawn else ()),
            ),
        )
        for round_ in site.rounds
    )


def publication_files(root: Path, planned: SitePlan, record: Sequence[Entry]) -> dict[str, bytes]:
    """The pages and files about all publications in *record*, by path; their look is that of the project *root*."""
    make = partial(renderer(planned.site_chrome, look_of(root), compiled_folder(root)), planned.parts)
    return {**{page.path: make(page) for page in _pages(planned.site, record)}, **day_files(record)}


def _pages(site: Site, record: Sequence[Entry]) -> Iterator[Page]:
    days = published_days(record)
    titles = {addresses.HOME: "网站的名称、电话等", addresses.GLOSSARY: "名词解释", **titles_of(site)}
    done = publishings(record, titles)
    yield _page("publications", publications_view(site.face, days, moments(record)))
    for before, now in pairwise((None, *days)):
        if now:
            yield _page("publication", publication_view(site.face, before, now, done.get(now.day, ())))


def _page(template: str, view: Any) -> Page:
    return Page(path=view.meta.path, template=f"pages/{template}.html", make=the_inputs, inputs=view)
