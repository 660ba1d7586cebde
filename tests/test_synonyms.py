"""The words that search takes for each other: the program's, a site's, and the glossary's."""

from __future__ import annotations

from rectify.field.model import Glossary, Synonym, Synonyms, Term
from rectify.field.words import Line, Rich, Slug
from rectify.search.synonyms import shipped_pairs, synonym_lines

NO_TERMS = Glossary(terms=())


def test_a_site_adds_and_removes_pairs() -> None:
    """What the site says comes before the program's pairs, and a removed pair is gone in both directions."""
    said = Synonyms(
        synonyms=(
            Synonym(word=Line("厕所"), means=(Line("青城驿站"),), one_way=True),
            Synonym(word=Line("垃圾箱"), means=(Line("垃圾桶"),), remove=True),
        )
    )
    lines = synonym_lines(NO_TERMS, said).split("\n")

    assert lines[0] == "厕所>青城驿站"
    assert "垃圾桶=垃圾箱" not in lines
    assert "垃圾桶=垃圾箱" in synonym_lines(NO_TERMS, Synonyms(synonyms=())).split("\n")


def test_other_spellings_of_the_glossary_count() -> None:
    """Who asks by another spelling of an explained word finds the word."""
    term = Term(id=Slug("x"), term=Line("局党组"), also=(Line("党委会"),), meaning=Rich("领导机构。"))

    assert synonym_lines(Glossary(terms=(term,)), Synonyms(synonyms=())).split("\n")[0] == "党委会=局党组"


def test_no_pair_is_shipped_twice_or_leads_to_itself() -> None:
    """A pair that says nothing is a mistake in the table."""
    pairs = [pair for pair, _ in shipped_pairs()]

    assert [pair for pair in pairs if pair[0] == pair[1] or not all(pair)] == []
    assert len(pairs) == len({frozenset(pair) for pair in pairs})
