"""`search/all.js`: everything that the search page needs, in one file, for sites up to a few hundred issues."""

from __future__ import annotations

import importlib.util
import json
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, Final

from rectify.field.model import Status
from rectify.outputs.search.normal import normalise
from rectify.site.derive import Site, SiteRound, status_slug
from rectify.site.entries import SearchEntry

PATH: Final = "search/all.js"


def search_data(site: Site, entries: dict[str, tuple[SearchEntry, ...]]) -> bytes:
    """The bytes of the file: *entries* are those of each round, in the order of its issues."""
    departments: dict[str, str] = {d.id: d.name for d in site.config.departments}
    used = sorted(
        {d for within in site.rounds for i in within.issues for d in i.departments}, key=list(departments).index
    )
    fold = _fold()
    documents = [
        _document(within, place, entries[within.id][place], used)
        for within in site.rounds
        for place in range(len(within.issues))
    ]
    written = {c for d in documents for text in (d["t"], *(p[1] for p in d["p"])) for c in set(text)}
    characters = {c for one in written for c in normalise(one, fold)}
    told: dict[str, Any] = {
        "docs": documents,
        "facets": {
            "c": [[f"{w.id}/{g.id}", g.title] for w in site.rounds for g in w.categories],
            "s": [[status_slug(s), s.value] for s in Status if any(s == t for w in site.rounds for t, _ in w.counts)],
            "d": [[d, departments[d]] for d in used],
            "r": [[w.id, w.round.short_title] for w in site.rounds],
            "y": [[y, f"{y}年"] for y in sorted({_year(w) for w in site.rounds}, reverse=True)],
        },
        "fold": "".join(t + s for t, s in sorted(fold.items()) if s in characters),
        "pinyin": _pinyin(sorted(c for c in characters if "\u4e00" <= c <= "\u9fff")),
    }
    body = (
        json.dumps(told, ensure_ascii=False, separators=(",", ":"))
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029")
    )
    return f"Rectify.search.receive({body});\n".encode()


def _document(within: SiteRound, place: int, entry: SearchEntry, departments: list[str]) -> dict[str, Any]:
    issue = within.issues[place]
    return {
        "u": entry.path,
        "n": entry.number,
        "t": entry.title,
        "w": entry.status,
        "m": entry.mark,
        "c": f"{within.id}/{issue.card.category}",
        "s": status_slug(Status(issue.card.status)),
        "d": [d for d in departments if d in issue.departments],
        "r": within.id,
        "y": _year(within),
        "p": [[p.anchor, p.text] for p in entry.passages],
    }


def _year(within: SiteRound) -> str:
    return str(within.round.published.date.year)


@cache
def _fold() -> dict[str, str]:
    """Simplified characters by traditional ones, where the table is installed."""
    table = _package_file("opencc", "dictionary/TSCharacters.txt")
    pairs = (line.split("\t") for line in table.splitlines() if "\t" in line)
    return {t: s.split(" ")[0] for t, s in pairs if len(t) == 1 and t != s.split(" ")[0] and len(s.split(" ")[0]) == 1}


def _pinyin(characters: Iterable[str]) -> str:
    """`che车;ju车居`: the characters of each toneless syllable, where the table is installed."""
    readings = json.loads(_package_file("pypinyin", "pinyin_dict.json") or "{}")
    by_syllable: dict[str, str] = {}
    for character in characters:
        spoken = readings.get(str(ord(character)), "").split(",")
        for syllable in dict.fromkeys(map(_toneless, spoken)):
            if syllable.isascii() and syllable.isalpha():
                by_syllable[syllable] = by_syllable.get(syllable, "") + character
    return ";".join(f"{syllable}{found}" for syllable, found in sorted(by_syllable.items()))


def _toneless(syllable: str) -> str:
    """`zhōng` as `zhong`, `lǜ` as `lv`."""
    letters = unicodedata.normalize("NFD", syllable).replace("u\u0308", "v")
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _package_file(package: str, name: str) -> str:
    """A table that a package carries, read without importing it: that would take a build's time."""
    spec = importlib.util.find_spec(package)
    for folder in (spec.submodule_search_locations or []) if spec else []:
        path = Path(folder, name)
        if path.is_file():
            return path.read_text("utf-8")
    return ""
