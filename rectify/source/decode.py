"""A tree of nodes → a typed record, with every mistake found on the way.

One rule for each kind of field, read off the record's type hints. A record that has one single
field without a default may be written as that field alone: a measure is usually just its text.
"""

from __future__ import annotations

import re
from collections import abc
from collections.abc import Callable
from dataclasses import MISSING, Field, dataclass
from enum import Enum
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit

from rectify.field import addresses
from rectify.field.config import Destination
from rectify.field.shape import (
    blank_of,
    fields_of,
    hints,
    is_record,
    is_required,
    item_of,
    members_of,
    required_of,
    shorthand,
)
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
from rectify.ground.dates import BLANK, Moment, PartialDate
from rectify.ground.diagnostics import ENOUGH, Diagnostic, SourceError, Span, limited
from rectify.ground.headings import section_faults
from rectify.ground.rich_faults import Fault, faults_in
from rectify.ground.text import nearest
from rectify.source.lost_text import TEXT_IN_BRACKETS
from rectify.source.nodes import Mapping, Node, Scalar, Sequence
from rectify.source.yamltree import parse

Record = TypeVar("Record")
FieldPath = tuple[str | int, ...]
Words = abc.Mapping[str, str]
MAX_SLUG: Final = 60
MAX_RICH: Final = 20_000
_WRONG: Final = object()
_NO_IDS: Final[Words] = MappingProxyType({})
_NUMBER: Final = re.compile(r"0|[1-9][0-9]{0,8}")
_PHONE: Final = re.compile(PHONE.pattern, re.ASCII)
_EMPTY: Final = ("", "~", "null")


def decode(
    text: str, path: PurePosixPath, kind: type[Record], ids: Words = _NO_IDS, blanks: list[Diagnostic] | None = None
) -> Record:
    """The record of *kind* that the YAML *text* of the file *path* describes.

    *ids* are identifiers by the Chinese words that people may write in their stead. Raises
    SourceError with every problem found; but that a text or date that must be there is not filled in is noted
    in *blanks*, if given, and `shape.blank_of` stands for it.
    """
    tree = parse(text, path)
    decoder = _Decoder(text, path, ids, [], blanks)
    record = decoder.record(tree, kind)
    if decoder.problems:
        raise SourceError(limited(decoder.problems))
    return record  # type: ignore[no-any-return]


def locate(text: str, path: PurePosixPath, where: FieldPath) -> Span:
    """The place in the YAML *text* of the field at *where*, such as `("measures", 0, "due")`."""
    return located(parse(text, path), path, where)


def located(tree: Node, path: PurePosixPath, where: FieldPath) -> Span:
    """The same for a *tree* that was parsed already."""
    node = tree
    for step in where:
        following = child(node, step)
        if following is None:
            break
        node = following
    return Span(path, node.line, node.column)


def child(node: Node | None, step: str | int) -> Node | None:
    """The value of the field, or the item of the list, that is called *step* in *node*; None if there is none."""
    if isinstance(node, Mapping):
        return next((value for key, value in node.pairs if isinstance(key, Scalar) and key.text == step), None)
    if isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
        return node.items[step]
    return None


