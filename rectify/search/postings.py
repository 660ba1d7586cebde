"""Posting lists (which documents hold a gram, and how prominently) as compressed bits."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

COMMON: Final = 16
"""A pair in more documents than this is stored with the characters that follow it, so that fewer documents are opened."""

_WEIGHTS: Final = ("0", "10", "110", "1110", "11110", "11111")

Posting = tuple[int, int]
"""A document's number, and the weight of a gram in it as `grams` gives it."""


def encode(lists: Mapping[int, Sequence[Posting]], keys: int, documents: int, *, follow: bool) -> str:
    """The posting lists of a file's grams as bits in base 64, by the keys of the grams, which are less than *keys*.

    First comes the number of lists (Elias gamma). A list is the distance of its key from the one before, its length
    (Elias gamma), then for each document its distance from the one before, the weight (unary) and, with *follow* in
    lists longer than COMMON, three bits of the character that follows the pair. Distances are in Rice code, with a
    parameter that follows from how many numbers are spread over how many. No list may be empty.
    """
    bits = [_gamma(len(lists))] if lists else []
    width, key_before = _low_bits(keys, len(lists)), -1
    for key in sorted(lists):
        gap = key - key_before - 1
        key_before = key
        bits.append(f"{'1' * (gap >> width)}0{gap & (1 << width) - 1:0{width}b}" if width else f"{'1' * gap}0")
        postings = lists[key]
        count = len(postings)
        low = _low_bits(documents, count)
        lows, mask, weights = _fixed_codes(low), (1 << low) - 1, _weights(follow=follow and count > COMMON)
        bits.append(_gamma(count))
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


def _low_bits(total: int, count: int) -> int:
    """The bits of a distance that are written as they are, where *count* numbers are less than *total*."""
    return max(0, (total * 11 // (count * 16)).bit_length() - 1) if count else 0


@cache
def _gamma(number: int) -> str:
    return f"{'0' * (number.bit_length() - 1)}{number:b}"


@cache
def _fixed_codes(width: int) -> tuple[str, ...]:
    return tuple(f"{value:0{width}b}" for value in range(1 << width)) if width else ("",)


@cache
def _weights(*, follow: bool) -> tuple[str, ...]:
    return tuple(
        _WEIGHTS[weight] + (f"{after:03b}" if follow and weight in (0, 3) else "")
        for weight in range(len(_WEIGHTS))
        for after in range(8)
    )
