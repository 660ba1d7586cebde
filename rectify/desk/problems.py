"""What is wrong, as every page of the desk tells it: where in the words of the form, what, how to mend it, the way there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import groupby
from pathlib import PurePosixPath
from typing import Any, Final, NamedTuple

from rectify.desk.buttons import with_buttons
from rectify.desk.desk import Desk
from rectify.desk.exchange import RefusedError, plain_fault
from rectify.desk.faults import Fault, place_diagnostics, without_drafts
from rectify.desk.names import DeskFile, file_called, name_of_page
from rectify.desk.wording import FILES, field_words
from rectify.ground.dates import BLANK
from rectify.ground.diagnostics import Diagnostic, Severity, from_line
from rectify.ground.text import quote
from rectify.source.sources import SITE_FILE

_SILENT: Final = "A004"
"""The rule that public words are not changed without a word: it is mended by a revision, not where the words stand."""

_TOTAL: Final = re.compile(r"共 [0-9，处错误提醒 ]+。")
"""How many problems a command listed: whoever sees the list needs no count, and some of them may be told otherwise."""


class CommandOutput(NamedTuple):
    """What a command said: the problems among its lines that a form mends, and its other lines."""

    problems: list[dict[str, Any]]
    words: str


def split_output(desk: Desk, words: str) -> CommandOutput:
    """The *words* of a command, taken apart."""
    lines = [(line, from_line(line)) for line in words.splitlines()]
    mended = [one for _, one in lines if one and _file_of(one.span.path)]
    others = [line for line, one in lines if not (one and _file_of(one.span.path)) and not _TOTAL.fullmatch(line)]
    return CommandOutput(problems_of(desk, mended), with_buttons("\n".join(others)))


def refusal(desk: Desk, words: str, status: int = 409) -> RefusedError:
    """That a command was not carried out, for the reasons in its *words*."""
    problems, rest = split_output(desk, words)
    return RefusedError(status, rest or words, problems=problems)


def problems_of(desk: Desk, diagnostics: Iterable[Diagnostic]) -> list[dict[str, Any]]:
    """The *diagnostics* as JSON, each once and in their order, with `file` and `where` if a form mends it, and `place` in words."""
    made, titles = [], desk.knowledge.titles()
    for path, group in groupby(diagnostics, key=lambda one: one.span.path):
        file, own = _file_of(path), list(group)
        is_source = file is not None and file.path == path
        faults = place_diagnostics(own, _data(desk, file), path) if file and is_source else map(_without_place, own)
        faults = (one._replace(where=("revisions",)) if one.code == _SILENT else one for one in faults)
        if file and file.number is not None and desk.knowledge.is_public(file):
            faults = map(without_drafts, faults)
        of_site = None if is_source else file_called(str(SITE_FILE))  # a page that lacks what the settings give it
        made += [
            _problem(one, path, of_site if of_site and str(SITE_FILE) in one.remedy else file, titles) for one in faults
        ]
    return list({str(one): one for one in made}.values())


def _file_of(path: PurePosixPath) -> DeskFile | None:
    """The file whose form mends what is wrong at *path*: a source file, or a page that is made from one alone."""
    return file_called(str(path)) or file_called(name_of_page(str(path)))


def _data(desk: Desk, file: DeskFile) -> bytes:
    try:
        return desk.texts(file)[1]
    except RefusedError:
        return b""


def _without_place(one: Diagnostic) -> Fault:
    return Fault((), one.code, one.message, one.remedy, one.severity is Severity.ERROR)


def _problem(fault: Fault, path: PurePosixPath, file: DeskFile | None, titles: Mapping[str, str]) -> dict[str, Any]:
    inside = field_words(file.kind, fault.where) if file else ""
    place = file_words(file, titles) if file else str(path)
    return {
        **plain_fault(fault, file.kind if file else None),
        "file": str(file.path) if file else None,
        "place": f"{place}：{inside}" if inside else place,
    }


def file_words(file: DeskFile, titles: Mapping[str, str]) -> str:
    """What the desk calls a file: 第2号“水费收缴不规范”, 设置; *titles* are those of pages by their addresses."""
    title = titles.get(file.page, "")
    if not file.round_id:
        return FILES[file.path.name]
    if file.number is None:
        return f"{FILES[file.path.name]}（{file.round_id if title in ('', BLANK) else title}）"
    return f"第{file.number}号{quote(title)}" if title else f"第{file.number}号"
