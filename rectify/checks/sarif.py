"""What an examination found in SARIF 2.1.0, which code hosts and editors read (OASIS, 2020)."""

from __future__ import annotations

import json
from typing import Any, Final
from urllib.parse import quote

from rectify.checks.report import Examination
from rectify.checks.rules import RULES, Rule, Weight, weight_of
from rectify.ground.diagnostics import Span

_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: Final = {Weight.ERROR: "error", Weight.WARNING: "warning", Weight.REMARK: "note"}
_BASES: Final = {"PROJECT": "项目的根目录", "SITE": "生成的网站"}


def as_sarif(examination: Examination) -> str:
    """The log of one run as JSON; waived findings are included as suppressed, with who and why."""
    codes = [*RULES]
    results = [
        _result(codes, d.code, _LEVELS[weight_of(d)], f"{d.message}。{d.remedy}".rstrip("。") + "。", d.span)
        for d in examination.diagnostics
    ]
    for waived in examination.waived:
        rule = RULES[waived.rule]
        result = _result(codes, rule.code, _LEVELS[rule.weight], f"{rule.title}：{waived.shown}。", waived.span)
        reason = f"{waived.by}：{waived.reason}"
        results.append(
            {**result, "suppressions": [{"kind": "inSource", "status": "accepted", "justification": reason}]}
        )
    run = {
        "tool": {"driver": {"name": "rectify", "language": "zh-CN", "rules": [_rule(r) for r in RULES.values()]}},
        "language": "zh-CN",
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {name: {"description": {"text": description}} for name, description in _BASES.items()},
        "results": results,
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1)


def _rule(rule: Rule) -> dict[str, Any]:
    described = {
        "id": rule.code,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": f"{rule.reason}。"},
        "help": {"text": f"{rule.remedy}。"},
        "defaultConfiguration": {"level": _LEVELS[rule.weight]},
    }
    return described | ({"properties": {"tags": rule.standard.split("、")}} if rule.standard else {})


def _result(codes: list[str], code: str, level: str, message: str, span: Span) -> dict[str, Any]:
    place = {
        "artifactLocation": {
            "uri": quote(str(span.path), errors="surrogateescape"),
            "uriBaseId": "SITE" if span.path.suffix == ".html" else "PROJECT",
        },
        "region": {"startLine": span.line, "startColumn": span.column},
    }
    rule_index = {"ruleIndex": codes.index(code)} if code in codes else {}
    located = [{"physicalLocation": place}]
    return {"ruleId": code, **rule_index, "level": level, "message": {"text": message}, "locations": located}
