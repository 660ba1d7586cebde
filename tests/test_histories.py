"""A sample of the random histories of `benchmarks/histories/run.py`, the same in every run."""

from __future__ import annotations

import pytest

from benchmarks.histories.dishonest import DISHONEST
from benchmarks.histories.honest import HONEST
from benchmarks.histories.run import in_memory, through_commands


def test_honest_changes_are_accepted_and_dishonest_ones_refused() -> None:
    """In memory; every kind of change and meeting occurs, and an old checkpoint exposes each rewritten record."""
    played = {seed: in_memory(seed) for seed in range(150)}
    changes = {one.__name__ for one in (*HONEST, *DISHONEST)} | {"roll_back", "merged", "copied over", "alone"}

    assert {seed: one.wrong for seed, one in played.items() if one.wrong} == {}
    assert {name for one in played.values() for name in one.names} == changes


@pytest.mark.parametrize("seed", range(2))
def test_the_commands_say_the_same(seed: int) -> None:
    """Through `publish` and `verify`; every address that was public answers after each publication."""
    assert through_commands(seed).wrong == ()
