"""The report of an examination: text, JSON, SARIF, a web page."""

from __future__ import annotations

import json
from pathlib import PurePosixPath

import jsonschema
import pytest
from bs4 import BeautifulSoup

from rectify.checks.html_report import as_html
from rectify.checks.report import Examination, WaivedFinding, as_json, as_text
from rectify.checks.rules import RULES
from rectify.checks.sarif import as_sarif
from rectify.ground.diagnostics import Diagnostic, Severity, Span

ISSUE = PurePosixPath("content/2025-xuncha/001.yaml")
FOUND = Examination(
    (
        Diagnostic(Span(ISSUE, 5, 15), "P101", "疑似手机号：138******00", RULES["P101"].remedy),
        Diagnostic(Span(ISSUE, 9, 3), "P111", "企业名称：示例****公司", RULES["P111"].remedy, Severity.WARNING),
        Diagnostic(Span(ISSUE, 9, 7), "W110", "疑似错别字：<签定>", "改为“签订”", Severity.WARNING),
        Diagnostic(Span(PurePosixPath("2025-xuncha/001.html")), "H021", "链接没有文字：a", "给链接写上文字（A-09）"),
    ),
    (WaivedFinding(Span(ISSUE, 6, 2), "P105", "京A****5", "分管负责人", "车辆已经报废"),),
    1,
)
NOTHING = Examination((), (), 1)

SARIF = {
    "type": "object",
    "required": ["version", "runs"],
    "additionalProperties": False,
    "properties": {
        "$schema": {"type": "string", "format": "uri"},
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["tool"],
                "additionalProperties": False,
                "properties": {
                    "tool": {"$ref": "#/$defs/tool"},
                    "language": {"type": "string", "pattern": "^[a-zA-Z]{2}(-[a-zA-Z]{2})?$"},
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "originalUriBaseIds": {"type": "object", "additionalProperties": {"$ref": "#/$defs/artifact"}},
                    "results": {"type": "array", "items": {"$ref": "#/$defs/result"}},
                },
            },
        },
    },
    "$defs": {
        "message": {
            "type": "object",
            "required": ["text"],
            "additionalProperties": False,
            "properties": {"text": {"type": "string", "minLength": 1}},
        },
        "artifact": {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "uri": {"type": "string", "pattern": "^[!-~]+$"},
                "uriBaseId": {"type": "string"},
                "description": {"$ref": "#/$defs/message"},
            },
        },
        "level": {"enum": ["none", "note", "warning", "error"]},
        "tool": {
            "type": "object",
            "required": ["driver"],
            "additionalProperties": False,
            "properties": {
                "driver": {
                    "type": "object",
                    "required": ["name"],
                    "additionalProperties": False,
                    "properties": {
                        "name": {"type": "string"},
                        "language": {"type": "string"},
                        "rules": {
                            "type": "array",
                            "uniqueItems": True,
                            "items": {
                                "type": "object",
                                "required": ["id"],
                                "additionalProperties": False,
                                "properties": {
                                    "id": {"type": "string"},
                                    "shortDescription": {"$ref": "#/$defs/message"},
                                    "fullDescription": {"$ref": "#/$defs/message"},
                                    "help": {"$ref": "#/$defs/message"},
                                    "defaultConfiguration": {
                                        "type": "object",
                                        "additionalProperties": False,
                                        "properties": {"level": {"$ref": "#/$defs/level"}},
                                    },
                                    "properties": {
                                        "type": "object",
                                        "properties": {"tags": {"type": "array", "uniqueItems": True}},
                                    },
                                },
                            },
                        },
                    },
                }
            },
        },
        "result": {
            "type": "object",
            "required": ["message"],
            "additionalProperties": False,
            "properties": {
                "ruleId": {"type": "string"},
                "ruleIndex": {"type": "integer", "minimum": -1},
                "level": {"$ref": "#/$defs/level"},
                "message": {"$ref": "#/$defs/message"},
                "locations": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "additionalProperties": False,
                        "properties": {
                            "physicalLocation": {
                                "type": "object",
                                "additionalProperties": False,
                                "properties": {
                                    "artifactLocation": {"$ref": "#/$defs/artifact"},
                                    "region": {
                                        "type": "object",
                                        "additionalProperties": False,
                                        "properties": {
                                            "startLine": {"type": "integer", "minimum": 1},
                                            "startColumn": {"type": "integer", "minimum": 1},
                                        },
                                    },
                                },
                            }
                        },
                    },
                },
                "suppressions": {
                    "type": "array",
                    "uniqueItems": True,
                    "items": {
                        "type": "object",
                        "required": ["kind"],
                        "additionalProperties": False,
                        "properties": {
                            "kind": {"enum": ["inSource", "external"]},
                            "status": {"enum": ["accepted", "underReview", "rejected"]},
                            "justification": {"type": "string"},
                        },
                    },
                },
            },
        },
    },
}
"""The part of the SARIF 2.1.0 schema that our log uses; in it nothing else is allowed."""


def test_a_report_that_is_not_whole_says_so() -> None:
    """A mistake that keeps the files from fitting together keeps rules and pages from being looked at."""
    partial = FOUND._replace(is_partial=True)

    assert [as_text(one).splitlines()[-1].startswith("有错误挡着") for one in (FOUND, partial)] == [False, True]
    assert ["partial" in json.loads(as_json(one)) for one in (FOUND, partial)] == [False, True]


