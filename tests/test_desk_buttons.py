"""Nothing that the desk says sends anybody to a terminal: the words of commands name its buttons."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import rectify
from rectify.desk.buttons import BUTTONS, with_buttons

_HERE = Path(rectify.__file__).parent
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_OF_THE_TERMINAL = re.compile(rf"build\.py|(?<![\w-])--[a-z]|(?:运行|(?<!不)用) ?(?:{'|'.join(BUTTONS)})\b")
_SPOKEN = (
    "approving",
    "locking",
    "messages",
    "publish_questions",
    "publishing",
    "revising",
    "stopping",
    "supplementing",
)
_NEVER_HEARD = (
    "没有人可以问",  # the desk says --yes
    "清除旧文字要写明原因",  # it never purges
    "写 --all",  # it always names an issue
    "init ../our-site",  # it has its own first step
    "# 检查规则",  # a page of the docs
)


def spoken() -> Iterator[str]:
    """The Chinese strings of modules whose words come to the desk; a value in one stands as 7."""
    files = [path for folder in ("", "checks", "ground", "release", "source") for path in (_HERE / folder).glob("*.py")]
    for path in (*files, *(_HERE / "terminal" / f"{name}.py" for name in _SPOKEN)):
        tree = ast.parse(path.read_text("utf-8"))
        parts = {id(part) for one in ast.walk(tree) if isinstance(one, ast.JoinedStr) for part in one.values}
        for one in ast.walk(tree):
            if isinstance(one, ast.JoinedStr):
                yield "".join(str(part.value) if isinstance(part, ast.Constant) else "7" for part in one.values)
            elif isinstance(one, ast.Constant) and isinstance(one.value, str) and id(one) not in parts:
                yield one.value


def test_no_words_that_reach_the_desk_name_a_command() -> None:
    """Of all that the modules say which run behind the desk; a new sentence needs its words for the desk, too."""
    said = [text for text in spoken() if _CHINESE.search(text) and _OF_THE_TERMINAL.search(text)]
    heard = [text for text in said if not any(one in text for one in _NEVER_HEARD)]
    left = [text for text in heard if _OF_THE_TERMINAL.search(with_buttons(text))]

    assert len(heard) > 30
    assert left == []


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("先改正以上错误，再运行 approve。没有改动任何文件。", "先改正以上错误，再按“审好了，可以公开”。没有改动任何文件。"),
        (
            "运行 python3 build.py revise 40 --round 2024-xuncha：它存下公开的文字，在 revisions 里添一条，您写明改了什么；不是有意改的，就改回去",
            "打开这个问题，在“改正公开过的文字（修订）”里写明改了什么、为什么；不是有意改的，就改回去",
        ),
        (
            "已经退回，现在公开的是 2026年11月30日22:30公开的那一版（20261130-223000-53315114）。改好内容以后再运行 publish。",
            "已经退回，现在公开的是 2026年11月30日22:30公开的那一版。改好内容以后再按“公开”。",
        ),
        ("publish 正在运行（王，进程 7，2026-11-30 10:00:00 开始），等它结束再保存。", "“公开”还没有做完，等它结束再保存。"),
        ("服务器的网站目录要设成 /srv/publish/current；设过的不用再设。", "服务器的网站目录要设成 /srv/publish/current；设过的不用再设。"),
    ],
)  # fmt: skip
def test_a_command_is_called_as_its_button(said: str, expected: str) -> None:
    """With the rest of the sentence as it was; folders stay as they are."""
    assert expected == with_buttons(said)
