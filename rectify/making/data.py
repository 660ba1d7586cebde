"""Plans the files of open data: tables, JSON, workbooks, the whole notice, and the page that offers them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import chain
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from rectify.engine.output import BytesRef, Document, Make, Output, Page, Texts
from rectify.engine.parts import Parts
from rectify.field import addresses
from rectify.field.config import SiteConfig
from rectify.making.data_offer import DataOffer, about_data
from rectify.making.facts import FactTable, fact_tables
from rectify.outputs.dataset.catalog import DataFile
from rectify.outputs.dataset.columns import FIELDS, ISSUE_KEY, row_of
from rectify.outputs.dataset.fragment import fragment
from rectify.outputs.dataset.ledger import fits_a_workbook, ledger, ledger_inputs
from rectify.outputs.dataset.package import Resource
from rectify.outputs.dataset.records import (
    SCHEMA_FILE,
    Names,
    collection,
    collection_opening,
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
from rectify.site.department_facts import departments_mentioned
from rectify.site.model import ISSUE_BLOCK, RoundFace, Site, SiteBody, SiteFace, SiteIssue, SiteRound
from rectify.site.relations import Relation
from rectify.site.whole_view import (
    WholeInputs,
    WholePartInputs,
    is_on_one_page,
    whole_inputs,
    whole_part,
    whole_view,
)


class DataBlock(NamedTuple):
    """At most ISSUE_BLOCK neighbouring issues: each as a line of JSON, and all as rows of CSV; on the shelf of the parts."""

    lines: tuple[BytesRef, ...]
    rows: BytesRef


class _RecordInputs(NamedTuple):
    """Inputs of an issue's record, except its text."""

    site: SiteFace
    round_: RoundFace
    entry: SiteIssue
    related: tuple[Relation, ...]
    mentioned: tuple[str, ...]


class RoundData(NamedTuple):
    """A round and its issues as data."""

    round_: SiteRound
    blocks: tuple[DataBlock, ...]

    @property
    def lines(self) -> tuple[BytesRef, ...]:
        """Its issues as lines of JSON."""
        return tuple(chain.from_iterable(block.lines for block in self.blocks))


class _DataFile(NamedTuple):
    """A planned file below `data/`, with its title."""

    title: str
    file: Document


def round_data(site: Site, round_: SiteRound, parts: Parts) -> RoundData:
    """A round with its issues as JSON lines and as rows of the table, each kept from build to build."""
    return RoundData(round_, tuple(_blocks(site, round_, parts)))


def data_files(site: Site, rounds: Sequence[RoundData], parts: Parts) -> Iterator[Output]:
    """Every file and page of open data except the JSON of single issues; *rounds* are those of `round_data`."""
    licence = licence_of(site)
    tables = [tuple(fact_tables(site.for_round(one.round_), one.round_, parts)) for one in rounds]
    wholes = [_whole(site.for_round(one.round_), one.round_, parts) for one in rounds]
    files = [
        (
            *_round_files(site.for_round(one.round_), one, licence, whole),
            *(_DataFile(f"{one.round_.round.short_title}：{facts.title}（CSV）", facts.file) for facts in own),
        )
        for one, own, whole in zip(rounds, tables, wholes, strict=True)
    ]
    of_bodies = [(body, tuple(_body_files(site, body, rounds))) for body in site.bodies]
    together = tuple(_site_files(site, rounds))
    for one, own, own_tables, whole in zip(rounds, files, tables, wholes, strict=True):
        yield from (data_file.file for data_file in own)
        for facts in (facts for facts in own_tables if facts.name == addresses.FIGURES):
            # It stood there before there were others, and its address is known.
            yield replace(facts.file, path=addresses.figures_file(one.round_.id))
        if whole:
            yield _whole_page(one.round_, whole)
    yield from (data_file.file for _, own in of_bodies for data_file in own)
    yield from (data_file.file for data_file in together)
    offered = [_measure(own, parts) for own in files]
    measured = [(body, _measure(own, parts)) for body, own in of_bodies]
    everything = _measure(together, parts)
    resources = tuple(_resources(everything[0], zip(rounds, tables, offered, strict=True)))
    yield from about_data(site, DataOffer(offered, measured, everything, resources), licence)


