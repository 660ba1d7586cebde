"""What the desk says of an issue's way to readers is true: public is what the record says, not what a file says."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

import pytest

from bureau import Bureau
from rectify.desk.acts import Acts, CommandResult, End, Run
from rectify.desk.exchange import RefusedError
from rectify.desk.jobs import Listen
from rectify.desk.restoring import Restoring
from rectify.engine.stamps import TARGET
from rectify.ground.diagnostics import errors
from rectify.terminal import commands
from support import ISSUE, lay, lay_project
from test_desk import ONE, Bench

TWO = "content/2025-xuncha/002.yaml"
OTHER = ISSUE.replace("number: 1", "number: 2")
WITHDRAWN = ISSUE + "withdrawn: {date: 2025-12-26, reason: 重复公布}\n"


class Office(Bench):
    """A desk over a project that is public, and the bureau that publishes it."""

    def __init__(self, folder: Path) -> None:
        self.bureau = Bureau(lay_project(folder / "project", {ONE: ISSUE, TWO: OTHER}), folder / "www")
        assert self.bureau.publish() == 0
        (self.bureau.root / TARGET).parent.mkdir(exist_ok=True)
        (self.bureau.root / TARGET).write_text(str(self.bureau.www), "utf-8")
        super().__init__(self.bureau.root, folder / "site")

    def save(self, text: str) -> None:
        """Write the first issue's file, and have the site follow."""
        lay(self.root, {ONE: text})
        self.follow([ONE])

    def states(self) -> tuple[str, str, bool, str]:
        """The state of the first issue in the list and in its form, whether readers have it, and what is next."""
        shown, form = self.desk.overview(), self.open()
        return shown["rounds"][0]["issues"][0]["state"], form["state"], form["isPublic"], shown["next"]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def test_withdrawn_in_the_file_is_not_withdrawn_for_readers(office: Office) -> None:
    """Until it is published; and again after that publication was taken back."""
    last = "上次公开2025年12月25日"
    assert office.states() == ("已公开", "已公开", True, last)

    office.save(WITHDRAWN)
    assert office.states() == ("撤下待公开", "撤下待公开", True, f"1个问题撤下待公开，{last}")
    assert office.bureau.publish() == 0
    assert office.states() == ("已撤下", "已撤下", False, last)
    office.save(ISSUE)
    assert office.states()[:3] == ("恢复待公开", "恢复待公开", False)
    office.save(WITHDRAWN)
    assert office.bureau.rollback(restore=True) == 0
    assert office.states() == ("撤下待公开", "撤下待公开", True, "1个问题撤下待公开，上次退回2025年12月25日")


def test_a_withdrawal_that_is_not_public_yet_can_be_taken_back(office: Office) -> None:
    """回到公开的样子 takes it out of the file."""
    office.save(WITHDRAWN)
    answer = Restoring(office.desk).restore(ONE, office.open()["version"])
    office.desk.save(ONE, answer["version"])

    assert office.text() == ISSUE
    assert office.states()[0] == "已公开"


def test_a_draft_that_readers_have_is_called_so(office: Office) -> None:
    """They have it until somebody publishes, whatever the file says."""
    office.save(ISSUE.replace("status:", "draft: true\nstatus:"))

    assert office.states()[:3] == ("公开着，又标成了草稿", "公开着，又标成了草稿", True)


def test_what_is_only_typed_changes_no_state(office: Office) -> None:
    """The list says what is saved, beside the mark that something is not."""
    office.type(office.open()["version"], title="车辆没有台账")

    row = office.desk.overview()["rounds"][0]["issues"][0]
    assert (row["title"], row["state"], row["isUnsaved"]) == ("制度不健全", "已公开", True)


def test_an_issue_that_can_be_read_is_called_so_whatever_is_wrong_elsewhere(tmp_path: Path) -> None:
    """Only a file that is no YAML is 读不了; a mistake in the round leaves the titles of its issues to be read."""
    files: dict[str, str] = {
        ONE: ISSUE.replace("status:", "statsu:"),
        TWO: OTHER,
        "content/2025-xuncha/003.yaml": "title: [",
    }
    bench = Bench(lay_project(tmp_path / "project", files), tmp_path / "site")
    site = (bench.root / "site.yaml").read_text("utf-8")
    lay(bench.root, {"site.yaml": site.replace("name: 示例市示例局", "nmae: 示例市示例局")})
    bench.follow(["site.yaml"])

    issues = bench.desk.overview()["rounds"][0]["issues"]
    assert [(one["title"], one["state"]) for one in issues] == [
        ("制度不健全", "待公开"),
        ("制度不健全", "待公开"),
        ("", "读不了"),
    ]


