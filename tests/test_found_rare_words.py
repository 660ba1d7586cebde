"""Words that relate issues."""

from __future__ import annotations

from collections.abc import Sequence

from rectify.extract.rare_words import SharedWords, shared_words, subject_of, without_names

Issue = tuple[str, str, str]
"""Title, problem, and what else the text says."""
OTHERS: list[Issue] = [(f"第{n}件事没有做", "检查不严。", "加强检查。") for n in range(12)]


def shared(issues: Sequence[Issue], names: Sequence[str] = ()) -> tuple[SharedWords, ...]:
    """The words that *issues* share, *names* left out."""
    pattern = without_names(names)
    return shared_words([subject_of(issue[0], issue[1], "\n".join(issue), pattern) for issue in issues])


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
