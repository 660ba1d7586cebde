"""An issue's words as plain text: what stands in it, and that its form never changes."""

from __future__ import annotations

import hashlib
from pathlib import PurePosixPath

import pytest

from rectify.field import addresses
from rectify.field.model import Issue
from rectify.field.public_text import public_text, public_text_digest
from rectify.source.decode import decode

FULL = """\
number: 13
title: 制度不健全
category: decisions
status: 已完成
timeframe: 限期整改
problem: |
  没有建立
  公务用车 GPS
  system 制度。

  - 没有台账
  - 没有
    责任人
measures:
  - text: 建立制度。
    lead: [办公室, 财务科]
    due: 2025-07
  - 公开台账。
progress:
  - {date: 2025-07-01, until: 2025-07-09, text: 印发办法。}
  - 培训一次。
result: 已完成
lead: [办公室]
responsible: [财务科]
documents: [{title: 公务用车管理办法, number: 示局发〔2025〕7号}]
figures: [{value: 12, unit: 次, label: 检查}]
note: 原编号为12。
revisions: [{date: 2025-12-20, note: 改了语序}]
"""
WORDS = """\
序号：13
标题：制度不健全
类别：decisions
整改状态：已完成
时限类型：限期整改
问题：
没有建立公务用车 GPSsystem 制度。
- 没有台账
- 没有责任人
整改措施1（牵头：办公室、财务科；时限：2025-07）：
建立制度。
整改措施2：
公开台账。
整改进展1（2025-07-01至2025-07-09）：
印发办法。
整改进展2：
培训一次。
整改结果：已完成
牵头部门：办公室
责任部门：财务科
文件：《公务用车管理办法》（示局发〔2025〕7号）
数字：检查：12次
说明：
原编号为12。
""".replace("GPSsystem", "GPS system")


def issue(text: str = FULL) -> Issue:
    return decode(text, PurePosixPath("content/a/013.yaml"), Issue)


def test_every_word_of_an_issue_stands_in_it() -> None:
    """The form is part of every digest ever published: this text must not change."""
    assert public_text(issue()) == WORDS


def test_the_digest_is_that_of_the_file() -> None:
    """`sha256sum` of the published file gives the digest."""
    assert public_text_digest(issue()) == hashlib.sha256(WORDS.encode()).hexdigest()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("  没有建立\n  公务用车", "  没有建立公务用车"),
        ("\n\n  - 没有台账", "\n\n\n  - 没有台账"),
        ("公务用车 GPS", "公务用车  GPS"),
        ("revisions: [{date: 2025-12-20, note: 改了语序}]\n", ""),
        ("result: 已完成", "# 核对过\nresult: 已完成"),
    ],
)
def test_what_readers_do_not_see_changes_nothing(old: str, new: str) -> None:
    """Line breaks, spaces, comments, and the revisions themselves."""
    assert old in FULL
    assert public_text(issue(FULL.replace(old, new))) == WORDS


@pytest.mark.parametrize(
    ("old", "new"),
    [("没有台账", "没有台帐"), ("2025-07-09", "2025-07-10"), ("[财务科]", "[办公室]"), ("value: 12", "value: 13")],
)
def test_any_word_changes_the_digest(old: str, new: str) -> None:
    """A date, a department and a figure are words, too."""
    assert public_text_digest(issue(FULL.replace(old, new))) != public_text_digest(issue())


def test_composed_and_decomposed_letters_are_the_same() -> None:
    """Two editors may write one letter in two ways."""
    assert public_text_digest(issue(FULL.replace("GPS", "\u00e9"))) == public_text_digest(
        issue(FULL.replace("GPS", "e\u0301"))
    )


def test_the_file_stands_beside_its_round() -> None:
    """One address from the other."""
    assert addresses.public_text_file("2024-xuncha/013.html") == "record/2024-xuncha/013.txt"
