"""The way back: ledgers and notices made from a round give the same round again."""

from __future__ import annotations

import dataclasses
import re
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rectify.field.config import SiteConfig
from rectify.field.model import (
    Attachment,
    Claims,
    Days,
    DocumentReference,
    Figure,
    Issue,
    Measure,
    Photo,
    PhotoTime,
    Progress,
    Review,
    ReviewSignature,
    ReviewState,
    ReviewStep,
    Revision,
    Round,
    Status,
    Timeframe,
    Update,
    Waiver,
    Withdrawal,
)
from rectify.ground.dates import Moment, PartialDate
from rectify.ground.diagnostics import SourceError
from rectify.intake.export.fields import ISSUE, join, split
from rectify.intake.export.notice import FORMS, export
from rectify.intake.export.read_back import read_exported
from rectify.intake.readers.lines import SourceText
from rectify.intake.readers.source import read_data
from rectify.source.decode import decode

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "content/2024-xuncha"
DAY = PartialDate(2024, 7, 30)
BEFORE = Photo(file="1. 前.jpg", when=PhotoTime.BEFORE, alt="院墙外的垃圾", caption="院墙", date=DAY, source="办公室")
AFTER = Photo(file="hou.jpg", alt="同一段院墙", checked=True)
PLAN = Attachment(file="fangan.pdf", title="整改方案", kind="方案", date=DAY, number="某发〔2024〕2号")
SHEET = Attachment(file="b.xlsx", title="台账")
EVERYTHING = Issue(
    number=7,
    title="台账没有写全",
    category="decisions",
    status=Status.DONE_LONG_TERM,
    timeframe=Timeframe.IMMEDIATE,
    problem="第一段。\n整改结果：这一行不是标签。\n\n- 第一项\n  - 又一项\n\n| 列 | 列 |\n| --- | --- |\n| 值 | 值 |",
    measures=(
        Measure(text="1. 这一条自己带编号。\n2. 第二行也带。"),
        Measure(
            text="一段。\n\n又一段。", lead=("办公室", "财务科"), due=PartialDate(2024, 12), attachments=(PLAN, SHEET)
        ),
    ),
    progress=(
        Progress(text="没有日期。", photos=(BEFORE, AFTER)),
        Progress(date=PartialDate(2024), text="只知道年份。"),
        Progress(date=DAY, until=PartialDate(2024, 8, 1), text="做了三天。", photos=(AFTER,), attachments=(SHEET,)),
    ),
    result="已完成，长期坚持",
    lead=("办公室",),
    responsible=("财务科", "人事科"),
    documents=(DocumentReference(title="办法》的通知", number="某发〔2024〕1号"), DocumentReference(title="方案")),
    figures=(Figure(value="12.5", label="收回"), Figure(value="3", unit="次", label="检查：抽查")),
    photos=(AFTER,),
    attachments=(PLAN,),
    note="编号的来历。",
    published=Moment(DAY, 9, 5),
    updates=(Update(date=DAY, text="又做了一件。\n\n还在做。"), Update(date=DAY, text="做完了。", status=Status.DONE)),
    updated=PartialDate(2025),
    revisions=(Revision(date=DAY, note="改了数字"), Revision(date=DAY, note="再改", reason="原文有误")),
    withdrawn=Withdrawal(date=DAY, reason="与另一个问题重复", into=3, keep_text=True),
    review=Review(
        state=ReviewState.DONE,
        signatures=(ReviewSignature(step=ReviewStep.FIRST_REVIEW, by="科长", at=Moment(DAY, 0, 0)),),
    ),
    waivers=(Waiver(rule="P105", text="某某", by="主任", reason="已经公开"),),
)


def record(name: str, kind: Any) -> Any:
    """A record of the real site."""
    return decode((ROOT / name).read_text("utf-8"), PurePosixPath(name), kind)


@cache
def site() -> tuple[Round, tuple[Issue, ...], SiteConfig]:
    """The round, the issues and the settings of the real site."""
    names = sorted(f"content/2024-xuncha/{file.name}" for file in FOLDER.glob("[0-9]*.yaml"))
    issues = tuple(record(name, Issue) for name in names)
    return record("content/2024-xuncha/round.yaml", Round), issues, record("site.yaml", SiteConfig)


def again(form: str, own: Round, issues: tuple[Issue, ...]) -> tuple[Round, tuple[Issue, ...]]:
    """The records after an export and an import."""
    records_read = read_exported(read_data(export(own, issues, site()[2], form), f"a.{form}"))
    assert records_read is not None
    return tuple(records_read)


@pytest.mark.parametrize("form", FORMS)
def test_the_real_round_comes_back_whole(form: str) -> None:
    """Every field of every issue survives the way through the office."""
    own, issues, _ = site()

    assert again(form, own, issues) == (own, issues)


