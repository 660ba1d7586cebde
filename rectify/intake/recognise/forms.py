"""Forms: tables that hold one issue each, labels beside their texts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from rectify.intake.recognise.labels import MAIN, OPENING, Label
from rectify.intake.recognise.notice import NoticeLine
from rectify.intake.recognise.numbering import mark_of
from rectify.intake.recognise.tables import FORM, TITLE, GridCell, Row, label_of, texts_of, whole_row
from rectify.intake.recognise.tokens import Token

_MANY: Final = 2
_SHORT: Final = 12
_SENTENCE: Final = re.compile(r"[。；;，,：:]")
_NUMBER: Final = re.compile(r"问题([\d一二三四五六七八九十]{1,3})")
_ORDINAL: Final = re.compile(r"第[\d一二三四五六七八九十]{1,3}(?:项|个|号)(?:问题)?[:：、\s]*")
_NAME_OF_FORM: Final = re.compile(r"(?:表|单|卡|清单|台账|情况)(?:[(（].*[)）])?\Z")
_SHORTEST_TITLE: Final = 4


def is_form(rows: Sequence[Row], learnt: Mapping[str, Label]) -> bool:
    """Whether most rows have a label beside a text, and some say what was wrong or what was done."""
    beside = [row for row in rows if len(row.cells) > 1 and row.filled]
    labels = {label for row in beside for cell in row.filled if (label := label_of(cell.text, learnt)) is not None}
    labelled = sum(_label(row.cells[0], row, learnt) is not None for row in beside)
    return len(labels) >= _MANY and bool(labels & (MAIN | OPENING)) and labelled * 2 >= len(beside) > 0


def form_tokens(lines: Sequence[NoticeLine], rows: Sequence[Row], learnt: Mapping[str, Label]) -> Iterator[Token]:
    """The tokens of a form; one table may hold several, each beginning where the first label comes again."""
    titled = any(_opening(row, learnt) for row in rows)
    seen: set[Label] = set()
    begun = False
    for row in rows:
        if not row.filled:
            continue
        label = _label(row.cells[0], row, learnt)
        alone = len(row.filled) == 1 and label is None
        again = label in OPENING and bool(seen & OPENING) and bool(seen & MAIN - {Label.PROBLEM})
        if not begun or again:
            number = _NUMBER.match(row.filled[0].name)
            mark = mark_of(f"{number[1]}、") if number else None
            yield Token("mark", row.line, 0, 0, FORM, mark.value if mark else 0)
            begun, seen = True, set()
        if alone and not seen:
            yield from _headline(lines, row, titled=titled)
        else:
            yield from _pairs(row, learnt, seen)


def _opening(row: Row, learnt: Mapping[str, Label]) -> bool:
    return any(label_of(cell.text, learnt) in OPENING for cell in row.filled)


def _headline(lines: Sequence[NoticeLine], row: Row, *, titled: bool) -> Iterator[Token]:
    """A row above the labels: the issue's title where the form has no other, else the form's own name."""
    cell = row.filled[0]
    start, end = cell.parts[0].start, cell.parts[-1].end
    ordinal = _ORDINAL.match(cell.text)
    mark = mark_of(cell.text)
    begin = start + (ordinal.end() if ordinal else mark.length if mark else 0)
    text = lines[row.line].text[begin:end]
    if (titled and not ordinal) or len(text) < _SHORTEST_TITLE or _NAME_OF_FORM.search(text):
        yield whole_row(row, len(lines[row.line].text), TITLE)
        return
    yield Token("label", row.line, start, begin, label=Label.TITLE, name=cell.text[: begin - start].strip() or "标题")
    yield Token("text", row.line, begin, end)


def _label(cell: GridCell, row: Row, learnt: Mapping[str, Label]) -> Label | None:
    """What the cell means as a label: by its name, or because it stands where the others have theirs."""
    if not cell.text:
        return None
    if (label := label_of(cell.text, learnt)) is not None:
        return label
    names = row.cells[::2]
    paired = len(row.cells) % 2 == 0 and all(row.cells[1::2][n].text for n in range(len(names)) if names[n].text)
    short = all(len(one.name) <= _SHORT and not _SENTENCE.search(one.text) for one in names)
    return Label.REMARK if paired and short and cell in names else None


def _pairs(row: Row, learnt: Mapping[str, Label], seen: set[Label]) -> Iterator[Token]:
    cells = row.cells
    at = 0
    while at < len(cells):
        cell = cells[at]
        label = _label(cell, row, learnt)
        if label is not None and (at + 1 < len(cells) or label in MAIN):
            seen.add(label)
            yield Token("label", row.line, cell.parts[0].start, cell.parts[-1].end, label=label, name=cell.name)
            at += 1
            if at < len(cells) and (at + 1 == len(cells) or label_of(cells[at].text, learnt) is None):
                yield from texts_of(row.line, cells[at].parts)
                at += 1
        else:
            yield from texts_of(row.line, cell.parts)
            at += 1
