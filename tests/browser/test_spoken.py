"""What a blind reader hears of three pages, held as text: a change of it is read before it is taken over (4.1.2, A-01)."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from browser.kinds import Kind
from browser.spoken import transcript
from golden import Golden

EXPECTED = Path(__file__).with_name("spoken")
PAGES = {
    "home": Kind("home", "index.html", "full"),
    "issue": Kind("issue", "2025-xuncha/001.html", "full"),
    "found": Kind("search", f"search.html?q={quote('制度')}", "full"),
}


@pytest.mark.parametrize("name", PAGES)
def test_what_is_said_is_what_was_read(sight: Any, name: str, golden: Golden) -> None:
    """Roles, names, levels, numbers of items and states, in the order in which they are heard."""
    page = sight.open(PAGES[name]).page
    page.clock.set_fixed_time("2026-02-03T10:00:00+08:00")  # the day of a citation
    sight.open(PAGES[name])
    if name == "found":
        page.wait_for_selector("[data-search-results][data-query='制度']", state="attached")

    golden.file(EXPECTED / f"{name}.txt", transcript(page))
