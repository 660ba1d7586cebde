"""Drafts: shown by `serve`, in nothing that is built or published; `approve` takes the mark away, all or nothing."""

from __future__ import annotations

import datetime as dt
import random
import shutil
from argparse import Namespace
from collections.abc import Callable
from functools import partial
from pathlib import Path, PurePosixPath

import pytest

import reuse
from rectify import pipeline
from rectify.engine.memory import Memory
from rectify.examination import examine
from rectify.field.model import Issue, Round
from rectify.ground.diagnostics import SourceError, errors
from rectify.live import ASSETS, Live
from rectify.outputs import assets
from rectify.terminal import approving, commands, messages, publishing
from support import ISSUE, ROUND, SITE, lay, lay_project, tree

ONE, TWO, ROUND_FILE = (f"content/2025-xuncha/{name}.yaml" for name in ("001", "002", "round"))
SECOND = ISSUE.replace("number: 1", "number: 2").replace("制度不健全", "账目不清楚")
PENDING = "review:\n  state: pending\n"
MARKS = ("draft: true\n", PENDING, "review: {state: pending}\n")


def draft(text: str, mark: str = "draft: true\n") -> str:
    """The text of an issue as a draft."""
    return text + mark


def build(root: Path, **wanted: bool) -> pipeline.Build:
    """A build from nothing."""
    shutil.rmtree(root / ".rectify", ignore_errors=True)
    return pipeline.build(root, root / "output", **wanted)  # type: ignore[arg-type]


def approve(root: Path, *numbers: str, all_: bool = False, round_: str = "2025-xuncha") -> int:
    """Run the command."""
    return approving.approve(root, Namespace(round=round_, numbers=list(numbers), all=all_))


def run_build(root: Path) -> int:
    """Run the command without options."""
    return commands.build(root, Namespace(profile=False, quiet=False, json=False, jobs=1))


def served(root: Path, folder: Path) -> Path:
    """The site as `serve` shows it."""
    for _ in Live(root, folder).follow(()):
        pass
    return folder


@pytest.mark.parametrize("seed", range(6))
def test_a_build_holds_nothing_of_a_draft(tmp_path: Path, seed: int) -> None:
    """The tree with drafts is the tree without their files, byte for byte, whatever was edited before."""
    chance = random.Random(seed)
    root = tmp_path / "project"
    reuse.start(root)
    lay(root, {f"content/2024-xuncha/{p.name}": p.read_bytes() for p in (root / "content/2025-xuncha").iterdir()})
    for step in (reuse.keep_text, reuse.revise, reuse.report, reuse.edit_department, reuse.edit_status) * 3:
        step(chance, root)
    drafts = [path for path in reuse.issues(root) if chance.random() < 0.4]
    for round_ in {path.parent for path in drafts}:  # something stays public in each
        drafts = [path for path in drafts if path != round_ / "001.yaml"]
    if whole := chance.random() < 0.5:
        reuse.rewrite(root / "content/2024-xuncha/round.yaml", "level:", "draft: true\nlevel:")
    for path in drafts:
        path.write_text(draft(path.read_text("utf-8"), chance.choice(MARKS)), "utf-8")
    made = build(root)
    with_drafts = tree(root / "output")
    for path in drafts:
        path.unlink()
        for older in (path.parent / "versions").glob(f"{path.stem}.*"):
            older.unlink()
    if whole:
        shutil.rmtree(root / "content/2024-xuncha")
    build(root)

    assert {number for one in made.held for number in one.numbers} >= {int(path.stem) for path in drafts}
    assert with_drafts == tree(root / "output")


def test_a_build_after_an_edit_takes_a_new_draft_out(tmp_path: Path) -> None:
    """A page that stands from the last build does not stay because its issue is only marked."""
    root = lay_project(tmp_path, {TWO: SECOND})
    pipeline.build(root, root / "output", memory := Memory(root)).remember(memory, "")
    lay(root, {TWO: draft(SECOND)})
    pipeline.build(root, root / "output", Memory(root))
    incremental = tree(root / "output")
    build(root)

    assert "2025-xuncha/002.html" not in {str(path) for path in incremental}
    assert incremental == tree(root / "output")


