"""The first run: `.venv` is made, filled from the lock, entered, and the system's Python left alone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from rectify.terminal import environment, ready
from support import ROOT


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A project folder with locks that name no package."""
    for name in ready.LOCKS.values():
        (tmp_path / name).write_text("# nothing\n", encoding="utf-8")
    return tmp_path


@pytest.fixture(autouse=True)
def outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests themselves may run inside somebody's environment."""
    monkeypatch.delenv(ready.USE_CURRENT, raising=False)


def test_the_current_python_may_be_used(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A developer's own environment is respected when it is asked for."""
    monkeypatch.setenv(ready.USE_CURRENT, "1")

    assert environment.enter(bare, [], "run") is None
    assert not (bare / ".venv").exists()


def test_the_first_run_makes_the_environment_and_says_so(
    bare: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """`.venv` appears in the project, and the command goes on inside it."""
    entered: list[list[str]] = []
    monkeypatch.setattr(ready.os, "execv", lambda python, command: entered.append([python, *command]))
    environment.enter(bare, ["check"], "run")
    python = environment.python_of(bare / ".venv")

    assert python.exists()
    assert "第一次运行" in capfd.readouterr().err
    if os.name != "nt":
        assert entered == [[str(python), str(python), str(bare / "build.py"), "check"]]


def test_what_the_program_can_do_without_may_be_missing(
    bare: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Pillow is compiled: where there is none, the rest is installed, and a sentence says what is not there."""
    lock = "jinja2==3 \\\n    --hash=sha256:00\npillow==12 ; python_full_version < '3.15' \\\n    --hash=sha256:11\nzz==1\n"
    (bare / "requirements.lock").write_text(lock, encoding="utf-8")
    asked: list[bytes] = []

    def install(_root: Path, listed: bytes, _options: list[str]) -> str:
        asked.append(listed)
        return "no wheel" if b"pillow" in listed else ""

    monkeypatch.setattr(environment, "_install", install)
    (bare / ".venv").mkdir()
    environment._fill(bare, "run", None)

    assert [one.split(b"=")[0] for one in asked] == [b"jinja2", b"pillow"]
    assert b"".join(asked).count(b"sha256") == 2
    assert b"zz==1" in asked[0]
    assert "照片只公开一种大小" in capsys.readouterr().err


def test_a_second_run_installs_nothing(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once filled, entering costs no installer."""
    _pretend_filled(bare, "run")
    monkeypatch.setattr(environment, "_fill", lambda *_: pytest.fail("installed again"))
    monkeypatch.setattr(environment, "_hand_over", lambda *_: 0)

    assert environment.enter(bare, [], "run") == 0


def test_a_ready_environment_is_entered_before_the_command_line_is_read(
    bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A command goes to the project's own Python at once; with another lock than the installed one it does not."""
    _pretend_filled(bare, "run")
    entered: list[list[str]] = []
    monkeypatch.setattr(ready.os, "execv", lambda python, command: entered.append([python, *command]))
    ready.hand_over_if_ready(str(bare), ["check"], None)
    (bare / "requirements.lock").write_text("# newer\n", encoding="utf-8")
    ready.hand_over_if_ready(str(bare), ["build"], None)
    python = str(environment.python_of(bare / ".venv"))

    assert entered == [[python, python, str(bare / "build.py"), "check"]] * (os.name != "nt")


def test_a_changed_lock_is_installed(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After an update of the program its new packages come by themselves."""
    _pretend_filled(bare, "run")
    (bare / "requirements.lock").write_text("# newer\n", encoding="utf-8")
    filled: list[str] = []
    monkeypatch.setattr(environment, "_fill", lambda _root, group, _program: filled.append(group))
    monkeypatch.setattr(environment, "_hand_over", lambda *_: 0)
    environment.enter(bare, [], "run")

    assert filled == ["run"]


def test_a_folder_that_is_no_environment_is_not_touched(bare: Path) -> None:
    """Somebody's own `.venv` folder is theirs."""
    (bare / ".venv").mkdir()
    (bare / ".venv" / "notes.txt").write_text("mine", encoding="utf-8")

    with pytest.raises(environment.SetupError, match="别的东西"):
        environment.enter(bare, [], "run")
    assert (bare / ".venv" / "notes.txt").read_text("utf-8") == "mine"


def test_a_missing_venv_module_is_explained(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Debian leaves venv out: the message says what to install."""
    monkeypatch.setattr(environment.importlib.util, "find_spec", lambda _name: None)

    with pytest.raises(environment.SetupError, match="apt install python3-venv"):
        environment.enter(bare, [], "run")


def test_packages_come_from_wheels_without_the_network(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wheels folder is the only source when it is there, and a gap in it is explained."""
    (bare / "wheels").mkdir()
    (bare / "wheels" / "other-1.0-py3-none-any.whl").write_bytes(b"")
    (bare / "requirements.lock").write_text("absent==1.0 --hash=sha256:" + "0" * 64 + "\n", encoding="utf-8")
    commands: list[list[str]] = []
    run = subprocess.run

    def recorded(command, **options):  # type: ignore[no-untyped-def]
        commands.append(command)
        return run(command, **options)

    monkeypatch.setattr(subprocess, "run", recorded)

    with pytest.raises(environment.SetupError, match="wheels 文件夹里的软件包不全"):
        environment.enter(bare, [], "run")
    installing = next(command for command in commands if "install" in command)
    assert "--no-index" in installing
    assert str(bare / "wheels") in installing


def test_an_old_python_is_told_in_chinese() -> None:
    """build.py can be read by any Python 3 and checks the version before anything else."""
    import ast

    source = (ROOT / "build.py").read_text("utf-8")
    tree = ast.parse(source, feature_version=(3, 4))
    first = next(node for node in tree.body if isinstance(node, ast.If))

    assert "sys.version_info < (3, 10)" in ast.unparse(first.test)
    assert "需要 Python 3.10" in ast.unparse(first)


def _pretend_filled(root: Path, group: str) -> None:
    python = environment.python_of(root / ".venv")
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    note = Path(ready.note_path(str(root / ".venv"), group))
    note.write_text(ready.contents_digest(str(root), group, None), "utf-8")
