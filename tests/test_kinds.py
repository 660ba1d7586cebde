"""Other kinds of notices than 巡察: an audit, a round without categories, the fields that only inspections have."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pytest

from imported import NOTICES
from rectify import pipeline
from rectify.field.kinds import Kind
from rectify.ground.diagnostics import Diagnostic
from rectify.intake.intake import plan, read_files, write
from support import ISSUE, MINIMAL, ROUND, SITE, BuiltSite, lay_project, tree

Make = Callable[..., Path]

AUDIT_SITE = SITE.replace("巡察", "审计")
AUDIT_ROUND = """\
title: 示例市审计局关于2024年度预算执行审计查出问题整改情况的公告
short_title: 2025年审计整改
kind: 审计
written: 2025-12-01
published: 2025-12-02 09:30
source: 示例市审计局
author: 示例市审计局
disclosure: {doc_no: 示审发〔2025〕12号}
summary: 逐项公开审计查出的问题和整改情况。
introduction: 现将整改情况公告如下。
claims: {problems: 2, issues: 3}
"""
AUDIT_ISSUE = """\
number: 1
title: 非税收入没有上缴
status: 已完成
problem: 非税收入86万元没有及时上缴国库。
measures:
  - {text: 限期上缴。, due: 2025-06}
progress:
  - {date: 2025-06-20, text: 上缴国库86万元，印发《非税收入管理办法》（示财发〔2025〕7号）。}
  - {date: 2025-07-01, text: 开展培训2次。}
