"""The desk keeps what is typed, writes it only where it belongs, and never over another's work."""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Callable, Collection, Iterator
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from rectify.desk.desk import Desk, Tools
from rectify.desk.exchange import RefusedError
from rectify.desk.names import file_called
from rectify.desk.unsaved import Keeper, KeptText
from rectify.live import Live
from support import ISSUE, lay

ONE = "content/2025-xuncha/001.yaml"
AT = PurePosixPath(ONE)
PAGE = "2025-xuncha/001.html"


class Bench:
    """A desk over a project, with its live site."""

    def __init__(self, root: Path, folder: Path) -> None:
        self.root = root
        self.live = Live(root, folder)
        self.followed: list[str] = []
        self.busy: RefusedError | None = None
        self.is_slow = False
        list(self.live.follow(()))
        self.desk = Desk(root, self.live, Tools(self.lock, self.follow, time.monotonic))

    def follow(self, names: Collection[str]) -> None:
        """What the server does with edits."""
        self.followed += names
        if not self.is_slow:
            list(self.live.follow(names, [PAGE]))

    @contextlib.contextmanager
    def lock(self) -> Iterator[None]:
        """The project's lock, or the word that another has it."""
        if self.busy:
            raise self.busy
        yield

    def page(self) -> str:
        """The page as it is shown now."""
        return (self.live.read(PAGE) or b"").decode()

    def text(self) -> str:
        """The file as it stands."""
        return (self.root / ONE).read_text("utf-8")

    def open(self) -> dict[str, Any]:
        """Its form."""
        return self.desk.form(ONE)

    def type(self, version: object, **values: Any) -> dict[str, Any]:
        """Type these values into a form that came from the text *version*."""
        return self.desk.keep(ONE, version, values)


@pytest.fixture
def bench(project: Callable[..., Path], tmp_path: Path) -> Bench:
    return Bench(project(), tmp_path / "site")


def test_what_is_typed_is_kept_and_shown_but_not_saved(bench: Bench) -> None:
    """The page follows each pause; the file stays as it is until it is saved."""
    form = bench.open()
    answer = bench.type(form["version"], title="车辆没有台账")

    assert answer["isUnsaved"]
    assert "车辆没有台账" in bench.page()
    assert bench.text() == ISSUE
    saved = bench.desk.save(ONE, answer["version"])
    assert ISSUE.replace("制度不健全", "车辆没有台账") == bench.text()
    assert not saved["isUnsaved"]
    assert not bench.open()["isUnsaved"]


def test_mistakes_are_kept_too_and_stand_at_their_fields(bench: Bench) -> None:
    """A date that is none is kept as typed, told in the terminal's words; the page shows what was right before."""
    form = bench.open()
    progress = [{"value": {"date": "2025-13", "text": "印发办法。"}, "origin": 0}]
    answer = bench.type(form["version"], progress=progress)

    [fault] = [one for one in answer["faults"] if one["isError"]]
    assert fault["where"] == ["progress", 0, "date"]
    assert fault["message"] == "“日期”不是日期：2025-13"
    assert "印发《公务用车管理办法》" in bench.page()
    again = Desk(bench.root, bench.live, Tools(bench.lock, bench.follow, time.monotonic)).form(ONE)
    assert again["values"]["progress"][0]["value"]["date"] == "2025-13"
    assert again["isUnsaved"]


