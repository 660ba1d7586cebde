"""A second import changes only what the source changed, and never what people wrote."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imported import NOTICES
from rectify.intake.intake import Plan, plan, read_files, write
from rectify.intake.proof.report import as_html
from rectify.intake.update.differences import MEMORY, split
from support import tree

NOTICE = NOTICES.joinpath("running-numbers", "source.txt").read_text("utf-8")


def planned(folder: Path, text: str, name: str = "notice.txt") -> Plan:
    """The plan of importing *text* into the project *folder*."""
    path = folder / name
    path.write_text(text, "utf-8")
    return plan(read_files([path], folder), folder / "content", given_id=False)


def imported(folder: Path, text: str) -> Path:
    """The round's folder after importing *text*."""
    first = planned(folder, text)
    write(first)
    return first.folder


def kinds(of: Plan) -> list[tuple[str, str, str]]:
    """How each differing field differs."""
    return [(name, one.field, one.kind) for name, many in of.changes.items() for one in many]


def test_the_same_import_again_changes_nothing(tmp_path: Path) -> None:
    """Two imports of a document leave the same bytes, and the second finds nothing to do."""
    folder = imported(tmp_path, NOTICE)
    before = tree(folder)
    again = planned(tmp_path, NOTICE)
    write(again)

    assert (False, [], before) == (again.differs, kinds(again), tree(folder))


def test_numbers_that_a_former_import_kept_are_no_change(tmp_path: Path) -> None:
    """Pages number a list: an import drops the source's own numbers, and leaves files alone that have them still."""
    text = NOTICES.joinpath("items-numbered-like-issues", "source.txt").read_text("utf-8")
    folder = imported(tmp_path, text)
    file = next(path for path in folder.glob("0*.yaml") if "  - 修订仓储制度。\n" in path.read_text("utf-8"))
    former = file.read_text("utf-8").replace("  - 修订仓储制度。\n  - 印发", '  - "1、修订仓储制度。"\n  - "2、印发')
    file.write_text(former.replace('"2、印发到各库点。', '"2、印发到各库点。"'), "utf-8")
    (folder / MEMORY).unlink()

    assert kinds(planned(tmp_path, text)) == []


def test_a_round_has_its_round_file_and_an_issue_each(tmp_path: Path) -> None:
    """The folder is named by the year and the kind of inspection; files by the issues' numbers."""
    folder = imported(tmp_path, NOTICE)

    assert (
        folder.name,
        sorted(path.name for path in folder.iterdir()),
    ) == ("2023-xuncha", [MEMORY, "001.yaml", "002.yaml", "003.yaml", "004.yaml", "round.yaml"])


def test_what_the_source_changed_is_taken_over(tmp_path: Path) -> None:
    """A changed result updates the status and the result of that issue only."""
    folder = imported(tmp_path, NOTICE)
    second = planned(tmp_path, NOTICE.replace("整改结果：正在推进", "整改结果：已完成"))
    write(second)

    assert kinds(second) == [("002.yaml", "status", "new"), ("002.yaml", "result", "new")]
    assert "status: 已完成\n" in (folder / "002.yaml").read_text("utf-8")


def test_what_people_added_stays(tmp_path: Path) -> None:
    """Fields, comments and edits of a person survive an update of other fields of the same file."""
    folder = imported(tmp_path, NOTICE)
    path = folder / "002.yaml"
    text = path.read_text("utf-8").replace("title: 水费收缴不及时", "# 已经和承办股核对\ntitle: 水费收得慢")
    path.write_text(text + "note: 手工写的说明\n# 最后一行\n", "utf-8")
    write(planned(tmp_path, NOTICE.replace("12.5万元", "13万元")))
    after = path.read_text("utf-8")

    assert [
        part in after
        for part in ("# 已经和承办股核对\ntitle: 水费收得慢", "note: 手工写的说明\n# 最后一行", "13万元", "欠费清单")
    ] == [True] * 4


def test_other_things_in_the_folder_stay(tmp_path: Path) -> None:
    """An import leaves empty folders, links and hidden files of the round's folder, and does not write through links."""
    folder = imported(tmp_path, NOTICE)
    (folder / "附件").mkdir()
    (folder / "扫描件").symlink_to("附件")
    (folder / ".说明").write_text("手工", "utf-8")
    (folder / "备份.yaml").hardlink_to(folder / "002.yaml")
    before = (folder / "002.yaml").read_bytes()
    write(planned(tmp_path, NOTICE.replace("12.5万元", "13万元")))

    assert "13万元" in (folder / "002.yaml").read_text("utf-8")
    assert before == (folder / "备份.yaml").read_bytes()
    assert (folder / "附件").is_dir()
    assert (folder / "扫描件").readlink() == Path("附件")
    assert (folder / ".说明").read_text("utf-8") == "手工"
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_a_field_that_both_changed_is_a_conflict_and_stays(tmp_path: Path) -> None:
    """Nobody's text is overwritten without being asked."""
    folder = imported(tmp_path, NOTICE)
    path = folder / "002.yaml"
    path.write_text(path.read_text("utf-8").replace("result: 正在推进", "result: 还在收缴"), "utf-8")
    second = planned(tmp_path, NOTICE.replace("整改结果：正在推进", "整改结果：基本完成"))
    write(second)

    assert [one.field for _, one in second.conflicts] == ["result"]
    assert "result: 还在收缴\n" in path.read_text("utf-8")


