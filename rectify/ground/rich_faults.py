"""What a small-Markdown text may not hold: HTML, unsafe links, and whatever the page would show otherwise than it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from rectify.ground.richtext import SAFE_TARGET, has_signs, shown_words
from rectify.ground.visible import LINK_TARGET, doubtful_stars, refused_references, seen_text

_HTML = re.compile(r"<[A-Za-z/!?][^>\n]*>?")
_IMAGE = re.compile(r"!\[[^\]\n]*\][(\[]")
_WORD = re.compile(r"\w+\Z")
_LINK = re.compile(r"\]\(")
_REFERENCE = re.compile(r"^ {0,3}(\[[^\]\n]+\]:[ \n]*<?(?:[A-Za-z][A-Za-z0-9+.-]*:|[./#]|www\.)\S*)", re.MULTILINE)
_NESTED = re.compile(r"^(?:(?:[ \t]*(?:>|(?:[-*+]|\d+[.)])[ \t])){9}|[ \t]{40}[ \t]*(?:[-*+>]|\d+[.)]))", re.MULTILINE)
_BRACKET = re.compile(r"\\.|[\[\]]", re.DOTALL)
_DEEPEST = 8
_MAX_BACKTICKS = 100
_MAX_BARS = 40
_BACKTICK = re.compile(r"\\.|(`)", re.DOTALL)
_WIDE_ROW = re.compile(rf"^(?:(?:[^|\\\n]|\\(?:.|$))*\|){{{_MAX_BARS + 1}}}", re.MULTILINE)
_AUTOLINK = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]*:[^<>\s]*)>")
_AUTOMAIL = re.compile(r"<[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+>")
_LINK_REMEDY = "网址以 https:// 或 http:// 开头，邮箱以 mailto: 开头，电话以 tel: 开头；不是链接的，括号改用全角（）"
_SHAPES = re.compile(r"^[ \t>]*\*(?=[ \t])|[\s>|:+-]", re.MULTILINE)
"""Signs of lists, quotations and tables, and what folds: the page shows these in its own way."""


class Fault(NamedTuple):
    """A part of a text that must not be shown: its offset, the code of the rule, message and remedy."""

    offset: int
    code: str
    message: str
    remedy: str


def faults_in(text: str) -> Iterator[Fault]:
    """What *text* holds that may not reach a page."""
    if not has_signs(text):
        return
    faults = tuple(_faults(text))
    yield from faults or _unlike_the_page(text)


def _faults(text: str) -> Iterator[Fault]:
    for match in _HTML.finditer(text):
        if _AUTOMAIL.match(text, match.start()):
            continue
        if not (auto := _AUTOLINK.match(text, match.start())):
            message = f"正文里不能写 HTML 标签 {match[0][:20]}"
            yield Fault(match.start(), "V020", message, "去掉标签，只用 Markdown；要写小于号请用全角＜")
        elif not SAFE_TARGET.match(auto[1]):
            yield Fault(match.start(), "V021", f"链接的地址不安全：{_excerpt(auto[1])}", _LINK_REMEDY)
    for match in _IMAGE.finditer(text):
        yield Fault(match.start(), "V021", "正文里不能插入图片", "照片写进 photos，见 python3 build.py docs photos")
    for match in _LINK.finditer(text):
        opening = max(text.rfind("[", 0, match.start()), 0)
        if text[:opening].endswith("!"):
            continue
        if message := _link_fault(text, match.end() - 1):
            yield Fault(opening, "V021", message, _LINK_REMEDY)
    for match in _REFERENCE.finditer(text):
        message = f"不能把链接的地址另写一行：{_excerpt(match[1])}"
        yield Fault(match.start(1), "V021", message, "直接写成 [文字](https://…)")
    yield from _misleading(text)
    yield from _too_deep(text)
    yield from _too_many(text)


def _misleading(text: str) -> Iterator[Fault]:
    """References that are shown as another character than is written, or not at all."""
    for mark in refused_references(text):
        remedy = (
            f"直接写 {mark.shown}" if mark.shown.isprintable() and mark.shown.strip() else "删去它；要空格就直接空一格"
        )
        message = f"{text[mark.start : mark.end][:20]} 看不出是什么字，也能躲过检查"
        yield Fault(mark.start, "V024", message, remedy)
    for start in doubtful_stars(text):
        remedy = "乘号写成 ×，隐去的字写成“某”；要强调的，写成 **文字**，前后不要紧挨着“和”“与”"
        yield Fault(start, "V025", "这里的 * 会被当作强调的记号，不会显示", remedy)


def _unlike_the_page(text: str) -> Iterator[Fault]:
    """Where the page would show other characters than stand in *text*, whatever the library makes of it."""
    visible = seen_text(text)
    typed, on_page = _SHAPES.sub("", visible.text), _SHAPES.sub("", shown_words(text))
    if typed == on_page:
        return
    alike = next(
        (place for place, pair in enumerate(zip(typed, on_page, strict=False)) if len(set(pair)) > 1), len(on_page)
    )
    shapes = {place for match in _SHAPES.finditer(visible.text) for place in range(*match.span())}
    places = [place for place in range(len(visible.text)) if place not in shapes] or [0]
    place = places[min(alike, len(places) - 1)]
    start = visible.places[place] if visible.places else place
    remedy = "表格每一行的格数要与表头一样多；不是记号的，前面加反斜杠"
    words = text[start : start + 12].partition("\n")[0]
    yield Fault(start, "V026", f"从“{words}”起，网页上显示的和这里写的不一样", remedy)


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
    if text.count("`") > _MAX_BACKTICKS:
        ticks = [match.start() for match in _BACKTICK.finditer(text) if match[1]]
        if len(ticks) > _MAX_BACKTICKS:
            message = f"有 {len(ticks)} 个反引号 `，多得不正常"
            yield Fault(ticks[0], "V023", message, f"引用原文改用引号“”；最多 {_MAX_BACKTICKS} 个")
    if text.count("|") > _MAX_BARS and (match := _WIDE_ROW.search(text)):
        message = "一行里的竖线 | 多得不正常"
        yield Fault(match.start(), "V023", message, f"表格一行最多 {_MAX_BARS} 个竖线；太宽的拆成几个表格")


def _link_fault(text: str, start: int) -> str:
    """What is wrong with the link whose address stands in the round brackets at *start*.

    Only an address that reads the same to us, to the Markdown library and to a browser is right:
    browsers drop line breaks inside `javascript:`, and the library lets quotes and spaces pass.
    """
    whole = LINK_TARGET.match(text, start)
    target = (whole[1] or whole[2] or "") if whole else text[start + 1 :].partition(")")[0].strip()
    if not target:
        return "链接没有写地址"
    if whole and _WORD.match(target):
        return f"括号里不像地址：{_excerpt(target)}"
    if whole and SAFE_TARGET.match(target):
        return ""
    return f"链接的地址不安全：{_excerpt(target)}"


def _excerpt(target: str) -> str:
    return " ".join(target.split())[:30]
