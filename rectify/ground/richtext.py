"""Small, safe Markdown: paragraphs, lists, emphasis, links, tables; never raw HTML."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

from markupsafe import Markup, escape

from rectify.ground.text import WIDE, join_lines

_SIGNS = re.compile(r"[*_`#\[\]<>&|~\\!]|^[ \t]*(?:[-+=]|\d+[.)]|:)[ \t-]|^[ \t]{4}|  $|https?:", re.MULTILINE)
_PARAGRAPHS = re.compile(r"\n[ \t]*\n\s*")
_HTML = re.compile(r"<[A-Za-z/!?][^>\n]*>?")
_IMAGE = re.compile(r"!\[[^\]\n]*\][(\[]")
_LINK = re.compile(r"\]\(")
_WHOLE_LINK = re.compile(
    r"\(\s*(?:<([^<>\s]*)>|((?:[^()<>\"'`\\\s]|\([^()<>\"'`\\\s]*\))*))(?:\s+(?:\"[^\"\n]*\"|'[^'\n]*'))?\s*\)"
)
_REFERENCE = re.compile(r"^ {0,3}(\[[^\]\n]+\]:[ \n]*<?(?:[A-Za-z][A-Za-z0-9+.-]*:|[./#]|www\.)\S*)", re.MULTILINE)
_NESTED = re.compile(r"^(?:(?:[ \t]*(?:>|(?:[-*+]|\d+[.)])[ \t])){9}|[ \t]{40}[ \t]*(?:[-*+>]|\d+[.)]))", re.MULTILINE)
_BRACKET = re.compile(r"\\.|[\[\]]", re.DOTALL)
_DEEPEST = 8
_MOST_BACKTICKS = 100
_MOST_BARS = 40
_BACKTICK = re.compile(r"\\.|(`)", re.DOTALL)
_WIDE_ROW = re.compile(rf"^(?:(?:[^|\\\n]|\\(?:.|$))*\|){{{_MOST_BARS + 1}}}", re.MULTILINE)
_AUTOLINK = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]*:[^<>\s]*)>")
_AUTOMAIL = re.compile(r"<[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+>")
_SAFE_TARGET = re.compile(
    r"(?:(?:https?://(?![^/?#]*@)|mailto:|tel:)[^\s<>\"'`\\]+|#[\w-]*|\.{0,2}/?[\w%-][\w./%-]*(?:#[\w-]*)?)\Z",
    re.IGNORECASE,
)
_LINK_REMEDY = "网址以 https:// 或 http:// 开头，邮箱以 mailto: 开头，电话以 tel: 开头；不是链接的，括号改用全角（）"
_UNIT = re.compile(r"\d(?<!\d\d)(?<!\d[.,]\d)[\d.,]*(?:余|多)?[万亿]?[\u4e00-\u9fff%‰]")
_TEXT = re.compile(r"(?<=>)[^<>]+(?=<)")
_INLINE_BREAK = re.compile(
    rf"(?:(?<=[{WIDE}])((?:</(?:a|em|strong|code)>)*)[ \t]*\n[ \t]*((?:<(?:a|em|strong|code)\b[^>]*>)*)(?=[{WIDE}\w])"
    rf"|(?<=\w)((?:</(?:a|em|strong|code)>)*)[ \t]*\n[ \t]*((?:<(?:a|em|strong|code)\b[^>]*>)*)(?=[{WIDE}]))"
)
_HREF = re.compile(r'(?<=<a) href="([^"]*)"')
_LINKED = re.compile(r'(<a href="([^"]*)"[^>]*>)(.*?)</a>', re.DOTALL)
_HOST = re.compile(r"https?://(?:[^/?#]*@)?([^/?#:]+)", re.IGNORECASE)
_GOVERNMENT = re.compile(r"(?:^|\.)gov\.cn\.?\Z", re.IGNORECASE)
_CELL = re.compile(r"<(t[hd])(?: [^>]*)?>")
_TAGS = re.compile(r"<[^>]+>")
_BLOCK = re.compile(r"<(/?)(p|ul|ol|table|blockquote|pre|dl)\b[^>]*>")


_TABLE = '<div class="table-region" role="region" aria-label="表格" tabindex="0"><table>'


class Fault(NamedTuple):
    """What in a text may not reach a page: where it begins, the rule, what it is, how to mend it."""

    offset: int
    code: str
    message: str
    remedy: str


def problems(text: str) -> Iterator[Fault]:
    """What *text* holds that may not reach a page."""
    for match in _HTML.finditer(text):
        if _AUTOMAIL.match(text, match.start()):
            continue
        if not (auto := _AUTOLINK.match(text, match.start())):
            message = f"正文里不能写 HTML 标签 {match[0][:20]}"
            yield Fault(match.start(), "V020", message, "去掉标签，只用 Markdown；要写小于号请用全角＜")
        elif not _SAFE_TARGET.match(auto[1]):
            yield Fault(match.start(), "V021", f"链接的地址不安全：{_shown(auto[1])}", _LINK_REMEDY)
    for match in _IMAGE.finditer(text):
        yield Fault(match.start(), "V021", "正文里不能插入图片", "删去图片，用文字说明")
    for match in _LINK.finditer(text):
        opening = max(text.rfind("[", 0, match.start()), 0)
        if text[:opening].endswith("!"):
            continue
        if message := _link_fault(text, match.end() - 1):
            yield Fault(opening, "V021", message, _LINK_REMEDY)
    for match in _REFERENCE.finditer(text):
        message = f"不能把链接的地址另写一行：{_shown(match[1])}"
        yield Fault(match.start(1), "V021", message, "直接写成 [文字](https://…)")
    yield from _too_deep(text)
    yield from _too_many(text)


def _too_deep(text: str) -> Iterator[Fault]:
    """What the Markdown library would take too long over: it looks for the other end of every bracket."""
    for match in _NESTED.finditer(text):
        remedy = "最多套八层；不是列表的，行首的 - 和 > 前面加反斜杠"
        yield Fault(match.start(), "V022", "列表或引用套得太深", remedy)
    depth = 0
    for bracket in _BRACKET.finditer(text) if text.count("[") > _DEEPEST else ():
        depth = max(depth + {"[": 1, "]": -1}.get(bracket[0], 0), 0)
        if depth > _DEEPEST:
            remedy = "补上另一半；不是链接的，改用六角括号〔〕"
            yield Fault(bracket.start(), "V022", "方括号套得太深，或者没有成对", remedy)
            return


def _too_many(text: str) -> Iterator[Fault]:
    """What takes the library the square of a text's length: it pairs backticks, and fills tables up to their width."""
    if text.count("`") > _MOST_BACKTICKS:
        ticks = [match.start() for match in _BACKTICK.finditer(text) if match[1]]
        if len(ticks) > _MOST_BACKTICKS:
            message = f"有 {len(ticks)} 个反引号 `，多得不正常"
            yield Fault(ticks[0], "V023", message, f"引用原文改用引号“”；最多 {_MOST_BACKTICKS} 个")
    if text.count("|") > _MOST_BARS and (match := _WIDE_ROW.search(text)):
        message = "一行里的竖线 | 多得不正常"
        yield Fault(match.start(), "V023", message, f"表格一行最多 {_MOST_BARS} 个竖线；太宽的拆成几个表格")


