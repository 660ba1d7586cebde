"""Plans the files with the citations of each round (C-06)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from rectify.engine.output import Document, Texts
from rectify.engine.parts import Parts
from rectify.field.config import SiteConfig
from rectify.outputs.citations import BRACKETS, WRITERS
from rectify.site.citation import CitedIssue, citation_paths, cited_fields, cited_issue, cited_round
from rectify.site.derive import RoundFace, Site

BLOCK: Final = 256
"""Issues whose citations are one part: after an edit only these are written again."""


class _BlockInputs(NamedTuple):
    """Some issues of a round, to be cited in a form."""

    form: str
    config: SiteConfig
    round_: RoundFace
    issues: tuple[CitedIssue, ...]


class _FileInputs(NamedTuple):
    """The name of a form, and the pieces of its file, each a complete file of that form."""

    form: str
    pieces: tuple[bytes, ...]


def citation_files(site: Site, parts: Parts) -> Iterator[Document]:
    """For each round a file of each form in WRITERS: the citations of its contents page and of all its issues."""
    for round_ in site.rounds:
        issues = tuple(cited_fields(entry) for entry in round_.issues)
        whole = cited_round(site.config, round_)
        for form, path in citation_paths(round_):
            pieces = [WRITERS[form]([whole])]
            for first in range(0, len(issues), BLOCK):
                inputs = _BlockInputs(form, site.config, round_.face, issues[first : first + BLOCK])
                part = Document(path=f"citations {path} {first // BLOCK}", make=_block_part, inputs=inputs)
                pieces.append(parts.bytes_of(part))
            yield Document(path=path, make=_citation_file, inputs=_FileInputs(form, tuple(pieces)))


def _block_part(inputs: _BlockInputs, _texts: Texts) -> bytes:
    form, config, round_, issues = inputs
    return WRITERS[form](cited_issue(config, round_, one) for one in issues)


def _citation_file(inputs: _FileInputs, _texts: Texts) -> bytes:
    before, between, after = BRACKETS[inputs.form]
    inner = (piece[len(before) : len(piece) - len(after)] for piece in inputs.pieces)
    return b"".join((before, between.join(inner), after))
