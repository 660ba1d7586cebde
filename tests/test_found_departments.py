"""Departments that a text names."""

from __future__ import annotations

import pytest

from rectify.extract.departments import departments_in

NAMES = (("办公室", "office"), ("局办公室", "office"), ("市环卫中心", "centre"), ("环卫中心", "centre"))


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("由办公室牵头，局办公室负责。", ["office", "office"]),
        ("市环卫中心和环卫中心", ["centre", "centre"]),
        ("报市委办公室备案", []),
        ("超标准的办公室用房", []),
        ("印发《办公室制度》", []),
    ],
)
def test_a_department_is_found_by_each_of_its_names(text: str, ids: list[str]) -> None:
    """The longest name counts; rooms, offices of others and titles name no department."""
    assert ids == [one.id for one in departments_in(text, NAMES)]
