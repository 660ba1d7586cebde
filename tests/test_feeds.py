"""Feeds say what happened, as RFC 4287 and JSON Feed 1.1 demand, from the data alone."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup

from support import ISSUE, ROUND, BuiltSite, built

Make = Callable[..., Path]
ATOM = "{http://www.w3.org/2005/Atom}"
RFC_3339 = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\+08:00")
TAG_URI = re.compile(r"tag:[a-z0-9.-]+,\d{4}(-\d{2}){0,2}:[!-~]+")
CHANGED = {
    "content/2025-xuncha/001.yaml": ISSUE.replace("制度不健全", "制度 <a> & 台账")
    + "revisions: [{date: 2026-01, note: 更正了名称, reason: 写错了}]\n"
    + "updates: [{date: 2026-02-01, text: '制度**已经**修订。', status: 已完成}]\n",
    "content/2025-xuncha/002.yaml": ISSUE.replace("number: 1", "number: 2").replace("decisions", "conduct"),
    "content/2025-xuncha/003.yaml": ISSUE.replace("number: 1", "number: 3")
    + "withdrawn: {date: 2026-01-08, reason: 与第1号重复, into: 1}\n",
    "content/2023-xuncha/round.yaml": ROUND.replace("2025", "2023"),
    "content/2023-xuncha/001.yaml": ISSUE.replace("2025", "2023"),
}


OPEN = ISSUE.replace("number: 1", "number: 2").replace("已完成", "正在推进").replace("制度不健全", "还没有修的路")
ENDED = ISSUE.replace("number: 1", "number: 3").replace("已完成", "终止") + "status_reason: 楼已经拆了\n"


def titles(site: Path, path: str) -> list[str]:
    """The entries of a feed."""
    return [one.findtext(f"{ATOM}title") or "" for one in ET.parse(site / path).getroot().iter(f"{ATOM}entry")]


def faults(root: ET.Element) -> Iterator[str]:
    """What of RFC 4287's musts an Atom feed does not keep, and what we promise beyond them."""
    if root.tag != f"{ATOM}feed":
        yield "the root is no atom:feed"
    entries = root.findall(f"{ATOM}entry")
    for where in (root, *entries):
        yield from faults_of(where)
    ids = [entry.findtext(f"{ATOM}id") or "" for entry in entries]
    if len(ids) != len(set(ids)) or not all(map(TAG_URI.fullmatch, ids)):
        yield f"ids {ids}"
    days = [entry.findtext(f"{ATOM}updated") or "" for entry in entries]
    if days != sorted(days, reverse=True) or root.findtext(f"{ATOM}updated") != max(days):
        yield f"order {days}"


def faults_of(where: ET.Element) -> Iterator[str]:
    """The same of the feed itself, or of one entry."""
    for name in ("id", "title", "updated"):
        elements = where.findall(f"{ATOM}{name}")
        if len(elements) != 1 or not (elements[0].text or "").strip():
            yield f"{where.tag} has {len(elements)} {name}"
    yield from (f"no RFC 3339: {one.text}" for one in where.findall(f"{ATOM}updated") if not is_moment(one.text or ""))
    if [len(author.findall(f"{ATOM}name")) for author in where.findall(f"{ATOM}author")] != [1]:
        yield f"{where.tag} has no author with a name"
    ways = [(link.get("rel"), link.get("type")) for link in where.findall(f"{ATOM}link")]
    if len(ways) != len(set(ways)) or ("alternate", "text/html") not in ways:
        yield f"links {ways}"
    if any(not (link.get("href") or "").startswith("https://") for link in where.findall(f"{ATOM}link")):
        yield "a link that is not absolute"


def is_moment(text: str) -> bool:
    """Whether *text* is a moment as RFC 3339 writes it."""
    return RFC_3339.fullmatch(text) is not None


