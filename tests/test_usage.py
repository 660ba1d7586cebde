"""A slip on the command line is told in Chinese, in two lines, with what was probably meant."""

from __future__ import annotations

import re

import pytest

from rectify.terminal import cli, environment
from rectify.terminal.answers import is_yes
from support import ROOT


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("serv", "没有 serv 这个命令，是不是 serve？"),
        ("zzzz", "没有 zzzz 这个命令。"),
        ("build --qiet", "build 没有 --qiet 这一项，是不是 --quiet？"),
        ("--qiet", "build 没有 --qiet 这一项，是不是 --quiet？"),
        ("build --strict", "build 没有 --strict 这一项，它是 check 的选项。"),
        ("revise 3 --zzzzzzzzzzzzzz", "revise 没有 --zzzzzzzzzzzzzz 这一项，可以写：--all、--round、--to。"),
        ("new foo", "new 后面不用写 foo。"),
        ("publish", "publish 还要写上 --to 文件夹。"),
        ("publish --to", "--to 后面还要写上 文件夹。"),
        ("publish --to x --pointer", "--pointer 后面还要写上 link 或 file。"),
        ("publish --to x --pointer y", "--pointer 只能写 link 或 file，不能写 y。"),
        ("build --quiet=1", "--quiet 后面不写内容。"),
        ("serve --port x", "端口应当是 0 到 65535 的整数，例如 --port 8000。"),
        ("serve --port 65536", "端口应当是 0 到 65535 的整数，例如 --port 8000。"),
        ("backup", "backup 还要写上 文件。"),
    ],
)
def test_a_slip_is_told(line: str, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    """What is wrong in the first line, where help is in the second, and nothing else."""
    with pytest.raises(SystemExit) as left:
        cli.parse(line.split())
    lines = capsys.readouterr().err.splitlines()

    assert (left.value.code, len(lines), lines[0]) == (2, 2, told)
    assert lines[1].endswith(" --help")


def test_an_empty_word_is_no_path(capsys: pytest.CaptureFixture[str]) -> None:
    """A script's variable that holds nothing must not stand for the folder where one is."""
    with pytest.raises(SystemExit) as left:
        cli.parse(["init", "new-site", "--from", ""])

    assert (left.value.code, capsys.readouterr().err.splitlines()[0]) == (2, "有一项是空的：引号里没有内容。")


@pytest.mark.parametrize("command", ["", *cli.COMMANDS])
def test_help_is_chinese_and_installs_nothing(
    command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every command explains itself, `test` too, before anything is set up."""
    monkeypatch.setattr(environment, "enter", lambda *_: pytest.fail("went on to install"))
    code = cli.main([*command.split(), "--help"])
    said = capsys.readouterr().out

    assert code == 0
    assert said.startswith("用法：")
    assert re.findall(r"\b(?:usage|options|arguments|show|help|exit)\b(?<!--help)", said) == []


def test_an_old_python_can_read_that_it_is_too_old() -> None:
    """Python 2 refuses Chinese in a file that does not declare its encoding in the first two lines (PEP 263)."""
    lines = (ROOT / "build.py").read_bytes().splitlines()[:2]

    assert any(re.match(rb"[ \t\f]*#.*?coding[:=][ \t]*utf-8", line) for line in lines)


@pytest.mark.parametrize(
    ("said", "agrees"),
    [("y", True), ("Y ", True), ("ｙ", True), ("是", True), ("好", True), ("n", False), ("不", False), ("yy", False)],
)
def test_a_yes_is_a_yes_wherever_it_is_asked(said: str, agrees: bool) -> None:  # noqa: FBT001
    """Also as an input method for Chinese types it; Enter alone only where the question says so."""
    assert is_yes(said) is is_yes(said, by_default=True) is agrees
    assert (is_yes(" "), is_yes("", by_default=True)) == (False, True)
