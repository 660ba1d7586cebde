"""The pages with the numbers that issues report, as a table that can be sorted, and the rows of its CSV file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from rectify.field import addresses
from rectify.field.config import SiteConfig
from rectify.site.chrome import Link, PageMeta, page_meta
from rectify.site.derive import Site, SiteIssue, SiteRound
from rectify.site.fact_pages import Place, in_parts, place_of
from rectify.site.facts import FigureFact, IssueFacts

MAX_FIGURES: Final = 200
COLUMNS: Final = ("序号", "问题", "数值", "上限", "单位", "原文写法", "说明", "网址")
"""The table to take away."""


class FigureRow(NamedTuple):
    """A number as written, its value for sorting, its unit, what it counts, and its paragraph."""

    shown: str
    value: str
    unit: str
    label: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresView:
    """The figures of a round, or a page of them."""

    meta: PageMeta
    count: int
    issues: int
    ordinal: str
    rows: tuple[FigureRow, ...]
    csv_path: str
    pages: tuple[Link, ...]


def figures_views(site: Site, round_: SiteRound) -> Iterator[FiguresView]:
    """The pages of a round's figures; none if its issues report none."""
    rows = [FigureRow(fact.shown, fact.value, fact.unit, fact.label, place) for fact, place in _placed(round_)]
    issues = len({row.place.number for row in rows})
    for part, own in in_parts(round_, addresses.FIGURES, rows, MAX_FIGURES):
        yield FiguresView(
            meta=page_meta(
                site.face,
                part.path,
                f"数字{part.ordinal}",
                description=f"{round_.round.short_title}：各项问题和整改里写到的{len(rows)}个带单位的数字，"
                "可以排序，也可以下载。",
                round_=round_.face,
            ),
            count=len(rows),
            issues=issues,
            ordinal=part.ordinal,
            rows=tuple(own),
            csv_path=addresses.figures_file(round_.id),
            pages=part.pages,
        )


def csv_rows(config: SiteConfig, entry: SiteIssue, facts: IssueFacts) -> Iterator[tuple[str | int, ...]]:
    """The rows of an issue in the CSV file, one for each figure, with the cells of COLUMNS."""
    for fact in facts.figures:
        place = place_of(entry, fact.anchor)
        url = config.absolute(place.path)
        yield place.number, place.title, fact.value, fact.upper, fact.unit, fact.shown, fact.label, url


def _placed(round_: SiteRound) -> Iterator[tuple[FigureFact, Place]]:
    for entry, facts in zip(round_.issues, round_.facts, strict=bool(round_.facts)):
        yield from ((fact, place_of(entry, fact.anchor)) for fact in facts.figures)