def test_serve_shows_drafts_with_a_mark(tmp_path: Path) -> None:
    """A banner on its page, a word in lists; what is not filled in yet says so; public issues bear no mark."""
    bare = SECOND.replace("status: 已完成\n", "").replace("category: decisions\n", "")
    root = lay_project(tmp_path / "project", {TWO: draft(bare)})
    site = served(root, tmp_path / "site")
    page, public, whole = ((site / f"2025-xuncha/{name}.html").read_text("utf-8") for name in ("002", "001", "issues"))

    assert "这个问题是草稿，还没有公开" in page
    assert "待填" in page
    assert "这个问题是草稿" not in public
    assert "【草稿】账目不清楚" in whole
    assert "【草稿】制度不健全" not in whole


def test_serve_shows_a_round_of_drafts(tmp_path: Path) -> None:
    """Each page of it has the banner, also where nothing at all is public yet."""
    root = lay_project(tmp_path / "project", {ONE: draft(ISSUE, PENDING)})
    site = served(root, tmp_path / "site")

    for name in ("index", "issues", "about"):
        assert "这一轮是草稿，还没有公开" in (site / f"2025-xuncha/{name}.html").read_text("utf-8")


def test_serve_ends_as_a_clean_build_with_drafts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Issues that become drafts and lose their status one edit after the other are shown as if built anew."""
    monkeypatch.setattr(assets, "collect", partial(assets.collect, name=ASSETS))
    root = lay_project(tmp_path / "project", {TWO: SECOND})
    live = Live(root, tmp_path / "site")
    bare = SECOND.replace("status: 已完成\n", "").replace("category: decisions\n", "")
    for text in ("", draft(SECOND), draft(bare), bare, SECOND, draft(bare), draft(SECOND, PENDING)):
        if text:
            lay(root, {TWO: text})
        for _ in live.follow((TWO,), ("2025-xuncha/002.html",)):
            pass
    pipeline.build(root, tmp_path / "clean", drafts=True)

    assert tree(live.folder) == tree(tmp_path / "clean")


def test_build_says_what_is_held_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """How many, and which, as ranges."""
    issues = {
        f"content/2025-xuncha/{n:03}.yaml": draft(ISSUE.replace("number: 1", f"number: {n}")) for n in (2, 3, 4, 9)
    }
    root = lay_project(tmp_path, issues)
    (root / "output").mkdir()
    code = run_build(root)

    assert code == 0
    assert "有 4 个问题是草稿，不公开：2025-xuncha 第 2–4、9 号。" in capsys.readouterr().out


def test_a_build_of_drafts_alone_keeps_the_output(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It says so, names the two commands, and fails."""
    root = lay_project(tmp_path, {ONE: draft(ISSUE)})
    lay(root, {"output/index.html": "old"})
    code, said = run_build(root), capsys.readouterr().out

    assert code == 1
    assert "没有可以公开的内容：1 个问题全是草稿" in said
    assert "python3 build.py serve" in said
    assert "python3 build.py approve 2025-xuncha --all" in said
    assert (root / "output/index.html").read_text() == "old"


@pytest.mark.parametrize("mark", MARKS)
def test_check_looks_at_drafts(tmp_path: Path, mark: str) -> None:
    """Their texts, and the links of their pages."""
    wrong = SECOND.replace("没有建立", "电话13800138000，见[那里](099.html)，没有建立")
    root = lay_project(tmp_path, {TWO: draft(wrong, mark)})
    findings = {(str(d.span.path), d.code) for d in examine(root).diagnostics}

    assert {(TWO, "P101"), (TWO, "L001")} <= findings


