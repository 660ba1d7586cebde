"""Faults of records: what is wrong with a field and how to mend it, and the diagnostics that they become."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePosixPath
from typing import NamedTuple, TypeVar

from rectify.checks.rules import RULES, Weight
from rectify.ground.diagnostics import Diagnostic, Severity, Span
from rectify.source.decode import FieldPath

Locate = Callable[[PurePosixPath, FieldPath], Span]
_Value = TypeVar("_Value")


class Fault(NamedTuple):
    """A mistake: the path of its field, the rule, what is wrong and how to mend it; in a draft it may only lack something."""

    where: FieldPath
    code: str
    message: str
    remedy: str
    is_lack: bool = False


def diagnostics_of(
    path: PurePosixPath, faults: Iterable[Fault], locate: Locate, *, is_draft: bool = False
) -> Iterator[Diagnostic]:
    """The *faults* of the file *path* at their places; each weighs as its rule, and what a draft lacks stops nothing."""
    for where, code, message, remedy, is_lack in faults:
        stops = RULES[code].weight is Weight.ERROR and not (is_lack and is_draft)
        yield Diagnostic(locate(path, where), code, message, remedy, Severity.ERROR if stops else Severity.WARNING)


def repeated_values(
    named: Iterable[tuple[FieldPath, _Value]], before: Iterable[_Value] = ()
) -> Iterator[tuple[FieldPath, _Value]]:
    """Those of the *named* values, each with the path of its field, that stand earlier already or in *before*."""
    seen = set(before)
    for where, value in named:
        if value in seen:
            yield where, value
        seen.add(value)


def suggestion_words(suggestion: str | None) -> str:
    """The beginning of a remedy: what was probably meant, if anything is like it."""
    return f"是不是 {suggestion}？" if suggestion else ""


def first_of(names: Iterable[object], most: int = 8) -> str:
    """The first *most* of *names* in words, with 等 where there are more."""
    listed = list(map(str, names))
    return "、".join(listed[:most]) + ("等" if len(listed) > most else "")