@pytest.mark.parametrize("form", FORMS)
def test_every_field_comes_back(form: str) -> None:
    """Also those that few issues have, and texts that look like labels and numbers."""
    own = dataclasses.replace(
        site()[0], closing="", inspection=Days(start=DAY), claims=Claims(statement="第一行\n\n第二行"), archived=DAY
    )
    bare = Issue(number=8, title="只有必填", category="named", status=Status.NOT_DONE, problem="有问题。")

    assert again(form, own, (EVERYTHING, bare)) == (own, (EVERYTHING, bare))


def test_every_field_of_an_issue_has_a_name() -> None:
    """A new field of the model has to be given its column."""

    def paths(kind: Any) -> set[str]:
        return {field.name for field in dataclasses.fields(kind)}

    inner = {"measures": Measure, "progress": Progress, "documents": DocumentReference, "figures": Figure}
    inner |= {"revisions": Revision, "waivers": Waiver, "updates": Update, "withdrawn": Withdrawal}
    named = {named.path[:2] for named in ISSUE}

    assert {path[0] for path in named} == paths(Issue)
    assert {(name, field) for name, kind in inner.items() for field in paths(kind)} <= named
    assert {one.path[2] for one in ISSUE if one.path[:2] == ("review", "signatures")} == paths(ReviewSignature)


@pytest.mark.parametrize("form", FORMS)
def test_the_same_round_gives_the_same_bytes(form: str) -> None:
    """No time and no chance is in an export."""
    own, issues, config = site()

    assert export(own, issues, config, form) == export(own, issues, config, form)


def test_a_notice_reads_like_one() -> None:
    """Headings, numbers and labels stand where notices have them."""
    own, issues, config = site()
    lines = [line.text for line in read_data(export(own, issues[:1], config, "docx"), "a.docx").lines]
    heads = [line for line in lines if re.match("[一二三]、|（一）|1\\. 建筑", line)]

    assert lines[0] == own.title
    assert heads == [
        "一、整改工作基本情况",
        "二、整改工作落实情况",
        f"（一）{own.categories[0].title}",
        f"1. {issues[0].title}",
        "三、下一步工作",
    ]
    assert {"整改结果：已完成", "牵头部门：环境卫生管理科"} <= set(lines)
    assert any(line.startswith("整改措施：") for line in lines)
    assert any(line.startswith("整改进展情况：") for line in lines)


def test_other_files_are_none_of_ours() -> None:
    """A notice or a ledger of somebody else's is left to those who recognise it."""
    assert read_exported(read_data("一、情况\n".encode(), "a.txt")) is None
    assert read_exported(SourceText("a.xlsx", ())) is None


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("已完成", "做完了", "整改状态"),
        ("聚焦巡察整改和成果运用", "新的一类", "类别"),
        ("2024-06-28", "六月底", "反馈日期"),
    ],
)
def test_what_edits_have_made_wrong_is_told_with_its_place(old: str, new: str, said: str) -> None:
    """An edited ledger is read as it is; what it cannot mean is refused, and where."""
    own, issues, config = site()
    source = read_data(export(own, issues, config, "xlsx"), "a.xlsx")
    lines = []
    for line in source.lines:
        cells = tuple(cell._replace(text=new) if cell.text == old and line.table < 3 else cell for cell in line.cells)
        lines.append(dataclasses.replace(line, cells=cells))
    with pytest.raises(SourceError, match=said) as caught:
        read_exported(source._replace(lines=tuple(lines)))

    assert {problem.code for problem in caught.value.diagnostics} == {"I010"}
    assert all("表第" in problem.message and problem.remedy for problem in caught.value.diagnostics)


def test_dates_that_excel_spells_anew_are_understood() -> None:
    """A date retyped in a spreadsheet comes back with slashes or in words."""
    own, issues, config = site()
    source = read_data(export(own, issues, config, "xlsx"), "a.xlsx")
    spelt = {"2024-06-28": "2024/6/28", "2024-12-30": "2024年12月30日"}
    lines = tuple(
        dataclasses.replace(
            line, cells=tuple(cell._replace(text=spelt.get(cell.text, cell.text)) for cell in line.cells)
        )
        for line in source.lines
    )
    records_read = read_exported(source._replace(lines=lines))

    assert records_read is not None
    assert records_read.round == own


def test_a_text_too_long_for_a_cell_is_told() -> None:
    """Excel would call the file damaged."""
    own, issues, config = site()
    long = dataclasses.replace(issues[0], measures=(Measure(text="长" * 20000), Measure(text="长" * 20000)))

    with pytest.raises(SourceError, match="I011"):
        export(own, (long,), config, "xlsx")


@settings(deadline=None)
@given(st.lists(st.text("甲1. 2　\n-", min_size=1).map(str.strip).filter(bool), min_size=1), st.booleans())
def test_items_can_be_told_apart_again(items: list[str], numbered: bool) -> None:  # noqa: FBT001
    """Whatever the items say, and however they are numbered themselves."""
    assert list(split(join(items, numbered=numbered))) == items
