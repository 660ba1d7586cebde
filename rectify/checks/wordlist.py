"""The word lists of the checks (words, phrases, names, days off), built in and from the project's `checks.yaml`.

The program brings `checks.yaml` beside this file; a `checks.yaml` beside `site.yaml` adds to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path, PurePosixPath
from typing import Final

from rectify.field.words import Line, named_field
from rectify.ground.dates import PartialDate
from rectify.ground.diagnostics import Diagnostic, SourceError
from rectify.ground.files import read_file
from rectify.source.decode import decode
from rectify.source.yamltree import MAX_BYTES, decode_text

WORDLIST_FILE: Final = PurePosixPath("checks.yaml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A wrong way to write something, and the right one."""

    wrong: Line = named_field("错的写法")
    right: Line = named_field("对的写法")
    note: Line = named_field("说明", "为什么", default=Line(""))
    unless: tuple[Line, ...] = named_field("例外", "前后有这些字就不算错，~ 代表错的写法，例如 取~", default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Wordlist:
    """The words, names and days that the checks use, as `checks.yaml` holds them."""

    words: tuple[Correction, ...] = named_field("错别字", default=())
    phrases: tuple[Correction, ...] = named_field("固定提法", default=())
    secrets: tuple[Line, ...] = named_field("保密词", "出现了就提醒保密审查", default=())
    names: tuple[Line, ...] = named_field("人名", "可以写出姓名的人", default=())
    allow: tuple[Line, ...] = named_field("放过的写法", "不算错的写法", default=())
    holidays: tuple[PartialDate, ...] = named_field("放假的日子", "周一至周五里放假的", default=())
    workdays: tuple[PartialDate, ...] = named_field("上班的日子", "周末里上班的", default=())


@dataclass(frozen=True, slots=True)
class Lexicon:
    """A word list prepared for searching: sets, patterns, and corrections by wrong spelling."""

    words: Words
    phrases: Words
    secrets: re.Pattern[str] | None
    names: frozenset[str]
    allow: frozenset[str]
    days_off: frozenset[str]
    days_on: frozenset[str]


@dataclass(frozen=True, slots=True)
class Words:
    """Corrections by wrong spelling, one pattern for all of them, and the contexts in which a spelling is right."""

    pattern: re.Pattern[str] | None
    corrections: dict[str, Correction]
    exceptions: dict[str, tuple[tuple[str, str], ...]]
    """By wrong spelling: patterns of what stands before and after it where it is right."""

    def is_right(self, text: str, start: int, wrong: str) -> bool:
        """Whether the spelling *wrong* at offset *start* of *text* is right in its context."""
        return any(
            text.endswith(before, 0, start) and text.startswith(after, start + len(wrong))
            for before, after in self.exceptions.get(wrong, ())
        )


def read_wordlist(root: Path) -> tuple[Wordlist, tuple[Diagnostic, ...]]:
    """The built-in word list with that of the project *root* added, and the diagnostics on the latter."""
    ours = _decode(Path(__file__).with_name("checks.yaml").read_bytes())
    try:
        theirs = _decode(read_file(root, WORDLIST_FILE, MAX_BYTES))
    except FileNotFoundError:
        return ours, ()
    except SourceError as error:
        return ours, error.diagnostics
    both = {f.name: (*getattr(ours, f.name), *getattr(theirs, f.name)) for f in fields(Wordlist)}
    return Wordlist(**both), ()


def lexicon(wordlist: Wordlist) -> Lexicon:
    """The *wordlist* prepared for searching."""
    allow = frozenset(wordlist.allow)
    return Lexicon(
        words=_words(wordlist.words, allow),
        phrases=_words(wordlist.phrases, allow),
        secrets=_any_of(word for word in wordlist.secrets if word not in allow),
        names=frozenset(wordlist.names),
        allow=allow,
        days_off=frozenset(day.iso for day in wordlist.holidays),
        days_on=frozenset(day.iso for day in wordlist.workdays),
    )


def _decode(data: bytes) -> Wordlist:
    return decode(decode_text(data, WORDLIST_FILE), WORDLIST_FILE, Wordlist)


def _words(corrections: Iterable[Correction], allow: frozenset[str]) -> Words:
    by_word: dict[str, Correction] = {one.wrong: one for one in corrections if one.wrong not in allow}
    exceptions: dict[str, tuple[tuple[str, str], ...]] = {
        str(one.wrong): tuple((form.partition("~")[0], form.partition("~")[2]) for form in one.unless)
        for one in by_word.values()
    }
    return Words(_any_of(by_word), by_word, exceptions)


def _any_of(words: Iterable[str]) -> re.Pattern[str] | None:
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))) if longest_first else None
