"""Imports at the desk: the command `import` on files that were handed over, its proof sheet, and what a person does with it."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar, Final

from rectify.checks.rules import RULES, Weight
from rectify.desk.acts import End, Run, slug
from rectify.desk.desk import Desk
from rectify.desk.editing import current
from rectify.desk.exchange import RefusedError, file_of
from rectify.desk.jobs import Jobs, Listen
from rectify.desk.names import file_called
from rectify.desk.problems import problems_of, refusal
from rectify.desk.uploads import Uploads
from rectify.field.model import Issue
from rectify.field.shape import fields_of
from rectify.field.words import SLUG
from rectify.ground.diagnostics import Diagnostic, Severity, SourceError, from_line
from rectify.intake.proof.report import REPORT
from rectify.source.sources import SITE_FILE

_ROUND: Final = re.compile(r'<section id="approve" data-round="([a-z0-9-]+)"')
_UPDATE: Final = "--update"
_OF_THE_TERMINAL: Final = ("python3 build.py", REPORT, _UPDATE)
_SHOWN_OTHERWISE: Final = re.compile(
    r"已写入 |有 \d+ 处请看一看|草稿里有 \d+ 处待填|site\.yaml 的 departments|  - id: |    name: |\s+\S+ I1\d\d |  I1\d\d 还有 "
)
"""What the sheet and the list of what is lacking show, and what there is a button for."""


_FIELDS: Final = {name: fields_of(Issue)[name] for name in ("problem", "measures", "progress", "result")}
"""Fields that a proof sheet shows as files have them."""


class Imports:
    """Imports into the project of the *desk* of files among the *uploads*; *run* runs commands, *jobs* follows them."""

    asked: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "take": ("files", "round_id", "update"),
        "proof": (),
        "lacking": (),
        "edits": (),
        "accept": ("round_id", "numbers"),
        "register": ("departments",),
    }
    is_quick: ClassVar[bool] = False

    def __init__(self, desk: Desk, uploads: Uploads, run: Run, jobs: Jobs) -> None:
        self._desk = desk
        self._uploads = uploads
        self._run = run
        self._jobs = jobs
        self._sheet: tuple[int, str | None] | None = None
        """When the last proof sheet was written, and of which round it is."""

    def take(self, files: object, round_id: object, update: object) -> dict[str, Any]:
        """Begin to import *files*; the answer has `isAsking` if the round is there already: nothing is changed before a person agrees."""
        uploads = self._uploads.uploads(files)
        words = [*(str(one.path) for one in uploads), *(f"--called={one.name}" for one in uploads)]
        words += [f"--round={slug(round_id)}"] if round_id else []
        words += [_UPDATE] if update is True else []
        return self._jobs.begin("take", "", lambda listen: self._import(files, words, listen))

    def _import(self, files: object, words: list[str], listen: Listen) -> dict[str, Any]:
        with self._desk.turns.act():
            ran = self._run(["import", *words], listen)
        if ran.end not in (End.FINE, End.DOUBTFUL):
            raise refusal(self._desk, ran.words)
        is_asking = _UPDATE in ran.words
        if not is_asking:
            self._uploads.forget(files)
            self._desk.follow(["content"])
        said = _without_terminal(ran.words)
        return {**self.proof(), "words": said if is_asking else _of_import(said), "isAsking": is_asking}

    def proof(self) -> dict[str, Any]:
        """The round of the last proof sheet; None if there is no sheet."""
        sheet = self._desk.root / REPORT
        try:
            stamp = sheet.stat().st_mtime_ns
            if self._sheet is None or self._sheet[0] != stamp:
                match = _ROUND.search(sheet.read_text("utf-8"))
                self._sheet = stamp, match[1] if match else None
        except (OSError, ValueError):
            self._sheet = None
        return {"round": self._sheet[1] if self._sheet else None}

    def lacking(self) -> dict[str, Any]:
        """What the round of the last proof sheet, and the settings, lack or get wrong just now."""
        name = self.proof()["round"]
        found = [
            one
            for one in self._desk.knowledge.diagnostics()
            if one.span.path == SITE_FILE or (name and one.span.path.parts[:2] == ("content", name))
        ]
        return {"problems": problems_of(self._desk, sorted(map(_as_of_public, found)))}

    def edits(self) -> dict[str, Any]:
        """What was changed after the last proof sheet was made: texts of its issues by field, by number; the departments that there are."""
        name, sheet = self.proof()["round"], self._sheet
        departments = self._departments()
        if name is None or sheet is None:
            return {"texts": {}, "departments": departments}
        texts = {}
        for path in (self._desk.root / "content" / name).glob("[0-9]*.yaml"):
            file = file_called(f"content/{name}/{path.name}")
            if file is not None and path.stat().st_mtime_ns > sheet[0]:
                with contextlib.suppress(SourceError, RefusedError):
                    values = current(self._desk.texts(file)[1], file.path, file.kind)
                    texts[file.number] = {own.metadata["name"]: _texts(values.get(one)) for one, own in _FIELDS.items()}
        return {"texts": texts, "departments": departments}

    def _departments(self) -> list[str]:
        """The names of the departments that `site.yaml` has, as it is saved."""
        file = file_of(str(SITE_FILE))
        with contextlib.suppress(SourceError, RefusedError):
            values = current(self._desk.texts(file)[1], file.path, file.kind)
            return [name for one in values.get("departments") or [] if (name := one.value.get("name"))]
        return []

    def accept(self, round_id: object, numbers: object) -> dict[str, Any]:
        """Take the mark of a draft away from the issues with these *numbers*: all, or none."""
        if not isinstance(numbers, list) or not numbers or not all(type(one) is int and one > 0 for one in numbers):
            raise RefusedError(400, "先勾选读过的问题。")
        name = slug(round_id)
        for number in numbers:
            self._desk.check_saved(file_of(f"content/{name}/{number:03}.yaml"))
        with self._desk.turns.act():
            ran = self._run(["approve", name, *map(str, numbers)])
        if ran.end is not End.FINE:
            raise refusal(self._desk, _without_terminal(ran.words) or ran.words)
        self._desk.follow([f"content/{name}"])
        return {"words": f"{len(numbers)}个问题审好了，不再是草稿；公开以后读者看得到。"}

    def register(self, departments: object) -> dict[str, Any]:
        """Add *departments*, pairs of id and name, to those of `site.yaml`, unless they are there."""
        wanted = departments if isinstance(departments, list) else []
        if not all(isinstance(one, list) and len(one) == 2 and _is_department(*one) for one in wanted):  # noqa: PLR2004 - a pair
            raise RefusedError(400, "请求的内容不对，请重新打开这一页。")
        file = file_of(str(SITE_FILE))
        self._desk.check_saved(file)
        form = self._desk.form(str(file.path))
        if form["values"] is None:
            raise RefusedError(409, "site.yaml 读不了，先在设置里改正。")
        known = form["values"].get("departments") or []
        names = {one["value"].get("name") for one in known}
        new = [{"value": {"id": i, "name": n}, "origin": None} for i, n in wanted if n not in names]
        if new:
            kept = self._desk.keep(str(file.path), form["version"], {"departments": [*known, *new]})
            self._desk.save(str(file.path), kept["version"])
        return {"words": f"登记了{len(new)}个部门。" if new else "这些部门都登记过了。"}


def _as_of_public(one: Diagnostic) -> Diagnostic:
    """The same as it is once the draft is public: what a draft may lack, and what is public may not, is a mistake then."""
    is_error = one.code in RULES and RULES[one.code].weight is Weight.ERROR
    return replace(one, severity=Severity.ERROR) if is_error else one


def _is_department(identifier: object, name: object) -> bool:
    return isinstance(identifier, str) and bool(SLUG.match(identifier)) and isinstance(name, str) and bool(name.strip())


def _texts(value: Any) -> list[str]:
    """What a proof sheet shows of a value: the texts of a list, of a record its first text, with its day."""
    if isinstance(value, list):
        return [text for one in value for text in _texts(one.value)]
    if isinstance(value, Mapping):
        return [" ".join(str(value[one]) for one in ("date", "text") if value.get(one))]
    return [value] if value else []


def _of_import(words: str) -> str:
    """What an import said that the pages of the desk do not show."""
    return "\n".join(
        line for line in words.splitlines() if not _SHOWN_OTHERWISE.match(line) and from_line(line) is None
    )


def _without_terminal(words: str) -> str:
    """What a command said, less the lines that tell what to do in a terminal: the desk has buttons for it."""
    return "\n".join(line for line in words.splitlines() if not any(one in line for one in _OF_THE_TERMINAL))
