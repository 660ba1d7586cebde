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
from itertools import chain, pairwise
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

_INSIDE: Final = r"""[^>"']*(?:(?:"[^"]*"|'[^']*')[^>"']*)*>"""
"""The rest of a tag after its name."""
_TAG: Final = re.compile(
    rf"<(?:!--.*?-->|((?i:(script|style))\b{_INSIDE}).*?</(?i:\2)\s*>|([a-zA-Z][a-zA-Z0-9]*{_INSIDE}))", re.DOTALL
)
_ATTRIBUTE: Final = re.compile(r"""([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?""")
_NAME: Final = re.compile(r"(?<=\w)(?=\W)")
_ANY_TAG: Final = re.compile(r"<[^>]*>")
_DESCRIBED: Final = re.compile(r"""<img\b[^>]*?\salt=(?:"([^"]*)"|'([^']*)')[^>]*>""", re.IGNORECASE)
_LOADED: Final = frozenset({"stylesheet", "icon"})
_HEADINGS: Final = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_SPEAKING: Final = frozenset(["title", "a"])
_TELLING: Final = frozenset(["html", "meta", "header", "main", "footer", "img", "th", *_SPEAKING])

PageFault = tuple[str, str, str]
"""A rule's code, what is wrong, how to mend it."""


class _Tag(NamedTuple):
    """An opening tag: its element's name, its attributes, and what is wrong with it on any page."""

    name: str
    attributes: Mapping[str, str]
    faults: tuple[PageFault, ...]


