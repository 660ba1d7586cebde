"""Figures with units: value, roughness and what they count."""

from __future__ import annotations

from decimal import Decimal

import pytest

from rectify.extract.figures import figures_in
from rectify.extract.results import kind_of


@pytest.mark.parametrize(
    ("text", "value", "unit", "rough"),
    [
        ("清掏22144次", "22144", "次", ""),
        ("支出1.5万元", "15000", "元", ""),
        ("支出1,234.5万元", "12345000", "元", ""),
        ("建成1600万吨的场地", "16000000", "吨", ""),
        ("投入2亿多元", "200000000", "元", "多"),
        ("三千余户", "3000", "户", "余"),
        ("发放6000余份", "6000", "份", "余"),
        ("约50%的路灯", "50", "%", "约"),
        ("１２个路口", "12", "个", ""),
        ("提高3个百分点", "3", "百分点", ""),
        ("三百二十件", "320", "件", ""),
        ("一千零五户", "1005", "户", ""),
        ("百分之五十的路灯", "50", "%", ""),
        ("每次24小时", "24", "小时", ""),
    ],
)
def test_a_figure_has_its_value(text: str, value: str, unit: str, rough: str) -> None:
    """Multipliers, separators and Chinese numbers become one decimal number; what makes it rough is kept."""
    (found,) = figures_in(text)

    assert (Decimal(value), unit, rough) == (found.value, found.unit, found.approximate)


@pytest.mark.parametrize(
    ("text", "span"), [("2至3年内", ("2", "3")), ("3-5家企业", ("3", "5")), ("3万～5万元", ("30000", "50000"))]
)
def test_a_span_has_two_ends(text: str, span: tuple[str, str]) -> None:
    """A span of numbers is one figure."""
    (found,) = figures_in(text)

    assert tuple(map(Decimal, span)) == (found.value, found.upper)


@pytest.mark.parametrize(
    "text",
    [
        "2024年7月30日",
        "6.2018年停用",
        "甲发〔2024〕52号",
        "第3批名单",
        "列第10名",
        "1.整修路灯",
        "2.3个单位",
        "电话6372517",
        "第12条",
        "幸福路66号",
        "“三会一课”",
        "5+4+3",
        "1+9平台",
        "两次",
        "三家企业",
        "二十届三中全会",
        "《甲市3年规划》",
        "5G网络",
        "二三十人",
        "",
    ],
)
def test_what_is_no_figure_is_left_alone(text: str) -> None:
    """Dates, numbers of documents, order, lists, phones, streets and set phrases report no figure."""
    expected = ()

    assert expected == figures_in(text)


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("全市更换公共路灯12盏，约50%的路灯仍不亮", ["全市更换公共路灯12盏", "约50%的路灯仍不亮"]),
        ("要建3个停车场，共180万平方米", ["要建3个停车场", "要建3个停车场，共180万平方米"]),
        ("28名教师中25名返岗，3名调动", ["28名教师中25名返岗"] * 2 + ["28名教师中25名返岗，3名调动"]),
        ("已经开会。培训5人", ["培训5人"]),
        ("举办培训6场，覆盖科室42个", ["举办培训6场", "举办培训6场，覆盖科室42个"]),
        ("召开警示教育大会，全院412名干部参加", ["召开警示教育大会，全院412名干部参加"]),
    ],
)
def test_a_label_says_what_is_counted(text: str, labels: list[str]) -> None:
    """The clause of a number, with the one before where it says too little; never another sentence."""
    assert labels == [found.label.excerpt(text) for found in figures_in(text)]


def test_places_are_places_of_the_text() -> None:
    """A figure's place holds number and unit as written."""
    text = "共投入1,234.5万元左右，培训3人"
    expected = ["1,234.5万元左右", "3人"]

    assert expected == [found.place.excerpt(text) for found in figures_in(text)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("追缴1.86万元", "追缴"),
        ("尚有0.64万元正在追缴", ""),
        ("责令退还32.16万元", ""),
        ("更换灭火器2300具", "更换"),
        ("配发执法记录仪160台", "配备"),
        ("新建公厕4座", "建成"),
    ],
)
def test_the_kind_of_a_result_is_what_was_done(text: str, kind: str) -> None:
    """What is still to be recovered is no result; what is replaced is not mended."""
    (figure,) = figures_in(text)

    assert kind == kind_of(text, figure.place, figure.unit, is_plan=False, is_report=True)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("清理垃圾死角38处", "计划"),
        ("更换38处的井盖", "计划"),
        ("清理了垃圾死角38处", ""),
        ("38处井盖已全部更换", ""),
        ("为了方便群众，新建公厕4座", "计划"),
    ],
)
def test_a_measure_that_was_carried_out_is_no_plan(text: str, kind: str) -> None:
    """Some notices tell under 整改措施 what was done: its numbers are not called 计划."""
    (figure,) = figures_in(text)

    assert kind == kind_of(text, figure.place, figure.unit, is_plan=True, is_report=False)
