"""The words of notices: numbering marks, labels, statuses, items, and what only looks like them."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rectify.field.model import Status
from rectify.field.words import SLUG
from rectify.ground.dates import PartialDate
from rectify.intake.intake import read_files
from rectify.intake.recognise.deadlines import moves_in
from rectify.intake.recognise.draft import Passage, Piece, Quotation
from rectify.intake.recognise.labels import Label, label_at_start, label_named, labels_inside
from rectify.intake.recognise.numbering import mark_of, value_of
from rectify.intake.recognise.passages import cuts
from rectify.intake.recognise.round_facts import day_of
from rectify.intake.recognise.slugs import category_ids, department_ids
from rectify.intake.recognise.statuses import answered_status, contradictions, in_sentence, of_heading, stated_status
from rectify.intake.recognise.titles import title_of
from rectify.intake.recognise.totals import claims_in


@pytest.mark.parametrize(
    ("text", "series", "value"),
    [
        ("1.甲", "1.", 1),
        ("１２．甲", "1.", 12),
        ("3、甲", "1、", 3),
        ("24市政府部署", "1", 24),
        ("7 甲", "1", 7),
        ("6.2018年启动的甲", "1.", 6),
        ("（一）甲", "（一）", 1),
        ("(十二)甲", "（一）", 12),
        ("（3）甲", "（1）", 3),
        ("4）甲", "1）", 4),
        ("⑤甲", "①", 5),
        ("一、甲", "一、", 1),
        ("二十一、甲", "一、", 21),
        ("问题一：甲", "问题1", 1),
        ("整改任务3 甲", "问题1", 3),
        ("序号十", "序号1", 10),
        ("第三个问题：甲", "第1个", 3),
        ("第一部分 甲", "第一部分", 1),
    ],
)
def test_a_number_at_the_beginning_belongs_to_a_series(text: str, series: str, value: int) -> None:
    """Each way of counting is known, in either width."""
    mark = mark_of(text)

    assert mark is not None
    assert (series, value) == (mark.series, mark.value)


@pytest.mark.parametrize(
    "text", ["2018年启动", "一是登记", "2.5万元", "8件案件", "二〇二四年", "3个问题", "问题一是多", "十九大以来"]
)
def test_a_number_in_a_sentence_is_no_mark(text: str) -> None:
    """Years, amounts and 一是 do not count issues."""
    assert mark_of(text) is None


@pytest.mark.parametrize(("numeral", "value"), [("二十", 20), ("一百零三", 103), ("⑫", 12), ("十", 10), ("09", 9)])
def test_numerals_are_read(numeral: str, value: int) -> None:
    """Chinese, circled and Arabic numerals."""
    assert value == value_of(numeral)


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("存在问题", Label.PROBLEM),
        ("点人点事问题", Label.PROBLEM),
        ("整改任务", Label.PROBLEM),
        ("整改目标", Label.TARGET),
        ("整改措施", Label.MEASURES),
        ("整改落实情况", Label.PROGRESS),
        ("整改进展情况", Label.PROGRESS),
        ("整改措施及完成情况", Label.PROGRESS),
        ("整改成效", Label.EFFECT),
        ("销号情况", Label.RESULT),
        ("是否完成", Label.RESULT),
        ("责任科室", Label.RESPONSIBLE),
        ("牵头单位", Label.LEAD),
        ("配合单位", Label.SUPPORT),
        ("责任领导", Label.LEADER),
        ("完成时限", Label.DUE),
        ("未完成原因", Label.REASON),
        ("下一步打算", Label.NEXT),
    ],
)
def test_labels_are_known_by_many_names(name: str, label: Label) -> None:
    """Each name means one kind of text."""
    assert label is label_named(name)


@pytest.mark.parametrize("name", ["联系电话", "来源", "主办单位", "整改", "办公室", "措施落实不到位"])
def test_other_words_are_no_labels(name: str) -> None:
    """Words of the footer and of sentences do not announce texts."""
    assert label_named(name) is None


@pytest.mark.parametrize("text", ["整改措施：甲", "【整改措施】甲", "整 改 措 施 ： 甲", "（整改措施）甲", "整改措施"])
def test_a_label_begins_a_line(text: str) -> None:
    """With a colon, in brackets, spaced out, or alone."""
    found = label_at_start(text)

    assert found is not None
    assert ("整改措施", text.rstrip("甲")) == (found.name, text[: found.end])


@pytest.mark.parametrize("text", ["整改措施落实不到位：甲", "对整改结果以抽查方式进行核查", "整改措施要具体"])
def test_a_sentence_that_begins_with_such_words_does_not(text: str) -> None:
    """Only the whole name counts."""
    assert label_at_start(text) is None


def test_labels_inside_a_line_stand_after_an_end_or_a_gap() -> None:
    """Those in the middle of a sentence or in quotation marks are its words."""
    text = "登记。整改情况：已登记，对整改结果：核查。“完毕。整改结果：好” 责任单位：办公室"

    assert [one.name for one in labels_inside(text, 0)] == ["整改情况", "责任单位"]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("已完成", Status.DONE),
        ("已整改到位。", Status.DONE),
        ("已 完 成", Status.DONE),
        ("该问题已完成整改。", Status.DONE),
        ("已于2024年8月底前完成整改", Status.DONE),
        ("目前，该问题已整改完毕。", Status.DONE),
        ("已完成（2024年9月）", Status.DONE),
        ("已销号", Status.DONE),
        ("已完成并长期坚持", Status.DONE_LONG_TERM),
        ("整改完成，长期坚持", Status.DONE_LONG_TERM),
        ("已阶段性完成并长期坚持", Status.LONG_TERM),
        ("基本完成", Status.MOSTLY_DONE),
        ("部分完成", Status.PARTLY_DONE),
        ("正在整改", Status.ONGOING),
        ("持续推进", Status.ONGOING),
        ("推进整改中", Status.ONGOING),
        ("达到序时进度", Status.ONGOING),
        ("长期坚持", Status.LONG_TERM),
        ("尚未完成整改", Status.NOT_DONE),
        ("尚未整改到位", Status.NOT_DONE),
        ("部分整改", Status.PARTLY_DONE),
        ("已完成（长期坚持）", Status.DONE_LONG_TERM),
        ("已于2024年9月30日完成整改", Status.DONE),
    ],
)
def test_status_words_have_their_status(text: str, status: Status) -> None:
    """The words that notices use, with what may stand around them."""
    found = stated_status(text)

    assert found is not None
    assert status is found.status


@pytest.mark.parametrize(
    "text",
    [
        "立行立改",
        "未销号",
        "已完成施工",
        "取得阶段性成效",
        "已完成审计，正在招标",
        "是",
        "见附件",
        "已落实",
        "已完成立案登记",
        "于2025年8月底前完成",
        "已完成（部分）",
        "已完成（待市级验收）",
        "阶段性完成",
        "",
    ],
)
def test_other_words_state_no_status(text: str) -> None:
    """No status is better than a wrong one."""
    assert stated_status(text) is None


@pytest.mark.parametrize(
    ("label", "text", "status"),
    [
        ("整改结果", "已解决", Status.DONE),
        ("是否完成", "是", Status.DONE),
        ("是否完成", "否", Status.NOT_DONE),
        ("是否销号", "否", None),
        ("是否销号", "否（正在整改）", Status.ONGOING),
        ("整改状态", "☐已完成 ☒正在推进 ☐未完成", Status.ONGOING),
        ("整改状态", "☑已完成 ☑长期坚持 □正在推进", Status.DONE_LONG_TERM),
        ("整改状态", "☑已完成 ☑正在推进", None),
        ("整改状态", "☐已完成 ☐正在推进", None),
        ("整改结果", "√", None),
    ],
)
def test_a_label_is_answered(label: str, text: str, status: Status | None) -> None:
    """A yes, a box or a short word counts beside a label that asks for it; boxes that contradict give none."""
    found = answered_status(label, text)

    assert status is (found.status if found else None)


def test_a_status_counts_as_a_sentence_of_its_own() -> None:
    """A sentence that says more than a status is not one."""
    assert in_sentence("一是登记。已完成登记工作，正在核对。") is None


@pytest.mark.parametrize(
    ("text", "moves"),
    [
        ("完成时限由2025年6月底调整至9月底。", [("2025-06", "2025-09", None, "")]),
        ("整改期限从2025年6月30日延长到2026年1月15日", [("2025-06-30", "2026-01-15", None, "")]),
        ("因管线改造推迟，整改时限调整为2025年9月底前。", [(None, "2025-09", None, "管线改造推迟")]),
        ("2025年5月20日经局党组研究，时限推迟到2025年底。", [(None, "2025", "2025-05-20", "")]),
        ("经批准延期至2025年9月底前完成。", [(None, "2025-09", None, "")]),
        ("完成时限调整至9月底。", [(None, "2024-09", None, "")]),
        ("申请延期至2025年9月底前完成。", []),
        ("拟将完成时限调整至2025年9月底。", []),
        ("培训时间调整至2025年9月。", []),
        ("把会议推迟到2025年9月。", []),
        ("收费标准由20元调整至30元，期限不变。", []),
        ("完成时限由2025年6月底调整至6月底。", []),
    ],
)
def test_a_deadline_was_moved_only_where_the_words_say_so(text: str, moves: list[tuple[str | None, ...]]) -> None:
    """Days, the day of the decision and the reason as far as they stand there; what was asked for moved nothing."""
    found = moves_in(Passage(text, (Piece(0, 0, len(text)),)), 2024)

    assert moves == [
        (one.before and one.before.iso, one.to.iso, one.date and one.date.iso, one.reason) for one in found
    ]


def test_the_text_of_a_deadline_may_tell_of_its_move() -> None:
    """Its first day is the one before; the text alone says nothing of reasons."""
    text = "2025年6月底前（延期至9月底前）"
    (move,) = moves_in(Passage(text, (Piece(0, 0, len(text)),)), is_deadline=True)

    assert (move.before, move.to) == (PartialDate(2025, 6), PartialDate(2025, 9))


@pytest.mark.parametrize(
    ("heading", "status"),
    [
        ("已完成整改的问题", Status.DONE),
        ("推进整改中的问题", Status.ONGOING),
        ("未完成整改的事项（共2项）", Status.NOT_DONE),
        ("基本完成整改的任务", Status.MOSTLY_DONE),
        ("上一轮巡察反馈未整改到位的问题", None),
        ("持续推进城市管理精细化不够的问题", None),
        ("整改工作落实情况", None),
        ("按时完成整改任务", None),
        ("全面完成整改任务", None),
    ],
)
def test_a_heading_may_give_a_status(heading: str, status: Status | None) -> None:
    """Only a heading that is about nothing else."""
    found = of_heading(heading)

    assert status is (found.status if found else None)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("请示已上报，待批复后召开会议。", True),
        ("市领导拟同意实施。", True),
        ("正在编制招标文件。", True),
        ("待遇已重新核定。", False),
        ("拟定方案并印发。", False),
        ("对正在使用的车辆登记。", False),
        ("印发《待批事项管理办法》。", False),
    ],
)
def test_work_to_come_contradicts_a_finished_status(text: str, told: bool) -> None:  # noqa: FBT001
    """待、拟、正在 are told beside 已完成; words that only look like them are not."""
    assert told is bool(list(contradictions(Status.DONE, text)))


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("一是甲。二是乙；三是丙。", ["一是甲。", "二是乙；", "三是丙。"]),
        ("由办公室统筹，一是甲。二是乙。", ["由办公室统筹，一是甲。", "二是乙。"]),
        ("已部署。一是甲。二是乙。", ["已部署。", "一是甲。", "二是乙。"]),
        ("一是甲，二是乙。", ["一是甲，二是乙。"]),
        ("（1）甲；（2）乙。", ["（1）甲；", "（2）乙。"]),
        ("做到“一是一、二是二”。", ["做到“一是一、二是二”。"]),
        ("甲。", ["甲。"]),
    ],
)
def test_a_text_is_cut_where_it_counts_itself(text: str, items: list[str]) -> None:
    """Never within a sentence."""
    places = (0, *cuts(text), len(text))

    assert items == [text[a:b] for a, b in pairwise(places)]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("河道巡查不到位。个别河段没有记录。", "河道巡查不到位"),
        ("关于“学习走过场”的问题的整改。", "学习走过场"),
        ("台账不清（已完成）", "台账不清"),
        ("甲" * 50 + "，" + "乙" * 30 + "。", "甲" * 50 + "…"),
    ],
)
def test_a_title_is_the_sources_own_words(text: str, title: str) -> None:
    """The first sentence, the quoted problem, or the part before a mark where it is long."""
    assert title == title_of(text)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024年12月30日", "2024-12-30"),
        ("二〇二四年十二月三十日", "2024-12-30"),
        ("2024/2/3", "2024-02-03"),
        ("2024年2月30日", None),
    ],
)
def test_days_are_read_in_figures_and_in_chinese(text: str, day: str | None) -> None:
    """A day that does not exist is none."""
    found = day_of(text)

    assert day == (found.iso if found else None)


def test_categories_get_names_for_addresses() -> None:
    """Pinyin of the words that tell them apart, none twice, and none that ends in a number."""
    titles = ("在学习方面", "学习问题", "方面", "2方面", "？")

    assert category_ids(titles) == ("xue-xi", "xue-xi-b", "fang-mian", "er", "wu-ming")


def test_identifiers_stay_with_their_names() -> None:
    """A second import gives each name the identifier that it has, and no other name gets one of those."""
    known = {"财务科": "finance", "采购科": "cai-wu-ke"}
    names = ("财务科", "财物科", "IT中心", "第12支队", "𠮷社")

    assert department_ids(names, known) == (
        "finance",
        "cai-wu-ke-b",
        "it-zhong-xin",
        "di-yi-er-zhi-dui",
        "igbbn-she",
    )


@settings(deadline=None)
@given(st.lists(st.text(min_size=1, max_size=12), unique=True, max_size=12))
def test_any_name_gives_an_identifier_of_its_own(names: list[str]) -> None:
    """Whatever characters a name has, its identifier can stand in an address and is nobody else's."""
    for made in (category_ids(names), department_ids(names)):
        assert len(set(made)) == len(names)
        assert all(SLUG.match(one) and not re.search(r"-[0-9]+$", one) for one in made)


