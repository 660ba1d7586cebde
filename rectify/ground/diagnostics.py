"""Diagnostics: mistakes in the files of a project as values, with their place, their rule and a remedy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import IntEnum
from pathlib import PurePosixPath
from typing import Final

ENOUGH: Final = 200
"""The most diagnostics on one file; further mistakes are reported once these are mended."""


class Severity(IntEnum):
    """An error stops the build, a warning does not."""

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
    """One mistake: its place, the code of its rule, and in Chinese the message and the remedy."""

    span: Span
    code: str
    message: str
    remedy: str = ""
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        kind = "" if self.severity is Severity.ERROR else "（提醒）"
        remedy = f" → {self.remedy}" if self.remedy else ""
        return f"{self.span} {self.code} {kind}{self.message}{remedy}"


_LINE: Final = re.compile(r"\s*([^\s:]+):(\d+):(\d+) (?:([A-Z]\d{3}) )?(（提醒）)?(.*?)(?: → (.*))?")


def from_line(line: str) -> Diagnostic | None:
    """The diagnostic that *line* is the text of; None for other lines. Lists of blanks leave the code out."""
    if (match := _LINE.fullmatch(line)) is None:
        return None
    path, row, column, code, doubt, message, remedy = match.groups()
    span = Span(PurePosixPath(path), int(row), int(column))
    severity = Severity.ERROR if code and not doubt else Severity.WARNING
    return Diagnostic(span, code or "", message, remedy or "", severity)


class SourceError(Exception):
    """Raised for sources that cannot become a site; carries all diagnostics, sorted."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(sorted(diagnostics))
        super().__init__(self.diagnostics)  # args as given, so that it survives pickling

    def __str__(self) -> str:
        return "\n".join(map(str, self.diagnostics))


def limit(diagnostics: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """At most ENOUGH of the *diagnostics* on one file, then a last one (Y017) that says so; the rest is not computed."""
    for count, diagnostic in enumerate(diagnostics, start=1):
        yield diagnostic
        if count == ENOUGH:
            yield Diagnostic(diagnostic.span, "Y017", f"已经有 {ENOUGH} 处，不再往下看", "改正以上各处，再运行一次")
            return


def as_warning(diagnostic: Diagnostic) -> Diagnostic:
    """The same, but it does not stop a build."""
    return replace(diagnostic, severity=Severity.WARNING)


def as_error(diagnostic: Diagnostic) -> Diagnostic:
    """The same, and it stops a build."""
    return replace(diagnostic, severity=Severity.ERROR)


def errors(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Those of the *diagnostics* that stop a build, sorted by place."""
    return tuple(sorted(d for d in diagnostics if d.severity is Severity.ERROR))
