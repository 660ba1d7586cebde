"""Names of paragraphs that last while texts are edited: the places on an issue's page that people link to and cite (C-02).

A name comes from the paragraph's own words, not from its place: what is added, removed or moved
around it changes nothing, and nobody has to write names down. See docs/dev/decisions/0010-anchors.md.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from hashlib import blake2b
from typing import Final

from rectify.field.issue_sections import EntrySection, entry_sections
from rectify.field.model import Issue
from rectify.ground import richtext
from rectify.ground.visible import strip_marks

_LETTERS: Final = "bcdfghjkmnpqrstvwxyz"
_DIGITS: Final = "23456789"
_ALPHABETS: Final = (_LETTERS, _DIGITS, _LETTERS, _DIGITS, _LETTERS)
"""Letters and digits in turn: no word and no number can come of it, and it can be read out."""

_ITEM_NUMBER: Final = re.compile(r"^[ \t]*[0-9]+\.[ \t]+", re.MULTILINE)
_ALIKE: Final = 0.6
"""Two texts that have so much in common are one paragraph, corrected."""


def anchors_of(issue: Issue, earlier: Sequence[Issue] = ()) -> tuple[tuple[str, ...], ...]:
    """The names of the paragraphs of *issue*, section by section in the order of the page: `jinzhan-k3f7m`.

    *earlier* are the issue's older versions as far as they are kept, the oldest first: a paragraph
    whose words were corrected keeps the name it had.
    """
    versions = [entry_sections(version) for version in (*earlier, issue)]
    return tuple(
        name_all(same[0].id, [_paragraphs(section) for section in same]) for same in zip(*versions, strict=True)
    )


def name_all(section: str, versions: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Names for the paragraphs of the last of *versions*, each the visible texts of one *section*."""
    names: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    anchors: dict[str, str] = {}
    used: set[str] = set()
    for texts in versions:
        words = tuple(map(_words, texts))
        names_by_place = {new: names[old] for new, old in _same_paragraphs(before, words).items()}
        back = {new: anchors[text] for new, text in enumerate(words) if new not in names_by_place and text in anchors}
        names = tuple(_names(section, words, _once(names_by_place, back), used))
        before = words
        anchors.update(zip(words, names, strict=True))
        used.update(names)
    return names


def place_name(section: str, number: int) -> str:
    """The other name of a paragraph, by its place: `jinzhan-2`, as links were before they stayed."""
    return f"{section}-{number}"


def _paragraphs(section: EntrySection) -> tuple[str, ...]:
    if section.is_split:
        return richtext.visible_blocks(section.entries[0].text)
    return tuple(strip_marks(entry.text) for entry in section.entries)


def _words(text: str) -> str:
    """What of *text* its name is made of: letters and digits, so that a corrected mark or place in a list changes nothing."""
    counted = _ITEM_NUMBER.sub("", text) if "." in text else text
    return unicodedata.normalize("NFKC", "".join(filter(str.isalnum, counted))).casefold() or text


def _once(names_by_place: Mapping[int, str], back: Mapping[int, str]) -> dict[int, str]:
    """The names that paragraphs have already; one that came *back* has its former name unless another has it now."""
    names = dict(names_by_place)
    for place, name in back.items():
        if name not in names.values():
            names[place] = name
    return names


def _names(section: str, words: Iterable[str], has: Mapping[int, str], used: Iterable[str]) -> Iterator[str]:
    """The name of each paragraph: that which it *has*, or a new one that was never *used*."""
    used_names = {*used, *has.values()}
    for place, text in enumerate(words):
        name = has.get(place, "")
        attempt = 0
        while not name:
            candidate = f"{section}-{_spelt(text, attempt)}"
            name = "" if candidate in used_names else candidate
            attempt += 1
        used_names.add(name)
        yield name


def _spelt(text: str, attempt: int) -> str:
    """A digest of *text* in five characters; *attempt* counts up where a name is taken already."""
    number = int.from_bytes(
        blake2b(f"{attempt} {text}".encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big"
    )
    spelt = ""
    for alphabet in _ALPHABETS:
        number, place = divmod(number, len(alphabet))
        spelt += alphabet[place]
    return spelt


def _same_paragraphs(before: Sequence[str], words: Sequence[str]) -> dict[int, int]:
    """Which place of *words* holds which paragraph of *before*: the same words, or else the most alike."""
    if not before:
        return {}
    old, places = list(range(len(before))), {}
    for new, text in enumerate(words):
        same = next((place for place in old if before[place] == text), None)
        if same is not None:
            places[new] = same
            old.remove(same)
    pairs = [(_likeness(before[o], words[n]), n, o) for n in range(len(words)) if n not in places for o in old]
    for likeness, new, place in sorted(pairs, key=lambda pair: (-pair[0], pair[1:])):
        if likeness >= _ALIKE and new not in places and place not in places.values():
            places[new] = place
    return places


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