def _resources(
    whole: DataFile, rounds: Iterable[tuple[RoundData, Sequence[FactTable], Sequence[DataFile]]]
) -> Iterator[Resource]:
    """The tables for the Data Package: the *whole* one of all issues, and those of each round's facts."""
    yield Resource("issues", whole, FIELDS, ISSUE_KEY)
    for one, tables, files in rounds:
        measured = {file.path: file for file in files}
        for facts in tables:
            yield Resource(f"{one.round_.id}_{facts.name}", measured[facts.file.path], facts.columns)


def issue_data_file(config: SiteConfig, round_: RoundFace, path: str, line: BytesRef) -> Document:
    """The JSON file beside the page of an issue at *path*; *line* is the issue as a line of JSON."""
    inputs = _SingleInputs(config, round_, line)
    return Document(path=addresses.sibling(path, "json"), make=_single_file, inputs=inputs, texts=(line,))


def licence_of(site: Site) -> str:
    """The terms of use in Chinese: those of `site.yaml`, or a sentence that only asks to name the source."""
    return (
        site.config.licence
        or f"这些数据由{site.config.organiser.name}公开，供公众查阅和下载。转载、引用时请写明来源和网址，保持原意。"
    )


# A round's issues, in blocks.


def _blocks(site: Site, round_: SiteRound, parts: Parts) -> Iterator[DataBlock]:
    for first in range(0, len(round_.issues), ISSUE_BLOCK):
        name = f"data {round_.id} {first // ISSUE_BLOCK}"
        block = range(first, min(first + ISSUE_BLOCK, len(round_.issues)))
        records = [_record(site, round_, place) for place in block]
        lines, _, rows = zip(*(one.partition(b"\0") for one in parts.all_of(name, records)), strict=True)
        yield DataBlock(tuple(map(parts.keep, lines)), parts.keep(b"".join(rows)))


def _record(site: Site, round_: SiteRound, place: int) -> Document:
    entry = round_.issues[place]
    departments = (
        departments_mentioned(site.config.departments, round_.facts[place].departments) if round_.facts else ()
    )
    mentioned = tuple(str(one.name) for one in departments)
    inputs = _RecordInputs(site.face, round_.face, entry, relations_of(round_, entry), mentioned)
    return Document(path=entry.path, make=_record_part, inputs=inputs, texts=(entry.text,))


def _record_part(inputs: _RecordInputs, texts: Texts) -> bytes:
    """A part: an issue as a line of JSON and, after a zero byte, as a row of CSV."""
    site, round_, entry, related, mentioned = inputs
    text, names = texts[entry.text], _names(site, round_)
    record = issue_record(site, round_, names, entry, text, related=related, mentioned=mentioned)
    return b"%b\0%b" % (line_of(record), table_rows([row_of(round_record(site.config, round_), record)]))


@lru_cache(maxsize=1)
def _names(site: SiteFace, round_: RoundFace) -> Names:
    return names_of(site.config, round_)


# The files.


class _SingleInputs(NamedTuple):
    """Inputs of the JSON file of one issue; `line` is the issue as a line of JSON."""

    config: SiteConfig
    round_: RoundFace
    line: BytesRef


class _CollectionInputs(NamedTuple):
    """Inputs of a JSON file of rounds: the bytes before the issues, and the issues as lines of JSON."""

    opening: bytes
    lines: tuple[BytesRef, ...]


