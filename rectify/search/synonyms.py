"""Words that search takes for each other: those of the program, less or more what a site says, and spellings of its glossary.

The program's pairs (`synonyms.txt`) are words that people of any city use for what public bodies of any trade write. A
line is `words=others` where either may stand for the other, `words>others` where only the first are exchanged, and
`words~others` where the first also say too little to be what is asked for by themselves (坏了, 投诉, 老人); words and
others are divided by `、`. `欠…钱` is a word in two parts, between which up to six characters may stand. That is also
the form in which the search page gets the table.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Sequence
from functools import cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Final

from rectify.field.model import Glossary, Synonyms
from rectify.search.tables import simplified_characters

_MARK: Final = re.compile(r"[^\w\n]")
_GAP: Final = "…"
_UNDIVIDED: Final = 2048
"""A table of so many characters is one file."""
_CHARACTERS_A_FILE: Final = 256
Pairs = dict[tuple[str, str], str]
"""The sign, `=`, `>` or `~`, of each word and its other word."""


def synonym_lines(glossary: Glossary, synonyms: Synonyms) -> str:
    """The table of a site with these records, as lines."""
    pairs: Pairs = {(str(word), str(term.term)): "=" for term in glossary.terms for word in term.also}
    shipped = dict(shipped_pairs())
    for one in synonyms.synonyms:
        for other in map(str, one.means):
            if one.remove:
                shipped.pop((one.word, other), None)
                shipped.pop((other, one.word), None)
            else:
                pairs[str(one.word), other] = ">" if one.one_way else "="
    return _lines(pairs | {pair: sign for pair, sign in shipped.items() if pair not in pairs})


def lines_that_lead(lines: str, characters: str, text: str = "") -> str:
    """Those of *lines* that lead to a word of which every Han character is one of *characters*, which are simplified.

    With all the *text* of a small site, the word must stand in it, marks aside. What leads nowhere but has a word that leads
    somewhere in it (报销比例) comes last, without others, so that the shorter word is not taken for what was meant.
    """
    known = set(characters)
    stream = _MARK.sub("", text).translate({ord(one): other for one, other in simplified_characters().items()})

    @cache
    def is_there(word: str) -> bool:
        own = [simplified_characters().get(one, one) for one in word if "\u4e00" <= one <= "\u9fff"]
        return all(one in known for one in own) and (not text or len(own) < len(word) or "".join(own) in stream)

    pairs = _pairs(lines)
    kept = {(w, o): sign for (w, o), sign in pairs.items() if is_there(o) or (sign == "=" and is_there(w))}
    words = {word for pair in kept for word in pair}
    longer = dict.fromkeys(word for pair in pairs for word in pair if word not in words and _has_one(word, words))
    return "\n".join(filter(None, (_lines(kept), "、".join(longer) + ">" if longer else "")))


def by_first_character(lines: str, normal: Callable[[str], str]) -> tuple[str, ...]:
    """What *lines* say of words, by their first character in *normal* form: for short questions, which need little of it.

    The number of files is a power of two; a word belongs to that of the code of its character modulo that number. A small
    table is not divided: there are no files. Each has all that a word is exchanged for, in the order of *lines*; `word<others`
    says that these are the same, but not the other way round. Words in two parts, which no short question has, are left out.
    """
    files = 1 << (len(lines) // _CHARACTERS_A_FILE).bit_length() if len(lines) > _UNDIVIDED else 0
    alike: list[dict[tuple[tuple[str, str], ...], list[str]]] = [{} for _ in range(files)]
    for word, own in _meanings(lines, normal).items() if files else ():
        alike[ord(word[0]) % files].setdefault(tuple(own), []).append(word)
    return tuple("\n".join(_by_sign(words, own) for own, words in file.items()) for file in alike)


def _meanings(lines: str, normal: Callable[[str], str]) -> dict[str, list[tuple[str, str]]]:
    """For each word of *lines* what it may be exchanged for, each with its sign, `<` for `=`; as `read` in search-synonyms.js."""
    meanings: dict[str, list[tuple[str, str]]] = {}
    written: list[str] = []
    for (word, other), sign in _pairs(lines).items():
        found = [(normal(word), other)] if _GAP not in word else []
        found += [(normal(other), word)] if sign == "=" else []
        for one, meant in found:
            if one and meant and one != meant:
                meanings.setdefault(one, []).append(("<" if sign == "=" else sign, meant))
        written += [normal(other or word)] if sign == ">" else []
    return {**{one: [] for one in written if one and _GAP not in one}, **meanings}


def _by_sign(words: list[str], meanings: Sequence[tuple[str, str]]) -> str:
    runs = groupby(meanings, key=itemgetter(0))
    lines = [sign + "、".join(other for _, other in run) for sign, run in runs] or [">"]
    return "\n".join("、".join(words) + line for line in lines)


def _has_one(word: str, words: Container[str]) -> bool:
    """Whether a part of *word*, which is not in two parts, is one of *words*."""
    return _GAP not in word and any(
        word[start:end] in words for start in range(len(word)) for end in range(start + 1, len(word) + 1)
    )


@cache
def shipped_pairs() -> tuple[tuple[tuple[str, str], str], ...]:
    """The pairs of the program."""
    return tuple(_pairs((Path(__file__).parent / "synonyms.txt").read_text("utf-8")).items())


def _pairs(lines: str) -> Pairs:
    pairs: Pairs = {}
    for line in lines.splitlines():
        words, sign, others = re.split("([=>~])", line, maxsplit=1)
        pairs.update({(word, other): sign for word in words.split("、") for other in others.split("、")})
    return pairs


def _lines(pairs: Pairs) -> str:
    others: dict[tuple[str, str], list[str]] = {}
    for (word, other), sign in pairs.items():
        others.setdefault((word, sign), []).append(other)
    words: dict[str, list[str]] = {}
    for (word, sign), own in others.items():
        words.setdefault(sign + "、".join(own), []).append(word)
    return "\n".join("、".join(own) + end for end, own in words.items())
