"""The index of large sites: every gram leads to exactly the documents that hold it."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from itertools import islice, pairwise, takewhile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import search_files
from rectify import pipeline
from rectify.search.grams import WIDTHS, mix
from rectify.search.normal import normaliser
from rectify.search.postings import COMMON
from rectify.search.tables import simplified_characters
from support import ISSUE, tree

WEIGHTS = {
    "0": (1, False),
    "10": (2, False),
    "110": (3, False),
    "1110": (1, True),
    "11110": (2, True),
    "11111": (3, True),
}


@pytest.fixture
def indexed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every site is a large one, made of blocks of two issues."""
    monkeypatch.setattr("rectify.site.model.MAX_SCANNED", 1)
    monkeypatch.setattr("rectify.search.blocks.DOCUMENTS", 2)


@pytest.fixture
def built(indexed: None, project: Any, tmp_path: Path) -> Path:  # noqa: ARG001
    """A large site of twenty issues in two rounds."""
    texts = {
        f"content/2025-xuncha/{n:03}.yaml": ISSUE.replace("number: 1\n", f"number: {n}\n").replace(
            "制度不健全", f"第{n}个問題，制度" + "车" * (n % 4)
        )
        for n in range(1, 20)
    }
    pipeline.build(project(texts), tmp_path / "made")
    return tmp_path / "made/search"


def received(folder: Path, name: str) -> list[Any]:
    """What the page receives from a file."""
    text = (folder / f"{name}.js").read_text("utf-8")
    entries = json.loads(f"[{text.removeprefix('R(').removesuffix(')' + chr(10))}]")
    assert entries[0] == name
    return list(entries[1:])


