"""Exported ledgers and notices, edited or not, back to exactly the records they were made from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Final, NamedTuple, TypeVar

from rectify.field.model import Category, Issue, Round
from rectify.field.words import Line, Slug
from rectify.ground.diagnostics import Diagnostic, SourceError, Span
from rectify.intake.export.fields import CATEGORY, ISSUE, WrongValueError, issue_from, round_from
from rectify.intake.export.ledger import CATEGORIES_HEAD, ROUND_HEAD
from rectify.intake.export.notice import APPENDIX, CLOSING, INTRODUCTION, ISSUES, LABELS
from rectify.intake.readers.lines import SourceLine, SourceText, place_of

Record = TypeVar("Record")
_HEADING: Final = re.compile(r"(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十百]+）|([0-9]+)[.．] ?)(.+)")
_NAMES: Final = {LABELS.get(named.name, named.name) + "：": named.name for named in ISSUE}
_LEDGER: Final = frozenset(
    named.name for named in ISSUE if not named.path[1:] and named.name in ("序号", "题目", "问题")
)
_SECTION, _CATEGORY, _ISSUE = 1, 2, 3


class ExportContent(NamedTuple):
    """What an exported file says: the round, and its issues in their order."""

    round: Round
    issues: tuple[Issue, ...]


class _Group(NamedTuple):
    """Texts of one record by their names, and the line where they begin."""

    line: int
    texts: dict[str, str]


def read_exported(source: SourceText) -> ExportContent | None:
    """The records in a file that `export` wrote; None for any other file.

    Raises SourceError (I010) with every value that edits have made wrong.
    """
    tables = _tables(source)
    categories = tables.get(CATEGORIES_HEAD, ())
    facts = tables.get(ROUND_HEAD)
    if facts is None:
        return None
    own = _Group(
        facts[0].line if facts else 0, {row.texts[ROUND_HEAD[0]]: row.texts.get(ROUND_HEAD[1], "") for row in facts}
    )
    head = next((head for head in tables if set(head) >= _LEDGER), None)
    if head is not None:
        groups = tables[head]
    elif any(line.level == _SECTION and line.text.strip() == APPENDIX for line in source.lines):
        groups = list(_notice(source, own.texts))
    else:
        return None
    kinds = tuple(
        Category(id=Slug(row.texts.get(CATEGORIES_HEAD[0], "")), title=Line(row.texts.get(CATEGORIES_HEAD[1], "")))
        for row in categories
    )
    problems: list[Diagnostic] = []
    found = _make(own, lambda texts: round_from(texts, kinds), source, problems)
    issues = [_make(group, lambda texts: issue_from(texts, kinds), source, problems) for group in groups]
    if problems or found is None:
        raise SourceError(problems)
    return ExportContent(found, tuple(issue for issue in issues if issue is not None))


def _make(
    group: _Group, make: Callable[[Mapping[str, str]], Record], source: SourceText, problems: list[Diagnostic]
) -> Record | None:
    try:
        return make(group.texts)
    except WrongValueError as wrong:
        place = place_of(source, group.line)
        where = Span(PurePosixPath(source.name), group.line or 1)
        problems.append(Diagnostic(where, "I010", f"{place}：{wrong}", "在文件里改正这一处，保存后再导入"))
        return None


def _tables(source: SourceText) -> Mapping[tuple[str, ...], Sequence[_Group]]:
    """The tables of the source by their heads; of each row, the texts by the words of the head."""
    tables: dict[tuple[str, ...], list[_Group]] = {}
    heads: dict[int, tuple[tuple[str, ...], dict[int, str]]] = {}
    for line in source.lines:
        if not line.table:
            continue
        if line.table not in heads:
            words = {cell.column: cell.text.strip() for cell in line.cells if cell.text.strip()}
            heads[line.table] = (tuple(words.values()), words)
            tables.setdefault(tuple(words.values()), [])
            continue
        head, words = heads[line.table]
        texts = {words[cell.column]: cell.text for cell in line.cells if cell.text.strip() and cell.column in words}
        if texts:
            tables[head].append(_Group(line.number, texts))
    return tables


def _notice(source: SourceText, own: dict[str, str]) -> Iterator[_Group]:
    """The texts of the issues in a notice; what its other sections say goes to the round's *own*."""
    section, category = "", ""
    names = {"": "标题", INTRODUCTION: "前言", CLOSING: "结束语"}
    group: _Group | None = None
    name, last = "", 0
    for line in source.lines:
        if line.table or line.chrome:
            continue
        if line.level in (_SECTION, _CATEGORY, _ISSUE):
            number, words = _heading(line)
            if group is not None:
                yield group
            group, name = None, ""
            if line.level == _SECTION:
                section = words
            elif line.level == _CATEGORY:
                category = words
            else:
                group = _Group(line.number, {"序号": number, CATEGORY: category, "题目": words})
        elif section != ISSUES and section in names:
            _add(own, names[section], line.text, line.number - last)
        elif group is not None:
            label = next((line.text[:end] for start, end in line.bold if start == 0), "")
            name = _NAMES.get(label.strip(), "") or name
            text = line.text[len(label) :] if label.strip() in _NAMES else line.text
            _add(group.texts, name, text, line.number - last)
        last = line.number
    if group is not None:
        yield group


def _heading(line: SourceLine) -> tuple[str, str]:
    text = (line.mark + line.text).strip()
    match = _HEADING.fullmatch(text)
    return (match[1] or "", match[2]) if match else ("", text)


def _add(texts: dict[str, str], name: str, text: str, gap: int) -> None:
    """Add a line to the text of that name, with the blank lines before it."""
    texts[name] = texts[name] + "\n" * max(gap, 1) + text if name in texts else text
