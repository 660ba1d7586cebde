"""The code keeps the house's style: types and lint, where the tools are installed."""

from __future__ import annotations

import importlib.util
import subprocess
import sys

import pytest

from support import ROOT


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("ruff", ["check", "--output-format", "concise", "."]),
        ("ruff", ["format", "--check", "."]),
        ("mypy", []),
    ],
    ids=["lint", "format", "types"],
)
def test_the_tool_has_nothing_to_say(tool: str, arguments: list[str]) -> None:
    """Lint, format and strict types pass."""
    if importlib.util.find_spec(tool) is None:
        pytest.skip(f"{tool} is not installed on this kind of machine")
    done = subprocess.run(
        [sys.executable, "-m", tool, *arguments], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )

    assert done.returncode == 0, done.stdout + done.stderr
