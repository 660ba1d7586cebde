"""`revise`: the published text is kept before anybody changes it, and nobody has to think of how."""

from __future__ import annotations

import shutil
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree as ET

import pytest

from bureau import Bureau
from rectify import pipeline
from rectify.field.public_text import public_text_digest
from rectify.release import journal
from rectify.release.journal import Entry, Kind
from rectify.source.load import read_issue
from rectify.terminal.revising import revise, revision_lines
from rectify.terminal.yaml_entries import with_entry
from support import ISSUE, lay, lay_project

Make = Callable[..., Path]
FILE = "content/2025-xuncha/001.yaml"
FIRST = "content/2025-xuncha/versions/001.1.yaml"
EMPTY = "  - date: 2026-01-05\n    note:  # 改了什么，一句话\n    # reason: 为什么改\n"


def typed(root: Path, number: str = "1", round_id: str | None = None, to: Path | None = None) -> int:
    """Type `revise` on 5 January 2026."""
    given = Namespace(number=number, round=round_id, all=False, to=to and str(to))
    return revise(root, given, today=lambda: "2026-01-05")


def filled(root: Path, note: str) -> None:
    """Say what was changed."""
    text = (root / FILE).read_text("utf-8")
    (root / FILE).write_text(text.replace("note:  # 改了什么，一句话", f"note: {note}"), "utf-8")


def test_a_change_from_the_first_word_to_the_feed(project: Make) -> None:
    """Revise, edit, fill in, build: history, older text, difference and feed entry are there."""
    root = project()
    assert typed(root) == 0
    text = (root / FILE).read_text("utf-8")
    (root / FILE).write_text(text.replace("没有建立公务用车制度", "没有建立会议制度"), "utf-8")
    filled(root, "更正了制度的名称")
    pipeline.build(root, root / "output")
    site = root / "output/2025-xuncha"

    assert "没有建立公务用车制度" in (site / "banben/001-1.html").read_text("utf-8")
    assert "看改了什么" in (site / "001.html").read_text("utf-8")
    assert "〔删去：</span>公务用车" in (site / "banben/001-1-2.html").read_text("utf-8")
    entry = ET.parse(site / "feed.atom").getroot().find("{*}entry")
    assert entry.findtext("{*}summary") == "改动：更正了制度的名称"


def test_the_published_text_is_kept_byte_for_byte(project: Make, capsys: pytest.CaptureFixture[str]) -> None:
    """And the file says where to write what changed; the build asks for it until it is written."""
    root = project()
    typed(root)

    assert (root / FIRST).read_text("utf-8") == ISSUE
    assert (root / FILE).read_text("utf-8") == f"{ISSUE}revisions:\n{EMPTY}"
    assert "公开的文字已存成 content/2025-xuncha/versions/001.1.yaml（第 1 版）" in capsys.readouterr().out
    with pytest.raises(pipeline.SourceError, match="“改了什么”是空的"):
        pipeline.build(root, root / "output")


def test_each_text_takes_the_next_number(project: Make) -> None:
    """By the revisions there are, also those from before texts were kept."""
    root = project({FILE: ISSUE + "revisions:\n  - {date: 2025-12-20, note: 更正}\n"})
    typed(root)
    filled(root, "再改")
    text = (root / FILE).read_text("utf-8")
    (root / FILE).write_text(text.replace("没有建立", "还没有建立"), "utf-8")
    typed(root)

    assert sorted(path.name for path in (root / FIRST).parent.iterdir()) == ["001.2.yaml", "001.3.yaml"]


def test_twice_is_once(project: Make, capsys: pytest.CaptureFixture[str]) -> None:
    """Who ran it and changed nothing yet is told to go on."""
    root = project()
    typed(root)
    filled(root, "更正")
    before = (root / FILE).read_bytes()

    assert typed(root) == 1
    assert "直接改 content/2025-xuncha/001.yaml 就行" in capsys.readouterr().out
    assert (root / FILE).read_bytes() == before


