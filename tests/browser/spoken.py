"""What a screen reader says of a page, line by line: Chromium's accessibility tree in Chinese words.

Not the words of one product: what all of them must say, in the order in which they come to it. A heading is
said with its level, a list with its number of items, a region with its name, a control with its state.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

ROLES = {
    "banner": "地标：页首",
    "main": "地标：主要内容",
    "contentinfo": "地标：页脚",
    "navigation": "地标：导航",
    "search": "地标：搜索",
    "complementary": "地标：补充",
    "region": "地标：区域",
    "form": "地标：表单",
    "link": "链接",
    "button": "按钮",
    "searchbox": "搜索框",
    "textbox": "输入框",
    "combobox": "组合框",
    "checkbox": "复选框",
    "radio": "单选按钮",
    "radiogroup": "单选组",
    "group": "分组",
    "DisclosureTriangle": "可展开",
    "image": "图片",
    "img": "图片",
    "table": "表格",
    "columnheader": "列标题",
    "rowheader": "行标题",
    "status": "状态",
    "alert": "警告",
    "dialog": "对话框",
    "option": "选项",
    "listbox": "列表框",
    "separator": "分隔线",
    "blockquote": "引文",
    "figure": "图",
    "progressbar": "进度条",
    "article": "文章",
}
TEXT = ("StaticText",)
# Said as a whole, by their names: what is within is not said again.
WHOLE = (
    *("link", "button", "heading", "columnheader", "rowheader", "option", "checkbox", "radio", "image", "img"),
    *("DisclosureTriangle", "searchbox", "textbox", "combobox"),
)
SILENT = ("LabelText", "Legend")  # said with their controls
BREAK = "\0\n"
BREAKS = ("listitem", "paragraph", "row", "term", "definition", "caption", "cell", "gridcell")  # a line ends there
STATES = {
    "checked": {"true": "已选中", "false": "未选中"},
    "expanded": {"true": "已展开", "false": "已折叠"},
    "pressed": {"true": "已按下", "false": "未按下"},
    "disabled": {"true": "不可用"},
    "required": {"true": "必填"},
}


def transcript(page: Any) -> str:
    """All that is said of *page* from its title to its end."""
    client = page.context.new_cdp_session(page)
    nodes = client.send("Accessibility.getFullAXTree")["nodes"]
    client.detach()
    known = {node["nodeId"]: node for node in nodes}
    lines = [f"页面：{page.title()}", *_merged(_said(nodes[0], known))]
    return "\n".join(lines) + "\n"


def _said(node: dict[str, Any], known: dict[str, Any]) -> Iterator[str]:
    role = node["role"]["value"]
    children = [known[child] for child in node.get("childIds", []) if child in known]
    if role in SILENT:
        children = [child for child in _within(children, known) if child["role"]["value"] in ROLES]
    elif not node.get("ignored"):
        yield from _itself(node, children, known)
        if role in WHOLE:
            children = [child for child in _within(children, known) if child["role"]["value"] in ("link", "button")]
    for child in () if role in TEXT else children:
        yield from _said(child, known)
    if role in BREAKS:
        yield BREAK


def _itself(node: dict[str, Any], children: list[dict[str, Any]], known: dict[str, Any]) -> Iterator[str]:
    """What is said of the node before what is within it."""
    role, name = node["role"]["value"], " ".join(node.get("name", {}).get("value", "").split())
    named = f"：{name}" if name else ""
    if role in TEXT:
        yield f"\0{name}"  # it may run on
    elif role == "heading":
        yield f"标题{_property(node, 'level')}级：{name}"
    elif role == "list":
        items = [child for child in _shown(children, known) if child["role"]["value"] == "listitem"]
        yield f"列表，共{len(items)}项{named}"
    elif role == "table":
        yield f"表格，{_count(node, known, 'row')}行{named}"
    elif role in ROLES and (name or role != "group"):
        yield f"{ROLES[role]}{named}{_states(node)}"


def _shown(nodes: list[dict[str, Any]], known: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """*nodes*, for each that is only a wrapper what it wraps."""
    for node in nodes:
        if node.get("ignored") or node["role"]["value"] in ("generic", "none"):
            yield from _shown([known[child] for child in node.get("childIds", []) if child in known], known)
        else:
            yield node


def _within(nodes: list[dict[str, Any]], known: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for node in nodes:
        yield node
        yield from _within([known[child] for child in node.get("childIds", []) if child in known], known)


def _count(node: dict[str, Any], known: dict[str, Any], role: str) -> int:
    return sum(one["role"]["value"] == role and not one.get("ignored") for one in _within([node], known))


def _property(node: dict[str, Any], wanted: str) -> Any:
    values = [one["value"].get("value") for one in node.get("properties", []) if one["name"] == wanted]
    return values[0] if values else ""


def _states(node: dict[str, Any]) -> str:
    said = []
    for name, words in STATES.items():
        value = str(_property(node, name)).lower()
        said += [words[value]] if value in words else []
    if node["role"]["value"] in ("searchbox", "textbox", "combobox"):
        value = node.get("value", {}).get("value", "")
        said.append(f"内容“{value}”" if value else "空")
    if (described := node.get("description", {}).get("value")) and described != node.get("name", {}).get("value"):
        said.append(described)
    return "".join(f"，{one}" for one in said)


def _merged(said: Iterator[str]) -> Iterator[str]:
    """Lines, texts that follow one another on one."""
    running = ""
    for one in said:
        if one.startswith("\0") and one != BREAK:
            running += one.removeprefix("\0")
            continue
        if running.strip():
            yield running.strip()
        running = ""
        if one != BREAK:
            yield one
    if running.strip():
        yield running.strip()
