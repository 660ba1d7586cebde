"""What readers have to be told of a change: the words of an issue that were public and are others in its form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from rectify.desk.desk import Desk
from rectify.desk.exchange import file_of
from rectify.desk.names import DeskFile
from rectify.field import addresses, canonical
from rectify.field.model import Issue
from rectify.ground.diagnostics import SourceError
from rectify.release import growth, kept_texts
from rectify.source.decode import decode
from rectify.source.sources import context_of
from rectify.source.yamltree import decode_text


class OwedWords:
    """Tells of a form at the *desk* whether saving it makes a revision due, by the rule that publish follows."""

    asked: ClassVar[Mapping[str, tuple[str, ...]]] = {"owed": ("name",)}
    is_quick: ClassVar[bool] = True

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def owed(self, name: object) -> dict[str, Any]:
        """The public words that are others in what was typed and not in the file: old ones beside new ones, or nothing."""
        file = file_of(name)
        kept, now = self._desk.texts(file)
        words = self._changed(file, kept.data) if kept and file.number is not None else ""
        return {"words": words if words and not self._changed(file, now) else ""}

    def _changed(self, file: DeskFile, data: bytes) -> str:
        page = addresses.issue_page(file.round_id, file.number or 0)
        text = self._desk.knowledge.public().texts.get(page)
        round_ = next((one for one in self._desk.knowledge.rounds() if one.id == file.round_id), None)
        if text is None or round_ is None or text.is_withdrawn or text.form < canonical.FORM:
            return ""
        copy = kept_texts.text_opener(self._desk.root)(page, text.digest)
        try:
            issue = decode(decode_text(data, file.path), file.path, Issue, {}, [])
        except SourceError:  # it is saved, and told at its field
            return ""
        if copy is None or issue.withdrawn:
            return ""
        context = context_of(round_.round, round_.files.get(file.path.stem, {}))
        grown = growth.growth(canonical.read(copy), canonical.read(canonical.canonical_text(issue, context)))
        return "；".join(one.in_words for one in grown.edits if not one.was_empty)
