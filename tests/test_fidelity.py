"""What stands in a file is what a reader sees: on the page, in the record, to the checks; or a diagnostic says where not."""

from __future__ import annotations

from pathlib import PurePosixPath
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.fuzz.sentences import sentence_faults, sentence_input
from rectify.checks.wordlist import Wordlist, lexicon
from rectify.examination import texts_findings
from rectify.field.model import Issue
from rectify.field.public_text import public_text
from rectify.ground.rich_faults import faults_in
from rectify.ground.richtext import blocks, plain, visible_text
from rectify.ground.visible import seen_text, strip_marks, with_whole_numbers
from rectify.source.decode import decode

AT = PurePosixPath("content/2025-a/001.yaml")
WORDS = lexicon(Wordlist())
HEAD = "number: 1\ntitle: 甲\ncategory: decisions\nstatus: 已完成\nmeasures: [乙]\n"


def issue(problem: str) -> Issue:
    """An issue with a *problem* of several lines."""
    return decode(HEAD + "problem: |\n" + "".join(f"  {line}\n" for line in problem.split("\n")), AT, Issue)


@settings(max_examples=2500, deadline=None, derandomize=True)
@given(st.integers(0, 2**40))
def test_everyday_sentences_are_shown_exactly_or_told(seed: int) -> None:
    """Sentences full of signs, written plainly, quoted, in blocks, in lists and badly indented."""
    assert list(sentence_faults(sentence_input(Random(seed)))) == []


@pytest.mark.parametrize(
    "text",
    ["3*4*5米", "5*8小时，共3*4米", "张*、李*", "138****8000", "https://a.cn/*x*y", "_甲_", "姓名：__张__", "2024. 年份", "03. 甲", ">5米", "甲*"],
)  # fmt: skip
def test_what_is_no_mark_is_shown(text: str) -> None:
    """Measures, masked names and numbers, blanks to fill in, years: as they stand, and nothing is told."""
    assert (text, []) == (visible_text(text), list(faults_in(text)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3. 丙\n4. 丁", '<ol start="3">\n<li>丙</li>\n<li>丁</li>\n</ol>'),
        ("1. 甲\n3. 丙\n4. 丁", '<ol>\n<li>甲</li>\n<li value="3">丙</li>\n<li>丁</li>\n</ol>'),
        ("- 甲\n1. 乙", "<ul>\n<li>甲1. 乙</li>\n</ul>"),
        ("0. 甲", '<ol start="0">\n<li>甲</li>\n</ol>'),
    ],
)
def test_lists_count_as_they_were_written(text: str, expected: str) -> None:
    """A list begins and goes on with the numbers in the file; another kind of item does not take one away."""
    assert expected == "".join(blocks(text))


def test_numbers_of_lists_are_words_to_everyone() -> None:
    """Search, data and descriptions say the numbers that the page shows."""
    text = "3. 丙\n5. 戊\n    1. 己"

    assert visible_text(text).split() == ["3.", "丙", "5.", "戊", "1.", "己"]
    assert plain(text) == "3. 丙 5. 戊 1. 己"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("138&nbsp;0013&nbsp;8000", ["V024", "V024"]),
        ("1&#51;800138000", ["V024"]),
        ("&#x202e;甲", ["V024"]),
        ("&alpha;", ["V024"]),
        ("A&amp;B&lt;C&times;", []),
        ("长*宽*高", ["V025"]),
        ("李**和王**到场", ["V025"]),
        ("必须**立即**整改", []),
        ("| 甲 | 乙 |\n| - | - |\n| 1 | 2 | 3 |", ["V026"]),
        ("[附件](见表)", ["V021"]),
    ],
)
def test_what_would_be_shown_otherwise_is_told(text: str, codes: list[str]) -> None:
    """References to what must be typed, stars that may be signs, cells that no column has."""
    assert codes == [fault.code for fault in faults_in(text)]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("电话**138**00138000。", "138**00138000"),
        ("电话138\n00138000。", "138\n00138000"),
        ("电话1380013\n8000。", "1380013\n8000"),
        ("电话138`0013`8000。", "138`0013`8000"),
        ("电话[1380013](a.html)8000。", "1380013](a.html)8000"),
        ("电话13800138000。", "13800138000"),
    ],
)
def test_checks_read_what_a_reader_reads(text: str, quoted: str) -> None:
    """A number is a number across marks and line ends; its place is that in the file."""
    findings = [one for one in texts_findings(issue(text), WORDS) if one.rule == "P101"]

    assert [(quoted, text.index(quoted))] == [(one.quoted, one.start) for one in findings]


def test_the_record_holds_the_words_of_the_page() -> None:
    """Marks, escapes and references are not in it; addresses of links are, since they are public."""
    said = public_text(issue("必须**立即**整改，A&amp;B，\\*见`甲`和[说明](https://a.gov.cn/b)。"))

    assert "问题：\n必须立即整改，A&B，*见甲和[说明](https://a.gov.cn/b)。\n" in said


def test_places_lead_back_into_the_text() -> None:
    """Each character that is seen knows where it stood."""
    text = "甲**乙**&amp;[丙](https://a.cn)12\n3"
    seen = with_whole_numbers(seen_text(text))

    assert seen.text == "甲乙&丙123"
    assert seen.places is not None
    assert [text[place] for place in seen.places] == ["甲", "乙", "&", "丙", "1", "2", "3"]


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="甲乙3a*_`[]()<>&#51;|\\-.+ \n“”、", max_size=40))
def test_the_scan_and_the_page_agree(text: str) -> None:
    """What passes has the same letters on the page and to whoever reads the text without its marks."""
    if list(faults_in(text)):
        return

    assert "".join(filter(str.isalnum, visible_text(text))) == "".join(filter(str.isalnum, strip_marks(text)))
