"""After an update, whatever people added stands beside the issue that it belongs to, or it is told."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rectify.ground.files import write_file
from rectify.intake.intake import Plan, plan, read_files, write
from rectify.intake.update.differences import MEMORY
from rectify.intake.update.matching import IssueText, Pair, match_issues, numbers
from rectify.release.journal import JOURNAL, Entry, Kind, append
from support import tree

BANK = (
    ("河道巡查记录不全", "2023年汛期抽查36次巡河，有11次没有记录，责任人不清楚。", "补齐记录，每周抽查一次巡查日志。"),
    ("水费收缴不及时", "城北三个小区拖欠水费12.5万元，催收没有计划。", "逐户上门催收，建立欠费清单。"),
    ("公车管理松散", "两辆公务车节假日停在外面，派车单事后补填。", "公车统一停放，派车先批后用。"),
    ("会议多文件长", "去年印发文件比前年多三成，一半会议没有议题。", "精简会议，文件压缩在五页以内。"),
    ("干部培训流于形式", "全年培训只有两次，请假的人从不补课。", "制定年度学习计划，缺课的必须补学。"),
    ("工程招标把关不严", "泵站改造项目评标只用了半天，废标理由没有写明。", "重新核查评标资料，请第三方监督开标。"),
    ("档案保管混乱", "库房漏水，1998年以前的图纸有两箱发霉。", "修缮库房，抢救受潮的图纸并数字化。"),
    ("信访答复拖延", "群众反映水压低，四十天以后才答复。", "设立专线，七个工作日以内回复来信来访。"),
)
SIMILAR = tuple(
    (
        f"第{n}片区台账不全",
        f"第{n}片区有{n + 2}处台账不全，涉及{n + 1}人。",
        f"第{n}片区每季度抽查，补齐台账{n + 4}份。",
    )
    for n in range(1, 7)
)
HEAD = """中共青河县水务局党组关于巡察整改情况的通报
2024年3月1日至4月30日，县委第二巡察组对县水务局党组开展了巡察。6月3日，巡察组反馈了意见。现将整改情况公布如下。
一、落实决策部署方面
"""


class Told(NamedTuple):
    """An issue as a notice tells it; *key* says which one it is, however it is worded."""

    key: int
    title: str
    problem: str
    measures: str


def notice(issues: list[Told]) -> str:
    """A notice with these issues, counted from 1."""
    parts = [
        f"{n}.{one.title}\n存在问题：{one.problem}\n整改措施：{one.measures}\n整改状态：正在推进\n"
        for n, one in enumerate(issues, start=1)
    ]
    return HEAD + "".join(parts) + "中共青河县水务局党组\n2024年12月2日\n"


def imported(root: Path, issues: list[Told]) -> Plan:
    """The plan of importing a notice with these issues, written."""
    path = root / "notice.txt"
    path.write_text(notice(issues), "utf-8")
    planned = plan(read_files([path], root), root / "content", given_id=False)
    write(planned)
    return planned


def published(root: Path, *files: int) -> None:
    """Have the issues with these numbers in the public record."""
    append(root, [Entry("2024-12-30T12:00:00+08:00", Kind.PUBLISHED, f"2024-xuncha/{n:03}.html") for n in files])


def add_by_hand(folder: Path, issues: list[Told]) -> None:
    """Write fields of a person into each file: a note, progress of its own, and the review that is done."""
    for n, one in enumerate(issues, start=1):
        path = folder / f"{n:03}.yaml"
        text = path.read_text("utf-8").replace("state: pending", "state: done")
        path.write_text(f"{text}note: 手写{one.key}\nprogress:\n  - 手写进展{one.key}\n", "utf-8")


def keys_by_text(folder: Path, issues: list[Told]) -> dict[int, set[str]]:
    """Of each issue, the keys that are written by hand in the file that has its problem."""
    files = [path.read_text("utf-8") for path in folder.glob("[0-9]*.yaml")]
    return {
        one.key: {key for text in files if one.problem in text for key in re.findall(r"手写(?:进展)?(\d+)", text)}
        for one in issues
    }


def told(bank: tuple[tuple[str, str, str], ...], first: int = 0) -> list[Told]:
    """The issues of a bank with their keys."""
    return [Told(first + key, *texts) for key, texts in enumerate(bank)]


def test_a_new_issue_in_the_middle_moves_what_people_added_with_its_issue(tmp_path: Path) -> None:
    """Files that are not public follow the source's numbers, and nothing has to be looked at."""
    first, new, second = told(BANK)[:3]
    folder = imported(tmp_path, [first, second]).folder
    add_by_hand(folder, [first, second])
    planned = imported(tmp_path, [first, new, second])

    assert keys_by_text(folder, [first, new, second]) == {first.key: {"0"}, new.key: set(), second.key: {"2"}}
    assert (planned.moved, planned.added) == ({"002.yaml": "003.yaml"}, ("002.yaml",))
    assert (planned.draft.doubts, planned.conflicts) == ((), ())


