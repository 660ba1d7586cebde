"""The contents page of a round: every issue where they fit a page, their groups where they do not."""

from __future__ import annotations

from pathlib import Path

import pytest

from support import ISSUE, built, lay_project, page


@pytest.mark.parametrize(
    ("issues", "titles", "groups", "first_way"), [(100, 100, 0, "按类别查看"), (101, 0, 1, "全部问题")]
)
def test_a_long_round_leads_to_its_lists(tmp_path: Path, issues: int, titles: int, groups: int, first_way: str) -> None:
    """Nobody reads on through hundreds of titles on a phone: from 101 issues on, there are the categories with their bars."""
    many = {
        f"content/2025-xuncha/{n:03}.yaml": ISSUE.replace("number: 1", f"number: {n}") for n in range(1, issues + 1)
    }
    contents = page(built(lay_project(tmp_path, many)), "2025-xuncha/index.html")

    assert (titles, groups) == (len(contents.select(".issue-row")), len(contents.select(".category-row")))
    assert first_way == contents.select(".link-list--row a")[0].get_text()


def test_a_page_of_many_issues_leads_down_to_its_groups(real_folder: Path) -> None:
    """Each link at its head has a heading further down, in the same order and words."""
    contents = page(real_folder, "2024-xuncha/index.html")
    links = contents.select(".contents__jump a")

    assert len(links) == 6
    assert [one.get_text() for one in links] == [
        contents.select_one(one["href"]).select_one("a").get_text() for one in links
    ]
