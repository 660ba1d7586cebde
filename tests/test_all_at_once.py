"""Whoever has several mistakes to mend is told of all of them at the first try."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from rectify import pipeline
from rectify.ground.diagnostics import SourceError
from support import ISSUE, ROUND, SITE

Make = Callable[..., Path]
WRONG_DEPARTMENT = ISSUE.replace("[办公室]", "[没有的科]")
NO_ICP = "".join(line for line in SITE.splitlines(keepends=True) if "icp" not in line)


@pytest.mark.parametrize(
    ("files", "codes"),
    [
        (
            {
                "content/2025-xuncha/001.yaml": WRONG_DEPARTMENT,
                "content/2025-xuncha/002.yaml": ISSUE.replace("title: 制度不健全", "title:"),
                "site.yaml": NO_ICP,
            },
            ["C002", "R004", "V001"],
        ),
        (
            {"content/2025-xuncha/001.yaml": WRONG_DEPARTMENT, "content/2025-xuncha/round.yaml": ROUND + "titel: x\n"},
            ["R004", "Y012"],
        ),
        (
            {
                "content/2025-xuncha/001.yaml": WRONG_DEPARTMENT.replace("title: 制度不健全", "title:")
                + "responsible: 没有的处\n",
                "content/2025-xuncha/002.yaml": WRONG_DEPARTMENT.replace("number: 1", "number: 2").replace(
                    "  - 建立制度。", "  - {text: 建立制度。, lead: [没有的股], due: 不久}"
                ),
            },
            ["R004", "R004", "R004", "R004", "V001", "V002"],
        ),
    ],
    ids=["three files", "round and issue", "one file"],
)
def test_no_mistake_waits_for_another(project: Make, files: dict[str, str], codes: list[str]) -> None:
    """Neither a reminder for an error, nor a file for its neighbour."""
    with pytest.raises(SourceError) as caught:
        pipeline.read(project(files))

    assert sorted(one.code for one in caught.value.diagnostics) == codes
