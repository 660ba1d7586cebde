"""Every kind of page there is, as the tests of a browser meet it: one list for all of them.

Most kinds are looked at on the real site. Kinds that it has no use for yet (an older text, what changed, an
issue that was withdrawn) and shapes that it does not have (two rounds, tables, every status) are looked at
on the site of tests/sites/full with the few issues below, a bureau's own pages on that of tests/sites/bureau.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from support import ROOT, lay


@dataclass(frozen=True)
class Kind:
    """A page that stands for its kind: its template, its site, its address there."""

    template: str
    path: str
    site: str = "real"
    status: int = 200


ROUND = "2024-xuncha"
KINDS = {
    "home": Kind("home", "index.html"),
    "round": Kind("round", f"{ROUND}/index.html"),
    "issue": Kind("issue", f"{ROUND}/013.html"),
    "issue-021": Kind("issue", f"{ROUND}/021.html"),
    "issue-032": Kind("issue", f"{ROUND}/032.html"),
    "issue-059": Kind("issue", f"{ROUND}/059.html"),
    "issues": Kind("list", f"{ROUND}/issues.html"),
    "category": Kind("list", f"{ROUND}/categories/decisions.html"),
    "categories": Kind("index", f"{ROUND}/categories/index.html"),
    "status": Kind("list", f"{ROUND}/statuses/ongoing.html"),
    "statuses": Kind("index", f"{ROUND}/statuses/index.html"),
    "department": Kind("list", f"{ROUND}/departments/office.html"),
    "departments": Kind("index", f"{ROUND}/departments/index.html"),
    "about": Kind("about", f"{ROUND}/about.html"),
    "whole": Kind("whole", f"{ROUND}/quanwen.html"),
    "documents": Kind("documents", f"{ROUND}/wenjian.html"),
    "figures": Kind("figures", f"{ROUND}/shuju.html"),
    "timeline": Kind("timeline", f"{ROUND}/shijian.html"),
    "contradictions": Kind("collected", f"{ROUND}/daiban.html"),
    "data": Kind("data", "data.html"),
    "help": Kind("help", "help.html"),
    "accessibility": Kind("accessibility", "accessibility.html"),
    "glossary": Kind("glossary", "glossary.html"),
    "sitemap": Kind("sitemap", "sitemap.html"),
    "verify": Kind("verify", "record/verify.html"),
    "search": Kind("search", "search.html"),
    "found": Kind("search", f"search.html?q={quote('垃圾')}"),
    "marked": Kind("issue", f"{ROUND}/004.html?q={quote('渣土')}"),
    "missing": Kind("not_found", f"{ROUND}/no/such/page.html", status=404),
    "two-rounds": Kind("home", "index.html", "full"),
    "rich-issue": Kind("issue", "2025-xuncha/001.html", "full"),
    "changed-issue": Kind("issue", "2025-xuncha/020.html", "full"),
    "version": Kind("version", "2025-xuncha/banben/020-1.html", "full"),
    "difference": Kind("difference", "2025-xuncha/banben/020-1-2.html", "full"),
    "withdrawn": Kind("withdrawn", "2025-xuncha/021.html", "full"),
    "attachments": Kind("attachments", "2025-xuncha/fujian.html", "full"),
    "own-page": Kind("own", "liucheng.html", "bureau"),
    "body": Kind("body", "danwei/zhuban.html", "bureau"),
    "two-bodies": Kind("home", "index.html", "bureau"),
    "photos": Kind("issue", "2025-xuncha/001.html", "bureau"),
}

# What is tried in many circumstances is tried on these: the pages that most readers meet, and the oddest ones.
SAMPLE = ("home", "issue", "issues", "found", "figures", "difference")

_FIRST = """\
number: 20
title: 值班记录不全
category: conduct
status: 正在推进
problem: 夜间值班没有记录，交接班也没有签字。
measures:
  - 建立值班记录。
progress:
  - {date: 2025-08-01, text: 印发《值班管理办法》（示局发〔2025〕9号）。}
"""
_SECOND = (
    _FIRST.replace("也没有签字", "只有口头说明").replace("- 建立值班记录。", "- 建立值班记录。\n  - 每周抽查一次。")
    + "revisions:\n  - {date: 2025-12-20, note: 更正了交接班的说法, reason: 原来写错了}\n"
    + "updates:\n  - {date: 2026-01-10, text: 值班记录改为网上登记。}\n"
)
_WITHDRAWN = """\
number: 21
title: 交接班没有签字
category: conduct
status: 未完成
problem: 交接班没有签字。
withdrawn: {date: 2026-01-08, reason: 与第20号说的是同一件事, into: 20, keep_text: true}
"""
_MORE: dict[str, str | bytes | None] = {
    "content/2025-xuncha/020.yaml": _SECOND,
    "content/2025-xuncha/versions/020.1.yaml": _FIRST,
    "content/2025-xuncha/021.yaml": _WITHDRAWN,
}


def full_project(root: Path) -> Path:
    """Lay the site of tests/sites/full, with the issues above and this project's look, into the folder *root*."""
    shutil.copytree(ROOT / "tests" / "sites" / "full" / "project", root)
    for name in ("templates", "static"):
        shutil.copytree(ROOT / name, root / name)
    lay(root, _MORE)
    return root


def bureau_project(root: Path) -> Path:
    """Lay the site of tests/sites/bureau, whose look is its own where it says so, into the folder *root*."""
    shutil.copytree(ROOT / "tests" / "sites" / "bureau" / "project", root)
    return root


def chosen(names: Iterable[str]) -> Mapping[str, Kind]:
    """The kinds of these *names*."""
    return {name: KINDS[name] for name in names}
