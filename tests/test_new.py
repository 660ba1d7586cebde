"""`new`: the next issue of a round, and the beginning of a round."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from rectify import pipeline
from rectify.field.model import Round
from rectify.field.shape import fields_of, hints, is_record, item_of
from rectify.field.skeleton import round_skeleton
from rectify.ground.diagnostics import SourceError
from rectify.source.decode import decode
from rectify.terminal import commands
from support import ISSUE, ROUND, lay

Make = Callable[..., Path]
NEXT = "content/2026-xuncha"


def new(root: Path, name: str | None = None, *, begin: bool = False) -> int:
    """Type `new`."""
    return commands.new(root, Namespace(round=name, begin=begin))


def named(kind: Any) -> list[str]:
    """The names of all fields of a record and of the records in it."""
    names = []
    for name, field in fields_of(kind).items():
        inner = item_of(hints(kind)[name]) or hints(kind)[name]
        names += [f"{name}:", f"# {field.metadata['name']}", *(named(inner) if is_record(inner) else [])]
    return names


def test_a_round_without_issues_is_begun(project: Make, capsys: pytest.CaptureFixture[str]) -> None:
    """What the build says to do works, also where nothing can be built."""
    root = project({"content/2025-xuncha/001.yaml": None})
    with pytest.raises(SourceError) as caught:
        pipeline.read(root)

    assert "python3 build.py new --round 2025-xuncha" in caught.value.diagnostics[0].remedy
    assert new(root) == 0
    assert "已新建 content/2025-xuncha/001.yaml。" in capsys.readouterr().out


def test_a_new_round_begins_with_both_files(project: Make) -> None:
    """Once both are filled in, the site is built; the issue's skeleton then names the round's categories."""
    root = project()

    assert new(root, "2026-xuncha", begin=True) == 0
    first = (root / NEXT / "001.yaml").read_text("utf-8")
    assert "先在 round.yaml 里写好类别" in first
    assert "\ndraft: true\n" in first
    lay(root, {f"{NEXT}/round.yaml": ROUND, f"{NEXT}/001.yaml": ISSUE})
    assert pipeline.read(root)[1] == ()
    assert new(root, "2026-xuncha") == 0
    assert "decisions：落实决策部署方面" in (root / NEXT / "002.yaml").read_text("utf-8")


def test_an_empty_folder_is_a_round_to_be_begun(project: Make) -> None:
    """Whoever made the folder by hand has said so."""
    root = project()
    (root / NEXT).mkdir()

    assert new(root, "2026-xuncha") == 0
    assert sorted(path.name for path in (root / NEXT).iterdir()) == ["001.yaml", "round.yaml"]


@pytest.mark.parametrize("name", ["2020-no", "2024年"])
def test_a_slip_makes_no_folder(project: Make, capsys: pytest.CaptureFixture[str], name: str) -> None:
    """A name that is no round's is told, with what there is and how one is begun."""
    root = project()

    assert new(root, name) == 2
    assert f"没有 {name} 这一轮。现有：2025-xuncha。\n新开一轮：" in capsys.readouterr().out
    assert [path.name for path in (root / "content").iterdir()] == ["2025-xuncha"]


def test_mistakes_elsewhere_are_no_hindrance(project: Make) -> None:
    """A number that a broken file has is not given away."""
    root = project({"content/2025-xuncha/007.yaml": "titel: x\n"})

    assert new(root) == 0
    assert (root / "content/2025-xuncha/008.yaml").exists()


def test_every_field_of_a_round_is_explained() -> None:
    """From the model: whatever is added there stands here."""
    text = round_skeleton()

    assert [name for name in named(Round) if name not in text] == []


def test_the_skeleton_of_a_round_is_yaml() -> None:
    """Nothing is wrong with it but what is not filled in."""
    with pytest.raises(SourceError) as caught:
        decode(round_skeleton(), PurePosixPath("round.yaml"), Round)

    assert {one.code for one in caught.value.diagnostics} == {"V001"}
