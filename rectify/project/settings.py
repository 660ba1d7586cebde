"""A new `site.yaml`: every field with its meaning, those that are known filled in, those still wanted empty."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from enum import Enum
from typing import Any, Final

from rectify.field.config import SiteConfig
from rectify.field.shape import fields_of, hints, is_record, is_required, item_of, members_of
from rectify.intake.yaml_writing import in_list, scalar

PLACEHOLDER: Final = "https://example.invalid/xczg/"
"""Stands for an address that is not known yet: no such host can be (RFC 2606)."""

_WANTED: Final = "  # 待填"
_NO_ADDRESS: Final = "  # 待填：这是个占位的网址，公开前换成真的"
_NAVIGATION: Final = (
    ("首页", "home"),
    ("问题清单", "issues"),
    ("类别", "categories"),
    ("关于通报", "about"),
    ("帮助", "help"),
    ("反馈", "feedback"),
)
_HEAD: Final = """\
# 本单位网站的设置。以 # 开头的是说明和没有用到的字段：要写的去掉 #，不要的可以删去。
# 写着“待填”的，知道了就补上；改完运行 python3 build.py，写错了会说出在哪一行、怎么改。
"""


def first_settings(
    known: Mapping[str, str], departments: Collection[tuple[str, str]], aliases: Collection[str] = ()
) -> dict[str, Any]:
    """The values of a new site: what is *known*, by field (`footer.icp`), departments (id, name), and what all begin with.

    *aliases* are other names of the organiser.
    """
    name = known.get("organiser.name", "")
    values: dict[str, Any] = {
        "name": name,
        "title": "巡察整改公开",
        "base_url": PLACEHOLDER,
        "description": f"{name}逐项公开巡察发现的问题和整改情况：每个问题一页，可以查找、引用和打印。",
        "keywords": ["巡察", "整改", *filter(None, [name])],
        "navigation": [{"title": title, "to": to} for title, to in _NAVIGATION],
        "departments": [{"id": identifier, "name": title} for identifier, title in departments],
        "feedback": {"note": "欢迎监督巡察整改的落实情况，有意见和建议请向我们反映。"},
    }
    if aliases:
        values["organiser"] = {"aliases": list(aliases)}
    for field, value in known.items():
        group, _, inner = field.rpartition(".")
        (values.setdefault(group, {}) if group else values)[inner] = value
    return values


def settings_yaml(values: Mapping[str, Any], wanted: Collection[str] = ()) -> str:
    """The text of `site.yaml` with these *values*; the *wanted* fields (`footer.icp`) stand empty and say so."""
    return _HEAD + "\n".join(line.rstrip() for line in _fields(SiteConfig, values, wanted, "")) + "\n"


def _fields(kind: Any, values: Mapping[str, Any], wanted: Collection[str], place: str) -> Iterator[str]:
    margin = "  " if place else ""
    for name, field in fields_of(kind).items():
        hint, value = hints(kind)[name], values.get(name)
        yield f"{margin}# {_meaning(field, hint)}"
        if is_record(hint):
            yield f"{name}:"
            yield from _fields(hint, value or {}, wanted, f"{name}.")
        elif is_record(item_of(hint)):
            yield from _items(name, item_of(hint), value or ())
        elif value or isinstance(value, bool):
            yield f"{margin}{name}: {_yaml_value(value)}{_NO_ADDRESS if value == PLACEHOLDER else ''}"
        elif is_required(field) or f"{place}{name}" in wanted:
            yield f"{margin}{name}:{_WANTED}"
        else:
            yield f"{margin}# {name}:"


def _meaning(field: Any, hint: Any) -> str:
    meaning: str = field.metadata["name"] + (f"：{field.metadata['hint']}" if field.metadata["hint"] else "")
    if isinstance(hint, type) and issubclass(hint, Enum) and not field.metadata["hint"]:
        meaning += f"：{'、'.join(members_of(hint))}"
    return meaning + ("（公开前要有）" if field.metadata["needed"] else "")


def _items(name: str, kind: Any, values: Collection[Mapping[str, Any]]) -> Iterator[str]:
    """A list of records: what their fields mean, then the records, or one as an example behind #."""
    for inner, field in fields_of(kind).items():
        yield f"#   {inner}：{_meaning(field, hints(kind)[inner])}"
    if not values:
        yield f"# {name}:"
    else:
        yield f"{name}:"
    for value in values or [dict.fromkeys(fields_of(kind), "")]:
        mark = "" if values else "# "
        for number, (inner, one) in enumerate(value.items()):
            yield f"{mark}  {'  ' if number else '- '}{inner}: {_yaml_value(one) if one else ''}"


def _yaml_value(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f"[{', '.join(map(in_list, value))}]" if isinstance(value, list) else scalar(str(value))
