"""Plans what describes the files of open data: the catalogue, the digests, and the page that offers them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import PurePosixPath
from typing import Final, NamedTuple

from rectify.citation.forms import data_forms
from rectify.citation.pages import cited_data
from rectify.engine.output import Document, Output, Page, the_inputs
from rectify.field import addresses
from rectify.ground.files import sha256
from rectify.outputs.dataset.catalog import CATALOG_FILE, SUMS_FILE, DataFile, Dataset, catalog, sums
from rectify.outputs.dataset.columns import FIELDS
from rectify.outputs.dataset.ledger import MAX_IN_A_WORKBOOK, fits_a_workbook
from rectify.outputs.dataset.package import PACKAGE_FILE, Resource, package
from rectify.outputs.dataset.records import SCHEMA_FILE
from rectify.site import linked_data
from rectify.site.data_view import Download, Meaning, Offer, data_view, in_words
from rectify.site.model import Site, SiteBody, SiteRound
from rectify.site.whole_view import MAX_ON_ONE_PAGE, is_on_one_page

_ALL: Final = "quanbu"
_PURPOSES: Final = {
    ".xlsx": ("表格", "用 Excel、WPS 或者 LibreOffice 打开。有三张表：台账、汇总、说明。"),
    ".csv": ("纯文字表格", "内容和台账一样，没有格式。可以用 Excel、WPS 打开，也可以导入数据库和统计软件。"),
    ".json": ("给程序用的数据", "逐段的文字和段落编号、日期、部门、文件和文号。"),
    ".txt": ("网页代码", "单位的网站编辑用：贴进内容管理系统，见下面的说明。"),
}

_FACTS: Final = {
    f"{addresses.DOCUMENTS}.csv": ("提到的文件", "文件的标题、文号，哪个问题写到它，是制定的、依据的还是提到的。"),
    f"{addresses.TIMELINE}.csv": ("时间线", "各项问题和整改里写明日期的事，按先后排列。"),
    f"{addresses.FIGURES}.csv": ("数字", "各项问题和整改里带单位的数字，以及数的是什么。"),
}


class DataOffer(NamedTuple):
    """The files of each round, those of all rounds of each body, and those of all rounds, the JSON Schema last."""

    rounds: Sequence[tuple[DataFile, ...]]
    bodies: Sequence[tuple[SiteBody, tuple[DataFile, ...]]]
    together: tuple[DataFile, ...]
    resources: tuple[Resource, ...]
    """The tables whose columns are described."""


def about_data(site: Site, files_offered: DataOffer, licence: str) -> Iterator[Output]:
    """Catalogue, Data Package, digests, and the page that offers the files; *licence* are the terms of use."""
    offered, of_bodies, together, resources = files_offered
    *everything, described = together
    datasets = [
        Dataset(_anchor(w), w.round.title, w.round.summary, (w,), files)
        for w, files in zip(site.rounds, offered, strict=True)
    ]
    datasets += [
        Dataset(_body_anchor(one), f"{one.name}：全部轮次", site.config.description, one.rounds, files)
        for one, files in of_bodies
    ]
    several = len(site.rounds) > 1
    if several:
        name = f"{site.config.name}{site.config.title}：全部轮次"
        datasets.append(Dataset(_ALL, name, site.config.description, site.rounds, everything))
    listed = catalog(site.config, datasets, licence)
    packed = package(site.config, resources, licence)
    yield _ready(CATALOG_FILE, listed)
    yield _ready(PACKAGE_FILE, packed)
    own = [files for _, files in of_bodies]
    files = [*(file for files in (*offered, *own) for file in files), *together]
    digests = [(CATALOG_FILE, sha256(listed)), (PACKAGE_FILE, sha256(packed)), *((f.path, f.sha256) for f in files)]
    yield _ready(SUMS_FILE, sums((PurePosixPath(path).name, digest) for path, digest in digests))
    view = data_view(
        site,
        offers=(
            *map(partial(_offer, site), site.rounds, offered),
            *(_offer_of_all(_body_anchor(one), one.name, one.rounds, files) for one, files in of_bodies),
            *((_offer_of_all(_ALL, "全部轮次", site.rounds, everything),) if several else ()),
        ),
        described=_descriptions(described.size, len(listed), len(packed)),
        columns=tuple(Meaning(field.title, field.meaning, field.key) for field in FIELDS),
        licence=licence,
        things=tuple(_dataset_node(site, data) for data in datasets),
    )
    yield Page(path=view.meta.path, template="pages/data.html", make=the_inputs, inputs=view)


def _dataset_node(site: Site, data: Dataset) -> linked_data.Node:
    absolute = site.config.absolute
    return linked_data.dataset(
        site.config,
        url=f"{absolute(addresses.DATA)}#{data.id}",
        name=data.title,
        description=data.summary,
        published=min(round_.round.published.in_full for round_ in data.rounds),
        files=[linked_data.DataFile(f.title, absolute(f.path), f.media_type, f.sha256, f.size) for f in data.files],
    )


def _descriptions(schema_size: int, catalog_size: int, package_size: int) -> tuple[Download, ...]:
    """The downloads that describe the others: JSON Schema, catalogue, Data Package, digests; sizes in bytes."""
    return (
        Download(
            SCHEMA_FILE,
            "格式说明 schema.json",
            in_words(schema_size),
            "JSON 文件里每一项的名称和写法（JSON Schema）。",
        ),
        Download(
            CATALOG_FILE,
            "数据目录 catalog.json",
            in_words(catalog_size),
            "有哪些文件、多大、校验值是多少，带有政务信息资源的核心元数据。",
        ),
        Download(
            PACKAGE_FILE,
            "数据包说明 datapackage.json",
            in_words(package_size),
            "每个 CSV 表格有哪些列，每一列是什么、是数还是文字，程序可以照着读取（Data Package 2）。",
        ),
        Download(SUMS_FILE, "校验值 SHA256SUMS", "", "用来核对下载的文件有没有被改过。"),
    )


def _ready(path: str, data: bytes) -> Document:
    return Document(path=path, make=the_inputs, inputs=data)


def _offer(site: Site, round_: SiteRound, files: Sequence[DataFile]) -> Offer:
    downloads = list(map(_download, files))
    if is_on_one_page(round_):
        downloads.append(
            Download(
                addresses.round_page(round_.id, addresses.WHOLE),
                f"{round_.round.notice_word}全文",
                "网页",
                "全部问题在一页里，有目录，可以打印。",
            )
        )
    count = len(round_.issues)
    missing = []
    if not fits_a_workbook(round_):
        missing.append(f"超过{MAX_IN_A_WORKBOOK}个，放在一个表格里打开很慢，没有做 XLSX，请用 CSV")
    if not is_on_one_page(round_):
        missing.append(f"超过{MAX_ON_ONE_PAGE}个，放在一页里太长，没有做全文页和网页代码，请逐项查看和打印")
    return Offer(
        id=_anchor(round_),
        title=round_.round.short_title,
        lead=f"{round_.round.title}，{count}个问题。",
        files=tuple(downloads),
        note=f"这一轮有{count}个问题：{'；'.join(missing)}。" if missing else "",
        citations=data_forms(cited_data(site.for_round(round_).config, round_)),
    )


def _offer_of_all(anchor: str, title: str, rounds: Sequence[SiteRound], files: Sequence[DataFile]) -> Offer:
    total = sum(len(round_.issues) for round_ in rounds)
    lead = f"{len(rounds)}轮，一共{total}个问题。以后增加轮次，还是这两个网址。"
    return Offer(anchor, title, lead, tuple(map(_download, files)), "", ())


def _body_anchor(body: SiteBody) -> str:
    return f"danwei-{body.id or addresses.ORGANISER}"


def _anchor(round_: SiteRound) -> str:
    return f"lunci-{round_.id}"


def _download(file: DataFile) -> Download:
    name = PurePosixPath(file.path).name
    kind, purpose = _FACTS.get(name.partition("_")[2]) or _PURPOSES[PurePosixPath(name).suffix]
    return Download(file.path, f"{kind} {name}", in_words(file.size), purpose)
