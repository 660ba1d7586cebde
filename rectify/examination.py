"""The whole of `check`: records, texts, reviews and pages, less what was waived; writes nothing."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial
from itertools import chain, islice
from pathlib import Path, PurePosixPath
from typing import Any, Final

from rectify import pipeline
from rectify.checks.consistency import issue_faults, round_faults, synonym_faults, undone_in
from rectify.checks.identity import identity_findings
from rectify.checks.privacy import PrivateWords, private_in
from rectify.checks.report import Examination, WaivedFinding
from rectify.checks.review import review_faults
from rectify.checks.rules import RULES, Weight
from rectify.checks.stylesheets import stylesheet_faults
from rectify.checks.texts import Finding, Text, spans_in, texts_in
from rectify.checks.waivers import sift
from rectify.checks.wording import secret_in, wrong_in
from rectify.checks.wordlist import Lexicon, lexicon, read_wordlist
from rectify.engine.workers import WORKERS, results_of
from rectify.field.config import ReviewShown, SiteConfig
from rectify.field.model import Issue, Round, Waiver
from rectify.ground.diagnostics import Diagnostic, Severity, SourceError, Span
from rectify.ground.files import regular_files
from rectify.ground.visible import VisibleText, seen_text, unbroken, with_whole_numbers
from rectify.source.changes import FOLDER as OLDER_TEXTS
from rectify.source.drafts import public_sources
from rectify.source.load import read_issue
from rectify.source.opened import OpenedIssues
from rectify.source.sources import GLOSSARY_FILE, SITE_FILE, SYNONYMS_FILE, Sources


def examine(root: Path, *, review_required: bool = False) -> Examination:
    """Everything wrong or doubtful about the project *root*, its pages included; writes nothing that stays.

    What is wrong with one part does not hide the rest: texts are told even if pages cannot be made.
    """
    from rectify.page_examination import examine_pages  # noqa: PLC0415 - the desk looks at texts alone

    examination, content = _examine_content(root, review_required=review_required)
    if content is None:
        return examination
    try:
        pages = examine_pages(root, content)
    except SourceError as error:
        pages = error.diagnostics
    return examination._replace(diagnostics=tuple(sorted({*examination.diagnostics, *pages})))


def examine_sources(root: Path, *, review_required: bool = False, drafts: bool = True) -> Examination:
    """The same without the pages, for `publish`, which has made and checked them already.

    With *review_required* a text that has not passed its three reviews is an error (P-01). Without
    *drafts* only what would be public is looked at.
    """
    return _examine_content(root, review_required=review_required, drafts=drafts)[0]


def _examine_content(
    root: Path, *, review_required: bool, drafts: bool = True
) -> tuple[Examination, pipeline.Content | None]:
    """The examination of all but the pages, and what it read; None if it cannot be read as a whole."""
    wordlist, problems = read_wordlist(root)
    diagnostics: set[Diagnostic] = {*problems, *stylesheet_faults(root)}
    waived: list[WaivedFinding] = []
    opened = OpenedIssues()
    sources, content = None, None
    try:
        sources, doubts = pipeline.read(root, opened=opened)
        content = pipeline.Content(sources, doubts, opened)
        diagnostics.update(doubts)
        sources = sources if drafts else public_sources(sources)[0]
    except SourceError as error:
        diagnostics.update(error.diagnostics)
        opened.update(_read_alone(root, opened))
    files = tuple(_findings(sources, opened, lexicon(wordlist), review_required=review_required))
    examined = partial(_examine_file, root, _REVIEW_RULES if review_required else (), is_partial=sources is None)
    for found, accepted in results_of(examined, files, WORKERS):
        diagnostics.update(found)
        waived += accepted
    texts = sum(path.parent.name != OLDER_TEXTS for path in opened)
    examination = Examination(tuple(sorted(diagnostics)), tuple(sorted(waived)), texts, is_partial=sources is None)
    return examination, content


def _examine_file(
    root: Path, strict: Collection[str], file: _Examined, *, is_partial: bool
) -> tuple[list[Diagnostic], list[WaivedFinding]]:
    """What the rules find in one file, and what of it is waived; rules in *strict* are errors."""
    path, waivers, findings = file
    kept, accepted = sift(findings, waivers)
    if is_partial:  # not every rule was asked, so that a waiver may still have its use
        kept = tuple(finding for finding in kept if finding.rule != "X001")
    spans = iter(spans_in(root, path, (*kept, *(finding for finding, _ in accepted))))
    found = [_diagnostic(finding, next(spans), strict) for finding in kept]
    return found, [
        WaivedFinding(next(spans), finding.rule, finding.shown, waiver.by, waiver.reason)
        for finding, waiver in accepted
    ]


_REVIEW_RULES: Final = ("P131", "P132")
_ENOUGH: Final = 100
"""The most remarks on the wording of one text that are reported at once."""

_ASKED_OF_OLDER: Final = ("P10", "P11", "P12")
"""Families of rules for older texts: what must not be public. Their wording cannot be changed any more."""

_OLDER: Final = "旧版本也会公开：删去这几个字，或者整份删去；已经公开过的，再用 publish --purge 清除（python3 build.py docs publish）"

_Examined = tuple[PurePosixPath, tuple[Waiver, ...], Iterator[Finding]]


def _findings(
    sources: Sources | None, opened: pipeline.Opened, words: Lexicon, *, review_required: bool
) -> Iterator[_Examined]:
    """What the rules find in each file; only texts are looked at if the sources do not fit together."""
    if sources is None:
        for path, issue in opened.items():
            if path.parent.name == OLDER_TEXTS:
                yield path, _waivers_of_older(issue), older_findings(issue, words)
            else:
                yield path, issue.waivers, texts_findings(issue, words)
        return
    published = contacts_of(sources.config)
    config, glossary, strange = sources.config, sources.glossary, identity_findings(sources)

    def others(path: PurePosixPath) -> Iterable[Finding]:
        return strange[path][1] if path in strange else ()

    def of_issue(path: PurePosixPath, record: Round) -> Iterator[Finding]:
        """What the rules find in an issue, which is opened when the first finding is asked for."""
        yield from issue_findings(opened[path], record, config, words, published, review_required=review_required)

    yield SITE_FILE, config.waivers, _both(texts_findings(config, words, published), others(SITE_FILE))
    yield GLOSSARY_FILE, glossary.waivers, _both(texts_findings(glossary, words, published), others(GLOSSARY_FILE))
    yield SYNONYMS_FILE, (), synonym_faults(sources.synonyms, opened.values())
    for own in sources.pages:
        yield own.path, (), texts_findings(own.page, words, published)
    for round_ in sources.rounds:
        record = round_.round
        yield round_.path, record.waivers, _both(round_findings(record, words, published), others(round_.path))
        for source in round_.issues:
            yield source.path, opened[source.path].waivers, of_issue(source.path, record)
        for older in chain.from_iterable(round_.versions.values()):
            yield older.path, _waivers_of_older(older.issue), older_findings(older.issue, words, published)


def _read_alone(root: Path, opened: pipeline.Opened) -> Iterator[tuple[PurePosixPath, Issue]]:
    """Issues and older texts that were not read because the files around them are wrong: their texts are checked all the same."""
    for path in regular_files(root, GLOSSARY_FILE.parent):
        if path.suffix == ".yaml" and path not in opened:
            with contextlib.suppress(SourceError, OSError):  # told already, or no issue
                yield path, read_issue(root, path, None)[0]


def _waivers_of_older(issue: Issue) -> tuple[Waiver, ...]:
    """Those for rules that an older text is asked; the others came with it and have lost their use."""
    return tuple(one for one in issue.waivers if one.rule.upper().startswith(_ASKED_OF_OLDER))


def _both(first: Iterable[Finding], second: Iterable[Finding]) -> Iterator[Finding]:
    yield from first
    yield from second


def _term(record: Round) -> str:
    return record.kind.words.act if record.kind.is_inspection else ""


def round_findings(record: Round, words: Lexicon, published: Collection[str]) -> Iterator[Finding]:
    """What the rules find in a round's own record, before its waivers; *published* are the site's own contacts."""
    yield from texts_findings(record, words, published, _term(record))
    yield from round_faults(record, words.days_off, words.days_on)


def issue_findings(
    issue: Issue,
    record: Round,
    config: SiteConfig,
    words: Lexicon,
    published: Collection[str],
    *,
    review_required: bool,
) -> Iterator[Finding]:
    """What the rules find in one issue of the round *record*, before its waivers; *published* are the site's own contacts."""
    yield from texts_findings(issue, words, published, _term(record))
    yield from undone_in(issue)
    yield from issue_faults(issue, record)
    yield from review_faults(issue.review, issue.published or record.published, required=review_required)
    if config.review_shown is ReviewShown.NAMES:
        yield from _signed_findings(issue, words, published)


