"""The issue as it is public, from the copy of its text that the record or a release keeps: for who has changed its file."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from pathlib import Path
from typing import Final

from rectify.field import addresses
from rectify.field.model import Issue
from rectify.intake.restored_issue import restored_issue
from rectify.release import kept_texts
from rectify.release.record import Text
from rectify.source.sources import IssueSource, RoundSource, context_of

NOT_EXACT: Final = "公开的那一份照原样还原不了（类别改了名称，照片换过，或者里面有特别的写法）。"


class Missing(Enum):
    """Why a public issue cannot be had back: no copy of its text is left, or its words cannot be written exactly."""

    COPY = "copy"
    SPELLING = "spelling"


def public_issue(
    root: Path, round_: RoundSource, entry: IssueSource, public: Text, releases: Iterable[Path]
) -> Issue | Missing:
    """The issue in the file of *entry* with its *public* text; copies are looked for in the project *root* and in *releases*.

    Marks of emphasis are lost, since readers do not see them.
    """
    address = addresses.issue_page(round_.id, entry.summary.number)
    copy = kept_texts.text_opener(root, *releases)(address, public.digest)
    if copy is None:
        return Missing.COPY
    try:
        return restored_issue(copy, context_of(round_.round, round_.files.get(entry.path.stem, {})))
    except ValueError:
        return Missing.SPELLING
