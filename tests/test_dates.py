"""Days, months, years and minutes as notices write them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rectify.ground.dates import Moment, PartialDate, span_in_words


@pytest.mark.parametrize(
    ("text", "words"), [("2024", "2024年"), ("2024-07", "2024年7月"), ("2024-07-30", "2024年7月30日")]
)
def test_a_date_is_as_exact_as_it_was_written(text: str, words: str) -> None:
    """A date keeps its precision, in words and as ISO 8601."""
    date = PartialDate.parse(text)

    assert (text, words) == (date.iso, str(date))


@pytest.mark.parametrize(
    "text",
    [
        "2024-13",
        "2024-00",
        "2024-02-30",
        "2023-02-29",
        "2024-07-00",
        "2024-00-05",
        "0000",
        "0000-01",
        "24",
        "2024-7",
        "2024-7-3",
        "20240730",
        "2024/07/30",
        "２０２４",
        "2024-07-30T00:00",
        "2024年",
    ],
)
def test_an_impossible_date_is_refused(text: str) -> None:
    """What is on no calendar, or written in another way, is no date."""
    with pytest.raises(ValueError):  # noqa: PT011 - any ValueError will do
        PartialDate.parse(text)


@pytest.mark.parametrize(
    "text", ["2024-12-30", "2024-12-30 24:00", "2024-12-30 12:60", "2024-02-30 12:00", "2024-12 12:00"]
)
def test_an_impossible_minute_is_refused(text: str) -> None:
    """A publication time is a day that there was and a minute of it."""
    with pytest.raises(ValueError):  # noqa: PT011 - any ValueError will do
        Moment.parse(text)


def test_a_minute_is_beijing_time() -> None:
    """A moment gives the form of G-04, ISO 8601 with the zone, and words."""
    moment = Moment.parse("2024-12-30 09:05")

    assert (
        moment.stamp,
        moment.iso,
        str(moment),
    ) == ("2024-12-30 09:05", "2024-12-30T09:05+08:00", "2024年12月30日 09:05")


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2024-08-07", None, "2024年8月7日"),
        ("2024-08-07", "2024-08-07", "2024年8月7日"),
        ("2024-08-07", "2024-08-19", "2024年8月7日至19日"),
        ("2024-08-07", "2024-09-01", "2024年8月7日至9月1日"),
        ("2024-08-07", "2025-01-01", "2024年8月7日至2025年1月1日"),
        ("2024-08", "2024-09", "2024年8月至9月"),
        ("2024-08-07", "2024-09", "2024年8月7日至9月"),
        ("2024-08-07", "2024-08", "2024年8月7日至8月"),
        ("2024-08", "2024-08-19", "2024年8月至8月19日"),
        ("2024-08-07", "2024", "2024年8月7日至2024年"),
        ("2024", "2024-07", "2024年至2024年7月"),
    ],
)
def test_a_span_does_not_repeat_what_both_ends_share(start: str, end: str | None, words: str) -> None:
    """A span of days reads as a notice would write it, whatever is known of its ends."""
    assert words == span_in_words(PartialDate.parse(start), PartialDate.parse(end) if end else None)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("2024-07-01", "2024-07-02", True),
        ("2024-07-02", "2024-07-02", False),
        ("2024-07", "2024-07-02", False),
        ("2024", "2024-07-02", False),
        ("2024-06", "2024-07-02", True),
        ("2023", "2024-07-02", True),
        ("2024-07-02", "2024", False),
        ("2025", "2024-07-02", False),
    ],
)
def test_only_what_is_surely_earlier_is_before(one: str, other: str, expected: bool) -> None:  # noqa: FBT001
    """A month is not before a day of its own."""
    assert expected is PartialDate.parse(one).surely_before(PartialDate.parse(other))


@given(st.dates(), st.dates())
def test_full_dates_are_ordered_as_days_are(one: dt.date, other: dt.date) -> None:
    """Among full dates, being surely before is being before, and so is their order."""
    left, right = (PartialDate.parse(day.isoformat()) for day in (one, other))

    assert (one < other, one < other) == (left.surely_before(right), left < right)
