"""The report of `check` in the form asked for: on the screen or in a file."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from rectify.checks.html_report import as_html
from rectify.checks.report import Examination, as_json, as_text, total
from rectify.checks.rules import RULES, nearest_code
from rectify.checks.sarif import as_sarif
from rectify.ground.files import write_atomically
from rectify.terminal import messages
from rectify.terminal.screen import visible

FORMATS: Final[Mapping[str, Callable[[Examination], str]]] = MappingProxyType(
    {"text": as_text, "json": as_json, "sarif": as_sarif, "html": as_html}
)


def families(only: str) -> tuple[str, ...] | None:
    """The beginnings of codes in *only*, such as `P,W10`; all if it is empty, None if one is of no rule."""
    prefixes = _parts(only)
    if any(not any(code.startswith(part) for code in RULES) for part in prefixes):
        return None
    return prefixes or ("",)


def report_text(examination: Examination, form: str, output: str) -> str:
    """What the terminal says: the report, or where it was written. Raises OSError if it cannot be."""
    empty = not examination.diagnostics and not examination.waived
    text = messages.ALL_WELL if form == "text" and empty else FORMATS[form](examination)
    if not output:
        return text
    text = visible(text) if form == "text" else text
    write_atomically(Path(output), f"{text}\n".encode(errors="backslashreplace"))
    return f"{total(examination)}报告在 {output}。"


def no_such_rule(code: str) -> str:
    """That no rule has this code, and which was probably meant."""
    suggestions = nearest_code(code)
    return (
        f"没有 {code} 这条规则。"
        + (f"是不是 {suggestions}？" if suggestions else "")
        + "全部规则见 python3 build.py docs checks。"
    )


def wrong(form: str, only: str) -> str:
    """What of a report cannot be had: the form, or the rules."""
    if form not in FORMATS:
        return f"报告没有 {form} 这种格式，可以写：{'、'.join(FORMATS)}。"
    unknown = [part for part in _parts(only) if not any(code.startswith(part) for code in RULES)]
    suggestions = [code for part in unknown if (code := nearest_code(part))]
    hint = f"是不是 {'、'.join(suggestions)}？" if suggestions else ""
    return f"没有 {'、'.join(unknown)} 开头的规则。{hint}写规则编号或者开头的字母，用逗号隔开，例如 --only P,W。"


def _parts(only: str) -> tuple[str, ...]:
    return tuple(part.upper() for part in re.split(r"[,，、\s]+", only) if part)
