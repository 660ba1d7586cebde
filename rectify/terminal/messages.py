"""What the terminal says; the wording of a rule stays beside the rule."""

from __future__ import annotations

from collections.abc import Sequence

from rectify.ground.diagnostics import Diagnostic, Severity
from rectify.pipeline import Build


def built(build: Build, seconds: float) -> str:
    """How much was made, and how fast."""
    kept = len(build.paths) - build.made
    kept_words = f"，另有 {kept} 个没有变化" if kept else ""
    return f"生成了 {build.made} 个文件{kept_words}，用时 {seconds:.1f} 秒。"


def where(build: Build, folder: str) -> str:
    """What the site holds, and where it is."""
    lines = []
    for within in build.site.rounds:
        parts = " + ".join(f"{count} {status.value}" for status, count in within.counts)
        lines.append(f"{within.round.short_title}（{within.id}）：{len(within.issues)} 个问题 = {parts}")
    return "\n".join([*lines, f"网站在 {folder}/ 文件夹，双击 {folder}/index.html 就能看。"])


def cannot_write(error: OSError, folder: str) -> str:
    """Why nothing could be written, and what to try."""
    return f"写不进 {folder}/：{error}\n请关掉打开着 {folder} 文件夹的窗口和程序，检查磁盘空间，再运行一次。"


def found(diagnostics: Sequence[Diagnostic]) -> str:
    """Every diagnostic on a line, and how many there are."""
    wrong = sum(d.severity is Severity.ERROR for d in diagnostics)
    doubtful = len(diagnostics) - wrong
    counts = "，".join(
        part for part in (f"{wrong} 处错误" * bool(wrong), f"{doubtful} 处提醒" * bool(doubtful)) if part
    )
    return "\n".join([*map(str, diagnostics), f"共 {counts}。"])


NOTHING_CHANGED = "没有改动，网站已经是最新的。"
UNCHANGED = "没有生成网站；output/ 里原来的内容没有动。"
ALL_WELL = "检查完毕，没有发现问题。"