lead: [财务科]
accountable: 分管副局长
due: 2025-06-30
goal: 非税收入全部按时上缴。
accepted: {result: 通过验收，已销号, by: 市审计局, date: 2025-11-20}
"""
OTHERS = {
    2: ("预算编制不细化", "正在推进", "due: 收到审计报告后六个月内"),
    3: ("往来款长期挂账", "未写明", "due: {text: 年底前, date: 2024-12}"),
}
AUDIT = {
    "site.yaml": AUDIT_SITE,
    "content/2025-xuncha/round.yaml": None,
    "content/2025-xuncha/001.yaml": None,
    "content/2025-shenji/round.yaml": AUDIT_ROUND,
    "content/2025-shenji/001.yaml": AUDIT_ISSUE,
    **{
        f"content/2025-shenji/{number:03}.yaml": (
            f"number: {number}\ntitle: {title}\nstatus: {status}\nproblem: {title}。\n{due}\n"
        )
        for number, (title, status, due) in OTHERS.items()
    },
}
"""A site whose only round is an audit without categories."""


@pytest.fixture(scope="module")
def audit(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    """The site of the audit, built."""
    return built(lay_project(tmp_path_factory.mktemp("audit"), AUDIT))


def built(root: Path) -> BuiltSite:
    """The site of a project, with its files unpacked that are archives."""
    made = pipeline.build(root, root / "output")
    files = tree(root / "output")
    for path in [path for path in files if path.suffix == ".xlsx"]:
        with zipfile.ZipFile(io.BytesIO(files[path])) as archive:
            files |= {path / name: archive.read(name) for name in archive.namelist()}
    return BuiltSite(made.site, root / "output", files)


def saying(site: BuiltSite, pattern: str) -> set[str]:
    """The files of the site in which a *pattern* is found."""
    return {str(path) for path, data in site.files.items() if re.search(pattern, data.decode("utf-8", "ignore"))}


def text_of(site: BuiltSite, path: str) -> str:
    """A file of the site."""
    return site.files[PurePosixPath(path)].decode()


def faults(root: Path) -> list[str]:
    """The diagnostics of a project: code and message."""
    return [f"{one.code} {one.message}" for one in _diagnostics(root)]


def _diagnostics(root: Path) -> tuple[Diagnostic, ...]:
    try:
        return pipeline.read(root)[1]
    except pipeline.SourceError as error:
        return error.diagnostics


def test_an_audit_is_never_called_by_another_name(audit: BuiltSite) -> None:
    """Pages, data, feeds, citations and JSON-LD; the schema lists the words of all kinds, search those of all readers."""
    assert saying(audit, "巡察|巡视|xuncha") == {"data/schema.json", "search/words.js"}
    assert re.findall("巡察|巡视", text_of(audit, "data/schema.json")) == ["巡察", "巡视"]


def test_a_round_without_categories_has_nothing_of_them(audit: BuiltSite) -> None:
    """No pages, links, filters or headings; the table keeps its column, since its order is a promise."""
    pages = {path for path in saying(audit, "分类|类别|categories/") if path.endswith((".html", ".atom", "feed.json"))}

    assert pages == {"data.html"}
    assert not [path for path in audit.files if "categories" in path.parts]
    assert 'data-search-facet="c"' not in text_of(audit, "search.html")
    assert "<ul></ul>" not in "".join(text_of(audit, path) for path in ("index.html", "2025-shenji/index.html"))


def test_data_without_categories(audit: BuiltSite) -> None:
    """Null in JSON, empty in the table, no tags in the feed."""
    issues = json.loads(text_of(audit, "data/all.json"))["issues"]
    rows = list(csv.DictReader(io.StringIO(text_of(audit, "data/all.csv").removeprefix("\ufeff"))))

    assert [one["category"] for one in issues] == [None] * 3
    assert [row["类别"] for row in rows] == [""] * 3
    assert all("tags" not in item for item in json.loads(text_of(audit, "feed.json"))["items"])


def test_what_a_round_does_not_have_is_no_line(audit: BuiltSite) -> None:
    """An audit without team and days says nothing of them, and null in the data."""
    about = text_of(audit, "2025-shenji/about.html")
    own = json.loads(text_of(audit, "data/all.json"))["rounds"][0]

    assert re.findall(r'<dt class="fact-list__name">([^<]+)</dt>', about) == [
        *("标题", "查出问题", "成文日期", "发布时间", "来源", "落款", "发文字号", "公开方式")
    ]
    assert (own["kind"], own["level"], own["inspection"], own["feedback"]) == ("审计", None, None, None)


def test_rows_of_an_issue_are_shown_and_given_away(audit: BuiltSite) -> None:
    """Who answers, by when, to what end, and who accepted it: on the page, in JSON and in the table."""
    page, other = (re.sub("<[^>]+>", "", text_of(audit, f"2025-shenji/{name}.html")) for name in ("001", "003"))
    issue = json.loads(text_of(audit, "2025-shenji/001.json"))["issue"]
    row = next(csv.DictReader(io.StringIO(text_of(audit, "data/all.csv").removeprefix("\ufeff"))))

    for words in (
        "分管副局长",
        "2025年6月30日",
        "非税收入全部按时上缴。",
        "通过验收，已销号（市审计局，2025年11月20日）",
    ):
        assert words in page
    assert "年底前（2024年12月）" in other
    assert issue["due"] == {"text": "2025-06-30", "date": "2025-06-30"}
    assert issue["accepted"] == {
        "result": "通过验收，已销号",
        "by": "市审计局",
        "date": "2025-11-20",
        "how": "",
        "note": "",
    }
    assert (row["完成时限"], row["验收销号"]) == ("2025-06-30", "通过验收，已销号（市审计局，2025-11-20）")


@pytest.mark.parametrize("kind", [kind for kind in Kind if not kind.is_inspection])
def test_every_kind_is_built_in_its_own_words(kind: Kind, project: Make) -> None:
    """With all that a round can say; none is called by the name of an inspection."""
    text = ROUND.replace("巡察", "").replace("level:", f"kind: {kind.value}\nlevel:") + "claims: {problems: 1}\n"
    site = built(
        project(
            {
                "site.yaml": SITE.replace("巡察, ", "").replace("巡察", ""),
                "content/2025-xuncha/round.yaml": None,
                "content/2025-xuncha/001.yaml": None,
                "content/2025/round.yaml": text,
                "content/2025/001.yaml": ISSUE,
            }
        )
    )
    about, words = text_of(site, "2025/about.html"), kind.words

    assert saying(site, "巡察|巡视") == {"data/schema.json"}
    for word in (words.body, words.team, words.level, words.period, words.feedback, words.problems):
        assert f">{word}<" in about


def test_only_inspections_need_team_level_and_days(project: Make) -> None:
    """A round that says no kind is 巡察; each field that it lacks is told once, by its own name."""
    lines = [line for line in ROUND.split("\n") if not line.startswith(("level", "inspect", "feedback"))]
    lacking = [
        ("inspected_body", "被{}单位"),
        ("inspection_team", "{}组"),
        ("level", "{}层级"),
        ("inspection", "{}时间"),
    ]

    for kind, word in (("", "巡察"), ("kind: 巡视", "巡视")):
        told = faults(project({"content/2025-xuncha/round.yaml": "\n".join([*lines, kind])}))
        assert sorted(told) == sorted(
            [
                *(f"Y014 缺少字段 {name}（{called.format(word)}）" for name, called in lacking),
                "Y014 缺少字段 feedback（反馈日期）",
            ]
        )
    assert faults(project({"content/2025-xuncha/round.yaml": "\n".join([*lines, "kind: 审计"])})) == []


def test_an_empty_field_of_an_inspection_is_told_at_its_place(project: Make) -> None:
    """An import leaves it empty for a person to fill in."""
    text = ROUND.replace("inspection_team: 示例市委第一巡察组", "inspection_team:")
    found = _diagnostics(project({"content/2025-xuncha/round.yaml": text}))

    assert [(one.code, one.message, one.span.line) for one in found] == [("V001", "“巡察组”是空的", 5)]


def test_a_province_does_not_carry_out_xuncha(project: Make) -> None:
    """巡视 is told from 巡察 by its kind; a level that fits only the other is a mistake."""
    text = ROUND.replace("市级", "省级")

    assert faults(project({"content/2025-xuncha/round.yaml": text})) == ["R017 省级开展的是巡视，这一轮却算作巡察"]
    assert faults(project({"content/2025-xuncha/round.yaml": f"{text}kind: 巡视\n"})) == []


def test_a_category_that_no_round_has_is_told(project: Make) -> None:
    """In a round without categories the remedy is to leave it out."""
    root = project({**AUDIT, "content/2025-shenji/001.yaml": f"{AUDIT_ISSUE}category: money\n"})
    found = _diagnostics(root)

    assert [(one.code, one.remedy) for one in found] == [("R003", "删去这一行，或者先在 round.yaml 里写 categories")]


@pytest.mark.parametrize("name", ["audit-without-categories", "words-of-audits", "deadlines", "acceptance"])
def test_a_notice_is_imported_and_built(name: str, tmp_path: Path) -> None:
    """What the import asks for is filled in, the drafts are made public, and the pages speak as the notice does."""
    nothing = {path: None for path in MINIMAL if path.startswith("content/")}
    root = lay_project(tmp_path / "project", {**nothing, "site.yaml": AUDIT_SITE})
    made = plan(read_files(NOTICES.joinpath(name).glob("source.*"), root, "2024"), root / "content", given_id=True)
    write(made)
    for path in made.folder.glob("*.yaml"):
        path.write_text(filled_in(path.read_text("utf-8")), "utf-8")
    site = built(root)
    shown = {path for path in saying(site, "巡察|巡视") if path.startswith("2024/")}
    notes = saying(site, "<h2[^>]*>说明")

    assert bool(shown) == (name == "deadlines")
    assert notes == set()
    assert not [path for path in site.files if "categories" in path.parts]


_ASKED = ("inspected_body", "inspection_team", "source", "author", "summary", "introduction")


def filled_in(text: str) -> str:
    """The YAML of an import with what it asks for."""
    days = {"published": "2025-01-02 09:30", "written": "2024-12-30", "feedback": "2024-05-01", "start": "2024-03-01"}
    values = {**days, "level": "县级", "status": "未写明", "inspected_body": "示例市示例局"}
    lines = (line for line in text.split("\n") if not line.strip().startswith("#"))
    asked = re.compile(rf" *({'|'.join(('title', 'short_title', *_ASKED, *values))}):$")
    made = (f"{line} {values.get(match[1], '示例')}" if (match := asked.match(line)) else line for line in lines)
    return "\n".join(made).replace("review:\n  state: pending\n", "")
