"""Tables of characters, taken from packages: simplified for traditional ones (opencc), and pinyin (pypinyin)."""

from __future__ import annotations

import importlib.util
import json
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from pathlib import Path


@cache
def simplified_characters() -> Mapping[str, str]:
    """Simplified characters by traditional ones; empty if the package is not installed."""
    table = _package_file("opencc", "dictionary/TSCharacters.txt")
    pairs = (line.replace("\t", " ").split(" ", 2)[:2] for line in table.splitlines() if "\t" in line)
    return {t: s for t, s in pairs if len(t) == len(s) == 1 and t != s}


@cache
def readings(character: str) -> tuple[str, ...]:
    """The pinyin syllables of a Han character without tones; empty if the package is not installed."""
    toneless = dict.fromkeys(map(_toneless, _pinyin_table().get(str(ord(character)), "").split(",")))
    return tuple(syllable for syllable in toneless if syllable.isascii() and syllable.isalpha())


@cache
def initials(character: str) -> str:
    """The letters with which the pinyin of a character may begin."""
    return "".join(dict.fromkeys(syllable[0] for syllable in readings(character)))


@cache
def _pinyin_table() -> Mapping[str, str]:
    table: dict[str, str] = json.loads(_package_file("pypinyin", "pinyin_dict.json") or "{}")
    return table


def common_characters() -> str:
    """The 6,763 characters of GB/T 2312, of which people make wrong characters."""
    codes = (bytes((row, cell)) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    return "".join(code.decode("gb2312", "ignore") for code in codes)


def folding(characters: Collection[str]) -> str:
    """Traditional forms of those *characters* that have one, each followed by its simplified form: `場场驗验`."""
    return "".join(t + s for t, s in sorted(simplified_characters().items()) if s in characters)


def spelling(characters: Iterable[str]) -> str:
    """Each syllable without tone, followed by those of *characters* that may be spoken so: `che车;ju车居`."""
    by_syllable: dict[str, str] = {}
    for character in sorted(characters):
        for syllable in readings(character):
            by_syllable[syllable] = by_syllable.get(syllable, "") + character
    return ";".join(f"{syllable}{spelled}" for syllable, spelled in sorted(by_syllable.items()))


@cache
def _toneless(syllable: str) -> str:
    """The syllable without its tone: `zhong` for `zhōng`, `lv` for `lǜ`."""
    letters = unicodedata.normalize("NFD", syllable).replace("u\u0308", "v")
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _package_file(package: str, name: str) -> str:
    """The text of a file in a package, read without importing the package, which is slow; empty if there is none."""
    spec = importlib.util.find_spec(package)
    for folder in (spec.submodule_search_locations or []) if spec else []:
        path = Path(folder, name)
        if path.is_file():
            return path.read_text("utf-8")
    return ""
