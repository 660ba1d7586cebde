"""An empty issue for a person to fill in, each field with its Chinese name."""

from __future__ import annotations

from rectify.field.model import Category, Issue, Status
from rectify.field.shape import fields_of, is_required

_STARTED = {
    "problem": "problem: |\n  ",
    "measures": "measures:\n  - ",
    "progress": "progress:\n  - date: \n    text: ",
    "result": "result: ",
}


def issue_skeleton(number: int, categories: tuple[Category, ...]) -> str:
    """The YAML of a new issue: required fields ready, the others as comments."""
    lines = ["# 填好以后运行 python build.py，没填的必填项会逐一提示。"]
    for name, field in fields_of(Issue).items():
        hint = field.metadata["hint"]
        lines.append(f"# {field.metadata['name']}" + (f"：{hint}" if hint else ""))
        if name == "number":
            lines.append(f"number: {number}")
        elif name == "category":
            lines += [f"#   {category.id}：{category.title}" for category in categories]
            lines.append("category: ")
        elif name == "status":
            lines.append(f"#   {'、'.join(status.value for status in Status)}")
            lines.append("status: ")
        elif name in _STARTED:
            lines += _STARTED[name].split("\n")
        else:
            lines.append(f"{name}: " if is_required(field) else f"# {name}:")
    return "\n".join(line.rstrip() for line in lines) + "\n"
