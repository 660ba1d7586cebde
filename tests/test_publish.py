"""Publishing: the public site is the old one or the new one, whole, whatever happens on the way."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path, PurePosixPath

import pytest

from rectify.ground.lock import Holder, hold
from rectify.release import continuity, journal, ownership, releases
from rectify.release.errors import PublishError
from rectify.release.journal import Entry, Kind
from rectify.release.pointer import FILE, LINK, Pointer
from rectify.release.release_files import pack
from rectify.release.releases import Target
from rectify.release.sums import SUMS, difference, read_sums, sums_text, wrong_files
from support import lay, tree

Site = dict[str, bytes]
OLD: Site = {
    "index.html": b'old <link href="assets/00000000000000aa/site.css">',
    "2025-xuncha/001.html": b"old text",
    "2025-xuncha/002.html": b"the same",
    "assets/00000000000000aa/site.css": b"old style",
}
NEW: Site = {
    "index.html": b'new <link href="assets/00000000000000bb/site.css">',
    "2025-xuncha/001.html": b"new text",
    "2025-xuncha/002.html": b"the same",
    "2025-xuncha/003.html": b"added",
    "assets/00000000000000bb/site.css": b"new style",
}
ME = Holder("publish", "me", "host", os.getpid(), "2025-12-02 09:30:00")
needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are killed in their own copy of this one")
both_pointers = pytest.mark.parametrize("pointer", [LINK, FILE], ids=["link", "file"])


@pytest.fixture
def target(tmp_path: Path) -> Target:
    """An empty place to publish into."""
    (tmp_path / "www").mkdir()
    return Target(tmp_path / "www", LINK)


def source(target: Target, site: Site, name: str) -> dict[str, Path | bytes]:
    """*site* on disk, as the build leaves it."""
    folder = target.folder.parent / name
    lay(folder, site)
    return {path: folder / path for path in site}


def publish(target: Target, site: Site, day: int, name: str = "") -> str:
    """Publish *site* on a day of December, as the command does."""
    with hold(target.folder / ".publish.lock", ME, lambda _holder: None):
        releases.clean(target)
        release_files = pack(source(target, site, name or f"site-{day}"), target.current)
        return releases.publish(target, release_files, f"202512{day:02}-093000")


def rolled_back(target: Target, wanted: str | None) -> str:
    """Make an older release public again, as the command does; its name."""
    name = releases.release_before(target, wanted)
    target.pointer.move(target.folder, name)
    return name


def seen(target: Target) -> Site:
    """What a reader of the public site can get, but for the assets of pages opened before."""
    assert target.current is not None
    files = {str(path): data for path, data in tree(target.current).items() if str(path) != SUMS}
    return {
        path: data
        for path, data in files.items()
        if path not in OLD or path in NEW or b"new" not in files["index.html"]
    }


def hidden(target: Target) -> list[str]:
    """What lies about half done."""
    return sorted(
        p.name for p in (*target.folder.iterdir(), *(target.folder / "releases").iterdir()) if p.name[0] == "."
    )


@both_pointers
def test_a_published_site_is_whole(target: Target, pointer: Pointer) -> None:
    """Every file is there with its bytes, and the list of digests is true."""
    target = Target(target.folder, pointer)
    publish(target, OLD, 2)
    publish(target, NEW, 3)

    assert seen(target) == NEW
    assert target.current is not None
    assert list(wrong_files(target.current)) == []
    assert hidden(target) == []


def test_sha256sum_accepts_the_published_site(target: Target) -> None:
    """Nothing of ours is needed to check it, odd names included."""
    odd = {"名 字.txt": b"1", "back\\slash.txt": b"2", "line\nbreak.txt": b"3"} if os.name == "posix" else {}
    publish(target, {**OLD, **odd}, 2)
    done = subprocess.run(["sha256sum", "--strict", "-c", SUMS], cwd=target.current, capture_output=True, check=False)

    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == len(OLD) + len(odd)
    assert target.current is not None
    assert list(wrong_files(target.current)) == []


def test_the_list_of_digests_is_read_as_written() -> None:
    """Escaped names come back."""
    folder_sums = {"a\\nb": "0" * 64, "a\nb": "1" * 64, "中\r": "2" * 64, "plain": "3" * 64}

    assert sums_text(folder_sums).count(b"\n") == 4
    assert difference(folder_sums, {**folder_sums, "plain": "4" * 64}).changed == ("plain",)


def test_a_page_opened_before_still_finds_its_style(target: Target) -> None:
    """The assets of the last release are carried along, those before it are not."""
    publish(target, OLD, 2)
    publish(target, NEW, 3)
    carried = target.folder / "current/assets/00000000000000aa/site.css"
    was_carried = carried.exists()
    publish(target, {**NEW, "index.html": NEW["index.html"] + b"!"}, 4)

    assert was_carried
    assert not carried.exists()


def test_unchanged_files_are_the_same_files(target: Target) -> None:
    """Ten releases cost little more than one, and a changed one does not touch the older."""
    first = target.release(publish(target, OLD, 2))
    second = target.release(publish(target, NEW, 3))

    assert (first / "2025-xuncha/002.html").samefile(second / "2025-xuncha/002.html")
    assert (first / "2025-xuncha/001.html").read_bytes() == b"old text"


def test_no_two_texts_of_a_page_are_of_one_second(target: Target) -> None:
    """Both publications come within a second, with as many letters: servers (ETag) and rsync still see two files."""
    seconds = []
    for day, text in ((2, b"old text"), (3, b"new text")):
        publish(target, {**OLD, "2025-xuncha/001.html": text}, day)
        shown = target.folder / "current"
        seconds.append([int((shown / path).stat().st_mtime) for path in ("2025-xuncha/001.html", SUMS)])

    assert seconds == [[1764639000, 1764639000], [1764725400, 1764725400]]
    assert int((shown / "2025-xuncha/002.html").stat().st_mtime) == 1764639000


def test_a_damaged_old_file_is_not_used_again(target: Target) -> None:
    """A link to what somebody edited on the server would publish the edit."""
    first = target.release(publish(target, OLD, 2))
    (first / "2025-xuncha/002.html").write_bytes(b"hacked!!")
    publish(target, NEW, 3)

    assert seen(target) == NEW


def test_a_source_that_changes_meanwhile_is_not_published(target: Target) -> None:
    """A build that runs at the same time must not get half of itself published."""
    publish(target, OLD, 2)
    release_files = pack(source(target, NEW, "new"), target.current)
    (target.folder.parent / "new/index.html").write_bytes(b"changed")

    with pytest.raises(PublishError, match=r"index\.html 在公开的时候又变了"):
        releases.publish(target, release_files, "20251203-093000")
    assert seen(target) == OLD
    assert hidden(target) == []


def test_a_clock_that_goes_backwards_is_told(target: Target) -> None:
    """Releases are in the order of their names."""
    publish(target, OLD, 5)

    with pytest.raises(PublishError, match=r"2025-12-05 09:30:00.*校准"):
        publish(target, NEW, 4)
    assert seen(target) == OLD


def in_a_copy(do: Callable[[], None], at_event: Callable[[int, str], None]) -> tuple[int, int]:
    """Run *do* in a copy of this process; *at_event* gets each access to the file system before it is made.

    Gives the exit status (0, or 1 after an error, or minus the signal) and how many accesses there were.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        count, code = 0, 0

        def hook(event: str, _arguments: object) -> None:
            nonlocal count
            if event == "open" or event.startswith(("os.", "shutil.")):
                count += 1
                at_event(count, event)

        try:
            sys.addaudithook(hook)
            do()
        except (OSError, PublishError):
            code = 1
        os.write(writing, str(count).encode())
        os._exit(code)
    os.close(writing)
    _, status = os.waitpid(child, 0)
    told = os.read(reading, 20)
    os.close(reading)
    return os.waitstatus_to_exitcode(status), int(told or 0)


