"""One at a time: commands that write wait for each other, and nothing that was left behind holds anybody up."""

from __future__ import annotations

import errno
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rectify.ground import lock
from rectify.ground.lock import Holder, hold
from rectify.terminal import cli, locking
from served import install
from support import ISSUE, ROOT, lay, tree
from typed import begin

Make = Callable[..., Path]
OTHER = Holder("publish", "某某", "host", 4242, "2025-12-02 09:30:00")
HOLDING = """
import sys
from pathlib import Path
from rectify.ground.lock import Holder, hold
with hold(Path(sys.argv[1]), Holder(*eval(sys.argv[2])), print):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def checkout(project: Make) -> Path:
    """A project folder with the program in it, built once."""
    root = project()
    install(root)
    assert finished(begin(root, "build")) == 0
    return root


def finished(process: subprocess.Popen[str]) -> int:
    """The exit code once it is done."""
    process.communicate(timeout=60)
    return process.returncode


@pytest.fixture
def holder() -> Iterator[Callable[[Path], subprocess.Popen[str]]]:
    """Start processes that hold a lock until their input ends."""
    started = []

    def start(path: Path) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", HOLDING, str(path), repr(tuple(OTHER))],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        started.append(process)
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def test_the_second_command_waits_and_says_for_whom(
    checkout: Path, holder: Callable[[Path], subprocess.Popen[str]]
) -> None:
    """One line, and then the work is done when the first has finished."""
    first = holder(checkout / ".rectify/lock")
    second = begin(checkout, "new")
    assert second.stderr
    line = second.stderr.readline()
    waiting = second.poll() is None, (checkout / "content/2025-xuncha/002.yaml").exists()
    first.communicate("")
    said, more = second.communicate(timeout=60)

    assert line.startswith(
        "publish 正在运行（某某在电脑 host 上，进程 4242，2025-12-02 09:30:00 开始），等它结束再开始"
    )
    assert waiting == (True, False)
    assert (second.returncode, more) == (0, "")
    assert "已新建" in said
    assert not (checkout / ".rectify/lock").exists()


@pytest.mark.parametrize("command", sorted(cli.WRITING))
def test_every_command_that_writes_takes_the_lock(
    checkout: Path, holder: Callable[[Path], subprocess.Popen[str]], command: str
) -> None:
    """None of them goes past another that is at work."""
    needed = {
        "publish": ("--to", "www"),
        "rollback": ("--to", "www"),
        "export": ("台账.xlsx",),
        "revise": ("1",),
        "build": ("--profile",),
        "approve": ("2025-xuncha", "--all"),
        "record": ("attach", "checkpoint.1.txt.sig"),
        "update": ("1",),
        "bag": ("site.zip",),
    }
    holder(checkout / ".rectify/lock")
    second = begin(checkout, command, *needed.get(command, ()))
    assert second.stderr
    line = second.stderr.readline()
    second.kill()
    second.communicate()

    assert "等它结束再开始" in line


def test_every_command_is_known_to_write_or_not() -> None:
    """A new command has to be thought about; the desk holds the lock while it saves."""
    reading = {"serve", "desk", "check", "docs", "verify", "test", "backup", "bundle", "init", "menu"}

    assert set(cli.COMMANDS) == reading | cli.WRITING


@pytest.mark.skipif(os.name != "posix", reason="needs SIGKILL")
def test_the_lock_of_a_killed_process_holds_nobody_up(
    tmp_path: Path, holder: Callable[[Path], subprocess.Popen[str]]
) -> None:
    """Its file may be there still, with its note."""
    first = holder(tmp_path / "lock")
    first.send_signal(signal.SIGKILL)
    first.wait()
    left = (tmp_path / "lock").exists()
    with hold(tmp_path / "lock", OTHER, lambda _holder: pytest.fail("waited for nobody")):
        pass

    assert left
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("left", [b"", b"{", b'["publish"]', b"\xff\x00"], ids=repr)
def test_whatever_lies_in_a_lock_file_is_no_lock(tmp_path: Path, left: bytes) -> None:
    """A full disk leaves an empty file, an older program another form."""
    (tmp_path / "lock").write_bytes(left)
    with hold(tmp_path / "lock", OTHER, lambda _holder: pytest.fail("waited for nobody")):
        pass

    assert not (tmp_path / "lock").exists()


def test_a_file_system_without_locks_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Network drives: the work goes on, and who needs it knows that nobody is kept out."""
    fcntl = pytest.importorskip("fcntl")

    def refuse(*_given: object) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    with hold(tmp_path / "one", OTHER, lambda _holder: None) as held:
        usual = held.guarded
    monkeypatch.setattr(fcntl, "flock", refuse)
    with hold(tmp_path / "lock", OTHER, lambda _holder: None) as held:
        assert (usual, held.guarded) == (True, False)