def test_a_public_issue_keeps_its_number(tmp_path: Path) -> None:
    """The new issue takes the next free number, and a doubt names both; later issues take theirs where it is free."""
    first, new, second, third = told(BANK)[:4]
    folder = imported(tmp_path, [first, second]).folder
    add_by_hand(folder, [first, second])
    published(tmp_path, 1, 2)
    planned = imported(tmp_path, [first, new, second, third])
    again = imported(tmp_path, [first, new, second, third])

    assert keys_by_text(folder, [first, second]) == {0: {"0"}, 2: {"2"}}
    assert [(one.number, one.title) for one in planned.draft.issues] == [
        (1, first.title),
        (3, new.title),
        (2, second.title),
        (4, third.title),
    ]
    assert [(one.code, one.issue, one.message) for one in planned.draft.doubts] == [
        ("I119", 3, f"原文里是 2 号，但002.yaml 是“{second.title}”，这个问题编为 3 号")
    ]
    assert (again.differs, again.draft.doubts) == (False, ())


def test_a_number_that_was_public_is_never_given_again(tmp_path: Path) -> None:
    """Not even where its file is gone."""
    issues = told(BANK)[:3]
    folder = imported(tmp_path, issues).folder
    published(tmp_path, 2)
    (folder / "002.yaml").unlink()
    planned = imported(tmp_path, issues)

    assert (planned.added, [one.code for one in planned.draft.doubts]) == (("004.yaml",), ["I119"])


def test_an_issue_that_is_gone_makes_room_and_is_kept(tmp_path: Path) -> None:
    """Its file goes behind the others where its number is needed, with all that people wrote, and is told."""
    issues = told(BANK)[:4]
    folder = imported(tmp_path, issues).folder
    add_by_hand(folder, issues)
    left = [issues[0], *issues[2:]]
    planned = imported(tmp_path, left)

    assert planned.moved == {"002.yaml": "004.yaml", "003.yaml": "002.yaml", "004.yaml": "003.yaml"}
    assert planned.gone == ("004.yaml",)
    assert keys_by_text(folder, issues) == {0: {"0"}, 1: {"1"}, 2: {"2"}, 3: {"3"}}
    assert imported(tmp_path, left).differs is False


def test_files_that_people_made_or_renamed_keep_their_numbers(tmp_path: Path) -> None:
    """A file that no import wrote, and one that somebody gave another number, stay where they are."""
    issues = told(BANK)[:3]
    folder = imported(tmp_path, issues[:2]).folder
    text = (folder / "002.yaml").read_text("utf-8")
    (folder / "002.yaml").rename(folder / "007.yaml")
    (folder / "007.yaml").write_text(text.replace("number: 2", "number: 7").replace("正在推进", "未完成"), "utf-8")
    (folder / "003.yaml").write_text("number: 3\ntitle: 自己查出的问题\nproblem: 另外的事\n", "utf-8")
    planned = imported(tmp_path, issues)

    assert [one.number for one in planned.draft.issues] == [1, 7, 4]
    assert (planned.changes.keys(), planned.moved, planned.gone) == ({"007.yaml"}, {}, ())
    assert {one.kind for one in planned.changes["007.yaml"]} == {"kept"}
    assert [one.issue for one in planned.draft.doubts] == [4]


