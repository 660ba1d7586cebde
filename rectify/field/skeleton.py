"""The YAML of a new issue or round for a person to fill in, each field with its Chinese name."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import Any

from rectify.field.model import PUBLIC_STATUSES, Category, Issue, Round
from rectify.field.shape import fields_of, hints, is_record, is_required, item_of, members_of
from rectify.field.words import Rich

_STARTED = {
    "problem": "problem: |\n  ",
    "measures": "measures:\n  - ",
    "progress": "progress:\n  - date: \n    text: ",
    "result": "result: ",
}


def issue_skeleton(number: int, categories: tuple[Category, ...]) -> str:
    """The YAML of issue *number*: a draft, required fields to fill in, the others as comments; *categories* are offered by name."""
    lines = ["# 填好以后用 python3 build.py serve 看，没填的必填项会逐一提示；审好了运行 approve，才公开。"]
    for name, field in fields_of(Issue).items():
        hint = field.metadata["hint"]
        lines.append(f"# {field.metadata['name']}" + (f"：{hint}" if hint else ""))
        if name == "number":
            lines.append(f"number: {number}")
        elif name == "category":
            lines += [f"#   {category.id}：{category.title}" for category in categories] or [
                "#   先在 round.yaml 里写好类别；通报没有分类的，不写这一项"
            ]
            lines.append("category: ")
        elif name == "status":
            lines.append(f"#   {'、'.join(status.value for status in PUBLIC_STATUSES)}")
            lines.append("status: ")
        elif name == "draft":
            lines.append("draft: true")
        elif name in _STARTED:
            lines += _STARTED[name].split("\n")
        else:
            lines.append(f"{name}: " if is_required(field) else f"# {name}:")
    return "\n".join(line.rstrip() for line in lines) + "\n"


def round_skeleton() -> str:
    """The YAML of a new round: required fields ready, the others as comments, each with its meaning."""
    head = [
        "# 一轮巡察的情况。填好以后运行 python3 build.py，没填的必填项会逐一提示。",
        "# 以 # 开头的行是说明，也是可以不写的字段：要写的去掉 #。",
    ]
    return "\n".join(line.rstrip() for line in [*head, *_fields(Round, "")]) + "\n"


def _fields(kind: Any, indent: str) -> Iterator[str]:
    for name, field in fields_of(kind).items():
        hint, explained = field.metadata["hint"], hints(kind)[name]
        yield f"{indent}# {field.metadata['name']}" + (f"：{hint}" if hint else "")
        members = isinstance(explained, type) and issubclass(explained, Enum)
        if members and not hint:
            yield f"{indent}#   {'、'.join(members_of(explained))}"
        lines = list(_value(name, explained))
        is_filled_in = is_required(field) or field.metadata["needed"]
        yield from (indent + (line if is_filled_in else f"# {line}") for line in lines)


def _value(name: str, kind: Any) -> Iterator[str]:
    """A field to be filled in, from the start of its line."""
    item = item_of(kind)
    if kind is Rich:
        yield from (f"{name}: |", "  ")
    elif item is not None and is_record(item):
        yield f"{name}:"
        for number, line in enumerate(_fields(item, "    ")):
            yield f"  - {line[4:]}" if number == _FIRST_FIELD else line
    elif is_record(kind):
        yield f"{name}:"
        yield from _fields(kind, "  ")
    else:
        yield f"{name}: "


_FIRST_FIELD = 1
"""In a list's item the name stands on the line after its explanation."""
