"""An import beside the files that its round already has: which file each issue is, and under which number."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Final, NamedTuple

from rectify.intake.recognise.draft import Doubt, Draft, DraftIssue, passages
from rectify.intake.recognise.slugs import category_ids
from rectify.intake.update.differences import TEXTS, File, Remembered, digests, file_of, memory_of_files, with_number
from rectify.intake.update.matching import IssueText, Numbers, Pair, match_issues, numbers
from rectify.intake.yaml_writing import file_name, issue_yaml, texts_of
from rectify.source.sources import ROUND_FILE

_ISSUE_FILE: Final = re.compile(r"([0-9]{3,6})\.yaml\Z")
_MARKS_OF_PUBLICATION: Final = ("revisions", "supplements", "updates", "withdrawn")
_KINDS: Final = (TEXTS, ("title", "problem"), ("problem",))
"""What must be the same of two issues for them to be one, the surest first."""


class Assignment(NamedTuple):
    """An import and the existing files under the names that they get."""

    draft: Draft
    texts: Mapping[str, str]
    files: Mapping[str, File]
    memory: Remembered
    """What the import before wrote, by the files' new names."""
    moved: Mapping[str, str]
    """The new names of files by their old ones, where they differ."""
    gone: tuple[str, ...]
    """Files of an earlier import whose issue is not in the source any more."""


def number_of(name: str) -> int:
    """The number of the issue whose file has this name; 0 if it is no issue's."""
    match = _ISSUE_FILE.match(name)
    return int(match[1]) if match and file_name(int(match[1])) == name else 0


def assign(
    draft: Draft, texts: Mapping[str, str], files: Mapping[str, File], known: Remembered, public: Collection[int]
) -> Assignment:
    """The import *draft*, its *texts* by file, beside the *files* of its round.

    *known* is what the import before wrote, *public* are the numbers that are public or tied to other files.
    SourceError if a text cannot be read.
    """
    draft, texts = _with_known_categories(draft, texts, files.get(ROUND_FILE))
    entries = memory_of_files({name: file.values for name, file in files.items()}, known)
    base = {name: known[entry] for name, entry in entries.items()}
    old = {number: file for name, file in files.items() if (number := number_of(name))}
    new = {one.number: file_of(texts[file_name(one.number)], PurePosixPath(draft.round.id)) for one in draft.issues}
    pairs = match_issues(
        [_issue_text(number, file, base.get(file_name(number), {})) for number, file in old.items()],
        [_issue_text(number, file, {}) for number, file in new.items()],
    )
    of = {one.new: one.old for one in pairs}
    left = old.keys() - {*of.values()}
    renamed = {number for number in old if entries.get(file_name(number), file_name(number)) != file_name(number)}
    by_hand = {number for number in left if file_name(number) not in base}
    held = {*public, *_fixed_numbers(old)} | renamed | by_hand
    found = numbers([one.number for one in draft.issues], of, held, left)
    doubts = [*_guesses(draft, pairs, old), *_other_numbers(draft, of, old, found)]
    draft = _renumber(draft, found.of, doubts)
    sources = {ROUND_FILE: texts[ROUND_FILE]} | {
        file_name(one.number): texts[file_name(before)] if before == one.number else issue_yaml(draft, one)
        for one, before in zip(draft.issues, found.of, strict=True)
    }
    goals = {number: found.moved.get(number, number) for number in left} | {of[n]: found.of[n] for n in of}
    names = {name: file_name(goals[number_of(name)]) if number_of(name) else name for name in files}
    moved = {name: goal for name, goal in names.items() if name != goal}
    return Assignment(
        draft,
        sources,
        {
            goal: with_number(files[name], number_of(goal), sources.get(goal, "")) if name != goal else files[name]
            for name, goal in names.items()
        },
        {names[name]: entry for name, entry in base.items()},
        moved,
        tuple(sorted(file_name(goals[number]) for number in left - by_hand)),
    )


