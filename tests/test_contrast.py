"""Contrast of every pair of colours in every theme, computed from static/css/tokens.css (A-03, A-06).

No browser: that file holds every colour of the site, so the arithmetic of WCAG 2.2 over its blocks says more
than any number of screenshots.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from support import ROOT

TOKENS = ROOT / "static" / "css" / "tokens.css"
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|oklch|lab|color-mix)\(", re.IGNORECASE)

PAPERS = ("paper", "paper-tint")
# What is read: 7 to 1 on each ground that it may stand on (1.4.6).
TEXTS = {
    **dict.fromkeys(
        (
            "ink",
            "ink-soft",
            "accent",
            "link",
            "link-visited",
            "status-done",
            "status-part",
            "status-long",
            "status-open",
        ),
        PAPERS,
    ),
    "hit-ink": ("hit-paper",),
    "paper": ("accent",),  # the words of the main button
}
# What is seen without being read: 3 to 1 (1.4.11). `rule` only parts what space parts already.
MARKS = dict.fromkeys(("rule-strong", "link-line", "focus", "accent"), PAPERS)
PAPER_INKS = ("ink", "ink-soft", "accent", "link", "link-visited")

# Each appearance: the blocks that hold in it, in the order of the file: (media query, selector).
_ROOT = ("", ":root")
_NOT_CHOSEN = ":root:not([data-theme])"
_DARK = "screen and (prefers-color-scheme: dark)"
_MORE = "screen and (prefers-contrast: more)"
APPEARANCES = {
    "light": (_ROOT,),
    "dark": (_ROOT, ("screen", ':root[data-theme="dark"]')),
    "contrast": (_ROOT, ("screen", ':root[data-theme="contrast"]')),
    "yellow": (_ROOT, ("screen", ':root[data-theme="yellow"]')),
    "device dark": (_ROOT, (_DARK, _NOT_CHOSEN)),
    "device more contrast": (_ROOT, (_MORE, _NOT_CHOSEN)),
    "device dark, more contrast": (
        _ROOT,
        (_DARK, _NOT_CHOSEN),
        (_MORE, _NOT_CHOSEN),
        (f"{_MORE} and (prefers-color-scheme: dark)", _NOT_CHOSEN),
    ),
}


def blocks(css: str) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Each rule: its media query, each of its selectors, its custom properties."""
    open_heads: list[str] = []
    values: dict[str, str] = {}
    for said, mark in re.findall(r"([^{};]*)([{};])", COMMENT.sub("", css)):
        words = " ".join(said.split())
        if mark == "{":
            open_heads.append(words)
            values = {}
        elif mark == ";":
            name, _, value = words.partition(":")
            values[name.removeprefix("--")] = value.strip()
        else:
            meta = open_heads.pop()
            media = " and ".join(one.removeprefix("@media ") for one in open_heads)
            if not meta.startswith("@"):
                yield from ((media, selector, values) for selector in meta.split(", "))


def luminance(colour: str) -> float:
    """Relative luminance of `#rgb` or `#rrggbb`."""
    digits = colour.removeprefix("#")
    pairs = [one * 2 for one in digits] if len(digits) == 3 else [digits[at : at + 2] for at in (0, 2, 4)]
    parts = [int(pair, 16) / 255 for pair in pairs]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The ratio of two colours."""
    dark, bright = sorted((luminance(one), luminance(other)))
    return (bright + 0.05) / (dark + 0.05)


@pytest.fixture(scope="module")
def rules() -> list[tuple[str, str, dict[str, str]]]:
    """The blocks of the file."""
    return list(blocks(TOKENS.read_text("utf-8")))


@pytest.fixture(params=APPEARANCES, ids=str)
def tokens(rules: list[tuple[str, str, dict[str, str]]], request: pytest.FixtureRequest) -> dict[str, str]:
    """The tokens of one appearance."""
    return _tokens(rules, APPEARANCES[request.param])


def _tokens(rules: list[tuple[str, str, dict[str, str]]], holding: tuple[tuple[str, str], ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for place in holding:
        given = [values for media, selector, values in rules if (media, selector) == place]
        assert given, f"no block {place}: has the file another order now?"
        for values in given:
            found |= values
    return found


def _faults(tokens: dict[str, str], pairs: dict[str, tuple[str, ...]], least: float) -> list[str]:
    return [
        f"--{name} {tokens[name]} on --{ground} {tokens[ground]}: {ratio:.2f}"
        for name, grounds in pairs.items()
        for ground in grounds
        if (ratio := contrast(tokens[name], tokens[ground])) < least
    ]


def test_the_arithmetic_is_that_of_wcag() -> None:
    """Black on white is 21 to 1; the grey that is known to be just enough for AA is."""
    assert contrast("#000", "#fff") == pytest.approx(21)
    assert contrast("#767676", "#fff") == pytest.approx(4.54, abs=0.01)


def test_text_stands_out(tokens: dict[str, str]) -> None:
    """All that is read has 7 to 1 on every ground that it may stand on."""
    assert _faults(tokens, TEXTS, 7) == []


def test_marks_stand_out(tokens: dict[str, str]) -> None:
    """Borders of controls, lines below links, the ring of the focus have 3 to 1."""
    assert _faults(tokens, MARKS, 3) == []


def test_paper_is_white_and_ink_dark(rules: list[tuple[str, str, dict[str, str]]]) -> None:
    """Printed, all that is read has 7 to 1, also the tokens that the sheet for print does not name."""
    printed = _tokens(rules, (_ROOT,))
    for media, _, values in rules:
        if media == "print":
            printed |= values

    assert {printed[name] for name in PAPERS} == {"#fff"}
    assert _faults(printed, dict.fromkeys(PAPER_INKS, PAPERS), 7) == []
    assert _faults(printed, TEXTS, 7) == []


def test_the_device_gets_what_the_reader_may_choose(rules: list[tuple[str, str, dict[str, str]]]) -> None:
    """Dark by the device's wish is dark by choice, colour for colour."""
    chosen, wished = (_tokens(rules, APPEARANCES[name]) for name in ("dark", "device dark"))

    assert wished == chosen


def test_every_theme_gives_every_colour(rules: list[tuple[str, str, dict[str, str]]]) -> None:
    """A theme that forgot a colour would show that of the light one."""
    light = {name for name, value in _tokens(rules, (_ROOT,)).items() if COLOUR.search(value)}
    forgotten = {
        f"{media} {selector}": sorted(light - values.keys() - {"paper"})
        for media, selector, values in rules
        if media.startswith(("screen", "(forced")) and light & values.keys()
    }

    assert {place: names for place, names in forgotten.items() if names} == {}


def test_every_colour_is_compared(rules: list[tuple[str, str, dict[str, str]]]) -> None:
    """A new colour has to take its place in the tables above."""
    light = {name for name, value in _tokens(rules, (_ROOT,)).items() if COLOUR.search(value)}
    compared = {*TEXTS, *MARKS, *(ground for grounds in [*TEXTS.values(), *MARKS.values()] for ground in grounds)}

    assert light - compared == {"rule"}


def test_no_other_file_holds_a_colour() -> None:
    """What is computed here is all there is."""
    others = [path for path in (ROOT / "static" / "css").rglob("*.css") if path != TOKENS]
    found = {
        f"{path.name}: {colour}"
        for path in others
        for colour in COLOUR.findall(COMMENT.sub("", path.read_text("utf-8")))
    }

    assert found == set()
