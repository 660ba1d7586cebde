"""The page that offers open data: its files, their purpose, and the meaning of the columns."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Final, NamedTuple

from rectify.field import addresses
from rectify.site.chrome import PageMeta, page_meta
from rectify.site.linked_data import Node
from rectify.site.model import Site

_KILO: Final = 1024


class Download(NamedTuple):
    """A file to download; `about` is its size in words, or what it is."""

    path: str
    title: str
    about: str
    purpose: str

    @property
    def name(self) -> str:
        """The name of the file without its folder."""
        return PurePosixPath(self.path).name


class Offer(NamedTuple):
    """The files of one round, or of all rounds together."""

    id: str
    title: str
    lead: str
    files: tuple[Download, ...]
    note: str
    citations: tuple[tuple[str, str], ...]
    """For each standard its name, and how it cites the data."""


class Meaning(NamedTuple):
    """A column of the table, what stands in it, and its field in JSON."""

    title: str
    meaning: str
    key: str


class DataView(NamedTuple):
    """The page of all data."""

    meta: PageMeta
    offers: tuple[Offer, ...]
    described: tuple[Download, ...]
    fragments: tuple[Download, ...]
    columns: tuple[Meaning, ...]
    example_path: str
    example_url: str
    checked: str
    licence: str


def data_view(
    site: Site,
    *,
    offers: tuple[Offer, ...],
    described: tuple[Download, ...],
    columns: tuple[Meaning, ...],
    licence: str,
    things: tuple[Node, ...],
) -> DataView:
    """The page; *things* are the data sets for machines. The first issue and the first table are the examples."""
    first = next((issue for round_ in site.rounds for issue in round_.issues), None)
    example = addresses.sibling(first.path, "json") if first else ""
    tables = [file for offer in offers for file in offer.files if file.path.endswith(".csv")]
    return DataView(
        meta=page_meta(
            site.face,
            addresses.DATA,
            "数据下载",
            description="全部问题和整改情况的表格和数据文件，可以下载下来核对、统计和研究。",
            things=things,
        ),
        offers=offers,
        described=described,
        fragments=tuple(file for offer in offers for file in offer.files if addresses.is_fragment(file.path)),
        columns=columns,
        example_path=example,
        example_url=site.config.absolute(example),
        checked=tables[0].name if tables else "",
        licence=licence,
    )


def in_words(size: int) -> str:
    """A size in bytes as text: `812 字节`, `38 KB`, `1.2 MB`."""
    if size < _KILO:
        return f"{size} 字节"
    if size < _KILO * _KILO:
        return f"{-(-size // _KILO)} KB"
    return f"{size / _KILO / _KILO:.1f} MB"
