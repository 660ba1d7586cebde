"""Findings that somebody let stand, in writing; and the places of findings in their files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from rectify import pipeline
from rectify.checks.report import Examination
from rectify.examination import examine
from support import ISSUE, ROUND, SITE, tree

Make = Callable[..., Path]
FILE = "content/2025-xuncha/001.yaml"
PLATE = ISSUE.replace("没有建立公务用车制度。", "车辆示意为京A12345，另一辆是京A12345。")
WAIVED = PLATE + "waivers:\n  - {rule: P105, text: 京A12345, by: 分管负责人, reason: 车辆已经报废}\n"


def diagnostic_lines(examination: Examination) -> list[str]:
    """Places and rules."""
    return [f"{d.span} {d.code}" for d in examination.diagnostics]


def test_a_finding_points_at_its_very_character(project: Make) -> None:
    """Line and column are those of the words in the file."""
    examination = examine(project({FILE: PLATE}))

    assert diagnostic_lines(examination) == [f"{FILE}:5:15 P105", f"{FILE}:5:27 P105"]


def test_a_finding_in_a_block_points_at_its_very_line(project: Make) -> None:
    """A text over several lines is not blamed as a whole."""
    text = ISSUE.replace("problem: 没有", "problem: |\n  先查清。\n\n  车辆京A12345，没有")

    assert diagnostic_lines(examine(project({FILE: text}))) == [f"{FILE}:8:5 P105"]


def test_a_waiver_silences_its_words_in_its_file_and_is_reported(project: Make) -> None:
    """Both places of the same words are let stand, and the report says by whom and why."""
    examination = examine(project({FILE: WAIVED}))

    assert diagnostic_lines(examination) == []
    assert [(str(w.span), w.rule, w.shown, w.by, w.reason) for w in examination.waived] == [
        (f"{FILE}:5:15", "P105", "京A****5", "分管负责人", "车辆已经报废"),
        (f"{FILE}:5:27", "P105", "京A****5", "分管负责人", "车辆已经报废"),
    ]


def test_a_waiver_silences_nothing_in_another_file(project: Make) -> None:
    """The same plate in the next issue has to be let stand there."""
    other = PLATE.replace("number: 1", "number: 2")

    assert diagnostic_lines(examine(project({FILE: WAIVED, "content/2025-xuncha/002.yaml": other}))) == [
        "content/2025-xuncha/002.yaml:5:15 P105",
        "content/2025-xuncha/002.yaml:5:27 P105",
    ]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("text: 京A12345", "text: 京A12346", "X001"),
        ("rule: P105", "rule: P999", "X002"),
        ("rule: P105", "rule: R006", "X003"),
    ],
)
def test_a_waiver_for_nothing_is_told(project: Make, old: str, new: str, code: str) -> None:
    """Other words, no such rule, a rule that cannot be waived: the finding stays and the waiver is doubtful."""
    examination = examine(project({FILE: WAIVED.replace(old, new)}))

    assert sorted([code, "P105", "P105"]) == sorted(d.code for d in examination.diagnostics)


def test_nothing_of_a_waiver_is_published(project: Make, tmp_path: Path) -> None:
    """Neither who let it stand nor why, nor its rule, reaches any file of the site."""
    pipeline.build(project({FILE: WAIVED}), tmp_path / "site")
    words = [word.encode() for word in ("分管负责人", "车辆已经报废", "P105", "waiver")]

    assert [path for path, data in tree(tmp_path / "site").items() for word in words if word in data] == []


def test_no_report_repeats_what_is_private(project: Make) -> None:
    """Neither message nor remedy holds the words that were found."""
    number = "11010519491231002X"
    text = ISSUE.replace("没有建立公务用车制度。", f"当事人李白，{number}，13800138000，京A12345。")
    examination = examine(project({FILE: text}))
    said = "\n".join(f"{d.message}{d.remedy}" for d in examination.diagnostics)

    assert {"P101", "P102", "P105", "P109"} == {d.code for d in examination.diagnostics}
    assert [secret for secret in (number, "13800138000", "京A12345", "李白") if secret in said] == []


def test_texts_are_examined_even_if_pages_cannot_be_made(project: Make) -> None:
    """A dead link does not hide a telephone number."""
    text = ISSUE.replace("没有建立公务用车制度。", "见[这里](nowhere.html)，13800138000。")

    assert {"L001", "P101"} == {d.code for d in examine(project({FILE: text})).diagnostics}


def test_texts_are_examined_even_if_another_file_is_broken(project: Make) -> None:
    """Every file that can be read is looked at."""
    text = ISSUE.replace("没有建立公务用车制度。", "13800138000。")
    examination = examine(project({FILE: text, "content/2025-xuncha/002.yaml": "number: [\n"}))

    assert "P101" in {d.code for d in examination.diagnostics}
    assert "Y" in {d.code[0] for d in examination.diagnostics}


def test_texts_are_examined_even_if_their_round_is_broken(project: Make) -> None:
    """After an import the round still wants its title; what stands in its issues, old and new, is told at once."""
    older = "content/2025-xuncha/versions/001.1.yaml"
    examination = examine(project({"content/2025-xuncha/round.yaml": "title:\n", FILE: PLATE, older: PLATE}))

    assert {f"{FILE}:5:15 P105", f"{older}:5:15 P105"} < set(diagnostic_lines(examination))
    assert examination.issues == 1


def test_site_round_and_glossary_are_examined_too(project: Make) -> None:
    """Whatever reaches a page is looked at; the site's own contacts may stand there."""
    examination = examine(
        project(
            {
                "site.yaml": SITE.replace(
                    "phone: 0100-5550001", "phone: 0100-5550001\n  note: 请打0100-5550001，或13800138000。"
                ),
                "content/2025-xuncha/round.yaml": ROUND.replace("情况公布如下", "情况公布如下：签定"),
                "content/glossary.yaml": "terms:\n  - {id: xuncha, term: 巡察, meaning: 省里叫巡视组；台帐}\n",
            }
        )
    )

    assert diagnostic_lines(examination) == [
        "content/2025-xuncha/round.yaml:13:26 W110",
        "content/glossary.yaml:2:44 W110",
        "site.yaml:20:25 P101",
    ]


