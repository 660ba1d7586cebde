"""The canonical texts of a site by the pages that show them, which the public record guards (C-08)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rectify.field import addresses
from rectify.field.canonical import Context, canonical_text, digest_of
from rectify.field.model import Issue
from rectify.site.model import RoundFace, Site, SiteIssue, SiteRound


def text_context(round_: RoundFace, entry: SiteIssue) -> Context:
    """What stands beside the text of today, and beside the older texts, of the issue *entry*."""
    titles = {str(one.id): str(one.title) for one in round_.round.categories}
    return Context(titles, {one.name: one.facts.sha256 for one in entry.files})


def older_digest(round_: RoundFace, entry: SiteIssue, older: Issue) -> str:
    """The digest of an *older* text of the issue *entry*."""
    return digest_of(canonical_text(older, text_context(round_, entry)))


def other_texts(site: Site) -> Mapping[str, str]:
    """The texts of all but issues, by page: each round's by that of its contents, the site's by the home page."""
    return dict(_other_texts(site))


def _other_texts(site: Site) -> Iterator[tuple[str, str]]:
    yield addresses.HOME, canonical_text(site.config)
    if site.glossary.terms:
        yield addresses.GLOSSARY, canonical_text(site.glossary)
    yield from (of_round(round_) for round_ in site.rounds)


def of_round(round_: SiteRound) -> tuple[str, str]:
    """The page of a round's contents, and its text."""
    return addresses.round_page(round_.id), round_.text
