"""What is wrong is told at the desk in the words of its forms, with the way to the field."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from rectify.desk.desk import Desk
from rectify.desk.faults import Fault, without_drafts
from rectify.desk.names import file_called
from rectify.desk.problems import file_words, problems_of, refusal, split_output
from rectify.desk.wording import desk_words, field_words
from rectify.field.config import SiteConfig
from rectify.field.model import Issue, Round
from rectify.ground.diagnostics import Diagnostic, Severity, Span, from_line
from test_desk import ONE, Bench

ALT = "补上一行 alt: …，一句话说出照片上有什么；还没有审好的，写 draft: true"


@pytest.fixture
def desk(project: Callable[..., Path], tmp_path: Path) -> Desk:
    return Bench(project(), tmp_path / "site").desk


@pytest.mark.parametrize(
    ("kind", "where", "said", "expected"),
    [
        (Issue, ("photos", 0, "alt"), "照片没有写 alt（照片内容）", "照片没有写“照片内容”"),
        (Issue, ("photos", 0, "alt"), ALT, "填写“照片内容”，一句话说出照片上有什么；还没有审好的，勾选“草稿”"),
        (Issue, ("status",), "原文没有写明的，写 status: 未写明", "原文没有写明的，“整改状态”选“原文没有写明”"),
        (Issue, ("category",), "补上一行 category: …，写 round.yaml 里类别的 id", "填写“类别”，选一个"),
        (Issue, ("lead",), "先登记到 site.yaml 的 departments 里", "先登记到“设置”里的“部门”里"),
        (Issue, ("related", 0), "添上 reason；不相关的，写 hidden: true", "填写“相关理由”；不相关的，勾选“不相关”"),
        (Issue, ("due_changes", 0), "添上 reason", "填写“为什么改”"),
        (Issue, ("photos", 0), "打开照片看一遍，再写上 checked: true", "打开照片看一遍，再勾选“看过”"),
        (Round, ("level",), "在 round.yaml 里写 kind: 巡视，或者改 level", "在“这一轮的情况”里“种类”选“巡视”，或者改“层级”"),
        (SiteConfig, ("footer",), "缺少字段 site_code（网站标识码）", "“网站标识码”没有填"),
        (SiteConfig, (), "在 site.yaml 里添一行，例如 keywords: [整改, 公开]（G-02）", "在“设置”里填写“关键词”（G-02）"),
        (SiteConfig, ("base_url",), "换成 https://www.example.gov.cn/title/", "换成 https://www.example.gov.cn/title/"),
        (None, (), "改成有的字段，见 python3 build.py docs fields", "改成有的字段"),
    ],
)  # fmt: skip
def test_fields_are_called_as_in_the_form(kind: Any, where: tuple[str | int, ...], said: str, expected: str) -> None:
    """No name of a file's field, no line of YAML and no command is left; addresses stay as they are."""
    assert expected == desk_words(said, kind, where)


def test_a_line_is_read_back() -> None:
    """What a command prints of a diagnostic is that diagnostic again; other lines are none."""
    one = Diagnostic(Span(PurePosixPath(ONE), 7, 3), "R004", "没有登记", "先登记", Severity.WARNING)

    assert [from_line(str(one)), from_line("共 1 处错误。"), from_line("")] == [one, None, None]


def test_a_problem_names_the_field_and_leads_there(desk: Desk) -> None:
    """The issue by number and title, the field as the form has it; of a page, the form that it is made from."""
    line = (desk.root / ONE).read_text("utf-8").splitlines().index("measures:") + 2
    found = [
        Diagnostic(Span(PurePosixPath(ONE), line, 5), "V001", "太短"),
        Diagnostic(Span(PurePosixPath("2025-xuncha/001.html")), "H001", "缺少页面标签"),
        Diagnostic(Span(PurePosixPath("output/x.html")), "H001", "缺少页面标签"),
    ]
    told_places = [(one["place"], one["file"], one["where"]) for one in problems_of(desk, found)]

    assert told_places == [
        ("第1号“制度不健全”：整改措施第1条", ONE, ["measures", 0]),
        ("第1号“制度不健全”", ONE, []),
        ("output/x.html", None, []),
    ]


def test_a_silent_change_leads_to_its_revision(desk: Desk) -> None:
    """Not to the first line of the file: the words are right where they stand, only nobody was told of them."""
    [one] = problems_of(desk, [Diagnostic(Span(PurePosixPath(ONE)), "A004", "已经公开的文字改了，修订记录却没有增加")])

    assert (one["place"], one["where"]) == ("第1号“制度不健全”：“修订记录”", ["revisions"])


def test_a_refusal_is_taken_apart(desk: Desk) -> None:
    """The problems stand for themselves, and what else the command said stays in words, but for the count of what is listed."""
    words = f"{ONE}:1:1 V001 缺少字段 status（整改状态） → 补上一行 status: …\n共 1 处错误。\n没有改动任何文件。"
    error = refusal(desk, words)

    assert error.words == "没有改动任何文件。"
    assert [one["message"] for one in error.more["problems"]] == ["“整改状态”没有填"]
    assert split_output(desk, "好了。") == ([], "好了。")


def test_places_are_named_to_the_end_of_the_path() -> None:
    """Lists are counted from one, and only the field itself is quoted."""
    places = [("footer", "site_code"), ("departments", 1, "phone"), ("departments", 1), (), ("nothing",)]

    assert [field_words(SiteConfig, one) for one in places] == [
        "页脚“网站标识码”",
        "部门第2条“办公电话”",
        "部门第2条",
        "",
        "",
    ]


def test_a_form_says_why_an_issue_is_a_draft(desk: Desk) -> None:
    """The box 草稿 is not ticked where the state of the review, or the whole round, decides."""
    path = desk.root / ONE
    path.write_text(path.read_text("utf-8") + "review:\n  state: pending\n", "utf-8")

    assert "“待审”" in desk.form(ONE)["notes"]["draft"]


def test_a_photograph_that_nobody_has_looked_at_leads_to_the_box(desk: Desk) -> None:
    """Not to the name of its file; an issue that is public is not told to be a draft."""
    path = desk.root / ONE
    path.write_text(path.read_text("utf-8") + "photos:\n  - file: 1.jpg\n", "utf-8")
    line = path.read_text("utf-8").count("\n")
    remedy = "打开照片看一遍，认得出的先遮住，再写上 checked: true；程序认不出来，只能靠人看"
    (told,) = problems_of(desk, [Diagnostic(Span(PurePosixPath(ONE), line, 5), "F006", "没有写明看过", remedy)])

    assert told["where"] == ["photos", 0, "checked"]
    assert "勾选“看过”" in told["remedy"]
    lacking = without_drafts(Fault(("photos", 0, "alt"), "F005", "照片没有写 alt（照片内容）", ALT, is_error=True))
    assert lacking.remedy == "补上一行 alt: …，一句话说出照片上有什么"


def test_marks_within_marks_are_single() -> None:
    """A title with quotation marks of its own stands in others."""
    file = file_called(ONE)
    assert file is not None

    assert file_words(file, {file.page: "“三重一大”没有落实"}) == "第1号“‘三重一大’没有落实”"
