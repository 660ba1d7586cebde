"""Whole sites: from a folder of YAML to the exact bytes of every file."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from rectify import pipeline
from support import MINIMAL, ROOT, lay, tree

SITES = ROOT / "tests" / "sites"


@pytest.mark.parametrize("name", ["minimal", "full"])
def test_a_site_is_built_to_the_byte(name: str, tmp_path: Path, update_golden: bool) -> None:  # noqa: FBT001
    """The site in tests/sites/<name> gives exactly its expected tree."""
    root, expected = tmp_path / "project", SITES / name / "expected"
    if name == "minimal":
        lay(root, MINIMAL)
    else:
        shutil.copytree(SITES / name / "project", root)
    shutil.copytree(ROOT / "templates", root / "templates")
    lay(root, {"static/css/base.css": "p { margin: 0; }\n", "static/images/icon.svg": "<svg/>\n"})
    pipeline.build(root, tmp_path / "made")
    if update_golden:
        shutil.rmtree(expected, ignore_errors=True)
        shutil.copytree(tmp_path / "made", expected)

    made, wanted = tree(tmp_path / "made"), tree(expected)
    assert sorted(wanted) == sorted(made)
    assert [str(path) for path in wanted if wanted[path] != made[path]] == []
