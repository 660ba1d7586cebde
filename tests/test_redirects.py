"""Addresses that changed stay: each leads on, and no redirect leads nowhere (C-01, W-13)."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from rectify import pipeline
from rectify.checks.pages import check_pages
from rectify.ground.diagnostics import SourceError
from rectify.release import journal
from rectify.release.changes import entries_of
from rectify.release.differences import changes_since
from rectify.release.refusals import refusals
from support import ISSUE, MINIMAL, ROUND, SITE, built, tree

Make = Callable[..., Path]
NEW = "2025-xuncha/001.html"
ONE = f'redirects:\n  - {{from: old/003.html, to: "{NEW}#jinzhan", date: 2026-03-01, reason: 序号改了}}\n'
FOLDER = "redirects:\n  - {from: 2025-xunca/, to: 2025-xuncha/}\n"


def diagnostic_lines(make: Make, *redirects: str) -> list[str]:
    """What a build says of these *redirects*, the first of which stands in line 24 of site.yaml."""
    with pytest.raises(SourceError) as caught:
        built(make({"site.yaml": SITE + "redirects:\n" + "".join(f"  - {{{one}}}\n" for one in redirects)}))
    return [str(diagnostic) for diagnostic in caught.value.diagnostics if not diagnostic.severity]


def test_an_old_address_says_where_the_page_is(project: Make) -> None:
    """In words, by a link, by what browsers follow at once, and to search engines; it is not to be found itself."""
    page = BeautifulSoup((built(project({"site.yaml": SITE + ONE})) / "old/003.html").read_bytes(), "html.parser")
    main = page.main

    assert main.get_text(" ", strip=True) == (
        "这一页换了网址 2026年3月1日 起，这一页的内容在新的网址： 第1号问题：制度不健全 。原因：序号改了。"
    )
    assert [a["href"] for a in main.select("a")] == [f"../{NEW}#jinzhan"]
    assert page.select_one("meta[http-equiv=refresh]")["content"] == f"0; url=../{NEW}#jinzhan"
    assert page.select_one("link[rel=canonical]")["href"] == f"https://www.example.gov.cn/xczg/{NEW}"
    assert page.select_one("meta[name=robots]")["content"] == "noindex"


def test_an_old_address_is_a_page_like_all(project: Make) -> None:
    """It passes every check of made pages; nothing of it is inline."""
    site = built(project({"site.yaml": SITE + ONE}))

    assert list(check_pages(site, ["old/003.html"])) == []


def test_old_addresses_are_in_no_list(project: Make) -> None:
    """Neither the site map nor search, data, feeds or any other page names them."""
    files = tree(built(project({"site.yaml": SITE + ONE})))

    assert [str(path) for path, data in files.items() if b"old/003" in data and path.name != "003.html"] == []


def test_a_whole_folder_moves(project: Make) -> None:
    """Every page of a renamed round has its old address, and leads to itself."""
    site = built(project({"site.yaml": SITE + FOLDER}))
    new, old = (
        {path.relative_to(site / name).as_posix() for path in (site / name).rglob("*.html")}
        for name in ("2025-xuncha", "2025-xunca")
    )
    links = {
        os.path.normpath(path.parent / link["href"])
        for path in (site / "2025-xunca").rglob("*.html")
        for link in BeautifulSoup(path.read_bytes(), "html.parser").main.select("a")
    }

    assert old == new
    assert links == {str(site / "2025-xuncha" / name) for name in new}


def test_a_page_of_a_moved_folder_may_go_elsewhere(project: Make) -> None:
    """What is said of one page counts before what is said of its folder."""
    site = built(project({"site.yaml": SITE + FOLDER + "  - {from: 2025-xunca/001.html, to: help.html}\n"}))

    assert 'url=../help.html"' in (site / "2025-xunca/001.html").read_text("utf-8")
    assert 'url=../2025-xuncha/about.html"' in (site / "2025-xunca/about.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("redirects", "expected"),
    [
        (["from: index.html, to: help.html"], ["24:12 C004 现在就有 index.html 这一页"]),
        (["from: HELP.html, to: index.html"], ["24:12 C004 现在就有 HELP.html 这一页（help.html，只差大小写）"]),
        (["from: a.html, to: helpp.html"], ["24:24 C005 没有 helpp.html 这一页 → 是不是 help.html？"]),
        (["from: a.html, to: help.html", "from: a.html, to: index.html"], ["25:12 C004 原网址 a.html 写了两次"]),
        (["from: a.html, to: help.html", "from: A.html, to: help.html"], ["25:12 C004 原网址 A.html 与 a.html 只差"]),
        (["from: a.html, to: a.html"], ["24:24 C005 从 a.html 走到 a.html，最后又绕回来了"]),
        (
            ["from: a.html, to: b.html", "from: b.html, to: a.html"],
            ["24:24 C005 从 a.html 走到 b.html，最后又绕", "25:24 C005 从 b.html 走到 a.html，最后又绕"],
        ),
        (
            ["from: a.html, to: b.html", "from: b.html, to: help.html"],
            ["24:24 C005 新网址 b.html 自己也改了名 → 直接写现在的网址：help.html"],
        ),
        (["from: data/a.html, to: help.html"], ["24:12 C004 data/a.html 用了另有用处的名字"]),
        (["from: 404.html, to: help.html"], ["24:12 C004 404.html 用了另有用处的名字"]),
        (["from: a/nul.html, to: help.html"], ["24:12 C004 a/nul.html 用了另有用处的名字"]),
        (["from: 2025-xuncha/, to: 2025-xuncha/statuses/"], ["24:12 C004 2025-xuncha/ 里现在就有 2025-xuncha/"]),
        (["from: old/, to: help.html"], ["24:22 C005 old/ 是整个文件夹，help.html 却是一页"]),
        (["from: old/, to: 2025-xunca/"], ["24:22 C005 没有 2025-xunca/ 这个文件夹 → 是不是 2025-xuncha/？"]),
        (["from: a.html, to: help.html#none"], ["24:24 L001 页面 a.html 的链接 help.html#none 没有对应的位置"]),
        (["from: /a.html, to: help.html"], ["24:12 V011 “原网址”的写法不对：/a.html"]),
        (["from: 通报.html, to: help.html"], ["24:12 V011 “原网址”的写法不对：通报.html"]),
        (["from: a.html, to: https://a.cn/b.html"], ["24:24 V011 “新网址”的写法不对：https://a.cn/b.html"]),
        (["from: a.html, to: ../b.html"], ["24:24 V011 “新网址”的写法不对：../b.html"]),
        (["to: help.html"], ["24:5 Y014 缺少字段 from（原网址） → 补上一行 from: …"]),
        (["from: a.html, form: b.html, to: help.html"], ["24:20 Y012 不认识的字段“form” → 是不是 from（原网址）？"]),
    ],
)
def test_a_redirect_that_cannot_be_is_told(project: Make, redirects: list[str], expected: list[str]) -> None:
    """At its line and column, with what to write."""
    said = diagnostic_lines(project, *redirects)

    assert [line[: len(f"site.yaml:{start}")] for line, start in zip(said, expected, strict=True)] == [
        f"site.yaml:{start}" for start in expected
    ]


def test_a_copied_file_is_in_the_way(project: Make) -> None:
    """A redirect from below the name of a file would need a folder of that name."""
    root = project({"site.yaml": SITE + ONE, "static/root/old": "x"})

    with pytest.raises(SourceError, match=r"C004 old/003\.html 与现在的文件或文件夹重名"):
        built(root)


def test_server_settings_lead_on(project: Make) -> None:
    """`server-config` knows the redirects; a wrong one stops it as it stops a build."""
    facts, _ = pipeline.server(project({"site.yaml": SITE + FOLDER}))

    assert (facts.moved_pages, facts.moved_folders) == ((), (("/xczg/2025-xunca/", "/xczg/2025-xuncha/"),))
    with pytest.raises(SourceError, match="C005"):
        pipeline.server(project({"site.yaml": SITE + FOLDER.replace("to: 2025", "to: 2026")}))


def test_a_renamed_round_may_be_published(project: Make) -> None:
    """Without redirects it is refused for each address; with one line none is lost, and the record knows."""
    old = {name.replace("2025-xuncha", "2025-xunca"): text for name, text in MINIMAL.items()}
    before = pipeline.build(root := project({**dict.fromkeys(MINIMAL), **old}), root / "output")
    record = entries_of(changes_since((), before.now), "2025-12-02T09:30:00+08:00")
    journal.append(renamed := project({}, folder="renamed"), record)
    with pytest.raises(SourceError) as caught:
        built(renamed)
    kept = pipeline.build(renamed := project({"site.yaml": SITE + FOLDER}, folder="renamed"), renamed / "output")
    changes = changes_since(record, kept.now)

    assert {d.code for d in caught.value.diagnostics} == {"A003"}
    assert refusals(changes, {}) == ()
    assert [str(entry.kind.value) for entry in entries_of(changes, "") if entry.text or entry.note] == [
        "改网址",
        "改网址",
        "公布",
        "公布",
    ]


def test_a_round_and_an_issue_renamed_together(project: Make) -> None:
    """Rename by rename, each old address gets its line; the category's list, too."""
    files = {
        **dict.fromkeys(MINIMAL),
        "content/2025-xuncha/round.yaml": ROUND.replace("id: decisions", "id: policy"),
        "content/2025-xuncha/001.yaml": ISSUE.replace("category: decisions", "category: policy"),
        "site.yaml": SITE
        + "redirects:\n  - from: 2025-xuncha/categories/decisions.html\n    to: 2025-xuncha/categories/policy.html\n",
    }
    page = BeautifulSoup((built(project(files)) / "2025-xuncha/categories/decisions.html").read_bytes(), "html.parser")

    assert page.main.a.get_text() == "落实决策部署方面"
