"""What the files of a site's search say, read back as its page reads them."""

from __future__ import annotations

import json
from itertools import accumulate
from typing import Any

from rectify.search.packing import DIGITS


def received(data: bytes) -> tuple[str, Any]:
    """The name and the value that a file of search passes to the page."""
    name, value = json.loads(data.decode().partition("(")[2].rpartition(")")[0].join("[]"))
    return name, value


def documents(data: bytes) -> list[dict[str, Any]]:
    """The issues of `all.js` with their titles (`t`) and passages (`p`)."""
    _, value = received(data)
    texts = iter(unpacked(value["chars"], value["texts"]))
    return [
        one | {"t": next(texts), "p": [[name, next(texts)] for name in one["p"].split(" ")[:-1]]}
        for one in value["docs"]
    ]


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
    codes = [*accumulate(distances[:singles]), *accumulate(distances[singles:])]
    whole, digits = "", map(DIGITS.index, texts)
    for digit in digits:
        whole += chr(codes[digit if digit < singles else singles + (digit - singles) * 91 + next(digits)])
    return whole.split("\0")[:-1]
