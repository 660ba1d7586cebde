"""What an examination found, as text for people and as JSON for programs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import PurePosixPath
from typing import Any, Final, NamedTuple

from rectify.checks.rules import RULES, Weight, weight_of
from rectify.ground.diagnostics import Diagnostic, Span

SAME_IN_SEVERAL: Final = "几个文件里同样的提示"
PARTIAL: Final = "有错误挡着，其余的规则和网页还没有检查。改正以后，再检查一遍。"
_FEW_FILES: Final = 2


class WaivedFinding(NamedTuple):
    """A waived finding: its place, its rule, what may be shown of it, and who waived it and why."""

    span: Span
    rule: str
    shown: str
    by: str
    reason: str


class Examination(NamedTuple):
    """The result of `check`: diagnostics, waived findings, and the number of issues that were read.

    `is_partial` means that the files do not fit together, so that not every rule was asked, and no page was looked at.
    """

    diagnostics: tuple[Diagnostic, ...]
    waived: tuple[WaivedFinding, ...]
    issues: int
    is_partial: bool = False

    def only(self, families: Iterable[str]) -> Examination:
        """The same with only those rules whose codes begin with one of *families*, such as `P` or `W10`."""
        prefixes = tuple(families)
        return self._replace(
            diagnostics=tuple(d for d in self.diagnostics if d.code.startswith(prefixes)),
            waived=tuple(w for w in self.waived if w.rule.startswith(prefixes)),
        )

    def count(self, weight: Weight) -> int:
        """The number of findings of this *weight*."""
        return Counter(map(weight_of, self.diagnostics))[weight]

    def passes(self, *, strict: bool) -> bool:
        """Whether there is no error and, with *strict*, no warning."""
        return not self.count(Weight.ERROR) and not (strict and self.count(Weight.WARNING))


def as_text(examination: Examination) -> str:
    """The report as text: findings by file and place, and the remedy of each rule once at the end."""
    lines: list[str] = []
    own, repeated = split_findings(examination)
    for path, group in groupby(own, key=lambda d: d.span.path):
        lines += [str(path), *map(_line, group), ""]
    if repeated:
        lines += [SAME_IN_SEVERAL, *map(_repeated_line, repeated), ""]
    codes = sorted({d.code for d in examination.diagnostics if d.code in RULES})
    if codes:
        lines.append("怎么办")
        for rule in map(RULES.__getitem__, codes):
            lines.append(f"  {rule.code}  {rule.remedy}" + (f"（{rule.standard}）" if rule.standard else ""))
        lines += ["  想知道为什么：python3 build.py check --explain " + codes[0], ""]
    if examination.waived:
        lines.append("已经放行")
        lines += [
            f"  {w.span} {w.rule} {RULES[w.rule].title}：{w.shown}。{w.by}：{w.reason}" for w in examination.waived
        ]
        lines.append("")
    return "\n".join([*lines, total(examination)])


class RepeatedRemark(NamedTuple):
    """A remark that several files get in the same words: the first of these, and in how many files."""

    first: Diagnostic
    files: int


def split_findings(examination: Examination) -> tuple[tuple[Diagnostic, ...], tuple[RepeatedRemark, ...]]:
    """The diagnostics that are told at their places, and the remarks that are told once since many files get them.

    A hundred drafts that are not reviewed yet have one cause, and must not drown what else was found.
    """
    remarks = (d for d in examination.diagnostics if weight_of(d) is Weight.REMARK)
    files: dict[tuple[str, str], dict[PurePosixPath, Diagnostic]] = {}
    for one in remarks:
        files.setdefault((one.code, one.message), {}).setdefault(one.span.path, one)
    many = {key: found for key, found in files.items() if len(found) > _FEW_FILES}
    own = tuple(d for d in examination.diagnostics if (d.code, d.message) not in many)
    return own, tuple(RepeatedRemark(next(iter(found.values())), len(found)) for _, found in sorted(many.items()))


def total(examination: Examination) -> str:
    """A sentence with the number of findings of each weight."""
    counts = [f"{examination.count(weight)} 处{weight.word}" for weight in Weight if examination.count(weight)]
    if examination.waived:
        counts.append(f"放行 {len(examination.waived)} 处")
    found = f"检查了 {examination.issues} 个问题，" + ("，".join(counts) if counts else "没有发现问题") + "。"
    return f"{found}\n{PARTIAL}" if examination.is_partial else found


def _line(diagnostic: Diagnostic) -> str:
    place = f"{diagnostic.span.line}:{diagnostic.span.column}"
    hint = own_remedy(diagnostic)
    word = weight_of(diagnostic).word
    return f"  {place:<7} {diagnostic.code} （{word}）{diagnostic.message}{f' → {hint}' if hint else ''}"


def _repeated_line(one: RepeatedRemark) -> str:
    hint = own_remedy(one.first)
    return f"  {one.first.code} （提示）{one.first.message}：{one.files} 个文件，例如 {one.first.span}{f' → {hint}' if hint else ''}"


def own_remedy(diagnostic: Diagnostic) -> str:
    """The remedy of this diagnostic, if it is not that of its rule; otherwise empty."""
    rule = RULES.get(diagnostic.code)
    return "" if rule and diagnostic.remedy == rule.remedy else diagnostic.remedy


def as_json(examination: Examination) -> str:
    """The report as one JSON object; its keys and their order do not change between versions.

    One that is not whole has `partial` besides.
    """
    content = {
        "version": 1,
        "issues": examination.issues,
        **{weight.name.lower() + "s": examination.count(weight) for weight in Weight},
        "findings": list(_findings(examination)),
        "waived": [
            {**_place(w.span), "code": w.rule, "shown": w.shown, "by": w.by, "reason": w.reason}
            for w in examination.waived
        ],
        **({"partial": PARTIAL} if examination.is_partial else {}),
    }
    return json.dumps(content, ensure_ascii=False, indent=1)


def _findings(examination: Examination) -> Iterator[dict[str, Any]]:
    for diagnostic in examination.diagnostics:
        rule = RULES.get(diagnostic.code)
        yield {
            **_place(diagnostic.span),
            "code": diagnostic.code,
            "severity": weight_of(diagnostic).name.lower(),
            "message": diagnostic.message,
            "remedy": diagnostic.remedy,
            "standard": rule.standard if rule else "",
        }


def _place(span: Span) -> dict[str, Any]:
    return {"path": str(span.path), "line": span.line, "column": span.column}
