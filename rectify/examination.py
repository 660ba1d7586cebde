"""The whole of `check`: records, texts, reviews and pages, less what was waived; writes nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any, Final

from rectify import pipeline
from rectify.checks.consistency import issue_faults, round_faults, undone_in
from rectify.checks.privacy import private_in
from rectify.checks.report import Examination, Waived
from rectify.checks.review import review_faults
from rectify.checks.rules import RULES, Weight
from rectify.checks.texts import Finding, spans_in, texts_in
from rectify.checks.waivers import sift
from rectify.checks.wording import secret_in, wrong_in
from rectify.checks.wordlist import Lexicon, lexicon, read_wordlist
from rectify.field.config import SiteConfig
from rectify.field.model import Issue, Level, Round
from rectify.ground.diagnostics import Diagnostic, Severity, SourceError, Span
from rectify.source.load import GLOSSARY_FILE, SITE_FILE, Sources


def examine(root: Path, *, review_required: bool = False) -> Examination:
    """Everything wrong or doubtful about the project *root*, its pages included; writes nothing that stays.

    What is wrong with one part does not hide the rest: texts are told even if pages cannot be made.
    """
    found = examine_sources(root, review_required=review_required)
    try:
        pages = pipeline.check(root)
    except SourceError as error:
        pages = error.diagnostics
    return found._replace(diagnostics=tuple(sorted({*found.diagnostics, *pages})))


def examine_sources(root: Path, *, review_required: bool = False) -> Examination:
    """The same without the pages, for `publish`, which has made and checked them already.

    With *review_required* a text that has not passed its three reviews is an error (P-01).
    """
    wordlist, problems = read_wordlist(root)
    found: set[Diagnostic] = set(problems)
    waived: list[Waived] = []
    opened: pipeline.Opened = {}
    sources: Sources | None = None
    try:
        sources, doubts = pipeline.read(root, opened=opened)
        found.update(doubts)
    except SourceError as error:
        found.update(error.diagnostics)
    strict = _REVIEW_RULES if review_required else ()
    for path, issue, findings in _findings(sources, opened, lexicon(wordlist), review_required=review_required):
        kept, let_stand = sift(findings, issue.waivers if issue else ())
        if sources is None:  # not every rule was asked, so that a waiver may still have its use
            kept = tuple(finding for finding in kept if finding.rule != "X001")
        spans = iter(spans_in(root, path, (*kept, *(finding for finding, _ in let_stand))))
        found.update([_diagnostic(finding, next(spans), strict) for finding in kept])
        waived += [
            Waived(next(spans), finding.rule, finding.shown, waiver.by, waiver.reason) for finding, waiver in let_stand
        ]
    return Examination(tuple(sorted(found)), tuple(sorted(waived)), len(opened))


_REVIEW_RULES: Final = ("P131", "P132")
_ENOUGH: Final = 100
"""Remarks on the wording of one text: whoever has these to mend looks again afterwards."""

_Examined = tuple[PurePosixPath, Issue | None, Iterator[Finding]]


def _findings(
    sources: Sources | None, opened: pipeline.Opened, words: Lexicon, *, review_required: bool
) -> Iterator[_Examined]:
    """What the rules find in each file; only texts are looked at if the sources do not fit together."""
    if sources is None:
        yield from ((path, issue, texts_findings(issue, words)) for path, issue in opened.items())
        return
    published = contacts_of(sources.config)
    yield SITE_FILE, None, texts_findings(sources.config, words, published)
    yield GLOSSARY_FILE, None, texts_findings(sources.glossary, words, published)
    for within in sources.rounds:
        record = within.round
        term = "巡视" if record.level in (Level.PROVINCIAL, Level.CENTRAL) else "巡察"
        doubts = round_faults(record, words.days_off, words.days_on)
        yield within.path, None, _both(texts_findings(record, words, published, term), doubts)
        for source in within.issues:
            issue = opened[source.path]
            faults = _issue_findings(issue, record, review_required=review_required)
            yield source.path, issue, _both(texts_findings(issue, words, published, term), faults)


def _both(first: Iterable[Finding], second: Iterable[Finding]) -> Iterator[Finding]:
    yield from first
    yield from second


def _issue_findings(issue: Issue, record: Round, *, review_required: bool) -> Iterator[Finding]:
    yield from undone_in(issue)
    yield from issue_faults(issue, record)
    yield from review_faults(issue.review, issue.published or record.published, required=review_required)


def texts_findings(record: Any, words: Lexicon, published: Collection[str] = (), term: str = "") -> Iterator[Finding]:
    """What the rules on texts find in *record*, field by field."""
    for where, text in texts_in(record):
        badly_written = islice(wrong_in(text, words, term), _ENOUGH)
        found = (*private_in(text, published, words.names), *secret_in(text, words), *badly_written)
        for one in found:
            quoted = text[one.start : one.end]
            if quoted not in words.allow:
                yield Finding(where, one.rule, one.shown, quoted, one.hint, text, one.start)


def contacts_of(config: SiteConfig) -> frozenset[str]:
    """The ways to reach the organiser that the site itself makes public."""
    organiser, feedback = config.organiser, config.feedback
    given = (organiser.phone, organiser.address, feedback.phone, feedback.address, feedback.email)
    return frozenset(contact for contact in given if contact)


def _diagnostic(finding: Finding, span: Span, strict: Collection[str]) -> Diagnostic:
    rule = RULES[finding.rule]
    severity = Severity.ERROR if rule.weight is Weight.ERROR or rule.code in strict else Severity.WARNING
    return Diagnostic(span, rule.code, f"{rule.title}：{finding.shown}", finding.hint or rule.remedy, severity)
