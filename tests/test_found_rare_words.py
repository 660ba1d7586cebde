"""Rare words that relate texts."""

from __future__ import annotations

from collections.abc import Sequence

from rectify.extract.rare_words import SharedWords, pieces_of, shared_words, without_names


def shared(texts: Sequence[str], names: Sequence[str] = ()) -> tuple[SharedWords, ...]:
    """The words that *texts* share, *names* left out."""
    pattern = without_names(names)
    return shared_words([pieces_of(text, pattern) for text in texts])


def test_texts_are_related_by_the_words_they_share() -> None:
    """A word that stands alone in one text and occurs in another relates them; the longest is told."""
    texts = ["清运用的渣土车，建立联单台账。", "渣土车辆的监管要加强。", "路灯不亮。"]

    assert (SharedWords(0, 1, ("渣土车",)),) == shared(texts)


def test_the_rarest_word_comes_first() -> None:
    """Words are told from the rarest to the commonest, the longer first."""
    texts = ["餐厨垃圾，渗滤液。", "餐厨垃圾；渗滤液。", "渗滤液。"]
    expected = ("餐厨垃圾", "渗滤液")

    assert expected == shared(texts)[0].words


def test_common_words_relate_nothing() -> None:
    """What more than six texts contain is no reason, nor are everyday words, figures or titles."""
    texts = ["共享单车。按照规定加强管理12345次《单车停放导则》"] * 7
    expected = ()

    assert expected == shared(texts)


def test_names_can_be_left_out() -> None:
    """What is told elsewhere, as a department, is not told again."""
    expected = ()

    assert expected == shared(["井盖中心。", "井盖中心。"], ["井盖中心"])


def test_order_does_not_depend_on_the_run() -> None:
    """Equal words are ordered by themselves, so that two builds agree."""
    texts = ["渗滤液，渣土车，路灯杆。"] * 2
    expected = ("渗滤液", "渣土车", "路灯杆")

    assert expected == shared(texts)[0].words