def numbers(
    packed: str, first: int, unit: int, total: int, *, follow: bool
) -> Iterator[tuple[int, int, int, bool, int | None]]:
    """The posting lists of a file: number of the gram, document, how often, whether in the title, what follows.

    Its grams have *unit* numbers, from *first* on.
    """
    bits = iter("".join(f"{byte:08b}" for byte in base64.b64decode(packed)))

    def take(count: int) -> str:
        return "".join(islice(bits, count))

    def run(of: str) -> int:
        return sum(1 for _ in takewhile(of.__eq__, bits))

    def length() -> int:
        return int("1" + take(run("0")), 2)

    def distance(below: int, count: int) -> int:
        low = max(0, (below * 11 // (count * 16)).bit_length() - 1)
        return 1 + (run("1") << low) + int(take(low) or "0", 2)

    keys, key = length() if packed else 0, first - 1
    for _ in range(keys):
        key += distance(unit, keys)
        count = length()
        number = -1
        for _ in range(count):
            number += distance(total, count)
            code = ""
            while code not in WEIGHTS:
                code += take(1)
            times, titled = WEIGHTS[code]
            yield key, number, times, titled, int(take(3), 2) if follow and count > COMMON and times == 1 else None


def truth(folder: Path, total: int, width: int) -> set[tuple[str, int, int, bool]]:
    """Which grams each document holds, counted afresh."""
    entries = set()
    normalise = normaliser(simplified_characters())
    for number in range(total):
        document = _document(folder, number)
        fields = [normalise(text) for text in (document["t"], *(passage[1] for passage in document["p"]))]
        grams = [
            run[n : n + width] for field in fields for run in field.split("\n") for n in range(len(run) - width + 1)
        ]
        titled = {run[n : n + width] for run in fields[0].split("\n") for n in range(len(run) - width + 1)}
        entries |= {(gram, number, min(3, grams.count(gram)), gram in titled) for gram in grams}
    return entries


def _document(folder: Path, number: int) -> dict[str, Any]:
    data = (folder / f"d/{number >> 8}/{number}.js").read_bytes()
    assert search_files.received(data)[0] == f"d/{number}"
    return search_files.document(data)


def entries_of(folder: Path, family: str, width: int) -> Iterator[tuple[int, int, int, bool, int | None]]:
    """All that the files of a family say."""
    manifest = received(folder, "index")[0]
    unit = 1 << (WIDTHS[width] - manifest[family])
    for path in sorted(folder.glob(f"{family}/*.js")):
        (packed,) = received(folder, f"{family}/{path.stem}")
        yield from numbers(packed, int(path.stem, 16) * unit, unit, manifest["n"], follow=width == 2)


@pytest.mark.parametrize(("family", "width"), [("g", 2), ("c", 1)])
def test_the_index_holds_every_gram_of_every_document(built: Path, family: str, width: int) -> None:
    """Nothing is missing and nothing is too much, each gram in the file where it is looked for."""
    manifest = received(built, "index")[0]
    wanted = truth(built, manifest["n"], width)

    assert {one[:4] for one in entries_of(built, family, width)} == {(mix(one[0]), *one[1:]) for one in wanted}
    assert len({mix(one[0]) for one in wanted}) == len({one[0] for one in wanted})
    assert len(list(built.glob(f"{family}/*.js"))) == 1 << manifest[family]


@given(st.text(min_size=1, max_size=2), st.text(min_size=1, max_size=2))
def test_two_grams_of_common_characters_never_have_one_number(one: str, other: str) -> None:
    """Else a file that says no gram in words would take one for the other."""
    both = one + other
    if len(one) == len(other) and max(both) < "\ud800":
        assert (mix(one) == mix(other)) == (one == other)


def test_common_pairs_tell_what_follows(built: Path) -> None:
    """A pair in many documents carries three bits of the character after it: 印发 is followed by 公."""
    after = [one[4] for one in entries_of(built, "g", 2) if one[0] == mix("印发")]

    assert after == [(ord("公") * 0x9E3779B1 & 0xFFFFFFFF) >> 29] * 19


def test_an_older_round_comes_first_and_new_issues_last(built: Path) -> None:
    """A new issue of the newest round does not renumber the others."""
    manifest = received(built, "index")[0]
    starts = [start for _, start in manifest["r"]]
    issues = [_document(built, number)["n"] for number in range(manifest["n"])]

    assert [round_ for round_, _ in manifest["r"]] == sorted(round_ for round_, _ in manifest["r"])
    assert [issues[a:b] for a, b in pairwise([*starts, len(issues)])] == [
        sorted(issues[a:b]) for a, b in pairwise([*starts, len(issues)])
    ]
    assert next(start for _, start in manifest["r"]) == 0


def test_the_columns_say_what_the_documents_are(built: Path) -> None:
    """Filters know each issue's category, status and departments."""
    facets = received(built, "facets")[0]
    digits = [chr(code) for code in range(0x23, 0x7F) if chr(code) != "\\"]
    total = received(built, "index")[0]["n"]
    statuses = [facets["s"][digits.index(one)][1] for one in facets["columns"]["s"]]

    assert statuses == [_document(built, number)["w"] for number in range(total)]
    assert len(facets["columns"]["c"]) == len(facets["columns"]["d"]) == total


def test_traditional_characters_of_the_texts_are_told(built: Path) -> None:
    """The page can fold the texts as the index did."""
    manifest = received(built, "index")[0]

    assert manifest["fold"] == "問问題题"


def test_pairs_are_listed_by_their_initials(built: Path) -> None:
    """The letters zhidu lead to 制度 by the file of z and d."""
    pairs = received(built, "pinyin")[1]
    grams, classes = received(built, "p/zd")

    assert "制度" in [grams[n : n + 2] for n in range(0, len(grams), 2)]
    assert len(classes) * 2 == len(grams)
    assert "zd" in [pairs[n : n + 2] for n in range(0, len(pairs), 2)]


@pytest.mark.usefixtures("indexed")
def test_two_builds_are_the_same(project: Any, tmp_path: Path) -> None:
    """The index depends on the texts alone."""
    root = project({})
    for name in ("one", "other"):
        pipeline.build(root, tmp_path / name)

    assert tree(tmp_path / "one") == tree(tmp_path / "other")
