"""The catalogue of open data: core elements of GB/T 21063.3 (G-32) with DCAT beside them, and digests (C-09)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

from rectify.field import addresses
from rectify.field.config import SiteConfig
from rectify.outputs.dataset.records import last_modified
from rectify.site.model import SiteRound

CATALOG_FILE: Final = addresses.data_file("catalog.json")
SUMS_FILE: Final = addresses.data_file("SHA256SUMS")
_CONTEXT: Final = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


class DataFile(NamedTuple):
    """A file of the data set: its path from the site's root, its title, media type, size in bytes and SHA-256."""

    path: str
    title: str
    media_type: str
    size: int
    sha256: str


class Dataset(NamedTuple):
    """Files in several formats with the same facts: those of one round, or of all; `summary` is a sentence on them."""

    id: str
    title: str
    summary: str
    rounds: Sequence[SiteRound]
    files: Sequence[DataFile]


def sums(files: Iterable[tuple[str, str]]) -> bytes:
    """`data/SHA256SUMS`, as `sha256sum -c` reads it: names in the folder data, each with its digest."""
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(files)).encode()


def catalog(config: SiteConfig, datasets: Iterable[Dataset], licence: str) -> bytes:
    """`data/catalog.json` (JSON-LD): each of *datasets* with its files, all under the same *licence*, a sentence."""
    content = {
        "@context": _CONTEXT,
        "@id": config.absolute(CATALOG_FILE),
        "@type": "dcat:Catalog",
        "dct:title": f"{config.title}：数据目录",
        "dct:publisher": _publisher(config),
        "dct:language": "zh-CN",
        "foaf:homepage": {"@id": config.absolute(addresses.HOME)},
        "dcat:dataset": [_dataset(config, one, licence) for one in datasets],
    }
    return json.dumps(content, ensure_ascii=False, indent=2).encode() + b"\n"


def _dataset(config: SiteConfig, dataset: Dataset, licence: str) -> dict[str, Any]:
    page = f"{config.absolute(addresses.DATA)}#{dataset.id}"
    issued = min(round_.round.published.date.iso for round_ in dataset.rounds)
    changed = max(map(last_modified, dataset.rounds))
    own = dataset.rounds[0].round.disclosure if len(dataset.rounds) == 1 else None
    return {
        "@id": page,
        "@type": "dcat:Dataset",
        "信息资源名称": dataset.title,
        "信息资源摘要": dataset.summary,
        "信息资源提供方": (own.publisher if own else "") or config.organiser.name,
        "信息资源分类": (own.topic if own else "") or config.column_type,
        "信息资源标识符": (own.index_no if own else "") or page,
        "元数据标识符": f"{config.absolute(CATALOG_FILE)}#{dataset.id}",
        "发布日期": issued,
        "关键字": list(config.keywords),
        "在线资源链接地址": page,
        "服务信息": _service(config),
        "元数据维护方": config.organiser.name,
        "更新日期": changed,
        "dct:title": dataset.title,
        "dct:description": dataset.summary,
        "dct:identifier": page,
        "dct:publisher": _publisher(config),
        "dct:issued": {"@type": "xsd:date", "@value": issued},
        "dct:modified": {"@type": "xsd:date", "@value": changed},
        "dct:language": "zh-CN",
        "dct:rights": licence,
        "dcat:keyword": list(config.keywords),
        "dcat:landingPage": {"@id": page},
        "dcat:distribution": [_distribution(config, file) for file in dataset.files],
    }


def _distribution(config: SiteConfig, file: DataFile) -> dict[str, Any]:
    return {
        "@type": "dcat:Distribution",
        "dct:title": file.title,
        "dcat:downloadURL": {"@id": config.absolute(file.path)},
        "dcat:mediaType": file.media_type,
        "dcat:byteSize": file.size,
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": file.sha256,
        },
    }


def _publisher(config: SiteConfig) -> dict[str, str]:
    return {"@type": "foaf:Organization", "foaf:name": config.organiser.name}


def _service(config: SiteConfig) -> str:
    """How to reach those who answer questions about the data."""
    phone = config.feedback.phone or config.organiser.phone
    contacts = (f"电话：{phone}" if phone else "", f"邮箱：{config.feedback.email}" if config.feedback.email else "")
    return "；".join((*filter(None, contacts), f"反馈：{config.absolute(addresses.HOME)}#feedback"))
