"""What the labels of one notice mean: those that it repeats, judged by their words, by the texts under them and by their order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, product
from statistics import median
from typing import Final, NamedTuple

from rectify.intake.recognise.draft import NoticeLine
from rectify.intake.recognise.labels import BULLET, OPENING, Label, guessed_label, label_named
from rectify.intake.recognise.numbering import fold, mark_of
from rectify.intake.recognise.oddities import is_body, says_what_is_wrong
from rectify.intake.recognise.statuses import answered_status
from rectify.intake.recognise.tables import rows_of
from rectify.intake.recognise.tokens import Token

_AT_START: Final = re.compile(
    rf"{BULLET}(?:[\[【(]\s?([\u4e00-\u9fff、/]{{1,12}})\s?[\]】)]\s?:?|([\u4e00-\u9fff、/]{{2,12}})\s?:)"
)
_INSIDE: Final = re.compile(rf"(?<=[。；;])\s?{BULLET}([\u4e00-\u9fff]{{3,8}}):")
_WHOLE: Final = re.compile(r"([\u4e00-\u9fff]{2,8})()")
"""A line that holds nothing but a name."""
_CELL: Final = re.compile(r"[\u4e00-\u9fff、/（）()]{2,12}[:：]?")
_OTHER: Final = re.compile(
    r"电话|地址|邮箱|来源|日期|编辑|传真|邮编|网址|附件|主送|抄送|[一二三四五六七八九十]是$|例如|其中"
)
_ALONE: Final = 3


class Learnt(NamedTuple):
    """A label of this notice: its name, what it is taken for, how often it stands there, and where first."""

    name: str
    label: Label
    times: int
    line: int


def learn(lines: Sequence[NoticeLine], indexes: Sequence[int]) -> tuple[Learnt, ...]:
    """The labels that the lines at *indexes* repeat and that are not known by their names."""
    first: dict[str, int] = {}
    counts: Counter[str] = Counter()
    known: Counter[str] = Counter()
    for index in indexes:
        for name in _candidates(lines, index):
            (known if label_named(name) else counts)[name] += 1
            first.setdefault(name, index)
    often = [count for count in (*known.values(), *counts.values()) if count > 1]
    usual = median(often) if often else 0
    return tuple(_learnt(counts, first, usual))


def _learnt(counts: Mapping[str, int], first: Mapping[str, int], usual: float) -> Iterator[Learnt]:
    for name, count in counts.items():
        guess = guessed_label(name)
        least = 2 if guess else _ALONE
        if count >= max(least, usual / 2) and not _OTHER.search(name):
            yield Learnt(name, guess or Label.REMARK, count, first[name])


def _candidates(lines: Sequence[NoticeLine], index: int) -> Iterator[str]:
    line = lines[index]
    if line.line.table:
        cells = rows_of(lines, [index])[0].cells
        if len(cells) > 1 and _CELL.fullmatch(cells[0].name) and cells[1].text:
            yield cells[0].name.strip("：:")
        return
    mark = mark_of(line.text)
    match = _AT_START.match(fold(line.text), mark.length if mark else 0) or _WHOLE.fullmatch(line.text)
    if match:
        yield "".join((match[1] or match[2]).split())
    yield from _INSIDE.findall(fold(line.text))


_SHORT: Final = 12
_LONG: Final = 8
_TITLE: Final = 30
_MOST: Final = 4
"""How many labels of unknown meaning a notice may have; there are no more main texts than three."""
_LIKE_A_STATUS: Final = re.compile(r"销号|完成|整改|推进|办结|验收|坚持|序时|^[√✓是否]$")
_DAY: Final = re.compile(r"(?:\d{4}[年./-]|\d{1,2}月|立行立改|即知即改|长期|持续)[^。；]{0,12}")
_DONE: Final = re.compile(r"已|完成|到位|累计|均|[次份人家条万]|经[查核]")
_TO_DO: Final = re.compile(
    r"(?:[(（]?\d[)）.、]|[①-⑨]|一是)?\s*(?:制定|制订|修订|建立|健全|完善|开展|组织|加强|实行|督促|落实|推行|编制|设立|聘请|召开|委托|重新|对|将|把|由|加[快强大]|成立|明确|严格|定期|每)"
)
_ORDER: Final = (Label.PROBLEM, Label.MEASURES, Label.PROGRESS)
_SHARE: Final = 0.5


@dataclass(slots=True)
class _LabelName:
    """A label's name: what it is taken for, where it stands first, and what stands under it."""

    label: Label
    line: int
    texts: list[str] = field(default_factory=list)

    def share(self, pattern: re.Pattern[str], *, whole: bool = False) -> float:
        """The share of the texts in which the *pattern* occurs, or which are nothing else."""
        found = pattern.fullmatch if whole else pattern.search
        return sum(found(text) is not None for text in self.texts) / len(self.texts)


