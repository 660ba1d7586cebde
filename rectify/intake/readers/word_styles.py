"""What a Word file's styles say of its paragraphs and characters, and the automatic numbers that stand in numbering.xml."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element

from rectify.intake.readers.lines import whole
from rectify.intake.readers.signs import NUMERALS, bullet, decimal

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


_PLACE: Final = re.compile(r"%([1-9])")


class Level(NamedTuple):
    """How one level of a list counts."""

    kind: str  # Word's name of the numeral format: decimal, chineseCounting, bullet …
    text: str  # "（%1）": %1 is the number of the first level
    start: int
    restart: int | None  # counts anew after items of the levels before this one; 0: never; None: as usual
    legal: bool  # all numbers in Arabic numerals
    style: str  # the paragraph style that is tied to it


class List(NamedTuple):
    """A list of the document (w:num): whose counters it uses, and how its levels count."""

    counters: str
    levels: Mapping[int, Level]
    starts: Mapping[int, int]  # levels that begin anew at a given number in this list


def lists_of(root: Element | None, list_of_style: Mapping[str, str]) -> Mapping[str, List]:
    """The lists in a numbering part by their numbers; *list_of_style* is for lists defined by a style."""
    if root is None:
        return {}
    abstract = {item.get("w-abstractNumId", ""): item for item in root.iter("w-abstractNum")}
    targets = {num.get("w-numId", ""): value(num, "w-abstractNumId") for num in root.iter("w-num")}
    lists = {}
    for num in root.iter("w-num"):
        identifier = value(num, "w-abstractNumId")
        link = value(abstract.get(identifier), "w-numStyleLink")
        if link:
            identifier = targets.get(list_of_style.get(link, ""), identifier)
        found = abstract.get(identifier)
        levels = (
            {}
            if found is None
            else {_depth(item, place): _level(item) for place, item in enumerate(found.iter("w-lvl"))}
        )
        starts = {}
        for override in num.iter("w-lvlOverride"):
            for item in override.iter("w-lvl"):
                levels[_depth(override)] = _level(item)
            if start := value(override, "w-startOverride"):
                starts[_depth(override)] = whole(start, 1)
        lists[num.get("w-numId", "")] = List(identifier, levels, starts)
    return lists


@dataclass(frozen=True, slots=True)
class Counters:
    """Where each list of a document has got to; lists of one origin count on together, as in Word."""

    lists: Mapping[str, List]
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)

    def mark(self, number: str, depth: int) -> str:
        """The mark of the next item at *depth* of the list *number*; empty where there is none."""
        found = self.lists.get(number)
        if found is None or depth not in found.levels:
            return ""
        counts = self.counts.setdefault(found.counters, {})
        if depth in found.starts and (number, depth) not in self.begun:
            self.begun.add((number, depth))
            counts.pop(depth, None)
        counts[depth] = counts[depth] + 1 if depth in counts else _start(found, depth)
        for deeper in [other for other in counts if other > depth]:
            limit = found.levels[deeper].restart if deeper in found.levels else None
            if limit is None or depth < limit:
                del counts[deeper]
        return _label(found, depth, counts)


def _start(found: List, depth: int) -> int:
    level = found.levels.get(depth)
    return found.starts.get(depth, level.start if level else 1)


def _label(found: List, depth: int, counts: Mapping[int, int]) -> str:
    level = found.levels[depth]
    if level.kind == "bullet":
        return bullet(level.text)

    def number(match: re.Match[str]) -> str:
        place = int(match[1]) - 1
        kind = found.levels[place].kind if place in found.levels else "decimal"
        count = counts.get(place, _start(found, place))
        return decimal(count) if level.legal and kind != "none" else _numeral(kind)(count)

    return _PLACE.sub(number, level.text)


def _numeral(kind: str) -> Callable[[int], str]:
    if kind.startswith("0"):  # custom: "001, 002, 003, ..."
        width = len(kind)
        return lambda count: f"{count:0{width}}"
    return NUMERALS.get(kind, decimal)


def _level(item: Element) -> Level:
    kind = next((k.get("w-val", "") for k in item.iter("w-numFmt")), "decimal")
    if kind == "custom":
        shape = next((k.get("w-format", "") for k in item.iter("w-numFmt")), "")
        kind = shape.split(",")[0].strip() if shape.startswith("0") else "decimal"
    restart = value(item, "w-lvlRestart")
    legal = item.find("w-isLgl")
    return Level(
        kind,
        value(item, "w-lvlText"),
        whole(value(item, "w-start"), 0 if kind == "decimalZero" else 1),
        whole(restart, 0) if restart else None,
        legal is not None and legal.get("w-val", "1") not in ("0", "false", "off"),
        value(item, "w-pStyle"),
    )


def _depth(item: Element, place: int = 0) -> int:
    """The level that an element says it is, or the one of its *place*."""
    return whole(item.get("w-ilvl"), place)