def test_the_list_and_its_head_line_count_the_same_mistakes(tmp_path: Path) -> None:
    """Of rounds and of the files that all share, too; and both forget what was mended elsewhere."""
    bench = Bench(lay_project(tmp_path / "project", {ONE: ISSUE}), tmp_path / "site")
    site, round_ = "site.yaml", "content/2025-xuncha/round.yaml"
    right = (bench.root / round_).read_text("utf-8")
    lay(bench.root, {round_: right.replace("中共示例局党组", "中共别的市水务局党组", 1)})
    bench.follow([round_])
    bench.desk.form(round_)

    def counted() -> tuple[int, bool]:
        shown = bench.desk.overview()
        rows = [*shown["shared"], *(row for one in shown["rounds"] for row in (one["file"], *one["issues"]))]
        return sum(row["mistakes"] for row in rows), "处错误" in shown["next"]

    assert counted() == (1, True)
    text = (bench.root / site).read_text("utf-8")
    lay(
        bench.root,
        {site: text.replace("  name: 示例市示例局\n", "  name: 示例市示例局\n  aliases: [别的市水务局]\n", 1)},
    )
    bench.follow([site])
    assert counted() == (0, False)


def run_new(root: Path) -> Run:
    """Runs the command `new` for the desk of the project *root*."""

    def run(arguments: Sequence[str], _listen: Listen | None = None) -> CommandResult:
        done = commands.new(root, Namespace(round=arguments[2], begin="--begin" in arguments))
        return CommandResult(End.FAILED if done else End.FINE, "")

    return run


def test_a_new_round_is_a_draft_that_has_its_page_at_once(office: Office) -> None:
    """It has the name that people gave it; its first issue is a draft like the next; what is empty is no mistake yet."""
    acts = Acts(office.desk, run_new(office.root), lambda: "2026-01-05T09:00:00+08:00")
    made = acts.begin("2026-xuncha", " 2026年巡察整改 ")
    acts.issue("2026-xuncha")
    office.follow(["content/2026-xuncha"])
    shown = office.desk.overview()["rounds"][0]
    form = office.desk.form(made["name"])

    assert (made["name"], shown["title"]) == ("content/2026-xuncha/round.yaml", "2026年巡察整改")
    assert [(row["state"], row["title"], row["mistakes"]) for row in shown["issues"]] == [("草稿", "", 0)] * 2
    assert shown["file"]["mistakes"] == 0
    assert [one for one in form["faults"] if one["isError"]] == []
    assert ["introduction"] in [one["where"] for one in form["faults"]]
    assert office.live.read("2026-xuncha/index.html") is not None
    assert "还没有公布" in (office.live.read("2026-xuncha/001.html") or b"").decode()
    with pytest.raises(RefusedError, match="已经有一轮"):
        acts.begin("2026-xuncha", "又一轮")
    with pytest.raises(RefusedError, match="名称"):
        acts.begin("2027-xuncha", "")


def test_an_empty_title_of_a_draft_is_the_same_whatever_is_wrong_around_it(office: Office) -> None:
    """A mistake in the round does not make mistakes of what its drafts lack."""
    acts = Acts(office.desk, run_new(office.root), lambda: "2026-01-05T09:00:00+08:00")
    round_ = acts.begin("2026-xuncha", "2026年巡察整改")["name"]
    text = (office.root / round_).read_text("utf-8")
    lay(office.root, {round_: text.replace("written:", "written: 2026-13-01", 1)})
    office.follow(["content/2026-xuncha"])

    assert {str(one.span.path) for one in errors(office.live.diagnostics)} == {round_}


def test_what_is_not_saved_is_marked_wherever_it_is(office: Office) -> None:
    """Rounds and the files that all share have their marks, and the head line names them."""
    form = office.desk.form("site.yaml")
    office.desk.keep("site.yaml", form["version"], {"title": "整改公开专栏"})
    shown = office.desk.overview()

    assert [(row["name"], row["isUnsaved"]) for row in shown["shared"]] == [("site.yaml", True)]
    assert "1个文件有没保存的改动（设置）" in shown["next"]
