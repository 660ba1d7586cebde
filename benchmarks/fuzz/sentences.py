"""Everyday sentences, put into the fields of an issue the way hands do it: shown exactly, or told."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from random import Random
from typing import Final

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

from rectify.field.canonical import canonical_text
from rectify.field.model import Issue
from rectify.ground.diagnostics import SourceError
from rectify.ground.richtext import blocks
from rectify.ground.visible import strip_marks
from rectify.source.decode import decode

AT: Final = PurePosixPath("content/2025-a/001.yaml")
_WORDS: Final = r"""
更换 三台水泵 超期未检 农村公路养护 不到位 共5户 已完成80% 3号线 第12条 甲 一是 整改
#3号线 3#泵 #3 # ## 5# A#b C#
3*4*5米 10㎡ 1/3 5*8小时 2×3 长*宽*高 张*、李* 王**和李** M8*30 * ** *注 （*） 138****8000 6222****1234
_ __ a_b_c 姓名：____ _甲_ 第_页
[附件] 见表 [附件](见表) [1] ［一］ {甲} 乙} 〔2024〕5号 （一） (2) 【注】 《办法》 《办 ] [ ( ) { } | a|b || <5米 >5米 <甲> >= ->
： : 标题:内容 标题：内容 时间: 9:30 12:23:05 title: status:已完成 https://www.example.gov.cn/a_b*c?d=1&e=2 http://x.cn
“引号” "引 引" ‘单’ 'it's 's ' " ''
、 ， 。 ； … —— - -5℃ + = ~ ~~ ! ? @某 & AT&T %5 5% $ ^ 　 １２ ＡＢ ＃３
1. 2. 3. 03. 2024. 1.5 2024.5.1 1) 2） 1、 - * + > 2024-05-01 2024年5月 ① 0.5 no yes null ~ true 007 1e3 0x1F
&nbsp; &amp; &#51; &#x202e; &copy; --- === <<<<<<< ... ---- *** ___
"""
_PIECES: Final = (*_WORDS.split(), "\u3000", " ", "  ")
_HEAD: Final = "number: 1\ncategory: decisions\nstatus: 已完成\n"
_COMMENT: Final = re.compile(r"(?:^|\s)#+(?:\s|$|-(?:\s|$)|[A-Za-z_]+:(?:\s|$)|[-=*~_]+\s*$)")
_SET_OFF: Final = re.compile(
    r"(?<![^\W_])(?<!\*)(\*{1,3})(?=[^\W_]|[“‘《（【〔「『(\[<&])([^*]*?[^\s*])\1(?!\*)|(\*\*)(?=[^\s*])([^*]*?[^\s*])\3(?!\*)"
)
_QUOTE: Final = re.compile("[\"']")
_LEADING: Final = re.compile(r"^(?:[\s>]|[-+*](?=\s|$))+", re.MULTILINE)


def sentence(chance: Random) -> str:
    """A few pieces of what people write, one after the other, on one line."""
    return "".join(chance.choice(_PIECES) + chance.choice(("", "", " ")) for _ in range(chance.randint(1, 6))).strip()


def sentence_input(chance: Random) -> tuple[int, list[str]]:
    """A way of writing, and the sentences that are written so."""
    return chance.randrange(len(_WAYS)), [sentence(chance) or "甲" for _ in range(3)]


_PLAIN_WAYS: Final = (
    "title: {0}\nproblem: 甲\nmeasures: [乙]\n",
    "title: 甲\nproblem: {0}\nmeasures:\n  - {1}\n  - {2}\n",
    "title: 甲\nproblem: {0}\n  {1}\nmeasures:\n- {2}\n",
    "title: 甲\nproblem: 乙\nmeasures:\n  - {0}\n    - {1}\n  - {2}\n",
    "title: 甲\nproblem: 乙\nmeasures:\n  - {0}\n    {1}\n  - text: {2}\n",
    "title: 甲\nproblem: 乙\nnote: {0}\nmeasures:\n  - {1}\n  　- {2}\n",
    "title: 甲\nproblem: >\n  {0}\n  {1}\n\n  {2}\nmeasures: [乙]\n",
)
_OTHER_WAYS: Final = (
    'title: "{0}"\nproblem: "{1}"\nmeasures:\n  - "{2}"\n',
    "title: '{0}'\nproblem: '{1}'\nmeasures:\n  - '{2}'\n",
    "title: 甲\nproblem: |\n  {0}\n  {1}\n\n  {2}\nmeasures: [乙]\n",
    "title: 甲\nproblem: |\n  　　{0}\n  　　{1}\n\n    {2}\nmeasures: [乙]\n",
    "title: 甲\nproblem: |\n　　{0}\n　　{1}\nmeasures: [乙]\nnote: {2}\n",
    "title: 甲\nproblem: |\n  {0}\n\n  - {1}\n  - {2}\nmeasures: [乙]\n",
    "title: 甲\nproblem: |\n  {0}\n   {1}\n  {2}\nmeasures: [乙]\n",
    "title: 甲\nproblem: 乙\nmeasures:\n  - |\n    {0}\n  - |-\n    {1}\n\n    {2}\n",
)
_WAYS: Final = (*_PLAIN_WAYS, *_OTHER_WAYS)


def sentence_faults(given: tuple[int, list[str]]) -> Iterator[str]:
    """What a reader of the file sees in it is on the page, in the record, and in what the checks read."""
    way, said = given
    form = _WAYS[way]
    if way == _WAYS.index(_OTHER_WAYS[1]):
        said = [one.replace("'", "''") for one in said]
    written = _HEAD + form.format(*said)
    try:
        issue = decode(written, AT, Issue)
    except SourceError:
        return
    is_plain = form in _PLAIN_WAYS or "note: {2}" in form or (form == _OTHER_WAYS[0] and '"' in "".join(said))
    if is_plain and any(_COMMENT.search(one) or one.startswith("#") for one in said):
        return  # comments, as YAML and people agree
    said = [one.replace("''", "'") for one in said] if form == _OTHER_WAYS[1] else said
    rich = [issue.problem, *(measure.text for measure in issue.measures), issue.note]
    page = issue.title + "".join(map(_shown, rich))
    used = [one for place, one in enumerate(said) if f"{{{place}}}" in form]
    missing = next((one for one in used if not _stands_in(one, page)), None)
    if missing is not None and not _stands_in(" ".join(used), page):
        yield f"{missing!r} is not shown: {page!r} from {written!r}"
    if _bare(_LEADING.sub("", issue.problem)) and _letters(strip_marks(issue.problem)) != _letters(
        _shown(issue.problem)
    ):
        yield f"the checks read {strip_marks(issue.problem)!r}, the page shows {_shown(issue.problem)!r}"
    if _letters(_shown(issue.problem)) not in _letters(canonical_text(issue)):
        yield f"the record lacks {_shown(issue.problem)!r}"


def _stands_in(one: str, page: str) -> bool:
    typed, there = _LEADING.sub("", one), _bare(page)
    resolved = html.unescape(typed)
    emphasised = _SET_OFF.sub(lambda match: match[2] or match[4], resolved)
    linked = re.sub(r"<(https?://[^<>\s]*)>", r"\1", emphasised)
    if typed[:1] in ("'", '"'):  # a quotation to YAML
        linked, there = _QUOTE.sub("", linked), f"{there} {_QUOTE.sub('', there)}"
    forms = [_bare(form) for form in (typed, resolved, emphasised, linked)]
    return any(form in there or _unlisted(form) in _unlisted(there) for form in forms)


def _bare(text: str) -> str:
    return "".join(text.split())


def _unlisted(text: str) -> str:
    """Without the signs of lists, quotations and tables, which the page shows in its own way."""
    return re.sub(r"[-+>|]", "", text)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def _shown(text: str) -> str:
    return "\n".join(_words(BeautifulSoup(str(piece), "html.parser")) for piece in blocks(text)) if text else ""


def _words(tag: Tag) -> str:
    """The words of *tag* as browsers show them: items of lists with their numbers, remarks of the page left out."""
    parts: list[str] = []
    number = int(str(tag.get("start", "1"))) if tag.name == "ol" else 0
    for child in tag.children:
        if isinstance(child, NavigableString):
            parts.append(str(child))
        elif isinstance(child, Tag) and "external-note" not in (child.get("class") or ()):
            if child.name == "li" and tag.name == "ol":
                number = int(str(child.get("value", number)))
                parts.append(f"\n{number}. ")
                number += 1
            parts.append(_words(child))
    return "".join(parts)
