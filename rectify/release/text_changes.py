"""Two public texts, or two pages, side by side: by fields, the old words beside the new ones."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from rectify.ground.difference import Piece, align, pieces

_MAIN: Final = re.compile(r"<main\b.*?</main>", re.DOTALL)
_TITLE: Final = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.DOTALL)
_UNSEEN: Final = re.compile(r"<(script|style|svg|template)\b.*?</\1>|<!--.*?-->", re.DOTALL)
_END_OF_LINE: Final = re.compile(r"</(?:p|li|h[1-6]|tr|dt|dd|caption|figcaption|summary|div|label)>|<br\b[^>]*>")
_TAG: Final = re.compile(r"<[^>]*>")


class TextChange(NamedTuple):
    """A line that is new, gone or other: the field in which it stands, its old words and its new ones, either may be none.

    The pieces that both sides have are `same`, the others `removed` or `added`.
    """

    field: str
    before: tuple[Piece, ...]
    now: tuple[Piece, ...]


class _Line(NamedTuple):
    field: str
    words: str


def text_changes(before: str, now: str) -> tuple[TextChange, ...]:
    """How one canonical text (`field.canonical`) became another, field by field; what stayed is left out."""
    return tuple(_changes(tuple(_text_lines(before)), tuple(_text_lines(now))))


def page_changes(before: bytes, now: bytes) -> tuple[TextChange, ...]:
    """How the words in the main part of an HTML page became others."""
    return tuple(_changes(tuple(_page_lines(before)), tuple(_page_lines(now))))


def page_title(page: bytes) -> str:
    """The first heading of an HTML page; empty if there is none."""
    found = _TITLE.search(page.decode("utf-8", "replace"))
    return _words(found[1]) if found else ""


def _changes(before: Sequence[_Line], now: Sequence[_Line]) -> Iterator[TextChange]:
    for name in dict.fromkeys(line.field for line in (*before, *now)):
        old, new = ([line.words for line in lines if line.field == name] for lines in (before, now))
        for was, is_now in align(old, new):
            if was != is_now:
                yield _change(name, was or "", is_now or "")


def _change(field: str, before: str, now: str) -> TextChange:
    both = pieces(before, now)
    old, new = (_side(both, kind) for kind in ("removed", "added"))
    return TextChange(field, old, new)


def _side(both: Sequence[Piece], kind: str) -> tuple[Piece, ...]:
    """What one side has of the pieces of *both*; neighbours of one kind are joined."""
    own = groupby((one for one in both if one.kind in ("same", kind)), key=lambda one: one.kind)
    return tuple(Piece(name, "".join(one.text for one in run)) for name, run in own)


def _text_lines(text: str) -> Iterator[_Line]:
    """The lines of a canonical text, without its marks and the names of fields that have lines of their own."""
    field = ""
    for line in text.split("\n")[1:]:
        words = line.strip()
        if line and not line.startswith(" "):
            field, _, words = line.partition("：")
        elif words.startswith(("| ", "- ")):
            words = words[2:]
        elif words.endswith("：") or words == "-":
            continue
        if words:
            yield _Line(field, words)


def _page_lines(page: bytes) -> Iterator[_Line]:
    main = _MAIN.search(page.decode("utf-8", "replace"))
    for line in _END_OF_LINE.split(_UNSEEN.sub("", main[0])) if main else ():
        if words := _words(line):
            yield _Line("", words)


def _words(markup: str) -> str:
    return " ".join(html.unescape(_TAG.sub(" ", markup)).split())
