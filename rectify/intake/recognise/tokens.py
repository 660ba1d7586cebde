"""Lines → tokens: numbering marks, labels, and the text between them, each a span of a line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import Final, NamedTuple

from rectify.intake.recognise.draft import NoticeLine
from rectify.intake.recognise.labels import MAIN, OPENING, Label, label_at_start, label_named, labels_inside
from rectify.intake.recognise.numbering import RANK, fold, mark_of, value_of
from rectify.intake.recognise.quotes import quoted_problem

INLINE: Final = "一是针对"
"""The series of issues that one paragraph counts: 一是针对“……”问题，……。二是针对“……”问题，……。"""
_INLINE: Final = re.compile(r"(?:(?<=[。；;！])|^)\s?([一二三四五六七八九十]{1,3})是(?=(?:针对|关于|对于?)[“\"「『])")
_SECOND: Final = frozenset({"问题1", "序号1", "第1个"})
ALIKE: Final = "同样的开头"
"""The series of paragraphs that begin with the same words."""
_SAME: Final = 4
_PARAGRAPH: Final = 40
_SEVERAL: Final = 3
_BOLD: Final = 4
_FRAGMENT: Final = re.compile(r"[\u4e00-\u9fff]{2,4}\Z")
_HIGH: Final = 2


class Token(NamedTuple):
    """A span of a line. A mark has a series and a value (0: it does not count), a label its meaning."""

    kind: str  # "mark", "label" or "text"
    line: int
    start: int
    end: int
    series: str = ""
    value: int = 0
    label: Label | None = None
    name: str = ""


def line_tokens(
    lines: Sequence[NoticeLine], indexes: Iterable[int], learnt: Mapping[str, Label] = {}
) -> Iterator[Token]:
    """The tokens of the lines at *indexes* that belong to no table."""
    indexes = tuple(indexes)
    alike = _alike(lines, indexes)
    announced = False
    for index in indexes:
        text = lines[index].text
        at = 0
        opening = tuple(_opening(lines, index, learnt, announced=announced))
        if index in alike and not opening:
            opening = (Token("mark", index, 0, 0, ALIKE),)
        for token in opening:
            yield token
            at = max(at, token.end)
        announced = False
        for token in _rest(text, index, at, learnt):
            yield token
            at = token.end
            announced = token.kind == "label" and token.end == len(text)
        if at == len(text) and (found := label_at_start(text, 0, learnt)):
            announced = found.end == len(text)


def _alike(lines: Sequence[NoticeLine], indexes: Sequence[int]) -> set[int]:
    """Paragraphs one after another that begin with the same words, as where each tells one issue without a number."""
    whole = [index for index in indexes if len(lines[index].text) >= _PARAGRAPH]
    found: set[int] = set()
    for _, grouped in groupby(whole, key=lambda index: lines[index].text[:_SAME]):
        group = list(grouped)
        if len(group) >= _SEVERAL:
            found.update(group)
    return found


def _opening(
    lines: Sequence[NoticeLine], index: int, learnt: Mapping[str, Label], *, announced: bool
) -> Iterator[Token]:
    """The mark and the label that begin a line, if they do."""
    line = lines[index]
    text, at = line.text, 0
    if found := mark_of(text):
        second = mark_of(text[found.length :])
        at = found.length + (second.length if second and second.series in _SECOND else 0)
        yield Token("mark", index, 0, at, found.series, found.value)
    elif series := _unnumbered_series(line, learnt):
        yield Token("mark", index, 0, 0, series)
    if label := label_at_start(text, at, learnt):
        yield Token("label", index, label.start, label.end, label=label.label, name=label.name)
    elif announced and text[:1] in (":", "："):
        yield Token("label", index, 0, 1, name="：")
    elif (joined := _split_label(lines, index)) is not None:
        yield Token("label", index, 0, len(text), label=joined, name=text)


def _unnumbered_series(line: NoticeLine, learnt: Mapping[str, Label]) -> str:
    """The series of a line that stands out without a number: a heading, a bold beginning, a quoted problem."""
    if line.line.level:
        return f"标题{line.line.level}"
    if quoted_problem(line.text):
        return "关于"
    bold = line.line.bold and line.line.bold[0][0] <= 1 and line.line.bold[0][1] >= _BOLD
    return "加粗" if bold and not label_at_start(line.text, 0, learnt) else ""


def _split_label(lines: Sequence[NoticeLine], index: int) -> Label | None:
    """The label of which this line holds the beginning (整改) and the next line the end (措施：)."""
    if index + 1 >= len(lines) or not _FRAGMENT.match(lines[index].text):
        return None
    name, colon, _ = lines[index + 1].text[:12].replace("：", ":").partition(":")
    return label_named(lines[index].text + name) if colon and label_named(lines[index].text) is None else None


def _rest(text: str, index: int, at: int, learnt: Mapping[str, Label]) -> Iterator[Token]:
    marks = [
        Token("mark", index, match.start(1), match.end(), INLINE, value_of(match[1]))
        for match in _INLINE.finditer(text, at)
    ]
    labels = [
        Token("label", index, found.start, found.end, label=found.label, name=found.name)
        for found in labels_inside(text, at, learnt)
    ]
    for token in sorted([*marks, *labels], key=lambda one: one.start):
        if token.start < at:
            continue
        if token.start > at:
            yield Token("text", index, at, token.start)
        yield token
        at = token.end
    if at < len(text):
        yield Token("text", index, at, len(text))


def without_decimals(lines: Sequence[NoticeLine], tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens; what only looks like 4.12 because a text that begins with 12 has the number 4 is that number."""
    majors = [fold(lines[t.line].text[: t.end]).split(".")[0] if t.series == "1.1" else "" for t in tokens]
    minors: dict[str, list[int]] = {}
    for token, major in zip(tokens, majors, strict=True):
        minors.setdefault(major, []).append(token.value)
    for token, major in zip(tokens, majors, strict=True):
        if major and minors[major][0] != 1:
            end = token.start + len(major) + 1
            yield token._replace(series="1.", value=value_of(major), end=end)
            yield Token("text", token.line, end, token.end)
        else:
            yield token


