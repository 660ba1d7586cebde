"""The computer's clock: a wrong time is told before it is recorded, and one that was recorded locks nobody out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from rectify.release import clock, journal, ownership
from rectify.release.journal import Entry, Kind
from rectify.terminal import publishing
from support import ISSUE, ROUND, lay
from test_publish_command import BEIJING, PAGE, REVISED, Bureau

Make = Callable[..., Path]
NOW = "2025-12-25T09:00:00+08:00"
SECONDS = dt.datetime.fromisoformat(NOW).timestamp()
ROUND_FILE = "content/2025-xuncha/round.yaml"
FUTURE = dt.datetime(2036, 1, 1, 9, 0, tzinfo=BEIJING)


def record(*times: str, kind: Kind = Kind.PUBLISHED) -> tuple[Entry, ...]:
    """Entries of these times."""
    return tuple(Entry(f"{time}+08:00", kind, PAGE) for time in times)


@pytest.mark.parametrize(("ahead", "told"), [(0, 0), (599, 0), (-599, 0), (601, 1), (-601, 1), (3e8, 1)])
def test_another_time_on_the_disk_is_told(ahead: float, told: int) -> None:
    """Ten minutes are nothing, either way."""
    found = clock.doubts(NOW, SECONDS + ahead, record("2025-12-24T09:00:00"))

    assert len(found) == told
    assert all("磁盘上却是" in one for one in found)


def test_a_disk_without_a_clock_speaks_against_nothing() -> None:
    """A full disk makes no file; what it is about is said elsewhere."""
    assert clock.doubts(NOW, None, ()) == ()


@pytest.mark.parametrize(
    ("times", "published", "words"),
    [
        (["2024-11-21T09:00:00"], [], ""),
        (["2024-11-19T09:00:00"], [], "离上一次公开（2024-11-19 09:00:00）有 401 天"),
        (["2024-11-19T09:00:00"], ["2025-12-02 09:30"], ""),
        ([], ["2020-01-01 09:30", "2024-11-19 09:00"], "离内容里最晚的发布时间（2024-11-19 09:00:00）有 401 天"),
        (["2036-01-01T09:00:00", "2025-12-24T09:00:00"], [], ""),
    ],
)
def test_a_long_time_since_anything_is_told(times: list[str], published: list[str], words: str) -> None:
    """Four hundred days after the last entry and the newest publication that the content tells of."""
    found = clock.doubts(NOW, SECONDS, record(*times), published)

    assert bool(found) == bool(words)
    assert words in "".join(found)


@pytest.mark.parametrize(
    ("times", "release", "expected"),
    [
        ([], "", ""),
        (["2025-12-25T09:00:00"], "2025-12-24T09:00:00+08:00", ""),
        (["2025-12-25T09:00:01"], "", "2025-12-25T09:00:01+08:00"),
        (["2025-12-24T09:00:00"], "2036-01-01T09:00:00+08:00", "2036-01-01T09:00:00+08:00"),
        (["2036-01-01T09:00:00", "2025-12-24T09:00:00"], "", ""),
    ],
)
def test_a_later_time_that_is_recorded_is_seen(times: list[str], release: str, expected: str) -> None:
    """In the last entry, or in the name of a release that changed nothing that the record tells of."""
    assert clock.recorded_later(NOW, record(*times), release) == expected


def test_the_disk_says_what_time_it_is(tmp_path: Path) -> None:
    """By a file that is gone afterwards; a folder that takes none says nothing."""
    told = ownership.file_system_time(tmp_path)

    assert told is not None
    assert abs(told - dt.datetime.now(BEIJING).timestamp()) < 60
    assert list(tmp_path.iterdir()) == []
    assert ownership.file_system_time(tmp_path / "missing") is None


def edit(bureau: Bureau, number: int) -> None:
    """Change the text of the issue in public."""
    notes = "".join(f"  - {{date: 2025-12-20, note: 第{n}次}}\n" for n in range(number))
    bureau.edit(f"{ISSUE.replace('没有建立', f'第{number}次还没有建立')}revisions:\n{notes}")


@pytest.mark.parametrize("command", ["publish", "rollback"])
def test_a_doubtful_time_is_not_recorded_unasked(
    bureau: Bureau, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    """With --yes, and where nobody sits, the public site stays; what to do is said."""
    edit(bureau, 1)
    bureau.publish()
    edit(bureau, 2)
    before = bureau.record, bureau.releases, bureau.public()
    bureau.start = FUTURE
    code = getattr(bureau, command)()
    said = capsys.readouterr().out

    assert code == publishing.SITE_HAS_ERRORS
    assert "离上一次公开（2025-12-25 09:02:00）有" in said
    assert "在窗口里运行一次" in said
    assert publishing.STANDS in said
    assert (bureau.record, bureau.releases, bureau.public()) == before


def test_a_publication_without_changes_is_not_doubted(bureau: Bureau) -> None:
    """A site that is published each night by itself, and changes every other year."""
    bureau.start = FUTURE

    assert bureau.publish() == 0


def test_who_has_read_the_doubt_may_say_so_beforehand(bureau: Bureau, capsys: pytest.CaptureFixture[str]) -> None:
    """As the desk does, where nobody can be asked; the doubt is told all the same."""
    edit(bureau, 1)
    bureau.disk_ahead = -3600
    codes = [bureau.publish(), bureau.publish(sure=True)]

    assert codes == [publishing.SITE_HAS_ERRORS, 0]
    assert bureau.asked == []
    assert capsys.readouterr().out.count("要公开到的磁盘上却是") == 2


@pytest.mark.usefixtures("at_a_terminal")
def test_a_doubtful_time_is_asked_about(bureau: Bureau, capsys: pytest.CaptureFixture[str]) -> None:
    """A no leaves all as it was; a yes is enough for a year."""
    edit(bureau, 1)
    bureau.disk_ahead = -3600
    declined = bureau.publish(yes=False)
    asked, bureau.asked = bureau.asked, []
    bureau.answers = "y"
    agreed = bureau.publish(yes=False)

    assert (declined, agreed) == (publishing.WRONG_USAGE, 0)
    assert asked == ["这台电脑的时间是准的吗？"]
    assert bureau.asked == ["这台电脑的时间是准的吗？", "要公开吗？"]
    assert "要公开到的磁盘上却是 2025-12-25 08:02:00" in capsys.readouterr().out


@pytest.mark.usefixtures("at_a_terminal")
def test_a_publication_of_2036_locks_nobody_out(bureau: Bureau, capsys: pytest.CaptureFixture[str]) -> None:
    """Asked once, the record says that the clock was corrected; then all goes on: publish, verify, roll back, purge."""
    edit(bureau, 1)
    bureau.start, bureau.answers = FUTURE, "y"
    future = bureau.publish(yes=False)
    bureau.start = dt.datetime(2025, 12, 26, 9, 0, tzinfo=BEIJING)
    edit(bureau, 2)
    refused, said = bureau.publish(), capsys.readouterr().out
    bureau.asked = []
    corrected = bureau.publish(yes=False)
    edit(bureau, 3)
    again = bureau.publish()

    assert (future, refused, corrected, again) == (0, publishing.SITE_HAS_ERRORS, 0, 0)
    assert "上一次公开却在 2036-01-01" in said
    assert bureau.asked == ["现在的时间是准的，添上“校正时间”吗？", "要公开吗？"]
    assert [one.kind for one in bureau.record if one.kind is not Kind.RELEASED][-4:] == [
        Kind.REVISED,
        Kind.CLOCK_CORRECTED,
        Kind.REVISED,
        Kind.REVISED,
    ]
    assert '"事项": "校正时间"' in bureau.public(str(journal.JOURNAL))
    assert "第3次" in bureau.public()
    assert bureau.verify() == 0
    assert (bureau.rollback(), "第2次" in bureau.public(), bureau.verify()) == (0, True, 0)
    assert (bureau.rollback(), "第1次" in bureau.public(), bureau.verify()) == (0, True, 0)
    assert bureau.publish() == 0
    assert bureau.publish(purge="2025-xuncha/001", reason="误公开") == 0
    assert [name[:4] for name in bureau.releases] == ["2025"], "what was published in 2036 is older than the purge"
    assert bureau.verify() == 0


@pytest.mark.usefixtures("at_a_terminal")
def test_releases_after_a_correction_are_the_newer_ones(bureau: Bureau) -> None:
    """The oldest go, and files that bear a time to come are written anew."""
    bureau.start, bureau.answers = FUTURE, "y"
    for number in range(1, 4):
        edit(bureau, number)
        bureau.publish(yes=False)
    bureau.start = dt.datetime(2025, 12, 26, 9, 0, tzinfo=BEIJING)
    for number in range(4, 14):
        edit(bureau, number)
        assert bureau.publish(yes=False) == 0
    newest = max(path.stat().st_mtime for path in (bureau.www / "current").rglob("*") if path.is_file())

    assert len(bureau.releases) == 10
    assert {name[:8] for name in bureau.releases} == {"20251226"}
    assert newest < FUTURE.timestamp()


@pytest.mark.usefixtures("at_a_terminal")
def test_a_style_published_in_2036_locks_nobody_out(bureau: Bureau) -> None:
    """The record has nothing of it but that a release was made."""
    style = bureau.root / "static/css/base.css"
    style.write_text(f"{style.read_text('utf-8')}\n.x {{ order: 1; }}\n", "utf-8")
    bureau.start, bureau.answers = FUTURE, "y"
    bureau.publish(yes=False)
    bureau.start = dt.datetime(2025, 12, 26, 9, 0, tzinfo=BEIJING)
    bureau.edit(REVISED)

    assert bureau.publish(yes=False) == 0
    assert bureau.record[-3].kind is Kind.CLOCK_CORRECTED
    assert (bureau.rollback(), bureau.publish(), bureau.verify()) == (0, 0, 0)


@pytest.mark.usefixtures("at_a_terminal")
def test_a_time_of_publication_that_was_to_come_may_be_mended(
    bureau: Bureau, capsys: pytest.CaptureFixture[str]
) -> None:
    """Who believed the clock wrote it into the file, too; other times of publication must stay."""
    second = ISSUE.replace("number: 1", "number: 2")
    lay(bureau.root, {"content/2025-xuncha/002.yaml": f"{second}published: 2036-01-01 08:00\n"})
    bureau.start, bureau.answers = FUTURE, "y"
    bureau.publish(yes=False)
    bureau.start = dt.datetime(2025, 12, 26, 9, 0, tzinfo=BEIJING)
    still_there = bureau.publish(yes=False), capsys.readouterr().out
    lay(bureau.root, {"content/2025-xuncha/002.yaml": f"{second}published: 2025-12-25 08:00\n"})
    mended = bureau.publish(yes=False)
    lay(bureau.root, {ROUND_FILE: ROUND.replace("published: 2025-12-02 09:30", "published: 2025-12-02 09:31")})
    moved = bureau.publish(yes=False), capsys.readouterr().out

    assert (still_there[0], mended, moved[0]) == (publishing.SITE_HAS_ERRORS, 0, publishing.SITE_HAS_ERRORS)
    assert "A007" in still_there[1]
    assert "A005" in moved[1]
    assert bureau.record[-1][1:3] == (Kind.REVISED, "2025-xuncha/002.html")
    assert bureau.record[-1].published == "2025-12-25 08:00"


def test_two_clocks_a_minute_apart_need_no_correction(bureau: Bureau, capsys: pytest.CaptureFixture[str]) -> None:
    """Two computers publish to one folder: the second waits a little."""
    edit(bureau, 1)
    bureau.minutes = -5
    code = bureau.publish()

    assert code == publishing.SITE_HAS_ERRORS
    assert "过了那个时间再运行一次" in capsys.readouterr().out
