"""What changed between two texts is marked in stretches that a reader can follow."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rectify.ground.difference import Piece, align, likeness, pieces

TEXTS = st.text(alphabet="清查涉及万吨公务用车制度12，。", max_size=60)


def marked_text(changes: tuple[Piece, ...]) -> str:
    """The pieces on one line: `一[-二-]{+三+}四`."""
    marks = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    return "".join(marks[piece.kind].format(piece.text) for piece in changes)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("清查车辆12次。", "清查车辆15次。", "清查车辆[-12-]{+15+}次。"),
        ("共运走3,190吨渣土。", "共运走3,290吨渣土。", "共运走[-3,190-]{+3,290+}吨渣土。"),
        ("没有建立公务用车制度。", "没有建立用车制度。", "没有建立[-公务-]用车制度。"),
        ("已经完成。", "已经全部完成。", "已经{+全部+}完成。"),
        ("甲乙丙丁", "子丑寅卯", "[-甲乙丙丁-]{+子丑寅卯+}"),
        ("没有变。", "没有变。", "没有变。"),
        ("", "新写的。", "{+新写的。+}"),
    ],
)
def test_a_change_is_marked_where_it_is(before: str, after: str, expected: str) -> None:
    """Numbers stay whole, untouched words stay unmarked, a wholly new text is not picked apart."""
    assert marked_text(pieces(before, after)) == expected


def test_single_characters_that_happen_to_be_the_same_are_no_islands() -> None:
    """Between two longer changes one character that both texts have helps nobody."""
    changes = pieces("会议由办公室的人负责记录整理，定期上报。", "会议由财务科的专人归档保存，定期上报。")

    assert [piece.text for piece in changes if piece.kind == "same"] == ["会议由", "，定期上报。"]


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_off_the_pieces(before: str, after: str) -> None:
    """Nothing is lost or invented, whatever the texts."""
    changes = pieces(before, after)

    assert "".join(piece.text for piece in changes if piece.kind != "added") == before
    assert "".join(piece.text for piece in changes if piece.kind != "removed") == after


@given(st.lists(TEXTS, max_size=8), st.lists(TEXTS, max_size=8))
def test_every_paragraph_is_aligned_once_and_in_order(before: list[str], after: list[str]) -> None:
    """Each paragraph of both texts appears once, none twice, none moved."""
    changes = align(before, after)

    assert [old for old, _ in changes if old is not None] == before
    assert [new for _, new in changes if new is not None] == after


def test_a_corrected_paragraph_stands_beside_what_it_was() -> None:
    """A paragraph that came before it does not push it against a stranger."""
    before = ["退还一辆公务用车。", "建立用车登记台账。"]
    after = ["组织全体职工学习。", "退还两辆公务用车。", "建立用车登记台账。"]

    assert align(before, after) == (
        (None, "组织全体职工学习。"),
        ("退还一辆公务用车。", "退还两辆公务用车。"),
        ("建立用车登记台账。", "建立用车登记台账。"),
    )


def test_likeness_is_of_all_or_nothing_at_its_ends() -> None:
    """The same text is wholly alike, texts without a common pair not at all."""
    assert (likeness("用车制度", "用车制度"), likeness("用车制度", "会议记录")) == (1.0, 0.0)


def test_long_texts_are_compared_in_reasonable_time() -> None:
    """Twenty thousand characters with a change in the middle take no minute."""
    text = "".join(f"第{number}项工作已经完成，台账齐全。" for number in range(1400))
    began = time.perf_counter()
    changes = pieces(text, text.replace("第700项工作已经完成", "第700项工作还没有完成"))

    assert [piece.text for piece in changes if piece.kind == "added"] == ["第700项工作还没有完成，"]
    assert time.perf_counter() - began < 5
