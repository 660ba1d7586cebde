"""Files that a browser hands over, piece by piece as JSON, kept under names of our own until something is done with them.

So the guard's rules hold for them too: no other content type, no large request. What the browser calls a file is for
people to read, and no path is made of it.
"""

from __future__ import annotations

import base64
import binascii
import re
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar, Final, NamedTuple

from rectify.desk.exchange import RefusedError
from rectify.ground.system_errors import failure_in_words
from rectify.intake.readers.source import MAX_PACKAGE

MAX_FILES: Final = 50
_LONGEST_NAME: Final = 120
_UNREADABLE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069\ufeff]")


class Upload(NamedTuple):
    """A file that was handed over: where it is kept, and what people call it."""

    path: Path
    name: str


class Uploads:
    """The files handed over to one desk, in a *folder* of its own that is gone when it ends."""

    asked: ClassVar[Mapping[str, tuple[str, ...]]] = {"receive": ("token", "name", "start", "data")}
    is_quick: ClassVar[bool] = True

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, Upload] = {}

    def receive(self, token: object, name: object, start: object, data: object) -> dict[str, Any]:
        """Take the piece *data* (base64), which begins at the byte *start* of a file; without a *token* a file begins."""
        try:
            piece = base64.b64decode(data, validate=True) if isinstance(data, str) else b""
        except binascii.Error:
            raise RefusedError(400, "请求的内容不对，请重新打开这一页。") from None
        if token is None:
            token = self._new(name)
        upload = self.upload(token)
        try:
            size = upload.path.stat().st_size
            if start != size:
                raise RefusedError(409, "文件没有传完整，请再选一次。")
            if size + len(piece) > MAX_PACKAGE:
                raise RefusedError(413, f"“{upload.name}”太大了，最多 {MAX_PACKAGE >> 20} MB。")
            with upload.path.open("ab") as file:
                file.write(piece)
        except OSError as error:
            raise RefusedError(507, failure_in_words(error, "写不进", self._folder)) from error
        return {"token": token}

    def upload(self, token: object) -> Upload:
        """The file that was handed over under *token*; RefusedError if there is none."""
        if isinstance(token, str) and token in self._files:
            return self._files[token]
        raise RefusedError(404, "这个文件不在了，请再选一次。")

    def uploads(self, tokens: object) -> list[Upload]:
        """The files under several *tokens*, in this order."""
        if not isinstance(tokens, list) or not 0 < len(tokens) <= MAX_FILES:
            raise RefusedError(400, "先选好文件。")
        return [self.upload(one) for one in tokens]

    def forget(self, tokens: object) -> None:
        """Keep the files under *tokens* no longer."""
        for token in tokens if isinstance(tokens, list) else [tokens]:
            if upload := self._files.pop(str(token), None):
                upload.path.unlink(missing_ok=True)

    def _new(self, name: object) -> str:
        if len(self._files) >= MAX_FILES:
            self.forget([next(iter(self._files))])
        token = secrets.token_hex(16)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            (self._folder / token).touch()
        except OSError as error:
            raise RefusedError(507, failure_in_words(error, "写不进", self._folder)) from error
        self._files[token] = Upload(self._folder / token, _readable(name))
        return token


def _readable(name: object) -> str:
    """What a browser calls a file, as words in one line."""
    last = re.split(r"[\\/]", name)[-1] if isinstance(name, str) else ""
    return _UNREADABLE.sub("", last).strip()[-_LONGEST_NAME:] or "文件"