def test_a_public_issue_needs_its_status(tmp_path: Path) -> None:
    """The remedy names the word for a silent source, and the draft."""
    root = lay_project(tmp_path, {ONE: ISSUE.replace("status: 已完成\n", "").replace("category: decisions\n", "")})

    with pytest.raises(SourceError) as error:
        build(root)
    assert [str(one).partition(" → ")[0] for one in error.value.diagnostics] == [
        f"{ONE}:1:1 Y014 缺少字段 category（类别）",
        f"{ONE}:1:1 Y014 缺少字段 status（整改状态）",
    ]
    assert "写 status: 未写明；还没有审好的，写 draft: true" in str(error.value.diagnostics[1])


def test_a_status_that_is_not_stated_is_counted_apart(tmp_path: Path) -> None:
    """It has its own list and words; it is neither finished nor unfinished."""
    root = lay_project(tmp_path, {TWO: SECOND.replace("status: 已完成", "status: 未写明")})
    made = build(root)
    page = (root / "output/2025-xuncha/statuses/not-stated.html").read_text("utf-8")

    assert "原文没有写明" in page
    assert "账目不清楚" in page
    assert made.site.rounds[0].unfinished_count == 0
    assert '"finished":false' in (root / "output/data/all.json").read_text("utf-8").replace(" ", "")


def test_a_link_to_a_draft_is_refused(tmp_path: Path) -> None:
    """The message names the cause, not only that the page is missing."""
    linked = ISSUE.replace("没有建立", "见[第二号](002.html)，没有建立")
    root = lay_project(tmp_path, {ONE: linked, TWO: draft(SECOND)})

    with pytest.raises(SourceError, match=r"001\.yaml:\d+:\d+ L001 .*002\.html 指到的是草稿，还没有公开"):
        build(root)


def test_serve_tells_of_a_link_to_a_draft(tmp_path: Path) -> None:
    """There the link leads somewhere; lists that name drafts, and drafts that lead to each other, are fine."""
    linked = ISSUE.replace("没有建立", "见[第二号](002.html)，没有建立")
    third = draft(SECOND.replace("number: 2", "number: 3").replace("没有建立", "见[第二号](002.html)，没有建立"))
    root = lay_project(tmp_path / "project", {ONE: linked, TWO: draft(SECOND), "content/2025-xuncha/003.yaml": third})
    live = Live(root, tmp_path / "site")
    for _ in live.follow(()):
        pass
    wrong = [str(one) for one in errors(live.diagnostics)]
    lay(root, {ONE: ISSUE})
    for _ in live.follow((ONE,)):
        pass

    assert len(wrong) == 1
    assert f"{ONE}:1:1 L001 页面 2025-xuncha/001.html 的链接 002.html 指到的是草稿，还没有公开" in wrong[0]
    assert errors(live.diagnostics) == ()


Publish = Callable[..., int]


@pytest.fixture
def published(tmp_path: Path) -> tuple[Path, Publish]:
    """A project of two public issues, published; and how to publish it again."""
    root = lay_project(tmp_path / "project", {TWO: SECOND})
    (tmp_path / "www").mkdir()

    def publish(now: str = "2026-01-05T10:00:00+08:00") -> int:
        options = Namespace(
            to=str(tmp_path / "www"), pointer=None, yes=True, new=False, purge=None, reason="", sure=False, preview=None
        )
        return publishing.publish(
            root, options, clocks=publishing.Clocks(lambda: dt.datetime.fromisoformat(now), lambda _folder: None)
        )

    assert publish() == 0
    return root, publish


def test_what_was_public_cannot_become_a_draft(
    published: tuple[Path, Publish], capsys: pytest.CaptureFixture[str]
) -> None:
    """One message, at the issue: lists that would be lost with it are not told."""
    root, publish = published
    lay(root, {TWO: draft(SECOND.replace("decisions", "conduct"))})
    capsys.readouterr()
    code, said = publish("2026-01-06T10:00:00+08:00"), capsys.readouterr().out

    assert code == 1
    assert f"{TWO}:1:1 A003 这个问题已经公开过，不能再改成草稿" in said
    assert "共 1 处错误" in said