class _Page(NamedTuple):
    """The opening tags of a page or of a part of it in order, by the names in `_TELLING`, and the links without a text."""

    tags: tuple[_Tag, ...]
    kinds: Mapping[str, tuple[_Tag, ...]]
    silent: tuple[_Tag, ...]
    """Those of its titles and links that have no text inside."""

    def attributes_of(self, name: str) -> Iterator[Mapping[str, str]]:
        """The attributes of each element with that *name*."""
        return (tag.attributes for tag in self.kinds.get(name, ()))


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
    """
    ours = [path for path in paths if addresses.is_page(path)]
    looks = results_of(partial(_faults_of_file, folder, has_code=has_code), ours, jobs)
    yield from page_diagnostics(watch(zip(ours, looks, strict=True)))


def page_diagnostics(looks: Iterable[tuple[str, Iterable[PageFault]]]) -> Iterator[Diagnostic]:
    """The diagnostics on pages, given the path of each and its faults.

    The same fault on several pages has one cause and is reported once, for the first of them.
    """
    pages_by_fault: defaultdict[PageFault, list[str]] = defaultdict(list)
    for path, faults in looks:
        for fault in faults:
            pages_by_fault[fault].append(path)
    for (code, message, remedy), pages in pages_by_fault.items():
        others = f"（另有 {len(pages) - 1} 页也是）" if len(pages) > 1 else ""
        yield Diagnostic(Span(PurePosixPath(min(pages))), code, f"{message}{others}", remedy)


def _faults_of_file(folder: Path, path: str, *, has_code: bool) -> frozenset[PageFault]:
    return page_faults(path, (folder / path).read_bytes(), has_code=has_code)


def page_faults(path: str, data: bytes, *, has_code: bool) -> frozenset[PageFault]:
    """What is wrong with the finished page *data* at *path*; *has_code* is that of `check_pages`."""
    page = _read(data.decode("utf-8"))
    faults = {*chain(_tags(page, has_code=has_code), _structure(page), _names(page))}
    faults.update(*(tag.faults for tag in page.tags if tag.faults))
    if len(data) > MAX_PAGE_BYTES and not addresses.is_whole_notice(path):  # long by nature (F-07)
        message = f"页面有 {len(data) // 1024} KB，超过 {MAX_PAGE_BYTES // 1024} KB"
        faults.add(("H032", message, "缩短这一页上的文字，或者分成几个问题（G-17）"))
    return frozenset(faults)


def _read(source: str) -> _Page:
    """The tags of a page; its header and footer are the same on many pages, and are read once."""
    if "<!--" in source:  # either may be inside a comment
        return _read_part(source)
    head, header, rest = _cut(source, "header")
    main, footer, end = _cut(rest, "footer")
    parts = (_read_part(head), _read_shared(header), _read_part(main), _read_shared(footer), _read_part(end))
    kinds = {name: tuple(chain.from_iterable(part.kinds.get(name, ()) for part in parts)) for name in _TELLING}
    tags = tuple(chain.from_iterable(part.tags for part in parts))
    return _Page(tags, kinds, tuple(chain.from_iterable(part.silent for part in parts)))


def _cut(source: str, name: str) -> tuple[str, str, str]:
    """What stands before the first element with that *name*, the element, and what stands behind it."""
    before, begin, rest = source.partition(f"<{name}")
    inside, end, behind = rest.partition(f"</{name}>")
    return before, begin + inside + end, behind


def _read_part(source: str) -> _Page:
    tags: list[_Tag] = []
    kinds: defaultdict[str, list[_Tag]] = defaultdict(list)
    silent: list[_Tag] = []
    for match in _TAG.finditer(source):
        if raw := match[1] or match[3]:
            tag = _tag(raw)
            tags.append(tag)
            if tag.name in _TELLING:
                kinds[tag.name].append(tag)
            if tag.name in _SPEAKING and not _has_text(source, tag.name, match.end()):
                silent.append(tag)
    return _Page(tuple(tags), {name: tuple(own) for name, own in kinds.items()}, tuple(silent))


_read_shared = lru_cache(maxsize=256)(_read_part)


def _has_text(source: str, name: str, begin: int) -> bool:
    """Whether the element *name* whose content begins at *begin* has a text, or an image that says what it shows."""
    if source[begin : source.find("<", begin)].strip():
        return True
    inside = source[begin : source.find(f"</{name}", begin)]
    return bool(_ANY_TAG.sub("", _DESCRIBED.sub(r"\1\2", inside)).strip())


@lru_cache(maxsize=4096)
def _tag(raw: str) -> _Tag:
    """The tag that is written as *raw*, without its `<`; cached, since most tags are the same on all pages."""
    name, *rest = _NAME.split(raw[:-1], maxsplit=1)
    attributes = {
        name.lower(): html.unescape(quoted or single or bare)
        for name, quoted, single, bare in _ATTRIBUTE.findall("".join(rest))
    }
    return _Tag(name.lower(), attributes, tuple(_self_contained(name.lower(), attributes)))


def _tags(page: _Page, *, has_code: bool) -> Iterator[PageFault]:
    """G-01 … G-05: the tags of government pages."""
    metas = [
        (attributes["name"], attributes.get("content", ""))
        for attributes in page.attributes_of("meta")
        if "name" in attributes
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


def _structure(page: _Page) -> Iterator[PageFault]:
    """A-01, A-09, A-11: language, title, one first heading, no level skipped, landmarks."""
    if not any(attributes.get("lang") == "zh-CN" for attributes in page.attributes_of("html")):
        yield "H010", "页面没有写明语言", '<html lang="zh-CN">（A-11）'
    if len(page.kinds.get("title", ())) == sum(tag.name == "title" for tag in page.silent):
        yield "H011", "页面没有标题", "写上 <title>（A-09）"
    levels = [int(tag.name[1]) for tag in page.tags if tag.name in _HEADINGS]
    if levels.count(1) != 1:
        yield "H012", f"一级标题有 {levels.count(1)} 个", "每页只要一个 h1（A-01）"
    for before, after in pairwise(levels):
        if after > before + 1:
            yield "H013", f"标题从 h{before} 跳到 h{after}", "标题要逐级往下（A-01）"
    for name in ("header", "main", "footer"):
        if not page.kinds.get(name):
            yield "H014", f"页面没有 <{name}>", "恢复模板里的这一部分（G-10）"
    if next((attributes.get("href") for attributes in page.attributes_of("a")), None) != "#main":
        yield "H015", "第一个链接不是“跳到正文”", "恢复模板里的 skip-link（A-09）"


def _names(page: _Page) -> Iterator[PageFault]:
    """A-09, 4.1.2: ids are unique, and every link, image and table says what it is."""
    ids = Counter(tag.attributes["id"] for tag in page.tags if "id" in tag.attributes)
    for name, count in ids.items():
        if count > 1:
            yield "H020", f"编号 {name} 出现了 {count} 次", "同一页里的 id 不能重复"
    for tag in page.silent:
        if tag.name == "a" and not tag.attributes.get("aria-label"):
            yield "H021", f"链接没有文字：{tag.attributes.get('href', '')}", "给链接写上文字（A-09）"
    for attributes in page.attributes_of("img"):
        if "alt" not in attributes:
            yield "H022", f"图片没有替代文字：{attributes.get('src', '')}", "写上 alt（1.1.1）"
    for attributes in page.attributes_of("th"):
        if not attributes.get("scope") and not attributes.get("class"):
            yield "H023", "表头没有写明管哪一行或哪一列", '写上 scope="col" 或 scope="row"（A-01）'


def _self_contained(name: str, attributes: Mapping[str, str]) -> Iterator[PageFault]:
    """G-26, W-05, W-16: nothing inline, nothing from outside."""
    script = name == "script" and "src" not in attributes and attributes.get("type") != "application/ld+json"
    if "style" in attributes or name == "style" or script:
        yield "H030", f"页面里有内嵌的样式或脚本：<{name}>", "放到 static/ 里（W-05）"
    loaded = name == "link" and not _LOADED.isdisjoint(attributes.get("rel", "").split())
    for address in (attributes.get("src"), attributes.get("href") if loaded else None):
        if address and _OUTSIDE.match(address):
            yield "H031", f"页面用了外部的资源：{address}", "把文件放到 static/ 里（G-26）"
