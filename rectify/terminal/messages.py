"""What the terminal says; the wording of a rule stays beside the rule."""

from __future__ import annotations

from collections.abc import Sequence

from rectify.ground.diagnostics import Diagnostic, Severity
from rectify.pipeline import Build
from rectify.site.derive import count_statuses


def built(build: Build, seconds: float, folder: str) -> str:
    """What a finished build has made, and where it is."""
    size = sum(map(len, build.files.values()))
    lines = [f"生成了 {len(build.files)} 个文件，共 {size / 1e6:.1f} MB，用时 {seconds:.1f} 秒。"]
    for within in build.site.rounds:
        parts = " + ".join(f"{count} {status.value}" for status, count in count_statuses(within.issues))
        lines.append(f"{within.round.short_title}（{within.id}）：{len(within.issues)} 个问题 = {parts}")
    lines.append(f"网站在 {folder}/ 文件夹，双击 {folder}/index.html 就能看。")
    return "\n".join(lines)


def found(diagnostics: Sequence[Diagnostic]) -> str:
    """Every diagnostic on a line, and how many there are."""
    wrong = sum(d.severity is Severity.ERROR for d in diagnostics)
    doubtful = len(diagnostics) - wrong
    counts = "，".join(
        part for part in (f"{wrong} 处错误" * bool(wrong), f"{doubtful} 处提醒" * bool(doubtful)) if part
    )
    return "\n".join([*map(str, diagnostics), f"共 {counts}。"])


UNCHANGED = "没有生成网站；output/ 里原来的内容没有动。"
ALL_WELL = "检查完毕，没有发现问题。"
