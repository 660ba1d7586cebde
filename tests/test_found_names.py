"""Departments, deadlines and contacts that a text names."""

from __future__ import annotations

import pytest

from rectify.extract.contacts import ContactKind, contacts_in
from rectify.extract.deadlines import deadlines_in
from rectify.extract.departments import departments_in, known_departments, proposed_departments

KNOWN = known_departments(
    {"路灯科": "lamps", "局路灯科": "lamps", "办公室": "office", "井盖中心": "covers", "市井盖中心": "covers"}, ["甲局"]
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("由局路灯科牵头，市井盖中心配合", [("lamps", "局路灯科"), ("covers", "市井盖中心")]),
        ("甲局路灯科和甲局办公室", [("lamps", "局路灯科"), ("office", "办公室")]),
        ("市政府办公室来函", []),
        ("市政局路灯科来函", []),
        ("办公室面积超标", []),
        ("", []),
    ],
)
def test_known_departments_are_found_whole(text: str, expected: list[tuple[str, str]]) -> None:
    """The longest name wins; a part of another body's name is no name."""
    assert expected == [(found.id, found.name) for found in departments_in(text, KNOWN)]


def test_no_names_find_nothing() -> None:
    """A site without departments finds none."""
    expected = ()

    assert expected == departments_in("路灯科", known_departments({}))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("责任单位：路灯管理科、市井盖中心", ["路灯管理科", "市井盖中心"]),
        ("一是由局路灯管理科牵头，市井盖中心具体负责", ["局路灯管理科", "市井盖中心"]),
        ("各科室负责，有关单位配合", []),
        ("路灯管理科很忙", []),
        ("到处落实，本科负责", []),
    ],
)
def test_names_are_proposed_only_where_a_text_gives_them_work(text: str, names: list[str]) -> None:
    """Names after a label or before a verb of duty are proposed; all others are not."""
    assert names == [found.name for found in proposed_departments(text)]


@pytest.mark.parametrize(
    ("text", "date", "evidence"),
    [
        ("2024年11月底前全面完成", "2024-11", "全面完成"),
        ("完成时限：2024年12月31日", "2024-12-31", "完成时限："),
        ("年底前办结", "", "办结"),
        ("欠款在整改期满前补交", "", "补交"),
        ("10月底前完成", "", "完成"),
    ],
)
def test_a_deadline_is_a_day_by_which_to_do_something(text: str, date: str, evidence: str) -> None:
    """A day counts as a deadline only with the words that make it one."""
    (found,) = deadlines_in(text)

    assert (date, evidence) == (found.date.iso if found.date else "", found.evidence.of(text))


@pytest.mark.parametrize("text", ["2024年4月以前没有落实", "2024年4月完成", "目前已完成", "《2024年底前完成》"])
def test_the_past_has_no_deadline(text: str) -> None:
    """What was or was not done is not due."""
    expected = ()

    assert expected == deadlines_in(text)


def test_contacts_are_read_with_their_kind() -> None:
    """Phones, boxes, mail, postcode, address and hours; a phone without area code takes that of another."""
    text = (
        "联系电话：6000001（工作日8:30至12:00）。地址：甲市乙路1号 邮编：010000 电话：0471-6000002 "
        "电子邮箱：a.b@example.gov.cn；邮政信箱：甲市A07号"
    )
    found = {(contact.kind, contact.value, contact.assumed) for contact in contacts_in(text)}

    assert {
        (ContactKind.PHONE, "0471-6000001", True),
        (ContactKind.HOURS, "工作日8:30至12:00", False),
        (ContactKind.ADDRESS, "甲市乙路1号", False),
        (ContactKind.POSTCODE, "010000", False),
        (ContactKind.PHONE, "0471-6000002", False),
        (ContactKind.EMAIL, "a.b@example.gov.cn", False),
        (ContactKind.POST_BOX, "甲市A07号", False),
    } == found


@pytest.mark.parametrize("text", ["清掏6000001次", "编号6000001", "公布举报电话，处理22144次", "设立举报信箱"])
def test_numbers_that_nobody_calls_a_phone_are_none(text: str) -> None:
    """Long numbers are phones only with an area code or when called so."""
    expected = ()

    assert expected == contacts_in(text)
