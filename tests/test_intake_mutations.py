"""Notices changed as writers change them, with known answers: a sample of `benchmarks/import/run.py --mutations`."""

from __future__ import annotations

import pytest
from mutate import FORMS, tried, variants

EACH = 8


@pytest.mark.parametrize("kind", [*FORMS, "two at once"])
def test_nothing_is_lost_or_called_done_in_silence(kind: str) -> None:
    """No issue is lost, none called finished that is not, and no import clean though wrong, without a doubt."""
    made = [tried(variant) for variant in variants(1, EACH, [kind])]

    assert [(one.lost, one.done, one.clean) for one in made] == [([], [], False)] * EACH
    assert all(one.score.wrong_undoubted * 20 <= one.score.values for one in made)
