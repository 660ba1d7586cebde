"""Older texts of issues, and what they, updates and withdrawals must agree with (C-01, C-08).

`content/<round>/versions/013.1.yaml` is issue 13 as it was first published, `013.2.yaml` as it was after
its first revision; the text of today stands in `013.yaml`. Each text that gave way has its entry in
`revisions`, the first entry for the first. Texts from before older ones were kept may be missing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import PurePosixPath
from typing import Final, NamedTuple

from rectify.field.model import Issue
from rectify.ground.dates import Moment, PartialDate
from rectify.ground.diagnostics import Diagnostic, Span
from rectify.source.decode import FieldPath
from rectify.source.summary import ChangeKind, IssueChange, IssueSummary, changes_of, withdrawal_of

FOLDER: Final = "versions"
_NAME: Final = re.compile(r"([0-9]{3,6})\.([1-9][0-9]{0,2})\.yaml\Z")
Locate = Callable[[PurePosixPath, FieldPath], Span]
Summarised = Sequence[tuple[PurePosixPath, IssueSummary]]
"""The issues of a round: the file of each, and its summary."""


class VersionSource(NamedTuple):
    """An older text of an issue: which one it is, its file, that file's digest, the text."""

    version: int
    path: PurePosixPath
    digest: str
    issue: Issue


Versions = Mapping[int, tuple[VersionSource, ...]]
"""The older texts of a round's issues, by the number of the issue, the oldest first."""


def version_of(name: str) -> tuple[int, int] | None:
    """Which issue, and which of its texts, a file called *name* holds; None if it is not called so."""
    match = _NAME.match(name)
    return (int(match[1]), int(match[2])) if match and match[1] == f"{int(match[1]):03}" else None


def version_name(number: int, version: int) -> str:
    """`013.1.yaml`."""
    return f"{number:03}.{version}.yaml"


def by_issue(versions: Sequence[VersionSource]) -> Versions:
    """Older texts, each with the others of its issue."""
    issues: dict[int, list[VersionSource]] = defaultdict(list)
    for one in sorted(versions, key=lambda one: one.version):
        number, _ = version_of(one.path.name) or (0, 0)
        issues[number].append(one)
    return {number: tuple(texts) for number, texts in issues.items()}


def current_version(summary: IssueSummary) -> int:
    """Which text of its issue is the one of today."""
    return 1 + sum(1 for change in changes_of(summary) if change.kind == ChangeKind.REVISED.value)


def change_faults(issues: Summarised, versions: Versions, published: Moment, locate: Locate) -> Iterator[Diagnostic]:
    """What does not agree in a round that was *published* then; *locate* finds the place of a field."""
    public = [summary for _, summary in issues if not summary.draft] or [summary for _, summary in issues]
    standing = {summary.number for summary in public if not summary.withdrawal}
    numbers = {summary.number for _, summary in issues if not summary.withdrawal}
    if issues and not standing:
        path = issues[0][0]
        message, remedy = "这一轮的问题全都撤下了", "至少留一个；整轮不再更新的，在 round.yaml 里写 archived（归档）"
        yield Diagnostic(locate(path, ("withdrawn",)), "R010", message, remedy)
    for path, summary in issues:
        if summary.events:
            own = PartialDate.parse(summary.published[:10]) if summary.published else published.date
            yield from _date_faults(path, changes_of(summary), own, locate)
            yield from _status_faults(path, summary, locate)
        if summary.withdrawal:
            yield from _goal_faults(path, summary, standing, locate)
        elif summary.related:
            yield from _relation_faults(path, summary, numbers, locate)
    summaries = {summary.number: (path, summary) for path, summary in issues}
    for number, texts in versions.items():
        yield from _version_faults(texts, *summaries.get(number, (None, None)))


def _date_faults(
    path: PurePosixPath, changes: Sequence[IssueChange], published: PartialDate, locate: Locate
) -> Iterator[Diagnostic]:
    words = {ChangeKind.UPDATED.value: ("updates", "后续进展"), ChangeKind.WITHDRAWN.value: ("withdrawn", "撤下")}
    for change in changes:
        if change.kind in words and PartialDate.parse(change.date).surely_before(published):
            field, word = words[change.kind]
            message = f"{word}（{change.date}）早于发布（{published}）"
            remedy = "核对日期；发布以前的进展写进 progress" if field == "updates" else "核对日期"
            yield Diagnostic(locate(path, (field,)), "R006", message, remedy)


def _status_faults(path: PurePosixPath, summary: IssueSummary, locate: Locate) -> Iterator[Diagnostic]:
    statuses = [change.status for change in changes_of(summary) if change.status]
    if statuses and statuses[-1] != summary.status:
        message = f"最近一次后续进展说状态是“{statuses[-1]}”，上面的 status 却是“{summary.status}”"
        yield Diagnostic(locate(path, ("status",)), "R013", message, f"核对以后写成一样的，例如 status: {statuses[-1]}")


def _goal_faults(
    path: PurePosixPath, summary: IssueSummary, standing: set[int], locate: Locate
) -> Iterator[Diagnostic]:
    withdrawal = withdrawal_of(summary)
    if withdrawal and withdrawal.into is not None and withdrawal.into not in standing - {summary.number}:
        message = f"写着并入第 {withdrawal.into} 号问题，这一轮里却没有可以看的第 {withdrawal.into} 号问题"
        remedy = "写现在还公开着的问题的序号；没有并入别的问题，就删去 into"
        yield Diagnostic(locate(path, ("withdrawn", "into")), "R014", message, remedy)


def _relation_faults(
    path: PurePosixPath, summary: IssueSummary, kept: set[int], locate: Locate
) -> Iterator[Diagnostic]:
    for place, (number, reason, hidden) in enumerate(summary.related):
        message = remedy = ""
        if number not in kept - {summary.number}:
            message, remedy = f"这一轮里没有另一个第 {number} 号问题", "写这一轮里另一个问题的序号"
        elif not reason and not hidden:
            message, remedy = f"没有写第 {number} 号问题为什么相关", "添上 reason；不相关的，写 hidden: true"
        if message:
            yield Diagnostic(locate(path, ("related", place, "number")), "R018", message, remedy)


def _version_faults(
    texts: Sequence[VersionSource], path: PurePosixPath | None, summary: IssueSummary | None
) -> Iterator[Diagnostic]:
    if path is None or summary is None:
        for one in texts:
            message = f"这是一个旧版本，却没有现在的 {one.path.name.partition('.')[0]}.yaml"
            remedy = "把问题文件放回去；问题撤下的，文件里写 withdrawn，不要删"
            yield Diagnostic(Span(one.path), "R012", message, remedy)
        return
    for one in texts:
        if one.issue.number != summary.number:
            message = f"文件里的序号是 {one.issue.number}，文件名说的是第 {summary.number} 号问题"
            yield Diagnostic(Span(one.path), "R012", message, "改正文件名，或者换上对的旧文字")
        if one.version >= current_version(summary):
            message = f"存了第 {one.version} 版，{path.name} 里却没有第 {one.version} 条修订记录"
            remedy = f"在 {path.name} 的 revisions 里添一条，写明日期和改了什么；没有改过的，删去这个旧版本"
            yield Diagnostic(Span(one.path), "R012", message, remedy)
    for before, after in pairwise(texts):
        if after.version != before.version + 1:
            message = f"{before.path.name} 和 {after.path.name} 之间缺了第 {before.version + 1} 版"
            remedy = "从备份（或者版本库）里找回缺的那一版；编号写错了的，改文件名"
            yield Diagnostic(Span(after.path), "R012", message, remedy)
