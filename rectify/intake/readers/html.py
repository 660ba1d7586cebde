"""Web pages, single files (mht) too → lines: what a browser would show, the article told from what surrounds it."""

from __future__ import annotations

import email
import re
from email.message import Message
from typing import Final

from bs4 import BeautifulSoup
from bs4.element import Tag

from rectify.intake.readers.html_article import article_of, layouts_in
from rectify.intake.readers.html_lines import Page
from rectify.intake.readers.html_looks import hidden_classes
from rectify.intake.readers.lines import DAMAGE, SourceText, refusal
from rectify.intake.readers.signs import subscript, superscript
from rectify.intake.readers.text import decode

_DAMAGED = ("I006", "文件损坏或者不完整，里面没有网页", "在浏览器里重新保存为“网页，仅 HTML”，再导入")


def page_in(data: bytes, name: str) -> tuple[bytes, str]:
    """The first page in the mht *data*, and the encoding that its head declares ("" for none).

    Raises SourceError (I006) where there is none.
    """
    try:
        message = email.message_from_bytes(data)
        parts = [part for part in message.walk() if part.get_content_type() in ("text/html", "text/plain")]
        parts.sort(key=lambda part: part.get_content_type())  # html before plain; the first of each stays first
        found = next(((body, part) for part in parts if (body := _body(part)).strip()), None)
    except DAMAGE as error:
        raise refusal(name, *_DAMAGED) from error
    if found is None:
        raise refusal(name, *_DAMAGED)
    return found[0], found[1].get_content_charset("")


def _body(part: Message) -> bytes:
    body = part.get_payload(decode=True)
    return body if isinstance(body, bytes) else b""


_DECLARED: Final = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE
)
_HEAD: Final = 4096


def read_html(data: bytes, name: str, charset: str = "") -> SourceText:
    """The lines of the page *data*, its surroundings marked as such. Raises SourceError for an unknown encoding.

    *charset* is the encoding that what brought the page says of it; else the page is asked.
    """
    declared = _DECLARED.search(data[:_HEAD])
    text, doubts = decode(data, name, charset or (declared[1].decode("ascii", "replace") if declared else ""))
    soup = BeautifulSoup(text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd"), "html.parser")
    _write_signs(soup)
    styles = hidden_classes("".join(style.get_text() for style in soup.find_all("style")))
    page = Page(_whole_tables(soup, article_of(soup)), styles)
    page.take(soup)
    around = sum(1 for line in page.lines if line.chrome)
    told = [(0, doubt) for doubt in doubts]
    if around:
        told.append((0, f"网页里有 {around} 行像是栏目、导航、页脚，没有当作正文；核对有没有认错"))
    return SourceText(name, tuple(page.lines), tuple(dict.fromkeys([*told, *page.doubts])))


def _whole_tables(soup: BeautifulSoup, article: Tag) -> Tag:
    """The *article*, or what holds it where it is part of a table that says something."""
    layouts = layouts_in(soup)
    for tag in (article, *article.parents):
        if tag.name == "table" and id(tag) not in layouts:
            article = tag.parent or soup
    return article


def _write_signs(soup: BeautifulSoup) -> None:
    """Put in characters what the page only draws: raised and lowered digits, fractions."""
    for tag in soup.find_all(["sup", "sub"]):
        text = tag.get_text()
        shown = superscript(text) if tag.name == "sup" else subscript(text)
        if shown != text:
            tag.string = shown
    for tag in soup.find_all("math"):
        tag.replace_with(_linear(tag))


def _linear(tag: Tag) -> str:
    """A formula on one line: fractions with a stroke, exponents raised."""
    parts = [
        _linear(child) if isinstance(child, Tag) else str(child).strip()
        for child in tag.children
        if isinstance(child, Tag) or str(child).strip()
    ]
    if tag.name == "mfrac":
        return "/".join(parts)
    if tag.name in ("msup", "msub") and len(parts) > 1:
        return parts[0] + (superscript if tag.name == "msup" else subscript)("".join(parts[1:]))
    return "" if tag.name in ("annotation", "annotation-xml") else "".join(parts)
