"""Makes sites of any size: the same size gives the same files on every machine."""

from __future__ import annotations

import argparse
import random
import shutil
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
CATEGORIES = 8
_SUBJECTS = [
    "建筑垃圾",
    "餐厨垃圾",
    "公共停车场",
    "共享单车",
    "户外广告",
    "环卫车辆",
    "公务用车",
    "财务报销",
    "合同审核",
    "安全生产",
    "执法文书",
    "民主生活会",
    "干部考核",
    "档案管理",
    "信息公开",
    "政府采购",
    "早夜市",
    "公共厕所",
    "热线投诉",
    "渗滤液处理",
]
_FAULTS = [
    "管理不规范",
    "监督不到位",
    "制度不健全",
    "整改不彻底",
    "台账不完整",
    "责任不清楚",
    "检查不经常",
    "投入见效慢",
    "审批不严格",
    "数据不准确",
]
_WHO = ["市级部门", "各旗县区", "二级单位", "局机关", "运营企业", "社区", "街道", "执法队伍", "窗口单位", "项目单位"]
_DOES = [
    "逐项排查",
    "建立台账",
    "制定办法",
    "组织培训",
    "公开结果",
    "约谈负责人",
    "抽查复核",
    "限期整改",
    "完善流程",
    "落实专人",
]
_WITH = [
    "对照清单",
    "结合日常检查",
    "会同有关部门",
    "按照职责分工",
    "利用信息平台",
    "根据群众反映",
    "参照上级要求",
    "通过现场督办",
    "采用随机抽查",
    "依据考核办法",
]
DEPARTMENTS = {
    "office": "办公室",
    "finance": "财务科",
    "personnel": "人事科",
    "enforcement": "执法管理科",
    "sanitation": "环卫科",
    "assessment": "考评科",
}
_STATUSES = ("已完成",) * 8 + ("正在推进", "长期坚持")


def sentence(chance: random.Random) -> str:
    """A sentence of about forty characters that is plausible enough to lay out and search."""
    count = chance.randrange(3, 9000)
    return (
        f"{chance.choice(_WHO)}{chance.choice(_WITH)}，针对{chance.choice(_SUBJECTS)}{chance.choice(_FAULTS)}的问题"
        f"{chance.choice(_DOES)}，共处理{count}件，其中{chance.choice(_WHO)}{chance.randrange(1, 99)}处已经{chance.choice(_DOES)}。"
    )


def record(number: int) -> dict[str, Any]:
    """What one issue of about 640 characters says, in the order of its file."""
    chance = random.Random(number)
    subject, fault = chance.choice(_SUBJECTS), chance.choice(_FAULTS)
    return {
        "number": number,
        "title": f"{subject}{fault}（{chance.choice(_WHO)}第{number}项）",
        "category": f"c{number % CATEGORIES + 1}",
        "status": chance.choice(_STATUSES),
        "problem": f"{sentence(chance)}{sentence(chance)}\n",
        "measures": [sentence(chance) for _ in range(3)],
        "progress": [
            {
                "date": f"2024-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}",
                "text": f"印发《{subject}管理办法（{number % 977}）》。{sentence(chance)}",
            },
            {"date": f"2024-{chance.randrange(1, 13):02}", "text": sentence(chance)},
            {"text": sentence(chance)},
        ],
        "result": "已完成",
        "lead": [chance.choice(tuple(DEPARTMENTS.values()))],
    }


def issue(number: int) -> str:
    """The YAML of one issue."""
    said = record(number)
    lines = [f"{name}: {said[name]}" for name in ("number", "title", "category", "status")]
    lines += ["problem: |", f"  {said['problem'].rstrip()}", "measures:"]
    lines += [f"  - {measure}" for measure in said["measures"]]
    lines.append("progress:")
    for step in said["progress"]:
        first, *rest = (f"{name}: {value}" for name, value in step.items())
        lines += [f"  - {first}", *(f"    {line}" for line in rest)]
    lines += [f"result: {said['result']}", f"lead: [{', '.join(said['lead'])}]"]
    return "\n".join(lines) + "\n"


def site(folder: Path, size: int) -> None:
    """Lay a site of *size* issues in one round, with the real templates and styles, at *folder*."""
    shutil.rmtree(folder, ignore_errors=True)
    content = folder / "content" / "2025-benchmark"
    content.mkdir(parents=True)
    for name in ("templates", "static", "rectify"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("build.py", "requirements.lock", "requirements-test.lock"):
        shutil.copy(ROOT / name, folder / name)
    shutil.copy(ROOT / "content" / "glossary.yaml", folder / "content" / "glossary.yaml")
    config = (ROOT / "site.yaml").read_text("utf-8").split("departments:")[0]
    config = config.replace("//example.invalid/", "//www.example.gov.cn/")  # a site that can be public
    departments = "".join(f"  - id: {name}\n    name: {title}\n" for name, title in DEPARTMENTS.items())
    (folder / "site.yaml").write_text(f"{config}departments:\n{departments}", "utf-8")
    categories = "".join(f"  - id: c{n}\n    title: 第{n}类问题\n" for n in range(1, CATEGORIES + 1))
    record = (ROOT / "content" / "2024-xuncha" / "round.yaml").read_text("utf-8")
    before, rest = record.split("categories:\n")
    closing = "closing:" + rest.split("closing:")[1]
    (content / "round.yaml").write_text(f"{before}categories:\n{categories}{closing}", "utf-8")
    for number in range(1, size + 1):
        (content / f"{number:03}.yaml").write_text(issue(number), "utf-8", newline="\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("size", type=int)
    given = parser.parse_args()
    site(given.folder, given.size)
