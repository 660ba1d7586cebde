"""What search is built from: one normal form on both sides, and only what pages show."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from pathlib import PurePosixPath

import pytest
from bs4 import BeautifulSoup

from outside import missing
from rectify import pipeline
from rectify.outputs.search.data import PATH
from rectify.outputs.search.normal import normalise
from support import ISSUE, ROOT, BuiltSite

VECTORS = json.loads((ROOT / "tests/shared/normal.json").read_text("utf-8"))
FOLD = {"場": "场", "驗": "验", "車": "车"}


@pytest.mark.parametrize(("text", "expected"), VECTORS)
def test_the_normal_form_follows_the_shared_vectors(text: str, expected: str) -> None:
    """Python and JavaScript compare texts in the same form."""
    assert normalise(text, FOLD) == expected


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


def data(site: BuiltSite) -> dict[str, object]:
    """What the page receives."""
    text = site.files[PurePosixPath(PATH)].decode()
    return json.loads(text.removeprefix("Rectify.search.receive(").removesuffix(");\n"))


def test_every_indexed_text_is_visible_on_its_page(real_site: BuiltSite) -> None:
    """Search finds only what was published."""
    hidden = []
    for document in data(real_site)["docs"]:
        page = BeautifulSoup(real_site.files[PurePosixPath(document["u"])], "html.parser")
        for anchor, text in document["p"]:
            place = page.find(id=anchor) if anchor else page
            shown = re.sub(r"\s", "", place.parent.get_text() if anchor == "shuzi" else place.get_text())
            wanted = re.sub(r"\s", "", html.unescape(text))
            pieces = re.split("：", wanted) if anchor == "shuzi" else [wanted]
            hidden += [(document["u"], text) for piece in pieces if piece not in shown]

    assert hidden == []


def test_every_issue_is_indexed_once(real_site: BuiltSite) -> None:
    """All 59, in order, with their facets."""
    documents = data(real_site)["docs"]

    assert [document["n"] for document in documents] == list(range(1, 60))
    assert {document["s"] for document in documents} == {"done", "ongoing"}


def test_the_tables_hold_only_characters_of_the_site(real_site: BuiltSite) -> None:
    """A phone does not download a dictionary."""
    told = data(real_site)
    text = "".join(document["t"] + "".join(p[1] for p in document["p"]) for document in told["docs"])
    pinyin = {character for entry in told["pinyin"].split(";") for character in entry if ord(character) > 127}

    assert pinyin <= set(text)
    assert set(told["fold"][1::2]) <= set(text)
    assert len(real_site.files[PurePosixPath(PATH)]) < 400_000


def test_a_site_too_large_has_no_search(project, monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    """No box that leads nowhere: beyond the limit neither page, data nor box are there."""
    monkeypatch.setattr("rectify.site.derive.MOST_SEARCHED", 1)
    root = project({"content/2025-xuncha/002.yaml": ISSUE.replace("number: 1", "number: 2")})
    pipeline.build(root, tmp_path / "made")

    assert not (tmp_path / "made/search.html").exists()
    assert not (tmp_path / "made" / PATH).exists()
    assert 'role="search"' not in (tmp_path / "made/index.html").read_text("utf-8")
