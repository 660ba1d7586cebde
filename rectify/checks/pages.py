"""What every made page must have: tags, one title, headings in order, names for everything."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path, PurePosixPath
from typing import Final

from bs4 import BeautifulSoup, Tag

from rectify.ground.diagnostics import Diagnostic, Span

SITE_TAGS: Final = ("SiteName", "SiteDomain", "SiteIDCode")
COLUMN_TAGS: Final = ("ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType")
ARTICLE_TAGS: Final = ("ArticleTitle", "PubDate", "ContentSource")
_PUBLISHED = re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}\Z")
_OUTSIDE = re.compile(r"(?:https?:)?//", re.IGNORECASE)
MAX_PAGE_BYTES: Final = 100 * 1024


def check_pages(folder: Path, paths: Iterable[PurePosixPath]) -> Iterator[Diagnostic]:
    """What in the pages at *paths* in the finished site *folder* breaks a rule of the field."""
    for path in paths:
        if path.suffix != ".html":
            continue
        page = BeautifulSoup((folder / path).read_bytes(), "html.parser")
        at = Span(path)
        for check in (_tags, _structure, _names, _self_contained):
            for code, message, remedy in check(page):
                yield Diagnostic(at, code, message, remedy)


_Finding = tuple[str, str, str]


def _tags(page: BeautifulSoup) -> Iterator[_Finding]:
    """G-01 … G-05: the tags of government pages."""
    metas = [(str(m["name"]), str(m.get("content", ""))) for m in page.select("meta[name]")]
    tags = dict(metas)
    for name in (*SITE_TAGS, *COLUMN_TAGS):
        if not tags.get(name):
            yield "H001", f"缺少页面标签 {name}", "在 site.yaml 里填上对应的一项（G-01、G-02）"
    if any(name in tags for name in ARTICLE_TAGS):
        for name in ARTICLE_TAGS:
            if not tags.get(name):
                yield "H001", f"缺少页面标签 {name}", "在 round.yaml 里填上对应的一项（G-03）"
        if not _PUBLISHED.match(tags.get("PubDate", "")):
            yield "H002", f"PubDate 的写法不对：{tags.get('PubDate', '')}", "写成 2024-12-30 12:23（G-04）"
    for name, count in Counter(name.lower() for name, _ in metas).items():
        if count > 1:
            yield "H003", f"页面标签 {name} 出现了 {count} 次", "只留一个（G-05）"


def _structure(page: BeautifulSoup) -> Iterator[_Finding]:
    """A-01, A-09, A-11: language, title, one first heading, no level skipped, landmarks."""
    if page.html is None or page.html.get("lang") != "zh-CN":
        yield "H010", "页面没有写明语言", '<html lang="zh-CN">（A-11）'
    if page.title is None or not page.title.get_text(strip=True):
        yield "H011", "页面没有标题", "写上 <title>（A-09）"
    levels = [int(heading.name[1]) for heading in page.find_all(re.compile(r"h[1-6]\Z"))]
    if levels.count(1) != 1:
        yield "H012", f"一级标题有 {levels.count(1)} 个", "每页只要一个 h1（A-01）"
    for before, after in pairwise(levels):
        if after > before + 1:
            yield "H013", f"标题从 h{before} 跳到 h{after}", "标题要逐级往下（A-01）"
    for name in ("header", "main", "footer"):
        if page.find(name) is None:
            yield "H014", f"页面没有 <{name}>", "恢复模板里的这一部分（G-10）"
    first = page.find("a")
    if not isinstance(first, Tag) or first.get("href") != "#main":
        yield "H015", "第一个链接不是“跳到正文”", "恢复模板里的 skip-link（A-09）"


def _names(page: BeautifulSoup) -> Iterator[_Finding]:
    """A-09, 4.1.2: ids are unique, and every link, image and table says what it is."""
    ids = Counter(str(element["id"]) for element in page.select("[id]"))
    for name, count in ids.items():
        if count > 1:
            yield "H020", f"编号 {name} 出现了 {count} 次", "同一页里的 id 不能重复"
    for link in page.find_all("a"):
        if not link.get_text(strip=True) and not link.get("aria-label"):
            yield "H021", f"链接没有文字：{link.get('href', '')}", "给链接写上文字（A-09）"
    for image in page.find_all("img"):
        if image.get("alt") is None:
            yield "H022", f"图片没有替代文字：{image.get('src', '')}", "写上 alt（1.1.1）"
    for cell in page.select("table th"):
        if not cell.get("scope") and not cell.get("class"):
            yield "H023", "表头没有写明管哪一行或哪一列", '写上 scope="col" 或 scope="row"（A-01）'


def _self_contained(page: BeautifulSoup) -> Iterator[_Finding]:
    """G-26, W-05, W-16: nothing inline, nothing from outside, no page too heavy."""
    for element in page.select("[style], style, script:not([src]):not([type='application/ld+json'])"):
        yield "H030", f"页面里有内嵌的样式或脚本：<{element.name}>", "放到 static/ 里（W-05）"
    for element, name in [(e, "src") for e in page.select("[src]")] + [
        (e, "href") for e in page.select("link[rel~=stylesheet], link[rel~=icon]")
    ]:
        if _OUTSIDE.match(str(element.get(name))):
            yield "H031", f"页面用了外部的资源：{element.get(name)}", "把文件放到 static/ 里（G-26）"
    size = len(page.encode())
    if size > MAX_PAGE_BYTES:
        yield (
            "H032",
            f"页面有 {size // 1024} KB，超过 {MAX_PAGE_BYTES // 1024} KB",
            "缩短内容，或者调小每页的行数（G-17）",
        )