@dataclass(slots=True)
class _Decoder:
    text: str
    path: PurePosixPath
    ids: Words
    problems: list[Diagnostic]
    blanks: list[Diagnostic] | None

    def fail(self, node: Node, code: str, message: str, remedy: str) -> Any:
        self.note(Diagnostic(Span(self.path, node.line, node.column), code, message, remedy))
        return _WRONG

    def lack(self, value: Any, place: Node, code: str, message: str, remedy: str) -> Any:
        """The *value* that stands for what is not filled in, if there is one and blanks are allowed."""
        if self.blanks is None or value is MISSING:
            return self.fail(place, code, message, remedy)
        self.blanks.append(Diagnostic(Span(self.path, place.line, place.column), code, message, remedy))
        return value

    def note(self, problem: Diagnostic) -> None:
        self.problems.append(problem)
        if len(self.problems) >= ENOUGH:
            raise SourceError(limited(self.problems))

    def record(self, node: Node, kind: Any) -> Any:
        if isinstance(node, Scalar) and (single := shorthand(kind)):
            field = fields_of(kind)[single]
            value = self.value(node, hints(kind)[single], field)
            return _WRONG if value is _WRONG else kind(**{field.name: value})
        if self.is_text_in_brackets(node, kind):
            return self.fail(node, "Y015", *TEXT_IN_BRACKETS[self.first_character(node)])
        if not isinstance(node, Mapping):
            names = "、".join(fields_of(kind))
            return self.fail(node, "Y011", f"这里应当是一组“字段: 内容”，却是{_shape(node)}", f"可以写的字段：{names}")
        before = len(self.problems)
        values: dict[str, Any] = {}
        suggested = {self.entry(key, item, kind, values) for key, item in node.pairs}
        needed = {name: str(field.metadata["name"]) for name, field in required_of(kind).items()}
        needed |= kind.needed_beside(values) if hasattr(kind, "needed_beside") else {}
        for name, word in needed.items():
            own = fields_of(kind)[name]
            if values.get(own.name) in (None, "") and name not in suggested:
                values[own.name] = self.needed(node, word, own, _stand_in(hints(kind)[name], own.default))
        if len(self.problems) > before:
            return _WRONG
        return kind(**values)

    def needed(self, node: Mapping, word: str, field: Field[Any], blank: Any) -> Any:
        """What stands for the *field*, called *word*, that is missing from *node* or says nothing there."""
        name = field.name.removesuffix("_")
        if (written := child(node, name)) is None:
            return self.lack(blank, node, "Y014", f"缺少字段 {name}（{word}）", f"补上一行 {name}: …")
        return self.lack(blank, written, "V001", f"“{word}”是空的", _filling(field))

    def first_character(self, node: Node) -> str:
        return self.text.split("\n")[node.line - 1][node.column - 1 : node.column]

    def is_text_in_brackets(self, node: Node, kind: Any) -> bool:
        """Whether a list or a mapping stands in brackets where a text would do: - [附件], - {甲}."""
        keys = [key.text for key, _ in node.pairs if isinstance(key, Scalar)] if isinstance(node, Mapping) else []
        if not fields_of(kind).keys().isdisjoint(keys):
            return False
        single = shorthand(kind)
        return single is not None and hints(kind)[single] is Rich and self.first_character(node) in TEXT_IN_BRACKETS

    def entry(self, key: Node, item: Node, kind: Any, values: dict[str, Any]) -> str | None:
        """Put one field into *values*; for an unknown one, the name that was probably meant."""
        fields = fields_of(kind)
        name = key.text if isinstance(key, Scalar) else ""
        if name == "<<":
            self.fail(key, "Y010", "不能用 YAML 合并键 <<", "把各字段直接写出来")
        elif not name:
            self.fail(key, "Y012", "冒号前面没有字段名", f"可以写的字段：{'、'.join(fields)}")
        elif name not in fields:
            by_chinese_name = {f.metadata["name"]: f.name for f in fields.values()}
            suggestion = by_chinese_name.get(name) or nearest(name, fields)
            remedy = (
                f"是不是 {suggestion}（{fields[suggestion].metadata['name']}）？"
                if suggestion
                else f"可以写的字段：{'、'.join(fields)}"
            )
            self.fail(key, "Y012", f"不认识的字段“{name[:40]}”", remedy)
            return suggestion
        elif fields[name].name in values:
            self.fail(key, "Y013", f"字段 {name}（{fields[name].metadata['name']}）写了两次", "删去多余的一处")
        elif isinstance(item, Scalar) and item.plain and item.text in _EMPTY:
            values[fields[name].name] = self.nothing(item, hints(kind)[name], fields[name])
        else:
            values[fields[name].name] = self.value(item, hints(kind)[name], fields[name])
        return None

    def nothing(self, node: Node, kind: Any, field: Field[Any]) -> Any:
        if not is_required(field):
            return field.default
        message = f"“{field.metadata['name']}”是空的"
        return self.lack(_stand_in(kind, MISSING), node, "V001", message, _filling(field))

    def value(self, node: Node, kind: Any, field: Field[Any]) -> Any:
        if item := item_of(kind):
            return self.items(node, item, field)
        if is_record(kind):
            return self.record(node, kind)
        if not isinstance(node, Scalar):
            if kind in (Line, Rich) and (bracket := self.first_character(node)) in TEXT_IN_BRACKETS:
                return self.fail(node, "Y015", *TEXT_IN_BRACKETS[bracket])
            return self.fail(
                node,
                "Y015",
                f"“{field.metadata['name']}”应当是一段文字，这里却是{_shape(node)}",
                "去掉多余的缩进、- 或者括号；文字里有英文冒号时整段加引号",
            )
        if node.text.strip() in ("", BLANK):
            remedy = "填上内容" if is_required(field) else "填上内容，或者删去这一行"
            return self.fail(node, "V001", f"“{field.metadata['name']}”是空的", remedy)
        reader = _SCALARS.get(kind)
        return reader(self, node, field) if reader else self.choice(node, kind, field)

    def items(self, node: Node, kind: Any, field: Field[Any]) -> Any:
        if isinstance(node, Mapping) or (isinstance(node, Scalar) and is_record(kind) and shorthand(kind) is None):
            return self.fail(
                node, "Y015", f"“{field.metadata['name']}”应当是一个列表", "每一项另起一行，以 - 加空格开头"
            )
        if isinstance(node, Scalar) and node.plain and node.text.startswith("-"):
            if node.text[1:2] == "\u3000":
                return self.fail(node, "Y015", "- 后面是全角空格", "换成一个半角空格")
            return self.fail(node, "Y015", "- 后面缺少空格", "每一项另起一行，以 - 加空格开头")
        nodes = node.items if isinstance(node, Sequence) else [node]
        if not nodes and is_required(field):
            return self.nothing(node, None, field)
        values = [self.value(item, kind, field) for item in nodes]
        return _WRONG if any(value is _WRONG for value in values) else tuple(values)

    def choice(self, node: Scalar, kind: type[Enum], field: Field[Any]) -> Any:
        if (member := members_of(kind).get(node.text)) is not None:
            return member
        words = list(members_of(kind))
        suggestion = nearest(node.text, words)
        remedy = (f"是不是“{suggestion}”？" if suggestion else "") + f"可以写：{'、'.join(words)}"
        return self.fail(node, "V003", f"“{field.metadata['name']}”不能是“{node.text[:20]}”", remedy)

    def line(self, node: Scalar, field: Field[Any]) -> Any:
        text = node.text.strip()
        if "\n" in text:
            return self.fail(node, "V009", f"“{field.metadata['name']}”只能写一行", "删去换行")
        if len(text) > (longest := field.metadata["longest"]):
            return self.fail(
                node, "V010", f"“{field.metadata['name']}”有 {len(text)} 个字，太长", f"缩短到 {longest} 个字以内"
            )
        return text

    def rich(self, node: Scalar, field: Field[Any]) -> Any:
        return self.marked(node, field, faults_in)

    def marked(self, node: Scalar, field: Field[Any], faults: Callable[[str], abc.Iterable[Fault]]) -> Any:
        """A text in small Markdown, in which *faults* finds what may not reach a page."""
        if len(node.text) > MAX_RICH:
            return self.fail(node, "V010", f"“{field.metadata['name']}”有 {len(node.text)} 个字，太长", "分成几项来写")
        before = len(self.problems)
        for fault in faults(node.text):
            self.note(Diagnostic(self.inside(node, fault.offset), fault.code, fault.message, fault.remedy))
        return _WRONG if len(self.problems) > before else node.text.strip()

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

    def integer(self, node: Scalar, field: Field[Any]) -> Any:
        if _NUMBER.fullmatch(node.text):
            return int(node.text)
        bare = node.text.strip().lstrip("0")
        remedy = f"写作 {bare}" if _NUMBER.fullmatch(bare) else "写半角的阿拉伯数字，例如 13"
        return self.fail(node, "V004", f"“{field.metadata['name']}”不是整数：{node.text[:20]}", remedy)

    def boolean(self, node: Scalar, field: Field[Any]) -> Any:
        if node.text in ("true", "false"):
            return node.text == "true"
        return self.fail(
            node,
            "V004",
            f"“{field.metadata['name']}”只能写 true 或 false，这里是 {node.text[:20]}",
            "true 表示是，false 表示否",
        )

    def date(self, node: Scalar, field: Field[Any]) -> Any:
        try:
            return PartialDate.parse(node.text)
        except ValueError:
            return self.fail(
                node,
                "V002",
                f"“{field.metadata['name']}”不是日期：{node.text[:20]}",
                "写成 2024-07-30、2024-07 或 2024，并且确有这一天",
            )

    def moment(self, node: Scalar, field: Field[Any]) -> Any:
        try:
            return Moment.parse(node.text)
        except ValueError:
            return self.fail(
                node,
                "V002",
                f"“{field.metadata['name']}”不是时间：{node.text[:20]}",
                "写成 2024-12-30 12:23，并且确有这一刻",
            )

    def slug(self, node: Scalar, field: Field[Any]) -> Any:
        if len(node.text) <= MAX_SLUG and SLUG.match(node.text) and not addresses.NOT_A_FILE.match(node.text):
            return node.text
        suggestion = self.ids.get(node.text) or self.ids.get(nearest(node.text, self.ids) or "")
        remedy = "只用英文小写字母、数字和连字符，例如 decisions"
        if self.ids:
            remedy = (f"是不是 {suggestion}？" if suggestion else "") + f"这里写 {field.metadata['hint']}"
        if SLUG.match(node.text):
            remedy = f"换一个名字：{MAX_SLUG} 个字符以内，不用 index、con、nul 等另有用处的"
        return self.fail(node, "V005", f"“{field.metadata['name']}”的写法不对：{node.text[:40]}", remedy)

    def url(self, node: Scalar, field: Field[Any]) -> Any:
        remedy = "写完整的网址，以 https:// 或 http:// 开头"
        try:
            parts = urlsplit(node.text)
            whole = bool(parts.hostname) and "@" not in parts.netloc and parts.port != 0
        except ValueError:  # brackets or a port that are none
            whole = False
        if URL.match(node.text) and whole:
            return node.text
        return self.fail(node, "V006", f"“{field.metadata['name']}”的写法不对：{node.text[:40]}", remedy)

    def menu_goal(self, node: Scalar, field: Field[Any]) -> Any:
        words = list(members_of(Destination))
        if node.text in words or addresses.PAGE_PLACE.match(node.text):
            return node.text
        if "/" in node.text[:8] or "." in node.text:
            return self.url(node, field) if ":" in node.text else self.form(node, field, _NEVER, "V011", _WHERE)
        suggestion = nearest(node.text, words)
        remedy = (
            f"是不是“{suggestion}”？" if suggestion else ""
        ) + f"可以写：{'、'.join(words)}，专栏里的位置，或者完整的网址"
        return self.fail(node, "V003", f"“{field.metadata['name']}”不能是“{node.text[:20]}”", remedy)

    def form(self, node: Scalar, field: Field[Any], shape: re.Pattern[str], code: str, remedy: str) -> Any:
        if shape.match(node.text):
            return node.text
        return self.fail(node, code, f"“{field.metadata['name']}”的写法不对：{node.text[:40]}", remedy)


