"""What makes a release: every file with its digest, and what lies compressed beside it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Final, NamedTuple

from rectify.outputs.compressed import ENDINGS, compressed_siblings, is_sibling
from rectify.release.lock import PublishError
from rectify.release.sums import Sums, read_sums, sha256

Watch = Callable[[Iterable[str], str, int], Iterable[str]]
"""Shows how far a long step has come: the paths, what is being done, how many there are."""

_ASSETS: Final = re.compile(rb"assets/[0-9a-f]{16}/")
_HOME: Final = "index.html"


class ReleaseFiles(NamedTuple):
    """Files that make a release: where each comes from, and its digest."""

    sources: Mapping[str, Path | bytes]
    sums: Sums


def unwatched(paths: Iterable[str], _doing: str, _total: int) -> Iterable[str]:
    """A `watch` that shows no progress: the items as they are."""
    return paths


def pack(sources: Mapping[str, Path | bytes], previous: Path | None, watch: Watch = unwatched) -> ReleaseFiles:
    """The files at *sources*, with their compressed siblings; OSError, PublishError.

    From the *previous* release come the assets that its own pages use, and siblings that still fit. A file's digest and its siblings come from the same reading, so that they cannot disagree.
    """
    together = {**_assets_of(previous), **sources} if previous else dict(sources)
    _no_siblings_by_hand(sources)
    laid, digests = dict(together), {}
    for path in watch(sorted(together), "压缩", len(together)):
        source = together[path]
        data = source if isinstance(source, bytes) else source.read_bytes()
        digests[path] = sha256(data)
        for beside, small in compressed_siblings(PurePosixPath(path), data, partial(_read, previous)):
            laid[str(beside)], digests[str(beside)] = small, sha256(small)
    return ReleaseFiles(laid, digests)


def _no_siblings_by_hand(sources: Iterable[str]) -> None:
    """Refuse what a server would send in the place of another file."""
    paths = set(sources)
    for path in sorted(paths):
        if path.endswith(ENDINGS) and path[: -len(ENDINGS[0])] in paths:
            raise PublishError(
                f"{path} 会被服务器当作 {path[: -len(ENDINGS[0])]} 压好的副本送给读者。给它换个名字，或者删掉，再运行一次。"
            )


def _read(release: Path | None, path: PurePosixPath) -> bytes:
    """What the *release* has at *path*, nothing if it has nothing."""
    try:
        return (release / path).read_bytes() if release else b""
    except OSError:
        return b""


def _assets_of(release: Path) -> dict[str, Path]:
    try:
        used = set(_ASSETS.findall((release / _HOME).read_bytes()))
    except FileNotFoundError:
        return {}
    folders = tuple(sorted(folder.decode() for folder in used))
    paths = (path for path in read_sums(release) if folders and path.startswith(folders))
    return {path: release / path for path in paths if not is_sibling(path)}
