"""Totals as of a day: made from the record alone, each published day beside the one before it."""

from __future__ import annotations

import csv
import html
import io
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from bureau import Bureau
from rectify.checks.pages import check_pages
from rectify.release import journal
from rectify.release.journal import Entry, Kind, Totals
from rectify.release.publications import published_days
from rectify.release.record_scripts import issue_scripts
from support import ISSUE, lay, lay_project

SECOND = (
    ISSUE.replace("number: 1", "number: 2").replace("title: 制度不健全", "title: 台账不全").replace("已完成", "未完成")
)


def at(day: str, hour: int = 9) -> str:
    """A time on a day of December 2025."""
    return f"2025-12-{day}T{hour:02}:00:00+08:00"


def release(time: str, count: int) -> Entry:
    """A publication with so many issues."""
    return Entry(time, Kind.RELEASED, text="0" * 64, totals=(Totals("a", "甲", (("问题", count),)),))


def counts(*record: Entry) -> dict[str, int]:
    """The number of issues at the end of each published day."""
    return {one.day: one.rounds[0][2][0][1] for one in published_days(record)}


def test_a_day_has_the_totals_of_its_last_publication() -> None:
    """Other entries change nothing, and publications from before there were totals have no day."""
    told = [
        Entry(at("01"), Kind.RELEASED, text="0" * 64),
        release(at("02", 9), 1),
        release(at("02", 15), 2),
        Entry(at("03"), Kind.ADDRESS, "a.html"),
        release(at("04"), 3),
    ]

    assert counts(*told) == {"2025-12-02": 2, "2025-12-04": 3}


def test_a_rollback_brings_the_totals_back() -> None:
    """The day ends with what was public then."""
    told = [release(at("02"), 1), release(at("03"), 2), Entry(at("04"), Kind.ROLLED_BACK, note="x", length=1)]

    assert counts(*told) == {"2025-12-02": 1, "2025-12-03": 2, "2025-12-04": 1}


@pytest.mark.parametrize(
    "plain", ['{"a": 1}', '{"a": {"名称": 1, "数目": {}}}', '{"a": {"名称": "甲", "数目": {"问题": "1"}}}', "[]"]
)
def test_other_totals_are_no_entry(plain: str) -> None:
    """A record with totals of another shape is unsound, told at its line."""
    line = journal.write_journal([release(at("02"), 1)]).decode().splitlines()[0]
    whole = '{"a": {"名称": "甲", "数目": {"问题": 1}}}'
    assert whole in line

    with pytest.raises(journal.SourceError):
        journal.parse_journal(f"{line.replace(whole, plain)}\n".encode())


def test_totals_are_read_as_they_were_written() -> None:
    """The order of words is kept, since it is the order of the page."""
    told = (
        Entry(at("02"), Kind.RELEASED, totals=(Totals("b", "乙", (("问题", 2), ("已完成", 1))), Totals("a", "甲", ()))),
    )

    assert journal.parse_journal(journal.write_journal(told)) == told


@pytest.fixture
def bureau(tmp_path: Path) -> Bureau:
    """A bureau that published one issue, and on a later day another."""
    made = Bureau(lay_project(tmp_path / "project"), tmp_path / "www")
    assert made.publish() == 0
    made.start = made.start.replace(day=28)
    lay(made.root, {"content/2025-xuncha/002.yaml": SECOND})
    assert made.publish() == 0
    return made


def test_each_published_day_has_a_page_and_a_table(bureau: Bureau) -> None:
    """The pages are sound, consecutive days stand beside each other, and a day's own files never change."""
    site = bureau.www / "current"
    first = [path.read_bytes() for path in sorted(site.glob("record/published.2025-12-25.*"))]
    names = {path.name for path in site.glob("record/published*") if path.suffix in (".html", ".csv")}
    page = bureau.public("record/published.2025-12-28.html")
    table = list(csv.reader(io.StringIO(bureau.public("record/published.2025-12-28.csv").lstrip("\ufeff"))))
    found = tuple(check_pages(site, [f"record/{name}" for name in names if name.endswith(".html")]))
    bureau.start = bureau.start.replace(day=30)
    lay(bureau.root, {"content/2025-xuncha/003.yaml": SECOND.replace("number: 2", "number: 3")})
    assert bureau.publish() == 0

    assert names == {
        "published.html",
        *(f"published.2025-12-{day}.{ending}" for day in (25, 28) for ending in ("html", "csv")),
    }
    assert found == ()
    assert '<td class="table__number">1</td><td class="table__number">2</td><td class="table__number">+1</td>' in page
    assert table[1:] == [
        ["2025-12-28", "2025-xuncha", "2025年巡察整改", "问题", "2"],
        ["2025-12-28", "2025-xuncha", "2025年巡察整改", "已完成", "1"],
        ["2025-12-28", "2025-xuncha", "2025年巡察整改", "未完成", "1"],
    ]
    assert first == [
        path.read_bytes() for path in sorted((bureau.www / "current").glob("record/published.2025-12-25.*"))
    ]