def _filling(field: Field[Any]) -> str:
    hint = field.metadata["hint"]
    return f"填上内容（{hint}）" if hint else "填上内容"


def _stand_in(kind: Any, default: Any) -> Any:
    blank = blank_of(kind)
    return default if blank is None else blank


def _shape(node: Node) -> str:
    if isinstance(node, Scalar):
        return "一段文字"
    return "一个列表" if isinstance(node, Sequence) else "一组字段"


_WHERE: Final = (
    "从专栏的首页算起，例如 2024-xuncha/013.html，整个文件夹写成 2024-xuncha/；"
    "开头不写 http 和斜线，只用英文字母、数字、点、连字符和下划线"
)
_NEVER: Final = re.compile(r"(?!)")
_Reader = Callable[[_Decoder, Scalar, Field[Any]], Any]
_SCALARS: dict[Any, _Reader] = {
    Line: _Decoder.line,
    Rich: _Decoder.rich,
    Article: lambda d, n, f: d.marked(n, f, section_faults),
    MenuGoal: _Decoder.menu_goal,
    Colour: lambda d, n, f: d.form(n, f, COLOUR, "V012", '写成 "#1a4f8b" 这样的六位颜色值，外面加引号'),
    int: _Decoder.integer,
    bool: _Decoder.boolean,
    PartialDate: _Decoder.date,
    Moment: _Decoder.moment,
    Slug: _Decoder.slug,
    Url: _Decoder.url,
    PagePath: lambda d, n, f: d.form(n, f, addresses.PAGE_PATH, "V011", _WHERE),
    PagePlace: lambda d, n, f: d.form(n, f, addresses.PAGE_PLACE, "V011", _WHERE),
    Phone: lambda d, n, f: d.form(n, f, _PHONE, "V007", "只写一个号码，用半角数字，写上区号，例如 0100-1234567"),
    Email: lambda d, n, f: d.form(n, f, EMAIL, "V008", "例如 jubao@example.gov.cn"),
}
