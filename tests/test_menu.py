"""The menu for people who do not type commands, and what a double click on Windows opens."""

from __future__ import annotations

import re
import subprocess
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from rectify.engine import quick
from rectify.ground.system_errors import reason_of
from rectify.ground.windows import console_programs, is_own_console, start_file
from rectify.terminal import cli, menu
from rectify.terminal.menu import ITEMS, command_line, dropped_path
from support import ROOT

Make = Callable[..., Path]
PYTHONS = (r"C:\Windows\py.exe", r"C:\Users\王\AppData\Local\Programs\Python\Python312\python.exe")


class Person:
    """Somebody before the menu: gives the *answers* in turn, then closes the window; commands end with *code*."""

    def __init__(self, *answers: str, code: int = 0) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []
        self.commands: list[list[str]] = []
        self.code = code

    def ask(self, question: str) -> str:
        """The next answer."""
        self.asked.append(question)
        if not self.answers:
            raise EOFError
        return self.answers.pop(0)

    def execute(self, arguments: Sequence[str]) -> int:
        """Note a command."""
        self.commands.append(list(arguments))
        return self.code

    def sit_down(self, root: Path) -> list[list[str]]:
        """The commands that the menu of the project *root* ran."""
        assert menu.run(root, Namespace(), self.ask, self.execute) == 0
        return self.commands


def number_of(command: str) -> str:
    """What to type for an item."""
    return str(next(number for number, item in enumerate(ITEMS, start=1) if item.command == command))


@pytest.mark.parametrize("command", ["serve", "check", "new"])
def test_an_item_is_a_command_and_waits_until_it_was_read(command: str, project: Make) -> None:
    """Nothing is asked before; after it the window stays until Enter."""
    person = Person(number_of(command), "", "0")

    assert person.sit_down(project()) == [[command]]
    assert [question for question in person.asked if "回到菜单" in question] == ["按回车回到菜单……"]


def test_every_item_is_a_command_of_the_command_line() -> None:
    """The menu has no way of its own to do things."""
    assert [item.command for item in ITEMS if item.command not in cli.COMMANDS] == []
    assert {"看网站", "检查", "导入", "新建问题", "报进展", "改文字", "公开", "退回", "核对"} <= {
        item.title for item in ITEMS
    }


def test_files_are_dragged_into_the_window(project: Make, tmp_path: Path) -> None:
    """Quotes of the shell are taken off, files that are not there are asked again, Enter ends."""
    (tmp_path / "通报 一.docx").touch()
    (tmp_path / "通报 二.docx").touch()
    first, second = (str(tmp_path / f"通报 {word}.docx") for word in "一二")
    person = Person(number_of("import"), f'"{first}"', "没有.docx", f"'{second}'", "", "", "0")

    assert person.sit_down(project()) == [["import", first, second]]


def test_nothing_is_done_without_an_answer(project: Make, capsys: pytest.CaptureFixture[str]) -> None:
    """No file, no folder: back to the menu."""
    person = Person(number_of("import"), "", number_of("publish"), "", "99", "x", "0")

    assert person.sit_down(project()) == []
    assert capsys.readouterr().out.count("没有做什么。") == 2


def test_drafts_are_approved_by_round_and_number(project: Make) -> None:
    """Enter alone means the newest round, and all of it."""
    item = number_of("approve")
    person = Person(item, "", "", "", item, "2025-xuncha", "1-5 8", "", "0")

    assert person.sit_down(project()) == [["approve", "2025-xuncha", "--all"], ["approve", "2025-xuncha", "1-5", "8"]]


@pytest.mark.parametrize("command", ["update", "revise"])
def test_an_issue_is_named_by_its_number(command: str, project: Make) -> None:
    """In the newest round, or in the one that was said; without a number nothing is done."""
    item = number_of(command)
    person = Person(item, "", "13", "", item, "2023-xuncha", "1", "", item, "", "", "0")

    assert person.sit_down(project()) == [
        [command, "13", "--round", "2025-xuncha"],
        [command, "1", "--round", "2023-xuncha"],
    ]


def test_a_bag_has_a_name_of_its_own_or_the_usual_one(project: Make) -> None:
    """Enter alone is enough."""
    item = number_of("bag")

    assert Person(item, "", "", item, "'/media/U 盘/x.zip'", "", "0").sit_down(project()) == [
        ["bag", "网站.zip"],
        ["bag", "/media/U 盘/x.zip"],
    ]


def test_the_folder_of_the_last_publication_is_remembered(project: Make) -> None:
    """Once it went well, Enter is enough, also for going back."""
    root = project()
    (root / ".rectify").mkdir()
    failed = Person(number_of("publish"), "/srv/a", "", number_of("publish"), "", code=1).sit_down(root)
    again = [number_of("rollback"), "", "", number_of("verify"), "", ""]
    done = Person(number_of("publish"), "/srv/b", "", *again, "0").sit_down(root)

    assert failed == [["publish", "--to", "/srv/a"]]
    assert done == [[command, "--to", "/srv/b"] for command in ("publish", "rollback", "verify")]


