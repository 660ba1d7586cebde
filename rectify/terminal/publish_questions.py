"""What `publish` and `rollback` ask before they go on, and what they say where nobody can be asked."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

from rectify.release import ownership
from rectify.release.errors import PublishError
from rectify.terminal.answers import is_yes

STANDS: Final = "公开的网站没有动，还是原来的。"


class DeclinedError(Exception):
    """Nobody agreed, or nobody is there to agree; the message says what that means."""


class Questions(NamedTuple):
    """Questions to whoever gave the command: `ask` gives the answer; with `is_agreed` all but unusual ones are answered.

    With `is_sure` those are answered, too: somebody has read them before, as at the desk.

    Each is put by a method, which raises DeclinedError unless the answer is yes.
    """

    ask: Callable[[str], str]
    is_agreed: bool = False
    is_sure: bool = False

    def publication(self) -> None:
        """Whether what was shown may be made public."""
        if self.is_agreed:
            return
        if not sys.stdin.isatty():
            raise DeclinedError(f"没有人可以问，就不公开。确认无误的话加上 --yes。\n{STANDS}")
        self._require_yes("要公开吗？")

    def folder(self, folder: Path) -> None:
        """Whether publish may add its own to a folder that it does not know; nothing is asked of an empty one."""
        words = ownership.foreign_in_words(folder)
        if not words:
            return
        print(words)
        if self.is_sure:
            return
        if self._nobody_answers():
            refusal = "第一次公开到这样的文件夹，要有人确认：在窗口里运行一次，不加 --yes；或者换一个空文件夹。"
            raise DeclinedError(f"{refusal}\n{STANDS}")
        self._require_yes("公开到这里吗？")

    def time(self, doubt: str, question: str) -> None:
        """Whether the computer's time is right in spite of a *doubt*; PublishError where nobody answers."""
        if self.is_sure:
            print(doubt)
            return
        if self._nobody_answers():
            how = "在窗口里运行一次，不加 --yes" if self.is_agreed else "在窗口里运行一次"
            raise PublishError(f"{doubt}\n这要有人回答：{how}，现在的时间是准的就答 y。")
        print(doubt)
        self._require_yes(question)

    def _nobody_answers(self) -> bool:
        return self.is_agreed or not sys.stdin.isatty()

    def _require_yes(self, question: str) -> None:
        answer = ""
        with contextlib.suppress(EOFError):
            answer = self.ask(f"{question}输入 y 再按回车：")
        if not is_yes(answer):
            raise DeclinedError(f"没有公开。{STANDS}")
