"""Which characters of a small-Markdown text a reader sees, and which are marks that only shape it.

One scan decides for everyone: `richtext` makes HTML of the marks and shows the rest; checks and the
public record read what is left without the marks. Stars between digits (3*4*5米), after masked names
(张*、李*) and underscores are text. `richtext.problems` compares the page with this scan, so that
the two cannot part in silence.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Final, NamedTuple

from rectify.ground.text import SOFT_BREAK

LINK_TARGET: Final = re.compile(
    r"\(\s*(?:<([^<>\s]*)>|((?:[^()<>\"'`\\\s]|\([^()<>\"'`\\\s]*\))*))(?:\s+(?:\"[^\"\n]*\"|'[^'\n]*'))?\s*\)"
)
"""The round brackets of a link: an address, and perhaps a title."""

_MARKS: Final = re.compile(r"[*`\\&<\[]")
_TOKEN: Final = re.compile(
    r"\\(?P<escape>[\\`*_{}\[\]()>#+.!|-])"
    r"|(?P<ticks>`+)"
    r"|<(?P<autolink>[A-Za-z][A-Za-z0-9+.-]*:[^<>\s]*|[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+)>"
    r"|(?P<reference>&(?:\#[0-9]+|\#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);)"
    r"|(?P<url>https?://[!#-'+-;=?-Z^_a-~*]*[A-Za-z0-9/=&#%])"
    r"|(?P<open>!?\[)|(?P<close>\])"
    r"|(?P<stars>\*+)"
    r"|(?P<cell>\|)|(?P<line>\n)"
)
_STRONG: Final = 2
_MAX_OPEN: Final = 50
"""So many runs of stars wait for their other end; more stand in no line that a person wrote."""
_LONGEST_RUN: Final = 3
_FIRST: Final = frozenset("“‘《〈（【〔「『([\"'`\\<&")
"""What emphasised text begins with, besides letters and digits: the stars of 张*、李* stand for signs left out."""
_NEVER_LAST: Final = frozenset("“‘《〈（【〔「『([")
_JOINING: Final = frozenset("和与及或等")
_SURNAMES: Final = frozenset("王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕某")
"""Letters before which stars are masked names rather than emphasis, where they stand before both runs."""

_SEVERING: Final = re.compile(r"[*_`\n]")
_SEVERED: Final = re.compile(r"(?<=[0-9])(?:[*_`]{1,3}|[ \t]*\n[ \t]*)(?=[0-9])")
_TYPED: Final = frozenset("LNMZC")
"""First letters of the categories of characters that must be typed: letters, digits, marks on them, spaces, controls."""


class Mark(NamedTuple):
    """A piece of a text that is shown as *shown*, which is nothing for most; *address* is that of a link."""

    start: int
    end: int
    kind: str
    shown: str = ""
    address: str = ""


class VisibleText(NamedTuple):
    """A text without its marks, and for each of its characters the place in the source; None if the source has no marks."""

    text: str
    places: tuple[int, ...] | None = None

    def stood(self, start: int, end: int) -> tuple[int, int]:
        """Where the characters from *start* to *end* stood."""
        if self.places is None or not start < end:
            return start, end
        return self.places[start], self.places[end - 1] + 1


def marks_in(text: str) -> tuple[Mark, ...]:
    """The marks of *text* in their order, none over another: emphasis, code, links, references, escapes."""
    return _scan(text).sorted_marks() if _MARKS.search(text) else ()


def literal_stars(text: str) -> list[int]:
    """Where in *text* stars stand that are text, and that Markdown might take for marks."""
    scan = _scan(text)
    mark_places = {place for mark in scan.sorted_marks() for place in range(mark.start, mark.end)}
    runs = (run for run in scan.runs if not (_is_gap(text, run.start - 1) and _is_gap(text, run.end)))
    return [place for run in runs for place in range(run.start, run.end) if place not in mark_places]


def strip_marks(text: str, *, addresses: bool = False) -> str:
    """*text* as it is read, line by line as it stands: without marks of emphasis, code, links and escapes.

    Lists, quotations and tables keep their signs. With *addresses* links stay as they are written.
    """
    if not _MARKS.search(text):
        return text
    return _without_marks(text, tuple(m for m in marks_in(text) if not (addresses and m.kind == "link"))).text


def seen_text(text: str) -> VisibleText:
    """What `strip_marks` gives, with its places."""
    return _without_marks(text, marks_in(text)) if _MARKS.search(text) else VisibleText(text)


def unbroken(visible: VisibleText) -> VisibleText:
    """*visible* without the line ends that a page does not show: those inside Chinese text."""
    return _cut(visible, re.compile(SOFT_BREAK)) if "\n" in visible.text else visible


def with_whole_numbers(visible: VisibleText) -> VisibleText:
    """*visible* with numbers whole that stars, backticks or line ends cut in two: a reader reads on across them."""
    return _cut(visible, _SEVERED) if _SEVERING.search(visible.text) else visible


def _cut(visible: VisibleText, pattern: re.Pattern[str]) -> VisibleText:
    cuts = tuple(Mark(*match.span(), "cut") for match in pattern.finditer(visible.text))
    if not cuts:
        return visible
    joined = _without_marks(visible.text, cuts)
    if visible.places is None or joined.places is None:
        return joined
    return VisibleText(joined.text, tuple(visible.places[place] for place in joined.places))


def links_in(text: str) -> tuple[str, ...]:
    """The addresses to which the links of *text* lead."""
    return tuple(mark.address for mark in marks_in(text) if mark.address) if "](" in text else ()


def refused_references(text: str) -> Iterator[Mark]:
    """References (`&#…;`) to characters that must be typed instead, so that people who read the file see them."""
    for mark in marks_in(text) if "&" in text else ():
        if mark.kind == "reference" and any(unicodedata.category(one)[0] in _TYPED for one in mark.shown):
            yield mark


def doubtful_stars(text: str) -> list[int]:
    """Where stars inside a word are taken for emphasis, and people may have meant signs: 长*宽*高, 李**和王**."""
    return [mark.start for mark in marks_in(text) if mark.kind == "doubtful"] if "*" in text else []


def _without_marks(text: str, marks: tuple[Mark, ...]) -> VisibleText:
    """*text* with what its *marks* show in their stead."""
    pieces: list[str] = []
    places: list[range] = []
    at = 0
    for mark in marks:
        pieces += (text[at : mark.start], mark.shown)
        places += (range(at, mark.start), *(range(mark.start, mark.start + 1) for _ in mark.shown))
        at = mark.end
    return VisibleText("".join((*pieces, text[at:])), tuple(chain(*places, range(at, len(text)))))


def _is_word(text: str, place: int) -> bool:
    return 0 <= place < len(text) and text[place].isalnum()


def _is_gap(text: str, place: int) -> bool:
    return not 0 <= place < len(text) or text[place].isspace()


@dataclass(slots=True)
class _Scan:
    """The state of a scan through a text; each method takes one kind of token and gives the place where the next begins."""

    text: str
    marks: list[Mark] = field(default_factory=list)
    runs: list[Mark] = field(default_factory=list)
    brackets: list[int] = field(default_factory=list)
    openings: list[Mark] = field(default_factory=list)

    def sorted_marks(self) -> tuple[Mark, ...]:
        """All marks, in their order."""
        return tuple(sorted(self.marks))

    def escape(self, token: re.Match[str]) -> int:
        self.marks.append(Mark(token.start(), token.start() + 1, "escape"))
        return token.end()

    def ticks(self, token: re.Match[str]) -> int:
        """Code, if as many backticks stand behind it as before it."""
        run = re.escape(token[0])
        closing = re.compile(rf"(?<!`){run}(?!`)").search(self.text, token.end())
        if closing is None or self.text.find("\n\n", token.end(), closing.start()) >= 0:
            return token.end()
        self.marks += (Mark(*token.span(), "code"), Mark(*closing.span(), "code"))
        return closing.end()

    def autolink(self, token: re.Match[str]) -> int:
        self.marks += (Mark(token.start(), token.start() + 1, "code"), Mark(token.end() - 1, token.end(), "code"))
        return token.end()

    def reference(self, token: re.Match[str]) -> int:
        character = html.unescape(token[0])
        if character != token[0]:
            self.marks.append(Mark(*token.span(), "reference", character))
        return token.end()

    def url(self, token: re.Match[str]) -> int:
        """A bare address: its stars are its own."""
        stars = re.finditer(r"\*+", token[0])
        self.runs += (Mark(token.start() + run.start(), token.start() + run.end(), "run") for run in stars)
        return token.end()

    def open(self, token: re.Match[str]) -> int:
        self.brackets.append(-1 if token[0] == "![" else token.start())
        return token.end()

    def close(self, token: re.Match[str]) -> int:
        opening = self.brackets.pop() if self.brackets else -1
        target = LINK_TARGET.match(self.text, token.end())
        if opening < 0 or target is None:
            return token.end()
        address = target[1] or target[2] or ""
        self.marks += (Mark(opening, opening + 1, "link"), Mark(token.start(), target.end(), "link", "", address))
        return target.end()

    def line(self, token: re.Match[str]) -> int:
        """Emphasis ends with its line or its cell, links with their paragraph."""
        self.openings.clear()
        if self.text[token.end() :].lstrip(" ").startswith("\n"):
            self.brackets.clear()
        return token.end()

    def stars(self, token: re.Match[str]) -> int:
        """Emphasis, from one run of stars to the next of the same length."""
        text, (start, end) = self.text, token.span()
        run = Mark(start, end, "opening")
        self.runs.append(run)
        around = text[max(start - 1, 0) : start] + text[end : end + 1]
        cuts_a_number = start > 0 and len(around) > 1 and around.isascii() and around.isalnum()
        if end - start > _LONGEST_RUN or cuts_a_number:
            return end
        alike = [place for place, one in enumerate(self.openings) if one.end - one.start == end - start]
        if alike and not _is_gap(text, start - 1) and text[start - 1] not in _NEVER_LAST:
            opening = self.openings[alike[-1]]
            kind = "doubtful" if self._is_doubtful(opening, run) else "opening"
            self.marks += (opening._replace(kind=kind), run._replace(kind="closing"))
            del self.openings[alike[-1] :]
        elif _is_word(text, end) or text[end : end + 1] in _FIRST:
            self.openings.append(run)
            del self.openings[:-_MAX_OPEN]
        return end

    def _is_doubtful(self, opening: Mark, closing: Mark) -> bool:
        """Whether two runs of stars may as well be names left out, a footnote, or a sum."""
        before, last = self.text[max(opening.start - 1, 0)], self.text[closing.start - 1]
        inside_word = _is_word(self.text, opening.start - 1)
        if closing.end - closing.start == _STRONG:
            return inside_word and (self.text[opening.end] in _JOINING or (before in _SURNAMES and last in _SURNAMES))
        between = self.runs[-2].start != opening.start
        return inside_word or between or last in _SURNAMES or _is_word(self.text, closing.end)


def _scan(text: str) -> _Scan:
    scan = _Scan(text)
    takers: dict[str, Callable[[re.Match[str]], int]] = {
        "escape": scan.escape,
        "ticks": scan.ticks,
        "autolink": scan.autolink,
        "reference": scan.reference,
        "url": scan.url,
        "open": scan.open,
        "close": scan.close,
        "stars": scan.stars,
        "cell": scan.line,
        "line": scan.line,
    }
    at = 0
    while token := _TOKEN.search(text, at):
        at = takers[token.lastgroup or ""](token)
    return scan