def texts_findings(record: Any, words: Lexicon, published: Collection[str] = (), term: str = "") -> Iterator[Finding]:
    """What the rules on texts find in *record*, field by field."""
    for text in texts_in(record):
        visible = _as_read(text)
        yield from _text_findings(
            text, with_whole_numbers(visible), partial(_not_public_in, words=words, published=published), words
        )
        yield from _text_findings(text, visible, lambda said: islice(wrong_in(said, words, term), _ENOUGH), words)


def older_findings(issue: Issue, words: Lexicon, published: Collection[str] = ()) -> Iterator[Finding]:
    """What in an older text of an issue must not be public, with the one remedy there is."""
    for text in texts_in(issue):
        visible = with_whole_numbers(_as_read(text))
        findings = _text_findings(text, visible, partial(_not_public_in, words=words, published=published), words)
        yield from (finding._replace(hint=_OLDER) for finding in findings)


def _signed_findings(issue: Issue, words: Lexicon, published: Collection[str]) -> Iterator[Finding]:
    """What beside a name must not be public in the signatures, where a page shows them."""
    for place, signature in enumerate(issue.review.signatures if issue.review else ()):
        text = Text(("review", "signatures", place, "by"), signature.by)
        find = partial(_not_public_in, words=words, published=published)
        findings = _text_findings(text, with_whole_numbers(_as_read(text)), find, words)
        yield from (one for one in findings if one.rule != "P109")


