"""The public record: whatever is done to it shows, and nothing public is lost or changed in silence."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rectify.ground.diagnostics import SourceError
from rectify.release import journal
from rectify.release.changes import Change, ChangeKind, entries_of
from rectify.release.differences import changes_since
from rectify.release.journal import Entry, Kind, Totals
from rectify.release.record import Public, Text, citable_pages, state_of
from rectify.release.refusals import refusals

TIME = "2025-12-02T09:30:00+08:00"
PAGE = "2025-xuncha/001.html"
words = st.text(max_size=12)
entries = st.lists(
    st.builds(
        Entry,
        time=st.just(TIME),
        kind=st.sampled_from(Kind),
        address=st.just("") | st.from_regex(r"[a-z0-9-]{1,9}(/[0-9]{3})?\.html", fullmatch=True),
        text=words,
        published=words,
        revisions=st.integers(0, 9),
        note=words,
        length=st.integers(0, 9),
        form=st.sampled_from((0, 2)),
        former=st.just(""),
        totals=st.sampled_from(((), (Totals("a", "甲", (("问题", 2), ("已完成", 1))),))),
    ).filter(lambda entry: entry.text or not entry.revisions),
    max_size=8,
)


def is_sound(data: bytes) -> bool:
    """Whether *data* is a journal in which nothing shows."""
    try:
        journal.parse_journal(data)
    except SourceError:
        return False
    return True


def text(digest: str = "a", published: str = "2025-12-02 09:30", revisions: int = 0) -> Text:
    return Text(digest, published, revisions)


def site(texts: dict[str, Text], *others: str) -> Public:
    return Public(texts, frozenset((*texts, *others)))


def recorded(*sites: Public) -> tuple[Entry, ...]:
    """The record of these *sites*, published one after the other."""
    record: tuple[Entry, ...] = ()
    for one in sites:
        record += entries_of(changes_since(record, one), TIME)
    return record


def kinds(record: Sequence[Entry], now: Public) -> list[ChangeKind]:
    return [change.kind for change in changes_since(record, now)]


@given(entries)
def test_what_is_written_is_read(told: list[Entry]) -> None:
    """Any entries come back as they were, and adding to them is the same as writing all at once."""
    assert journal.parse_journal(journal.write_journal(told)) == tuple(told)


@given(entries.filter(bool), st.data())
def test_an_edit_shows(told: list[Entry], data: st.DataObject) -> None:
    """One byte changed anywhere, one put in, or one taken out."""
    written = journal.write_journal(told)
    at = data.draw(st.integers(0, len(written) - 1))
    new = data.draw(st.binary(max_size=1).filter(lambda byte: byte != written[at : at + 1]))
    behind = data.draw(st.integers(at, at + 1))
    edited = written[:at] + new + written[behind:]

    assert edited == written or not is_sound(edited)


@given(entries.filter(bool), st.data())
def test_a_deleted_line_shows(told: list[Entry], data: st.DataObject) -> None:
    """Also the first, the last, and the seal."""
    lines = journal.write_journal(told).splitlines(keepends=True)
    del lines[data.draw(st.integers(0, len(lines) - 1))]

    assert not is_sound(b"".join(lines))


@given(entries.filter(lambda told: len(told) > 1), st.data())
def test_an_exchange_of_lines_shows(told: list[Entry], data: st.DataObject) -> None:
    """Even of lines that say the same."""
    lines = journal.write_journal(told).splitlines(keepends=True)
    one, other = data.draw(st.lists(st.integers(0, len(lines) - 1), min_size=2, max_size=2, unique=True))
    lines[one], lines[other] = lines[other], lines[one]

    assert not is_sound(b"".join(lines))


@given(entries.filter(bool), st.data())
def test_a_cut_shows(told: list[Entry], data: st.DataObject) -> None:
    """At any byte, the last line feed included; an emptied file is not an empty journal."""
    written = journal.write_journal(told)

    assert not is_sound(written[: data.draw(st.integers(0, len(written) - 1))])


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda line: line.encode("utf-8", "replace")))
def test_anything_else_is_told_not_raised(data: bytes) -> None:
    """A file that is no journal gives a diagnostic."""
    assert not is_sound(data + b"\n")


@given(entries.filter(lambda told: len(told) > 1), st.data())
def test_a_forged_end_shows_beside_the_published_copy(told: list[Entry], data: st.DataObject) -> None:
    """Cut and sealed anew, the journal is sound; but the public copy does not begin it any more."""
    kept = told[: data.draw(st.integers(0, len(told) - 1))]
    forged = journal.parse_journal(journal.write_journal(kept))

    assert not journal.is_start_of(told, forged)
    assert journal.is_start_of(forged, told)


def test_the_fault_is_told_with_its_number(tmp_path: Path) -> None:
    """Who has to look for it finds the line."""
    journal.append(tmp_path, [Entry(TIME, Kind.ADDRESS, f"{n}.html") for n in range(1, 6)])
    path = tmp_path / journal.JOURNAL
    path.write_bytes(path.read_bytes().replace(b"3.html", b"9.html"))
    (fault,) = journal.verify(tmp_path)

    assert (fault.code, fault.span.line) == ("A001", 4)
    assert "第 4 条与第 3 条接不上" in fault.message


def test_a_line_is_checked_by_sha256sum_alone() -> None:
    """Each line holds what `sha256sum` says of the line before."""
    written = journal.write_journal([Entry(TIME, Kind.ADDRESS, "a.html"), Entry(TIME, Kind.ADDRESS, "b.html")])
    first, second, seal = written.splitlines(keepends=True)

    assert hashlib.sha256(first).hexdigest().encode() in second
    assert hashlib.sha256(second).hexdigest().encode() in seal


def test_appending_leaves_what_was_said(tmp_path: Path) -> None:
    """Of an older journal every line but the seal is in the newer one, at its place."""
    journal.append(tmp_path, [Entry(TIME, Kind.ADDRESS, "a.html")])
    before = (tmp_path / journal.JOURNAL).read_bytes().splitlines()
    journal.append(tmp_path, [Entry(TIME, Kind.ADDRESS, "b.html")])

    assert (tmp_path / journal.JOURNAL).read_bytes().splitlines()[:1] == before[:1]
    assert journal.verify(tmp_path) == ()


def test_an_unsound_journal_is_not_added_to(tmp_path: Path) -> None:
    """An addition would seal the fault."""
    journal.append(tmp_path, [Entry(TIME, Kind.ADDRESS, "a.html")])
    path = tmp_path / journal.JOURNAL
    path.write_bytes(path.read_bytes().replace(b"a.html", b"b.html"))
    edited = path.read_bytes()

    with pytest.raises(SourceError):
        journal.append(tmp_path, [Entry(TIME, Kind.ADDRESS, "c.html")])
    assert path.read_bytes() == edited


def test_the_first_publication_refuses_nothing() -> None:
    """Without a record everything is new."""
    now = site({PAGE: text()}, "index.html")

    assert kinds((), now) == [ChangeKind.NEW_TEXT, ChangeKind.NEW_ADDRESS]
    assert refusals(changes_since((), now), {}) == ()


def test_an_unchanged_site_has_no_changes() -> None:
    """Publishing again adds nothing to the record."""
    now = site({PAGE: text()}, "index.html")

    assert changes_since(recorded(now), now) == ()


@pytest.mark.parametrize(
    ("now", "kind", "code", "remedy"),
    [
        (site({}), ChangeKind.LOST_ADDRESS, "A003", "redirects"),
        (site({PAGE: text("b")}), ChangeKind.SILENT_EDIT, "A004", "revisions"),
        (site({PAGE: text(published="2025-12-03 09:30")}), ChangeKind.MOVED_DATE, "A005", "改回"),
        (site({PAGE: text("b", revisions=0)}), ChangeKind.SILENT_EDIT, "A004", "revisions"),
    ],
)
def test_what_must_not_be_published_is_refused(now: Public, kind: ChangeKind, code: str, remedy: str) -> None:
    """Each refusal names the file and what to do."""
    changes = changes_since(recorded(site({PAGE: text()})), now)
    (refusal,) = refusals(changes, {PAGE: PurePosixPath("content/2025-xuncha/001.yaml")})

    assert [change.kind for change in changes] == [kind]
    assert (refusal.code, str(refusal.span.path)) == (code, "content/2025-xuncha/001.yaml")
    assert remedy in refusal.remedy


def test_removed_revisions_are_refused() -> None:
    """A page's history is as public as its text."""
    record = recorded(site({PAGE: text()}), site({PAGE: text("b", revisions=1)}))
    refused = refusals(changes_since(record, site({PAGE: text("a")})), {})

    assert [diagnostic.code for diagnostic in refused] == ["A006"]