def test_the_text_is_by_file_with_each_remedy_once() -> None:
    """Places under their file, totals by weight, what was waived and by whom."""
    assert as_text(FOUND).splitlines() == [
        "content/2025-xuncha/001.yaml",
        "  5:15    P101 （错误）疑似手机号：138******00",
        "  9:3     P111 （提示）企业名称：示例****公司",
        "  9:7     W110 （提醒）疑似错别字：<签定> → 改为“签订”",
        "",
        "2025-xuncha/001.html",
        "  1:1     H021 （错误）链接没有文字：a → 给链接写上文字（A-09）",
        "",
        "怎么办",
        f"  H021  {RULES['H021'].remedy}（A-09）",
        f"  P101  {RULES['P101'].remedy}（P-03）",
        f"  P111  {RULES['P111'].remedy}（P-08）",
        f"  W110  {RULES['W110'].remedy}（P-11）",
        "  想知道为什么：python3 build.py check --explain H021",
        "",
        "已经放行",
        "  content/2025-xuncha/001.yaml:6:2 P105 车牌号：京A****5。分管负责人：车辆已经报废",
        "",
        "检查了 1 个问题，2 处错误，1 处提醒，1 处提示，放行 1 处。",
    ]


def test_a_remark_that_many_files_get_is_told_once() -> None:
    """Drafts that are not reviewed have one cause, told with its count; what stops a build stays at its place."""
    drafts = tuple(
        Diagnostic(Span(ISSUE.with_name(f"{n:03}.yaml"), 9, 3), "P132", "review.state 是 pending", "", Severity.WARNING)
        for n in range(1, 60)
    )
    said = as_text(Examination((*FOUND.diagnostics, *drafts), (), 59)).splitlines()
    page = BeautifulSoup(as_html(Examination(drafts, (), 59)), "html.parser")

    assert [line for line in said if "P132" in line] == [
        "  P132 （提示）review.state 是 pending：59 个文件，例如 content/2025-xuncha/001.yaml:9:3",
        f"  P132  {RULES['P132'].remedy}（P-01）",
    ]
    assert said[1:3] == as_text(FOUND).splitlines()[1:3]
    assert [item.get_text() for item in page.find_all("li")] == [
        "提示 P132 review.state 是 pending：59 个文件，例如 content/2025-xuncha/001.yaml:9:3"
    ]


def test_json_has_everything() -> None:
    """Counts, findings with their standard, waivers."""
    told = json.loads(as_json(FOUND))

    assert list(told) == ["version", "issues", "errors", "warnings", "remarks", "findings", "waived"]
    assert (told["errors"], told["warnings"], told["remarks"]) == (2, 1, 1)
    assert told["findings"][0] == {
        "path": "content/2025-xuncha/001.yaml",
        "line": 5,
        "column": 15,
        "code": "P101",
        "severity": "error",
        "message": "疑似手机号：138******00",
        "remedy": RULES["P101"].remedy,
        "standard": "P-03",
    }
    assert told["waived"][0]["by"] == "分管负责人"


@pytest.mark.parametrize("examination", [FOUND, NOTHING])
def test_sarif_has_the_form_of_its_standard(examination: Examination) -> None:
    """The log is valid SARIF 2.1.0."""
    jsonschema.validate(json.loads(as_sarif(examination)), SARIF)


def test_sarif_points_at_rules_and_places() -> None:
    """Each result names its rule twice, by id and by index, and what was waived is suppressed."""
    (run,) = json.loads(as_sarif(FOUND))["runs"]
    rules = run["tool"]["driver"]["rules"]

    assert [r["ruleId"] for r in run["results"]] == [rules[r["ruleIndex"]]["id"] for r in run["results"]]
    assert [r["level"] for r in run["results"]] == ["error", "note", "warning", "error", "warning"]
    assert ["suppressions" in r for r in run["results"]] == [False, False, False, False, True]


def test_the_page_is_accessible_and_needs_nothing_else() -> None:
    """Language, title, one h1, headings in order, scopes, links that lead somewhere, no script."""
    page = BeautifulSoup(as_html(FOUND), "html.parser")
    ids = {str(element["id"]) for element in page.select("[id]")}

    assert page.html is not None
    assert page.html["lang"] == "zh-CN"
    assert [h.name for h in page.find_all(["h1", "h2", "h3"])] == ["h1", "h2", "h3", "h3", "h2", "h2"]
    assert [a["href"] for a in page.select("a") if str(a["href"])[1:] not in ids] == []
    assert page.select("script, [src], [style], link, th:not([scope])") == []
    assert "<签定>" in page.get_text()


def test_a_report_can_be_limited_to_some_rules() -> None:
    """Families or single rules, waivers included."""
    private = FOUND.only(("P",))

    assert ([d.code for d in private.diagnostics], len(private.waived)) == (["P101", "P111"], 1)
    assert ([d.code for d in FOUND.only(("W110",)).diagnostics], FOUND.only(("W",)).waived) == (["W110"], ())


@pytest.mark.parametrize(
    ("only", "strict", "passes"),
    [("P101", False, False), ("W", False, True), ("W", True, False), ("P111", True, True), ("Y", True, True)],
)
def test_errors_fail_warnings_only_the_strict_remarks_nobody(only: str, strict: bool, passes: bool) -> None:  # noqa: FBT001
    """What the exit code says."""
    assert passes == FOUND.only((only,)).passes(strict=strict)
