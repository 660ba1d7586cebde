"""The pages with the numbers that issues report, as a table that can be sorted, and the rows of its CSV file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, NamedTuple

from rectify.extract.results import PLANNED, SUMMED
from rectify.field import addresses
from rectify.field.config import SiteConfig
from rectify.site.chrome import Link, PageMeta, page_meta
from rectify.site.derive import Site, SiteIssue, SiteRound
from rectify.site.fact_pages import ISSUE_COLUMNS, PLACE_COLUMNS, Column, Place, in_parts, place_of
from rectify.site.facts import IssueFacts
from rectify.site.figure_facts import FigureFact

MAX_FIGURES: Final = 200
_MYRIAD: Final = Decimal(10000)
_REPORTED: Final = ("整改进展", "后续进展")
COLUMNS: Final = (
    *ISSUE_COLUMNS,
    Column("数值", "number", "数；一段数的下限；认不出是多少的空着"),
    Column("上限", "number", "一段数的上限；不是一段的空着"),
    Column("约数", "string", "让它成为约数的词，例如 近、余"),
    Column("单位", "string", "数的单位；万元已经换算成元"),
    Column("种类", "string", "这个数后来怎样，例如 追回；“计划”是打算做到的数"),
    Column("原文写法", "string", "原文怎样写这个数"),
    Column("说明", "string", "数的是什么"),
    PLACE_COLUMNS[-1],
)
"""The table to take away; a reader's program may count on the places of its columns."""


class FigureRow(NamedTuple):
    """A number as written, its value for sorting, its unit, what became of it, what it counts, and its paragraph."""

    shown: str
    value: str
    unit: str
    kind: str
    label: str
    place: Place


class Total(NamedTuple):
    """Figures of one kind and unit added: the sum as shown, and each addend with the address of its paragraph."""

    kind: str
    shown: str
    unit: str
    addends: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresView:
    """The figures of a round, or a page of them."""

    meta: PageMeta
    count: int
    issues: int
    ordinal: str
    rows: tuple[FigureRow, ...]
    totals: tuple[Total, ...]
    csv_path: str
    pages: tuple[Link, ...]


def figures_views(site: Site, round_: SiteRound) -> Iterator[FiguresView]:
    """The pages of a round's figures; none if its issues report none."""
    placed = list(_placed(round_))
    rows = [FigureRow(fact.shown, fact.value, fact.unit, fact.kind, fact.label, place) for fact, place in placed]
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
            totals=tuple(_totals(placed)) if part.number == part.total else (),
            csv_path=addresses.fact_table(round_.id, addresses.FIGURES),
            pages=part.pages,
        )


def csv_rows(config: SiteConfig, entry: SiteIssue, facts: IssueFacts) -> Iterator[tuple[str | int, ...]]:
    """The rows of an issue in the CSV file, one for each figure, with the cells of COLUMNS."""
    for fact in facts.figures:
        place = place_of(entry, fact.anchor)
        url = config.absolute(place.path)
        numbers = fact.value, fact.upper, fact.rough, fact.unit
        yield place.number, place.title, *numbers, fact.kind, fact.shown, fact.label, url


def _placed(round_: SiteRound) -> Iterator[tuple[FigureFact, Place]]:
    for entry, facts in zip(round_.issues, round_.facts, strict=bool(round_.facts)):
        yield from ((fact, place_of(entry, fact.anchor)) for fact in facts.figures)


def _totals(placed: Sequence[tuple[FigureFact, Place]]) -> Iterator[Total]:
    """The sums of exact figures of progress that share a kind and a unit in which sums mean something."""
    several: dict[tuple[str, str], list[tuple[FigureFact, Place]]] = {}
    for fact, place in placed:
        unit = SUMMED.get(fact.unit, "")
        is_exact = not (fact.rough or fact.upper or fact.is_part or not fact.value)
        if unit and is_exact and fact.kind not in ("", PLANNED) and place.section in _REPORTED:
            several.setdefault((fact.kind, unit), []).append((fact, place))
    for (kind, unit), addends in several.items():
        if len(addends) > 1:
            total = sum((Decimal(fact.value) for fact, _ in addends), Decimal())
            words = f"{(total / _MYRIAD).normalize():f}万" if total >= _MYRIAD else f"{total.normalize():f}"
            yield Total(kind, words, unit, tuple((f"{fact.shown}{fact.unit}", place.path) for fact, place in addends))
