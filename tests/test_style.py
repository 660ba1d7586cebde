"""The code keeps the house's style: types and lint, where the tools are installed."""

from __future__ import annotations

import ast
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


_SMALL_WORDS = frozenset(
    "about above after around before behind below beside between by from in into of off on onto out over to under upon with"
    " within without".split()
)
_PARTICIPLES = frozenset(
    "begun bound broken brought chosen done drawn found given gone heard held hidden kept known left lost made meant paid"
    " said seen sent shown spent spoken taken thought told understood won written".split()
)
_NOUNS_IN_ED = frozenset({"bed", "feed", "need", "red", "seed", "speed"})
_KEPT = frozenset({"escaped"})
"""Names that files of earlier versions call: compiled templates."""


def is_riddle(name: str) -> bool:
    """Whether a *name* is a bare preposition or participle, which does not say what is done or given."""
    word = name.strip("_")
    is_participle = word in _PARTICIPLES or (word.endswith("ed") and word not in _NOUNS_IN_ED)
    return "_" not in word and word.islower() and (word in _SMALL_WORDS or is_participle) and word not in _KEPT


def test_functions_and_classes_are_named_by_verbs_and_nouns() -> None:
    """`told`, `within` and `found` could mean anything; `findings_message` tells a stranger what he gets."""
    names = [
        f"{path.relative_to(ROOT).as_posix()}:{node.lineno}: {node.name}"
        for path in sorted((ROOT / "rectify").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and is_riddle(node.name.lower() if isinstance(node, ast.ClassDef) else node.name)
    ]

    assert names == []
