"""Issues that were read, so that none is read again from its file: the first are held as they are, the others packed."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from pathlib import PurePosixPath
from typing import Final

from rectify.field.model import Issue
from rectify.ground.shelf import Place, Shelf

MOST_OPEN: Final = 16_384
"""Issues, and texts of issues, that are held in memory as they are: each takes 4 KB, and 1.7 KB on a shelf."""


class OpenedIssues(MutableMapping[PurePosixPath, Issue]):
    """Issues by the paths of their files. One that is packed is another object each time, equal to the one that was read."""

    def __init__(self, most: int = MOST_OPEN) -> None:
        """*most* is the number of issues that are not packed."""
        self._most = most
        self._open: dict[PurePosixPath, Issue] = {}
        self._packed: dict[PurePosixPath, Place] = {}
        self._shelf = Shelf()

    def __getitem__(self, path: PurePosixPath) -> Issue:
        if path in self._open:
            return self._open[path]
        import pickle  # noqa: PLC0415 - few sites have so many issues

        issue: Issue = pickle.loads(self._shelf.get(self._packed[path]))  # noqa: S301 - of this process alone
        return issue

    def __setitem__(self, path: PurePosixPath, issue: Issue) -> None:
        self._packed.pop(path, None)
        if path in self._open or len(self._open) < self._most:
            self._open[path] = issue
        else:
            import pickle  # noqa: PLC0415 - as above

            self._packed[path] = self._shelf.put(pickle.dumps(issue, protocol=5))

    def __delitem__(self, path: PurePosixPath) -> None:
        del (self._open if path in self._open else self._packed)[path]

    def __iter__(self) -> Iterator[PurePosixPath]:
        yield from self._open
        yield from self._packed

    def __len__(self) -> int:
        return len(self._open) + len(self._packed)

    def __contains__(self, path: object) -> bool:
        return path in self._open or path in self._packed
