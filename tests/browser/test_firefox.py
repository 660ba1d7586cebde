"""Another engine: every kind of page, search, reading tools, keyboard and paper in Firefox, over WebDriver BiDi."""

from __future__ import annotations

import base64
import io
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from browser.conftest import BASE_PATH
from browser.kinds import KINDS
from outside import ending_with_us, node, npm, serving

SCRIPT = Path(__file__).with_name("firefox.mjs")
MOST_SECONDS = 240


@pytest.fixture(scope="module")
def seen(real_folder: Path, full_folder: Path, bureau_folder: Path) -> Any:
    """What Firefox showed, asked once for all tests; with RECTIFY_PICTURES pictures of first screens are left in that folder."""
    program = shutil.which("firefox-esr") or shutil.which("firefox")
    if program is None:
        pytest.skip("no Firefox on this computer (Debian: apt-get install firefox-esr); CI has none, for its time")
    modules = npm("puppeteer-core", "package.json").parents[1]
    with (
        serving(real_folder, BASE_PATH) as real,
        serving(full_folder, "/") as full,
        serving(bureau_folder, "/xczg/") as bureau,
    ):
        at = {"real": real, "full": full, "bureau": bureau}
        asked = {
            "program": program,
            "pages": {name: at[kind.site] + kind.path for name, kind in KINDS.items()},
            "home": f"{real}index.html",
            "paper": real + KINDS["issue"].path,
            "folder": os.environ.get("RECTIFY_PICTURES", ""),
        }
        command = ending_with_us([node(), SCRIPT, modules, json.dumps(asked)])
        done = subprocess.run(command, capture_output=True, text=True, timeout=MOST_SECONDS, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def test_every_kind_of_page_is_shown(seen: Any) -> None:
    """Each has its heading, no script fails, and nothing has to be scrolled sideways, on a screen or a phone."""
    faults = {name: [*one["complaints"], *one["sideways"]] for name, one in seen["pages"].items() if name != "missing"}

    assert seen["pages"].keys() == KINDS.keys()
    assert all(one["heading"] for one in seen["pages"].values())
    assert {name: said for name, said in faults.items() if said} == {}


def test_the_keyboard_goes_past_the_head(seen: Any) -> None:
    """The first stop is the way to the text, and the next one is in it."""
    assert seen["firstStop"] == "跳到正文"
    assert seen["afterSkip"]


def test_search_suggests_and_finds(seen: Any) -> None:
    """A suggestion is chosen with an arrow key and opened; a question has answers."""
    assert seen["option"] != ""
    assert "/2024-xuncha/" in seen["chosen"]
    assert seen["results"] > 0


def test_large_letters_stay_on_the_next_page(seen: Any) -> None:
    """The reading tools work and are remembered."""
    assert seen["size"] == "huge"


def test_an_issue_is_printed(seen: Any) -> None:
    """Its address stands on the first of at most three sheets; Firefox names not every Chinese letter in the file."""
    sheets = PdfReader(io.BytesIO(base64.b64decode(seen["pdf"]))).pages

    assert 1 <= len(sheets) <= 3
    assert KINDS["issue"].path in "".join(sheets[0].extract_text().split())
