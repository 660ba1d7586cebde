"""Changes in the open: older texts stay readable, updates are dated, withdrawn issues say where they went."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

import reuse
from rectify.ground.diagnostics import SourceError
from search_files import documents
from support import ISSUE, ROUND, built, page

Make = Callable[..., Path]
FILE = "content/2025-xuncha/001.yaml"
FIRST = "content/2025-xuncha/versions/001.1.yaml"
SECOND = "content/2025-xuncha/versions/001.2.yaml"
OTHER = {"content/2025-xuncha/002.yaml": ISSUE.replace("number: 1", "number: 2").replace("制度不健全", "会议太多")}
CORRECTED = ISSUE.replace("没有建立公务用车制度", "没有建立用车登记制度")
REVISED = CORRECTED + "revisions:\n  - {date: 2025-12-20, note: 更正了制度的名称, reason: 原来写错了}\n"
TWICE = (
    REVISED.replace("- 建立制度。", "- 建立制度。\n  - 每季度抽查一次。") + "  - {date: 2026-01-05, note: 补写措施}\n"
)
THREE_TEXTS = {FILE: TWICE, FIRST: ISSUE, SECOND: REVISED}
UPDATED = (
    ISSUE + "updates:\n  - {date: 2026-02-01, text: 制度已经修订。}\n  - {date: 2026-01-10, text: 开始修订制度。}\n"
)
WITHDRAWN = ISSUE + "withdrawn: {date: 2026-01-08, reason: 与第2号说的是同一件事, into: 2}\n"
KEPT = ISSUE + "withdrawn: {date: 2026-01-08, reason: 另行公布, keep_text: true}\n"


def words(soup: BeautifulSoup, selector: str) -> list[str]:
    """The visible words of all that *selector* chooses."""
    return [re.sub(r"\s+", "", one.get_text()) for one in soup.select(selector)]


def faults(make: Make, files: dict[str, str]) -> list[str]:
    """What a build says of a project with these *files*, each with its code."""
    with pytest.raises(SourceError) as caught:
        built(make(files))
    return [f"{d.span.path.name} {d.code} {d.message}" for d in caught.value.diagnostics if not d.severity]


# Older texts


def test_an_older_text_stays_readable(project: Make) -> None:
    """At its own address, in full, marked, with its days and the way to the text of today (C-08)."""
    old = page(built(project(THREE_TEXTS)), "2025-xuncha/banben/001-1.html")

    assert "没有建立公务用车制度。" in old.get_text()
    assert "每季度抽查" not in old.get_text()
    assert words(old, ".issue-text__document") == ["《公务用车管理办法》（示局发〔2025〕7号）"]
    assert words(old, ".version-banner__words") == [
        "旧版本这是第1号问题的第1版文字，2025年12月2日09:30起公开，2025年12月20日起由第2版取代，不再有效。"
    ]
    assert [a["href"] for a in old.select(".version-banner a")] == ["../../2025-xuncha/001.html"]
    assert [m["content"] for m in old.select("meta[name=robots]")] == ["noindex"]
    assert old.select_one("link[rel=canonical]")["href"].endswith("/2025-xuncha/001.html")


def test_the_history_tells_each_text_with_its_ways(project: Make) -> None:
    """Number, day, what and why; the text of today has no older page."""
    site = built(project(THREE_TEXTS))
    items = page(site, "2025-xuncha/001.html").select(".change-history__item")

    told = [
        (
            item.select_one(".change-history__number").get_text(),
            item.select_one("time")["datetime"],
            [a["href"].rpartition("/")[2] for a in item.select("a")],
        )
        for item in items
    ]
    assert told == [
        ("第3版", "2026-01-05", ["001-2-3.html"]),
        ("第2版", "2025-12-20", ["001-1-2.html", "001-2.html"]),
        ("第1版", "2025-12-02T09:30+08:00", ["001-1.html"]),
    ]
    assert "更正了制度的名称原因：原来写错了" in words(items[1], ".change-history__note")


def test_anybody_can_check_an_older_text(project: Make) -> None:
    """The digest on the page is that of the plain text beside it."""
    site = built(project(THREE_TEXTS))
    data = (site / "2025-xuncha/banben/001-1.txt").read_bytes()

    shown = words(page(site, "2025-xuncha/banben/001-1.html"), ".change-history__digest")
    assert shown == [hashlib.sha256(data).hexdigest()]
    assert "没有建立公务用车制度。" in data.decode()


def test_the_difference_marks_what_went_and_what_came(project: Make) -> None:
    """In words for who does not see colours or lines; what stayed is folded away, not gone."""
    soup = page(built(project(THREE_TEXTS)), "2025-xuncha/banben/001-1-3.html")

    assert words(soup, ".compared__title") == ["问题", "整改措施", "标题", "基本情况", "整改进展", "整改结果"]
    assert words(soup, ".compared del") == ["〔删去：公务用车〕"]
    assert words(soup, ".compared ins") == ["〔新增：用车登记〕", "〔新增：每季度抽查一次。〕"]
    assert words(soup, "details .compared__title") == ["标题", "基本情况", "整改进展", "整改结果"]
    assert words(soup, ".update-list__item") == [
        "2025年12月20日更正了制度的名称（原因：原来写错了）",
        "2026年1月5日补写措施",
    ]


def test_pages_that_compare_texts_never_vanish(project: Make) -> None:
    """All pairs up to the sixth text; then each with its neighbour and the first: nothing that was there goes."""
    seen: set[str] = set()
    for count in range(2, 9):
        notes = "".join(f"  - {{date: 2026-01-{n:02}, note: 第{n}次}}\n" for n in range(1, count))
        texts = {f"content/2025-xuncha/versions/001.{n}.yaml": ISSUE for n in range(1, count)}
        site = built(project({FILE: f"{ISSUE}revisions:\n{notes}", **texts}, folder=f"texts-{count}"))
        numbers = {path.stem for path in (site / "2025-xuncha/banben").glob("001-?-?.html")}
        assert seen <= numbers
        seen = numbers

    assert {"001-1-6", "001-3-5", "001-7-8", "001-1-8"} <= seen
    assert "001-2-8" not in seen
    assert len(seen) == 15 + 2 + 2


def test_a_text_that_was_not_kept_is_said_to_be_lost(project: Make) -> None:
    """Texts from before older ones were kept leave their line in the history."""
    site = built(project({FILE: TWICE, SECOND: REVISED}))
    soup = page(site, "2025-xuncha/001.html")

    assert words(soup.select(".change-history__item")[2], ".change-history__lost") == ["这一版的文字没有留存。"]
    assert sorted(path.name for path in (site / "2025-xuncha/banben").iterdir()) == [
        "001-2-3.html",
        "001-2.html",
        "001-2.txt",
    ]


def test_what_an_older_text_names_may_be_gone_today(project: Make) -> None:
    """A department that was renamed since is told as it was then."""
    soup = page(
        built(project({FILE: REVISED, FIRST: ISSUE.replace("办公室", "综合处")})), "2025-xuncha/banben/001-1.html"
    )

    assert "综合处" in soup.select_one(".fact-list").get_text()


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({FIRST: ISSUE}, "001.1.yaml R012 存了第 1 版，001.yaml 里却没有第 1 条修订记录"),
        (
            {"content/2025-xuncha/versions/007.1.yaml": ISSUE},
            "007.1.yaml R012 这是一个旧版本，却没有现在的 007.yaml",
        ),
        (
            {FILE: REVISED, FIRST: ISSUE.replace("number: 1", "number: 3")},
            "001.1.yaml R012 文件里的序号是 3，文件名说的是第 1 号问题",
        ),
        (
            {
                FILE: TWICE + "  - {date: 2026-01-09, note: 又改}\n",
                FIRST: ISSUE,
                "content/2025-xuncha/versions/001.3.yaml": ISSUE,
            },
            "001.3.yaml R012 001.1.yaml 和 001.3.yaml 之间缺了第 2 版",
        ),
        ({"content/2025-xuncha/versions/旧的.yaml": ISSUE}, "旧的.yaml S006 这里只能放旧版本的问题文件"),
        ({FILE: REVISED, FIRST: ISSUE.replace("status: 已完成\n", "")}, "001.1.yaml Y014 缺少字段 status（整改状态）"),
        (
            {FILE: ISSUE + "updates: [{date: 2025-11-01, text: 早了。}]\n"},
            "001.yaml R006 后续进展（2025-11-01）早于发布（2025年12月2日）",
        ),
        (
            {FILE: ISSUE + "updates: [{date: 2026-01-01, text: 又停了。, status: 正在推进}]\n"},
            "001.yaml R013 最近一次后续进展说状态是“正在推进”，上面的 status 却是“已完成”",
        ),
        (
            {**OTHER, FILE: WITHDRAWN.replace("into: 2", "into: 9")},
            "001.yaml R014 写着并入第 9 号问题，这一轮里却没有可以看的第 9 号问题",
        ),
        (
            {**OTHER, FILE: WITHDRAWN.replace("into: 2", "into: 1")},
            "001.yaml R014 写着并入第 1 号问题，这一轮里却没有可以看的第 1 号问题",
        ),
        ({FILE: ISSUE + "related: [{number: 9, reason: 同类}]\n"}, "001.yaml R018 这一轮里没有另一个第 9 号问题"),
        ({FILE: ISSUE + "related: [{number: 1, hidden: true}]\n"}, "001.yaml R018 这一轮里没有另一个第 1 号问题"),
        ({**OTHER, FILE: ISSUE + "related: [{number: 2}]\n"}, "001.yaml R018 没有写第 2 号问题为什么相关"),
        ({FILE: KEPT}, "001.yaml R010 这一轮的问题全都撤下了"),
        (
            {**OTHER, FILE: WITHDRAWN.replace("2026-01-08", "2025-10-08")},
            "001.yaml R006 撤下（2025-10-08）早于发布（2025年12月2日）",
        ),
    ],
)
def test_what_does_not_agree_is_told(project: Make, files: dict[str, str], expected: str) -> None:
    """Every contradiction stops the build, with the file that has it."""
    assert faults(project, files) == [expected]


def test_a_mistake_in_the_text_of_today_is_told_once(project: Make) -> None:
    """An older text does not also complain that there is none of today."""
    told = faults(project, {FILE: REVISED.replace("status: 已完成\n", ""), FIRST: ISSUE})

    assert told == ["001.yaml Y014 缺少字段 status（整改状态）"]


# Updates


def test_updates_are_dated_entries_in_their_order(project: Make) -> None:
    """Oldest first whatever the order in the file, so that a new one moves no anchor; the facts say the last day."""
    soup = page(built(project({FILE: UPDATED})), "2025-xuncha/001.html")
    places = [soup.find(id=f"gengxin-{number}").find_parent(class_="paragraph") for number in (1, 2)]

    assert [place.select_one("time")["datetime"] for place in places] == ["2026-01-10", "2026-02-01"]
    assert "开始修订制度。" in places[0].get_text()
    assert "最近改动2026年2月1日" in words(soup, ".fact-list__row")


def test_the_home_page_tells_the_last_five_changes(project: Make) -> None:
    """Newest first, of whatever kind, each with a way to its place; without any there is no such block."""
    notes = "".join(f"  - {{date: 2025-12-{n}, note: 改了第{n}处}}\n" for n in range(10, 16))
    site = built(project({FILE: f"{UPDATED}revisions:\n{notes}"}))
    soup = page(site, "index.html")

    assert [a["href"] for a in soup.select(".update-list__link")] == [
        "2025-xuncha/001.html#gengxin-2",
        "2025-xuncha/001.html#gengxin-1",
        *["2025-xuncha/001.html#gaidong"] * 3,
    ]
    assert words(soup, ".update-list__item")[2] == "2025-12-15第1号：制度不健全文字改动：改了第15处"
    assert page(built(project(folder="quiet")), "index.html").select(".update-list") == []


def test_updates_can_be_searched_and_older_texts_cannot(project: Make) -> None:
    """Search finds what the page of today shows, and only that; of a withdrawn issue nothing."""
    site = built(project({**OTHER, FILE: REVISED + UPDATED.removeprefix(ISSUE), FIRST: ISSUE}))
    gone = built(project({**OTHER, FILE: KEPT}, folder="gone"))

    passages = [passage for one in documents((site / "search/all.js").read_bytes()) for passage in one["p"]]
    assert any("开始修订制度" in text for _, text in passages)
    assert "2025-xuncha/001.html" not in (gone / "search/all.js").read_text("utf-8")
    assert not any("banben" in anchor for anchor, _ in passages)


# Withdrawn


def test_a_withdrawn_issue_keeps_its_address(project: Make) -> None:
    """When, why and where it went; its text is gone (G-19)."""
    soup = page(built(project({**OTHER, FILE: WITHDRAWN})), "2025-xuncha/001.html")

    assert words(soup, ".version-banner__words") == [
        "已撤下这个问题2025年12月2日公布，2026年1月8日撤下。原因：与第2号说的是同一件事。"
    ]
    assert [a["href"] for a in soup.select(".version-banner a")] == ["../2025-xuncha/002.html"]
    assert "没有建立公务用车制度" not in soup.get_text()


def test_a_withdrawn_issue_is_in_no_list_and_no_count(project: Make) -> None:
    """But the round says that there was one, and totals that they do not count it."""
    site = built(project({**OTHER, FILE: WITHDRAWN, "content/2025-xuncha/round.yaml": ROUND + "claims: {issues: 2}\n"}))
    lists = [page(site, f"2025-xuncha/{name}") for name in ("issues.html", "categories/decisions.html")]

    assert [[a["href"] for a in one.select(".issue-row a")] for one in lists] == [
        ["../2025-xuncha/002.html"],
        ["../../2025-xuncha/002.html"],
    ]
    assert words(page(site, "2025-xuncha/index.html"), "#withdrawn ~ ul li") == [
        "第1号：制度不健全2026年1月8日已撤下，并入第2号"
    ]
    assert "另有1个问题已撤下，不计入总数。" in page(site, "index.html").get_text()
    assert "另有1个问题已撤下，不计入总数。" in page(site, "2025-xuncha/about.html").get_text()
    assert not page(site, "2025-xuncha/002.html").select("a[rel=prev]")


def test_the_text_of_a_withdrawn_issue_is_shown_only_if_it_shall(project: Make) -> None:
    """With `keep_text` it can still be read, below the notice; older texts too, which otherwise say the same."""
    notes = "revisions:\n  - {date: 2025-12-20, note: 更正}\n"
    kept = built(project({**OTHER, FILE: KEPT + notes, FIRST: CORRECTED}))
    gone = built(project({**OTHER, FILE: WITHDRAWN + notes, FIRST: CORRECTED}, folder="gone"))

    assert "没有建立公务用车制度" in page(kept, "2025-xuncha/001.html").select_one(".issue-text").get_text()
    assert "用车登记制度" in page(kept, "2025-xuncha/banben/001-1.html").get_text()
    for path in ("2025-xuncha/001.html", "2025-xuncha/banben/001-1.html", "2025-xuncha/banben/001-1-2.html"):
        soup = page(gone, path)
        assert "已撤下" in soup.h1.get_text()
        assert not re.search("没有建立|登记", soup.get_text())


def test_nothing_is_left_of_a_title_that_is_withdrawn_too(project: Make) -> None:
    """Number and reason alone remain: no file of the output holds the title or the words of the street."""
    told = 'brief: {found: "某科长的车没有登记", outcome: "登记了"}\n'
    text = WITHDRAWN.replace("reason: ", "hide_title: true, keep_text: true, reason: ").replace(
        "制度不健全", "查了某科长的车"
    )
    notes = "revisions:\n  - {date: 2025-12-20, note: 更正}\n"
    site = built(project({**OTHER, FILE: text + told + notes, FIRST: CORRECTED}))
    files = [path for path in site.rglob("*") if path.is_file()]

    assert [path for path in files if "某科长".encode() in path.read_bytes()] == []
    assert words(page(site, "2025-xuncha/index.html"), "#withdrawn ~ ul li") == [
        "第1号：标题不公开2026年1月8日已撤下，并入第2号"
    ]
    assert "联系时请说明是第1号问题，" in page(site, "2025-xuncha/001.html").get_text()
    assert "第1号问题已撤下：标题不公开" in (site / "feed.atom").read_text("utf-8")
    assert (site / "record/2025-xuncha/001.txt").read_text("utf-8").split("\n")[1:3] == ["序号：1", "撤下："]


def test_the_number_of_a_withdrawn_issue_is_not_given_away(project: Make) -> None:
    """Another file with the same number is a mistake, as ever (C-01)."""
    told = faults(project, {FILE: WITHDRAWN.replace(", into: 2", ""), "content/2025-xuncha/0001.yaml": ISSUE})

    assert [one for one in told if "R001" in one] != []


def test_every_page_of_an_archived_round_says_so(project: Make) -> None:
    """Older texts, differences and withdrawn issues too (G-24)."""
    archived = {"content/2025-xuncha/round.yaml": ROUND + "archived: 2026-06-01\n"}
    withdrawn = {"content/2025-xuncha/002.yaml": KEPT.replace("number: 1", "number: 2")}
    site = built(project({**THREE_TEXTS, **archived, **withdrawn}))
    pages = sorted((site / "2025-xuncha").rglob("*.html"))

    assert len(pages) > 10
    assert [str(path) for path in pages if "于2026年6月1日归档" not in path.read_text("utf-8")] == []


def test_an_edit_elsewhere_makes_no_older_text_again(project: Make) -> None:
    """Comparing texts costs most; it is done for those that changed."""
    root = project({**THREE_TEXTS, **OTHER})
    reuse.build(root)
    pages = sorted((root / "output/2025-xuncha/banben").iterdir())
    before = {path.name: path.stat().st_mtime_ns for path in pages}
    reuse.rewrite(root / "content/2025-xuncha/002.yaml", "problem: ", "problem: 又，")
    reuse.build(root)

    assert {path.name: path.stat().st_mtime_ns for path in pages} == before
    reuse.rewrite(root / FILE, "problem: ", "problem: 又，")
    reuse.build(root)
    changed = [path.name for path in pages if path.stat().st_mtime_ns != before[path.name]]
    assert changed == ["001-1-3.html", "001-2-3.html"]
