"""The figures that an issue reports, each with what it counts, what became of it, and its paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from rectify.extract.figures import FoundFigure, figures_in
from rectify.extract.results import PLANNED, is_part, kind_of
from rectify.extract.sentences import is_quoted, pairs_shared
from rectify.field.model import Figure, Issue, Measure, Progress, Update
from rectify.site.issue_text import TextParagraph

FIGURES_ANCHOR: Final = "shuzi"
"""The part of an issue's page that lists the figures given in its file."""
_NO_KIND: Final = "无"
"""What a file writes where the words were taken for a result and say none."""

_DECIMAL: Final = re.compile(r"[0-9]+(?:\.[0-9]+)?\Z", re.ASCII)
_LONG_LABEL: Final = 60
_LABEL_BEFORE: Final = 34
_LABEL_AFTER: Final = 20
_DURATIONS: Final = frozenset(("年", "天", "小时", "分钟", "个月", "月", "周", "岁", "工作日"))
_BESIDE: Final = 8
_POINTING: Final = ("这", "该", "此")
_INCIDENTAL: Final = ("对", "由")
_BOUNDS: Final = {"左右": "约", "以上": "至少", "以下": "至多"}
"""What stands behind the unit, as it is shown before the number."""
_CHANGE: Final = re.compile("[^，。；0-9]{0,4}(?:提高|上升|增加|增长|提升|下降|降|降低|减少|缩短)[至到]")
"""What follows the number that another took the place of: 由16万元提高到43.5万元."""
_REST: Final = re.compile("其余|其中|剩余|剩下")
"""What only goes on with the sentence before."""
_POINTS: Final = re.compile("方面|转变|环节|阶段|步骤|层面|维度|角度")
_EVERY: Final = re.compile("每[^，。；\\n]{0,40}\\Z|(?:至少|不少于)[ ]?\\Z")


class FigureFact(NamedTuple):
    """A number with its unit: `value` and `upper` (the end of a span) for machines, `shown` as it is written.

    `rough` is the word that makes it approximate (多, 约), `kind` what became of it (追缴, 计划 …), `label` the words
    that say what it is. `is_part` says that another figure of the issue holds it.
    """

    value: str
    upper: str
    shown: str
    rough: str
    unit: str
    kind: str
    label: str
    anchor: str
    is_part: bool = False


def figures_of(issue: Issue, paragraphs: Sequence[TextParagraph]) -> Iterator[FigureFact]:
    """The figures given in the issue's file, each in the place of the found one that it speaks of; then all others."""
    figures = list(_found_figures(paragraphs, issue.hide_facts))
    for figure in issue.figures:
        given = _given_figure(figure)
        same = [one for one in figures if (one[0].value, one[0].unit) == (given.value, given.unit)]
        own = max(same, key=lambda one: (one[0].kind != PLANNED, pairs_shared(one[1], figure.label)), default=None)
        if own is None:
            yield given
            continue
        figures.remove(own)
        fact = own[0]
        kind = given.kind if figure.kind else fact.kind if fact.kind != PLANNED else ""  # given figures are results
        rough = given.rough or fact.rough
        yield fact._replace(shown=given.shown, rough=rough, kind=kind, label=given.label)
    yield from (fact for fact, _ in figures)


def _given_figure(figure: Figure) -> FigureFact:
    """A figure as the issue's file gives it; 3.6 and 万元 are 36000 元."""
    written = f"{figure.value}{figure.unit}"
    kind = "" if figure.kind == _NO_KIND else figure.kind
    for one in figures_in(written):
        if one.place == (0, len(written)):
            shown, value = _number_words(written, one), _number(one.value)
            return FigureFact(value, "", shown, one.approximate, one.unit, kind, figure.label, FIGURES_ANCHOR)
    plain = figure.value.replace(",", "")
    value = _number(Decimal(plain)) if _DECIMAL.match(plain) else ""
    return FigureFact(value, "", figure.value, "", figure.unit, kind, figure.label, FIGURES_ANCHOR)


def _found_figures(paragraphs: Sequence[TextParagraph], hidden: Sequence[str]) -> Iterator[tuple[FigureFact, str]]:
    """The telling figures of the texts, each once, with the words beside it."""
    keys: set[tuple[str, str, str]] = set()
    for paragraph in paragraphs:
        text = paragraph.text
        for figure in figures_in(text):
            fact = _figure(paragraph, figure)
            key = fact.shown, fact.unit, fact.label
            is_new = key not in keys and not is_quoted(text, figure.place, hidden)
            if is_new and _is_telling(text, figure, fact.kind):
                keys.add(key)
                start, end = figure.place
                yield fact, f"{text[max(0, start - _BESIDE) : start]}，{text[end : end + _BESIDE]}"


def _figure(paragraph: TextParagraph, figure: FoundFigure) -> FigureFact:
    text, record = paragraph.text, paragraph.record
    return FigureFact(
        value=_number(figure.value),
        upper=_number(figure.upper) if figure.upper is not None else "",
        shown=_number_words(figure.place.excerpt(text), figure),
        rough=figure.approximate,
        unit=figure.unit,
        kind=kind_of(
            text,
            figure.place,
            figure.unit,
            is_plan=isinstance(record, Measure),
            is_report=isinstance(record, Progress | Update),
        ),
        label=_label(text, figure),
        anchor=paragraph.anchor,
        is_part=is_part(text, figure.place),
    )


def _is_telling(text: str, figure: FoundFigure, kind: str) -> bool:
    """Whether a figure reports something: not how long or how often, nor how many points a text has."""
    start, end = figure.place
    if figure.unit in _DURATIONS or _POINTS.match(text, end):
        return False
    if text[end : end + 1] == "中" and figure.label.excerpt(text) == text[start : end + 1]:
        return False  # 43人中
    from_value = text[max(0, start - 1) : start] == "由" and _CHANGE.match(text, end)
    if (
        not kind
        and not from_value
        and (_REST.match(text, figure.label.start) or text[max(0, start - 1) : start] in _INCIDENTAL)
    ):
        return False
    if text[max(0, start - 1) : start] in _POINTING or text[max(0, start - 2) : start] == "上述":
        return False
    return figure.unit != "次" or not _EVERY.search(text, max(0, start - _LONG_LABEL), start)


def _label(text: str, figure: FoundFigure) -> str:
    """The words around a figure, cut to a readable length."""
    start, end = figure.label
    first, last = max(start, figure.place.start - _LABEL_BEFORE), min(end, figure.place.end + _LABEL_AFTER)
    if end - start <= _LONG_LABEL:
        first, last = start, end
    return f"{'…' if first > start else ''}{text[first:last].strip()}{'…' if last < end else ''}"


def _number(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _number_words(written: str, figure: FoundFigure) -> str:
    """The number as it is written, without the unit, with the word that makes it rough."""
    before, unit, after = written.rpartition(figure.unit)
    shown = (before + after if unit else written).strip()
    rough = figure.approximate
    if rough in _BOUNDS:
        return f"{_BOUNDS[rough]}{shown.removesuffix(rough)}"
    return shown if rough in shown else f"{rough}{shown}"
