"""The life of an issue: moved days, acceptance, evidence, returns, words of the street."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from bs4 import BeautifulSoup

from rectify import pipeline
from rectify.field.life import Acceptance, Brief, Verdict
from rectify.field.model import FINISHED, NO_LONGER_PURSUED, UNFINISHED, Issue, Status, Update
from rectify.field.public_text import public_text
from rectify.field.words import Line, Rich
from rectify.ground.dates import BLANK_DATE, PartialDate
from rectify.ground.diagnostics import Severity, SourceError
from rectify.site.derive import derive
from rectify.site.promise import promise_of
from rectify.source.decode import decode
from rectify.source.summary import life_of, summary_of
from support import ISSUE, ROOT, ROUND, lay_made_site, tree

ISSUE_FILE = "content/2025-xuncha/001.yaml"
MOVES = "due_changes:\n  - {from: 2025-06-30, to: 2025-09-30, date: 2025-06-20, reason: 等批复}\n"
EARLIER = ROUND.replace("2025", "2023")


def issue(more: str = "") -> Issue:
    """The minimal issue with *more* fields."""
    return decode(ISSUE + more, Path(ISSUE_FILE), Issue)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("通过", Verdict.PASSED),
        ("通过验收，已销号", Verdict.PASSED),
        ("部分通过", Verdict.PARTLY),
        ("未通过", Verdict.FAILED),
        ("验收没有通过，退回重做", Verdict.FAILED),
        ("不予销号", Verdict.FAILED),
        ("待验收", None),
        ("拟于年底前通过验收", None),
        ("全部问题经审核，结论逐项告知", None),
    ],
)
def test_a_verdict_is_read_only_where_the_words_are_sure(words: str, verdict: Verdict | None) -> None:
    """A result that is only planned, or says nothing of passing, is no voice at all."""
    assert Acceptance(result=Line(words)).verdict is verdict


WRONG_LIVES = {
    "a day that is not the last": (
        MOVES + "due: 2025-12-31\n",
        "R025",
        "最后一次改到2025年9月30日，due 是2025年12月31日",
    ),
    "no day at all": (MOVES, "R025", "最后一次改到2025年9月30日，没有写 due"),
    "a gap": (
        MOVES + "  - {from: 2025-10-01, to: 2025-12-31, date: 2025-09-01, reason: 等料}\ndue: 2025-12-31\n",
        "R025",
        "上一条改到了2025年9月30日，这一条却从2025年10月1日改起",
    ),
    "an older change below": (
        MOVES + "  - {from: 2025-09-30, to: 2025-12-31, date: 2025-06-01, reason: 等料}\ndue: 2025-12-31\n",
        "R025",
        "这一条（2025年6月1日）早于上一条（2025年6月20日）",
    ),
    "a change that is none": (
        MOVES.replace("2025-09-30", "2025-06-30") + "due: 2025-06-30\n",
        "R025",
        "改前改后都是2025年6月30日",
    ),
    "evidence nowhere": ("evidence: [验收单]\n", "R026", "佐证材料“验收单”没有写在哪里"),
    "evidence that is no attachment": (
        "evidence:\n  - {title: 验收单, file: dan.txt}\n",
        "R026",
        "附件里没有 dan.txt",
    ),
    "another digest": (
        f"attachments: [{{file: dan.txt, title: 单}}]\nevidence: [{{title: 单, file: dan.txt, sha256: {'0' * 64}}}]\n",
        "R026",
        "校验码与文件不一致，文件的是 2fc0eb92399c…",
    ),
    "no digest": (
        "attachments: [{file: dan.txt, title: 验收单}]\nevidence:\n  - {title: 验收单, file: dan.txt, sha256: abc}\n",
        "R026",
        "校验码不是 SHA-256",
    ),
    "an earlier round that is none": (
        "returns: [{round: 2022-xuncha, number: 1}]\n",
        "R027",
        "没有 2022-xuncha 这一轮",
    ),
    "its own round": ("returns: [{round: 2025-xuncha, number: 1}]\n", "R027", "2025-xuncha 不是以前的一轮"),
    "an issue that is none": ("returns: [{round: 2023-xuncha, number: 7}]\n", "R027", "2023-xuncha 里没有第 7 号问题"),
}


@pytest.mark.parametrize("name", WRONG_LIVES)
def test_what_does_not_fit_together_is_an_error_at_its_place(name: str, project: Callable[..., Path]) -> None:
    """Nobody can forget a first promise, swap the evidence or point at an issue that is not there."""
    more, code, message = WRONG_LIVES[name]
    root = project(
        {
            ISSUE_FILE: ISSUE + more,
            "content/2025-xuncha/001/dan.txt": "验收单\n",
            "content/2023-xuncha/round.yaml": EARLIER,
            "content/2023-xuncha/001.yaml": ISSUE,
        }
    )
    found = _problems(root)

    assert [(code, message)] == found


def test_evidence_without_a_place_waits_in_a_draft(project: Callable[..., Path]) -> None:
    """An import knows its name alone; a person says where it is before it is public."""
    draft = ISSUE.replace("number: 1", "number: 2") + "draft: true\nevidence:\n  - title: 验收单\n    file:\n"
    root = project({"content/2025-xuncha/002.yaml": draft})
    told = [(one.code, one.severity) for one in pipeline.read(root)[1] if one.code == "R026"]

    assert told == [("R026", Severity.WARNING)]


@pytest.mark.parametrize("word", ["终止", "情况变化"])
def test_an_issue_that_is_given_up_needs_its_reason(word: str, project: Callable[..., Path]) -> None:
    """And a reason alone is enough."""
    given_up = ISSUE.replace("已完成", word)
    without = _problems(project({ISSUE_FILE: given_up}))
    reason = _problems(project({ISSUE_FILE: given_up + "status_reason: 楼已经拆了\n"}, folder="reason"))

    assert (without, reason) == ([("Y014", "缺少字段 status_reason（状态说明）")], [])


def test_what_is_given_up_is_never_counted_as_finished() -> None:
    """Nor as something that is still worked on."""
    assert {Status.TERMINATED, Status.CIRCUMSTANCES_CHANGED} == NO_LONGER_PURSUED
    assert not NO_LONGER_PURSUED & (FINISHED | UNFINISHED)


def test_a_first_promise_stays_known() -> None:
    """The summary has the first day beside the one in force."""
    life = life_of(summary_of(issue(MOVES + "due: 2025-09-30\n")))

    assert (life.promised, life.due, len(life.moved)) == ("2025-06-30", "2025-09-30", 1)


def test_a_moved_day_stands_first_where_the_notice_tells_both(project: Callable[..., Path]) -> None:
    """Words like 6月底前，调整至9月底 would give the day before as the one of now."""
    due = "due: {text: 2025年6月底前，调整至9月底, date: 2025-09}\n"
    moved = MOVES.replace("from: 2025-06-30, to: 2025-09-30", "from: 2025-06, to: 2025-09") + due
    root = project({ISSUE_FILE: ISSUE + moved})
    pipeline.build(root, root / "output")

    assert "改过1次，现在：2025年9月（2025年6月底前，调整至9月底）" in _words(root / "output/2025-xuncha/001.html")


def test_a_moved_deadline_is_told_as_a_change(project: Callable[..., Path]) -> None:
    """The page, the home page and the feeds say when it was moved, from which day to which, and why; earlier moves came with the notice."""
    later = MOVES.replace("2025-06-20", "2025-12-20") + "due: 2025-09-30\n"
    moved, before = (
        project({ISSUE_FILE: ISSUE + later}),
        project({ISSUE_FILE: ISSUE + MOVES + "due: 2025-09-30\n"}, folder="b"),
    )
    for root in (moved, before):
        pipeline.build(root, root / "output")
    page = _words(moved / "output/2025-xuncha/001.html")
    told = "由2025年6月30日改为2025年9月30日"

    assert "最近改动2025年12月20日" in page
    assert "承诺完成2025年6月30日，改到2025年9月30日" in page
    assert f"完成时限的改动2025年12月20日{told}原因：等批复" in page
    assert f"改了完成时限：{told}" in _words(moved / "output/index.html")
    assert f"完成时限{told}（等批复）" in (moved / "output/feed.atom").read_text("utf-8")
    assert "公布以后没有改过" in _words(before / "output/2025-xuncha/001.html")


def test_nothing_is_said_twice_nor_of_a_day_that_is_not_known(project: Callable[..., Path]) -> None:
    """A deadline in the words of its kind stands once; an inspection whose end is not told has found nothing on its first day."""
    began = ROUND.replace("start: 2025-03-01, end: 2025-04-30", "start: 2025-03-01")
    root = project(
        {
            "content/2025-xuncha/round.yaml": began,
            ISSUE_FILE: ISSUE + "due: 立行立改\ntimeframe: 立行立改\n",
            "content/2026-xuncha/round.yaml": ROUND.replace("2025年巡察", "2026年巡察"),
            "content/2026-xuncha/001.yaml": ISSUE,
        }
    )
    pipeline.build(root, root / "output")
    page = _words(root / "output/2025-xuncha/001.html")

    assert page.count("立行立改") == 1
    assert "巡察发现2025年3月1日起" in page
    assert "2轮一共公开了2个问题" in _words(root / "output/index.html")


def test_a_brief_is_short(project: Callable[..., Path]) -> None:
    """Forty characters, so that it fits where people look first."""
    root = project({ISSUE_FILE: ISSUE + f"brief: {{found: {'长' * 41}}}\n"})

    assert _problems(root) == [("V010", "“发现了什么”有 41 个字，太长")]


def test_an_empty_field_changes_no_public_text() -> None:
    """The record of what was published before fits for ever; a field that is filled has its line."""
    plain = issue()
    brief = replace(plain, brief=Brief(found=Line("没有人管车")))

    assert "一句话" not in public_text(plain)
    assert "一句话：没有人管车\n" in public_text(brief)


def test_a_contradiction_is_seen() -> None:
    """An issue that is reported as finished while its progress waits for something, unless a later update finished it."""
    plain = issue()
    waiting = decode(ISSUE.replace("印发《", "待经费下达后再印发《"), Path(ISSUE_FILE), Issue)  # type: ignore[arg-type]

    later = replace(
        waiting, updates=(Update(date=PartialDate.parse("2026-02-01"), text=Rich("已印发。"), status=Status.DONE),)
    )
    contradicted = tuple(life_of(summary_of(one)).is_contradicted for one in (plain, waiting, later))

    assert contradicted == (False, True, False)


# Two voices, days kept: in pages, CSV, XLSX, JSON alike.


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of tests/sites/life, built."""
    root = lay_made_site(tmp_path_factory.mktemp("life") / "project", "life")
    pipeline.build(root, root / "output")
    return root / "output"


