"""What will be public of a planned site, as the public record notes it, and what the record has against it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import PurePosixPath

from rectify.engine.output import Document, Page, TextRef
from rectify.field import addresses
from rectify.field.canonical import FORM, canonical_text, digest_of
from rectify.field.model import Issue
from rectify.field.public_text import public_text_digest
from rectify.ground.diagnostics import Diagnostic
from rectify.making.site_plan import SitePlan
from rectify.release.changes import Change
from rectify.release.record import Public, Text, citable_pages
from rectify.release.refusals import refusals
from rectify.site.model import Site, SiteIssue, SiteRound
from rectify.site.public_texts import other_texts, text_context
from rectify.source.drafts import HeldBack
from rectify.source.sources import GLOSSARY_FILE, SITE_FILE
from rectify.source.summary import withdrawal_of

OpenIssue = Callable[[PurePosixPath, str], Issue]
"""Opens an issue, given its file and that file's digest."""


def public_of(planned: SitePlan, open_issue: OpenIssue) -> Public:
    """What will be public of a site, as the public record notes it: texts, addresses, moves."""
    site = planned.site
    issues = {entry.path: (round_, entry) for round_ in site.rounds for entry in (*round_.issues, *round_.withdrawn)}
    others = other_texts(site)
    older = _older_texts(issues.values(), open_issue)
    texts = {path: _issue_state(round_, entry) for path, (round_, entry) in issues.items()}
    texts.update({path: Text(digest_of(text), "", _revisions_of(site, path), FORM) for path, text in others.items()})
    moved = {
        page.path: page.goal
        for block in planned.blocks
        for page in block.outputs
        if isinstance(page, Page) and page.goal
    }
    digests = {file.ref: file.facts.sha256 for round_ in site.rounds for file in round_.all_files}
    files = {
        file.path: digests[file.inputs]
        for block in planned.blocks
        for file in block.outputs
        if isinstance(file, Document) and isinstance(file.inputs, TextRef) and file.inputs in digests
    }
    files.update({path: digest_of(text) for path, (text, _) in older.items()})
    former = {path: entry.summary.former_texts for path, (_, entry) in issues.items()}
    former.update({path: (digest,) for path, (_, digest) in older.items()})

    def open_text(path: str) -> str:
        if path in others or path in older:
            return others.get(path) or older[path][0]
        round_, entry = issues[path]
        return canonical_text(open_issue(entry.source, entry.text.digest), text_context(round_.face, entry))

    return Public(
        texts, (citable_pages(planned.paths) - planned.purged_pages) | files.keys(), moved, former, files, open_text
    )


def _issue_state(round_: SiteRound, entry: SiteIssue) -> Text:
    summary = entry.summary
    published = summary.published or round_.round.published.stamp
    return Text(summary.public_text, published, summary.revisions, FORM, summary.withdrawal is not None)


def _revisions_of(site: Site, path: str) -> int:
    """How many revisions the text has that is no issue's: of a round, the site or the glossary."""
    if path == addresses.HOME:
        return len(site.config.revisions)
    if path == addresses.GLOSSARY:
        return sum(len(term.revisions) for term in site.glossary.terms)
    return next(len(one.round.revisions) for one in site.rounds if addresses.round_page(one.id) == path)


def _older_texts(issues: Iterable[tuple[SiteRound, SiteIssue]], open_issue: OpenIssue) -> Mapping[str, tuple[str, str]]:
    """The older texts that can be read, by the address of their pages, each with its digest in form 1."""
    texts = {}
    for round_, entry in issues:
        withdrawal = withdrawal_of(entry.summary)
        for version, ref in () if withdrawal and not withdrawal.keeps_text else entry.older:
            issue = open_issue(PurePosixPath(ref.path), ref.digest)
            text = canonical_text(issue, text_context(round_.face, entry))
            path = addresses.older_text_page(round_.id, entry.summary.number, version)
            texts[path] = text, public_text_digest(issue)
    return texts


def refused_changes(changes: Iterable[Change], planned: SitePlan, held: tuple[HeldBack, ...]) -> tuple[Diagnostic, ...]:
    """What the public record has against the *changes* since the site was public last."""
    places = {issue.path: issue.source for round_ in planned.site.rounds for issue in round_.issues}
    drafts = {page for one in held for page in one.pages}
    for round_ in planned.site.rounds:
        places.update({issue.path: issue.source for issue in round_.withdrawn})
        places[addresses.round_page(round_.id)] = round_.source
    places |= {addresses.HOME: SITE_FILE, addresses.GLOSSARY: GLOSSARY_FILE}
    return refusals(changes, places, drafts)
