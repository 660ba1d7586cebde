"""A single value of a YAML file → the value of a field, by the field's kind: line, text, date, address and so on."""

from __future__ import annotations

import re
from collections import abc
from collections.abc import Callable
from dataclasses import Field, dataclass
from pathlib import PurePosixPath
from typing import Any, Final
from urllib.parse import urlsplit

from rectify.field import addresses
from rectify.field.config import Destination
from rectify.field.shape import members_of
from rectify.field.words import (
    COLOUR,
    EMAIL,
    PHONE,
    SLUG,
    URL,
    Article,
    Colour,
    Email,
    Line,
    MenuGoal,
    PagePath,
    PagePlace,
    Phone,
    Rich,
    Slug,
    Url,
)
from rectify.ground.dates import Moment, PartialDate
from rectify.ground.diagnostics import ENOUGH, Diagnostic, SourceError, Span, limit
from rectify.ground.headings import section_faults
from rectify.ground.rich_faults import Fault, faults_in
from rectify.ground.text import nearest
from rectify.source.nodes import Node, Scalar

Words = abc.Mapping[str, str]
MAX_SLUG: Final = 60
MAX_RICH: Final = 20_000
WRONG: Final = object()
_NUMBER: Final = re.compile(r"0|[1-9][0-9]{0,8}")
_PHONE: Final = re.compile(PHONE.pattern, re.ASCII)


@dataclass(slots=True)
class Reading:
    """The reading of one file: its *text* and *path*, identifiers by words that may stand for them, and what is wrong."""

    text: str
    path: PurePosixPath
    ids: Words
    problems: list[Diagnostic]

    def fail(self, node: Node, code: str, message: str, remedy: str) -> Any:
        """Note a problem at *node*; WRONG, which stands for the value."""
        self.note(Diagnostic(Span(self.path, node.line, node.column), code, message, remedy))
        return WRONG

    def note(self, problem: Diagnostic) -> None:
        """Note a problem; raises SourceError where there are enough of them."""
        self.problems.append(problem)
        if len(self.problems) >= ENOUGH:
            raise SourceError(limit(self.problems))

    def first_character(self, node: Node) -> str:
        """The character of the file with which *node* begins."""
        return self.text.split("\n")[node.line - 1][node.column - 1 : node.column]

    def inside(self, node: Scalar, offset: int) -> Span:
        """The place in the file of one character of a scalar, found by counting the equal characters before it."""
        character = node.text[offset]
        turn = node.text.count(character, 0, offset)
        for number, line in enumerate(self.text.split("\n")[node.line - 1 :], start=node.line):
            at = line.find(character, node.column - 1 if number == node.line else 0)
            while at >= 0:
                if not turn:
                    return Span(self.path, number, at + 1)
                turn -= 1
                at = line.find(character, at + 1)
        return Span(self.path, node.line, node.column)


def _line(reading: Reading, node: Scalar, field: Field[Any]) -> Any:
    text = node.text.strip()
    if "\n" in text:
        return reading.fail(node, "V009", f"“{field.metadata['name']}”只能写一行", "删去换行")
    if len(text) > (longest := field.metadata["longest"]):
        return reading.fail(
            node, "V010", f"“{field.metadata['name']}”有 {len(text)} 个字，太长", f"缩短到 {longest} 个字以内"
        )
    return text


def _rich(reading: Reading, node: Scalar, field: Field[Any]) -> Any:
    return _marked_text(reading, node, field, faults_in)


def _marked_text(
    reading: Reading, node: Scalar, field: Field[Any], faults: Callable[[str], abc.Iterable[Fault]]
) -> Any:
    """A text in small Markdown, in which *faults* finds what may not reach a page."""
    if len(node.text) > MAX_RICH:
        return reading.fail(node, "V010", f"“{field.metadata['name']}”有 {len(node.text)} 个字，太长", "分成几项来写")
    before = len(reading.problems)
    for fault in faults(node.text):
        reading.note(Diagnostic(reading.inside(node, fault.offset), fault.code, fault.message, fault.remedy))
    return WRONG if len(reading.problems) > before else node.text.strip()


def _integer(reading: Reading, node: Scalar, field: Field[Any]) -> Any:
    if _NUMBER.fullmatch(node.text):
        return int(node.text)
    bare = node.text.strip().lstrip("0")
    remedy = f"写作 {bare}" if _NUMBER.fullmatch(bare) else "写半角的阿拉伯数字，例如 13"
    return reading.fail(node, "V004", f"“{field.metadata['name']}”不是整数：{node.text[:20]}", remedy)


def _boolean(reading: Reading, node: Scalar, field: Field[Any]) -> Any:
    if node.text in ("true", "false"):
        return node.text == "true"
    return reading.fail(
        node,
        "V004",
        f"“{field.metadata['name']}”只能写 true 或 false，这里是 {node.text[:20]}",
        "true 表示是，false 表示否",
    )


