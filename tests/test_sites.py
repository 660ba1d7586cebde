"""Whole sites: from a folder of YAML to the exact bytes of every file."""

from __future__ import annotations

import shutil
import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from golden import Golden
from rectify import pipeline
from support import ISSUE, MINIMAL, ROOT, lay, tree

SITES = ROOT / "tests" / "sites"


@pytest.mark.parametrize("name", ["minimal", "full", "bureau", "life"])
def test_a_site_is_built_to_the_byte(
    name: str, tmp_path: Path, golden: Golden, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The site in tests/sites/<name> gives exactly its expected tree; styles and scripts are left out, which change often.

    So are smaller sizes of photographs, which differ between versions of Pillow.
    """
    root = tmp_path / "project"
    shutil.copytree(ROOT / "templates", root / "templates")
    if name == "minimal":
        lay(root, MINIMAL)
    else:
        shutil.copytree(SITES / name / "project", root, dirs_exist_ok=True)
    lay(root, {"static/css/base.css": "p { margin: 0; }\n", "static/images/icon.svg": "<svg/>\n"})
    monkeypatch.setattr("rectify.pipeline.look_of", lambda root: (root,))
    monkeypatch.setattr("rectify.ground.small_images.is_possible", bool)
    pipeline.build(root, tmp_path / "made")

    golden.folder(SITES / name / "expected", tmp_path / "made")


FACTS = {"wenjian.html", "shijian.html", "shuju.html", "shuju.csv"}


@pytest.mark.parametrize(("most", "shown"), [(2, set()), (3, FACTS)])
def test_a_round_too_large_to_be_read_for_facts_is_built(
    project: Callable[..., Path], most: int, shown: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without its pages of documents, dates and figures, without links to them, and its page says so."""
    monkeypatch.setattr("rectify.making.facts.MAX_ISSUES", most)
    text = ISSUE.replace("建立制度。", "建立制度3项。")
    issues = {n: text.replace("number: 1\n", f"number: {n}\n") for n in range(1, 4)}
    root = project({f"content/2025-xuncha/{n:03}.yaml": text for n, text in issues.items()})
    pipeline.build(root, root / "output")
    folder = root / "output/2025-xuncha"

    assert (folder / "003.html").exists()
    assert FACTS & {path.name for path in folder.iterdir()} == shown
    index = (folder / "index.html").read_text("utf-8")
    assert {name for name in FACTS if name in index} <= shown
    assert ("没有另做文件、时间线和数字的总表" in index) is not bool(shown)


def test_no_file_of_a_site_tells_where_a_photograph_was_taken() -> None:
    """The bureau's photographs say it in every way that their formats have; its site has not one byte of it."""
    photos = [path for path in (SITES / "bureau/project").rglob("*") if path.suffix in (".jpg", ".png", ".webp")]
    place = struct.pack("<6I", 39, 1, 54, 1, 378, 25), struct.pack(">6I", 39, 1, 54, 1, 378, 25)
    planted = (b"39.9042N", b"PLANTED-PHONE", *place)
    made = tree(SITES / "bureau/expected")

    assert len(photos) == 5
    assert all(sum(mark in path.read_bytes() for mark in planted) >= 3 for path in photos)
    assert sum(path.suffix in (".jpg", ".png", ".webp") for path in made) == 5
    assert [path for path, data in made.items() if any(mark in data for mark in planted)] == []