def _round_files(site: Site, one: RoundData, licence: str, whole: WholeInputs | None) -> Iterator[_DataFile]:
    round_, rows = one.round_, tuple(block.rows for block in one.blocks)
    name, base = round_.round.short_title, addresses.data_file(round_.id)
    if fits_a_workbook(round_):
        inputs = ledger_inputs(site.config, round_, one.lines, licence)
        yield _DataFile(
            f"{name}（XLSX）", Document(path=f"{base}.xlsx", make=ledger, inputs=inputs, texts=inputs.lines)
        )
    yield _DataFile(f"{name}（CSV）", Document(path=f"{base}.csv", make=_table_file, inputs=rows, texts=rows))
    issues = _CollectionInputs(collection_opening(site, [round_]), one.lines)
    yield _DataFile(
        f"{name}（JSON）", Document(path=f"{base}.json", make=_collection_file, inputs=issues, texts=one.lines)
    )
    if whole:
        page = Document(path=addresses.fragment_file(round_.id), make=_fragment_file, inputs=whole)
        yield _DataFile(f"{name}（网页代码）", page)


def _body_files(site: Site, body: SiteBody, rounds: Sequence[RoundData]) -> Iterator[_DataFile]:
    own = [one for one in rounds if one.round_.round.body == body.id]
    for title, ending, make, inputs, texts in _together(site.site_of(body.id), own):
        path = addresses.body_data_file(body.id, ending)
        yield _DataFile(f"{body.name}（{title}）", Document(path=path, make=make, inputs=inputs, texts=texts))


def _together(site: Site, rounds: Sequence[RoundData]) -> Iterator[tuple[str, str, Make, Any, tuple[BytesRef, ...]]]:
    """The files of several rounds together: title, ending, what makes it, its inputs, and the bytes that it is made of."""
    rows = tuple(block.rows for one in rounds for block in one.blocks)
    yield "CSV", "csv", _table_file, rows, rows
    lines = tuple(line for one in rounds for line in one.lines)
    opening = collection_opening(site, [one.round_ for one in rounds])
    yield "JSON", "json", _collection_file, _CollectionInputs(opening, lines), lines


def _site_files(site: Site, rounds: Sequence[RoundData]) -> Iterator[_DataFile]:
    for title, ending, make, inputs, texts in _together(site, rounds):
        path = addresses.data_file(f"all.{ending}")
        yield _DataFile(f"全部轮次（{title}）", Document(path=path, make=make, inputs=inputs, texts=texts))
    yield _DataFile("JSON 的格式", Document(path=SCHEMA_FILE, make=schema, inputs=site.config))


def _single_file(inputs: _SingleInputs, texts: Texts) -> bytes:
    return single(inputs.config, inputs.round_, texts[inputs.line])


def _collection_file(inputs: _CollectionInputs, texts: Texts) -> Iterator[bytes]:
    yield from collection(inputs.opening, (texts[line] for line in inputs.lines))


def _table_file(rows: tuple[BytesRef, ...], texts: Texts) -> Iterator[bytes]:
    yield from table(texts[block] for block in rows)


def _fragment_file(inputs: WholeInputs) -> bytes:
    return fragment(whole_view(inputs))


def _measure(files: Sequence[_DataFile], parts: Parts) -> tuple[DataFile, ...]:
    """The files with their sizes and digests; files whose inputs did not change are not made for this."""
    return tuple(DataFile(file.path, title, _media_type(file.path), *parts.measure_of(file)) for title, file in files)


def _media_type(name: str) -> str:
    ending = PurePosixPath(name).suffix
    return TEXT_KINDS.get(ending) or OTHER_KINDS[ending]


def _whole(site: Site, round_: SiteRound, parts: Parts) -> WholeInputs | None:
    """The inputs of the whole notice of a round, its issues kept from build to build; None if it is too large for a page."""
    if not is_on_one_page(round_):
        return None
    items = [
        Document(
            path=entry.path,
            make=whole_part,
            inputs=WholePartInputs(site.face, round_.face, entry),
            texts=(entry.text,),
        )
        for entry in round_.issues
    ]
    made = parts.all_of(f"whole {round_.id}", items)
    return whole_inputs(site.face, round_, {item.path: part for item, part in zip(items, made, strict=True)})


def _whole_page(round_: SiteRound, whole: WholeInputs) -> Page:
    return Page(
        path=addresses.round_page(round_.id, addresses.WHOLE),
        template="pages/whole.html",
        make=whole_view,
        inputs=whole,
        source=round_.source,
    )
