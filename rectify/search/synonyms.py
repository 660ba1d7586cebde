"""Words that search takes for each other: those of the program, less or more what a site says, and spellings of its glossary.

The program's pairs (`synonyms.txt`) are words that people of any city use for what public bodies of any trade write. A
line is `word=others` where either may stand for the other, `word>others` where only the first is exchanged, and
`word~others` where the first also says too little to be what is asked for by itself (坏了, 投诉, 老人); others are
divided by `、`. That is also the form in which the search page gets the table.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from rectify.field.model import Glossary, Synonyms
from rectify.search.tables import simplified

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


def lines_that_lead(lines: str, characters: str) -> str:
    """Those of *lines* that lead to a word of which every Han character is one of *characters*, which are simplified."""
    known = set(characters)

    def is_there(word: str) -> bool:
        return all(simplified().get(one, one) in known for one in word if "\u4e00" <= one <= "\u9fff")

    return _lines(
        {(w, o): sign for (w, o), sign in _pairs(lines).items() if is_there(o) or (sign == "=" and is_there(w))}
    )


@cache
def shipped_pairs() -> tuple[tuple[tuple[str, str], str], ...]:
    """The pairs of the program."""
    return tuple(_pairs((Path(__file__).parent / "synonyms.txt").read_text("utf-8")).items())


def _pairs(lines: str) -> Pairs:
    pairs: Pairs = {}
    for line in lines.splitlines():
        word, sign, others = re.split("([=>~])", line, maxsplit=1)
        pairs.update({(word, other): sign for other in others.split("、")})
    return pairs


def _lines(pairs: Pairs) -> str:
    by_word: dict[str, list[str]] = {}
    for (word, meaning), sign in pairs.items():
        by_word.setdefault(f"{word}{sign}", []).append(meaning)
    return "\n".join(f"{word}{'、'.join(others)}" for word, others in by_word.items())
