"""A sample of `benchmarks/desk/kills.py`, the same in every run; and a disk that is full while somebody types."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks.desk import kills
from served import serving, until

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows ends processes otherwise")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of five issues with the program in it."""
    return kills.project(tmp_path_factory.mktemp("kills") / "project")


def test_kill_minus_nine_while_typing(chrome: Any, root: Path) -> None:
    """Nothing older than two seconds is lost, and no file is half written."""
    outcome = kills.play(root, lambda: chrome.new_context().new_page(), 3, seed=7)

    assert outcome.wrong == []
    assert len(outcome.lost) == 3


@pytest.fixture
def page(chrome: Any) -> Iterator[Any]:
    with chrome.new_context(locale="zh-CN") as context:
        yield context.new_page()


def test_a_full_disk_while_typing_loses_nothing(page: Any, root: Path) -> None:
    """It says that nothing is kept, goes on trying, and keeps all of it once there is room; what was kept before stays."""
    resource = pytest.importorskip("resource", reason="files are kept small by the system's own limit")
    if not hasattr(resource, "prlimit"):
        pytest.skip("only Linux limits another process")
    file, kept = root / kills.FILE, root / kills.KEPT
    with serving(root, name="desk") as served:
        page.goto(served.entry)
        page.goto(f"{served.address}__rectify__/desk/#/{kills.FILE}")
        title = page.get_by_label("标题", exact=False).first
        title.fill("第一句")
        until(lambda: kept.exists() and "第一句" in kept.read_text("utf-8"))
        before, saved = kept.read_bytes(), file.read_bytes()
        usual = resource.prlimit(served.process.pid, resource.RLIMIT_FSIZE, (64, resource.RLIM_INFINITY))
        title.fill("第二句")
        page.wait_for_selector("[data-saved]:has-text('没有记下来')")
        assert "满" in page.inner_text("[data-state]") or "写不进" in page.inner_text("[data-state]")
        assert (before, saved) == (kept.read_bytes(), file.read_bytes())
        resource.prlimit(served.process.pid, resource.RLIMIT_FSIZE, usual)
        until(lambda: "第二句" in kept.read_text("utf-8"))
        page.keyboard.press("Control+s")
        until(lambda: "第二句" in file.read_text("utf-8"))
