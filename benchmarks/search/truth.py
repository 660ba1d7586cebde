"""What a search must find: worked out from the visible text of the built pages, apart from the project's code.

The normal form is written here once more, by its description alone: NFKC, lower case; white space and soft
marks vanish, but between two ASCII letters or digits they leave one blank. A comma before three digits vanishes, too.
All other marks stay as they are.
"""

from __future__ import annotations

import html
import itertools
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final

import pypinyin

SOFT: Final = "\"'`“”‘’「」『』〝〞()（）[]［］【】〔〕〈〉《》{}｛｝·•・‧-‐‑–—―−－_＿…~～"
HAN: Final = "\u4e00-\u9fff"
_THOUSANDS: Final = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_GAP: Final = re.compile(f"[\\s{re.escape(SOFT)}]+")
_IS_HAN: Final = re.compile(f"[{HAN}]")
_ALNUM: Final = re.compile("[0-9a-z]")
_PARTS: Final = re.compile(
    r'<h1 class="issue__title">(?P<title>.*?)</h1>'
    r'|<p class="issue__brief"[^>]*>(?P<brief>.*?)</p>'
    r'|<div class="issue__note">(?P<note>.*?)</div>'
    r'|<div class="paragraph__text">(?P<text>.*?)(?=<div class="paragraph"|</section>)'
    r'|<span class="issue__result-words">(?P<result>.*?)</span>'
    r'|<dl class="figures">(?P<figures>.*?)</dl>',
    re.DOTALL,
)
"""What belongs to an issue itself: no menus, facets, neighbours, and no lists that repeat its words."""
_HIDDEN: Final = re.compile(
    r'<span class="visually-hidden">.*?</span>|<p class="issue__note-title">.*?</p>|<svg.*?</svg>', re.DOTALL
)
_BLOCK: Final = re.compile(
    r'</?(?:p|li|ul|ol|dl|dt|dd|div|td|th|tr|table|caption|blockquote|h\d|br)\b[^>]*>|<span class="issue__outcome">'
)
_TAG: Final = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class Corpus:
    """The issues of a built site: addresses of their pages, and the blocks of text on each."""

    paths: tuple[str, ...]
    blocks: tuple[tuple[str, ...], ...]

    @cached_property
    def _pages(self) -> list[str]:
        return ["\n" + "\n".join(map(normal, blocks)) for blocks in self.blocks]

    @cached_property
    def text(self) -> str:
        """The normal form of all, one page after the other, a line for each block."""
        return "".join(self._pages)

    @cached_property
    def starts(self) -> list[int]:
        """Where each page begins in the text, and where the last one ends."""
        return [0, *itertools.accumulate(map(len, self._pages))]

    @cached_property
    def folded(self) -> str:
        """The text in simplified characters."""
        return fold(self.text)

    @cached_property
    def sounds(self) -> tuple[dict[str, str], dict[str, str]]:
        """The characters of each syllable, and of each first letter."""
        by_syllable: dict[str, str] = {}
        by_initial: dict[str, str] = {}
        for character in sorted(c for c in set(self.text) if _IS_HAN.match(c)):
            for syllable in sorted(readings(character)):
                by_syllable[syllable] = by_syllable.get(syllable, "") + character
                by_initial[syllable[0]] = by_initial.get(syllable[0], "") + character
        return by_syllable, by_initial

    def holding(self, needle: str, *, folded: bool = False) -> frozenset[int]:
        """The pages that have a normal form in their text."""
        text = self.folded if folded else self.text
        return frozenset(self._found(lambda at: text.find(needle, at)))

    def matching(self, pattern: re.Pattern[str]) -> frozenset[int]:
        """The pages in whose text *pattern* matches."""

        def find(at: int) -> int:
            match = pattern.search(self.text, at)
            return match.start() if match else -1

        return frozenset(self._found(find))

    def _found(self, find: Callable[[int], int]) -> Iterator[int]:
        at = find(0)
        while at >= 0:
            page = bisect_right(self.starts, at) - 1
            yield page
            at = find(self.starts[page + 1])


def read_corpus(output: Path, pattern: str = "*/[0-9]*.html") -> Corpus:
    """The issue pages below *output*."""
    files = sorted(output.glob(pattern))
    paths = tuple(file.relative_to(output).as_posix() for file in files)
    return Corpus(paths, tuple(visible(file.read_text("utf-8")) for file in files))


