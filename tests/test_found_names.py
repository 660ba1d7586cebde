"""Contacts that a text names."""

from __future__ import annotations

import pytest

from rectify.extract.contacts import ContactKind, contacts_in


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
