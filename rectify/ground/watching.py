"""How long work shows how far it has come: its items pass through a function, which may count them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")

Watch = Callable[[Iterable[Item], str, int], Iterator[Item]]
"""Passes items on; given with them is what is being done, in words, and how many they are."""


def without_progress(items: Iterable[Item], _doing: str, _total: int) -> Iterator[Item]:
    """A `Watch` that shows nothing."""
    return iter(items)