VERDICTS = {"通过": 1, "部分通过": 1, "未通过": 1, "没有写明": 3}
KEEPING = {"按期": 2, "逾期完成": 1, "已过时限": 1, "看不出是否按期": 1, "不再整改": 1}


def test_both_voices_say_the_same_everywhere(made: Path) -> None:
    """What the body reports and what was found by whoever examined it, in the round's pages and in all files."""
    counts = json.loads((made / "data/2025-xuncha.json").read_text("utf-8"))["counts"][0]
    rows = list(csv.DictReader(io.StringIO((made / "data/2025-xuncha.csv").read_text("utf-8-sig"), newline="")))
    book = openpyxl.load_workbook(made / "data/2025-xuncha.xlsx")["汇总"].iter_rows(min_row=2, values_only=True)
    sheet = {(row[0], row[1]): row[2] for row in book}
    words = _words(made / "2025-xuncha/about.html")

    assert {one["verdict"]: one["count"] for one in counts["verdicts"]} == VERDICTS
    assert Counter(row["验收认定"] or "没有写明" for row in rows) == VERDICTS
    assert {name: sheet["验收认定", name] for name in VERDICTS} == VERDICTS
    assert (
        "单位自报：已完成4个，正在推进1个，情况变化1个。验收认定：通过1个，部分通过1个，未通过1个，没有写明3个。"
        in words
    )
    assert {one["kept"]: one["count"] for one in counts["promises"]} == KEEPING
    assert Counter(row["是否按期"] for row in rows) == KEEPING
    assert {name: sheet["完成时限", name] for name in KEEPING} == KEEPING
    assert (
        "按期2个，逾期完成1个，已过时限1个，不再整改1个，另有1个从公开的文字看不出是否按期（算到2026年3月1日）。"
        in words
    )
    assert (counts["withheld"], counts["missing"]) == (3, 1)
    assert (sheet["没有公开", "依法不公开"], sheet["没有公开", "尚未公开"]) == (3, 1)
    assert "所称10个问题里，公开了6个，依法不公开3个（正在办理的案件2个，涉及个人隐私1个），尚未公开1个。" in words