def test_a_page_that_is_no_issue_may_not_vanish_either() -> None:
    """There is no source file to point at, so the record is."""
    record = recorded(site({}, "glossary.html"))
    (refusal,) = refusals(changes_since(record, site({})), {})

    assert (refusal.code, refusal.span.path) == ("A003", journal.JOURNAL)


def test_a_revision_is_recorded() -> None:
    """With one more entry of revisions the text may change, and must change again with another."""
    revised = site({PAGE: text("b", revisions=1)})
    record = recorded(site({PAGE: text()}), revised)

    assert record[-1] == Entry(TIME, Kind.REVISED, PAGE, "b", "2025-12-02 09:30", 1)
    assert changes_since(record, revised) == ()
    assert kinds(record, site({PAGE: text("c", revisions=1)})) == [ChangeKind.SILENT_EDIT]


def test_a_tombstone_withdraws_an_issue() -> None:
    """Its address stays, and has to stay from then on; a page that somebody else made does not stand for it."""
    said = "核对文本 2：问题\n序号：1\n标题：制度不健全\n撤下：\n  日期：2026-01-01\n"
    tombstone = site({PAGE: text("b")._replace(is_withdrawn=True)})._replace(open=lambda _page: said)
    record = recorded(site({PAGE: text()}), tombstone)

    assert (record[-1].kind, record[-1].address) == (Kind.WITHDRAWN, PAGE)
    assert changes_since(record, tombstone) == ()
    assert kinds(record, site({})) == [ChangeKind.LOST_ADDRESS]
    assert kinds(record, site({}, PAGE)) == [ChangeKind.LOST_ADDRESS]


