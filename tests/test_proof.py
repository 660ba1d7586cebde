"""The proof sheet: the whole source beside what was made of it, and mistakes that show at a glance."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from imported import five_issues, notice_cases, source_of
from rectify.field.model import Issue, Status
from rectify.field.shape import fields_of
from rectify.intake.intake import ImportPlan, plan
from rectify.intake.proof.layout import proof_of
from rectify.intake.proof.placement import account
from rectify.intake.proof.report import as_html
from rectify.intake.readers.lines import SourceText
from rectify.intake.readers.source import read_data
from rectify.intake.recognise.draft import Draft, Passage, Piece
from rectify.intake.recognise.whole import recognise
from rectify.intake.yaml_writing import texts_of
from test_read_word import docx, p, r

ATTACK = """"><img src=x onerror='a()'><script>a()</script></style></textarea><!--"""


def draft_of(*said: SourceText) -> Draft:
    """The draft of these sources."""
    return recognise(said, given_id="2024-a")


def page(draft: Draft) -> BeautifulSoup:
    """The proof sheet of a draft."""
    planned = plan(ImportPlan(draft, texts_of(draft), {}), Path("nowhere"), given_id=True)
    return BeautifulSoup(as_html(planned), "html.parser")


def row(soup: BeautifulSoup, number: int) -> Tag:
    """What the table of all issues says of one."""
    found = soup.select_one(f'tr[data-issue="{number}"]')
    assert found is not None
    return found


def without(draft: Draft, number: int, **changes: object) -> Draft:
    """The *draft* without doubts, and with *changes* of one issue: a mistake that nobody noticed."""
    issues = tuple(replace(one, **changes) if one.number == number else one for one in draft.issues)  # type: ignore[arg-type]
    return replace(draft, issues=issues, doubts=())


@pytest.mark.parametrize("name", sorted(notice_cases()))
def test_the_source_stands_there_once(name: str) -> None:
    """Each stretch is shown once, beside its field or among what was not used, and each line can be linked to."""
    draft = draft_of(notice_cases()[name])
    proof = proof_of(draft)
    rows = [*proof.round, *(one for sheet in proof.sheets for one in sheet.rows)]
    lines = [line for one in rows for line in one.source] + [line for _, found in proof.unused for line in found]
    stretches = [(number, one.text) for number, line in enumerate(account(draft), 1) for one in line.stretches]

    assert Counter((line.line, part.text) for line in lines for part in line.parts) == Counter(stretches)
    assert sorted(line.line for line in lines if line.is_first) == list(range(1, len(draft.lines) + 1))


@pytest.mark.parametrize("name", ["running-numbers", "form-with-title-row", "tab-ledger", "word-form-boxes"])
def test_links_lead_somewhere_and_back(name: str) -> None:
    """Every doubt leads to its issue and line, they lead back to it, and no name stands twice."""
    draft = draft_of(notice_cases()[name])
    soup = page(draft)
    names = [str(one["id"]) for one in soup.select("[id]")]
    goals = [str(link["href"])[1:] for link in soup.select("a[href]")]

    assert sorted(names) == sorted(set(names))
    assert set(goals) <= set(names)
    assert {f"d{number}" for number, one in enumerate(draft.doubts, 1) if one.line >= 0} <= set(goals)
    assert names.index("doubts") < names.index("overview") < names.index("issues") < names.index("unused")


def test_every_field_has_the_name_of_the_model() -> None:
    """What an issue holds stands under the model's names, in its order, after the status."""
    soup = page(draft_of(source_of(five_issues())))
    names = [one.text for one in soup.select("#i1 dt")]
    known = [field.metadata["name"] for field in fields_of(Issue).values()]

    assert names == ["整改状态", "问题", "整改措施", "整改进展", "整改结果"]
    assert [name for name in known if name in names] == names


