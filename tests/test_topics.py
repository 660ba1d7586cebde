"""Topics: issues gathered by what readers ask about, by words of the round or as an issue says itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

import search_files
from rectify import pipeline
from rectify.ground.diagnostics import SourceError
from rectify.site.model import MAX_SCANNED
from support import ISSUE, ROUND, BuiltSite, built, page

Make = Callable[..., Path]
TOPICS = """\
topics:
  - {id: cars, title: 公车和财务, words: [用车, 报销]}
  - {id: people, title: 用人, words: [提拔]}
"""
NAMED = "content/2025-xuncha/002.yaml"
ATOM = "{http://www.w3.org/2005/Atom}"


def issue(number: int, title: str, more: str = "") -> str:
    """The file of an issue."""
    lines = ISSUE.replace("number: 1\n", f"number: {number}\n").split("\n")
    return "\n".join(f"title: {title}" if line.startswith("title:") else line for line in lines) + more


def listed(folder: Path, topic: str) -> list[str]:
    """The issues in the list of a topic."""
    links = page(folder, f"2025-xuncha/topics/{topic}.html").select(".listing a[href]")
    return [str(link["href"]) for link in links if "/0" in str(link["href"])]


def test_words_and_issues_put_issues_under_topics(project: Make) -> None:
    """A word of the title or of the brief is enough; what an issue says itself goes before words, none for no topic."""
    site = built(
        project(
            {
                "content/2025-xuncha/round.yaml": ROUND + TOPICS,
                "content/2025-xuncha/001.yaml": issue(1, "公务用车管理不严"),
                "content/2025-xuncha/002.yaml": issue(2, "用车不登记", "topics: people\n"),
                "content/2025-xuncha/003.yaml": issue(3, "用车超标", "topics: [none]\n"),
                "content/2025-xuncha/004.yaml": issue(4, "干部工作不规范", "brief: 提拔前没有考察，用车也乱\n"),
            }
        )
    )

    assert listed(site, "cars") == ["../../2025-xuncha/001.html", "../../2025-xuncha/004.html"]
    assert listed(site, "people") == ["../../2025-xuncha/002.html", "../../2025-xuncha/004.html"]
    assert "另有1个问题不属于这些话题" in page(site, "2025-xuncha/topics/index.html").get_text()
    assert [link.get_text() for link in page(site, "2025-xuncha/004.html").select("a[href*='topics/']")] == [
        "公车和财务",
        "用人",
    ]


def test_a_topic_can_be_followed(project: Make) -> None:
    """The list of a topic names its feed, which has its issues alone."""
    site = built(
        project(
            {
                "content/2025-xuncha/round.yaml": ROUND + TOPICS,
                "content/2025-xuncha/002.yaml": issue(2, "提拔前没有考察"),
            }
        )
    )
    link = page(site, "2025-xuncha/topics/people.html").select_one("link[type='application/atom+xml']")
    assert link is not None
    entries = ET.parse(site / "2025-xuncha/topics/people.atom").getroot().findall(f"{ATOM}entry")

    assert str(link["href"]) == "../../2025-xuncha/topics/people.atom"
    assert [str(one.findtext(f"{ATOM}title")) for one in entries] == ["第2号问题：提拔前没有考察"]


def test_the_first_page_leads_to_every_topic(real_site: BuiltSite) -> None:
    """Each tile has the number of its list, and on this site every issue belongs to a topic."""
    tiles = page(real_site.folder).select(".topic-tile")
    lists = {str(tile.a["href"]): tile.get_text() for tile in tiles if tile.a}
    sizes = {path: len(page(real_site.folder, path).select(".listing__rows li")) for path in lists}
    round_ = real_site.site.rounds[0]

    assert len(tiles) == 8
    assert all(f"{size}个问题" in lists[path] for path, size in sizes.items())
    assert [entry.summary.number for entry in round_.issues if not entry.topics] == []


@pytest.mark.parametrize("most", [MAX_SCANNED, 1])
def test_search_filters_by_topic(most: int, project: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rounds share a topic of one id under its newest title; a small site and a large one say it in their own form."""
    monkeypatch.setattr("rectify.site.model.MAX_SCANNED", most)
    older = "topics:\n  - {id: people, title: 干部, words: [选人]}\n"
    site = built(
        project(
            {
                "content/2025-xuncha/round.yaml": ROUND + TOPICS,
                "content/2025-xuncha/001.yaml": issue(1, "提拔前用车没有登记"),
                "content/2024-xuncha/round.yaml": ROUND.replace("2025", "2024") + older,
                "content/2024-xuncha/001.yaml": issue(1, "选人不规范"),
                "content/2024-xuncha/002.yaml": issue(2, "没有话题的问题"),
            }
        )
    )
    data = (site / f"search/{'all' if most > 1 else 'facets'}.js").read_bytes()
    lists = search_files.facets(data) if most > 1 else search_files.received(data)[1]

    assert lists["t"] == [["people", "用人"], ["cars", "公车和财务"]]
    if most > 1:
        assert [one["topics"] for one in search_files.documents(data)] == [["cars", "people"], ["people"], []]
    else:
        assert [lists["tsets"]["#$%".index(digit)] for digit in lists["columns"]["t"]] == [[0], [], [1, 0]]


def test_mistakes_in_topics_are_told_at_their_place(project: Make) -> None:
    """A topic that the round does not have, one named twice, and the word for none as an id."""
    root = project(
        {
            "content/2025-xuncha/round.yaml": f"{ROUND}{TOPICS}  - {{id: none, title: 用人}}\n",
            "content/2025-xuncha/001.yaml": issue(1, "公务用车管理不严", "topics: [car]\n"),
        }
    )
    with pytest.raises(SourceError) as caught:
        pipeline.read(root)

    assert [f"{one.code} {one.message}" for one in caught.value.diagnostics] == [
        "R003 round.yaml 里没有话题 car",
        "R005 话题不能叫 none",
        "R005 话题“用人”写了两次",
    ]
