"""The pages about publications: the totals of the site as of each published day, and where the record lies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from markupsafe import Markup

from rectify.field import addresses
from rectify.ground import richtext
from rectify.ground.dates import PartialDate
from rectify.site.chrome import Link, PageMeta, page_meta
from rectify.site.model import SiteFace

_TITLE: Final = "公开记录"


class PublishedDay(NamedTuple):
    """A day, ISO, and the totals of each round at its end: the round's id, its title, how many issues there were of what."""

    day: str
    rounds: tuple[tuple[str, str, tuple[tuple[str, int], ...]], ...]


class EntryLine(NamedTuple):
    """An entry of the record in words: what was done, to which page (`path` is empty where none is there now), and what was added."""

    word: str
    title: str
    path: str
    note: str


class Publishing(NamedTuple):
    """One of the publications of a day: its time, what was done, how many more entries there are, how many addresses are new."""

    when: str
    lines: tuple[EntryLine, ...]
    more: int
    addresses: int


class PublicationsView(NamedTuple):
    """The record and every published day, the newest first; without days the site was not published yet."""

    meta: PageMeta
    days: tuple[tuple[Link, Link, str], ...]
    """Of each day its page, its table and the day, ISO."""
    moments: tuple[tuple[str, str], ...]
    """Each publication, the newest first: `2025-12-02 09:30` and the same in words."""


class CountRow(NamedTuple):
    """A count of a round on the published day before, if there was one, and on this day; None where it is not told."""

    word: str
    before: int | None
    now: int | None
    change: str


class PublicationView(NamedTuple):
    """The totals of a published day beside those of the published day before."""

    meta: PageMeta
    day: Markup
    before: Markup | None
    """The published day before, None on the first; as `day`, broken only after year and month: columns are narrow."""
    ways: tuple[Link, ...]
    rounds: tuple[tuple[str, tuple[CountRow, ...]], ...]
    publishings: tuple[Publishing, ...]


def publications_view(site: SiteFace, days: Sequence[PublishedDay], moments: Iterable[str] = ()) -> PublicationsView:
    """The page that leads to all *days*, and compares all *moments* of publications, oldest first."""
    return PublicationsView(
        page_meta(site, addresses.PUBLICATIONS, _TITLE, description="什么时候公开过，每次公开以后的总数是多少。"),
        tuple(
            (
                Link(_in_words(one.day), addresses.publication_page(one.day)),
                Link("表格（CSV）", addresses.sibling(addresses.publication_page(one.day), "csv")),
                one.day,
            )
            for one in reversed(days)
        ),
        tuple((one, f"{_in_words(one[:10])}{one[10:]}") for one in reversed(tuple(moments))),
    )


def publication_view(
    site: SiteFace, before: PublishedDay | None, now: PublishedDay, publishings: tuple[Publishing, ...]
) -> PublicationView:
    """The page of a published day, with the one before it and what its *publishings* did."""
    path, day = addresses.publication_page(now.day), _in_words(now.day)
    return PublicationView(
        page_meta(
            site,
            path,
            f"{day}公开了什么",
            description=f"{day}公开了什么、改了什么，到这一天为止的总数是多少。由公开记录做出来；一天公开几次的，总数以最后一次为准。",
            crumbs=(Link(_TITLE, addresses.PUBLICATIONS),),
        ),
        _column_head(now.day),
        _column_head(before.day) if before else None,
        (
            Link("这一天的表格（CSV）", addresses.sibling(path, "csv")),
            *((_link_before(before.day),) if before else ()),
            Link("公开过的每一天", addresses.PUBLICATIONS),
        ),
        tuple(compared_rows(before, now)),
        publishings,
    )


def _link_before(day: str) -> Link:
    return Link(f"上一次公开：{_in_words(day)}", addresses.publication_page(day))


def day_rows(day: PublishedDay) -> Iterator[tuple[str, str, str, str, int]]:
    """The rows of the table of a *day*, as `DAY_COLUMNS` names them."""
    for round_id, title, counts in day.rounds:
        for word, count in counts:
            yield day.day, round_id, title, word, count


DAY_COLUMNS: Final = ("日期", "轮次编号", "轮次", "项目", "数目")


def compared_rows(before: PublishedDay | None, now: PublishedDay) -> Iterator[tuple[str, tuple[CountRow, ...]]]:
    """Each round with its rows; one that is gone comes last."""
    was = {round_id: (title, dict(counts)) for round_id, title, counts in (before.rounds if before else ())}
    for round_id, title, counts in now.rounds:
        _, earlier = was.pop(round_id, ("", {}))
        yield title, tuple(_rows(earlier, dict(counts)))
    for title, earlier in was.values():
        yield title, tuple(_rows(earlier, {}))


def _rows(before: dict[str, int], now: dict[str, int]) -> Iterator[CountRow]:
    for word in dict.fromkeys((*now, *before)):
        change = now.get(word, 0) - before.get(word, 0)
        yield CountRow(word, before.get(word), now.get(word), f"{change:+}" if change else "不变")


def _in_words(day: str) -> str:
    return str(PartialDate.parse(day))


def _column_head(day: str) -> Markup:
    return Markup(richtext.keep_units(_in_words(day)))  # noqa: S704 - digits and three known characters