def test_a_status_that_a_person_filled_in_stays(tmp_path: Path) -> None:
    """What the notice left open and a person knows is not emptied again."""
    text = NOTICE.replace("整改结果：正在推进\n", "")
    folder = imported(tmp_path, text)
    path = folder / "002.yaml"
    path.write_text(path.read_text("utf-8").replace("status:\n", "status: 未完成\n"), "utf-8")
    second = planned(tmp_path, text)
    write(second)

    assert (second.differs, "status: 未完成\n" in path.read_text("utf-8")) == (False, True)


def test_files_written_by_hand_are_not_overwritten(tmp_path: Path) -> None:
    """Without a memory of an earlier import, each difference is a conflict."""
    folder = imported(tmp_path, NOTICE)
    (folder / MEMORY).unlink()
    path = folder / "001.yaml"
    path.write_text(path.read_text("utf-8").replace("title: 河道巡查不到位", "title: 巡河少"), "utf-8")
    before = path.read_bytes()
    second = planned(tmp_path, NOTICE)
    write(second)

    assert ([("001.yaml", "title", "conflict")], before) == (kinds(second), path.read_bytes())


def test_an_issue_that_left_the_source_keeps_its_file(tmp_path: Path) -> None:
    """Nothing is deleted; it is told."""
    folder = imported(tmp_path, NOTICE)
    text = NOTICE[: NOTICE.index("4下基层")] + NOTICE[NOTICE.index("欢迎广大") :]
    second = planned(tmp_path, text)
    write(second)

    assert (second.gone, (folder / "004.yaml").exists()) == (("004.yaml",), True)


def test_what_was_approved_has_no_box(tmp_path: Path) -> None:
    """The command of the proof sheet is refused whole for issues that are no drafts any more, so they cannot be ticked."""
    folder = imported(tmp_path, NOTICE)
    boxes = []
    for names in ((), ("002.yaml",), ("001.yaml", "003.yaml", "004.yaml")):
        for name in names:
            text = (folder / name).read_text("utf-8")
            (folder / name).write_text(text.replace("state: pending", "state: done"), "utf-8")
        page = as_html(planned(tmp_path, NOTICE))
        boxes.append((re.findall(r'<input type="checkbox" data-issue="(\d+)">', page), 'id="command"' in page))

    assert boxes == [(["1", "2", "3", "4"], True), (["1", "3", "4"], True), ([], False)]


def test_another_round_of_the_same_year_gets_a_folder_of_its_own(tmp_path: Path) -> None:
    """A proposed folder that holds another round is left alone."""
    imported(tmp_path, NOTICE)
    other = NOTICE.replace("4月10日", "9月1日").replace("6月9日", "9月30日").replace("7月5日", "11月2日")
    second = planned(tmp_path, other.replace("进展情况的通报", "情况的公告"))

    assert (second.folder.name, second.existed) == ("2023-xuncha-2", False)


def test_other_files_of_the_folder_stay(tmp_path: Path) -> None:
    """Hidden files and notes beside the issues are kept."""
    folder = imported(tmp_path, NOTICE)
    (folder / ".keep").write_text("甲", "utf-8")
    write(planned(tmp_path, NOTICE.replace("36次", "37次")))

    assert (folder / ".keep").read_text("utf-8") == "甲"


EDITS = st.lists(
    st.sampled_from(
        [
            ("36次", "40次"),
            ("12.5万元", "20万元"),
            ("精简会议。", "合并会议。"),
            ("整改结果：基本完成", "整改结果：已完成"),
        ]
    ),
    unique=True,
)
HAND = st.lists(
    st.sampled_from(
        [
            ("title: 会议多、文件长", "title: 文山会海"),
            ("number: 1\n", "number: 1\n# 核对过\n"),
            ("state: pending", "state: done"),
        ]
    ),
    unique=True,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(EDITS, HAND)
def test_an_update_repeated_changes_nothing_more(
    tmp_path_factory: pytest.TempPathFactory, edits: list[tuple[str, str]], hand: list[tuple[str, str]]
) -> None:
    """Whatever source and people changed, the update holds both, and a second one has nothing to do."""
    root = tmp_path_factory.mktemp("update")
    folder = imported(root, NOTICE)
    for path in folder.glob("*.yaml"):
        text = path.read_text("utf-8")
        for old, new in hand:
            text = text.replace(old, new)
        path.write_text(text, "utf-8")
    changed = NOTICE
    for old, new in edits:
        changed = changed.replace(old, new)
    write(planned(root, changed))
    before = tree(folder)
    again = planned(root, changed)
    write(again)
    whole = "".join(path.read_text("utf-8") for path in folder.glob("*.yaml"))

    assert (False, before) == (again.differs, tree(folder))
    assert all(new in whole for _, new in hand)


@given(st.lists(st.sampled_from(["a: 1\n", "b: |\n  甲\n", "# 话\n", "\n", "c:\n  - 乙\n", "d: [丙]\n"]), unique=True))
def test_a_file_cut_by_fields_is_the_file(lines: list[str]) -> None:
    """Cutting a file into its fields and joining them gives the file again."""
    text = "".join(lines)

    assert text == "".join(split(text).values())
