"""The scripts in static/js: no long function; of what search loads, the keys that are written, explained and read."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from outside import node, npm
from rectify import pipeline
from rectify.search import documents
from support import ROOT, ROUND, TWO_BODIES

ROW = re.compile(r"^    (\w+) +(\w+)  +\S", re.MULTILINE)
SHORT = re.compile(r"[a-z]{1,2}")
LONGEST = 60


def table() -> Mapping[str, set[str]]:
    """The keys of each kind of record, as the table has them."""
    kinds: dict[str, set[str]] = {}
    for kind, key in ROW.findall(documents.__doc__ or ""):
        kinds.setdefault(kind, set()).add(key)
    return kinds


def received(folder: Path, name: str) -> Any:
    """What the page receives from a file of the search."""
    values = re.sub(r"^R\((.*)\)\n$", r"[\1]", (folder / f"{name}.js").read_text("utf-8"))
    return json.loads(values)[1]


@pytest.fixture
def folder(request: pytest.FixtureRequest, project: Any, tmp_path: Path) -> Path:
    """The search of a small site of two bodies, or of one that counts as large."""
    if request.param == "large":
        request.getfixturevalue("monkeypatch").setattr("rectify.site.model.MAX_SCANNED", 1)
    topics = ROUND + "topics:\n  - {id: rules, title: 制度, words: [制度]}\n"
    pipeline.build(project({**TWO_BODIES, "content/2025-xuncha/round.yaml": topics}), tmp_path / "made")
    return tmp_path / "made/search"


@pytest.mark.parametrize("folder", ["small"], indirect=True)
def test_a_small_site_has_the_keys_of_the_table(folder: Path) -> None:
    """No key is written that the table does not explain, and each that it explains is."""
    keys, everything = table(), received(folder, "all")

    assert keys["all"] == set(everything)
    assert keys["filter"] == set(everything["facets"])
    assert 4 + len(keys["filter"]) == len(everything["docs"])


@pytest.mark.parametrize("folder", ["large"], indirect=True)
def test_a_large_site_has_the_keys_of_the_table(folder: Path) -> None:
    """The same for the files of an index."""
    keys, facets = table(), received(folder, "facets")

    assert keys["index"] == set(received(folder, "index"))
    assert keys["facets"] | keys["filter"] == set(facets)
    assert keys["filter"] > set(facets["columns"])


def syntax(*files: Path) -> dict[str, Any]:
    """The functions of these scripts and the names of properties, as tests/js/syntax.js gives them."""
    command = [node(), ROOT / "tests/js/syntax.js", npm("acorn", "dist/acorn.js"), *files]
    run = subprocess.run(command, capture_output=True, check=True, text=True, encoding="utf-8")
    return dict(json.loads(run.stdout))


def test_the_scripts_read_the_keys_of_the_table() -> None:
    """No short key is read that nothing writes, and none is written for nobody."""
    keys = set().union(*table().values())
    names = syntax(*sorted((ROOT / "static/js").glob("search-*.js")))
    short = {name for name in names["reads"] if SHORT.fullmatch(name) and name not in names["own"]}

    assert {key for key in keys if SHORT.fullmatch(key)} == short
    assert keys <= set(names["reads"])


def too_long(*files: Path) -> Iterator[str]:
    """The functions of these scripts that no screen shows whole."""
    for file, line, lines in syntax(*files)["functions"]:
        if lines > LONGEST:
            yield f"{file}:{line}: {lines} lines"


def test_no_function_of_the_scripts_is_long() -> None:
    """Every function of static/js and of the desk is read on one screen."""
    files = (*(ROOT / "static/js").glob("*.js"), *(ROOT / "rectify/desk/static").glob("*.js"))
    assert list(too_long(*sorted(files))) == []


def test_a_long_function_is_seen(tmp_path: Path) -> None:
    """Sixty lines are not long, sixty-one are."""
    body = "a();\n" * 58
    (tmp_path / "a.js").write_text(
        f"{{ class A {{ m() {{\n{body}a(); }} }}\nconst f = () => {{\n{body}\n}}; }}\n", "utf-8"
    )

    assert list(too_long(tmp_path / "a.js")) == ["a.js:61: 61 lines"]
