"""Expected files: compared with what was made, or rewritten from it. Where they differ, the lines that do."""

from __future__ import annotations

import difflib
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path, PurePosixPath

import pytest

from support import tree

Tree = Mapping[PurePosixPath, bytes]

MAX_LINES = 60
"""How many lines of difference are shown of one file."""

MAX_FILES = 10
"""Of how many files the lines are shown; of the others the names."""

_LONG = 160
_AFTER_A_MARK = re.compile(r"(?<=[>,;。])")


@dataclass(frozen=True, slots=True)
class Golden:
    """Compares with expected files, or with *update* (`--update-golden`) rewrites them first."""

    update: bool

    def file(self, path: Path, text: str) -> None:
        """Fail with the difference unless the file *path* holds *text*."""
        if self.update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        wanted = {PurePosixPath(path.name): path.read_bytes()} if path.exists() else {}
        _fail_unless_same(path.parent, wanted, {PurePosixPath(path.name): text.encode()})

    def folder(self, path: Path, made: Path) -> None:
        """Fail with the differences unless the folder *path* holds exactly the files of the folder *made*."""
        if self.update:
            shutil.rmtree(path, ignore_errors=True)
            shutil.copytree(made, path)
        _fail_unless_same(path, tree(path), tree(made))


def differences(wanted: Tree, made: Tree) -> Iterator[str]:
    """Lines that tell which files are missing, new or different, and a bounded unified diff of each of the last."""
    yield from (f"missing: {path}" for path in sorted(wanted.keys() - made.keys()))
    yield from (f"new: {path}" for path in sorted(made.keys() - wanted.keys()))
    differing = sorted(path for path in wanted.keys() & made.keys() if wanted[path] != made[path])
    yield from (f"different: {path}" for path in differing)
    for path in differing[:MAX_FILES]:
        yield from _difference(str(path), wanted[path], made[path])


def _difference(name: str, wanted: bytes, made: bytes) -> Iterator[str]:
    try:
        before, after = _lines(wanted.decode()), _lines(made.decode())
    except UnicodeDecodeError:
        yield f"{name}: not text, {len(wanted)} bytes expected and {len(made)} made"
        return
    lines = difflib.unified_diff(before, after, f"expected/{name}", f"made/{name}", lineterm="")
    yield from islice(lines, MAX_LINES)
    if rest := sum(1 for _ in lines):
        yield f"... {rest} more lines of difference in {name}"


def _lines(text: str) -> list[str]:
    """The lines, carriage returns made visible; long ones, as of JSON, in pieces that can be read."""
    lines = text.replace("\r", "\\r").split("\n")
    return [piece for line in lines for piece in (_AFTER_A_MARK.split(line) if len(line) > _LONG else [line])]


def _fail_unless_same(place: Path, wanted: Tree, made: Tree) -> None:
    if wanted != made:
        pytest.fail("\n".join((f"not as expected: {place}", *differences(wanted, made))), pytrace=False)
