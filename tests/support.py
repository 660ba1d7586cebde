"""Projects made from text, and trees of files read back."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from bs4 import BeautifulSoup

from rectify import pipeline
from rectify.site.model import Site

ROOT = Path(__file__).resolve().parents[1]
Files = Mapping[str, "str | bytes | None"]

SITE = """\
name: 示例市示例局
title: 巡察整改公开
base_url: https://www.example.gov.cn/xczg/
description: 示例局逐项公开巡察整改情况。
keywords: [巡察, 整改]
navigation:
  - {title: 首页, to: home}
  - {title: 问题清单, to: issues}
organiser:
  name: 示例市示例局
  address: 示例市示例路1号
  phone: 0100-5550000
footer:
  icp: 示ICP备00000000号-1
  police_record: 示公网安备 01000000000000号
  site_code: "0100000001"
  party_mark_id: 0123456789ABCDEF0123456789ABCDEF
feedback:
  phone: 0100-5550001
departments:
  - {id: office, name: 办公室, aliases: [局办公室]}
  - {id: finance, name: 财务科}
"""

ROUND = """\
title: 示例局党组关于巡察整改情况的通报
short_title: 2025年巡察整改
level: 市级
inspected_body: 中共示例局党组
inspection_team: 示例市委第一巡察组
inspection: {start: 2025-03-01, end: 2025-04-30}
feedback: 2025-05-20
written: 2025-12-01
published: 2025-12-02 09:30
source: 示例市示例局
author: 中共示例局党组
summary: 逐项公开巡察发现的问题和整改情况。
introduction: 现将整改情况公布如下。
categories:
  - {id: decisions, title: 落实决策部署方面}
  - {id: conduct, title: 作风方面}
"""

ISSUE = """\
number: 1
title: 制度不健全
category: decisions
status: 已完成
problem: 没有建立公务用车制度。
measures:
  - 建立制度。
progress:
  - date: 2025-07-01
    text: 印发《公务用车管理办法》（示局发〔2025〕7号）。
result: 已完成
lead: [办公室]
"""

BODIES = """\
bodies:
  - id: linye
    name: 示例市林业局
    short_name: 林业局
    organiser: {name: 示例市林业局, phone: 0100-5550200}
    feedback: {phone: 0100-5550201, note: 来信请写明林业局收。}
    departments:
      - {id: office, name: 综合办, aliases: [办公室]}
    numbers: {site_code: "0100000003"}
"""
TWO_BODIES: dict[str, str | bytes | None] = {
    "site.yaml": SITE + BODIES,
    "content/2025-linye/round.yaml": ROUND.replace(
        "inspected_body: 中共示例局党组", "inspected_body: 中共示例市林业局党组"
    ).replace("level:", "body: linye\nlevel:"),
    "content/2025-linye/001.yaml": ISSUE,
}
"""The files that add a second body to the minimal site; each has a department called office."""

MINIMAL: dict[str, str | bytes | None] = {
    "site.yaml": SITE,
    "content/2025-xuncha/round.yaml": ROUND,
    "content/2025-xuncha/001.yaml": ISSUE,
}


def built(root: Path) -> Path:
    """The site of the project *root*, built."""
    pipeline.build(root, root / "output")
    return root / "output"


def page(site: Path, path: str = "index.html") -> BeautifulSoup:
    """A page of the site in a folder."""
    return BeautifulSoup((site / path).read_bytes(), "html.parser")


def lay(root: Path, files: Files) -> None:
    """Write *files* below *root*, text as UTF-8 with plain line ends; None removes a file."""
    for name, content in files.items():
        path = root / name
        if content is None:
            path.unlink(missing_ok=True)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else textwrap.dedent(content).encode())


def lay_project(root: Path, changes: Files | None = None) -> Path:
    """Make the folder *root* a project: the minimal site, with files changed, added, or (None) left out."""
    lay(root, {**MINIMAL, **(changes or {})})
    for name in ("templates", "static"):
        shutil.copytree(ROOT / name, root / name, dirs_exist_ok=True)
    return root


def lay_made_site(root: Path, name: str) -> Path:
    """Make the folder *root* the project of `tests/sites/<name>`, with the look of the program."""
    for part in ("templates", "static"):
        shutil.copytree(ROOT / part, root / part)
    shutil.copytree(ROOT / "tests" / "sites" / name / "project", root, dirs_exist_ok=True)
    return root


def tree(folder: Path) -> dict[PurePosixPath, bytes]:
    """Every file below *folder*."""
    return {PurePosixPath(p.relative_to(folder).as_posix()): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@dataclass(frozen=True)
class BuiltSite:
    """The site of this repository, built once: as data, and every file's bytes."""

    site: Site
    folder: Path
    files: dict[PurePosixPath, bytes]