def test_a_day_tells_its_entries_in_words(bureau: Bureau) -> None:
    """What was done to which issue, with the way to it; withdrawals first; two publications of a day stand apart, and can be compared."""
    bureau.edit(f"{ISSUE}withdrawn: {{date: 2025-12-24, reason: 涉及个人信息, hide_title: true}}\n")
    assert bureau.publish() == 0
    name = "record/published.2025-12-28.html"
    words = re.sub(r"\s+", "", re.sub(r"<[^>]*>", "", bureau.public(name)))
    listed = bureau.public("record/published.html")
    forged = bureau.public(name).replace("撤下：", "改正公开过的文字：")

    assert "09:02首次公布：第2号问题：台账不全" in words
    assert "09:03撤下：第1号问题：标题不公开" in words
    assert '<a href="../2025-xuncha/001.html">第1号问题：标题不公开</a>' in bureau.public(name)
    assert "制度不健全" not in bureau.public("record/published.2025-12-25.html")
    assert listed.count('<option value="2025-12-28 09:0') == 4
    assert '"2025-12-28 09:03":' in bureau.public("record/published.times.js")
    assert bureau.verify() == 0
    (bureau.www / "current" / name).write_text(forged, "utf-8")
    assert bureau.verify() != 0


def test_without_a_change_nothing_is_published_again(bureau: Bureau, capsys: pytest.CaptureFixture[str]) -> None:
    """What is made from the record is no change of the site."""
    before = bureau.record

    assert bureau.publish() == 0
    assert "没有变化" in capsys.readouterr().out
    assert bureau.record == before
    assert bureau.verify() == 0


def test_only_the_block_of_what_changed_changes() -> None:
    """A script holds 256 numbers; an entry about one issue touches one script."""
    texts = {
        f"record/a/{number:03}.txt": f"核对文本 2：问题\n序号：{number}\n问题：\n  | 甲{number}。\n"
        for number in (1, 255, 256)
    }
    told = [Entry(at("02"), Kind.PUBLISHED, f"a/{number:03}.html", "0" * 64, form=2) for number in (1, 255, 256)]
    before = issue_scripts(told, texts.get)
    after = issue_scripts([*told, told[2]._replace(kind=Kind.UPDATED)], texts.get)

    assert sorted(before) == ["record/published.a.0.js", "record/published.a.1.js"]
    assert [path for path in before if before[path] != after[path]] == ["record/published.a.1.js"]
    assert "甲255" not in before["record/published.a.0.js"].decode()


def test_lines_follow_a_page_that_moved_and_a_rollback_takes_them_away() -> None:
    """A page's script has what stands of its own record, from former addresses too."""
    told = [
        Entry(at("02"), Kind.PUBLISHED, "a/001.html", "1" * 64, form=2),
        Entry(at("03"), Kind.MOVED, "a/001.html", note="a/002.html"),
        Entry(at("03"), Kind.PUBLISHED, "a/002.html", "1" * 64, form=2),
        Entry(at("04"), Kind.REVISED, "a/002.html", "2" * 64, form=2),
        Entry(at("05"), Kind.ROLLED_BACK, note="x", length=3),
    ]
    script = issue_scripts(told, lambda _path: "核对文本 2：问题\n")["record/published.a.0.js"].decode()

    assert [script.count(word) for word in ("首次", "公布", "改网址", "修订\\")] == [0, 2, 1, 0]


def test_the_commands_on_the_page_prove_the_same(bureau: Bureau, tmp_path: Path) -> None:
    """What the page tells those who do not trust it: the checkpoint's line, an old record held against today's, the text of an issue."""
    page = bureau.public("record/verify.html")
    digest, _mac, _windows, compare, own, *_ = map(html.unescape, re.findall(r"<code>(.*?)</code>", page))
    folder = bureau.www / "current/record"
    _, count, head, _ = (folder / "checkpoint.txt").read_text("utf-8").splitlines()
    made = subprocess.run(
        ["sh", "-c", digest.replace("128", count)], cwd=folder, capture_output=True, check=True, encoding="utf-8"
    )
    shutil.copy(folder / "published.jsonl", tmp_path / "published.jsonl")
    file = own.replace("012.txt", "2025-xuncha/001.txt")
    text = subprocess.run(["sh", "-c", file], cwd=folder, capture_output=True, check=True, encoding="utf-8").stdout
    said = []
    for old in (bureau.record[:3], bureau.record[1:4]):
        (tmp_path / "old.jsonl").write_bytes(journal.write_journal(old))
        told = subprocess.run(["sh", "-c", compare], cwd=tmp_path, capture_output=True, check=False, encoding="utf-8")
        said.append(told.stdout + told.stderr)

    assert made.stdout.split()[0] == head
    assert f'<code class="change-history__digest">{text.split()[0]}</code>' in bureau.public()
    assert ["EOF on -" in said[0], "differ" in said[1]] == [True, True]