@pytest.mark.parametrize(
    ("text", "found", "claims"),
    [
        ("巡察组反馈了三个方面9个问题，细化为31条整改措施。", 9, {"problems": "9"}),
        ("把反馈的3个方面8个问题细化为31条举措。", 8, {"problems": "8"}),
        ("细化形成8个问题、34条措施。", 8, {"issues": "8"}),
        ("提出意见建议5条，制定整改措施31条。", 5, {"problems": "5"}),
        ("反馈3大类12项问题，分解为31项整改任务。", 12, {"problems": "12"}),
        ("反馈3大类12项问题，分解为31项整改任务。", 31, {"problems": "12", "issues": "31"}),
        ("巡视反馈的问题，经梳理分解为12项整改任务。", 11, {"issues": "12"}),
        ("发现问题十二个，细化为30个，未完成2个。", 30, {"problems": "12", "issues": "30", "unfinished": "2"}),
        ("反馈问题4个，3条措施正在推进。", 4, {"problems": "4"}),
        ("巡察组发现，3个科室记录不全，抽查2项不符。", 4, {}),
    ],
)
def test_a_number_counts_what_its_noun_says(text: str, found: int, claims: dict[str, str]) -> None:
    """Problems, measures, tasks and aspects are counted apart; tasks are issues where the notice lists as many."""
    told = {name.partition(".")[2]: fact.value for name, fact in claims_in([Quotation(text, 0)], found)}

    assert claims == told


