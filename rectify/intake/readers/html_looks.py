"""How the text of a page looks where it stands: blocks, bold, hidden, numbered, spaced."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Final, NamedTuple

from bs4.element import Tag

from rectify.ground.text import WIDE
from rectify.intake.readers.html_article import UNSEEN, surrounds
from rectify.intake.readers.lines import Piece, whole
from rectify.intake.readers.signs import NUMERALS, decimal

_INLINE: Final = frozenset((
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "label", "mark", "nobr", "output", "q", "ruby", "rb", "rp", "rt", "rtc", "s", "samp", "small", "span",
    "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "img", "input", "o:p", "st1:chsdate",
    "st1:personname",
))  # fmt: skip
_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_STRONG: Final = frozenset(("b", "strong", "th", *_HEADINGS))
_BOLD: Final = re.compile(r"font-weight\s*:\s*(bold(?:er)?|[6-9]00)", re.IGNORECASE)
_LIGHT: Final = re.compile(r"font-weight\s*:\s*(normal|lighter|[1-4]00)", re.IGNORECASE)
_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_STRUCK: Final = re.compile(r"text-decoration[a-z-]*\s*:[^;]*line-through", re.IGNORECASE)
_RULE: Final = re.compile(r"\.([\w-]+)\s*\{([^{}]*)\}")
_SHOWN_LATER: Final = "js_content"
"""The text of a WeChat page: hidden in its source, and shown by a script."""
_LIST_STYLE: Final = re.compile(r"list-style(?:-type)?\s*:\s*([^;]+)", re.IGNORECASE)
_PARTS: Final = re.compile(r"[ \t\r\n\f]+|[^ \t\r\n\f]+")
_BLANK: Final = re.compile(r"[ \t\r\n\f]+")
_WIDE: Final = re.compile(f"[{WIDE}]")
_SHAPES: Final[Mapping[str, tuple[str, str]]] = {
    **dict.fromkeys(("1", "decimal"), ("decimal", ".")),
    **dict.fromkeys(("a", "lower-alpha"), ("lowerLetter", ".")),
    **dict.fromkeys(("A", "upper-alpha"), ("upperLetter", ".")),
    **dict.fromkeys(("i", "lower-roman"), ("lowerRoman", ".")),
    **dict.fromkeys(("I", "upper-roman"), ("upperRoman", ".")),
    **dict.fromkeys(("cjk-ideographic", "simp-chinese-informal"), ("chineseCountingThousand", "、")),
    "decimal-leading-zero": ("decimalZero", "."),
    "cjk-decimal": ("ideographDigital", "、"),
    "cjk-heavenly-stem": ("ideographTraditional", "、"),
}


class Look(NamedTuple):
    """How text looks where it stands; a tag changes it for what is in the tag."""

    bold: bool = False
    hidden: bool = False
    chrome: bool = False
    unseen: bool = False
    kept: bool = False  # white space as written
    struck: bool = False
    level: int = 0


class Run(NamedTuple):
    """Some text of one look."""

    text: str
    look: Look


def is_block(tag: Tag) -> bool:
    """Whether text before, in and after the tag stands on different lines."""
    return tag.name not in _INLINE and ":" not in tag.name


def hidden_classes(text: str) -> frozenset[str]:
    """The classes that a page's style sheet, *text*, hides."""
    return frozenset(name for name, rules in _RULE.findall(text) if _HIDDEN.search(rules))


def look_in(look: Look, tag: Tag, *, is_article: bool, unseen: frozenset[str] = frozenset()) -> Look:
    """The look of the text in a *tag* that stands where the text has this *look*; *unseen* are classes not shown."""
    style = str(tag.get("style") or "")
    hidden = (
        tag.has_attr("hidden") or bool(_HIDDEN.search(style)) or bool(unseen & set(tag.get_attribute_list("class")))
    )
    bold = look.bold or tag.name in _STRONG
    if style:
        bold = bool(_BOLD.search(style)) or (bold and not _LIGHT.search(style))
    return Look(
        bold=bold,
        hidden=look.hidden or (hidden and tag.get("id") != _SHOWN_LATER),
        chrome=(look.chrome or surrounds(tag)) and not is_article,
        unseen=look.unseen or tag.name in UNSEEN,
        kept=look.kept or tag.name == "pre",
        struck=look.struck or tag.name in ("s", "strike", "del") or bool(_STRUCK.search(style)),
        level=_HEADINGS.index(tag.name) + 1 if tag.name in _HEADINGS else look.level,
    )


def mark_of(item: Tag, of: Tag, count: list[int]) -> str:
    """The number or bullet before a list item, which is counted by this."""
    count[0] = whole(str(item.get("value") or ""), count[0] + 1)
    said = _LIST_STYLE.search(f"{item.get('style') or ''};{of.get('style') or ''}")
    kind = (said[1].strip() if said else "") or str(of.get("type") or "")
    if kind.startswith("none"):
        return ""
    if of.name == "ul":
        return "•"
    numeral, end = _SHAPES.get(kind, _SHAPES["1"])
    return NUMERALS.get(numeral, decimal)(count[0]) + end


def collapse(runs: Iterable[Run]) -> list[Piece]:
    """The text of the *runs* with white space as browsers show it; a line break between Han shows none."""
    characters: list[tuple[str, bool]] = []
    gap = ""
    for text, look in runs:
        for part in [text] if look.kept else _PARTS.findall(text):
            if not look.kept and _BLANK.fullmatch(part):
                gap += part
                continue
            if gap and characters:
                tight = "\n" in gap and _WIDE.match(characters[-1][0]) and _WIDE.match(part)
                characters += [] if tight else [(" ", look.bold)]
            gap = ""
            characters += [(character, look.bold) for character in part]
    grouped = groupby(characters, key=lambda item: item[1])
    return [Piece("".join(character for character, _ in group), bold) for bold, group in grouped]
