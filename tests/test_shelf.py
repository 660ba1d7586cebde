"""What a long run keeps for later: bytes on a shelf, issues that are packed when there are many."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path, PurePosixPath

from rectify.engine.workers import THRESHOLD, results_of
from rectify.ground.shelf import Shelf
from rectify.source.load import read_issue
from rectify.source.opened import OpenedIssues

Make = Callable[..., Path]
ONE = PurePosixPath("content/2025-xuncha/001.yaml")


def test_a_shelf_gives_back_what_was_put_there_to_every_process() -> None:
    """Bytes that fit into memory, and bytes that lie in its file, here and in the workers of a build."""
    shelf = Shelf(in_memory=100)
    wanted = [str(number).encode() * number for number in range(THRESHOLD)]
    places = [shelf.put(data) for data in wanted]

    assert [shelf.get(place) for place in places] == wanted
    assert list(results_of(shelf.get, places, 2)) == wanted


def test_a_packed_issue_is_the_one_that_was_read(project: Make) -> None:
    """Beyond the number that is held an issue is packed, may be put anew, and may be taken out."""
    issue, _ = read_issue(project(), ONE, None)
    opened, other = OpenedIssues(most=1), PurePosixPath("content/2025-xuncha/002.yaml")
    opened[ONE] = opened[other] = issue

    assert opened[other] == issue
    assert opened[other] is not issue
    assert list(opened) == [ONE, other]
    del opened[ONE]
    opened[other] = issue
    assert opened[other] is issue
    assert len(opened) == 1
