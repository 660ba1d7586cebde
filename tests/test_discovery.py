"""What programs read first of a site: sitemap, guide, Markdown, the picture beside a shared link."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree as ET

import markdown
import pytest
from bs4 import BeautifulSoup

import preview
from rectify import pipeline
from rectify.terminal import messages
from support import ISSUE, ROOT, ROUND, SITE, TWO_BODIES, BuiltSite, built, tree

Make = Callable[..., Path]
BASE = "https://www.example.gov.cn/xczg/"
SITEMAPS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
CHANGED = {
    "content/2025-xuncha/002.yaml": ISSUE.replace("number: 1", "number: 2")
    + "updates: [{date: 2026-02-01, text: 又查一遍。}]\n",
    "content/2025-xuncha/003.yaml": ISSUE.replace("number: 1", "number: 3")
    + "withdrawn: {date: 2026-01-08, reason: 与第1号重复, into: 1}\n",
    "content/2025-xuncha/004.yaml": ISSUE.replace("number: 1", "number: 4")
    + "revisions: [{date: 2026-01, note: 更正了名称, reason: 写错了}]\n",
    "content/2023-xuncha/round.yaml": ROUND.replace("2025", "2023"),
    "content/2023-xuncha/001.yaml": ISSUE.replace("2025", "2023"),
    "static/root/google0123456789abcdef.html": "google-site-verification: google0123456789abcdef.html\n",
}


def places(data: bytes, element: str = "url", base: str = BASE) -> dict[str, str]:
    """The addresses of a sitemap by their places in the site at *base*, each with its day or nothing."""
    root = ET.fromstring(data)
    entries = [(one.findtext(f"{SITEMAPS}loc") or "", one.findtext(f"{SITEMAPS}lastmod") or "") for one in root]

    assert {one.tag for one in root} == {f"{SITEMAPS}{element}"}
    assert [url for url, _ in entries if not url.startswith(base) or len(url) > 2048] == []
    assert [day for _, day in entries if day and not DAY.fullmatch(day)] == []
    assert len(dict(entries)) == len(entries)
    return {url.removeprefix(base): day for url, day in entries}


def test_the_sitemap_has_every_page_that_is_to_be_found(project: Make) -> None:
    """Not the page for 404, older texts, withdrawn issues or the proof of ownership; days come from the data."""
    found = places((built(project(CHANGED)) / "sitemap.xml").read_bytes())

    assert found["2025-xuncha/001.html"] == "2025-12-02"
    assert found["2025-xuncha/002.html"] == "2026-02-01"
    assert found["2025-xuncha/004.html"] == ""  # January 2026 is no day
    assert found["2025-xuncha/issues.html"] == found["2025-xuncha/"] == found[""] == "2026-02-01"
    assert found["2023-xuncha/001.html"] == found["2023-xuncha/"] == "2023-12-02"
    assert found["help.html"] == ""
    assert {"404.html", "2025-xuncha/003.html", "google0123456789abcdef.html"} & set(found) == set()


@pytest.mark.parametrize(
    ("name", "base"),
    [("full", "http://www.example.gov.cn/"), ("bureau", "https://water.example.gov.cn/xczg/"), ("life", BASE)],
)
def test_every_page_that_may_be_indexed_is_in_the_sitemap(name: str, base: str) -> None:
    """And nothing else, in a site with every kind of page."""
    site = tree(ROOT / "tests/sites" / name / "expected")
    pages = {str(path): data.decode() for path, data in site.items() if path.suffix == ".html"}
    indexed = {path for path, html in pages.items() if 'name="robots"' not in html and path != "404.html"}
    found = places(site[PurePosixPath("sitemap.xml")], base=base)

    assert {re.sub(r"(?:\A|(?<=/))\Z", "index.html", path) for path in found} == indexed


def test_a_large_site_has_an_index_of_sitemaps(project: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each within what the protocol allows, together the same as one; the index says when each changed."""
    root = project(CHANGED)
    whole = places((built(root) / "sitemap.xml").read_bytes())
    monkeypatch.setattr("rectify.outputs.sitemap.MAX_ADDRESSES", 20)
    site = built(root)
    index = places((site / "sitemap.xml").read_bytes(), "sitemap")
    parts = [places((site / name).read_bytes()) for name in index]

    assert list(index) == [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    assert max(map(len, parts)) == 20
    assert {path: day for part in parts for path, day in part.items()} == whole
    assert max(index.values()) == "2026-02-01"


def test_without_an_address_there_is_neither_and_that_is_told(project: Make) -> None:
    """Full addresses of a site that nobody can open would lead nowhere."""
    root = project({"site.yaml": SITE.replace("www.example.gov.cn", "example.com")})
    made = pipeline.build(root, root / "output")

    assert {"sitemap.xml", "llms.txt"} & set(made.paths) == set()
    assert "没有做给搜索引擎的 sitemap.xml" in messages.build_message(made, 1.0, "output")
    assert "sitemap.xml" not in messages.build_message(
        pipeline.build(project(folder="real"), root / "other"), 1.0, "output"
    )


@pytest.mark.parametrize("name", ["sitemap.xml", "llms.txt"])
def test_what_the_bureau_brings_itself_stays(name: str, project: Make) -> None:
    """A file of its own in static/root is not replaced."""
    assert (built(project({f"static/root/{name}": "own\n"})) / name).read_text("utf-8") == "own\n"


def test_the_guide_leads_to_every_issue_and_all_data(project: Make) -> None:
    """As llms.txt wants it: a title, a quotation, sections of links; each leads to a file of the site."""
    site = built(project({**CHANGED, **TWO_BODIES}))
    text = (site / "llms.txt").read_text("utf-8")
    soup = BeautifulSoup(markdown.markdown(text), "html.parser")
    links = [link["href"].removeprefix(BASE) for link in soup.select("li a")]

    assert [one.name for one in soup.find_all(recursive=False)][:2] == ["h1", "blockquote"]
    assert [one.get_text() for one in soup.select("h2")][-2:] == ["数据", "Optional"]
    assert [path for path in links if not (site / path).exists()] == []
    assert {f"2025-xuncha/{number:03}.md" for number in (1, 2, 4)} < set(links)
    assert "第3号" not in text


# Issues as Markdown.


RICH = ISSUE.replace(
    "没有建立公务用车制度。", "|-\n  没有建立**公务用车**制度，见[第二段](#wenti-2)。\n\n  1. 其一；\n  2. 其二。"
) + (
    "note: 编号由本网站编写。\n"
    "figures: [{value: '22', unit: 次, label: 检查}]\n"
    "brief: {found: 公车_乱_用, outcome: 管住了}\n"
    "updates: [{date: 2026-01-03, text: '又清点一遍。', status: 已完成}]\n"
    "revisions: [{date: 2026-01-05, note: 更正日期, reason: 原来写错}]\n"
)


def test_an_issue_as_markdown_says_status_day_and_address(project: Make) -> None:
    """To the byte."""
    site = built(project({"content/2025-xuncha/001.yaml": RICH}))

    assert (
        (site / "2025-xuncha/001.md").read_text("utf-8")
        == """\
# 第1号问题：制度不健全

公车\\_乱\\_用。管住了。

- 整改状态：已完成（单位自报，截至2026年1月5日）
- 引用请用这个网址：<https://www.example.gov.cn/xczg/2025-xuncha/001.html>
- 引文（GB/T 7714—2025）：中共示例局党组. 制度不健全\\[EB/OL\\]. （2026-01-05）\\[引用日期\\]. https://www.example.gov.cn/xczg/2025-xuncha/001.html.
- 轮次：示例局党组关于巡察整改情况的通报
- 牵头部门：办公室
- 巡察组：示例市委第一巡察组，2025年5月20日反馈
- 类别：落实决策部署方面
- 发布时间：2025-12-02 09:30
- 来源：本页文字据示例市示例局的通报编写，以通报原文为准。

> 编号由本网站编写。

## 问题

没有建立**公务用车**制度，见[第二段](https://www.example.gov.cn/xczg/2025-xuncha/001.html#wenti-2)。

1. 其一；
2. 其二。

## 整改措施

1. 建立制度。

## 整改进展

1. （2025年7月1日）印发《公务用车管理办法》（示局发〔2025〕7号）。

## 后续进展

1. （2026年1月3日）又清点一遍。

## 整改结果

已完成

## 关键数字

- 检查：22次

## 改动记录

- 2026年1月5日：更正日期（原来写错）
"""
    )


def test_the_markdown_of_every_real_issue_holds_its_page(real_site: BuiltSite) -> None:
    """Every paragraph of the page is in it, read by a Markdown reader; nothing of it is lost in marks."""
    site = {str(path): data for path, data in real_site.files.items()}
    twins = [path for path in site if re.fullmatch(r"[^/]+/\d{3}\.md", path)]
    lost = []
    for path in twins:
        shown = "".join(BeautifulSoup(markdown.markdown(site[path].decode()), "html.parser").get_text().split())
        issue = json.loads(site[path.replace(".md", ".json")])["issue"]
        texts = [one["text"] for name in ("problem", "measures", "progress", "updates") for one in issue[name]]
        lost += [(path, text) for text in texts if "".join(text.split()) not in shown]

    assert len(twins) == 59
    assert lost == []


def test_a_page_names_its_twin(project: Make) -> None:
    """Issues have one, withdrawn issues and other pages none."""
    site = built(project(CHANGED))

    def named(path: str) -> list[str]:
        soup = BeautifulSoup((site / path).read_bytes(), "html.parser")
        return [link["href"] for link in soup.select('link[rel=alternate][type="text/markdown"]')]

    assert named("2025-xuncha/001.html") == ["../2025-xuncha/001.md"]
    assert named("index.html") == named("2025-xuncha/003.html") == []
    assert not (site / "2025-xuncha/003.md").exists()


# The picture beside a shared link.


def pixels(data: bytes) -> bytes:
    """The rows of a PNG with one block of data, unfiltered by whoever wrote it."""
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    start = data.index(b"IDAT")
    size = int.from_bytes(data[start - 4 : start], "big")
    return zlib.decompress(data[start + 4 : start + 4 + size])


def test_the_picture_is_small_and_drawn_by_its_script() -> None:
    """1200 × 630 pixels in at most 30 KB, the same that the script draws."""
    data = preview.FILE.read_bytes()

    assert len(data) <= 30 * 1024
    assert data[16:24] == (1200).to_bytes(4, "big") + (630).to_bytes(4, "big")
    assert pixels(data) == pixels(preview.picture())


def picture_of(site: Path, path: str) -> str:
    """The picture that a link to the page shows, by its place in the site; it is there."""
    soup = BeautifulSoup((site / path).read_bytes(), "html.parser")
    [tag] = soup.select('meta[property="og:image"]')
    found = str(tag["content"]).removeprefix(BASE)

    assert (site / found).is_file()
    return found


def test_a_shared_link_shows_a_photograph_the_logo_or_the_neutral_picture(project: Make) -> None:
    """The first that there is; a logo that is too small, or drawn as SVG, is not enough."""
    photo = next((ROOT / "tests/sites/bureau/project").rglob("*.jpg")).read_bytes()
    shown = ISSUE.replace("number: 1", "number: 2") + "photos: [{file: a.jpg, alt: 车库, checked: true}]\n"
    files = {"content/2025-xuncha/002.yaml": shown, "content/2025-xuncha/002/a.jpg": photo}
    plain = built(project(files))
    large = preview.FILE.read_bytes()
    logo = {"site.yaml": f"{SITE}logo: logo.png\n", "static/images/logo.png": large}
    with_logo = built(project({**files, **logo}, folder="logo"))
    small = {**logo, "static/images/logo.png": large[:16] + (64).to_bytes(4, "big") * 2 + large[24:]}
    with_small = built(project({**files, **small}, folder="small"))

    assert re.fullmatch(r"2025-xuncha/(?:002|xiaotu)/.+\.jpg", picture_of(plain, "2025-xuncha/002.html"))
    assert picture_of(plain, "2025-xuncha/001.html").endswith("/preview.png")
    assert picture_of(with_logo, "index.html").endswith("/logo.png")
    assert picture_of(with_small, "index.html").endswith("/preview.png")
    assert tree(plain)
