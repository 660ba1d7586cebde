"""Text for a terminal: control characters, which it would obey, are replaced."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable
from typing import Final, TextIO

_ACTS: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
"""Characters that a terminal obeys, or that turn the text around them about."""


def visible(text: str) -> str:
    """*text* with what a terminal would obey written out: names of files and lines of logs may hold anything."""
    return _ACTS.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)


COMMAND: Final = "python3 build.py"
"""How messages name our command."""

COMMAND_ON_WINDOWS: Final = "py build.py"


class SanitizedStream(io.TextIOBase):
    """A stream to a terminal on which nothing that was read from a file can move the cursor or hide a line.

    Commands are named as one types them there: on *windows* `py` starts Python. Where nobody reads any more
    (`| head`, a terminal that was closed) words are dropped: the work goes on.
    """

    def __init__(self, stream: TextIO, *, windows: bool = os.name == "nt") -> None:
        self._stream = stream
        self._windows = windows
        self.failure: OSError | None = None
        """Why words were dropped."""

    def write(self, text: str) -> int:
        """Write *text*; only a bar of progress begins with a return to the start of the line."""
        words = text.replace(COMMAND, COMMAND_ON_WINDOWS) if self._windows else text
        start = "\r" if text.startswith("\r") else ""
        self._attempt(lambda: self._stream.write(start + visible(words[len(start) :])))
        return len(text)

    def flush(self) -> None:
        """Pass on what was written."""
        self._attempt(self._stream.flush)

    def _attempt(self, do: Callable[[], object]) -> None:
        if self.failure is None:
            try:
                do()
            except OSError as error:
                self.failure = error

    def isatty(self) -> bool:
        """Whether a person watches."""
        return self._stream.isatty()

    def fileno(self) -> int:
        """The number of the file behind the stream."""
        return self._stream.fileno()

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """That of the stream."""
        return self._stream.encoding
