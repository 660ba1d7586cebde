"""Words that relate issues."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rectify.extract.rare_words import SharedWords, shared_words
from rectify.extract.subjects import pairs_in, subject_of, without_names

Issue = tuple[str, str, str]
"""Title, problem, and what else the text says."""
OTHERS: list[Issue] = [(f"第{n}件事没有做", "检查不严。", "加强检查。") for n in range(12)]


def shared(issues: Sequence[Issue], names: Sequence[str] = ()) -> tuple[SharedWords, ...]:
    """The words that *issues* share, *names* left out."""
    pattern = without_names(names)
    holders = Counter(pair for issue in issues for pair in pairs_in("\n".join(issue), pattern))
    return shared_words([subject_of(issue[0], issue[1], "\n".join(issue), pattern) for issue in issues], holders)


def test_issues_are_related_by_what_they_are_about() -> None:
    """A word of one title in the problem of another relates the two where both come back to it; the longest is told."""
    issues = [
        ("地下停车场移交缓慢", "地下停车场没有移交。", "移交地下停车场。"),
        ("广场漏水", "地下停车场漏水。", "修地下停车场，验收地下停车场。"),
        *OTHERS,
    ]

    assert (SharedWords(0, 1, ("地下停车场",)),) == shared(issues)


def test_what_an_issue_mentions_in_passing_relates_nothing() -> None:
    """A word that stands only among the measures is no subject."""
    issues = [
        ("地下停车场移交缓慢", "地下停车场没有移交。", "移交地下停车场。"),
        ("公车私用", "公车外借。", "公车停到地下停车场，地下停车场登记，地下停车场上锁。"),
        *OTHERS,
    ]
    expected = ()

    assert expected == shared(issues)


def test_a_short_word_stands_in_both_titles() -> None:
    """Two characters relate issues only as the thing that both titles begin with."""
    rest = "渣土要管。渣土车要管。"
    issues = [
        ("渣土管理混乱", "渣土多。", rest),
        ("渣土车辆失管", "渣土车多。", rest),
        ("随意堆放渣土", "堆渣土。", rest),
        *OTHERS,
    ]

    assert [(pair.first, pair.second) for pair in shared(issues)] == [(0, 1)]


def test_common_words_relate_nothing() -> None:
    """What many issues are about is no reason, nor is what is said of things at the end of titles."""
    many = [("共享单车乱停", "共享单车乱停。", "共享单车。")] * 14
    ends = [("垃圾箱脏污反复出现", "反复出现。", "反复出现。"), ("小广告反复出现", "反复出现。", "反复出现。"), *OTHERS]
    expected = ()

    assert expected == shared(many) + shared(ends)


def test_words_are_not_cut_out_of_others() -> None:
    """公务用车 and 业务用车 do not share 务用车."""
    issues = [
        ("公务用车失管", "公务用车多。公务多。", "公务用车。"),
        ("业务用车失管", "业务用车多。业务多。", "业务用车。"),
        *OTHERS,
        *[("公务", "公务", "公务"), ("业务", "业务", "业务")] * 2,
    ]

    assert ("务用车",) not in [pair.words for pair in shared(issues)]


def test_names_can_be_left_out() -> None:
    """A department's name is no reason."""
    issues = [("井盖中心失职", "井盖中心失职。", "井盖中心。")] * 2
    expected = ()

    assert expected == shared([*issues, *OTHERS], ["井盖中心失职"])


def test_a_word_that_begins_a_title_need_not_come_often() -> None:
    """A thing that one title begins with and the other names relates them although a text says it only twice."""
    issues = [
        ("教辅征订混乱", "教辅材料多。", "退还教辅费用。"),
        ("校服和教辅采购不公开", "教辅采购没有招标。", "公开招标。"),
        *OTHERS,
    ]

    assert (SharedWords(0, 1, ("教辅",)),) == shared(issues)


def test_the_beginning_of_two_longer_words_is_no_word() -> None:
    """公共垃圾箱 and 公共设施 share nothing: neither text has 公共 before anything else."""
    issues = [
        ("公共垃圾箱脏污", "公共垃圾箱坏。", "修公共垃圾箱。"),
        ("公共设施破损", "公共设施坏。", "修公共设施。"),
        *OTHERS,
    ]
    expected = ()

    assert expected == shared(issues)


def test_a_commoner_word_relates_what_stands_side_by_side() -> None:
    """垃圾 relates neighbours that are about it, but neither distant issues nor one that is about 建筑垃圾."""

    def about(thing: str) -> Issue:
        return (f"{thing}清运不及时", f"{thing}堆放，{thing}外溢。", f"清运{thing}。")

    issues = [
        about("厨余垃圾"),
        ("垃圾分类慢", "垃圾乱投，垃圾不分。", "收运垃圾。"),
        *OTHERS,
        *OTHERS,
        about("农村垃圾"),
        about("建筑垃圾"),
        *OTHERS,
        about("建筑垃圾"),
        about("大件垃圾"),
    ]

    assert [(pair.first, pair.second, pair.words) for pair in shared(issues)] == [
        (0, 1, ("垃圾",)),
        (27, 40, ("建筑垃圾",)),
    ]
