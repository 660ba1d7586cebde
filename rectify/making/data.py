"""The files of open data: tables, JSON, workbooks, the whole notice, and the page that offers them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from pathlib import PurePosixPath
from typing import Final, NamedTuple

from rectify.ground.files import digest
from rectify.making.data_offer import about_data
from rectify.making.output import Document, Output, Page
from rectify.making.search import Remember
from rectify.outputs.dataset.catalog import DataFile, sha256
from rectify.outputs.dataset.columns import row_of
from rectify.outputs.dataset.fragment import fragment
from rectify.outputs.dataset.ledger import fits_a_workbook, ledger
from rectify.outputs.dataset.records import (
    SCHEMA_FILE,
    collection,
    issue_record,
    line_of,
    names_of,
    relations_of,
    round_record,
    single,
)
from rectify.outputs.dataset.schema import schema
from rectify.outputs.dataset.table import table, table_rows
from rectify.outputs.server_config.facts import OTHER_KINDS, TEXT_KINDS
from rectify.site.derive import Site, SiteIssue, SiteRound
from rectify.site.opened import OpenIssue
from rectify.site.whole_view import is_on_one_page, whole_path, whole_view

BLOCK: Final = 256
"""Issues that are read together: after an edit only these are read again."""


class _Part(NamedTuple):
    """Some issues of a round: each as a line of JSON, and all as rows of the table."""

    lines: tuple[bytes, ...]
    rows: bytes


class _RoundData(NamedTuple):
    """A round and its parts; `keys` say what decides each issue's record."""

    round_: SiteRound
    keys: tuple[str, ...]
    parts: tuple[_Part, ...]
    gone: tuple[str, ...]
    """What decides what is said of issues that were withdrawn."""

    @property
    def lines(self) -> Iterator[bytes]:
        """Its issues as lines of JSON."""
        return (line for part in self.parts for line in part.lines)

    @property
    def key(self) -> str:
        """A digest of all that decides its files."""
        return digest("\n".join((*self.keys, "", *self.gone)).encode())


class _Plan(NamedTuple):
    """A file below data/ to come."""

    name: str
    title: str
    make: Callable[[], bytes]


def data_files(site: Site, open_issue: OpenIssue, remember: Remember) -> Iterator[Output]:
    """Every file and page of open data, made of what the pages show."""
    licence = licence_of(site)
    rounds_data = [_round_data(site, round_, open_issue, remember) for round_ in site.rounds]
    groups = [(one, _round_key(one), tuple(_round_plans(site, one, open_issue, licence))) for one in rounds_data]
    whole = tuple(_whole_plans(site, rounds_data))
    offered = []
    for one, key, plans in groups:
        for entry, own, line in zip(one.round_.issues, one.keys, one.lines, strict=True):
            path = PurePosixPath(entry.path).with_suffix(".json")
            yield Document(path=path, inputs=own, make=partial(single, site, one.round_, line))
        yield from _documents(plans, key)
        offered.append(_made(plans, f"data.{one.round_.id}", key, remember))
        if is_on_one_page(one.round_):
            yield _whole_page(site, one, open_issue)
    key = digest("\n".join(key for _, key, _ in groups).encode())
    yield from _documents(whole, key)
    together = _made(whole, "data", key, remember)
    yield from about_data(site, offered, together, licence)


def licence_of(site: Site) -> str:
    """On what terms the data may be used: whom to name, no more than can be said."""
    return (
        site.config.licence
        or f"这些数据由{site.config.organiser.name}公开，供公众查阅和下载。转载、引用时请写明来源和网址，保持原意。"
    )


# A round's issues, in blocks.


def _round_data(site: Site, round_: SiteRound, open_issue: OpenIssue, remember: Remember) -> _RoundData:
    keys = tuple(_issue_key(round_, entry) for entry in round_.issues)
    parts = []
    for first in range(0, len(keys), BLOCK):
        own = round_.issues[first : first + BLOCK]
        key = digest("\n".join(keys[first : first + BLOCK]).encode())
        make = partial(_part, site, round_, own, open_issue)
        lines, _, rows = remember(f"data.{round_.id}.{first // BLOCK}", key, make).partition(b"\0")
        parts.append(_Part(tuple(lines.split(b"\n")), rows))
    return _RoundData(round_, keys, tuple(parts), tuple(f"{entry.path} {entry.digest}" for entry in round_.withdrawn))


