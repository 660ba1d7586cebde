"""The first page: its search with examples, its totals as a sentence, bars as long as their numbers, dates that differ."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from bs4 import Tag

from rectify.extract.rare_words import SharedWords, most_shared
from support import ISSUE, BuiltSite, built, page

Make = Callable[..., Path]
SECOND = ISSUE.replace("number: 1\n", "number: 2\n")


def words(part: Tag | None) -> str:
    """The words of a *part*."""
    assert part is not None
    return part.get_text()


def test_every_example_finds_issues(real_site: BuiltSite) -> None:
    """The words that the first page offers stand in issues of the round."""
    links = page(real_site.folder).select(".search-box__example")
    asked = [parse_qs(urlsplit(str(link["href"])).query)["q"] for link in links]
    pages = [data.decode() for path, data in real_site.files.items() if path.match("2024-xuncha/0??.html")]

    assert [[link.get_text()] for link in links] == asked
    assert len(asked) == 3
    assert all(sum(word in text for text in pages) > 2 for (word,) in asked)


def test_an_example_is_no_part_of_another() -> None:
    """Words that more issues share come first, the longer of equals; what another holds is left out."""
    pairs = [SharedWords(0, 1, ("建筑垃圾", "公车")), SharedWords(1, 2, ("垃圾",)), SharedWords(3, 4, ("公车",))]

    assert most_shared(pairs, 3) == ("公车", "建筑垃圾")
    assert most_shared(pairs, 1) == ("公车",)


def test_the_totals_are_one_sentence(real_site: BuiltSite) -> None:
    """All, each status, and that the notice agrees."""
    assert words(page(real_site.folder).select_one(".totals__sum")) == "共59个，58个已完成，1个正在推进，与通报一致。"


def test_one_status_for_all_is_said_once(project: Make) -> None:
    """Nobody has to compare two equal numbers."""
    site = built(project())

    assert words(page(site).select_one(".totals__sum")).startswith("共1个，全部已完成")


def test_bars_are_as_long_as_their_numbers(real_site: BuiltSite) -> None:
    """The largest category fills its line; the others are shorter, as their numbers are."""
    rows = page(real_site.folder).select(".category-row")
    sizes = [int(words(row.select_one(".category-row__count")).partition("个")[0]) for row in rows]
    lengths = [float(str(row.select("rect")[0]["width"])) for row in rows]
    parts = [sum(float(str(part["width"])) for part in row.select("svg svg")) for row in rows]

    assert [round(100 * size / max(sizes), 1) for size in sizes] == [round(length, 1) for length in lengths]
    assert [round(length, 1) for length in lengths] == [round(part, 1) for part in parts]


def test_a_column_of_equal_days_is_left_out(project: Make) -> None:
    """Days that tell issues apart are shown, on every page of a list; others are not."""
    files = {"content/2025-xuncha/002.yaml": SECOND}
    later = {"content/2025-xuncha/002.yaml": SECOND + "updated: 2025-12-20\n"}
    equal = page(built(project(files)), "2025-xuncha/issues.html")
    different = page(built(project(later, folder="later")), "2025-xuncha/issues.html")

    assert equal.select(".issue-row__date") == []
    assert len(different.select(".issue-row__date")) == 2


def test_the_first_page_says_what_changed_last(project: Make) -> None:
    """Either the day of the last change, or that there was none."""
    unchanged = page(built(project()))
    changed = page(built(project({"content/2025-xuncha/001.yaml": ISSUE + "updated: 2025-12-20\n"}, folder="later")))

    assert words(unchanged.select_one(".masthead__meta")).endswith("公布，此后没有更新")
    assert words(changed.select_one(".masthead__meta")).endswith("公布，2025年12月20日最近一次更新")
