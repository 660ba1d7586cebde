"""What the styles of an OpenDocument file say: bold, struck, hidden, list numbers (ODF 1.3 part 3, chapter 16)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element

from rectify.intake.readers.lines import refusal, whole
from rectify.intake.readers.package import unpack, xml
from rectify.intake.readers.word_styles import Level, List

_NUMERALS: Final = {
    "1": "decimal", "01": "decimalZero", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
    "一": "chineseCountingThousand", "壹": "chineseLegalSimplified", "壱": "chineseLegalSimplified",
    "甲": "ideographTraditional", "子": "ideographZodiac", "①": "decimalEnclosedCircle", "１": "decimalFullWidth",
    "": "none",
}  # fmt: skip
_BOLD: Final = frozenset(("bold", "600", "700", "800", "900"))


class Look(NamedTuple):
    """How text looks: what its own style says, else the one around it."""

    bold: bool = False
    struck: bool = False
    hidden: bool = False
    rise: str = ""  # super or sub
    font: str = ""


class OpenStyles(NamedTuple):
    """The styles of a file by family and name, and its list styles by name."""

    named: Mapping[tuple[str, str], Element]
    lists: Mapping[str, Element]

    def chain(self, family: str, name: str) -> Iterator[Element]:
        """The style and those that it is based on, nearest first."""
        seen = set()
        while (family, name) in self.named and name not in seen:
            seen.add(name)
            style = self.named[family, name]
            yield style
            name = style.get("style-parent-style-name", "")

    def look(self, family: str, name: str, around: Look) -> Look:
        """The look of text in the style *name*, which stands in text of the look *around*."""
        found = around
        for style in reversed(list(self.chain(family, name))):
            for properties in style.iterfind("style-text-properties"):
                found = _change(found, properties)
        return found

    def attribute(self, family: str, name: str, attribute: str) -> str:
        """What the style or the nearest one that it is based on says of *attribute*; empty where none does."""
        return next((found for style in self.chain(family, name) if (found := style.get(attribute))), "")

    def list(self, name: str) -> List:
        """The list style *name* as counted levels; without levels where there is none."""
        item = self.lists.get(name)
        levels = {} if item is None else dict(_levels(item))
        return List(name, levels, {})


def _change(look: Look, properties: Element) -> Look:
    weight = properties.get("style-font-weight-asian") or properties.get("fo-font-weight")
    line = properties.get("style-text-line-through-style") or properties.get("style-text-line-through-type")
    place = properties.get("style-text-position", "")
    return Look(
        bold=look.bold if weight is None else weight in _BOLD,
        struck=look.struck if line is None else line != "none",
        hidden=look.hidden or properties.get("text-display") == "none",
        rise=look.rise if not place else _rise(place),
        font=properties.get("style-font-name") or look.font,
    )


def _rise(place: str) -> str:
    first = place.split(maxsplit=1)[0]
    if first in ("super", "sub"):
        return first
    return "sub" if first.startswith("-") else "super" if first.rstrip("%").strip("0.") else ""


def _levels(item: Element) -> Iterator[tuple[int, Level]]:
    for child in item:
        depth = child.get("text-level", "")
        if not re.fullmatch("[1-9][0-9]?", depth):
            continue
        if child.tag == "text-list-level-style-bullet":
            yield int(depth) - 1, Level("bullet", child.get("text-bullet-char", "•"), 1, None, legal=False, style="")
        elif child.tag.endswith(("-level-style-number", "outline-level-style")):
            yield int(depth) - 1, _level(child, int(depth))


def _level(item: Element, depth: int) -> Level:
    """A counted level; the newer form of its text is %1%, the older one prefix, numbers of some levels, suffix."""
    shape = item.get("style-num-format", "")
    kind = _NUMERALS.get(shape.split(",")[0].strip(), "decimal")
    text = item.get("loext-num-list-format")
    if text is not None:
        text = re.sub(r"%([1-9])%", r"%\1", text)
    elif shape:
        shown = item.get("text-display-levels", "1")
        first = depth - int(shown) + 1 if re.fullmatch("[1-9]", shown) else depth
        numbers = ".".join(f"%{place}" for place in range(max(first, 1), depth + 1))
        text = item.get("style-num-prefix", "") + numbers + item.get("style-num-suffix", "")
    return Level(kind, text or "", whole(item.get("text-start-value"), 1), None, legal=False, style="")


def open_parts(data: bytes, name: str) -> tuple[Element, Element | None]:
    """The roots of content.xml and styles.xml. Raises SourceError for what cannot be read."""
    parts = unpack(data, name)
    if "content.xml" not in parts:
        raise refusal(name, "I006", "文件里没有正文，可能不完整", "用 WPS 或 LibreOffice 打开，另存一份再导入")
    styles = xml(parts["styles.xml"], name) if "styles.xml" in parts else None
    return xml(parts["content.xml"], name), styles


def styles_in(roots: Iterable[Element | None]) -> OpenStyles:
    """The styles of the files with these *roots*; later ones win."""
    named: dict[tuple[str, str], Element] = {}
    lists: dict[str, Element] = {}
    for root in roots:
        for item in () if root is None else root.iter("style-style"):
            named[item.get("style-family", ""), item.get("style-name", "")] = item
        for item in () if root is None else root.iter("text-list-style"):
            lists[item.get("style-name", "")] = item
        for item in () if root is None else root.iter("text-outline-style"):
            lists[OUTLINE] = item
    return OpenStyles(named, lists)


OUTLINE: Final = "\0outline"
"""The list style of numbered headings."""
