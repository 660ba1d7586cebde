"""What is found in the texts: kept from build to build, and the pages that show it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import PurePosixPath
from typing import Any, Final

from rectify.extract.rare_words import SharedWords, shared_words
from rectify.ground.files import digest
from rectify.making.output import Document, Output, Page
from rectify.making.search import Remember
from rectify.outputs.dataset.table import any_table
from rectify.site.derive import Site, SiteIssue, SiteRound, related_of
from rectify.site.documents_view import documents_views
from rectify.site.facts import IssueFacts, facts_of, revived, words_of
from rectify.site.figures_view import csv_path, csv_rows, figures_views
from rectify.site.opened import OpenIssue
from rectify.site.relations import relations_among
from rectify.site.timeline_view import timeline_views

BLOCK: Final = 64
"""Issues that are read together: after an edit only these are read again."""

MOST_READ: Final = 2000
"""Issues of a round; in a larger one facts and rare words are not gathered: no reader goes through them."""


def with_found(site: Site, open_issue: OpenIssue, remember: Remember) -> Site:
    """The *site* with what is found in its texts, and with relations by rare words."""
    return replace(site, rounds=tuple(_found(site, round_, open_issue, remember) for round_ in site.rounds))


def found_outputs(site: Site) -> Iterator[Output]:
    """Documents, timeline and figures of every round that has any."""
    for round_ in site.rounds:
        if not round_.found:  # a round too large to be read for facts
            continue
        yield from (_page("documents", view, round_) for view in documents_views(site, round_))
        yield from (_page("timeline", view, round_) for view in timeline_views(site, round_))
        figures = tuple(figures_views(site, round_))
        yield from (_page("figures", view, round_) for view in figures)
        if figures:
            rows = tuple(csv_rows(site, round_))
            yield Document(path=PurePosixPath(csv_path(round_)), inputs=rows, make=partial(any_table, rows))


def _page(template: str, view: Any, round_: SiteRound) -> Page:
    return Page(
        path=PurePosixPath(view.meta.path),
        template=f"pages/{template}.html",
        inputs=view,
        view=lambda: view,
        source=round_.source,
    )


def _found(site: Site, round_: SiteRound, open_issue: OpenIssue, remember: Remember) -> SiteRound:
    if len(round_.issues) > MOST_READ:
        return round_
    keys = [" ".join((entry.digest, *(one.digest for one in entry.versions))) for entry in round_.issues]
    facts: list[IssueFacts] = []
    for first in range(0, len(keys), BLOCK):
        own, key = round_.issues[first : first + BLOCK], digest("\n".join(keys[first : first + BLOCK]).encode())
        kept = remember(f"found.{round_.id}.{first // BLOCK}", key, partial(_facts, own, open_issue))
        facts += map(revived, json.loads(kept))
    titles: dict[str, str] = {department.id: department.name for department in site.config.departments}
    names = [name for one in site.config.departments for name in (one.name, *one.aliases)]
    key = digest("\n".join((*names, *keys)).encode())
    words = remember(f"words.{round_.id}", key, partial(_words, round_.issues, names, open_issue))
    pairs = [SharedWords(first, second, tuple(told)) for first, second, told in json.loads(words)]
    return replace(round_, found=tuple(facts), related=relations_among(related_of(round_.issues, titles), pairs))


def _facts(own: Sequence[SiteIssue], open_issue: OpenIssue) -> bytes:
    return _json([facts_of(open_issue(one)) for one in own])


def _words(own: Sequence[SiteIssue], names: Sequence[str], open_issue: OpenIssue) -> bytes:
    return _json(shared_words([words_of(open_issue(one)) for one in own], leave_out=names))


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