@pytest.mark.parametrize("memory", [b"", b"[1]", b'{"001.yaml": 3, "002.yaml": {"title": 5}}', b"\xff{", b"null"])
def test_a_damaged_memory_loses_nothing(memory: bytes, tmp_path: Path) -> None:
    """Without a sound memory issues are still known by their texts, and what differs is a conflict."""
    issues = told(BANK)[:3]
    folder = imported(tmp_path, issues).folder
    add_by_hand(folder, issues)
    (folder / MEMORY).write_bytes(memory)
    planned = imported(tmp_path, [issues[2], issues[0]._replace(measures="重新登记。"), issues[1]])

    assert keys_by_text(folder, issues) == {0: {"0"}, 1: {"1"}, 2: {"2"}}
    assert [(name, one.field) for name, one in planned.conflicts if one.field == "measures"] == [
        ("002.yaml", "measures")
    ]


def test_issues_alike_to_a_hair_are_told(tmp_path: Path) -> None:
    """Of two that say the same one is gone: the number decides, and it is a doubt."""
    one, other = Told(0, *BANK[0]), Told(1, *BANK[1])
    imported(tmp_path, [one, one._replace(key=9), other])
    planned = imported(tmp_path, [one, other])

    assert [(doubt.code, doubt.issue) for doubt in planned.draft.doubts if doubt.code == "I118"] == [("I118", 1)]


def test_categories_keep_the_ids_of_the_round(tmp_path: Path) -> None:
    """What somebody called a category stays, in issues that are new, too."""
    issues = told(BANK)[:3]
    folder = imported(tmp_path, issues[:2]).folder
    for path in folder.glob("*.yaml"):
        path.write_text(path.read_text("utf-8").replace("jue-ce-bu-shu", "juece"), "utf-8")
    planned = imported(tmp_path, issues)

    assert "category: juece\n" in (folder / "003.yaml").read_text("utf-8")
    assert planned.conflicts == ()


def test_an_update_that_is_cut_off_leaves_the_old_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files get new names and texts all at once: a full disk at any file leaves every old one as it was."""
    issues = told(BANK)[:4]
    folder = imported(tmp_path, issues).folder
    add_by_hand(folder, issues)
    before = tree(folder)
    path = tmp_path / "notice.txt"
    path.write_text(notice(issues[1:]), "utf-8")
    planned = plan(read_files([path], tmp_path), tmp_path / "content", given_id=False)
    for count in range(4):
        room = iter(range(count))

        def fail(file: Path, data: bytes, *, durable: bool, room: Iterator[int] = room) -> None:
            if next(room, None) is None:
                raise OSError(28, "full")
            write_file(file, data, durable=durable)

        monkeypatch.setattr("rectify.ground.folders.write_file", fail)
        with pytest.raises(OSError, match="full"):
            write(planned)

        assert before == tree(folder)


def reworded(one: Told, how: str) -> Told:
    """The issue in other words, as the editor of a second notice would put it."""
    if how == "title":
        return one._replace(title=f"关于{one.title[:-2]}的现象")
    if how == "measures":
        return one._replace(measures="明确专人负责，按月通报进度。")
    if how == "shorter":
        return one._replace(problem=one.problem[: len(one.problem) * 2 // 3].rstrip("，。") + "。")
    if how == "longer":
        return one._replace(problem=f"巡察发现，{one.problem}以上情况属实。", measures=f"{one.measures}举一反三。")
    return one


REWORDINGS = ("", "", "title", "measures", "shorter", "longer")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    bank=st.sampled_from([BANK, SIMILAR, (*BANK[:4], *SIMILAR[:4])]),
    data=st.data(),
)
def test_what_people_added_stays_with_its_issue(
    bank: tuple[tuple[str, str, str], ...], data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever comes, goes, is exchanged, reworded or published: nothing is lost, and nothing wrong goes without a doubt."""
    root = tmp_path_factory.mktemp("update")
    everything = told(bank)
    before = data.draw(st.lists(st.sampled_from(everything), unique=True, min_size=1))
    after = data.draw(st.lists(st.sampled_from(everything), unique=True, min_size=1))
    words = data.draw(st.lists(st.sampled_from(REWORDINGS), min_size=len(after), max_size=len(after)))
    after = [reworded(one, how) for one, how in zip(after, words, strict=True)]
    folder = imported(root, before).folder
    add_by_hand(folder, before)
    public = data.draw(st.sets(st.integers(1, len(before))))
    kept = {n: (folder / f"{n:03}.yaml").read_text("utf-8") for n in public}
    published(root, *public)
    planned = imported(root, after)
    written = "".join(path.read_text("utf-8") for path in folder.glob("*.yaml"))
    doubted = {f"{doubt.issue:03}.yaml" for doubt in planned.draft.doubts if doubt.code == "I118"}

    assert {one.key for one in before} == {int(key) for key in re.findall(r"note: 手写(\d+)", written)}
    assert all(
        re.findall("note: .*", text)[0] in (folder / f"{n:03}.yaml").read_text("utf-8") for n, text in kept.items()
    )
    old = {one.key for one in before}
    for key, issue in {one.key: one for one in after}.items():
        path = next(path for path in folder.glob("[0-9]*.yaml") if f"title: {issue.title}" in path.read_text("utf-8"))
        by_hand = set(map(int, re.findall(r"手写(?:进展)?(\d+)", path.read_text("utf-8"))))

        assert by_hand == {key} & old or path.name in doubted

    assert imported(root, after).differs is False


