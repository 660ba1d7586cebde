"""What is to be made: pages and other files, each with all that decides its bytes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """HTML to come: its template, and all that it will show.

    `inputs` decide every byte of it: equal inputs, equal page. `view()` is what the template gets.
    """

    path: PurePosixPath
    template: str
    inputs: Any
    view: Callable[[], Any]
    source: PurePosixPath | None = None
    links: tuple[str, ...] = ()
    """Addresses that people wrote into its texts."""
    goal: str = ""
    """The page to which it only leads on."""
    where: tuple[str | int, ...] = ()
    """The field of its source that it comes from, if it is not the whole file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Any other file to come: `make()` are its bytes, which `inputs` decide."""

    path: PurePosixPath
    inputs: Any
    make: Callable[[], bytes]


Output = Page | Document
