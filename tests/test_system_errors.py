"""What the operating system refuses is told in Chinese, by one table."""

from __future__ import annotations

import errno
import os
import re

import pytest

from rectify.ground.system_errors import failure_in_words, reason_of
from support import ROOT


@pytest.mark.parametrize("code", sorted(errno.errorcode))
def test_no_error_of_the_system_is_told_in_english(code: int) -> None:
    """Whatever number comes, the sentence holds no English words but the number's own name."""
    said = failure_in_words(OSError(code, os.strerror(code), "/共享/页"), "写不进", "output")

    assert said.startswith("写不进 /共享/页：")
    assert re.findall(r"[a-z]{2,}", said.replace("/共享/页", "")) == []


def test_the_place_is_that_of_the_error_or_that_of_the_task() -> None:
    """Some errors know no file."""
    assert (
        failure_in_words(OSError(errno.ENOSPC, "x"), "写不进", "output")
        == "写不进 output：磁盘满了。腾出空间，再运行一次。"
    )


def test_an_error_without_a_number_is_told() -> None:
    """A library may raise a bare one."""
    assert reason_of(OSError("disk on fire")) == "系统没有说明原因"


def test_nobody_else_shows_what_the_system_says() -> None:
    """`strerror` and the error itself stand in no other sentence of the program."""
    shown = re.compile(r"\.strerror|\{(?:error|oserror)[!:}]")
    others = {
        f"{path.relative_to(ROOT).as_posix()}: {line.strip()}"
        for path in (ROOT / "rectify").rglob("*.py")
        for line in path.read_text("utf-8").splitlines()
        if shown.search(line)
    }

    assert others == set()
