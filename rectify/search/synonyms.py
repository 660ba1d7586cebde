"""Words that search takes for each other: those of the program, less or more what a site says, and spellings of its glossary.

The program's pairs (`synonyms.txt`) are words that people of any city use for what public bodies write. A line is
`word=others` where either may stand for the other, `word>others` where only the first is exchanged; others are divided
by `、`. That is also the form in which the search page gets the table.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from rectify.field.model import Glossary, Synonyms

Pairs = dict[tuple[str, str], str]
"""The sign, `=` or `>`, of each word and its other word."""


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
    by_word: dict[str, list[str]] = {}
    for (word, meaning), sign in (pairs | {pair: sign for pair, sign in shipped.items() if pair not in pairs}).items():
        by_word.setdefault(f"{word}{sign}", []).append(meaning)
    return "\n".join(f"{word}{'、'.join(others)}" for word, others in by_word.items())


@cache
def shipped_pairs() -> tuple[tuple[tuple[str, str], str], ...]:
    """The pairs of the program."""
    pairs: Pairs = {}
    for line in (Path(__file__).parent / "synonyms.txt").read_text("utf-8").splitlines():
        sign = "=" if "=" in line else ">"
        word, _, others = line.partition(sign)
        pairs.update({(word, other): sign for other in others.split("、")})
    return tuple(pairs.items())
