"""Tokens → headings, issues with their labelled texts, and what stands outside, under one scheme.

A scheme says which series of marks counts the issues. Everything else follows from the outline: higher
series are headings; a mark inside a labelled text that counts from 1 there numbers a step of it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise
from typing import Final

from rectify.intake.recognise.draft import NoticeLine
from rectify.intake.recognise.labels import MAIN, OPENING, Label
from rectify.intake.recognise.numbering import DIGITS, RANK
from rectify.intake.recognise.outline import LABELLED, Entry, Heading, Outside, ParsedNotice, Text
from rectify.intake.recognise.quotes import quoted_problem
from rectify.intake.recognise.tables import HEADER, OUTSIDE, SECTION, TABLES
from rectify.intake.recognise.tokens import INLINE, Token

_CATEGORIES: Final = 2
_SHORT: Final = 60
_MOST: Final = 0.75
_STOPS: Final = "。；;，,：:"
_BARE_HEADING: Final = re.compile(
    r"[【〔\[][^】〕\]]{2,20}[】〕\]]\Z|[★◆■▲☆◇]\s*[^。；;]{2,40}\Z|[^。；;！!]{4,45}(?:方面|问题|情况|任务)(?:（.*）)?[：:]?\Z"
)


def parse(
    lines: Sequence[NoticeLine], tokens: Sequence[Token], scheme: str, prose: frozenset[int] = frozenset()
) -> ParsedNotice:
    """The notice read under *scheme*; marks in the lines *prose* begin no issue."""
    return _Parser(lines, tokens, scheme, prose).run()


@dataclass(slots=True)
class _Parser:
    lines: Sequence[NoticeLine]
    tokens: Sequence[Token]
    scheme: str
    prose: frozenset[int]
    made: ParsedNotice = field(default_factory=lambda: ParsedNotice(""))
    path: list[Heading] = field(default_factory=list)
    entry: Entry | None = None
    counts: dict[str, int] = field(default_factory=dict)
    items: dict[str, int] = field(default_factory=dict)
    places: dict[str, list[int]] = field(default_factory=dict)
    at: int = 0
    heading_line: int = -1
    headlines: bool | None = None

    @property
    def done_labels(self) -> set[Label]:
        """Labels after which a problem is that of another issue: all where labels alone count issues."""
        return {Label.MEASURES, Label.PROGRESS} if self.scheme != LABELLED else set(MAIN - {Label.PROBLEM})

    def run(self) -> ParsedNotice:
        self.made = ParsedNotice(self.scheme)
        for place, token in enumerate(self.tokens):
            if token.kind == "mark":
                self.places.setdefault(token.series, []).append(place)
        opening = self.first_of_cycle()
        for place, token in enumerate(self.tokens):
            self.at = place
            if token.kind == "mark":
                self.mark(token)
            elif token.kind == "label":
                self.label(token, opening)
            else:
                self.text(token, opening)
        return self.made

    def first_of_cycle(self) -> Label | None:
        """The label with which an issue's texts begin: the first of all, or that of most issues that are counted."""
        first: list[Label] = []
        counted = True
        for token in self.tokens:
            if token.kind == "mark" and token.series == self.scheme:
                counted = True
            elif counted and token.kind == "label" and token.label in MAIN | OPENING:
                first.append(token.label)
                counted = False
        return Counter(first).most_common(1)[0][0] if first else None

    # What a token is

    def mark(self, token: Token) -> None:
        role = self.role(token)
        if role == "issue":
            self.begin(token)
        elif role == "heading":
            self.heading(token)
        else:
            if self.in_label() and token.value:
                self.items[token.series] = token.value
            if token.end > token.start or token.series in TABLES:
                self.add(token)

    def role(self, token: Token) -> str:
        """What a mark does here: it begins an issue, is a heading, or numbers part of a text."""
        series, value = token.series, token.value
        if series == HEADER:
            return "text"
        if self.scheme in TABLES and not self.lines[token.line].cells:
            return "heading" if series in RANK and value and self.line_is_short(token) else "text"
        return "heading" if series == SECTION else self.role_in_text(token)

    def role_in_text(self, token: Token) -> str:
        """What a mark does that stands in a paragraph, or counts issues in a table."""
        series, value = token.series, token.value
        if token.line in self.prose:
            return "heading" if self.is_above(series) and self.counts_on(token) else "text"
        if series == self.scheme:
            return "issue" if self.begins(token) else "text"
        if series in DIGITS and self.scheme in DIGITS and self.is_slip(token):
            return "issue"
        if not self.is_above(series):
            return "text"
        if value == 0:
            return (
                "heading"
                if self.line_is_short(token) and not (self.in_label() and not self.followed_by_issue())
                else "text"
            )
        if self.in_label() and self.is_item(token):
            return "text"
        if RANK.get(series, 0) >= _CATEGORIES and self.is_leaf(token):
            return "issue"
        return "heading"

    def is_above(self, series: str) -> bool:
        if series.startswith("标题"):
            return not self.scheme.startswith("标题") or series < self.scheme
        if series not in RANK:
            return False
        if self.scheme in RANK:
            return RANK[series] < RANK[self.scheme]
        return RANK[series] <= _CATEGORIES or self.entry is None

    def in_label(self) -> bool:
        return self.entry is not None and bool(self.entry.labels())

    def counts_on(self, token: Token) -> bool:
        return token.value == self.counts.get(token.series, 0) + 1

    def is_item(self, token: Token) -> bool:
        """Whether a mark of a higher series inside a labelled text numbers a step of it."""
        goes_on = self.items.get(token.series, 0) == token.value - 1 and token.value > 1
        if goes_on and self.counts_on(token):
            return not (self.line_is_short(token) and self.followed_by_issue())
        return goes_on or not self.counts_on(token) or (token.value == 1 and not self.followed_by_issue())

    def begins(self, token: Token) -> bool:
        """Whether a mark of the series that counts issues begins one."""
        if token.series == INLINE:
            return token.value == 1 or self.counts_on(token)
        if token.value == 0:
            return token.series in TABLES or self.entry is None or not self.in_label() or self.recurs()
        if token.series in TABLES:
            return True
        if self.in_label() and self.items.get(token.series, 0) == token.value - 1 > 0:
            return self.recurs()
        if self.counts_on(token):
            return True
        if self.in_label() or token.value != 1:
            odd = self.recurs()
            if odd:
                self.made.odd.append(token)
            return odd
        return self.entry is None or self.recurs()

    def is_slip(self, token: Token) -> bool:
        """Whether a mark of a sister series stands where the next issue's mark should: `24市政府……`."""
        if not self.counts_on(token._replace(series=self.scheme)) or self.counts.get(self.scheme, 0) == 0:
            return False
        following = self.next_of(self.scheme)
        if following is not None and following.value == token.value:
            return False
        return self.recurs() or (not self.in_label() and following is not None and following.value == token.value + 1)

    def next_of(self, series: str) -> Token | None:
        """The next mark of a series."""
        places = self.places.get(series, [])
        at = bisect_right(places, self.at)
        return self.tokens[places[at]] if at < len(places) else None

    def recurs(self) -> bool:
        """Whether the labels that follow are those of another issue: the present one has them already."""
        own = self.entry.labels() if self.entry else set()
        for token in islice(self.tokens, self.at + 1, None):
            if token.kind == "mark" and (token.series == self.scheme or RANK.get(token.series, 9) <= _CATEGORIES):
                return False
            if token.kind == "label" and token.label in MAIN | OPENING:
                return self.entry is None or token.label in own
        return False

    def is_leaf(self, token: Token) -> bool:
        """Whether a heading is itself an issue: nothing is counted below it, and it has labelled texts."""
        rank = RANK[token.series]
        heading = self.lines[token.line].text[token.end :]
        for following in islice(self.tokens, self.at + 1, None):
            if following.kind == "mark" and following.series == self.scheme:
                return False
            if following.kind == "mark" and RANK.get(following.series, 9) <= rank:
                return quoted_problem(heading) is not None and self.scheme in RANK
            if following.kind == "label" and following.label in MAIN | OPENING:
                return following.label not in OPENING and not heading.endswith(("方面", "方面。"))
        return False

    def line_is_short(self, token: Token) -> bool:
        text = self.lines[token.line].text
        return len(text) <= _SHORT and "。" not in text[:-1]

    def followed_by_issue(self) -> bool:
        """Whether the next mark counts issues: it goes on counting, or begins anew."""
        for token in islice(self.tokens, self.at + 1, None):
            if token.series == HEADER:
                continue
            if token.kind == "mark" and token.series == self.scheme:
                return self.scheme in TABLES or token.value in (0, 1, self.counts.get(self.scheme, 0) + 1)
            if token.kind == "label" or (token.kind == "mark" and token.series in RANK):
                return False
        return False

    def is_bare_heading(self, token: Token) -> bool:
        whole = token.kind == "text" and token.start == 0 and token.end == len(self.lines[token.line].text)
        return whole and bool(_BARE_HEADING.match(self.lines[token.line].text))

    # What it does

    def begin(self, token: Token | None) -> None:
        if token is not None and RANK.get(token.series, 9) < RANK.get(self.scheme, 9):
            self.path = [one for one in self.path if _rank(one.series) < RANK[token.series]]
        self.entry = Entry(tuple(self.path), token)
        self.made.entries.append(self.entry)
        self.items.clear()
        if token is not None and token.value:
            self.counts[self.scheme if token.series in DIGITS and self.scheme in DIGITS else token.series] = token.value

    def heading(self, token: Token) -> None:
        self.entry = None
        self.items.clear()
        rank = _rank(token.series)
        self.path = [one for one in self.path if _rank(one.series) < rank]
        for series in [s for s in self.counts if _rank(s) > rank and not self.counts_through(s)]:
            del self.counts[series]
        self.counts[token.series] = token.value
        same_line = [t for t in self.tokens[self.at + 1 : self.at + 8] if t.line == token.line]
        self.path.append(Heading(token.series, token.value, (token, *same_line)))
        self.heading_line = token.line
        self.made.outside.append(Outside(token, len(self.made.entries), tuple(self.path)))

    def counts_through(self, series: str) -> bool:
        """Whether a series goes on counting after this heading instead of beginning anew."""
        following = self.next_of(series)
        return following is None or following.value == self.counts[series] + 1 != 1

    def label(self, token: Token, opening: Label | None) -> None:
        in_heading = self.heading_line == token.line and self.entry is None
        if in_heading and (token.label not in OPENING or self.followed_by_issue()):
            self.add(token)
            return
        if token.label is None or token.line in self.prose:
            self.add(token)
            return
        own = self.entry.labels() if self.entry else set()
        first = token.label in OPENING or (token.label is Label.NUMBER and self.scheme not in TABLES)
        again = self.entry is None or token.label in own or (own & self.done_labels and opening in OPENING)
        if (first and self.scheme not in TABLES and again) or (
            self.scheme == LABELLED and token.label is opening and (self.entry is None or token.label in own)
        ):
            self.begin(None)
        if self.entry is None:
            self.made.outside.append(Outside(token, len(self.made.entries), tuple(self.path)))
        else:
            self.items.clear()
            self.entry.announce(token.label, token)

    def text(self, token: Token, opening: Label | None) -> None:
        in_table = bool(self.lines[token.line].cells)
        if (self.scheme in TABLES and not in_table) or (self.scheme == INLINE and token.start == 0):
            self.entry = None
        if (
            not in_table
            and token.start == 0
            and self.is_bare_heading(token)
            and self.followed_by_issue()
            and self.next_is_issue()
        ):
            self.entry = None
            self.path = [one for one in self.path if one.series != "小标题"]
            self.path.append(Heading("小标题", 0, (token,)))
            self.made.outside.append(Outside(token, len(self.made.entries), tuple(self.path)))
            return
        cycle = opening is not None and (opening not in OPENING or self.has_headlines(opening))
        if self.scheme == LABELLED and opening is not None and cycle and self.comes_before(opening):
            self.begin(None)
        self.add(token)

    def next_is_issue(self) -> bool:
        following = next((t for t in self.tokens[self.at + 1 : self.at + 4] if t.series != HEADER), None)
        return following is not None and following.kind == "mark" and following.series == self.scheme

    def has_headlines(self, opening: Label) -> bool:
        """Whether most issues have a line of their own above the label that begins the others' texts."""
        if self.headlines is None:
            above = [
                before for before, token in pairwise(self.tokens) if token.kind == "label" and token.label is opening
            ]
            found = sum(self.is_headline(token) for token in above)
            self.headlines = found > 1 and found >= _MOST * len(above)
        return self.headlines

    def is_headline(self, token: Token) -> bool:
        text = self.lines[token.line].text
        return token.kind == "text" and token.start == 0 and token.end == len(text) <= _SHORT and text[-1] not in _STOPS

    def comes_before(self, opening: Label) -> bool:
        """Whether the label that begins each cycle follows at once: this paragraph names the problem."""
        following = self.tokens[self.at + 1] if self.at + 1 < len(self.tokens) else None
        own = self.entry.labels() if self.entry else {opening}
        return following is not None and following.label is opening and opening in own

    def add(self, token: Token) -> None:
        if self.entry is None or token.series in (HEADER, OUTSIDE):
            self.made.outside.append(Outside(token, len(self.made.entries), tuple(self.path)))
            return
        if not self.entry.texts:
            self.entry.texts.append(Text(None, None, []))
        self.entry.texts[-1].tokens.append(token)


def _rank(series: str) -> float:
    if series in RANK:
        return RANK[series]
    if series == SECTION:
        return 2.5
    if series == "小标题":
        return 2.6
    return int(series[2:]) - 1 if series.startswith("标题") else 9