@pytest.mark.parametrize(("code", "said"), [(0, "做好了。"), (1, "没有做成，原因在上面。")])
def test_it_says_what_the_command_is_and_how_it_went(
    code: int, said: str, project: Make, capsys: pytest.CaptureFixture[str]
) -> None:
    """People learn the command by the way."""
    Person(number_of("check"), "", "0", code=code).sit_down(project())
    out = capsys.readouterr().out

    assert "build.py check" in out
    assert said in out


def test_the_menu_runs_the_program_itself(tmp_path: Path) -> None:
    """From the command line, with real answers: check is run in the project, and the menu is left."""
    done = subprocess.run(
        [sys.executable, "build.py", "menu"],
        cwd=ROOT,
        input=f"{number_of('import')}\n{tmp_path / 'x'}\n\n0\n",
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert "找不到" in done.stdout
    assert done.stdout.count("想做什么？") == 2


@pytest.mark.parametrize(
    ("said", "windows", "path"),
    [
        (r'"D:\巡察 资料\通报.docx" ', True, r"D:\巡察 资料\通报.docx"),
        (r"& 'D:\巡察 资料\通报.docx'", True, r"D:\巡察 资料\通报.docx"),
        (r"D:\new\通报.docx", True, r"D:\new\通报.docx"),
        ("'/home/王/通报 一.docx'", False, "/home/王/通报 一.docx"),
        (r"/home/王/通报\ 一.docx", False, "/home/王/通报 一.docx"),
        ("", False, ""),
    ],
)
def test_paths_come_as_shells_write_them(said: str, windows: bool, path: str) -> None:  # noqa: FBT001
    """`cmd`, PowerShell, and terminals of Linux and macOS."""
    assert dropped_path(said, windows=windows) == path


def test_commands_are_shown_as_each_shell_wants_them() -> None:
    """A name with a space is in quotes that the shell knows."""
    assert command_line(["import", "通报 一.docx"], windows=True) == 'py build.py import "通报 一.docx"'
    assert command_line(["import", "通报 一.docx"], windows=False) == "python3 build.py import '通报 一.docx'"


@pytest.mark.parametrize(
    ("programs", "own"),
    [
        (PYTHONS[1:], True),
        (PYTHONS, True),
        (("python3.13.exe",), True),
        ((r"C:\Windows\System32\cmd.exe", *PYTHONS), False),
        ((r"C:\Program Files\PowerShell\7\pwsh.exe", PYTHONS[1]), False),
        (("", PYTHONS[1]), False),
        ((), False),
    ],
)
def test_a_double_click_has_a_window_of_its_own(programs: tuple[str, ...], own: bool) -> None:  # noqa: FBT001
    """Python alone, or the launcher and the Python that it started; with a shell the window stays."""
    assert is_own_console(programs) is own


def test_python_build_py_builds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Elsewhere than after a double click on Windows, no arguments mean a build."""
    assert console_programs() == () or sys.platform == "win32"
    assert cli.parse([]).command == "build"

    asked: list[list[str]] = []
    monkeypatch.setattr(cli, "_main", lambda arguments, _project: asked.append(arguments) or 0)
    cli.main([])
    monkeypatch.setattr("rectify.ground.windows.console_programs", lambda: PYTHONS)
    cli.main([])
    cli.main(["build"])

    assert asked == [[], ["menu"], ["build"]]


def test_after_a_double_click_an_unchanged_site_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """The window would close before anybody has read it."""
    monkeypatch.delenv(quick.ASKED, raising=False)
    monkeypatch.setattr(quick, "unchanged_message", lambda *_: "没有变化")
    before = quick.answer("build.py", [])
    monkeypatch.setattr(quick, "console_programs", lambda: PYTHONS)

    assert (before, quick.answer("build.py", []), quick.answer("build.py", ["build"])) == ("没有变化", None, "没有变化")


def test_the_window_of_a_double_click_waits_after_a_failure(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """No Python packages, no disk: the reason can be read."""
    monkeypatch.setattr(cli, "_main", lambda *_: 1)
    monkeypatch.setattr("rectify.ground.windows.console_programs", lambda: PYTHONS)
    monkeypatch.setattr("builtins.input", lambda question: str(sys.stdout.write(question)))

    assert cli.main([]) == 1
    assert "按回车关闭窗口" in capsys.readouterr().out


def test_the_start_file_is_the_same_in_every_code_page() -> None:
    """ASCII and CRLF, no change of the code page, the folder entered in quotes; its message is in numbers."""
    text = start_file().decode("ascii")
    codes = re.search(r"\[char\[\]\]\(([\d,]+)\)", text)

    assert text.count("\n") == text.count("\r\n")
    assert "chcp" not in text
    assert 'pushd "%~dp0"' in text
    assert text.count("build.py menu") == 2
    assert "".join(chr(int(code)) for code in codes[1].split(",")).startswith("没有找到 Python。") if codes else False


def test_a_file_that_excel_keeps_open_is_said_to_be_in_use() -> None:
    """Windows calls it a sharing violation, which Python makes a lack of permission of."""
    error = PermissionError(13, "", "台账.xlsx")
    error.__dict__["winerror"] = 32

    assert reason_of(error) == "正被别的程序占用"
    assert reason_of(PermissionError(13, "")) == "没有权限"
