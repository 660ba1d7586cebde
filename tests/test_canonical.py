"""The canonical text: its form never changes, says what its page says, and is read by others as by us."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import records
import second_reader
from rectify.field.canonical import Context, Lines, canonical_text, digest_of, read, write_tree
from rectify.field.config import SiteConfig
from rectify.field.model import Glossary, Issue, Round
from rectify.field.words import Line, named_field
from rectify.source.decode import decode
from support import ROOT, lay_project
from test_public_text import FULL

VECTORS = json.loads((ROOT / "tests/vectors/canonical.json").read_text("utf-8"))
TEXT = """\
核对文本 2：问题
序号：13
标题：制度不健全
类别：落实方面
整改状态：已完成
整改时限类型：限期整改
问题：
  | 没有建立公务用车 GPS system 制度。
  | - 没有台账
  | - 没有责任人
整改措施：
  -
    内容：
      | 建立制度。
    牵头部门：
      - 办公室
      - 财务科
    完成时限：2025-07
  -
    内容：
      | 公开台账。
整改进展：
  -
    日期：2025-07-01
    截止日期：2025-07-09
    内容：
      | 印发办法。
  -
    内容：
      | 培训一次。
整改结果：已完成
牵头部门：
  - 办公室
责任部门：
  - 财务科
文件：
  -
    标题：公务用车管理办法
    文号：示局发〔2025〕7号
关键数字：
  -
    数值：12
    单位：次
    说明：检查
说明：
  | 原编号为12。
修订记录：
  -
    日期：2025-12-20
    改了什么：改了语序
"""
lines = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=9)
names = st.sampled_from(["序号", "标题", "问题", "整改措施", "修订记录", "内容"])
running = st.lists(lines, min_size=1, max_size=3).map(lambda found: {"|": found})
trees = st.recursive(
    st.dictionaries(names, lines | running | st.lists(lines, min_size=1, max_size=3), min_size=1, max_size=4),
    lambda inner: st.dictionaries(names, inner | st.lists(inner, min_size=1, max_size=3), min_size=1, max_size=3),
    max_leaves=8,
).map(lambda tree: {"核对文本 2": "问题", **tree})


def from_json(value: Any) -> Any:
    """A tree of a vector as ours: running text is a record there."""
    if isinstance(value, dict):
        return Lines(tuple(value["|"])) if "|" in value else {name: from_json(one) for name, one in value.items()}
    return tuple(map(from_json, value)) if isinstance(value, list) else value


def issue(text: str = FULL) -> Issue:
    """The issue in a file."""
    return decode(text, PurePosixPath("content/a/013.yaml"), Issue)


def test_every_word_of_an_issue_stands_in_it() -> None:
    """The form is part of every digest that is recorded: this text must not change."""
    assert canonical_text(issue(), Context({"decisions": "落实方面"})) == TEXT


@pytest.mark.parametrize("vector", VECTORS, ids=[one["name"] for one in VECTORS])
def test_both_readers_agree_with_the_vectors(vector: Mapping[str, Any]) -> None:
    """Each makes the text from the tree, and the tree from the text."""
    tree = from_json(vector["tree"])

    assert (write_tree(tree), read(vector["text"])) == (vector["text"], tree)
    assert second_reader.write(vector["tree"]) == vector["text"]
    assert second_reader.parse(vector["text"]) == vector["tree"]
    assert digest_of(vector["text"]) == vector["sha256"]


@settings(deadline=None)
@given(trees)
def test_a_text_has_one_meaning(tree: Mapping[str, Any]) -> None:
    """Whatever words stand in a tree, both readers find the same tree in its text."""
    text = write_tree(from_json(tree))

    assert read(text) == read(second_reader.write(dict(tree)))
    assert second_reader.write(second_reader.parse(text)) == text


@settings(deadline=None)
@given(st.text(max_size=60) | st.lists(st.sampled_from(TEXT.split("\n")), max_size=9).map("\n".join))
def test_anything_else_is_refused(text: str) -> None:
    """What is no canonical text, or not written as one, raises ValueError alone."""
    try:
        tree = read(text)
    except ValueError:
        return

    assert write_tree(tree) == text


def test_an_empty_field_is_not_in_it() -> None:
    """A field that the model gains changes no text of an issue that does not fill it."""

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Grown(Issue):
        made_up: Line = named_field("编的一项", default=Line(""))

    fields = {name: getattr(issue(), name) for name in Issue.__dataclass_fields__}
    context = Context({"decisions": "落实方面"})

    assert canonical_text(Grown(**fields), context) == TEXT
    assert canonical_text(Grown(**fields, made_up=Line("有")), context).endswith("编的一项：有\n")


@pytest.mark.parametrize("kind", [Issue, Round, SiteConfig, Glossary])
def test_every_record_is_read_back(kind: Any) -> None:
    """No two fields of a record have one name, and no value breaks the form."""
    record = records.record_of(kind)
    record = replace(record, withdrawn=None) if kind is Issue else record

    assert write_tree(read(canonical_text(record))) == canonical_text(record)


def test_a_hidden_text_is_not_in_it() -> None:
    """Of an issue that was withdrawn with its text there are only number, title and withdrawal."""
    withdrawn = issue(f"{FULL}withdrawn: {{date: 2026-03-01, reason: 重复, into: 12}}\n")

    assert list(read(canonical_text(withdrawn))) == ["核对文本 2", "序号", "标题", "撤下"]


def test_older_spellings_of_letters_are_the_same() -> None:
    """Two editors may write one letter in two ways."""
    assert canonical_text(issue(FULL.replace("GPS", "\u00e9"))) == canonical_text(issue(FULL.replace("GPS", "e\u0301")))


def test_the_second_reader_reads_what_sites_publish(tmp_path: Path) -> None:
    """It finds nothing wrong with a site as it was published, and each altered text."""
    from bureau import Bureau

    made = Bureau(lay_project(tmp_path / "project"), tmp_path / "www")
    assert made.publish() == 0
    site = made.www / "current"
    text = site / "record/2025-xuncha/001.txt"

    assert second_reader.examine(site) == []
    text.write_text(text.read_text("utf-8").replace("没有建立", "早已建立"), "utf-8")
    assert second_reader.examine(site) == ["record/2025-xuncha/001.txt is not what the record says"]
