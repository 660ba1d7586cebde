"""Makes `docs/fields.md`, the documentation of every field, from the record classes."""

from __future__ import annotations

from enum import Enum
from typing import Any

from rectify.field.own_page import OwnPage
from rectify.field.schema import KINDS
from rectify.field.shape import fields_of, hints, is_record, is_required, item_of, members_of, shorthand
from rectify.field.words import Article, Colour, Email, Line, MenuGoal, PagePath, PagePlace, Phone, Rich, Slug, Url
from rectify.ground.dates import Moment, PartialDate

_FILES = {
    "issue": "一个问题：`content/<轮次>/013.yaml`",
    "round": "一轮检查：`content/<轮次>/round.yaml`",
    "site": "整个网站：`site.yaml`",
    "page": "自己写的一页：`content/pages/名字.md`",
    "glossary": "名词解释：`content/glossary.yaml`",
    "synonyms": "搜索时的不同说法：`content/synonyms.yaml`",
}
_NAMES = {
    Line: "一行文字",
    Rich: "文字，可以用简单的 Markdown",
    Article: "文字，可以用简单的 Markdown 和小标题",
    MenuGoal: "规定的词、专栏里的位置或网址",
    Colour: "颜色",
    Slug: "英文小写、数字、连字符",
    Url: "网址",
    PagePath: "网页或文件夹在专栏里的位置",
    PagePlace: "网页或文件夹在专栏里的位置",
    Email: "电子邮箱",
    Phone: "带区号的电话",
    int: "整数",
    bool: "true 或 false",
    PartialDate: "日期",
    Moment: "日期和时间",
}


def reference_text() -> str:
    """The text of `docs/fields.md`."""
    parts = [
        "# 字段\n\n想知道一项怎么写：先找它在哪个文件里，再找字段的名字。这一页由程序里的字段定义生成，不要手改。\n\n只有一个必填项的小组，可以不写字段名，直接写那一项：`- 建立制度。` 就是 `- text: 建立制度。`。\n只有一项的列表，可以不写成列表。没有的选填项不写，或者留空。必填一栏写着“公开前”的，草稿可以先不写；写着“巡察、巡视”的，别的种类（见 round.yaml 的 `kind`）可以不写。\n"
    ]
    for name, kind in {**KINDS, "page": OwnPage}.items():
        parts.append(f"## {_FILES[name]}\n\n{_table(kind)}")
        parts += [f"### {title}\n\n{_table(inner)}" for title, inner in _inner(kind)]
    return "\n".join(parts)


def _table(kind: Any) -> str:
    rows = ["| 字段 | 含义 | 必填 | 写法 | 说明 |", "| --- | --- | --- | --- | --- |"]
    for name, field in fields_of(kind).items():
        must = "是" if is_required(field) else field.metadata["needed"]
        rows.append(
            f"| `{name}` | {field.metadata['name']} | {must} | {_words(hints(kind)[name])} | {field.metadata['hint']} |"
        )
    return "\n".join(rows) + "\n"


def _words(kind: Any) -> str:
    if item := item_of(kind):
        return f"列表，每项：{_words(item)}"
    if is_record(kind):
        short = shorthand(kind)
        return f"一组字段（见下）{f'，或直接写 {short}' if short else ''}"
    if isinstance(kind, type) and issubclass(kind, Enum):
        return "、".join(f"`{word}`" for word in members_of(kind))
    return _NAMES[kind]


def _inner(kind: Any) -> list[tuple[str, Any]]:
    tables = []
    for name, field in fields_of(kind).items():
        hint = hints(kind)[name]
        inner = item_of(hint) or hint
        if is_record(inner):
            tables += [(f"`{name}`（{field.metadata['name']}）的每一项", inner), *_inner(inner)]
    return tables
