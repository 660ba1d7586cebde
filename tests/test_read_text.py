"""Plain texts: every encoding and line end, nothing dropped, nothing replaced in silence."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imported import whole_text
from rectify.ground.diagnostics import SourceError
from rectify.intake.readers.lines import place_of
from rectify.intake.readers.source import read_data, read_source
from rectify.intake.readers.text import read_text

TEXT = "一、总体情况\n（一）学习不经常\n整改措施：每月学一次。\n"
LINES = [(1, "一、总体情况"), (2, "（一）学习不经常"), (3, "整改措施：每月学一次。")]
VISIBLE = st.characters(exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp", "Co", "Cn"))


def refusal_code(data: bytes, name: str = "a.txt") -> str:
    """The rule that refuses *data*."""
    with pytest.raises(SourceError) as caught:
        read_data(data, name)
    (problem,) = caught.value.diagnostics
    assert problem.remedy
    return problem.code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_encoding_and_line_end_gives_the_same_lines(encoding: str, end: str) -> None:
    """A notice is the same whichever program saved it."""
    source = read_text(TEXT.replace("\n", end).encode(encoding), "a.txt")

    assert [(line.number, line.text) for line in source.lines] == LINES


def test_blank_lines_are_left_out_and_their_numbers_with_them() -> None:
    """Numbers are those that an editor shows."""
    source = read_text("甲\n\n　\n乙\v丙".encode(), "a.txt")

    assert [(line.number, line.text) for line in source.lines] == [(1, "甲"), (4, "乙"), (4, "丙")]
    assert place_of(source, source.lines[1]) == "第4行"


def test_a_broken_byte_is_told_and_marked() -> None:
    """One byte that is no character does not turn the whole text into another encoding."""
    source = read_data(("问题" * 100).encode() + b"\xff" + "结果".encode(), "a.txt")

    assert source.lines[0].text.endswith("题\ufffd结果")
    assert [number for number, _ in source.doubts] == [0, 1]


def test_strange_characters_are_told_with_their_line() -> None:
    """Control characters, private characters and known garbage are doubts."""
    source = read_data("好\n坏\x07了\n自造字\ue123\n锟斤拷".encode(), "a.txt")

    assert [number for number, _ in source.doubts] == [2, 3, 4]


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "a.txt", "I003"),
        (b"  \n", "a.txt", "I009"),
        (bytes(range(128, 256)) * 9, "a.txt", "I008"),
        (b"\x89PNG\r\n\x1a\n", "a.txt", "I004"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "a.docx", "I005"),
        (b"PK\x03\x04 cut off", "a.docx", "I006"),
        (b"a" * (8 * 1024 * 1024 + 1), "a.txt", "I002"),
    ],
    ids=["empty", "blank", "garbage", "picture", "password", "truncated", "too big"],
)
def test_what_cannot_be_read_is_refused_with_a_remedy(data: bytes, name: str, code: str) -> None:
    """The content decides, whatever the name says."""
    assert refusal_code(data, name) == code


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    """A wrong path gives a message, no traceback."""
    with pytest.raises(SourceError, match="I001"):
        read_source(tmp_path / "没有.txt")
    with pytest.raises(SourceError, match="I001"):
        read_source(tmp_path)


def test_an_old_workbook_that_is_a_page_inside_is_read(tmp_path: Path) -> None:
    """Many systems write pages and call them .xls."""
    file = tmp_path / "台账.xls"
    file.write_bytes("<html><table><tr><td>序号</td><td>问题</td></tr></table></html>".encode("gb18030"))

    assert [cell.text for cell in read_source(file).lines[0].cells] == ["序号", "问题"]


@settings(deadline=None)
@given(st.lists(st.text(VISIBLE, min_size=1)), st.sampled_from(["utf-8", "gb18030", "utf-16"]))
def test_every_visible_character_comes_back(parts: list[str], encoding: str) -> None:
    """What can be seen in a text is in its lines, in order."""
    source = read_text("\n".join(["汉字打头", *parts]).encode(encoding), "a.txt")

    assert whole_text(source).split("\n")[1:] == parts
