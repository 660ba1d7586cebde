"""Sentences that speak of several issues at once: 以上问题均已整改到位; 除第6个问题正在推进外，其余9个均已整改完成."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from rectify.intake.recognise.claims import HEADING, LABEL, Claim, as_claim
from rectify.intake.recognise.draft import Doubt, NoticeLine, Quotation, bare
from rectify.intake.recognise.numbering import fold, value_of
from rectify.intake.recognise.outline import Entry
from rectify.intake.recognise.quotes import sentences
from rectify.intake.recognise.statuses import StatedStatus, answered_status, stated_status
from rectify.intake.recognise.tables import SUMMARY, rows_of
from rectify.intake.recognise.tokens import Token

_ABOVE: Final = re.compile(
    r"(?:以上|上述)(?:各项|所有|全部|\d+[个项条]|[一二三四五六七八九十]+[个项条])?(?:反馈)?(?:问题|任务|事项)[^。]{0,4}(?:均|都|全部)"
)
_EXCEPT: Final = re.compile(
    r"除了?(?P<which>[^。；;]{2,80}?)外[,，]?(?:其余|其他|其它)(?P<count>\d{1,3}|[一二三四五六七八九十百]{1,4})?(?:个|项|条)?(?:具体)?(?:问题|任务|事项)?(?P<rest>[^。；;，,]{2,20})"
)
_NUMBERED: Final = re.compile(r"第(\d{1,3}|[一二三四五六七八九十百]{1,4})")
_NUMBER_LIST: Final = re.compile(r"第(?:\d|[、，,和及第一二三四五六七八九十百])+(?:个|项|条)?")
_QUOTED: Final = re.compile(r"[“\"]([^”\"]{4,60})[”\"]")


class Collective(NamedTuple):
    """What a sentence says of the issues above it, or of all but those that it names."""

    said: Quotation
    status: StatedStatus
    apart: tuple[int, ...] = ()
    """The numbers of the issues that it excepts."""
    apart_titles: tuple[str, ...] = ()
    apart_status: StatedStatus | None = None
    others: int = 0
    """How many it says the others are; 0 if it does not say."""

    @property
    def of_all(self) -> bool:
        """Whether it speaks of all issues of the notice, not only of those above it."""
        return bool(self.apart or self.apart_titles)


def is_collective(sentence: str) -> bool:
    """Whether a sentence speaks of all issues above it."""
    return _ABOVE.match(sentence.strip()) is not None


def collective_in(text: str, line: int) -> Iterator[Collective]:
    """The sentences of *text* that give several issues a status."""
    for sentence in sentences(text):
        plain = sentence.strip()
        if is_collective(plain) and (status := stated_status(plain)) is not None:
            yield Collective(Quotation(plain, line), status)
        elif match := _EXCEPT.search(fold(plain)):
            status = stated_status(match["rest"].removeprefix("均").removeprefix("都"))
            apart = [value_of(one) for one in _NUMBERED.findall(match["which"])]
            titles = _QUOTED.findall(match["which"])
            rest = _QUOTED.sub("", _NUMBER_LIST.sub("", match["which"]))
            apart_status = stated_status(
                re.sub(r"^(?:等|这)?[一二三四五六七八九十\d]*(?:个|项|条)?(?:问题|任务|事项)?", "", rest)
            )
            if status is not None and (apart or titles):
                others = value_of(match["count"]) if match["count"] else 0
                yield Collective(Quotation(plain, line), status, tuple(apart), tuple(titles), apart_status, others)


def claims_in_tables(
    lines: Sequence[NoticeLine], tokens: Iterable[Token], titles: Sequence[str]
) -> Iterator[tuple[int, Claim | Doubt]]:
    """By the places of the *titles*, the claims of rows that give the status of an issue; -1 where none is meant."""
    known = [bare(title).rstrip("。…") for title in titles]
    for token in tokens:
        if token.name != SUMMARY:
            continue
        cells = [bare(cell.text).rstrip("。") for cell in rows_of(lines, [token.line])[0].filled_cells]
        place = next((place for place, title in enumerate(known) if any(title and title == cell for cell in cells)), -1)
        status = answered_status("", cells[-1])
        words = lines[token.line].text
        if place < 0:
            yield -1, Doubt("I108", token.line, f"附表里的“{words}”对不上前面的任何一个问题", "看一看漏了哪个问题")
        elif status is not None:
            yield place, as_claim(status, f"附表：{words}", token.line, LABEL)


def claims_of(
    found: Iterable[Collective], entries: Sequence[Entry], titles: Sequence[str], lines: Sequence[int]
) -> Mapping[int, list[Claim]]:
    """By the places of the *entries*, the claims that collective sentences make; *lines* are where entries begin."""
    claims: dict[int, list[Claim]] = {}
    for one in found:
        for place, status in _speaks_of(one, entries, titles, lines):
            claims.setdefault(place, []).append(as_claim(status, one.said.text, one.said.line, HEADING))
    return claims


def _speaks_of(
    one: Collective, entries: Sequence[Entry], titles: Sequence[str], lines: Sequence[int]
) -> Iterator[tuple[int, StatedStatus]]:
    if not one.of_all:
        above = [place for place, line in enumerate(lines) if line < one.said.line]
        section = entries[above[-1]].path if above else None
        yield from ((place, one.status) for place in above if entries[place].path == section)
        return
    apart = {number - 1 for number in one.apart} | {
        place for place, title in enumerate(titles) if any(name in title or title in name for name in one.apart_titles)
    }
    if len(apart) != len(one.apart) + len(one.apart_titles) or (one.others and one.others + len(apart) != len(entries)):
        return
    for place in range(len(entries)):
        if place not in apart:
            yield place, one.status
        elif one.apart_status is not None:
            yield place, one.apart_status
