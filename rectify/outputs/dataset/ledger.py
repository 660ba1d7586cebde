"""A round as a workbook: 台账 (every issue), 汇总 (counts), 说明 (what it is) (D-02)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from rectify.engine.output import BytesRef, Texts
from rectify.field import addresses
from rectify.field.config import SiteConfig
from rectify.outputs.dataset.columns import FIELDS, Cell, row_of
from rectify.outputs.dataset.records import last_modified, round_record
from rectify.outputs.sheet import MAX_CELL, Column, Sheet, Value, workbook
from rectify.site.model import GroupKind, RoundFace, SiteRound
from rectify.site.page_parts import GROUP_TITLES, groups_of, missing_of

_CUT: Final = "……（这一格放不下，全文见网址）"


MAX_IN_A_WORKBOOK: Final = 5000
"""Issues; a larger workbook takes seconds to make and longer to open."""


def fits_a_workbook(round_: SiteRound) -> bool:
    """Whether a round is small enough for one."""
    return len(round_.issues) <= MAX_IN_A_WORKBOOK


class LedgerInputs(NamedTuple):
    """All that the workbook of a round is made of: its sheets of counts and of explanations, its issues as JSON lines."""

    config: SiteConfig
    round_: RoundFace
    count_titles: tuple[str, ...]
    counts: tuple[tuple[Value, ...], ...]
    explanations: tuple[tuple[str, str], ...]
    lines: tuple[BytesRef, ...]


def ledger_inputs(config: SiteConfig, round_: SiteRound, lines: Iterable[BytesRef], licence: str) -> LedgerInputs:
    """The inputs of the workbook of a round, whose issues are given as JSON *lines*."""
    return LedgerInputs(
        config,
        round_.face,
        tuple(status.words for status, _ in round_.counts),
        tuple(tuple(row) for row in _counts(round_)),
        tuple(_explanations(config, round_, licence)),
        tuple(lines),
    )


def ledger(inputs: LedgerInputs, texts: Texts) -> bytes:
    """The workbook of a round."""
    record = round_record(inputs.config, inputs.round_)
    return workbook(
        [
            Sheet(
                "台账",
                [Column(field.title, field.width) for field in FIELDS],
                [
                    list(map(_fitting, row_of(record, issue)))
                    for issue in (json.loads(texts[line]) for line in inputs.lines)
                ],
            ),
            Sheet("汇总", _count_columns(inputs.count_titles), list(map(list, inputs.counts)), filters=False),
            Sheet(
                "说明",
                [Column("项目", 20), Column("内容", 90)],
                list(inputs.explanations),
                filters=False,
            ),
        ]
    )


def _fitting(cell: Cell) -> Cell:
    return cell if isinstance(cell, int) or len(cell) <= MAX_CELL else cell[: MAX_CELL - len(_CUT)] + _CUT


def _count_columns(titles: Iterable[str]) -> list[Column]:
    statuses = [Column(title, 14) for title in titles]
    return [Column("分组", 12), Column("名称", 50), Column("问题数", 10), *statuses]


def _counts(round_: SiteRound) -> Iterator[list[Value]]:
    """Every list of the round with its numbers; an issue of several departments counts with each."""
    for kind in GroupKind:
        for group in groups_of(round_, kind):
            counts = dict(group.counts)
            yield [
                GROUP_TITLES[kind],
                group.title,
                len(group.issues),
                *(counts.get(status, 0) for status, _ in round_.counts),
            ]
    yield ["合计", "全部问题", len(round_.issues), *(count for _, count in round_.counts)]
    others: list[tuple[str, str, int]] = [("验收认定", *one) for one in round_.verdicts] + [
        ("完成时限", *one) for one in round_.keeping
    ]
    others += [("没有公开", "依法不公开", round_.round.withheld_count), ("没有公开", "尚未公开", missing_of(round_))]
    for *row, count in others:
        if count:
            yield [*row, count, *("" for _ in round_.counts)]


def _explanations(config: SiteConfig, round_: SiteRound, licence: str) -> Iterator[tuple[str, str]]:
    record = round_record(config, round_.face)
    yield "标题", record["title"]
    if record["inspected_body"]:
        yield round_.round.kind.words.body, record["inspected_body"]
    yield "发布时间", round_.round.published.stamp
    yield "数据截至", last_modified(round_)
    yield "来源", record["source"]
    yield "网址", record["url"]
    yield "数据下载", config.absolute(addresses.DATA)
    yield "使用", licence
    yield "责任部门的数目", "一个问题有几个部门负责的，在每个部门都算一次，所以各部门相加可能多于总数。"
    for field in FIELDS:
        yield f"列：{field.title}", field.meaning
