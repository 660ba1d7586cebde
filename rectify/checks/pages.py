"""What every made page must have: tags, one title, headings in order, names for everything.

The pages are our own templates': well-formed and escaped, so that a pattern reads their tags
exactly, twenty times as fast as a parser that must also understand everybody else's.
"""

from __future__ import annotations

import html
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache, partial
from itertools import pairwise
from pathlib import Path, PurePosixPath
from typing import Any, Final, NamedTuple

from rectify.engine.workers import results_of
from rectify.field import addresses
from rectify.ground.diagnostics import Diagnostic, Span

SITE_TAGS: Final = ("SiteName", "SiteDomain")
CODE_TAG: Final = "SiteIDCode"
COLUMN_TAGS: Final = ("ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType")
TOLD_BY_SITE: Final = ("ColumnKeywords",)
"""Tags that may be empty: fields that `site.yaml` lacks are reported there, once (C006)."""
ARTICLE_TAGS: Final = ("ArticleTitle", "PubDate", "ContentSource")
_PUBLISHED = re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}\Z")
_OUTSIDE = re.compile(r"(?:https?:)?//", re.IGNORECASE)
MAX_PAGE_BYTES: Final = 100 * 1024

_ATTRIBUTES: Final = r"""((?:\s+[^\s"'<>/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?)*)\s*/?>"""
_TAG: Final = re.compile(
    rf"<!--.*?-->|<(script|style)\b{_ATTRIBUTES}.*?</\1\s*>|<([a-z][a-z0-9]*){_ATTRIBUTES}", re.IGNORECASE | re.DOTALL
)
_ATTRIBUTE: Final = re.compile(r"""([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?""")
_ANY_TAG: Final = re.compile(r"<[^>]*>")
_DESCRIBED: Final = re.compile(r"""<img\b[^>]*?\salt=(?:"([^"]*)"|'([^']*)')[^>]*>""", re.IGNORECASE)
_LOADED: Final = frozenset({"stylesheet", "icon"})
_TELLING: Final = frozenset(
    ["html", "title", "header", "main", "footer", "a", "img", "th", "h1", "h2", "h3", "h4", "h5", "h6"]
)
"""Tags that are looked at even without attributes."""

_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")


class _Element(NamedTuple):
    """An opening tag with its attributes, and the offset where its content begins."""

    name: str
    attributes: Mapping[str, str]
    end: int


class _Page(NamedTuple):
    """The HTML of a page, its opening tags in order, and its opening tags by element name."""

    source: str
    elements: tuple[_Element, ...]
    kinds: Mapping[str, list[_Element]]

    def elements_named(self, name: str) -> list[_Element]:
        return self.kinds.get(name, [])

    def text(self, element: _Element) -> str:
        """The text inside *element*, with what its images show; it must not contain another of the same name."""
        close = self.source.find(f"</{element.name}", element.end)
        return _ANY_TAG.sub("", _DESCRIBED.sub(r"\1\2", self.source[element.end : close])).strip()


def own_pages(root: Path, paths: Iterable[str]) -> Iterator[str]:
    """The pages among *paths* that the project *root* makes itself, without those copied from `static/root`."""
    return (path for path in paths if addresses.is_page(path) and not (root / "static/root" / path).exists())


def check_pages(
    folder: Path,
    paths: Iterable[str],
    jobs: int = 1,
    watch: Callable[[Iterable[Any]], Iterable[Any]] = iter,
    *,
    has_code: bool = True,
) -> Iterator[Diagnostic]:
    """The diagnostics on the pages at *paths* in the finished site *folder*, looked at by up to *jobs* processes.

    *watch* shows how far it has come: it is given the pages as they are done, and gives them on. A site that has no code of
    government sites, by *has_code*, has no tag for it (G-06).

    The same fault on several pages has one cause and is reported once, for the first of them.
    """
    pages_by_fault: defaultdict[_Finding, list[str]] = defaultdict(list)
    ours = [path for path in paths if addresses.is_page(path)]
    for path, faults in watch(
        zip(ours, results_of(partial(_faults, folder, has_code=has_code), ours, jobs), strict=True)
    ):
        for fault in faults:
            pages_by_fault[fault].append(path)
    for (code, message, remedy), pages in pages_by_fault.items():
        others = f"（另有 {len(pages) - 1} 页也是）" if len(pages) > 1 else ""
        yield Diagnostic(Span(PurePosixPath(min(pages))), code, f"{message}{others}", remedy)


_Finding = tuple[str, str, str]
"""A rule's code, what is wrong, how to mend it."""


