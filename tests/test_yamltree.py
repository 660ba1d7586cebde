"""YAML text becomes a tree that keeps spelling and place, the same with either parser."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rectify.ground.diagnostics import SourceError
from rectify.source.nodes import Mapping, Scalar, Sequence
from rectify.source.yamltree import decode_text, parse
from support import ISSUE, ROOT

AT = PurePosixPath("a.yaml")
FRAGMENTS = [
    "a",
    "b: ",
    "title: ",
    "\n",
    "\n  ",
    "\n    ",
    "\n- ",
    "- a: ",
    "\n  b: ",
    "[",
    "]",
    "{",
    "}",
    ", ",
    ",",
    "'",
    '"',
    "''",
    " # c",
    "#",
    "&x ",
    "*x",
    "!t ",
    "! ",
    "%",
    "@",
    "`",
    "?",
    "? ",
    ":",
    ": ",
    "中",
    "：",
    "\n\n",
    "---\n",
    "...\n",
    "\\n",
    "\\",
    "~",
    "<<: ",
    "0",
    "=",
    "http://a?b",
    "--",
    "-",
    "|",
    "|\n",
    "|-\n",
    ">\n",
    ">-\n",
    "|2\n",
    "|+#",
    ">#c\n",
    "!!str ",
    "!<a> ",
    "%YAML 1.1\n",
    "\u3000",
    "\xa0",
    "\\x41",
    "\\u4e2d",
    "\\U00110000",
    "\\UFFFFFFFF",
    "\\ud800",
    "\\0",
    "\t",
    "\u2028",
    "\x85",
    "\r",
    "\x00",
    ":,",
    ":]",
    "?]",
    "a?b",
    "[a:b]",
    "{a:b}",
    "[, ]",
    "{a, b: }",
    '{"a":b}',
    "\n#c\n",
    "  \n",
    "\n---",
    " \n \n",
    '"甲\n  乙"',
    "'甲\n\n  乙'",
]
YAMLISH = st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=14).map("".join)


def read(text: str, loader: object = None) -> Mapping | tuple[str, ...]:
    """The tree of *text*, or what is told of it."""
    try:
        return parse(text, AT, loader=loader)
    except SourceError as error:
        return tuple(map(str, error.diagnostics))


def test_nodes_keep_their_spelling_and_their_place() -> None:
    """No scalar becomes a number, a date or a truth value; each knows its line, column and quotes."""
    tree = parse('a: no\nb:\n  - 007\n  - "2024-02-30"\n', AT)

    assert tree == Mapping(
        1,
        1,
        [
            (Scalar("a", True, 1, 1), Scalar("no", True, 1, 4)),
            (
                Scalar("b", True, 2, 1),
                Sequence(3, 3, [Scalar("007", True, 3, 5), Scalar("2024-02-30", False, 4, 5)]),
            ),
        ],
    )


def test_columns_count_characters_not_bytes() -> None:
    """After Chinese text a column is the one that an editor shows."""
    tree = parse("{标题: 制度, 甲: 乙}\n", AT)

    assert [(key.column, value.column) for key, value in tree.pairs] == [(2, 6), (10, 13)]


def test_repeated_keys_are_kept() -> None:
    """The tree does not hide that a key stands twice."""
    assert [key.text for key, _ in parse("a: 1\na: 2\n", AT).pairs if isinstance(key, Scalar)] == ["a", "a"]


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_marks_and_line_ends_do_not_count(end: str) -> None:
    """A byte-order mark, Windows and old Mac line ends leave the same text."""
    assert decode_text(b"\xef\xbb\xbf" + ISSUE.replace("\n", end).encode(), AT) == ISSUE


def test_a_refusal_does_not_hide_a_later_syntax_error() -> None:
    """An anchor and an open bracket in one file are both told."""
    lines = read("title: &a 甲\nlead: [\n")

    assert [line.rsplit(" ")[0] + " " + line.split(" ")[1] for line in lines] == ["a.yaml:1:8 Y010", "a.yaml:3:1 Y001"]


@settings(max_examples=300, deadline=None)
@given(YAMLISH)
@example("{a?b}")
@example("a: [b?]")
@example("? a\n  ")
@example("a: >#b\n")
@example("a: [b:, c: ]")
@example('a: "\\U00110000"')
def test_both_parsers_read_the_same(text: str) -> None:
    """With the C parser and without, a text gives the same tree or the same diagnostics."""
    assert read(text, yaml.SafeLoader) == read(text)


@pytest.mark.parametrize(
    "path", [ROOT / "site.yaml", *sorted((ROOT / "content").rglob("*.yaml"))], ids=lambda path: path.stem
)
def test_both_parsers_read_the_real_content_the_same(path: Path) -> None:
    """Our own files give one tree with either parser."""
    text = decode_text(path.read_bytes(), AT)

    assert parse(text, AT, loader=yaml.SafeLoader) == parse(text, AT)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=60) | YAMLISH.map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_bytes_are_read_or_told(data: bytes) -> None:
    """Whatever bytes a file holds, the reader ends with a tree or with a SourceError that has words."""
    try:
        parse(decode_text(data, AT), AT)
    except SourceError as error:
        told = error.diagnostics
    else:
        return

    assert told
    assert all(d.message and d.remedy and d.span.line > 0 and d.span.column > 0 for d in told)