@pytest.mark.parametrize(
    ("values", "where", "words"),
    [
        ({"title": ""}, ["title"], "“标题”是空的"),
        ({"lead": [{"value": "没有的科", "origin": None}]}, ["lead", 0], "没有的科"),
        ({"status": "终止"}, ["status_reason"], "“状态说明”没有填"),
        ({"problem": "电话13912345678，请打。"}, ["problem"], "疑似手机号"),
        ({"category": "nowhere"}, ["category"], "nowhere"),
    ],
)
def test_each_fault_stands_at_the_field_where_it_is_mended(
    bench: Bench, values: dict[str, Any], where: list[str], words: str
) -> None:
    """Of the decoder, of what records say of each other, and of the checks of wording and privacy."""
    answer = bench.type(bench.open()["version"], **values)

    assert [one for one in answer["faults"] if one["where"] == where and words in one["message"]], answer["faults"]


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("inspected_body", "中共别的市水务局党组", "被检查的单位不是本单位"),
        ("introduction", "联系人电话13912345678。", "疑似手机号"),
    ],
)
def test_what_the_whole_site_or_a_check_finds_in_a_round_stands_at_its_field(
    bench: Bench, name: str, value: str, words: str
) -> None:
    """Whoever finds it; and once it is mended there, it is gone."""
    file = "content/2025-xuncha/round.yaml"
    right = bench.desk.form(file)
    kept = bench.desk.keep(file, right["version"], {name: value})
    found = [one for one in bench.desk.form(file)["faults"] if one["isError"]]

    assert [(one["where"], words in one["message"]) for one in found] == [([name], True)]
    bench.desk.keep(file, kept["version"], {name: right["values"][name]})
    assert [one for one in bench.desk.form(file)["faults"] if one["isError"]] == []


def test_another_persons_edit_is_never_overwritten(bench: Bench) -> None:
    """Where both changed a field, both texts are shown; what only one changed is kept from each."""
    form = bench.open()
    answer = bench.type(form["version"], title="我的标题", result="我的结果")
    theirs = ISSUE.replace("制度不健全", "别人的标题").replace("- 建立制度。", "- 建立制度。  # 别人的话\n  - 又一条。")
    (bench.root / ONE).write_text(theirs, "utf-8")

    with pytest.raises(RefusedError) as refused:
        bench.desk.save(ONE, answer["version"])
    assert theirs == bench.text()
    [difference] = refused.value.more["differences"]
    assert tuple(difference[name] for name in ("name", "was", "mine", "theirs")) == (
        "title",
        "制度不健全",
        "我的标题",
        "别人的标题",
    )
    other = refused.value.more["other"]
    bench.desk.save(ONE, answer["version"], {"title": "theirs"}, other)
    assert theirs.replace("result: 已完成", "result: 我的结果") == bench.text()


def test_an_edit_that_came_while_one_was_choosing_is_shown_again(bench: Bench) -> None:
    """What was chosen holds for the text that was shown, not for a still newer one."""
    answer = bench.type(bench.open()["version"], title="我的标题")
    (bench.root / ONE).write_text(ISSUE.replace("制度不健全", "别人的标题"), "utf-8")
    with pytest.raises(RefusedError) as refused:
        bench.desk.save(ONE, answer["version"])
    (bench.root / ONE).write_text(ISSUE.replace("制度不健全", "第三个标题"), "utf-8")

    with pytest.raises(RefusedError) as again:
        bench.desk.save(ONE, answer["version"], {"title": "mine"}, refused.value.more["other"])
    assert again.value.more["differences"][0]["theirs"] == "第三个标题"


def test_a_save_waits_for_the_lock_and_loses_nothing(bench: Bench) -> None:
    """While another command writes the save is refused with its words; what was typed is kept."""
    answer = bench.type(bench.open()["version"], title="我的标题")
    bench.busy = RefusedError(423, "publish 正在运行")

    with pytest.raises(RefusedError):
        bench.desk.save(ONE, answer["version"])
    assert bench.text() == ISSUE
    assert bench.open()["values"]["title"] == "我的标题"


def test_two_windows_do_not_overwrite_each_other(bench: Bench) -> None:
    """The second window is refused, and what it held is left where somebody can read it."""
    version = bench.open()["version"]
    bench.type(version, title="第一个窗口")

    with pytest.raises(RefusedError):
        bench.type(version, title="第二个窗口")
    assert bench.open()["values"]["title"] == "第一个窗口"
    [form] = (bench.root / ".rectify/desk").glob("*.form.txt")
    assert json.loads(form.read_text("utf-8"))["title"] == "第二个窗口"


def test_giving_up_goes_back_to_what_was_saved(bench: Bench) -> None:
    """The page and the form show the file again, and nothing is kept."""
    bench.type(bench.open()["version"], title="不要了")
    form = bench.desk.discard(ONE)

    assert form["values"]["title"] == "制度不健全"
    assert "不要了" not in bench.page()
    assert list(Keeper(bench.root).all()) == []


