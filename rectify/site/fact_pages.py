"""Shared by the pages of facts and their tables: addresses, the division of long lists, links to paragraphs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple, TypeVar

from rectify.field import addresses
from rectify.site.chrome import Link
from rectify.site.model import SiteIssue, SiteRound

TITLES: Final = {addresses.DOCUMENTS: "提到的文件", addresses.TIMELINE: "时间线", addresses.FIGURES: "数字"}
_SECTIONS: Final = {"wenti": "问题", "cuoshi": "整改措施", "jinzhan": "整改进展", "gengxin": "后续进展"}
Item = TypeVar("Item")


class Place(NamedTuple):
    """A paragraph of an issue's page: number and title of the issue, its section, and the address."""

    number: int
    title: str
    section: str
    path: str


class Column(NamedTuple):
    """A column of a table of facts to take away: its heading, its type in Table Schema, what stands in it."""

    title: str
    type: str
    meaning: str


ISSUE_COLUMNS: Final = (
    Column("序号", "integer", "问题在这一轮里的编号"),
    Column("问题", "string", "问题的标题"),
)
PLACE_COLUMNS: Final = (
    Column("部分", "string", "写在问题、整改措施、整改进展还是后续进展里"),
    Column("网址", "string", "写着它的那一段"),
)


class Part(NamedTuple):
    """One page of a long list: its place among *total* pages, its address, links to all of them."""

    number: int
    total: int
    path: str
    pages: tuple[Link, ...]

    @property
    def ordinal(self) -> str:
        """`（第2页，共3页）`, or nothing if there is only one."""
        return f"（第{self.number}页，共{self.total}页）" if self.total > 1 else ""


def place_of(entry: SiteIssue, anchor: str) -> Place:
    """The paragraph *anchor* of an issue."""
    section = _SECTIONS.get(anchor.partition("-")[0], "")
    return Place(entry.summary.number, entry.summary.title, section, f"{entry.path}#{anchor}")


def fact_links(round_: SiteRound) -> tuple[Link, ...]:
    """Links to the pages of facts of a round; pages without any facts are left out."""
    has_facts = (
        any(facts.documents for facts in round_.facts),
        any(facts.dates for facts in round_.facts),
        any(facts.figures for facts in round_.facts),
    )
    return tuple(
        Link(title, addresses.round_page(round_.id, name))
        for (name, title), has in zip(TITLES.items(), has_facts, strict=True)
        if has
    )


def in_parts(round_: SiteRound, name: str, items: Sequence[Item], most: int) -> Iterator[tuple[Part, Sequence[Item]]]:
    """The pages of a list, at most *most* of its *items* on each."""
    total = -(-len(items) // most)
    paths = addresses.list_pages(addresses.round_page(round_.id, name), total)[:total]
    for number, path in enumerate(paths):
        links = tuple(Link(str(n + 1), other, here=n == number) for n, other in enumerate(paths)) if total > 1 else ()
        yield Part(number + 1, total, path, links), items[number * most : (number + 1) * most]
