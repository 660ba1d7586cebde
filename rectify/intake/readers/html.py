"""Web pages → lines: what a browser would show, with the article told from what surrounds it."""

from __future__ import annotations

import re
from typing import Final

from bs4 import BeautifulSoup

from rectify.intake.readers.html_article import article_of
from rectify.intake.readers.html_lines import Page
from rectify.intake.readers.lines import SourceText
from rectify.intake.readers.text import decoded

_DECLARED: Final = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE
)
_HEAD: Final = 4096


def read_html(data: bytes, name: str) -> SourceText:
    """The lines of the page *data*, its surroundings marked as such. Raises SourceError for an unknown encoding."""
    declared = _DECLARED.search(data[:_HEAD])
    text, doubts = decoded(data, name, declared[1].decode("ascii", "replace") if declared else "")
    soup = BeautifulSoup(text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd"), "html.parser")
    page = Page(article_of(soup))
    page.read(soup)
    around = sum(1 for line in page.lines if line.chrome)
    told = [(0, doubt) for doubt in doubts]
    if around:
        told.append((0, f"网页里有 {around} 行像是栏目、导航、页脚，没有当作正文；核对有没有认错"))
    return SourceText(name, tuple(page.lines), tuple(dict.fromkeys([*told, *page.doubts])))