def _faults(folder: Path, path: str, *, has_code: bool) -> set[_Finding]:
    data = (folder / path).read_bytes()
    page = _read(data.decode("utf-8"))
    faults = {
        fault
        for check in (partial(_tags, has_code=has_code), _structure, _names, _self_contained)
        for fault in check(page)
    }
    if len(data) > MAX_PAGE_BYTES and not addresses.is_whole_notice(path):  # long by nature (F-07)
        message = f"页面有 {len(data) // 1024} KB，超过 {MAX_PAGE_BYTES // 1024} KB"
        faults.add(("H032", message, "缩短这一页上的文字，或者分成几个问题（G-17）"))
    return faults


def _read(source: str) -> _Page:
    elements: list[_Element] = []
    kinds: defaultdict[str, list[_Element]] = defaultdict(list)
    for tag in _TAG.finditer(source):
        block, inside, name, attributes = tag.groups()
        if block or attributes or (name and name.lower() in _TELLING):
            element = _Element((block or name).lower(), _attributes(inside if block else attributes), tag.end())
            elements.append(element)
            kinds[element.name].append(element)
    return _Page(source, tuple(elements), kinds)


@lru_cache(maxsize=2048)
def _attributes(raw: str) -> Mapping[str, str]:
    """The attributes of a tag from its source; cached, since most tags are the same on all pages."""
    return {
        name.lower(): html.unescape(quoted or single or bare) for name, quoted, single, bare in _ATTRIBUTE.findall(raw)
    }


def _tags(page: _Page, *, has_code: bool) -> Iterator[_Finding]:
    """G-01 … G-05: the tags of government pages."""
    metas = [
        (meta.attributes["name"], meta.attributes.get("content", ""))
        for meta in page.elements_named("meta")
        if "name" in meta.attributes
    ]
    tags = dict(metas)
    for name in (*SITE_TAGS, *([CODE_TAG] if has_code else []), *COLUMN_TAGS):
        if not tags.get(name) and not (name in tags and name in TOLD_BY_SITE):
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


def _structure(page: _Page) -> Iterator[_Finding]:
    """A-01, A-09, A-11: language, title, one first heading, no level skipped, landmarks."""
    if not any(element.attributes.get("lang") == "zh-CN" for element in page.elements_named("html")):
        yield "H010", "页面没有写明语言", '<html lang="zh-CN">（A-11）'
    if not any(map(page.text, page.elements_named("title"))):
        yield "H011", "页面没有标题", "写上 <title>（A-09）"
    levels = [int(element.name[1]) for element in page.elements if element.name in _HEADINGS]
    if levels.count(1) != 1:
        yield "H012", f"一级标题有 {levels.count(1)} 个", "每页只要一个 h1（A-01）"
    for before, after in pairwise(levels):
        if after > before + 1:
            yield "H013", f"标题从 h{before} 跳到 h{after}", "标题要逐级往下（A-01）"
    for name in ("header", "main", "footer"):
        if not page.elements_named(name):
            yield "H014", f"页面没有 <{name}>", "恢复模板里的这一部分（G-10）"
    if [link.attributes.get("href") for link in page.elements_named("a")[:1]] != ["#main"]:
        yield "H015", "第一个链接不是“跳到正文”", "恢复模板里的 skip-link（A-09）"


def _names(page: _Page) -> Iterator[_Finding]:
    """A-09, 4.1.2: ids are unique, and every link, image and table says what it is."""
    ids = Counter(element.attributes["id"] for element in page.elements if "id" in element.attributes)
    for name, count in ids.items():
        if count > 1:
            yield "H020", f"编号 {name} 出现了 {count} 次", "同一页里的 id 不能重复"
    for link in page.elements_named("a"):
        if not link.attributes.get("aria-label") and not page.text(link):
            yield "H021", f"链接没有文字：{link.attributes.get('href', '')}", "给链接写上文字（A-09）"
    for image in page.elements_named("img"):
        if "alt" not in image.attributes:
            yield "H022", f"图片没有替代文字：{image.attributes.get('src', '')}", "写上 alt（1.1.1）"
    for cell in page.elements_named("th"):
        if not cell.attributes.get("scope") and not cell.attributes.get("class"):
            yield "H023", "表头没有写明管哪一行或哪一列", '写上 scope="col" 或 scope="row"（A-01）'


def _self_contained(page: _Page) -> Iterator[_Finding]:
    """G-26, W-05, W-16: nothing inline, nothing from outside."""
    for element in page.elements:
        name, attributes = element.name, element.attributes
        script = name == "script" and "src" not in attributes and attributes.get("type") != "application/ld+json"
        if "style" in attributes or name == "style" or script:
            yield "H030", f"页面里有内嵌的样式或脚本：<{name}>", "放到 static/ 里（W-05）"
        loaded = name == "link" and not _LOADED.isdisjoint(attributes.get("rel", "").split())
        for address in (attributes.get("src"), attributes.get("href") if loaded else None):
            if address and _OUTSIDE.match(address):
                yield "H031", f"页面用了外部的资源：{address}", "把文件放到 static/ 里（G-26）"
