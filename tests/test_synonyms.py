"""The words that search takes for each other: the program's, a site's, and the glossary's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import pytest

from rectify.field.model import Glossary, Synonym, Synonyms, Term
from rectify.field.words import Line, Rich, Slug
from rectify.search.synonyms import by_first_character, lines_that_lead, shipped_pairs, synonym_lines
from support import ROOT

NO_TERMS = Glossary(terms=())
MADE = (
    "benchmarks/facts/*.yaml",
    "benchmarks/import/unseen/*/*.yaml",
    "benchmarks/import/unseen/*/*.txt",
    "tests/notices/*/source.*",
)
"""Texts of made bureaus: schools, hospitals, transport, water and others, none of which is the sample's trade."""
TITLES = ROOT / "tests/js/words.test.js"
"""Titles of more made bureaus, a line each, beside what people ask of them."""


@pytest.fixture(scope="module")
def bureaus() -> Mapping[str, str]:
    """What each made bureau has written."""
    texts: dict[str, str] = defaultdict(str)
    for path in (path for pattern in MADE for path in ROOT.glob(pattern)):
        if path.suffix in (".yaml", ".txt", ".html", ".csv"):
            texts[str(path.parent if path.stem == "source" else path.with_suffix(""))] += path.read_text(
                "utf-8", "replace"
            )
    titles = [line for line in TITLES.read_text("utf-8").splitlines() if line.startswith('    ["')]
    return texts | {f"{TITLES}:{place}": line for place, line in enumerate(titles)}


def test_each_shipped_pair_leads_somewhere_in_two_bureaus(bureaus: Mapping[str, str]) -> None:
    """A word that one bureau alone writes belongs to that bureau's own list."""
    others = [other for (_, other), _ in shipped_pairs()]

    assert [one for one in others if sum(one in text for text in bureaus.values()) < 2] == []


def test_a_site_adds_and_removes_pairs() -> None:
    """What the site says comes before the program's pairs, and a removed pair is gone in both directions."""
    said = Synonyms(
        synonyms=(
            Synonym(word=Line("厕所"), means=(Line("青城驿站"),), one_way=True),
            Synonym(word=Line("凭证"), means=(Line("票据"),), remove=True),
        )
    )
    lines = synonym_lines(NO_TERMS, said).split("\n")

    assert lines[0] == "厕所>青城驿站"
    assert "票据=凭证" not in lines
    assert "票据=凭证" in synonym_lines(NO_TERMS, Synonyms(synonyms=())).split("\n")


def test_other_spellings_of_the_glossary_count() -> None:
    """Who asks by another spelling of an explained word finds the word."""
    term = Term(id=Slug("x"), term=Line("局党组"), also=(Line("党委会"),), meaning=Rich("领导机构。"))

    assert synonym_lines(Glossary(terms=(term,)), Synonyms(synonyms=())).split("\n")[0] == "党委会=局党组"


def test_a_pair_that_leads_nowhere_is_not_sent() -> None:
    """A word whose characters no text of the site has costs bytes and finds nothing."""
    lines = "发票>票据、憑證\n公车=公务用车\n油卡>加油"

    assert lines_that_lead(lines, "票据凭证公车加") == "发票>票据、憑證\n公车=公务用车"
    assert lines_that_lead(lines, "票据") == "发票>票据"


def test_a_small_site_gets_the_words_that_stand_in_its_texts() -> None:
    """Characters of a word that stand apart are no place to lead to; marks inside a word do not matter."""
    lines = "发票、小票>票据、凭证\n一言堂>三重一大"

    assert lines_that_lead(lines, "票据凭证三重一大", "票据、凭证和三“重”一大") == lines
    assert lines_that_lead(lines, "票据凭证三重一大", "票据\n凭\n证") == "发票、小票>票据"


def test_a_longer_word_that_leads_nowhere_covers_a_shorter_one() -> None:
    """Who asks for 报销比例 does not mean 报销, though no text has what is said for the former."""
    lines = "报销>列支\n报销比例、药费>医保基金\n报…比例>医保基金"

    assert lines_that_lead(lines, "列支", "列支") == "报销>列支\n报销比例>"


def test_a_large_table_is_divided_by_first_characters() -> None:
    """Each file has all that its words are exchanged for, in the order of the table and one way; a small table has no files."""
    lines = "甲乙=丙、丁\n戊、戊丙>丙\n丙~己\n欠…钱=丙\n"
    files = by_first_character(lines + "\n".join(f"庚{number}>辛" for number in range(400)), str)

    def written(word: str) -> list[str]:
        return [line for line in files[ord(word) % len(files)].split("\n") if line[:1] == word]

    assert written("甲") == ["甲乙<丙、丁"]
    assert written("丙") == ["丙<甲乙", "丙~己", "丙<欠…钱"]
    assert written("戊") == ["戊、戊丙>丙"]
    assert written("辛") == ["辛>"]
    assert written("欠") == []
    assert by_first_character(lines, str) == ()


def test_no_pair_is_shipped_twice_or_leads_to_itself() -> None:
    """A pair that says nothing is a mistake in the table."""
    pairs = [pair for pair, _ in shipped_pairs()]

    assert [pair for pair in pairs if pair[0] in pair[1] or not all(pair)] == []
    assert len(pairs) == len({frozenset(pair) for pair in pairs})