def _parse(
    reading: Reading, node: Scalar, field: Field[Any], parse: Callable[[str], Any], words: tuple[str, str]
) -> Any:
    # words: what it should be, and its remedy
    try:
        return parse(node.text)
    except ValueError:
        what, remedy = words
        return reading.fail(node, "V002", f"“{field.metadata['name']}”不是{what}：{node.text[:20]}", remedy)


def _slug(reading: Reading, node: Scalar, field: Field[Any]) -> Any:
    if len(node.text) <= MAX_SLUG and SLUG.match(node.text) and not addresses.NOT_A_FILE.match(node.text):
        return node.text
    suggestion = reading.ids.get(node.text) or reading.ids.get(nearest(node.text, reading.ids) or "")
    remedy = "只用英文小写字母、数字和连字符，例如 decisions"
    if reading.ids:
        remedy = (f"是不是 {suggestion}？" if suggestion else "") + f"这里写 {field.metadata['hint']}"
    if SLUG.match(node.text):
        remedy = f"换一个名字：{MAX_SLUG} 个字符以内，不用 index、con、nul 等另有用处的"
    return reading.fail(node, "V005", f"“{field.metadata['name']}”的写法不对：{node.text[:40]}", remedy)


def _url(reading: Reading, node: Scalar, field: Field[Any]) -> Any:
    remedy = "写完整的网址，以 https:// 或 http:// 开头"
    try:
        parts = urlsplit(node.text)
        whole = bool(parts.hostname) and "@" not in parts.netloc and parts.port != 0
    except ValueError:  # brackets or a port that are none
        whole = False
    if URL.match(node.text) and whole:
        return node.text
    return reading.fail(node, "V006", f"“{field.metadata['name']}”的写法不对：{node.text[:40]}", remedy)


def _menu_goal(reading: Reading, node: Scalar, field: Field[Any]) -> Any:
    words = list(members_of(Destination))
    if node.text in words or addresses.PAGE_PLACE.match(node.text):
        return node.text
    if "/" in node.text[:8] or "." in node.text:
        return _url(reading, node, field) if ":" in node.text else _form(reading, node, field, _NEVER, ("V011", _GOAL))
    suggestion = nearest(node.text, words)
    remedy = (
        f"是不是“{suggestion}”？" if suggestion else ""
    ) + f"可以写：{'、'.join(words)}，专栏里的位置，或者完整的网址"
    return reading.fail(node, "V003", f"“{field.metadata['name']}”不能是“{node.text[:20]}”", remedy)


def _form(reading: Reading, node: Scalar, field: Field[Any], shape: re.Pattern[str], error: tuple[str, str]) -> Any:
    # error: its rule code and its remedy
    if shape.match(node.text):
        return node.text
    return reading.fail(node, error[0], f"“{field.metadata['name']}”的写法不对：{node.text[:40]}", error[1])


_WHERE: Final = (
    "从专栏的首页算起，例如 2024-xuncha/013.html，整个文件夹写成 2024-xuncha/；"
    "开头不写 http 和斜线，只用英文字母、数字、点、连字符和下划线"
)
_GOAL: Final = "别的栏目写完整的网址，以 https:// 开头；本专栏里的从专栏的首页算起，例如 2024-xuncha/013.html"
_DATE: Final = ("日期", "写成 2024-07-30、2024-07 或 2024，并且确有这一天")
_MOMENT: Final = ("时间", "写成 2024-12-30 12:23，并且确有这一刻")
_NEVER: Final = re.compile(r"(?!)")
Reader = Callable[[Reading, Scalar, Field[Any]], Any]
SCALARS: dict[Any, Reader] = {
    Line: _line,
    Rich: _rich,
    Article: lambda d, n, f: _marked_text(d, n, f, section_faults),
    MenuGoal: _menu_goal,
    Colour: lambda d, n, f: _form(d, n, f, COLOUR, ("V012", '写成 "#1a4f8b" 这样的六位颜色值，外面加引号')),
    int: _integer,
    bool: _boolean,
    PartialDate: lambda d, n, f: _parse(d, n, f, PartialDate.parse, _DATE),
    Moment: lambda d, n, f: _parse(d, n, f, Moment.parse, _MOMENT),
    Slug: _slug,
    Url: _url,
    PagePath: lambda d, n, f: _form(d, n, f, addresses.PAGE_PATH, ("V011", _WHERE)),
    PagePlace: lambda d, n, f: _form(d, n, f, addresses.PAGE_PLACE, ("V011", _WHERE)),
    Phone: lambda d, n, f: _form(d, n, f, _PHONE, ("V007", "只写一个号码，用半角数字，写上区号，例如 0100-1234567")),
    Email: lambda d, n, f: _form(d, n, f, EMAIL, ("V008", "例如 jubao@example.gov.cn")),
}
