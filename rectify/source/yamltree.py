"""YAML text → a tree of nodes that keep their spelling and their place.

The tree is built from the parser's events, not from its loader. So a scalar stays what was typed
(`no`, `007`, `2024-02-30`) until its field's type asks; repeated keys are seen; and aliases, tags
and depth are refused at the first sight, before they can cost anything: PyYAML's C loader
crashes on deep nesting and expands aliases without a bound.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, Final

import yaml

from rectify.ground.diagnostics import Diagnostic, SourceError, Span

MAX_BYTES: Final = 1 << 20
MAX_DEPTH: Final = 16
MAX_EVENTS: Final = 200_000

_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_BOMS = ((b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"))


@dataclass(slots=True)
class Scalar:
    """A value as it was typed. `plain` says that it stood without quotes."""

    text: str
    plain: bool
    line: int
    column: int


@dataclass(slots=True)
class Sequence:
    """A list."""

    line: int
    column: int
    items: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Mapping:
    """Keys and values, in the order written, repeated keys included."""

    line: int
    column: int
    pairs: list[tuple[Node, Node]] = field(default_factory=list)


Node = Scalar | Sequence | Mapping


def decode_text(data: bytes, path: PurePosixPath) -> str:
    """The text of a source file. A byte-order mark and CRLF are allowed; other encodings are not.

    Raises SourceError, saying where the first wrong byte is and how to save the file anew.
    """
    if len(data) > MAX_BYTES:
        raise SourceError(
            [
                Diagnostic(
                    Span(path),
                    "Y008",
                    f"文件有 {len(data):,} 字节，超过 {MAX_BYTES:,} 字节的上限",
                    "一个问题写一个文件，不要把整份通报放进来",
                )
            ]
        )
    data = data.removeprefix(b"\xef\xbb\xbf")
    for mark, name in _BOMS:
        if data.startswith(mark):
            raise SourceError(
                [Diagnostic(Span(path), "Y002", f"文件的编码是 {name}", "用编辑器“另存为”，编码选 UTF-8")]
            )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
        span = Span(path, before.count(b"\n") + 1, column)
        guess = "，看来是 GBK（GB18030）" if _is_gb18030(data) else ""
        raise SourceError(
            [Diagnostic(span, "Y002", f"文件不是 UTF-8 编码{guess}", "用编辑器“另存为”，编码选 UTF-8")]
        ) from None
    return text.replace("\r\n", "\n")


def parse(text: str, path: PurePosixPath, *, loader: Any = None) -> Mapping:
    """The mapping that the one document in *text* holds.

    *loader* is a PyYAML loader class; without one the C parser is used where it is there. Raises
    SourceError with every problem that can be told apart.
    """
    found = list(_forbidden_characters(text, path))
    if found:
        raise SourceError(found)
    if loader is None:
        try:
            return _tree(text, path, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        except yaml.YAMLError:
            loader = yaml.SafeLoader  # whose words and places are the same on every machine
    try:
        return _tree(text, path, loader)
    except yaml.MarkedYAMLError as error:
        raise SourceError([_in_chinese(error, path)]) from None


def _tree(text: str, path: PurePosixPath, loader: Any) -> Mapping:
    """Build the tree event by event, stopping where it grows beyond all reason."""
    refused: list[Diagnostic] = []
    roots: list[Node] = []
    open_nodes: list[tuple[Sequence | Mapping, list[Node]]] = []
    for count, event in enumerate(yaml.parse(text, Loader=loader)):
        span = Span(path, event.start_mark.line + 1, event.start_mark.column + 1)
        if isinstance(event, yaml.DocumentStartEvent) and roots:
            refused.append(Diagnostic(span, "Y006", "一个文件里有几份文档", "删去多余的 --- 行，一个文件只写一份"))
            break
        if isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            _close(*open_nodes.pop())
        elif isinstance(event, yaml.NodeEvent):
            node, refusal = _node(event, span)
            refused += [refusal] if refusal else []
            (open_nodes[-1][1] if open_nodes else roots).append(node)
            if not isinstance(node, Scalar):
                open_nodes.append((node, []))
        if len(open_nodes) > MAX_DEPTH or count > MAX_EVENTS:
            refused.append(
                Diagnostic(span, "Y009", f"嵌套超过 {MAX_DEPTH} 层，或者内容过多", "照模板写，缩进不要这样深")
            )
            break
    if refused:
        raise SourceError(refused)
    return _document(roots, path)


def _node(event: Any, span: Span) -> tuple[Node, Diagnostic | None]:
    line, column = span.line, span.column
    if isinstance(event, yaml.AliasEvent):
        return Scalar("", False, line, column), Diagnostic(
            span, "Y010", f"不能用 YAML 引用 *{event.anchor}", "把内容直接写在这里；文字以 * 开头时加上引号"
        )
    refusal = None
    if event.anchor is not None:
        refusal = Diagnostic(span, "Y010", f"不能用 YAML 锚点 &{event.anchor}", "删去 & 记号；文字以 & 开头时加上引号")
    elif event.tag is not None and event.tag != "!":
        refusal = Diagnostic(span, "Y016", f"不能用 YAML 标签 {event.tag}", "删去 ! 记号；文字以 ! 开头时加上引号")
    if isinstance(event, yaml.ScalarEvent):
        return Scalar(event.value, not event.style, line, column), refusal  # the C parser says "", the other None
    if isinstance(event, yaml.SequenceStartEvent):
        return Sequence(line, column), refusal
    return Mapping(line, column), refusal


def _close(node: Sequence | Mapping, children: list[Node]) -> None:
    if isinstance(node, Sequence):
        node.items = children
    else:
        node.pairs = list(zip(children[::2], children[1::2], strict=True))


def _document(roots: list[Node], path: PurePosixPath) -> Mapping:
    root = roots[0] if roots else Scalar("", True, 1, 1)
    if isinstance(root, Mapping):
        return root
    if isinstance(root, Scalar) and not root.text:
        raise SourceError(
            [Diagnostic(Span(path), "Y007", "文件是空的", "删去这个文件，或者用 python build.py new 生成模板再填写")]
        )
    raise SourceError(
        [
            Diagnostic(
                Span(path, root.line, root.column),
                "Y011",
                "文件的最外层应当是“字段: 内容”",
                "照模板写，每行先写字段名和冒号",
            )
        ]
    )


def _forbidden_characters(text: str, path: PurePosixPath) -> Iterator[Diagnostic]:
    for number, line in enumerate(text.split("\n"), start=1):
        if (tab := line.find("\t")) >= 0:
            yield Diagnostic(Span(path, number, tab + 1), "Y004", "这里有制表符（Tab）", "换成空格；缩进用两个空格")
        if bad := _UNPRINTABLE.search(line):
            yield Diagnostic(
                Span(path, number, bad.start() + 1),
                "Y005",
                f"这里有看不见的控制字符 U+{ord(bad[0]):04X}",
                "删去这个字符",
            )


_PHRASES = (
    (
        "mapping values are not allowed",
        "这里不该有冒号",
        "文字里有英文冒号加空格时，改用全角“：”，或者把整段放到 | 下面",
    ),
    ("could not find expected ':'", "这一行缺少冒号", "字段名后面写英文冒号和一个空格；长文字写在 | 下面并缩进"),
    ("while scanning a quoted scalar", "引号没有成对", "补上另一半引号；中文引号“”不受影响"),
    ("cannot start any token", "这个符号不能开头", "整段文字加上英文双引号，或者写到 | 下面"),
    ("while scanning an anchor", "& 不能开头", "整段文字加上英文双引号"),
    ("while scanning an alias", "* 不能开头", "整段文字加上英文双引号"),
    ("while scanning a block scalar", "| 或 > 后面写错了", "| 后面直接换行，下一行缩进两个空格再写"),
    ("while parsing a block mapping", "缩进不对", "同一层的字段要左对齐"),
    ("while parsing a block collection", "缩进不对", "同一层的 - 要左对齐，- 后面空一格"),
    ("while parsing a flow", "方括号或花括号没有成对，或者缺少逗号", "补齐括号，各项之间用英文逗号隔开"),
)


def _in_chinese(error: yaml.MarkedYAMLError, path: PurePosixPath) -> Diagnostic:
    mark = error.problem_mark or error.context_mark
    span = Span(path, mark.line + 1, mark.column + 1) if mark else Span(path)
    said = f"{error.context or ''} {error.problem or ''}"
    for english, message, remedy in _PHRASES:
        if english in said:
            return Diagnostic(span, "Y001", message, remedy)
    return Diagnostic(span, "Y001", "YAML 写法有误", "检查这一行和上一行的缩进、冒号和引号")


def _is_gb18030(data: bytes) -> bool:
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return True
