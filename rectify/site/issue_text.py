"""An issue's text as it is read from its file, with the names of its paragraphs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import PurePosixPath
from typing import NamedTuple

from rectify.engine.output import TextRef
from rectify.field.model import Issue
from rectify.site.anchors import Anchors, anchors_of


class IssueText(NamedTuple):
    """An issue as its file has it, and the `anchors` of its paragraphs, which its older texts have a say in."""

    issue: Issue
    anchors: Anchors


OpenText = Callable[[TextRef], IssueText]
"""Opens the text that a reference leads to."""


def issue_text(issue: Issue, earlier: Sequence[Issue] = ()) -> IssueText:
    """The text of *issue*; *earlier* are its older texts as far as they are kept, the oldest first."""
    return IssueText(issue, anchors_of(issue, earlier))


def text_opener(read: Callable[[PurePosixPath, str], Issue]) -> OpenText:
    """A function that opens texts by *read*ing an issue, given its file and that file's digest.

    What was opened stays open, since several outputs of an issue need its text.
    """
    known: dict[TextRef, IssueText] = {}

    def open_text(ref: TextRef) -> IssueText:
        text = known.get(ref)
        if text is None:
            earlier = tuple(read(PurePosixPath(one.path), one.digest) for one in ref.older)
            text = known[ref] = issue_text(read(PurePosixPath(ref.path), ref.digest), earlier)
        return text

    return open_text
