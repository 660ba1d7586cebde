"""Issues with as many different words as real notices have, or more: for searching, not for laying out.

Sentences of the site's own issues, with every fifth word changed for one of a large dictionary, stand between
sentences of generated firms, roads, estates, document numbers, dates and amounts. The same number gives the
same issue on every machine.
"""

from __future__ import annotations

import random
import re
from functools import cache
from pathlib import Path
from typing import Final

import truth
import yaml

import corpus as uniform

LENGTH: Final = 665
"""Characters of an issue, about."""
_CHANGED: Final = 0.2
_STYLES = ("印发", "修订", "转发", "废止")
_PAPERS = ("管理办法", "实施细则", "工作方案", "考核标准", "专项通知", "情况报告")
_OFFICES = ("城管发", "环卫字", "财字", "办函", "党发", "执法字")
_FAULTS = (
    "管理不到位",
    "监督缺位",
    "台账不全",
    "长期闲置",
    "整改不彻底",
    "论证不足",
    "审批不严",
    "账目不清",
    "进度迟缓",
)
_FIRMS = ("环境科技有限公司", "物业服务公司", "建设集团", "运输公司", "市政工程公司", "停车管理公司")
_PLACES = ("街", "路", "大街", "巷", "小区", "家园", "广场", "市场", "公园", "村")
_ACTS = ("复查", "清运", "拆除", "更换", "约谈", "立案", "培训", "巡查", "抽检", "补种")
_UNITS = ("处", "次", "吨", "辆", "份", "万元", "平方米", "户", "起", "公里")


def site(folder: Path, size: int, project: Path) -> None:
    """Lay a site of *size* such issues at *folder*, with *project*'s program, templates and styles."""
    uniform.ROOT = project
    uniform.site(folder, size)
    sentences = _sentences(project)
    for number in range(1, size + 1):
        text = issue(number, sentences)
        (folder / "content" / "2025-benchmark" / f"{number:03}.yaml").write_text(text, "utf-8", newline="\n")


def issue(number: int, sentences: tuple[str, ...]) -> str:
    """The YAML of one issue."""
    chance = random.Random(f"search {number}")
    topic = [_word(chance) for _ in range(6)]
    paragraphs: list[str] = []
    while sum(map(len, paragraphs)) < LENGTH:
        paragraphs.append(_paragraph(chance, topic, sentences))
    problem, *others = paragraphs
    measures, steps = others[: len(others) // 2] or others, others[len(others) // 2 :] or others
    title = f"{_place(chance)}{topic[0]}{chance.choice(('和', '的', ''))}{topic[1]}{chance.choice(_FAULTS)}"
    lines = [
        f"number: {number}",
        f"title: {title}",
        f"category: c{number % uniform.CATEGORIES + 1}",
        f"status: {chance.choice(('已完成',) * 8 + ('正在推进', '长期坚持'))}",
        "problem: |-",
        f"  {problem}",
        "measures:",
        *(line for text in measures for line in ("  - |-", f"    {text}")),
        "progress:",
    ]
    for text in steps:
        when = f"2024-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"
        head = [f"  - date: {when}", "    text: |-"] if chance.random() < 0.6 else ["  - text: |-"]
        lines += [*head, f"      {text}"]
    lines += ["result: 已完成", f"lead: [{chance.choice(tuple(uniform.DEPARTMENTS.values()))}]"]
    if chance.random() < 0.3:
        value, unit = chance.randrange(2, 99999), chance.choice(_UNITS)
        lines += [
            "figures:",
            f"  - value: {value}",
            f"    unit: {unit}",
            f"    label: {chance.choice(_ACTS)}{topic[2]}",
        ]
    return "\n".join(lines) + "\n"


def _paragraph(chance: random.Random, topic: list[str], sentences: tuple[str, ...]) -> str:
    made = [_changed(chance, topic, chance.choice(sentences)) for _ in range(chance.randrange(1, 3))]
    if chance.random() < 0.7:
        made.insert(chance.randrange(len(made) + 1), _fact(chance, topic))
    return "".join(made)


def _changed(chance: random.Random, topic: list[str], sentence: str) -> str:
    cut = truth.segments(sentence)
    return "".join(
        _another(chance, topic, word) if len(word) > 1 and chance.random() < _CHANGED else word for word in cut
    )


def _another(chance: random.Random, topic: list[str], word: str) -> str:
    return chance.choice(topic) if chance.random() < 0.3 else chance.choice(truth.vocabulary()[len(word)])


def _fact(chance: random.Random, topic: list[str]) -> str:
    """A sentence with the things that people look up: names, numbers, documents, days."""
    day = f"{chance.randrange(2019, 2026)}年{chance.randrange(1, 13)}月{chance.randrange(1, 29)}日"
    paper = f"《{_place(chance)}{topic[0]}{chance.choice(_PAPERS)}（{chance.choice(('试行', '修订', '暂行'))}）》"
    code = f"{chance.choice('呼京津沪渝')}{chance.choice(_OFFICES)}〔{chance.randrange(2015, 2026)}〕{chance.randrange(1, 400)}号"
    amount = f"{chance.randrange(2, 99999)}{chance.choice(_UNITS)}"
    part = f"{chance.randrange(1, 999)}.{chance.randrange(1, 99)}{chance.choice(_UNITS)}"
    return chance.choice(
        (
            f"{day}，{chance.choice(_STYLES)}{paper}（{code}），涉及“{topic[3]}{topic[4]}”{amount}。",
            f"{_firm(chance)}在{_place(chance)}{chance.choice(_ACTS)}{topic[2]}{amount}，合计{part}。",
            f"会同{_firm(chance)}按照{code}{chance.choice(_ACTS)}{_place(chance)}、{_place(chance)}的{topic[5]}{amount}。",
            f"截至{day}，{topic[1]}已{chance.choice(_ACTS)}{amount}，{_place(chance)}{chance.choice(_ACTS)}{part}。",
        )
    )


def _word(chance: random.Random) -> str:
    return chance.choice(truth.vocabulary()[chance.choice((2, 2, 2, 3, 4))])


def _place(chance: random.Random) -> str:
    return chance.choice(truth.vocabulary()[2]) + chance.choice(_PLACES)


def _firm(chance: random.Random) -> str:
    return chance.choice(truth.vocabulary()[2]) + chance.choice(_FIRMS)


@cache
def _sentences(project: Path) -> tuple[str, ...]:
    """All sentences of the project's own issues that can stand by themselves."""
    sentences: list[str] = []
    for file in sorted(project.glob("content/*/[0-9]*.yaml")):
        said = yaml.safe_load(file.read_text("utf-8"))
        texts = [said["problem"], *said.get("measures", ()), *(step["text"] for step in said.get("progress", ()))]
        sentences += [s.strip() for text in texts for s in re.findall(r"[^。\n]+。", str(text))]
    return tuple(s for s in sentences if 12 <= len(s) <= 120 and not re.search(r"[*\[\]#<>`|\\]", s))
