"""A tree becomes a typed record, or everything that is wrong with it."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rectify.field.config import SiteConfig
from rectify.field.model import Glossary, Issue, Measure, Round, Status
from rectify.field.schema import KINDS
from rectify.field.shape import fields_of
from rectify.ground.dates import PartialDate
from rectify.ground.diagnostics import SourceError, Span
from rectify.source.decode import decode, locate
from rectify.source.yamltree import decode_text
from support import ISSUE, ROUND, SITE

AT = PurePosixPath("a.yaml")
SOURCES: dict[Any, str] = {Issue: ISSUE, Round: ROUND, SiteConfig: SITE}
NAMES = sorted({name for kind in KINDS.values() for name in fields_of(kind)} | {"id", "name", "text", "date", "start"})
WORDS = [
    "已完成",
    "2024-07-30",
    "2024-02-30",
    "1",
    "007",
    "",
    "~",
    "true",
    "[]",
    "{}",
    "[a, b]",
    "- a",
    "|\n  甲\n  乙",
    '"\\ud800"',
]
WORDS += [
    "\n  - a\n  - text: b",
    "\n  id: a",
    "<b>",
    "[x](javascript:y)",
    "https://a.cn",
    "*a",
    "&a b",
    "!t",
    "'",
    "{start: 2024}",
]
TEXTS = st.lists(
    st.tuples(st.sampled_from([*NAMES, "标题", "x", "<<", "? a"]), st.sampled_from(WORDS)).map(": ".join), max_size=8
).map("\n".join)


def codes(text: str, kind: Any = Issue) -> list[str]:
    """The codes of what is wrong with *text*."""
    with pytest.raises(SourceError) as caught:
        decode(text, AT, kind)
    return [diagnostic.code for diagnostic in caught.value.diagnostics]


@pytest.mark.parametrize("kind", SOURCES)
def test_line_ends_and_marks_do_not_change_a_record(kind: Any) -> None:
    """Saved with a byte-order mark and Windows line ends, a file gives the same record."""
    plain = SOURCES[kind]
    saved = decode_text(b"\xef\xbb\xbf" + plain.replace("\n", "\r\n").encode(), AT)

    assert decode(plain, AT, kind) == decode(saved, AT, kind)


def test_a_record_is_typed() -> None:
    """Words become enumerations, dates and numbers; what is left out has its default."""
    issue = decode(ISSUE, AT, Issue)

    assert (1, Status.DONE, PartialDate(2025, 7, 1), ("办公室",), None, ()) == (
        issue.number,
        issue.status,
        issue.progress[0].date,
        issue.lead,
        issue.timeframe,
        issue.revisions,
    )


def test_a_group_with_one_required_field_may_be_that_field_alone() -> None:
    """A measure of words alone is the measure with that text, and a list of one need not be a list."""
    long = ISSUE.replace("  - 建立制度。", "  - text: 建立制度。")
    bare = ISSUE.replace("measures:\n  - 建立制度。", "measures: 建立制度。")

    assert [(Measure(text="建立制度。"),)] * 3 == [decode(text, AT, Issue).measures for text in (ISSUE, long, bare)]


@pytest.mark.parametrize("word", ["no", "on", "1.0", "2024-02-30", "0x1F", "12:30", "true"])
def test_text_stays_as_it_was_typed(word: str) -> None:
    """A title is text even where YAML would see a number, a date or a truth value."""
    assert word == decode(ISSUE.replace("制度不健全", word), AT, Issue).title


@pytest.mark.parametrize("nothing", ["", "~", "null"])
def test_an_optional_field_may_stay_empty(nothing: str) -> None:
    """An empty optional field is as good as none; an empty required one is told, never to be deleted."""
    issue = decode(ISSUE.replace("result: 已完成", f"result: {nothing}"), AT, Issue)

    assert issue.result == ""
    with pytest.raises(SourceError) as caught:
        decode(ISSUE.replace("制度不健全", nothing), AT, Issue)
    assert [d.remedy for d in caught.value.diagnostics] == ["填上内容（一句话说出问题，三十字以内为好）"]


def test_a_wrong_field_is_told_once() -> None:
    """A misspelt required field is not also missing, and a wrong value is not also a repetition."""
    assert codes(ISSUE.replace("title:", "titel:")) == ["Y012"]
    assert codes(ISSUE.replace("status: 已完成", "status: 好")) == ["V003"]


def test_one_mistake_does_not_hide_another() -> None:
    """Every field is read, whatever is wrong with those before it."""
    text = ISSUE.replace("number: 1", "number: 一").replace("2025-07-01", "2025-07-32").replace("lead:", "leed:")

    assert codes(text) == ["V004", "V002", "Y012"]


def test_the_place_of_a_field_can_be_found() -> None:
    """A path of names and positions leads to a line and column; where it breaks off, to the last that is there."""
    places = [("status",), ("measures", 0), ("progress", 0, "text"), ("lead", 0), ("lead", 7), ("claims",)]

    assert [(span.line, span.column) for span in (locate(ISSUE, AT, where) for where in places)] == [
        (4, 9),
        (7, 5),
        (10, 11),
        (12, 8),
        (12, 7),
        (1, 1),
    ]


def test_a_place_inside_a_text_is_counted() -> None:
    """Of two equal fragments each is told at its own place, also where the file folds lines."""
    with pytest.raises(SourceError) as caught:
        decode(ISSUE.replace("没有建立公务用车制度。", ">-\n  甲<b>\n  乙<b>丙<b>"), AT, Issue)

    assert [Span(AT, 6, 4), Span(AT, 7, 4), Span(AT, 7, 8)] == [d.span for d in caught.value.diagnostics]


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=80) | TEXTS, st.sampled_from([Issue, Round, SiteConfig, Glossary]))
def test_any_text_is_decoded_or_told(text: str, kind: Any) -> None:
    """Whatever a file says, the decoder ends with a record or with a SourceError, never otherwise."""
    try:
        record = decode(text.replace("\ud800", ""), AT, kind)
    except SourceError as error:
        told = list(map(str, error.diagnostics))
    else:
        assert isinstance(record, kind)
        return

    assert told
    assert len(told) == len(set(told))
    assert told == [line.encode().decode() for line in told]
