"""What search is built from: one normal form on both sides, and only what pages show."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from pathlib import PurePosixPath
from typing import Any

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

import search_files
from outside import missing
from rectify.search import normal
from rectify.search.normal import normaliser
from rectify.search.packing import as_gb, pack
from support import ROOT, BuiltSite

VECTORS = json.loads((ROOT / "tests/shared/normal.json").read_text("utf-8"))
FOLD = {"場": "场", "驗": "验", "車": "车"}


@pytest.mark.parametrize(("text", "expected"), VECTORS)
def test_the_normal_form_follows_the_shared_vectors(text: str, expected: str) -> None:
    """Python and JavaScript compare texts in the same form."""
    assert normaliser(FOLD)(text) == expected


def test_the_scripts_pass_their_own_tests() -> None:
    """The engine answers as tests/js says, in a plain Node.js."""
    node = shutil.which("node")
    if node is None:
        missing("Node.js")
    done = subprocess.run(
        [node, "--test", *map(str, sorted((ROOT / "tests/js").glob("*.test.js")))],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert done.returncode == 0, done.stdout


def received(site: BuiltSite, name: str) -> Any:
    """What the page receives from a file of the search."""
    own, value = search_files.received(file_of(site, name))
    assert own == name
    return value


def file_of(site: BuiltSite, name: str) -> bytes:
    """A file of the search."""
    return site.files[PurePosixPath(f"search/{name}.js")]


@given(st.lists(st.text("的一是不了人我在有他\n。a~〇𠮷—·\u30fb\ufdd0"), max_size=4))
def test_packed_texts_come_back(texts: list[str]) -> None:
    """Nothing of a text is lost on the way."""
    assert search_files.unpacked(*pack(texts)) == texts
    assert search_files.from_gb(as_gb(texts)) == texts


def test_strings_that_repeat_are_written_once() -> None:
    """What stands in many texts costs two digits in each."""
    texts = [f"各责任部门{chr(0x4E00 + n)}" for n in range(200)]
    small = pack(texts)

    assert search_files.unpacked(*small) == texts
    assert len(small.texts) < 4 * len(texts)


def test_texts_with_characters_for_private_use_come_back() -> None:
    """Though packing uses such characters itself."""
    texts = ["城市管理\U000f0000" * 20]

    assert search_files.unpacked(*pack(texts)) == texts


def test_texts_of_more_characters_than_two_digits_name_come_back() -> None:
    """Nor of one with all the characters there are: it goes as it is."""
    every = "".join(map(chr, range(0x3400, 0x9FFF)))

    assert search_files.unpacked(*pack([every, "a"])) == [every, "a"]
    assert search_files.unpacked(*pack([every[:8000], ""])) == [every[:8000], ""]


def test_every_indexed_text_is_visible_on_its_page(real_site: BuiltSite) -> None:
    """Search finds only what was published."""
    hidden = []
    for document in search_files.documents(file_of(real_site, "all")):
        page = BeautifulSoup(real_site.files[PurePosixPath(document["u"])], "html.parser")
        for anchor, text in document["p"]:
            named = page.find(id=anchor) if anchor else page
            place = named.find_parent(class_="paragraph") or named
            shown = re.sub(r"\s", "", place.parent.get_text() if anchor in ("shuzi", "jieguo") else place.get_text())
            wanted = re.sub(r"\s", "", html.unescape(text))
            pieces = re.split("：", wanted) if anchor == "shuzi" else [wanted]
            hidden += [(document["u"], text) for piece in pieces if piece not in shown]

    assert hidden == []


def test_every_issue_is_indexed_once(real_site: BuiltSite) -> None:
    """All 59, in order, with their facets."""
    documents = search_files.documents(file_of(real_site, "all"))

    assert [document["n"] for document in documents] == list(range(1, 60))
    assert {document["s"] for document in documents} == {"done", "ongoing"}


def test_the_tables_hold_only_characters_of_the_site(real_site: BuiltSite) -> None:
    """A phone does not download a dictionary."""
    documents = search_files.documents(file_of(real_site, "all"))
    text = "".join(document["t"] + "".join(p[1] for p in document["p"]) for document in documents)
    pinyin = {c for entry in received(real_site, "pinyin").split(";") for c in entry if ord(c) > 127}

    assert pinyin <= set(text)
    assert set(received(real_site, "fold")[1::2]) <= set(text)
    assert received(real_site, "all")["fold"] == ""
    assert {"車车"} <= {received(real_site, "fold")[n : n + 2] for n in range(0, len(received(real_site, "fold")), 2)}


@given(st.text("一车車A1 .,，。“”()\n－ａ②½𠮷b9%～·", max_size=12))
def test_runs_of_han_are_a_short_way_to_the_same_form(text: str) -> None:
    """What is looked up by runs is what each character gives in its place."""
    normalise = normaliser(FOLD)

    assert normalise(text) == normal._by_character(text, FOLD)
