"""What there is and what is to be done next: rounds and issues with their states, mistakes and doubts counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from enum import Enum
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from rectify.desk.names import DeskFile, files_in
from rectify.field import addresses
from rectify.ground.dates import PartialDate
from rectify.ground.diagnostics import Diagnostic, Severity
from rectify.release.journal import Entry, Kind
from rectify.release.record import Public
from rectify.source.sources import Sources
from rectify.source.summary import IssueSummary


class State(Enum):
    """How far an issue is on its way to readers."""

    DRAFT = "草稿"
    READY = "待公开"
    PUBLIC = "已公开"
    CHANGED = "改动待公开"
    WITHDRAWN = "已撤下"
    UNREADABLE = "读不了"


class Row(NamedTuple):
    """An issue, or a round's own file, as the list shows it."""

    name: str
    number: int | None
    title: str
    status: str
    state: State
    mistakes: int
    doubts: int
    is_unsaved: bool

    def plain(self) -> dict[str, Any]:
        """The same for JSON."""
        words = self._asdict() | {"state": self.state.value, "isUnsaved": self.is_unsaved}
        del words["is_unsaved"]
        return words


class Site(NamedTuple):
    """What the desk knows of the project just now."""

    root: Path
    sources: Sources | None
    diagnostics: Collection[Diagnostic]
    counted: Mapping[PurePosixPath, tuple[int, int]]
    """Mistakes and doubts of the files that were looked at, those of wording and privacy too."""
    unsaved: Collection[PurePosixPath]
    record: tuple[Entry, ...]
    public: Public
    """What is public after the last entry of the record."""


def overview(site: Site) -> dict[str, Any]:
    """Rounds with their issues, and one line that says what is to be done next."""
    known = {one.path: (round_, one.summary) for round_ in _rounds(site) for one in round_.issues}
    records = {round_.id: round_ for round_ in _rounds(site)}
    counts = _counts(site)
    rounds: dict[str, dict[str, Any]] = {}
    rows: list[Row] = []
    for file in files_in(site.root):
        source = records.get(file.round_id)
        if file.number is None:
            title = str(source.round.short_title) if source else file.round_id
            state = State.DRAFT if source is None or source.is_draft else State.PUBLIC
            row = _row(site, file, counts, title=title, status="", state=state)
            rounds[file.round_id] = {"id": file.round_id, "title": title, "file": row.plain(), "issues": []}
            continue
        summary = known[file.path][1] if file.path in known else None
        state = _state(summary, file, site.public, whole=bool(source and source.round.draft))
        row = _row(
            site,
            file,
            counts,
            title=summary.title if summary else "",
            status=summary.status if summary else "",
            state=state,
        )
        rows.append(row)
        if file.round_id in rounds:
            rounds[file.round_id]["issues"].append(row.plain())
    return {"rounds": list(rounds.values()), "next": "，".join(_next(rows, site)), "states": [s.value for s in State]}


def state_of_file(site: Site, file: DeskFile) -> State:
    """How far the issue in *file* is on its way to readers."""
    round_ = next((one for one in _rounds(site) if one.id == file.round_id), None)
    summary = next((one.summary for one in round_.issues if one.path == file.path), None) if round_ else None
    return _state(summary, file, site.public, whole=bool(round_ and round_.round.draft))


def _rounds(site: Site) -> Iterable[Any]:
    return site.sources.rounds if site.sources else ()


def _counts(site: Site) -> Mapping[tuple[PurePosixPath, Severity], int]:
    return Counter((one.span.path, one.severity) for one in site.diagnostics)


def _row(
    site: Site,
    file: DeskFile,
    counts: Mapping[tuple[PurePosixPath, Severity], int],
    *,
    title: str,
    status: str,
    state: State,
) -> Row:
    looked = site.counted.get(file.path, (0, 0))
    mistakes = max(counts.get((file.path, Severity.ERROR), 0), looked[0])
    doubts = max(counts.get((file.path, Severity.WARNING), 0), looked[1])
    return Row(str(file.path), file.number, title, status, state, mistakes, doubts, file.path in site.unsaved)


def _state(summary: IssueSummary | None, file: DeskFile, public: Public, *, whole: bool) -> State:
    if summary is None:
        return State.UNREADABLE
    if summary.withdrawal:
        return State.WITHDRAWN
    if summary.draft or whole:
        return State.DRAFT
    text = public.texts.get(addresses.issue_page(file.round_id, summary.number))
    if text is None:
        return State.READY
    return State.PUBLIC if text.digest in (summary.public_text, *summary.former_texts) else State.CHANGED


def _next(rows: Collection[Row], site: Site) -> Iterator[str]:
    """What is to be done, the most urgent first, and when the site was last made public."""
    listed = {row.name for row in rows}
    mistakes = sum(row.mistakes for row in rows)
    mistakes += sum(one.severity is Severity.ERROR and str(one.span.path) not in listed for one in site.diagnostics)
    if mistakes:
        yield f"{mistakes}处错误要改正"
    if site.unsaved:
        yield f"{len(site.unsaved)}个文件有没保存的改动"
    for state, words in (
        (State.DRAFT, "个草稿待核对"),
        (State.READY, "个问题待公开"),
        (State.CHANGED, "个问题的改动待公开"),
    ):
        if count := sum(row.state is state for row in rows):
            yield f"{count}{words}"
    released = [entry.time for entry in site.record if entry.kind in (Kind.RELEASED, Kind.PUBLISHED)]
    yield f"上次公开{PartialDate.parse(released[-1][:10])}" if released else "还没有公开过"
