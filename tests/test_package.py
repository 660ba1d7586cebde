"""The Data Package: what it says of the tables is what stands in them, and it keeps to the standard."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from bs4 import BeautifulSoup

from rectify import pipeline
from rectify.making import facts
from support import ISSUE, ROOT, TWO_BODIES, BuiltSite, tree

Make = Callable[..., Path]
Files = dict[str, bytes]
PROFILE = json.loads((ROOT / "tests/vectors/datapackage-2.0.json").read_text("utf-8"))
TEXT = ISSUE.replace("建立制度。", "2026年6月底前建立制度3项。")
FACTS = ("wenjian", "shijian", "shuju")


def files_of(folder: Path) -> Files:
    """Every file of a built site by its path."""
    return {str(path): data for path, data in tree(folder).items()}


@pytest.fixture
def small(project: Make) -> Files:
    """A site of two bodies."""
    root = project({**TWO_BODIES, "content/2025-xuncha/001.yaml": TEXT})
    pipeline.build(root, root / "output")
    return files_of(root / "output")


@pytest.fixture(params=["small", "real"])
def site(request: pytest.FixtureRequest) -> Files:
    """A small site, or the one of this repository."""
    if request.param == "small":
        return request.getfixturevalue("small")  # type: ignore[no-any-return]
    real: BuiltSite = request.getfixturevalue("real_site")
    return {str(path): data for path, data in real.files.items()}


def package_of(site: Files) -> Any:
    """The descriptor of a site."""
    return json.loads(site["data/datapackage.json"])


def rows_of(data: bytes) -> list[list[str]]:
    """A table as a program reads it, its head first."""
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def is_of_type(cell: str, kind: str) -> bool:
    """Whether a cell is of a type of Table Schema; an empty one is missing, which every type allows."""
    if kind == "integer":
        return re.fullmatch(r"-?\d*", cell) is not None
    if kind == "number":
        try:
            return not cell or Decimal(cell).is_finite()
        except InvalidOperation:
            return False
    return kind == "string"


def test_it_keeps_to_the_profile_of_the_standard(site: Files) -> None:
    """By the JSON Schema that the standard publishes."""
    checker = jsonschema.Draft7Validator(PROFILE)

    assert [error.message for error in checker.iter_errors(package_of(site))] == []
    assert not checker.is_valid({**package_of(site), "resources": []})
    assert not checker.is_valid({**package_of(site), "resources": [{"name": "x", "path": "../x.csv"}]})


def test_columns_types_sizes_and_digests_are_those_of_the_files(site: Files) -> None:
    """Of every resource; no table of facts is left out."""
    resources = package_of(site)["resources"]
    faults: list[str] = []
    for one in resources:
        data = site[f"data/{one['path']}"]
        faults += (f"{one['name']}: {fault}" for fault in faults_of(one, data))

    assert faults == []
    facts_there = [path for path in site if re.fullmatch(r"data/.+_\w+\.csv", path)]
    assert sorted(one["path"] for one in resources) == sorted(["all.csv", *(path[5:] for path in facts_there)])
    assert {name for name in FACTS if any(path.endswith(f"_{name}.csv") for path in facts_there)} == set(FACTS)


def faults_of(resource: Any, data: bytes) -> Iterator[str]:
    """What a resource says of a table that is not so."""
    head, *rows = rows_of(data)
    fields = resource["schema"]["fields"]
    if head != [field["name"] for field in fields]:
        yield f"columns {head}"
    if resource["bytes"] != len(data) or resource["hash"] != f"sha256:{hashlib.sha256(data).hexdigest()}":
        yield "size or digest"
    for row in rows:
        wrong = [f["name"] for cell, f in zip(row, fields, strict=True) if not is_of_type(cell, f["type"])]
        yield from (f"{name} of {row[:3]}" for name in wrong)
    key = [head.index(name) for name in resource["schema"].get("primaryKey", [])]
    named = [tuple(row[place] for place in key) for row in rows]
    if key and len(set(named)) != len(named):
        yield "two rows with one key"


def test_the_tables_of_facts_say_what_their_pages_say(real_site: BuiltSite) -> None:
    """Each event, document and figure of the pages with its paragraph, in their order."""
    files = {str(path): data for path, data in real_site.files.items()}
    [round_] = [one.id for one in real_site.site.rounds]

    def linked(name: str, selector: str) -> list[str]:
        pages = sorted(path for path in files if re.fullmatch(rf"{round_}/{name}(?:-\d+)?\.html", path))
        found = [link for page in pages for link in BeautifulSoup(files[page], "html.parser").select(selector)]
        return [str(link["href"]).removeprefix("../") for link in found]

    def told(name: str) -> list[str]:
        head, *rows = rows_of(files[f"data/{round_}_{name}.csv"])
        return [row[head.index("网址")].partition("/xczg/")[2] for row in rows]

    assert told("shijian") == linked("shijian", ".event-list__issue")
    assert told("wenjian") == linked("wenjian", ".document-index__link")
    assert told("shuju") == linked("shuju", ".figure-table__cell--issue a")
    assert len(told("shijian")) > 40


def test_pages_of_facts_offer_their_tables(small: Files) -> None:
    """And the page of all data does, too; the first address of the figures still leads to them."""
    offered = BeautifulSoup(small["data.html"], "html.parser")
    names = {str(link["href"]) for link in offered.select(".download-list__link")}
    for name in FACTS:
        page = BeautifulSoup(small[f"2025-xuncha/{name}.html"], "html.parser")

        assert [str(link["href"]) for link in page.select("a[download]")] == [f"../data/2025-xuncha_{name}.csv"]
        assert f"data/2025-xuncha_{name}.csv" in names
    assert "data/datapackage.json" in names
    assert small["2025-xuncha/shuju.csv"] == small["data/2025-xuncha_shuju.csv"]
    assert b"datapackage.json" in small["data/SHA256SUMS"]


def test_an_event_says_its_days_and_whether_it_is_planned(small: Files) -> None:
    """A day that is only promised is marked; a span has both ends."""
    head, *rows = rows_of(small["data/2025-xuncha_shijian.csv"])
    events = [dict(zip(head, row, strict=True)) for row in rows]

    assert [(one["日期"], one["到"], one["计划"], one["部分"]) for one in events] == [
        ("2025-07-01", "", "", "整改进展"),
        ("2026-06", "", "计划", "整改措施"),
    ]


def test_a_round_too_large_for_facts_has_none_of_these_tables(project: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """The descriptor names the table of issues alone."""
    monkeypatch.setattr(facts, "MAX_ISSUES", 0)
    root = project()
    pipeline.build(root, root / "output")
    files = files_of(root / "output")

    assert [one["name"] for one in package_of(files)["resources"]] == ["issues"]
    assert [path for path in files if "_" in path and path.startswith("data/")] == []
