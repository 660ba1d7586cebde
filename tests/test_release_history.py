"""What was published when, and how any two published states differ."""

from __future__ import annotations

from pathlib import Path

from bureau import PAGE, Bureau
from rectify.release import history, kept_texts
from rectify.release.journal import Kind
from rectify.release.record import state_of
from support import ISSUE, lay, lay_project

SECOND = ISSUE.replace("number: 1", "number: 2").replace("制度不健全", "台账不健全")


def test_any_two_publications_are_compared(tmp_path: Path) -> None:
    """What was new, what changed, and its words, as long as a copy lies in the project or at a release."""
    bureau = Bureau(lay_project(tmp_path / "project"), tmp_path / "www")
    assert bureau.publish() == 0
    lay(bureau.root, {"content/2025-xuncha/002.yaml": SECOND})
    assert bureau.publish() == 0
    bureau.edit(ISSUE + "updates: [{date: 2025-12-20, text: 又查了一遍。}]\n")
    assert bureau.publish() == 0
    record = bureau.record
    first, second, third = history.publications(record)

    assert [one.kind for one in (first, second, third)] == [Kind.RELEASED] * 3
    assert third.length == len(record)
    states = [state_of(record[: one.length]) for one in (first, second, third)]
    assert [one[:2] for one in history.differences(states[0], states[1])] == [(history.NEW, "2025-xuncha/002.html")]
    changed = history.differences(states[0], states[2])
    assert [one[:2] for one in changed] == [(history.CHANGED, PAGE), (history.NEW, "2025-xuncha/002.html")]
    releases = sorted((bureau.www / "releases").iterdir())
    open_text = history.with_older_texts(kept_texts.text_opener(bureau.root, *releases), *states)
    words = history.words_changed(changed[0], open_text)
    assert words is not None
    assert "又查了一遍。" in {piece.text for one in words for piece in one.now}
    assert history.words_changed(changed[0], kept_texts.text_opener(bureau.root)) is None


def test_a_rollback_undoes(tmp_path: Path) -> None:
    """After it the site is as it was before."""
    bureau = Bureau(lay_project(tmp_path / "project"), tmp_path / "www")
    assert bureau.publish() == 0
    lay(bureau.root, {"content/2025-xuncha/002.yaml": SECOND})
    assert bureau.publish() == 0
    assert bureau.rollback() == 0
    first, second, third = history.publications(bureau.record)
    states = [state_of(bureau.record[: one.length]) for one in (first, second, third)]

    assert third.kind is Kind.ROLLED_BACK
    assert history.differences(states[0], states[2]) == ()
    assert [one.kind for one in history.differences(states[1], states[2])] == [history.GONE]