def settle(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """The tokens, each mark that only numbers a label made part of it, each title that only looks like a label text.

    `（2）整改措施：` is a label with a number before it; `三、下一步打算` at the end of a notice is a heading.
    """
    pairs = [(mark, label) for mark, label in pairwise(tokens) if _numbers(mark, label)]
    names = Counter((mark.series, label.name) for mark, label in pairs)
    kinds: dict[str, set[Label | None]] = {}
    for mark, label in pairs:
        kinds.setdefault(mark.series, set()).add(label.label)
    whole = {series for series, found in kinds.items() if found & OPENING and len(found & MAIN) > 1}
    merged: list[Token] = []
    heading = -1
    for place, token in enumerate(tokens):
        before = merged[-1] if merged else None
        if token.kind == "label" and before and _numbers(before, token):
            colon = token.end and _has_colon(token)
            counts = names[before.series, token.name] > 1 or before.series in whole
            if token.label in OPENING and not counts:
                merged.append(token)  # `1.存在问题：` begins an issue
            elif counts and token.label in OPENING and not _goes_on(tokens, place, before):
                merged.append(token)
            elif counts or (colon and RANK.get(before.series, 0) > _HIGH):
                merged[-1] = token._replace(start=before.start)
            else:
                heading = token.line
                merged.append(Token("text", token.line, token.start, token.end))
        elif heading == token.line and token.kind == "label":
            merged.append(Token("text", token.line, token.start, token.end))
        else:
            merged.append(token)
    return tuple(merged)


def _numbers(mark: Token, label: Token) -> bool:
    return (
        mark.kind == "mark"
        and label.kind == "label"
        and mark.line == label.line
        and mark.value > 0
        and label.end > label.start
    )


def _has_colon(label: Token) -> bool:
    return label.end - label.start > len(label.name)


def _goes_on(tokens: Sequence[Token], place: int, mark: Token) -> bool:
    """Whether the next mark of the series counts on before another label, as in （1）问题 （2）措施."""
    for following, label in zip(tokens[place + 1 :], tokens[place + 2 :], strict=False):
        if following.kind == "mark" and following.series == mark.series:
            return following.value == mark.value + 1 and _numbers(following, label) and label.label not in OPENING
    return False
