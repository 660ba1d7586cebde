"""Waivers: findings that a responsible person accepted in writing, in the file itself (P-15).

A waiver holds for one rule and the very words it names, in that one file. Nothing of it is ever
published; the report lists each.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from rectify.checks.rules import RULES, nearest_code
from rectify.checks.texts import Finding
from rectify.field.model import Waiver


class WaiverResult(NamedTuple):
    """Findings after waivers: those that remain, with faults of the waivers themselves, and those waived."""

    kept: tuple[Finding, ...]
    waived: tuple[tuple[Finding, Waiver], ...]


def sift(findings: Iterable[Finding], waivers: tuple[Waiver, ...]) -> WaiverResult:
    """Divide the *findings* of one file by its *waivers*."""
    if not waivers:
        return WaiverResult(tuple(findings), ())
    by_words: dict[tuple[str, str], int] = {}
    for number, waiver in enumerate(waivers):
        by_words.setdefault((waiver.rule.upper(), waiver.text), number)
    kept, waived, used = [], [], set()
    for finding in findings:
        number = by_words.get((finding.rule, finding.quoted), -1)
        if number < 0 or not RULES[finding.rule].waivable:
            kept.append(finding)
        else:
            used.add(number)
            waived.append((finding, waivers[number]))
    kept += [_fault(number, waivers[number]) for number in range(len(waivers)) if number not in used]
    return WaiverResult(tuple(kept), tuple(waived))


def _fault(number: int, waiver: Waiver) -> Finding:
    """The finding for a waiver that matched nothing; its words may be private and are not shown."""
    where = ("waivers", number, "rule")
    rule = RULES.get(waiver.rule.upper())
    if rule is None:
        suggestion = nearest_code(waiver.rule)
        return Finding(where, "X002", waiver.rule[:8], hint=f"是不是 {suggestion}？" if suggestion else "")
    if not rule.waivable:
        return Finding(where, "X003", f"{rule.code}（{rule.title}）")
    hint = "报告里仍有这一条的话，text 要照抄所指位置的原文，一字不差；没有了就删去这一条放行记录"
    return Finding(("waivers", number, "text"), "X001", f"{rule.code}（{rule.title}）", hint=hint)
