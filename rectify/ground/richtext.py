"""Small, safe Markdown: paragraphs, lists, emphasis, links, tables; never raw HTML."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from functools import cache

from markupsafe import Markup, escape

from rectify.ground.text import WIDE, join_lines
from rectify.ground.visible import literal_stars

_SIGNS = re.compile(r"[*`#\[\]<>&|~\\!]|^[ \t]*(?:[-+=]|\d+[.)]|:)[ \t-]|^[ \t]{4}|  $|https?:", re.MULTILINE)
_PARAGRAPHS = re.compile(r"\n[ \t]*\n\s*")
SAFE_TARGET = re.compile(
    r"(?:(?:https?://(?![^/?#]*@)|mailto:|tel:)[^\s<>\"'`\\]+|#[\w-]*|\.{0,2}/?[\w%-][\w./%-]*(?:#[\w-]*)?)\Z",
    re.IGNORECASE,
)
_UNIT = re.compile(r"\d(?<!\d\d)(?<!\d[.,]\d)[\d.,]*(?:余|多)?[万亿]?[\u4e00-\u9fff%‰]")
_KEPT = re.compile(
    r"(?:[0-9]{4}年)?[0-9]{1,2}月[0-9]{1,2}日|[0-9]{4}年[0-9]{1,2}月|[第共][0-9]+[版页号段]"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2}(?: [0-9]{2}:[0-9]{2})?"
)
"""Dates, and the numbers of versions, pages, issues and paragraphs."""
_TEXT = re.compile(r"(?<=>)[^<>]+(?=<)")
_INLINE_BREAK = (
    rf"(?:(?<=[{WIDE}])((?:</(?:a|em|strong|code)>)*)[ \t]*\n[ \t]*((?:<(?:a|em|strong|code)\b[^>]*>)*)(?=[{WIDE}\w])"
    rf"|(?<=\w)((?:</(?:a|em|strong|code)>)*)[ \t]*\n[ \t]*((?:<(?:a|em|strong|code)\b[^>]*>)*)(?=[{WIDE}]))"
)
_HREF = re.compile(r'(?<=<a) href="([^"]*)"')
_LINKED = re.compile(r'(<a href="([^"]*)"[^>]*>)(.*?)</a>', re.DOTALL)
_HOST = re.compile(r"https?://(?:[^/?#]*@)?([^/?#:]+)", re.IGNORECASE)
_GOVERNMENT = re.compile(r"(?:^|\.)gov\.cn\.?\Z", re.IGNORECASE)
_CELL = re.compile(r"<(t[hd])(?: [^>]*)?>")
_TAGS = re.compile(r"<[^>]+>")
_NUMBERED = re.compile(r"^([ >]*(?:[-*+] +)*)(\d+)\.( +)(?=\S)", re.MULTILINE)
_NO_QUOTATION = re.compile(r"^( *)>(?![ >\n])", re.MULTILINE)
"""More than: >5米."""
_MAX_DIGITS = 3
"""What begins a line with more digits and a stop is a year or an amount, not an item of a list."""
_NUMBER, _NUMBER_END = "\ufdd0", "\ufdd1"
"""Noncharacters, which no source file may hold, around an item's own number on its way through the library."""
_KEPT_NUMBER = re.compile(f"{_NUMBER}([0-9]*){_NUMBER_END}")
_LIST_TAG = re.compile(rf"<(/?)(ol|ul|li)((?: [^>]*)?)>(\s*(?:<p>)?)(?:{_NUMBER}([0-9]+){_NUMBER_END})?")
_ITEM = re.compile(r'<ol(?: start="([0-9]+)")?>|<ul>|</[ou]l>|<li(?: value="([0-9]+)")?>(?:\s*<p>)?')
_EXTERNAL = '<span class="external-note">（外部链接）</span>'
_BLOCK = re.compile(r"<(/?)(p|ul|ol|table|blockquote|pre|dl)\b[^>]*>")


_TABLE = '<div class="table-region" role="region" aria-label="表格" tabindex="0"><table>'


def blocks(text: str) -> tuple[Markup, ...]:
    """The HTML of *text*, one piece for each top-level block.

    A text without any Markdown sign never meets the Markdown library: most texts have none.
    """
    if not _SIGNS.search(text):
        return tuple(Markup(f"<p>{keep_units(str(escape(one)))}</p>") for one in _plain_paragraphs(text))  # noqa: S704
    marked = (_LINKED.sub(_marked_external, piece) for piece in _pieces(text))
    return tuple(Markup(_TEXT.sub(lambda match: keep_units(match[0]), piece)) for piece in marked)  # noqa: S704 - made from escaped text


def _pieces(text: str) -> Iterator[str]:
    """The HTML of each top-level block of *text*, without what only eases reading."""
    markup = re.sub(
        _INLINE_BREAK, lambda match: "".join(tag or "" for tag in match.groups()), _converter()(_prepare(text))
    )
    markup = _CELL.sub(lambda match: '<th scope="col">' if match[1] == "th" else "<td>", markup)
    markup = _HREF.sub(lambda match: match[0] if SAFE_TARGET.match(html.unescape(match[1])) else "", markup)
    markup = _with_numbers(markup)
    return (piece.replace("<table>", _TABLE).replace("</table>", "</table></div>") for piece in _top_level(markup))


def _prepare(text: str) -> str:
    """*text* for the Markdown library: signs that it would misread are escaped, numbers of items go along."""
    if "*" in text:
        stars = frozenset(literal_stars(text))
        text = "".join(f"\\{one}" if place in stars else one for place, one in enumerate(text)) if stars else text
    return _NUMBERED.sub(_prepared_number, _NO_QUOTATION.sub(r"\1\>", text))


