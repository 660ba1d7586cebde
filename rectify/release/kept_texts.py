"""Copies of the texts that are public, kept beside the record, so that a change can be held against what it changes.

`record/2024-xuncha/013.txt` in the project is the file of the same name on the public site. Of an issue that was
withdrawn with its text, `013.last.txt` is the text before; `013.undone.txt` is one that a rollback took back. Whether
a copy is right is told by its digest in the record, so it may come from anywhere: from the version control, from the
public site, from an older release.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Final

from rectify.field import addresses
from rectify.field.canonical import FORM
from rectify.ground.diagnostics import SourceError
from rectify.ground.files import read_file, sha256, write_atomically
from rectify.release.record import OldText, Public

_MOST: Final = 4_000_000
"""Bytes of a text; the files that it is made from are smaller."""


def text_opener(root: Path, *releases: Path) -> OldText:
    """A function that opens texts from the project *root*, or from *releases*."""

    def open_text(address: str, digest: str) -> str | None:
        own = ((root, path) for path in _copies(address))
        places = [*own, *((one, public_file(address)) for one in releases)]
        return next((text for place, path in places if (text := _text(place, path, digest)) is not None), None)

    return open_text


def fetch(root: Path, state: Public, releases: Iterable[Path]) -> int:
    """Keep those texts of the *state* that the project *root* lacks and that a release has; how many were fetched. OSError."""
    from_releases, wanted = text_opener(root, *releases), dict(_wanted_copies(state))
    fetched = 0
    for path, (address, digest) in wanted.items():
        if _text(root, path, digest) is None and (text := from_releases(address, digest)) is not None:
            _keep(root, path, text)
            fetched += 1
    return fetched


def keep(root: Path, state: Public, release: Path) -> None:
    """Make the copies in the project *root* those of the *state* that *release* shows; others are taken away. OSError."""
    wanted, open_text = dict(_wanted_copies(state)), text_opener(root, release)
    left = {there: old for old, there in state.moved.items()}
    texts = {path: open_text(*what) or open_text(left.get(what[0], ""), what[1]) for path, what in wanted.items()}
    for path, text in texts.items():
        if text is not None:
            _keep(root, path, text)
    for path in {path for address in (*state.ever, *state.undone) for path in _copies(address)} - wanted.keys():
        (root / path).unlink(missing_ok=True)


def _wanted_copies(state: Public) -> Iterator[tuple[PurePosixPath, tuple[str, str]]]:
    """Every copy that there should be, with the address and the digest of its text."""
    for address, text in state.texts.items():
        if text.form == FORM:
            yield _copy(address), (address, text.digest)
    for address, digest in state.files.items():
        if addresses.issue_of_older(address):
            yield _copy(address), (address, digest)
    for address, text in state.last.items():
        if text.form == FORM:
            yield _last(address), (address, text.digest)
    for address, seen in state.undone.items():
        if (undone := seen.texts.get(address)) and undone.form == FORM:
            yield _undone(address), (address, undone.digest)


def _copies(address: str) -> tuple[PurePosixPath, ...]:
    return _copy(address), _last(address), _undone(address)


def _copy(address: str) -> PurePosixPath:
    return PurePosixPath(addresses.public_text_file(address))


def _last(address: str) -> PurePosixPath:
    return _copy(address).with_suffix(".last.txt")


def _undone(address: str) -> PurePosixPath:
    return _copy(address).with_suffix(".undone.txt")


def public_file(address: str) -> PurePosixPath:
    """Where a release has the text of the page at *address*."""
    is_older = addresses.issue_of_older(address)
    return PurePosixPath(addresses.sibling(address, "txt")) if is_older else _copy(address)


def _text(root: Path, path: PurePosixPath, digest: str) -> str | None:
    try:
        data = read_file(root, path, _MOST)
    except (FileNotFoundError, SourceError):
        return None
    return data.decode("utf-8", "surrogatepass") if sha256(data) == digest else None


def _keep(root: Path, path: PurePosixPath, text: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    write_atomically(root / path, text.encode("utf-8", "surrogatepass"))
