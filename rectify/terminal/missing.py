"""What has to be filled in before drafts can be public: the same list, in the same words, whichever command tells it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rectify import pipeline
from rectify.ground.diagnostics import Diagnostic, errors
from rectify.source.drafts import BLANK_CODES, blanks
from rectify.source.load import load, locator, summary_reader
from rectify.source.sources import LoadedSources
from rectify.terminal import messages


def lacking_in(root: Path) -> str:
    """The blanks of all drafts of the project *root*, whatever else is wrong there; empty where there are none."""
    return _lacking(root, _load(root))


def what_hinders(root: Path, wrong: Sequence[Diagnostic]) -> str:
    """What hinders a build: what is *wrong*; where all is draft and nothing but blanks are wrong, the list of all blanks."""
    if {one.code for one in errors(wrong)} <= BLANK_CODES:
        loaded = _load(root)
        if loaded.sources and all(one.is_draft for one in loaded.sources.rounds):
            return _lacking(root, loaded)
    return messages.findings_message(wrong)


def _load(root: Path) -> LoadedSources:
    return load(root, summary_reader(root, lambda *_: ()))


def _lacking(root: Path, loaded: LoadedSources) -> str:
    found = pipeline.lacking_in(loaded.sources, locator(root)) if loaded.sources else ()
    return messages.lacking(blanks(sorted({*loaded.blanks, *found})))
