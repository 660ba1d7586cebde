"""A change at the desk touches the lines of its value alone, and says exactly what was meant."""

from __future__ import annotations

import copy
import random
from pathlib import PurePosixPath
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from rectify.desk.differences import Sides, join
from rectify.desk.editing import NotWritableError, current, edit
from rectify.desk.values import Entry, clean, normal
from rectify.field.config import SiteConfig
from rectify.field.model import Issue, Round
from rectify.field.shape import fields_of
from rectify.ground.diagnostics import SourceError
from rectify.source.decode import decode
from rectify.source.yamltree import decode_text
from support import ISSUE, ROOT, ROUND, SITE

AT = PurePosixPath("content/2025-xuncha/013.yaml")
MESSY = """\
# 局里第十三个问题，老王整理
number: 13   # 不要改
title: '它''是标题'

category: "decisions"
status: 已完成  # 依据第3行
problem: >-
  折起来的
  一段文字。

  第二段。
measures:
# 顶格的一项
- 第一条措施。   # 已核
- text: |2
    缩进写明的措施，
    分成两行。
  due: 2025-12
  lead: [办公室, "财务科"]

# 隔了一行
- {text: 括号里的措施, due: 2026-01}
progress:
    -   date: 2025-07-01  # 年份推出来的
        # 这里也有话
        text: |-  # 照抄
            印发办法。

            又开了会。
    -
      text: "双引号：“里面”"
    - 三
lead:
  - 办公室
responsible: 财务科
result: 写在
  两行里的话
due:   # 还没有定
note: |+
  说明。

figures: [{value: "12", label: 次数},
          {value: "7", label: 人数}]  # 两个数
"""
SHAPES = {
    "messy": (MESSY, Issue),
    "issue": (ISSUE, Issue),
    "round": (ROUND, Round),
    "site": (SITE, SiteConfig),
    "real": ((ROOT / "content/2024-xuncha/001.yaml").read_text("utf-8"), Issue),
}
TEXTS = (
    "新的话。",
    '两段。\n\n第二段，有“引号”和"英文"。',
    "- 像列表\n- 的文字: 真的",
    "# 像注释",
    "it's",
    "~",
    "2025-13",
    "true",
    "反斜杠\\n",
    "问：答",
    "a: b # c",
    "结尾的冒号:",
    "[括号]",
    "很长的一段话" * 20,
    "  前后有空白 \t ",
    "表\n\n| 一 | 二 |\n| --- | --- |\n| 1 | 2 |",
)


def change(value: Any, chance: random.Random) -> tuple[Any, str]:
    """A value with one place of it otherwise, as a form sends it, and what was done."""
    if isinstance(value, dict):
        name = chance.choice(list(value))
        inner, done = change(value[name], chance)
        return {**value, name: inner}, done
    if isinstance(value, list) and value:
        entries, at = list(value), chance.randrange(len(value))
        match chance.randrange(4):
            case 0 if len(entries) > 1:
                del entries[at]
                return entries, "removed"
            case 1 if len(entries) > 1:
                entries.insert(chance.randrange(len(entries)), entries.pop(at))
                return entries, "moved"
            case 2:
                new = copy.deepcopy(entries[at].value)
                entries.insert(at, Entry(new))
                return entries, "added"
        inner, done = change(entries[at].value, chance)
        entries[at] = entries[at]._replace(value=inner)
        return entries, done
    return chance.choice(TEXTS), "set"


def lines_of(data: bytes) -> list[str]:
    return data.decode("utf-8-sig").splitlines()


def is_subsequence(some: list[str], all_: list[str]) -> bool:
    rest = iter(all_)
    return all(line in rest for line in some)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(sorted(SHAPES)), st.integers(0, 1 << 30), st.sampled_from(["", "\r\n", "\ufeff", "\ufeff\r\n"]))
