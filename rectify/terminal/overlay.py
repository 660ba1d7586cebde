"""Errors as `overlay.js` shows them over the last good page: place, rule, remedy, and the lines of the file.

Where there are none, what is not filled in yet is shown in the same form, when somebody asks for it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from rectify.ground.diagnostics import Diagnostic, Span, errors
from rectify.source.drafts import blanks

SCRIPT: Final = Path(__file__).with_name("overlay.js")
CONTEXT_LINES: Final = 3
"""Lines shown before and after the wrong one."""

MAX_PROBLEMS: Final = 100
"""Errors shown at once."""

_WORD = re.compile(r"\w+|.", re.DOTALL)


def overlay(root: Path, diagnostics: Sequence[Diagnostic]) -> dict[str, Any]:
    """The errors among *diagnostics*, or else the blanks, as plain JSON: how many there are, and the first with their lines.

    Their files are below *root*; one that cannot be read has no lines.
    """
    wrong = errors(diagnostics)
    faults = wrong or blanks(diagnostics)
    files: dict[str, list[str]] = {}
    problems = []
    for fault in faults[:MAX_PROBLEMS]:
        name = str(fault.span.path)
        if name not in files:
            files[name] = _lines(root / fault.span.path)
        problems.append(
            {
                "place": str(fault.span),
                "code": fault.code,
                "message": fault.message,
                "remedy": fault.remedy,
                "lines": excerpt(files[name], fault.span),
            }
        )
    return {"count": len(faults), "wrong": bool(wrong), "problems": problems}


def excerpt(lines: Sequence[str], span: Span) -> list[dict[str, Any]]:
    """The lines around *span* with their numbers; the wrong one in three parts, of which the middle one is marked."""
    numbers = range(max(1, span.line - CONTEXT_LINES), min(len(lines), span.line + CONTEXT_LINES) + 1)
    return [
        {"number": n, "parts": _around_word(lines[n - 1], span.column) if n == span.line else [lines[n - 1]]}
        for n in numbers
    ]


def _around_word(line: str, column: int) -> list[str]:
    """What stands before the word at *column* (from 1), the word, and what follows it; a blank at the end of the line."""
    before, rest = line[: column - 1], line[column - 1 :]
    word = _WORD.match(rest)
    marked = word[0] if word else " "
    return [before, marked, rest[len(marked) :]]


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text("utf-8", errors="replace").splitlines()
    except OSError:
        return []
