"""What the files of a site's search say, read back as its page reads them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Any

from rectify.search.packing import DIGITS, FREQUENT


def received(data: bytes) -> tuple[str, Any]:
    """The name and the first value that a file of search passes to the page."""
    name, value, *_ = json.loads(data.decode().partition("(")[2].rpartition(")")[0].join("[]"))
    return name, value


def documents(data: bytes) -> list[dict[str, Any]]:
    """The issues of `all.js` with their addresses (`u`), titles (`t`), passages (`p`), `topics` and the keys of their other facets."""
    lists, texts = _read(data)
    distances, *columns = received(data)[1]["docs"]
    rows = zip(accumulate(distances), *columns, strict=True)
    return [_with_texts(_issue(one, lists), texts) for one in rows]


def facets(data: bytes) -> dict[str, list[list[str]]]:
    """The facets of `all.js`: [key, words] of every value."""
    return _read(data)[0]


def _read(data: bytes) -> tuple[dict[str, list[list[str]]], Iterator[str]]:
    _, value = received(data)
    texts = iter(unpacked(value["chars"], value["texts"]))
    return {facet: [[key, next(texts)] for key in keys] for facet, keys in value["facets"].items()}, texts


def _issue(listed: Sequence[Any], lists: dict[str, list[list[str]]]) -> dict[str, Any]:
    places = dict(zip(lists, listed[4:], strict=True))
    keys = {facet: [*(key for key, _ in values), ""] for facet, values in lists.items()}
    named = {f: [keys[f][one] for one in place] if f in "dt" else keys[f][place] for f, place in places.items()}
    named["topics"] = named.pop("t", [])
    issue = dict(zip("namp", listed[:4], strict=True))
    return {**issue, **named, "u": f"{named['r']}/{issue['n']:03}.html"}


def document(data: bytes) -> dict[str, Any]:
    """The issue of a file of a large site, with its status (`w`), category (`g`), title (`t`) and passages (`p`)."""
    _, *shown, packed = json.loads(f"[{data.decode().partition('(')[2].rpartition(')')[0]}]")
    status, category, *texts = from_gb(packed)
    return _with_texts({**dict(zip("namp", shown, strict=True)), "w": status, "g": category}, iter(texts))


def _with_texts(one: dict[str, Any], texts: Iterator[str]) -> dict[str, Any]:
    return one | {"t": next(texts), "p": [[name, next(texts)] for name in one["p"].split(" ")[:-1]]}


def from_gb(packed: str) -> list[str]:
    """The texts that `rectify.search.packing.as_gb` packed."""
    frequent = dict(zip(" $%&'()*+,-./XYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}", FREQUENT, strict=True))
    pieces = re.findall(r"(?s)~(.)|([!#0-W].)|(.)", packed)
    whole = (
        one or (bytes(ord(half) + 0x80 for half in two).decode("gb18030") if two else frequent[digit])
        for one, two, digit in pieces
    )
    return "".join(whole).split("\0")[:-1]


def unpacked(chars: str, texts: str) -> list[str]:
    """The texts that `rectify.search.packing.packed` packed."""
    if not chars:
        return texts.split("\0")[:-1]
    distances, value, unit = [], 0, 1
    for digit in map(DIGITS.index, chars):
        value, unit = value + digit % 45 * unit, unit * 45
        if digit < 45:
            distances.append(value)
            value, unit = 0, 1
    singles = min(len(distances), (91 * 91 - len(distances)) // 90)
    groups = distances[:singles], distances[singles:]
    codes = [code if distance else None for group in groups for distance, code in _running(group)]
    digits = map(DIGITS.index, texts)
    places = [one if one < singles else singles + (one - singles) * 91 + next(digits) for one in digits]
    pairs = codes.count(None)
    halves = iter(places[len(places) - 2 * pairs :])
    symbols = [(next(halves), next(halves)) if code is None else _character(code) for code in codes]

    def read(place: int) -> str:
        symbol = symbols[place]
        return symbol if isinstance(symbol, str) else "".join(map(read, symbol))

    return "".join(map(read, places[: len(places) - 2 * pairs])).split("\0")[:-1]


def _character(place: int) -> str:
    return bytes((0xA1 + place // 94, 0xA1 + place % 94)).decode("gb18030") if place < 94 * 94 else chr(place - 94 * 94)


def _running(distances: list[int]) -> Iterator[tuple[int, int]]:
    code = -1
    for distance in distances:
        code += distance
        yield distance, code
