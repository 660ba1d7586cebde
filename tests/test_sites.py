"""Whole sites: from a folder of YAML to the exact bytes of every file."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from golden import Golden
from rectify import pipeline
from support import ISSUE, MINIMAL, ROOT, lay

SITES = ROOT / "tests" / "sites"


@pytest.mark.parametrize("name", ["minimal", "full", "bureau", "life"])
def test_a_site_is_built_to_the_byte(
    name: str, tmp_path: Path, golden: Golden, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The site in tests/sites/<name> gives exactly its expected tree; styles and scripts are left out, which change often."""
    root = tmp_path / "project"
    shutil.copytree(ROOT / "templates", root / "templates")
    if name == "minimal":
        lay(root, MINIMAL)
    else:
        shutil.copytree(SITES / name / "project", root, dirs_exist_ok=True)
    lay(root, {"static/css/base.css": "p { margin: 0; }\n", "static/images/icon.svg": "<svg/>\n"})
    monkeypatch.setattr("rectify.pipeline.look_of", lambda root: (root,))
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
