"""From the canonical text of an issue back to its record: for who has changed the file and no copy of the published one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any, Final

from rectify.field.canonical import Context, Lines, Tree, canonical_text, read
from rectify.field.model import UNFILLED_CATEGORY, Issue, PhotoTime
from rectify.field.shape import fields_of, hints, is_record, item_of
from rectify.ground.dates import Moment, PartialDate
from rectify.intake.escaping import escape

_MARK: Final = re.compile(r"(?:(?:[-*+]|[0-9]+[.)])\s+)?")
"""What an item of a list begins with; it stays as it is."""

_ROW: Final = ("|", "-", "*", "+")
"""Beginnings of lines that belong together: rows of a table, items of a list."""


def restored_issue(text: str, context: Context) -> Issue:
    """The issue of which *text* is the canonical text, beside *context*.

    Marks of emphasis are lost, since readers do not see them. ValueError if the words cannot be had back exactly.
    """
    ids = {title: name for name, title in context.titles.items()}
    for is_escaped in (True, False):
        issue: Issue = _record(Issue, read(text), ids, is_escaped=is_escaped)
        if canonical_text(issue, context) == text:
            return issue
    raise ValueError(text[:80])


def _record(kind: Any, tree: Tree, ids: Mapping[str, str], *, is_escaped: bool) -> Any:
    values: dict[str, Any] = {}
    for name, field in fields_of(kind).items():
        said = tree.get(str(field.metadata["name"]))
        if said is not None:
            value = _value(said, hints(kind)[name], ids, is_escaped=is_escaped)
            values[field.name] = ids.get(value, value) if name == "category" else value
    return kind(**({"category": UNFILLED_CATEGORY, **values} if kind is Issue else values))


def _value(said: Any, hint: Any, ids: Mapping[str, str], *, is_escaped: bool) -> Any:
    if item := item_of(hint):
        return tuple(_value(one, item, ids, is_escaped=is_escaped) for one in said)
    if is_record(hint):
        return _record(hint, said, ids, is_escaped=is_escaped)
    if isinstance(said, Lines):
        return "".join(_join(said.lines, is_escaped=is_escaped))
    if hint in (PartialDate, Moment):
        return hint.parse(said)
    if hint is PhotoTime:
        return next(one for one in PhotoTime if one.words == said)
    if isinstance(hint, type) and issubclass(hint, (bool, int, Enum)):
        return said == "是" if hint is bool else hint(said)
    return said


def _join(lines: tuple[str, ...], *, is_escaped: bool) -> Iterator[str]:
    """The small Markdown of paragraphs, items and rows that stand in a line each."""
    for place, line in enumerate(lines):
        belongs = place and line.startswith(_ROW) and lines[place - 1].startswith(line[0])
        mark = _MARK.match(line) if is_escaped and not line.startswith("|") else None
        yield "\n" if belongs else "\n\n" if place else ""
        yield mark[0] + escape(line[mark.end() :]) if mark else line
