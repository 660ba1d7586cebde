"""The Nu HTML checker, the one behind validator.w3.org, over the whole site."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from browser.kinds import full_project
from imported import NOTICES
from outside import missing
from rectify import pipeline
from rectify.intake.intake import plan, read_files
from rectify.intake.proof.report import as_html
from support import ROOT

JAR = "node_modules/vnu-jar/build/dist/vnu.jar"
# True properties that the checker does not know.
UNKNOWN_TO_THE_CHECKER = ("vector-effect",)


@pytest.fixture(scope="module")
def checker() -> list[str]:
    """The command that runs the checker."""
    jar = Path(os.environ.get("RECTIFY_VNU") or ROOT / JAR)
    java = shutil.which("java")
    if java is None:
        missing("no Java on this computer (Debian: apt-get install default-jre-headless)")
    if not jar.is_file():
        missing(f"no checker at {jar} (npm install --no-save --ignore-scripts vnu-jar, or set RECTIFY_VNU)")
    return [java, "-jar", str(jar)]


def errors(checker: list[str], kind: str, folder: Path) -> list[str]:
    """What the checker finds wrong with the files of one *kind* below *folder*."""
    command = [*checker, "--errors-only", f"--skip-non-{kind}", "--format", "json", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, timeout=300)
    said = json.loads(done.stderr)["messages"]
    return [
        f"{one.get('url', '').rpartition('/')[2]}:{one.get('lastLine', 0)}: {one['message']}"
        for one in said
        if not any(f"Property “{name}” doesn't exist" in one["message"] for name in UNKNOWN_TO_THE_CHECKER)
    ]


@pytest.mark.parametrize("kind", ["html", "css", "svg"])
def test_the_site_is_valid(checker: list[str], kind: str, real_folder: Path) -> None:
    """No page, style sheet or picture has an error."""
    assert errors(checker, kind, real_folder) == []


def test_rare_pages_are_valid(checker: list[str], tmp_path: Path) -> None:
    """Nor has any page of a site with older texts, differences, withdrawn issues and every field filled."""
    pipeline.build(full_project(tmp_path / "project"), tmp_path / "site")

    assert list((tmp_path / "site").glob("*/banben/*.html")) != []
    assert errors(checker, "html", tmp_path / "site") == []


def test_a_proof_sheet_is_valid(checker: list[str], tmp_path: Path) -> None:
    """Nor has the page by which people check an import, with its style."""
    source = NOTICES / "twice-with-site-around" / "source.txt"
    planned = plan(read_files([source], tmp_path, "2024-a"), tmp_path, given_id=True)
    (tmp_path / "proof.html").write_text(as_html(planned), "utf-8")

    assert errors(checker, "html", tmp_path) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.html", "<!doctype html><html lang=zh-CN><title>a</title><p id=b></p><p id=b></p>"),
        ("a.css", "p { colr: red }"),
        ("a.svg", "<svg xmlns='http://www.w3.org/2000/svg'><nothing/></svg>"),
    ],
)
def test_errors_are_found(checker: list[str], name: str, content: str, tmp_path: Path) -> None:
    """The test above would see one."""
    (tmp_path / name).write_text(content, encoding="utf-8")

    assert errors(checker, name.rpartition(".")[2], tmp_path) != []
