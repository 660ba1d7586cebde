"""What Windows does differently, as far as it can be tried elsewhere: code pages, and the length of paths."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from rectify.release.releases import stamp_of
from served import install
from support import ROOT, BuiltSite

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
        env={**os.environ, "RECTIFY_USE_CURRENT_PYTHON": "1", "PYTHONIOENCODING": "gbk"},
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
