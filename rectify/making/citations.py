"""The files that hold the citations of each round (C-06)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import PurePosixPath

from rectify.ground.files import digest
from rectify.making.output import Document
from rectify.outputs.citations import WRITERS
from rectify.site.citation import Cited, citation_paths, cited_issue, cited_round
from rectify.site.derive import Site, SiteRound


def citation_files(site: Site) -> Iterator[Document]:
    """For each round a file of each form that programs read: its contents page and all its issues."""
    for round_ in site.rounds:
        everything = "\n".join([round_.digest, *(f"{entry.path} {entry.digest}" for entry in round_.issues)])
        inputs = f"citations {digest(everything.encode())}"
        for name, path in citation_paths(round_):
            make = partial(_written, WRITERS[name], site, round_)
            yield Document(path=PurePosixPath(path), inputs=inputs, make=make)


def _written(write: Callable[[Iterable[Cited]], bytes], site: Site, round_: SiteRound) -> bytes:
    issues = (cited_issue(site.config, round_, entry) for entry in round_.issues)
    return write([cited_round(site.config, round_), *issues])
