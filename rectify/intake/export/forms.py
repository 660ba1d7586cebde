"""The way back: a round of the site as a file for office people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rectify.field.config import SiteConfig
from rectify.field.model import Issue, Round
from rectify.ground.diagnostics import SourceError
from rectify.intake.export.fields import issue_texts
from rectify.intake.export.ledger import ledger
from rectify.intake.export.notice import notice
from rectify.intake.readers.lines import refusal
from rectify.outputs.sheet import MAX_CELL

FORMS: Final = ("xlsx", "docx")


def export(record: Round, issues: Sequence[Issue], config: SiteConfig, form: str) -> bytes:
    """The round as a ledger ("xlsx") or a notice ("docx"); the same records give the same bytes.

    Raises SourceError where a text is too long for a cell.
    """
    if form == "docx":
        return notice(record, issues)
    too_long = [
        problem
        for issue in issues
        for name, text in issue_texts(issue, record.categories).items()
        if len(text) > MAX_CELL
        for problem in _too_long(issue, name, len(text)).diagnostics
    ]
    if too_long:
        raise SourceError(too_long)
    return ledger(record, issues, config)


def _too_long(issue: Issue, name: str, length: int) -> SourceError:
    return refusal(
        f"{issue.id}.yaml",
        "I011",
        f"“{name}”共 {length} 个字，超过表格一格的上限 {MAX_CELL} 个",
        "导出 docx，或者把文字缩短",
    )
