"""An issue as it is read: its texts, and the names of their paragraphs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rectify.field.model import Issue
from rectify.site.anchors import Anchors, anchors_of


class Reading(NamedTuple):
    """An issue's texts, and the `anchors` of its paragraphs, which its older texts have a say in."""

    issue: Issue
    anchors: Anchors
    digest: str
    """That of its file, where it was read from one: what was worked out from other texts does not hold for it."""


def reading_of(issue: Issue, earlier: Sequence[Issue] = (), digest: str = "") -> Reading:
    """The reading of *issue*; *earlier* are its older texts as far as they are kept, the oldest first."""
    return Reading(issue, anchors_of(issue, earlier), digest)
