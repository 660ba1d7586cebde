"""Automatic list numbers as Word shows them: they stand in numbering.xml, not in the text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element

from rectify.intake.readers.numerals import NUMERALS, bullet, decimal

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
    targets = {num.get("w-numId", ""): _value(num, "w-abstractNumId") for num in root.iter("w-num")}
    lists = {}
    for num in root.iter("w-num"):
        identifier = _value(num, "w-abstractNumId")
        link = _value(abstract.get(identifier), "w-numStyleLink")
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
            if start := _value(override, "w-startOverride"):
                starts[_depth(override)] = _integer(start, 1)
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
        return _shown(found, depth, counts)


def _start(found: List, depth: int) -> int:
    level = found.levels.get(depth)
    return found.starts.get(depth, level.start if level else 1)


def _shown(found: List, depth: int, counts: Mapping[int, int]) -> str:
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
    restart = _value(item, "w-lvlRestart")
    legal = item.find("w-isLgl")
    return Level(
        kind,
        _value(item, "w-lvlText"),
        _integer(_value(item, "w-start"), 0 if kind == "decimalZero" else 1),
        _integer(restart, 0) if restart else None,
        legal is not None and legal.get("w-val", "1") not in ("0", "false", "off"),
        _value(item, "w-pStyle"),
    )


def _depth(item: Element, place: int = 0) -> int:
    """The level that an element says it is, or the one of its *place*."""
    return _integer(item.get("w-ilvl", ""), place)


def _value(item: Element | None, name: str) -> str:
    found = None if item is None else item.find(name)
    return "" if found is None else found.get("w-val", "")


def _integer(text: str, otherwise: int) -> int:
    return int(text) if re.fullmatch("[0-9]{1,6}", text) else otherwise
