"""A file as text, for what no form can show: nothing is lost, and what cannot be read is saved only if that is wanted."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import Any, ClassVar, Final

from rectify.desk.desk import Desk
from rectify.desk.editing import current
from rectify.desk.exchange import RefusedError, file_of, way_of
from rectify.desk.names import DeskFile
from rectify.desk.unsaved import KeptText
from rectify.ground.diagnostics import Diagnostic, Severity, SourceError
from rectify.ground.files import digest
from rectify.source.decode import decode
from rectify.source.yamltree import MAX_BYTES, decode_text

_CODES: Final = ("utf-8-sig", "gb18030")


class RawTexts:
    """Files of the *desk* as their text."""

    asked: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "text": ("name",),
        "keeptext": ("name", "version", "text"),
        "savetext": ("name", "version", "other", "anyway"),
    }
    is_quick: ClassVar[bool] = True

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def text(self, name: object) -> dict[str, Any]:
        """The text of a file as it is kept, or else as it stands, with its mistakes by their lines."""
        file = file_of(name)
        kept, now = self._desk.texts(file)
        data = kept.data if kept else now
        text = _decode(data)
        return {
            "name": str(file.path),
            "text": text,
            "isOtherwise": kept is not None and kept.base != now,
            **self._state(file, data, now),
        }

    def keeptext(self, name: object, version: object, text: object) -> dict[str, Any]:
        """Keep *text* for a file, whatever its mistakes; *version* is the text that it came from."""
        file = file_of(name)
        if not isinstance(text, str) or len(text) > MAX_BYTES:
            raise RefusedError(400, "内容太长，或者不是文字。")
        kept, now = self._desk.texts(file)
        if kept and version != digest(kept.data):
            raise RefusedError(409, "这个文件在另一个窗口里也在改。重新打开，就看到那边的内容。")
        data = _encode(text, kept.data if kept else now)
        if kept is None:  # of a text that somebody has replaced meanwhile, nothing is left but that it was another one
            kept = KeptText(now if version == digest(now) else b"", now)
        self._desk.keep_text(file, KeptText(kept.base, data), now)
        return self._state(file, data, now)

    def savetext(self, name: object, version: object, other: object, anyway: object) -> dict[str, Any]:
        """Write what is kept: where it cannot be read, only *anyway*; over another's edit only once that was seen (*other*)."""
        file = file_of(name)
        kept, now = self._desk.texts(file)
        if kept is None or version != digest(kept.data):
            raise RefusedError(409, "页面上的内容和存着的不一样，请再等一秒，等它记下来。")
        if now != kept.base and other != digest(now):
            raise RefusedError(409, "这个文件刚才在别处改过了。", other=digest(now), theirs=_decode(now))
        if anyway is not True and not _is_readable(file, kept.data):
            raise RefusedError(422, "还读不了：照下面说的改正，或者先这样存着，以后再改。", isUnreadable=True)
        self._desk.write_text(file, kept.data)
        return self._state(file, kept.data, kept.data)

    def _state(self, file: DeskFile, data: bytes, now: bytes) -> dict[str, Any]:
        return {
            "version": digest(data),
            "isUnsaved": data != now,
            "isReadable": _is_readable(file, data),
            "faults": [_plain(one) for one in self._faults(file, data)],
        }

    def _faults(self, file: DeskFile, data: bytes) -> tuple[Diagnostic, ...]:
        """What keeps a file from being read, or its record from being right, each with its line."""
        around = self._desk.knowledge.surroundings(file)
        try:
            decode(decode_text(data, file.path), file.path, file.kind, around.ids if around else {}, blanks=[])
        except SourceError as error:
            return error.diagnostics
        return ()


def _is_readable(file: DeskFile, data: bytes) -> bool:
    """Whether a form can show the file."""
    try:
        current(data, file.path, file.kind)
    except SourceError:
        return False
    return True


def _decode(data: bytes) -> str:
    """The text of a file, also of one in the older code of Chinese systems; RefusedError if it is neither."""
    for code in _CODES:
        with contextlib.suppress(UnicodeDecodeError):
            return data.decode(code)
    raise RefusedError(422, "文件的编码认不出来，这里改不了。用编辑器打开，另存为 UTF-8。")


def _encode(text: str, before: bytes) -> bytes:
    """The *text* as bytes, with the mark and the line ends that the file had."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    if b"\r\n" in before:
        lines = lines.replace("\n", "\r\n")
    mark = before[:3] if before.startswith(b"\xef\xbb\xbf") else b""
    return mark + lines.encode("utf-8", "replace")


def _plain(one: Diagnostic) -> dict[str, Any]:
    return {
        "line": one.span.line,
        "column": one.span.column,
        "message": one.message,
        "remedy": one.remedy,
        "isError": one.severity is Severity.ERROR,
        "way": way_of(one.remedy),
    }