def _issue_key(round_: SiteRound, entry: SiteIssue) -> str:
    """All that decides an issue's record, as one text: ten thousand of them are compared."""
    related = relations_of(round_, entry)
    beside = "".join(f"\n{one.number} {one.reason}" for one in related) if related else ""
    older = "".join(f"\n{one.digest}" for one in entry.versions) if entry.versions else ""
    return f"{round_.id} {round_.digest} {entry.digest}{beside}{older}"


def _part(site: Site, round_: SiteRound, own: Sequence[SiteIssue], open_issue: OpenIssue) -> bytes:
    names, round_row = names_of(site.config, round_), round_record(site.config, round_)
    records = [issue_record(site, round_, names, entry, open_issue(entry)) for entry in own]
    lines = b"\n".join(map(line_of, records))
    return b"%b\0%b" % (lines, table_rows(row_of(round_row, record) for record in records))


# The files.


def _round_plans(site: Site, one: _RoundData, open_issue: OpenIssue, licence: str) -> Iterator[_Plan]:
    round_ = one.round_
    name = round_.round.short_title
    if fits_a_workbook(round_):
        yield _Plan(f"{round_.id}.xlsx", f"{name}（XLSX）", cache(partial(_workbook, site, one, licence)))
    yield _Plan(f"{round_.id}.csv", f"{name}（CSV）", partial(_table, [one]))
    yield _Plan(f"{round_.id}.json", f"{name}（JSON）", partial(_collection, site, [one]))
    if is_on_one_page(round_):
        make = cache(lambda: fragment(whole_view(site, round_, open_issue)))
        yield _Plan(f"{round_.id}.html.txt", f"{name}（网页代码）", make)


def _whole_plans(site: Site, rounds_data: Sequence[_RoundData]) -> Iterator[_Plan]:
    yield _Plan("all.csv", "全部轮次（CSV）", partial(_table, rounds_data))
    yield _Plan("all.json", "全部轮次（JSON）", partial(_collection, site, rounds_data))
    yield _Plan(PurePosixPath(SCHEMA_FILE).name, "JSON 的格式", partial(schema, site.config))


def _workbook(site: Site, one: _RoundData, licence: str) -> bytes:
    return ledger(site.config, one.round_, map(json.loads, one.lines), licence)


def _table(rounds_data: Sequence[_RoundData]) -> bytes:
    return table(part.rows for one in rounds_data for part in one.parts)


def _collection(site: Site, rounds_data: Sequence[_RoundData]) -> bytes:
    return collection(site, [one.round_ for one in rounds_data], (line for one in rounds_data for line in one.lines))


def _round_key(one: _RoundData) -> str:
    """A digest of all that decides a round's files: its issues, and lists that hold departments' names."""
    return f"{one.round_.id} {one.round_.digest} {one.key}"


def _documents(plans: Sequence[_Plan], key: str) -> Iterator[Document]:
    for plan in plans:
        yield Document(path=PurePosixPath("data", plan.name), inputs=f"{plan.name} {key}", make=plan.make)


def _made(plans: Sequence[_Plan], name: str, key: str, remember: Remember) -> tuple[DataFile, ...]:
    """The sizes and digests of files, which are made for it only if they changed."""

    def measure() -> bytes:
        made = ((plan.name, plan.make()) for plan in plans)
        return json.dumps({name: (len(data), sha256(data)) for name, data in made}).encode()

    known = json.loads(remember(name, key, measure))
    return tuple(DataFile(f"data/{p.name}", p.title, _media_type(p.name), *known[p.name]) for p in plans)


def _media_type(name: str) -> str:
    ending = PurePosixPath(name).suffix
    return TEXT_KINDS.get(ending) or OTHER_KINDS[ending]


def _whole_page(site: Site, one: _RoundData, open_issue: OpenIssue) -> Page:
    return Page(
        path=PurePosixPath(whole_path(one.round_)),
        template="pages/whole.html",
        inputs=f"{whole_path(one.round_)} {_round_key(one)}",
        view=partial(whole_view, site, one.round_, open_issue),
        source=one.round_.source,
    )