def accesses(target: Target, kept: int | None = None) -> int:
    """How often publishing into *target* asks the file system for something."""
    status, count = in_a_copy(lambda: publish_new(target, kept=kept), lambda _count, _event: None)
    assert status == 0
    return count


@pytest.fixture
def fresh(tmp_path: Path) -> Callable[..., Target]:
    """Make targets on which the old site is public and the new one is ready to be."""
    number = 0

    def make(pointer: Pointer = LINK) -> Target:
        nonlocal number
        number += 1
        folder = tmp_path / str(number) / "www"
        folder.mkdir(parents=True)
        made = Target(folder, pointer)
        publish(made, OLD, 2)
        source(made, NEW, "site-3")
        return made

    return make


@needs_fork
@both_pointers
def test_killed_at_any_step_the_site_is_the_old_or_the_new(fresh: Callable[..., Target], pointer: Pointer) -> None:
    """Before every single access to the file system: one whole site, and the next run repairs the rest."""
    total = accesses(fresh(pointer), kept=1)
    outcomes = set()
    for last in range(1, total + 1):
        target = fresh(pointer)

        def kill(count: int, _event: str, last: int = last) -> None:
            if count == last:
                os.kill(os.getpid(), signal.SIGKILL)

        status, _ = in_a_copy(lambda target=target: publish_new(target, kept=1), kill)
        assert status == -signal.SIGKILL
        outcome = seen(target)
        assert outcome in (OLD, NEW), f"killed before access {last} of {total}"
        outcomes.add(outcome == NEW)
        assert [what for name in releases.names(target) for what in wrong_files(target.release(name))] == []
        publish(target, {**NEW, "later.html": b"later"}, 4)
        assert seen(target) == {**NEW, "later.html": b"later"}
        assert hidden(target) == []

    assert outcomes == {False, True}
    assert total > 50


