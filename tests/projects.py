"""Projects made by `init`, run by the program of this folder or by an unpacked wheel of it."""

from __future__ import annotations

import datetime as dt
import subprocess
import zipfile
from pathlib import Path

from support import ISSUE, ROOT, ROUND, SITE, lay
from typed import run

NOTICE = """\
中共示例县水务局党组关于巡察整改情况的通报
2024年3月1日至4月30日，县委第二巡察组对县水务局党组开展了巡察。2024年6月3日，巡察组反馈了意见。现将整改情况公布如下。
一、落实决策部署方面
1.河道巡查记录不全。
整改措施：补齐了记录。
整改情况：已补齐12份。
整改结果：已完成
2.水费收缴不及时。
整改措施：催收水费。
整改情况：正在催收。
整改结果：正在推进
欢迎监督，联系电话：0999-5550009；电子邮箱：shuiwu@example.gov.cn。
中共示例县水务局党组
2024年12月2日
主办单位：示例县水务局 示ICP备20240001号-1 示公网安备 01000002000001号 网站标识码：0100000009
"""


def init(folder: Path, *arguments: str, said: str = "") -> subprocess.CompletedProcess[str]:
    """Make a project at *folder* with the program of this repository."""
    return run(ROOT, "init", str(folder), *arguments, said=said)


def unpacked(wheel: Path, folder: Path) -> Path:
    """The program in the *wheel*, as it lies when installed."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def public_project(folder: Path) -> Path:
    """A project made by `init`, with a site that can be public."""
    assert init(folder, "--yes").returncode == 0
    lay(folder, {"site.yaml": SITE, **{f"content/2025-xuncha/{name}": text for name, text in recent_round().items()}})
    return folder


def wheel_of(root: Path) -> Path:
    """The program's file in the project *root*."""
    (wheel,) = (root / "program").glob("*.whl")
    return wheel


def yesterday() -> str:
    """A day in Beijing that has passed: a notice of long ago would make `publish` ask whether the clock is right."""
    return f"{dt.datetime.now(dt.timezone(dt.timedelta(hours=8))) - dt.timedelta(days=1):%Y-%m-%d}"


def recent_round() -> dict[str, str]:
    """The files of a round that was public yesterday."""
    return {"round.yaml": ROUND.replace("published: 2025-12-02", f"published: {yesterday()}"), "001.yaml": ISSUE}