OLDER = "content/2025-xuncha/versions/001.1.yaml"
REVISED = ISSUE + "revisions: [{date: 2025-12-20, note: 删去车牌}]\n"


def test_older_texts_are_examined_for_what_must_not_be_public(project: Make) -> None:
    """They are public, too; how they are written is history, and a waiver for that is not missed."""
    older = PLATE.replace("建立制度。", "建立制度,签定合同。") + (
        "waivers:\n  - {rule: W110, text: 签定, by: 分管负责人, reason: 原文如此}\n"
    )
    examination = examine(project({FILE: REVISED, OLDER: older}))

    assert diagnostic_lines(examination) == [f"{OLDER}:5:15 P105", f"{OLDER}:5:27 P105"]
    assert "publish --purge" in examination.diagnostics[0].remedy


def test_a_waiver_in_an_older_text_holds_there(project: Make) -> None:
    """As in any file, and it is reported; one that lets nothing stand is told."""
    kept = examine(project({FILE: REVISED, OLDER: WAIVED}))
    unused = examine(project({FILE: REVISED, OLDER: ISSUE + WAIVED[len(PLATE) :]}))

    assert diagnostic_lines(kept) == []
    assert [(str(w.span), w.by) for w in kept.waived] == [
        (f"{OLDER}:5:15", "分管负责人"),
        (f"{OLDER}:5:27", "分管负责人"),
    ]
    assert diagnostic_lines(unused) == [f"{OLDER}:14:24 X001"]


def test_reviews_are_required_only_where_the_caller_says_so(project: Make) -> None:
    """`publish` asks for the three reviews; a plain check does not."""
    root = project()
    plain, strict = examine(root), examine(root, review_required=True)

    assert ([d.code for d in plain.diagnostics], [d.code for d in strict.diagnostics]) == ([], ["P131"])
    assert not strict.passes(strict=False)
