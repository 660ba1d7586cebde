"""Every pair of colours in every theme stands out, by the same computation as `check` (A-03, A-06)."""

from __future__ import annotations

import re

import pytest

from rectify.checks.contrast import (
    APPEARANCES,
    MARKS,
    PAPERS,
    TEXTS,
    TOKENS,
    Block,
    blocks,
    contrast,
    faint_pairs,
    tokens_in,
)
from support import ROOT

FIXED = {"logo-paper", "code-paper", "code-ink"}
"""Colours that no theme changes: logos are drawn for white paper, scanners read black on white."""

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|oklch|lab|color-mix)\(", re.IGNORECASE)
LIGHT = APPEARANCES["浅色"]


@pytest.fixture(scope="module")
def rules() -> tuple[Block, ...]:
    """The blocks of the file."""
    return blocks((ROOT / TOKENS).read_text("utf-8"))


def values(rules: tuple[Block, ...], places: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """The tokens that hold where these blocks do."""
    return {name: token.value for name, token in tokens_in(rules, places).items()}


def test_the_arithmetic_is_that_of_wcag() -> None:
    """Black on white is 21 to 1; the grey that is known to be just enough for AA is."""
    assert contrast("#000", "#fff") == pytest.approx(21)
    assert contrast("#767676", "#fff") == pytest.approx(4.54, abs=0.01)


def test_what_is_no_opaque_colour_has_no_contrast() -> None:
    """What shows through depends on what is below."""
    assert contrast("rgba(0, 0, 0, 0.5)", "#fff") is None
    assert contrast("currentColor", "#fff") is None


@pytest.mark.parametrize("appearance", APPEARANCES)
def test_every_pair_stands_out(rules: tuple[Block, ...], appearance: str) -> None:
    """All that is read has 7 to 1 on every ground that it may stand on; borders, lines and rings have 3 to 1."""
    places = {(block.media, block.selector) for block in rules}

    assert set(APPEARANCES[appearance]) <= places, "has the file another order now?"
    assert {*TEXTS, *MARKS} <= tokens_in(rules, APPEARANCES[appearance]).keys()
    assert list(faint_pairs(tokens_in(rules, APPEARANCES[appearance]))) == []


def test_paper_is_white_and_ink_dark(rules: tuple[Block, ...]) -> None:
    """Printed, all that is read has 7 to 1, also the tokens that the sheet for print does not name."""
    printed = tokens_in(rules, (*LIGHT, *(block[:2] for block in rules if block.media == "print")))

    assert {printed[name].value for name in PAPERS} == {"#fff"}
    assert [pair for pair in faint_pairs(printed) if pair.least == 7] == []


def test_the_device_gets_what_the_reader_may_choose(rules: tuple[Block, ...]) -> None:
    """Dark by the device's wish is dark by choice, colour for colour."""
    chosen, wished = (values(rules, APPEARANCES[name]) for name in ("深色", "随设备变深色"))

    assert wished == chosen


def test_every_theme_gives_every_colour(rules: tuple[Block, ...]) -> None:
    """A theme that forgot a colour would show that of the light one."""
    light = {name for name, value in values(rules, LIGHT).items() if COLOUR.search(value)}
    forgotten = {
        f"{media} {selector}": sorted(light - given.keys() - {"paper"} - FIXED)
        for media, selector, given in rules
        if media.startswith(("screen", "(forced")) and (light - FIXED) & given.keys()
    }

    assert {place: names for place, names in forgotten.items() if names} == {}


def test_every_colour_is_compared(rules: tuple[Block, ...]) -> None:
    """A new colour has to take its place in the tables above."""
    light = {name for name, value in values(rules, LIGHT).items() if COLOUR.search(value)}
    compared = {*TEXTS, *MARKS, *(ground for grounds in [*TEXTS.values(), *MARKS.values()] for ground in grounds)}

    assert light - compared == {"rule", *FIXED}


def test_no_other_file_holds_a_colour() -> None:
    """What is computed here is all there is."""
    others = [path for path in (ROOT / "static" / "css").rglob("*.css") if path != ROOT / TOKENS]
    failures = {
        f"{path.name}: {colour}"
        for path in others
        for colour in COLOUR.findall(COMMENT.sub("", path.read_text("utf-8")))
    }

    assert failures == set()
