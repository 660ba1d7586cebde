"""All facts that the site of this repository lists, as a second reader judged them one by one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from rectify.site.department_facts import departments_mentioned
from rectify.site.document_facts import documents_together
from rectify.site.model import Site
from support import BuiltSite

ROOT = Path(__file__).resolve().parents[1]
GOLDEN = ROOT / "tests/found/facts.txt"
"""A line for each fact: the reader's mark (`=` right and useful, `~` right, `x` wrong), the kind, the fact."""

KINDS = {"F": "figures", "D": "documents", "T": "dates", "R": "related", "P": "departments"}


def facts_listed(site: Site) -> Iterator[str]:
    """Every fact on the pages of the newest round, issue by issue."""
    round_ = site.rounds[0]
    for entry, facts in zip(round_.issues, round_.facts, strict=True):
        yield f"## {entry.summary.number} {entry.summary.title}"
        yield from (f"F {one.shown}{one.unit} | {one.label} | {one.kind}" for one in facts.figures)
        yield from (f"D {one.role} | {one.name}" for one in documents_together([facts.documents]))
        yield from (f"T {one.when}{'（计划）' if one.is_due else ''} | {one.text}" for one in facts.dates)
        mentioned = departments_mentioned(site.config.departments, facts.departments)
        yield from (f"P {one.name}" for one in mentioned)
        yield from (f"R {one.number} | {one.reason}" for one in round_.related.get(entry.summary.number, ()))


def _marked() -> list[str]:
    return GOLDEN.read_text(encoding="utf-8").splitlines()


def test_every_fact_is_one_that_was_read(real_site: BuiltSite) -> None:
    """A fact that changes has to be read again: the file names each that the pages list, in their order."""
    read = [line if line.startswith("##") else line[2:] for line in _marked()]

    assert read == [line.rstrip() for line in facts_listed(real_site.site)]


def test_the_document_states_how_many_are_right_and_useful() -> None:
    """docs/dev/found.md has the row `| kind | listed | right | useful |` for each kind, as the reader marked the facts."""
    marks: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS.values()}
    for line in _marked():
        if not line.startswith("##"):
            marks[KINDS[line[2]]][line[0]] += 1
    rows = {
        kind: f"{several.total()} | {1 - several['x'] / several.total():.1%} | {several['='] / several.total():.1%}"
        for kind, several in marks.items()
    }
    text = (ROOT / "docs/dev/found.md").read_text(encoding="utf-8")
    stated = {kind: re.search(rf"^\| own, {kind} \| (.*) \|$", text, re.MULTILINE) for kind in rows}

    assert rows == {kind: match[1] if match else "" for kind, match in stated.items()}