def test_a_source_cannot_become_a_page() -> None:
    """HTML in the words, the title and the name of a Word file is text, and the policy lets only our script run."""
    body = "".join(p(r(line.replace("&", "&amp;").replace("<", "&lt;"))) for line in five_issues(ATTACK).split("\n"))
    source = read_data(docx(body), f"{ATTACK}.docx")
    soup = page(draft_of(source, source_of(f"2.{ATTACK}。\n整改措施：{ATTACK}", "b.txt")))
    harmless = page(draft_of(source_of(five_issues())))
    policy = soup.select_one("meta[http-equiv]")

    assert {one.name for one in soup.find_all()} <= {one.name for one in harmless.find_all()} | {"ol", "br", "del"}
    assert {name for one in soup.find_all() for name in one.attrs if name.startswith("on") or name == "style"} == set()
    assert [len(soup.select("script")), len(soup.select("style"))] == [1, 1]
    assert ATTACK in soup.select("#i1")[0].text
    assert policy is not None
    assert "unsafe" not in str(policy["content"])


def test_a_plan_that_was_taken_for_a_status_is_marked() -> None:
    """The sentence of a status stands beside it, and what speaks of a time to come is marked there."""
    draft = draft_of(source_of(five_issues("该问题计划于2025年6月底前完成整改。")))
    line = next(place for place, one in enumerate(draft.lines) if "底前" in one.text)
    wrong = without(draft, 1, status=Status.DONE, basis="计划于2025年6月底前完成整改", basis_line=line)
    soup = page(wrong)

    assert [one.text for one in row(soup, 1).select("mark")] == ["计划", "底前"]
    assert [one.text for one in soup.select("#i1 mark")] == ["计划", "底前"]
    assert "该问题计划于2025年6月底前完成整改。" in soup.select("#i1 q")[0].text
    assert row(soup, 2).select("mark") == []


def test_a_label_that_was_taken_for_text_is_marked() -> None:
    """A short run before a colon is marked in the text, and told in the table of all issues."""
    soup = page(replace(draft_of(source_of(five_issues("督办方式：现场督办。"))), doubts=()))

    assert [one.text for one in soup.select("#i1 .odd")] == ["督办方式："]
    assert "“督办方式：”像是标签" in row(soup, 1).text
    assert [one.text for one in soup.select("#i2 .odd")] == []


def test_issues_that_were_joined_stand_out() -> None:
    """An issue whose fields stand in several places, and a number that is left out, are told."""
    draft = draft_of(source_of(five_issues()))
    first, second = draft.issues[1:3]
    fields = {name: (*texts, *second.fields[name]) for name, texts in first.fields.items()}
    joined = without(draft, 2, fields=fields)
    soup = page(replace(joined, issues=tuple(one for one in joined.issues if one.number != 3)))

    assert "“问题”“整改措施”“整改进展”“整改结果”分在原文几处" in row(soup, 2).text
    assert "前一个是 002" in row(soup, 4).text
    assert "另一处" in soup.select("#i2")[0].text
    assert soup.select_one('tr[data-issue="3"]') is None


def test_a_heading_that_was_taken_for_an_issue_stands_out() -> None:
    """What nearly all others have and one has not is told as missing, and that no status was found."""
    draft = draft_of(source_of(five_issues()))
    line = next(place for place, one in enumerate(draft.lines) if "廉政建设" in one.text)
    text = Passage("廉政建设方面", (Piece(line, 3, 9),))
    soup = page(without(draft, 3, title="廉政建设方面", status=None, basis="", fields={"problem": (text,)}))

    assert row(soup, 3).text.count("缺") == 3
    assert "没有写明" in row(soup, 3).text
    assert "别的问题大多有“整改措施”“整改进展”“整改结果”，这里没有" in soup.select("#i3")[0].text


def test_the_page_says_which_reading_won_and_why() -> None:
    """The reading that was taken and the next best stand there, with what speaks for and against them."""
    words = page(draft_of(source_of(five_issues()))).select("#overview")[0].text

    assert re.search(r"采用的认法：按“1\.”一类的编号分，得到 5 个问题，原文 \d\d% 的文字有了归处。", words)
    assert re.search(r"其次的认法：按“存在问题”一类的标签分，.*但没有用问题前面的编号。", words)


def test_unused_text_stands_at_the_end() -> None:
    """Text that went into no file is listed with the reason, much of one kind folded."""
    soup = page(draft_of(notice_cases()["twice-with-site-around"]))
    kinds = {one.select("summary")[0].text.partition("（")[0]: one.has_attr("open") for one in soup.select("details")}

    assert kinds["重复的正文"] is False
    assert kinds["网站导航、页脚"] is True
