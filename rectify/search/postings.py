"""Posting lists (which documents hold a gram, and how prominently) as compressed bits."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final

COMMON: Final = 16
"""A pair in more documents than this is stored with the characters that follow it, so that fewer documents are opened."""

_WEIGHTS: Final = ("0", "10", "110", "1110", "11110", "11111")

Posting = tuple[int, int]
"""A document's number, and the weight of a gram in it as `grams` gives it."""


def encoded(lists: Iterable[Sequence[Posting]], documents: int, *, follow: bool) -> str:
    """The posting lists of a file's grams as bits in base 64, one after the other.

    A list is its length (Elias gamma), then for each document its distance from the one before (Rice code, with a
    parameter that follows from the length and the number of *documents*), the weight (unary) and, with *follow* in
    lists longer than COMMON, three bits of the character that follows the pair. No list may be empty.
    """
    bits: list[str] = []
    for postings in lists:
        count = len(postings)
        low = max(0, (documents * 11 // (count * 16)).bit_length() - 1)
        lows, mask, weights = _fixed(low), (1 << low) - 1, _weights(follow=follow and count > COMMON)
        bits.append(f"{'0' * (count.bit_length() - 1)}{count:b}")
        before = -1
        for number, weight in postings:
            gap = number - before - 1
            before = number
            bits += ("1" * (gap >> low), "0", lows[gap & mask], weights[weight])
    whole = "".join(bits)
    if not whole:
        return ""
    size = (len(whole) + 7) // 8
    return base64.b64encode(int(whole.ljust(size * 8, "0"), 2).to_bytes(size, "big")).decode()


@cache
def _fixed(width: int) -> tuple[str, ...]:
    return tuple(f"{value:0{width}b}" for value in range(1 << width)) if width else ("",)


@cache
def _weights(*, follow: bool) -> tuple[str, ...]:
    return tuple(
        _WEIGHTS[weight] + (f"{after:03b}" if follow and weight in (0, 3) else "")
        for weight in range(len(_WEIGHTS))
        for after in range(8)
    )
