"""A round as a ledger (整改台账): a workbook that people can fill in, filter and print."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Final

from rectify.field.config import SiteConfig
from rectify.field.model import Issue, Round
from rectify.ground.diagnostics import Diagnostic, SourceError, Span
from rectify.intake.export.fields import CATEGORY, ISSUE, USUAL, issue_texts, round_names, round_texts
from rectify.outputs.sheet import MAX_CELL, Column, Sheet, workbook

LEDGER: Final = "整改台账"
ROUND: Final = "通报情况"
ROUND_HEAD: Final = ("项目", "内容")
CATEGORIES: Final = "类别"
CATEGORIES_HEAD: Final = ("类别编号", "类别名称")
DEPARTMENTS: Final = "部门"


def ledger(record: Round, issues: Sequence[Issue], config: SiteConfig) -> bytes:
    """The workbook of a round: its issues, and on further sheets the round itself, categories and departments.

    Raises SourceError (I011) for a text that no cell can hold.
    """
    texts = [issue_texts(issue, record.categories) for issue in issues]
    too_long = [
        Diagnostic(
            Span(PurePosixPath(f"{issue.id}.yaml")),
            "I011",
            f"“{name}”共 {len(text)} 个字，超过表格一格的上限 {MAX_CELL} 个",
            "导出 docx，或者把文字缩短",
        )
        for issue, found in zip(issues, texts, strict=True)
        for name, text in found.items()
        if len(text) > MAX_CELL
    ]
    if too_long:
        raise SourceError(too_long)
    columns = [
        named
        for place, named in enumerate(ISSUE)
        if any(named.name in found for found in texts) or (place < USUAL and named.name != CATEGORY)
    ]
    own = round_texts(record)
    return workbook(
        [
            Sheet(
                LEDGER,
                [Column(named.name, named.width) for named in columns],
                [
                    [issue.number, *(found.get(named.name, "") for named in columns[1:])]
                    for issue, found in zip(issues, texts, strict=True)
                ],
            ),
            Sheet(
                ROUND,
                [Column(ROUND_HEAD[0], 24), Column(ROUND_HEAD[1], 100)],
                [(named.name, own.get(named.name, "")) for named in round_names()],
                filters=False,
            ),
            *([_categories(record)] if record.categories else []),
            Sheet(
                DEPARTMENTS,
                [Column("部门编号", 24), Column("部门名称", 40), Column("又称", 60)],
                [(found.id, found.name, "、".join(found.aliases)) for found in config.departments],
                filters=False,
            ),
        ]
    )


def _categories(record: Round) -> Sheet:
    columns = [Column(CATEGORIES_HEAD[0], 24), Column(CATEGORIES_HEAD[1], 80)]
    rows = [(category.id, category.title) for category in record.categories]
    return Sheet(CATEGORIES, columns, rows, filters=False)