def by_texts(lines: Sequence[NoticeLine], tokens: Sequence[Token]) -> tuple[tuple[Token, ...], tuple[Learnt, ...]]:
    """The *tokens* with their labels as the texts under them say; and what names of no known meaning were taken for."""
    names = _label_names(lines, tokens)
    meant = {name: label for name, one in names.items() if (label := _by_kind(name, one)) is not None}
    meant |= _by_order(names, meant)
    meant |= _told_otherwise(names, meant)
    changed = tuple(
        token._replace(label=meant[token.name]) if token.kind == "label" and token.name in meant else token
        for token in tokens
    )
    told = (Learnt(name, label, len(names[name].texts), names[name].line) for name, label in meant.items())
    return changed, tuple(one for one in told if label_named(one.name) is None)


def _label_names(lines: Sequence[NoticeLine], tokens: Sequence[Token]) -> dict[str, _LabelName]:
    """The labels of the notice by their names, in their order, with the texts that are not empty."""
    names: dict[str, _LabelName] = {}
    name, text, series = "", "", ""
    for token in (*tokens, Token("label", -1, 0, 0)):
        if token.kind == "text":
            text += lines[token.line].text[token.start : token.end]
            continue
        if token.kind == "mark" and token.value and (not text or token.series == series):
            series = token.series
            continue
        if name and text.strip():
            names[name].texts.append(text.strip())
        name, text, series = "", "", ""
        if token.kind == "label" and token.label is not None and token.name:
            name = token.name
            names.setdefault(name, _LabelName(token.label, token.line))
    return {name: one for name, one in names.items() if one.texts}


def _is_open(name: str, one: _LabelName) -> bool:
    return one.label is Label.REMARK and label_named(name) is None


def _by_kind(name: str, one: _LabelName) -> Label | None:
    """What short texts of one kind say of their label."""
    if (one.label is Label.PROGRESS or _is_open(name, one)) and _are_statuses(name, one.texts):
        return Label.RESULT
    if not _is_open(name, one):
        return None
    if one.share(_DAY, whole=True) > _SHARE:
        return Label.DUE
    return Label.RESPONSIBLE if sum(map(is_body, one.texts)) > _SHARE * len(one.texts) else None


def _are_statuses(name: str, texts: Sequence[str]) -> bool:
    states = [answered_status(name, text) for text in texts]
    alike = (len(text) <= _SHORT and _LIKE_A_STATUS.search(text) is not None for text in texts)
    found = sum(state is not None or is_alike for state, is_alike in zip(states, alike, strict=True))
    return any(state is not None for state in states) and found >= _SHARE * len(texts)


def _by_order(names: Mapping[str, _LabelName], meant: Mapping[str, Label]) -> dict[str, Label]:
    """The meanings of long texts: of all that keep the order 问题, 措施, 情况, the one that fits their words best."""
    main = [name for name, one in names.items() if name not in meant and (one.label in _ORDER or _is_open(name, one))]
    main = [name for name in main if not _is_open(name, names[name]) or median(map(len, names[name].texts)) >= _LONG]
    open_ = [name for name in main if _is_open(name, names[name])]
    known: set[Label] = {Label.PROGRESS if one.label is Label.EFFECT else one.label for one in names.values()}
    if not 0 < len(open_) <= _MOST:
        return {}
    titled = all(median(map(len, one.texts)) <= _TITLE for one in names.values() if one.label in OPENING)
    again = {Label.PROBLEM} if titled else set()
    best: tuple[float, dict[str, Label]] = (0, {})
    for choice in product((*_ORDER, None), repeat=len(open_)):
        chosen = {name: label for name, label in zip(open_, choice, strict=True) if label is not None}
        if _keeps_order([chosen.get(name, names[name].label) for name in main], known - again, chosen):
            fit = sum(_fits(names[name], label) for name, label in chosen.items())
            best = max(best, (fit, chosen), key=lambda pair: pair[0])
    return best[1]


def _told_otherwise(names: Mapping[str, _LabelName], meant: Mapping[str, Label]) -> dict[str, Label]:
    """做法 that tell what was done, in a notice that has neither 整改情况 nor 成效."""
    if {Label.PROGRESS, Label.EFFECT} & {meant.get(name, one.label) for name, one in names.items()}:
        return {}
    return {n: Label.PROGRESS for n, one in names.items() if n.endswith("做法") and one.share(_DONE) > _SHARE}


def _keeps_order(labels: Sequence[Label], known: set[Label], chosen: Mapping[str, Label]) -> bool:
    """Whether main texts come in their order, each once."""
    ranks = [_ORDER.index(label) for label in labels if label in _ORDER]
    once = len(set(chosen.values())) == len(chosen) and not set(chosen.values()) & known
    return once and all(a <= b for a, b in pairwise(ranks))


def _fits(one: _LabelName, label: Label) -> float:
    """How well the texts under a name fit a main label, from 0 to 1."""
    done, to_do = one.share(_DONE), sum(_TO_DO.match(text) is not None for text in one.texts) / len(one.texts)
    if label is Label.PROBLEM:
        return sum(map(says_what_is_wrong, one.texts)) / len(one.texts) * (1 - to_do / 2)
    return done * (1 - to_do / 2) if label is Label.PROGRESS else max(to_do, 0.2) * (1 - done / 2)
