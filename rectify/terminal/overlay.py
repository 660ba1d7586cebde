"""Mistakes as the browser shows them over the last good page: place, rule, remedy, and the lines themselves."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from rectify.ground.diagnostics import Diagnostic, Span, errors

SCRIPT: Final = Path(__file__).with_name("overlay.js")
AROUND: Final = 3
"""Lines shown before and after the wrong one."""

MOST: Final = 100
_WORD = re.compile(r"\w+|.", re.DOTALL)


def overlay(root: Path, diagnostics: Sequence[Diagnostic]) -> dict[str, Any]:
    """What `overlay.js` shows of the errors among *diagnostics*, whose files are below *root*."""
    wrong = errors(diagnostics)
    files: dict[str, list[str]] = {}
    problems = []
    for one in wrong[:MOST]:
        name = str(one.span.path)
        if name not in files:
            files[name] = _lines(root / one.span.path)
        problems.append(
            {
                "place": str(one.span),
                "code": one.code,
                "message": one.message,
                "remedy": one.remedy,
                "lines": excerpt(files[name], one.span),
            }
        )
    return {"count": len(wrong), "problems": problems}


def excerpt(lines: Sequence[str], span: Span) -> list[dict[str, Any]]:
    """The lines around a place; the wrong one in three parts, of which the middle one is marked."""
    lines_around = range(max(1, span.line - AROUND), min(len(lines), span.line + AROUND) + 1)
    return [
        {"number": n, "parts": _parted(lines[n - 1], span.column) if n == span.line else [lines[n - 1]]}
        for n in lines_around
    ]


def _parted(line: str, column: int) -> list[str]:
    before, rest = line[: column - 1], line[column - 1 :]
    word = _WORD.match(rest)
    marked = word[0] if word else " "
    return [before, marked, rest[len(marked) :]]


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text("utf-8", errors="replace").splitlines()
    except OSError:
        return []
