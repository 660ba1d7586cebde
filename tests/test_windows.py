"""What Windows does differently, as far as it can be tried elsewhere: code pages, paths, files that are open elsewhere."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from projects import init, unpacked, wheel_of
from rectify.ground import folders
from rectify.release.releases import stamp_of
from rectify.terminal import cli, commands
from rectify.terminal.screen import SanitizedStream
from served import install
from support import ISSUE, ROOT, SITE, BuiltSite, tree
from typed import environment, run

Make = Callable[..., Path]
NOTICE = ROOT / "tests/notices/running-numbers/source.txt"
MAX_PAGE = 60
MAX_RELEASE = 50
"""What docs/trouble.md says of the length of paths."""


@pytest.mark.parametrize("arguments", [[], ["check"], ["import", str(NOTICE)], ["export", "台账.xlsx"], ["new"]])
def test_no_file_is_read_in_the_code_page_of_the_computer(arguments: list[str], project: Make) -> None:
    """Python warns where our code leaves the encoding open; in a Chinese window (936) the words are Chinese."""
    root = project()
    install(root)
    done = subprocess.run(
        [sys.executable, "-X", "warn_default_encoding", "build.py", *arguments],
        cwd=root,
        env=environment(PYTHONIOENCODING="gbk"),
        capture_output=True,
        check=False,
        timeout=120,
    )
    warned = [
        line for line in done.stderr.decode("gbk").splitlines() if "EncodingWarning" in line and "rectify" in line
    ]

    assert (done.returncode in (0, 4), warned) == (True, [])
    assert "。" in done.stdout.decode("gbk")


def test_paths_leave_room_for_the_folder_of_the_project(real_site: BuiltSite) -> None:
    """Windows allows 260 characters; those of a page and of its release are as few as the docs say."""
    release = f"releases/.incoming-{stamp_of('2025-12-02T09:30:00+08:00')}-1f2e3d4c/"

    assert max(len(str(path)) for path in real_site.files) < MAX_PAGE
    assert len(release) < MAX_RELEASE


def hold_open(monkeypatch: pytest.MonkeyPatch, held: Path) -> None:
    """Have the system refuse to replace or rename the file *held*, or a folder that it is in, as Windows does while Excel has it open."""

    def refusing(move: Callable[..., None]) -> Callable[..., None]:
        def moved(source: str | Path, target: str | Path, **more: object) -> None:
            for name in map(os.path.realpath, (source, target)):
                if held.exists() and Path(name) in (held, *held.parents):
                    error = PermissionError(13, "", str(name))
                    error.__dict__["winerror"] = 32 if Path(name) == held else 5
                    raise error
            move(source, target, **more)

        return moved

    monkeypatch.setattr(os, "replace", refusing(os.replace))
    monkeypatch.setattr(os, "rename", refusing(os.rename))
    monkeypatch.setattr(folders, "exchange_folders", lambda *_: False)  # only Linux has it


DRAFT = ISSUE + "draft: true\n"
HELD = [
    (["build"], "output/index.html", {}),
    (["build"], "output/data/2025-xuncha.xlsx", {}),
    (["approve", "2025-xuncha", "1"], "content/2025-xuncha/001.yaml", {"content/2025-xuncha/001.yaml": DRAFT}),
    (["import", str(NOTICE), "--round", "2025-xuncha", "--update"], "content/2025-xuncha/001.yaml", {}),
    (["export", "台账.xlsx", "--force"], "台账.xlsx", {"台账.xlsx": "old"}),
    (["server-config", "--for", "nginx"], "server/nginx/xczg.conf", {"server/nginx/xczg.conf": "old"}),
]


@pytest.mark.parametrize("case", HELD, ids=lambda case: f"{case[0][0]} {case[1]}")
def test_a_file_that_is_open_elsewhere_is_told_and_nothing_is_lost(
    case: tuple[list[str], str, dict[str, str]],
    project: Make,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The command says which file is in use and what to do; all is as it was, with nothing left over, and the next try works."""
    words, name, files = case
    root = project(files)
    monkeypatch.chdir(root)
    commands.build(root, cli.parse(["build", "--quiet"]))
    if words == ["build"]:
        (root / "site.yaml").write_text(SITE.replace("示例路1号", "示例路2号"), "utf-8")
    held = next(root.glob(name.replace("2025-xuncha.xlsx", "*.xlsx")))
    before = {path: data for path, data in tree(root).items() if path.parts[0] != ".rectify"}
    command = partial(cli.function_of(words[0]), root, cli.parse(words))
    with monkeypatch.context() as patched:
        hold_open(patched, held)
        capsys.readouterr()
        code, said = command(), capsys.readouterr().out
    after = {path: data for path, data in tree(root).items() if path.parts[0] not in (".rectify", "import-report.html")}

    assert code == 1
    assert "正被别的程序占用" in said or "关掉正打开着它的程序" in said
    assert after == {path: data for path, data in before.items() if path.parts[0] != "import-report.html"}
    assert command() in (0, 4)


@pytest.mark.parametrize("folder", ["我的 文档/整改 公开（新）", "it's 100% & more"])
def test_a_project_may_stand_in_any_folder(folder: str, tmp_path: Path) -> None:
    """Spaces, Chinese, and what shells would read as their own."""
    root = tmp_path / folder
    notice = tmp_path / "整改 通报.txt"
    notice.write_bytes(NOTICE.read_bytes())
    root.parent.mkdir(exist_ok=True)
    made = init(root, "--yes", "--from", str(notice))
    program = unpacked(wheel_of(root), tmp_path / "program")
    moved = [run(root, *words, program=program) for words in (["check", "--only", "S"], ["backup", "备 份.zip"])]

    assert [(done.returncode, done.stderr) for done in (made, *moved)] == [(0, "")] * 3
    assert (root / "备 份.zip").is_file()


def test_commands_are_named_as_windows_knows_them() -> None:
    """`python3` opens a shop there; `py` starts Python."""
    shown = {windows: io.StringIO() for windows in (True, False)}
    for windows, stream in shown.items():
        SanitizedStream(stream, windows=windows).write("运行 python3 build.py serve")

    assert [shown[windows].getvalue() for windows in (True, False)] == [
        "运行 py build.py serve",
        "运行 python3 build.py serve",
    ]
