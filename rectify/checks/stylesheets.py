"""Faults in style sheets that make browsers drop a rule or read it otherwise than meant, by file and line.

A browser never complains: after a forgotten brace it takes the rest of the sheet for part of one rule. Our
sheets nest no rules, since browsers of 2020 cannot, so that a rule inside a rule is always such a mistake.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any, Final, NamedTuple

import tinycss2

from rectify.checks.contrast import TOKENS, contrast_faults
from rectify.ground.diagnostics import Diagnostic, SourceError, Span
from rectify.ground.files import read_file, regular_files
from rectify.source.yamltree import decode_text

FOLDER: Final = PurePosixPath("static/css")
_END: Final = "rectify-end"
"""The name of a rule that is appended to a sheet: if it is not parsed as the last one, a bracket before it is open."""
_HOLD_RULES: Final = ("media", "supports", "layer", "container", "keyframes")
_DECLARATION: Final = "写成“名称: 值;”，行末的分号不能少"
_CLOSE: Final = "补上这条规则末尾的 }"


class _Fault(NamedTuple):
    line: int
    column: int
    message: str
    remedy: str


def stylesheet_faults(root: Path) -> Iterator[Diagnostic]:
    """The diagnostics on the sheets in `static/css` of the project *root*, with those on the contrast of colours."""
    for path in regular_files(root, FOLDER):
        if path.suffix != ".css":
            continue
        try:
            text = decode_text(read_file(root, path), path)
        except SourceError as error:
            yield from error.diagnostics
            continue
        faults = [Diagnostic(Span(path, *one[:2]), "K001", *one[2:]) for one in _faults(text)]
        yield from faults
        if path == TOKENS and not faults:
            yield from contrast_faults(text)


def _faults(text: str) -> Iterator[_Fault]:
    start = text.rfind("/*")
    if start >= 0 and "*/" not in text[start:]:
        line = text.count("\n", 0, start) + 1
        yield _Fault(line, 1, "注释没有结束，后面的样式都不起作用", "在注释末尾补上 */")
        return
    rules = tinycss2.parse_stylesheet(f"{text}\n{_END}{{}}", skip_comments=True, skip_whitespace=True)
    closed = _words(rules[-1]) == _END
    last = rules[-1]
    lines = text.count("\n") + 1
    faults = [one for one in _rules(rules[:-1] if closed else rules) if one.line <= lines]
    yield from faults
    if not closed and not any(one.line >= last.source_line for one in faults):
        yield _Fault(last.source_line, last.source_column, f"{_words(last)} 没有结束", _CLOSE)


def _rules(rules: Iterable[Any]) -> Iterator[_Fault]:
    for rule in rules:
        if rule.type == "error":
            yield _Fault(rule.source_line, rule.source_column, "这里不成一条规则", "写成“选择器 { 名称: 值; }”")
            continue
        stray = next((token for token in rule.prelude if token.type == "error"), None)
        if stray is not None:
            yield _Fault(stray.source_line, stray.source_column, *_stray(stray))
        elif rule.content is not None and rule.type == "at-rule" and rule.lower_at_keyword in _HOLD_RULES:
            inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            yield from _rules(one for one in inner if _words(one) != _END)
        elif rule.content is not None:
            yield from _declarations(rule)


def _declarations(rule: Any) -> Iterator[_Fault]:
    nested = next((token for token in rule.content if token.type == "{} block"), None)
    if nested is not None and rule.type == "qualified-rule" and nested.content:
        message = f"{_words(rule)} 没有结束，第 {nested.source_line} 行的规则成了它的一部分，不起作用"
        yield _Fault(rule.source_line, rule.source_column, message, _CLOSE)
        return
    for one in tinycss2.parse_declaration_list(rule.content, skip_comments=True, skip_whitespace=True):
        if one.type == "error":
            yield _Fault(one.source_line, one.source_column, "这一行不成一条声明", _DECLARATION)
        elif one.type == "declaration" and (wrong := _wrong_token(one.value)) is not None:
            yield _Fault(wrong.source_line, wrong.source_column, *_stray(wrong))


def _wrong_token(tokens: Iterable[Any]) -> Any | None:
    """The first parse error among *tokens*, or the block that was not closed around it; None if there is none."""
    for token in tokens:
        if token.type == "error":
            return token
        inner = getattr(token, "arguments", None) or getattr(token, "content", None) or ()
        if (wrong := _wrong_token(inner)) is not None:
            return token if wrong.type == "error" and wrong.kind == "}" else wrong
    return None


def _stray(token: Any) -> tuple[str, str]:
    if token.type != "error":
        return "括号没有成对，后面的样式不起作用", "补上另一半括号"
    if token.kind in ("}", ")", "]"):
        return f"多了一个 {token.kind}，后面的一条规则不起作用", "删去它，或者补上与它配对的另一半"
    return "引号没有成对，这一行不起作用", "补上另一半引号"


def _words(rule: Any) -> str:
    """The beginning of a rule as it is shown: its selector, or the name of an at-rule."""
    if rule.type == "error":
        return "这条规则"
    selector = " ".join(tinycss2.serialize(rule.prelude).split())
    words = f"@{rule.at_keyword} {selector}".strip() if rule.type == "at-rule" else selector
    return words if words == _END else words.removesuffix(f" {_END}")
