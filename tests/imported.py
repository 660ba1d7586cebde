"""The invented notices in tests/notices, and texts as sources."""

from __future__ import annotations

from functools import cache

from rectify.intake.readers.lines import SourceLine, SourceText
from rectify.intake.readers.source import read_source
from support import ROOT

NOTICES = ROOT / "tests" / "notices"


@cache
def notice_cases() -> dict[str, SourceText]:
    """The invented notices by name, as their readers give them."""
    return {path.parent.name: read_source(path) for path in NOTICES.glob("*/source.*")}


def source_of(text: str, name: str = "notice.txt") -> SourceText:
    """A plain text as a source."""
    lines = enumerate(text.split("\n"), start=1)
    return SourceText(name, tuple(SourceLine(number=n, text=line) for n, line in lines if line.strip()))