def test_random_changes_say_exactly_what_was_meant(name: str, seed: int, form: str) -> None:
    """Decoded, the intended value has changed and no other, whatever the style, mark and line ends of the file."""
    text, kind = SHAPES[name]
    chance = random.Random(seed)
    data = (("\ufeff" if "\ufeff" in form else "") + text.replace("\n", "\r\n" if "\r" in form else "\n")).encode()
    for _ in range(4):
        before = dict(current(data, AT, kind))
        wanted, _ = change(before, chance)
        new = edit(data, AT, kind, wanted)

        assert normal(wanted, kind) == normal(current(new, AT, kind), kind)
        assert new.startswith(b"\xef\xbb\xbf") == ("\ufeff" in form)
        assert not (b"\r" in new) ^ ("\r" in form)
        assert new.count(b"\r\n") == (new.count(b"\n") if "\r" in form else 0)
        data = new


@pytest.mark.parametrize("name", sorted(SHAPES))
@pytest.mark.parametrize("seed", range(12))
def test_lines_without_the_value_stay(name: str, seed: int) -> None:
    """A text changed in place leaves all lines before and after its own; a list keeps its other items' lines."""
    text, kind = SHAPES[name]
    chance = random.Random(seed)
    data = text.encode()
    for field_name in list(current(data, AT, kind)):
        before = dict(current(data, AT, kind))
        inner, done = change(before[field_name], chance)
        new = edit(data, AT, kind, {field_name: inner})
        first, last = line_range(text, field_name)
        old_lines, new_lines = lines_of(data), lines_of(new)
        after = len(old_lines) - last - 1

        assert old_lines[:first] == new_lines[:first], (field_name, done)
        assert old_lines[last + 1 :] == new_lines[len(new_lines) - after :], (field_name, done)
        own, owned = old_lines[first : last + 1], new_lines[first : len(new_lines) - after]
        if done == "moved" and not is_in_brackets(text, field_name):
            assert sorted(own) == sorted(owned), (field_name, done)
        if done == "removed" and not is_in_brackets(text, field_name):
            assert is_subsequence(owned, own), (field_name, done)


def line_range(text: str, name: str) -> tuple[int, int]:
    """The first and last line of a field and its value, as PyYAML itself tells them."""
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    key, value = next(pair for pair in root.value if pair[0].value == name)
    end = value.end_mark.line if value.end_mark.column else max(value.end_mark.line - 1, key.start_mark.line)
    return key.start_mark.line, end


def is_in_brackets(text: str, name: str) -> bool:
    """Whether any list in the field stands in brackets: it is written anew."""
    first, last = line_range(text, name)
    return any(sign in line for line in text.splitlines()[first : last + 1] for sign in "[{")


def wanted_of(**fields: Any) -> dict[str, Any]:
    return fields