def test_a_promise_is_counted_from_the_first_day_and_from_the_last(made: Path) -> None:
    """A day that was moved twice is overdue by both; one that was kept before publication is kept."""
    moved, kept = (
        json.loads((made / f"2025-xuncha/00{n}.json").read_text("utf-8"))["issue"]["promise"] for n in (1, 3)
    )

    assert moved == {
        "first": "2025-09-30",
        "due": "2026-02-28",
        "moves": 2,
        "kept_first": "已过时限",
        "kept": "已过时限",
        "day": "2026-03-01",
        "reached": None,
    }
    assert (kept["kept"], kept["day"], kept["reached"]) == ("按期", None, "2025-08-25")


@pytest.mark.parametrize(
    ("more", "kept"),
    [
        ("due: 2025-12-31\n", "按期"),
        ("due: 2025-11-30\n", "看不出是否按期"),
        ("due: 2025-11-30\naccepted: {result: 通过, date: 2025-11-20}\n", "按期"),
        ("due: 2025-12-31\nupdates: [{date: 2026-02-01, text: 做完了。, status: 已完成}]\n", "逾期完成"),
        ("due: 2026-02-28\nupdates: [{date: 2026-02-01, text: 做完了。, status: 已完成}]\n", "按期"),
        ("due: 2025-12\nupdates: [{date: 2025-12-20, text: 做完了。, status: 已完成}]\n", "按期"),
    ],
)
def test_a_day_is_kept_or_missed_only_where_the_reports_say_so(
    more: str, kept: str, project: Callable[..., Path]
) -> None:
    """The notice came on 2 December 2025; what it reports as done was done by then, nobody knows when."""
    site = derive(pipeline.read(project({ISSUE_FILE: ISSUE + more}))[0])
    promise = site.rounds[0].issues[0].promise

    assert promise is not None
    assert promise.kept == kept