NEW_PAGE = "2025-xunshi/001.html"


def moved(texts: dict[str, Text], **goals: str) -> Public:
    """A site whose old page leads to *goals*."""
    return Public(texts, frozenset((*texts, PAGE)), {PAGE: goals["to"]})


def test_a_moved_issue_keeps_its_address_and_its_text() -> None:
    """The record says where it went; from then on its words are guarded at the new address."""
    now = moved({NEW_PAGE: text()}, to=NEW_PAGE)
    record = recorded(site({PAGE: text()}), now)

    assert record[-2:] == (
        Entry(TIME, Kind.MOVED, PAGE, note=NEW_PAGE),
        Entry(TIME, Kind.PUBLISHED, NEW_PAGE, *text()[:3]),
    )
    assert changes_since(record, now) == ()
    assert kinds(record, moved({NEW_PAGE: text("b")}, to=NEW_PAGE)) == [ChangeKind.SILENT_EDIT]
    assert kinds(record, site({NEW_PAGE: text()})) == [ChangeKind.LOST_ADDRESS]


@pytest.mark.parametrize(
    ("there", "expected"),
    [
        (text("b"), ChangeKind.SILENT_EDIT),
        (text(published="2026-01-01 08:00"), ChangeKind.MOVED_DATE),
        (text("b", revisions=1), ChangeKind.REVISED),
    ],
)
def test_moving_hides_no_edit(there: Text, expected: ChangeKind) -> None:
    """The text at the new address is held against that at the old one."""
    changes = changes_since(recorded(site({PAGE: text()})), moved({NEW_PAGE: there}, to=NEW_PAGE))

    assert [(change.kind, change.address) for change in changes] == [
        (ChangeKind.MOVED, PAGE),
        (expected, NEW_PAGE),
    ]


@pytest.mark.parametrize("goal", ["index.html", "2025-xuncha/002.html"])
def test_an_issue_does_not_go_by_leading_elsewhere(goal: str) -> None:
    """A redirect to a list or to another issue is no way to withdraw one: that needs its day and reason."""
    other = "2025-xuncha/002.html"
    record = recorded(site({PAGE: text(), other: text("c")}, "index.html"))
    now = Public({other: text("c")}, frozenset((PAGE, other, "index.html")), {PAGE: goal})
    (refusal,) = refusals(changes_since(record, now), {})

    assert (refusal.code, str(refusal.span.path)) == ("A003", "content/2025-xuncha/001.yaml")
    assert "withdrawn" in refusal.remedy


def test_several_faults_of_one_issue_are_all_told() -> None:
    """A moved date does not hide a silent edit."""
    record = recorded(site({PAGE: text()}))

    assert kinds(record, site({PAGE: text("b", "2026-01-01 08:00")})) == [
        ChangeKind.MOVED_DATE,
        ChangeKind.SILENT_EDIT,
    ]


def test_rolling_back_undoes_what_came_after() -> None:
    """The text that is public again is the one that must not change in silence."""
    first, second = site({PAGE: text()}), site({PAGE: text("b", revisions=1)}, "new.html")
    record = recorded(first, second)
    record += (Entry(TIME, Kind.ROLLED_BACK, note="20251202-093000-00000000", length=1),)

    assert state_of(record)._replace(undone={}, seen={}) == state_of(recorded(first))._replace(undone={}, seen={})
    assert sorted(state_of(record).undone) == [PAGE, "new.html"]
    assert kinds(record, site({PAGE: text("c")}, "new.html"))[0] is ChangeKind.SILENT_EDIT
    assert kinds(record, second) == [ChangeKind.REVISED, ChangeKind.NEW_ADDRESS]


@given(
    st.lists(
        st.builds(Entry, st.just(TIME), st.sampled_from(Kind), words, length=st.integers(0, 99), totals=st.just(())),
        max_size=12,
    )
)
def test_any_sound_record_can_be_followed(record: list[Entry]) -> None:
    """Rolling back to a length that never was neither fails nor goes on for ever."""
    assert {entry.address for entry in record} >= state_of(record).addresses


def test_no_page_may_vanish() -> None:
    """Lists by status and later pages of lists are cited, too; the page for 404 is not."""
    paths = ["404.html", "index.html", "a/001.html", "a/statuses/ongoing.html", "a/issues.html", "a/issues-2.html"]

    assert citable_pages(paths) == frozenset(paths[1:])


def test_a_change_knows_both_sides() -> None:
    """Whoever shows it can say what was and what is."""
    change = changes_since(recorded(site({PAGE: text()})), site({PAGE: text("b", revisions=1)}))

    assert change == (Change(ChangeKind.REVISED, PAGE, text(), text("b", revisions=1)),)
