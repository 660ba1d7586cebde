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
from support import ROOT, lay

JAR = "node_modules/vnu-jar/build/dist/vnu.jar"
# True properties that the checker does not know.
UNKNOWN_TO_THE_CHECKER = ("vector-effect",)


BROKEN = {
    "a.html": "<!doctype html><html lang=zh-CN><title>a</title><p id=b></p><p id=b></p>",
    "a.css": "p { colr: red }",
    "a.svg": "<svg xmlns='http://www.w3.org/2000/svg'><nothing/></svg>",
}


def checker() -> list[str]:
    """The command that runs the checker."""
    jar = Path(os.environ.get("RECTIFY_VNU") or ROOT / JAR)
    java = shutil.which("java")
    if java is None:
        missing("no Java on this computer (Debian: apt-get install default-jre-headless)")
    if not jar.is_file():
        missing(f"no checker at {jar} (npm install --no-save --ignore-scripts vnu-jar, or set RECTIFY_VNU)")
    return [java, "-jar", str(jar), "--errors-only", "--skip-non-html", "--also-check-css", "--also-check-svg"]


@pytest.fixture(scope="module")
def errors(real_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What the checker finds wrong with each site, with a proof sheet and with broken files, asked once: it starts slowly."""
    command = checker()
    folder = tmp_path_factory.mktemp("validity")
    pipeline.build(full_project(folder / "project"), folder / "full")
    source = NOTICES / "twice-with-site-around" / "source.txt"
    planned = plan(read_files([source], folder, "2024-a"), folder, given_id=True)
    lay(folder, {"proof/proof.html": as_html(planned), **{f"broken/{name}": text for name, text in BROKEN.items()}})
    folders = {"real": real_folder, **{name: folder / name for name in ("full", "proof", "broken")}}
    assert list((folder / "full").glob("*/banben/*.html")) != []
    done = subprocess.run(
        [*command, "--format", "json", *map(str, folders.values())],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )
    told: dict[str, list[str]] = {name: [] for name in folders}
    for one in json.loads(done.stderr)["messages"]:
        if not any(f"Property “{name}” doesn't exist" in one["message"] for name in UNKNOWN_TO_THE_CHECKER):
            name = next(name for name, place in folders.items() if f"{place}/" in one["url"])
            told[name].append(f"{one['url'].rpartition('/')[2]}:{one.get('lastLine', 0)}: {one['message']}")
    return told


@pytest.mark.parametrize("name", ["real", "full", "proof"])
def test_what_is_made_is_valid(errors: dict[str, list[str]], name: str) -> None:
    """No page, style sheet or picture has an error, on rare pages neither, nor the page by which people check an import."""
    assert errors[name] == []


def test_errors_are_found(errors: dict[str, list[str]]) -> None:
    """The test above would see one, in files of each kind."""
    assert {one.partition(":")[0] for one in errors["broken"]} == BROKEN.keys()