@pytest.mark.parametrize("status", ["已完成", "正在推进"])
def test_no_day_is_kept_or_missed_while_a_day_is_blank(status: str) -> None:
    """A draft whose day of publication nobody has filled in says nothing of its promise."""
    one = decode(ISSUE.replace("已完成", status) + "due: 2025-12-31\n", Path(ISSUE_FILE), Issue)  # type: ignore[arg-type]
    promise = promise_of(summary_of(one), BLANK_DATE, (), BLANK_DATE)

    assert promise is not None
    assert (promise.kept_first, promise.kept) == ("看不出是否按期", "看不出是否按期")


def test_the_picture_of_promises_says_how_late_each_was(made: Path) -> None:
    """A ring for each promised day, a dot where it is known when it was finished, the difference in days beside them."""
    page = BeautifulSoup((made / "2025-xuncha/shijian.html").read_bytes(), "html.parser")
    rows = page.select("#shixian ~ .month-grid tbody tr")
    numbers = [row.a.contents[0] for row in rows if row.a]
    marks = {
        number: (
            len(row.select("circle")),
            len(row.select(".month-grid__dot--due")),
            len(row.select(".month-grid__reach")),
        )
        for number, row in zip(numbers, rows, strict=True)
    }
    for picture in page.select("#shixian ~ .month-grid td svg"):
        picture.decompose()
    told = {row.a.contents[0]: row.td.get_text() for row in rows if row.a and row.td}

    assert told == {
        "1": "承诺2025年9月30日，改到2026年2月28日，已过152天（算到2026年3月1日）",
        "2": "承诺2025年12月31日，按期",
        "3": "承诺2025年8月31日，2025年8月25日完成，早6天",
        "4": "承诺2025年12月，不再整改",
        "5": "承诺2025年6月30日，看不出是否按期",
        "6": "承诺2025年12月31日，2026年2月15日完成，晚46天",
    }
    assert marks == {"1": (2, 2, 1), "2": (1, 1, 0), "3": (2, 1, 1), "4": (1, 1, 0), "5": (1, 1, 0), "6": (2, 1, 1)}