@needs_fork
@both_pointers
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EIO, errno.ENOENT])
def test_failing_at_any_step_the_site_is_the_old_or_the_new(
    fresh: Callable[..., Target], pointer: Pointer, code: int
) -> None:
    """A full disk, a read-only one, a broken one, a share that is gone: from every access on."""
    total = accesses(fresh(pointer))
    outcomes = set()
    for first in range(1, total + 1, 3):
        target = fresh(pointer)

        def fail(count: int, _event: str, first: int = first) -> None:
            if count >= first:
                raise OSError(code, os.strerror(code))

        status, _ = in_a_copy(lambda target=target: publish_new(target), fail)
        assert status in (0, 1)
        assert seen(target) in (OLD, NEW)
        if status == 1:
            outcomes.add(seen(target) == OLD)
        publish(target, {**NEW, "later.html": b"later"}, 4)
        assert seen(target) == {**NEW, "later.html": b"later"}
        assert hidden(target) == []

    assert outcomes == {True}, "what failed must have left the old site"


@needs_fork
@pytest.mark.parametrize("place", [0.2, 0.4, 0.6, 0.8])
def test_a_share_that_vanishes_midway_does_not_come_back_on_this_disk(
    fresh: Callable[..., Target], place: float
) -> None:
    """What would be written where the share was mounted is not, and once it is there again the old site stands."""
    last = round(place * accesses(fresh()))
    target = fresh()
    away = target.folder.with_name("away")

    def vanish(count: int, _event: str) -> None:
        if count == last:
            target.folder.rename(away)

    status, _ = in_a_copy(lambda: publish_new(target), vanish)
    left = sorted(path.name for path in target.folder.rglob("*")) if target.folder.exists() else []
    away.rename(target.folder)

    assert (status, left) == (1, [])
    assert seen(target) == OLD
    publish(target, NEW, 4)
    assert seen(target) == NEW


@needs_fork
@both_pointers
def test_a_rollback_killed_at_any_step_is_recorded_if_it_happened(tmp_path: Path, pointer: Pointer) -> None:
    """The next command finds the note of it; of one that did not happen nothing stays."""
    told = tuple(Entry(f"2025-12-0{day}T09:30:00+08:00", Kind.ADDRESS, f"{day}.html") for day in (2, 3))
    now = "2025-12-04T09:30:00+08:00"

    def fresh(number: int) -> tuple[Path, Target, str]:
        root, target = tmp_path / str(number), Target(tmp_path / str(number) / "www", pointer)
        target.folder.mkdir(parents=True)
        made = [
            publish(target, {**OLD, str(journal.JOURNAL): journal.write_journal(told[:n])}, n + 1, f"{number}-{n}")
            for n in (1, 2)
        ]
        ownership.claim(target.folder)
        journal.append(root, told)
        return root, target, made[0]

    def roll_back(root: Path, target: Target, name: str) -> None:
        with hold(target.folder / ".publish.lock", ME, lambda _holder: None):
            journal.append(root, [continuity.roll_back(target, name, told, now)])

    _, total = in_a_copy(partial(roll_back, *fresh(0)), lambda _count, _event: None)
    outcomes = set()
    for last in range(1, total + 1):
        root, target, name = fresh(last)

        def kill(count: int, _event: str, last: int = last) -> None:
            if count == last:
                os.kill(os.getpid(), signal.SIGKILL)

        status, _ = in_a_copy(partial(roll_back, root, target, name), kill)
        assert status == -signal.SIGKILL
        releases.clean(target)
        record, restored = continuity.brought_up_to_date(root, target)
        happened = target.current == target.release(name)
        expected = (*told, Entry(now, Kind.ROLLED_BACK, note=name, length=1)) if happened else told
        assert record == journal.read(root) == expected, f"killed before access {last} of {total}"
        assert (target.folder / ownership.ROLLBACK).exists() == happened
        outcomes.add((happened, restored))

    assert outcomes == {(False, 0), (True, 1), (True, 0)}


