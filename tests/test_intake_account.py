"""Nothing of a notice is lost, invented or changed on the way into the files."""

from __future__ import annotations

from operator import attrgetter
from pathlib import PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imported import notice_cases, source_of, unescaped, whole_text, without_table_signs
from rectify.field.life import Acceptance, Deadline
from rectify.field.model import Issue, Round
from rectify.ground.dates import PartialDate
from rectify.ground.diagnostics import SourceError
from rectify.intake.proof.placement import LineAccount, account
from rectify.intake.readers.lines import SourceText
from rectify.intake.recognise.draft import Draft, Passage, bare
from rectify.intake.recognise.passages import names_of, titles_in_list
from rectify.intake.recognise.round_facts import only_date
from rectify.intake.recognise.whole import recognise
from rectify.intake.yaml_writing import issue_yaml, round_yaml
from rectify.source.decode import decode

PLACEHOLDER = "待填"
OPENINGS = (
    "",
    "1.",
    "2.",
    "3、",
    "4",
    "（一）",
    "（二）",
    "一、",
    "二、",
    "①",
    "（1）",
    "问题一：",
    "　",
    "关于“台账不清”的问题",
)
LABELS = (
    "",
    "整改措施：",
    "整改情况：",
    "整改结果:",
    "存在问题：",
    "【整改进展】",
    "整 改 措 施 ：",
    "责任单位：",
    "整改措施",
    "下一步打算：",
)
TEXTS = (
    "",
    "台账不清。",
    "已完成",
    "正在推进",
    "该问题已完成整改。",
    "一是登记。二是核对；三是公示",
    "河道巡查不到位，个别河段没有记录。待批复后实施。",
    "办公室、财务科",
    "立行立改",
    "*印发* [办法](x) 和 `表` <b> & &amp; _甲_ 1. \\* #",
    "甲局关于巡察整改情况的通报",
    "2024年3月15日",
    "欢迎广大干部群众监督。联系电话：5550123",
    "ICP备00000000号",
    "- 甲",
    "> 乙",
    "整改措施：甲 整改结果：已完成",
)
LINES = st.lists(st.tuples(*map(st.sampled_from, (OPENINGS, LABELS, TEXTS))).map("".join), min_size=1, max_size=24)


def drafted(lines: list[str]) -> Draft | None:
    """The draft of a plain text, if anything is recognised in it."""
    try:
        return recognise([source_of("\n".join(lines))])
    except SourceError:
        return None


def filled(text: str) -> str:
    """A written file with what a person has to fill in filled in."""
    values = {"status": "正在推进", "level": "市级", "published": "2024-03-15 10:20"}
    dated = ("feedback", "written", "  start")
    lines = []
    for line in text.split("\n"):
        name, colon, value = line.partition(":")
        if colon and not value and name in (*values, *dated, "title", "short_title", "summary", "source", "author"):
            line = f"{line} {values.get(name, '2024-03-15' if name in dated else PLACEHOLDER)}"  # noqa: PLW2901
        elif colon and not value and name in ("inspected_body", "inspection_team", "problem", "introduction"):
            line = f"{line} {PLACEHOLDER}"  # noqa: PLW2901
        lines.append(line)
    return "\n".join(lines)


def written(draft: Draft) -> tuple[dict[int, Issue], Round]:
    """The records that the written files hold."""
    path = PurePosixPath("content/x/001.yaml")
    issues = {one.number: decode(filled(issue_yaml(draft, one)), path, Issue) for one in draft.issues}
    return issues, decode(
        filled(round_yaml(draft)).replace(f"introduction: {PLACEHOLDER}", "introduction: ·"), path, Round
    )


def unknown(accounts: tuple[LineAccount, ...]) -> tuple[tuple[str, str], ...]:
    """Stretches that were forgotten: their places and texts."""
    return tuple((line.place, one.text) for line in accounts for one in line.stretches if not one.what)


def kept(draft: Draft, issues: dict[int, Issue], record: Round) -> tuple[str, ...]:
    """What the written files do not hold of the draft's texts, or hold beyond them; empty if they are the same."""
    wrong = []
    for issue in draft.issues:
        written = issues.get(issue.number)
        for name, texts in issue.fields.items():
            if written is None or bare(_written(written, name)) != bare(_drafted(name, texts)):
                wrong.append(f"{issue.number:03}.{name}")
    wrong += [
        f"round.{name}"
        for name, texts in (("introduction", draft.round.introduction), ("closing", draft.round.closing))
        if bare(unescaped(getattr(record, name))) != bare(_drafted(name, texts))
    ]
    return tuple(wrong)


def _drafted(name: str, texts: tuple[Passage, ...]) -> str:
    if name in ("lead", "responsible"):
        return "".join(names_of(texts))
    if name == "evidence":
        return "".join(titles_in_list(texts))
    if name == "accepted.date" and (day := only_date(texts[0].text)):
        return day.iso
    return "".join(text.before + text.text for text in texts)


def _written(issue: Issue, name: str) -> str:
    value = attrgetter(name)(issue)
    if isinstance(value, PartialDate):
        return value.iso
    if isinstance(value, (Deadline, Acceptance)):
        return value.text if isinstance(value, Deadline) else value.result
    if name == "evidence":
        return "".join(one.title for one in value)
    if isinstance(value, str):
        return _words(value) if name in ("problem", "note") else value
    return "".join(item if isinstance(item, str) else _words(item.text) for item in value)


def _words(text: str) -> str:
    return unescaped(without_table_signs(text))


def lost(draft: Draft, source: SourceText) -> list[str]:
    """What the account of a draft does not give back of its source."""
    accounts = account(draft)
    told = "".join(one.text for line in accounts for one in line.stretches)
    wrong = [f"{place}: {text}" for place, text in unknown(accounts)]
    return wrong if bare(told) == bare(whole_text(source)) else [*wrong, "the lines are not those of the source"]


@settings(max_examples=400, deadline=None)
@given(LINES)
def test_every_character_of_a_text_is_accounted_for(lines: list[str]) -> None:
    """Whatever the text, its parts in fields and its unused parts are the text."""
    draft = drafted(lines)
    source = source_of("\n".join(lines))

    assert draft is None or lost(draft, source) == []


@settings(max_examples=200, deadline=None)
@given(LINES)
def test_the_written_files_hold_exactly_the_texts(lines: list[str]) -> None:
    """What is read back from the YAML is what stood in the source, no character more or less."""
    draft = drafted(lines)
    issues, record = written(draft) if draft else ({}, None)

    assert (
        draft is None
        or [
            name
            for name in kept(draft, issues, record)
            if not (name == "round.introduction" and not draft.round.introduction)
        ]
        == []
    )


@pytest.mark.parametrize("name", sorted(notice_cases()))
def test_nothing_of_a_notice_is_lost(name: str) -> None:
    """The fields of each example and the lines not used give back the example."""
    source = notice_cases()[name]

    assert lost(recognise([source]), source) == []
