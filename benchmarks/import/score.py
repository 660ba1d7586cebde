"""How much of a notice an import got right, measured against an answer written by hand.

An answer is a YAML file beside the notice: `issues`, each with title, category, problem, measures, progress, result,
status, due and lead; some also have goal, accountable and accepted. White space, count marks (一是, （1）, ①) and the places where a text is cut into items are form,
and not judged; nor whether the title's sentence stands in the problem too (关于……的问题 around it), what was done in
`progress` or `result`, or a sentence that says nothing but the status in either.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, Final

import yaml

from rectify.field.model import FINISHED
from rectify.ground.diagnostics import SourceError
from rectify.intake.intake import read_files
from rectify.intake.recognise.draft import Draft, DraftIssue

_MARKS: Final = re.compile(
    r"(?:[一二三四五六七八九十]{1,2}是|[（(][一二三四五六七八九十\d]{1,2}[)）]|[①-⑳]|(?<![\d.])\d{1,2}[.．、)）](?!\d))"
)
_NOISE: Final = re.compile(r"[\s。；;，,、：:.“”\"'‘’「」]")
_AROUND_TITLE: Final = re.compile(
    r"(?:^|\n)(?:关于|针对)|(?:的|等)*(?:具体)?问题(?:的整改)?(?:情况|落实情况)?[。：，]?(?=\n|$)"
)
_ONLY_STATUS: Final = re.compile(
    r"(?<![^。；;！\n])(?:目前|截至目前|该|此|本|项|问题|任务|事项|诉求|现|均|[，,])*"
    r"(?:已|正在|尚未|未|部分|基本|持续|按计划|长期)[已全部按期如完成整改办结推进到位销号解决落实坚持毕序时度行中理并长]*(?:[。；;]|\n|$)"
)
_ALIKE: Final = 0.5
_SHORTEST: Final = 4
_RIGHT: Final = 0.9
_GROUPS: Final = {
    "problem": ("title", "problem"),
    "measures": ("measures",),
    "progress": ("progress", "result"),
    "result": ("result", "progress"),
    "due": ("due",),
    "lead": ("lead", "responsible"),
    "goal": ("goal",),
    "accountable": ("accountable",),
    "accepted": ("accepted", "accepted.by", "accepted.date"),
}
"""Where the text of an answer's field may stand."""
_ALWAYS: Final = ("problem", "measures", "progress", "result", "due", "lead")
"""Fields that every answer gives; the others are judged where an answer names them."""


@dataclass(slots=True)
class Score:
    """Counts over one notice or several; characters for texts."""

    issues: int = 0
    found: int = 0
    invented: int = 0
    titles: int = 0
    categories: int = 0
    characters: int = 0
    in_field: int = 0
    statuses_right: int = 0
    statuses_empty: int = 0
    """Empty where the answer has one."""
    statuses_wrong: int = 0
    wrong_done: int = 0
    """已完成, or another finished status, that the answer does not have."""
    values: int = 0
    wrong: int = 0
    """Values (titles, texts, statuses, invented issues) that say something else than the answer."""
    wrong_undoubted: int = 0
    """Wrong values of issues that no doubt speaks of."""
    clean_but_wrong: int = 0
    """Notices with a wrong value and no doubt at all."""
    pairs: list[tuple[int, int]] = field(default_factory=list)
    """Answers and the issues found for them, by their places."""
    wrongly_done: list[tuple[int, str]] = field(default_factory=list)
    """Issues with a finished status that the answer does not have: number and title."""
    notes: list[str] = field(default_factory=list)

    def add(self, other: Score) -> None:
        """Take another notice's counts in."""
        for one in fields(self):
            setattr(self, one.name, getattr(self, one.name) + getattr(other, one.name))


def plain(text: str) -> str:
    """The text without what is only form."""
    return _NOISE.sub("", _MARKS.sub("", text)).replace("．", ".")


def draft_of(path: Path, root: Path) -> Draft | None:
    """The draft of the notice at *path* for the site *root*; None where it is refused."""
    try:
        return read_files([path], root, "2024-round").draft
    except SourceError:
        return None


def answer_of(path: Path) -> list[dict[str, Any]]:
    """The issues of the answer file at *path*."""
    return list(yaml.safe_load(path.read_text("utf-8"))["issues"])


def texts_of(issue: DraftIssue) -> dict[str, str]:
    """The texts of a draft's issue by field."""
    texts = {name: "\n".join(part.text for part in parts) for name, parts in issue.fields.items()}
    texts = {name: _without_form(name, text) for name, text in texts.items()}
    return {**texts, "title": issue.title}


def _without_form(name: str, text: str) -> str:
    if name == "problem":
        return _AROUND_TITLE.sub("", text)
    return _ONLY_STATUS.sub("", text) if name in ("progress", "result") else text


