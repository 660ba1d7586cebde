"""What is found in the 59 real issues, against what a careful reader lists in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from rectify.extract.dates import FoundDate, dates_in
from rectify.extract.documents import documents_in
from rectify.extract.figures import FoundFigure, figures_in
from rectify.ground.richtext import plain

ROOT = Path(__file__).resolve().parents[1]
NUMBERS = ROOT / "docs/dev/found.md"


class Fact(NamedTuple):
    """One fact, reduced to what is compared; *hint* is the words around it, for labels and events."""

    issue: int
    value: str
    told: str
    hint: str


class Score(NamedTuple):
    """How many of the found and of the expected facts are right."""

    right: int
    found: int
    expected: int
    told: int

    @property
    def precision(self) -> float:
        """The part of what was found that is right."""
        return self.right / self.found

    @property
    def recall(self) -> float:
        """The part of what is there that was found."""
        return self.right / self.expected

    @property
    def words(self) -> float:
        """The part of the right ones whose role, event or label is right too."""
        return self.told / self.right


def _texts(number: int) -> Iterator[tuple[str, int]]:
    """The visible texts of an issue, each with the year that its record knows, 0 for none."""
    record = yaml.safe_load((ROOT / f"content/2024-xuncha/{number:03}.yaml").read_text(encoding="utf-8"))
    yield plain(record["problem"]), 0
    for measure in record.get("measures", []):
        yield plain(measure if isinstance(measure, str) else measure["text"]), 0
    for step in record.get("progress", []):
        yield plain(step["text"]), int(str(step.get("date", 0))[:4])


def _expected(kind: str) -> list[Fact]:
    gold = yaml.safe_load((ROOT / "tests/found/expected.yaml").read_text(encoding="utf-8"))
    facts = []
    for issue, kinds in gold.items():
        for line in kinds.get(kind, []):
            parts = [part.strip() for part in line.split("|")]
            if kind == "documents":
                facts.append(Fact(issue, "｜".join((parts[1], parts[2] if len(parts) > 2 else "")), parts[0], ""))
            elif kind == "dates":
                facts.append(Fact(issue, f"{parts[0]} {parts[1]}", parts[2], ""))
            else:
                facts.append(Fact(issue, parts[0], parts[1], ""))
    return facts


def _date_value(date: FoundDate) -> str:
    last = f"..{date.last.iso}" if date.last else ""
    part = f"+{date.part}" if date.part else ""
    return f"{date.first.iso if date.first else ''}{last}{part} {date.kind.name.lower()}"


def _figure_value(figure: FoundFigure) -> str:
    upper = f"..{figure.upper.normalize():f}" if figure.upper is not None else ""
    return f"{figure.value.normalize():f}{upper} {figure.unit}"


def _found(kind: str) -> list[Fact]:
    return [fact for issue in range(1, 60) for text, year in _texts(issue) for fact in _facts(kind, issue, text, year)]


def _facts(kind: str, issue: int, text: str, year: int) -> Iterator[Fact]:
    if kind == "documents":
        for document in documents_in(text):
            role = document.role.name.lower() if document.role else "none"
            yield Fact(issue, f"{document.title}｜{document.normal_number}", role, role)
    elif kind == "dates":
        for date in dates_in(text, year=year):
            if date.first is not None:
                yield Fact(issue, _date_value(date), "", date.event.excerpt(text))
    else:
        for figure in figures_in(text):
            yield Fact(issue, _figure_value(figure), "", figure.label.excerpt(text) if figure.label else "")


@cache
def _score(kind: str) -> tuple[Score, tuple[str, ...]]:
    """The score of a kind, and what is missing, too much or told wrongly, to be read when a test fails."""
    waiting: dict[tuple[int, str], list[Fact]] = {}
    for fact in _expected(kind):
        waiting.setdefault((fact.issue, fact.value), []).append(fact)
    found = _found(kind)
    right = told = 0
    wrong = []
    for fact in found:
        candidates = waiting.get((fact.issue, fact.value), [])
        if not candidates:
            wrong.append(f"too much: {fact}")
            continue
        right += 1
        best = next((c for c in candidates if _agrees(kind, c.told, fact.hint)), candidates[0])
        candidates.remove(best)
        if _agrees(kind, best.told, fact.hint):
            told += 1
        else:
            wrong.append(f"told wrongly: {fact}, expected {best.told}")
    wrong += [f"missing: {fact}" for facts in waiting.values() for fact in facts]
    return Score(right, len(found), len(_expected(kind)), told), tuple(wrong)


def _agrees(kind: str, told: str, hint: str) -> bool:
    return told == hint if kind == "documents" else told in hint


def _stated(kind: str) -> tuple[float, float, float]:
    """The numbers of docs/dev/found.md: the row `| kind | in the texts | found | precision | recall | words |`."""
    row = re.search(rf"^\| {kind} \|(.*)\|$", NUMBERS.read_text(encoding="utf-8"), re.MULTILINE)
    if row is None:
        return (0, 0, 0)
    cells = [cell.strip() for cell in row[1].split("|")]
    return (float(cells[2]), float(cells[3]), float(cells[4]))


@pytest.mark.parametrize(("kind", "least"), [("documents", 0.97), ("dates", 0.97), ("figures", 0.95)])
def test_what_is_found_is_right(kind: str, least: float) -> None:
    """Nearly everything that is found is what a reader lists too."""
    score, wrong = _score(kind)

    assert score.precision >= least, "\n".join(wrong)


@pytest.mark.parametrize("kind", ["documents", "dates", "figures"])
def test_the_document_states_the_measured_numbers(kind: str) -> None:
    """docs/dev/found.md gives precision, recall and how many are told rightly, as they are now."""
    score, wrong = _score(kind)
    measured = (round(score.precision, 3), round(score.recall, 3), round(score.words, 3))

    assert measured == _stated(kind), "\n".join(wrong)


def test_every_issue_of_the_gold_exists() -> None:
    """The gold speaks only of issues that are there."""
    gold = yaml.safe_load((ROOT / "tests/found/expected.yaml").read_text(encoding="utf-8"))
    files = {int(path.stem) for path in (ROOT / "content/2024-xuncha").glob("[0-9]*.yaml")}

    assert set() == set(gold) - files