def test_every_atom_feed_keeps_the_rules(project: Make) -> None:
    """The site's, each round's, each category's and department's, each open issue's; they hold only their own."""
    site = built(project(CHANGED))
    feeds = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.atom"))

    assert feeds == [
        "2023-xuncha/categories/decisions.atom",
        "2023-xuncha/departments/office.atom",
        "2023-xuncha/feed.atom",
        "2025-xuncha/categories/conduct.atom",
        "2025-xuncha/categories/decisions.atom",
        "2025-xuncha/departments/office.atom",
        "2025-xuncha/feed.atom",
        "feed.atom",
    ]
    assert [(path, fault) for path in feeds for fault in faults(ET.parse(site / path).getroot())] == []
    assert titles(site, "2025-xuncha/categories/conduct.atom") == ["第2号问题：制度不健全"]


def test_an_issue_that_is_not_finished_has_a_feed_of_its_own(project: Make) -> None:
    """Until it is finished; it tells of nothing else."""
    root = project({"content/2025-xuncha/002.yaml": OPEN, "content/2025-xuncha/003.yaml": ENDED})
    site = built(root)

    assert sorted(path.name for path in (site / "2025-xuncha").glob("0*.atom")) == ["002.atom"]
    assert titles(site, "2025-xuncha/002.atom") == ["第2号问题：还没有修的路"]


def test_the_feeds_of_the_real_site_keep_the_rules(real_site: BuiltSite) -> None:
    """All of them, and the JSON Feed has the same entries."""
    atoms = [data for path, data in real_site.files.items() if path.suffix == ".atom"]

    assert len(atoms) > 2
    assert [fault for data in atoms for fault in faults(ET.fromstring(data))] == []


def test_everything_that_happened_is_told_newest_first(project: Make) -> None:
    """Publications, revisions, updates, withdrawals; of a withdrawn issue only that it was withdrawn."""
    site = built(project(CHANGED))

    assert titles(site, "feed.atom") == [
        "第1号问题有新进展：制度 <a> & 台账",
        "第3号问题已撤下：制度不健全",
        "第1号问题的文字有改动：制度 <a> & 台账",
        "第1号问题：制度 <a> & 台账",
        "第2号问题：制度不健全",
        "第1号问题：制度不健全",
    ]
    entries = ET.parse(site / "feed.atom").getroot().findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}summary") for entry in entries[:3]] == [
        "制度已经修订。整改状态：已完成。",
        "原因：与第1号重复",
        "改动：更正了名称（写错了）",
    ]
    assert [entry.findtext(f"{ATOM}updated") for entry in entries[1:4]] == [
        "2026-01-08T00:00:00+08:00",
        "2026-01-01T00:00:00+08:00",
        "2025-12-02T09:30:00+08:00",
    ]
    assert [entry.find(f"{ATOM}link").get("href") for entry in entries[:2]] == [
        "https://www.example.gov.cn/xczg/2025-xuncha/001.html#gengxin-1",
        "https://www.example.gov.cn/xczg/2025-xuncha/003.html",
    ]


def test_an_entry_says_the_problem_and_how_far_it_has_come(project: Make) -> None:
    """In the words of the notice, or in those of the street with the title of the notice beside them."""
    brief = ISSUE.replace("number: 1", "number: 2") + "brief: {found: 公车没人管, outcome: 管起来了}\n"
    silent = ISSUE.replace("number: 1", "number: 3").replace("status: 已完成", "status: 未写明")
    long = silent.replace("number: 3", "number: 4").replace("没有建立公务用车制度。", "没有建立制度，" * 40)
    texts = {2: brief, 3: silent, 4: long}
    site = built(project({f"content/2025-xuncha/{number:03}.yaml": text for number, text in texts.items()}))
    entries = ET.parse(site / "feed.atom").getroot().iter(f"{ATOM}entry")
    told = {one.findtext(f"{ATOM}title"): one.findtext(f"{ATOM}summary") or "" for one in entries}

    assert told["第1号问题：制度不健全"] == "问题：没有建立公务用车制度。整改状态：已完成。"
    assert told["第2号问题：公车没人管"] == "原题：制度不健全。整改状态：已完成。管起来了。"
    assert told["第3号问题：制度不健全"] == "问题：没有建立公务用车制度。整改状态：原文没有写明。"
    assert len(told["第4号问题：制度不健全"]) < 150


