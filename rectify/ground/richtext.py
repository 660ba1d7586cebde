"""Small, safe Markdown: paragraphs, lists, emphasis, links, tables; never raw HTML."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

from markupsafe import Markup, escape

from rectify.ground.text import join_lines

_SIGNS = re.compile(r"[*_`#\[\]<>&|~\\!]|^[ \t]*(?:[-+=]|\d+[.)]|:)[ \t-]|^[ \t]{4}|  $|https?:", re.MULTILINE)
_PARAGRAPHS = re.compile(r"\n[ \t]*\n\s*")
_HTML = re.compile(r"<[A-Za-z/!?][^>\n]*>?")
_LINK = re.compile(r"!?\[[^\]\n]*\](?:\(\s*<?([^)\s>]*)|:\s*<?(\S*))")
_AUTOLINK = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]*:[^>\s]*)>")
_SAFE_TARGET = re.compile(r"(?:https?://|mailto:|tel:|#|\.{0,2}/?[\w%-][\w./%-]*(?:#[\w-]*)?\Z)", re.IGNORECASE)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_UNIT = re.compile(r"(\d[\d.,]*(?:余|多)?[万亿]?[\u4e00-\u9fff%‰])")
_TEXT = re.compile(r"(?<=>)[^<>]+(?=<)")
_BLOCK = re.compile(r"<(/?)(p|ul|ol|table|blockquote|pre|dl)\b[^>]*>")


def problems(text: str) -> Iterator[tuple[int, str, str]]:
    """What *text* holds that may not reach a page: offset, what it is, how to mend it."""
    for found in _HTML.finditer(text):
        if not (auto := _AUTOLINK.match(text, found.start())):
            yield (
                found.start(),
                f"正文里不能写 HTML 标签 {found[0][:20]}",
                "去掉标签，只用 Markdown；要写小于号请用全角＜",
            )
        elif not _safe(auto[1]):
            yield (
                found.start(),
                f"链接的地址不安全：{auto[1][:30]}",
                "链接只能以 https://、http://、mailto: 或 tel: 开头",
            )
    for found in _LINK.finditer(text):
        if found[0].startswith("!"):
            yield found.start(), "正文里不能插入图片", "删去图片，用文字说明"
        elif not _safe(target := found[1] or found[2] or ""):
            yield (
                found.start(),
                f"链接的地址不安全：{target[:30]}",
                "链接只能以 https://、http://、mailto: 或 tel: 开头",
            )


def _safe(target: str) -> bool:
    if not _SAFE_TARGET.match(target):
        return False
    return not _SCHEME.match(target) or target.lower().startswith(("http:", "https:", "mailto:", "tel:"))


def blocks(text: str) -> tuple[Markup, ...]:
    """The HTML of *text*, one piece for each top-level block.

    A text without any Markdown sign never meets the Markdown library: most texts have none.
    """
    if not _SIGNS.search(text):
        return tuple(
            Markup("<p>{}</p>").format(keep_units(str(escape(join_lines(paragraph)))))
            for paragraph in _PARAGRAPHS.split(text.strip())
        )
    html = _TEXT.sub(lambda found: keep_units(found[0]), join_lines(_converter()(text)))
    return tuple(Markup(piece) for piece in _top_level(html))  # noqa: S704 - made from escaped text


def inline(text: str) -> Markup:
    """The HTML of a one-paragraph *text* without its `<p>`."""
    pieces = blocks(text)
    if len(pieces) == 1 and pieces[0].startswith("<p>"):
        return pieces[0][3:-4]
    return Markup("").join(pieces)


def keep_units(html: str) -> Markup:
    """Hold numbers and the unit after them on one line; *html* is escaped text without tags."""
    return Markup(_UNIT.sub(r'<span class="nobr">\1</span>', html))  # noqa: S704 - already escaped


def _top_level(html: str) -> Iterator[str]:
    depth, start = 0, 0
    for tag in _BLOCK.finditer(html):
        depth += -1 if tag[1] else 1
        if depth == 0:
            yield html[start : tag.end()].strip()
            start = tag.end()


@cache
def _converter() -> Callable[[str], str]:
    """Python-Markdown with every way to raw HTML, images, code blocks and headings taken out."""
    import markdown  # noqa: PLC0415 - costs more than a small build; most texts never need it

    converter = markdown.Markdown(extensions=["tables"], output_format="html")
    references = ("reference", "short_reference", "image_link", "image_reference", "short_image_ref")
    blocks_out = ("code", "hashheader", "setextheader", "reference", "hr")
    for registry, names in (
        (converter.preprocessors, ("html_block",)),
        (converter.inlinePatterns, ("html", *references)),
        (converter.parser.blockprocessors, blocks_out),
    ):
        for name in names:
            registry.deregister(name)
    return lambda text: converter.reset().convert(text)