def published(root: Path, digest: str) -> None:
    """Let the public record say that the issue was published with a text of this digest."""
    entry = Entry("2025-12-02T09:30:00+08:00", Kind.PUBLISHED, "2025-xuncha/001.html", digest, "2025-12-02 09:30", 0)
    journal.append(root, [entry])


def test_a_file_that_was_edited_already_is_not_kept_as_published(
    project: Make, capsys: pytest.CaptureFixture[str]
) -> None:
    """The public record knows the published text; only that may become an older one."""
    root = project()
    issue, _ = read_issue(root, PurePosixPath(FILE), None)
    published(root, public_text_digest(issue))
    (root / FILE).write_text(ISSUE.replace("没有", "未曾"), "utf-8")

    assert typed(root) == 1
    assert "已经和公开的文字不一样了" in capsys.readouterr().out
    assert not (root / FIRST).exists()
    (root / FILE).write_text(ISSUE, "utf-8")
    assert typed(root) == 0


@pytest.mark.parametrize("is_kept", [True, False])
def test_who_edited_first_still_gets_the_older_text(
    project: Make, tmp_path: Path, capsys: pytest.CaptureFixture[str], *, is_kept: bool
) -> None:
    """It is made anew from what the record or the public site keeps, and may be published with the edit."""
    rich = ISSUE.replace(
        "problem: 没有", "problem: |\n  没有**建立**：\n\n  - 用车制度；\n  - [台账](https://a.example)。\n\n  没有"
    )
    bureau = Bureau(project({FILE: rich}), tmp_path / "www")
    assert bureau.publish() == 0
    bureau.edit(rich.replace("制度不健全", "制度不全"))
    if not is_kept:
        shutil.rmtree(bureau.root / "record/2025-xuncha")
        assert typed(bureau.root) == 1
        assert "加上 --to" in capsys.readouterr().out

    assert typed(bureau.root, to=None if is_kept else bureau.www) == 0
    assert "title: 制度不健全\n" in (bureau.root / FIRST).read_text("utf-8")
    filled(bureau.root, "更正")
    assert bureau.publish() == 0
    assert "用车制度" in bureau.public("2025-xuncha/banben/001-1.html")


def test_a_revision_that_was_written_already_is_not_written_again(project: Make, tmp_path: Path) -> None:
    """Only the older text was missing."""
    bureau = Bureau(project(), tmp_path / "www")
    assert bureau.publish() == 0
    edited = ISSUE.replace("制度不健全", "制度不全") + "revisions: [{date: 2026-01-05, note: 更正}]\n"
    bureau.edit(edited)

    assert typed(bureau.root) == 0
    assert ((bureau.root / FILE).read_text("utf-8"), (bureau.root / FIRST).is_file()) == (edited, True)
    assert bureau.publish() == 0


def test_an_issue_that_was_never_public_needs_no_older_text(project: Make, capsys: pytest.CaptureFixture[str]) -> None:
    """It is simply edited."""
    root = project({"content/2025-xuncha/002.yaml": ISSUE.replace("number: 1", "number: 2")})
    published(root, "0" * 64)

    assert typed(root, "2") == 1
    assert "第 2 号问题还没有公开过，直接改" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("number", "round_id", "said"),
    [
        ("十三", None, "写问题的序号，例如：python3 build.py revise 13"),
        ("7", None, "2025-xuncha 这一轮里没有第 7 号问题。"),
        ("1", "2019-xuncha", "没有 2019-xuncha 这一轮。现有：2025-xuncha"),
    ],
)
def test_what_does_not_exist_is_told(
    project: Make, capsys: pytest.CaptureFixture[str], number: str, round_id: str | None, said: str
) -> None:
    """With what there is instead."""
    assert typed(project(), number, round_id) == 2
    assert said in capsys.readouterr().out


