"""The Data Package of the tables: which columns each has, and of which type (https://datapackage.org, version 2)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath
from typing import Any, Final, NamedTuple, Protocol

from rectify.field import addresses
from rectify.field.config import SiteConfig
from rectify.outputs.dataset.catalog import DataFile

PACKAGE_FILE: Final = addresses.data_file("datapackage.json")
_PROFILES: Final = "https://datapackage.org/profiles/2.0"
_NOT_IN_NAMES: Final = re.compile(r"[^a-z0-9]+")


class Column(Protocol):
    """A column as the tables declare it; `type` is one of Table Schema."""

    @property
    def title(self) -> str:
        """Its heading."""

    @property
    def type(self) -> str:
        """The type of its cells."""

    @property
    def meaning(self) -> str:
        """What stands in it."""


class Resource(NamedTuple):
    """A table: its name, its file, its columns in their order, and those that name a row, if any do."""

    name: str
    file: DataFile
    columns: Sequence[Column]
    key: tuple[str, ...] = ()


def package(config: SiteConfig, resources: Iterable[Resource], licence: str) -> bytes:
    """`data/datapackage.json` for *resources*, which lie in its folder; *licence* is a sentence."""
    content = {
        "$schema": f"{_PROFILES}/datapackage.json",
        "name": _NOT_IN_NAMES.sub("-", f"{config.domain}{config.base_path}".lower()).strip("-"),
        "id": config.absolute(PACKAGE_FILE),
        "title": f"{config.name}{config.title}",
        "description": config.description,
        "homepage": config.absolute(addresses.DATA),
        "contributors": [{"title": config.organiser.name, "roles": ["publisher"]}],
        **({"keywords": list(config.keywords)} if config.keywords else {}),
        "licenses": [{"path": config.absolute(addresses.DATA), "title": licence}],
        "resources": [_resource(one) for one in resources],
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode() + b"\n"


def _resource(one: Resource) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "$schema": f"{_PROFILES}/tableschema.json",
        "fields": [{"name": each.title, "type": each.type, "description": each.meaning} for each in one.columns],
    }
    if one.key:
        schema["primaryKey"] = list(one.key)
    return {
        "$schema": f"{_PROFILES}/dataresource.json",
        "name": one.name,
        "type": "table",
        "path": PurePosixPath(one.file.path).name,
        "title": one.file.title,
        "format": "csv",
        "mediatype": one.file.media_type,
        "encoding": "utf-8",
        "bytes": one.file.size,
        "hash": f"sha256:{one.file.sha256}",
        "dialect": {"$schema": f"{_PROFILES}/tabledialect.json", "lineTerminator": "\r\n"},
        "schema": schema,
    }