def _prepared_number(match: re.Match[str]) -> str:
    number = match[2]
    if len(number) > _MAX_DIGITS or not number.isascii() or (number[0] == "0" and len(number) > 1):
        return f"{match[1]}{number}\\.{match[3]}"
    return f"{match[0]}{_NUMBER}{number}{_NUMBER_END}"


def _with_numbers(markup: str) -> str:
    """The HTML *markup*, whose lists count as they were written: where the next number is not one more, it is said."""
    if _NUMBER not in markup:
        return markup
    awaited: list[int] = []

    def tag(match: re.Match[str]) -> str:
        closing, name, attributes, gap, number = match.groups()
        if name == "li" and not closing and number and awaited:
            if awaited[-1] != int(number):
                attributes = f' value="{number}"'
            awaited[-1] = int(number) + 1
        elif name != "li" and closing:
            awaited.pop()
        elif name != "li":
            awaited.append(int("".join(filter(str.isdigit, attributes)) or 1))
        return f"<{closing}{name}{attributes}>{gap}"

    return _KEPT_NUMBER.sub("", _LIST_TAG.sub(tag, markup))


def _plain_paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of a *text* without any Markdown sign."""
    return tuple(map(join_lines, _PARAGRAPHS.split(text.strip()))) if "\n" in text else (text.strip(),)


def visible(piece: str) -> str:
    """The words of a *piece* of HTML, with the numbers that lists show."""
    if "<ol" in piece:
        piece = _numbers_as_words(piece)
    return html.unescape(_TAGS.sub("", piece.replace("</p><p>", "\n"))).strip()


def _numbers_as_words(piece: str) -> str:
    counts: list[int | None] = []

    def tag(match: re.Match[str]) -> str:
        if match[0].startswith("</"):
            counts.pop()
        elif match[0].startswith("<li"):
            count = counts[-1]
            if count is not None:
                count = int(match[2] or count)
                counts[-1] = count + 1
                return f"{match[0]}{count}. "
        else:
            counts.append(int(match[1] or 1) if match[0].startswith("<ol") else None)
        return match[0]

    return _ITEM.sub(tag, piece)


def visible_blocks(text: str) -> tuple[str, ...]:
    """The words of each of the `blocks` of *text*."""
    if not _SIGNS.search(text):
        return tuple(map(str.strip, _plain_paragraphs(text)))
    return tuple(map(visible, blocks(text)))


def visible_text(text: str) -> str:
    """The words of all `blocks` of *text* together."""
    if not _SIGNS.search(text):
        return "\n".join(_plain_paragraphs(text)).strip()
    return visible("".join(blocks(text)))


def has_signs(text: str) -> bool:
    """Whether anything in *text* may be a sign of Markdown: most texts have none."""
    return _SIGNS.search(text) is not None


def shown_words(text: str) -> str:
    """The words of all `blocks` of *text* as they were written, without remarks of the page's own."""
    return visible("".join(_pieces(text)))


def plain(text: str) -> str:
    """The words of all `blocks` of *text* on one line."""
    if _SIGNS.search(text):
        return " ".join(shown_words(text).split())
    return " ".join(join_lines(text).split()) if "\n" in text or "  " in text else text.strip()


def inline(text: str) -> Markup:
    """The HTML of a one-paragraph *text* without its `<p>`."""
    pieces = blocks(text)
    if len(pieces) == 1 and pieces[0].startswith("<p>"):
        return pieces[0][3:-4]
    return Markup("").join(pieces)


def is_foreign(url: str) -> bool:
    """Whether *url* leads to another site that is no public body's: readers are told before they go (G-23)."""
    match = _HOST.match(url)
    return match is not None and not _GOVERNMENT.search(match[1])


def _marked_external(match: re.Match[str]) -> str:
    if not is_foreign(html.unescape(match[2])):
        return match[0]
    return f"{match[1]}{match[3]}{_EXTERNAL}</a>"


def keep_units(escaped: str) -> str:
    """Hold numbers and the unit after them on one line; *escaped* is escaped text without tags."""
    return _UNIT.sub(r'<span class="nobr">\g<0></span>', escaped)


def keep_together(text: object) -> Markup:
    """*text*, escaped, with each date and each number of a version, page or issue held on one line where it fits."""
    return Markup(_KEPT.sub(r'<span class="unbroken">\g<0></span>', str(escape(text))))  # noqa: S704 - made from escaped text


def _top_level(markup: str) -> Iterator[str]:
    depth, start = 0, 0
    for tag in _BLOCK.finditer(markup):
        depth += -1 if tag[1] else 1
        if depth == 0:
            yield markup[start : tag.end()].strip()
            start = tag.end()


@cache
def _converter() -> Callable[[str], str]:
    """Python-Markdown with every way to raw HTML, images, code blocks and headings taken out."""
    import markdown  # noqa: PLC0415 - costs more than a small build; most texts never need it

    converter = markdown.Markdown(extensions=["tables", "sane_lists"], output_format="html")
    references = ("reference", "short_reference", "image_link", "image_reference", "short_image_ref")
    blocks_out = ("code", "hashheader", "setextheader", "reference", "hr")
    for registry, names in (
        (converter.preprocessors, ("html_block",)),
        (converter.inlinePatterns, ("html", *references)),
        (converter.parser.blockprocessors, blocks_out),
    ):
        for name in names:
            registry.deregister(name)
    if converter.delimiters is not None:
        converter.delimiters.remove("_")  # people fill in forms with it: 姓名：_张某_
    return lambda text: converter.reset().convert(text)
