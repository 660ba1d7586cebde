"""A mistake in somebody's files is a value: where it is, what is wrong, how to mend it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from pathlib import PurePosixPath
from typing import Final

ENOUGH: Final = 200
"""Mistakes told of one file: whoever has these to mend runs the program again afterwards."""


class Severity(IntEnum):
    """How much a diagnostic weighs: an error stops the build, a warning does not."""

    ERROR = 0
    WARNING = 1


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in a source file. Lines and columns count from 1."""

    path: PurePosixPath
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, order=True)
class Diagnostic:
    """One thing wrong, said to the person who can mend it, in Chinese."""

    span: Span
    code: str
    message: str
    remedy: str = ""
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        kind = "" if self.severity is Severity.ERROR else "（提醒）"
        remedy = f" → {self.remedy}" if self.remedy else ""
        return f"{self.span} {self.code} {kind}{self.message}{remedy}"


class SourceError(Exception):
    """Sources that cannot become a site, with every reason found."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(sorted(diagnostics))
        super().__init__(self.diagnostics)  # args as given, so that it survives pickling

    def __str__(self) -> str:
        return "\n".join(map(str, self.diagnostics))


def limited(diagnostics: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """The first of *diagnostics* on one file, and that there are more; what comes then is not even looked for."""
    for count, one in enumerate(diagnostics, start=1):
        yield one
        if count == ENOUGH:
            yield Diagnostic(one.span, "Y017", f"已经有 {ENOUGH} 处，不再往下看", "改正以上各处，再运行一次")
            return


def errors(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The diagnostics that stop a build, in the order of their places."""
    return tuple(sorted(d for d in diagnostics if d.severity is Severity.ERROR))
