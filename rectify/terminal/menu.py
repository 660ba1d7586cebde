"""`menu`: a short menu for people who do not type commands; each item is one of the commands."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple

from rectify.engine.stamps import TARGET
from rectify.ground.files import write_atomically
from rectify.terminal.exit_codes import FINE

_LEAVE: Final = ("0", "q", "quit", "exit")
Ask = Callable[[str], str]
Run = Callable[[Sequence[str]], int]


class Item(NamedTuple):
    """A line of the menu: its words, the command, and which questions are asked before it."""

    title: str
    about: str
    command: str
    question: str = ""


ITEMS: Final = (
    Item("工作台", "在浏览器里填写和修改，不用编辑器；用完按 Ctrl+C 回到这里", "desk"),
    Item("看网站", "在浏览器里打开下面给出的网址；改了文件，网页跟着变。看完按 Ctrl+C 回到这里", "serve"),
    Item("检查", "找出个人信息、错别字、对不上的地方，不改动任何文件", "check"),
    Item("导入", "把通报或者台账（Word、WPS、PDF、网页、Excel）变成草稿", "import", "files"),
    Item("新建问题", "添一个空的问题文件，接着用编辑器填写", "new"),
    Item("草稿审好了", "去掉一轮草稿的标记，以后可以公开", "approve", "round"),
    Item("报进展", "给公开过的问题添一条后续进展，接着用编辑器填写", "update", "issue"),
    Item("改文字", "存下公开过的文字，添一条修订记录，接着用编辑器改", "revise", "issue"),
    Item("公开", "先列出会改动哪些网页，您答应了才换上", "publish", "target"),
    Item("退回", "换回上一次公开的网站，内容文件不动", "rollback", "target"),
    Item("核对", "看公开记录和公开的网站有没有被改动", "verify", "target"),
    Item("打包带走", "把整个网站打成一个文件，解开放在 U 盘里就能看", "bag", "file"),
)


def run(root: Path, _options: Namespace, ask: Ask = input, execute: Run | None = None) -> int:
    """Show the menu until it is left; *execute* runs a command line and gives its exit code."""
    execute = execute or (lambda arguments: _execute(root, arguments))
    try:
        while True:
            print("\n".join(_menu()))
            answer = ask("输入数字，按回车：").strip()
            if answer.lower() in _LEAVE:
                return FINE
            if not (answer.isascii() and answer.isdigit() and int(answer) <= len(ITEMS)):
                print(f"没有“{answer}”这一项。\n" if answer else "请输入一个数字。\n")
                continue
            _do(root, ITEMS[int(answer) - 1], ask, execute)
    except (EOFError, KeyboardInterrupt):
        print()
        return FINE


def _menu() -> Iterator[str]:
    yield "想做什么？"
    yield from (f"  {number} {item.title}：{item.about}" for number, item in enumerate(ITEMS, start=1))
    yield "  0 关闭"


def _do(root: Path, item: Item, ask: Ask, execute: Run) -> None:
    """Ask what the *item* needs, run its command, and wait until its words have been read."""
    more = _QUESTIONS[item.question](root, ask)
    if more is None:
        print("没有做什么。\n")
        return
    arguments = [item.command, *more]
    print(f"\n相当于命令：{command_line(arguments, windows=os.name == 'nt')}\n", flush=True)
    code = execute(arguments)
    if item.question == "target" and code == FINE:
        _remember(root, more[-1])
    print("\n做好了。" if code == FINE else "\n没有做成，原因在上面。")
    ask("按回车回到菜单……")
    print()


def command_line(arguments: Sequence[str], *, windows: bool) -> str:
    """The command as one would type it: `cmd` knows double quotes alone."""
    if windows:
        return subprocess.list2cmdline(["py", "build.py", *arguments])
    return shlex.join(["python3", "build.py", *arguments])


def dropped_path(answer: str, *, windows: bool) -> str:
    """The path in what somebody typed, or dragged into the window, whose shell may put quotes or backslashes into it."""
    path = re.sub(r"\A&\s+", "", answer.strip())  # PowerShell
    if len(path) > 1 and path[0] == path[-1] and path[0] in "\"'":
        return path[1:-1]
    return path if windows else re.sub(r"\\(.)", r"\1", path)


def _files(_root: Path, ask: Ask) -> list[str] | None:
    print("把文件拖进这个窗口，按回车。分成几个文件的，按顺序一个一个来；没有了，直接按回车。")
    files: list[str] = []
    while path := dropped_path(ask("文件："), windows=os.name == "nt"):
        if Path(path).is_file():
            files.append(str(Path(path).absolute()))
        else:
            print(f"找不到 {path}。再拖一次，或者直接按回车。")
    return files or None


def _round(root: Path, ask: Ask) -> list[str] | None:
    if not (name := _round_name(root, ask)):
        return None
    numbers = ask("哪几个问题，例如 1-5 8（直接按回车是这一轮的全部草稿）：").split()
    return [name, *(numbers or ["--all"])]


def _issue(root: Path, ask: Ask) -> list[str] | None:
    if not (name := _round_name(root, ask)):
        return None
    number = ask("哪一个问题，写序号，例如 13：").strip()
    return [number, "--round", name] if number else None


def _round_name(root: Path, ask: Ask) -> str:
    """The round that is meant; empty if there is none yet."""
    rounds = sorted((path.parent.name for path in root.glob("content/*/round.yaml")), reverse=True)
    if not rounds:
        print("content 里还没有一轮巡察。")
        return ""
    return ask(f"哪一轮（{'、'.join(rounds)}；直接按回车是 {rounds[0]}）：").strip() or rounds[0]


def _file(_root: Path, ask: Ask) -> list[str]:
    usual = "网站.zip"
    return [dropped_path(ask(f"文件叫什么（直接按回车是 {usual}）："), windows=os.name == "nt") or usual]


def _target(root: Path, ask: Ask) -> list[str] | None:
    try:
        last = (root / TARGET).read_text("utf-8")
    except OSError:
        last = ""
    usual = f"（直接按回车是 {last}）" if last else "（服务器的网站文件夹，见 python3 build.py docs publish）"
    folder = dropped_path(ask(f"公开在哪个文件夹{usual}："), windows=os.name == "nt") or last
    return ["--to", folder] if folder else None


_QUESTIONS: Final[Mapping[str, Callable[[Path, Ask], list[str] | None]]] = MappingProxyType(
    {"": lambda _root, _ask: [], "files": _files, "round": _round, "issue": _issue, "target": _target, "file": _file}
)
"""What is asked before an item's command: the words after the command, or None if nothing is to be done."""


def _remember(root: Path, folder: str) -> None:
    try:
        write_atomically(root / TARGET, folder.encode())
    except OSError:
        print("没有记下这个文件夹，下次再写一遍。")


def _execute(root: Path, arguments: Sequence[str]) -> int:
    """Run a command in a process of its own, which Ctrl+C ends without ending the menu."""
    process = subprocess.Popen([sys.executable, str(root / "build.py"), *arguments], cwd=root)  # noqa: S603
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:  # noqa: PERF203 - the command has heard it too
            continue
