"""An output: its address, what makes it, and all that this may use.

The law of the engine: a maker is a function of a module (no closure, no bound arguments) and is called
with the output's `inputs`, which are plain frozen data, and, if it opens any, with the texts that the output names.
It can reach nothing else of the site, so an output whose inputs did not change would be made the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from types import FunctionType
from typing import Any, Final, NamedTuple

FieldPath = tuple[str | int, ...]


class TextRef(NamedTuple):
    """A text that lies in a file: the file's path, its digest, and the older texts of the same issue, oldest first.

    Equal references lead to equal texts.
    """

    path: str
    digest: str
    older: tuple[TextRef, ...] = ()


class BytesRef(NamedTuple):
    """Bytes that were made while planning, such as an issue's line of JSON, by their digest: many outputs use them."""

    digest: str


Ref = TextRef | BytesRef


class ForbiddenTextError(LookupError):
    """A maker asked for a text, or for bytes, that its output does not name."""


class Texts:
    """The texts that one output may use: `texts[ref]` gives the text or the bytes of a reference that the output names.

    Raises ForbiddenTextError for any other reference.
    """

    __slots__ = ("_named", "_open_text")

    def __init__(self, named: frozenset[Ref], open_text: Callable[[Any], Any]) -> None:
        self._named = named
        self._open_text = open_text

    def __getitem__(self, ref: Ref) -> Any:
        if ref not in self._named:
            message = f"an output that does not name the text {ref[0]} asked for it"
            raise ForbiddenTextError(message)
        return self._open_text(ref)


Make = Callable[..., Any]
"""Gives the view of a page, or the bytes of another file, from the output's inputs, or from them and the texts that it names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of HTML to come: `make(inputs, texts)` gives the view that the template shows.

    `path` is relative to the output folder, `template` to `templates/`; `texts` are those that `make` may open.
    For the checks: `source` is the file that the page is made from and `where` the field of that file, if
    not the whole; `links` are addresses that people wrote into its texts; `goal` is the path of the page
    that a page at an old address leads to.
    """

    path: str
    template: str
    make: Make
    inputs: Any
    texts: tuple[Ref, ...] = ()
    source: PurePosixPath | None = None
    links: tuple[str, ...] = ()
    goal: str = ""
    where: FieldPath = ()

    def __post_init__(self) -> None:
        check_function(self.make)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Any other file to come: `make(inputs, texts)` gives its bytes. `texts` are those that `make` may open.

    A `make` that is a generator gives them piece by piece: so a file of a whole site is never in memory as a whole.
    """

    path: str
    make: Make
    inputs: Any
    texts: tuple[Ref, ...] = ()

    def __post_init__(self) -> None:
        check_function(self.make)


Output = Page | Document

_IS_GENERATOR: Final = 0x20
"""`inspect.CO_GENERATOR`, without loading that module in every build."""


def make_value(output: Output, texts: Texts) -> Any:
    """What the maker of *output* gives; one with a single parameter opens no texts."""
    opens_texts = output.make.__code__.co_argcount > 1
    return output.make(output.inputs, texts) if opens_texts else output.make(output.inputs)


def is_made_in_pieces(output: Output) -> bool:
    """Whether the maker of *output* gives its bytes piece by piece."""
    return bool(output.make.__code__.co_flags & _IS_GENERATOR)


def the_inputs(inputs: Any) -> Any:
    """Make a page whose view, or a file whose bytes, are its inputs."""
    return inputs


def check_function(function: Callable[..., Any]) -> None:
    """Raise TypeError unless *function* is a plain function: no method, no partial, no closure, no default values."""
    if (
        not isinstance(function, FunctionType)
        or function.__closure__
        or function.__defaults__
        or function.__kwdefaults__
    ):
        message = f"{function!r} is no plain function of a module: it may reach more than its inputs"
        raise TypeError(message)


def name_of(function: Callable[..., Any]) -> str:
    """The full name of a function, which stands for its code."""
    return f"{function.__module__}.{function.__qualname__}"
