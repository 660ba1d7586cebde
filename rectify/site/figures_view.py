"""The pages with the numbers that issues report: what rectification came to, a table to sort, the rows of its CSV file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, NamedTuple

from rectify.extract.results import PLANNED, SUMMED
from rectify.field import addresses
from rectify.field.config import SiteConfig
from rectify.field.model import DocumentRole
from rectify.site.chrome import Link, PageMeta, page_meta
from rectify.site.document_facts import DOCUMENTS_ANCHOR, documents_together
from rectify.site.fact_pages import ISSUE_COLUMNS, PLACE_COLUMNS, Column, Place, in_parts, place_of
from rectify.site.facts import IssueFacts
from rectify.site.figure_facts import FIGURES_ANCHOR, FigureFact
from rectify.site.model import Site, SiteIssue, SiteRound

MAX_FIGURES: Final = 200
TOTALS_ANCHOR: Final = "heji"
_MAX_NAMED: Final = 40
_PAPERS: Final = "定下文件"
_OWN_PAPERS: Final = (DocumentRole.MADE.value, DocumentRole.REVISED.value)
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


class Outcome(NamedTuple):
    """What rectification came to in some issues: the kind of result, how many issues tell of it, how much it was.

    `length` is that of its bar, per cent of the longest; `issues` are the first of them with the paragraphs.
    """

    kind: str
    size: int
    length: str
    issues: tuple[tuple[int, str], ...]
    sum: Link | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresView:
    """The figures of a round, or a page of them."""

    meta: PageMeta
    count: int
    issues: int
    ordinal: str
    outcomes: tuple[Outcome, ...]
    rows: tuple[FigureRow, ...]
    totals: tuple[Total, ...]
    csv_path: str
    pages: tuple[Link, ...]


def figures_views(site: Site, round_: SiteRound) -> Iterator[FiguresView]:
    """The pages of a round's figures; none if its issues report none."""
    placed = list(_figures_with_places(round_))
    rows = [FigureRow(fact.shown, fact.value, fact.unit, fact.kind, fact.label, place) for fact, place in placed]
    issues = len({row.place.number for row in rows})
    totals = tuple(_totals(placed))
    parts = list(in_parts(round_, addresses.FIGURES, rows, MAX_FIGURES))
    outcomes = tuple(_outcomes(round_, placed, totals, parts[-1][0].path)) if parts else ()
    for part, own in parts:
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
            outcomes=outcomes if part.number == 1 else (),
            rows=tuple(own),
            totals=totals if part.number == part.total else (),
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


def _figures_with_places(round_: SiteRound) -> Iterator[tuple[FigureFact, Place]]:
    for entry, facts in zip(round_.issues, round_.facts, strict=bool(round_.facts)):
        yield from ((fact, place_of(entry, fact.anchor)) for fact in facts.figures)


def _outcomes(
    round_: SiteRound, placed: Sequence[tuple[FigureFact, Place]], totals: Sequence[Total], totals_path: str
) -> Iterator[Outcome]:
    """The kinds of results and the documents made, those of which most issues tell first; none where only one is told.

    *totals_path* is the address of the page with the *totals*: the last one where a round has many figures.
    """
    papers = [one for one in documents_together([f.documents for f in round_.facts]) if one.role in _OWN_PAPERS]
    makers = sorted({place for one in papers for place, fact in one.mentions if fact.role in _OWN_PAPERS})
    entries = [round_.issues[place] for place in makers]
    several = {_PAPERS: {one.summary.number: f"{one.path}#{DOCUMENTS_ANCHOR}" for one in entries}}
    for fact, place in placed:
        is_result = place.section in _REPORTED or fact.anchor == FIGURES_ANCHOR
        if is_result and fact.kind not in ("", PLANNED):
            several.setdefault(fact.kind, {}).setdefault(place.number, place.path)
    kinds = sorted(((kind, own) for kind, own in several.items() if own), key=lambda one: -len(one[1]))
    for kind, own in kinds if len(kinds) > 1 else ():
        sums = [f"{len(papers)}份"] if kind == _PAPERS else [f"{t.shown}{t.unit}" for t in totals if t.kind == kind]
        of_papers = addresses.round_page(round_.id, addresses.DOCUMENTS)
        path = of_papers if kind == _PAPERS else f"{totals_path}#{TOTALS_ANCHOR}"
        link = Link(f"共{'、'.join(sums)}", path) if sums else None
        length = f"{100 * len(own) / len(kinds[0][1]):.2f}"
        yield Outcome(kind, len(own), length, tuple(own.items())[:_MAX_NAMED], link)


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