@pytest.mark.parametrize(("date", "moment"), [("2025-12", "2025-12-02T09:30"), ("2025", "2025-12-02T09:30")])
def test_a_change_is_never_before_its_publication(project: Make, date: str, moment: str) -> None:
    """A day known only by its month or year begins with it, but the text was not there yet."""
    site = built(project({"content/2025-xuncha/001.yaml": f"{ISSUE}revisions: [{{date: {date}, note: 更正}}]\n"}))
    entry = ET.parse(site / "feed.atom").getroot().find(f"{ATOM}entry")

    assert entry.findtext(f"{ATOM}updated") == f"{moment}:00+08:00"


def test_an_entry_keeps_its_id(project: Make) -> None:
    """Another title, status or text is another word, not another thing that happened."""
    plain = built(project(CHANGED))
    edited = {name: text.replace("制度", "办法").replace("没有", "未曾") for name, text in CHANGED.items()}
    other = built(project(edited, folder="other"))

    assert titles(plain, "feed.atom") != titles(other, "feed.atom")
    assert [one.text for one in ET.parse(plain / "feed.atom").getroot().iter(f"{ATOM}id")] == [
        one.text for one in ET.parse(other / "feed.atom").getroot().iter(f"{ATOM}id")
    ]


def test_the_json_feed_says_the_same(project: Make) -> None:
    """JSON Feed 1.1: version, title and items; each item with a unique id and content."""
    site = built(project(CHANGED))
    told = json.loads((site / "feed.json").read_text("utf-8"))

    assert told["version"] == "https://jsonfeed.org/version/1.1"
    assert (told["title"], told["language"]) == ("巡察整改公开", "zh-CN")
    assert told["feed_url"] == "https://www.example.gov.cn/xczg/feed.json"
    assert [item["title"] for item in told["items"]] == titles(site, "feed.atom")
    assert len({item["id"] for item in told["items"]}) == len(told["items"])
    assert [item for item in told["items"] if not item["content_text"] or not item["url"].startswith("https://")] == []
    assert [item for item in told["items"] if not RFC_3339.fullmatch(item["date_published"])] == []
    assert all(author["name"] for item in (told, *told["items"]) for author in item["authors"])


def test_a_feed_holds_the_newest_hundred_and_says_so(project: Make) -> None:
    """What is older is on the pages."""
    many = {
        f"content/2025-xuncha/{number:03}.yaml": ISSUE.replace("number: 1", f"number: {number}")
        for number in range(1, 121)
    }
    many["content/2025-xuncha/120.yaml"] += "updates: [{date: 2026-01-01, text: 又有进展。}]\n"
    site = built(project(many))
    root = ET.parse(site / "feed.atom").getroot()

    assert len(titles(site, "feed.atom")) == 100
    assert titles(site, "feed.atom")[0] == "第120号问题有新进展：制度不健全"
    assert "最多100条" in (root.findtext(f"{ATOM}subtitle") or "")


def test_pages_name_the_feeds_they_belong_to(project: Make) -> None:
    """Feed readers find them by the page's address; each leads to a file."""
    site = built(project(CHANGED))

    def named(path: str) -> list[str]:
        soup = BeautifulSoup((site / path).read_bytes(), "html.parser")
        links = soup.select('link[rel=alternate][type="application/atom+xml"]')
        return [((site / path).parent / link["href"]).resolve().relative_to(site).as_posix() for link in links]

    assert named("index.html") == ["feed.atom"]
    assert named("2025-xuncha/002.html") == ["2025-xuncha/feed.atom"]
    assert named("2025-xuncha/categories/conduct.html") == [
        "2025-xuncha/categories/conduct.atom",
        "2025-xuncha/feed.atom",
    ]