def test_issues_that_return_point_at_each_other(made: Path) -> None:
    """From the later one to the earlier, and back."""
    later, earlier = (
        json.loads((made / f"{place}.json").read_text("utf-8"))["issue"]
        for place in ("2025-xuncha/003", "2023-xuncha/001")
    )

    assert [one["url"] for one in later["earlier"]] == [earlier["url"]]
    assert [one["url"] for one in earlier["later"]] == [later["url"]]


def test_promised_days_are_a_calendar(made: Path) -> None:
    """Of the round and of each department: whole days, times from the data, lines that any program can read."""
    data = (made / "2025-xuncha/shixian.ics").read_bytes()
    lines = data.decode().replace("\r\n ", "").split("\r\n")
    roads = (made / "2025-xuncha/departments/roads.ics").read_text("utf-8")

    assert max(map(len, data.split(b"\r\n"))) <= 75
    assert [line for line in lines if line.startswith("DTSTART")] == [
        f"DTSTART;VALUE=DATE:{day}" for day in ("20260228", "20251231", "20250831", "20250630", "20251231")
    ]
    assert "SUMMARY:第1号问题承诺完成：老城区三条路坑坑洼洼，好几年没人修" in lines
    assert {line for line in lines if line.startswith("DTSTAMP")} == {
        "DTSTAMP:20251202T000000Z",
        "DTSTAMP:20251215T000000Z",  # the day on which one was moved
        "DTSTAMP:20260215T000000Z",
    }
    assert roads.count("BEGIN:VEVENT") == 1


def test_a_department_sees_what_it_leads_and_which_days_it_kept(made: Path) -> None:
    """No rankings: its own numbers, by the first day and by that of now."""
    words = _words(made / "2025-xuncha/departments/office.html")
    roads = _words(made / "2025-xuncha/departments/roads.html")

    assert "牵头3个负总责完成时限按期2个，不再整改1个订阅" in words
    assert "牵头1个负总责完成时限已过时限1个订阅" in roads


def test_lists_gather_what_came_back_and_what_is_contradicted(made: Path) -> None:
    """Across rounds the one, in each round the other; pages without any are not made."""
    assert "第3号：油卡又出现一卡多车已完成以前2023年巡察整改第1号：公务用车油卡管理不严" in _words(made / "zaici.html")
    assert "待财政资金下达后，再启动建设。整改进展第2段" in _words(made / "2025-xuncha/daiban.html")
    assert not (made / "2023-xuncha/daiban.html").exists()


@pytest.mark.parametrize("name", ["life", "bureau"])
def test_two_builds_a_year_apart_are_equal(name: str, tmp_path: Path) -> None:
    """Nothing in any file is counted to the day of the build, whatever is overdue, packed or photographed."""
    days = 0, 365
    made, told = [], []
    for away in days:
        root = lay_made_site(tmp_path / str(away), name)
        command = [sys.executable, ROOT / "tests/moved_clock.py", str(away), root]
        told.append(subprocess.run(command, capture_output=True, check=True, text=True).stdout.split())
        made.append(tree(root / "output"))
    before, after = ([dt.date.fromisoformat(day) for day in one] for one in told)

    assert min(after) - max(before) >= dt.timedelta(days=364)
    assert sorted(made[0]) == sorted(made[1])
    assert [path for path in made[0] if made[0][path] != made[1][path]] == []


def _words(path: Path) -> str:
    return "".join(BeautifulSoup(path.read_bytes(), "html.parser").get_text().split())


def _problems(root: Path) -> list[tuple[str, str]]:
    try:
        pipeline.read(root)
    except SourceError as error:
        return [(one.code, one.message) for one in error.diagnostics if one.severity is Severity.ERROR]
    return []
