"""Paragraphs keep their names while others come and go: what is cited today leads there in ten years (C-02)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rectify import pipeline
from rectify.field.model import Issue, Measure
from rectify.field.words import Rich
from rectify.search.passages import passages_of
from rectify.site import anchors
from rectify.site.anchors import anchors_of, name_all, place_name
from rectify.site.issue_text import issue_text
from rectify.source.load import read_issue
from support import ISSUE, ROOT, BuiltSite

NAME = re.compile(r"jinzhan-[bcdfghjkmnpqrstvwxyz][2-9][bcdfghjkmnpqrstvwxyz][2-9][bcdfghjkmnpqrstvwxyz]")
WORDS = st.text(alphabet="城管局清理渣土车辆建立台账0123456789", min_size=1, max_size=20)
TEXTS = st.lists(WORDS, max_size=8, unique=True)

REVISED = ISSUE.replace("  - 建立制度。", "  - 核对台账。\n  - 建立制度，并且公开。") + (
    "revisions:\n  - {date: 2025-12-20, note: 补充措施}\n"
)


def names(*versions: list[str]) -> tuple[str, ...]:
    """The names of the paragraphs of the last of *versions*."""
    return name_all("jinzhan", versions)


def have_own_digests(texts: list[str]) -> bool:
    """Whether no two of *texts* would like the same name: one pair in half a million does."""
    return len({names([text]) for text in texts}) == len(texts)


@given(texts=TEXTS, added=WORDS, place=st.integers(0, 8))
def test_a_new_paragraph_renames_no_other(texts: list[str], added: str, place: int) -> None:
    """Wherever a paragraph is put in, all others are called what they were."""
    assume(added not in texts and have_own_digests([*texts, added]))
    longer = [*texts[:place], added, *texts[place:]]
    kept = dict(zip(longer, names(longer), strict=True))

    assert names(texts) == tuple(kept[text] for text in texts)


@given(texts=TEXTS.filter(len), data=st.data())
def test_a_paragraph_that_goes_renames_no_other(texts: list[str], data: st.DataObject) -> None:
    """Wherever a paragraph is taken out, all others are called what they were."""
    assume(have_own_digests(texts))
    before = dict(zip(texts, names(texts), strict=True))
    gone = data.draw(st.sampled_from(texts))
    shorter = [text for text in texts if text != gone]

    assert tuple(before[text] for text in shorter) == names(shorter)


@given(texts=TEXTS, data=st.data())
def test_moving_renames_nothing(texts: list[str], data: st.DataObject) -> None:
    """The names depend on no order."""
    assume(have_own_digests(texts))
    moved = data.draw(st.permutations(texts))

    assert dict(zip(texts, names(texts), strict=True)) == dict(zip(moved, names(moved), strict=True))


@given(versions=st.lists(st.lists(WORDS, max_size=6), min_size=1, max_size=4))
def test_no_two_paragraphs_share_a_name(versions: list[list[str]]) -> None:
    """Not even when their words are the same, and after any history."""
    given_names = names(*versions)

    assert len(given_names) == len(set(given_names)) == len(versions[-1])
    assert [name for name in given_names if not NAME.fullmatch(name)] == []


@given(texts=TEXTS.filter(len), data=st.data())
def test_what_is_kept_word_for_word_keeps_its_name_through_versions(texts: list[str], data: st.DataObject) -> None:
    """Older versions change nothing for paragraphs that nobody touched."""
    assume(have_own_digests(texts))
    older = data.draw(st.lists(st.sampled_from(texts), unique=True))

    assert names(texts) == names(older, texts)


@pytest.mark.parametrize(
    "corrected",
    [
        "印发《用车办法》(示局发[2025]7号)。",
        "印发《用车办法》 （示局发〔２０２５〕7号）",
        "印发**《用车办法》**（示局发【2025】7号）；",
    ],
)
def test_marks_and_brackets_are_no_part_of_the_name(corrected: str) -> None:
    """A corrected mark, bracket, space or width leaves the name alone, without any older version."""
    expected = names(["印发《用车办法》（示局发〔2025〕7号）。"])

    assert expected == names([corrected])


def test_corrected_words_keep_the_name_of_the_older_text() -> None:
    """Where the older text is kept, the paragraph that is most alike inherits its name."""
    older = ["开展检查三次，整改问题十二个。", "印发车辆管理办法。"]
    newer = ["新设举报电话，随时可以打。", "开展检查四次，整改问题十二个。", "印发车辆管理办法。"]
    first, second = names(older)

    assert (first, second) == names(older, newer)[1:]
    assert names([newer[0]]) == names(older, newer)[:1]


def test_a_name_that_was_once_given_is_never_given_again() -> None:
    """A paragraph that says again what a lost one said of old is another one, if something stood in its place."""
    first, again = ["开展检查三次，整改问题十二个。"], ["开展检查四次，整改问题十二个。"]
    both = [again[0], first[0]]
    kept = names(first, again, both)

    assert names(first)[0] == kept[0]
    assert kept[1] != kept[0]


def test_a_paragraph_that_comes_back_has_its_name_again() -> None:
    """What was taken out by mistake and put back is what it was."""
    texts = ["开展检查三次。", "印发车辆管理办法。"]

    assert names(texts) == names(texts, texts[1:], texts)


def test_paragraphs_that_want_one_name_get_two(monkeypatch: pytest.MonkeyPatch) -> None:
    """When digests meet, the first keeps its name and the next counts up."""
    monkeypatch.setattr(anchors, "_spelt", lambda _text, attempt: f"b2b2{'bcd'[attempt]}")

    assert names(["甲", "乙", "丙"]) == ("jinzhan-b2b2b", "jinzhan-b2b2c", "jinzhan-b2b2d")


def test_the_names_that_were_given_stay_given() -> None:
    """The way from words to names never changes: these were published."""
    expected = ("jinzhan-w9h3t", "jinzhan-y6t8g")

    assert expected == names(["印发《用车办法》。", "建立台账。"])


def test_an_issue_names_all_its_paragraphs() -> None:
    """Sections have their own names; kept older texts hand theirs down."""
    issue = pipeline_issue()
    older = replace(issue, measures=(Measure(text=Rich("建立制度，并且公布。")),))
    newer = replace(issue, measures=(Measure(text=Rich("核对台账。")), Measure(text=Rich("建立制度，并且公开。"))))

    assert anchors_of(older)[1][0] == anchors_of(newer, (older,))[1][1]
    assert anchors_of(newer, (older,))[0] == anchors_of(issue)[0]
    assert anchors_of(issue)[2][0].startswith("jinzhan-")


def pipeline_issue() -> Issue:
    """An issue as it is read from its file."""
    return read_issue(ROOT, PurePosixPath("content/2024-xuncha/021.yaml"), None)[0]


def test_search_and_page_use_the_same_names(real_site: BuiltSite) -> None:
    """Every place that search and data lead to is on the page, as are the old names by number."""
    for round_ in real_site.site.rounds:
        for entry in round_.issues:
            page = real_site.files[PurePosixPath(entry.path)].decode()
            issue = read_issue(ROOT, entry.source, None)[0]
            earlier = tuple(one.issue for one in entry.versions)
            wanted = {one.anchor for one in passages_of(issue_text(issue, earlier)) if one.anchor}
            wanted |= {place_name("wenti", 1), *(place_name("cuoshi", n + 1) for n in range(len(issue.measures)))}
            wanted |= {place_name("jinzhan", n + 1) for n in range(len(issue.progress))}

            assert sorted(wanted - set(re.findall(r' id="([^"]*)"', page))) == []


PLACE = r"((?:wenti|cuoshi|jinzhan)-[1-9]\d*)"


def test_an_edit_with_its_older_text_leaves_every_link_alive(project: Callable[..., Path], tmp_path: Path) -> None:
    """An added and a corrected paragraph: what was linked before is there after; search leads to every place."""
    old = {"content/2025-xuncha/001.yaml": ISSUE.replace("建立制度。", "建立制度，并且公布。")}
    new = {
        "content/2025-xuncha/001.yaml": REVISED,
        "content/2025-xuncha/versions/001.1.yaml": old["content/2025-xuncha/001.yaml"],
    }
    pages = []
    for name, files in (("old", old), ("new", new)):
        pipeline.build(project(files, folder=name), tmp_path / f"{name}-site")
        pages.append((tmp_path / f"{name}-site" / "2025-xuncha/001.html").read_text("utf-8"))
    before, after = (set(re.findall(r' id="((?:wenti|cuoshi|jinzhan)-[a-z][^"]*)"', page)) for page in pages)
    search = (tmp_path / "new-site/search/all.js").read_text("utf-8")

    assert before <= after
    assert len(after) == len(before) + 1
    assert set(re.findall(PLACE, search)) == set(re.findall(f' id="{PLACE}"', pages[1]))