def test_typing_back_what_was_there_leaves_nothing_unsaved(bench: Bench) -> None:
    """Undo by hand is undo."""
    answer = bench.type(bench.open()["version"], title="一时兴起")
    answer = bench.type(answer["version"], title="制度不健全")

    assert not answer["isUnsaved"]
    assert list(Keeper(bench.root).all()) == []


def test_a_full_disk_loses_nothing_that_was_kept_before(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """The refusal says why; the text kept before is whole."""
    answer = bench.type(bench.open()["version"], title="写得下的")

    def full(*_args: object, **_options: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("rectify.desk.unsaved.write_atomically", full)
    with pytest.raises(RefusedError) as refused:
        bench.type(answer["version"], title="写不下的")
    assert (refused.value.status, "满" in refused.value.words) == (507, True)
    assert bench.open()["values"]["title"] == "写得下的"


def test_what_is_kept_is_never_half_there(tmp_path: Path) -> None:
    """A file that was cut is no text; whole ones come back to the byte, marks and line ends too."""
    keeper = Keeper(tmp_path)
    text = KeptText("\ufefftitle: 甲\r\n".encode(), "\ufefftitle: 乙\r\n".encode())
    keeper.keep(AT, text)
    assert text == keeper.read(AT)
    [place] = (tmp_path / ".rectify/desk").iterdir()
    place.write_bytes(place.read_bytes()[:30])

    assert keeper.read(AT) is None
    assert list(keeper.all()) == []


HOSTILE_NAMES = [
    "../site.yaml",
    "./site.yaml",
    "site.yaml ",
    "SITE.YAML",
    "build.py",
    "content/../site.yaml",
    "content/2025-xuncha/../../site.yaml",
    "/etc/passwd",
    "content/2025-xuncha/001.yaml\n",
    "content/2025-xuncha/001.yaml/",
    "content\\2025-xuncha\\001.yaml",
    "content/2025-xuncha/1.yaml",
    "content/2025-xuncha/0001.yaml",
    "content/-/001.yaml",
    "content/con/001.yaml",
    "content/2025-xuncha/versions/001.1.yaml",
    "content/2025-xuncha/００１.yaml",
    "content/2025-xuncha/001.yaml\x00.txt",
    "",
    None,
    7,
    ["content/2025-xuncha/001.yaml"],
    {"path": "content/2025-xuncha/001.yaml"},
]


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_names_never_become_paths(bench: Bench, name: Any) -> None:
    """Only the exact name of a content file is one; nothing else is read, kept or written."""
    before = set(bench.root.parent.rglob("*"))

    assert file_called(name) is None
    for act in (
        lambda: bench.desk.form(name),
        lambda: bench.desk.keep(name, "", {}),
        lambda: bench.desk.save(name, ""),
        lambda: bench.desk.discard(name),
    ):
        with pytest.raises(RefusedError):
            act()
    assert before == set(bench.root.parent.rglob("*"))


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_out_of_the_project_is_not_followed(bench: Bench, tmp_path: Path) -> None:
    """Neither read nor written."""
    outside = tmp_path / "outside.yaml"
    outside.write_text(ISSUE, "utf-8")
    (bench.root / "content/2025-xuncha/002.yaml").symlink_to(outside)

    with pytest.raises(RefusedError):
        bench.desk.form("content/2025-xuncha/002.yaml")


@pytest.mark.parametrize(
    "values",
    [
        [],
        "title",
        None,
        {"title": {"a": {"b": {"c": {"d": {"e": {"f": {"g": {"h": "x"}}}}}}}}},
        {"title": 7},
        {"title": [1]},
        {"measures": [{"value": "x"}]},
        {"measures": [{"value": "x", "origin": True}]},
        {"measures": [{"value": "x", "origin": "0"}]},
        {"a b": "x"},
        {"x: y\nz": "x"},
    ],
)
def test_values_of_another_shape_are_refused(bench: Bench, values: Any) -> None:
    """A form sends names, texts and lists; anything else changes nothing."""
    version = bench.open()["version"]

    with pytest.raises(RefusedError):
        bench.desk.keep(ONE, version, values)
    assert list(Keeper(bench.root).all()) == []


def test_the_overview_says_what_is_next(bench: Bench) -> None:
    """States, counts, and the next thing to do in one line."""
    (bench.root / "content/2025-xuncha/002.yaml").write_text(
        ISSUE.replace("number: 1", "number: 2").replace("status:", "draft: true\nstatus:"), "utf-8"
    )
    list(bench.live.follow(["content/2025-xuncha/002.yaml"]))
    bench.type(bench.open()["version"], title="没有保存的")
    shown = bench.desk.overview()

    [round_] = shown["rounds"]
    assert [(row["number"], row["state"], row["isUnsaved"]) for row in round_["issues"]] == [
        (1, "待公开", True),
        (2, "草稿", False),
    ]
    assert shown["next"] == "1个文件有没保存的改动（第1个问题），1个草稿待核对，1个问题待公开，还没有公开过"


def test_issues_are_listed_by_their_numbers(project: Callable[..., Path], tmp_path: Path) -> None:
    """The thousandth comes after the hundred and first."""
    files = {
        f"content/2025-xuncha/{number:03}.yaml": ISSUE.replace("number: 1", f"number: {number}")
        for number in (1, 101, 1000)
    }
    [round_] = Bench(project(files), tmp_path / "site").desk.overview()["rounds"]

    assert [row["number"] for row in round_["issues"]] == [1, 101, 1000]


def test_settings_are_forms_of_their_files(bench: Bench) -> None:
    """The site's name changes on the page while it is typed, and its line alone in the file."""
    assert "site.yaml" in bench.desk.settings()["files"]
    before = (bench.root / "site.yaml").read_text("utf-8")
    form = bench.desk.form("site.yaml")
    kept = bench.desk.keep("site.yaml", form["version"], {"title": "整改公开专栏"})
    assert "整改公开专栏" in bench.page()
    bench.desk.save("site.yaml", kept["version"])

    assert before.replace("巡察整改公开", "整改公开专栏", 1) == (bench.root / "site.yaml").read_text("utf-8")


def test_doubts_are_counted_for_the_list(project: Callable[..., Path], tmp_path: Path) -> None:
    """What `check` would remark on is counted without opening the form."""
    bench = Bench(project({ONE: ISSUE.replace("没有建立", "电话13912345678，没有建立")}), tmp_path / "site")
    while bench.desk.look()["more"]:
        pass
    [row] = bench.desk.overview()["rounds"][0]["issues"]

    assert (row["mistakes"], bench.desk.overview()["next"].partition("，")[0]) == (1, "1处错误要改正")


def test_an_overview_of_a_broken_site_still_lists_its_files(project: Callable[..., Path], tmp_path: Path) -> None:
    """Where nothing can be built yet, one can all the same go to each file and see what is wrong."""
    bench = Bench(project({ONE: ISSUE.replace("status:", "statsu:")}), tmp_path / "site")
    shown = bench.desk.overview()

    [row] = shown["rounds"][0]["issues"]
    assert (row["state"], row["title"], row["name"]) == ("待公开", "制度不健全", ONE)
    assert row["mistakes"]
    form = bench.open()
    assert [one for one in form["faults"] if "statsu" in one["message"]]


def test_doubts_are_counted_a_moment_at_a_time(
    project: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A form that is asked for meanwhile waits for one file at most where the moment is short; round and issues are all counted."""
    monkeypatch.setattr("rectify.desk.desk._AT_ONCE", -1.0)
    two = {ONE.replace("001", "002"): ISSUE.replace("number: 1", "number: 2")}
    bench = Bench(project({ONE: ISSUE, **two}), tmp_path / "site")

    assert [bench.desk.look()["more"] for _ in range(3)] == [True, True, False]
    assert bench.desk.look() == {"isNew": False, "more": False}
    lay(bench.root, {ONE: ISSUE.replace("制度不健全", "台账不健全")})
    bench.follow([ONE])
    assert bench.desk.look() == {"isNew": True, "more": False}