def _link_fault(text: str, start: int) -> str:
    """What is wrong with the link whose address stands in the round brackets at *start*.

    Only an address that reads the same to us, to the Markdown library and to a browser is right:
    browsers drop line breaks inside `javascript:`, and the library lets quotes and spaces pass.
    """
    whole = _WHOLE_LINK.match(text, start)
    target = (whole[1] or whole[2] or "") if whole else text[start + 1 :].partition(")")[0].strip()
    if not target:
        return "链接没有写地址"
    if whole and _SAFE_TARGET.match(target):
        return ""
    return f"链接的地址不安全：{_shown(target)}"


def _shown(target: str) -> str:
    return " ".join(target.split())[:30]


def blocks(text: str) -> tuple[Markup, ...]:
    """The HTML of *text*, one piece for each top-level block.

    A text without any Markdown sign never meets the Markdown library: most texts have none.
    """
    if not _SIGNS.search(text):
        return tuple(Markup(f"<p>{keep_units(str(escape(one)))}</p>") for one in _plain_paragraphs(text))  # noqa: S704
    made = _INLINE_BREAK.sub(lambda found: "".join(tag or "" for tag in found.groups()), _converter()(text))
    made = _CELL.sub(lambda found: '<th scope="col">' if found[1] == "th" else "<td>", made)
    made = _HREF.sub(lambda found: found[0] if _SAFE_TARGET.match(html.unescape(found[1])) else "", made)
    made = _LINKED.sub(_marked_external, made)
    made = _TEXT.sub(lambda found: keep_units(found[0]), made)
    pieces = (piece.replace("<table>", _TABLE).replace("</table>", "</table></div>") for piece in _top_level(made))
    return tuple(map(Markup, pieces))  # made from escaped text


def _plain_paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of a *text* without any Markdown sign."""
    return tuple(map(join_lines, _PARAGRAPHS.split(text.strip()))) if "\n" in text else (text.strip(),)


def visible(piece: str) -> str:
    """The words of a *piece* of HTML."""
    return html.unescape(_TAGS.sub("", piece.replace("</p><p>", "\n"))).strip()


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
    return f'{match[1]}{match[3]}<span class="external-note">（外部链接）</span></a>'


def keep_units(escaped: str) -> str:
    """Hold numbers and the unit after them on one line; *escaped* is escaped text without tags."""
    return _UNIT.sub(_held, escaped)


def _held(match: re.Match[str]) -> str:
    return f'<span class="nobr">{match[0]}</span>'


def _top_level(made: str) -> Iterator[str]:
    depth, start = 0, 0
    for tag in _BLOCK.finditer(made):
        depth += -1 if tag[1] else 1
        if depth == 0:
            yield made[start : tag.end()].strip()
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
