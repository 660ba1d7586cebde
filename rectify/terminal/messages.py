"""What the terminal says; the wording of a rule stays beside the rule."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import Any, Final

from rectify.ground.diagnostics import Diagnostic, Severity, Span
from rectify.pipeline import Build
from rectify.source.drafts import HeldBack

_MAX_RANGES: Final = 10
_MAX_BLANKS: Final = 20


def build_message(build: Build, seconds: float, folder: str) -> str:
    """The lines after a build: warnings, number of files made, seconds, issues by status, and the folder of the site."""
    unchanged_files = len(build.paths) - build.made
    unchanged_words = f"，另有 {unchanged_files} 个没有变化" if unchanged_files else ""
    return _summary_lines(build, f"生成了 {build.made} 个文件{unchanged_words}，用时 {seconds:.1f} 秒。", folder)


def unchanged_message(build: Build, folder: str) -> str:
    """The same lines for a later run in which nothing has changed."""
    return _summary_lines(build, "没有改动，网站已经是最新的。", folder)


def _summary_lines(build: Build, done: str, folder: str) -> str:
    lines = [findings_message(build.diagnostics)] if build.diagnostics else []
    lines.append(done)
    for round_ in build.site.rounds:
        parts = " + ".join(f"{count} {status.words}" for status, count in round_.counts)
        lines.append(f"{round_.round.short_title}（{round_.id}）：{len(round_.issues)} 个问题 = {parts}")
    if build.lacks_small_photos:
        lines.append("没有装 Pillow，照片只公开一种大小，手机上打开慢一些；见 python3 build.py docs photos。")
    if build.site.config.has_example_address:
        lines.append(
            "site.yaml 的 base_url 还是示例网址，没有做给搜索引擎的 sitemap.xml 和 llms.txt；换成真的网址就有。"
        )
    if build.held:
        lines.append(held_back(build.held))
    return "\n".join([*lines, f"网站在 {folder}/ 文件夹，双击 {folder}/index.html 就能看。"])


def held_back(held: Sequence[HeldBack]) -> str:
    """How many issues are drafts, and which: `2025-xuncha 第 1–5、8 号`; and which own pages."""
    pages = "、".join(one.own_page for one in held if one.own_page)
    rounds = [one for one in held if not one.own_page]
    said = f"{pages} 是草稿，不公开：看草稿用 serve，审好了删去 draft: true。" if pages else ""
    if not rounds:
        return said
    total = sum(len(one.numbers) for one in rounds)
    where = [
        f"{one.round_id} {'整轮' if one.whole else f'第 {numbers_in_words(one.numbers)} 号'}"
        for one in rounds[:_MAX_RANGES]
    ]
    more = "等" if len(rounds) > _MAX_RANGES else ""
    issues = f"有 {total} 个问题是草稿，不公开：{'；'.join(where)}{more}。看草稿用 serve，审好了用 approve。"
    return "\n".join(filter(None, (issues, said)))


def numbers_in_words(numbers: Sequence[int]) -> str:
    """Ascending numbers as ranges, the first ten of them: `1–5、8`."""
    ranges = list(_ranges(numbers))
    more = f"……共 {len(numbers)} 个，到" if len(ranges) > _MAX_RANGES else ""
    return "、".join(ranges[:_MAX_RANGES]) + (f"{more} {numbers[-1]}" if more else "")


def only_by_hand(path: PurePosixPath) -> Diagnostic:
    """That the mark of a draft stands in a file in a way that only a person can change."""
    message = "草稿的标记写得特别，程序改不了"
    return Diagnostic(Span(path), "R016", message, "自己删去 draft: true，把 review.state 改成 done，再生成网站")


def _ranges(numbers: Sequence[int]) -> Iterator[str]:
    """Ascending numbers, neighbours together: `1–5`, `8`."""
    first = 0
    for place, number in enumerate(numbers):
        if place + 1 == len(numbers) or numbers[place + 1] != number + 1:
            yield str(number) if place == first else f"{numbers[first]}–{number}"
            first = place + 1


def as_json(diagnostics: Sequence[Diagnostic], build: Build | None, seconds: float) -> str:
    """The outcome of a build for programs: one JSON object; *build* is None if it failed."""
    content: dict[str, Any] = {"ok": build is not None}
    if build is not None:
        rounds = {r.id: {status.value: count for status, count in r.counts} for r in build.site.rounds}
        content |= {"files": len(build.paths), "made": build.made, "seconds": round(seconds, 3), "rounds": rounds}
        content["drafts"] = {one.round_id or one.own_page: one.numbers for one in build.held}
    content["diagnostics"] = [
        {
            "path": str(d.span.path),
            "line": d.span.line,
            "column": d.span.column,
            "code": d.code,
            "severity": d.severity.name.lower(),
            "message": d.message,
            "remedy": d.remedy,
        }
        for d in diagnostics
    ]
    return json.dumps(content, ensure_ascii=False)


def serving(address: str, patterns: str) -> str:
    """Where the site is while it is edited, and where all its components are."""
    return (
        f"在浏览器里打开 {address}/ ；保存文件后页面会自动更新。按 Ctrl 加 C 结束。\n"
        f"改样子时看部件一览：{address}{patterns}"
    )


def findings_message(diagnostics: Sequence[Diagnostic]) -> str:
    """Every diagnostic on a line, and how many there are."""
    wrong = sum(d.severity is Severity.ERROR for d in diagnostics)
    doubtful = len(diagnostics) - wrong
    counts = "，".join(
        part for part in (f"{wrong} 处错误" * bool(wrong), f"{doubtful} 处提醒" * bool(doubtful)) if part
    )
    return "\n".join([*map(str, diagnostics), f"共 {counts}。"])


def lacking(blanks: Sequence[Diagnostic]) -> str:
    """What has to be filled in before drafts can be public, the first of it by place; empty if nothing has to be."""
    if not blanks:
        return ""
    lines = [f"  {one.span} {one.message} → {one.remedy}" for one in blanks[:_MAX_BLANKS]]
    more = "，其余运行 serve，在网页右下角看" if len(blanks) > _MAX_BLANKS else ""
    return "\n".join([f"草稿里有 {len(blanks)} 处待填，不妨碍看，公开以前补上{more}：", *lines])


LOOK = "先看一看草稿，运行 python3 build.py serve：没有填的地方会标出来。"
UNCHANGED = "没有生成网站；output/ 里原来的内容没有动。"
NOT_REMEMBERED = "这一次的结果记不下来（.rectify/store.sqlite 写不了，或者所在的网络盘不能加锁），下一次要从头生成，会慢一些；网站是完整的。"
ALL_WELL = "检查完毕，没有发现问题。"