EXAMPLES = {
    "plain": ("title: 制度不健全", {"title": "车辆没有台账"}, "title: 车辆没有台账"),
    "needs quotes": ("title: 制度不健全", {"title": "时间: 未定"}, 'title: "时间: 未定"'),
    "a long text becomes a block": (
        "problem: 没有建立公务用车制度。",
        {"problem": "第一段。\n\n第二段。"},
        "problem: |-\n  第一段。\n\n  第二段。",
    ),
    "a list of words": ("lead: [办公室]", {"lead": [Entry("办公室", 0), Entry("财务科")]}, "lead: [办公室, 财务科]"),
    "the only word goes": ("result: 已完成\nlead: [办公室]\n", {"lead": []}, "result: 已完成\n"),
    "a new field in its place": (
        "category: decisions\nstatus",
        {"timeframe": "立行立改"},
        "category: decisions\nstatus",
    ),
    "a due day for a measure in short form": (
        "  - 建立制度。",
        {"measures": [Entry({"text": "建立制度。", "due": "2025-12"}, 0)]},
        "  - text: 建立制度。\n    due: 2025-12",
    ),
    "a measure before another": (
        "measures:\n  - 建立制度。",
        {"measures": [Entry({"text": "先开会。", "lead": [], "due": None}), Entry({"text": "建立制度。"}, 0)]},
        "measures:\n  - 先开会。\n  - 建立制度。",
    ),
    "a date goes": (
        "  - date: 2025-07-01\n    text: 印发",
        {"progress": [Entry({"date": None}, 0)]},
        "  - text: 印发",
    ),
    "a required text is left to be filled in": ("title: 制度不健全\n", {"title": ""}, "title:\n"),
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_house_style(name: str) -> None:
    """What the desk writes looks as the import and careful people write it."""
    old, wanted, new = EXAMPLES[name]
    assert old in ISSUE
    made = edit(ISSUE.encode(), AT, Issue, wanted).decode()

    expected = ISSUE.replace(old, new, 1)
    if name == "a new field in its place":
        expected = ISSUE.replace("status: 已完成\n", "status: 已完成\ntimeframe: 立行立改\n")
    assert expected == made


def test_a_field_that_the_skeleton_offers_takes_its_place() -> None:
    """The line `# due:` of a new file becomes the field, under its explanation."""
    text = ISSUE + "# 完成时限：整个问题什么时候改完\n# due:\n# 整改目标\n# goal:\n"
    made = edit(text.encode(), AT, Issue, {"due": {"text": "2025-12"}}).decode()

    assert text.replace("# due:", "due:\n  text: 2025-12").replace("text: 2025-12", 'text: "2025-12"') == made


def test_fifty_edits_keep_a_file_with_comments() -> None:
    """After fifty changes there and back the file is the same to the byte where nothing was restyled."""
    data = MESSY.encode()
    for number in range(25):
        data = edit(data, AT, Issue, {"title": f"第{number}次"})
        data = edit(data, AT, Issue, {"status": ("已完成", "基本完成")[number % 2]})
    made = edit(data, AT, Issue, {"title": "它'是标题", "status": "已完成"})

    assert made.decode() == MESSY


def test_what_was_sent_unchanged_changes_nothing() -> None:
    """A whole form sent back as it was leaves every byte."""
    for text, kind in SHAPES.values():
        assert text.encode() == edit(text.encode(), AT, kind, current(text.encode(), AT, kind))


def test_a_filled_record_is_decoded_as_it_was_meant() -> None:
    """Through the decoder itself: a form's texts become the record."""
    wanted = {
        "progress": [Entry({}, 0), Entry({"date": "2025-08", "text": "又查了一遍。\n\n没有再犯。"})],
        "accepted": {"result": "通过", "by": "示例市委巡察办", "date": "2025-11-20"},
        "updates": [Entry({"date": "2025-12-20", "text": "验收以后又看了一次。"})],
    }
    made = edit(ISSUE.encode(), AT, Issue, wanted)
    was, issue = (decode(decode_text(one, AT), AT, Issue) for one in (ISSUE.encode(), made))

    assert issue.progress[1].text == "又查了一遍。\n\n没有再犯。"
    assert (issue.accepted.result, issue.accepted.by) == ("通过", "示例市委巡察办")
    assert issue.updates[0].text == "验收以后又看了一次。"
    changed = {one.name for one in fields_of(Issue).values() if getattr(was, one.name) != getattr(issue, one.name)}
    assert {"progress", "accepted", "updates"} == changed


@given(st.text(max_size=80))
@settings(max_examples=100, deadline=None)
def test_any_text_can_be_written(text: str) -> None:
    """Whatever is typed or pasted is in the file afterwards, but for what no source file may hold."""
    made = edit(ISSUE.encode(), AT, Issue, {"note": text, "result": text})

    said = current(made, AT, Issue)
    assert clean(text) == (said.get("note") or "")
    assert clean(text) == (said.get("result") or "")


def test_a_file_that_is_no_yaml_is_told() -> None:
    """Its mistake is the terminal's; nothing is written."""
    with pytest.raises(SourceError):
        edit(b"title: [\n", AT, Issue, {"title": "x"})
    with pytest.raises(NotWritableError):
        edit(b"{number: 1, title: x}\n", AT, Issue, {"title": "y"})


def test_what_two_have_changed_is_joined_line_by_line() -> None:
    """Comments beside an item that was changed here stay, and a part that was taken out of it here is gone."""
    base = b"number: 1\ntitle: t\nmeasures:\n  - text: a  # one\n    due: 2024-01  # two\n  - b  # three\n"
    path = PurePosixPath("content/2024-xuncha/001.yaml")
    mine = edit(base, path, Issue, {"measures": [Entry({"due": None}, 0), Entry({"text": "c"}, 1)]})
    theirs = base + b"revisions:\n  - date: 2024-02-03\n"

    assert theirs.replace(b"    due: 2024-01  # two\n", b"").replace(b"- b", b"- c") == join(
        Sides(base, mine, theirs), path, Issue, chosen={}
    )
