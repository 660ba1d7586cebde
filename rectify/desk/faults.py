"""Mistakes and reminders at the fields where they are mended, in the words of the terminal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import Any, Final, NamedTuple

from rectify.checks.content import check_issue
from rectify.checks.rules import RULES, Weight
from rectify.checks.texts import Finding
from rectify.checks.waivers import sift
from rectify.checks.wordlist import Lexicon
from rectify.desk.spans import FieldsSpan, ListSpan, NodeSpan, spans
from rectify.examination import contacts_of, issue_findings, round_findings, texts_findings
from rectify.field.config import SiteConfig
from rectify.field.model import Issue, Round, Synonyms
from rectify.ground.diagnostics import Diagnostic, Severity, SourceError, Span, as_warning
from rectify.source.decode import FieldPath, decode
from rectify.source.drafts import NOT_READY, unfilled_fields
from rectify.source.sources import IssueSource, Surroundings
from rectify.source.summary import summary_of
from rectify.source.yamltree import decode_text, parse

_MISSING: Final = re.compile(r"(?:缺少字段|照片没有写) (\w+)（")
_TO_FILL_IN: Final = re.compile(r"(?:填上|打开照片看一遍，.*写上) (\w+)(?:，|: |$)")
"""A remedy that names a field which is not there: the place told is that of a field beside it."""
_AT_THE_FILE: Final[FieldPath] = ()
_OURS: Final = 0
"""The column of a span that counts places instead of lines."""


class Fault(NamedTuple):
    """What is wrong or doubtful at the field `where`; an empty path is the whole file."""

    where: FieldPath
    code: str
    message: str
    remedy: str
    is_error: bool


def faults_of(
    data: bytes,
    path: PurePosixPath,
    kind: Any,
    surroundings: Surroundings | None,
    words: Lexicon,
    *,
    is_draft: bool = False,
) -> list[Fault]:
    """What the file *data* with a record of *kind* lacks, gets wrong, or leaves doubtful.

    An issue is held against the *surroundings* that its file was read in, where they are known. Of a round, or of
    what all rounds share, *is_draft* says that nothing is public yet, so that what is not filled in is no mistake.
    """
    blanks: list[Diagnostic] = []
    try:
        text = decode_text(data, path)
        record = decode(text, path, kind, surroundings.ids if surroundings else {}, blanks)
    except SourceError as error:
        return list(place_diagnostics((*error.diagnostics, *map(as_warning, blanks)), data, path))
    if not isinstance(record, Issue):
        whole = is_draft or (isinstance(record, Round) and record.draft)
        lacking = [as_warning(one) for one in blanks] if whole else blanks
        return [*place_diagnostics(lacking, data, path), *_remarks_of_shared(record, surroundings, words)]
    lacking = [as_warning(one) for one in blanks] if record.is_draft else blanks
    found = list(place_diagnostics(lacking, data, path))
    if surroundings is not None:
        found += _content_faults(record, path, surroundings)
        found += _remarks(record, surroundings, words)
    return list(dict.fromkeys(found))


def _content_faults(issue: Issue, path: PurePosixPath, surroundings: Surroundings) -> Iterator[Fault]:
    places: list[FieldPath] = []

    def note(path: PurePosixPath, where: FieldPath) -> Span:
        places.append(where)
        return Span(path, len(places), _OURS)

    source = IssueSource(path, "", summary_of(issue, (), surroundings.context))
    lacking = unfilled_fields(source, surroundings.round, note)
    doubts = (as_warning(one) for one in lacking) if issue.is_draft else lacking
    for one in (*check_issue(issue, path, surroundings, note), *doubts):
        yield _fault(places[one.span.line - 1] if one.span.column == _OURS else _AT_THE_FILE, one)


def _remarks(issue: Issue, surroundings: Surroundings, words: Lexicon) -> Iterator[Fault]:
    config = surroundings.config
    found = issue_findings(
        issue, surroundings.round, config, words, contacts_of(config), review_required=config.review_required
    )
    yield from (remark(one) for one in sift(found, issue.waivers).kept)


def _remarks_of_shared(record: Any, surroundings: Surroundings | None, words: Lexicon) -> Iterator[Fault]:
    """The same of a round's own record, or of one that all rounds share."""
    config = record if isinstance(record, SiteConfig) else surroundings and surroundings.config
    published = contacts_of(config) if config else frozenset()
    if isinstance(record, Synonyms):
        return
    is_round = isinstance(record, Round)
    found = round_findings(record, words, published) if is_round else texts_findings(record, words, published)
    kept = sift(found, getattr(record, "waivers", ())).kept
    yield from (remark(one) for one in kept if one.rule != "X001")  # not every rule was asked


def remark(finding: Finding) -> Fault:
    """A finding of `check` at its field."""
    rule = RULES[finding.rule]
    words = f"{rule.title}：{finding.shown}" if finding.shown else rule.title
    return Fault(finding.where, rule.code, words, finding.hint or rule.remedy, rule.weight is Weight.ERROR)


def without_drafts(fault: Fault) -> Fault:
    """The same for an issue that is public, which cannot be a draft any more."""
    return fault._replace(remedy=fault.remedy.removesuffix(NOT_READY).removesuffix("；"))


def place_diagnostics(diagnostics: Iterable[Diagnostic], data: bytes, path: PurePosixPath) -> Iterator[Fault]:
    """The *diagnostics* of the file *data* at the fields in whose lines they stand."""
    standing = tuple(diagnostics)
    if not standing:  # most files have none, and finding the lines of all fields takes half of the time of an issue
        return
    try:
        text = decode_text(data, path)
        parse(text, path)
        root: FieldsSpan | None = spans(text)
    except SourceError:
        text, root = "", None
    lines = [0]
    for line in text.split("\n"):
        lines.append(lines[-1] + len(line) + 1)
    for one in standing:
        offset = lines[min(one.span.line, len(lines)) - 1] + one.span.column - 1
        where = place_at(root, offset) if root else _AT_THE_FILE
        if _MISSING.match(one.message) or _TO_FILL_IN.match(one.remedy):
            where = _record_at(root, where)
        yield _fault(where, one)


def place_at(root: NodeSpan, offset: int) -> FieldPath:
    """The path of the innermost field or item that the character at *offset* belongs to."""
    if isinstance(root, FieldsSpan):
        for key, value in root.pairs:
            if key.start <= offset <= max(value.end, key.end):
                return (key.text, *place_at(value, offset))
    elif isinstance(root, ListSpan):
        for place, item in enumerate(root.items):
            if item.start <= offset <= item.end:
                return (place, *place_at(item, offset))
    return ()


def _record_at(root: NodeSpan | None, where: FieldPath) -> FieldPath:
    """The path of the record that the field at *where* belongs to."""
    return where[:-1] if root is not None and where and isinstance(where[-1], str) else where


def _fault(where: FieldPath, one: Diagnostic) -> Fault:
    match = _MISSING.match(one.message) or _TO_FILL_IN.match(one.remedy)
    if match and where[-1:] != (match[1],):
        where = (*where, match[1])
    return Fault(where, one.code, one.message, one.remedy, one.severity is Severity.ERROR)