@given(st.permutations(range(len(BANK))), st.sets(st.integers(0, len(BANK) - 1)))
def test_issues_that_differ_are_known_in_any_order_without_a_doubt(order: list[int], gone: set[int]) -> None:
    """Texts that say different things are never guessed at, also where their titles or measures are new."""
    old = [IssueText(n + 1, *BANK[n]) for n in range(len(BANK))]
    new = [
        IssueText(place, *reworded(Told(n, *BANK[n]), REWORDINGS[n % len(REWORDINGS)])[1:])
        for place, n in enumerate((n for n in order if n not in gone), start=1)
    ]

    assert match_issues(old, new) == tuple(
        Pair(place, n + 1) for place, n in enumerate((n for n in order if n not in gone), start=1)
    )


SMALL = st.integers(1, 9)


@given(st.sets(SMALL).map(sorted), st.dictionaries(SMALL, SMALL), st.sets(SMALL), st.sets(SMALL))
def test_no_two_issues_get_one_number(
    new: list[int], guess: Mapping[int, int], held: set[int], loose: set[int]
) -> None:
    """Held numbers stay with their files, and files that are gone stand in nobody's way."""
    pairs = {n: old for n, old in guess.items() if n in new and list(guess.values()).count(old) == 1}
    loose -= held | {*pairs.values()}
    found = numbers(new, pairs, held, loose)
    left = [found.moved.get(n, n) for n in loose]

    assert len({*found.of.values(), *left}) == len(new) + len(loose)
    assert all(found.of[n] == old if old in held else found.of[n] not in held for n, old in pairs.items())
    assert all(found.of[n] == n for n in new if n not in held and pairs.get(n) not in held)


def test_the_memory_follows_its_files(tmp_path: Path) -> None:
    """What the import remembers of an issue goes with the file, so that the next update tells nothing."""
    issues = told(BANK)[:3]
    folder = imported(tmp_path, issues).folder
    before = json.loads((folder / MEMORY).read_bytes())
    imported(tmp_path, issues[::-1])
    after = json.loads((folder / MEMORY).read_bytes())

    assert (before["001.yaml"]["problem"], before["003.yaml"]["problem"]) == (
        after["003.yaml"]["problem"],
        after["001.yaml"]["problem"],
    )
    assert JOURNAL.name not in {path.name for path in folder.iterdir()}
