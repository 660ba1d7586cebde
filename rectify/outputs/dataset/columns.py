"""The columns of the table that CSV and XLSX share: their order is a promise, new ones come last (D-01)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from rectify.field.model import PhotoTime
from rectify.field.particulars import Particular, particulars
from rectify.outputs.dataset.records import Record

Cell = str | int


class Field(NamedTuple):
    """A column: its heading, its meaning, the JSON field with the same values, its width in digits."""

    title: str
    meaning: str
    key: str
    width: float
    cell: Callable[[Record, Record], Cell]
    """Of a round and an issue of it."""

    @property
    def type(self) -> str:
        """The type of its cells in Table Schema."""
        return "integer" if self.key == "number" else "string"


def row_of(round_: Record, issue: Record) -> list[Cell]:
    """An issue as one row."""
    return [field.cell(round_, issue) for field in FIELDS]


def _category(issue: Record) -> str:
    return issue["category"]["title"] if issue["category"] else ""


def _numbered_lines(texts: list[str]) -> str:
    return "\n".join(f"{number}. {text}" for number, text in enumerate(texts, start=1))


def _problem(issue: Record) -> str:
    return "\n".join(paragraph["text"] for paragraph in issue["problem"])


def _measures(issue: Record) -> str:
    return _numbered_lines([one["text"] + _leading(one["lead"]) for one in issue["measures"]])


def _leading(departments: list[Record]) -> str:
    return f"（牵头部门：{_names(departments)}）" if departments else ""


def _progress(issue: Record) -> str:
    return _numbered_lines([f"{_when(one)}{one['text']}" for one in issue["progress"]])


def _updates(issue: Record) -> str:
    return _numbered_lines([f"（{one['date']}）{one['text']}" for one in issue["updates"]])


def _when(progress: Record) -> str:
    if not progress["date"]:
        return ""
    return f"（{progress['date']}至{progress['until']}）" if progress["until"] else f"（{progress['date']}）"


def _due(issue: Record) -> str:
    days = (f"措施{n}：{one['due']}" for n, one in enumerate(issue["measures"], start=1) if one["due"])
    return "；".join((*([issue["timeframe"]] if issue["timeframe"] else []), *days))


def _names(departments: list[Record]) -> str:
    return "、".join(department["name"] for department in departments)


def _documents(issue: Record) -> str:
    return "；".join(f"《{d['title']}》" + (f"（{d['number']}）" if d["number"] else "") for d in issue["documents"])


def _figures(issue: Record) -> str:
    return "；".join(f"{one['label']}：{one['value']}{one['unit']}" for one in issue["figures"])


def _attachments(issue: Record, name: str) -> str:
    """Photographs or attachments, a line each: what readers see of them, then the address; first those of entries."""
    sections = (("措施", "measures"), ("进展", "progress"), ("后续进展", "updates"))
    entries = [
        (f"{word}{number}：", file)
        for word, section in sections
        for number, entry in enumerate(issue[section], start=1)
        for file in entry[name]
    ]
    files = [*entries, *(("", one) for one in issue[name])]
    return "\n".join(_in_words({"first": place + _plain_value(one), "url": one["url"]}) for place, one in files)


def _plain_value(one: Record) -> str:
    names = ("when", "caption", "alt", "title", "kind", "number", "date", "source", "file")
    words = (PhotoTime(one[name]).words if name == "when" and one.get(name) else one.get(name) for name in names)
    return "，".join(filter(None, words))


_FORMS: Final[Mapping[str, Callable[[Record], str]]] = MappingProxyType(
    {
        "brief": lambda one: f"{one['found']}→{one['outcome']}" if one["outcome"] else one["found"],
        "due_changes": lambda one: f"{one['date']}：{one['from']}改为{one['to']}，{one['reason']}",
        "returns": lambda one: f"{one['round']}第{one['number']}号",
        "reexamined": lambda one: f"{one['date']}：{one['found']}" + (f"（{one['by']}）" if one["by"] else ""),
    }
)
"""How a record of a particular is written in a cell, where its first field does not say enough alone."""


def _particular(one: Particular) -> Field:
    words = _FORMS.get(one.field, _in_words)
    return Field(one.title, one.meaning, one.field, 18, lambda _, issue: _lines(issue[one.field], words))


def _lines(value: Any, words: Callable[[Any], str]) -> str:
    """A particular as one cell, of a list a line each."""
    return "\n".join(map(words, value if isinstance(value, list) else [value] if value else []))


def _in_words(value: Any) -> str:
    """The words of a record first, its other fields in brackets behind them."""
    if not isinstance(value, dict):
        return value or ""
    first, *others = (str(one) for one in value.values() if one)
    others = [one for one in others if one not in first]
    return f"{first}（{'，'.join(others)}）" if others else first


_OWN: Final[tuple[Field, ...]] = (
    Field("轮次", "哪一轮检查", "rounds.short_title", 18, lambda round_, _: round_["short_title"]),
    Field("序号", "问题在这一轮里的编号，公开以后不变", "number", 6, lambda _, issue: issue["number"]),
    Field("标题", "一句话概括的问题", "title", 32, lambda _, issue: issue["title"]),
    Field("类别", "原文把问题分成的类别；没有分的空着", "category", 24, lambda _, issue: _category(issue)),
    Field("状态", "整改到了哪一步，用原文里的词", "status", 12, lambda _, issue: issue["status"]),
    Field("问题", "发现了什么问题", "problem", 60, lambda _, issue: _problem(issue)),
    Field("措施", "准备做什么，一行一项", "measures", 60, lambda _, issue: _measures(issue)),
    Field("进展", "做了什么，一行一项；知道日期的写在前面的括号里", "progress", 60, lambda _, issue: _progress(issue)),
    Field("结果", "原文关于结果的话", "result", 16, lambda _, issue: issue["result"]),
    Field("牵头部门", "负主要责任的部门，几个部门用顿号隔开", "lead", 18, lambda _, issue: _names(issue["lead"])),
    Field(
        "责任部门",
        "一同负责的部门，几个部门用顿号隔开",
        "responsible",
        18,
        lambda _, issue: _names(issue["responsible"]),
    ),
    Field(
        "时限",
        "立行立改、限期整改或长期坚持；单项措施有完成时限的，写明是第几项",
        "timeframe",
        16,
        lambda _, issue: _due(issue),
    ),
    Field("发布日期", "首次公布的日期，例如 2024-12-30", "published", 12, lambda _, issue: issue["published"][:10]),
    Field(
        "更新日期", "公布以后最近一次改动的日期；没有改过就空着", "updated", 12, lambda _, issue: issue["updated"] or ""
    ),
    Field("文件", "文中提到的文件，有文号的写在括号里", "documents", 40, lambda _, issue: _documents(issue)),
    Field("网址", "这个问题的网页，不会变", "url", 40, lambda _, issue: issue["url"]),
    Field("关键数字", "最能说明结果的几个数", "figures", 30, lambda _, issue: _figures(issue)),
    Field("说明", "读这个问题需要知道的情况", "note", 30, lambda _, issue: "\n".join(issue["note"])),
    Field("后续进展", "公布以后又有的进展，一行一项，前面是日期", "updates", 40, lambda _, issue: _updates(issue)),
    Field("轮次编号", "这一轮在网址里的名字，用来和别的文件对上", "round", 16, lambda round_, _: round_["id"]),
)
_LATER: Final[tuple[Field, ...]] = (
    Field("照片", "整改前后的照片：内容和网址，一行一张", "photos", 40, lambda _, issue: _attachments(issue, "photos")),
    Field("附件", "附件的标题和网址，一行一份", "attachments", 40, lambda _, issue: _attachments(issue, "attachments")),
)
_BEFORE_FILES: Final = frozenset({"accountable", "due", "goal", "accepted"})
FIELDS: Final = (
    *_OWN,
    *(_particular(one) for one in particulars() if one.field in _BEFORE_FILES),
    *_LATER,
    *(_particular(one) for one in particulars() if one.field not in {*_BEFORE_FILES, *(own.key for own in _OWN)}),
    Field(
        "验收认定",
        "通过、部分通过或未通过；没有验收或者没有写明结论的空着",
        "verdict",
        12,
        lambda _, one: one["verdict"] or "",
    ),
    Field(
        "是否按期",
        "按现在的时限；没有写时限的空着",
        "promise",
        14,
        lambda _, one: (one["promise"] or {}).get("kept", ""),
    ),
)
"""A reader's program may count on these titles and on their places."""

ISSUE_KEY: Final = ("轮次编号", "序号")
"""The columns that name an issue."""
