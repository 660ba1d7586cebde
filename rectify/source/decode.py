"""A tree of nodes → a typed record, with every mistake found on the way.

One rule for each kind of field, read off the record's type hints. A record that has one single
field without a default may be written as that field alone: a measure is usually just its text.
"""

from __future__ import annotations

from dataclasses import MISSING, Field, dataclass
from enum import Enum
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Any, Final, TypeVar

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
from rectify.field.words import Line, Rich
from rectify.ground.dates import BLANK
from rectify.ground.diagnostics import Diagnostic, SourceError, Span, limit
from rectify.ground.text import nearest
from rectify.source.lost_text import TEXT_IN_BRACKETS
from rectify.source.nodes import Mapping, Node, Scalar, Sequence
from rectify.source.scalars import SCALARS, WRONG, Reading, Words
from rectify.source.yamltree import parse

Record = TypeVar("Record")
FieldPath = tuple[str | int, ...]
_NO_IDS: Final[Words] = MappingProxyType({})
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
        raise SourceError(limit(decoder.problems))
    return record  # type: ignore[no-any-return]


def locate(text: str, path: PurePosixPath, where: FieldPath) -> Span:
    """The place in the YAML *text* of the field at *where*, such as `("measures", 0, "due")`."""
    return decode_tree(parse(text, path), path, where)


def decode_tree(tree: Node, path: PurePosixPath, where: FieldPath) -> Span:
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
class _Decoder(Reading):
    blanks: list[Diagnostic] | None

    def lack(self, value: Any, place: Node, code: str, message: str, remedy: str) -> Any:
        """The *value* that stands for what is not filled in, if there is one and blanks are allowed."""
        if self.blanks is None or value is MISSING:
            return self.fail(place, code, message, remedy)
        self.blanks.append(Diagnostic(Span(self.path, place.line, place.column), code, message, remedy))
        return value

    def record(self, node: Node, kind: Any) -> Any:
        if isinstance(node, Scalar) and (single := shorthand(kind)):
            field = fields_of(kind)[single]
            value = self.value(node, hints(kind)[single], field)
            return WRONG if value is WRONG else kind(**{field.name: value})
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
                values[own.name] = self.required_value(node, word, own, _stand_in(hints(kind)[name], own.default))
        if len(self.problems) > before:
            return WRONG
        return kind(**values)

    def required_value(self, node: Mapping, word: str, field: Field[Any], blank: Any) -> Any:
        """What stands for the *field*, called *word*, that is missing from *node* or says nothing there."""
        name = field.name.removesuffix("_")
        if (written := child(node, name)) is None:
            return self.lack(blank, node, "Y014", f"缺少字段 {name}（{word}）", f"补上一行 {name}: …")
        return self.lack(blank, written, "V001", f"“{word}”是空的", _filling(field))

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
            message = f"“{field.metadata['name']}”是空的"
            if is_required(field):
                return self.lack(_stand_in(kind, MISSING), node, "V001", message, "填上内容")
            return self.fail(node, "V001", message, "填上内容，或者删去这一行")
        reader = SCALARS.get(kind)
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
        return WRONG if any(value is WRONG for value in values) else tuple(values)

    def choice(self, node: Scalar, kind: type[Enum], field: Field[Any]) -> Any:
        if (member := members_of(kind).get(node.text)) is not None:
            return member
        words = list(members_of(kind))
        suggestion = nearest(node.text, words)
        remedy = (f"是不是“{suggestion}”？" if suggestion else "") + f"可以写：{'、'.join(words)}"
        return self.fail(node, "V003", f"“{field.metadata['name']}”不能是“{node.text[:20]}”", remedy)


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
