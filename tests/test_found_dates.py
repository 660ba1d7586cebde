"""Dates of a text, exactly as exact as it gives them."""

from __future__ import annotations

import pytest

from rectify.extract.dates import DateKind, dates_in

AT, RANGE, SINCE, UNTIL, PERIOD = DateKind.AT, DateKind.RANGE, DateKind.SINCE, DateKind.UNTIL, DateKind.PERIOD


@pytest.mark.parametrize(
    ("text", "kind", "dates", "part"),
    [
        ("2024年7月30日开会", AT, "2024-07-30", ""),
        ("２０２４年７月３０日开会", AT, "2024-07-30", ""),
        ("2024.07.30开会", AT, "2024-07-30", ""),
        ("2024年7月开会", AT, "2024-07", ""),
        ("2024年7月底开会", AT, "2024-07", "底"),
        ("2024年7月上旬开会", AT, "2024-07", "上旬"),
        ("2024年初开会", AT, "2024", "初"),
        ("6.2018年停用", AT, "2018", ""),
        ("2025年前三季度同比下降", AT, "2025", ""),
        ("2025年前11个月同比下降", AT, "2025", ""),
        ("2024年4月至6月整修", RANGE, "2024-04 2024-06", ""),
        ("2024年1-6月整修", RANGE, "2024-01 2024-06", ""),
        ("从2024年9月26日至27日办班", RANGE, "2024-09-26 2024-09-27", ""),
        ("2024年9月26-27日办班", RANGE, "2024-09-26 2024-09-27", ""),
        ("2023年12月30日—2024年1月2日值守", RANGE, "2023-12-30 2024-01-02", ""),
        ("2024-2027年的规划", RANGE, "2024 2027", ""),
        ("从2024年5月起登记", SINCE, "2024-05", ""),
        ("2019年以来的案件", SINCE, "2019", ""),
        ("截至2024年10月底，已修好", UNTIL, "2024-10", "底"),
        ("2024年8月31日前修好", UNTIL, "2024-08-31", ""),
        ("2024年8月31前修好", UNTIL, "2024-08-31", ""),
        ("2023年度的考核", PERIOD, "2023", "度"),
        ("2024年第一季度得分", PERIOD, "2024", "第一季度"),
        ("2024年上半年印发", PERIOD, "2024", "上半年"),
    ],
)
def test_a_date_is_read_as_it_is_written(text: str, kind: DateKind, dates: str, part: str) -> None:
    """Days, months, years, spans, starts, ends and periods keep their precision."""
    (found,) = dates_in(text)
    days = " ".join(day.iso for day in (found.first, found.last) if day)

    assert (kind, dates, part, "") == (found.kind, days, found.part, found.fault)


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("2023年5月6日开会，7月1日整修；同年8月验收", ["2023-05-06", "2023-07-01", "2023-08"]),
        ("2023年12月31日开会，次日公示", ["2023-12-31", "2024-01-01"]),
        ("2023年5月6日开会，当日公示", ["2023-05-06", "2023-05-06"]),
        ("2023年5月6日、8日开会", ["2023-05-06", "2023-05-08"]),
        ("2020、2021年度的材料", ["2020", "2021"]),
        ("7月1日开会", []),
        ("列入2025年预算，7月1日开会", ["2025"]),
        ("2019年以来有三件，7月1日开会", ["2019"]),
    ],
)
def test_a_year_comes_from_the_dates_before_or_not_at_all(text: str, dates: list[str]) -> None:
    """A day without a year takes that of the date before it; without one, no date is claimed."""
    assert dates == [found.first.iso for found in dates_in(text) if found.first]


def test_the_caller_may_know_the_year() -> None:
    """A record's own year serves its text; 今年 and 去年 mean that year and the one before."""
    found = dates_in("7月1日开会，去年8月试点", year=2024)
    expected = ["2024-07-01", "2023-08"]

    assert expected == [date.first.iso for date in found if date.first]


@pytest.mark.parametrize("text", ["2024年2月30日开会", "2024年13月开会", "2024年4月31日至5月2日"])
def test_a_day_that_is_not_is_flagged_and_not_guessed(text: str) -> None:
    """An impossible date is told as such and claims no day."""
    (found,) = dates_in(text)
    expected = (None, None, "没有这一天")

    assert expected == (found.first, found.last, found.fault)


def test_a_span_that_ends_before_it_begins_is_flagged() -> None:
    """A turned-round span is told as such."""
    (found,) = dates_in("2024年9月至3月整修")
    expected = (None, "结束早于开始")

    assert expected == (found.first, found.fault)


@pytest.mark.parametrize(
    "text",
    ["《甲市2024年要点》", "甲发〔2024〕5号", "15日内答复", "3个月", "第7日", "电话0471-2024", "2至3年", "“4.29”事故"],
)
def test_what_is_no_date_is_left_alone(text: str) -> None:
    """Years of titles and 文号, and counts of days or months, date nothing."""
    expected = ()

    assert expected == dates_in(text)


def test_each_date_has_its_words() -> None:
    """One date has its sentence; several share it by clauses; those side by side have the same words."""
    text = "为改进工作，甲科2024年7月1日开会。欠款2024年6月付清，账户7月1日解封，现正常。2022年、2023年的记录不全。"
    expected = [
        "为改进工作，甲科2024年7月1日开会",
        "欠款2024年6月付清",
        "账户7月1日解封，现正常",
        "2022年、2023年的记录不全",
        "2022年、2023年的记录不全",
    ]

    assert expected == [date.event.excerpt(text) for date in dates_in(text)]
