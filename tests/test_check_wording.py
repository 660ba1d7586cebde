"""How texts are written: the wrong is found, the right is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rectify.checks.wording import secret_in, wrong_in
from rectify.checks.wordlist import lexicon, read_wordlist

WORDS = lexicon(read_wordlist(Path())[0])


def faults(text: str, inspection: str = "巡察") -> list[tuple[str, str]]:
    """The rules that *text* breaks, and the words that break them."""
    told = (*wrong_in(text, WORDS, inspection), *secret_in(text, WORDS))
    return [(one.rule, text[one.start : one.end]) for one in told]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("渣土随意倾到。", "倾到"),
        ("举一反三，全面整该。", "整该"),
        ("对场内时行清理。", "时行清理"),
        ("责任对该公司立案。", "责任对该"),
        ("核实了该比款项。", "该比款"),
        ("签定了保证书。", "签定"),
        ("防治返潮回弹。", "防治返潮回弹"),
        ("学习关“城市管理”的论述。", "关“"),
        ("登记了车辆台帐。", "台帐"),
        ("泻露信息。", "泻露"),
    ],
)
def test_a_wrong_word_is_found(text: str, words: str) -> None:
    """The typing errors that a real notice had, and others of the list (P-11)."""
    assert [("W110", words)] == faults(text)


@pytest.mark.parametrize(
    ("text", "rule", "words"),
    [
        ("落实市委巡查反馈意见。", "W101", "市委巡查"),
        ("配合巡视组工作。", "W101", "巡视"),
        ("（示财字【2014】113号）", "W102", "【2014】113号"),
        ("（示管发[2024]84号）", "W102", "[2024]84号"),
        ("（示管发【2024]52号）", "W102", "【2024]52号"),
        ("（示督办通〔34〕号）", "W102", "〔34〕号"),
        ("示政办发（2024）12号文", "W102", "（2024）12号"),
        ("示政发〔2024〕第12号", "W102", "〔2024〕第12号"),
        ("专项资金资金的使用", "W103", "资金资金"),
        ("制定了了制度", "W103", "了了"),
        ("已经完成，，正在验收", "W103", "，，"),
        ("印发《管理办法。", "W104", "《"),
        ("落实责任”。", "W104", "”"),
        ("（见《办法）", "W104", "《"),
        ("一是排查,二是整改", "W105", "排查,二是"),
        ("共有３２处", "W105", "共有３２处"),
        ("建立 台账", "W106", "建立 台账"),
        ("于7月31 日印发", "W106", "31 日印"),
        ("在“知纪守纪 担当”方面", "W106", "守纪 担当"),
        ("“知纪守纪 担当作为”方案 下发", "W106", "方案 下发"),
        ("2023年2月29日完成", "W107", "2023年2月29日"),
        ("9月31日完成", "W107", "9月31日"),
        ("2024-02-30完成", "W107", "2024-02-30"),
        ("于8月31前完成", "W107", "8月31前"),
        ("20241228日完成", "W107", "20241228日"),
        ("二0二四年底", "W108", "二0二四年"),
        ("二○二四年底", "W108", "二○二四年"),
        ("截止目前没有发现", "W109", "截止"),
        ("报名截至日期", "W109", "截至"),
        ("党风廉洁建设", "W111", "党风廉洁建设"),
        ("联系电话：6372517", "W112", "6372517"),
        ("机密★一年", "P120", "机密★"),
        ("保护举报人", "P121", "举报人"),
    ],
)
def test_a_slip_is_found(text: str, rule: str, words: str) -> None:
    """Each rule finds its slip, and nothing else is told of the text."""
    assert [(rule, words)] == faults(text)


@pytest.mark.parametrize(
    "text",
    [
        "市委第六巡察组反馈，执法队员巡查路面，巡查组每日上路。",
        "贯彻中央巡视反馈要求，配合省委巡视组。",
        "《办法》（示局发〔2025〕7号）和（2024）示01民初123号判决。",
        "目的的确达到，不了了之，研究研究，高高兴兴。",
        "1）排查；2）整改。一）组织。",
        "见[《办法》全文](https://example.gov.cn/a,b(1).html)，网址 https://example.gov.cn/a?b=1,2。",
        "上午9:30，比例1:2，共1,234件，3.5吨，APP版。",
        "The plan is ready, and on time.",
        "　　段首空两格。\n\n- 第一项\n- 第二项",
        "2024年2月29日至12月31日，历时10个月，100年。",
        "二〇二四年，一九九八年。",
        "截至目前没有发现，报名截止日期已过。",
        "把关“三会一课”，取消号牌，有关“双公示”，倾到达。",
        "保守秘密，不得泄密。",
        "电话0471-6372517、12345热线。",
        "制定《“知纪守纪 担当作为”作风纪律教育整顿方案》，“不忘初心　牢记使命”。",
        "“四个意识”“四个自信”，书名《论〈语〉》。",
    ],
)
def test_good_writing_is_left_alone(text: str) -> None:
    """Ordinary patrols, court numbers, list numbers, links, times and right dates are no slips."""
    assert faults(text) == []


def test_a_province_is_inspected_by_its_own_word() -> None:
    """Where the round is a 巡视, 巡察 is the slip, unless the text says whose."""
    assert faults("配合巡察组，市委巡察组另有安排", "巡视") == [("W101", "巡察")]


def test_a_wrong_word_comes_with_the_right_one() -> None:
    """The hint says what to write, and why if that is not plain."""
    (told,) = wrong_in("签定合同", WORDS, "巡察")

    assert told.hint == "改为“签订”（合同、协议用“签订”）"


def test_widths_are_told_once_for_a_text() -> None:
    """A text typed in half-width is one finding that counts them."""
    (told,) = wrong_in("一是排查,二是整改,三是验收", WORDS, "巡察")

    assert told.hint == "这一段共有 2 处"


def test_the_project_adds_to_the_list(tmp_path: Path) -> None:
    """A checks.yaml beside site.yaml adds words and lets others pass."""
    (tmp_path / "checks.yaml").write_text(
        "words:\n  - {wrong: 示例错, right: 示例对, unless: [不~]}\nallow: [签定]\n", "utf-8"
    )
    words = lexicon(read_wordlist(tmp_path)[0])
    text = "签定示例错，不示例错，倾到"

    assert [text[one.start : one.end] for one in wrong_in(text, words, "")] == ["示例错", "倾到"]


def test_a_mistake_in_the_list_is_told_at_its_place(tmp_path: Path) -> None:
    """The list of the project is read as strictly as all other files; ours still holds."""
    (tmp_path / "checks.yaml").write_text("words:\n  - {wrong: 甲}\n", "utf-8")
    wordlist, problems = read_wordlist(tmp_path)

    assert [str(one.span) for one in problems] == ["checks.yaml:2:5"]
    assert wordlist.words


def test_no_entry_of_the_list_corrects_what_another_says() -> None:
    """What the list calls right is never itself found wrong."""
    rights = [one.right for words in (WORDS.words, WORDS.phrases) for one in words.corrections.values()]

    assert [right for right in rights for one in wrong_in(right, WORDS, "") if one.rule in ("W110", "W111")] == []


@given(
    st.text(alphabet="《》“”（）()【】〔〕[]号年月日0123456789二〇○，,. \n巡察视查的了截止至签定关a:/", max_size=120)
)
def test_spans_lie_within_any_text(text: str) -> None:
    """Whatever the text, each finding is a piece of it."""
    told = list(wrong_in(text, WORDS, "巡察"))

    assert all(0 <= one.start < one.end <= len(text) for one in told)
