"""Undo: what is typed into the form of an issue becomes what is public; nothing is saved by that."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any, ClassVar, Final

from rectify.desk.desk import Desk
from rectify.desk.differences import with_origins
from rectify.desk.editing import current
from rectify.desk.exchange import RefusedError, file_of, plain_values
from rectify.desk.targets import target_of
from rectify.desk.unsaved import DESK
from rectify.desk.values import Value
from rectify.engine.stamps import FOLDER as HIDDEN
from rectify.field import addresses
from rectify.field.canonical import UNTOLD
from rectify.field.model import Issue
from rectify.field.public_text import visible_lines
from rectify.intake.public_issue import NOT_EXACT, Missing, public_issue
from rectify.intake.yaml_writing import record_yaml
from rectify.release.pointer import LINK
from rectify.release.releases import Target
from rectify.source.changes import FOLDER, version_of

_NOT_RESTORED: Final = {
    Missing.COPY: "公开的那一份文字这里没有，网站公开在的文件夹里也没有。从备份里取回这个文件。",
    Missing.SPELLING: f"{NOT_EXACT}从备份里取回这个文件。",
}


class Restoring:
    """The way back for whoever edits at the *desk*."""

    asked: ClassVar[Mapping[str, tuple[str, ...]]] = {"restore": ("name", "version")}
    is_quick: ClassVar[bool] = True

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def restore(self, name: object, version: object) -> dict[str, Any]:
        """Keep, as if it had been typed, what is public of an issue; *version* is the text that the form shows.

        Only fields whose words readers see otherwise are touched, so the others keep their lines and their marks.
        """
        file = file_of(name)
        issue = self._public(file.path.parent.name, file.number)
        public = current(record_yaml(issue).encode(), file.path, Issue)
        kept, now = self._desk.texts(file)
        own = current(kept.data if kept else now, file.path, Issue)
        wanted = {
            field: with_origins(public.get(field), own.get(field))
            for field in dict.fromkeys((*own, *public))
            if field not in UNTOLD and _plain_value(public.get(field)) != _plain_value(own.get(field))
        }
        answer = self._desk.keep(name, version, plain_values(wanted))
        if needless := self._desk.write(lambda root: _put_aside(root, file.path, 1 + len(issue.revisions))):
            self._desk.follow(needless)
        return {**answer, "words": f"{'、'.join(needless)} 用不着了，移到了 .rectify/desk/ 里。" if needless else ""}

    def _public(self, round_id: str, number: int | None) -> Issue:
        if number is None:
            raise RefusedError(400, "回到公开的样子，只对一个一个的问题。")
        address = addresses.issue_page(round_id, number)
        text = self._desk.knowledge.public().texts.get(address)
        found = next(
            (
                (r, one)
                for r in self._desk.knowledge.rounds()
                if r.id == round_id
                for one in r.issues
                if one.summary.number == number
            ),
            None,
        )
        if text is None or text.is_withdrawn:
            raise RefusedError(409, "这个问题现在没有公开，没有公开的样子可以回。")
        if found is None:
            raise RefusedError(409, "这个文件有读不了的错误，先改正，再回到公开的样子。")
        folder = target_of(self._desk.root)
        issue = public_issue(self._desk.root, *found, text, Target(Path(folder), LINK).public if folder else ())
        if not isinstance(issue, Issue):
            raise RefusedError(409, _NOT_RESTORED[issue])
        return issue


def _put_aside(root: Path, path: PurePosixPath, version: int) -> list[str]:
    """Move older texts that `revise` kept of the public *version* out of the content, where no revision tells of them now."""
    kept = sorted((root / path.parent / FOLDER).glob(f"{path.stem}.*.yaml"))
    needless = [one for one in kept if (name := version_of(one.name)) and name[1] >= version]
    for one in needless:
        aside = root / HIDDEN / DESK
        aside.mkdir(parents=True, exist_ok=True)
        one.replace(aside / one.name)
    return [one.relative_to(root).as_posix() for one in needless]


def _plain_value(value: Value) -> Any:
    """What readers see of a value: its words without marks of emphasis."""
    if isinstance(value, list):
        return [_plain_value(one.value) for one in value]
    if isinstance(value, Mapping):
        return {name: seen for name, one in value.items() if (seen := _plain_value(one))}
    return tuple(visible_lines(value or ""))