def score(draft: Draft | None, answers: Sequence[Mapping[str, Any]]) -> Score:
    """How the *draft* compares with the *answers*."""
    made = Score(issues=len(answers), statuses_empty=0)
    issues = draft.issues if draft else ()
    pairs = dict(_pairs([texts_of(one) for one in issues], answers))
    made.pairs = list(pairs.items())
    doubted = {doubt.issue for doubt in draft.doubts} if draft else set()
    made.found = len(pairs)
    made.invented = len(issues) - len(pairs)
    for place, answer in enumerate(answers):
        size = sum(len(text) for _, text in _answer_texts(answer))
        made.characters += size
        if place not in pairs:
            made.statuses_empty += bool(answer["status"])
            made.notes.append(f"missed: {answer['title']}")
            continue
        issue = issues[pairs[place]]
        wrong = list(_compare(made, issue, answer))
        made.wrong += len(wrong)
        made.notes += [f"{issue.number:03} {one}" for one in wrong]
        if issue.number not in doubted:
            made.wrong_undoubted += len(wrong)
    for place, issue in enumerate(issues):
        if place not in pairs.values():
            made.values += 1
            made.wrong += 1
            made.wrong_undoubted += issue.number not in doubted
            made.notes.append(f"invented: {issue.title}")
    made.clean_but_wrong += draft is not None and not draft.doubts and bool(made.wrong or made.found < made.issues)
    return made


def _compare(made: Score, issue: DraftIssue, answer: Mapping[str, Any]) -> Iterator[str]:
    """Add an issue to the score; give what is wrong in it."""
    texts = texts_of(issue)
    judged = {"title", *(other for name in _judged(answer) for other in _GROUPS[name])}
    made.values += sum(1 for name, text in texts.items() if text and name in judged)
    if plain(issue.title) == plain(answer["title"]):
        made.titles += 1
    else:
        yield f"title {issue.title!r} for {answer['title']!r}"
    made.categories += _category(issue.category) == _category(answer["category"])
    for name, text in _answer_texts(answer):
        own = plain("".join(texts.get(other, "") for other in _GROUPS[name]))
        made.in_field += _shared(text, own)
    for name in ("problem", "measures", "progress", "due", "lead", *(set(_judged(answer)) - {*_ALWAYS})):
        own = plain(texts.get(name, ""))
        wanted = "".join(text for other, text in _answer_texts(answer) if name in _GROUPS[other] or other == name)
        if own and _shared(own, wanted) < _RIGHT * len(own):
            yield f"{name} {texts[name][:60]!r}"
    yield from _status(made, issue, answer)


def _status(made: Score, issue: DraftIssue, answer: Mapping[str, Any]) -> Iterator[str]:
    own, wanted = issue.status.value if issue.status else "", answer["status"] or ""
    made.values += bool(own)
    if own == wanted:
        made.statuses_right += 1
    elif not own:
        made.statuses_empty += 1
    else:
        made.statuses_wrong += 1
        if issue.status in FINISHED:
            made.wrong_done += 1
            made.wrongly_done.append((issue.number, issue.title))
        yield f"status {own} for {wanted or 'none'}"


def _category(title: str | None) -> str:
    return plain(title or "").removeprefix("关于").removesuffix("方面")


def _judged(answer: Mapping[str, Any]) -> tuple[str, ...]:
    """The fields that an answer speaks of."""
    return (*_ALWAYS, *(name for name in _GROUPS if name in answer and name not in _ALWAYS))


def _answer_texts(answer: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield "problem", plain(_without_form("problem", f"{answer['title']}\n{answer.get('problem') or ''}"))
    for name in _judged(answer)[1:]:
        value = answer.get(name) or ""
        yield name, plain(_without_form(name, value if isinstance(value, str) else "\n".join(map(str, value))))


def _shared(text: str, own: str) -> int:
    """How many characters of *text* stand in *own*, in runs that are no chance."""
    if not text or not own:
        return 0
    least = min(_SHORTEST, len(text))
    blocks = SequenceMatcher(None, text, own, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks if block.size >= least)


def _pairs(own: Sequence[Mapping[str, str]], answers: Sequence[Mapping[str, Any]]) -> Iterator[tuple[int, int]]:
    """Answers and issues that are the same, each taken once: the most alike first."""
    heads = [plain(one["title"] + one.get("problem", ""))[:120] for one in own]
    wanted = [plain(one["title"] + (one.get("problem") or ""))[:120] for one in answers]
    found = sorted(
        ((_likeness(a, b), -abs(i - j), i, j) for i, a in enumerate(wanted) for j, b in enumerate(heads)), reverse=True
    )
    taken: tuple[set[int], set[int]] = set(), set()
    for likeness, _, i, j in found:
        if likeness >= _ALIKE and i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            yield i, j


def _likeness(a: str, b: str) -> float:
    shorter, longer = sorted((a, b), key=len)
    return _shared(shorter, longer) / len(shorter) if shorter else 0


def table(scores: Iterable[tuple[str, Score]]) -> Iterator[str]:
    """The scores as lines of a Markdown table."""
    yield "| notice | issues | invented | titles | text | status right / empty / wrong | wrong 已完成 | wrong, undoubted |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- |"
    for name, one in scores:
        share = one.in_field / one.characters if one.characters else 1
        yield (
            f"| {name} | {one.found} of {one.issues} | {one.invented} | {one.titles} | {share:.0%} "
            f"| {one.statuses_right} / {one.statuses_empty} / {one.statuses_wrong} | {one.wrong_done} "
            f"| {one.wrong_undoubted} of {one.wrong} wrong, {one.values} values |"
        )
