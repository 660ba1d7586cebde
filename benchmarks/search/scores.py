"""How good answers are: what each kind of question found, and every miss with its reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import truth
from queries import EXACT, PAIRS, SOUNDS, VARIANTS, Query
from truth import Corpus

from browser import Answer, Result

_COUNTED: Final[Mapping[str, frozenset[str]]] = {
    **dict.fromkeys((*EXACT, *VARIANTS), frozenset({"exact"})),
    **dict.fromkeys((*PAIRS, "absent"), frozenset({"exact", "words"})),
    **dict.fromkeys(SOUNDS, frozenset({"exact", "words", "pinyin"})),
    "natural": frozenset({"exact", "words", "pinyin", "partial", "other"}),
}
"""Which tiers a kind of question may rely on: an exact hit among the partial ones is a miss."""
_TIERS: Final = {"完全": "exact", "部分": "partial", "拼音": "pinyin", "词": "words"}
_PART: Final = re.compile(r"(完全|部分|拼音|各个词)[^：，、]*")
_NUMBER: Final = re.compile(r"(最多有?)?\s*([\d,]+)\s*个")


@dataclass
class Share:
    """So many of so many."""

    part: float = 0
    whole: int = 0

    def add(self, part: float, whole: int = 1) -> None:
        """Count further ones."""
        self.part += part
        self.whole += whole

    @property
    def percent(self) -> float | None:
        """None of nothing."""
        return 100 * self.part / self.whole if self.whole else None


@dataclass
class Score:
    """All questions of one kind, or of several."""

    asked: int = 0
    recall: Share = field(default_factory=Share)
    each: Share = field(default_factory=Share)
    """The same with every question counting alike, however many pages answer it."""
    precision: Share = field(default_factory=Share)
    first: Share = field(default_factory=Share)
    three: Share = field(default_factory=Share)
    """One of the first three is right."""
    source: Share = field(default_factory=Share)
    """The very page that the question was drawn from is among the first three."""
    counted: Share = field(default_factory=Share)
    """The stated count is the truth, or is said to be the most that there may be."""
    at_most: Share = field(default_factory=Share)
    marked: Share = field(default_factory=Share)
    silent: Share = field(default_factory=Share)
    """Nothing found where nothing is."""


@dataclass(frozen=True)
class Miss:
    """A question that was not answered as it should be, and why."""

    kind: str
    query: str
    why: tuple[str, ...]
    needed: tuple[str, ...]
    got: tuple[str, ...]
    said: str


def judge(
    corpus: Corpus, queries: list[Query], answers: list[Answer], *, tiered: bool
) -> tuple[dict[str, Score], list[Miss]]:
    """The scores by kind, and the misses. Without tiers all results count."""
    scores: dict[str, Score] = {}
    misses = []
    places = {path: number for number, path in enumerate(corpus.paths)}
    for query, answer in zip(queries, answers, strict=True):
        score = scores.setdefault(query.kind, Score())
        why = _one(score, query, answer, places, tiered=tiered)
        if why:
            needed = tuple(corpus.paths[n] for n in sorted(query.needed)[:8])
            got = tuple(f"{tier_of(r.tier)} {r.path}" for r in answer.results[:8])
            misses.append(Miss(query.kind, query.text, tuple(why), needed, got, answer.said))
    return scores, misses


def together(scores: Mapping[str, Score], kinds: Iterable[str]) -> Score:
    """One score of several kinds."""
    made = Score()
    for kind in kinds:
        score = scores.get(kind, Score())
        made.asked += score.asked
        for name, share in vars(score).items():
            if isinstance(share, Share):
                getattr(made, name).add(share.part, share.whole)
    return made


def _one(score: Score, query: Query, answer: Answer, places: Mapping[str, int], *, tiered: bool) -> list[str]:
    """Count one answer in; what is wrong with it."""
    score.asked += 1
    why = ["no answer in time"] if answer.failed else []
    results = [r for r in answer.results if not tiered or tier_of(r.tier) in _COUNTED[query.kind]]
    pages = [places.get(r.path, -1) for r in results]
    if query.kind == "absent":
        score.silent.add(not pages)
        return [*why, f"{len(pages)} found"] if pages else why
    if query.kind != "natural":
        why += _found(score, query, answer, pages, tiered=tiered)
    all_pages = [places.get(r.path, -1) for r in answer.results[:3]]
    score.first.add(bool(set(all_pages[:1]) & query.allowed))
    score.three.add(bool(set(all_pages) & query.allowed))
    score.source.add(bool(set(all_pages) & query.source))
    if not set(all_pages[:1]) & query.allowed:
        why.append("first is wrong" if set(all_pages) & query.allowed else "first three are wrong")
    if tiered and query.kind in (*EXACT, *VARIANTS):
        why += _stated(score, query, answer) + _marks(score, query, results)
    return why


def _found(score: Score, query: Query, answer: Answer, pages: list[int], *, tiered: bool) -> list[str]:
    """Recall and precision. Of results that are stated but not shown, as many are taken for right as of the shown."""
    hits, needed = len(set(pages) & query.needed), len(query.needed)
    wrong = sum(page not in query.allowed for page in pages)
    if answer.rest and tiered and pages:
        told = [count for tier, count in stated(answer.said).items() if tier in _COUNTED[query.kind]]
        count = sum(number for number, _ in told)
        if any(is_most for _, is_most in told) and count >= needed:
            needed = hits  # the rest cannot be told
        hits = min(needed, hits + round(max(0, count - len(pages)) * (1 - wrong / len(pages))))
    score.recall.add(hits, needed)
    score.each.add(hits / max(1, needed))
    score.precision.add(len(pages) - wrong, len(pages))
    why = [f"{needed - hits} of {needed} not found"] if hits < needed else []
    return [*why, f"{wrong} of {len(pages)} wrong"] if wrong else why


def _stated(score: Score, query: Query, answer: Answer) -> list[str]:
    count, is_most = stated(answer.said).get("exact", (0, False))
    right = len(query.needed) <= count and (is_most or count <= len(query.allowed))
    score.counted.add(right)
    score.at_most.add(is_most)
    return [] if right else [f"states {count}, not {len(query.needed)}"]


def _marks(score: Score, query: Query, results: list[Result]) -> list[str]:
    sought = truth.fold(truth.normal(query.text))
    unmarked = [r.path for r in results if not any(sought in truth.fold(truth.normal(mark)) for mark in r.marks)]
    score.marked.add(len(results) - len(unmarked), len(results))
    return [f"{len(unmarked)} of {len(results)} not marked"] if unmarked else []


def tier_of(heading: str) -> str:
    """The tier that a heading stands for."""
    return next((tier for word, tier in _TIERS.items() if word in heading), "other")


def stated(said: str) -> dict[str, tuple[int, bool]]:
    """What the status line says by tier: how many, and whether there may be fewer."""
    head, *parts = re.split("[：，]", said)
    whole = _count(head)
    if whole is None:
        return {}
    named = [part for part in parts if _PART.fullmatch(part)]
    return {tier_of(part): _count(part) or whole for part in named} or {"exact": whole}


def _count(said: str) -> tuple[int, bool] | None:
    match = _NUMBER.search(said)
    return (int(match[2].replace(",", "")), bool(match[1])) if match else None


def as_json(score: Score) -> dict[str, Any]:
    """All shares in percent."""
    shares = {name: share.percent for name, share in vars(score).items() if isinstance(share, Share)}
    return {"asked": score.asked, **shares}
