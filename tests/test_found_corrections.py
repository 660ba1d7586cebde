"""What an issue's file says of found facts: it changes what it speaks of, and nothing else."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from rectify.field.model import Issue
from rectify.site.document_facts import documents_together
from rectify.site.facts import IssueFacts, facts_of
from rectify.site.issue_text import issue_text
from rectify.site.relations import Relation, RelationSource, relations_among
from rectify.source.decode import decode
from rectify.source.summary import documents_of, summary_of
from rectify.source.yamltree import decode_text
from support import ROOT

PATH = PurePosixPath("content/2025-xuncha/001.yaml")
BLOCKS = re.findall(r"^```yaml\n(.*?)^```", (ROOT / "docs/facts.md").read_text("utf-8"), re.MULTILINE | re.DOTALL)


def issue_of(yaml: str) -> Issue:
    """The issue that *yaml* gives."""
    return decode(decode_text(yaml.encode(), PATH), PATH, Issue, {})


def facts(yaml: str) -> IssueFacts:
    """What is found in it."""
    return facts_of(issue_text(issue_of(yaml)), 2024)


def listed(found: IssueFacts) -> list[str]:
    """All facts in words."""
    return [
        *(f"{one.role} {one.name}" for one in documents_together([found.documents])),
        *(f"{one.when}{'（计划）' if one.is_due else ''}：{one.text}" for one in found.dates),
        *(f"{one.shown}{one.unit} {one.label} {one.kind}".rstrip() for one in found.figures),
    ]


def test_the_documented_example_lists_what_its_texts_say() -> None:
    """docs/facts.md begins with an issue without corrections."""
    assert listed(facts(BLOCKS[0])) == [
        "制定 《用车办法》（示局发〔2024〕9号）",
        "2024年8月底以前（计划）：2024年8月底前给12台车补办登记",
        "2024年7月30日：2024年7月30日退回多领的油料费3.6万元",
        "12台 2019年5月购买的12台车没有登记",
        "12台 2024年8月底前给12台车补办登记 计划",
        "12台 印发《用车办法》（示局发〔2024〕9号），补登12台",
        "3.6万元 2024年7月30日退回多领的油料费3.6万元 退回",
    ]


def test_the_documented_corrections_change_what_they_name() -> None:
    """Each correction of docs/facts.md does what the page says, and the rest of the list stays."""
    assert listed(facts("".join(BLOCKS))) == [
        "制定 《用车办法》（示局发〔2024〕9号）",
        "制定 《廉洁承诺书》",
        "2024年8月底以前（计划）：2024年8月底前给12台车补办登记",
        "2024年7月30日：退回多领的油料费",
        "2024年9月：登记册由办公室统一保管",
        "12台 补登的车 登记",
        "12台 2019年5月购买的12台车没有登记",
        "3.6万元 2024年7月30日退回多领的油料费3.6万元 退回",
    ]


def test_the_documented_relations_hold_for_both_issues() -> None:
    """A relation that one file gives is on both pages, one that it denies on neither, and others stay."""
    own = summary_of(issue_of("".join(BLOCKS)))
    documents = ("《甲办法》",)
    issues = [
        RelationSource(1, "一", documents, own.related),
        RelationSource(2, "二", ()),
        RelationSource(3, "三", documents),
        RelationSource(4, "四", documents),
    ]
    shared = "都提到《《甲办法》》"

    assert relations_among(issues) == {
        1: (Relation(2, "都是公务用车的事"), Relation(4, shared)),
        2: (Relation(1, "都是公务用车的事"),),
        3: (Relation(4, shared),),
        4: (Relation(1, shared), Relation(3, shared)),
    }


def test_a_number_given_for_one_document_leaves_its_namesake_alone() -> None:
    """Two forms of one title keep their own 文号 when the file speaks of one."""
    text = BLOCKS[0].replace(
        "印发《用车办法》（示局发〔2024〕9号）", "下发《督办通知书》（示督〔1〕号）、《督办通知书》（示督〔2〕号）"
    )
    given = text + "documents:\n  - {title: 督办通知书, number: 示督〔2〕号, role: 依据}\n"
    expected = ["制定 《督办通知书》（示督〔1〕号）", "依据 《督办通知书》（示督〔2〕号）"]

    assert expected == [line for line in listed(facts(given)) if "》（示督" in line[:15]]


def test_what_is_hidden_is_hidden_everywhere() -> None:
    """A document that the file takes away is in no list: neither on the pages nor in the data."""
    hidden = BLOCKS[0] + "hide_facts: [违反《用车办法》]\n"
    everywhere = BLOCKS[0] + "hide_facts: [用车办法]\n"

    assert [one.title for one in documents_of(issue_of(hidden))] == ["用车办法"]
    assert documents_of(issue_of(everywhere)) == ()
    assert facts(everywhere).documents == ()


def test_the_day_of_an_entry_can_be_taken_away() -> None:
    """An event that only the entry's own date gives is hidden by its first sentence, and by nothing shorter."""
    text = BLOCKS[0].replace("  - 印发", "  - date: 2024-06-03\n    text: 印发")
    sentence = text + "hide_facts: [印发《用车办法》（示局发〔2024〕9号），补登12台]\n"
    figure = text + "hide_facts: [补登12台]\n"

    assert [one.first for one in facts(figure).dates] == ["2024-08", "2024-06-03", "2024-07-30"]
    assert [one.first for one in facts(sentence).dates] == ["2024-08", "2024-07-30"]


def test_a_kind_can_be_denied() -> None:
    """`kind: 无` takes a kind away."""
    given = BLOCKS[0] + "figures:\n  - {value: 3.6, unit: 万元, label: 油料费, kind: 无}\n"

    assert [line for line in listed(facts(given)) if "3.6万" in line and "：" not in line] == ["3.6万元 油料费"]
