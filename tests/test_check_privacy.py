"""Personal data is found by form and check digit, and never repeated whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rectify.checks.privacy import luhn, mask, private_in, resident_check

VALID = "11010519491231002X"  # the sample number of GB 11643


def rules(text: str, **known: tuple[str, ...]) -> list[tuple[str, str]]:
    """The rules that *text* breaks, and the words that break them."""
    return [(one.rule, text[one.start : one.end]) for one in private_in(text, **known)]


@pytest.mark.parametrize(
    ("text", "rule", "words"),
    [
        (f"身份证{VALID}。", "P102", VALID),
        ("证号１１０１０５１９４９１２３１００２Ｘ。", "P102", "１１０１０５１９４９１２３１００２Ｘ"),
        ("证号110105 19491231 002X。", "P102", "110105 19491231 002X"),
        ("旧证130503670401001登记", "P102", "130503670401001"),
        ("电话13800138000联系", "P101", "13800138000"),
        ("电话138-0013-8000联系", "P101", "138-0013-8000"),
        ("电话１３８００１３８０００联系", "P101", "１３８００１３８０００"),
        ("卡号6222020000000000000转账", "P103", "6222020000000000000"),
        ("卡号4111 1111 1111 1111转账", "P103", "4111 1111 1111 1111"),
        ("发到zhang@example.com即可", "P104", "zhang@example.com"),
        ("车辆蒙A12345违停", "P105", "蒙A12345"),
        ("车辆蒙A·D12345违停", "P105", "蒙A·D12345"),
        ("打0100-5550002问", "P106", "0100-5550002"),
        ("护照号E12345678", "P107", "E12345678"),
        ("军官证：政字第1234567号", "P107", "政字第1234567号"),
        ("住在幸福小区3号楼2单元501室", "P108", "住在幸福小区3号楼2单元501室"),
        ("家在某屯二组15号", "P108", "家在某屯二组15号"),
        ("约谈李白科长", "P109", "李白"),
        ("科长武松因此受到处分", "P109", "武松"),
        ("经欧阳修同志同意", "P109", "欧阳修"),
        ("某职工确诊为肝炎", "P110", "确诊为"),
        ("由示例环卫有限公司承担", "P111", "示例环卫有限公司"),
    ],
)
def test_it_is_found(text: str, rule: str, words: str) -> None:
    """Each kind of personal data is told once, with its exact words."""
    assert [(rule, words)] == rules(text)


@pytest.mark.parametrize(
    "text",
    [
        "编号110105194912310021。",  # check digit
        "编号110105194913310028。",  # no such month
        "案号15010219990230123X。",
        "共收缴13800138000元。",
        "合同号HT13800138000。",
        "第1380013800012号。",
        "统一社会信用代码91110000100000000X。",
        "卡号4111111111111112。",  # check digit
        "2024-12-30至2025-01-15，共20241230件。",
        "合同编号G20241230。",
        "党支部书记、有关方面同志、成员同志、全体党员。",
        "林业局长、水利局长、卫生局长、安全科长参加。",
        "分管副主任和主任确认，符合党员条件。",
        "约谈某某科长、李某科长、某环卫公司。",
        "办公楼3层会议室开会。",
        "每个单元门口都有一个垃圾桶。",
        "12岁以上的车辆报废，15岁。",
        "蒙古国ABC",
        "政发〔2024〕12号",
    ],
)
def test_it_is_left_alone(text: str) -> None:
    """Numbers with a wrong check digit, sums, contract numbers, offices and ordinary words are nobody's data."""
    assert rules(text) == []


def test_published_contacts_may_be_published() -> None:
    """The telephone and the address that the site gives itself are no findings."""
    text = "请打0100-5550001，或者到示例路1号3号楼205室。"

    assert rules(text, published=("0100-5550001", "示例市示例路1号3号楼205室", "或者到示例路1号3号楼205室")) == []


def test_leaders_may_be_named() -> None:
    """A name on the list is no finding; another beside it is."""
    assert rules("学习杜甫同志的讲话，李白科长主持", known=("杜甫",)) == [("P109", "李白")]


@pytest.mark.parametrize("text", [VALID, "13800138000", "蒙A12345", "李白", "E12345678", "a@b.cn"])
def test_no_more_than_half_is_shown(text: str) -> None:
    """What a report prints of personal data cannot be put together again."""
    shown = mask(text, 3, 2)

    assert (len(text), True) == (len(shown), shown.count("*") >= len(text) / 2)


@given(st.text(alphabet="0123456789 -Xx１２３蒙A京号楼单元室同志科长李赵公司@.", max_size=80))
def test_spans_lie_within_the_text(text: str) -> None:
    """Whatever the text, each finding is a piece of it, and its shown form hides at least half."""
    places = private_in(text)

    assert all(0 <= one.start < one.end <= len(text) for one in places)
    assert all(one.shown.count("*") * 2 >= one.end - one.start for one in places)


@given(st.integers(0, 10**17 - 1))
def test_the_check_digit_of_a_resident_number_is_that_of_iso_7064(number: int) -> None:
    """Mod 11-2: with its check sign the weighted sum leaves 1."""
    digits = f"{number:017}"
    sign = resident_check(digits)
    total = sum(int(d) * 2 ** (17 - place) for place, d in enumerate(digits)) + (10 if sign == "X" else int(sign))

    assert total % 11 == 1


@given(st.integers(0, 10**15 - 1))
def test_one_digit_alone_completes_a_card_number(number: int) -> None:
    """Of the ten last digits exactly one passes."""
    assert sum(luhn(f"{number:015}{last}") for last in range(10)) == 1
