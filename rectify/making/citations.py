"""The files that hold the citations of each round (C-06)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from rectify.engine.output import Document, Texts
from rectify.engine.parts import Parts
from rectify.outputs.citations import BRACKETS, WRITERS
from rectify.site.citation import Cited, citation_paths, cited_issue, cited_round
from rectify.site.derive import Site, SiteRound

BLOCK: Final = 256
"""Citations that are written together: after an edit only these are written again."""


class _BlockInputs(NamedTuple):
    """The name of a form, and what is cited in it."""

    form: str
    cited: tuple[Cited, ...]


class _FileInputs(NamedTuple):
    """The name of a form, and pieces of its file, each a whole file of its own."""

    form: str
    pieces: tuple[bytes, ...]


def citation_files(site: Site, parts: Parts) -> Iterator[Document]:
    """For each round a file of each form that programs read: its contents page and all its issues."""
    for round_ in site.rounds:
        cited = (cited_round(site.config, round_), *_cited_issues(site, round_))
        for form, path in citation_paths(round_):
            pieces = []
            for first in range(0, len(cited), BLOCK):
                inputs = _BlockInputs(form, cited[first : first + BLOCK])
                part = Document(path=f"citations {path} {first // BLOCK}", make=_block_part, inputs=inputs)
                pieces.append(parts.bytes_of(part))
            yield Document(path=path, make=_citation_file, inputs=_FileInputs(form, tuple(pieces)))


def _cited_issues(site: Site, round_: SiteRound) -> Iterator[Cited]:
    return (cited_issue(site.config, round_.face, entry) for entry in round_.issues)


def _block_part(inputs: _BlockInputs, _texts: Texts) -> bytes:
    return WRITERS[inputs.form](inputs.cited)


def _citation_file(inputs: _FileInputs, _texts: Texts) -> bytes:
    before, between, after = BRACKETS[inputs.form]
    inner = (piece[len(before) : len(piece) - len(after)] for piece in inputs.pieces)
    return b"".join((before, between.join(inner), after))
