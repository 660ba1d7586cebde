"""What a Word file's styles say of its paragraphs and characters: headings, lists, bold, hidden."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element

_HEADING: Final = re.compile(r"(?:heading|标题)\s*([1-6])", re.IGNORECASE)
_OFF: Final = ("0", "false", "off", "none")
_HEADINGS: Final = 6


class Styles(NamedTuple):
    """The styles of a document by their identifiers; *plain* is the paragraph style of those without."""

    named: Mapping[str, Element]
    plain: str

    def chain(self, identifier: str) -> Iterator[Element]:
        """The style and those that it is based on, nearest first."""
        seen = set()
        while identifier in self.named and identifier not in seen:
            seen.add(identifier)
            style = self.named[identifier]
            yield style
            identifier = value(style, "w-basedOn")

    def level(self, paragraph: Element | None) -> int:
        """The heading level of a paragraph by its properties; 0 for body text."""
        for properties in self._properties(paragraph):
            if outline := value(properties, "w-outlineLvl"):
                level = int(outline) + 1 if outline.isdecimal() else 0
                return level if level <= _HEADINGS else 0
        for style in self.chain(self._style(paragraph)):
            if match := _HEADING.fullmatch(value(style, "w-name")):
                return int(match[1])
        return 0

    def item(self, paragraph: Element | None) -> tuple[str, int | None]:
        """The list a paragraph belongs to ("" for none), and its level where that is said."""
        number, depth = "", None
        for properties in self._properties(paragraph):
            found = properties.find("w-numPr")
            if found is None:
                continue
            if depth is None and (said := value(found, "w-ilvl")).isdecimal():
                depth = int(said)
            if number := value(found, "w-numId"):
                break
        return ("" if number == "0" else number), depth

    def is_on(self, name: str, run: Element | None, paragraph: Element | None) -> bool:
        """Whether the switch *name*, such as "w-b", is on for a run with these properties."""
        if (said := switch(run, name)) is not None:
            return said
        for chain in (self.chain(value(run, "w-rStyle")), self.chain(self._style(paragraph))):
            for style in chain:
                if (said := switch(style.find("w-rPr"), name)) is not None:
                    return said
        return False

    def styles_of(self, paragraph: Element | None) -> tuple[str, ...]:
        """The identifiers of a paragraph's styles, nearest first."""
        return tuple(style.get("w-styleId", "") for style in self.chain(self._style(paragraph)))

    def _style(self, paragraph: Element | None) -> str:
        return value(paragraph, "w-pStyle") or self.plain

    def _properties(self, paragraph: Element | None) -> Iterator[Element]:
        if paragraph is not None:
            yield paragraph
        for style in self.chain(self._style(paragraph)):
            if (found := style.find("w-pPr")) is not None:
                yield found


def styles_in(root: Element | None) -> Styles:
    """The styles of a styles part."""
    named = {} if root is None else {style.get("w-styleId", ""): style for style in root.iter("w-style")}
    plain = next(
        (
            identifier
            for identifier, style in named.items()
            if style.get("w-type") == "paragraph" and style.get("w-default", "0") not in _OFF
        ),
        "",
    )
    return Styles(named, plain)


def lists_of_styles(styles: Styles) -> Mapping[str, str]:
    """The number of the list that a style defines, by the identifier of the style."""
    return {
        identifier: number
        for identifier, style in styles.named.items()
        if (number := value(style.find("w-pPr/w-numPr"), "w-numId"))
    }


def value(item: Element | None, name: str) -> str:
    """What the child *name* says; empty without such a child."""
    found = None if item is None else item.find(name)
    return "" if found is None else found.get("w-val", "")


def switch(item: Element | None, name: str) -> bool | None:
    """Whether the child *name* switches on or off; None where it says nothing."""
    found = None if item is None else item.find(name)
    return None if found is None else found.get("w-val", "1") not in _OFF
