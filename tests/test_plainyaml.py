"""What our own reader accepts is, to the column, what PyYAML reads; the rest it leaves alone."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rectify.ground.diagnostics import SourceError
from rectify.source.nodes import Mapping
from rectify.source.plainyaml import read_plainly
from rectify.source.yamltree import decode_text, parse
from support import ISSUE, ROOT, ROUND, SITE

AT = PurePosixPath("a.yaml")
KEYS = ["a:", "b_1:", "title:", "- ", "-", "- a:", "- b: "]
VALUES = [
    *(
        "",
        " ",
        " 中文",
        " 中 文 ",
        " 12:23",
        " a#b",
        " a #b",
        " a: b",
        " a:",
        ' "引 号"',
        " 'it'",
        ' "a\\n"',
        " 'a''b'",
    ),
    *(
        " [a, b]",
        " [ 甲 ,乙, ]",
        " [a, [b]]",
        " []",
        " {a: b}",
        " |",
        " |-",
        " |+",
        " >",
        " | # c",
        " ~",
        " 007",
        " “引”",
        " （注）",
    ),
    *(
        " -a",
        " - b",
        " ?",
        " *x",
        " &x y",
        " !t",
        " %",
        " @",
        " `",
        " a ]",
        " a, b",
        " \u3000全角",
        " ：",
        " a\u3000: b",
        " 'x' y",
    ),
]
LINES = st.tuples(
    st.sampled_from(["", "  ", "    ", " ", "   "]),
    st.sampled_from([*KEYS, "文字", "# 注", "", "文: 字"]),
    st.sampled_from(VALUES),
)


def by_pyyaml(text: str) -> Mapping | None:
    """What PyYAML's own parser makes of *text*, or None if it is wrong."""
    try:
        return parse(text, AT, loader=yaml.SafeLoader)
    except SourceError:
        return None


@settings(max_examples=1500, deadline=None)
@given(st.lists(LINES, min_size=1, max_size=9))
@example([("", "a:", " |"), ("  ", "文字", ""), ("", "", ""), ("  ", "文字", ""), ("", "b_1:", " x")])
@example([("", "a:", ""), ("", "- ", "甲"), ("", "- ", "乙"), ("", "b_1:", " x")])
@example([("", "a:", ""), ("  ", "- a:", " 甲"), ("    ", "b_1:", " 乙"), ("  ", "- ", "丙")])
def test_whatever_is_accepted_is_the_same_tree(lines: list[tuple[str, str, str]]) -> None:
    """Random files of the kinds of line that people write, right and wrong."""
    text = "\n".join("".join(parts) for parts in lines) + "\n"
    plain = read_plainly(text)

    assert plain is None or by_pyyaml(text) == plain


@settings(max_examples=800, deadline=None)
@given(st.data())
def test_a_damaged_file_is_never_misread(data: st.DataObject) -> None:
    """Real files with a few characters changed: accepted only if PyYAML reads the same."""
    text = data.draw(st.sampled_from([SITE, ROUND, ISSUE, (ROOT / "content/2024-xuncha/032.yaml").read_text("utf-8")]))
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(text)))
        removed = data.draw(st.integers(0, 3))
        text = text[:place] + data.draw(st.text("ab中：: -#'\"[],|>\n \t&*?{}", max_size=4)) + text[place + removed :]
    plain = read_plainly(text)

    assert plain is None or by_pyyaml(text) == plain


@pytest.mark.parametrize("path", sorted((ROOT / "content").rglob("*.yaml")), ids=lambda path: path.name)
def test_the_real_files_are_plain(path: Path) -> None:
    """All content of this site is read without PyYAML, as PyYAML would read it."""
    text = decode_text(path.read_bytes(), AT)

    assert read_plainly(text) is not None
    assert by_pyyaml(text) == read_plainly(text)


@pytest.mark.parametrize(
    "text",
    [
        "a: b",
        "a: b\n  c\n",
        "a: b # c\n",
        "a: {b: c}\n",
        "? a\n: b\n",
        "a: &x b\n",
        "a: |2\n   b\n",
        "a:\tb\n",
        "---\na: b\n",
        "- a\n",
        "a: b\n" * 6000,
        "文: 字\n",
        "a: [b?c]\n",
        "a: b\n  #c\n",
    ],
)
def test_anything_unusual_is_left_to_pyyaml(text: str) -> None:
    """The reader gives up rather than guess."""
    assert read_plainly(text) is None
