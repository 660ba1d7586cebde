"""Documents that a text names: titles, 文号 in every bracket, and what the text says of them."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from rectify.extract.documents import Role, documents_in, is_common_name, numbers_in
from rectify.field.issue_sections import texts_of
from rectify.field.model import DocumentRole
from rectify.ground.richtext import plain
from rectify.site.document_facts import documents_of as facts_of
from rectify.site.issue_text import TextParagraph
from rectify.source.load import read_issue
from rectify.source.summary import documents_of

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize(
    "written",
    [
        "甲城管发【2014】3号",
        "甲城管发〔2014〕3号",
        "甲城管发[2014]3号",
        "甲城管发【2014]3号",
        "甲城管发（２０１４）第3号",
    ],
)
def test_every_bracket_gives_one_number(written: str) -> None:
    """A 文号 is the same however its brackets and digits are written, and keeps how it was written."""
    found = documents_in(f"印发《路灯办法》（{written}），即日施行。")

    assert [("路灯办法", written, "甲城管发〔2014〕3号")] == [(d.title, d.number, d.normal_number) for d in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("按甲办发〔2023〕7号《路灯办法》办理", ("路灯办法", "甲办发〔2023〕7号")),
        ("根据甲办发〔2023〕7号文件的精神", ("", "甲办发〔2023〕7号")),
        ("依据国务院令第123号", ("", "国务院令第123号")),
        ("下达《督办单》（甲督办〔34〕号）", ("督办单", "甲督办〔34〕号")),
        ("制定《路灯办法（甲发〔2023〕7号）》", ("路灯办法（甲发〔2023〕7号）", "甲发〔2023〕7号")),
    ],
)
def test_a_number_belongs_to_the_title_beside_it(text: str, expected: tuple[str, str]) -> None:
    """A 文号 stands before, after or in its title, or alone."""
    found = documents_in(text)

    assert [expected] == [(d.title, d.normal_number) for d in found]


@pytest.mark.parametrize("text", ["住在幸福里（2024）3号楼", "第[3]号", "共12号", "（一）3号"])
def test_house_numbers_are_no_document_numbers(text: str) -> None:
    """What only looks like a 文号 is none."""
    expected = ()

    assert expected == numbers_in(text)


def test_a_title_in_a_title_is_one_document() -> None:
    """《关于印发〈…〉的通知》 is one document that tells of another; both kinds of marks nest."""
    found = documents_in("下发《关于印发〈路灯办法〉的通知》和《关于印发《井盖办法》的通知》。")
    expected = [("关于印发〈路灯办法〉的通知", "路灯办法"), ("关于印发《井盖办法》的通知", "井盖办法")]

    assert expected == [(d.title, d.inner) for d in found]


@pytest.mark.parametrize(
    ("text", "role", "evidence"),
    [
        ("制定并印发《甲法》", Role.MADE, "印发"),
        ("把《甲法》报给市里", Role.MADE, "报给"),
        ("新的《甲法》现已印发各区", Role.MADE, "印发"),
        ("《甲法》（由路灯科制定）获准", Role.MADE, "制定"),
        ("局党组会审议通过《甲法》", Role.MADE, "党组会审议通过"),
        ("市政府常务会议审议通过《甲法》", None, ""),
        ("按照《甲法》的要求做", Role.FOLLOWED, "按照"),
        ("严格《甲法》等有关规定", Role.FOLLOWED, "规定"),
        ("根据市里印发的《甲法》办事", Role.FOLLOWED, "根据"),
        ("增加学习内容，包括《甲法》", None, ""),
        ("把落实责任纳入《甲法》", None, ""),
        ("市里印发的《甲法》获奖", None, ""),
        ("对《甲法》作了批示", None, ""),
        ("学习贯彻《甲法》", None, ""),
        ("起草《甲法》", None, ""),
        ("向市里报送《关于路灯的请示》", None, ""),
    ],
)
def test_the_text_tells_the_role(text: str, role: Role | None, evidence: str) -> None:
    """A verb beside a document says whether it was made or followed; where none does, nothing is claimed."""
    (found,) = documents_in(text)

    assert (role, evidence) == (found.role, found.evidence.excerpt(text) if found.evidence else "")


@pytest.mark.parametrize(
    "text",
    [
        "稿件《路灯下的规定》获奖",
        "开设《巡街》栏目",
        "召开《专题民主生活会》",
        "讲授《管理对策》",
        "建立《督办清单》台账",
        "《甲报》报道",
    ],
)
def test_not_every_title_is_a_document(text: str) -> None:
    """Articles, columns, meetings, lectures and ledgers in 《》 are no documents."""
    expected = ()

    assert expected == documents_in(text)


@pytest.mark.parametrize(
    ("titles", "expected"),
    [(["督办通知书", "入党志愿书", "督察专报"], True), (["甲市路灯办法", "关于路灯的通知"], False)],
)
def test_some_titles_only_name_a_kind(titles: list[str], *, expected: bool) -> None:
    """A form's title names no single document."""
    assert {expected} == set(map(is_common_name, titles))


def test_a_chain_of_documents_shares_its_verb() -> None:
    """What is said of 《甲法》、《乙法》和《丙法》 is said of each; another clause begins anew."""
    found = documents_in("印发《甲法》（某发〔2020〕1号）、《乙法》和《丙法》，对照《丁法》自查。")
    expected = [Role.MADE, Role.MADE, Role.MADE, Role.FOLLOWED]

    assert expected == [d.role for d in found]


@pytest.mark.parametrize(
    ("text", "titles"), [("《甲《乙法》", ["乙法"]), ("甲》《乙法》", ["乙法"]), ("《》", []), ("没有", [])]
)
def test_marks_without_partner_are_passed_over(text: str, titles: list[str]) -> None:
    """A mark without its partner neither makes a title nor hides one."""
    assert titles == [d.title for d in documents_in(text)]


def test_places_are_places_of_the_text() -> None:
    """The place of a document reaches from its first to its last mark."""
    text = "昨天印发《甲法》（某发〔2020〕1号）。"
    expected = "《甲法》（某发〔2020〕1号）"

    assert expected == documents_in(text)[0].place.excerpt(text)


@pytest.mark.parametrize("number", range(1, 60))
def test_all_documents_of_a_card_are_found(number: int) -> None:
    """What the card of a real issue names is found too, with the same 文号."""
    issue, _ = read_issue(ROOT, PurePosixPath(f"content/2024-xuncha/{number:03}.yaml"), None)
    found = {(d.title, d.number) for text in texts_of(issue) for d in documents_in(plain(text))}

    assert set() == {(d.title, d.number) for d in documents_of(issue)} - found


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("修订《甲法》", DocumentRole.REVISED),
        ("修订完善后印发《甲法》", DocumentRole.REVISED),
        ("《甲法》已修订", DocumentRole.REVISED),
        ("制定《甲法》", DocumentRole.MADE),
        ("按照修订的《甲法》", DocumentRole.FOLLOWED),
    ],
)
def test_a_revised_document_is_not_made_anew(text: str, role: DocumentRole) -> None:
    """修订 and 修订后印发 say that the document was there before."""
    issue, _ = read_issue(ROOT, PurePosixPath("content/2024-xuncha/001.yaml"), None)

    said = TextParagraph("", "", 0, text, "", None, None, None)

    assert [role.value] == [fact.role for fact in facts_of(issue, [said]) if fact.title == "甲法"]
