"""What there is and what is to be done next: rounds and issues with their states, mistakes and doubts counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any, Final, NamedTuple

from rectify.desk.names import DeskFile, file_called, files_in, settings_files
from rectify.desk.states import Content, State, state_of
from rectify.ground.dates import PartialDate
from rectify.release.journal import Entry, Kind
from rectify.release.record import Public

_NAMED: Final = 3
"""So many files with changes that are not saved are named."""


class Row(NamedTuple):
    """A file as the list shows it; only an issue has a state."""

    name: str
    number: int | None
    title: str
    status: str
    state: State | None
    mistakes: int
    doubts: int
    is_unsaved: bool

    def plain(self) -> dict[str, Any]:
        """The same for JSON."""
        return {
            "name": self.name,
            "number": self.number,
            "title": self.title,
            "status": self.status,
            "state": self.state and self.state.words,
            "mistakes": self.mistakes,
            "doubts": self.doubts,
            "isUnsaved": self.is_unsaved,
        }


class Site(NamedTuple):
    """What the desk knows of the project just now."""

    root: Path
    rounds: Mapping[str, tuple[str, bool]]
    """The short title of each round, and whether it says that the whole of it is a draft."""
    content: Callable[[DeskFile], Content | State | None]
    """What the file of an issue says as it is saved, None if it is no YAML; State.UNSEEN if there was no time to see."""
    counts: Mapping[PurePosixPath, tuple[int, int]]
    """Mistakes and doubts of each file that has any, whoever found them."""
    unsaved: Collection[PurePosixPath]
    record: tuple[Entry, ...]
    public: Public
    """What is public after the last entry of the record."""


def overview(site: Site) -> dict[str, Any]:
    """Rounds with their issues, the files that all share if something is to be done there, and one line that says what is next."""
    rounds: dict[str, dict[str, Any]] = {}
    rows: list[Row] = []
    for file in files_in(site.root):
        row = _row(site, file)
        rows.append(row)
        if file.number is None:
            rounds[file.round_id] = {"id": file.round_id, "title": row.title, "file": row.plain(), "issues": []}
        elif file.round_id in rounds:
            rounds[file.round_id]["issues"].append(row.plain())
    shared = [_row(site, file) for file in settings_files()]
    return {
        "rounds": list(rounds.values()),
        "shared": [row.plain() for row in shared if row.mistakes or row.doubts or row.is_unsaved],
        "next": "，".join(_next([*rows, *shared], site)),
        "states": [state.words for state in State],
    }


def _row(site: Site, file: DeskFile) -> Row:
    mistakes, doubts = site.counts.get(file.path, (0, 0))
    title, whole = site.rounds.get(file.round_id, ("", False))
    title, status, state = title or file.round_id, "", None
    if file.number is not None:
        content = site.content(file)
        state = state_of(content, file, site.public, whole=whole)
        title, status = (content.title, content.status) if isinstance(content, Content) else ("", "")
    return Row(str(file.path), file.number, title, status, state, mistakes, doubts, file.path in site.unsaved)


def _next(rows: Collection[Row], site: Site) -> Iterator[str]:
    """What is to be done, the most urgent first, and when the site was last made public."""
    mistakes = sum(row.mistakes for row in rows)
    mistakes += sum(found for path, (found, _) in site.counts.items() if file_called(str(path)) is None)
    if mistakes:
        yield f"{mistakes}处错误要改正"
    if unsaved := [row for row in rows if row.is_unsaved]:
        names = "、".join(_name(row) for row in unsaved[:_NAMED])
        yield f"{len(unsaved)}个文件有没保存的改动（{names}{'等' if len(unsaved) > _NAMED else ''}）"
    counts = Counter(row.state for row in rows)
    yield from (f"{counts[state]}{state.to_do}" for state in State if counts[state] and state.to_do)
    done = [entry for entry in site.record if entry.kind in (Kind.RELEASED, Kind.PUBLISHED, Kind.ROLLED_BACK)]
    if not done:
        yield "还没有公开过"
        return
    last = done[-1]
    yield f"上次{'退回' if last.kind is Kind.ROLLED_BACK else '公开'}{PartialDate.parse(last.time[:10])}"


def _name(row: Row) -> str:
    """What people call a file."""
    if row.number is not None:
        return f"第{row.number}个问题"
    return f"{row.title}的情况" if row.title else "设置"
