"""How far each issue is on its way to readers: what its file says, held against what is public. The only words for it.

A file alone never says that something is public, or that it is not any more: the public record does.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from enum import Enum
from pathlib import Path, PurePosixPath
from typing import Any, Final, NamedTuple

from rectify.desk.editing import current
from rectify.desk.names import DeskFile
from rectify.field import addresses
from rectify.field.model import Issue, Status
from rectify.field.public_text import former_digests
from rectify.ground.dates import BLANK
from rectify.ground.diagnostics import SourceError
from rectify.ground.files import digest, read_file
from rectify.release.record import Public
from rectify.source.decode import decode
from rectify.source.sources import Surroundings
from rectify.source.summary import IssueSummary, summary_of
from rectify.source.yamltree import MAX_BYTES, decode_text


class State(Enum):
    """How far an issue is on its way to readers: its words, and what is to be done, after a number, if anything is."""

    DRAFT = "草稿", "个草稿待核对"
    DRAFT_AGAIN = "公开着，又标成了草稿", "个公开着的问题又标成了草稿"
    READY = "待公开", "个问题待公开"
    PUBLIC = "已公开", ""
    CHANGED = "改动待公开", "个问题的改动待公开"
    WITHDRAWING = "撤下待公开", "个问题撤下待公开"
    WITHDRAWN = "已撤下", ""
    RETURNING = "恢复待公开", "个问题恢复待公开"
    UNREADABLE = "读不了", ""
    UNSEEN = "还没有看到", ""

    def __init__(self, words: str, to_do: str) -> None:
        self.words = words
        self.to_do = to_do


_STATUSES: Final = {one.value: one.words for one in Status}


class Content(NamedTuple):
    """What a file says of its issue, as far as lists tell it; `digests` are those of its text, none if it has mistakes."""

    title: str
    status: str
    is_draft: bool
    is_withdrawn: bool
    digests: frozenset[str] = frozenset()


def content_of(summary: IssueSummary) -> Content:
    """What a right file says."""
    texts = frozenset((summary.public_text, *summary.former_texts))
    title = "" if summary.title == BLANK else summary.title
    return Content(title, _status(summary.status), summary.draft, summary.withdrawal is not None, texts)


def state_of(content: Content | State | None, file: DeskFile, public: Public, *, whole: bool) -> State:
    """How far the issue in *file* is; *content* is None if the file is no YAML, *whole* if its whole round is a draft.

    A state in the place of the content stands as it is.
    """
    if isinstance(content, State):
        return content
    address = addresses.issue_page(file.round_id, file.number or 0)
    is_read = is_public(public, address)
    if content is None:
        return State.UNREADABLE
    if content.is_draft or whole:
        return State.DRAFT_AGAIN if is_read else State.DRAFT
    if is_withdrawn(public, address):
        return State.WITHDRAWN if content.is_withdrawn else State.RETURNING
    if content.is_withdrawn:
        return State.WITHDRAWING
    if not is_read:
        return State.READY
    return State.PUBLIC if public.texts[address].digest in content.digests else State.CHANGED


def is_public(public: Public, address: str) -> bool:
    """Whether readers find the text of an issue at *address* now."""
    return address in public.texts and not public.texts[address].is_withdrawn


def is_withdrawn(public: Public, address: str) -> bool:
    """Whether readers find at *address* that the issue was withdrawn."""
    is_known = address in public.addresses and address not in public.moved
    return public.texts[address].is_withdrawn if address in public.texts else is_known


def content_in(data: bytes, path: PurePosixPath, around: Surroundings | None) -> Content | None:
    """What the issue file *data* says, also where it has mistakes; None if it is no YAML."""
    with contextlib.suppress(SourceError):
        issue = decode(decode_text(data, path), path, Issue, around.ids if around else {}, blanks=[])
        if around is not None:
            former = former_digests(issue, around.config.redirects, path.parent.name)
            return content_of(summary_of(issue, former, around.context))
    try:
        values = current(data, path, Issue)
    except SourceError:
        return None
    return Content(
        _line(values, "title"),
        _status(_line(values, "status")),
        _line(values, "draft") == "true" or _line(values.get("review"), "state") == "pending",
        values.get("withdrawn") is not None,
    )


def _status(word: str) -> str:
    """What people call a status; a word that is none stays."""
    return _STATUSES.get(word, word)


def _line(values: Any, name: str) -> str:
    value = values.get(name) if isinstance(values, Mapping) else None
    return value if isinstance(value, str) else ""


class SavedContents:
    """What the files of issues below *root* say as they are saved, each read once until it changes."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._known: dict[PurePosixPath, tuple[str, Content | None]] = {}

    def is_known(self, path: PurePosixPath) -> bool:
        """Whether the file at *path* was read before."""
        return path in self._known

    def content_of(self, path: PurePosixPath, around: Surroundings | None) -> Content | None:
        """What the file at *path* says, read against what is *around* it; None if it is no YAML."""
        try:
            data = read_file(self._root, path, MAX_BYTES)
        except (OSError, SourceError):
            return None
        key = digest(data) + (around.digest if around else "")
        if self._known.get(path, ("",))[0] != key:
            self._known[path] = key, content_in(data, path, around)
        return self._known[path][1]