def test_identifiers_cut_no_word() -> None:
    """A name is spelt whole, or as many of its parts as there is room for, more of them where two would be the same."""
    titles = (
        "聚焦基层党组织建设",
        "贯彻党的理论和路线方针政策以及党中央重大决策部署方面",
        "全面从严治党和选人用人",
        "全面从严治党",
    )

    assert category_ids(titles) == (
        "ji-ceng-dang-zu-zhi-jian-she",
        "guan-che-dang-li-lun",
        "quan-mian-cong-yan-zhi-dang",
        "quan-mian-cong-yan-zhi-dang-b",
    )
    assert department_ids(("示例县住房和城乡建设局办公室",)) == (
        "shi-li-xian-zhu-fang-he-cheng-xiang-jian-she-ju-ban-gong-shi",
    )


NOTICE = """某局关于巡察整改情况的通报
2026年6月18日，巡察组反馈了意见。现将整改情况公布如下。
1.台账不全
整改措施：补齐台账。
整改成效：12条河流的台账已全部补齐。
整改时限：2026年9月30日。
整改责任人：副局长。
整改状态：已完成。
2.水费收缴不规范
整改措施：催收水费。
整改情况：发出通知30份。
整改成效：一是追缴水费3万元。二是公示收费标准。
整改状态：已完成。
"""


def test_what_came_of_it_is_the_result(tmp_path: Path) -> None:
    """The word of the status is the status; days and names have no stop; a list of what came of it stays progress."""
    (tmp_path / "a.txt").write_text(NOTICE, "utf-8")
    first, second = (one.fields for one in read_files([tmp_path / "a.txt"], tmp_path).draft.issues)
    texts = {name: [one.text for one in first[name]] for name in ("result", "due", "accountable")}

    assert texts == {
        "result": ["12条河流的台账已全部补齐。"],
        "due": ["2026年9月30日"],
        "accountable": ["副局长"],
    }
    assert "progress" not in first
    assert [one.text for one in second["result"]] == ["已完成。"]
    assert "追缴水费3万元" in "".join(one.text for one in second["progress"])
