"""Text of a notice shows on the page as it stood in the notice, whatever signs it holds."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imported import unescaped, without_table_signs
from rectify.ground.rich_faults import faults_in
from rectify.ground.richtext import blocks, visible_text
from rectify.intake.escaping import as_table, escape
from rectify.intake.recognise.draft import bare, normal

SIGNS = st.text(alphabet="甲乙。一1.)-+*_`#[]()<>&;|~\\!:=/ab “”", min_size=1, max_size=30)


def shown(text: str) -> str:
    """What a reader sees of a Markdown text."""
    return html.unescape(re.sub(r"<[^>]*>", "", "".join(blocks(text))))


@settings(max_examples=600, deadline=None)
@given(SIGNS)
def test_signs_of_markdown_are_only_characters(text: str) -> None:
    """A paragraph full of Markdown's signs is shown sign by sign, and nothing of it is refused."""
    line = normal(text)
    if not line:
        return

    assert (bare(line), []) == (bare(shown(escape(line))), list(faults_in(escape(line))))


@settings(max_examples=600, deadline=None)
@given(SIGNS)
def test_escaping_can_be_undone(text: str) -> None:
    """The text comes back from its escaped form."""
    assert text == unescaped(escape(text))


@pytest.mark.parametrize("text", ["河道巡查36次。", "呼城字〔2024〕5号", "2024-2027年", "约50%", "【2014】113号"])
def test_plain_text_stays_as_it_is(text: str) -> None:
    """Texts without Markdown's signs gain no backslash that a person would have to read past."""
    assert text == escape(text)


def test_a_table_comes_back_as_its_cells() -> None:
    """Whatever the cells hold, the signs of the table alone are taken away again; other text with such signs stays."""
    made = as_table([["甲|乙", "*"], ["", "1."]])

    assert "".join(unescaped(without_table_signs(made)).split()) == "甲|乙*1."
    assert visible_text(made).split() == ["甲|乙", "*", "1."]
    assert without_table_signs("|丙|") == "|丙|"