def test_a_draft_is_not_published_and_does_not_stop_a_publication(
    published: tuple[Path, Publish], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Neither its telephone numbers nor its missing reviews count; what is held back is told."""
    root, publish = published
    third = draft(SECOND.replace("number: 2", "number: 3").replace("没有建立", "打13800138000，没有建立"))
    lay(
        root,
        {"content/2025-xuncha/003.yaml": third, ONE: ISSUE + "updates:\n  - {date: 2026-01-06, text: 又查了一遍。}\n"},
    )
    capsys.readouterr()
    code, said = publish("2026-01-06T10:00:00+08:00"), capsys.readouterr().out

    assert code == 0, said
    assert "有 1 个问题是草稿，不公开：2025-xuncha 第 3 号" in said
    assert not list((tmp_path / "www").rglob("003.*"))


def test_a_publication_before_its_time_is_refused(
    published: tuple[Path, Publish], capsys: pytest.CaptureFixture[str]
) -> None:
    """The day that is written is named, at its place."""
    root, publish = published
    third = SECOND.replace("number: 2", "number: 3") + "published: 2026-03-01 09:00\n"
    lay(root, {"content/2025-xuncha/003.yaml": third})
    capsys.readouterr()
    code, said = publish("2026-01-06T10:00:00+08:00"), capsys.readouterr().out

    assert code == 1
    assert "003.yaml:13:12 A007 发布时间是 2026-03-01 09:00，还没有到" in said


FORMS = [
    ("number: 1\ndraft: true\ntitle: 甲\n", "number: 1\ntitle: 甲\n"),
    ("number: 1\r\ndraft: true  # 等会签\r\ntitle: 甲  # 注\r\n", "number: 1\r\ntitle: 甲  # 注\r\n"),
    ("\ufeffdraft: true\ntitle: 甲\n", "\ufefftitle: 甲\n"),
    ("title: 甲\nreview:\n  state: pending  # 待审\n", "title: 甲\nreview:\n  state: done  # 待审\n"),
    ("title: 甲\nreview: {state: 'pending'}\n", "title: 甲\nreview: {state: 'done'}\n"),
    ("{title: 甲, draft: true, number: 1}", "{title: 甲, draft: false, number: 1}"),
    ("title: 甲\ndraft:\n  true\n", "title: 甲\ndraft:\n  false\n"),
    ("title: 甲\ndraft: true\nreview: {state: pending}", "title: 甲\nreview: {state: done}"),
]


@pytest.mark.parametrize(("before", "after"), FORMS)
def test_only_the_mark_is_edited(before: str, after: str) -> None:
    """Comments, line ends and all other fields stay as they are."""
    rest = "problem: 乙。\n"
    if "{title" in before:
        before, after = (text.replace("}", ", problem: 乙。}") for text in (before, after))
    elif "\r" in before:
        before, after = before + "problem: 乙。\r\n", after + "problem: 乙。\r\n"
    elif before.startswith("\ufeff"):
        before, after = before + rest, after + rest
    else:
        before, after = rest + before, rest + after
    if "number" not in before:
        before, after = (text.replace("title: 甲", "title: 甲\nnumber: 1") for text in (before, after))
    made = approving.without_mark(before.encode(), PurePosixPath(ONE), Issue)

    assert made.decode() == after


def test_approve_makes_drafts_public(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Those that are named, or all, with the round's own mark."""
    third = SECOND.replace("number: 2", "number: 3")
    root = lay_project(
        tmp_path, {TWO: draft(SECOND), "content/2025-xuncha/003.yaml": draft(third, PENDING), ROUND_FILE: ROUND}
    )

    assert approve(root) == 2
    assert "第 2–3 号" in capsys.readouterr().out
    assert approve(root, "2") == 0
    assert (root / TWO).read_text("utf-8") == SECOND
    assert [one.numbers for one in build(root).held] == [(3,)]
    assert approve(root, all_=True) == 0
    assert build(root).held == ()
    assert approve(root, all_=True) == 2


def test_approve_of_a_round(tmp_path: Path) -> None:
    """A round that is marked is approved as a whole."""
    root = lay_project(tmp_path, {TWO: draft(SECOND), ROUND_FILE: "draft: true\n" + ROUND})

    assert approve(root, "2") == 2
    assert approve(root, all_=True) == 0
    assert (root / ROUND_FILE).read_text("utf-8") == ROUND
    assert build(root).held == ()


BAD = {
    "a number": SECOND.replace("没有建立", "打13800138000，没有建立"),
    "no status": SECOND.replace("status: 已完成\n", ""),
    "a link to another draft": SECOND.replace("没有建立", "见[第三号](003.html)，没有建立"),
}


@pytest.mark.parametrize("second", BAD.values(), ids=BAD)
def test_approve_is_all_or_nothing(tmp_path: Path, second: str, capsys: pytest.CaptureFixture[str]) -> None:
    """An error in one of them leaves all files as they were."""
    third, fourth = (draft(SECOND.replace("number: 2", f"number: {n}")) for n in (3, 4))
    files = {TWO: draft(second), "content/2025-xuncha/003.yaml": third, "content/2025-xuncha/004.yaml": fourth}
    root = lay_project(tmp_path, files)
    before = tree(root / "content")
    code = approve(root, "2", "4")

    assert code == 1
    assert "002.yaml" in capsys.readouterr().out
    assert tree(root / "content") == before


def test_an_error_elsewhere_is_no_matter_for_approval(tmp_path: Path) -> None:
    """Only what is asked for is judged."""
    third = draft(BAD["a number"].replace("number: 2", "number: 3"))
    root = lay_project(tmp_path, {TWO: draft(SECOND), "content/2025-xuncha/003.yaml": third})

    assert approve(root, "2") == 0


def test_approve_tells_all_that_hinders_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What the settings lack stands beside a mistake that nothing can be read for, and beside private words."""
    lacking = SITE.replace('site_code: "0100000001"', "site_code:")
    private = draft(SECOND.replace("没有建立", "电话13912345678，没有建立"))
    root = lay_project(
        tmp_path, {"site.yaml": lacking, TWO: private, ROUND_FILE: ROUND.replace("published: ", "published: x")}
    )
    assert approve(root, "2") == 1
    told = capsys.readouterr().out
    assert [code for code in ("round.yaml", "Y014") if code not in told] == []
    lay(root, {ROUND_FILE: ROUND})
    (root / ONE).unlink()  # nothing is public yet, so nothing is lacking

    assert approve(root, "2") == 1
    told = capsys.readouterr().out
    assert [code for code in ("P101", "Y014") if code not in told] == []


def test_approve_on_a_full_disk_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second file cannot be replaced, so the first is put back."""
    root = lay_project(
        tmp_path,
        {
            ONE: ISSUE,
            TWO: draft(SECOND),
            "content/2025-xuncha/003.yaml": draft(SECOND.replace("number: 2", "number: 3")),
        },
    )
    before = tree(root / "content")
    replace_ = Path.replace

    def refusing(self: Path, target: Path) -> Path:
        if Path(target).name == "003.yaml":
            raise OSError(13, "no", str(target))
        return replace_(self, target)

    monkeypatch.setattr(Path, "replace", refusing)
    code = approve(root, all_=True)

    assert code == 1
    assert tree(root / "content") == before


def test_a_mark_that_only_a_person_can_remove() -> None:
    """It is said; nothing is changed."""
    odd = "number: 1\ntitle: 甲\nproblem: 乙。\nreview:\n  state: >-\n    pending\n"

    with pytest.raises(SourceError, match="R016"):
        approving.without_mark(odd.encode(), PurePosixPath(ONE), Issue)


def test_the_record_of_a_round_keeps_its_own_words() -> None:
    """`round.yaml` is edited like an issue."""
    made = approving.without_mark(("draft: true\n" + ROUND).encode(), PurePosixPath(ROUND_FILE), Round)

    assert made.decode() == ROUND


def test_many_drafts_are_told_in_short() -> None:
    """The first ten ranges, how many there are in all, and the last."""
    few, many = messages.numbers_in_words((1, 2, 3, 8)), messages.numbers_in_words(tuple(range(1, 60, 2)))

    assert few == "1–3、8"
    assert many == "1、3、5、7、9、11、13、15、17、19……共 30 个，到 59"
