"""Which scheme explains the notice best: each is tried, and judged by how much of the text it accounts for."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import Final, NamedTuple

from rectify.intake.recognise.draft import NoticeLine, Reading
from rectify.intake.recognise.labels import MAIN, OPENING, Label
from rectify.intake.recognise.ledger import Ledger, goes_on_from, header_of, is_summary
from rectify.intake.recognise.oddities import holds_no_issues, not_a_problem
from rectify.intake.recognise.outline import LABELLED, Entry, Heading, ParsedNotice, heading_text
from rectify.intake.recognise.parsing import parse
from rectify.intake.recognise.quotes import is_about
from rectify.intake.recognise.statuses import in_sentence
from rectify.intake.recognise.tables import (
    FORM,
    HEADER,
    OUTSIDE,
    ROW,
    SECTION,
    SUMMARY,
    TABLES,
    form_tokens,
    is_form,
    rows_of,
    whole_row,
)
from rectify.intake.recognise.titles import title_of, turning_point
from rectify.intake.recognise.tokens import ALIKE, INLINE, Token, line_tokens, settle, without_decimals

EXPORT: Final = "导出"
"""No scheme is needed for a file that the site exported itself."""

NAMES: Final = {
    EXPORT: "这是本站导出的文件，逐字段读回",
    ROW: "按台账（表格）的行分",
    FORM: "按一个个表格分",
    LABELLED: "按“存在问题”一类的标签分",
    "关于": "按“关于……问题”的段落分",
    "加粗": "按加粗的小标题分",
    ALIKE: "按开头相同的段落分",
    INLINE: "按“一是针对……问题”分",
}
_WEAK: Final = 0.4
_MIN_SCORE: Final = 0.05


class Choice(NamedTuple):
    """What the best scheme makes of the notice, and how well each scheme explains it, the best first."""

    parsed: ParsedNotice
    readings: tuple[Reading, ...]


def scheme_in_words(scheme: str) -> str:
    """How a scheme is named to people."""
    if scheme.startswith("标题"):
        return f"按{scheme[2:]}级标题分"
    return NAMES.get(scheme, f"按“{scheme}”一类的编号分")


def tokens_of(
    lines: Sequence[NoticeLine], indexes: Sequence[int], learnt: Mapping[str, Label] = {}
) -> tuple[Token, ...]:
    """The tokens of all lines at *indexes*, tables read as tables; *learnt* are labels of this notice alone."""
    groups = [
        (table[1], list(grouped))
        for table, grouped in groupby(indexes, key=lambda index: (lines[index].source.name, lines[index].line.table))
    ]
    tables = [rows_of(lines, grouped) if table else () for table, grouped in groups]
    headers = [header_of(rows, learnt) if rows else None for rows in tables]
    found: list[Token] = []
    ledger: Ledger | None = None
    for (table, grouped), rows, header in zip(groups, tables, headers, strict=True):
        if not table:
            found += settle(tuple(without_decimals(lines, tuple(line_tokens(lines, grouped, learnt)))))
        elif header is not None and is_summary(lines, rows, header):
            found += [
                whole_row(row, len(lines[row.line].text), SUMMARY if n >= header.rows else "")
                for n, row in enumerate(rows)
            ]
        elif header is not None:
            ledger = Ledger(lines, header.columns)
            found += ledger.tokens(rows, header)
        elif ledger is not None and goes_on_from(rows, ledger.columns):
            found += ledger.tokens(rows, None)
        elif is_form(rows, learnt):
            found += form_tokens(lines, rows, learnt)
        else:
            series = OUTSIDE if any(headers) else ""
            found += [Token("text", index, 0, len(lines[index].text), series) for index in grouped]
    return tuple(found)


def choose(lines: Sequence[NoticeLine], tokens: Sequence[Token]) -> Choice | None:
    """The best scheme for the notice, or None where none explains anything."""
    series = dict.fromkeys(t.series for t in tokens if t.kind == "mark" and t.series not in (HEADER, SECTION))
    tried = [(parse(lines, tokens, one), one) for one in (*series, LABELLED)]
    tried = [(_without_prose(lines, tokens, parsed), one) for parsed, one in tried if parsed.entries]
    judged = [(judge(lines, tokens, parsed), parsed) for parsed, _ in tried if parsed.entries]
    judged.sort(key=lambda pair: (round(pair[0].points, 3), pair[0].issues), reverse=True)
    if not judged or max(reading.points for reading, _ in judged) < _MIN_SCORE:
        return None
    return Choice(judged[0][1], tuple(reading for reading, _ in judged))


def evidence(lines: Sequence[NoticeLine], entry: Entry) -> float:
    """How surely an entry is an issue: labelled texts, a quoted problem or a stated status; 0: nothing says so."""
    if entry.mark and entry.mark.series in TABLES:
        return 1
    text = "".join(lines[t.line].text[t.start : t.end] for one in entry.texts for t in one.tokens)
    first = next(
        (lines[t.line].text[t.start : t.end] for one in entry.texts for t in one.tokens if t.kind == "text"), ""
    )
    if not_a_problem(title_of(first)) if first.strip() else False:
        return 0
    if entry.labels() & (MAIN - {Label.PROBLEM}):
        return 1
    if any(holds_no_issues(heading_text(lines, heading)) for heading in entry.path):
        return 0
    if is_about(text) or in_sentence(text) is not None:
        return 0.8
    if entry.labels() & OPENING or 0 < turning_point(first) < len(first):
        return 0.5
    return _WEAK / 4 if "整改" in text else 0


def judge(lines: Sequence[NoticeLine], tokens: Sequence[Token], parsed: ParsedNotice) -> Reading:
    """How well a scheme explains the text: the share of it in issues that look like issues, less what is odd."""
    explained = 0.0
    doubled = 0
    for entry in parsed.entries:
        if _holds_several(lines, entry):
            doubled += 1
            continue
        size = sum(
            t.end - t.start for one in entry.texts for t in (*one.tokens, *((one.announced,) if one.announced else ()))
        )
        explained += size * evidence(lines, entry)
    share, entries = explained / _size(tokens), len(parsed.entries)
    faults = {words: points for points, words in _faults(tokens, parsed, doubled) if points}
    return Reading(
        parsed.scheme, entries, share - sum(faults.values()) + 0.01 * math.log(entries), share, tuple(faults)
    )


def _faults(tokens: Sequence[Token], parsed: ParsedNotice, doubled: int) -> Iterator[tuple[float, str]]:
    """What speaks against a scheme: how many points each costs, and what it is, in words for people."""
    entries = len(parsed.entries)
    yield doubled / entries, f"有 {doubled} 个像是装着几个问题"
    labels = [t for t in tokens if t.kind == "label" and t.label in MAIN]
    lost = sum(1 for out in parsed.outside if out.token.kind == "label" and out.token.label in MAIN)
    if lost:
        yield lost / len(labels), f"有 {lost} 个标签落在问题外面"
    yield len(parsed.odd) / entries / 2, f"有 {len(parsed.odd)} 个编号接不上"
    if parsed.scheme == LABELLED:
        yield 0.05 + 0.5 * _overlooked_share(tokens, parsed), "没有用问题前面的编号"
    elif parsed.scheme not in TABLES and not any(entry.mark and entry.mark.value for entry in parsed.entries):
        yield 0.5 * _overlooked_share(tokens, parsed), "没有用问题前面的编号"
    else:
        unmarked = sum(entry.mark is None for entry in parsed.entries)
        yield 0.5 * unmarked / entries, f"有 {unmarked} 个没有编号"
    heads = Counter(id(entry.path[-1].tokens) if entry.path else 0 for entry in parsed.entries)
    if entries > 1 and len(heads) == entries:
        yield 0.15, "每个标题下面都只有一个问题"


def _size(tokens: Sequence[Token]) -> int:
    """How many characters there are to explain: from the first mark or label on, without headers of tables."""
    first = next((place for place, t in enumerate(tokens) if t.kind != "text" and t.series != HEADER), 0)
    return sum(t.end - t.start for t in tokens[first:] if t.series not in (HEADER, OUTSIDE)) or 1


def _overlooked_share(tokens: Sequence[Token], parsed: ParsedNotice) -> float:
    """The share of entries with a number that the scheme overlooks: in their first line, or counting on above it."""
    marked = {t.line: t.value for t in tokens if t.kind == "mark" and t.value and t.start == 0}
    above = {two.line: marked.get(one.line, 0) for one, two in pairwise(t for t in tokens if t.start == 0)}
    firsts = [next((t.line for one in entry.texts for t in one.tokens), -1) for entry in parsed.entries]
    values = [0, *(above.get(line, 0) for line in firsts)]
    counted = [value == before + 1 for before, value in pairwise(values)]
    return sum(line in marked or on for line, on in zip(firsts, counted, strict=True)) / len(firsts)


def _holds_several(lines: Sequence[NoticeLine], entry: Entry) -> bool:
    """Whether an entry holds several issues: a label twice, several quoted problems or stated statuses."""
    if entry.mark is not None and entry.mark.series in TABLES:
        return False
    if any(token.series in TABLES for one in entry.texts for token in one.tokens):
        return True
    announced = Counter(
        (text.label, text.announced.name) for text in entry.texts if text.announced is not None and text.label in MAIN
    )
    order = [label for label, _ in groupby(t.label for t in entry.texts if t.label in MAIN)]
    if len(order) != len(set(order)) or max(announced.values(), default=0) > 1:
        return True
    return max(map(_looks_like_issues, _children(lines, entry)), default=0) > 1


def _children(lines: Sequence[NoticeLine], entry: Entry) -> Iterator[list[str]]:
    """For each series that counts within an entry's unlabelled texts, what stands under each of its marks."""
    tokens = [token for one in entry.texts for token in one.tokens]
    for series in dict.fromkeys(t.series for t in tokens if t.kind == "mark" and t.start == 0 and t.value):
        texts: list[str] = []
        for token in tokens:
            if token.kind == "mark" and token.series == series and token.start == 0:
                texts.append("")
            elif texts:
                texts[-1] += lines[token.line].text[token.start : token.end] + "\n"
        yield texts


def _looks_like_issues(texts: Sequence[str]) -> int:
    return sum(is_about(text) or in_sentence(text) is not None for text in texts)


def _without_prose(lines: Sequence[NoticeLine], tokens: Sequence[Token], parsed: ParsedNotice) -> ParsedNotice:
    """The same, sections left out that only number their paragraphs while others hold real issues."""
    groups: dict[tuple[Heading, ...], list[float]] = {}
    for entry in parsed.entries:
        groups.setdefault(entry.path[:1], []).append(evidence(lines, entry))
    sure = [path for path, found in groups.items() if max(found) >= _WEAK]
    empty = {path for path, found in groups.items() if max(found) < _WEAK}
    if not sure or not empty:
        return parsed
    prose = frozenset(
        token.line
        for entry in parsed.entries
        if entry.path[:1] in empty
        for token in (*((entry.mark,) if entry.mark else ()), *(t for one in entry.texts for t in one.tokens))
    )
    return parse(lines, tokens, parsed.scheme, prose)