def test_a_disk_without_room_for_the_note_still_locks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody knows then who holds it, but somebody does."""

    def full(*_given: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(lock.os, "write", full)
    waits: list[Holder | None] = []

    class WaitedError(Exception):
        """Waited long enough."""

    def wait(holder: Holder | None) -> None:
        waits.append(holder)
        raise WaitedError

    with hold(tmp_path / "lock", OTHER, wait), pytest.raises(WaitedError), hold(tmp_path / "lock", OTHER, wait):
        pass

    assert waits == [None]
    assert locking.holder_words(None) == "另一个命令正在运行"


@pytest.mark.skipif(os.name != "posix" or not hasattr(os, "geteuid"), reason="users of a POSIX system")
def test_a_lock_file_of_another_user_can_be_locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A colleague's process was killed; his file cannot be written by us."""
    (tmp_path / "lock").write_bytes(b"")
    usual = os.open

    def denied(path: Path, flags: int, mode: int = 0o777) -> int:
        if flags & os.O_RDWR:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return usual(path, flags, mode)

    monkeypatch.setattr(lock.os, "open", denied)
    with hold(tmp_path / "lock", OTHER, lambda _holder: pytest.fail("waited for nobody")) as held:
        assert held.guarded

    assert not (tmp_path / "lock").exists()


def test_many_at_once_are_alone_one_after_the_other(tmp_path: Path) -> None:
    """Sixty takings by six processes: the file is taken away and made anew, and nobody is ever two."""
    work = """
import os, sys, time
from pathlib import Path
from rectify.ground.lock import Holder, hold
folder = Path(sys.argv[1])
for turn in range(10):
    with hold(folder / "lock", Holder("a", "b", "c", os.getpid(), ""), lambda _holder: time.sleep(0.001)):
        mine = folder / "inside"
        mine.touch(exist_ok=False)
        time.sleep(0.001)
        mine.unlink()
"""
    started = [subprocess.Popen([sys.executable, "-c", work, str(tmp_path)], cwd=ROOT) for _ in range(6)]

    assert [process.wait(60) for process in started] == [0] * 6
    assert list(tmp_path.iterdir()) == []


def test_builds_at_once_leave_a_whole_site(checkout: Path) -> None:
    """Four at a time, three times, each after an edit: all of them end well, with the site of the last edit."""
    chance = random.Random(14)
    for turn in range(3):
        lay(checkout, {"content/2025-xuncha/001.yaml": ISSUE.replace("建立制度", f"{'甲乙丙'[turn]}科建立制度")})
        started = []
        for _ in range(4):
            started.append(begin(checkout))
            time.sleep(chance.uniform(0, 0.3))
        told = [process.communicate(timeout=120) for process in started]

        assert [process.returncode for process in started] == [0] * 4, told
        assert f"{'甲乙丙'[turn]}科建立制度" in (checkout / "output/2025-xuncha/001.html").read_text("utf-8")
    built = tree(checkout / "output")
    shutil.rmtree(checkout / "output")
    shutil.rmtree(checkout / ".rectify")
    assert finished(begin(checkout)) == 0
    assert tree(checkout / "output") == built
