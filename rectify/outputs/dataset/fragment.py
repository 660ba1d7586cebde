"""The whole notice as the body of an article, to be pasted into a bureau's own CMS (W-12).

Only headings, paragraphs, lists, tables and links: such editors drop or garble everything else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import urljoin

from markupsafe import Markup, escape

from rectify.site.issue_view import Paragraph
from rectify.site.whole_view import WholeIssue, WholeView

KEPT: Final = frozenset("h2 h3 p br ol ul li table thead tbody tr th td blockquote strong em code a".split())
"""The tags that the fragment may hold."""

_TAG: Final = re.compile(r"<(/?)([a-z0-9]+)([^>]*)>")
_HREF: Final = re.compile(r' href="([^"]*)"')


def fragment(view: WholeView) -> bytes:
    """The body of the article: UTF-8, no class, style, script or picture, every link a full address."""
    return "".join(f"{line}\n" for line in _lines(view)).encode()


def plain_html(markup: str, base: str) -> str:
    """*markup* without the tags and attributes that only our own pages need; links start from *base*."""

    def allowed_tag(tag: re.Match[str]) -> str:
        close, name, attributes = tag.groups()
        if name not in KEPT:
            return ""
        address = _HREF.search(attributes) if name == "a" else None
        return f'<a href="{urljoin(base, address[1])}">' if address else f"<{close}{name}>"

    return _TAG.sub(allowed_tag, markup)


def _lines(view: WholeView) -> Iterator[str]:
    base = view.meta.canonical
    yield from (plain_html(html, base) for html in view.introduction)
    for group in view.groups:
        yield f"<h2>{escape(group.title)}</h2>"
        for issue in group.issues:
            yield from _issue(issue, base)
    if view.closing:
        yield "<h2>下一步</h2>"
        yield from (plain_html(html, base) for html in view.closing)
    yield f"<p>{escape(view.author)}</p>"
    yield f"<p>{escape(view.written)}</p>"
    yield f'<p>逐项查看：<a href="{escape(view.round_url)}">{escape(view.round_url)}</a></p>'


def _issue(issue: WholeIssue, base: str) -> Iterator[str]:
    yield f"<h3>{issue.number}. {escape(issue.title)}</h3>"
    for html in issue.note:
        yield plain_html(html, base)
    for section in issue.sections:
        yield f"<p><strong>{section.title}</strong></p>"
        if len(section.paragraphs) == 1:
            yield _dated_html(section.paragraphs[0], base)
        elif section.id == "wenti":
            yield from (_dated_html(paragraph, base) for paragraph in section.paragraphs)
        else:
            yield "<ol>"
            yield from (f"<li>{_unwrap(_dated_html(paragraph, base))}</li>" for paragraph in section.paragraphs)
            yield "</ol>"
    yield "<p><strong>整改结果</strong></p>"
    yield f"<p>{escape(issue.outcome)}</p>"
    if issue.figures:
        yield "<p><strong>关键数字</strong></p>"
        yield "<ol>"
        yield from (f"<li>{escape(figure)}</li>" for figure in issue.figures)
        yield "</ol>"
    for name, value in issue.facts:
        yield f"<p>{escape(name)}：{escape(value)}</p>"


def _dated_html(paragraph: Paragraph, base: str) -> str:
    """A paragraph's HTML, its day in brackets at its beginning."""
    html = plain_html(paragraph.html, base)
    if not paragraph.when:
        return html
    when = escape(f"（{paragraph.when}）")
    return f"<p>{when}{html[3:]}" if html.startswith("<p>") else f"<p>{when}</p>{html}"


def _unwrap(html: str) -> str:
    """A list item without the paragraph around its text, if it has only one."""
    alone = html.startswith("<p>") and html.endswith("</p>") and html.count("<p>") == 1
    return Markup(html[3:-4]) if alone else html  # noqa: S704 - made from escaped text
