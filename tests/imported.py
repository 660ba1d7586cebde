"""The invented notices in tests/notices, and texts as sources."""

from __future__ import annotations

import re
from functools import cache

from rectify.intake.readers.lines import SourceLine, SourceText
from rectify.intake.readers.source import read_source
from support import ROOT

NOTICES = ROOT / "tests" / "notices"
_TABLE_LINE = re.compile(r"^\|.*\|$", re.MULTILINE)
_TABLE_RULE = re.compile(r"^(?:\| --- )+\|\n?", re.MULTILINE)
_CELL_END = re.compile(r"(?<!\\)\|")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()>#+.!|-])|&(lt|amp);")


@cache
def notice_cases() -> dict[str, SourceText]:
    """The invented notices by name, as their readers give them."""
    return {path.parent.name: read_source(path) for path in NOTICES.glob("*/source.*")}


def source_of(text: str, name: str = "notice.txt") -> SourceText:
    """A plain text as a source."""
    lines = enumerate(text.split("\n"), start=1)
    return SourceText(name, tuple(SourceLine(number=n, text=line) for n, line in lines if line.strip()))


def whole_text(source: SourceText) -> str:
    """All that a reader sees in the source, line under line: nothing of it may be lost."""
    return "\n".join(line.mark + line.text for line in source.lines)


def unescaped(text: str) -> str:
    """The text that *escaped* made harmless."""
    return _ESCAPED.sub(lambda found: found[1] or {"lt": "<", "amp": "&"}[found[2]], text)


def without_table_signs(text: str) -> str:
    """The *text* with the words of its tables alone."""
    if not _TABLE_RULE.search(text):
        return text
    return _TABLE_LINE.sub(lambda found: _CELL_END.sub(" ", found[0]), _TABLE_RULE.sub("", text))


def five_issues(said: str = "") -> str:
    """A notice with five issues in two categories, *said* at the beginning of the first issue's progress."""
    names = ("会议记录不全", "公车管理不严", "台账更新不及时", "培训开展不经常", "欠款清收不力")
    lines = ["关于巡察整改情况的通报", "2024年3月1日至4月30日，县委第一巡察组对甲局党组开展了常规巡察。"]
    for number, name in enumerate(names, start=1):
        if number in (1, 4):
            lines.append(f"{'（一）' if number == 1 else '（二）'}{'党的建设' if number == 1 else '廉政建设'}方面")
        lines += [
            f"{number}.{name}。巡察发现，{name}，有的单位长期没有改正。",
            "整改措施：一是明确责任，逐项登记。二是每季度检查一次，检查结果在全局通报。",
            f"整改进展：{said if number == 1 else ''}已于2024年{number + 4}月制定办法，检查了{number}2个单位。",
            "整改结果：已完成",
        ]
    return "\n".join([*lines, "甲局党组", "2024年12月30日"])