def _with_known_categories(
    draft: Draft, texts: Mapping[str, str], known: File | None
) -> tuple[Draft, Mapping[str, str]]:
    """The draft and its texts with the ids that its categories have in the round's file *known*, by their titles."""
    found = known.values.get("categories") if known else None
    ids = (
        {one["title"]: one["id"] for one in found if isinstance(one, dict) and "id" in one and "title" in one}
        if isinstance(found, list)
        else {}
    )
    titles = [title for _, title in draft.round.categories]
    categories = tuple(zip(category_ids(titles, ids), titles, strict=True))
    if categories == draft.round.categories:
        return draft, texts
    draft = replace(draft, round=replace(draft.round, categories=categories))
    return draft, texts_of(draft)


def _issue_text(number: int, file: File, base: Mapping[str, str]) -> IssueText:
    """What an issue's file says, and the digests of that and of what the import before wrote into it."""
    now = digests({key: file.values[key] for key in TEXTS if file.values.get(key)})
    exact = tuple(
        frozenset(
            " ".join(one.get(key, "") for key in kind)
            for one in (now, base)
            if any(one.get(key) for key in kind if key != "title")
        )
        for kind in _KINDS
    )
    title, problem, measures = (
        text if isinstance(text, str) else json.dumps(text, ensure_ascii=False)
        for text in (file.values.get(key, "") for key in TEXTS)
    )
    return IssueText(number, title, problem, measures, exact)


def _fixed_numbers(files: Mapping[int, File]) -> Iterator[int]:
    """The numbers of issues that must have been public, and of those that others were merged into."""
    for number, file in files.items():
        if any(file.values.get(key) for key in _MARKS_OF_PUBLICATION):
            yield number
        withdrawn = file.values.get("withdrawn")
        into = withdrawn.get("into") if isinstance(withdrawn, dict) else ""
        if isinstance(into, str) and into.isdecimal():
            yield int(into)


def _guesses(draft: Draft, pairs: Iterable[Pair], old: Mapping[int, File]) -> Iterator[Doubt]:
    """Pairs that the texts alone do not make certain."""
    issues = {one.number: one for one in draft.issues}
    for pair in pairs:
        if pair.is_guess:
            known = f"{file_name(pair.old)}（{_title(old[pair.old])}）"
            message = f"这个问题的文字和原来的 {known} 差得较多，当作同一个问题更新"
            if pair.rival:
                other = f"{file_name(pair.rival)}（{_title(old[pair.rival])}）"
                message = f"原来的 {known} 和 {other} 都像是这个问题，照编号当作前一个更新"
            remedy = "核对是不是同一个问题；不是的，把您加的内容移到对的文件里"
            yield Doubt("I118", _first_line(issues[pair.new]), message, remedy, pair.new)


def _other_numbers(draft: Draft, of: Mapping[int, int], old: Mapping[int, File], found: Numbers) -> Iterator[Doubt]:
    """Issues that cannot have their number in the source and did not have the other one before."""
    for one in draft.issues:
        number = found.of[one.number]
        if number not in (one.number, of.get(one.number)):
            holder = old.get(one.number)
            used = f"{file_name(one.number)} 是“{_title(holder)}”" if holder else f"{one.number} 号公开过"
            message = f"原文里是 {one.number} 号，但{used}，这个问题编为 {number} 号"
            yield Doubt("I119", _first_line(one), message, "公开以后编号不再改，现在可以改", one.number)


def _title(file: File) -> str:
    title = file.values.get("title")
    return title if isinstance(title, str) and title else "没有标题"


def _first_line(issue: DraftIssue) -> int:
    return min((piece.line for _, text in passages(issue) for piece in text.pieces), default=-1)


def _renumber(draft: Draft, of: Mapping[int, int], more: Iterable[Doubt]) -> Draft:
    """The draft with other numbers for its issues, which its doubts speak of too, and *more* doubts."""
    if all(number == goal for number, goal in of.items()):
        return replace(draft, doubts=(*draft.doubts, *more))
    issues = tuple(replace(one, number=of[one.number]) for one in draft.issues)
    before = (
        one._replace(message=one.message.replace(f" {one.issue} 号", f" {of[one.issue]} 号"))
        if one.issue in of
        else one
        for one in draft.doubts
    )
    doubts = (one._replace(issue=of.get(one.issue, one.issue)) for one in (*before, *more))
    return replace(draft, issues=issues, doubts=tuple(doubts))