def publish_new(target: Target, *, kept: int | None = None) -> None:
    """What is killed or fails: the second publication, from its lock on; with *kept* also taking away older releases."""
    with hold(target.folder / ".publish.lock", ME, lambda _holder: None):
        releases.clean(target)
        release_files = pack({path: target.folder.parent / "site-3" / path for path in NEW}, target.current)
        releases.publish(target, release_files, "20251203-093000")
        if kept is not None:
            releases.prune(target, (), kept)


def test_a_folder_in_the_place_of_the_link_is_not_touched(target: Target) -> None:
    """Whoever put a site there by hand is told to move it."""
    lay(target.folder / "current", {"index.html": "by hand"})

    with pytest.raises(PublishError, match="把它移走"):
        publish(target, OLD, 2)
    assert (target.folder / "current/index.html").read_bytes() == b"by hand"


def test_the_last_ten_are_kept(target: Target) -> None:
    """And the public one, should it be older."""
    made = [publish(target, {**OLD, "day": str(day).encode()}, day) for day in range(1, 15)]
    rolled_back(target, made[1])
    gone = releases.prune(target, ())

    assert gone == (made[0], made[2], made[3])
    assert releases.names(target) == (made[1], *made[4:])
    assert hidden(target) == []


def test_rolling_back_shows_the_release_before(target: Target) -> None:
    """Then the one before that, or any by name; the newest stays to come back to."""
    made = [publish(target, {**OLD, "day": str(day).encode()}, day) for day in (1, 2, 3)]
    steps = [rolled_back(target, None), rolled_back(target, None), rolled_back(target, made[2])]

    assert steps == [made[1], made[0], made[2]]
    assert seen(target)["day"] == b"3"


def test_there_may_be_nothing_to_roll_back_to(target: Target) -> None:
    """The message says what there is."""
    only = publish(target, OLD, 2)

    with pytest.raises(PublishError, match="没有更早的版本"):
        rolled_back(target, None)
    with pytest.raises(PublishError, match=f"没有 x 这个版本。现有：{only}"):
        rolled_back(target, "x")


def test_a_damaged_release_is_not_rolled_back_to(target: Target) -> None:
    """Half a site must not become public by the back door."""
    first = publish(target, OLD, 2)
    publish(target, NEW, 3)
    (target.release(first) / "2025-xuncha/001.html").unlink()

    with pytest.raises(PublishError, match=r"001\.html 不见了"):
        rolled_back(target, None)
    assert seen(target) == NEW


def test_a_purged_text_is_in_no_release(target: Target) -> None:
    """Older releases that hold the page go whole: its words may stand in lists and search data, too."""
    without = publish(target, {"index.html": b"before the issue"}, 1)
    publish(target, OLD, 2)
    publish(target, {**OLD, "index.html": b"again"}, 3)
    last = publish(target, NEW, 5)
    purge = Entry("2025-12-04T10:00:00+08:00", Kind.PURGED, "2025-xuncha/001.html", note="误公开了电话")
    releases.prune(target, (purge,))

    assert releases.names(target) == (without, last)
    assert [p for p, data in tree(target.folder / "releases").items() if b"old text" in data] == []


def test_what_is_not_as_published_is_told(target: Target) -> None:
    """Edited, lost and added files, each by name."""
    publish(target, OLD, 2)
    current = target.current
    assert current is not None
    lay(current, {"index.html": "edited", "2025-xuncha/001.html": None, "more.html": "added"})

    assert list(wrong_files(current)) == [
        ("2025-xuncha/001.html", "不见了"),
        ("index.html", "被改过"),
        ("more.html", "是多出来的"),
    ]
    assert PurePosixPath("index.html").name in read_sums(current)


def test_a_release_holds_the_record_it_was_made_with(target: Target) -> None:
    """The copy that citizens see is the anchor for the one that the bureau keeps."""
    told = (Entry("2025-12-02T09:30:00+08:00", Kind.ADDRESS, "index.html"),)
    publish(target, {**OLD, str(journal.JOURNAL): journal.write_journal(told)}, 2)

    assert target.current is not None
    assert journal.read(target.current) == told