def visible(page: str) -> tuple[str, ...]:
    """The blocks of text that a reader sees of an issue: title, note, paragraphs with their dates, figures."""
    page = _HIDDEN.sub("", page)
    blocks = []
    for part in _PARTS.finditer(page):
        inside = next(text for text in part.groups() if text is not None)
        lines = _BLOCK.sub("\n", " ".join(inside.split("\n"))).split("\n")
        blocks += [" ".join(html.unescape(_TAG.sub("", line)).split()) for line in lines]
    return tuple(block for block in blocks if block)


def normal(text: str) -> str:
    """The normal form of a text or a question."""
    text = _THOUSANDS.sub("", text)
    text = unicodedata.normalize("NFKC", text.translate(_DROPPED)).lower().strip()

    def gap(match: re.Match[str]) -> str:
        around = text[max(0, match.start() - 1) : match.start()], text[match.end() : match.end() + 1]
        return " " if all(map(_ALNUM.match, around)) else ""

    return _GAP.sub(gap, text).strip()


_DROPPED: Final = str.maketrans(dict.fromkeys(SOFT, " "))


def is_hard(character: str) -> bool:
    """Whether it is a mark over which no match goes."""
    return character not in SOFT and character not in "%‰+" and unicodedata.category(character)[0] in "PS"


@cache
def _simplified() -> dict[int, str]:
    """Simplified characters by the numbers of traditional ones."""
    pairs = (line.split("\t") for line in _opencc("TSCharacters") if "\t" in line)
    return {ord(old): new.split(" ")[0] for old, new in pairs if len(old) == 1 and len(new.split(" ")[0]) == 1}


def fold(text: str) -> str:
    """Traditional characters as simplified ones, each by itself."""
    return text.translate(_simplified())


def as_traditional(text: str) -> str:
    """As someone in Taiwan or Hong Kong writes it."""
    return str(_converter().convert(text))


@cache
def _converter() -> Any:
    import opencc  # noqa: PLC0415 - its start takes long

    return opencc.OpenCC("s2t")


@cache
def vocabulary() -> dict[int, tuple[str, ...]]:
    """Words of general dictionaries by their length, two to four characters, in a fixed order."""
    from pypinyin import phrases_dict  # noqa: PLC0415 - large

    given = {line.split("\t")[0] for line in _opencc("STPhrases")} | set(phrases_dict.phrases_dict)
    words = sorted(w for w in given if re.fullmatch(f"[{HAN}]{{2,4}}", w) and fold(w) == w)
    return {length: tuple(w for w in words if len(w) == length) for length in (2, 3, 4)}


@cache
def dictionary() -> frozenset[str]:
    """The same as a set."""
    return frozenset(word for words in vocabulary().values() for word in words)


def segments(text: str) -> list[str]:
    """Cut a text into dictionary words, the longest first; anything else by single characters."""
    known = dictionary()
    cut, at = [], 0
    while at < len(text):
        length = next((n for n in (4, 3, 2) if text[at : at + n] in known), 1)
        cut.append(text[at : at + length])
        at += length
    return cut


def _opencc(name: str) -> list[str]:
    import opencc  # noqa: PLC0415

    return Path(opencc.__file__).with_name("dictionary").joinpath(f"{name}.txt").read_text("utf-8").splitlines()


def readings(character: str) -> frozenset[str]:
    """The syllables of a character, without tones."""
    given = pypinyin.pinyin(character, style=pypinyin.Style.NORMAL, heteronym=True, errors="ignore")
    return frozenset(s for match in given for s in match if s.isascii() and s.isalpha())


def sounding(corpus: Corpus, query: str) -> frozenset[int]:
    """The pages in which characters stand that *query* spells, by whole syllables or by initials only."""
    spoken, initials = corpus.sounds
    ways = [[spoken[syllable] for syllable in way] for way in _divisions(query, frozenset(spoken))]
    if all(letter in initials for letter in query):
        ways.append([initials[letter] for letter in query])
    return frozenset().union(*(corpus.matching(re.compile("".join(f"[{one}]" for one in way))) for way in ways))


def _divisions(query: str, known: frozenset[str]) -> Iterator[list[str]]:
    if not query:
        yield []
    for end in range(1, min(6, len(query)) + 1):
        if query[:end] in known:
            yield from ([query[:end], *rest] for rest in _divisions(query[end:], known))


def in_all(corpus: Corpus, needles: Iterable[str]) -> frozenset[int]:
    """The pages that hold every one of *needles*."""
    return frozenset.intersection(*(corpus.holding(needle) for needle in needles))
