"""Bytes of a source file → text → a tree of nodes that keep their spelling and their place."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any, Final

from rectify.ground.diagnostics import Diagnostic, SourceError, Span, limit
from rectify.ground.files import oversize_error
from rectify.source.nodes import UNPRINTABLE, Mapping, Scalar
from rectify.source.plainyaml import read_plainly

MAX_BYTES: Final = 1 << 20
"""The largest source file that is read: an issue has some kilobytes."""

PAGE: Final = ".md"
"""The ending of pages that a bureau writes itself."""

_FRONT_MATTER = re.compile(r"---[ ]*\n(.*?)^---[ ]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_CONFLICT = re.compile(r"^(<{7}|>{7})(?= |$)", re.MULTILINE)
_BOMS = ((b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"))


def decode_text(data: bytes, path: PurePosixPath) -> str:
    """The text of a source file. A byte-order mark and CRLF are allowed; other encodings are not.

    Raises SourceError if *data* is larger than MAX_BYTES or not UTF-8, with the place of the first wrong byte.
    """
    if len(data) > MAX_BYTES:
        raise oversize_error(path, len(data), MAX_BYTES)
    data = data.removeprefix(BOM_UTF8)
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
    return text.replace("\r\n", "\n").replace("\r", "\n")


def parse(text: str, path: PurePosixPath, *, loader: Any = None) -> Mapping:
    """The mapping that the one document in *text* holds; a page (`.md`) is its front matter, with its body as `text`.

    Plain texts are read by our own reader, others by PyYAML, with the class *loader* if one is
    given. Raises SourceError with every problem that can be told apart.
    """
    return _parse_page(text, path) if path.suffix == PAGE else _parse_yaml(text, path, loader)


def _parse_yaml(text: str, path: PurePosixPath, loader: Any = None) -> Mapping:
    if loader is None and (tree := read_plainly(text)):
        return tree
    faults = list(limit((*_conflict_marks(text, path), *_forbidden_characters(text, path))))
    if faults:
        raise SourceError(faults)
    from rectify.source.fullyaml import parse_fully  # noqa: PLC0415 - most sites never need PyYAML

    return parse_fully(text, path, loader=loader)


def _parse_page(text: str, path: PurePosixPath) -> Mapping:
    """The front matter of a page between two lines `---`, and the rest of its lines as a scalar called `text`."""
    if faults := list(limit((*_conflict_marks(text, path), *_forbidden_characters(text, path)))):
        raise SourceError(faults)
    match = _FRONT_MATTER.match(text)
    if match is None:
        remedy = "第一行写 ---，下面写 title: 标题，再用一行 --- 结束，正文写在它下面"
        raise SourceError([Diagnostic(Span(path, 1), "Y014", "开头没有写标题", remedy)])
    tree = _parse_yaml(f"\n{match[1]}", path) if match[1].strip() else Mapping(1, 1)
    line = match[0].count("\n") + 1
    key, body = Scalar("text", True, line, 1), Scalar(text[match.end() :], False, line, 1)
    return Mapping(tree.line, tree.column, [*tree.pairs, (key, body)])


def _conflict_marks(text: str, path: PurePosixPath) -> Iterator[Diagnostic]:
    """The first mark that version control left where it could not merge two versions of the file."""
    if match := _CONFLICT.search(text):
        yield Diagnostic(
            Span(path, text.count("\n", 0, match.start()) + 1),
            "Y020",
            f"这里有合并版本时留下的冲突记号 {match[1]}",
            "在 <<<<<<< 和 >>>>>>> 之间的两份里留下要的一份，删去带记号的几行",
        )


def _forbidden_characters(text: str, path: PurePosixPath) -> Iterator[Diagnostic]:
    if text.count("\0") > len(text) // 8:
        yield Diagnostic(
            Span(path),
            "Y002",
            "这不是文本文件，或者编码是 UTF-16",
            "用编辑器“另存为”，编码选 UTF-8；不是文本的移到别处",
        )
        return
    for number, line in enumerate(text.split("\n"), start=1):
        if (tab := line.find("\t")) >= 0:
            yield Diagnostic(Span(path, number, tab + 1), "Y004", "这里有制表符（Tab）", "换成空格；缩进用两个空格")
        if bad := UNPRINTABLE.search(line):
            yield Diagnostic(
                Span(path, number, bad.start() + 1),
                "Y005",
                f"这里有看不见的字符 U+{ord(bad[0]):04X}",
                "把光标移到这一列，按 Delete 键删去它",
            )


def _is_gb18030(data: bytes) -> bool:
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return True
