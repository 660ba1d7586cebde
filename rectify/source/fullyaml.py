"""All of YAML, by PyYAML, into our tree.

The tree is built from the parser's events, not from its loader. So a scalar stays what was typed
(`no`, `007`, `2024-02-30`) until its field's type asks; repeated keys are seen; and aliases, tags
and depth are refused at the first sight, before they can cost anything: PyYAML's C loader
crashes on deep nesting and expands aliases without a bound.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Any, Final

import yaml

from rectify.ground.diagnostics import ENOUGH, Diagnostic, SourceError, Span, limit
from rectify.source.lost_text import TEXT_IN_BRACKETS, ScalarLines, lost_text
from rectify.source.nodes import Mapping, Node, Scalar, Sequence

MAX_DEPTH: Final = 16
MAX_EVENTS: Final = 200_000

_UNLIKE = re.compile(r"\?|[|>][-+\d]*#|:\s*[,\]}]")  # read differently by the C parser


def parse_fully(text: str, path: PurePosixPath, *, loader: Any = None) -> Mapping:
    """The mapping that the one document in *text* holds.

    *loader* is a PyYAML loader class; without one the C parser is used where it is there and
    reads the text as the other does. Raises SourceError with every problem that can be told apart.
    """
    if loader is None and not _UNLIKE.search(text):
        with contextlib.suppress(yaml.YAMLError):  # the other's words and places are the same on every machine
            return _tree(text, path, getattr(yaml, "CSafeLoader", yaml.SafeLoader), [])
    refused: list[Diagnostic] = []
    try:
        return _tree(text, path, loader or yaml.SafeLoader, refused)
    except yaml.MarkedYAMLError as error:
        raise SourceError([*refused, in_chinese(error, text, path)]) from None
    except (ValueError, OverflowError):  # chr() of an escape beyond Unicode
        raise SourceError([*refused, _bad_escape(text, path)]) from None


def _tree(text: str, path: PurePosixPath, loader: Any, refused: list[Diagnostic]) -> Mapping:
    """Build the tree event by event, stopping where it grows beyond all reason."""
    roots: list[Node] = []
    nodes: list[Any] = []
    open_nodes: list[tuple[Sequence | Mapping, list[Node]]] = []
    events: Iterable[Any] = yaml.parse(text, Loader=loader)
    for count, event in enumerate(events):
        span = Span(path, event.start_mark.line + 1, event.start_mark.column + 1)
        if isinstance(event, yaml.DocumentStartEvent) and roots:
            refused.append(Diagnostic(span, "Y006", "一个文件里有几份文档", "删去多余的 --- 行，一个文件只写一份"))
            break
        if isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            _close(*open_nodes.pop())
        elif isinstance(event, yaml.NodeEvent):
            nodes.append(event)
            node, refusal = _node(event, span)
            refused += [refusal] if refusal else []
            (open_nodes[-1][1] if open_nodes else roots).append(node)
            if not isinstance(node, Scalar):
                open_nodes.append((node, []))
        if len(refused) >= ENOUGH:
            break
        if len(open_nodes) > MAX_DEPTH:
            refused.append(
                Diagnostic(span, "Y009", f"嵌套超过 {MAX_DEPTH} 层", "照模板写，缩进不要这样深，括号不要套括号")
            )
            break
        if count > MAX_EVENTS:
            refused.append(
                Diagnostic(span, "Y009", "文件里的内容太多，读到这里不再往下读", "一个问题写一个文件，分开来写")
            )
            break
    refused += lost_text(text, _scalars(nodes), path)
    if refused:
        raise SourceError(limit(refused))
    return _document(roots, path)


def _scalars(events: Iterable[Any]) -> list[ScalarLines]:
    return [
        ScalarLines(e.start_mark.line, e.start_mark.column, e.end_mark.line, e.end_mark.column, e.style or "")
        for e in events
        if isinstance(e, yaml.ScalarEvent) and e.start_mark and e.end_mark
    ]


def _node(event: Any, span: Span) -> tuple[Node, Diagnostic | None]:
    line, column = span.line, span.column
    if isinstance(event, yaml.AliasEvent):
        return Scalar("", False, line, column), Diagnostic(
            span, "Y010", f"不能用 YAML 引用 *{event.anchor}", "把内容直接写在这里；文字以 * 开头时加上引号"
        )
    refusal = None
    if event.anchor is not None:
        refusal = Diagnostic(span, "Y010", f"不能用 YAML 锚点 &{event.anchor}", "删去 & 记号；文字以 & 开头时加上引号")
    elif event.tag is not None:
        tag = event.tag.replace("tag:yaml.org,2002:", "!!")
        refusal = Diagnostic(span, "Y016", f"不能用 YAML 标签 {tag}", "删去 ! 记号；文字以 ! 开头时加上引号")
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
            [Diagnostic(Span(path), "Y007", "文件是空的", "填上内容；新的问题可以用 python3 build.py new 生成模板")]
        )
    raise SourceError(
        [
            Diagnostic(
                Span(path, root.line, root.column),
                "Y011",
                "文件的最外层应当是“字段: 内容”",
                "照模板写，每行先写字段名，再写英文冒号和一个空格",
            )
        ]
    )


_QUOTES: Final = "文字里有引号的，改用中文引号“”"
_ESCAPE: Final = ("英文双引号里的反斜杠写法不对", "反斜杠是正文的，连写两个，或者整段改用英文单引号")
_COLON: Final = "字段名后面写英文冒号和一个空格；长文字写在 | 下面并缩进"
_BRACKETS: Final = "补齐括号，各项之间用英文逗号隔开；只是文字就整段加上英文双引号"
# What the parser says, whether the mistake is where the thing began, what we say.
_PHRASES: Final[tuple[tuple[str, bool, str, str], ...]] = (
    ("mapping values are not allowed", False, "这里不该有英文冒号", "改用全角“：”，或者把整段放到 | 下面"),
    ("could not find expected ':'", True, "这一行缺少冒号", _COLON),
    ("unexpected end of stream", True, "引号没有成对", f"补上另一半引号；{_QUOTES}"),
    ("unexpected document separator", True, "引号没有成对", f"补上另一半引号；{_QUOTES}"),
    ("while scanning a double-quoted scalar", False, *_ESCAPE),
    ("character '%'", False, "% 不能开头", "整段文字加上英文双引号，或者写到 | 下面"),
    ("character '@'", False, "@ 不能开头", "整段文字加上英文双引号，或者写到 | 下面"),
    ("character '`'", False, "反引号 ` 不能开头", "整段文字加上英文双引号，或者写到 | 下面"),
    ("directive", True, "% 不能开头", "整段文字加上英文双引号，或者写到 | 下面"),
    ("while scanning an anchor", True, "& 不能开头", "整段文字加上英文双引号，或者写到 | 下面"),
    ("while scanning an alias", True, "* 不能开头", "整段文字加上英文双引号，或者写到 | 下面"),
    ("ing a tag", True, "! 不能开头", "整段文字加上英文双引号，或者写到 | 下面"),
    ("tag handle", True, "! 不能开头", "整段文字加上英文双引号，或者写到 | 下面"),
    ("while scanning a block scalar", False, "| 或 > 后面写错了", "| 后面直接换行，下一行缩进两个空格再写"),
    ("sequence entries are not allowed", False, "这里不能写列表项", "- 另起一行；只是文字就整段加上英文双引号"),
    ("mapping keys are not allowed", False, "? 不能开头", "整段文字加上英文双引号，或者写到 | 下面"),
    ("while parsing a flow", True, "方括号或花括号没有成对，或者缺少逗号", _BRACKETS),
    ("expected the node content, but found", False, "括号或逗号写得不对", _BRACKETS),
    ("but found ']'", False, "方括号没有成对", _BRACKETS),
    ("but found '}'", False, "花括号没有成对", _BRACKETS),
    ("but found ','", False, "括号或引号后面不能再接文字", "整段文字加上英文双引号"),
    ("while parsing a block collection", False, "缩进不对", "同一层的 - 要左对齐，- 后面空一格"),
    ("but found '-'", False, "缩进不对", "同一层的 - 要左对齐，- 后面空一格"),
    ("but found '<block sequence start>'", False, "缩进不对", "同一层的 - 要左对齐，- 后面空一格"),
    ("but found ':'", False, "冒号前面没有字段名", "照模板写，每行先写字段名，再写英文冒号和一个空格"),
    ("while parsing a block mapping", False, "缩进不对", "同一层的字段要左对齐"),
    ("expected '<document start>'", False, "这里和前面接不上", "检查这一行和上一行的缩进、冒号和引号"),
)
_FIELD_START = re.compile(r"\s*(?:- +)*[\w-]+\Z")
_NO_SPACE = re.compile(r"(\s*(?:- +)*[\w-]+)[:：]\S")
_WIDE_COLON = re.compile(r"(\s*(?:- +)*[\w-]+)：")


def in_chinese(error: yaml.MarkedYAMLError, text: str, path: PurePosixPath) -> Diagnostic:
    """What PyYAML says of *text*, in words of the trade and at the place where one mends it."""
    problem = f"{error.context or ''} {error.problem or ''}"
    phrases = (phrase for phrase in _PHRASES if phrase[0] in problem)
    _, at_start, message, remedy = next(phrases, ("", False, "YAML 写法有误", "检查这一行和上一行的缩进、冒号和引号"))
    mark = (error.context_mark if at_start else None) or error.problem_mark or error.context_mark
    if mark is None:
        return Diagnostic(Span(path), "Y001", message, remedy)
    lines = text.split("\n")
    if cause := _true_cause(error, lines):
        line, column, message, remedy = cause
        return Diagnostic(Span(path, line + 1, column + 1), "Y001", message, remedy)
    line, column = mark.line, mark.column
    percent = next((n for n, content in enumerate(lines[:line]) if content.startswith("%")), None)
    if "expected '<document start>'" in problem and percent is not None:
        return Diagnostic(Span(path, percent + 1), "Y001", "% 不能开头", "整段文字加上英文双引号，或者写到 | 下面")
    before = lines[line][:column] if line < len(lines) else ""
    if "mapping values" in problem and _FIELD_START.match(before):
        above = next((n for n in reversed(range(line)) if lines[n].strip()), line)
        if _NO_SPACE.match(lines[above]):
            line = above
        else:
            column = len(before) - len(before.lstrip())
            message, remedy = "缩进不对，或者上一行没有写完", "同一层的字段要左对齐；上一行的引号、括号要成对"
    if line < len(lines) and (message == "这一行缺少冒号" or line != mark.line):
        if wide := _WIDE_COLON.match(lines[line]):
            column, message, remedy = wide.end(1), "这里的冒号是全角的", "字段名后面写英文冒号和一个空格"
        elif narrow := _NO_SPACE.match(lines[line]):
            column, message, remedy = narrow.end(1), "冒号后面缺少空格", "字段名后面写英文冒号和一个空格"
    if "but found '<scalar>'" in problem and before.rstrip().endswith(("'", '"')):
        message, remedy = "引号后面不能再接文字", f"整段文字放进一对引号里；{_QUOTES}"
    return Diagnostic(Span(path, line + 1, column + 1), "Y001", message, remedy)


_WIDE_SPACES: Final = (
    (re.compile(r" *()\u3000"), "行首是全角空格，不算缩进", "换成半角空格，比上面的字段多缩进两格"),
    (re.compile(r" *(?:- +)*-()\u3000"), "- 后面是全角空格", "换成一个半角空格"),
    (re.compile(r" *(?:- +)*[\w-]+:()\u3000"), "冒号后面是全角空格", "换成一个半角空格"),
)
_BRACKETED: Final = re.compile(r" *(?:- +|[\w-]+: +)+([\[{])")


def _true_cause(error: yaml.MarkedYAMLError, lines: list[str]) -> tuple[int, int, str, str] | None:
    """What the eye does not see, or sees as text, and what the parser only stumbles over later."""
    marks = [mark for mark in (error.problem_mark, error.context_mark) if mark and mark.line < len(lines)]
    for mark in marks:
        for shape, message, remedy in _WIDE_SPACES:
            if match := shape.match(lines[mark.line]):
                return mark.line, match.start(1), message, remedy
    if marks and "<block end>, but found" in (error.problem or ""):
        match = _BRACKETED.match(lines[marks[0].line])
        if match and match.start(1) < marks[0].column:
            return marks[0].line, match.start(1), *TEXT_IN_BRACKETS[match[1]]
    return None


def _bad_escape(text: str, path: PurePosixPath) -> Diagnostic:
    match = re.search(r"\\U(?!0010|000[0-9A-Fa-f])", text)
    start = match.start() if match else 0
    return Diagnostic(Span(path, text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)), "Y001", *_ESCAPE)
