"""`SHA256SUMS`: a digest of every file, in the form that `sha256sum -c` reads (C-09)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

SUMS: Final = "SHA256SUMS"
_LINE: Final = re.compile(r"(\\?)([0-9a-f]{64})  (.+)\Z", re.DOTALL)
Sums = Mapping[str, str]
"""Digests by path from the site's root, `/` between folders."""


class Difference(NamedTuple):
    """The paths that are new, changed and gone in one tree compared with another."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]


def sha256_of(path: Path) -> str:
    """The digest of a file, however large; OSError."""
    state = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            state.update(block)
    return state.hexdigest()


def sums_text(sums: Sums) -> bytes:
    """The file that lists *sums*, in the order of paths."""
    return "".join(_line(path, sums[path]) for path in sorted(sums)).encode("utf-8", "surrogateescape")


def _line(path: str, digest: str) -> str:
    """A line as GNU writes it: a name with a backslash or a line break is escaped, and marked."""
    escaped = path.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
    return f"{chr(92) if escaped != path else ''}{digest}  {escaped}\n"


def read_sums(folder: Path) -> dict[str, str]:
    """The digests in the list of the release *folder*; empty if there is no readable list."""
    try:
        lines = (folder / SUMS).read_bytes().decode("utf-8", "surrogateescape").split("\n")
    except FileNotFoundError:
        return {}
    matches = filter(None, map(_LINE.match, lines))
    return {_unescape(line[3]) if line[1] else line[3]: line[2] for line in matches}


def _unescape(name: str) -> str:
    return re.sub(r"\\(.)", lambda sign: {"n": "\n", "r": "\r"}.get(sign[1], sign[1]), name)


def difference(old: Sums, new: Sums) -> Difference:
    """The differences from the tree *old* to the tree *new*."""
    return Difference(
        added=tuple(sorted(new.keys() - old.keys())),
        changed=tuple(sorted(path for path in new.keys() & old.keys() if new[path] != old[path])),
        removed=tuple(sorted(old.keys() - new.keys())),
    )


Watch = Callable[[Sequence[str]], Iterable[str]]
"""Passes paths on as they are read."""


def wrong_files(folder: Path, watch: Watch = iter) -> Iterator[tuple[str, str]]:
    """Each file below *folder* that is not as its list says, and what is wrong with it, in Chinese.

    *watch* passes the paths on as they are read.
    """
    sums = read_sums(folder)
    if not sums:
        yield SUMS, "没有，或者读不出"
    present = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
    for path in watch(sorted(sums)):
        if path not in present:
            yield path, "不见了"
        elif sha256_of(folder / path) != sums[path]:
            yield path, "被改过"
    yield from ((path, "是多出来的") for path in sorted(present - sums.keys() - {SUMS}))
