"""Lighthouse, as a telephone: everything that is not time scores 100. Time is in benchmarks/lighthouse."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from browser.conftest import chromium
from browser.kinds import KINDS
from outside import node, npm, serving

SCRIPT = Path(__file__).with_name("lighthouse.mjs")
pytestmark = pytest.mark.timeout(1500)  # the first test waits for all pages
CATEGORIES = ("accessibility", "best-practices", "seo")
# One page of each template is enough here, and a missing page is no page.
NAMES = [
    name
    for place, (name, kind) in enumerate(KINDS.items())
    if kind.status == 200 and kind.template not in [one.template for one in list(KINDS.values())[:place]]
]
# Older texts and what is withdrawn are kept out of search engines on purpose.
HIDDEN = ("version", "difference", "withdrawn")


def ask(urls: list[str], categories: tuple[str, ...], flags: tuple[str, ...] = ()) -> dict[str, Any]:
    """Scores and failed audits of each address."""
    modules = npm("lighthouse", "package.json").parents[1]
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    asked = {"urls": urls, "categories": categories, "flags": [*flags, *(["--no-sandbox"] if is_root else [])]}
    done = subprocess.run(
        [node(), str(SCRIPT), str(modules), json.dumps(asked)],
        capture_output=True,
        check=False,
        text=True,
        encoding="utf-8",
        env={**os.environ, "CHROME_PATH": chromium()},
        timeout=900,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def said(real_folder: Path, full_folder: Path, bureau_folder: Path) -> Iterator[dict[str, Any]]:
    """What Lighthouse says, by kind."""
    with (
        serving(real_folder, "/xczg/") as real,
        serving(full_folder, "/") as full,
        serving(bureau_folder, "/xczg/") as bureau,
    ):
        sites = {"real": real, "full": full, "bureau": bureau}
        addresses = {name: sites[KINDS[name].site] + KINDS[name].path for name in NAMES}
        scores = ask(list(addresses.values()), CATEGORIES)
        yield {name: scores[address] for name, address in addresses.items()}


@pytest.mark.parametrize("category", CATEGORIES)
@pytest.mark.parametrize("name", NAMES)
def test_the_score_is_full(said: dict[str, Any], name: str, category: str) -> None:
    """Nothing is found wrong."""
    failed = said[name][category]["failed"]
    allowed = {"is-crawlable"} if name in HIDDEN else set()

    assert [one for one in failed if one.partition(":")[0] not in allowed] == []
    assert said[name][category]["score"] == 100 or allowed
