"""Contrast of texts and graphics with their backgrounds in every theme, from `static/css/tokens.css` (A-03, A-06).

That file holds every colour of the site, so the arithmetic of WCAG 2.2 over its blocks says more than any
number of screenshots.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Any, Final, NamedTuple

import tinycss2
from tinycss2 import color3

from rectify.ground import colour
from rectify.ground.diagnostics import Diagnostic, Span

TOKENS: Final = PurePosixPath("static/css/tokens.css")
PAPERS: Final = ("paper", "paper-tint")
TEXTS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        **dict.fromkeys(("ink", "ink-soft", "accent", "link", "link-visited"), PAPERS),
        **dict.fromkeys(("status-done", "status-part", "status-long", "status-open"), PAPERS),
        "hit-ink": ("hit-paper",),
        "paper": ("accent",),
    }
)
"""Tokens of texts, and the backgrounds that they stand on; `paper` on `accent` is the label of the main button."""
MARKS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    dict.fromkeys(("rule-strong", "link-line", "focus", "accent"), PAPERS)
)
"""Tokens of graphics, and their backgrounds. `rule` is left out: its lines only repeat what space separates."""
LEAST_TEXT: Final = 7
"""WCAG 2.2, 1.4.6."""
LEAST_MARK: Final = 3
"""WCAG 2.2, 1.4.11."""

_ROOT: Final = ("", ":root")
_NOT_CHOSEN: Final = ":root:not([data-theme])"
_DARK: Final = "screen and (prefers-color-scheme: dark)"
_MORE: Final = "screen and (prefers-contrast: more)"
APPEARANCES: Final[Mapping[str, tuple[tuple[str, str], ...]]] = MappingProxyType(
    {
        "浅色": (_ROOT,),
        "深色": (_ROOT, ("screen", ':root[data-theme="dark"]')),
        "黑底白字": (_ROOT, ("screen", ':root[data-theme="contrast"]')),
        "黑底黄字": (_ROOT, ("screen", ':root[data-theme="yellow"]')),
        "随设备变深色": (_ROOT, (_DARK, _NOT_CHOSEN)),
        "随设备增强对比": (_ROOT, (_MORE, _NOT_CHOSEN)),
        "随设备变深色并增强对比": (
            _ROOT,
            (_DARK, _NOT_CHOSEN),
            (_MORE, _NOT_CHOSEN),
            (f"{_MORE} and (prefers-color-scheme: dark)", _NOT_CHOSEN),
        ),
    }
)
"""Each appearance: the blocks that hold in it, in the order of the file, as (media query, selector)."""


class Token(NamedTuple):
    """The value of a custom property, and its line."""

    value: str
    line: int


Tokens = Mapping[str, Token]


class Block(NamedTuple):
    """A rule: its media query, one of its selectors, its custom properties by their names without `--`."""

    media: str
    selector: str
    tokens: Tokens


def blocks(css: str) -> tuple[Block, ...]:
    """Every rule of a sheet, once for each of its selectors."""
    return tuple(_blocks(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True), ""))


def _blocks(rules: Iterable[Any], media: str) -> Iterator[Block]:
    for rule in rules:
        if rule.type == "at-rule" and rule.lower_at_keyword == "media" and rule.content is not None:
            both = " and ".join(filter(None, (media, _colour_words(rule.prelude))))
            inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            yield from _blocks(inner, both)
        elif rule.type == "qualified-rule":
            declared = tinycss2.parse_declaration_list(rule.content, skip_comments=True, skip_whitespace=True)
            tokens = {
                one.name.removeprefix("--"): Token(_colour_words(one.value), one.source_line)
                for one in declared
                if one.type == "declaration" and one.name.startswith("--")
            }
            for selector in _colour_words(rule.prelude).split(", "):
                yield Block(media, selector, tokens)


def _colour_words(tokens: Iterable[Any]) -> str:
    return " ".join(tinycss2.serialize(tokens).split())


def tokens_in(rules: Iterable[Block], places: Sequence[tuple[str, str]]) -> dict[str, Token]:
    """The tokens of the blocks at *places*, by name; a later value replaces an earlier one."""
    tokens: dict[str, Token] = {}
    for place in places:
        for block in rules:
            if (block.media, block.selector) == place:
                tokens |= block.tokens
    return tokens


def contrast(one: str, other: str) -> float | None:
    """The ratio of two colours as CSS writes them, 1 to 21; None if one is no opaque colour."""
    parsed = [color3.parse_color(each) for each in (one, other)]
    if any(not isinstance(each, color3.RGBA) or each.alpha < 1 for each in parsed):
        return None
    return colour.contrast(*(colour.Rgb(*each[:3]) for each in parsed))


class Faint(NamedTuple):
    """A pair of colours with too little contrast: names and tokens of foreground and background, the ratio, the least."""

    name: str
    front: Token
    ground_name: str
    ground: Token
    ratio: float | None
    least: int


def faint_pairs(tokens: Tokens) -> Iterator[Faint]:
    """The pairs among *tokens* whose contrast is too low, or cannot be computed. Missing tokens are no pair."""
    for pairs, least in ((TEXTS, LEAST_TEXT), (MARKS, LEAST_MARK)):
        for name, grounds in pairs.items():
            for ground in grounds:
                if name in tokens and ground in tokens:
                    ratio = contrast(tokens[name].value, tokens[ground].value)
                    if ratio is None or ratio < least:
                        yield Faint(name, tokens[name], ground, tokens[ground], ratio, least)


def contrast_faults(css: str) -> Iterator[Diagnostic]:
    """A diagnostic for each pair of colours in the text of `tokens.css` with too little contrast, with its themes."""
    rules = blocks(css)
    themes: defaultdict[Faint, list[str]] = defaultdict(list)
    for theme, places in APPEARANCES.items():
        for pair in faint_pairs(tokens_in(rules, places)):
            themes[pair].append(theme)
    for pair, names in themes.items():
        colours = f"--{pair.name}（{pair.front.value}）和 --{pair.ground_name}（{pair.ground.value}）"
        where = f"（{'、'.join(names)}）"
        line = max(pair.front.line, pair.ground.line)
        if pair.ratio is None:
            message, remedy = f"{colours}的对比度算不出{where}", "写成 #8e1616 这样的颜色，不要透明"
        else:
            message = f"{colours}的对比度只有 {pair.ratio:.2f}，至少要 {pair.least}{where}"
            remedy = "把其中一个改深或者改浅"
        yield Diagnostic(Span(TOKENS, line), "K002", message, remedy)