def _as_read(text: Text) -> VisibleText:
    """*text* without its marks, as a reader sees it: this is what the rules are asked."""
    return unbroken(seen_text(text.text)) if text.is_rich else VisibleText(text.text)


def _not_public_in(text: str, words: Lexicon, published: Collection[str]) -> Iterator[PrivateWords]:
    yield from private_in(text, published, words.names)
    yield from secret_in(text, words)


def _text_findings(
    text: Text, visible: VisibleText, ask: Callable[[str], Iterable[PrivateWords]], words: Lexicon
) -> Iterator[Finding]:
    """The findings of `ask(text)` on what is *visible* of a text, each quoted as it was typed."""
    for one in ask(visible.text):
        if visible.text[one.start : one.end] not in words.allow:
            start, end = visible.stood(one.start, one.end)
            yield Finding(text.where, one.rule, one.shown, text.text[start:end], one.hint, text.text, start)


def contacts_of(config: SiteConfig) -> frozenset[str]:
    """The ways to reach the organiser and the bodies that the site itself makes public."""
    contacts: set[str | None] = set()
    for own in (config, *(config.of_body(body.id) for body in config.bodies)):
        organiser, feedback = own.organiser, own.feedback
        contacts |= {organiser.phone, organiser.address, feedback.phone, feedback.address, feedback.email}
        contacts |= {place for one in own.departments for place in (one.phone, one.address)}
    return frozenset(contact for contact in contacts if contact)


def _diagnostic(finding: Finding, span: Span, strict: Collection[str]) -> Diagnostic:
    rule = RULES[finding.rule]
    severity = Severity.ERROR if rule.weight is Weight.ERROR or rule.code in strict else Severity.WARNING
    return Diagnostic(span, rule.code, f"{rule.title}：{finding.shown}", finding.hint or rule.remedy, severity)