@pytest.mark.parametrize("number", ["001", "1", "001.yaml"])
def test_an_issue_may_be_named_as_people_name_it(project: Make, number: str) -> None:
    """By its number, with or without zeros, or its file."""
    assert typed(project(), number) == 0


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("title: 题\n", f"title: 题\nrevisions:\n{EMPTY}"),
        (
            "revisions:\n  - {date: 2025-12-20, note: 甲}  # 第一次\n\n# 审核\nreview: {state: done}\n",
            f"revisions:\n  - {{date: 2025-12-20, note: 甲}}  # 第一次\n{EMPTY}\n# 审核\nreview: {{state: done}}\n",
        ),
        (
            "revisions:\n- date: 2025-12-20\n  note: 甲\ntitle: 题",
            (
                "revisions:\n- date: 2025-12-20\n  note: 甲\n- date: 2026-01-05\n"
                "  note:  # 改了什么，一句话\n  # reason: 为什么改\ntitle: 题\n"
            ),
        ),
        ("revisions: []\ntitle: 题\n", f"revisions:\n{EMPTY}title: 题\n"),
        ("revisions:\ntitle: 题\n", f"revisions:\n{EMPTY}title: 题\n"),
        (
            "revisions: [{date: 2025-12-20, note: 甲}]  # 一次\n",
            "revisions: [{date: 2025-12-20, note: 甲}, {date: 2026-01-05, note: }]  # 一次\n",
        ),
        ("# revisions:\ntitle: 题\n", f"# revisions:\ntitle: 题\nrevisions:\n{EMPTY}"),
    ],
    ids=["none", "block", "flush", "empty", "nothing", "flow", "comment"],
)
def test_an_entry_is_added_and_all_else_stays(before: str, after: str) -> None:
    """However the list is written, comments and other fields stay as they are."""
    made = with_entry(before.encode(), PurePosixPath("001.yaml"), "revisions", revision_lines("2026-01-05"))

    assert made is not None
    assert made.decode() == after


def test_windows_line_ends_and_marks_stay() -> None:
    """The file is that of its editor afterwards, too."""
    made = with_entry(
        b"\xef\xbb\xbfnumber: 1\r\n", PurePosixPath("001.yaml"), "revisions", revision_lines("2026-01-05")
    )

    assert made is not None
    assert made.startswith(b"\xef\xbb\xbfnumber: 1\r\nrevisions:\r\n  - date")
    assert b"\n" not in made.replace(b"\r\n", b"")


def test_a_list_that_only_a_person_can_add_to_is_left_alone(project: Make, capsys: pytest.CaptureFixture[str]) -> None:
    """The text is kept all the same, and the person is told what to write."""
    text = ISSUE + "revisions: [{date: 2025-12-20, note: 甲}]  # 见 [说明]\n"
    root = project({FILE: text})

    assert typed(root) == 0
    assert (root / FILE).read_text("utf-8") == text
    assert "改完自己在 revisions 里添一条" in capsys.readouterr().out


def test_filled_fields_are_told_in_every_issue_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`revise --all` writes what was filled; an issue that changed otherwise is named and left alone."""
    second = "content/2025-xuncha/002.yaml"
    other = ISSUE.replace("number: 1", "number: 2").replace("制度不健全", "账目不清")
    bureau = Bureau(lay_project(tmp_path / "project", {second: other}), tmp_path / "www")
    assert bureau.publish() == 0
    lay(bureau.root, {FILE: ISSUE + "due: 2025-12-31\ngoal: 建立制度\n", second: other.replace("没有", "没能")})
    assert bureau.publish() == 1
    said = capsys.readouterr().out
    given = Namespace(number="", round=None, all=True)
    told = revise(bureau.root, given, today=lambda: "2026-01-05")
    listed = capsys.readouterr().out
    lay(bureau.root, {second: other})

    assert "填上了原来空着的项目（完成时限、整改目标），却没有记下来" in said
    assert (told, f"  {second}" in listed) == (1, True)
    assert (
        (bureau.root / FILE)
        .read_text("utf-8")
        .endswith("goal: 建立制度\nsupplements:\n  - date: 2026-01-05\n    note: 完成时限、整改目标\n")
    )
    assert bureau.publish() == 0
    assert bureau.record[-1].kind is Kind.SUPPLEMENTED
    assert "后来补充的项目" in bureau.public()
